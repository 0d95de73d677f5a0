"""The soak over a server that leaks: growth is bounded by recycling, and nothing is lost."""

from __future__ import annotations

import asyncio

from benchmarks.measure.soak import WINDOW, draw, soak
from prover.lean.memory import MemoryBounds


def test_a_leak_is_bounded_and_nothing_is_lost(fake_command, tmp_path):
    memory = MemoryBounds(limit=2e9, growth=0.0, grown=40e6, requests=20)
    figures = asyncio.run(soak(fake_command("--leak"), 2 * WINDOW, memory))
    assert figures.tactics == 2 * WINDOW and figures.lost == 0 and not figures.gave_up
    assert figures.recycled >= 2 and figures.processes == figures.recycled + 1
    assert not any(w.states_left for w in figures.windows)
    assert figures.highest_mb < figures.fresh_mb + 150
    assert [w.tactics for w in figures.windows] == sorted(w.tactics for w in figures.windows)
    draw(figures, tmp_path / "soak.svg")
    assert (tmp_path / "soak.svg").stat().st_size < 200_000
