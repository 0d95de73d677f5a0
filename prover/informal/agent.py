"""Informal-to-formal for one theorem: plain search with the words' facts, then drafts, sketches and their holes, then the
final check on the original statement.

    async with AsyncProver() as prover:
        informal = InformalProver(prover, load_writer("default"))
        result = await informal.prove(read_problem(path), time_limit=60)
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from prover.agent import AsyncProver
from prover.conclusion import unopened
from prover.informal.attempt import Attempt
from prover.informal.problem import InformalProblem
from prover.informal.sandbox import ProgramRun, Sandbox, SandboxUnavailable
from prover.informal.settings import InformalSettings
from prover.informal.stages import Recorder
from prover.informal.writer import Writer, close_writer
from prover.lean.environment import LeanEnvironment
from prover.lean.errors import BadStatement, LeanCrashed, LeanTimeout
from prover.lean.own_imports import notes
from prover.result import ProofResult, Seconds
from search import Budget, Listener, algorithm


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
            try:
                await prover.lean_for(worker, [problem.text], imports)
                environment = await LeanEnvironment.open(
                    worker, problem.text, name or problem.theorem, prover.tactic_limit, prover.heartbeats
                )
            except (BadStatement, LeanTimeout, LeanCrashed) as error:
                return unopened(problem.text, name or problem.theorem, worker, policy, begun, error)
            try:
                budget = Budget(seconds=time_limit, expansions=max_expansions, nodes=max_nodes, tactics=max_tactics)
                attempt = Attempt(
                    prover, self.writer, self.settings, self.run_program, problem, worker, worker.command, environment, budget,
                    search, concurrency, seed, recorder or Recorder(),
                )  # fmt: skip
                result = await attempt.run(listeners)
                lean = worker.lean_seconds - lean_before + attempt.closer.lean_seconds + result.seconds.lean
            finally:
                await environment.close()  # also when cancelled: the process serves others after this
        seconds = Seconds(total=time.monotonic() - begun, lean=lean, policy=attempt.purse.seconds_policy)
        noted = notes(worker.command, [problem.text], result.proved)
        return result.model_copy(update={"seconds": seconds, "notes": [*result.notes, *noted]})
