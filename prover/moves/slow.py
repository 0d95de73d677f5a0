"""Moves that take long, run in other processes beside Lean."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterable

from prover.concurrency import as_they_come
from prover.moves.base import MOVES, Step, ranked, run_by_name
from prover.moves.goal import Goal
from prover.moves.pool import CallFailed, ProcessPool

logger = logging.getLogger(__name__)

SECONDS = 5.0
"""For one move at one goal."""
CACHED = 512
"""Goals whose steps are kept."""


class SlowMoves:
    """The slow ones of the ``moves`` of these names (by default: of all), each goal's computed once.

    A move that hangs, dies, eats memory or raises costs its own steps only.
    """

    def __init__(self, pool: ProcessPool, moves: Iterable[str] | None = None, seconds: float = SECONDS) -> None:
        wanted = MOVES.keys() if moves is None else set(moves)
        self._names = [m.name for m in MOVES.values() if m.slow and m.name in wanted]
        self._pool, self._seconds = pool, seconds
        self._known: OrderedDict[Goal, dict[str, list[Step]]] = OrderedDict()

    async def steps(self, goal: Goal) -> AsyncIterator[list[Step]]:
        """What the moves propose, each move's as it comes, best first."""
        known = self._known.setdefault(goal, {})
        self._known.move_to_end(goal)
        while len(self._known) > CACHED:
            self._known.popitem(last=False)
        for steps in list(known.values()):
            yield self._ordered(goal, steps)
        async for steps in as_they_come([self._one(name, goal, known) for name in self._names if name not in known]):
            yield self._ordered(goal, steps)

    async def _one(self, name: str, goal: Goal, known: dict[str, list[Step]]) -> AsyncIterator[list[Step]]:
        try:
            known[name], _ = await self._pool.run(run_by_name, name, goal, seconds=self._seconds)
        except CallFailed as error:
            logger.info("move %s: %s", name, error)
            known[name] = []
        except asyncio.CancelledError:
            raise
        except Exception:
            logger.exception("move %s failed", name)
            known[name] = []
        yield known[name]

    @staticmethod
    def _ordered(goal: Goal, steps: list[Step]) -> list[Step]:
        return list(ranked(steps, goal.bundled).values())
