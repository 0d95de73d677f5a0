from __future__ import annotations

import io
from datetime import datetime, timedelta, timezone

import pytest
from fakes import config, error, failed, problems, proved
from rich.console import Console

from benchmarks.run.display import RunDisplay, outcome
from benchmarks.run.results import BenchmarkResult
from benchmarks.run.runner import Flight
from benchmarks.run.summary import summarize, summary_line, summary_table

START = datetime(2026, 1, 1, tzinfo=timezone.utc)


def results() -> list[BenchmarkResult]:
    todo = problems(3)
    answers = [proved("p0", "generalized"), failed("p1", "expansions"), error("p2", "statement", "unknown [x]\nmore")]
    return [BenchmarkResult.of("minif2f", p, a, START) for p, a in zip(todo, answers, strict=True)]


def shown(terminal: bool) -> str:
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=100, color_system=None, legacy_windows=False)
    with RunDisplay(total=5, done=1, solved=1, console=console) as display:
        for problem, result in zip(problems(3), results(), strict=True):
            flight = Flight(1, problem, 0, expansions=4, nodes=9)
            display.begun(flight)
            console.print(display.render()) if terminal else None
            display.ended(flight, result)
        assert (display.done, display.solved) == (4, 2)
    return out.getvalue()


def test_without_a_terminal_every_theorem_is_a_plain_line():
    lines = shown(terminal=False).splitlines()
    assert lines[0].startswith("[2/5] solved 2 · p0: proved (generalized) in 0.5 s · 0:00 left")
    assert lines[1].startswith("[3/5] solved 2 · p1: not proved in 0.0 s (expansions)")
    assert lines[2].startswith("[4/5] solved 2 · p2: unsupported: unknown [x]")
    assert len(lines) == 3


def test_on_a_terminal_the_bar_tells_solved_done_and_what_is_in_flight():
    text = shown(terminal=True)
    assert "solved 2" in text and "3/5" in text and "left" in text
    assert "  2  p1  0 s  4 expansions, 9 states" in text


def test_the_table_counts_by_split_source_and_reading():
    summary = summarize(config(["p0", "p1", "p2"]), results())
    out = io.StringIO()
    Console(file=out, width=100).print(summary_table(summary))
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in out.getvalue().splitlines() if "│" in line]
    assert cells == [
        ["valid", "AMC", "1", "1", "2", "1", "0"],
        ["valid", "IMO", "0", "0", "1", "0", "0"],
        ["all", "", "1", "1", "3", "1", "0"],
    ]


def test_the_disproved_are_counted_on_their_own():
    rows = results()
    rows[1] = rows[1].model_copy(update={"status": "disproved", "proof": "theorem", "counter_model": "x = 3", "error_kind": None})
    summary = summarize(config(["p0", "p1", "p2"]), rows)
    assert (summary.solved, summary.disproved) == (summarize(config(["p0", "p1", "p2"]), results()).solved - rows[1].proved, 1)
    assert "1 disproved" in summary_line(summary)
    assert outcome(rows[1]).startswith("disproved at x = 3")


@pytest.mark.parametrize(("portable", "said"), [(True, "1 of 1 proofs portable"), (False, "0 of 1 proofs portable"), (None, "")])
def test_it_is_told_how_many_proofs_carry_over(portable, said):
    rows = [row.model_copy(update={"portable": portable}) for row in results()[:1]]
    line = summary_line(summarize(config(["p0"]), rows))
    assert said in line and (said or "portable" not in line)


def test_what_the_data_says_is_no_markup():
    (problem,) = problems(1)
    problem = problem.model_copy(update={"name": "[/p]", "source": "[/s]", "split": "[red]x[/red]"})
    answer = failed("p0").model_copy(update={"error_kind": "check", "error": "[/e]"})
    summary = summarize(config(["[/p]"], benchmark="[/b]"), [BenchmarkResult.of("[/b]", problem, answer, START)])
    out = io.StringIO()
    Console(file=out, width=100).print(summary_table(summary))
    assert [text for text in ("[/p]: [/e]", "[/s]", "[red]x[/red]", "[/b]") if text not in out.getvalue()] == []


def test_wall_seconds_count_overlapping_attempts_once():
    first, second, third = results()
    spans = [(0, 10), (5, 12), (20, 21)]
    rows = [
        r.model_copy(
            update={
                "started": (START + timedelta(seconds=a)).isoformat(),
                "finished": (START + timedelta(seconds=b)).isoformat(),
            }
        )
        for r, (a, b) in zip((first, second, third), spans, strict=True)
    ]
    assert summarize(config(["p0", "p1", "p2"]), rows).wall_seconds == 13


def test_with_several_attempts_the_total_falls_as_problems_need_no_more():
    """Three problems, three attempts each, of which an earlier session made two at ``p0``."""
    first, second, third = problems(3)
    with RunDisplay(total=9, done=2, attempts=3, console=Console(file=io.StringIO())) as display:
        for flight, answer, total in [
            (Flight(0, first, 2), failed("p0"), 9),
            (Flight(1, second, 0), proved("p1"), 7),
            (Flight(0, third, 0), error("p2", "policy", "the server is gone"), 5),
        ]:
            display.begun(flight)
            display.ended(flight, BenchmarkResult.of("minif2f", flight.problem, answer, START, flight.attempt))
            assert display.total == total
    assert display.done == display.total == 5
