from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks.measure import lean_speed


def test_memory_of_a_process_is_measured():
    code = "ballast = bytearray(80_000_000); ballast[::4096] = bytes(len(ballast[::4096])); print(flush=True); input()"
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdout.readline()
    resident, peak = lean_speed.resident_mb(process.pid), lean_speed.peak_mb(process.pid)
    process.communicate(b"\n")
    assert 80 < resident < 160
    assert peak is None or peak >= 0.9 * resident


@pytest.mark.lean
@pytest.mark.parametrize("name", list(lean_speed.CASES))
def test_every_tactic_timed_works_and_lean_s_time_is_part_of_the_round_trip(name, worker, loop_thread):
    speed = loop_thread.run(lean_speed.tactic_speed(worker.process, name, *lean_speed.CASES[name], 5))
    assert speed.outcome == ("open" if name == "intro" else "proved")
    assert 0 < speed.lean_ms < speed.round_trip_ms
    assert 0 < speed.overhead_ms < speed.round_trip_ms
    assert speed.per_second == pytest.approx(1000 / speed.round_trip_ms)


@pytest.mark.lean
def test_a_tactic_that_does_not_work_is_not_timed(worker, loop_thread):
    with pytest.raises(RuntimeError, match="'omega' does not work"):
        loop_thread.run(lean_speed.tactic_speed(worker.process, "x", "theorem t : 1 + 1 = 3 := by sorry", "omega", 1))
