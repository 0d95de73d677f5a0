"""Values of inverse functions: ``g a = x`` where ``g (f x) = x`` for all ``x`` and ``f x = a`` is solved for ``x``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from prover.algebra.laws import holds, normal_number, roots
from prover.lean.terms import App, Bind, Bound, Call, Term, Var, is_loose, number_type, opened, rebuild, type_of, walk
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, lean

_EQUIVALENCES = (("Equiv.toFun", "Equiv.invFun", "left_inv"), ("Equiv.invFun", "Equiv.toFun", "right_inv"))
MAX_VALUES = 6


@dataclass(frozen=True)
class Function:
    """A function ``f`` of the goal, or a direction (``part``: ``Equiv.toFun``, ``Equiv.invFun``) of an equivalence."""

    of: Var
    part: str = ""

    def at(self, argument: Term) -> Term:
        """The value at an argument."""
        if not self.part:
            return Call(self.of, (argument,))
        return App(self.part, (self.of, argument), self.of.type.args)

    @staticmethod
    def applied(term: Term) -> tuple[Function, Term] | None:
        """Function and argument of a value."""
        match term:
            case Call(Var() as f, (x,)):
                return Function(f), x
            case App("Equiv.toFun" | "Equiv.invFun" as part, (Var() as f, x)):
                return Function(f, part), x
        return None


@move
def inverse_values(goal: Goal) -> Steps:
    """The values of inverses that occur, inner ones first, where the function is given by an equation that can be solved."""
    pairs = list(inverse_pairs(goal))
    if not pairs:
        return
    definitions = dict(explicit(goal))
    known: dict[Term, Term] = {}
    lines: list[str] = []
    names: list[str] = []
    for _ in range(MAX_VALUES):
        formulas = [replaced_all(formula, known) for formula in goal.formulas]
        found = next(_values(formulas, pairs, definitions), None)
        if found is None:
            break
        call, inner, lemma, law, value = found
        name = goal.fresh("hi", names)
        names.append(name)
        here = lean(value, 1024)
        lines += [
            f"have {name} : {lean(call)} = {lean(value)} := by",
            f"  have e : {lean(inner.at(value))} = {lean(Function.applied(call)[1])} := by rw [{law} {here}] <;> ring",
            f"  have e' := {lemma} {here}",
            "  rw [e] at e'",
            "  exact e'",
        ]
        known[call] = value
    if not known:
        return
    target = replaced_all(goal.target, known)
    said = ", ".join(f"{lean(call)} = {lean(value)}" for call, value in known.items())
    if holds(target):
        yield step("inverse_values", lines="\n".join(lines), values=", ".join(names), computed=said)
    elif holds(target) is None:
        yield step("inverse_values_open", lines="\n".join(lines), values=", ".join(names), computed=said)


def inverse_pairs(goal: Goal) -> Iterator[tuple[Function, Function, str]]:
    """``f``, ``g`` and a proof of ``∀ x, g (f x) = x``."""
    for h in goal.data:
        if isinstance(h.type, App) and h.type.name == "Equiv" and h.accessible and all(map(number_type, h.type.args)):
            for f, g, lemma in _EQUIVALENCES:
                yield Function(h.var, f), Function(h.var, g), f"{h.name}.{lemma}"
    for h in goal.props:
        match h.type:
            case Bind("∀", _, domain, App("Eq", (outer, Bound(0)))) if number_type(domain):
                if (found := Function.applied(outer)) and (inner := Function.applied(found[1])) and inner[1] == Bound(0):
                    yield inner[0], found[0], h.name
            case App("Function.LeftInverse", (Var() as g, Var() as f)) | App("Function.RightInverse", (Var() as f, Var() as g)):
                yield Function(f), Function(g), h.name


def explicit(goal: Goal) -> Iterator[tuple[Function, tuple[str, Bind]]]:
    """The functions that a hypothesis ``∀ x, f x = …`` gives: its name and the value as a function of ``x``."""
    for h in goal.props:
        match h.type:
            case Bind("∀", name, domain, App("Eq", (left, right))) if number_type(domain):
                found = Function.applied(left)
                if found is not None and found[1] == Bound(0):
                    yield found[0], (h.name, Bind("λ", name, domain, right))


def _values(
    formulas: list[Term], pairs: list[tuple[Function, Function, str]], definitions: dict[Function, tuple[str, Bind]]
) -> Iterator[tuple[Term, Function, str, str, Term]]:
    """Calls of inverses whose values can be told: the call, the function, the proof that they are inverse, the function's law,
    the value."""
    for part in (p for formula in formulas for p in walk(formula)):
        if is_loose(part) or (applied := Function.applied(part)) is None:
            continue
        for f, g, lemma in pairs:
            if applied[0] == g and f in definitions and g not in definitions and _plain(applied[1]):
                law, body = definitions[f]
                x = Var("inverse.x", body.domain, False)
                for value in roots(opened(body, x), applied[1], x)[:1]:
                    yield part, f, lemma, law, value


def _plain(term: Term) -> bool:
    return bool(number_type(type_of(term))) and all(Function.applied(p) is None for p in walk(term))


def replaced_all(term: Term, known: dict[Term, Term]) -> Term:
    """The term with the known values in their calls' places, inner ones first."""
    term = rebuild(term, lambda part: replaced_all(part, known))
    applied = Function.applied(term)
    if applied is not None and not is_loose(term):
        return known.get(term, known.get(applied[0].at(normal_number(applied[1])), term))
    return term
