"""Whole numbers: remainders, finitely many values, divisors of a product."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from prover.moves.base import Tactics, printed_move, tactic
from prover.moves.printed import Goal, factors
from prover.moves.words import WordFacts, bracket


@printed_move
def enumerate_cases(goal: Goal) -> Tactics:
    """Finitely many values: try them all."""
    variables = goal.of_type("ℕ", "ℤ")
    types = goal.types.values()
    bounded = [
        v for v in variables
        if any(re.fullmatch(rf"{re.escape(v)} [<≤] \d+|\d+ [<≤] {re.escape(v)}|{re.escape(v)} ∈ .*", t) for t in types)
    ]  # fmt: skip
    for variable in bounded[:2]:
        for name in ("interval_cases", "interval_cases_simp", "interval_cases_omega"):
            yield tactic(name, n=variable)
    naturals = goal.of_type("ℕ")
    if 0 < len(naturals) <= 2:
        yield tactic("decide_all", names=" ".join(naturals))


@dataclass(frozen=True)
class _Product:
    """``(scale * variable + offset) * rest = number``; ``factor`` and ``rest`` as texts."""

    variable: str
    scale: int
    offset: int
    factor: str
    rest: str
    number: int


@printed_move
def divisors(goal: Goal, words: WordFacts) -> Tactics:
    """``(x + 1) * (y + 1) = 81`` over the integers, in words or hypotheses: one factor is a divisor, try them all."""
    given = [t.partition(" = ") for t in goal.types.values() if re.fullmatch(r"[^∀∃=]+ = \d+", t)]
    equations = [*words.equations, *((left, right) for left, _, right in given)]
    hp, hd, hk, hc = (goal.fresh(name) for name in ("hp", "hd", "hk", "hc"))
    for i, found in enumerate(_products(goal, equations)[:2]):
        factor, integers = bracket(found.factor), goal.types[found.variable] == "ℤ"
        divisors = [d for d in range(1, found.number + 1) if found.number % d == 0]
        cases = []
        for d in divisors:
            values = [v - found.offset for v in ([d, -d] if integers else [d])]
            values = [v // found.scale for v in values if v % found.scale == 0 and (integers or v >= 0)]
            known = " ∨ ".join(f"{found.variable} = {v}" for v in values)
            equal = " | ".join(["rfl"] * len(values))
            cases.append(
                f"· have {hc}' : {known} := by omega\n  rcases {hc}' with {equal} <;> first | omega | grind"
                if values
                else "· omega"
            )
        yield tactic(
            "divisors", i, hp=hp, hd=hd, hk=hk, hc=hc, factor=factor, rest=found.rest, number=found.number,
            above=found.number + 1, subject=f"(Int.natAbs {factor})" if integers else factor,
            signed="Int.natAbs_dvd_natAbs.mpr " if integers else "", divisors=", ".join(map(str, divisors)),
            pattern=" | ".join([hc] * len(divisors)), cases="\n".join(cases),
        )  # fmt: skip


def _products(goal: Goal, equations: Iterable[tuple[str, str]]) -> list[_Product]:
    """Products of integers that are a number, of at most 2000 and with at most 18 divisors."""
    found = []
    for left, right in equations:
        parts = factors(left)
        if len(parts) < 2 or not right.isdecimal() or not 1 < int(right) <= 2000:
            continue
        if sum(int(right) % d == 0 for d in range(1, int(right) + 1)) > 18:
            continue
        for i, factor in enumerate(parts):
            m = re.fullmatch(r"(?:([1-9]\d*) \* )?([^\W\d][\w₀-₉']*)(?: ([-+]) (\d+))?", factor)
            if m and goal.types.get(m[2]) in ("ℕ", "ℤ") and not (m[3] == "-" and goal.types[m[2]] == "ℕ"):
                rest = [bracket(f) for f in parts[:i] + parts[i + 1 :]]
                others = rest[0] if len(rest) == 1 else f"({' * '.join(rest)})"
                found.append(_Product(m[2], int(m[1] or 1), int(f"{m[3] or ''}{m[4] or 0}"), factor, others, int(right)))
                break
    return found
