"""What a family of generated statements is, and the random choices of one problem.

A family draws a statement from a seed and, as a teacher, scripts that are expected to prove it: one step of
a script is one tactic for a policy to learn.  Nothing is believed: Lean runs every script, and only a state
and a tactic from a proof that Lean accepted become training material (``prover.training.teach``).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Script = tuple[str, ...]


@dataclass(frozen=True)
class DrawnTheorem:
    """A statement without a body, and scripts for it, tried in order until one is a proof."""

    family: str
    name: str
    statement: str
    scripts: tuple[Script, ...]


class Draw(random.Random):
    """Random choices of one problem, and the names of its hypotheses.

    Statements of people and of benchmarks differ in how they call things; a family takes every name from
    here, so that a model learns to read names instead of expecting them.
    """

    def hypotheses(self) -> Iterator[str]:
        """Names for hypotheses in one of the usual styles, without end."""
        style = self.choices(("h₀", "h₁", "h", "ha"), weights=(8, 2, 2, 1))[0]
        if style == "ha":
            yield from ("hx", "hy", "hz", "hw", "ha", "hb", "hc", "hd")
        if style == "h":
            yield "h"
        number = 1 if style in ("h₁", "h") else 0
        while True:
            yield "h" + "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in str(number))
            number += 1

    def chance(self, probability: float) -> bool:
        return self.random() < probability

    def field(self) -> str:
        """ℝ mostly, as in textbook problems."""
        return self.choices(("ℝ", "ℚ", "ℂ"), weights=(8, 1, 1))[0]

    def ordered(self) -> str:
        return self.choices(("ℝ", "ℚ", "ℤ"), weights=(8, 1, 1))[0]


@dataclass(frozen=True)
class Family:
    """``make(draw)`` returns a statement (``theorem NAME`` is put before it) and its scripts.  ``weight``: its share among
    the families."""

    name: str
    area: str
    weight: float
    make: Callable[[Draw], tuple[str, tuple[Script, ...]]]

    def problem(self, number: int, seed: int = 0) -> DrawnTheorem:
        """The family's problem with this number; the same for the same seed."""
        statement, scripts = self.make(Draw(f"{seed}/{self.name}/{number}"))
        name = f"{self.name}_{number}" + (f"_s{seed}" if seed else "")
        return DrawnTheorem(self.name, name, f"theorem {name} {statement}", scripts)
