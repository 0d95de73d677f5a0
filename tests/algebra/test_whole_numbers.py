"""What is computed of whole numbers: evaluation as Lean has it, orders, bounds, factor pairs, residues, quotients."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prover.algebra import integers
from prover.algebra.bounds import Box, iroot
from prover.algebra.cases import enumerate_cases
from prover.algebra.divisibility import quotient
from prover.algebra.factor_pairs import factor_pair, search
from prover.algebra.residues import settle
from prover.lean.terms import INT, NAT, App, Num, Term, Var

X, Y, N = Var("x", INT), Var("y", INT), Var("n", NAT)


def num(value: int, type_: Term = INT) -> Num:
    return Num(value, type_)


def op(name: str, a: Term, b: Term, type_: Term = INT) -> App:
    return App(name, (a, b), (type_,) * 3)


def add(a: Term, b: Term, type_: Term = INT) -> App:
    return op("HAdd.hAdd", a, b, type_)


def sub(a: Term, b: Term, type_: Term = INT) -> App:
    return op("HSub.hSub", a, b, type_)


def mul(a: Term, b: Term, type_: Term = INT) -> App:
    return op("HMul.hMul", a, b, type_)


def power(a: Term, k: int, type_: Term = INT) -> App:
    return App("HPow.hPow", (a, Num(k, NAT)), (type_, NAT, type_))


def equal(a: Term, b: Term, type_: Term = INT) -> App:
    return App("Eq", (a, b), (type_,))


def at_most(a: Term, b: Term, type_: Term = INT) -> App:
    return App("LE.le", (a, b), (type_,))


EVALUATED = [
    (sub(num(3, NAT), num(5, NAT), NAT), 0),
    (sub(num(3), num(5)), -2),
    (op("HDiv.hDiv", num(-7), num(2)), -4),
    (op("HDiv.hDiv", num(7), num(-2)), -3),
    (op("HMod.hMod", num(-7), num(-3)), 2),
    (op("HMod.hMod", num(-7), num(0)), -7),
    (App("Dvd.dvd", (num(0), num(0)), (INT,)), True),
    (App("Nat.ModEq", (num(5, NAT), num(3, NAT), num(18, NAT))), True),
    (App("Nat.Prime", (num(1, NAT),)), False),
    (App("List.sum", (App("Nat.digits", (num(10, NAT), num(907, NAT))),), (NAT,)), 16),
    (App("Finset.card", (App("Nat.divisors", (num(36, NAT),)),), (NAT,)), 9),
]


@pytest.mark.parametrize(("term", "value"), EVALUATED)
def test_terms_have_the_values_that_lean_gives_them(term: Term, value: object) -> None:
    assert integers.value(term) == value


def test_what_is_no_whole_number_or_too_large_is_not_evaluated() -> None:
    huge = App("HPow.hPow", (num(2, NAT), App("Nat.factorial", (num(100, NAT),))), (NAT, NAT, NAT))
    for term in (Num(1, App("Real")), huge):
        with pytest.raises(integers.NotEvaluable):
            integers.value(term)


@given(st.integers(0, 10**30), st.integers(1, 7))
def test_integer_roots(value: int, k: int) -> None:
    r = iroot(value, k)
    assert r**k <= value < (r + 1) ** k


@given(st.integers(2, 400), st.integers(2, 400))
def test_orders(base: int, modulus: int) -> None:
    k = integers.order(base, modulus)
    powers = [pow(base, i, modulus) for i in range(1, modulus + 1)]
    assert (k is None and 1 not in powers) or (k is not None and powers.index(1) == k - 1)


@given(st.integers(1, 60), st.integers(1, 5), st.integers(1, 5))
def test_bounds_hold_for_all_solutions(c: int, a: int, b: int) -> None:
    h = at_most(add(mul(num(a), power(X, 2)), mul(num(b), power(Y, 2))), num(c))
    box = Box([h])
    for x in range(-9, 10):
        for y in range(-9, 10):
            if a * x * x + b * y * y <= c:
                assert x in (box.range_of(X) or ()) and y in (box.range_of(Y) or ())


@given(st.integers(-6, 6), st.integers(-6, 6), st.integers(-60, 60), st.booleans())
def test_factor_pairs_give_all_solutions(a: int, b: int, c: int, positive: bool) -> None:
    left = add(add(mul(X, Y), mul(num(a), X)), mul(num(b), Y))
    pair = factor_pair(equal(left, num(c)))
    if pair is None:
        assert c + a * b == 0
        return
    found = search(pair, [at_most(num(1), X)] if positive else [])
    assert found is not None
    order = (0, 1) if pair.variables == (X, Y) else (1, 0)
    known = {tuple(s[i] for i in order) for s in found.solutions}
    for x in range(1 if positive else -90, 90):
        if x + b and (c - a * x) % (x + b) == 0:
            assert (x, (c - a * x) // (x + b)) in known
    assert all(x * y + a * x + b * y == c and (x > 0 or not positive) for x, y in known)


@given(st.integers(2, 12), st.integers(0, 11), st.integers(1, 4), st.integers(0, 5))
def test_a_modulus_settles_what_is_true_only(m: int, r: int, k: int, a: int) -> None:
    target = App("Ne", (op("HMod.hMod", add(power(X, k + 1), mul(num(a), X)), num(m)), num(r % m)), (INT,))
    values = {(x ** (k + 1) + a * x) % m for x in range(m)}
    assert (settle([], target, ["r"], seconds=9) is not None) == (r % m not in values)


def test_quotients_are_over_the_integers() -> None:
    k = Var("k", INT)
    assert quotient(num(6), mul(X, num(3)), [(X, mul(num(2), k))]) is not None
    assert quotient(num(12), mul(X, num(3)), [(X, mul(num(2), k))]) is None
    assert quotient(X, add(mul(Y, Y), num(1)), [(Y, mul(X, k))]) is None


def test_a_counter_model_among_the_cases_leaves_nothing_to_propose() -> None:
    h, wrong, right = at_most(N, num(5, NAT), NAT), at_most(N, num(4, NAT), NAT), at_most(power(N, 2, NAT), num(25, NAT), NAT)
    assert enumerate_cases([h], wrong, Box([h])) is None
    found = enumerate_cases([h], right, Box([h]))
    assert found is not None and found.holds and found.count == 6
