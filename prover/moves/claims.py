"""Equations of the words as intermediate claims, values and case distinctions."""

from __future__ import annotations

from collections.abc import Iterable

from prover.moves.base import Tactics, printed_move, tactic
from prover.moves.printed import CLAIM, Goal, factors
from prover.moves.words import Relation, WordFacts, bracket

_FIELDS = ("ℝ", "ℚ", "ℂ", "NNReal")


@printed_move
def claims(goal: Goal, words: WordFacts) -> Tactics:
    """Equations and inequalities as claims: each alone, and as many as hold together."""
    if goal.claims > 2:
        return
    useful = sorted((r for r in words.relations if goal.names(r.lean)), key=lambda r: not r.gives_value)[:4]
    block = []
    for i, (h, relation) in enumerate(zip(goal.numbered(CLAIM, len(useful)), useful, strict=True)):
        claim, proof = _stated(goal, relation), _closer(goal, relation)
        if i < 2:
            yield tactic("claim", i, h=h, claim=claim, proof=proof, facts=", ".join([h, *goal.rewrites]))
        block.append(f"try (have {h} : {claim} := by {proof})")
    if len(block) > 1 and not goal.claims:
        yield tactic("several_claims", lines="\n".join(block))


@printed_move
def values(goal: Goal, words: WordFacts) -> Tactics:
    """All values at once: ``x = 2`` and ``y = 3``, then arithmetic."""
    given = {r.left: r for r in reversed(words.relations) if r.gives_value and r.left in goal.types}
    if len(given) < 2:
        return
    names = goal.numbered("hv", len(given))
    lines = [f"have {n} : {r.lean} := by {_closer(goal, r)}" for n, r in zip(names, given.values(), strict=True)]
    yield tactic("values", lines="\n".join(lines), facts=", ".join(names))


@printed_move
def factorizations(goal: Goal, words: WordFacts) -> Tactics:
    """``(x - 2) * (x + 5) = 0`` gives two cases; so do two values of one variable."""
    products = [r for r in words.relations if r.symbol == "=" and r.right == "0" and len(factors(r.left)) > 1]
    roots: dict[str, list[str]] = {}
    for relation in words.relations:
        if relation.gives_value and relation.left in goal.types:
            roots.setdefault(relation.left, []).append(relation.right)
    products += [Relation(_vanishing(v, found), "=", "0") for v, found in roots.items() if len(found) > 1]
    name = goal.fresh(CLAIM)
    for i, relation in enumerate(products[:4]):
        cases = (
            f"have {name} : {relation.lean} := by {_closer(goal, relation)}\nrcases mul_eq_zero.mp {name} with {name} | {name}"
        )
        yield tactic("cases", i, cases=cases)
        yield tactic("cases_closed", i, cases=cases)


@printed_move
def roots_of_another_letter(goal: Goal, words: WordFacts) -> Tactics:
    """Roots of an equation in a letter that the goal does not have: any of its variables may be meant."""
    variables = [v for v in goal.of_type("ℝ", "ℚ", "ℂ", "ℤ") if f"{v} ^ 2" in goal.text][:3]
    if not variables or "hz₁" in goal.types:
        return
    for values in words.roots[:2]:
        lines = []
        for name, variable in zip(goal.numbered("hz", len(variables)), variables, strict=True):
            cases = " ∨ ".join(f"{variable} - {bracket(value)} = 0" for value in values[:2])
            shown = f"show {_vanishing(variable, values)} = 0 by linarith"
            lines.append(f"try (have {name} : {cases} := mul_eq_zero.mp ({shown}))")
        yield tactic("roots_of_another_letter", lines="\n".join(lines))


def _vanishing(variable: str, values: Iterable[str]) -> str:
    """A product that is zero where the variable has one of the first two values."""
    return " * ".join(f"({variable} - {bracket(value)})" for value in list(values)[:2])


def _stated(goal: Goal, relation: Relation) -> str:
    """The relation as a proposition; where only numerals tell the type, it is ascribed."""
    if "Real." in relation.lean and not (relation.modulus or "Int." in relation.lean or goal.names(relation.lean)):
        return f"({relation.left} : ℝ) {relation.symbol} {relation.right}"
    return relation.lean


def _closer(goal: Goal, relation: Relation) -> str:
    """Tactics that may prove a relation, quickest first, by the type of its variables."""
    names = goal.names(relation.lean)
    if goal.laws and not goal.functions.isdisjoint(names):
        return f"first | (norm_num [{', '.join(goal.rewrites)}]; done) | grind"
    if not names:
        return "norm_num"
    if goal.type_of(relation.lean) in _FIELDS:
        return "first | linarith | (field_simp; done)" if "/" in relation.lean else "first | linarith | nlinarith"
    return "first | omega | nlinarith"
