"""Witnesses: numbers and terms computed for ``∃``, cases whose witnesses are computed.

What is computed here comes from ``prover.algebra.witnesses``: solutions that were evaluated, or terms that were right at samples
of the goal's variables.
"""

from __future__ import annotations

from collections.abc import Iterator

from prover.algebra.witnesses import Both, Exists, Found, Opened, existential, witnesses
from prover.lean.terms import (
    App,
    Bind,
    Bound,
    Num,
    Sort,
    Term,
    Var,
    conjuncts,
    number_type,
    opened,
    replaced,
    type_of,
    variables,
    walk,
)  # fmt: skip
from prover.moves.base import Step, move, step
from prover.moves.goal import Goal, head, lean
from prover.moves.lines import injected

HOLE = "?_"
_CASES_SECONDS = 3.0
"""For all cases of a disjunction together."""
_MEMBER_SECONDS = 0.3
"""To find why a number is in a set."""


@move(slow=True)
def computed_witness(goal: Goal) -> Iterator[Step]:
    """For ``∃`` and ``∃!``: what solves it."""
    if head(goal.target) in ("∃", "∃!") or (head(goal.target) == "And" and "∃" in goal.target_heads):
        for i, found in enumerate(witnesses(goal.terms)):
            yield from _given(goal, found, i)


@move(slow=True)
def member_by_witness(goal: Goal) -> Iterator[Step]:
    """For ``a ∈ {x | ∃ …}``: what solves it."""
    match goal.target:
        case App("Membership.mem", (App("setOf", (Bind("λ") as property_,)), element)):
            body = opened(property_, element)
            if "∃" in (head(part) for part in walk(body)):
                for i, found in enumerate(witnesses(goal.terms, body)):
                    shown, given = lean(body), pattern(goal, found.opened, found.by_variable, closing=False)
                    yield step("witness_of_member", i, _text(found), body=shown, witness=given)


def _given(goal: Goal, found: Found, position: int) -> Iterator[Step]:
    values, text = found.by_variable, _text(found)
    closed = pattern(goal, found.opened, values, closing=True)
    if HOLE not in closed:
        yield step("computed_witness", position, text, witness=closed)
    yield step("computed_witness_open", position, text, witness=pattern(goal, found.opened, values, closing=False))


def _text(found: Found) -> str:
    return ", ".join(f"{var.name} = {written(term)}" for var, term in found.by_variable.items())


def written(term: Term) -> str:
    """A witness as Lean: where it stands, its type is known."""
    match term:
        case Num(number):
            return str(number)
        case App("HDiv.hDiv", (Num(a), Num(b))):
            return f"{a} / {b}"
    return lean(term)


def pattern(goal: Goal, target: Opened, values: dict[Var, Term], closing: bool) -> str:
    """The anonymous constructor ``⟨w, …⟩`` with holes, or with tactics that close the parts of kinds that they are for."""
    return "⟨" + ", ".join(_items(goal, target, values, closing)) + "⟩" if not isinstance(target, _LEAF) else HOLE


_LEAF = (Num, Var, App, Bind, Bound, Sort)


def _items(goal: Goal, target: Opened, values: dict[Var, Term], closing: bool) -> list[str]:
    match target:
        case Exists(variable, body, only):
            parts = _items(goal, body, values, closing)
            if not only:
                return [written(values[variable]), *parts]
            y = goal.fresh("y")
            held = ", ".join(parts) if len(parts) == 1 else f"⟨{', '.join(parts)}⟩"
            unique = f"fun {y} {goal.fresh('h' + y)} => {HOLE}"
            return [written(values[variable]), held, unique]
        case Both(left, right):
            if not closing and not existential(left) and not existential(right):
                return [HOLE]
            first = _items(goal, left, values, closing)
            return [first[0] if len(first) == 1 else f"⟨{', '.join(first)}⟩", *_items(goal, right, values, closing)]
    return [_closer(goal, target, values) if closing else HOLE]


