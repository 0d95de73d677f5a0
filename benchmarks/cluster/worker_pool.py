"""The Lean workers of a cluster: started, lent out one at a time, replaced when they are lost."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from typing import Any

from benchmarks.run import summary
from prover.lean.errors import LeanError

logger = logging.getLogger(__name__)

WARN_AFTER, GIVE_UP_AFTER = 60.0, 300.0
"""Seconds without any worker after which a warning is given, and after which the cluster is given up."""
LOOK_AGAIN = 5.0
"""Seconds between two looks at the clock, and at whether there are workers, while none is free."""
TRIES = 3
"""How often a worker that cannot be started is tried again."""


class WorkerPool:
    """``make`` makes an actor (a ``LeanActor``'s handle); ``size`` of them are kept alive as far as the cluster allows.

    ``needs`` says in words what a worker takes, for messages.
    """

    def __init__(self, ray: Any, make: Callable[[], Any], size: int, needs: str) -> None:
        self.size = size
        self._ray, self._make, self._needs = ray, make, needs
        self._alive: set[Any] = set()
        self._idle: asyncio.Queue[Any] = asyncio.Queue()
        self._starting: set[asyncio.Task[None]] = set()
        self._failure: BaseException | None = None
        self._none_since, self._warned = time.monotonic(), False
        for _ in range(size):
            self._add()

    async def lease(self) -> Any:
        """A worker for oneself; waits until one is free.

        Raises ``LeanError`` if none could be started, or there has been none for ``GIVE_UP_AFTER`` seconds.
        """
        while True:
            if not self._alive:
                if not self._starting:
                    raise LeanError(f"no Lean worker can be started: {first_line(self._failure)}") from self._failure
                self._check_patience(time.monotonic() - self._none_since)
            with contextlib.suppress(asyncio.TimeoutError):
                if (worker := await asyncio.wait_for(self._idle.get(), LOOK_AGAIN)) in self._alive:
                    return worker

    def give_back(self, worker: Any) -> None:
        """It is free again, if it has not been dismissed."""
        if worker in self._alive:
            self._idle.put_nowait(worker)

    def dismiss(self, worker: Any) -> None:
        """It is lost: another is started in its place."""
        if worker not in self._alive:
            return
        self._alive.discard(worker)
        self._end(worker)
        if not self._alive:
            self._none_since, self._warned = time.monotonic(), False
        self._add()

    async def all_ready(self) -> None:
        """Until every worker is ready, or has failed."""
        while self._starting:
            await asyncio.wait(self._starting)

    async def close(self) -> None:
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        closing = [asyncio.ensure_future(_quietly(worker.close.remote())) for worker in self._alive]
        if closing:
            await asyncio.wait(closing, timeout=10)
        for worker in self._alive:
            self._end(worker)
        self._alive.clear()

    def _add(self) -> None:
        task = asyncio.create_task(self._start_worker())
        self._starting.add(task)
        task.add_done_callback(self._started)

    def _started(self, task: asyncio.Task[None]) -> None:
        self._starting.discard(task)
        if not self._starting and not self._alive:
            self._idle.put_nowait(None)  # wakes who waits for a worker in vain

    async def _start_worker(self) -> None:
        for _ in range(TRIES):
            worker = self._make()
            try:
                logger.info("a worker is ready on %s", await worker.start.remote())
            except asyncio.CancelledError:
                self._end(worker)
                raise
            except Exception as error:
                self._failure = (getattr(error, "cause", None) or error).with_traceback(None)
                self._end(worker)
                logger.warning("a worker could not be started: %s", first_line(self._failure))
            else:
                self._alive.add(worker)
                self.give_back(worker)
                return

    def _check_patience(self, waited: float) -> None:
        if waited > GIVE_UP_AFTER:
            raise LeanError(f"the cluster has had no Lean worker for {GIVE_UP_AFTER:.0f} s: {self._wanting()}")
        if waited > WARN_AFTER and not self._warned:
            self._warned = True
            logger.warning("no Lean worker for %.0f s, still waiting: %s", waited, self._wanting())

    def _wanting(self) -> str:
        free = self._ray.available_resources()
        return (
            f"each needs {self._needs}; free on the whole cluster: {free.get('CPU', 0):g} CPUs, "
            f"{free.get('memory', 0) / 1e9:.1f} GB"
        )

    def _end(self, worker: Any) -> None:
        with contextlib.suppress(Exception):
            self._ray.kill(worker)


async def _quietly(reference: Any) -> None:
    with contextlib.suppress(Exception):
        await reference


def first_line(error: BaseException | None) -> str:
    """Of what an exception says; else its type."""
    return summary.first_line(str(error or "")) or type(error).__name__
