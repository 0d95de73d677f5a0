"""Recording what the stages do: one place that numbers the events, adds them up, and hands them on."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from typing import Any, TypeVar

from prover.informal import record as rec
from prover.result import InformalRecord
from search import Listener

E = TypeVar("E", bound=rec._Event)


class Recorder:
    """Keeps what happens in the stages and the searches; this one keeps nothing."""

    def stage(self, event: rec.StageEvent) -> None:
        """Something happened."""

    def search(self, id: str) -> AbstractContextManager[Sequence[Listener]]:
        """The listeners for the search ``id``, for as long as it runs."""
        return nullcontext(())


class Recorders(Recorder):
    """Several recorders as one."""

    def __init__(self, *recorders: Recorder) -> None:
        self.recorders = recorders

    def stage(self, event: rec.StageEvent) -> None:
        for recorder in self.recorders:
            recorder.stage(event)

    @contextmanager
    def search(self, id: str) -> Iterator[Sequence[Listener]]:
        with ExitStack() as stack:
            yield [one for recorder in self.recorders for one in stack.enter_context(recorder.search(id))]


class Stages:
    """Events of one theorem, numbered and timed; ``record`` is their sum so far."""

    def __init__(self, recorder: Recorder, writer: str | None) -> None:
        self.recorder = recorder
        self.record = InformalRecord(writer=writer)
        self._begun = time.monotonic()
        self._count = 0

    def __call__(self, kind: type[E], **content: Any) -> E:
        event = kind(seq=self._count, t=time.monotonic() - self._begun, **content)
        self._count += 1
        self._add(event)
        self.recorder.stage(event)  # type: ignore[arg-type]
        return event

    @contextmanager
    def timing(self, stage: str) -> Iterator[None]:
        """Add the time spent within to a stage's."""
        begun = time.monotonic()
        try:
            yield
        finally:
            seconds = self.record.seconds
            seconds[stage] = seconds.get(stage, 0.0) + time.monotonic() - begun

    @contextmanager
    def part_search(self, search: str, **of: int) -> Iterator[dict[str, Any]]:
        """Record a search, ``of`` a hole or of the whole theorem; the body fills in how it ended."""
        self(rec.PartSearchBegun, search=search, **of)
        ended: dict[str, Any] = {"reason": "stopped", "proved": False}
        begun = time.monotonic()
        try:
            yield ended
        finally:
            self(rec.PartSearchEnded, search=search, seconds=time.monotonic() - begun, **ended)

    def _add(self, event: rec._Event) -> None:
        r = self.record
        if isinstance(event, rec.DraftWritten):
            r.drafts += 1
        elif isinstance(event, rec.ProgramEnded):
            r.programs += event.status == "ok"
        elif isinstance(event, rec.DraftChosen):
            r.answer = event.answer
        elif isinstance(event, rec.SketchWritten):
            r.sketches += 1
            r.mended += event.mends is not None
        elif isinstance(event, rec.SketchRead):
            r.accepted += 1
            r.holes += len(event.holes)
        elif isinstance(event, rec.PartSearchEnded) and event.search != rec.ROOT:
            r.closed += event.proved
        elif isinstance(event, rec.WriterFailed):
            r.trouble.append(event.message)
        elif isinstance(event, rec.WordsEnded):
            r.won_by = event.won_by
