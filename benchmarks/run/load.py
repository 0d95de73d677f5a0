"""Where the machine's processors spent their time during a run: in Lean, in the model, in this program, nowhere."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path

import psutil
from pydantic import BaseModel, ValidationError

from benchmarks.run.results import now
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
        spent = {key: _more(self._before[key], before[key]) for key in ("lean", "threads", "idle")}
        main = threading.main_thread().native_id
        own = spent["threads"].pop(main, 0.0)
        return Sample(
            time=now().isoformat(timespec="milliseconds"),
            seconds=round(self._before["clock"][0] - before["clock"][0], 3),
            cpus=self._cpus,
            workers=workers,
            in_flight=in_flight,
            lean=round(sum(spent["lean"].values()), 3),
            model=round(sum(spent["threads"].values()), 3),
            own=round(own, 3),
            idle=round(sum(spent["idle"].values()), 3),
        )

    def _read(self) -> dict[str, dict[int | None, float]]:
        children: dict[int | None, float] = {}
        for child in self._process.children(recursive=True):
            with contextlib.suppress(psutil.Error):
                used = child.cpu_times()
                children[child.pid] = used.user + used.system
        machine = psutil.cpu_times()
        return {
            "clock": {0: time.monotonic()},
            "lean": children,
            "threads": {thread.id: thread.user_time + thread.system_time for thread in self._process.threads()},
            "idle": {0: machine.idle + getattr(machine, "iowait", 0.0)},
        }


def _more(after: dict[int | None, float], before: dict[int | None, float]) -> dict[int | None, float]:
    return {key: max(0.0, value - before.get(key, 0.0)) for key, value in after.items()}


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
    samples = []
    with contextlib.suppress(FileNotFoundError):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            with contextlib.suppress(ValidationError):
                samples.append(Sample.model_validate_json(line))
    return samples


def busy_share(samples: Iterable[Sample]) -> float | None:
    """The share of CPU time that was spent in Lean or the model while all workers had something to do; ``None`` if that
    was never so."""
    steady = [sample for sample in samples if sample.in_flight >= sample.workers and sample.seconds > 0]
    available = sum(sample.cpus * sample.seconds for sample in steady)
    return sum(sample.lean + sample.model for sample in steady) / available if available else None
