"""What Lean said to the tactics tried, by the policy that proposed them, counted from the event streams."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import zstandard
from pydantic import BaseModel, ValidationError

from prover.informal.log import WORDS
from search.events import SearchEnded, TacticTried
from search.log import read_events

OUTCOMES = ("proved", "new_state", "tactic_error", "gave_up")


class BySource(BaseModel):
    """Tactics one policy proposed.  ``seconds``: spent judging them."""

    proved: int = 0
    new_state: int = 0
    tactic_error: int = 0
    gave_up: int = 0
    seconds: float = 0.0

    @property
    def tried(self) -> int:
        return self.proved + self.new_state + self.tactic_error + self.gave_up


class Outcomes(BaseModel):
    sources: dict[str, BySource] = {}
    gave_up: dict[str, int] = {}
    """Why Lean gave up: time, heartbeats, memory, crash."""
    streams: int = 0
    """Files that were read to their end."""
    cut_off: int = 0
    """Files that end before their search does; what they hold is counted."""
    unreadable: list[str] = []
    """Files that are broken; what could be read before that is counted."""
    missing: int = 0
    """Searches whose file is not there."""

    def lacking(self) -> str:
        """What the counts lack, in words; empty if nothing."""
        parts = []
        if self.cut_off:
            parts.append(f"{self.cut_off} event streams end before their search does")
        if self.unreadable:
            parts.append(f"{len(self.unreadable)} are broken, such as {self.unreadable[0]}")
        if self.missing:
            parts.append(f"{self.missing} are missing")
        return ", ".join(parts) + f"; {self.streams} were read whole" if parts else ""


def read_outcomes(folder: Path, searches: int, advance: Callable[[], object] = lambda: None) -> Outcomes:
    """Count the tactics in every event stream of a run.

    Args:
        folder: of the run.
        searches: how many event streams there should be.
        advance: called after each file.
    """
    found = Outcomes()
    files = event_files(folder)
    for file in files:
        _count(file, found)
        advance()
    found.missing = max(0, searches - len(files))
    return found


def event_files(folder: Path) -> list[Path]:
    """The event streams of a run's searches, those for the holes of sketches included."""
    return sorted(file for file in (folder / "events").glob("*.jsonl.zst") if not file.name.endswith(f"~{WORDS}.jsonl.zst"))


def _count(file: Path, found: Outcomes) -> None:
    ended = False
    try:
        for event in read_events(file):
            ended = isinstance(event, SearchEnded)
            if isinstance(event, TacticTried):
                source = found.sources.setdefault(event.source, BySource())
                setattr(source, event.outcome, getattr(source, event.outcome) + 1)
                source.seconds += event.seconds
                if event.reason is not None:
                    found.gave_up[event.reason] = found.gave_up.get(event.reason, 0) + 1
    except (OSError, zstandard.ZstdError, ValidationError):
        found.unreadable.append(file.name)
        return
    found.streams += ended
    found.cut_off += not ended
