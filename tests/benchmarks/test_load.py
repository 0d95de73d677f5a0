"""What the load meter says of work done by a child process, by a thread, and by nobody."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time

import pytest

from benchmarks.run.load import LoadMeter, Sample, busy_share, read_load, recording

BURN = "import time\nend = time.process_time() + 0.6\nwhile time.process_time() < end: pass\nprint('done', flush=True)\ninput()"


def burn(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_time_is_told_apart_by_who_spent_it():
    meter = LoadMeter()
    with subprocess.Popen([sys.executable, "-c", BURN], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        go, thread_burnt = threading.Event(), threading.Event()

        def work():
            burn(0.4)
            thread_burnt.set()
            go.wait(60)

        thread = threading.Thread(target=work)
        thread.start()
        thread_burnt.wait(60)
        burn(0.2)
        sample = meter.sample(workers=1, in_flight=1)
        go.set()
        thread.join()
        child.communicate(b"\n")
    assert 0.55 <= sample.lean < 1.5
    assert 0.38 <= sample.model < 0.8
    assert 0.18 <= sample.own < 0.8
    assert sample.seconds > 0 and sample.cpus >= 1


def test_samples_are_kept_and_a_half_written_one_is_left_out(tmp_path):
    path = tmp_path / "load.jsonl"

    async def work():
        async with recording(path, 2, lambda: 1, every=0.02):
            while len(read_load(path)) < 3:
                await asyncio.sleep(0.01)

    asyncio.run(work())
    count = len(read_load(path))
    with path.open("a") as sink:
        sink.write('{"time": "2026-01-01", "sec')
    assert len(read_load(path)) == count >= 3
    assert {(s.workers, s.in_flight) for s in read_load(path)} == {(2, 1)}
    assert read_load(tmp_path / "none") == []


def sample(in_flight: int, lean: float, model: float) -> Sample:
    return Sample(
        time="2026-01-01T00:00:00",
        seconds=1.0,
        cpus=2,
        workers=2,
        in_flight=in_flight,
        lean=lean,
        model=model,
        own=0.0,
        idle=0.0,
    )


def test_the_busy_share_is_of_the_steady_part():
    samples = [sample(1, 0.1, 0.0), sample(2, 1.5, 0.4), sample(2, 1.0, 0.7), sample(0, 0.0, 0.0)]
    assert busy_share(samples) == pytest.approx((1.9 + 1.7) / 4)
    assert busy_share([sample(1, 1.0, 1.0)]) is None
