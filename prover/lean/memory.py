"""What a Lean process weighs and may weigh: past one bound it is replaced between two requests, past another it is ended."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache

import psutil

from prover.errors import ExpectedError

GB = 1e9
LIMIT = {"embedded": 4 * GB, "native": 16 * GB}
"""The most a process of this kind may take, unless the user says otherwise; never more than ``SHARE`` of the machine."""
READY = {"embedded": 0.7 * GB, "native": 1 * GB}
"""What a process of this kind takes when it has started, about."""
SHARE = 0.75
VARIABLE = "PROVER_LEAN_MEMORY"
"""Environment variable: the limit in gigabytes."""


class MemorySetting(ExpectedError, ValueError):
    """``PROVER_LEAN_MEMORY`` is no number of gigabytes."""


@dataclass(frozen=True)
class MemoryBounds:
    """Bounds in bytes of the memory a process has for itself; what it shares with others, such as mapped files, is not counted.

    ``limit``: a request that takes the process past it is given up, and the process is replaced.  A process that has grown
    by ``growth`` of its size when ready, and by ``grown`` bytes, is replaced between two requests once it has served
    ``requests`` of them: nothing is lost, and nobody waits where there is room for its successor beside it.
    """

    limit: float
    growth: float = 0.5
    grown: float = 1 * GB
    requests: int = 500

    def outgrown(self, ready: int, now: int, requests: int) -> bool:
        """Whether a process that weighed ``ready`` bytes at first, and has served ``requests``, should be replaced."""
        most = ready + max(self.growth * ready, self.grown)
        return requests >= self.requests and now > min(most, (ready + self.limit) / 2)


def default_bounds(backend: str) -> MemoryBounds:
    """The bounds for a kind of Lean, by the environment variable ``PROVER_LEAN_MEMORY`` where it is set.

    Raises ``MemorySetting``.
    """
    given = os.environ.get(VARIABLE)
    if not given:
        return MemoryBounds(min(LIMIT[backend], SHARE * _machine()))
    try:
        limit = float(given) * GB
    except ValueError:
        limit = 0.0
    if not 0 < limit < float("inf"):
        raise MemorySetting(f"{VARIABLE}={given}: write the gigabytes a Lean process may take, such as 4")
    return MemoryBounds(limit)


@cache
def _machine() -> int:
    return psutil.virtual_memory().total


class Weight:
    """What a process and those below it weigh; they are looked up once."""

    def __init__(self, pid: int) -> None:
        process = psutil.Process(pid)
        self._members = [process, *process.children(recursive=True)]

    def now(self) -> int:
        """Bytes of their own; those that have ended weigh nothing."""
        return sum(_own(member) for member in self._members)


def room_for(size: int) -> bool:
    """Whether the machine has that much memory free, and a quarter of it to spare."""
    return psutil.virtual_memory().available > 1.25 * size


def _own(process: psutil.Process) -> int:
    try:
        memory = process.memory_info()
    except psutil.Error:
        return 0
    return memory.rss - getattr(memory, "shared", 0)
