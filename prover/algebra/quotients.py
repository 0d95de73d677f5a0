"""Equations divided by what is not 0: ``q = 0`` where ``p * q`` is a combination of the equations and ``p ≠ 0``.

As one divides ``f a - f b = 0`` by ``a - b``, and what two such quotients differ by again: the ideal is saturated, step by step, with
combinations whose weights are constants.  Those that ``p`` divides are the kernel of setting ``p`` to 0, which is linear algebra.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flint import fmpq, fmpq_mat, fmpq_mpoly

from prover.algebra.consequences import Combination, Consequences
from prover.algebra.ideals import Span, solved_for
from prover.algebra.nonzero import Equation, nonzero

MOST_EQUATIONS = 24


def quotients(facts: Consequences) -> Iterator[Combination]:
    """New equations, with their proofs.  ``p`` is one of the facts that are not 0, linear in one of its variables."""
    system = facts.system
    equations = [e for e in system.equations if len(e.polynomial)]
    if len(equations) < 1 or len(equations) > MOST_EQUATIONS:
        return
    known = [e.polynomial for e in equations]
    seen: list[fmpq_mpoly] = []
    for fact in system.apart:
        p = fact.polynomial
        if p.is_constant() or p in seen or -p in seen or facts.late():
            continue
        seen.append(p)
        proof = nonzero(system, p)
        for weights in _divisible(p, known) if proof else ():
            product = sum((f * w for f, w in zip(known, weights, strict=False)), p - p)
            if len(product) == 0:
                continue
            quotient = product / p
            scale = 1 / quotient.leading_coefficient()
            quotient = quotient * scale
            if Span(known).combination(quotient) is None:
                known.append(quotient)
                parts = _parts(equations, [w * scale for w in weights])
                if parts is not None:
                    yield Combination(quotient, parts, factor=p, nonzero=proof or "")


def _parts(equations: Sequence[Equation], weights: Sequence[fmpq]) -> tuple[tuple[Equation, fmpq_mpoly], ...] | None:
    """The combination of given equations; ``None`` where one takes part that was found only now."""
    if any(w != 0 for w in weights[len(equations) :]):
        return None
    constant = equations[0].polynomial.context().constant
    return tuple((e, constant(w)) for e, w in zip(equations, weights, strict=False) if w != 0)


def _divisible(p: fmpq_mpoly, polynomials: Sequence[fmpq_mpoly]) -> list[list[fmpq]]:
    """Weights of the combinations of polynomials that ``p`` divides: a basis."""
    for variable, exponent in enumerate(p.degrees()):
        solved = solved_for(p, variable) if exponent == 1 else None
        if solved is not None:
            generators = list(p.context().gens())
            generators[variable] = solved[1]
            reduced = [f.compose(*generators) if f.degrees()[variable] else f for f in polynomials]
            return _kernel(reduced)
    return []


def _kernel(polynomials: Sequence[fmpq_mpoly]) -> list[list[fmpq]]:
    """A basis of the constants with ``Σ cᵢ fᵢ = 0``."""
    rows = list(dict.fromkeys(tuple(map(int, e)) for f in polynomials for e in f.monoms()))
    columns = [{tuple(map(int, e)): c for e, c in f.terms()} for f in polynomials]
    if not rows:
        return [[fmpq(int(i == j)) for j in range(len(polynomials))] for i in range(len(polynomials))]
    width = len(polynomials)
    reduced, rank = fmpq_mat(len(rows), width, [c.get(r, fmpq(0)) for r in rows for c in columns]).rref()
    pivots = [next(j for j in range(width) if reduced[i, j] != 0) for i in range(rank)]
    basis = []
    for free in (j for j in range(width) if j not in pivots):
        vector = [fmpq(0)] * width
        vector[free] = fmpq(1)
        for i, pivot in enumerate(pivots):
            vector[pivot] = -reduced[i, free]
        basis.append(vector)
    return basis
