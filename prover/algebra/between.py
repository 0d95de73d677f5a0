"""A number between bounds: a term for one variable that linear inequalities bound from below or above.

Where every lower bound is below every upper one, the middle of the greatest lower and of the least upper bound lies between them:
what Fourier and Motzkin's elimination of a variable rests on.  Between integers it is the greatest lower bound, or the number after.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from flint import fmpq_mpoly

from prover.algebra.number_terms import FIELDS, NotPolynomial, binary_term
from prover.algebra.numbers import as_fmpq
from prover.algebra.polynomials import Ring, monomials
from prover.lean.terms import App, Num, Term, Var, number_type

Bound = tuple[fmpq_mpoly, bool]
"""A polynomial that bounds the variable, and whether strictly."""


def between(x: Var, parts: Sequence[Term]) -> Term | None:
    """A term for ``x`` that lies between its bounds in ``parts``, if such terms do at all; ``None`` where ``x`` stands in anything
    but linear inequalities with numbers for its coefficients, or in none."""
    try:
        ring = Ring.of([*parts, x])
        bounds = _bounds(ring, x, parts)
        return None if bounds is None else _between(ring, x.type, *bounds)
    except NotPolynomial:
        return None


def _between(ring: Ring, type_: Term, lower: Sequence[Bound], upper: Sequence[Bound]) -> Term | None:
    field, strict = number_type(type_) in FIELDS, any(strict for _, strict in lower)
    if field and len(lower) == len(upper) == 1:
        return _half(ring.term(lower[0][0] + upper[0][0], type_), type_)
    least = _extreme(ring, "Max.max", lower, type_)
    greatest = _extreme(ring, "Min.min", upper, type_)
    if least is not None and greatest is not None and field:
        return _half(greatest if least == Num(0, type_) else binary_term("HAdd.hAdd", least, greatest, type_), type_)
    if least is not None:
        return binary_term("HAdd.hAdd", least, Num(1, type_), type_) if strict else least
    if greatest is not None and number_type(type_) != "ℕ":
        return binary_term("HSub.hSub", greatest, Num(1, type_), type_)
    return None


def _half(term: Term, type_: Term) -> Term:
    return binary_term("HDiv.hDiv", term, Num(2, type_), type_)


def _bounds(ring: Ring, x: Var, parts: Sequence[Term]) -> tuple[list[Bound], list[Bound]] | None:
    """Lower and upper bounds of ``x``."""
    place = ring.atoms.index(x)
    lower: list[Bound] = []
    upper: list[Bound] = []
    for part in parts:
        compared = ring.comparison(part)
        if compared is None:
            return None
        with_x = [(sum(exponents), c) for exponents, c in monomials(compared.polynomial) if exponents[place]]
        if not with_x:
            continue
        (degree, c) = with_x[0]
        if compared.relation not in (">", "≥") or len(with_x) > 1 or degree != 1:
            return None
        if number_type(x.type) not in FIELDS and abs(c) != 1:
            return None
        factor = as_fmpq(c)
        bound = ring.generators[place] - compared.polynomial / factor
        (lower if c > 0 else upper).append((bound, compared.relation == ">"))
    return lower, upper


def _extreme(ring: Ring, name: str, bounds: Sequence[Bound], type_: Term) -> Term | None:
    terms = list(dict.fromkeys(ring.term(polynomial, type_) for polynomial, _ in bounds))
    return reduce(lambda a, b: App(name, (a, b), (type_,)), terms) if terms else None
