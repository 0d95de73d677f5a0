"""The two seams a search stands on: the environment that judges tactics, the policy that proposes them.

The terms and the four kinds of outcome follow LeanDojo's ``Dojo`` (Yang et al., *LeanDojo*, NeurIPS 2023).
Nothing here knows Lean or any model: a state is a key, some texts to show, and a handle only its
environment understands.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Literal, Optional, Protocol, Union, runtime_checkable

from pydantic import BaseModel, ConfigDict


@dataclass(frozen=True)
class ProofState:
    """One proof state: the goals still open.

    ``goals`` holds each goal pretty-printed, main goal first.  ``key`` identifies the state up to equal
    goals; two states of one environment with the same key are interchangeable for a proof.  ``handle`` is
    the environment's own reference and takes no part in comparison.  ``look``: what the environment can
    tell of a goal, by its number, beyond its text; for policies that understand it.
    """

    key: str
    goals: tuple[str, ...]
    handle: Any = field(default=None, compare=False, hash=False, repr=False)
    look: Callable[[int], Awaitable[Any]] | None = field(default=None, compare=False, hash=False, repr=False)

    @property
    def text(self) -> str:
        """All goals as Lean prints them, separated by a blank line."""
        return "\n\n".join(self.goals)


class CounterModel(Protocol):
    """Values under which a state's hypotheses hold and its target does not."""

    @property
    def text(self) -> str:
        """The values, for people."""
        ...


Refuter = Callable[[ProofState], Awaitable[Optional[CounterModel]]]
"""Looks for a counter-model of a state; ``None`` where it finds none.

A state is false as a whole only if ONE of its goals is false in that goal's own context: where goals share metavariables, what
one of them says depends on how another is solved, and the refuter must find nothing.
"""


OutcomeKind = Literal["proved", "new_state", "tactic_error", "gave_up"]
GaveUpReason = Literal["time", "heartbeats", "memory", "crash"]


@dataclass(frozen=True)
class Proved:
    """No goal is left and the environment accepted the finished proof."""

    kind: ClassVar[OutcomeKind] = "proved"
    seconds: float = 0.0


@dataclass(frozen=True)
class NewState:
    """The tactic ran; these goals are left."""

    kind: ClassVar[OutcomeKind] = "new_state"
    state: ProofState
    seconds: float = 0.0


@dataclass(frozen=True)
class TacticError:
    """The tactic does not apply; ``message`` is the environment's own."""

    kind: ClassVar[OutcomeKind] = "tactic_error"
    message: str
    seconds: float = 0.0


@dataclass(frozen=True)
class GaveUp:
    """The environment could not finish judging the tactic within its limits."""

    kind: ClassVar[OutcomeKind] = "gave_up"
    reason: GaveUpReason
    message: str = ""
    seconds: float = 0.0


Outcome = Union[Proved, NewState, TacticError, GaveUp]
"""``seconds`` is the wall-clock time the environment itself spent judging."""


@runtime_checkable
class Environment(Protocol):
    """Judges tactics.  ``apply`` may be called concurrently and must not change ``state``.

    One with an attribute ``parallel`` judges so many tactics at once; without it, one.
    """

    async def apply(self, state: ProofState, tactic: str, effort: float = 1.0) -> Outcome:
        """``effort`` (0–1]: the share of its limit on computation that the environment lets the tactic have; past it, it gives up
        for ``heartbeats``.  Left out where it is 1."""
        ...

    async def release(self, states: Sequence[ProofState]) -> None:
        """Forget states that will not be asked about again (a hint; never an error)."""
        ...


LESS_PROBABLE = 2.0
"""What is taken from the log-probability of a tactic that is tried again with all the effort there is."""


@dataclass(frozen=True)
class Proposal:
    """A tactic and the natural logarithm of the probability its policy gives it (≤ 0)."""

    tactic: str
    logprob: float
    source: str = ""
    """Which policy proposed it, e.g. ``portfolio`` or ``hf:…``."""
    computed: str = ""
    """What was computed to find it, as a text for people: a certificate, a witness, the values of unknowns."""
    move: str = ""
    """Which of its source's programs proposed it."""
    effort: float = 1.0
    """The share of what the environment allows a tactic that this one may cost at first.  If that was not enough, it is tried
    again with all of it, when that is its turn (``after_giving_up``)."""

    def after_giving_up(self) -> Proposal | None:
        """The same with all the effort there is, less probable by ``LESS_PROBABLE``.  ``None`` if it had that."""
        return replace(self, effort=1.0, logprob=self.logprob - LESS_PROBABLE) if self.effort < 1.0 else None


class Attempt(BaseModel):
    """A tactic tried at a proof state and its outcome; events and the search graph keep it in this shape."""

    model_config = ConfigDict(frozen=True)

    tactic: str
    logprob: float
    source: str
    computed: str = ""
    """As in its proposal."""
    move: str = ""
    """As in its proposal."""
    effort: float = 1.0
    """As in its proposal; less than 1: it was run within so much less of the environment's limit on computation."""
    outcome: OutcomeKind
    message: str = ""
    """Of a tactic error or a gave-up, the environment's own."""
    reason: GaveUpReason | None = None
    """Of a gave-up."""
    seconds: float = 0.0
    """That the environment spent judging."""
    child: int | None = None
    """The node it led to; none for a new state if that would have been one node too many."""

    @classmethod
    def of(cls, proposal: Proposal, outcome: Outcome) -> Attempt:
        """Raises ``TypeError`` if the environment answered with anything else than an outcome."""
        if not isinstance(outcome, (Proved, NewState, TacticError, GaveUp)):
            raise TypeError(f"the environment answered with a {type(outcome).__name__}, which is no outcome")
        details = {name: value for name, value in vars(outcome).items() if name != "state"}
        return cls(**vars(proposal), outcome=outcome.kind, **details)


@runtime_checkable
class Policy(Protocol):
    """Proposes tactics: a batch of states in, for each a ranked list out, best first."""

    name: str

    async def propose(self, states: Sequence[ProofState]) -> list[list[Proposal]]: ...


@runtime_checkable
class SlowPolicy(Policy, Protocol):
    """A policy that goes on thinking about a state after it has answered.

    The search starts ``afterwards`` when it asks for the state's proposals, beside judging them, and tries what comes in its
    place among them, best first.  The call is cancelled when the search ends or the state need not be searched any longer,
    and may be made again; no search is exhausted while one is under way.
    """

    def afterwards(self, state: ProofState) -> AsyncIterator[Sequence[Proposal]]:
        """Further proposals, as they are found."""
        ...
