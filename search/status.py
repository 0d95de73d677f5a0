"""What is known of a node."""

from __future__ import annotations

from enum import Enum


class Status(str, Enum):
    """What is known of a node."""

    OPEN = "open"
    """Waiting to be expanded."""
    EXPANDING = "expanding"
    """Its tactics are being proposed or tried."""
    EXPANDED = "expanded"
    """All its tactics are tried; something open can be reached from it."""
    PROVED = "proved"
    FAILED = "failed"
    """All its tactics are tried; nothing open can be reached from it."""
    REFUTED = "refuted"
    """It is false: there is a counter-model."""
    PRUNED = "pruned"
    """Every way to it from the root leads through a node that a person pruned or that is refuted."""


WAITING = frozenset({Status.OPEN, Status.EXPANDING})
LIVE = WAITING | {Status.EXPANDED}
CLOSED = frozenset({Status.PROVED, Status.FAILED, Status.REFUTED, Status.PRUNED})
