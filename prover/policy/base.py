"""What all policies share: cleaning a proposed tactic, telling duplicates, merging several policies."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prover.concurrency import as_they_come, together
from prover.errors import ExpectedError
from prover.lean.guard import refusal
from search.game import Policy, ProofState, Proposal

if TYPE_CHECKING:
    from prover.lean.messages import LibraryOpened
    from prover.moves.pool import ProcessPool


class PolicyError(ExpectedError, ValueError):
    """A policy cannot be had as asked for; the message says why and what to do."""


_SUGGESTS = re.compile(r"(?<![\w.])(?:apply|rw|hint)\?")
"""``apply?`` and its like close a goal with ``sorry`` when their search fails."""

_COMMENT = re.compile(r"\s*--(?!-).*$", re.MULTILINE)


def clean_tactic(text: str) -> str | None:
    """The tactic in a model's completion, or ``None`` where there is none worth trying.

    Outer blanks, a trailing line comment and Markdown fences go; a tactic that says ``sorry`` (or another
    word the final check refuses) is dropped.
    """
    lines = [line.rstrip() for line in _COMMENT.sub("", text).splitlines()]
    tactic = "\n".join(line for line in lines if not line.lstrip().startswith("```")).strip()
    if not any(character.isalnum() or character in "·⟨(" for character in tactic):
        return None
    if _SUGGESTS.search(tactic) or refusal(tactic, strict=True) is not None:
        return None
    return tactic


def normalize_tactic(tactic: str) -> str:
    """A form in which two tactics that differ only in spacing are equal; not for running."""
    lines = [line.rstrip() for line in tactic.strip().splitlines() if line.strip()]
    return "\n".join(line[: len(line) - len(line.lstrip())] + " ".join(line.split()) for line in lines)


def ranked(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Best first; of duplicates only the one with the highest log-probability; ties keep their order."""
    best: dict[str, Proposal] = {}
    for proposal in proposals:
        key = normalize_tactic(proposal.tactic)
        if key not in best or proposal.logprob > best[key].logprob:
            best[key] = proposal
    return sorted(best.values(), key=lambda proposal: -proposal.logprob)


class Merged:
    """The union of several policies: all are asked at once, duplicates keep the higher log-probability.

    If one fails, the others are cancelled and its error is raised.  What any of them proposes afterwards, it does too
    (``search.game.SlowPolicy``).
    """

    def __init__(self, policies: Sequence[Policy], name: str | None = None) -> None:
        if not policies:
            raise ValueError("Merged needs at least one policy")
        self.policies = tuple(policies)
        self.name = name or "+".join(policy.name for policy in self.policies)

    async def propose(self, states: Sequence[ProofState]) -> list[list[Proposal]]:
        answers = await together([policy.propose(states) for policy in self.policies])
        return [ranked(proposal for answer in answers for proposal in answer[i]) for i in range(len(states))]

    @property
    def afterwards(self) -> Callable[[ProofState], AsyncIterator[Sequence[Proposal]]] | None:
        """What comes later of any (``search.game.SlowPolicy``), as it comes; ``None`` where nothing does."""
        slow = [later for policy in self.policies if (later := getattr(policy, "afterwards", None)) is not None]
        if not slow:
            return None
        return lambda state: as_they_come([later(state) for later in slow])

    @property
    def loading(self) -> bool:
        """As ``loading`` of any."""
        return any(map(loading, self.policies))

    @property
    def draws(self) -> bool:
        """As ``draws`` of any."""
        return any(map(draws, self.policies))

    def with_seed(self, seed: int) -> Policy:
        """As ``with_seed`` of each."""
        return Merged([with_seed(policy, seed) for policy in self.policies], self.name)

    def preceding(self, theorem: LibraryOpened) -> Policy:
        """As ``preceding`` of each."""
        return Merged([preceding(policy, theorem) for policy in self.policies], self.name)

    def use_processes(self, pool: ProcessPool) -> None:
        """As ``use_processes`` of each."""
        for policy in self.policies:
            use_processes(policy, pool)

    def close(self) -> None:
        """Close every policy that can be closed."""
        for policy in self.policies:
            close_policy(policy)


class Sampling(ABC):
    """A policy that draws samples: what it proposes depends on a seed, if it ``draws`` as it is set."""

    name: str
    draws: bool = True

    async def propose(self, states: Sequence[ProofState]) -> list[list[Proposal]]:
        """Ranked proposals for each state.  Raises as the policy's class says."""
        return await self._draw_for(states, 0)

    def with_seed(self, seed: int) -> Seeded:
        """The same model with ``seed`` added to its own."""
        return Seeded(self.name, seed, self._draw_for)

    @abstractmethod
    async def _draw_for(self, states: Sequence[ProofState], seed: int) -> list[list[Proposal]]: ...


@dataclass(frozen=True)
class Seeded:
    """A view of a model's policy that draws other samples: what it holds is the model's."""

    name: str
    seed: int
    ask: Callable[[Sequence[ProofState], int], Awaitable[list[list[Proposal]]]]

    async def propose(self, states: Sequence[ProofState]) -> list[list[Proposal]]:
        return await self.ask(states, self.seed)


def with_seed(policy: Policy, seed: int) -> Policy:
    """The policy with other random numbers, ``seed`` more than its own seed; one without any stays as it is.

    Shares everything with ``policy`` and need not be closed.
    """
    seeded = getattr(policy, "with_seed", None)
    return policy if seeded is None or seed == 0 else seeded(seed)


def preceding(policy: Policy, theorem: LibraryOpened) -> Policy:
    """The policy for proving this library theorem again: one that names theorems names none that is barred there.

    Shares everything with ``policy`` and need not be closed.
    """
    restricted = getattr(policy, "preceding", None)
    return policy if restricted is None else restricted(theorem)


def loading(policy: Policy) -> bool:
    """Whether a part of the policy has still to be loaded before it proposes anything."""
    return getattr(policy, "loading", False)


def draws(policy: Policy) -> bool:
    """Whether the policy proposes other tactics with another seed."""
    return getattr(policy, "draws", False)


def use_processes(policy: Policy, pool: ProcessPool) -> None:
    """Give a policy that computes beside Lean, one with a method ``use_processes``, the processes to do it in.

    Whoever made them closes them, not the policy.
    """
    getattr(policy, "use_processes", lambda pool: None)(pool)


def close_policy(policy: Policy) -> None:
    """Free what a policy holds (a model, threads, connections); nothing to do for one without ``close``."""
    getattr(policy, "close", lambda: None)()
