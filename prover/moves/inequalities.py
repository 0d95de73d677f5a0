"""Inequalities and equations of ordered fields: squares, products of what is positive, absolute values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import combinations

from prover.moves.base import Tactics, printed_move, tactic
from prover.moves.printed import Goal, is_relation
from prover.moves.words import WordFacts, bracket


@printed_move
def square(goal: Goal, words: WordFacts) -> Tactics:
    """Squares of sums and differences of variables, and of what the words square; products of hypotheses ``0 < x``."""
    variables = goal.of_type("ℝ", "ℚ", "ℤ")[:4]
    if not (is_relation(goal.target) or goal.target == "False"):
        return
    for i, pattern in enumerate((r"\(([^()]+)\) \^ 2", r"\(([^()]* [-+] [^()]*)\)")):
        inside = list(dict.fromkeys(re.findall(pattern, " ; ".join(words.said))))
        inside = [s for s in inside if "," not in s and goal.names(s) and goal.type_of(s) in ("ℝ", "ℚ")]
        if len(inside) > 1 and i == 0:
            yield tactic("squares", hints=_squares([f"({inside[0]} - {bracket(inside[1])})"]))
        if inside:
            yield tactic("squares_of_words", i, hints=_squares(f"({s})" for s in inside[:3]))
    if not variables:
        return
    pairs = list(combinations(variables, 2))
    differences = [f"({a} - {b})" for a, b in pairs]
    yield tactic("squares", hints=_squares(differences + variables))
    if len(variables) <= 2:
        yield tactic("shifted_squares", hints=_squares(f"({a} {sign} 1)" for sign in "-+" for a in variables))
    if 1 < len(variables) <= 3:
        yield tactic("squares_of_sums", hints=_squares([f"({a} + {b})" for a, b in pairs] + differences))
    positive = [n for n, t in goal.named() if re.fullmatch(r"0 < \w+[₀-₉']*|\w+[₀-₉']* > 0", t)][:4]
    if len(positive) > 1:
        products = [f"mul_pos {a} {b}" for a, b in combinations(positive, 2)]
        yield tactic("products", hints=", ".join(products + ([_squares(differences)] if differences else [])))


@printed_move
def by_sign(goal: Goal) -> Tactics:
    """By the sign of what stands in absolute values."""
    inside = list(dict.fromkeys(re.findall(r"\|([^|∀∃]+)\|", goal.text)))[:3]
    if inside and all(goal.names(t) for t in inside):
        names = goal.numbered("ha", len(inside))
        cases = " <;> ".join(f"rcases abs_cases ({t}) with {h} | {h}" for t, h in zip(inside, names, strict=True))
        yield tactic("by_sign", cases=cases, hints=", ".join(f"{h}.1, {h}.2" for h in names))


def _squares(terms: Iterable[str]) -> str:
    """Hints that the terms, in parentheses unless they are names, have squares that are not negative."""
    return ", ".join(f"sq_nonneg {term}" for term in terms)
