"""Completed squares: an identity wherever there are any, and always for sums of squares."""

from __future__ import annotations

from flint import Ordering, fmpq_mpoly_ctx
from hypothesis import given
from hypothesis import strategies as st

from prover.algebra.quadratic import completed_squares

CONTEXT = fmpq_mpoly_ctx.get(["x", "y", "z"], Ordering.degrevlex)
X, Y, Z = CONTEXT.gens()
LINEAR = st.tuples(*[st.integers(-4, 4)] * 4).map(lambda c: c[0] * X + c[1] * Y + c[2] * Z + c[3])


@given(st.lists(st.tuples(st.integers(1, 5), LINEAR), min_size=1, max_size=4), st.integers(-3, 3))
def test_sums_of_squares(summands, constant):
    polynomial = sum((d * line * line for d, line in summands), CONTEXT.constant(constant))
    found = completed_squares(polynomial)
    if polynomial.is_constant():
        assert found is None
        return
    assert found is not None
    squares, rest = found
    assert all(d > 0 and line.total_degree() == 1 for d, line in squares)
    assert sum((line * line * d for d, line in squares), CONTEXT.constant(rest)) == polynomial


def test_none():
    for polynomial in (X * Y, X**2 - Y**2, X**2 + Y, X + 1, X**3):
        assert completed_squares(polynomial) is None
