"""Least and greatest elements of sets: that a number is one, and which number it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from prover.algebra.evaluation import truth
from prover.algebra.finite_sets import MAX_BOUND, bounded, expanded
from prover.algebra.literals import abstracted
from prover.algebra.witnesses import witnesses
from prover.lean.terms import App, Bind, Num, Term, Var, number_type, opened, replaced, variables
from prover.moves.base import Step, move, step
from prover.moves.finite import MAX_COST, cost_of, inside, range_of, undecidable
from prover.moves.goal import Goal, lean
from prover.moves.lines import argument
from prover.moves.witnesses import pattern, written

_MEMBER_SECONDS = 0.3
"""To find why a number is in a set."""


@dataclass(frozen=True)
class Members:
    """What ``x ∈ S`` says of ``x``.

    ``property_of(e, m)`` is Lean's proof of it for an element ``e`` with ``m : e ∈ S``; ``shown(e, p)`` is one of ``e ∈ S`` from ``p``, a
    proof of the property.
    """

    property: Term
    property_of: Callable[[str, str], str]
    shown: Callable[[str, str], str]


def members(goal: Goal, collection: Term, x: Var) -> Members | None:
    """The property that ``x`` has as an element of a set: one that is written down or that a law ``∀ x, x ∈ S ↔ p x`` gives,
    with or without some elements."""
    match collection:
        case App("setOf", (Bind("λ") as property_,)):
            return Members(opened(property_, x), lambda e, m: m, lambda e, p: p)
        case Var():
            for h in goal.props:
                match h.type:
                    case Bind("∀", _, domain, App("Iff", (App("Membership.mem", (s, _)), _))) if s == collection:
                        left, right = opened(h.type, x).args
                        if domain == x.type and left.args[1] == x:
                            return _by_law(right, h.name)
        case App("SDiff.sdiff", (whole, App("Singleton.singleton", (one,)))):
            if (rest := members(goal, whole, x)) is not None:
                both = App("And", (rest.property, App("Ne", (x, one), (x.type,))))
                return Members(
                    both,
                    lambda e, m: f"⟨{rest.property_of(e, f'{m}.1')}, {m}.2⟩",
                    lambda e, p: f"⟨{rest.shown(e, f'{p}.1')}, {p}.2⟩",
                )
    return None


def _by_law(property_: Term, law: str) -> Members:
    return Members(property_, lambda e, m: f"({law} {e}).1 {m}", lambda e, p: f"({law} {e}).2 {p}")


@dataclass(frozen=True)
class Extreme:
    """The least or greatest number with a property, and the tactics that prove ``name : ∀ x, p x → value ≤ x`` (or ``≥``)."""

    value: int
    lines: tuple[str, ...]


def extreme(body: Term, x: Var, least: bool, name: str) -> Extreme | None:
    """The least or greatest ``x : ℕ or ℤ`` with the property; ``None`` where there is none, or none is found in time."""
    if undecidable(body) or variables(body) not in ([x], []):
        return None
    typed, shown = f"({x.name} : {number_type(x.type)})", lean(expanded(body), 26)
    if least and number_type(x.type) == "ℕ":
        value = next((n for n in range(MAX_BOUND) if truth(body, {x: n}) is not False), None)
        if value is None or truth(body, {x: value}) is not True or value * cost_of(body, value) > MAX_COST:
            return None
        key = f"have {name} : ∀ {x.name} ∈ List.range {value}, ¬{lean(expanded(body), 75)} := by decide +kernel"
        lower_bound = f"have {name} : ∀ {typed}, {shown} → {value} ≤ {x.name} := fun _ h => not_lt.1 fun hl => {name} _ (List.mem_range.2 hl) h"
        return Extreme(value, (key, lower_bound))
    found = bounded(body, x)
    if found is None or not found.elements or found.how == "divisors" or found.count * cost_of(body, found.high) > MAX_COST:
        return None
    value = min(found.elements) if least else max(found.elements)
    claim = f"{value} ≤ {x.name}" if least else f"{x.name} ≤ {value}"
    whole = number_type(x.type) == "ℤ"
    within = f"{found.low} ≤ {x.name} ∧ {x.name} ≤ {found.high}" if whole else f"{x.name} < {found.high + 1}"
    proof = [f"  have hr : {within} := by", *(f"    {line.removeprefix('  ')}" for line in inside(found, body, x).split("\n"))]
    if value == (found.low if least else found.high):
        decided = "  omega"
    else:
        member = f"(Finset.mem_{'Icc' if whole else 'range'}.mpr hr)"
        decided = f"  exact (show ∀ {x.name} ∈ {range_of(found, x)}, {shown} → {claim} by decide +kernel) {x.name} {member} h"
    return Extreme(value, (f"have {name} : ∀ {typed}, {shown} → {claim} := by", f"  intro {x.name} h", *proof, decided))


@move(slow=True)
def values_of_extremes(goal: Goal) -> Iterator[Step]:
    """Hypotheses ``IsLeast S u`` and ``IsGreatest S u`` about sets of whole numbers: which number ``u`` is, one after the other."""
    lines: list[str] = []
    known: dict[Var, Term] = {}
    for h in goal.props:
        match h.type:
            case App("IsLeast" | "IsGreatest" as kind, (collection, Var() as u), (type_, *_)) if u not in known:
                least, x = kind == "IsLeast", Var(goal.fresh("x"), type_)
                for variable, value in known.items():
                    collection = replaced(collection, variable, value)
                meaning = members(goal, collection, x) if number_type(type_) in ("ℕ", "ℤ") else None
                name, inside_name = goal.fresh(f"key_{u.name}"), goal.fresh(f"in_{u.name}")
                found = meaning and extreme(meaning.property, x, least, name)
                if not meaning or not found:
                    continue
                number = Num(found.value, type_)
                held = lean(replaced(meaning.property, x, number))
                ours = f"({h.name}.2 {argument(meaning.shown(argument(str(found.value)), inside_name))})"
                theirs = f"({name} {u.name} {argument(meaning.property_of(u.name, f'{h.name}.1'))})"
                order = f"{ours} {theirs}" if least else f"{theirs} {ours}"
                lines += [
                    *found.lines,
                    f"have {inside_name} : {held} := by decide +kernel",
                    f"obtain rfl : {u.name} = {found.value} := le_antisymm {order}",
                    f"clear {name} {inside_name}",
                ]
                known[u] = number
    if not known:
        return
    target = goal.target
    for variable, value in known.items():
        target = replaced(target, variable, value)
    computed = ", ".join(f"{lean(u)} = {value.value}" for u, value in known.items() if isinstance(value, Num))
    if truth(target, {}) is True:
        yield step("worked_out", lines="\n".join(lines), closer="norm_num", computed=computed)
    yield step("forward", lines="\n".join(lines), computed=computed)


@move(slow=True)
def extreme_element(goal: Goal) -> Iterator[Step]:
    """For ``IsLeast S a`` and ``IsGreatest S a``: ``a`` is in the set, and none beyond it is, case by case where these are few."""
    match goal.target:
        case App("IsLeast" | "IsGreatest" as name, (App("setOf", (Bind("λ") as property_,)), bound), (type_, *_)):
            if variables(goal.target) or truth(goal.target, {}) is False:
                return
            yield from _in_kernel(goal, name == "IsLeast", property_, bound, type_)
            member, x = opened(property_, bound), goal.fresh("x")
            opened_x = lean(opened(property_, Var(x, type_)))
            found = witnesses(goal.terms, member, _MEMBER_SECONDS, 1)
            proof = pattern(goal, found[0].opened, found[0].by_variable, closing=True) if found else ""
            holes = {
                "inside": lean(member),
                "x": x,
                "hx": goal.fresh("hx"),
                "property": opened_x,
                "proof": proof or "by norm_num",
            }
            beyond = f"{x} < {lean(bound, 51)}" if name == "IsLeast" else f"{lean(bound, 51)} < {x}"
            if number_type(type_) in ("ℕ", "ℤ"):
                yield step("extreme_by_cases", 0, hn=goal.fresh("hn"), beyond=beyond, **holes)
            yield step("extreme_by_products", 0, **holes)
            yield step("extreme_element", 0, **holes)


def _in_kernel(goal: Goal, least: bool, property_: Bind, bound: Term, type_: Term) -> Iterator[Step]:
    """By evaluation at all numbers that are in question."""
    x, key = Var(goal.fresh("x"), type_), goal.fresh("key")
    if number_type(type_) in ("ℕ", "ℤ") and isinstance(bound, Num):
        found = extreme(opened(property_, x), x, least, key)
        if found is not None and found.value == bound.value:
            member = lean(opened(property_, bound))
            yield step("extreme_in_kernel", 0, lines="\n".join(found.lines), inside=member, key=key)


@move(slow=True)
def no_extreme_element(goal: Goal) -> Iterator[Step]:
    """For ``¬ IsLeast S a``, ``¬ IsGreatest S a``, or such a hypothesis and ``False``: that ``a`` is not in the set, or what is
    beyond it."""
    match goal.target:
        case App(
            "Not", (App("IsLeast" | "IsGreatest" as name, (App("setOf", (Bind("λ") as property_,)), bound), (type_, *_)),)
        ):
            member, h, x = opened(property_, bound), goal.fresh("h"), Var(goal.fresh("x"), type_)
            if truth(member, {}) is False:
                yield step("not_in_the_set", 0, h=h, inside=lean(member))
                return
            beyond = App("LT.lt", (x, bound) if name == "IsLeast" else (bound, x), (type_,))
            wanted = App("And", (beyond, opened(property_, x)))
            for found in witnesses(goal.terms, Bind("∃", x.name, type_, abstracted(wanted, x)), most=1):
                value = found.terms[0]
                holes = {"h": h, "h2": goal.fresh("h'"), "inside": lean(opened(property_, value))}
                yield step("beyond_in_the_set", 0, f"{written(value)} is in it", **holes)
