"""The tasks of one search: none is left behind, no exception is lost, no answer is dropped on the floor."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


async def to_the_end(work: Coroutine[Any, Any, T]) -> T:
    """Do the work even if cancelled meanwhile; ``CancelledError`` comes after it."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled
    return task.result()


class Tasks:
    """The search's own tasks, and the calls to the outside that they wait for.

    ``over`` says whether the search has ended, ``fail`` ends it by an exception, ``changed`` is called whenever
    a task has ended.
    """

    def __init__(self, over: Callable[[], bool], fail: Callable[[BaseException], None], changed: Callable[[], None]) -> None:
        self._over = over
        self._fail = fail
        self._changed = changed
        self._running: set[asyncio.Task[Any]] = set()
        self._beside: set[asyncio.Task[Any]] = set()
        self._calls: dict[asyncio.Future[Any], Hashable] = {}
        self._dropped: set[asyncio.Future[Any]] = set()

    def __bool__(self) -> bool:
        """Whether anything runs but what goes on beside."""
        return bool(self._running - self._beside)

    def spawn(self, work: Coroutine[Any, Any, T], beside: bool = False) -> asyncio.Task[T]:
        """Run something of the search's own, perhaps beside the search; if it raises, the search fails."""
        task = self._start(work, self._fail)
        if beside:
            self._beside.add(task)
        return task

    async def command(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something for a caller from outside, who gets what it raises; one who goes away does not break it."""
        return await asyncio.shield(self._start(work, lambda error: None))

    async def ask(self, work: Coroutine[Any, Any, T], about: Hashable = None) -> T | None:
        """The answer to a call of the outside; ``None`` if the search ended, or ends by its raising, or dropped the call, first.

        The call is a task of its own, so that ending the search cancels the call and never the coroutine
        waiting here: it gets an answer that is just there, and can hand back the state in it.
        """
        if self._over():
            work.close()
            return None
        call = asyncio.ensure_future(work)
        self._calls[call] = about
        try:
            return await call
        except asyncio.CancelledError:
            if not self._over() and call not in self._dropped:
                self._fail(RuntimeError("a call of the environment or the policy was cancelled"))
        except Exception as error:
            self._fail(error)
        finally:
            del self._calls[call]
            self._dropped.discard(call)
        return None

    def drop(self, about: Hashable) -> None:
        """Cancel the calls that are about this."""
        for call in [call for call, what in self._calls.items() if what == about]:
            self._dropped.add(call)
            call.cancel()

    async def wind_up(self) -> None:
        """Cancel all calls and wait until every task is gone.  The search must be over."""
        for call in self._calls:
            call.cancel()
        while self._running:
            await asyncio.wait(self._running)

    def _start(self, work: Coroutine[Any, Any, T], fail: Callable[[BaseException], None]) -> asyncio.Task[T]:
        def done(task: asyncio.Task[T]) -> None:
            self._running.discard(task)
            self._beside.discard(task)
            if not task.cancelled() and (error := task.exception()) is not None:
                fail(error)
            self._changed()

        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(done)
        return task
