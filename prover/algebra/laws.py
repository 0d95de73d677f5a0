"""Hypotheses ``∀ x …, conditions → equations`` and their instances.

A law's calls of functions are its *patterns*: that ``f (1 - x)`` is ``f 4`` at ``x = -3`` is found by solving, in the ring of the
arguments, and values of variables that a pattern leaves open are taken from a pool.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import islice

from prover.algebra.evaluation import truth, value
from prover.algebra.numbers import Unknown, as_fmpq
from prover.algebra.polynomials import NotPolynomial, Ring
from prover.lean.terms import (
    App,
    Bind,
    Call,
    Hypothesis,
    Num,
    Term,
    Var,
    is_loose,
    number_type,
    opened,
    rebuild,
    type_of,
    variables,
    walk,
)

MAX_SOLUTIONS = 24
"""Values of the variables that are tried for one pattern and one call."""


@dataclass(frozen=True)
class Law:
    """``name : ∀ x₁ …, p₁ → … → c₁ ∧ c₂ …``.

    ``variables`` stand for the bound ones; ``order`` tells in which order Lean takes values (``True``) and proofs of ``guards``
    (``False``); ``conclusions`` are the parts of the conclusion with their projections (``""``, ``".1"``, ``".2.1"``).
    """

    name: str
    variables: tuple[Var, ...]
    guards: tuple[Term, ...]
    order: tuple[bool, ...]
    conclusions: tuple[tuple[str, Term], ...]
    beta: bool = False
    """Whether it is ``f = fun x => …``: Lean's instance, ``congrFun``, says the same by definition only."""

    @classmethod
    def of(cls, hypothesis: Hypothesis) -> Law | None:
        """The law that a hypothesis states, over numbers; ``None`` for any other hypothesis."""
        match hypothesis.type:
            case App("Eq", (Var() as f, Bind("λ") as function)) if number_type(function.domain):
                x = Var(f"{hypothesis.name}.0", function.domain, False)
                body = opened(function, x)
                if number_type(type_of(body)):
                    equation = App("Eq", (Call(f, (x,)), body), (type_of(body),))
                    return cls(hypothesis.name, (x,), (), (True,), (("", equation),), True)
        names: list[Var] = []
        guards: list[Term] = []
        order: list[bool] = []
        term = hypothesis.type
        while True:
            if isinstance(term, Bind) and term.kind == "∀" and number_type(term.domain):
                names.append(Var(f"{hypothesis.name}.{len(names)}", term.domain, False))
                term = opened(term, names[-1])
                order.append(True)
            elif isinstance(term, App) and term.name == "→":
                guards.append(term.args[0])
                order.append(False)
                term = term.args[1]
            else:
                break
        return cls(hypothesis.name, tuple(names), tuple(guards), tuple(order), tuple(_parts(term, ""))) if names else None

    @cached_property
    def patterns(self) -> tuple[Call, ...]:
        """The calls in the conclusions in which a variable occurs, each once."""
        found = (p for _, c in self.conclusions for p in calls(c) if not set(self.variables).isdisjoint(variables(p)))
        return tuple(dict.fromkeys(found))

    def at(self, values: Sequence[Term]) -> Instance:
        """The instance at some values of the variables."""
        change = dict(zip(self.variables, values, strict=True))
        return Instance(
            self,
            tuple(values),
            tuple(substituted(g, change) for g in self.guards),
            tuple((path, substituted(c, change)) for path, c in self.conclusions),
        )

    def matching(self, pattern: Call, call: Call, pool: Callable[[Term], Sequence[Term]]) -> Iterator[tuple[Term, ...]]:
        """Values of the variables at which ``pattern`` is ``call``; ``pool`` of a type gives values for what is left open."""
        if pattern.function != call.function or len(pattern.args) != len(call.args):
            return
        equations = list(zip(pattern.args, call.args, strict=True))
        for found in islice(self._solved(equations, {}, pool), MAX_SOLUTIONS):
            yield tuple(found[v] for v in self.variables)

    def _solved(
        self, equations: list[tuple[Term, Term]], known: dict[Var, Term], pool: Callable[[Term], Sequence[Term]]
    ) -> Iterator[dict[Var, Term]]:
        own, left = set(self.variables), list[tuple[Term, Term, list[Var]]]()
        for a, b in equations:
            a = substituted(a, known)
            unknown = [v for v in variables(a) if v in own]
            if unknown:
                left.append((a, b, unknown))
            elif normal(a) != normal(b):
                return
        left.sort(key=lambda entry: len(entry[2]))
        rest = [(a, b) for a, b, _ in left]
        if left and len(left[0][2]) == 1:
            [v] = left[0][2]
            for root in roots(*rest[0], v):
                yield from self._solved(rest[1:], {**known, v: root}, pool)
            return
        open_ = left[0][2] if left else [v for v in self.variables if v not in known]
        if not open_:
            yield known
            return
        for v in open_ if left else open_[:1]:
            for chosen in pool(v.type):
                yield from self._solved(rest, {**known, v: chosen}, pool)


