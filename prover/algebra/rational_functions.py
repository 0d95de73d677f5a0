"""Quotients of polynomials in one variable over ℚ: guessed from values, composed with a shift, read off terms and written as terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from flint import fmpq, fmpq_mpoly, fmpq_poly

from prover.algebra.closed_forms import Form, quotient_form
from prover.algebra.numbers import as_fmpq
from prover.algebra.polynomials import NotPolynomial, Ring, monomials
from prover.lean.terms import NAT, App, Call, Num, Term, Var, rebuild, walk


@dataclass(frozen=True)
class Quotient:
    """``numerator / denominator`` with coprime integer coefficients, constant first, in lowest terms; the denominator's leading
    coefficient is positive."""

    numerator: tuple[int, ...]
    denominator: tuple[int, ...]

    @classmethod
    def of(cls, numerator: fmpq_poly, denominator: fmpq_poly) -> Quotient:
        """The quotient of two polynomials.  Raises ``ZeroDivisionError`` for the denominator 0."""
        common = numerator.gcd(denominator) if numerator.degree() >= 0 else denominator
        p, q = numerator // common, denominator // common
        scale = fmpq(q.denom() * p.denom())
        p, q = p * scale, q * scale
        content = fmpq(q.numer().content().gcd(p.numer().content()))
        if q[q.degree()] < 0:
            content = -content
        p, q = p / content, q / content
        return cls(tuple(int(c.p) for c in p.coeffs()), tuple(int(c.p) for c in q.coeffs()))

    @classmethod
    def fitted(cls, values: Sequence[Fraction]) -> Quotient | None:
        """The quotient that is no polynomial with these values at 0, 1, 2 …, checked at more than determine it; ``None`` without."""
        found = quotient_form(values)
        if found is None:
            return None
        made = cls.of(*(fmpq_poly([as_fmpq(c) for c in side]) for side in found))
        return made if len(made.denominator) > 1 else None

    @cached_property
    def _polynomials(self) -> tuple[fmpq_poly, fmpq_poly]:
        return fmpq_poly(list(self.numerator)), fmpq_poly(list(self.denominator))

    def at(self, n: int) -> Fraction:
        """The value at ``n``.  Raises ``ZeroDivisionError`` at a pole."""
        p, q = (polynomial(n) for polynomial in self._polynomials)
        return Fraction(int(p.p), int(p.q)) / Fraction(int(q.p), int(q.q))

    def shifted(self, k: int) -> Quotient:
        """The quotient at ``x + k``."""
        x = fmpq_poly([k, 1])
        p, q = self._polynomials
        return Quotient.of(p(x), q(x))

    def term(self, n: Term, type_: Term) -> Term:
        """The quotient at ``n : ℕ`` as a term of a field."""
        p, q = factored_term(self.numerator, n, type_), factored_term(self.denominator, n, type_)
        return p if self.denominator == (1,) else App("HDiv.hDiv", (p, q), (type_,) * 3)


def polynomial_term(coefficients: Sequence[int], n: Term, type_: Term) -> Term:
    """``Σ cᵢ nⁱ`` as a term."""
    term = Form({Fraction(1): tuple(map(Fraction, coefficients))}).term(n, type_)
    assert term is not None
    return term


def factored_term(coefficients: Sequence[int], n: Term, type_: Term) -> Term:
    """The polynomial as a product of a number and powers of its irreducible factors."""
    constant, found = fmpq_poly(list(coefficients)).factor()
    product: Term | None = None
    for factor, times in found:
        made = Quotient.of(factor, fmpq_poly([1])).numerator
        constant *= (factor[0] / made[0] if made[0] else factor[factor.degree()] / made[-1]) ** times
        base = polynomial_term(made, n, type_)
        power = base if times == 1 else App("HPow.hPow", (base, Num(times, NAT)), (type_, NAT, type_))
        product = power if product is None else App("HMul.hMul", (product, power), (type_,) * 3)
    number = Num(int(constant.p), type_)
    if product is None or constant == 1:
        return number if product is None else product
    return App("HMul.hMul", (number, product), (type_,) * 3)


def is_positive(coefficients: Sequence[int]) -> bool:
    """Whether a polynomial is positive at all ``x ≥ 0`` for its coefficients' sake."""
    return bool(coefficients) and coefficients[0] > 0 and min(coefficients) >= 0


def factors(coefficients: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The irreducible factors of positive degree, with coprime integer coefficients, the leading ones positive."""
    for factor, _ in fmpq_poly(list(coefficients)).factor()[1]:
        yield Quotient.of(factor, fmpq_poly([1])).numerator


def read(term: Term, n: Var, type_: Term, values: Mapping[Call, Quotient]) -> Quotient | None:
    """A term of a field as a quotient in ``n : ℕ``, with quotients for the calls in it; ``None`` where it is none."""
    x = Var("?x", type_, False)

    def changed(part: Term) -> Term:
        if part in values:
            p, q = (_in(side, x, type_) for side in (values[part].numerator, values[part].denominator))
            return App("HDiv.hDiv", (p, q), (type_,) * 3)
        if isinstance(part, App) and part.name == "Nat.cast" and part.args == (n,):
            return x
        return rebuild(part, changed)

    term = changed(term)
    if any(isinstance(part, Call) or part == n for part in walk(term)):
        return None
    try:
        ring = Ring.of([term, x])
        numerator, denominator = ring.fraction(term)
        i = ring.atoms.index(x)
        return Quotient.of(_univariate(numerator, i), _univariate(denominator, i))
    except (NotPolynomial, ValueError, ZeroDivisionError):
        return None


def _in(coefficients: Sequence[int], x: Var, type_: Term) -> Term:
    ring = Ring.of([x])
    [generator] = ring.generators
    total = ring.context.constant(0)
    for i, c in enumerate(coefficients):
        total += c * generator**i
    return ring.term(total, type_)


def _univariate(polynomial: fmpq_mpoly, i: int) -> fmpq_poly:
    """A polynomial in one of a ring's generators.  Raises ``NotPolynomial`` where others occur."""
    result = fmpq_poly([0])
    for exponents, c in monomials(polynomial):
        if any(e for j, e in enumerate(exponents) if j != i):
            raise NotPolynomial("other atoms")
        result += fmpq_poly([0] * exponents[i] + [as_fmpq(c)])
    return result
