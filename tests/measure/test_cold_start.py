"""The figures of whole runs of `prover prove`: medians, and ratios to the portfolio's."""

from __future__ import annotations

import subprocess

import pytest

from benchmarks.measure import cold_start


@pytest.fixture
def runs(monkeypatch):
    """Runs take no time but by this clock: the seconds of each command, by a word in it."""
    clock = [0.0]
    taken = {"portfolio": iter([9, 2, 4, 3]), "--once": iter([9, 8, 8, 8]), "prover.cli": iter([9, 3, 3, 6])}
    code = [0]

    def run(command, **_):
        clock[0] += next(next(seconds for word, seconds in taken.items() if word in command))
        return subprocess.CompletedProcess(command, code[0], "", "no luck")

    monkeypatch.setattr(cold_start.subprocess, "run", run)
    monkeypatch.setattr(cold_start.time, "perf_counter", lambda: clock[0])
    monkeypatch.setattr(cold_start, "_served", lambda command: False)
    return code


def test_medians_of_all_but_the_first_round(runs):
    figures = {way.way: way[1:] for way in cold_start.measure(3)}
    assert figures == {"portfolio": (3, 1.0), "default": (3, 1.0), "default, loaded first": (8, 8 / 3)}


def test_what_is_not_proved_is_no_figure(runs):
    runs[0] = 1
    with pytest.raises(RuntimeError, match="portfolio: not proved: no luck"):
        cold_start.measure(1)