@dataclass(frozen=True)
class Instance:
    """A law at some values: what must be shown for it, and what it says, as Lean has them."""

    law: Law
    values: tuple[Term, ...]
    guards: tuple[Term, ...]
    conclusions: tuple[tuple[str, Term], ...]

    @cached_property
    def size(self) -> int:
        """How far from simple its arguments are: their symbols and the sizes of their numerals."""
        parts = [p for _, c in self.conclusions for call in calls(normal(c)) for a in call.args for p in walk(a)]
        return sum(abs(p.value) if isinstance(p, Num) else 2 for p in parts)

    def proof(self, written: Callable[[Term], str], guarded: Sequence[str]) -> str:
        """The instance as a term: ``h 4 (by norm_num)``.  ``written`` writes a value, ``guarded`` are the guards' proofs."""
        values, proofs = iter(self.values), iter(guarded)
        return " ".join(
            [
                f"congrFun {self.law.name}" if self.law.beta else self.law.name,
                *(written(next(values)) if is_value else next(proofs) for is_value in self.law.order),
            ]
        )


def _parts(proposition: Term, path: str) -> Iterator[tuple[str, Term]]:
    match proposition:
        case App("And", (p, q)):
            yield from _parts(p, path + ".1")
            yield from _parts(q, path + ".2")
        case _:
            yield path, proposition


def calls(term: Term) -> list[Call]:
    """The calls of local functions with arguments that are numbers, the outer before the inner."""
    return [
        part
        for part in walk(term)
        if isinstance(part, Call)
        and isinstance(part.function, Var)
        and not any(is_loose(a) for a in part.args)
        and all(number_type(type_of(a)) for a in part.args)
    ]


def substituted(term: Term, change: Mapping[Var, Term]) -> Term:
    """The term with each variable's value in its place."""
    if isinstance(term, Var):
        return change.get(term, term)
    return rebuild(term, lambda part: substituted(part, change)) if change else term


# --------------------------------------------------------------------------------------------------------- normal forms


def normal(term: Term, known: Mapping[Term, Term] | None = None) -> Term:
    """The term with the arguments of its calls in normal form, so that equal calls are equal terms.

    ``known``: values of calls, put in their places.
    """
    term = rebuild(term, lambda part: normal(part, known))
    if isinstance(term, Call):
        term = Call(term.function, tuple(normal_number(a) for a in term.args))
        return term if known is None else known.get(term, term)
    return term


def normal_number(term: Term) -> Term:
    """A number in normal form: a numeral, a fraction of numerals, or a sorted polynomial in its atoms."""
    type_ = type_of(term)
    if isinstance(term, (Num, Var)) or not number_type(type_) or is_loose(term):
        return term
    number = ground(term)
    try:
        if number is not None:
            return numeral(number, type_)
        term = _differences(term)
        ring = Ring.of([term])
        return ring.term(ring.polynomial(term), type_)
    except NotPolynomial:
        return term


def _differences(term: Term) -> Term:
    """The term with differences of ℕ computed where they are not cut off at 0, as in ``n + 1 - 1``."""
    term = rebuild(term, _differences)
    match term:
        case App("HSub.hSub", (a, b)) if number_type(type_of(term)) == "ℕ":
            ring = Ring.of([a, b])
            try:
                return ring.term(ring.polynomial(a) - ring.polynomial(b), type_of(term))
            except NotPolynomial:
                return term
    return term


def ground(term: Term) -> Fraction | None:
    """The exact value of a number without variables; ``None`` where it has none that is rational."""
    if any(isinstance(part, (Var, Call)) for part in walk(term)):
        return None
    try:
        found = value(term, {})
    except Unknown:
        return None
    return Fraction(found) if isinstance(found, (int, Fraction)) else None


def holds(proposition: Term) -> bool | None:
    """Whether a proposition without variables holds."""
    return None if any(isinstance(part, (Var, Call)) for part in walk(proposition)) else truth(proposition, {})


def numeral(number: Fraction, type_: Term) -> Term:
    """A rational number as a term of a number type.  Raises ``NotPolynomial`` where the type does not have it."""
    ring = Ring(())
    return ring.term(ring.context.constant(as_fmpq(number)), type_)


def roots(left: Term, right: Term, variable: Var) -> list[Term]:
    """The values of ``variable`` with ``left = right``, as far as they are polynomials in the other atoms, in the variable's type.

    The numerator of the difference is factored; every factor of degree 1 in the variable whose coefficient is a number gives one.
    """
    try:
        ring = Ring.of([left, right, variable])
        numerator, _ = ring.cleared(ring.polynomial(left) - ring.polynomial(right))
        index = ring.atoms.index(variable)
    except (NotPolynomial, ValueError):
        return []
    if not len(numerator) or any(
        i != index and variable in variables(atom) and int(numerator.degrees()[i]) for i, atom in enumerate(ring.atoms)
    ):
        return []
    found = []
    for factor, _ in numerator.factor()[1]:
        if int(factor.degrees()[index]) != 1:
            continue
        slope = factor.derivative(index)
        if slope.is_constant():
            rest = ring.generators[index] - factor / slope.leading_coefficient()
            try:
                found.append(normal_number(ring.term(rest, variable.type)))
            except NotPolynomial:
                pass
    return found
