"""Which attempt comes next."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable

from benchmarks.problem import Problem
from benchmarks.results import BenchmarkResult, by_problem


class Schedule:
    """Attempts at problems in their order: first the first attempts at all, then the second ones at what is still
    unsolved, and so on, up to ``attempts``.  One problem is never in flight twice.

    ``results`` are those of earlier sessions; attempts that broke for a reason not their own are made again.
    """

    def __init__(self, problems: Iterable[Problem], attempts: int, results: Iterable[BenchmarkResult] = ()) -> None:
        self.attempts = attempts
        self._in_flight = 0
        self._changed = asyncio.Event()
        known = by_problem(results)
        due: list[tuple[int, Problem]] = []
        for problem in problems:
            done = known.get(problem.name, [])
            following = next((row.attempt for row in done if row.broken), len(done))
            if not any(row.proved for row in done) and not _hopeless(done) and following < attempts:
                due.append((following, problem))
        self._due = deque(sorted(due, key=lambda entry: entry[0]))

    def __len__(self) -> int:
        """How many problems wait for an attempt."""
        return len(self._due)

    async def next(self) -> tuple[Problem, int] | None:
        """The next problem and the number of the attempt at it; ``None`` when there will be none.  ``ended`` must follow."""
        while not self._due:
            if not self._in_flight:
                return None
            self._changed.clear()
            await self._changed.wait()
        attempt, problem = self._due.popleft()
        self._in_flight += 1
        return problem, attempt

    def ended(self, problem: Problem, result: BenchmarkResult | None) -> None:
        """An attempt is over; without a result it is not made again."""
        self._in_flight -= 1
        if result is not None and not (result.proved or result.broken or _hopeless([result])):
            if result.attempt + 1 < self.attempts:
                self._due.append((result.attempt + 1, problem))
        self._changed.set()


def _hopeless(done: Iterable[BenchmarkResult]) -> bool:
    """Whether another attempt would come to the same: Lean does not accept the statement."""
    return any(row.unsupported for row in done)
