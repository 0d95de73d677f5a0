"""Telling listeners, whatever they do."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from typing import Any

from .events import Event, Listener

logger = logging.getLogger(__name__)


class Listeners:
    """Hands events to each of several listeners; one that raises is logged once, and still called."""

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
        self._listeners = Listeners(listeners)
        self._begun = time.monotonic()
        self._seq = 0
        self.t = 0.0

    def tick(self) -> None:
        """Events from here on are of this moment."""
        self.t = time.monotonic() - self._begun

    def now(self, kind: type[Event], **fields: Any) -> None:
        """An event of a new moment."""
        self.tick()
        self(kind, **fields)

    def __call__(self, kind: type[Event], **fields: Any) -> None:
        event = kind(seq=self._seq, t=self.t, **fields)
        self._seq += 1
        self._listeners(event)
