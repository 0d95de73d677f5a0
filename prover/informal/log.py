"""Stages and searches of a theorem in files: one stream each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from prover.informal.record import ROOT, StageEvent, parse_stage
from prover.informal.stages import Recorder
from search import EventWriter, Listener
from search.log import read_lines

WORDS = "words"
"""The part that the stages' own stream is."""


class StreamRecorder(Recorder):
    """Writes the stages to ``path_of("words")`` and each hole's search to ``path_of("SKETCH_HOLE")``.

    The whole theorem's own search is left to whoever keeps it.  Raises ``OSError`` if the stages' file cannot be opened.
    """

    def __init__(self, path_of: Callable[[str], Path]) -> None:
        self._path_of = path_of
        self._error: OSError | None = None
        self._stages = EventWriter(path_of(WORDS))

    def __enter__(self) -> StreamRecorder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Raises the first ``OSError`` that a file met which could not be written."""
        self._closed(self._stages)
        if self._error is not None:
            raise self._error

    def stage(self, event: StageEvent) -> None:
        self._stages(event)  # type: ignore[arg-type]

    @contextmanager
    def search(self, id: str) -> Iterator[Sequence[Listener]]:
        if id == ROOT:
            yield ()
            return
        try:
            writer = EventWriter(self._path_of(id))
        except OSError as error:
            self._error = self._error or error
            yield ()
            return
        try:
            yield [writer]
        finally:
            self._closed(writer)

    def _closed(self, writer: EventWriter) -> None:
        try:
            writer.close()
        except OSError as error:
            self._error = self._error or error


def beside(path: Path, part: str) -> Path:
    """The file for a part of what ``path`` is the main stream of: ``x.jsonl.zst`` has ``x~words.jsonl.zst``."""
    stem, dot, suffix = path.name.partition(".")
    return path.with_name(f"{stem}~{part}{dot}{suffix}")


def read_stages(path: Path) -> list[StageEvent]:
    """The events of a stages' stream.  Raises ``OSError``, ``pydantic.ValidationError``."""
    return [parse_stage(line) for line in read_lines(path)]
