"""Lean processes started ahead of need: a start takes seconds of a search's time."""

from __future__ import annotations

import asyncio

from prover.lean.launch import LeanCommand
from prover.lean.memory import MemoryBounds
from prover.lean.process import LeanProcess


class Standby:
    """One process ready for whichever worker loses its own."""

    def __init__(self, command: LeanCommand, memory: MemoryBounds) -> None:
        self.command, self.memory = command, memory
        self._next: asyncio.Task[LeanProcess] | None = None
        self._closed = False

    def prepare(self) -> None:
        """Have a process ready, if there is none."""
        if self._next is None and not self._closed:
            self._next = launch(self.command, self.memory)

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
        if task is not None:
            await given_up(task)


def launch(command: LeanCommand, memory: MemoryBounds, after: asyncio.Task | None = None) -> asyncio.Task[LeanProcess]:
    """A process that starts in the background, once ``after`` has ended; what goes wrong is told to whoever awaits it."""

    async def start() -> LeanProcess:
        if after is not None:
            await asyncio.wait([after])
        return await LeanProcess.start(command, memory=memory)

    starting = asyncio.create_task(start())
    starting.add_done_callback(lambda task: task.cancelled() or task.exception())
    return starting


async def given_up(starting: asyncio.Task[LeanProcess]) -> None:
    """Give up a start; its process, if it was there already, is ended."""
    starting.cancel()
    await asyncio.wait([starting])
    if not starting.cancelled() and starting.exception() is None:
        await starting.result().kill()
