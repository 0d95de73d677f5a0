"""Signs of terms, against values that satisfy the hypotheses."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prover.algebra.positivity import Signs, rational
from prover.lean.terms import NAT, REAL, App, Num, Term, Var
from prover.moves.radicals import difference_bounds, simplified
from prover.moves.real import less, minus, of, over, plus, power, times

X, Y, Z = (Var(name, REAL) for name in "xyz")
ZERO, TWO = Num(0, REAL), Num(2, REAL)
HYPOTHESES = [less(TWO, X), App("LE.le", (ZERO, Y), (REAL,)), App("Ne", (Z, ZERO), (REAL,)), less(Y, X)]
SIGNS = Signs(HYPOTHESES)
VALUES = [{X: 2.5, Y: 0.0, Z: -1.0}, {X: 7.0, Y: 3.0, Z: 0.5}, {X: 2.01, Y: 2.0, Z: -0.1}]

TERMS = st.deferred(
    lambda: st.one_of(
        st.sampled_from([X, Y, Z, Num(0, REAL), Num(-1, REAL), Num(3, REAL), minus(X, Y), of("Real.pi")]),
        st.builds(lambda f, a: of(f, a), st.sampled_from(["Real.sqrt", "Real.exp", "abs", "Inv.inv"]), TERMS),
        st.builds(lambda f, a, b: f(a, b), st.sampled_from([plus, minus, times, over]), TERMS, TERMS),
        st.builds(power, TERMS, st.integers(2, 3)),
    )
)


def value(term: Term, at: dict[Term, float]) -> float:
    match term:
        case Num(number):
            return number
        case Var():
            return at[term]
        case App("HAdd.hAdd", (a, b)):
            return value(a, at) + value(b, at)
        case App("HSub.hSub", (a, b)):
            return value(a, at) - value(b, at)
        case App("HMul.hMul", (a, b)):
            return value(a, at) * value(b, at)
        case App("HDiv.hDiv", (a, b)):
            return value(a, at) / value(b, at) if value(b, at) else 0.0
        case App("HPow.hPow", (a, Num(exponent))):
            return value(a, at) ** exponent
        case App("Real.sqrt", (a,)):
            return math.sqrt(max(0.0, value(a, at)))
        case App("Real.exp", (a,)):
            return math.exp(value(a, at))
        case App("abs", (a,)):
            return abs(value(a, at))
        case App("Inv.inv", (a,)):
            return 1 / value(a, at) if value(a, at) else 0.0
    assert term == of("Real.pi")
    return math.pi


@given(TERMS)
def test_what_is_called_positive_is(term: Term) -> None:
    sign, nonzero = SIGNS.of(term), SIGNS.nonzero_proof(term)
    for at in VALUES:
        try:
            number = value(term, at)
        except OverflowError:
            continue
        assert sign != 2 or number >= 0 and (number > 0 or abs(number) < 1e-300)
        assert sign != 1 or number >= -1e-9
        assert nonzero is None or number != 0 or sign == 2


@pytest.mark.parametrize(
    ("term", "proof"),
    [
        (X, "by linarith"),
        (minus(X, Y), "by linarith"),
        (times(X, power(X, 3)), "mul_pos (by linarith) (pow_pos (by linarith) _)"),
        (plus(X, Y), "add_pos_of_pos_of_nonneg (by linarith) (by assumption)"),
        (power(Z, 2), "sq_pos_of_ne_zero (by assumption)"),
        (Z, None),
        (Y, None),
        (plus(X, Z), None),
    ],
)
def test_proofs(term: Term, proof: str | None) -> None:
    assert SIGNS.proof(term, strict=True) == proof


def test_bounds_decide_random_comparisons() -> None:
    generator = random.Random(5)
    for _ in range(200):
        root = lambda: of("Real.sqrt", Num(generator.randint(2, 99), REAL))  # noqa: E731
        a, b = (plus(times(Num(generator.randint(-9, 9), REAL), root()), Num(generator.randint(-9, 9), REAL)) for _ in "ab")
        gap = value(b, {}) - value(a, {})
        if abs(gap) > 1e-9:
            assert (difference_bounds(a, b) is not None) == (gap > 0)


@given(st.integers(1, 40), st.integers(-40, 40), st.integers(2, 60), st.integers(1, 10**6))
def test_roots_have_the_value_they_are_given(a: int, b: int, c: int, n: int) -> None:
    nested = plus(Num(a * a + b * b * c, REAL), times(Num(2 * a * b, REAL), of("Real.sqrt", Num(c, REAL))))
    for argument in (nested, Num(n, REAL), over(Num(n, REAL), Num(a, REAL)), power(minus(X, TWO), 2)):
        found = simplified(argument, SIGNS)
        if found is not None:
            at = VALUES[1]
            assert value(found[0], at) == pytest.approx(math.sqrt(value(argument, at)), rel=1e-6, abs=1e-6)
    assert rational(Num(n, NAT)) == n
