"""The run loop: many attempts in flight on one prover, every result on disk before the next."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from benchmarks.data.problem import Problem
from benchmarks.run.load import recording
from benchmarks.run.results import BenchmarkResult, RunError, now
from benchmarks.run.run_folder import RunFolder, writing
from benchmarks.run.schedule import Schedule
from benchmarks.run.summary import Summary, first_line, summarize
from prover.fetch.folder import write_text
from prover.informal.log import StreamRecorder
from prover.informal.problem import InformalProblem
from prover.result import ProofResult
from search import Event, EventWriter

logger = logging.getLogger(__name__)

LOST_AT_MOST = 5
"""How often an attempt is begun again because what it ran on has gone."""


class Attempts(Protocol):
    """What proves: ``prover.AsyncProver``, or anything with its ``prove``; in mode ``i2f`` an ``InformalProver``, which takes
    an ``InformalProblem`` and a ``recorder`` as well."""

    async def prove(self, theorem: Any, *, listeners: Iterable[Callable[[Event], None]], **options: Any) -> ProofResult:
        """``options``: ``name``, ``imports``, ``search``, ``seed`` and those of ``Limits``."""


class AttemptLost(Exception):
    """What an attempt ran on has gone, through no fault of the attempt's: it is to be made again from the beginning."""


@dataclass(eq=False)
class Flight:
    """An attempt under way, on worker number ``worker``; ``since`` by the monotonic clock."""

    worker: int
    problem: Problem
    attempt: int
    since: float = field(default_factory=time.monotonic)
    expansions: int = 0
    nodes: int = 0

    def count(self, event: Event) -> None:
        self.expansions += event.kind == "node_selected" and not event.again
        self.nodes += event.kind == "node_created"


class Observer:
    """Follows a run; the methods do nothing here."""

    def begun(self, flight: Flight) -> None:
        """An attempt begins."""

    def ended(self, flight: Flight, result: BenchmarkResult) -> None:
        """It has ended and is on disk."""


async def run(
    problems: Sequence[Problem],
    prover: Attempts,
    folder: RunFolder,
    *,
    workers: int = 1,
    observer: Observer | None = None,
    measure_load: bool = True,
) -> Summary:
    """Make every attempt that ``folder`` has no result of, ``workers`` at a time, and write ``summary.json``.

    ``measure_load``: the work is done by this process and those it starts, so that their CPU time is the run's.
    When cancelled, or when it raises, finished results stay and ``summary.json`` counts them.

    Raises:
        RunError: the disk is full or not writable, or theorem after theorem breaks for a reason that is
            not its own (no Lean, a model server that is down).
    """
    schedule = Schedule(problems, folder.config.attempts, folder.results.values())
    at_work = _Workers(schedule, prover, folder, observer or Observer(), breakages=workers + 4)
    load = recording(folder.path / "load.jsonl", workers, lambda: len(at_work.flights))
    try:
        async with load if measure_load else contextlib.nullcontext():
            await at_work.work(workers)
    finally:
        summary = write_summary(folder)
    return summary


def write_summary(folder: RunFolder) -> Summary:
    """Count what the folder holds into its ``summary.json``."""
    summary = summarize(folder.config, folder.results.values(), folder.path)
    with writing(folder.path):
        write_text(folder.path / "summary.json", summary.model_dump_json(indent=2) + "\n")
    return summary


class _Workers:
    """The workers of a run: each makes the attempts that are due, one after the other.  After so many ``breakages`` in a row
    the run ends."""

    def __init__(self, schedule: Schedule, prover: Attempts, folder: RunFolder, observer: Observer, breakages: int) -> None:
        self.schedule, self.prover, self.folder, self.observer = schedule, prover, folder, observer
        self.flights: set[Flight] = set()
        self._breakages, self._in_a_row = breakages, 0

    async def work(self, workers: int) -> None:
        tasks = [asyncio.create_task(self._work(number)) for number in range(workers)]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _work(self, worker: int) -> None:
        while (due := await self.schedule.next()) is not None:
            flight = Flight(worker, *due)
            result = None
            self.flights.add(flight)
            self.observer.begun(flight)
            try:
                result = await attempt(flight, self.prover, self.folder)
                self.folder.record(result)
            finally:
                self.flights.discard(flight)
                self.schedule.ended(flight.problem, result)
            self.observer.ended(flight, result)
            self._in_a_row = self._in_a_row + 1 if result.broken else 0
            if self._in_a_row >= self._breakages:
                raise RunError(
                    f"stopped: the last {self._in_a_row} theorems broke ({result.error_kind}), the last one with: "
                    f"{first_line(result.error)}\nMend that and run the same command again: they will be tried again"
                )


async def attempt(flight: Flight, prover: Attempts, folder: RunFolder) -> BenchmarkResult:
    """Try one problem, its events going to the run folder.  An exception in it is a result, not an exception.

    Raises ``RunError`` if the events cannot be written.
    """
    problem, started = flight.problem, now()
    seed = folder.config.seed + flight.attempt
    for lost in range(LOST_AT_MOST + 1):
        path = folder.events_path(problem.name, flight.attempt)
        part = partial(folder.events_path, problem.name, flight.attempt)
        with writing(folder.path):
            events = EventWriter(path)
        try:
            result = await _prove(problem, prover, folder, seed, [events, flight.count], part)
        except AttemptLost as error:
            if lost == LOST_AT_MOST:
                result = _broken(problem, "lean", f"lost {lost + 1} times, the last time: {error}")
            else:
                logger.warning("%s: begun again: %s", problem.name, error)
                flight.expansions = flight.nodes = 0
                continue
        finally:
            with writing(folder.path):
                events.close()
        if result.error_kind == "statement":  # there was no search
            with writing(folder.path):
                path.unlink()
        break
    return BenchmarkResult.of(folder.config.benchmark, problem, result, started, flight.attempt, seed)


async def _prove(
    problem: Problem,
    prover: Attempts,
    folder: RunFolder,
    seed: int,
    listeners: Sequence[Callable[[Event], None]],
    part: Callable[[str], Path],
) -> ProofResult:
    from prover.lean.errors import LeanError
    from prover.policy import PolicyError

    options: dict[str, Any] = dict(
        name=problem.theorem,
        imports=problem.imports,
        search=folder.config.search,
        seed=seed,
        listeners=listeners,
        **folder.config.limits.model_dump(),
    )
    try:
        if folder.config.mode == "f2f":
            return await prover.prove(problem.text, **options)
        with writing(folder.path):
            recorder = StreamRecorder(part)
        try:
            informal = InformalProblem(
                name=problem.name,
                formal_statement=problem.statement,
                header=problem.header,
                informal_stmt=problem.informal_statement,
                informal_proof=problem.informal_proof,
            )
            return await prover.prove(informal, recorder=recorder, **options)
        finally:
            with writing(folder.path):
                recorder.close()
    except (AttemptLost, RunError):
        raise
    except LeanError as error:
        return _broken(problem, "lean", str(error))
    except PolicyError as error:
        return _broken(problem, "policy", str(error))
    except Exception as error:
        logger.exception("%s: an exception nobody expected", problem.name)
        return _broken(problem, "internal", f"{type(error).__name__}: {error}")


def _broken(problem: Problem, kind: str, text: str) -> ProofResult:
    broken = ProofResult(name=problem.name, statement=problem.statement, status="error", error=text)
    return broken.model_copy(update={"error_kind": kind})
