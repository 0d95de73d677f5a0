"""A pool of Lean workers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator

from prover.lean.launch import LeanCommand
from prover.lean.memory import READY, MemoryBounds, default_bounds, room_for
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
        self._waiting = 0
        self._lent: dict[LeanWorker, Callable[[LeanWorker], None]] = {}
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
        """One worker for oneself; waits until one is free.  One that helps is called back if there is no other."""
        self._waiting += 1
        try:
            if self._lent and self._idle.qsize() < self._waiting:
                helper, recall = self._lent.popitem()
                recall(helper)
            worker = await self._idle.get()
        finally:
            self._waiting -= 1
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

    @property
    def lendable(self) -> int:
        """How many workers could be borrowed."""
        return max(0, self._idle.qsize() - self._waiting)

    def borrow(self, recall: Callable[[LeanWorker], None]) -> LeanWorker | None:
        """A worker that nobody uses, and memory has room for, until ``recall`` is called with it: whoever leases one comes first.
        It must go back by ``give_back``.  ``None``, at once, if there is none."""
        if not self.lendable:
            return None
        worker = self._idle.get_nowait()
        if worker.process is None and not room_for(READY[worker.command.backend]):
            self._idle.put_nowait(worker)
            return None
        self._lent[worker] = recall
        return worker

    def give_back(self, worker: LeanWorker) -> None:
        """A borrowed worker is free again."""
        self._lent.pop(worker, None)
        self._idle.put_nowait(worker)

    async def close(self) -> None:
        await asyncio.gather(self.standby.close(), *(worker.close() for worker in self.workers))
