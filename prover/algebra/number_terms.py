"""Terms of number types: the sides of a comparison, casts, sums and products written as terms."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, NamedTuple

from prover.lean.terms import NAT, App, Num, Term, number_type, type_of

FIELDS = ("ℚ", "ℝ", "ℂ")
"""The number types that are fields."""


class NotPolynomial(ValueError):
    """A term has a part that is no generator of the ring, or a polynomial cannot be written in a type."""


class Sides(NamedTuple):
    """A comparison of numbers as terms: ``left relation right``, both of number type ``type``."""

    relation: Literal["=", "≠", "<", "≤"]
    left: Term
    right: Term
    type: Term


_RELATIONS = {"Eq": "=", "Ne": "≠", "LT.lt": "<", "LE.le": "≤"}


def sides(proposition: Term) -> Sides | None:
    """The sides of an equation or inequality between numbers, or of a negated one (turned round except in ℂ), else ``None``."""
    match proposition:
        case App("Not", (inner,)):
            found = sides(inner)
            if found is None:
                return None
            relation, left, right, type_ = found
            if relation in "=≠":
                return Sides("≠" if relation == "=" else "=", left, right, type_)
            return Sides("≤" if relation == "<" else "<", right, left, type_) if number_type(type_) != "ℂ" else None
        case App(("Eq" | "Ne" | "LT.lt" | "LE.le") as name, (left, right), (type_, *_)) if number_type(type_):
            return Sides(_RELATIONS[name], left, right, type_)  # type: ignore[arg-type]
    return None


_SIZES = {"ℕ": 0, "ℤ": 1, "ℚ": 2, "ℝ": 3, "ℂ": 4}


def cast(term: Term, type_: Term) -> Term:
    """The term cast to a number type, numerals directly.  Raises ``NotPolynomial`` where there is no such cast."""
    own = type_of(term)
    if own is None or own == type_:
        return term
    source, goal = number_type(own), number_type(type_)
    if not source or not goal or _SIZES[source] > _SIZES[goal]:
        raise NotPolynomial(f"{term!r} is no {goal or type_!r}")
    if isinstance(term, Num):
        return Num(term.value, type_)
    if source == "ℝ":
        return App("Complex.ofReal", (term,))
    return App({"ℕ": "Nat.cast", "ℤ": "Int.cast", "ℚ": "Rat.cast"}[source], (term,), (type_,))


def monomial_term(value: Fraction, factors: list[Term], type_: Term) -> Term:
    """``value * factor * factor …``; raises ``NotPolynomial`` where the type has no such number."""
    if not factors:
        return _rational(value, type_)
    result = factors[0]
    if abs(value) != 1:
        result = binary_term("HMul.hMul", _rational(value, type_), result, type_)
    for factor in factors[1:]:
        result = binary_term("HMul.hMul", result, factor, type_)
    if value == -1:
        result = App("Neg.neg", (result,), (type_,))
    return result


def _rational(value: Fraction, type_: Term) -> Term:
    name = number_type(type_)
    if value.denominator != 1 and name not in FIELDS:
        raise NotPolynomial(f"{value} is no {name}")
    numerator = Num(value.numerator, type_)
    return numerator if value.denominator == 1 else binary_term("HDiv.hDiv", numerator, Num(value.denominator, type_), type_)


def power_term(base: Term, n: int, type_: Term) -> Term:
    """``base ^ n`` with a numeral."""
    return base if n == 1 else App("HPow.hPow", (base, Num(n, NAT)), (type_, NAT, type_))


def binary_term(name: str, a: Term, b: Term, type_: Term) -> Term:
    """An operation within one type, such as ``HAdd.hAdd``."""
    return App(name, (a, b), (type_, type_, type_))
