"""What a counter-model of a goal must satisfy: its hypotheses and the target's negation, taken apart into literals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Optional

from prover.lean.terms import (
    PROP,
    App,
    Bind,
    Bound,
    Call,
    GoalTerms,
    Num,
    Term,
    Var,
    is_loose,
    number_type,
    opened,
    rebuild,
    replaced,
    short,
    variables,
    walk,
)


@dataclass(frozen=True)
class Literal:
    """A proposition without loose bound variables, and whether it is to hold; ``source``: the hypothesis it comes from, ``""``
    for the target."""

    proposition: Term
    wanted: bool
    source: str = ""


@dataclass(frozen=True)
class Problem:
    """Find values of ``variables`` at which all ``literals`` hold.

    ``variables`` are the goal's data in order, the variables that the target quantifies over (``introduced``, in order) and
    the witnesses of existential hypotheses.
    """

    variables: tuple[Var, ...]
    literals: tuple[Literal, ...]
    introduced: tuple[Var, ...] = ()


def problem_of(goal: GoalTerms) -> Optional[Problem]:
    """``None`` where the goal is about more than data and propositions, or not all of it is known."""
    if goal.cut or any(h.kind in ("type", "instance") for h in goal.hypotheses):
        return None
    data = [h.var for h in goal.data]
    if len(set(data)) < len(data):
        return None  # one hides the other: as terms they are not told apart
    peeled = _Peeled({v.name for v in data})
    literals = [
        Literal(App("Eq", (h.var, h.value), (h.type,)), True, h.name)
        for h in goal.hypotheses
        if h.value is not None and h.kind == "data"
    ]
    for h in goal.hypotheses:
        if h.kind == "prop":
            literals += peeled.literals(h.type, True, h.name)
    witnesses = list(peeled.found)
    literals += peeled.literals(goal.target, False, "")
    introduced = peeled.found[len(witnesses) :]
    return Problem((*data, *peeled.found), tuple(literals), tuple(introduced))


class _Peeled:
    """Literals, with a new variable for each ``∃`` that is to hold and each ``∀`` that is not."""

    def __init__(self, taken: set[str]) -> None:
        self.taken, self.found = taken, list[Var]()

    def literals(self, term: Term, wanted: bool, source: str) -> Iterator[Literal]:
        match term:
            case App("And", parts) if wanted:
                for part in parts:
                    yield from self.literals(part, True, source)
            case App("Or", parts) if not wanted:
                for part in parts:
                    yield from self.literals(part, False, source)
            case App("→", (p, q)) if not wanted:
                yield from self.literals(p, True, source)
                yield from self.literals(q, False, source)
            case App("Not", (p,)):
                yield from self.literals(p, not wanted, source)
            case App("Ne", args, implicit):
                yield Literal(App("Eq", args, implicit), not wanted, source)
            case App("True") if wanted:
                return
            case App("False") if not wanted:
                return
            case Bind("∃", name, domain, _) if wanted:
                yield from self.literals(opened(term, self._new(name, domain)), True, source)
            case Bind("∀", name, domain, _) if not wanted:
                yield from self.literals(opened(term, self._new(name, domain)), False, source)
            case _:
                yield Literal(term, wanted, source)

    def _new(self, name: str, domain: Term) -> Var:
        while name in self.taken:
            name += "'"
        self.taken.add(name)
        self.found.append(Var(name, domain))
        return self.found[-1]


def abstracted(term: Term, var: Var, depth: int = 0) -> Term:
    """The body of a binder over ``var``: the term with ``Bound`` in its place.  ``term`` has no loose bound variables."""
    if term == var:
        return Bound(depth)
    if isinstance(term, Bind):
        domain, body = abstracted(term.domain, var, depth), abstracted(term.body, var, depth + 1)
        return Bind(term.kind, term.name, domain, body)
    return rebuild(term, lambda part: abstracted(part, var, depth))


def numeral(number: int | Fraction, type_: Term) -> Term:
    """A rational as a term."""
    number = Fraction(number)
    if number.denominator == 1:
        return Num(number.numerator, type_)
    return App("HDiv.hDiv", (Num(number.numerator, type_), Num(number.denominator, type_)), (type_,) * 3)


@dataclass(frozen=True)
class Table:
    """A function of which literals speak at given arguments only: ``values`` are variables for its values there."""

    function: Var
    values: tuple[tuple[tuple[Term, ...], Var], ...]


def tabulated(problem: Problem) -> tuple[Problem, tuple[Table, ...]]:
    """The problem with variables in the place of functions' values, for functions that no literal defines and that occur only
    with arguments without bound variables or calls of such functions."""
    defined = definitions(problem)
    functions = [v for v in problem.variables if isinstance(v.type, App) and v.type.name == "→" and v not in defined]
    literals, tables = problem.literals, list[Table]()
    for f in functions:
        parts = [part for literal in literals for part in walk(literal.proposition)]
        calls = dict.fromkeys(part for part in parts if isinstance(part, Call) and part.function == f)
        if sum(part == f for part in parts) != sum(isinstance(part, Call) and part.function == f for part in parts):
            continue
        result = codomain(f.type, 100)
        if not number_type(result) and result != PROP:
            continue  # of an empty type there is no value
        if any(is_loose(call) or f in [v for a in call.args for v in variables(a)] for call in calls):
            continue
        values = tuple((call.args, Var(short(call), codomain(f.type, len(call.args)))) for call in calls)
        for call, (_, value) in zip(calls, values, strict=True):
            literals = tuple(Literal(replaced(li.proposition, call, value), li.wanted, li.source) for li in literals)
        tables.append(Table(f, values))
    found = tuple(value for table in tables for _, value in table.values)
    kept = tuple(v for v in problem.variables if v not in [t.function for t in tables])
    return Problem((*kept, *found), literals, problem.introduced), tuple(tables)


def codomain(type_: Term, arity: int = 1) -> Term:
    """The type of a function's values, applied to ``arity`` arguments or as many as it takes."""
    for _ in range(arity):
        type_ = type_.args[-1] if isinstance(type_, App) and type_.name == "→" else type_
    return type_


