"""Certificates of inequalities: found where there is one, never a wrong one, refused when corrupted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flint import Ordering, fmpq, fmpq_mpoly_ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from prover.algebra import linear_programs, sign_certificates, sums_of_squares
from prover.algebra.certificates import Certificate, Inequality, Summand, System
from prover.algebra.elimination import eliminated
from prover.algebra.screening import counterexample
from prover.algebra.semidefinite import diagonalized

CONTEXT = fmpq_mpoly_ctx.get(["a", "b", "c"], Ordering.degrevlex)
a, b, c = CONTEXT.gens()
ONE = CONTEXT.constant(1)


def system(hypotheses, goal, strict=False, equations=()):
    """Hypotheses ``p ≥ 0`` (``(p,)``: ``p > 0``) and a goal ``p ≥ 0`` or ``p > 0``, negated."""
    inequalities = [Inequality(h[0], True) if isinstance(h, tuple) else Inequality(h) for h in hypotheses]
    return System(
        CONTEXT, (*inequalities, Inequality(-goal * ONE, not strict)), tuple(e * ONE for e in equations), len(inequalities)
    )


LINEAR = {
    "farkas": system([a - b, b - c], a - c),
    "strict": system([(a - b,), b - c], a - c, True),
    "box": system([a, 1 - a, b, 1 - b], a + b - a * b),
    "handelman": system([(a,), (b,)], a * b, True),
    "squares": system([], a**2 + b**2 + c**2 - a * b - b * c - c * a),
    "negated goal in a product": system([(a - 2,)], a**2 - 4, True),
    "equation": system([(a,), (b,)], a + b - 2, False, [a * b - 1]),
    "no solution of equations": System(CONTEXT, (), (a - 1, a - 2), None),
    "hypotheses contradict each other": System(CONTEXT, (Inequality(a, True), Inequality(-a)), (), None),
    "squares times hypotheses": system([a, b, c], a**3 + b**3 + c**3 - 3 * a * b * c),
}

SIGNS = {
    "products": system([(a,), (b,), (c,)], a**3 * c + 2 * a * b * c + b, True),
    "weights": system([(3 * a,), b / 2], 5 * a * b + a**2 / 7, True),
    "squares": system([(a,)], a * b**2 + a**3 * c**4),
    "equation": system([(a,), (b,)], c * a + b, True, [c - a - b]),
}

SQUARES = {
    "quadratic": system([], 3 * a**2 - 4 * a * b + 2 * b**2),
    "quartic": system([], 2 * a**4 + 2 * a**3 * b - a**2 * b**2 + 5 * b**4),
    "no regular matrix": system([], (3 * a * a - 2 * b * c + 7 * a - 1) ** 2 + 5 * (a * b - 3 * c * c + 2) ** 2),
    "strict by slack": system([], a**4 - 2 * a**2 * b + b**2 + a**2 - a + 1, True),
    "Motzkin, times 1 + a² + b²": system([], a**4 * b**2 + a**2 * b**4 + 1 - 3 * a**2 * b**2),
    "on the disc": system([1 - a**2 - b**2], 2 - (a + b) ** 2),
    "strict on the disc": system([1 - a**2 - b**2], fmpq(3, 2) - a - b, True),
    "on the circle": system([], 1 - 2 * a * b, False, [a**2 + b**2 - 1]),
}

FALSE = {
    "below": system([], a**2 - fmpq(1, 1000)),
    "boundary is not strict": system([], a**2 - 2 * a + 1, True),
    "outside the box": system([a, 1 - a], a**2 - a),
    "Farkas": system([a - b], b - a),
    "equation": system([(a,), (b,)], a + b - 3, False, [a * b - 1]),
}


@pytest.mark.parametrize("name", LINEAR)
def test_a_linear_program_finds_a_certificate(name: str) -> None:
    found = linear_programs.refutation(LINEAR[name], most_factors=3)
    assert found is not None and found.verify()


@pytest.mark.parametrize("name", SQUARES)
def test_a_semidefinite_program_finds_a_certificate(name: str) -> None:
    found = sums_of_squares.refutation(SQUARES[name])
    assert found is not None and found.verify()


@pytest.mark.parametrize("name", SIGNS)
def test_the_signs_of_monomials_give_a_certificate(name: str) -> None:
    found = sign_certificates.refutation(SIGNS[name])
    assert found is not None and found.verify()


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_has_no_certificate(name: str) -> None:
    assert linear_programs.refutation(FALSE[name], most_factors=3) is None
    assert sums_of_squares.refutation(FALSE[name]) is None
    assert sign_certificates.refutation(FALSE[name]) is None


@pytest.mark.parametrize("name", [*LINEAR, *SQUARES])
def test_no_point_speaks_against_what_is_true(name: str) -> None:
    assert counterexample({**LINEAR, **SQUARES}[name]) is None


@pytest.mark.parametrize("name", ["below", "outside the box", "Farkas"])
def test_a_point_speaks_against_what_is_false(name: str) -> None:
    point = counterexample(FALSE[name])
    assert point is not None
    values = [fmpq(round(point.get(i, 0.0) * 10**9), 10**9) for i in range(3)]
    assert all(i.polynomial(*values) >= 0 for i in FALSE[name].inequalities)


@given(st.sampled_from(sorted({*LINEAR, *SQUARES})), st.data())
@settings(max_examples=60)
def test_a_corrupted_certificate_is_refused(name: str, data) -> None:
    problem = {**LINEAR, **SQUARES}[name]
    found = linear_programs.refutation(problem, most_factors=3) or sums_of_squares.refutation(problem)
    assert found is not None
    change = data.draw(st.sampled_from(["weight", "sign", "square", "factor", "drop", "cofactor", "strictness"]))
    assert not corrupted(found, change, data).verify()


def corrupted(found: Certificate, change: str, data) -> Certificate:
    summands = list(found.summands)
    i = data.draw(st.integers(0, len(summands) - 1)) if summands else 0
    if not summands or change == "cofactor" and found.cofactors:
        return replace(found, cofactors=(found.cofactors[0] + 1, *found.cofactors[1:]))
    at = summands[i]
    if at.value(found.system) == 0:
        summands.append(Summand(fmpq(1)))
    elif change == "weight":
        summands[i] = replace(at, weight=at.weight + fmpq(data.draw(st.integers(1, 9)), 1000))
    elif change == "sign":
        summands[i] = replace(at, weight=-at.weight)
    elif change == "square":
        summands[i] = replace(at, square=(at.square if at.square is not None else ONE) + a + 7)
    elif change == "factor":
        summands[i] = replace(at, factors=(*at.factors, len(found.system.inequalities)))
    elif change == "strictness":
        weak = [Inequality(p.polynomial) for p in found.system.inequalities]
        weak.append(Inequality(ONE * 0))
        system = replace(found.system, inequalities=tuple(weak))
        kept = [s for s in summands if s.factors]
        return replace(found, system=system, summands=tuple(kept))
    else:
        del summands[i]
    return replace(found, summands=tuple(summands))


def test_equations_are_eliminated_and_the_certificate_lifted() -> None:
    problem = system([a - 1], a * c - a * b * b, False, [c - b**2 - a, a * b - b - 2])
    elimination = eliminated(problem)
    assert len(elimination.reduced.equations) == 1
    found = linear_programs.refutation(problem)
    assert found is not None and found.verify() and len(found.cofactors) == 2


@given(st.lists(st.lists(st.integers(-4, 4), min_size=4, max_size=4), min_size=1, max_size=5))
def test_a_matrix_is_diagonalized(rows: list[list[int]]) -> None:
    matrix = [[fmpq(sum(r[i] * r[j] for r in rows)) for j in range(4)] for i in range(4)]
    found = diagonalized(matrix)
    assert found is not None and all(w > 0 for w, _ in found)
    assert all(matrix[i][j] == sum((w * row[i] * row[j] for w, row in found), fmpq(0)) for i in range(4) for j in range(4))
    matrix[3][3] -= sum(r[3] ** 2 for r in rows) + 1
    assert diagonalized(matrix) is None
