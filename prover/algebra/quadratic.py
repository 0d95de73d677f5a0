"""Squares completed: quadratic polynomials as sums of squares of linear ones, exactly."""

from __future__ import annotations

from math import lcm

from flint import fmpq, fmpq_mpoly


def completed_squares(polynomial: fmpq_mpoly) -> tuple[list[tuple[fmpq, fmpq_mpoly]], fmpq] | None:
    """``[(d₁, l₁), …], c`` with ``p = Σ dₖ lₖ² + c``, all ``dₖ > 0`` and the ``lₖ`` linear with integer coefficients; ``None`` where there is no such sum.

    By eliminating one variable after another, as in Lagrange's reduction of a quadratic form.
    """
    if len(polynomial) == 0 or polynomial.total_degree() != 2:
        return None
    gens = polynomial.context().gens()
    squares: list[tuple[fmpq, fmpq_mpoly]] = []
    rest = polynomial
    for i, x in enumerate(gens):
        if len(rest) == 0 or rest.degrees()[i] <= 0:
            continue
        slope = rest.derivative(i)
        double = slope.derivative(i)
        if not double.is_constant() or len(double) == 0 or double.leading_coefficient() < 0:
            return None
        d = double.leading_coefficient() / 2
        linear = x + (slope - x * double) / (2 * d)
        rest = rest - linear * linear * d
        k = lcm(*(int(c.q) for c in linear.coeffs()))
        squares.append((d / k**2, linear * k))
    if not rest.is_constant():
        return None
    return squares, rest.leading_coefficient() if len(rest) else fmpq(0)
