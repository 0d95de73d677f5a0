"""The part of a policy that comes late, such as a model that takes seconds to load: the search begins without it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from .game import LatePolicy, Policy

LATE_AFTER = 1.0
"""Seconds of the first expansion after which the late part is loaded, beside what goes on."""


class LatePart:
    """What of a policy has still to be loaded, if anything; whether it is ``there``, to be asked, and whether it is ``wanted``."""

    def __init__(self, policy: Policy) -> None:
        self._coming: LatePolicy | None = getattr(policy, "late", None)
        self.policy: Policy = self._coming or policy
        self._wanted = False

    @property
    def there(self) -> bool:
        return self._coming is None

    def want(self) -> bool:
        """Whether it is to be loaded now, by ``load``: it is not there, and nobody has asked before."""
        first, self._wanted = not self._wanted and not self.there, True
        return first

    async def load(self, expansion: asyncio.Future[None], ask: Callable[[Coroutine[Any, Any, None]], Any]) -> None:
        """Load it once the first ``expansion`` is over, or takes long.  ``ask`` is ``Tasks.ask``."""
        assert self._coming is not None
        await asyncio.wait([expansion], timeout=LATE_AFTER)
        await ask(self._coming.ready())
        self._coming = None
