"""What a family of generated statements is, and what the families share.

A family draws a statement from a seed and, as a teacher, scripts that are expected to prove it: one step of
a script is one tactic for a policy to learn.  Nothing is believed: Lean runs every script, and only a state
and a tactic from a proof that Lean accepted become training material (``prover.training.teach``).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Script = tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    """A statement without a body, and scripts for it, tried in order until one is a proof."""

    family: str
    name: str
    statement: str
    scripts: tuple[Script, ...]


class Draw(random.Random):
    """Random choices of one problem, and the names it uses.

    Statements of people and of benchmarks differ in how they call things; a family takes every name from
    here, so that a model learns to read names instead of expecting them.
    """

    def __init__(self, seed: int | str) -> None:
        super().__init__(seed)
        self._hypotheses = self._hypothesis_names()

    def _hypothesis_names(self) -> Iterator[str]:
        style = self.choices(("h₀", "h₁", "h", "ha"), weights=(8, 2, 2, 1))[0]
        if style == "ha":
            yield from ("hx", "hy", "hz", "hw", "ha", "hb", "hc", "hd")
        if style == "h":
            yield "h"
        number = 1 if style in ("h₁", "h") else 0
        while True:
            yield "h" + "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in str(number))
            number += 1

    def hypothesis(self) -> str:
        """The next unused name for a hypothesis (of the statement or of a proof)."""
        return next(self._hypotheses)

    def hypotheses(self, n: int) -> list[str]:
        return [self.hypothesis() for _ in range(n)]

    def variables(self, n: int, kinds: Sequence[str] = ("xyz", "abc", "xyz", "abc", "uvw", "mnk", "pqr", "stu")) -> list[str]:
        """``n`` ≤ 3 names that go together."""
        return list(self.choice(kinds)[:n])

    def nonzero(self, low: int, high: int) -> int:
        """An integer other than 0, both ends included."""
        return self.choice([n for n in range(low, high + 1) if n != 0])

    def field(self) -> str:
        """ℝ mostly, as in textbook problems."""
        return self.choices(("ℝ", "ℚ", "ℂ"), weights=(8, 1, 1))[0]

    def ordered(self) -> str:
        return self.choices(("ℝ", "ℚ", "ℤ"), weights=(8, 1, 1))[0]


def term(coefficient: int, factor: str, first: bool = False) -> str:
    """``+ 3 * x`` and the like, with the sign written as a person would; empty for 0."""
    if coefficient == 0:
        return ""
    size = abs(coefficient)
    body = factor if size == 1 and factor else f"{size} * {factor}" if factor else str(size)
    if first:
        return f"-{body}" if coefficient < 0 else body
    return f" - {body}" if coefficient < 0 else f" + {body}"


def linear_form(terms: Sequence[tuple[int, str]]) -> str:
    """``2 * x - y + 3`` from ``[(2, "x"), (-1, "y"), (3, "")]``; ``0`` if all coefficients are 0."""
    text = ""
    for coefficient, factor in terms:
        text += term(coefficient, factor, first=not text)
    return text or "0"


def polynomial(coefficients: Sequence[int], x: str) -> str:
    """From the highest degree down: ``[2, -5, 3]`` is ``2 * x ^ 2 - 5 * x + 3``."""
    top = len(coefficients) - 1
    powers = [x if d == 1 else "" if d == 0 else f"{x} ^ {d}" for d in range(top, -1, -1)]
    return linear_form(list(zip(coefficients, powers, strict=True)))


def rational(numerator: int, denominator: int) -> str:
    """A reduced fraction as Lean reads it: ``3``, ``-3``, ``7 / 4``, ``-7 / 4``."""
    from fractions import Fraction

    value = Fraction(numerator, denominator)
    return str(value.numerator) if value.denominator == 1 else f"{value.numerator} / {value.denominator}"


@dataclass(frozen=True)
class Family:
    """``make(draw)`` returns a statement (``theorem NAME`` is put before it) and its scripts."""

    name: str
    area: str
    weight: float
    make: Callable[[Draw], tuple[str, Sequence[Sequence[str]]]]

    def problem(self, number: int, seed: int = 0) -> Problem:
        """The family's problem with this number; the same for the same seed."""
        statement, scripts = self.make(Draw(f"{seed}/{self.name}/{number}"))
        name = f"{self.name}_{number}" + (f"_s{seed}" if seed else "")
        return Problem(self.name, name, f"theorem {name} {statement}", tuple(tuple(script) for script in scripts))


FAMILIES: dict[str, Family] = {}


def family(area: str, weight: float = 1.0) -> Callable[[Callable[[Draw], tuple[str, Sequence[Sequence[str]]]]], Family]:
    """Register a function as the family of its name.  ``weight``: its share among the families."""

    def register(make: Callable[[Draw], tuple[str, Sequence[Sequence[str]]]]) -> Family:
        if make.__name__ in FAMILIES:
            raise ValueError(f"there are two families {make.__name__!r}")
        FAMILIES[make.__name__] = Family(make.__name__, area, weight, make)
        return FAMILIES[make.__name__]

    return register
