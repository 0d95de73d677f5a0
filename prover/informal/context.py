"""What the ways from words to a proof of one theorem share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from prover.informal.problem import InformalProblem
from prover.informal.sandbox import ProgramRun
from prover.informal.settings import InformalSettings
from prover.informal.shared_budget import SharedBudget
from prover.informal.stages import Stages
from prover.informal.writer import Writer
from prover.opened import OpenTheorem

RunProgram = Callable[[str], Awaitable[ProgramRun]]


@dataclass(frozen=True)
class SketchContext:
    """One theorem, its words, and who writes sketches of it; ``budget`` is that of all searches together."""

    theorem: OpenTheorem
    problem: InformalProblem
    writer: Writer
    settings: InformalSettings
    run_program: RunProgram
    stages: Stages
    budget: SharedBudget

    @property
    def goal(self) -> str:
        """The theorem's first proof state as Lean prints it."""
        return self.theorem.environment.root.text
