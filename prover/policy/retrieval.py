"""Retrieved premises in a model's prompt, as retrieval-augmented generators are trained to see them.

The form is ReProver's (Yang et al., *LeanDojo*, NeurIPS 2023; ``format_augmented_state`` of its ``common.py``): premises in front of
the state, the likeliest next to it, a blank line between them, each as its source with its name between ``<a>`` and ``</a>``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from prover.lean.launch import LeanCommand
from prover.lean.messages import LibraryOpened
from prover.policy.base import close_policy, draws, with_seed
from prover.policy.premises import accessible, index_in_cache
from prover.premises.model import shipped
from prover.premises.premise import Premise
from prover.premises.premise_index import PremiseIndex
from prover.premises.retriever import retrieve
from search.game import Policy, ProofState, Proposal

MOST_BYTES = 2300
"""Of premises and state together; a premise for which there is no room is left out.  ReProver's length, in bytes of UTF-8."""


class WithPremises:
    """Implements ``search.game.Policy``: ``policy``, which sees each state with up to ``count`` premises of ``index`` in front of it.

    ``accessible``: a flag per premise, all if ``None``.
    """

    def __init__(self, policy: Policy, index: PremiseIndex, count: int, accessible: NDArray[np.bool_] | None = None) -> None:
        self.policy, self.index, self.count, self.accessible = policy, index, count, accessible
        self.name = policy.name

    @classmethod
    def over(cls, policy: Policy, count: int, lean: LeanCommand | None = None) -> WithPremises:
        """Over the theorems of ``lean``, by default embedded Lean.  Raises ``PolicyError`` if they are not indexed yet."""
        return cls(policy, index_in_cache(policy.name, lean), count)

    @property
    def draws(self) -> bool:
        return draws(self.policy)

    async def propose(self, states: Sequence[ProofState]) -> list[list[Proposal]]:
        return await self.policy.propose([await asyncio.to_thread(self.shown, state) for state in states])

    def shown(self, state: ProofState) -> ProofState:
        """The state as the model sees it."""
        if not state.goals:
            return state
        found = retrieve(self.index, state.goals[0], self.count, shipped(), self.accessible)
        return replace(state, goals=(augmented(state.goals[0], (one.premise for one in found)), *state.goals[1:]))

    def with_seed(self, seed: int) -> WithPremises:
        return WithPremises(with_seed(self.policy, seed), self.index, self.count, self.accessible)

    def preceding(self, theorem: LibraryOpened) -> WithPremises:
        """Shown are those premises alone that may prove this theorem again (``prover.policy.base.preceding``)."""
        return WithPremises(self.policy, self.index, self.count, accessible(self.index, theorem))

    def close(self) -> None:
        close_policy(self.policy)


def augmented(goal: str, premises: Iterable[Premise]) -> str:
    """A goal's text with premises, the best first, in front of it."""
    left = MOST_BYTES - len(goal.encode("utf-8"))
    for premise in premises:
        text = premise.statement.replace(premise.name, f"<a>{premise.name}</a>", 1) + "\n\n"
        size = len(text.encode("utf-8"))
        if size <= left:
            left -= size
            goal = text + goal
    return goal
