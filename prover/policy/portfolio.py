"""The portfolio: every move that needs no words, chosen by the goal alone.

The same search applies it at every state, so that it introduces, splits, does cases and induction over several steps and
closes what is left with Lean's automation.  It knows no theorem and learns nothing; it is the baseline every model is
measured against, and it works where there is no model.
"""

from __future__ import annotations

from collections.abc import Sequence

from prover.moves import collect
from prover.moves.goal import Goal
from search.game import ProofState, Proposal


class Portfolio:
    """Implements ``search.game.Policy`` without a model.

    ``mathlib``: propose Mathlib's own automation too.
    """

    name = "portfolio"

    def __init__(self, mathlib: bool = False) -> None:
        self._mathlib = mathlib

    async def propose(self, states: Sequence[ProofState]) -> list[list[Proposal]]:
        return [self.proposals(state, await goal_of(state)) for state in states]

    def proposals(self, state: ProofState, goal: Goal | None) -> list[Proposal]:
        """The proposals for a state's first goal, best first, without duplicates."""
        text = state.goals[0] if state.goals else ""
        return [Proposal(t, s.logprob, self.name) for t, s in collect(goal, mathlib=self._mathlib, text=text).items()]


async def goal_of(state: ProofState) -> Goal | None:
    """A state's first goal as a term; ``None`` where its environment cannot tell it."""
    terms = await state.look(0) if state.look is not None and state.goals else None
    return None if terms is None else Goal(terms)
