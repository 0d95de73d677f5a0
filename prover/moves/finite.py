"""Finite sets that a property gives."""

from __future__ import annotations

import re
from collections.abc import Iterable

from prover.moves.base import Tactics, printed_move, tactic
from prover.moves.printed import Goal, mentions
from prover.moves.words import WordFacts


@printed_move
def enumerate_set(goal: Goal, words: WordFacts) -> Tactics:
    """A finite set given by a property: cut it out of an interval whose end property or words name, then count."""
    for law, type_ in goal.types.items():
        m = re.fullmatch(r"∀ \(?(\w+)( : \w+\)?)?, \1 ∈ (\w+) ↔ (.*)", type_)
        if m and goal.types.get(m[3], "").startswith("Finset ") and mentions(goal.target, m[3]):
            for numbers in (re.findall(r"(?<![\w.])\d+", m[4]), words.numbers):
                yield from _cut_out(goal, law, m[1], m[3], m[4], numbers)


def _cut_out(goal: Goal, law: str, variable: str, collection: str, body: str, numbers: Iterable[str]) -> Tactics:
    integers = goal.types[collection].endswith("ℤ")
    ends = sorted({abs(int(n)) for n in numbers if re.fullmatch(r"-?\d+", n) and 1 < abs(int(n)) <= 1000})
    counted = f"(simp only [{', '.join(goal.laws)}]; first | rfl | decide +kernel)" if goal.laws else "simp"
    lemmas = ", ".join(["Finset.mem_filter", "Finset.mem_Icc", "Finset.mem_range", law, *goal.laws])
    for i, end in enumerate(dict.fromkeys([*ends[-1:], *ends[-2:-1], *ends[len(ends) // 2 :][:1]])):
        interval = f"Finset.Icc (-{end} : ℤ) {end}" if integers else f"Finset.range {end + 1}"
        divides = "".join(
            f" | exact Nat.lt_succ_of_le (le_trans (Nat.le_of_dvd (by decide) {h}) (by decide))"
            for h in ("h", "h.1", "h.2", "h.2.1")
            if "∣" in body
        )
        small = (
            f" | (by_contra hb; have hm : ∀ a, a ≤ {end} → a % {variable} = a := fun a ha => Nat.mod_eq_of_lt (by omega)"
            "; simp [Nat.ModEq, hm] at h)"
            if re.search("MOD|%", body)
            else ""
        )
        yield tactic(
            "set_in_interval", i, hS=goal.fresh("hS"), set=collection, interval=interval, x=variable, body=body, lemmas=lemmas,
            divides=divides, small=small, count=counted,
        )  # fmt: skip
