"""A search under way, as the view sees it: its events so far, and a channel for commands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Field

from prover.policy.base import with_seed
from prover.result import ProofResult
from prover.web.source import NoSuchSearch, result_line
from search import Attempt, Event, Policy, Search, SearchOver, StateLost

ID = "live"
POLL = 0.05
"""Seconds between two looks for new events."""
HEARTBEAT = 10.0
"""Seconds after which an idle stream shows that it lives."""


class _Command(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Plain(_Command):
    do: Literal["pause", "resume", "step", "stop"]


class Prune(_Command):
    do: Literal["prune"]
    node: int
    pruned: bool = True


class Pin(_Command):
    do: Literal["pin"]
    node: int
    pinned: bool = True


class Try(_Command):
    """Have Lean run a person's tactic at a node."""

    do: Literal["try"]
    node: int
    tactic: str = Field(min_length=1, max_length=20_000, pattern=r"\S")


class Propose(_Command):
    """Ask the policy about a node once more, for other samples than before."""

    do: Literal["propose"]
    node: int


Command = Annotated[Union[Plain, Prune, Pin, Try, Propose], Field(discriminator="do")]


class CommandRefused(Exception):
    """A command that the search does not obey; the message says why."""


class LiveSearch:
    """One search: a listener (call it with each event), the ``steer`` of ``AsyncProver.prove``, and a source of the view.

    The search's thread only appends to a list; whoever reads, however slowly, reads that in a thread of its own.
    """

    mode: Literal["live"] = "live"

    def __init__(self, theorem: str, paused: bool = False) -> None:
        self.title = theorem.strip().splitlines()[0] if theorem.strip() else "search"
        self._theorem, self._paused = theorem, paused
        self._lines: list[bytes] = []
        self._about: dict[str, Any] = {}
        self._search: Search | None = None
        self._policy: Policy | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._asked: dict[int, int] = {}
        self._result: ProofResult | None = None
        self._finished = False

    # For the one who searches

    def __call__(self, event: Event) -> None:
        if event.kind == "search_started":
            self._about = {"policy": event.policy, "search": event.info.get("search", ""), **event.info}
        self._lines.append(event.model_dump_json().encode() + b"\n")

    def steer(self, search: Search, policy: Policy) -> None:
        """This search begins, in the event loop of the caller."""
        self._search, self._policy, self._loop = search, policy, asyncio.get_running_loop()
        if self._paused:
            search.pause()

    def finish(self, result: ProofResult | None) -> None:
        """The search and the final check are over; only the first word on it counts."""
        if not self._finished:
            self._result, self._finished = result, True

    # For the view

    def details(self, id: str) -> dict[str, Any]:
        """What is known of the search beside its events.  Raises ``NoSuchSearch``."""
        _only(id)
        return {
            "id": ID,
            "problem": self.title,
            "attempt": 0,
            "statement": self._about.get("theorem", self._theorem),
            "informal_statement": None,
            "informal_proof": None,
            "policy": self._about.get("policy", ""),
            "search": self._about.get("search", ""),
            "live": True,
            "interactive": True,
        }

    async def events(self, id: str, after: int) -> AsyncIterator[bytes]:
        """Chunks of lines from the event after ``after`` on, as they come; the result last.  Raises ``NoSuchSearch``."""
        _only(id)
        position, silent = max(0, after + 1), 0.0
        while True:
            finished = self._finished  # before the lines: none comes after it
            if new := self._lines[position:]:
                position, silent = position + len(new), 0.0
                yield b"".join(new)
            elif finished:
                yield result_line(self._result)
                return
            else:
                await asyncio.sleep(POLL)
                silent += POLL
                if silent >= HEARTBEAT:
                    silent = 0.0
                    yield b"\n"

    async def command(self, command: Command) -> list[Attempt]:
        """Have the search obey; the tactics that were tried for it.  Raises ``KeyError`` for no node, ``CommandRefused``."""
        if self._search is None or self._loop is None:
            raise CommandRefused("the search has not begun")
        if self._finished or self._loop.is_closed():
            raise CommandRefused("the search is not running: it has ended")
        work = asyncio.run_coroutine_threadsafe(self._obey(self._search, command), self._loop)
        try:
            return await asyncio.wrap_future(work)
        except (SearchOver, StateLost) as error:
            raise CommandRefused(str(error)) from error
        except asyncio.CancelledError:
            if work.cancelled():
                raise CommandRefused("the search ended") from None
            raise

    async def _obey(self, search: Search, command: Command) -> list[Attempt]:
        if isinstance(command, Plain):
            getattr(search, command.do)()
        elif isinstance(command, Prune):
            search.prune(command.node, command.pruned)
        elif isinstance(command, Pin):
            search.pin(command.node, command.pinned)
        elif isinstance(command, Try):
            return [await search.try_tactic(command.node, command.tactic.strip())]
        else:
            assert self._policy is not None
            times = self._asked[command.node] = self._asked.get(command.node, 0) + 1
            return await search.more_proposals(command.node, with_seed(self._policy, times * 1_000_003))
        return []


def _only(id: str) -> None:
    if id != ID:
        raise NoSuchSearch(f"there is one search here, {ID!r}")
