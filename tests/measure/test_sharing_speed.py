"""One theorem on several workers against one: medians and their ratio."""

from __future__ import annotations

from typer.testing import CliRunner

from benchmarks.measure import sharing_speed


def test_each_theorem_is_compared_with_itself_on_one_worker(monkeypatch):
    asked = []

    async def once(theorem, workers, seconds):
        asked.append((theorem, workers, seconds))
        return 10.0 * workers - len(asked) % 2, 2.0, 0.9 * workers

    monkeypatch.setattr(sharing_speed, "once", once)
    figures = sharing_speed.measure(2, 5.0, 3)
    assert [(one.theorem, one.workers) for one in figures] == [(t, w) for t in sharing_speed.THEOREMS for w in (1, 2)]
    assert asked[:4] == [(next(iter(sharing_speed.THEOREMS.values())), workers, 5.0) for workers in (1, 2, 1, 2)]
    assert all(one.tactics in (9.0, 10.0, 19.0, 20.0) for one in figures)


def test_a_search_that_ends_early_is_no_figure(monkeypatch):
    import typer

    app = typer.Typer()
    app.command()(sharing_speed.main)

    async def once(theorem, workers, seconds):
        raise RuntimeError("the search ended early: proved")

    monkeypatch.setattr(sharing_speed, "once", once)
    assert isinstance(CliRunner().invoke(app, []).exception, RuntimeError)
