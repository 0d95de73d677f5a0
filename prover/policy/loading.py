"""A policy that is loaded in a thread of its own, once it is first wanted: importing torch alone takes seconds."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from prover.policy.base import close_policy, with_seed
from search.game import Policy, ProofState, Proposal

_THREAD = "loads a policy"


class Loading:
    """One policy in the making, which several searches may wait for.  ``load`` is called at most once."""

    def __init__(self, load: Callable[[], Policy]) -> None:
        self._load = load
        self._policy: Future[Policy] = Future()
        self._closed = False
        self._lock = threading.Lock()

    @property
    def done(self) -> bool:
        """Whether the policy is there."""
        return self._policy.done() and self._policy.exception() is None

    async def policy(self) -> Policy:
        """The policy.  Raises what ``load`` raised; ``RuntimeError`` once closed."""
        with self._lock:
            if self._closed:
                raise RuntimeError("the policy has been closed")
            if not self._policy.running() and not self._policy.done():
                self._policy.set_running_or_notify_cancel()  # from now on, waiting is cancelled, not loading
                threading.Thread(target=self._run, name=_THREAD).start()
        return await asyncio.wrap_future(self._policy)

    def close(self) -> None:
        """Free the policy as soon as it is there."""
        with self._lock:
            self._closed = True
        self._policy.add_done_callback(lambda loaded: loaded.exception() or close_policy(loaded.result()))

    def _run(self) -> None:
        try:
            self._policy.set_result(self._load())
        except BaseException as error:
            self._policy.set_exception(error)


class LateModel:
    """Implements ``search.game.LatePolicy``: what ``loading`` comes to, with ``seed`` added to its own."""

    draws = True

    def __init__(self, name: str, loading: Loading, seed: int = 0) -> None:
        self.name, self.seed = name, seed
        self._loading = loading

    @property
    def late(self) -> LateModel | None:
        """Itself until it is loaded."""
        return None if self._loading.done else self

    async def ready(self) -> None:
        """Raises ``PolicyError`` where the model cannot be loaded."""
        await self._loading.policy()

    async def propose(self, states: Sequence[ProofState]) -> list[list[Proposal]]:
        return await with_seed(await self._loading.policy(), self.seed).propose(states)

    def with_seed(self, seed: int) -> LateModel:
        return LateModel(self.name, self._loading, self.seed + seed)

    def close(self) -> None:
        self._loading.close()


def under_way() -> bool:
    """Whether a policy is being loaded, which nothing can stop."""
    return any(thread.name == _THREAD for thread in threading.enumerate())
