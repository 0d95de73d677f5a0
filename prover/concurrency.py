"""Several pieces of asynchronous work at once, all of which are over when it is; work within a time; work for other event loops."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import AsyncIterator, Awaitable, Coroutine, Iterable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


async def together(coroutines: Iterable[Awaitable[T]]) -> list[T]:
    """Run all at once; their results, in order.

    If one raises, or this call is cancelled, the others are cancelled and have ended before the (first) error is
    raised.  ``asyncio.gather`` alone leaves them running.
    """
    tasks = [asyncio.ensure_future(one) for one in coroutines]
    try:
        return list(await asyncio.gather(*tasks))
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise


async def within(seconds: float, work: Coroutine[Any, Any, T]) -> T:
    """What the work comes to; it is cancelled, and has ended, when this is.  Raises ``asyncio.TimeoutError`` after so many seconds.

    ``asyncio.wait_for`` before Python 3.12 forgets a cancellation that comes in the same moment as the result.
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task}, timeout=seconds)
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
    if task.cancelled():
        raise asyncio.TimeoutError
    return task.result()


async def as_they_come(streams: Sequence[AsyncIterator[T]]) -> AsyncIterator[T]:
    """What several streams give, in the order it comes.  If one raises, or this is left, all have ended before."""
    came: asyncio.Queue[T] = asyncio.Queue()

    async def read(stream: AsyncIterator[T]) -> None:
        async for one in stream:
            came.put_nowait(one)

    reading = {asyncio.ensure_future(read(stream)) for stream in streams}
    next_ = asyncio.ensure_future(came.get())
    try:
        while reading or not came.empty() or next_.done():
            done, _ = await asyncio.wait({*reading, next_}, return_when=asyncio.FIRST_COMPLETED)
            if next_ in done:
                yield next_.result()
                next_ = asyncio.ensure_future(came.get())
            for ended in done & reading:
                reading.discard(ended)
                ended.result()
            await asyncio.sleep(0)  # what is there already is taken out before that is asked
    finally:
        for task in {*reading, next_}:
            task.cancel()
        await asyncio.gather(*reading, next_, return_exceptions=True)


async def close_model(model: object) -> None:
    """Free what a policy or writer holds; nothing to do for one without ``close``, which may be a coroutine function."""
    if inspect.isawaitable(outcome := getattr(model, "close", lambda: None)()):
        await outcome


class LoopThread:
    """An event loop in a thread of its own."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do the work and wait for it; an interrupt of the waiting cancels it."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    async def ask(self, work: Coroutine[Any, Any, T]) -> T:
        """Do the work for a caller in another loop; cancelling the caller cancels it."""
        with self._lock:
            if self._closed:
                work.close()
                raise RuntimeError(f"{self._thread.name} is closed")
            future = asyncio.run_coroutine_threadsafe(work, self._loop)
        return await asyncio.wrap_future(future)

    def close(self, last: Coroutine[Any, Any, None] | None = None) -> None:
        """Cancel all work, do the ``last``, end the thread; a second call does nothing."""
        with self._lock:
            already, self._closed = self._closed, True
        if already:
            if last is not None:
                last.close()
            return

        async def finish() -> None:
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            if last is not None:
                await last

        self.run(finish())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
