"""Several pieces of asynchronous work at once, all of which are over when it is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable
from typing import TypeVar

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
