"""Square roots and logarithms."""

from __future__ import annotations

import re
from math import isqrt

from prover.moves.base import Tactics, part, printed_move, tactic
from prover.moves.printed import Goal, mentions
from prover.moves.words import WordFacts


@printed_move
def roots(goal: Goal, words: WordFacts) -> Tactics:
    """Square roots of square numbers, worked out; where the words have one, it may come up only later."""
    text = " ".join([goal.text, *(words.said if re.search("[ℝ√]", goal.text) else [])])
    numbers = dict.fromkeys(int(a or b) for a, b in re.findall(r"Real\.sqrt (\d+)|√(\d+)", text))
    known = [n for n in numbers if isqrt(n) ** 2 == n and f"√{n} = " not in goal.text][:5]
    if not known:
        return
    names = goal.numbered("hr", len(known))
    lines = [f"have {h} : (Real.sqrt {n} : ℝ) = {isqrt(n)} := by norm_num" for h, n in zip(names, known, strict=True)]
    yield tactic("roots", lines="\n".join(lines))
    facts = ", ".join([*goal.laws, *names, *(["Nat.factorial"] if "!" in goal.text else [])])
    yield tactic("roots_closed", lines="\n".join(lines), facts=facts)


@printed_move
def rounded_roots(goal: Goal) -> Tactics:
    """``⌊√n⌋`` and ``⌈√n⌉``."""
    rounded = dict.fromkeys(re.findall(r"([⌊⌈])√(\d+)[⌋⌉]", goal.text))
    lines, names = [], goal.numbered("hq", len(rounded))
    for h, (opening, number) in zip(names, rounded, strict=True):
        below = isqrt(int(number))
        up = opening == "⌈" and below**2 < int(number)
        lines.append(part("floor_of_root" if opening == "⌊" else "ceil_of_root", h=h, n=number, value=below + up))
    if lines:
        yield tactic("rounded_roots", lines="\n".join(lines), facts=", ".join([*goal.laws, *names]))


@printed_move
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
