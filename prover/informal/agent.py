"""Informal-to-formal: theorems with their words, on a prover that has been started.

async with AsyncProver() as prover:
    informal = InformalProver(prover, load_writer("openai:http://127.0.0.1:8000"))
    result = await informal.prove(read_problem(path), time_limit=60)
"""

from __future__ import annotations

from typing import Any, Protocol

from prover.concurrency import close_model
from prover.informal.attempt import InformalAttempt
from prover.informal.problem import InformalProblem
from prover.informal.sandbox import ProgramRun, Sandbox, SandboxUnavailable
from prover.informal.settings import InformalSettings
from prover.informal.stages import Recorder
from prover.informal.writer import Writer
from prover.result import ProofResult


class Proves(Protocol):
    """``prover.agent.AsyncProver``."""

    async def prove(self, theorem: str, *, name: str | None, words: InformalAttempt, **options: Any) -> ProofResult: ...


class InformalProver:
    """Proves theorems with their words.  ``writer``: who drafts and sketches; without one, words serve as facts only.

    Nothing is closed but by ``close``, which closes the writer and the sandbox, not the prover.
    """

    def __init__(
        self,
        prover: Proves,
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
        await close_model(self.writer)

    async def run_program(self, program: str) -> ProgramRun:
        """A program of thought in the sandbox; status ``lost`` where there is none."""
        try:
            return await self._sandbox.run(program)
        except SandboxUnavailable as error:
            return ProgramRun("lost", "", str(error))

    async def prove(
        self, problem: InformalProblem, *, name: str | None = None, recorder: Recorder | None = None, **options: Any
    ) -> ProofResult:
        """Search for a proof with the help of the words, and check it.

        Options and errors as ``AsyncProver.prove``.  ``recorder`` gets the stages, and the events of every search.
        """
        words = InformalAttempt(problem, self.writer, self.settings, self.run_program, recorder or Recorder())
        return await self.prover.prove(problem.text, name=name or problem.theorem, words=words, **options)
