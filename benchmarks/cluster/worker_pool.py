"""The Lean workers of a cluster: hired, lent out one at a time, replaced when they are lost."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from prover.lean.errors import LeanError

logger = logging.getLogger(__name__)

WARN_AFTER, GIVE_UP_AFTER = 60.0, 300.0
"""Seconds without any worker after which a person is told, and after which the cluster is given up."""
LOOK_AGAIN = 5.0
"""Seconds between two looks at the clock while nobody is free."""
TRIES = 3
"""How often a worker that cannot be started is tried again."""


class WorkerPool:
    """``hire`` makes an actor (a ``LeanActor``'s handle); ``size`` of them are kept alive as far as the cluster allows.

    ``needs`` says in words what a worker takes, for messages.
    """

    def __init__(self, ray: Any, hire: Callable[[], Any], size: int, needs: str) -> None:
        self.size = size
        self._ray, self._make, self._needs = ray, hire, needs
        self._alive: set[Any] = set()
        self._idle: deque[Any] = deque()
        self._hiring: set[asyncio.Task[None]] = set()
        self._failure: BaseException | None = None
        self._none_since, self._warned = time.monotonic(), False
        self._changed = asyncio.Event()
        for _ in range(size):
            self._hire()

    async def lease(self) -> Any:
        """A worker for oneself; waits until one is free.

        Raises ``LeanError`` if none could be started, or there has been none for ``GIVE_UP_AFTER`` seconds.
        """
        while True:
            while self._idle:
                if (worker := self._idle.popleft()) in self._alive:
                    return worker
            if not self._alive:
                if not self._hiring:
                    raise LeanError(f"no Lean worker can be started: {first_line(self._failure)}") from self._failure
                self._mind(time.monotonic() - self._none_since)
            changed = self._changed
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(changed.wait(), LOOK_AGAIN)

    def give_back(self, worker: Any) -> None:
        """It is free again, if it has not been dismissed."""
        if worker in self._alive:
            self._idle.append(worker)
            self._notify()

    def dismiss(self, worker: Any) -> None:
        """It is lost: another is hired in its place."""
        if worker not in self._alive:
            return
        self._alive.discard(worker)
        self._end(worker)
        if not self._alive:
            self._none_since, self._warned = time.monotonic(), False
        self._hire()
        self._notify()

    async def all_ready(self) -> None:
        """Until every worker is ready, or has failed."""
        while self._hiring:
            await asyncio.wait(self._hiring)

    async def close(self) -> None:
        for task in self._hiring:
            task.cancel()
        await asyncio.gather(*self._hiring, return_exceptions=True)
        closing = [asyncio.ensure_future(_quietly(worker.close.remote())) for worker in self._alive]
        if closing:
            await asyncio.wait(closing, timeout=10)
        for worker in self._alive:
            self._end(worker)
        self._alive.clear()

    def _hire(self) -> None:
        task = asyncio.create_task(self._start_worker())
        self._hiring.add(task)
        task.add_done_callback(self._hired)

    def _hired(self, task: asyncio.Task[None]) -> None:
        self._hiring.discard(task)
        self._notify()

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

    def _mind(self, waited: float) -> None:
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

    def _notify(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    def _end(self, worker: Any) -> None:
        with contextlib.suppress(Exception):
            self._ray.kill(worker)


async def _quietly(reference: Any) -> None:
    with contextlib.suppress(Exception):
        await reference


def first_line(error: BaseException | None) -> str:
    """Of what an exception says; else its type."""
    text = str(error or "").strip()
    return text.splitlines()[0] if text else type(error).__name__
