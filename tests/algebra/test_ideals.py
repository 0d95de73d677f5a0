"""Ideal membership: what is made a combination is found to be one, and every identity holds."""

from __future__ import annotations

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from prover.algebra.ideals import Ideal, Span, membership_at, monomials_up_to, verified

CONTEXT = fmpq_mpoly_ctx.get(["x", "y", "z"], Ordering.degrevlex)
X, Y, Z = CONTEXT.gens()


def polynomials(degree: int, terms: int) -> st.SearchStrategy[fmpq_mpoly]:
    monomials = list(monomials_up_to(CONTEXT, range(3), degree))
    entry = st.tuples(st.sampled_from(monomials), st.integers(-4, 4))
    return st.lists(entry, min_size=1, max_size=terms).map(lambda found: sum((m * c for m, c in found), CONTEXT.constant(0)))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(polynomials(2, 3), polynomials(1, 2)), min_size=1, max_size=3))
def test_combinations_are_found(pairs):
    generators = [f for f, _ in pairs]
    target = sum((f * c for f, c in pairs), CONTEXT.constant(0))
    cofactors = Ideal(generators).cofactors(target)
    assert cofactors is not None
    assert verified(target, generators, cofactors)


@settings(deadline=None, max_examples=60)
@given(st.lists(polynomials(2, 3), min_size=1, max_size=3), polynomials(3, 4))
def test_elimination_is_undone(generators, target):
    ideal = Ideal(generators)
    remainder = ideal.remainder(target)
    lifted = ideal.lift(target, [remainder - remainder for _ in generators])
    assert verified(target - remainder, generators, lifted)
    assert all(remainder.degrees()[i] <= 0 for i in ideal.eliminated)


def test_no_member():
    assert Ideal([X**2 + 1]).cofactors(X + 1) is None
    assert Ideal([]).cofactors(X) is None
    assert membership_at(X, [X**2], 6) is None


def test_the_fewest_generators():
    cofactors = Ideal([X - Y, Y - Z, X - Z]).cofactors(X - Z)
    assert cofactors is not None
    assert sum(1 for c in cofactors if len(c)) == 1


def test_dependencies_give_the_polynomial_in_one_variable():
    ideal = Ideal([X + Y - 5, X * Y - 6])
    [(index, coefficients), *_] = ideal.dependencies([X**n for n in range(4)], 3)
    assert index == 2 and coefficients[:2] == [fmpq(-6), fmpq(5)]


def test_later_columns_are_needed_less():
    assert Span([X, Y, X + Y]).combination(2 * X + 2 * Y) == [2, 2, 0]


def test_late():
    assert Ideal([X - Y], lambda: True).cofactors(X**2 - Y**2) is None
