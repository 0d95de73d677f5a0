"""A Lean process ahead of need: a start takes seconds of a search's time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from prover.lean.errors import LeanCrashed, LeanNotAvailable, LeanTimeout, ProtocolError
from prover.lean.launch import LeanCommand
from prover.lean.memory import READY, MemoryBounds, room_for
from prover.lean.messages import Ping, Pong, Verdict, Verify
from prover.lean.process import LeanProcess, ServerFault
from prover.lean.worker import LeanWorker, given_up, launch

_CLAIM = "theorem warm_up (n m : Nat) (h : n = m + 1) : n - 1 = m"
WARM_UP = Verify(source=f"{_CLAIM} := by\n  omega\n", statement=f"{_CLAIM} := by sorry\n")
"""A fixed proof of ours.  The first request costs a new process several times what the next ones do."""
WARM_UP_LIMIT = 60.0
WARM_UP_AFTER = 1.0
"""Seconds after its start in which a process may be wanted: a proof found so soon is checked sooner without."""
ALIVE_LIMIT = 5.0
"""Seconds after which a process that stands by and does not answer is taken for hung."""


class Standby:
    """One process beside the workers in which no tactic has been run: it makes the final checks, and takes the place of one
    that a worker loses.

    ``ahead``: it is started before it is needed, if memory has room for it; else when it is asked for, and ended after that
    use.  ``once``: it makes one check, and another takes its place.
    """

    def __init__(self, command: LeanCommand, memory: MemoryBounds, ahead: bool = True, once: bool = False) -> None:
        self.command, self.memory = command, memory
        self._size = READY[command.backend]
        self._ahead, self._once = ahead, once
        self._next: asyncio.Future[LeanProcess] | None = None
        self._warming: asyncio.Task[None] | None = None
        self._lent = False
        self._turn = asyncio.Lock()
        self._closed = False

    @property
    def there(self) -> bool:
        """Whether there is one, perhaps still starting."""
        return self._next is not None

    @property
    def ready(self) -> bool:
        """Whether it has started."""
        return self._next is not None and self._next.done() and _running(self._next)

    def prepare(self) -> None:
        """Have a process ready, if there is none, and memory has room for it and for another."""
        if self._ahead and self._next is None and not self._lent and not self._closed and room_for(2 * self._size):
            self._next = launch(self.command, self.memory)
            self._warming = asyncio.create_task(self._warm_up(self._next))

    def take(self, command: LeanCommand) -> asyncio.Future[LeanProcess] | None:
        """The process, perhaps still starting, and another one is prepared; ``None`` if there is none for ``command``."""
        if self._next is None or command != self.command:
            return None
        taken, self._next = self._next, None
        if taken.done() and not _running(taken):
            self.prepare()
            return None
        taken.add_done_callback(lambda _: self.prepare())
        return taken

    @contextlib.asynccontextmanager
    async def lease(self, command: LeanCommand, instead: LeanWorker | None = None) -> AsyncIterator[LeanWorker]:
        """A started worker of this kind of Lean, in which nobody has run a tactic; whoever asks at the same time waits.

        ``instead``: where none stands by and memory has no room for another, or it does not start, this worker gets a new
        process and is lent.  Raises ``LeanNotAvailable``.
        """
        async with self._turn:
            self._lent = True
            worker = None
            try:
                worker = await self._started(command, instead)
                yield worker
            finally:
                self._lent = False
                if worker is not None and worker is not instead:
                    if self._ahead and not self._once and command == self.command and self._next is None and not self._closed:
                        self._next = worker.give_away()
                    await asyncio.shield(worker.close())
                self.prepare()  # only now: a start takes the processors that the check needs

    async def _started(self, command: LeanCommand, instead: LeanWorker | None) -> LeanWorker:
        start = None
        if command == self.command and (start := self._next) is not None:
            self._next = None
            if start.done() and not _running(start):
                start = None
        if start is not None or instead is None or room_for(self._size):
            worker = LeanWorker(command, memory=self.memory, starting=start)
            try:
                with contextlib.suppress(LeanTimeout, LeanCrashed, ProtocolError):  # one that hangs is replaced by this
                    await worker.ask(Ping(), Pong, ALIVE_LIMIT)
                return worker
            except BaseException as error:
                await asyncio.shield(worker.close())
                if instead is None or not isinstance(error, LeanNotAvailable):
                    raise
        await instead.renew()
        await instead.start()
        return instead

    async def _warm_up(self, start: asyncio.Future[LeanProcess]) -> None:
        await asyncio.wait([start])
        await asyncio.sleep(WARM_UP_AFTER)
        if self._next is start and _running(start):
            with contextlib.suppress(LeanTimeout, LeanCrashed, ProtocolError, ServerFault):
                await start.result().ask(WARM_UP, Verdict, WARM_UP_LIMIT)

    async def close(self) -> None:
        self._closed = True
        if self._warming is not None:
            self._warming.cancel()
            await asyncio.gather(self._warming, return_exceptions=True)
        task, self._next = self._next, None
        if task is not None:
            await given_up(task)


def _running(start: asyncio.Future[LeanProcess]) -> bool:
    """Whether a start that is over has come to a process that still runs."""
    return not start.cancelled() and start.exception() is None and start.result().alive
