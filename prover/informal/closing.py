"""Closing the holes of a sketch: each is a search of its own."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field

from prover.concurrency import together
from prover.informal.purse import Purse
from prover.informal.record import SearchBegun, SearchEnded
from prover.informal.stages import Stages
from prover.lean.environment import LeanEnvironment
from prover.lean.errors import LeanCrashed, LeanTimeout, ProtocolError
from prover.lean.launch import LeanCommand
from prover.lean.pool import LeanPool, LeanWorker
from prover.lean.process import ServerFault
from prover.lean.sketch import ReadSketch
from search import Budget, Policy, Search, algorithm

Proofs = dict[int, tuple[str, ...]]


@dataclass
class Closer:
    """Closes holes on the theorem's own ``worker`` and on whichever others are idle, and remembers every goal's proof, as
    sketches of one theorem often share steps."""

    worker: LeanWorker
    pool: LeanPool
    command: LeanCommand
    policy: Policy
    search: str
    concurrency: int
    tactic_limit: float
    heartbeats: int
    hole_seconds: float
    purse: Purse
    stages: Stages
    proofs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Proofs by the goal's key."""
    tried: dict[str, float] = field(default_factory=dict)
    """Seconds that goals were searched in vain."""
    lean_seconds: float = 0.0
    """Of Lean on the other workers, and for final checks in vain."""

    async def close(self, number: int, sketch: ReadSketch) -> tuple[Proofs, list[int]]:
        """The proofs of holes, and the holes that stay open; after the first of those the others are given up.

        Raises ``LeanNotAvailable``.
        """
        found: Proofs = {}
        failed: list[int] = []
        waiting: deque[int] = deque()
        for index, hole in enumerate(sketch.holes):
            if (known := self.proofs.get(hole.key)) is not None:
                found[index] = known
                self._tell(number, index, "reused", True, known)
            elif self.tried.get(hole.key, 0.0) >= self.hole_seconds:
                failed.append(index)
                self._tell(number, index, "reused", False)
            else:
                waiting.append(index)
        if not failed:
            await self._close_all(number, sketch, waiting, found, failed)
        left = [index for index in range(len(sketch.holes)) if index not in found]
        return found, failed or left

    async def _close_all(self, number: int, sketch: ReadSketch, waiting: deque[int], found: Proofs, failed: list[int]) -> None:
        running: set[Search] = set()

        async def work(worker: LeanWorker) -> None:
            while waiting and not failed and self.purse.spent is None:
                index = waiting.popleft()
                tactics = await self._close_one(worker, number, sketch, index, running)
                if tactics is not None:
                    found[index] = tactics
                elif not failed:
                    failed.append(index)
                    for search in list(running):
                        search.stop()

        async def on_idle() -> None:
            with self.pool.lease_idle() as other:
                if other is None:
                    return
                before = other.lean_seconds
                await other.use(self.command)
                try:
                    await work(other)
                finally:
                    self.lean_seconds += other.lean_seconds - before

        others = min(len(waiting) - 1, len(self.pool.workers) - 1)
        await together([work(self.worker), *(on_idle() for _ in range(others))])

    async def _close_one(
        self, worker: LeanWorker, number: int, sketch: ReadSketch, index: int, running: set[Search]
    ) -> tuple[str, ...] | None:
        hole, name = sketch.holes[index], f"{number}_{index}"
        begun = time.monotonic()
        try:
            environment = await LeanEnvironment.open_hole(worker, sketch.opening(index), self.tactic_limit, self.heartbeats)
        except (ServerFault, LeanTimeout, LeanCrashed, ProtocolError) as error:
            self.stages(SearchBegun, search=name, sketch=number, hole=index)
            self._tell(number, index, f"lean: {error}", False, begun=begun)
            return None
        search = Search(frontier=algorithm(self.search), concurrency=self.concurrency)
        self.stages(SearchBegun, search=name, sketch=number, hole=index)
        running.add(search)
        try:
            with self.purse.paying(search), self.stages.recorder.search(name) as listeners:
                result = await search.run(
                    environment.root,
                    environment,
                    self.policy,
                    listeners=[self.purse, *listeners],
                    budget=Budget(seconds=self.hole_seconds),
                    info={"theorem": sketch.statement.text, "sketch": number, "hole": index, "policy": self.policy.name,
                          "search": self.search},
                )  # fmt: skip
        except BaseException:
            self._tell(number, index, "stopped", False, begun=begun)
            raise
        finally:
            running.discard(search)
            await asyncio.shield(environment.close())
        self._tell(number, index, result.reason, result.proved, result.proof or (), begun)
        if result.proof is None:
            if result.reason not in ("stopped", "error"):
                self.tried[hole.key] = self.hole_seconds
            return None
        self.proofs[hole.key] = result.proof
        return result.proof

    def _tell(
        self, number: int, index: int, reason: str, proved: bool, tactics: tuple[str, ...] = (), begun: float | None = None
    ) -> None:
        seconds = 0.0 if begun is None else time.monotonic() - begun
        self.stages(
            SearchEnded, search=f"{number}_{index}", reason=reason, proved=proved, tactics=list(tactics), seconds=seconds
        )
