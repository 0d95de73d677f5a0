"""Square roots, π and logarithms."""

from __future__ import annotations

import re
from math import isqrt

from prover.moves.base import Tactics, move, move_with_words, tactic
from prover.moves.goal import Goal, mentions
from prover.moves.words import WordFacts


@move
def roots(goal: Goal) -> Tactics:
    """Square roots of square numbers, worked out."""
    yield from _known_roots(goal, goal.text)


@move_with_words
def roots_as_said(goal: Goal, words: WordFacts) -> Tactics:
    """The same where the words have the root: it may come up only later."""
    if "ℝ" in goal.text or "√" in goal.text:
        yield from _known_roots(goal, " ".join([*words.said, goal.text]))


def _known_roots(goal: Goal, text: str) -> Tactics:
    numbers = dict.fromkeys(int(a or b) for a, b in re.findall(r"Real\.sqrt (\d+)|√(\d+)", text))
    known = [n for n in numbers if isqrt(n) ** 2 == n and f"√{n} = " not in goal.text][:5]
    if not known:
        return
    names = goal.numbered("hr", len(known))
    lines = [f"have {h} : (Real.sqrt {n} : ℝ) = {isqrt(n)} := by norm_num" for h, n in zip(names, known, strict=True)]
    yield tactic("roots", lines="\n".join(lines))
    facts = ", ".join([*goal.laws, *names, *(["Nat.factorial"] if "!" in goal.text else [])])
    yield tactic("roots_closed", lines="\n".join(lines), facts=facts)


@move
def rounded_roots(goal: Goal) -> Tactics:
    """``⌊√n⌋`` and ``⌈√n⌉``."""
    rounded = dict.fromkeys(re.findall(r"([⌊⌈])√(\d+)[⌋⌉]", goal.text))
    if rounded:
        names = goal.numbered("hq", len(rounded))
        lines = [f"have {name} : {_rounded(*pair)}" for name, pair in zip(names, rounded, strict=True)]
        yield tactic("rounded_roots", lines="\n".join(lines), facts=", ".join([*goal.laws, *names]))


def _rounded(opening: str, number: str) -> str:
    """A rounded root's value with its proof."""
    below = isqrt(int(number))
    if opening == "⌊":
        return (
            f"Int.floor (Real.sqrt {number}) = {below} := by\n  rw [Int.floor_eq_iff]\n"
            "  refine ⟨Real.le_sqrt_of_sq_le ?_, (Real.sqrt_lt' ?_).mpr ?_⟩ <;> norm_num"
        )
    above = below if below**2 == int(number) else below + 1
    return (
        f"Int.ceil (Real.sqrt {number}) = {above} := by\n  rw [Int.ceil_eq_iff]\n"
        "  refine ⟨(Real.lt_sqrt ?_).mpr ?_, Real.sqrt_le_iff.mpr ⟨?_, ?_⟩⟩ <;> norm_num"
    )


@move
def pi_bounds(goal: Goal) -> Tactics:
    """``3 < π < 4``."""
    if "π" in goal.text and "hpi" not in goal.types:
        yield tactic("pi_bounds")


@move
def logarithms(goal: Goal) -> Tactics:
    """Logarithms of products, quotients and powers of what is positive, taken apart."""
    if not mentions(goal.text, "log"):
        return
    positive = [m[1] for t in goal.types.values() if (m := re.fullmatch(r"[01] < ([^\W\d][\w₀-₉']*)", t))]
    names = goal.numbered("hn", len(positive))
    lines = [f"have {n} : {v} ≠ 0 := by positivity" for n, v in zip(names, positive, strict=True)]
    places = [f" at {h}" for h, t in goal.types.items() if re.search(r"(?<!\w)log \(", t)] + [""]
    apart = "(by first | positivity | exact pow_ne_zero _ (by assumption))"
    taken = [f"try rw [Real.log_{law} {apart} {apart}]{place}" for place in places for law in ("mul", "div")]
    powers = [f"try simp only [Real.log_pow]{place}" for place in places]
    yield tactic("logarithms", lines="\n".join([*lines, *taken, *powers]))
