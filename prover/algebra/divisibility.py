"""Divisibility as ideal membership: ``d ∣ e`` if ``e = d * q + Σ cᵢ (leftᵢ - rightᵢ)`` over equations ``leftᵢ = rightᵢ`` that are given,
with polynomials ``q`` and ``cᵢ`` over ℤ.  A given ``a ∣ b`` is the equation ``b = a * k`` with a new ``k``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import lcm

from flint import fmpq_mpoly

from prover.algebra.ideals import Ideal, verified
from prover.algebra.polynomials import NotPolynomial, Ring
from prover.lean.terms import INT, App, Term

MAX_ATOMS = 14


@dataclass(frozen=True)
class Quotient:
    """``quotient`` and, by the equation's index, ``cofactors`` other than 0, as terms over ℤ."""

    quotient: Term
    cofactors: tuple[tuple[int, Term], ...]


def quotient(divisor: Term, dividend: Term, equations: Sequence[tuple[Term, Term]]) -> Quotient | None:
    """Why the divisor divides, verified by expansion; ``None`` where no polynomials over ℤ are found."""
    ring = Ring.of([divisor, dividend, *(side for equation in equations for side in equation)])
    if len(ring.atoms) > MAX_ATOMS:
        return None
    try:
        d, e = ring.polynomial(divisor), ring.polynomial(dividend)
        given = [ring.polynomial(left) - ring.polynomial(right) for left, right in equations]
    except NotPolynomial:
        return None
    if len(d) == 0:
        return None
    for q, cofactors in (_by_elimination(d, e, given), _by_membership(d, e, given)):
        if q is None or not all(map(_integral, (q, *cofactors))):
            continue
        if not verified(e, [d, *given], [q, *cofactors]):
            continue
        try:
            terms = tuple((i, ring.term(c, INT)) for i, c in enumerate(cofactors) if len(c))
            return Quotient(ring.term(q, INT), terms)
        except NotPolynomial:
            continue
    return None


@dataclass(frozen=True)
class Numeral:
    """``value = Σ cofactor * dividend + Σ cofactor * (left - right) + multiple * divisor``, all over ℤ; the cofactors other than 0
    by index, the equations' after the dividends'."""

    value: int
    cofactors: tuple[tuple[int, Term], ...]
    multiple: Term


def numeral(divisor: Term, dividends: Sequence[Term], equations: Sequence[tuple[Term, Term]]) -> Numeral | None:
    """A positive number that the divisor divides if it divides the dividends, verified by expansion; ``None`` where none is found."""
    ring = Ring.of([divisor, *dividends, *(side for equation in equations for side in equation)])
    if len(ring.atoms) > MAX_ATOMS:
        return None
    try:
        d, given = ring.polynomial(divisor), [ring.polynomial(t) for t in dividends]
        given += [ring.polynomial(left) - ring.polynomial(right) for left, right in equations]
    except NotPolynomial:
        return None
    used = {i for i, n in enumerate(d.degrees()) if n}
    own = d if any(f.degrees()[i] for f in given for i in used) else d - d
    one = ring.context.constant(1)
    found = Ideal([*given, own]).cofactors(one, rise=1)
    if found is None:
        return None
    value = lcm(*(int(c.q) for f in found for c in f.coeffs()))
    scaled = [f * value for f in found]
    if not verified(one * value, [*given, own], scaled):
        return None
    terms = tuple((i, ring.term(c, INT)) for i, c in enumerate(scaled[:-1]) if len(c))
    return Numeral(value, terms, ring.term(scaled[-1], INT))


Found = tuple["fmpq_mpoly | None", "list[fmpq_mpoly]"]


def _by_elimination(d: fmpq_mpoly, e: fmpq_mpoly, given: list[fmpq_mpoly]) -> Found:
    """Variables that equations give are replaced; then the divisor is to divide as a polynomial."""
    ideal = Ideal(given)
    divisor, dividend = ideal.remainder(d), ideal.remainder(e)
    if len(divisor) == 0:
        return None, []
    q, rest = divmod(dividend, divisor)
    if len(rest):
        return None, []
    nothing = [e - e for _ in given]
    return q, ideal.lift(e - q * d, nothing)


def _by_membership(d: fmpq_mpoly, e: fmpq_mpoly, given: list[fmpq_mpoly]) -> Found:
    if d.is_constant():
        return None, []
    cofactors = Ideal([*given, d]).cofactors(e, rise=1)
    return (None, []) if cofactors is None else (cofactors[-1], cofactors[:-1])


def _integral(polynomial: fmpq_mpoly) -> bool:
    return all(c.q == 1 for c in polynomial.coeffs())


def multiple(a: Term, k: Term, type_: Term) -> Term:
    """``a * k``."""
    return App("HMul.hMul", (a, k), (type_,) * 3)
