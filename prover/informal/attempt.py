"""One theorem with its words: the search takes up what they say; with a writer, it and sketches take turns."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import nullcontext

from prover.informal import record
from prover.informal.by_sketch import SketchProver
from prover.informal.context import RunProgram, SketchContext
from prover.informal.facts import Facts, FactsPolicy
from prover.informal.problem import InformalProblem
from prover.informal.settings import InformalSettings
from prover.informal.shared_budget import PausableEnvironment, SharedBudget
from prover.informal.stages import Recorder, Stages
from prover.informal.writer import Writer
from prover.opened import OpenTheorem
from prover.policy.base import Merged
from prover.result import ProofResult
from search import Budget, Environment, Listener, Policy, Search, SearchResult


class InformalAttempt:
    """From the opened statement to the result.  Without a ``writer``, words give facts and moves, and no sketches."""

    def __init__(
        self,
        problem: InformalProblem,
        writer: Writer | None,
        settings: InformalSettings,
        run_program: RunProgram,
        recorder: Recorder,
    ) -> None:
        self.problem, self.writer, self.settings, self._run_program = problem, writer, settings, run_program
        self._facts = FactsPolicy(Facts.from_words(problem.informal_stmt, problem.informal_proof))
        self._stages = Stages(recorder, writer.name if writer else None)

    def with_facts(self, policy: Policy) -> Policy:
        """What ``policy`` and the words propose, under the name of ``policy``."""
        return Merged([policy, self._facts], policy.name)

    async def run(self, theorem: OpenTheorem, search: Search, listeners: Iterable[Listener]) -> ProofResult:
        """``search`` is the whole theorem's own, which ``listeners`` hear.  Raises ``LeanNotAvailable``."""
        stages = self._stages
        stages(
            record.WordsStarted,
            theorem=theorem.environment.statement.text,
            goal=theorem.environment.root.text,
            informal_statement=self.problem.informal_stmt,
            informal_proof=self.problem.informal_proof,
            policy=theorem.policy.name,
            writer=stages.record.writer,
            time_limit=theorem.options.time_limit,
        )
        own = _OwnSearch(theorem, search, listeners, stages)
        if self.writer is None:
            result = await theorem.conclude(await own.run(theorem.environment, theorem.options.budget))
        else:
            budget = SharedBudget(theorem.options.budget, self.settings.search_first)
            context = SketchContext(theorem, self.problem, self.writer, self.settings, self._run_program, stages, budget)
            result = await _Turns(context, own, SketchProver(context, self._facts.learn)).run()
        won_by = None
        if result.proved:
            won_by = "sketch" if result.sources == ["sketch"] else "facts" if self._facts.name in result.sources else "search"
        stages(record.WordsEnded, status=result.status, won_by=won_by)
        return result.model_copy(update={"informal": stages.record.model_copy(deep=True)})


class _OwnSearch:
    """The search for the whole theorem, a stage among others."""

    def __init__(self, theorem: OpenTheorem, search: Search, listeners: Iterable[Listener], stages: Stages) -> None:
        self._theorem, self._search, self._listeners, self._stages = theorem, search, listeners, stages
        self.stop = search.stop

    async def run(self, environment: Environment, budget: Budget, shared: SharedBudget | None = None) -> SearchResult:
        """``shared``: what it has in common with other searches, beside ``budget``."""
        counting, stopping = ([], nullcontext()) if shared is None else ([shared], shared.stopping(self._search))
        with self._stages.part_search(record.ROOT) as ended:
            with stopping, self._stages.recorder.search(record.ROOT) as more, self._stages.timing("search"):
                found = await self._theorem.search(self._search, [*counting, *self._listeners, *more], budget, environment)
            reason = found.reason if shared is None else shared.reason(found)
            ended.update(reason=reason, proved=found.proved, tactics=list(found.proof or ()))
        return found


class _Turns:
    """The whole theorem's own search and the way by sketches, in turns under one budget."""

    def __init__(self, context: SketchContext, own: _OwnSearch, by_sketch: SketchProver) -> None:
        self._context, self._budget, self._own, self._by_sketch = context, context.budget, own, by_sketch
        self._environment = PausableEnvironment(context.theorem.environment)

    async def run(self) -> ProofResult:
        searching = asyncio.create_task(self._own.run(self._environment, Budget(), self._budget))
        try:
            sketched = await self._sketches_turn(searching)
            self._environment.resume()
            found = await searching
            if sketched is None and found.reason == "exhausted" and self._budget.spent is None:
                sketched = await self._sketch(searching)
        except BaseException:
            searching.cancel()
            await asyncio.wait([searching])
            raise
        finally:
            self._budget.close()
        result = sketched or await self._context.theorem.conclude(found, self._by_sketch.fields(self._budget.reason(found)))
        seconds = result.seconds.model_copy(
            update={"policy": self._budget.seconds_policy, "lean": result.seconds.lean + self._by_sketch.lean_seconds}
        )
        return result.model_copy(update={"seconds": seconds})

    async def _sketches_turn(self, searching: asyncio.Task[SearchResult]) -> ProofResult | None:
        """When the theorem's own search has had its share, it waits while sketches have theirs."""
        share_spent = asyncio.create_task(self._budget.share_spent.wait())
        try:
            await asyncio.wait([searching, share_spent], return_when=asyncio.FIRST_COMPLETED)
        finally:
            share_spent.cancel()
        if searching.done() or self._budget.spent is not None:
            return None
        self._environment.pause()
        sketched = await self._sketch(searching)
        if sketched is not None and not searching.done():
            self._own.stop()
        return sketched

    async def _sketch(self, searching: asyncio.Task[SearchResult]) -> ProofResult | None:
        """The proof by sketches, if they come to one in time, and before the theorem's own search comes to one itself."""
        left, limit = self._budget.seconds_left(), self._budget.budget.seconds
        others = [] if searching.done() else [searching]
        if others and left is not None and limit is not None:
            left = min(left, limit * self._context.settings.words_share)
        sketching = asyncio.create_task(self._by_sketch.run())
        try:
            await asyncio.wait([sketching, *others], timeout=left, return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not sketching.done():
                sketching.cancel()
                await asyncio.wait([sketching])
        return None if sketching.cancelled() else sketching.result()
