"""Terms evaluated: Lean's values, quantifiers over derived ranges, and agreement with z3 on random formulas."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import X, both, bound, either, implies, no

from prover.algebra.evaluation import truth, value
from prover.algebra.literals import Literal, with_values
from prover.algebra.numbers import Unknown
from prover.algebra.smt import Translation
from prover.lean.terms import INT, NAT, RAT, REAL, App, Bind, Bound, Num, Opaque, Term, Var

n, m, k = (X.var(name, NAT) for name in "nmk")
a, b = X.var("a", INT), X.var("b", INT)
x, y = X.var("x", REAL), X.var("y", REAL)
q = X.var("q", RAT)

VALUES = [
    (a / b, {a: -7, b: 2}, -4), (a / b, {a: -7, b: -2}, 4), (a / b, {a: 5, b: 0}, 0), (a % b, {a: -7, b: 2}, 1),
    (a % b, {a: -7, b: 0}, -7), (n - m, {n: 3, m: 5}, 0), (n / m, {n: 7, m: 2}, 3), (x / y, {x: 1, y: 0}, 0),
    (x / y, {x: 1, y: 3}, Fraction(1, 3)), (x**0, {x: 0}, 1), (n.called("Nat.factorial"), {n: 5}, 120),
    (x.called("Real.sqrt"), {x: Fraction(9, 4)}, Fraction(3, 2)), (x.called("Real.sqrt"), {x: -4}, 0), ((-x).called("abs"), {x: 2}, 2),
]  # fmt: skip


@pytest.mark.parametrize(("term", "at", "expected"), VALUES)
def test_values_are_those_of_lean(term: X, at: dict[X, Any], expected: Fraction) -> None:
    assert value(term.term, {v.term: w for v, w in at.items()}) == expected


def _set(holds: Term, v: X) -> Term:
    body = bound("∀", v, holds)
    assert isinstance(body, Bind)
    return App("setOf", (Bind("λ", body.name, body.domain, body.body),), (v.type,))


def _least(collection: Term, least: int, type_: Term) -> Term:
    return App("IsLeast", (collection, Num(least, type_)), (type_,))


TRUTHS = [
    (bound("∀", n, implies(n < 20, either((n % 2).eq(0), (n % 2).eq(1)))), True),
    (bound("∃", n, bound("∃", m, both(0 < n, 0 < m, (n**2 + m**2).eq(65)))), True),
    (bound("∃", n, bound("∃", m, both(0 < n, 0 < m, (n**2 + m**2).eq(66)))), False),
    (bound("∀", a, bound("∀", b, implies((a * b).eq(12), implies(0 < a, a <= 12)))), True),
    (bound("∀", a, bound("∀", b, implies((a * b).eq(12), a < 12))), False),
    (bound("∃", a, both(a.divides(12), 6 < a, a < 12)), False),
    (bound("∃!", n, (n**2).eq(49)), True),
    (bound("∃!", a, (a**2).eq(49)), False),
    (bound("∀", x, 0 <= x**2), None),
    (bound("∀", x, 0 < x**2), False),
    (bound("∃", x, (x**2).eq(2)), None),
    (bound("∃", q, (q * 2).eq(3)), True),
    (bound("∃", q, both((q**2 - q * 8 + 15).eq(0), q > 7)), False),
    (bound("∃", x, both((x**2 - x * 8 + 15).eq(0), x > 4)), True),
    (bound("∃", x, both((x**3).eq(2), x > 4)), None),
    (bound("∃", a, (a**3).eq(2)), False),
    (bound("∃", x, (x**2 + 1).eq(0)), False),
    (bound("∀", x, bound("∀", y, implies((x + y).eq(10), implies((x - y).eq(4), both(x.eq(7), y.eq(3)))))), True),
    (bound("∃", x, bound("∃", y, both((x + y * 4).eq(1), (x * 2 + y * 8).eq(3)))), False),
    (bound("∃", x, both(bound("∃", y, (x + y).eq(1)), bound("∃", y, (x + y).eq(2)))), True),
    (bound("∃", n, bound("∃", m, both((n - m).eq(3), (m - n).eq(0), (n + m).eq(7)))), True),
    (_least(_set(both(0 < n, X(Num(3, NAT), NAT).divides(n), X(Num(5, NAT), NAT).divides(n)), n), 15, NAT), True),
    (_least(_set(both(0 < n, X(Num(3, NAT), NAT).divides(n)), n), 6, NAT), False),
    (X(Num(2, REAL), REAL).called("Real.sqrt") < Fraction(3, 2), True),
    (X(Num(2, REAL), REAL).called("Real.sqrt") <= Fraction(7, 5), False),
    ((X(Num(2, REAL), REAL).called("Real.sqrt") ** 2).eq(2), None),
    (Opaque("?a = 3"), None),
    (either(Opaque("p"), App("True")), True),
    (both(Opaque("p"), App("False")), False),
    (implies(Opaque("p"), Opaque("p")), None),
]


@pytest.mark.parametrize(("proposition", "expected"), TRUTHS)
def test_truths(proposition: Term, expected: bool | None) -> None:
    assert truth(proposition, {}) is expected


def test_an_evaluation_ends() -> None:
    assert truth(bound("∀", n, implies(n < 10**12, (n * 0).eq(0))), {}) is None
    huge = App("HPow.hPow", (Num(7, NAT), Num(10**9, NAT)), (NAT, NAT, NAT))
    with pytest.raises(Unknown):
        value(huge, {})
    sum_ = App("Finset.sum", (App("Finset.range", (Num(10**9, NAT),)), Bind("λ", "i", NAT, Bound(0))), (NAT, NAT))
    with pytest.raises(Unknown):
        value(sum_, {})


def _numbers(variables: list[X], field: bool) -> st.SearchStrategy[X]:
    leaves = st.sampled_from(variables) | st.integers(0, 9).map(lambda c: variables[0] * 0 + c)

    def combined(parts: st.SearchStrategy[X]) -> st.SearchStrategy[X]:
        whole = [] if field else [st.builds(lambda s, t: s % t, parts, parts)]
        return st.one_of(
            st.builds(lambda s, t: s + t, parts, parts), st.builds(lambda s, t: s - t, parts, parts),
            st.builds(lambda s, t: s * t, parts, parts), st.builds(lambda s, t: s / t, parts, parts),
            st.builds(lambda s, e: s**e, parts, st.integers(0, 3)), *whole,
        )  # fmt: skip

    return st.recursive(leaves, combined, max_leaves=6)


def _formulas(variables: list[X], field: bool) -> st.SearchStrategy[Term]:
    numbers = _numbers(variables, field)
    atoms = [st.builds(lambda s, t: s.eq(t), numbers, numbers), st.builds(lambda s, t: s < t, numbers, numbers)]
    if not field:
        atoms.append(st.builds(lambda s, t: s.divides(t), numbers, numbers))
    return st.recursive(
        st.one_of(*atoms),
        lambda p: st.one_of(st.builds(both, p, p), st.builds(either, p, p), st.builds(implies, p, p), st.builds(no, p)),
        max_leaves=4,
    )


@pytest.mark.parametrize(("variables", "least"), [([n, m], 0), ([a, b], -9), ([x, y], -9)])
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_z3_agrees(variables: list[X], least: int, data: st.DataObject) -> None:
    import z3

    field = variables[0].type == REAL
    formula = data.draw(_formulas(variables, field))
    drawn = st.fractions(-9, 9, max_denominator=6) if field else st.integers(least, 9)
    values: dict[Var, Any] = {v.term: data.draw(drawn) for v in variables if isinstance(v.term, Var)}
    found = truth(formula, values)
    translation = Translation()
    made = translation.literal(Literal(formula, True))
    pinned = [translation.variable(v) == (z3.RealVal(w) if field else w) for v, w in values.items()]
    solver = z3.Solver()
    solver.set("timeout", 2000)
    solver.add(made, *translation.conditions, *pinned)
    answer = solver.check()
    if answer != z3.unknown and found is not None:
        assert found == (answer == z3.sat)
    assert truth(with_values(formula, values), {}) is found
