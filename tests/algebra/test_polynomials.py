"""Terms as polynomials: reading, writing, evaluating."""

from __future__ import annotations

import math
import pickle
from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from prover.algebra.polynomials import Comparison, NotPolynomial, Ring, as_float, as_fraction, sides
from prover.lean.terms import INT, NAT, REAL, App, Call, Num, Opaque, Term, Var

X, Y, Z = (Var(name, REAL) for name in "xyz")
N, M = (Var(name, NAT) for name in "nm")
K = Var("k", INT)
F = Var("f", App("→", (REAL, REAL)))


def binary(name: str, a: Term, b: Term, type_: Term = REAL) -> App:
    return App(name, (a, b), (type_,) * 3)


def add(a, b, type_=REAL):
    return binary("HAdd.hAdd", a, b, type_)


def sub(a, b, type_=REAL):
    return binary("HSub.hSub", a, b, type_)


def mul(a, b, type_=REAL):
    return binary("HMul.hMul", a, b, type_)


def div(a, b, type_=REAL):
    return binary("HDiv.hDiv", a, b, type_)


def neg(a, type_=REAL):
    return App("Neg.neg", (a,), (type_,))


def power(a, n, type_=REAL):
    return App("HPow.hPow", (a, n if not isinstance(n, int) else Num(n, NAT)), (type_, NAT, type_))


def num(value, type_=REAL):
    return Num(value, type_)


def to_real(a, name="Nat.cast"):
    return App(name, (a,), (REAL,))


ROOT = App("Real.sqrt", (X,), (REAL,))
F3 = Call(F, (num(3),))

READ = [
    (add(X, num(2)), "x0 + 2", [X]),
    (mul(num(-2), power(add(X, Y), 2)), "-2*x0^2 - 4*x0*x1 - 2*x1^2", [X, Y]),
    (div(sub(X, neg(Y)), num(4)), "1/4*x0 + 1/4*x1", [X, Y]),
    (add(mul(F3, F3), ROOT), "x0^2 + x1", [F3, ROOT]),
    (to_real(add(N, num(1, NAT), NAT)), "x0 + 1", [N]),
    (to_real(App("Nat.cast", (N,), (INT,)), "Int.cast"), "x0", [N]),
    (to_real(sub(N, M, NAT)), "x0", [sub(N, M, NAT)]),
    (to_real(div(K, num(2, INT), INT), "Int.cast"), "x0", [div(K, num(2, INT), INT)]),
    (sub(K, num(2, INT), INT), "x0 - 2", [K]),
    (div(X, Y), "x0*x2", [X, App("Inv.inv", (Y,), (REAL,))]),
    (div(X, mul(num(2), Y)), "1/2*x0*x2", [X, App("Inv.inv", (Y,), (REAL,))]),
    (power(num(2), add(mul(num(2, NAT), N, NAT), num(1, NAT), NAT)), "2*x0^2", [power(num(2), N)]),
    (power(X, power(num(2, NAT), N, NAT)), "x0", [power(X, power(num(2, NAT), N, NAT))]),
    (power(num(10), 10**9), "x0", [power(num(10), 10**9)]),
    (power(add(X, Y), 10**5), "x0", [power(add(X, Y), 10**5)]),
    (App("HPow.hPow", (X, Num(2, REAL)), (REAL, REAL, REAL)), "x0", [App("HPow.hPow", (X, Num(2, REAL)), (REAL, REAL, REAL))]),
    (mul(num(0), Opaque("?")), "0", [Opaque("?")]),
]


@pytest.mark.parametrize("term, expected, atoms", READ)
def test_reads(term, expected, atoms):
    ring = Ring.of([term])
    assert str(ring.polynomial(term)) == expected
    used = [a for a in ring.atoms if a in atoms]
    assert used == atoms


def test_denominators_share_an_inverse():
    a, b = div(num(1), add(X, Y)), div(Z, add(Y, X))
    ring = Ring.of([add(a, b)])
    assert [i for i in ring.inverses] == [2]
    assert ring.fraction(add(a, b)) == (ring.polynomial(add(num(1), Z)), ring.polynomial(add(X, Y)))


def test_fraction_of_nested_inverses():
    nested = div(num(1), add(num(1), div(num(1), X)))
    ring = Ring.of([nested])
    assert ring.fraction(nested) == (ring.polynomial(X), ring.polynomial(add(X, num(1))))
    double = App("Inv.inv", (App("Inv.inv", (X,), (REAL,)),), (REAL,))
    assert Ring.of([X, double]).polynomial(double) == Ring.of([X, double]).polynomial(X)


