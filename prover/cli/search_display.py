"""A search as it goes, on standard error; a consumer of its events."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from prover.informal import record
from prover.informal.stages import Recorder
from prover.live import LiveDisplay
from search import Event
from search.events import NodeCreated, NodeSelected, SearchEnded, TacticTried

if TYPE_CHECKING:
    from rich.console import Console

_GOAL_LINES = 12


class SearchDisplay(LiveDisplay):
    """A listener that shows expansions, nodes, time and the goals being worked on, if ``console`` is a terminal.

    A context manager; what it showed is gone afterwards.
    """

    def __init__(self, console: Console, time_limit: float | None = None) -> None:
        super().__init__(console)
        self.time_limit = time_limit
        self.expansions = self.nodes = self.tactics = 0
        self.stage = ""
        """What the stages from words to proof are at."""
        self.goals: tuple[str, ...] = ()
        self._goals: dict[int, tuple[str, ...]] = {}
        self._begun: float | None = None
        self._ended: str | None = None

    def __call__(self, event: Event) -> None:
        if isinstance(event, TacticTried):
            self.tactics += 1
        elif isinstance(event, NodeCreated):
            self.nodes += 1
            self._goals[event.node] = tuple(event.goals)
            if self._begun is None:
                self._begun = time.monotonic()
        elif isinstance(event, NodeSelected):
            self.goals = self._goals[event.node]
            self.expansions += not event.again
        elif isinstance(event, SearchEnded):
            self._ended = "checking the proof" if event.reason == "proved" else "no proof found"

    def render(self) -> Any:
        """What is shown now, as something ``rich`` prints."""
        from rich.console import Group
        from rich.text import Text

        if self._begun is None:
            return Text("Lean reads the statement", style="dim")
        if self._ended is not None:
            return Text(self.stage or self._ended, style="dim")
        limit = "" if self.time_limit is None else f"/{self.time_limit:g}"
        seconds = time.monotonic() - self._begun
        stage = [Text(self.stage, style="italic")] if self.stage else []
        head = f"{seconds:.0f}{limit} s · {self.expansions} expansions · {self.nodes} nodes · {self.tactics} tactics"
        lines = "\n\n".join(self.goals).splitlines()
        shown = lines[:_GOAL_LINES] + (["…"] if len(lines) > _GOAL_LINES else [])
        return Group(Text(head, style="bold"), *stage, Text("\n".join(shown), style="dim", overflow="ellipsis", no_wrap=True))


_STAGES: dict[type, Callable[[Any], str]] = {
    record.DraftWritten: lambda event: f"draft {event.draft + 1} {event.origin}",
    record.SketchWritten: lambda event: f"sketch {event.sketch + 1}: Lean reads it",
    record.SketchRefusedEvent: lambda event: f"sketch {event.sketch + 1}: refused by Lean",
    record.WriterFailed: lambda event: f"the writer failed: {event.message}",
}


class StagesDisplay(Recorder):
    """Has a ``SearchDisplay`` show what the stages from words to proof are at."""

    def __init__(self, display: SearchDisplay) -> None:
        self._display = display
        self._holes = self._closed = 0

    def stage(self, event: record.StageEvent) -> None:
        if isinstance(event, record.SketchRead):
            self._holes, self._closed = len(event.holes), 0
        elif isinstance(event, record.PartSearchEnded) and event.search != record.ROOT:
            self._closed += event.proved
        if isinstance(event, record.PartSearchBegun) and event.sketch is not None:
            closed = f"{self._closed} of {self._holes} holes closed"
            self._display.stage = f"sketch {event.sketch + 1}: {closed}, now hole {(event.hole or 0) + 1}"
        elif type(event) in _STAGES:
            self._display.stage = _STAGES[type(event)](event)
