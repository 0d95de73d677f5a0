"""A pool of Lean workers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

from prover.lean.launch import LeanCommand
from prover.lean.memory import MemoryBounds, default_bounds
from prover.lean.standby import Standby
from prover.lean.worker import LeanWorker

__all__ = ["LeanPool", "LeanWorker"]


class LeanPool:
    """Up to so many workers of one kind, each started when it is first needed, lent out one or several at a time.

        async with LeanPool(command, size=2) as pool:
            async with pool.lease() as worker: …

    ``standby``: beside the first worker, start one more process and keep it ready, for final checks and for workers that lose
    theirs; ``fresh_checks``: every final check has a process of its own.  ``memory``: what a process may weigh.  Raises
    ``MemorySetting``.
    """

    def __init__(
        self,
        command: LeanCommand,
        size: int = 1,
        standby: bool = False,
        memory: MemoryBounds | None = None,
        fresh_checks: bool = False,
    ) -> None:
        if size < 1:
            raise ValueError("a pool needs at least one worker")
        self.command = command
        memory = memory or default_bounds(command.backend)
        self.standby = Standby(command, memory, standby, fresh_checks)
        self.workers = [LeanWorker(command, self.standby, memory) for _ in range(size)]
        self._idle: asyncio.LifoQueue[LeanWorker] = asyncio.LifoQueue()
        for worker in reversed(self.workers):
            self._idle.put_nowait(worker)

    async def __aenter__(self) -> LeanPool:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def start(self) -> None:
        """Start the first worker now; the others when each is first asked.  Raises ``LeanNotAvailable``."""
        starting = asyncio.create_task(self.workers[0].start())
        await asyncio.sleep(0)  # its process is on its way: it does not take the one on standby
        self.standby.prepare()
        await starting

    @contextlib.asynccontextmanager
    async def lease(self) -> AsyncIterator[LeanWorker]:
        """One worker for oneself; waits until one is free."""
        worker = await self._idle.get()
        try:
            yield worker
        finally:
            self._idle.put_nowait(worker)

    @contextlib.contextmanager
    def lease_idle(self) -> Iterator[LeanWorker | None]:
        """A worker that nobody uses, for oneself; ``None``, at once, if there is none."""
        if self._idle.empty():
            yield None
            return
        worker = self._idle.get_nowait()
        try:
            yield worker
        finally:
            self._idle.put_nowait(worker)

    async def close(self) -> None:
        await asyncio.gather(self.standby.close(), *(worker.close() for worker in self.workers))
