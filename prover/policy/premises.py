"""A policy that knows the library: tactics with the premises that a state is likely to need (``prover.premises``).

It computes nothing and stands behind the portfolio, for states at which nothing else comes to mind.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from prover.lean.launch import LeanCommand
from prover.lean.messages import LibraryOpened
from prover.policy.address import read_options
from prover.policy.base import PolicyError
from prover.premises.premise_index import PremiseIndex
from prover.premises.retriever import Found, retrieve
from search.game import ProofState, Proposal

NAME = "premises"
COUNT = 8
"""Premises that tactics are made with at a state."""
AT = -2.5
"""What all its tactics together are worth, as a log-probability: behind what moves compute."""
_FORMS = (("apply {}", 0.4), ("rw [{}]", 0.2), ("rw [← {}]", 0.1))
"""Tactics with one premise, and their shares."""
_TOGETHER = (("simp [{}]", 0.15), ("grind [{}]", 0.15))
"""Tactics with the first few."""
_FEW = 4


@dataclass(frozen=True, eq=False)
class PremisePolicy:
    """Implements ``search.game.Policy`` over the theorems of ``index``; ``accessible``: a flag per theorem, all if ``None``; ``at``: the
    log-probability of all its tactics together."""

    index: PremiseIndex
    count: int = COUNT
    name: str = NAME
    accessible: NDArray[np.bool_] | None = None
    at: float = AT

    @classmethod
    def load(cls, spec: str, lean: LeanCommand | None = None) -> PremisePolicy:
        """From ``premises`` or ``premises?n=8&at=-2.5``, over the theorems of ``lean``, by default embedded Lean.

        Raises ``PolicyError``, also if they are not indexed yet.
        """
        options = read_options(spec, f"policy {spec!r}")
        if unknown := options.keys() - {"n", "at"}:
            raise PolicyError(f"policy {spec!r}: there is no option {', '.join(sorted(unknown))}. Options: n, at")
        count = options.get("n", str(COUNT))
        if not count.isdecimal() or not 1 <= int(count) <= 100:
            raise PolicyError(f"policy {spec!r}: n is a number of premises from 1 to 100")
        try:
            at = float(options.get("at", AT))
        except ValueError:
            at = math.nan
        if not -100 <= at <= 0:
            raise PolicyError(f"policy {spec!r}: at is a log-probability from -100 to 0")
        return cls(index_in_cache(spec, lean), int(count), spec, at=at)

    def preceding(self, theorem: LibraryOpened) -> PremisePolicy:
        """With those theorems alone that may prove this one again (``prover.policy.base.preceding``)."""
        return replace(self, accessible=accessible(self.index, theorem))

    async def propose(self, states: Sequence[ProofState]) -> list[list[Proposal]]:
        return [await asyncio.to_thread(self._proposals, state) for state in states]

    def _proposals(self, state: ProofState) -> list[Proposal]:
        from prover.premises.model import shipped

        if not state.goals:
            return []
        found = retrieve(self.index, state.goals[0], self.count, shipped(), self.accessible)
        return [Proposal(tactic, logprob, self.name) for tactic, logprob in tactics(found, self.at)]


def index_in_cache(spec: str, lean: LeanCommand | None) -> PremiseIndex:
    """The index of the theorems of ``lean``, by default embedded Lean, for the policy ``spec``.  Raises ``PolicyError``."""
    from prover.lean.launch import embedded_command
    from prover.premises.environment import cached_index
    from prover.premises.model import shipped

    lean = lean or embedded_command()
    index = cached_index(lean, shipped())
    if index is None:
        whose, where = ("the project's", f" --project {lean.cwd}") if lean.backend == "native" else ("embedded Lean's", "")
        raise PolicyError(f"policy {spec!r}: {whose} theorems are not indexed yet: run 'prover premises \"1 = 1\"{where}' once")
    return index


def accessible(index: PremiseIndex, theorem: LibraryOpened) -> NDArray[np.bool_]:
    """A flag per premise: whether it is of a module before the library theorem's own, and does not say the same (by its statement,
    or by a name that differs in primes only).  The few of its own module that are not barred are left out too."""
    before = set(theorem.before)
    flags = np.asarray([module in before for module in index.module_number], np.bool_)[index.module]
    same, name = set(theorem.namesakes), theorem.name.rstrip("'")
    flags &= np.asarray([p.name not in same and p.name.rstrip("'") != name for p in index.premises], np.bool_)
    return flags


def tactics(found: Sequence[Found], at: float = AT) -> list[tuple[str, float]]:
    """Tactics with these premises and their log-probabilities, best first; the better a premise's score, the likelier its own."""
    if not found:
        return []
    names = [one.premise.name for one in found]
    best = max(one.score for one in found)
    total = math.log(sum(math.exp(one.score - best) for one in found)) + best
    made = [
        (form.format(name), at + one.score - total + math.log(share))
        for one, name in zip(found, names, strict=True)
        for form, share in _FORMS
    ]
    made += [(form.format(", ".join(names[:_FEW])), at + math.log(share)) for form, share in _TOGETHER]
    return sorted(made, key=lambda one: -one[1])