def test_comparisons():
    less = App("LT.lt", (X, Y), (REAL,))
    ring = Ring.of([less])
    assert ring.comparison(less) == Comparison(">", ring.polynomial(sub(Y, X)))
    assert ring.comparison(App("Not", (less,))) == Comparison("≥", ring.polynomial(sub(X, Y)))
    assert ring.comparison(App("Eq", (X, Y), (REAL,))) == Comparison("=", ring.polynomial(sub(X, Y)))
    assert ring.comparison(App("And", (less, less))) is None
    assert sides(App("Not", (App("Eq", (X, Y), (REAL,)),))) == ("≠", X, Y, REAL)
    assert sides(App("Eq", (F, F), (App("→", (REAL, REAL)),))) is None


@pytest.mark.parametrize("polynomial, type_", [("n - 1", NAT), ("n / 2", INT), ("x", NAT)])
def test_not_written(polynomial, type_):
    ring = Ring([N, X])
    n, x = ring.generators
    with pytest.raises(NotPolynomial):
        ring.term({"n - 1": n - 1, "n / 2": n / 2, "x": x}[polynomial], type_)


def test_unknown_atom():
    with pytest.raises(NotPolynomial):
        Ring.of([X]).polynomial(Y)


def test_pickles():
    ring = Ring.of([div(X, add(Y, num(1)))])
    copy = pickle.loads(pickle.dumps(ring))
    assert copy.atoms == ring.atoms and copy.inverses == ring.inverses


# ------------------------------------------------------------------------------------------------------------ invariants

ATOMS = [X, Y, F3]
SMALL = st.integers(-5, 5)
NUMERALS = SMALL.map(num)
TERMS = st.recursive(
    st.one_of(NUMERALS, st.sampled_from(ATOMS)),
    lambda inner: st.one_of(
        st.builds(add, inner, inner),
        st.builds(sub, inner, inner),
        st.builds(mul, inner, inner),
        st.builds(neg, inner),
        st.builds(power, inner, st.integers(0, 3)),
        st.builds(div, inner, NUMERALS),
    ),
    max_leaves=8,
)


def value(term: Term, values: dict[Term, Fraction]) -> Fraction:
    if term in values:
        return values[term]
    if isinstance(term, Num):
        return Fraction(term.value)
    assert isinstance(term, App)
    a, *rest = (value(part, values) for part in term.args)
    match term.name, rest:
        case "Neg.neg", []:
            return -a
        case "HAdd.hAdd", [b]:
            return a + b
        case "HSub.hSub", [b]:
            return a - b
        case "HMul.hMul", [b]:
            return a * b
        case "HPow.hPow", [b]:
            return a ** int(b)
        case "HDiv.hDiv", [b]:
            return a / b if b else Fraction(0)
    raise AssertionError(term)


@given(TERMS)
def test_written_is_read_again(term):
    ring = Ring.of([term])
    polynomial = ring.polynomial(term)
    assert ring.polynomial(ring.term(polynomial, REAL)) == polynomial


@given(TERMS, st.tuples(*[st.fractions(-9, 9, max_denominator=7)] * 3))
def test_evaluation_agrees(term, point):
    values = dict(zip(ATOMS, point, strict=True))
    ring = Ring.of([term])
    from flint import fmpq

    arguments = [fmpq(values[a].numerator, values[a].denominator) for a in ring.atoms]
    assert as_fraction(ring.polynomial(term)(*arguments)) == value(term, values)


@given(TERMS, TERMS, st.tuples(*[st.fractions(-9, 9, max_denominator=7)] * 3))
def test_fractions_agree_where_defined(a, b, point):
    from flint import fmpq

    term = div(a, b)
    values = dict(zip(ATOMS, point, strict=True))
    ring = Ring.of([term])
    arguments = [fmpq(values.get(x, Fraction(0)).numerator, values.get(x, Fraction(0)).denominator) for x in ring.atoms]
    numerator, denominator = ring.fraction(term)
    if value(b, values):
        assert as_fraction(numerator(*arguments)) / as_fraction(denominator(*arguments)) == value(term, values)


@given(st.integers(), st.integers(min_value=1), st.integers(0, 5000), st.integers(0, 5000))
def test_no_rational_is_too_large_or_too_small_for_a_float(p, q, i, j):
    found = as_float(fmpq(p << i, q << j))
    assert math.isfinite(found) and (found > 0) <= (p > 0) and (found < 0) <= (p < 0)
