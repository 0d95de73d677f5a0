"""What provers of every kind share: the policy they are made with, loaded when they start and freed when they close."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, TypeVar

from prover.concurrency import close_model
from prover.policy.base import draws
from search import Policy

S = TypeVar("S", bound="PolicyHolder")


class PolicyHolder(ABC):
    """A context manager that starts and closes itself, with a ``policy`` in between."""

    def __init__(self, policy: str | Sequence[str] | Policy) -> None:
        self._given = policy
        self._policy: Policy | None = None

    async def __aenter__(self: S) -> S:
        try:
            await self.start()
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @abstractmethod
    async def start(self) -> None: ...

    async def close(self) -> None:
        """Free the model."""
        policy, self._policy = self._policy, None
        await close_model(policy)

    async def _load_policy(self, **options: Any) -> None:
        """As ``load_policy``, if specs were given."""
        if isinstance(self._given, (str, Sequence)):
            from prover.policy import load_policy

            specs = [self._given] if isinstance(self._given, str) else list(self._given)
            self._policy = await asyncio.to_thread(load_policy, specs, **options)
        else:
            self._policy = self._given

    @property
    def policy(self) -> Policy:
        if self._policy is None:
            raise RuntimeError("the prover has not been started: use 'async with' or call start()")
        return self._policy

    @property
    def draws(self) -> bool:
        """Whether another ``seed`` makes the policy propose other tactics."""
        return draws(self.policy)
