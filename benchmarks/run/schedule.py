"""Which attempt comes next."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Iterable

from benchmarks.data.problem import Problem
from benchmarks.run.results import BenchmarkResult, by_problem


class Schedule:
    """Attempts at problems in their order: first the first attempts at all, then the second ones at what is still
    unsolved, and so on, up to ``attempts``.  One problem is never in flight twice.

    ``results`` are those of earlier sessions; attempts that broke for a reason not their own are made again.
    """

    def __init__(self, problems: Iterable[Problem], attempts: int, results: Iterable[BenchmarkResult] = ()) -> None:
        self.attempts = attempts
        self._in_flight = 0
        self._order: dict[str, int] = {}
        self._changed = asyncio.Event()
        known = by_problem(results)
        self._due: list[tuple[int, int, Problem]] = []
        for index, problem in enumerate(problems):
            self._order[problem.name] = index
            done = known.get(problem.name, [])
            following = next((row.attempt for row in done if row.broken), len(done))
            if following < attempts and not any(row.proved or row.unsupported for row in done):
                self._due.append((following, index, problem))
        heapq.heapify(self._due)

    def __len__(self) -> int:
        """How many problems wait for an attempt."""
        return len(self._due)

    def at_most(self) -> int:
        """How many attempts there will be, if none of those that are waited for solves its problem."""
        return sum(self.attempts - attempt for attempt, _, _ in self._due)

    async def next(self) -> tuple[Problem, int] | None:
        """The next problem and the number of the attempt at it; ``None`` when there will be none.  ``ended`` must follow."""
        while not self._due:
            if not self._in_flight:
                return None
            self._changed.clear()
            await self._changed.wait()
        attempt, _, problem = heapq.heappop(self._due)
        self._in_flight += 1
        return problem, attempt

    def ended(self, problem: Problem, result: BenchmarkResult | None) -> None:
        """An attempt is over; without a result it is not made again."""
        self._in_flight -= 1
        if result is not None and not (result.proved or result.broken or result.unsupported):
            if result.attempt + 1 < self.attempts:
                heapq.heappush(self._due, (result.attempt + 1, self._order[problem.name], problem))
        self._changed.set()
