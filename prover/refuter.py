"""The search's refuter: counter-models of a state's goals, looked for in a process beside Lean."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable

from prover.algebra.ansatz import model_of_laws
from prover.algebra.counter_models import CounterModel
from prover.algebra.determined import model_by_equations
from prover.algebra.refuting import counter_model
from prover.lean.terms import GoalTerms
from prover.moves.pool import CallFailed, ProcessPool
from search.game import ProofState

logger = logging.getLogger(__name__)

SECONDS = 0.25
"""For one goal on the way."""
ROOT_SECONDS = 2.0
"""For the theorem itself, once a search has ended without a proof of it."""
MOST_GOALS = 3
"""Of a state, from the first on."""
NICENESS = 12
"""Of its process: it always has work, and most of it finds nothing."""
_GRACE = 1.0
"""Seconds after which a call is given up that should have ended."""
_CACHED = 2048


class GoalRefuter:
    """Implements ``search.game.Refuter``.  A goal with metavariables is never refuted: they are not understood.

    It has a process of its own: what it says is wanted soon, and slow moves take seconds.
    """

    def __init__(self) -> None:
        self._processes = ProcessPool(1, niceness=NICENESS)
        self._known: OrderedDict[GoalTerms, CounterModel | None] = OrderedDict()

    async def __call__(self, state: ProofState) -> CounterModel | None:
        if state.look is None:
            return None
        for i in range(min(len(state.goals), MOST_GOALS)):
            terms = await state.look(i)
            if terms is not None and (found := await self.counter_model(terms)) is not None:
                return found
        return None

    async def close(self) -> None:
        await self._processes.close()

    async def counter_model(self, goal: GoalTerms, seconds: float = SECONDS) -> CounterModel | None:
        """As ``prover.algebra.refuting.counter_model``, of a goal asked about before at once."""
        if goal in self._known and (self._known[goal] is not None or seconds <= SECONDS):
            return self._known[goal]
        found = await self._found(counter_model, goal, seconds)
        self._known[goal] = found
        while len(self._known) > _CACHED:
            self._known.popitem(last=False)
        return found

    async def models(self, goal: GoalTerms) -> AsyncIterator[CounterModel]:
        """What may be counter-models of a theorem, the likelier first: each for Lean to confirm."""
        if (found := await self.counter_model(goal, ROOT_SECONDS)) is not None:
            yield found
        if (found := await self._found(model_of_laws, goal, ROOT_SECONDS)) is not None:
            yield found
        if (determined := model_by_equations(goal)) is not None:
            yield determined

    async def _found(
        self, search: Callable[[GoalTerms, float], CounterModel | None], goal: GoalTerms, seconds: float
    ) -> CounterModel | None:
        try:
            return await self._processes.run(search, goal, seconds, seconds=seconds + _GRACE)
        except CallFailed as error:
            logger.info("no counter-model: %s", error)
        except Exception:
            logger.exception("the refuter failed")
        return None
