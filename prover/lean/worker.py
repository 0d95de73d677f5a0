"""Workers that outlive their processes."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from prover.lean.errors import LeanCrashed, LeanError, LeanGone, LeanTimeout, ProtocolError
from prover.lean.launch import LeanCommand
from prover.lean.memory import MemoryBounds, default_bounds, room_for
from prover.lean.messages import Request
from prover.lean.process import LeanProcess

if TYPE_CHECKING:
    from prover.lean.standby import Standby

LOOK_EVERY = 20
"""Requests between two looks at how much a process has grown."""

M = TypeVar("M", bound=BaseModel)
logger = logging.getLogger(__name__)


class LeanWorker:
    """A proof server that is replaced when it hangs, dies or has grown too much, by the ``standby`` if there is one.

    ``generation`` counts the processes: a state number is good only in the generation that gave it out.  ``starting``: its
    first process, instead of a new one.
    """

    def __init__(
        self,
        command: LeanCommand,
        standby: Standby | None = None,
        memory: MemoryBounds | None = None,
        starting: asyncio.Future[LeanProcess] | None = None,
    ) -> None:
        self.command, self._standby = command, standby
        self.generation = 0
        self.recycled = 0
        """How many processes were replaced for their size."""
        self.lean_seconds = 0.0
        self._memory = memory
        self._process: LeanProcess | None = None
        self._starting = starting
        self._successor: asyncio.Future[LeanProcess] | None = None
        self._retiring: dict[asyncio.Task[None], LeanProcess] = {}
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

    async def start_new(self) -> LeanProcess:
        """As ``start``, but the process on standby stays there: it may be wanted for a final check sooner."""
        running = self._process is not None and self._process.alive
        if not (running or self._closed or self._starting is not None):
            self.generation += 1
            self._starting = launch(self.command, self._memory or default_bounds(self.command.backend))
        return await self.start()

    async def use(self, command: LeanCommand) -> None:
        """Run this kind of Lean from now on; a process of another kind ends, and its states with it."""
        if command == self.command:
            return
        self.command = command
        await self.renew()

    async def ask(self, request: Request, answer: type[M], limit: float, generation: int | None = None) -> tuple[M, float]:
        """As ``LeanProcess.ask``; a process lost on the way is replaced at once, in the background.

        The time a process needs to start is not counted against ``limit``.  With a ``generation``, no other is asked;
        without one, a process that had ended before it was asked is no matter.

        Raises, besides what ``LeanProcess.ask`` raises:
            LeanGone: that generation is over; nothing was asked.
            LeanNotAvailable: a lost process cannot be replaced.
        """
        while True:
            process = await self.start()
            if generation is not None and generation != self.generation:
                raise LeanGone("the Lean process has been replaced")
            try:
                result, seconds = await process.ask(request, answer, limit)
            except LeanGone:
                self._replace()
                if generation is not None:
                    raise
                continue
            except (LeanTimeout, LeanCrashed, ProtocolError):
                self._replace()
                raise
            self.lean_seconds += seconds
            self._mind_size(process)
            return result, seconds

    def post(self, request: Request, limit: float) -> None:
        """As ``LeanProcess.post``, if a process is running."""
        if self._process is not None and self._process.alive:
            self._process.post(request, limit)

    def _replace(self) -> None:
        if self._closed or self._starting is not None or (self._process is not None and self._process.alive):
            return
        self._process = None
        self._starting = self._launch()

    def _launch(self) -> asyncio.Future[LeanProcess]:
        self.generation += 1
        successor, self._successor = self._successor, None
        return successor or self._new()

    def _new(self) -> asyncio.Future[LeanProcess]:
        ready = self._standby.take(self.command) if self._standby is not None else None
        return ready or launch(self.command, self._memory or default_bounds(self.command.backend))

    # ------------------------------------------------------------------------------------ recycling

    def _mind_size(self, process: LeanProcess) -> None:
        """Replace a process that has grown too much: by a successor that starts beside it, where there is room for one."""
        if process.requests % LOOK_EVERY or process is not self._process or self._successor is not None or self._closed:
            return
        if not process.outgrown():
            return
        logger.info("a Lean process of %.1f GB when ready has grown too much: it is replaced", process.size_when_ready / 1e9)
        if (self._standby is not None and self._standby.there) or room_for(process.size_when_ready):
            self._successor = self._new()
            self._successor.add_done_callback(self._succeed)
            return
        self._process = None
        self.generation += 1
        self.recycled += 1
        self._starting = launch(self.command, process.memory, after=self._retire(process))

    def _succeed(self, successor: asyncio.Future[LeanProcess]) -> None:
        """The successor is ready: from now on it is asked; what the old process has been asked, it still answers."""
        if successor is not self._successor:
            return
        self._successor = None
        if successor.cancelled() or successor.exception() is not None:
            return
        old, self._process = self._process, successor.result()
        self.generation += 1
        self.recycled += 1
        if old is not None:
            self._retire(old)

    def _retire(self, process: LeanProcess) -> asyncio.Task[None]:
        retiring = asyncio.create_task(process.retire())
        self._retiring[retiring] = process
        retiring.add_done_callback(self._retiring.pop)
        return retiring

    def give_away(self) -> asyncio.Future[LeanProcess] | None:
        """The process, perhaps just starting, which is the caller's from now on, before the worker is closed; ``None``: it has
        none."""
        given, process, self._starting, self._process = self._starting, self._process, None, None
        if given is None and process is not None and process.alive:
            given = asyncio.get_running_loop().create_future()
            given.set_result(process)
        return given

    async def close(self) -> None:
        """End the process; there is no next one."""
        self._closed = True
        await self.renew()

    async def renew(self) -> None:
        """End the process, and its states with it, also one that is just starting; the next one is new."""
        process, starts = self._process, [s for s in (self._starting, self._successor) if s is not None]
        self._process = self._starting = self._successor = None
        for start in starts:
            await given_up(start)
        for ended in [process, *self._retiring.values()]:
            if ended is not None:
                await ended.end()


def launch(command: LeanCommand, memory: MemoryBounds, after: asyncio.Task | None = None) -> asyncio.Task[LeanProcess]:
    """A process that starts in the background, once ``after`` has ended; whoever awaits it gets what goes wrong."""

    async def start() -> LeanProcess:
        if after is not None:
            await asyncio.wait([after])
        return await LeanProcess.start(command, memory=memory)

    starting = asyncio.create_task(start())
    starting.add_done_callback(lambda task: None if task.cancelled() else task.exception())
    return starting


async def given_up(starting: asyncio.Future[LeanProcess]) -> None:
    """Give up a start; its process, if it was there already, is ended."""
    starting.cancel()
    await asyncio.wait([starting])
    if not starting.cancelled() and starting.exception() is None:
        await starting.result().kill()