def with_values(term: Term, values: Mapping[Var, Any]) -> Term:
    """The term with numerals for the variables that have rational values."""
    for var in variables(term):
        found = values.get(var)
        if isinstance(found, (int, Fraction)) and not isinstance(found, bool) and number_type(var.type):
            term = replaced(term, var, numeral(found, var.type))
    return term


# --------------------------------------------------------------------------------------------------------- definitions


@dataclass(frozen=True)
class Definition:
    """A literal that determines a function or a set, for all arguments, by other variables.

    ``kind``: ``formula`` (``∀ x, f x = body``, also under conditions on ``x``), ``recurrence`` (``∀ n, guard n → f (n + shift) = body``, where ``body`` has ``f``
    at smaller arguments only), ``members`` (``∀ x, x ∈ S ↔ body``), ``value`` (``f = body``).  ``body`` and ``guard`` are under the
    binders of the arguments.
    """

    kind: str
    var: Var
    arity: int
    body: Term
    guard: Optional[Term] = None
    shift: int = 0

    @property
    def needs(self) -> frozenset[Var]:
        """The other variables it is made of."""
        parts = [self.body, *([self.guard] if self.guard is not None else [])]
        return frozenset(v for part in parts for v in variables(part)) - {self.var}


def definition_of(literal: Literal) -> Optional[Definition]:
    """The definition that a literal is, if it is one.  Such a literal holds of what is defined by it."""
    if not literal.wanted:
        return None
    body, domains = literal.proposition, list[Term]()
    if isinstance(body, App) and body.name == "Eq":
        for var, other in (body.args, body.args[::-1]):
            if isinstance(var, Var) and not _is_number(var) and var not in variables(other):
                return Definition("value", var, 0, other)
        return None
    while isinstance(body, Bind) and body.kind == "∀":
        domains.append(body.domain)
        body = body.body
    if domains == [App("Nat")] and (recurrence := _recurrence(body)) is not None:
        return recurrence
    arguments = tuple(Bound(i) for i in reversed(range(len(domains))))
    match _unguarded(body):
        case App("Eq", (Call(Var() as f, args), value)) if args == arguments and f not in variables(value):
            return Definition("formula", f, len(args), value)
        case App("Iff", (App("Membership.mem", (Var() as collection, Bound(0))), value)) if len(domains) == 1:
            return Definition("members", collection, 1, value) if collection not in variables(value) else None
    return None


def _unguarded(body: Term) -> Term:
    """An equation without its conditions: what has it everywhere has it where they hold."""
    while isinstance(body, App) and body.name == "→" and isinstance(body.args[1], App) and body.args[1].name in ("→", "Eq"):
        body = body.args[1]
    return body


def definitions(problem: Problem) -> dict[Var, tuple[Literal, Definition]]:
    """The first definition of each variable that has one and is not defined by way of itself, with its literal."""
    found: dict[Var, tuple[Literal, Definition]] = {}
    for literal in problem.literals:
        definition = definition_of(literal)
        if definition is None or definition.var in found:
            continue
        waiting, seen = [*definition.needs], set[Var]()
        while waiting:
            var = waiting.pop()
            if var in found and var not in seen:
                waiting += found[var][1].needs
            seen.add(var)
        if definition.var not in seen:
            found[definition.var] = literal, definition
    return found


def _is_number(var: Var) -> bool:
    return isinstance(var.type, App) and not var.type.args


def _recurrence(body: Term) -> Optional[Definition]:
    guard = None
    match body:
        case App("→", (condition, App("Eq") as equation)):
            guard, body = condition, equation
    match body:
        case App("Eq", (Call(Var() as f, (at,)), value)) if (shift := offset_of(at)) is not None and shift >= 0:
            if guard is not None and f in variables(guard):
                return None
            calls = [part for part in walk(value) if isinstance(part, Call) and part.function == f]
            uses = sum(part == f for part in walk(value))
            offsets = [offset_of(c.args[0]) if len(c.args) == 1 else None for c in calls]
            if len(calls) != uses or any(isinstance(part, Bind) for part in walk(value)):
                return None
            if all(o is not None and o < shift for o in offsets) and (shift or guard is not None):
                return Definition("recurrence", f, 1, value, guard, shift)
    return None


def offset_of(term: Term) -> Optional[int]:
    """``k`` where the term is ``n + k`` or ``n - k`` (negative), ``n`` the variable of the binder."""
    match term:
        case Bound(0):
            return 0
        case App("HAdd.hAdd", (Bound(0), Num(k))) | App("HAdd.hAdd", (Num(k), Bound(0))):
            return k
        case App("HSub.hSub", (Bound(0), Num(k))):
            return -k
    return None
