"""Event logs on disk, and graphs rebuilt from them."""

from __future__ import annotations

import io
import time
from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import zstandard

from .events import (
    Event,
    ExpansionBrokenOff,
    NodeCreated,
    NodeExpanded,
    NodePinned,
    NodePruned,
    NodeRefuted,
    NodeSelected,
    SearchEnded,
    TacticTried,
    parse_event,
)
from .game import ProofState

if TYPE_CHECKING:
    from .graph import SearchGraph


class EventWriter:
    """A listener that writes one JSON object a line, compressed if the file's name ends in ``.zst``.

    Lines are on disk at the latest ``flush_seconds`` later, at the next event; a killed process loses the rest.  A pipe
    gets each at once: someone is reading along.  A file that cannot be written on, because the disk is full for instance,
    ends there: the search goes on, and ``close`` raises the ``OSError``.
    """

    def __init__(self, path: str | PathLike[str], flush_seconds: float = 1.0) -> None:
        self.path = path
        self.error: OSError | None = None
        self._file = open(path, "wb")
        if not self._file.seekable():
            flush_seconds = 0.0
        compressed = Path(path).suffix == ".zst"
        self._out = zstandard.ZstdCompressor().stream_writer(self._file) if compressed else self._file
        self._flush_seconds = flush_seconds
        self._flushed = time.monotonic()

    def __call__(self, event: Event) -> None:
        if self.error is None:
            try:
                self._write(event)
            except OSError as error:
                self.error = error

    def _write(self, event: Event) -> None:
        self._out.write(event.model_dump_json().encode() + b"\n")
        if isinstance(event, SearchEnded) or time.monotonic() - self._flushed >= self._flush_seconds:
            self._out.flush()
            self._file.flush()
            self._flushed = time.monotonic()

    def close(self) -> None:
        """Raises the ``OSError`` that ended the file early, or that closing it meets."""
        error, self.error = self.error, None
        for sink in (self._out, self._file):
            try:
                sink.close()
            except OSError as late:
                error = error or late
        if error is not None:
            raise OSError(error.errno, error.strerror, str(self.path)) from error

    def __enter__(self) -> EventWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read_lines(path: str | PathLike[str]) -> Iterator[bytes]:
    """The lines of a log as they are, up to where its writer was killed, if it was.

    Raises ``OSError``, and ``zstandard.ZstdError`` where the file is damaged.
    """
    with open(path, "rb") as file:
        lines: Iterable[bytes] = file
        if Path(path).suffix == ".zst":
            lines = io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True))  # type: ignore
        for line in lines:
            if line.endswith(b"\n"):
                yield line


def read_events(path: str | PathLike[str]) -> Iterator[Event]:
    """The events of a log, up to where its writer was killed, if it was.

    Raises ``OSError``, ``zstandard.ZstdError`` where the file is damaged, ``pydantic.ValidationError`` for a whole line that is
    no event.
    """
    return map(parse_event, read_lines(path))


def replay(events: Iterable[Event], until: float = float("inf")) -> SearchGraph:
    """The graph as it was ``until`` seconds into the search, from its events alone (states without handles).

    Raises ``ValueError`` if there is no root among the events.
    """
    from .graph import SearchGraph

    graph: SearchGraph | None = None
    states: dict[int, ProofState] = {}
    for event in events:
        if event.t > until:
            break
        if isinstance(event, NodeCreated):
            states[event.node] = ProofState(event.key, tuple(event.goals))
            if graph is None:
                graph = SearchGraph(states[event.node])
        elif graph is not None:
            _apply(graph, states, event)
    if graph is None:
        raise ValueError("no event creates a root")
    return graph


def _apply(graph: SearchGraph, states: dict[int, ProofState], event: Event) -> None:
    if isinstance(event, TacticTried):
        graph.record(graph[event.node], event, None if event.child is None else states[event.child])
    elif isinstance(event, NodeSelected):
        graph.select(graph[event.node])
    elif isinstance(event, NodeExpanded):
        graph.finish(graph[event.node])
    elif isinstance(event, ExpansionBrokenOff):
        graph.abandon(graph[event.node])
    elif isinstance(event, NodePruned):
        graph.prune(graph[event.node], event.pruned)
    elif isinstance(event, NodeRefuted):
        graph.refute(graph[event.node], event.counter_model)
    elif isinstance(event, NodePinned):
        graph.pin(graph[event.node], event.pinned)
