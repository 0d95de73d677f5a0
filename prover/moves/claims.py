"""Equations of the words as intermediate claims, values and case distinctions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from prover.lean.terms import NAT, App, Call, Num, Term, Var, is_loose, number_type, walk
from prover.moves.base import Steps, move, step
from prover.moves.goal import CLAIM, RELATIONS, Goal, head, heads, lean
from prover.moves.rewriting import worked_out
from prover.moves.words import Relation, WordFacts, bracket, factors, names_in

_SQUARED = re.compile(r"\(([^()]+)\) \^ 2")
_SUM = re.compile(r"\(([^()]* [-+] [^()]*)\)")
_FIELDS = ("ℝ", "ℚ", "ℂ", "NNReal")


@move
def claims(goal: Goal, words: WordFacts) -> Steps:
    """Equations and inequalities as claims: each alone, and as many as hold together."""
    if goal.claims > 2:
        return
    useful = sorted((r for r in words.relations if names_in(r.lean, goal)), key=lambda r: not r.gives_value)[:4]
    block = []
    for i, (h, relation) in enumerate(zip(goal.numbered(CLAIM, len(useful)), useful, strict=True)):
        claim, proof = _stated(goal, relation), _closer(goal, relation)
        if i < 2:
            yield step("claim", i, h=h, claim=claim, proof=proof, facts=", ".join([h, *worked_out(goal)]))
        block.append(f"try (have {h} : {claim} := by {proof})")
    if len(block) > 1 and not goal.claims:
        yield step("several_claims", lines="\n".join(block))


@move
def values(goal: Goal, words: WordFacts) -> Steps:
    """All values at once: ``x = 2`` and ``y = 3``, then arithmetic."""
    given = {r.left: r for r in reversed(words.relations) if r.gives_value and names_in(r.left, goal) == [r.left]}
    if len(given) < 2:
        return
    names = goal.numbered("hv", len(given))
    lines = [f"have {n} : {r.lean} := by {_closer(goal, r)}" for n, r in zip(names, given.values(), strict=True)]
    yield step("values", lines="\n".join(lines), facts=", ".join(names))


@move
def factorizations(goal: Goal, words: WordFacts) -> Steps:
    """``(x - 2) * (x + 5) = 0`` gives two cases; so do two values of one variable."""
    products = [r for r in words.relations if r.symbol == "=" and r.right == "0" and len(factors(r.left)) > 1]
    roots: dict[str, list[str]] = {}
    for relation in words.relations:
        if relation.gives_value and names_in(relation.left, goal) == [relation.left]:
            roots.setdefault(relation.left, []).append(relation.right)
    products += [Relation(_vanishing(v, found), "=", "0") for v, found in roots.items() if len(found) > 1]
    name = goal.fresh(CLAIM)
    for i, relation in enumerate(products[:4]):
        cases = (
            f"have {name} : {relation.lean} := by {_closer(goal, relation)}\nrcases mul_eq_zero.mp {name} with {name} | {name}"
        )
        yield step("cases", i, cases=cases)
        yield step("cases_closed", i, cases=cases)


@move
def roots_of_another_letter(goal: Goal, words: WordFacts) -> Steps:
    """Roots of an equation in a letter that the goal does not have: any of its variables may be meant."""
    squared = {part.args[0] for formula in goal.formulas for part in walk(formula) if _is_square(part)}
    variables = [v.name for v in goal.of_type("ℝ", "ℚ", "ℂ", "ℤ") if v in squared][:3]
    if not variables or goal.fresh("hz₁") != "hz₁":
        return
    for values in words.roots[:2]:
        lines = []
        for name, variable in zip(goal.numbered("hz", len(variables)), variables, strict=True):
            cases = " ∨ ".join(f"{variable} - {bracket(value)} = 0" for value in values[:2])
            shown = f"show {_vanishing(variable, values)} = 0 by linarith"
            lines.append(f"try (have {name} : {cases} := mul_eq_zero.mp ({shown}))")
        yield step("roots_of_another_letter", lines="\n".join(lines))


@move
def squares_of_words(goal: Goal, words: WordFacts) -> Steps:
    """What the words square, as hints that squares are not negative; of two such bases their difference too."""
    if head(goal.target) not in RELATIONS and head(goal.target) != "False":
        return
    for i, pattern in enumerate((_SQUARED, _SUM)):
        inside = dict.fromkeys(t for said in words.said for t in pattern.findall(said))
        over = [t for t in inside if "," not in t and (names := names_in(t, goal)) and _kind(goal, names[0]) in ("ℝ", "ℚ")][:3]
        if over:
            bases = [*over, *([f"{over[0]} - {bracket(over[1])}"] if len(over) > 1 and i == 0 else [])]
            yield step("squares_of_words", i, hints=", ".join(f"sq_nonneg ({t})" for t in bases))


@move
def closed_forms_of_words(goal: Goal, words: WordFacts) -> Steps:
    """``a_n = …`` in the words, proved by induction from the hypotheses and used in the target."""
    sequences = {f.name for f in goal.functions if isinstance(f.type, App) and f.type.args[:1] == (NAT,)}
    facts = ", ".join(h.name for h in goal.props if "Eq" in heads([h.type]))
    hf, m = goal.fresh("hf"), goal.fresh("m")
    for i, form in enumerate([form for form in words.forms if form.function in sequences][:3]):
        common = {"hf": hf, "m": m, "f": form.function, "facts": facts}
        more, minus, less = form.value.rpartition(" - ")
        if minus and more.count("(") == more.count(")") and _kind(goal, form.function) == "ℕ":
            used = "".join(f"have := {hf} {a}\n" for a in _arguments(goal.target, form.function))
            yield step("closed_form_added", i, less=form.at(m, less), more=form.at(m, more), uses=used, **common)
        yield step("closed_form_of_words", i, value=form.at(m), **common)


def _arguments(term: Term, function: str) -> list[str]:
    """What a function is applied to in a term, as Lean."""
    called = (
        p.args[0] for p in walk(term) if isinstance(p, Call) and isinstance(p.function, Var) and p.function.name == function
    )
    return [lean(a, 1024) for a in dict.fromkeys(called) if not is_loose(a)][:2]


def _is_square(term: Term) -> bool:
    return isinstance(term, App) and term.name == "HPow.hPow" and isinstance(term.args[1], Num) and term.args[1].value == 2


def _vanishing(variable: str, values: Iterable[str]) -> str:
    """A product that is zero where the variable has one of the first two values."""
    return " * ".join(f"({variable} - {bracket(value)})" for value in list(values)[:2])


def _stated(goal: Goal, relation: Relation) -> str:
    """The relation as a proposition; where only numerals tell the type, it is ascribed."""
    if "Real." in relation.lean and not (relation.modulus or "Int." in relation.lean or names_in(relation.lean, goal)):
        return f"({relation.left} : ℝ) {relation.symbol} {relation.right}"
    return relation.lean


def _closer(goal: Goal, relation: Relation) -> str:
    """Tactics that may prove a relation, quickest first, by the type of its variables."""
    names = names_in(relation.lean, goal)
    if goal.laws and any(f.name in names for f in goal.functions):
        return f"first | (norm_num [{', '.join(worked_out(goal))}]; done) | grind"
    if not names:
        return "norm_num"
    if "Real." in relation.lean or _kind(goal, names[0]) in _FIELDS:
        return "first | linarith | (field_simp; done)" if "/" in relation.lean else "first | linarith | nlinarith"
    return "first | omega | nlinarith"


def _kind(goal: Goal, name: str) -> str:
    """The number type of a variable or of a function's values."""
    type_ = next(h.type for h in goal.data if h.name == name)
    while isinstance(type_, App) and type_.name in ("→", "Equiv") and type_.args:
        type_ = type_.args[-1]
    return number_type(type_) or (type_.name if isinstance(type_, App) else "")
