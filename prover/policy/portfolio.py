"""The portfolio: every move that needs no words, chosen by the goal alone.

The same search applies it at every state, so that it introduces, splits, does cases and induction over several steps and
closes what is left with Lean's automation.  It knows no theorem and learns nothing; it is the baseline every model is
measured against, and it works where there is no model.
"""

from __future__ import annotations

from collections.abc import Sequence

from prover.moves import without_words
from search.game import ProofState, Proposal


class Portfolio:
    """Implements ``search.game.Policy`` without a model.

    ``mathlib``: propose Mathlib's own automation too.
    """

    name = "portfolio"

    def __init__(self, mathlib: bool = False) -> None:
        self._mathlib = mathlib

    async def propose(self, states: Sequence[ProofState]) -> list[list[Proposal]]:
        return [self.tactics(state.goals[0] if state.goals else "") for state in states]

    def tactics(self, goal_text: str) -> list[Proposal]:
        """The proposals for one goal, best first, without duplicates."""
        return [Proposal(tactic, p, self.name) for tactic, p in without_words(goal_text, self._mathlib).items()]
