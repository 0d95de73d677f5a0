"""Values of variables at which given literals hold, searched for numerically.

Depth first: a variable that an equation determines gets the equation's roots, else the one with the fewest values gets those
that its bounds leave, small ones and the numbers of the goal first; each literal is evaluated as soon as its variables have
values.  Functions and sets that a literal defines are built from it.  After a first pass in order come passes at random.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from random import Random
from typing import Any

from flint import fmpq, fmpq_poly

from prover.algebra.conditions import Condition, conditions
from prover.algebra.evaluation import Scope, compiled, decided, truth, value
from prover.algebra.interpretation import NUMBERS, STEPS, TooMuch, Truth, Value
from prover.algebra.literals import Definition, Literal, Problem, abstracted, definitions
from prover.algebra.numbers import Unknown, as_fmpq, divided, equal, minus, simple
from prover.algebra.quantifiers import candidates
from prover.lean.terms import RAT, App, Call, Num, Sort, Term, Var, number_type, variables, walk

_WIDTHS = (400, 60, 24, 12, 8, 6)
"""Values tried of a variable, by how many others are free."""
_FARTHER = (17, 104)
"""Where a guessed polynomial is compared with what it is guessed of."""
_DEGREE = 4
"""Of the polynomials whose roots are guessed."""

Values = Mapping[Var, Value]


class OutOfTime(Exception):
    """The search is to end."""


@dataclass(frozen=True)
class Check:
    """A literal, and the free variables that its truth depends on."""

    literal: Literal
    needs: frozenset[Var]

    @cached_property
    def sides(self) -> tuple[Term, Term] | None:
        """The sides of an equation between numbers that is to hold."""
        match self.literal.proposition:
            case App("Eq", (a, b), (type_, *_)) if self.literal.wanted and number_type(type_) in NUMBERS:
                return a, b
        return None

    def holds(self, values: Values) -> Truth:
        found = truth(self.literal.proposition, values)
        return None if found is None else found == self.literal.wanted


class Assignments:
    """The search for values of one problem, given those of some variables, until ``time.monotonic()`` is ``until``.

    Raises ``Unknown`` where variables are of kinds that have no values here.
    """

    def __init__(self, problem: Problem, until: float, known: Values | None = None, seed: int = 0) -> None:
        self.until, self.random, self.known = until, Random(seed), dict(known or {})
        defining = definitions(problem)
        self.definitions = {var: definition for var, (_, definition) in defining.items()}
        holding = {literal for literal, _ in defining.values()}
        literals = [literal for literal in problem.literals if literal not in holding]
        self.free = [v for v in problem.variables if v not in self.definitions and v not in self.known]
        for var in self.free:
            if number_type(var.type) not in NUMBERS and var.type not in (Sort("Prop"), App("Bool")):
                raise Unknown(f"{var.name} is no number")
        self.checks = [Check(literal, self._needs(literal.proposition)) for literal in literals]
        parts = [part for literal in literals for part in walk(literal.proposition)]
        numbers = {part.value for part in parts if isinstance(part, Num) and abs(part.value) < 10**9}
        self.constants = sorted({n + d for n in numbers for d in (-1, 0, 1)} | {-n for n in numbers}, key=abs)
        self.narrowed = False
        """Whether values were left out that might do."""
        self._abstracted: dict[tuple[Check, Var], list[Condition]] = {}

    def _needs(self, term: Term) -> frozenset[Var]:
        needs = set[Var]()
        waiting, seen = variables(term), set[Var]()
        while waiting:
            var = waiting.pop()
            if var in seen:
                continue
            seen.add(var)
            if var in self.definitions:
                waiting += self.definitions[var].needs
            else:
                needs.add(var)
        return frozenset(needs)

    # ------------------------------------------------------------------------------------------------------ the search

    def found(self) -> Iterator[dict[Var, Value]]:
        """Assignments at which all literals hold, those of a first pass and then others at random, until time is up."""
        try:
            yield from self._extended(self.known, [*self.free], self.checks, False)
            while self.free and self.narrowed:
                yield from self._extended(self.known, [*self.free], self.checks, True)
        except OutOfTime:
            return

    def samples(self, most: int) -> list[dict[Var, Value]]:
        """Up to so many different assignments, each the first of a pass at random."""
        found: list[dict[Var, Value]] = []
        try:
            for _ in range(3 * most):
                one = next(self._extended(self.known, [*self.free], self.checks, True), None)
                if one is None or len(found) >= most:
                    break
                if one not in found:
                    found.append(one)
        except OutOfTime:
            pass
        return found

    def _extended(
        self, values: dict[Var, Value], left: list[Var], waiting: Sequence[Check], shuffled: bool
    ) -> Iterator[dict[Var, Value]]:
        if time.monotonic() > self.until:
            raise OutOfTime
        later = []
        whole: dict[Var, Value] | None = None
        for check in waiting:
            if not check.needs <= values.keys():
                later.append(check)
                continue
            whole = whole if whole is not None else self.completed(values)
            if not check.holds(whole):
                return
        if not left:
            yield self.completed(values)
            return
        var, domain = self._next(values, left, later, shuffled)
        rest = [v for v in left if v != var]
        for number in domain:
            yield from self._extended({**values, var: number}, rest, later, shuffled)

    def _next(self, values: Values, left: list[Var], waiting: Sequence[Check], shuffled: bool) -> tuple[Var, Sequence[Value]]:
        """The variable that gets a value next, and the values."""
        whole = self.completed(values)
        about: dict[Var, list[Check]] = {}
        for check in waiting:
            unknown = check.needs - values.keys()
            if len(unknown) == 1:
                (var,) = unknown
                if check.sides is not None and (roots := self._roots(check, var, whole)) is not None:
                    return var, roots
                about.setdefault(var, []).append(check)
        best: tuple[Var, Sequence[Value]] | None = None
        for var in left:
            found, complete = self._domain(var, about.get(var, []), whole, shuffled)
            if complete and (best is None or len(found) < len(best[1])):
                best = var, found
        if best is not None and len(best[1]) <= _WIDTHS[0]:
            return best
        self.narrowed = True
        var = self._most_wanted(left, waiting, values)
        domain, _ = self._domain(var, about.get(var, []), whole, shuffled)
        return var, domain[: _WIDTHS[min(len(left), len(_WIDTHS)) - 1]]

    def _most_wanted(self, left: list[Var], waiting: Sequence[Check], values: Values) -> Var:
        """The variable that is in the most equations of few variables; of two the first."""

        def weight(var: Var) -> float:
            return sum((2.0 if c.sides else 1.0) / len(c.needs - values.keys()) ** 2 for c in waiting if var in c.needs)

        return max(left, key=weight)

    def _domain(self, var: Var, about: Sequence[Check], whole: Values, shuffled: bool) -> tuple[Sequence[Value], bool]:
        """Values of a variable in the order in which they are tried, and whether these are all that can do."""
        bounds = [condition for check in about for condition in self._conditions(check, var)]
        try:
            found, complete = candidates(RAT if number_type(var.type) == "ℂ" else var.type, bounds, Scope(whole), ())
        except (TooMuch, TypeError, ValueError, ArithmeticError):
            return [], False
        if complete:
            ordered = sorted(found, key=abs) if len(found) <= STEPS else list(found)
        else:
            ordered = self._with_constants(var, found)
        if shuffled:
            ordered = self._shuffled(var, ordered, complete)
        return ordered, complete

    def _with_constants(self, var: Var, found: Sequence[Value]) -> list[Value]:
        natural = number_type(var.type) == "ℕ"
        ordered = sorted(found, key=lambda x: (abs(x) > 3, x.denominator > 1, abs(x)))
        ordered[5:5] = [n for n in self.constants if n >= 0 or not natural][:12]
        return [simple(x) for x in dict.fromkeys(ordered)]

    def _shuffled(self, var: Var, ordered: list[Value], complete: bool) -> list[Value]:
        if not complete:
            type_, draw = number_type(var.type), self.random
            reach = draw.choice((3, 10, 50, 1000))
            extra: list[Value] = [draw.randint(0 if type_ == "ℕ" else -reach, reach) for _ in range(12)]
            if type_ in ("ℚ", "ℝ"):
                extra += [simple(Fraction(draw.randint(-reach, reach), draw.randint(1, 12))) for _ in range(12)]
            ordered = [*ordered, *extra]
        return self.random.sample(ordered, len(ordered))

    def _conditions(self, check: Check, var: Var) -> list[Condition]:
        known = self._abstracted.get((check, var))
        if known is None:
            body = abstracted(check.literal.proposition, var)
            known = self._abstracted[check, var] = list(conditions(body, check.literal.wanted))
        return known

    # ----------------------------------------------------------------------------------------------------------- roots

    def _roots(self, check: Check, var: Var, whole: Values) -> Sequence[Value] | None:
        """Values of ``var`` that may solve an equation in which all else is known: the other side where it is one side, else
        the rational roots of the polynomial that it is, if it is one of low degree; ``None`` where it seems to be none."""
        assert check.sides is not None
        type_ = number_type(var.type)
        for this, other in (check.sides, check.sides[::-1]):
            if this == var and var not in variables(other):
                try:
                    return [x for x in [value(other, whole)] if _is_of(x, type_)]
                except Unknown:
                    return []
        both = check.sides

        def at(x: int) -> Sequence[Value]:
            return [value(side, {**whole, var: x}) for side in both]

        if type_ == "ℂ":
            return _complex_root(at)
        try:
            polynomial = _polynomial(at)
        except (Unknown, TypeError, ValueError):
            return None
        if polynomial is None:
            return None
        roots = [simple(Fraction(int(root.p), int(root.q))) for root in _rational_roots(polynomial)]
        return [x for x in roots if _is_of(x, type_)]

    # ----------------------------------------------------------------------------------------------- functions and sets

    def completed(self, values: Values) -> dict[Var, Value]:
        """The values with those of the functions and sets that are defined by them."""
        whole = dict(values)
        waiting = [d for d in self.definitions.values() if self._needs(d.var) <= values.keys()]
        while waiting:
            ready = [d for d in waiting if d.needs <= whole.keys()]
            if not ready:
                break
            for definition in ready:
                waiting.remove(definition)
                try:
                    whole[definition.var] = defined(definition, whole, self.checks)
                except (Unknown, TooMuch):
                    pass
        return whole


def _complex_root(sides: Callable[[int], Sequence[Value]]) -> Sequence[Value] | None:
    """What solves an equation that is linear, as far as points tell; ``None`` where it is not."""
    try:
        first, second, third = (minus(*sides(x)) for x in (0, 1, 2))
        slope = minus(second, first)
        if equal(slope, 0) is not False or equal(minus(third, second), slope) is not True:
            return None
        return [divided(minus(0, first), slope)]
    except (Unknown, TypeError, AttributeError):
        return None


def _polynomial(sides: Callable[[int], Sequence[Value]]) -> fmpq_poly | None:
    """The difference of the sides, if it is a polynomial of degree 1 to ``_DEGREE`` as far as points tell.

    Raises what ``sides`` does, ``TypeError`` and ``ValueError`` where they are no rational numbers.
    """

    def at(x: int) -> Fraction | int:
        a, b = sides(x)
        return a - b if type(a) is int and type(b) is int else Fraction(a) - Fraction(b)

    points = [at(x) for x in range(3)]
    farther = [at(x) for x in _FARTHER]
    slope = points[1] - points[0]
    if all(y == points[0] + slope * x for x, y in zip((2, *_FARTHER), (points[2], *farther), strict=True)):
        return fmpq_poly([as_fmpq(points[0]), as_fmpq(slope)]) if slope else None
    polynomial = _interpolated([*points, *(at(x) for x in range(3, _DEGREE + 2))])
    if polynomial.degree() > _DEGREE or polynomial.degree() < 1:
        return None
    return polynomial if all(polynomial(x) == as_fmpq(y) for x, y in zip(_FARTHER, farther, strict=True)) else None


def _is_of(x: Value, type_: str) -> bool:
    """Whether a number is one of the type."""
    return type_ in ("ℚ", "ℝ", "ℂ") or (isinstance(x, int) and (type_ == "ℤ" or x >= 0))


def _interpolated(points: Sequence[Fraction | int]) -> fmpq_poly:
    """The polynomial with these values at 0, 1, 2 …"""
    row = list(points)
    differences: list[Fraction | int] = []
    while row:
        differences.append(row[0])
        row = [b - a for a, b in zip(row, row[1:], strict=False)]
    result, basis = fmpq_poly(), fmpq_poly([1])
    for k, difference in enumerate(differences):
        result += basis * as_fmpq(difference)
        basis = basis * fmpq_poly([-k, 1]) / (k + 1)
    return result


def _rational_roots(polynomial: fmpq_poly) -> list[fmpq]:
    _, factors = polynomial.numer().factor()
    return [fmpq(-f[0], f[1]) for f, _ in factors if f.degree() == 1]


# -------------------------------------------------------------------------------------------- what a definition defines


def defined(definition: Definition, values: Values, checks: Sequence[Check]) -> Any:
    """The function or set.  Raises ``Unknown``."""
    scope = Scope(values, 50 * STEPS)
    body = compiled(definition.body)
    match definition.kind:
        case "value":
            return body(scope, ())
        case "formula":
            return _curried(lambda stack: body(scope, stack), definition.arity, ())
        case "members":
            return _members(definition, scope)
    return Recurrence(definition, values, _first_values(definition.var, values, checks))


def _curried(body: Any, arity: int, stack: tuple[Value, ...]) -> Any:
    if not arity:
        return body(stack)
    return lambda x: _curried(body, arity - 1, (x, *stack))


def _members(definition: Definition, scope: Scope) -> Any:
    """A ``Set`` as a test; a ``Finset`` as the elements, where they are bounded."""
    body = compiled(definition.body)
    match definition.var.type:
        case App("Finset", (type_,)):
            found, complete = candidates(type_, list(conditions(definition.body, True)), scope, ())
            truths = [(x, decided(body, scope, (x,))) for x in found]
            if not complete or any(t is None for _, t in truths):
                raise Unknown("a set that may be infinite")
            return frozenset(x for x, t in truths if t)
    return lambda x: decided(body, scope, (x,))


def _first_values(var: Var, values: Values, checks: Sequence[Check]) -> dict[int, Value]:
    """The values of a sequence that literals ``f 3 = e`` say."""
    found: dict[int, Value] = {}
    for check in checks:
        if check.sides is not None:
            for this, other in (check.sides, check.sides[::-1]):
                match this:
                    case Call(f, (Num(n),)) if f == var and var not in variables(other):
                        try:
                            found.setdefault(n, value(other, values))
                        except Unknown:
                            continue
    return found


class Recurrence:
    """A sequence by a recurrence; where it says nothing, the first values, else 0."""

    def __init__(self, definition: Definition, values: Values, first: dict[int, Value]) -> None:
        self.first, self.shift, self.known = first, definition.shift, list[Value]()
        self.scope = Scope({**values, definition.var: self}, 50 * STEPS)
        self.body = compiled(definition.body)
        self.guard = compiled(definition.guard) if definition.guard is not None else None
        if self.shift == 0 and self.rules(self.shift) is not False:
            raise Unknown("a recurrence that goes in a circle")

    def rules(self, index: int) -> Truth:
        """Whether the recurrence says what the sequence is there."""
        n = index - self.shift
        return n >= 0 and (self.guard is None or decided(self.guard, self.scope, (n,)))

    def __call__(self, n: int) -> Value:
        while len(self.known) <= n:  # in order: no deep recursion
            k = len(self.known)
            ruled = self.rules(k)
            if ruled is None:
                raise Unknown("a recurrence whose condition is not decided")
            self.scope.spend()
            self.known.append(self.body(self.scope, (k - self.shift,)) if ruled else self.first.get(k, 0))
        return self.known[n]
