"""The run loop: many theorems in flight on one prover, every result on disk before the next."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from benchmarks.problem import Problem
from benchmarks.results import BenchmarkResult, RunError, now
from benchmarks.run_config import Limits
from benchmarks.run_folder import RunFolder, write_atomically, writing
from benchmarks.summary import Summary, first_line, summarize
from prover.result import ProofResult
from search import Event, EventWriter

logger = logging.getLogger(__name__)


class Attempts(Protocol):
    """What proves: ``prover.AsyncProver``, or anything with its ``prove``."""

    async def prove(
        self,
        theorem: str,
        *,
        name: str | None,
        time_limit: float | None,
        max_expansions: int | None,
        max_nodes: int | None,
        alpha: float,
        concurrency: int,
        listeners: Iterable[Callable[[Event], None]],
    ) -> ProofResult: ...


class Observer:
    """Is told how a run goes; the methods do nothing here."""

    def begun(self, problem: Problem) -> None:
        """An attempt at ``problem`` begins."""

    def ended(self, problem: Problem, result: BenchmarkResult) -> None:
        """It has ended and is on disk."""


async def run(
    problems: Sequence[Problem],
    prover: Attempts,
    folder: RunFolder,
    limits: Limits,
    *,
    workers: int = 1,
    observer: Observer | None = None,
) -> Summary:
    """Attempt every problem that ``folder`` has no result for, ``workers`` at a time, and write ``summary.json``.

    When cancelled, or when it raises, finished results stay and ``summary.json`` tells of them.

    Raises:
        RunError: the disk is full or not writable, or theorem after theorem breaks for a reason that is not
            its own (no Lean, a model server that is down).
    """
    waiting = iter([p for p in problems if not folder.finished(p.name)])
    breakages = _Breakages(limit=workers + 4)
    observer = observer or Observer()
    tasks = [asyncio.create_task(_work(waiting, prover, folder, limits, observer, breakages)) for _ in range(workers)]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        summary = write_summary(folder)
    return summary


def write_summary(folder: RunFolder) -> Summary:
    """Count what the folder holds into its ``summary.json``."""
    summary = summarize(folder.config, folder.results.values())
    with writing(folder.path):
        write_atomically(folder.path / "summary.json", summary.model_dump_json(indent=2) + "\n")
    return summary


async def _work(
    waiting: Iterator[Problem],
    prover: Attempts,
    folder: RunFolder,
    limits: Limits,
    observer: Observer,
    breakages: _Breakages,
) -> None:
    for problem in waiting:
        observer.begun(problem)
        result = await attempt(problem, prover, folder, limits)
        folder.record(result)
        observer.ended(problem, result)
        breakages.count(result)


async def attempt(problem: Problem, prover: Attempts, folder: RunFolder, limits: Limits) -> BenchmarkResult:
    """Try one problem, its events going to the run folder.  An exception in it is a result, not an exception.

    Raises ``RunError`` if the events cannot be written.
    """
    started = now()
    with writing(folder.path):
        events = EventWriter(folder.events_path(problem.name))
        try:
            result = await _prove(problem, prover, limits, events)
        finally:
            events.close()
        if result.error_kind == "statement":  # there was no search
            folder.events_path(problem.name).unlink()
    return BenchmarkResult.of(folder.config.benchmark, problem, result, started)


async def _prove(problem: Problem, prover: Attempts, limits: Limits, listener: Callable[[Event], None]) -> ProofResult:
    from prover.lean.errors import LeanError
    from prover.policy import PolicyError

    try:
        return await prover.prove(
            problem.text,
            name=problem.name,
            time_limit=limits.time_limit,
            max_expansions=limits.max_expansions,
            max_nodes=limits.max_nodes,
            alpha=limits.alpha,
            concurrency=limits.concurrency,
            listeners=[listener],
        )
    except LeanError as error:
        kind, text = "lean", str(error)
    except PolicyError as error:
        kind, text = "policy", str(error)
    except Exception as error:
        logger.exception("%s: an exception nobody expected", problem.name)
        kind, text = "internal", f"{type(error).__name__}: {error}"
    broken = ProofResult(name=problem.name, statement=problem.statement, status="error", error=text)
    return broken.model_copy(update={"error_kind": kind})


class _Breakages:
    """Ends a run in which attempt after attempt breaks."""

    def __init__(self, limit: int) -> None:
        self.limit, self.in_a_row = limit, 0

    def count(self, result: BenchmarkResult) -> None:
        self.in_a_row = self.in_a_row + 1 if result.broken else 0
        if self.in_a_row >= self.limit:
            raise RunError(
                f"stopped: the last {self.in_a_row} theorems broke ({result.error_kind}), the last one with: "
                f"{first_line(result.error)}\nMend that and run the same command again: they will be tried again"
            )
