"""Products of powers of numbers: the exponents of the primes, as polynomials; equations between values of one exponential."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from flint import fmpq_mpoly, fmpz

from prover.algebra.polynomials import NotPolynomial, Ring, as_fraction
from prover.lean.terms import App, Num, Term, number_type, type_name, type_of, variables

LARGEST = 10**12
"""Numbers beyond this are not factored."""

Exponents = dict[int, fmpq_mpoly]
"""The exponents of primes, none of them 0."""


def is_variable_power(term: Term) -> bool:
    """``b ^ t`` with a number ``b`` and an exponent over ℕ or ℝ that has variables."""
    match term:
        case App("HPow.hPow", (base, exponent)):
            return bool(variables(exponent)) and not variables(base) and number_type(type_of(exponent)) in ("ℕ", "ℝ")
    return False


def exponents_in(term: Term) -> Iterator[Term]:
    """The exponents of a product of powers."""
    match term:
        case App("HMul.hMul" | "HDiv.hDiv" | "Inv.inv", args):
            for part in args:
                yield from exponents_in(part)
        case App("HPow.hPow", (base, exponent)):
            yield exponent
            yield from exponents_in(base)


def power_product(term: Term, ring: Ring) -> Exponents:
    """A product of powers of positive numbers by its primes' exponents, polynomials of ``ring``.

    Raises ``NotPolynomial`` where it is no such product, or ``ring`` lacks an atom of an exponent.
    """
    match term:
        case Num(value) if 0 < value <= LARGEST:
            return {int(p): ring.context.constant(int(e)) for p, e in fmpz(value).factor()} if value > 1 else {}
        case App("HMul.hMul", (a, b)):
            return _sum(power_product(a, ring), power_product(b, ring), 1)
        case App("HDiv.hDiv", (a, b)) if type_name(term) in ("ℚ", "ℝ"):
            return _sum(power_product(a, ring), power_product(b, ring), -1)
        case App("Inv.inv", (a,)):
            return _sum({}, power_product(a, ring), -1)
        case App("HPow.hPow", (a, exponent)) if number_type(type_of(exponent)) in ("ℕ", "ℝ"):
            n = ring.polynomial(exponent)
            return {p: e * n for p, e in power_product(a, ring).items() if n != 0}
    raise NotPolynomial(f"{term!r} is no product of powers of numbers")


def _sum(a: Exponents, b: Exponents, sign: int) -> Exponents:
    total = dict(a)
    for p, e in b.items():
        total[p] = total[p] + sign * e if p in total else sign * e
    return {p: e for p, e in total.items() if e != 0}


def difference(a: Exponents, b: Exponents) -> Exponents:
    """The exponents of the quotient."""
    return _sum(a, b, -1)


def common_exponent(found: Exponents) -> tuple[fmpq_mpoly, dict[int, int]] | None:
    """``t`` and coprime integers ``c_p`` with ``Π p ^ c_p > 1`` and exponents ``c_p t``; ``None`` where they have no such form."""
    first = next(iter(found.values()), None)
    if first is None or first.is_constant():
        return None
    ratios: dict[int, Fraction] = {}
    for p, e in found.items():
        ratio = as_fraction(e.leading_coefficient() / first.leading_coefficient())
        if e != first * ratio.numerator / ratio.denominator:
            return None
        ratios[p] = ratio
    scale = Fraction(lcm(*(r.denominator for r in ratios.values())))
    scale /= gcd(*(int(r * scale) for r in ratios.values()))
    if number_of({p: int(r * scale) for p, r in ratios.items()}) < 1:
        scale = -scale
    return first * scale.denominator / scale.numerator, {p: int(r * scale) for p, r in ratios.items()}


def number_of(exponents: dict[int, int]) -> Fraction:
    """``Π p ^ c_p``."""
    value = Fraction(1)
    for p, c in exponents.items():
        value *= Fraction(p) ** c
    return value


def constant_part(polynomial: fmpq_mpoly) -> Fraction:
    """A polynomial's value at 0."""
    return sum((as_fraction(c) for exponents, c in polynomial.terms() if not any(exponents)), Fraction(0))


def logarithm(value: Fraction, base: dict[int, int]) -> Fraction | None:
    """``s`` with ``value = (Π p ^ c_p) ^ s`` where it is rational."""
    if value <= 0 or max(value.numerator, value.denominator) > LARGEST:
        return None
    found: dict[int, int] = {}
    for n, sign in ((value.numerator, 1), (value.denominator, -1)):
        for p, e in fmpz(n).factor() if n > 1 else ():
            found[int(p)] = found.get(int(p), 0) + sign * int(e)
    ratios = {Fraction(found.get(p, 0), c) for p, c in base.items()}
    return ratios.pop() if len(ratios) == 1 and found.keys() <= base.keys() else None


@dataclass(frozen=True)
class Exponential:
    """Powers as ``factor * u ^ degree``, where ``u`` is ``(Π p ^ base_p) ^ exponent``."""

    base: dict[int, int]
    exponent: fmpq_mpoly
    powers: tuple[tuple[Fraction, int], ...]


def one_exponential(powers: Sequence[Term], ring: Ring) -> Exponential | None:
    """Powers with variable exponents by one exponential; ``None`` where they are not values of one.

    ``2 ^ (x + 1)`` and ``4 ^ x`` are ``2 u`` and ``u ^ 2`` with ``u = 2 ^ x``.
    """
    read: list[tuple[fmpq_mpoly, dict[int, int], Fraction]] = []
    try:
        for power in powers:
            found = power_product(power, ring)
            constants = {p: constant_part(e) for p, e in found.items()}
            common = common_exponent({p: v for p, e in found.items() if (v := e - _constant(ring, constants[p])) != 0})
            if common is None or any(c.denominator != 1 for c in constants.values()):
                return None
            read.append((*common, number_of({p: int(c) for p, c in constants.items()})))
    except NotPolynomial:
        return None
    exponent, base = read[0][:2]
    ratios = []
    for t, b, _ in read:
        ratio = as_fraction(t.leading_coefficient() / exponent.leading_coefficient())
        if b != base or t != exponent * ratio.numerator / ratio.denominator:
            return None
        ratios.append(ratio)
    scale = Fraction(1, lcm(*(r.denominator for r in ratios)))
    scale *= gcd(*(int(r / scale) for r in ratios))
    if all(r < 0 for r in ratios):
        scale = -scale
    return Exponential(
        base,
        exponent * scale.numerator / scale.denominator,
        tuple((factor, int(r / scale)) for (_, _, factor), r in zip(read, ratios, strict=True)),
    )


def _constant(ring: Ring, value: Fraction) -> fmpq_mpoly:
    return ring.context.constant(value.numerator) / value.denominator
