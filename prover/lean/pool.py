"""Workers that outlive their processes, and a pool of them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import TypeVar

from pydantic import BaseModel

from prover.lean.errors import LeanCrashed, LeanError, LeanTimeout, ProtocolError
from prover.lean.launch import LeanCommand
from prover.lean.messages import Request
from prover.lean.process import LeanProcess

M = TypeVar("M", bound=BaseModel)


class Standby:
    """One process started ahead of need, for whichever worker loses its own: a start takes seconds of a search's time."""

    def __init__(self, command: LeanCommand) -> None:
        self.command = command
        self._next: asyncio.Task[LeanProcess] | None = None
        self._closed = False

    def prepare(self) -> None:
        """Have a process ready, if there is none."""
        if self._next is None and not self._closed:
            self._next = asyncio.create_task(LeanProcess.start(self.command))
            self._next.add_done_callback(_retrieve)

    def take(self, command: LeanCommand) -> asyncio.Task[LeanProcess] | None:
        """The process, perhaps still starting, and another one is prepared; ``None`` if there is none for ``command``."""
        if self._next is None or command != self.command:
            return None
        taken, self._next = self._next, None
        if taken.done() and (taken.cancelled() or taken.exception() is not None or not taken.result().alive):
            self.prepare()
            return None
        taken.add_done_callback(lambda _: self.prepare())
        return taken

    async def close(self) -> None:
        self._closed = True
        task, self._next = self._next, None
        if task is not None and (process := await _cancelled(task)) is not None:
            await process.kill()


class LeanWorker:
    """A proof server that is replaced when it hangs or dies, by the ``standby`` if there is one.

    ``generation`` counts the processes: a state number is good only in the generation that gave it out.
    """

    def __init__(self, command: LeanCommand, standby: Standby | None = None) -> None:
        self.command, self._standby = command, standby
        self.generation = 0
        self.lean_seconds = 0.0
        self._process: LeanProcess | None = None
        self._starting: asyncio.Task[LeanProcess] | None = None
        self._closed = False

    @property
    def process(self) -> LeanProcess | None:
        return self._process

    async def start(self) -> LeanProcess:
        """The running process, started first if there is none.  Raises ``LeanNotAvailable``."""
        if self._process is not None and self._process.alive:
            return self._process
        if self._closed:
            raise LeanError("the worker has been closed")
        if self._starting is None:
            self._starting = self._launch()
        starting = self._starting
        try:
            self._process = await asyncio.shield(starting)
        finally:
            if starting.done() and self._starting is starting:
                self._starting = None
        return self._process

    async def use(self, command: LeanCommand) -> None:
        """Run this kind of Lean from now on; a process of another kind ends, and its states with it."""
        if command == self.command:
            return
        self.command, process, starting = command, self._process, self._starting
        self._process = self._starting = None
        self.generation += 1
        if starting is not None:
            process = await _cancelled(starting) or process
        if process is not None:
            await process.kill()

    async def ask(self, request: Request, answer: type[M], limit: float) -> tuple[M, float]:
        """As ``LeanProcess.ask``; a process lost on the way is replaced at once, in the background.

        The time a process needs to start is not counted against ``limit``.
        """
        process = await self.start()
        try:
            result, seconds = await process.ask(request, answer, limit)
        except (LeanTimeout, LeanCrashed, ProtocolError):
            self._replace()
            raise
        self.lean_seconds += seconds
        return result, seconds

    def _replace(self) -> None:
        if self._closed or self._starting is not None or (self._process is not None and self._process.alive):
            return
        self._process = None
        self._starting = self._launch()
        self._starting.add_done_callback(_retrieve)

    def _launch(self) -> asyncio.Task[LeanProcess]:
        self.generation += 1
        ready = self._standby.take(self.command) if self._standby is not None else None
        return ready or asyncio.create_task(LeanProcess.start(self.command))

    async def close(self) -> None:
        """End the process, also one that is just starting."""
        self._closed = True
        process, starting = self._process, self._starting
        self._process = self._starting = None
        if starting is not None:
            process = await _cancelled(starting) or process
        if process is not None:
            await process.kill()


async def _cancelled(starting: asyncio.Task[LeanProcess]) -> LeanProcess | None:
    """Give up a start; the process, if it was there already."""
    starting.cancel()
    await asyncio.wait([starting])
    return None if starting.cancelled() or starting.exception() is not None else starting.result()


def _retrieve(task: asyncio.Task) -> None:
    if not task.cancelled():
        task.exception()  # told to whoever asks next; here it only must not be reported as never retrieved


class LeanPool:
    """A fixed number of workers of one kind, lent out one or several at a time.

        async with LeanPool(command, size=2) as pool:
            async with pool.lease() as worker: …

    ``standby``: once the workers have started, keep one more process ready for those that lose theirs.
    """

    def __init__(self, command: LeanCommand, size: int = 1, standby: bool = False) -> None:
        if size < 1:
            raise ValueError("a pool needs at least one worker")
        self.command = command
        self._standby = Standby(command) if standby else None
        self.workers = [LeanWorker(command, self._standby) for _ in range(size)]
        self._idle: asyncio.LifoQueue[LeanWorker] = asyncio.LifoQueue()
        for worker in reversed(self.workers):
            self._idle.put_nowait(worker)

    async def __aenter__(self) -> LeanPool:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def start(self) -> None:
        """Start all workers now instead of when each is first asked.  Raises ``LeanNotAvailable``."""
        await asyncio.gather(*(worker.start() for worker in self.workers))
        if self._standby is not None:
            self._standby.prepare()

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
        try:
            worker = self._idle.get_nowait()
        except asyncio.QueueEmpty:
            yield None
            return
        try:
            yield worker
        finally:
            self._idle.put_nowait(worker)

    async def close(self) -> None:
        closing = [worker.close() for worker in self.workers]
        await asyncio.gather(*closing, *([] if self._standby is None else [self._standby.close()]))