def _closer(goal: Goal, part: Term, values: dict[Var, Term]) -> str:
    """What proves a part of its kind, else a hole."""
    for var, term in values.items():
        part = replaced(part, var, term)
    if not variables(part):
        return "by norm_num"
    if _is_linear(part):
        whole = all(number_type(v.type) in ("ℕ", "ℤ") for v in variables(part))
        if whole:
            return "by omega"
        special = {
            p for p in walk(part) if isinstance(p, App) and p.name in ("Max.max", "Min.min", "abs", "HMod.hMod", "Dvd.dvd")
        }
        if not special:
            return "by linarith"
        if len(special) == 1 and (extreme := special.pop()).name in ("Max.max", "Min.min"):
            return _by_cases(goal, extreme)
    return HOLE


def _by_cases(goal: Goal, extreme: App) -> str:
    """What proves a linear proposition with one ``min`` or ``max`` in it."""
    h, name = goal.fresh("h"), "min" if extreme.name == "Min.min" else "max"
    a, b = (lean(argument) for argument in extreme.args)
    first, second = ("left", "right") if name == "min" else ("right", "left")
    return (
        f"(le_total ({a}) ({b})).elim (fun {h} => by rw [{name}_eq_{first} {h}]; linarith) "
        f"fun {h} => by rw [{name}_eq_{second} {h}]; linarith"
    )


def _is_linear(term: Term) -> bool:
    """Whether a proposition is linear, up to ``/``, ``%`` and ``∣`` by numerals, ``min`` and ``max``."""
    match term:
        case App(
            "And" | "Or" | "→" | "Not" | "Iff" | "Eq" | "Ne" | "LT.lt" | "LE.le" | "HAdd.hAdd" | "HSub.hSub" | "Neg.neg", args
        ):
            return all(map(_is_linear, args))
        case App("Max.max" | "Min.min" | "Nat.cast", args):
            return all(map(_is_linear, args))
        case App("HMul.hMul", (a, b)):
            return (not variables(a) or not variables(b)) and _is_linear(a) and _is_linear(b)
        case App("HDiv.hDiv" | "HMod.hMod", (a, Num())) | App("Dvd.dvd", (Num(), a)):
            return _is_linear(a)
        case Num() | Var():
            return bool(number_type(type_of(term)))
    return False


# ---------------------------------------------------------------------------------------------------------------- cases


@move(slow=True)
def cases_by_witness(goal: Goal) -> Iterator[Step]:
    """For ``(∃ k, n = 2 * k) ∨ ∃ k, n = 2 * k + 1``: a witness for each part where it has one, and the case that it is right."""
    branches = conjuncts(goal.target, "Or")
    if len(branches) < 2 or not any(head(b) == "∃" for b in branches):
        return
    cases: list[tuple[int, str, str, Found | None]] = []
    for i, branch in enumerate(branches):
        if head(branch) != "∃":
            cases.append((i, lean(branch), "", None))
            continue
        for found in witnesses(goal.terms, branch, _CASES_SECONDS / len(branches), 1, always=False):
            instance: Term = branch
            while isinstance(instance, Bind) and instance.kind == "∃":
                instance = opened(instance, found.terms[_depth(branch, instance)])
            cases.append((i, lean(instance), ", ".join(map(written, found.terms)), found))
    if len(cases) > 1:
        text = "; ".join(_text(found) for *_, found in cases if found is not None)
        h, lines = goal.fresh("hc"), []
        for i, condition, terms, _ in cases[:-1]:
            proof = f"⟨{terms}, {h}⟩" if terms else h
            lines.append(f"by_cases {h} : {condition}\n· exact {injected(i, len(branches), proof)}")
        i, _, terms, _ = cases[-1]
        last = f"⟨{terms}, {HOLE}⟩" if terms else HOLE
        lines.append(f"refine {injected(i, len(branches), last)}")
        yield step("cases_by_witness", 0, text, lines="\n".join(lines))
        yield step("cases_by_witness_closed", 0, text, lines="\n".join(lines))


def _depth(outer: Term, inner: Term) -> int:
    """How many ``∃`` have been opened."""

    def count(term: Term) -> int:
        return 1 + count(term.body) if isinstance(term, Bind) and term.kind == "∃" else 0

    return count(outer) - count(inner)
