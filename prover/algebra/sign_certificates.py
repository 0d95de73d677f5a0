"""Certificates read off the signs of monomials: ``a ^ 3 * c + 2 * a * b * c > 0`` where ``a, b, c > 0``.

What cleared denominators leave is often of this kind, with more monomials than a linear program or squares can be tried with.
"""

from __future__ import annotations

from flint import fmpq, fmpq_mpoly

from prover.algebra.certificates import Certificate, Summand, System
from prover.algebra.elimination import eliminated
from prover.algebra.numbers import as_fmpq
from prover.algebra.polynomials import monomials

MOST_MONOMIALS = 120


def refutation(system: System) -> Certificate | None:
    """A certificate in which each monomial of the goal is a summand by itself, or ``None``.  Verified exactly."""
    elimination = eliminated(system, MOST_MONOMIALS)
    reduced = elimination.reduced
    if reduced.goal is None or len(reduced.inequalities[reduced.goal].polynomial) > MOST_MONOMIALS:
        return None
    bounds = _positive_generators(reduced)
    summands = [Summand(fmpq(1), (reduced.goal,))]
    for exponents, coefficient in monomials(-reduced.inequalities[reduced.goal].polynomial):
        summand = _summand(reduced, bounds, exponents, as_fmpq(coefficient))
        if summand is None:
            return None
        summands.append(summand)
    certificate = elimination.lift(Certificate(reduced, tuple(summands), _no_cofactors(reduced)))
    return certificate if certificate.verify() else None


def _no_cofactors(system: System) -> tuple[fmpq_mpoly, ...]:
    return (system.context.constant(0),) * len(system.equations)


def _positive_generators(system: System) -> dict[int, tuple[int, fmpq]]:
    """For a generator ``x`` an inequality ``c * x > 0`` or ``≥ 0`` with ``c > 0``, a strict one if there is one: which, and ``c``."""
    found: dict[int, tuple[int, fmpq]] = {}
    for index, inequality in enumerate(system.inequalities):
        if index == system.goal or len(inequality.polynomial) != 1 or inequality.polynomial.total_degree() != 1:
            continue
        [(exponents, scale)] = inequality.polynomial.terms()
        generator = list(exponents).index(1)
        if scale > 0 and (generator not in found or not system.inequalities[found[generator][0]].strict):
            found[generator] = index, scale
    return found


def _summand(
    system: System, bounds: dict[int, tuple[int, fmpq]], exponents: tuple[int, ...], coefficient: fmpq
) -> Summand | None:
    """The monomial as a product of positive generators and a square; ``None`` where its sign is not known."""
    factors: list[int] = []
    square = system.context.constant(1)
    if coefficient < 0:
        return None
    for generator, exponent in enumerate(exponents):
        if generator in bounds:
            index, scale = bounds[generator]
            factors += [index] * exponent
            coefficient = coefficient / scale**exponent
        elif exponent % 2:
            return None
        else:
            square *= system.context.gen(generator) ** (exponent // 2)
    return Summand(coefficient, tuple(factors), None if square == 1 else square)
