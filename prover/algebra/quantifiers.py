"""``∀``, ``∃`` and ``∃!`` evaluated: over a finite range where the formula bounds its variable, over samples where not.

A ``∀`` is decided by its counter-examples: they satisfy the guards and violate the conclusion.  So in both cases there is a
list of comparisons that a value must satisfy to matter, and from them come bounds: ``3 * x + y ≤ 20`` with ``y : ℕ`` gives
``x ≤ 6``, ``x ^ 2 + y ^ 2 = 65`` gives ``-8 ≤ x ≤ 8``, ``x * y = 12`` and ``x ∣ 12`` give ``-12 ≤ x ≤ 12``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Union

from flint import arb, fmpq_poly

from prover.algebra.conditions import Condition, conditions, known_value
from prover.algebra.evaluation import QUANTIFIED, Evaluator, Scope, Stack, compiled, decided
from prover.algebra.interpretation import FINITE, ORDERED, Truth, Value
from prover.algebra.linear_systems import determined
from prover.algebra.numbers import as_fmpq, natural_logarithm, rounded_root, simple
from prover.lean.terms import App, Bind, Bound, Num, Sort, Term, number_type, type_of

MOST_VALUES = 5_000
"""Values of one variable that are gone through."""
_SMALL = 9
_MAX_DEGREE = 30
_RATIONALS = [*map(Fraction, (0, 1, -1, 2, -2, 3, -3, 5, -5, 10, -10, 100, -100)), *(Fraction(n, 2) for n in (1, -1, 3, -3))]

Rational = Union[int, Fraction]


def quantified(term: Bind) -> Evaluator:
    """The evaluator of a ``∀``, ``∃`` or ``∃!``."""
    inner, universal = compiled(term.body), term.kind == "∀"
    about = list(conditions(term.body, not universal))

    def evaluate(scope: Scope, stack: Stack) -> Truth:
        values, complete = candidates(term.domain, about, scope, stack)
        found, unsure = [], False
        for value in values:
            scope.spend()
            holds = decided(inner, scope, (value, *stack))
            unsure = unsure or holds is None
            if holds is not None and holds != universal:
                found.append(value)
                if term.kind != "∃!":
                    return not universal
                if len(found) > 1:
                    return False
        if not complete or unsure:
            return None
        return bool(found) or universal

    return evaluate


QUANTIFIED.append(quantified)


def candidates(domain: Term, about: Sequence[Condition], scope: Scope, stack: Stack) -> tuple[Sequence[Value], bool]:
    """Values of the variable, and whether there are none beside them that matter."""
    type_ = number_type(domain)
    if type_ not in ORDERED:
        return ([False, True], True) if domain == Sort("Prop") or domain == App("Bool") else ([], False)
    lower: list[Rational] = [0] if type_ == "ℕ" else []
    upper: list[Rational] = []
    if (only := determined(about, scope, stack)) is not None:
        return [x for x in only if _is_of(x, type_)], True
    for condition in about:
        if (roots := _roots(condition, scope, stack)) is not None:
            solutions, complete = roots
            if complete or type_ != "ℝ":
                return [simple(x) for x in solutions if _is_of(x, type_)], True
        if (elements := _elements(condition, scope, stack)) is not None:
            return sorted(x for x in elements if not isinstance(x, arb)), not any(isinstance(x, arb) for x in elements)
        for above, bound in _bounds(condition, scope, stack):
            (upper if above else lower).append(bound)
    least, most = max(lower, default=None), min(upper, default=None)
    if type_ in ("ℚ", "ℝ"):
        if least is not None and least == most:
            return [least], True
        return [x for x in _near(least, most) if (least is None or least <= x) and (most is None or x <= most)], False
    first, last = None if least is None else ceil(least), None if most is None else floor(most)
    if first is not None and last is not None and last - first < MOST_VALUES:
        return range(first, last + 1), True
    if first is None:
        first = -_SMALL if last is None else last - 2 * _SMALL
    return range(first, min(first + 2 * _SMALL, last if last is not None else first + 2 * _SMALL) + 1), False


def _is_of(x: Rational, type_: str) -> bool:
    """Whether a rational is a number of the type."""
    return type_ in ("ℚ", "ℝ") or (x.denominator == 1 and (type_ == "ℤ" or x >= 0))


def _near(least: Rational | None, most: Rational | None) -> list[Rational]:
    """Small numbers, and some at the bounds and between them."""
    found: list[Rational] = [*_RATIONALS]
    if least is not None:
        found += [least, *(least + step for step in (1, Fraction(1, 2), 2, 10))]
    if most is not None:
        found += [most, *(most - step for step in (1, Fraction(1, 2), 2, 10))]
    if least is not None and most is not None:
        found += [least + (most - least) * Fraction(n, 4) for n in (2, 1, 3)]
    return list(dict.fromkeys(found))


def _elements(condition: Condition, scope: Scope, stack: Stack) -> Sequence[Value] | None:
    """The elements of the finite set that the variable is in."""
    if condition.relation == "∈" and isinstance(condition.left, Bound) and condition.left.index in condition.sought:
        found = known_value(condition.right, condition, scope, stack)
        if isinstance(found, FINITE) and len(found) <= MOST_VALUES:
            return list(found)
    return None


# ---------------------------------------------------------------------------------------------------------------- roots


def _roots(condition: Condition, scope: Scope, stack: Stack) -> tuple[list[Fraction], bool] | None:
    """Of an equation that is polynomial in the variable, and not trivial: its rational roots, and whether it has no other real
    ones."""
    if condition.relation != "=":
        return None
    left, right = (_polynomial(side, condition, scope, stack) for side in (condition.left, condition.right))
    if left is None or right is None or (difference := left - right).degree() < 1:
        return None
    found, complete = list[Fraction](), True
    for factor, _ in difference.numer().factor()[1]:
        if factor.degree() == 1:
            found.append(Fraction(-int(factor[0]), int(factor[1])))
        elif any(root.imag.contains(0) for root, _ in factor.complex_roots()):
            complete = False
    return sorted(found), complete


def _polynomial(term: Term, about: Condition, scope: Scope, stack: Stack) -> fmpq_poly | None:
    """A term as a polynomial in the variable, with values for all else; ``None`` where it is none."""
    known = known_value(term, about, scope, stack)
    if isinstance(known, (int, Fraction)) and not isinstance(known, bool):
        return fmpq_poly([as_fmpq(known)])
    match term:
        case Bound(index) if index in about.sought:
            return fmpq_poly([0, 1])
        case App("Nat.cast" | "Int.cast" | "Rat.cast", (a,), (type_,)) if number_type(type_) in ORDERED:
            return _polynomial(a, about, scope, stack)
        case App("Neg.neg", (a,), (type_,)) if number_type(type_) in ORDERED:
            return None if (p := _polynomial(a, about, scope, stack)) is None else -p
        case App("HPow.hPow", (a, Num(k)), (type_, *_)) if number_type(type_) in ORDERED and 0 <= k <= _MAX_DEGREE:
            return None if (p := _polynomial(a, about, scope, stack)) is None or p.degree() * k > _MAX_DEGREE else p**k
        case App("HAdd.hAdd" | "HSub.hSub" | "HMul.hMul" | "HDiv.hDiv" as name, (a, b), (type_, *_)):
            type_name = number_type(type_)
            if type_name not in ORDERED or (name == "HSub.hSub" and type_name == "ℕ"):
                return None
            p, q = (_polynomial(side, about, scope, stack) for side in (a, b))
            if p is None or q is None or p.degree() + q.degree() > _MAX_DEGREE:
                return None
            if name == "HDiv.hDiv":
                return p / q[0] if type_name in ("ℚ", "ℝ") and q.degree() == 0 else None
            return p + q if name == "HAdd.hAdd" else p - q if name == "HSub.hSub" else p * q
    return None


# --------------------------------------------------------------------------------------------------------------- bounds

Bounds = Iterator[tuple[bool, Rational]]
"""Bounds of the variable: whether from above, and by what."""


def _bounds(condition: Condition, scope: Scope, stack: Stack) -> Bounds:
    for side, other, above in ((condition.left, condition.right, True), (condition.right, condition.left, False)):
        value = known_value(other, condition, scope, stack)
        if value is None or isinstance(value, (bool, arb)) or not isinstance(value, (int, Fraction)):
            continue
        match condition.relation:
            case "≤":
                yield from _solved(side, above, value, condition, scope, stack)
            case "=":
                yield from _solved(side, True, value, condition, scope, stack)
                yield from _solved(side, False, value, condition, scope, stack)
                yield from _factors(side, value, condition, scope, stack)
            case "∣" if above and value != 0:
                yield from _solved(side, True, abs(value), condition, scope, stack)
                yield from _solved(side, False, -abs(value), condition, scope, stack)


def _factors(side: Term, product: Rational, condition: Condition, scope: Scope, stack: Stack) -> Bounds:
    """Of integers ``a * b = product ≠ 0``: both are at most as large as it."""
    match side:
        case App("HMul.hMul", args, (type_, *_)) if number_type(type_) in ("ℕ", "ℤ") and product != 0:
            for arg in args:
                yield from _solved(arg, True, abs(product), condition, scope, stack)
                yield from _solved(arg, False, -abs(product), condition, scope, stack)
                yield from _factors(arg, product, condition, scope, stack)


def _solved(side: Term, above: bool, bound: Rational, about: Condition, scope: Scope, stack: Stack) -> Bounds:
    """What ``side ≤ bound`` (``above``) or ``bound ≤ side`` says of the variable."""

    def rest(term: Term, above: bool, bound: Rational | None) -> Bounds:
        return _solved(term, above, bound, about, scope, stack) if bound is not None else iter(())

    def value(term: Term) -> Rational | None:
        found = known_value(term, about, scope, stack)
        return found if isinstance(found, (int, Fraction)) and not isinstance(found, bool) else None

    match side:
        case Bound(index) if index in about.sought:
            yield above, bound
        case App("Nat.cast" | "Int.cast" | "Rat.cast", (a,)):
            yield from rest(a, above, bound)
        case App("Neg.neg", (a,)):
            yield from rest(a, not above, -bound)
        case App("HAdd.hAdd", (a, b), (type_, *_)):
            for this, other in ((a, b), (b, a)):
                if (known := value(other)) is not None:
                    yield from rest(this, above, bound - known)
                elif above and (number_type(type_) == "ℕ" or _never_negative(other)):
                    yield from rest(this, True, bound)
        case App("HSub.hSub", (a, b), (type_, *_)):
            truncated = number_type(type_) == "ℕ"
            if (above or not truncated or bound > 0) and (known := value(b)) is not None:
                yield from rest(a, above, bound + known)
            if not truncated and (known := value(a)) is not None:
                yield from rest(b, not above, known - bound)
        case App("HMul.hMul", (a, b)) if a == b:
            yield from _of_power(a, 2, above, bound, rest)
        case App("HMul.hMul", (a, b)):
            for this, other in ((a, b), (b, a)):
                if (known := value(other)) is not None and known != 0:
                    yield from rest(this, above == (known > 0), Fraction(bound) / known)
        case App("HDiv.hDiv", (a, b), (type_, *_)) if (known := value(b)) is not None and known > 0:
            if number_type(type_) in ("ℕ", "ℤ"):
                yield from rest(a, above, floor(bound) * known + known - 1 if above else ceil(bound) * known)
            else:
                yield from rest(a, above, bound * known)
        case App("HPow.hPow", (Num(base), exponent), (_, kind, *_)) if above and base > 1 and number_type(kind) == "ℕ":
            yield from rest(exponent, True, natural_logarithm(base, floor(bound)) if bound >= 1 else -1)
        case App("HPow.hPow", (a, Num(k))) if k > 0:
            yield from _of_power(a, k, above, bound, rest)
        case App("abs", (a,)) if above:
            yield from rest(a, True, bound)
            yield from rest(a, False, -bound)


def _of_power(base: Term, k: int, above: bool, bound: Rational, rest: object) -> Bounds:
    """What ``base ^ k ≤ bound``, or ``≥``, says: roots rounded outwards."""
    assert callable(rest)
    if k % 2 == 0:
        if above:
            root = rounded_root(floor(bound), k) + 1 if bound >= 0 else -1
            yield from rest(base, True, root)
            yield from rest(base, False, -root)
    elif above:
        yield from rest(base, True, rounded_root(floor(bound), k) + 1 if bound >= 0 else 0)
    else:
        yield from rest(base, False, 0 if bound >= 0 else -rounded_root(floor(-bound), k) - 1)


def _never_negative(term: Term) -> bool:
    """Whether a term is at least 0 by its shape."""
    match term:
        case Num(value):
            return value >= 0
        case App("HAdd.hAdd" | "HMul.hMul" | "HDiv.hDiv", (a, b), implicit):
            return number_type(implicit[0]) == "ℕ" or (_never_negative(a) and _never_negative(b))
        case App("HPow.hPow", (a, Num(k))):
            return k % 2 == 0 or _never_negative(a)
        case App("abs" | "Nat.cast" | "Real.sqrt"):
            return True
    return number_type(type_of(term)) == "ℕ"
