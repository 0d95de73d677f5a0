"""A policy that is loaded in a thread of its own, once it is first wanted: importing torch alone takes seconds."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future

from prover.lean.messages import LibraryOpened
from prover.policy.base import close_policy, draws, preceding, with_seed
from search.game import Policy, ProofState, Proposal

LATE_AFTER = 1.0
"""Seconds after which a model is loaded that a search turns out to need."""
_THREAD = "loads a policy"


class Loading:
    """One policy in the making, which several searches may wait for.  ``load`` is called at most once."""

    def __init__(self, load: Callable[[], Policy]) -> None:
        self._load = load
        self._policy: Future[Policy] = Future()
        self._closed = False
        self._lock = threading.Lock()

    @classmethod
    def over(cls, policy: Policy) -> Loading:
        """Of a policy that is there already."""
        self = cls(lambda: policy)
        self._policy.set_result(policy)
        return self

    @property
    def done(self) -> bool:
        """Whether the policy is there."""
        return self._policy.done() and self._policy.exception() is None

    @property
    def result(self) -> Policy:
        """The policy, once it is there."""
        return self._policy.result(timeout=0)

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


class BesideModel:
    """Implements ``search.game.SlowPolicy``: a model that has the company of quicker policies.

    It answers afterwards, so that what they propose at once need not wait for it, nor Lean.  One that is not loaded yet is loaded
    when a state has kept the search for ``LATE_AFTER`` seconds; ``seed`` is added to its own; ``theorem``: see ``preceding``.
    """

    def __init__(self, name: str, loaded: Loading, seed: int = 0, theorem: LibraryOpened | None = None) -> None:
        self.name, self.seed, self.theorem = name, seed, theorem
        self._loaded = loaded

    @property
    def draws(self) -> bool:
        """As ``draws`` of the model; as long as it is not loaded, it may."""
        return self.loading or draws(self._loaded.result)

    @property
    def loading(self) -> bool:
        """Whether it has still to be loaded."""
        return not self._loaded.done

    async def propose(self, states: Sequence[ProofState]) -> list[list[Proposal]]:
        return [[] for _ in states]

    async def afterwards(self, state: ProofState) -> AsyncIterator[Sequence[Proposal]]:
        """Raises ``PolicyError`` where the model cannot be loaded, and as it does."""
        if self.loading:
            await asyncio.sleep(LATE_AFTER)
        policy = with_seed(await self._loaded.policy(), self.seed)
        (proposals,) = await (policy if self.theorem is None else preceding(policy, self.theorem)).propose([state])
        yield proposals

    def with_seed(self, seed: int) -> BesideModel:
        return BesideModel(self.name, self._loaded, self.seed + seed, self.theorem)

    def preceding(self, theorem: LibraryOpened) -> BesideModel:
        return BesideModel(self.name, self._loaded, self.seed, theorem)

    def close(self) -> None:
        self._loaded.close()


def beside(policy: Policy) -> BesideModel:
    """A model that is loaded, to answer beside others."""
    return BesideModel(policy.name, Loading.over(policy))


def under_way() -> bool:
    """Whether a policy is being loaded, which nothing can stop."""
    return any(thread.name == _THREAD for thread in threading.enumerate())
