"""What a search may spend, and what it has spent."""

from __future__ import annotations

import time
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, NonNegativeFloat, NonNegativeInt, PositiveInt


class Budget(BaseModel):
    """Upper limits of one search, each held exactly; ``None`` means no limit.

    A search that has used up its expansions or tactics ends once what is under way has ended; the first
    state that would be a node too many ends it at once, and so does the clock.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    seconds: NonNegativeFloat | None = None
    """Wall-clock seconds; time spent paused is not counted."""
    expansions: NonNegativeInt | None = None
    """Nodes whose tactics are asked for and tried."""
    nodes: PositiveInt | None = None
    """Distinct proof states, the root included."""
    tactics: NonNegativeInt | None = None
    """Tactics run in the environment."""


UNLIMITED = Budget()


class Usage(BaseModel):
    """What a search has spent.  Times are in seconds."""

    expansions: int = 0
    nodes: int = 0
    tactics: int = 0
    outcomes: dict[str, int] = Field(default_factory=dict)
    """How many tactics came to each kind of outcome."""
    seconds_environment: float = 0.0
    """Sum of what the environment says it spent judging; above ``seconds_total`` when it works in parallel."""
    seconds_waiting: float = 0.0
    """Sum of the time tactics waited for the environment beyond that."""
    seconds_policy: float = 0.0
    """Sum over the calls of the policy."""
    seconds_total: float = 0.0
    """Wall clock from start to end."""


class Meter:
    """Keeps account of one search's spending against its budget, beginning now."""

    def __init__(self, budget: Budget, paused: bool = False) -> None:
        self.budget = budget
        self.usage = Usage(nodes=1)
        self.tactics_begun = 0
        self._begun = time.monotonic()
        self._paused_at = self._begun if paused else None

    @property
    def paused(self) -> bool:
        return self._paused_at is not None

    def pause(self) -> None:
        """The clock stands still."""
        if self._paused_at is None:
            self._paused_at = time.monotonic()

    def resume(self) -> None:
        if self._paused_at is not None:
            self._begun += time.monotonic() - self._paused_at
            self._paused_at = None

    def seconds_left(self) -> float | None:
        """Until the clock runs out, if it ever does as things stand."""
        if self.budget.seconds is None or self.paused:
            return None
        return self.budget.seconds - (time.monotonic() - self._begun)

    def out_of_time(self) -> bool:
        left = self.seconds_left()
        return left is not None and left <= 0.0

    def spent(self) -> Literal["expansions", "tactics"] | None:
        """What there is none left of."""
        if self.budget.expansions is not None and self.usage.expansions >= self.budget.expansions:
            return "expansions"
        if self.out_of_tactics():
            return "tactics"
        return None

    def out_of_tactics(self) -> bool:
        return self.budget.tactics is not None and self.tactics_begun >= self.budget.tactics

    def count(self, outcome: str, judged: float, elapsed: float) -> None:
        """A tactic came to this kind of outcome after ``elapsed`` seconds, ``judged`` of them spent judging."""
        self.usage.tactics += 1
        self.usage.outcomes[outcome] = self.usage.outcomes.get(outcome, 0) + 1
        self.usage.seconds_environment += judged
        self.usage.seconds_waiting += max(0.0, elapsed - judged)
