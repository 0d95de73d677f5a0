"""Where the machine's processors spent their time during a run: in Lean, in the model, in this program, nowhere."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path

import psutil
from pydantic import BaseModel

from benchmarks.run.results import now, read_objects
from benchmarks.run.run_config import available_cpus

EVERY = 1.0
"""Seconds between samples."""


class Sample(BaseModel):
    """One line of ``load.jsonl``: ``seconds`` of wall clock until ``time`` (UTC, ISO) on ``cpus`` processors.

    ``lean``, ``model`` and ``own`` are CPU-seconds of the processes started by this one, of its threads but the main
    one, and of the main one; ``idle`` those that nobody on the machine used.  ``in_flight`` attempts of at most
    ``workers`` were under way.
    """

    time: str
    seconds: float
    cpus: int
    workers: int
    in_flight: int
    lean: float
    model: float
    own: float
    idle: float


class LoadMeter:
    """Takes samples of this process, its threads and those it has started."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._cpus = available_cpus()
        self._before = self._read()

    def sample(self, workers: int, in_flight: int) -> Sample:
        """What was spent since the last sample."""
        before, self._before = self._before, self._read()
        spent: Counter[str] = Counter()
        for (what, number), value in self._before.items():
            spent[what] += max(0.0, value - before.get((what, number), 0.0))  # type: ignore[assignment]
        return Sample(
            time=now().isoformat(timespec="milliseconds"),
            cpus=self._cpus,
            workers=workers,
            in_flight=in_flight,
            **{what: round(spent[what], 3) for what in ("seconds", "lean", "model", "own", "idle")},
        )

    def _read(self) -> dict[tuple[str, int], float]:
        """The clock, and the CPU-seconds of ``Sample`` by who spent them, each with the number of its process or thread."""
        machine, main = psutil.cpu_times(), threading.main_thread().native_id
        found = {("seconds", 0): time.monotonic(), ("idle", 0): machine.idle + getattr(machine, "iowait", 0.0)}
        for thread in self._process.threads():
            found["own" if thread.id == main else "model", thread.id] = thread.user_time + thread.system_time
        for child in self._process.children(recursive=True):
            with contextlib.suppress(psutil.Error):
                used = child.cpu_times()
                found["lean", child.pid] = used.user + used.system
        return found


@contextlib.asynccontextmanager
async def recording(path: Path, workers: int, in_flight: Callable[[], int], every: float = EVERY) -> AsyncIterator[None]:
    """Append a sample to ``path`` every so many seconds.  A sample that cannot be written is left out: the run matters
    more than its load."""
    meter = LoadMeter()

    async def record() -> None:
        while True:
            running = in_flight()
            await asyncio.sleep(every)
            with contextlib.suppress(OSError, psutil.Error):
                line = meter.sample(workers, min(running, in_flight())).model_dump_json()
                with path.open("a", encoding="utf-8") as sink:
                    sink.write(line + "\n")

    task = asyncio.create_task(record())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def read_load(path: Path) -> list[Sample]:
    """The samples in a file, none if there is no such file; what is no sample (a half-written line) is left out."""
    return [found for _, _, found in read_objects(path, Sample) if isinstance(found, Sample)]


def busy_share(samples: Iterable[Sample]) -> float | None:
    """The share of CPU time that was spent in Lean or the model while all workers had something to do; ``None`` if that
    was never so."""
    steady = [sample for sample in samples if sample.in_flight >= sample.workers and sample.seconds > 0]
    available = sum(sample.cpus * sample.seconds for sample in steady)
    return sum(sample.lean + sample.model for sample in steady) / available if available else None
