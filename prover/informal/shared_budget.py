"""One budget for all the searches of a theorem."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from search import Budget, Environment, Event, Outcome, ProofState, Search, SearchOver, SearchResult


class SharedBudget:
    """Counts what all searches spend together, and stops them when ``budget`` is used up.

    A listener of each search.  The clock starts now.  ``share_spent`` is set once the ``share`` (0–1) of it is spent that the
    whole theorem's own search has before the first sketch.
    """

    def __init__(self, budget: Budget, share: float) -> None:
        self.budget, self._share = budget, share
        self.expansions, self.nodes, self.tactics = 0, 0, 0
        self.seconds_policy = 0.0
        self.spent: str | None = None
        """What there is none left of, in the words of ``search.events.EndReason``."""
        self.share_spent = asyncio.Event()
        self._begun = time.monotonic()
        self._running: set[Search] = set()
        self._alarms: list[asyncio.TimerHandle] = []
        if budget.seconds is not None:
            loop = asyncio.get_running_loop()
            self._alarms = [
                loop.call_later(budget.seconds * share, self.share_spent.set),
                loop.call_later(budget.seconds, self._stop, "time"),
            ]
        if share <= 0:
            self.share_spent.set()

    def close(self) -> None:
        for alarm in self._alarms:
            alarm.cancel()

    def seconds_left(self) -> float | None:
        """Until the clock runs out; ``None`` if it never does."""
        if self.budget.seconds is None:
            return None
        return max(0.0, self.budget.seconds - (time.monotonic() - self._begun))

    def reason(self, found: SearchResult) -> str:
        """Why a search ended: what was used up, if that is why it was stopped."""
        return self.spent or found.reason if found.reason == "stopped" else found.reason

    @contextmanager
    def stopping(self, search: Search) -> Iterator[None]:
        """While ``search`` runs, it is stopped when nothing is left."""
        self._running.add(search)
        try:
            yield
        finally:
            self._running.discard(search)

    def __call__(self, event: Event) -> None:
        if event.kind == "node_selected":
            self.expansions += not event.again
        elif event.kind == "node_created":
            self.nodes += 1
        elif event.kind == "tactic_tried":
            self.tactics += 1
        elif event.kind == "search_ended":
            self.seconds_policy += event.usage.seconds_policy
        else:
            return
        for name in ("expansions", "nodes", "tactics"):
            limit, count = getattr(self.budget, name), getattr(self, name)
            if limit is not None and count >= limit * self._share:
                self.share_spent.set()
            if limit is not None and (count > limit if name == "expansions" else count >= limit):
                self._stop(name)

    def _stop(self, what: str) -> None:
        self.spent = self.spent or what
        self.share_spent.set()
        for search in list(self._running):
            with suppress(SearchOver):
                search.stop()


class PausableEnvironment:
    """An environment in which tactics wait while it is paused.  ``search.Search.pause`` lets a node's tactics finish; this does
    not."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._running = asyncio.Event()
        self._running.set()

    def pause(self) -> None:
        self._running.clear()

    def resume(self) -> None:
        self._running.set()

    async def apply(self, state: ProofState, tactic: str, effort: float = 1.0) -> Outcome:
        await self._running.wait()
        return await self._environment.apply(state, tactic, effort)

    async def release(self, states: Sequence[ProofState]) -> None:
        await self._environment.release(states)
