"""One theorem with its words: plain search and the way by sketches take turns under one budget."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from typing import Any

from prover.agent import AsyncProver
from prover.conclusion import conclude, result_fields
from prover.informal import record
from prover.informal.by_sketch import BySketch
from prover.informal.closing import Closer
from prover.informal.drafting import RunProgram
from prover.informal.facts import Facts, FactsPolicy
from prover.informal.problem import InformalProblem
from prover.informal.purse import Gate, Purse
from prover.informal.record import InformalRecord, WonBy
from prover.informal.settings import InformalSettings
from prover.informal.sketching import Sketcher
from prover.informal.stages import Recorder, Stages
from prover.informal.writer import Draft, Writer
from prover.lean.environment import LeanEnvironment
from prover.lean.launch import LeanCommand
from prover.lean.pool import LeanWorker
from prover.policy.base import Merged, with_seed
from prover.result import ProofResult
from search import Budget, Listener, Policy, ProofState, Proposal, Search, SearchResult, algorithm


class Attempt:
    """From the opened statement to the result."""

    def __init__(
        self,
        prover: AsyncProver,
        writer: Writer | None,
        settings: InformalSettings,
        run_program: RunProgram,
        problem: InformalProblem,
        worker: LeanWorker,
        command: LeanCommand,
        environment: LeanEnvironment,
        budget: Budget,
        search: str,
        concurrency: int,
        seed: int,
        recorder: Recorder,
    ) -> None:
        self.settings, self.problem = settings, problem
        self.worker, self.environment = worker, environment
        self.search, self.seed, self.policy_name = search, seed, prover.policy.name
        self.facts = Words(Facts.from_words(problem.informal_stmt, problem.informal_proof))
        self.policy: Policy = Merged([with_seed(prover.policy, seed), self.facts], self.policy_name)
        self.purse = Purse(budget, settings.search_first if writer else 1.0)
        self.stages = Stages(recorder, writer.name if writer else None)
        self.gate = Gate(environment)
        self.root = Search(frontier=algorithm(search), concurrency=concurrency)
        self.closer = Closer(
            worker, prover.pool, command, self.policy, search, concurrency, prover.tactic_limit, prover.heartbeats,
            settings.hole_seconds, self.purse, self.stages,
        )  # fmt: skip
        self.by_sketch: BySketch | None = None
        if writer is not None:
            root = environment.root
            sketcher = Sketcher(
                writer, problem, worker, environment.statement, root.handle.key, root.text, Draft(""), settings,
                self.stages, seed,
            )  # fmt: skip
            self.by_sketch = BySketch(
                sketcher, self.closer, self.stages, run_program, self.facts.learn, lambda: self._fields("proved")
            )

    async def run(self, listeners: Iterable[Listener]) -> ProofResult:
        """Raises ``LeanNotAvailable``."""
        self.stages(
            record.WordsStarted,
            theorem=self.environment.statement.text,
            goal=self.environment.root.text,
            informal_statement=self.problem.informal_stmt,
            informal_proof=self.problem.informal_proof,
            policy=self.policy_name,
            writer=self.stages.record.writer,
            time_limit=self.purse.budget.seconds,
        )
        searching = asyncio.create_task(self._search(listeners))
        try:
            by_words = await self._turn_of_words(searching)
            self.gate.open.set()
            found = await searching
            if by_words is None and self._hopeful(found):
                by_words = await self._words(searching)
        except BaseException:
            searching.cancel()
            await asyncio.wait([searching])
            raise
        finally:
            self.purse.close()
        if by_words is not None:
            return self._ended(by_words, "sketch")
        common = self._fields(self._reason(found))
        return self._ended(await conclude(self.closer.pool, self.worker, self.environment, found, common), None)

    # The whole theorem's own search

    async def _search(self, listeners: Iterable[Listener]) -> SearchResult:
        begun = time.monotonic()
        self.stages(record.SearchBegun, search=record.ROOT)
        info = {
            "theorem": self.environment.statement.text,
            "policy": self.policy_name,
            "search": self.search,
            "seed": self.seed,
        }
        with self.purse.paying(self.root), self.stages.recorder.search(record.ROOT) as more, self.stages.timing("search"):
            found = await self.root.run(
                self.environment.root, self.gate, self.policy, listeners=[self.purse, *listeners, *more], info=info
            )
        self.stages(
            record.SearchEnded, search=record.ROOT, reason=self._reason(found), proved=found.proved,
            tactics=list(found.proof or ()), seconds=time.monotonic() - begun,
        )  # fmt: skip
        return found

    def _hopeful(self, found: SearchResult) -> bool:
        """Whether plain search is at its end, and something is left for words to spend."""
        return self.by_sketch is not None and found.reason == "exhausted" and self.purse.spent is None

    # Words

    async def _turn_of_words(self, searching: asyncio.Task[SearchResult]) -> ProofResult | None:
        """When plain search has had its share, it waits while words have theirs."""
        shared = asyncio.create_task(self.purse.shared.wait())
        try:
            await asyncio.wait([searching, shared], return_when=asyncio.FIRST_COMPLETED)
        finally:
            shared.cancel()
        if self.by_sketch is None or searching.done() or self.purse.spent is not None:
            return None
        self.gate.open.clear()
        by_words = await self._words(searching)
        if by_words is not None and not searching.done():
            self.root.stop()
        return by_words

    async def _words(self, searching: asyncio.Task[SearchResult]) -> ProofResult | None:
        """The proof by sketches, if they come to one in time, and before plain search comes to one itself."""
        assert self.by_sketch is not None
        left, others = self.purse.seconds_left(), [searching]
        if searching.done():
            others = []
        elif left is not None and self.purse.budget.seconds is not None:
            left = min(left, self.purse.budget.seconds * self.settings.words_share)
        words = asyncio.create_task(self.by_sketch.run())
        try:
            await asyncio.wait([words, *others], timeout=left, return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not words.done():
                words.cancel()
                await asyncio.wait([words])
        return None if words.cancelled() else words.result()

    # The result

    def _reason(self, found: SearchResult) -> str:
        return self.purse.spent or found.reason if found.reason == "stopped" else found.reason

    def _fields(self, ended: str) -> dict[str, Any]:
        counts = {"expansions": self.purse.expansions, "nodes": self.purse.nodes, "ended": ended}
        return result_fields(self.worker, self.environment.statement, self.policy_name, **counts)

    def _ended(self, result: ProofResult, won_by: WonBy | None) -> ProofResult:
        if result.proved and won_by is None:
            won_by = "facts" if self.facts.name in result.sources else "search"
        self.stages(record.WordsEnded, status=result.status, won_by=won_by)
        return result.model_copy(update={"informal": InformalRecord.model_validate(self.stages.record.model_dump())})


class Words:
    """The policy of what the words offer, which can learn more while it is in use."""

    name = FactsPolicy.name

    def __init__(self, facts: Facts) -> None:
        self._facts, self._policy = facts, FactsPolicy(facts)

    def learn(self, lines: list[str]) -> None:
        """Offer these too: what programs printed, and answers."""
        self._policy = FactsPolicy(self._facts, lines)

    async def propose(self, states: Sequence[ProofState]) -> list[list[Proposal]]:
        return await self._policy.propose(states)
