"""Many callers, one model: concurrent requests become full batches for a blocking function in one thread."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

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
        self._queue: queue.SimpleQueue[tuple[X, Future[Y]] | None] = queue.SimpleQueue()
        self._closed = False
        self._lock = threading.Lock()
        self._gathering: dict[asyncio.AbstractEventLoop, list[tuple[X, Future[Y]]]] = {}
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    async def submit(self, items: Sequence[X]) -> list[Y]:
        """One answer an item, in order.  Raises ``RuntimeError`` once closed, and what ``run`` raises."""
        if not items:
            return []
        loop = asyncio.get_running_loop()
        pairs: list[tuple[X, Future[Y]]] = [(item, Future()) for item in items]
        with self._lock:
            if self._closed:
                raise RuntimeError("the batcher is closed")
            if loop not in self._gathering:
                self._gathering[loop] = []
                loop.call_soon(self._flush, loop)
            self._gathering[loop].extend(pairs)
        return list(await asyncio.gather(*(asyncio.wrap_future(future, loop=loop) for _, future in pairs)))

    def close(self, wait: bool = True) -> None:
        """Refuse what has not started; with ``wait``, return when the running batch has ended."""
        with self._lock:
            already, self._closed = self._closed, True
            gathered = [future for pairs in self._gathering.values() for _, future in pairs]
            self._gathering.clear()
        for future in gathered:
            _refuse(future)
        if not already:
            self._queue.put(None)
        if wait and threading.current_thread() is not self._thread:
            self._thread.join()

    def _flush(self, loop: asyncio.AbstractEventLoop) -> None:
        with self._lock:
            pairs = self._gathering.pop(loop, [])
            for pair in pairs:
                self._queue.put(pair)

    def _work(self) -> None:
        while True:
            batch: list[tuple[X, Future[Y]]] = []
            try:
                entry: Any = self._queue.get()
                while entry is not None:
                    if self._closed:
                        _refuse(entry[1])
                    elif entry[1].set_running_or_notify_cancel():
                        batch.append(entry)
                    if len(batch) == self.max_batch:
                        break
                    entry = self._queue.get_nowait()
            except queue.Empty:
                entry = ...
            if batch:
                self._answer(batch)
            if entry is None:
                return

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


def _refuse(future: Future[Any]) -> None:
    if future.set_running_or_notify_cancel():
        future.set_exception(RuntimeError("the batcher was closed"))
