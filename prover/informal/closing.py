"""Closing the holes of a sketch: each is a search of its own."""

from __future__ import annotations

import asyncio
from collections import deque

from prover.concurrency import together
from prover.informal.context import SketchContext
from prover.informal.record import PartSearchEnded
from prover.lean.environment import LeanEnvironment
from prover.lean.errors import LeanCrashed, LeanTimeout, ProtocolError
from prover.lean.pool import LeanWorker
from prover.lean.process import ServerFault
from prover.lean.sketch import ReadSketch
from search import Budget, Search

Proofs = dict[int, tuple[str, ...]]


class HoleCloser:
    """Closes holes on the theorem's own worker and on whichever others are idle, and remembers every goal's proof, as
    sketches of one theorem often share steps."""

    def __init__(self, context: SketchContext) -> None:
        self._context, self._theorem, self._stages = context, context.theorem, context.stages
        self._proofs: dict[str, tuple[str, ...]] = {}
        """Proofs by the goal's key."""
        self._failed: set[str] = set()
        """Goals that were searched in vain."""
        self.lean_seconds = 0.0
        """Of Lean on the other workers."""

    async def close(self, number: int, sketch: ReadSketch) -> tuple[Proofs, list[int]]:
        """The proofs of holes, and the holes that stay open; after the first of those the others are given up.

        Raises ``LeanNotAvailable``.
        """
        found: Proofs = {}
        failed: list[int] = []
        waiting: deque[int] = deque()
        for index, hole in enumerate(sketch.holes):
            known = self._proofs.get(hole.key)
            if known is None and hole.key not in self._failed:
                waiting.append(index)
                continue
            proved, tactics = known is not None, list(known or ())
            self._stages(PartSearchEnded, search=f"{number}_{index}", reason="reused", proved=proved, tactics=tactics)
            if known is None:
                failed.append(index)
            else:
                found[index] = known
        if not failed:
            await self._close_all(number, sketch, waiting, found, failed)
        left = [index for index in range(len(sketch.holes)) if index not in found]
        return found, failed or left

    async def _close_all(self, number: int, sketch: ReadSketch, waiting: deque[int], found: Proofs, failed: list[int]) -> None:
        pool, own = self._theorem.pool, self._theorem.worker
        running: set[Search] = set()

        async def work(worker: LeanWorker) -> None:
            while waiting and not failed and self._context.budget.spent is None:
                index = waiting.popleft()
                tactics = await self._close_one(worker, number, sketch, index, running)
                if tactics is not None:
                    found[index] = tactics
                elif not failed:
                    failed.append(index)
                    for search in list(running):
                        search.stop()

        async def on_idle() -> None:
            with pool.lease_idle() as other:
                if other is None:
                    return
                before = other.lean_seconds
                await other.use(own.command)
                try:
                    await work(other)
                finally:
                    self.lean_seconds += other.lean_seconds - before

        others = min(len(waiting) - 1, len(pool.workers) - 1)
        await together([work(own), *(on_idle() for _ in range(others))])

    async def _close_one(
        self, worker: LeanWorker, number: int, sketch: ReadSketch, index: int, running: set[Search]
    ) -> tuple[str, ...] | None:
        theorem, shared, name = self._theorem, self._context.budget, f"{number}_{index}"
        key, seconds = sketch.holes[index].key, self._context.settings.hole_seconds
        with self._stages.part_search(name, sketch=number, hole=index) as ended:
            try:
                opening = sketch.opening(index)
                environment = await LeanEnvironment.open_hole(worker, opening, theorem.tactic_limit, theorem.heartbeats)
            except (ServerFault, LeanTimeout, LeanCrashed, ProtocolError) as error:
                ended["reason"] = f"lean: {error}"
                return None
            search = theorem.new_search()
            running.add(search)
            info = {"theorem": sketch.statement.text, "sketch": number, "hole": index, "policy": theorem.policy.name}
            try:
                with shared.stopping(search), self._stages.recorder.search(name) as listeners:
                    result = await search.run(
                        environment.root,
                        environment,
                        theorem.policy,
                        listeners=[shared, *listeners],
                        budget=Budget(seconds=seconds),
                        info={**info, "search": theorem.options.search},
                    )
            finally:
                running.discard(search)
                await asyncio.shield(environment.close())
            ended.update(reason=result.reason, proved=result.proved, tactics=list(result.proof or ()))
        if result.proof is not None:
            self._proofs[key] = result.proof
        elif result.reason not in ("stopped", "error"):
            self._failed.add(key)
        return result.proof
