"""Polynomial identities: an equation for all numbers says that coefficients agree."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from flint import fmpq, fmpq_mat, fmpq_mpoly

from prover.algebra.numbers import as_fmpq
from prover.algebra.polynomials import NotPolynomial, Ring, monomials
from prover.lean.terms import Bind, Term, Var, number_type, opened, walk
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, head

MAX_DEGREE = 8


@move
def coefficients(goal: Goal) -> Steps:
    """``∀ x, p x = q x`` for polynomials over ℤ, ℚ, ℝ or ℂ gives an equation for each coefficient of ``p - q``: it is a combination
    of the values at as many points as there are coefficients (Lagrange's interpolation)."""
    for law in goal.props:
        if isinstance(law.type, Bind) and law.type.kind == "∀" and number_type(law.type.domain) in ("ℤ", "ℚ", "ℝ", "ℂ"):
            x = Var(goal.fresh("x"), law.type.domain)
            found = _coefficients(opened(law.type, x), x)
            if found is None or not any(c != 0 for c in found[1]):
                continue
            ring, polynomials = found
            inverse = _inverse_of_vandermonde(len(polynomials))
            if number_type(x.type) == "ℤ" and any(w.q != 1 for row in inverse for w in row):
                continue
            lines, names = [], goal.numbered(law.name, len(polynomials))
            for name, coefficient, weights in zip(names, polynomials, inverse, strict=True):
                if coefficient != 0:
                    combination = " + ".join(
                        _instance(law.name, p, w) for p, w in zip(points(len(weights)), weights, strict=True) if w != 0
                    )
                    equation = f"{ring.lean(coefficient, x.type)} = 0"
                    lines.append(f"have {name} : {equation} := by linear_combination {combination}")
            shown = "; ".join(line.partition(" : ")[2].partition(" := ")[0] for line in lines)
            yield step("coefficients", computed=f"coefficients: {shown}", lines="\n".join(lines), law=law.name)


def _coefficients(equation: Term, x: Var) -> tuple[Ring, list[fmpq_mpoly]] | None:
    """The coefficients of left - right as a polynomial in ``x``, from that of degree 0 on."""
    if head(equation) != "Eq":
        return None
    ring = Ring.of([x, equation])
    if ring.atoms[0] != x or any(x in walk(atom) for atom in ring.atoms[1:]):
        return None
    try:
        comparison = ring.comparison(equation)
    except NotPolynomial:
        return None
    if comparison is None or ring.inverses:
        return None
    degree = int(comparison.polynomial.degrees()[0]) if comparison.polynomial != 0 else 0
    if not 1 <= degree <= MAX_DEGREE:
        return None
    found: list[dict[tuple[int, ...], Fraction]] = [{} for _ in range(degree + 1)]
    for exponents, value in monomials(comparison.polynomial):
        found[exponents[0]][(0, *exponents[1:])] = value
    made = [ring.context.from_dict({e: as_fmpq(c) for e, c in part.items()}) for part in found]
    return ring, made


def _instance(law: str, point: int, weight: fmpq) -> str:
    value = f"{law} {point}" if point >= 0 else f"{law} ({point})"
    return value if weight == 1 else f"{weight} * {value}" if weight > 0 and weight.q == 1 else f"({weight}) * {value}"


def points(count: int) -> list[int]:
    """0, 1, -1, 2, -2 …"""
    return [(i + 1) // 2 * (1 if i % 2 else -1) for i in range(count)]


@lru_cache
def _inverse_of_vandermonde(count: int) -> list[list[fmpq]]:
    """Row ``k`` holds the weights of the values at ``points`` in the coefficient of degree ``k``."""
    matrix = fmpq_mat([[fmpq(p) ** k for k in range(count)] for p in points(count)])
    inverse = matrix.inv()
    return [[inverse[k, j] for j in range(count)] for k in range(count)]
