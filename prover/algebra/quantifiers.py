"""``∀``, ``∃`` and ``∃!`` evaluated: over a finite range where the formula bounds its variable, over samples where not.

A ``∀`` is decided by its counter-examples: they satisfy the guards and violate the conclusion.  So in both cases there is a
list of comparisons that a value must satisfy to matter, and from them come bounds: ``3 * x + y ≤ 20`` with ``y : ℕ`` gives
``x ≤ 6``, ``x ^ 2 + y ^ 2 = 65`` gives ``-8 ≤ x ≤ 8``, ``x * y = 12`` and ``x ∣ 12`` give ``-12 ≤ x ≤ 12``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple, Union

from flint import arb

from prover.algebra.evaluation import Evaluator, Scope, Stack, compiled, decided
from prover.algebra.interpretation import FINITE, ORDERED, Truth, Value
from prover.algebra.numbers import Unknown, natural_logarithm, rounded_root
from prover.lean.terms import App, Bind, Bound, Num, Sort, Term, children, number_type, type_of

MOST_VALUES = 5_000
"""Values of one variable that are gone through."""
_SMALL = 9
_RATIONALS = [*map(Fraction, (0, 1, -1, 2, -2, 3, -3, 5, -5, 10, -10, 100, -100)), *(Fraction(n, 2) for n in (1, -1, 3, -3))]

Rational = Union[int, Fraction]


class Condition(NamedTuple):
    """``left ≤ right``, or ``=``, ``∣``, ``∈`` (left the element).

    The variable sought is any ``Bound`` in ``sought``; ``depth`` binders stand between, whose variables have no values.
    """

    relation: str
    left: Term
    right: Term
    sought: frozenset[int]
    depth: int


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


def conditions(body: Term, wanted: bool, sought: frozenset[int] = frozenset([0]), depth: int = 0) -> Iterator[Condition]:
    """What must hold of the variable (``Bound(0)``) for ``body`` to be ``wanted``."""
    deeper = frozenset(i + 1 for i in sought)
    match body:
        case App("And", parts) if wanted:
            for part in parts:
                yield from conditions(part, True, sought, depth)
        case App("Or", parts) if not wanted:
            for part in parts:
                yield from conditions(part, False, sought, depth)
        case App("→", (p, q)) if not wanted:
            yield from conditions(p, True, sought, depth)
            yield from conditions(q, False, sought, depth)
        case App("Not", (p,)):
            yield from conditions(p, not wanted, sought, depth)
        case Bind("∃" | "∃!", _, _, inner) if wanted:
            yield from conditions(inner, True, deeper, depth + 1)
        case Bind("∀", _, _, inner) if not wanted:
            yield from conditions(inner, False, deeper, depth + 1)
        case App("Membership.mem", (App("setOf", (Bind(_, _, _, inner),)), Bound(index))) if wanted and index in sought:
            yield from conditions(inner, True, deeper | {0}, depth + 1)
        case App("Membership.mem", (collection, element)) if wanted:
            yield Condition("∈", element, collection, sought, depth)
        case App("LE.le" | "LT.lt", (a, b)):
            yield Condition("≤", *((a, b) if wanted else (b, a)), sought, depth)
        case App("Eq", (a, b)) if wanted:
            yield Condition("=", a, b, sought, depth)
        case App("Ne", (a, b)) if not wanted:
            yield Condition("=", a, b, sought, depth)
        case App("Dvd.dvd", (a, b)) if wanted:
            yield Condition("∣", a, b, sought, depth)


def candidates(domain: Term, about: Sequence[Condition], scope: Scope, stack: Stack) -> tuple[Sequence[Value], bool]:
    """Values of the variable, and whether there are none beside them that matter."""
    type_ = number_type(domain)
    if type_ not in ORDERED:
        return ([False, True], True) if domain == Sort("Prop") or domain == App("Bool") else ([], False)
    lower: list[Rational] = [0] if type_ == "ℕ" else []
    upper: list[Rational] = []
    for condition in about:
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
        found = _value(condition.right, condition, scope, stack)
        if isinstance(found, FINITE) and len(found) <= MOST_VALUES:
            return list(found)
    return None


# --------------------------------------------------------------------------------------------------------------- bounds

Bounds = Iterator[tuple[bool, Rational]]
"""Bounds of the variable: whether from above, and by what."""


def _bounds(condition: Condition, scope: Scope, stack: Stack) -> Bounds:
    for side, other, above in ((condition.left, condition.right, True), (condition.right, condition.left, False)):
        value = _value(other, condition, scope, stack)
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
        found = _value(term, about, scope, stack)
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


def _value(term: Term, about: Condition, scope: Scope, stack: Stack) -> Value | None:
    """The value of a term that mentions neither the variable nor one of an inner binder."""
    if _needs(term, about.depth, 0):
        return None
    try:
        return compiled(term)(scope, (None,) * (about.depth + 1) + stack)
    except Unknown:
        return None


def _needs(term: Term, most: int, depth: int) -> bool:
    """Whether one of the variables bound by the ``most + 1`` binders around occurs; ``depth``: of the binders within."""
    match term:
        case Bound(index):
            return depth <= index <= most + depth
        case Bind(_, _, domain, body):
            return _needs(domain, most, depth) or _needs(body, most, depth + 1)
    return any(_needs(part, most, depth) for part in children(term))
