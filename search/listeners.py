"""Telling listeners, whatever they do."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterable
from typing import Any

from .events import Event, Listener

logger = logging.getLogger(__name__)


class Listeners:
    """Hands events to each of several listeners; one that raises is logged once and told on."""

    def __init__(self, listeners: Iterable[Listener]) -> None:
        self._listeners = list(listeners)
        self._complained: set[int] = set()

    def __call__(self, event: Event) -> None:
        for position, listener in enumerate(self._listeners):
            try:
                listener(event)
            except Exception:
                if position not in self._complained:
                    self._complained.add(position)
                    logger.exception("a listener failed at event %d; the search goes on", event.seq)


class Announcer:
    """Numbers and times events and hands them to listeners."""

    def __init__(self, listeners: Iterable[Listener]) -> None:
        self._tell = Listeners(listeners)
        self._begun = time.monotonic()
        self._seq = 0
        self.t = 0.0

    def tick(self) -> None:
        """Events from here on are of this moment."""
        self.t = time.monotonic() - self._begun

    def __call__(self, kind: type[Event], **fields: Any) -> None:
        event = kind(seq=self._seq, t=self.t, **fields)
        self._seq += 1
        self._tell(event)


class InBackground:
    """Wraps a listener that may be slow: it runs in a thread of its own and never holds up a search.

    Events wait in memory until it gets to them.  ``close`` waits until all are delivered.
    """

    def __init__(self, listener: Listener) -> None:
        self._tell = Listeners([listener])
        self._queue: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._deliver, name="search-listener", daemon=True)
        self._thread.start()

    def __call__(self, event: Event) -> None:
        self._queue.put(event)

    def close(self) -> None:
        self._queue.put(None)
        self._thread.join()

    def __enter__(self) -> InBackground:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _deliver(self) -> None:
        while (event := self._queue.get()) is not None:
            self._tell(event)
