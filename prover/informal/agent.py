"""Informal-to-formal for one theorem: plain search with the words' facts, then drafts, sketches and their holes, then the
final check on the original statement.

    async with AsyncProver() as prover:
        informal = InformalProver(prover, load_writer("default"))
        result = await informal.prove(read_problem(path), time_limit=60)
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from typing import Any

from prover.agent import AsyncProver, checked, conclude, result_fields, unopened
from prover.check import exported
from prover.informal import drafting, record
from prover.informal.closing import Closer
from prover.informal.facts import FactsPolicy
from prover.informal.problem import InformalProblem
from prover.informal.purse import Gate, Purse
from prover.informal.record import InformalRecord, WonBy
from prover.informal.sandbox import ProgramRun, Sandbox, SandboxUnavailable
from prover.informal.settings import InformalSettings
from prover.informal.sketching import Sketcher
from prover.informal.stages import Recorder, Stages
from prover.informal.writer import Draft, Writer, close_writer
from prover.lean.environment import LeanEnvironment
from prover.lean.errors import BadStatement, LeanCrashed, LeanTimeout
from prover.lean.pool import LeanWorker
from prover.lean.sketch import ReadSketch
from prover.policy.base import Merged, with_seed
from prover.result import ProofResult, Seconds
from search import Budget, Listener, Policy, Search, SearchResult, algorithm


class InformalProver:
    """Proves theorems with their words, on a started ``AsyncProver``, whose policy and Lean workers it uses.

    ``writer``: who drafts and sketches; without one, words serve as facts only.  Nothing is closed but by ``close``, which
    closes the writer and the sandbox, not the prover.
    """

    def __init__(
        self,
        prover: AsyncProver,
        writer: Writer | None = None,
        settings: InformalSettings | None = None,
        sandbox: Sandbox | None = None,
    ) -> None:
        self.prover, self.writer = prover, writer
        self.settings = settings or InformalSettings()
        self._sandbox = sandbox or Sandbox()

    async def close(self) -> None:
        """Free the writer and the sandbox."""
        await self._sandbox.close()
        if self.writer is not None:
            await close_writer(self.writer)

    async def run_program(self, program: str) -> ProgramRun:
        """A program of thought in the sandbox; status ``lost`` where there is none."""
        try:
            return await self._sandbox.run(program)
        except SandboxUnavailable as error:
            return ProgramRun("lost", "", str(error))

    async def prove(
        self,
        problem: InformalProblem,
        *,
        name: str | None = None,
        imports: tuple[str, ...] | None = None,
        time_limit: float | None = None,
        max_expansions: int | None = None,
        max_nodes: int | None = None,
        max_tactics: int | None = None,
        search: str = "best-first",
        concurrency: int = 1,
        seed: int = 0,
        listeners: Iterable[Listener] = (),
        recorder: Recorder | None = None,
    ) -> ProofResult:
        """Search for a proof with the help of the words, and check it.

        Arguments and errors as ``AsyncProver.prove``; the limits are for all searches together.  ``listeners`` hear the whole
        theorem's own search, ``recorder`` everything.
        """
        begun = time.monotonic()
        algorithm(search)
        prover, policy = self.prover, self.prover.policy.name
        async with prover.pool.lease() as worker:
            lean_before = worker.lean_seconds
            command = await prover.command_with(imports)
            await worker.use(command)
            try:
                environment = await LeanEnvironment.open(
                    worker, problem.text, name or problem.name or None, prover.tactic_limit, prover.heartbeats
                )
            except (BadStatement, LeanTimeout, LeanCrashed) as error:
                return unopened(problem.text, name or problem.name, worker, policy, begun, error)
            budget = Budget(seconds=time_limit, expansions=max_expansions, nodes=max_nodes, tactics=max_tactics)
            attempt = _Attempt(self, problem, worker, environment, budget, search, concurrency, seed, recorder or Recorder())
            attempt.closer.command = command
            try:
                result = await attempt.run(listeners)
            finally:
                attempt.purse.close()
            lean = worker.lean_seconds - lean_before + attempt.closer.lean_seconds
            await environment.close()
        seconds = Seconds(total=time.monotonic() - begun, lean=lean, policy=attempt.purse.seconds_policy)
        return result.model_copy(update={"seconds": seconds})


class _Attempt:
    """One theorem, from its opened statement to its result."""

    def __init__(
        self,
        informal: InformalProver,
        problem: InformalProblem,
        worker: LeanWorker,
        environment: LeanEnvironment,
        budget: Budget,
        search: str,
        concurrency: int,
        seed: int,
        recorder: Recorder,
    ) -> None:
        prover, self.settings, self.writer = informal.prover, informal.settings, informal.writer
        self.informal, self.problem, self.worker, self.environment = informal, problem, worker, environment
        self.search, self.seed, self.policy_name = search, seed, prover.policy.name
        self.facts = FactsPolicy.from_words(problem.informal_stmt, problem.informal_proof)
        self.policy: Policy = Merged([with_seed(prover.policy, seed), self.facts], self.policy_name)
        self.purse = Purse(budget, self.settings.search_first if self.writer else 1.0)
        self.stages = Stages(recorder, self.writer.name if self.writer else None)
        self.gate = Gate(environment)
        self.root = Search(frontier=algorithm(search), concurrency=concurrency)
        self.closer = Closer(
            worker, prover.pool, worker.command, self.policy, search, concurrency, prover.tactic_limit, prover.heartbeats,
            self.settings.hole_seconds, self.purse, self.stages,
        )  # fmt: skip

    async def run(self, listeners: Iterable[Listener]) -> ProofResult:
        statement = self.environment.statement
        self.stages(
            record.WordsStarted,
            theorem=statement.text,
            goal=self.environment.root.text,
            informal_statement=self.problem.informal_stmt,
            informal_proof=self.problem.informal_proof,
            policy=self.policy_name,
            writer=self.stages.record.writer,
            time_limit=self.purse.budget.seconds,
        )
        searching = asyncio.create_task(self._search(listeners))
        by_words: ProofResult | None = None
        try:
            if self.writer is not None:
                await self._turn_of_words(searching)
                if self._undecided(searching):
                    self.gate.open.clear()
                    by_words = await self._words_in_time(searching)
                    if by_words is not None and not searching.done():
                        self.root.stop()
                    self.gate.open.set()
            found = await searching
        except BaseException:
            searching.cancel()
            await asyncio.wait([searching])
            raise
        result = by_words or await conclude(self.worker, self.environment, found, self._fields(found))
        return self._ended(result, "sketch" if by_words else None)

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

    async def _turn_of_words(self, searching: asyncio.Task[SearchResult]) -> None:
        """Until plain search has had its share, or is over."""
        shared = asyncio.create_task(self.purse.shared.wait())
        try:
            await asyncio.wait([searching, shared], return_when=asyncio.FIRST_COMPLETED)
        finally:
            shared.cancel()

    def _undecided(self, searching: asyncio.Task[SearchResult]) -> bool:
        if self.purse.spent is not None:
            return False
        return not searching.done() or (searching.exception() is None and searching.result().reason == "exhausted")

    # Words

    async def _words_in_time(self, searching: asyncio.Task[SearchResult]) -> ProofResult | None:
        """The proof by sketches, if they come to one before it is plain search's turn again."""
        left = self.purse.seconds_left()
        if left is not None and not searching.done():
            left = min(left, (self.purse.budget.seconds or 0.0) * self.settings.words_share)
        try:
            return await asyncio.wait_for(self._by_words(), left)
        except asyncio.TimeoutError:
            return None

    async def _by_words(self) -> ProofResult | None:
        assert self.writer is not None
        statement, root = self.environment.statement, self.environment.root
        sketcher = Sketcher(
            self.writer, self.problem, self.worker, statement, root.key.partition("\n")[0], root.text, Draft(""),
            self.settings, self.stages, self.seed,
        )  # fmt: skip
        with self.stages.timing("draft"):
            sketcher.draft = await self._draft(sketcher)
        nearest: tuple[int, ReadSketch, list[int]] | None = None
        for turn in range(self.settings.rounds):
            with self.stages.timing("sketch"):
                new = await (sketcher.first(turn) if nearest is None else sketcher.after(*nearest, turn))
            for number, sketch in new:
                with self.stages.timing("close"):
                    proofs, left = await self.closer.close(number, sketch)
                if self.purse.spent is not None:
                    return None
                if left:
                    self.stages(record.SketchEnded, sketch=number, status="open", message=f"open: {_numbers(left)}")
                    if nearest is None or len(left) <= len(nearest[2]):
                        nearest = number, sketch, left
                elif (result := await self._check(number, sketch, proofs)) is not None:
                    return result
            if sketcher.deaf:
                break
        return None

    async def _draft(self, sketcher: Sketcher) -> Draft:
        assert self.writer is not None
        drafts: list[Draft] = []
        if self.problem.informal_proof.strip():
            given = Draft(self.problem.informal_proof, answer=drafting.answer_in(self.problem.informal_proof))
            drafting.tell(given, 0, "given", self.stages)
            drafts.append(given)
        if self.writer.wants_drafts and self.settings.drafts:
            ask = self.writer.draft
            texts = await sketcher.listening(lambda: ask(self.problem, sketcher.goal, self.settings.drafts, self.seed))
            for text in texts:
                draft = drafting.parse_draft(text)
                drafting.tell(draft, len(drafts), "written", self.stages)
                drafts.append(await drafting.complete(draft, len(drafts), self.informal.run_program, self.stages))
        if not drafts:
            return Draft("")
        self.facts.learn([line for draft in drafts for line in (*draft.output.splitlines(), draft.answer) if line.strip()])
        chosen = drafting.choose(drafts, self.stages)
        if not chosen.output:  # what was computed goes with whichever words
            outputs = [draft.output for draft in drafts if draft.output and draft.answer in ("", chosen.answer)]
            chosen = Draft(chosen.text, chosen.program, outputs[0] if outputs else "", chosen.answer)
        return chosen

    async def _check(self, number: int, sketch: ReadSketch, proofs: dict[int, tuple[str, ...]]) -> ProofResult | None:
        statement = self.environment.statement
        filled = sketch.filled(proofs)
        body = filled[len(statement.text) :].strip().removeprefix(":=").strip()
        tactics = [body[2:].strip("\n")] if body.startswith("by\n") else [f"exact {body}"]
        result = await checked(self.worker, statement, exported(filled), tactics, ["sketch"], self._fields(None))
        status = "proved" if result.proved else "check failed"
        self.stages(record.SketchEnded, sketch=number, status=status, message=result.error or "")
        return result if result.proved else None

    # The result

    def _reason(self, found: SearchResult) -> str:
        return self.purse.spent or found.reason if found.reason == "stopped" else found.reason

    def _fields(self, found: SearchResult | None) -> dict[str, Any]:
        ended = "proved" if found is None else self._reason(found)
        counts = {"expansions": self.purse.expansions, "nodes": self.purse.nodes, "ended": ended}
        return result_fields(self.worker, self.environment.statement, self.policy_name, **counts)

    def _ended(self, result: ProofResult, won_by: WonBy | None) -> ProofResult:
        if result.proved and won_by is None:
            won_by = "facts" if self.facts.name in result.sources else "search"
        self.stages(record.WordsEnded, status=result.status, won_by=won_by)
        return result.model_copy(update={"informal": InformalRecord.model_validate(self.stages.record.model_dump())})


def _numbers(holes: list[int]) -> str:
    return ", ".join(str(hole) for hole in holes)


__all__ = ["InformalProver"]
