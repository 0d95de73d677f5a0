"""The part of a policy that comes late, such as a model that takes seconds to load: the search begins without it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from .game import LatePolicy, Policy

LATE_AFTER = 1.0
"""Seconds of the first expansion after which the late part is loaded, beside what goes on."""


class LatePart:
    """Which nodes the late part of a policy has still to be asked about.

    Each of them stays open until it has been; one that has nothing else left to try ``waits``.
    """

    def __init__(self, policy: Policy) -> None:
        self._coming: LatePolicy | None = getattr(policy, "late", None)
        self._policy: Policy = self._coming or policy
        self._unasked: set[int] = set()
        self._wanted = False

    @property
    def there(self) -> bool:
        return self._coming is None

    @property
    def policy(self) -> Policy:
        """The late part, to be asked once it is ``there``."""
        return self._policy

    def unasked(self, node: int) -> bool:
        """Whether it has still to be asked about the node."""
        return node in self._unasked

    def asked(self, *nodes: int) -> None:
        self._unasked.difference_update(nodes)

    def passed_over(self, *nodes: int) -> bool:
        """These are about to be asked about by the others alone.  Whether it is to be loaded now, which ``join`` does."""
        if self.there:
            self.asked(*nodes)
            return False
        self._unasked.update(nodes)
        first, self._wanted = not self._wanted, True
        return first

    async def join(self, expansion: asyncio.Future[None], ask: Callable[[Coroutine[Any, Any, None]], Any]) -> list[int]:
        """Load it once the first ``expansion`` is over, or takes long; the nodes it has to be asked about then.

        ``ask`` is ``Tasks.ask``.
        """
        assert self._coming is not None
        await asyncio.wait([expansion], timeout=LATE_AFTER)
        await ask(self._coming.ready())
        self._coming = None
        return sorted(self._unasked)
