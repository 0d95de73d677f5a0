"""Many callers, one model: concurrent requests become full batches for a blocking function in one thread."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

X = TypeVar("X")
Y = TypeVar("Y")


class Batcher(Generic[X, Y]):
    """Runs ``run(items) -> answers`` (same length, same order) on batches of at most ``max_batch`` items.

    The thread takes whatever waits and never waits for more: an idle model starts at once, a busy one finds
    the next batch collected.  Callers of one turn of the event loop land in one batch.  Callers may live in
    different event loops.  A cancelled item that has not started is not run; one that has is ignored.  An
    exception of ``run`` reaches every caller of that batch and no other.
    """

    def __init__(self, run: Callable[[list[X]], Sequence[Y]], max_batch: int, name: str = "batcher") -> None:
        if max_batch < 1:
            raise ValueError("max_batch must be at least 1")
        self.max_batch = max_batch
        self._run = run
        self._waiting: deque[tuple[X, Future[Y]]] = deque()
        self._closed = False
        self._ready = threading.Condition()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    async def submit(self, items: Sequence[X]) -> list[Y]:
        """One answer an item, in order.  Raises ``RuntimeError`` once closed, and what ``run`` raises."""
        if not items:
            return []
        loop = asyncio.get_running_loop()
        pairs: list[tuple[X, Future[Y]]] = [(item, Future()) for item in items]
        with self._ready:
            if self._closed:
                raise RuntimeError("the batcher is closed")
            self._waiting.extend(pairs)
        loop.call_soon(self._wake)  # after the other callers of this turn
        return list(await asyncio.gather(*(asyncio.wrap_future(future, loop=loop) for _, future in pairs)))

    @property
    def waiting(self) -> int:
        """Items that have not started."""
        with self._ready:
            return sum(not future.cancelled() for _, future in self._waiting)

    def close(self, wait: bool = True) -> None:
        """Refuse what has not started; with ``wait``, return when the running batch has ended."""
        with self._ready:
            self._closed = True
            refused = [future for _, future in self._waiting]
            self._waiting.clear()
            self._ready.notify()
        for future in refused:
            if future.set_running_or_notify_cancel():
                future.set_exception(RuntimeError("the batcher was closed"))
        if wait and threading.current_thread() is not self._thread:
            self._thread.join()

    def _wake(self) -> None:
        with self._ready:
            self._ready.notify()

    def _work(self) -> None:
        while not self._closed:
            batch: list[tuple[X, Future[Y]]] = []
            with self._ready:
                self._ready.wait_for(lambda: self._waiting or self._closed)
                while self._waiting and len(batch) < self.max_batch:
                    item, future = self._waiting.popleft()
                    if future.set_running_or_notify_cancel():
                        batch.append((item, future))
            if batch:
                self._answer(batch)

    def _answer(self, batch: list[tuple[X, Future[Y]]]) -> None:
        try:
            answers = self._run([item for item, _ in batch])
            if len(answers) != len(batch):
                raise RuntimeError(f"{len(answers)} answers to a batch of {len(batch)}")
        except BaseException as error:  # noqa: BLE001  (it belongs to the callers, the thread goes on)
            for _, future in batch:
                future.set_exception(error)
        else:
            for (_, future), answer in zip(batch, answers, strict=True):
                future.set_result(answer)
