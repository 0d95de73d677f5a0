"""Signs of polynomials that follow from the signs of their generators."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from flint import fmpq_mpoly

from prover.algebra.polynomials import monomials
from prover.lean.terms import App, Num, Term, type_name

Sign = Literal["+", "-", "≥", "≤", "≠"]
_WEAK: dict[Sign, Sign] = {"+": "≥", "-": "≤"}


def sign_of(polynomial: fmpq_mpoly, signs: dict[int, Sign]) -> Sign | None:
    """The polynomial's sign where the signs of its terms tell it; of 0 nothing is told."""
    total: Sign | None = None
    for exponents, coefficient in monomials(polynomial):
        one: Sign = "+" if coefficient > 0 else "-"
        for i, n in enumerate(exponents):
            if n:
                one_ = _times(one, _power(signs.get(i), n))
                if one_ is None:
                    return None
                one = one_
        if total is None:
            total = one
        elif one == "≠" or total == "≠" or _weak(one) != _weak(total):
            return None
        else:
            total = one if one in "+-" else total
    return total


def sign_of_atom(atom: Term) -> Sign | None:
    """The sign that an atom has by what it is."""
    match atom:
        case App("Real.sqrt", (Num(n),)) if n > 0:
            return "+"
        case App("Real.sqrt" | "abs" | "Complex.abs" | "Norm.norm"):
            return "≥"
        case App("Real.exp" | "Real.pi" | "Nat.factorial"):
            return "+"
    return "≥" if type_name(atom) == "ℕ" else None


def both_signs(known: Sign | None, new: Sign) -> Sign:
    """What two facts about one number say together."""
    if known is None:
        return new
    if {known, new} == {"≠", "≥"}:
        return "+"
    if {known, new} == {"≠", "≤"}:
        return "-"
    return known if known in "+-" or new == "≠" else new


def _weak(sign: Sign) -> Sign:
    return _WEAK.get(sign, sign)


def _power(sign: Sign | None, n: int) -> Sign | None:
    if n % 2 == 0:
        return "+" if sign in ("+", "-", "≠") else "≥"
    return sign


def _times(a: Sign, b: Sign | None) -> Sign | None:
    if b is None:
        return None
    if "≠" in (a, b):
        return "≠" if a in "+-≠" and b in "+-≠" else None
    positive = (a in "+≥") == (b in "+≥")
    if a in "+-" and b in "+-":
        return "+" if positive else "-"
    return "≥" if positive else "≤"


def in_one_generator(polynomial: fmpq_mpoly) -> tuple[int, Fraction, Fraction] | None:
    """``i, a, b`` of ``a * xᵢ + b`` with ``a ≠ 0``."""
    if len(polynomial) == 0 or polynomial.total_degree() != 1:
        return None
    constant, found = Fraction(0), None
    for exponents, c in monomials(polynomial):
        if any(exponents):
            if found is not None:
                return None
            found = exponents.index(1), c
        else:
            constant = c
    return (*found, constant) if found else None
