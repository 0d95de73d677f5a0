"""Who writes the words and the sketches: the seam between the stages and any language model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from prover.informal.problem import InformalProblem


@dataclass(frozen=True)
class Draft:
    """An informal solution.

    ``text``: chain of thought; ``program``: program of thought, Python, or empty (MAmmoTH, Yue et al. 2023); ``output``: what
    the program printed in the sandbox; ``answer``: the number it comes to, as written, or empty.
    """

    text: str
    program: str = ""
    output: str = ""
    answer: str = ""


@runtime_checkable
class Writer(Protocol):
    """A model asked for texts.  Each method returns at most ``n`` texts as the model wrote them, likeliest first; it raises
    ``prover.policy.PolicyError`` when the model is gone.  ``goal`` is the theorem's first proof state as Lean prints it.
    """

    name: str

    async def draft(self, problem: InformalProblem, goal: str, n: int, seed: int) -> list[str]:
        """Solutions in words; a fenced ``python`` block is the program, a last line ``Answer: …`` the answer."""
        ...

    async def sketch(self, problem: InformalProblem, goal: str, draft: Draft, n: int, seed: int) -> list[str]:
        """Lean proofs with ``sorry`` for what is left open: whole theorems or tactic blocks, maybe fenced."""
        ...

    async def mend(
        self, problem: InformalProblem, goal: str, draft: Draft, broken: str, complaint: str, n: int, seed: int
    ) -> list[str]:
        """As ``sketch``, given an earlier sketch and what Lean said of it."""
        ...

    async def formalize(self, words: str, n: int, seed: int) -> list[str]:
        """Lean theorem statements for a problem in words."""
        ...
