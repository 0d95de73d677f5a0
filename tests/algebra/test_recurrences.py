"""Laws and their instances, values along recurrences, closed forms, periods, finite sets by property."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prover.algebra.closed_forms import Form, closed_form, period, quotient_form, shortest_recurrence
from prover.algebra.evaluation import truth, value
from prover.algebra.finite_sets import bounded, expanded
from prover.algebra.instances import Candidates, System, laws_of
from prover.algebra.laws import Law, normal, roots
from prover.algebra.recurrences import Values
from prover.algebra.shapes import Shape
from prover.lean.terms import INT, NAT, REAL, App, Call, Hypothesis, Num, Var
from tests.algebra.written import X, both, bound, goal, implies

x, y, n = X.var("x", REAL), X.var("y", REAL), X.var("n", NAT)


def function(name: str, domain, codomain):
    f = Var(name, App("→", (domain, codomain)))
    return f, lambda argument: X(Call(f, (argument._of(argument),)), codomain)


def test_a_target_is_combined_of_instances():
    _, f = function("f", REAL, REAL)
    law = bound("∀", x, (f(x) + 2 * f(1 + -x)).eq(3 * x))
    four = X(Num(4, REAL), REAL)
    terms = goal([], [law], f(four).eq(-10))
    candidates = Candidates(list(laws_of(terms.props)), terms.props, terms.target)
    system = System(candidates.equations(), [terms.target])
    found = system.certificate(terms.target)
    assert found is not None
    assert {(e.instance.values[0].value, a) for e, a in found} == {(4, Fraction(-1, 3)), (-3, Fraction(2, 3))}
    assert system.certificate(f(four).eq(-9)) is None
    assert system.value(f(four).term)[0] == -10


def test_guards_are_kept():
    _, f = function("f", REAL, REAL)
    law = Law.of(Hypothesis("h", bound("∀", x, implies(x > 2, f(x).eq(1))), "prop"))
    assert law.at((Num(3, REAL),)).proof(lambda v: "3", ["(by norm_num)"]) == "h 3 (by norm_num)"
    candidates = Candidates([law], [], f(X(Num(1, REAL), REAL)).eq(1))
    assert all(i.values[0].value > 2 for i in candidates.found)


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        (1 + -x, X(Num(4, REAL), REAL), [-3]),
        (X(Num(6, REAL), REAL) / x, X(Num(4, REAL), REAL), [Fraction(3, 2)]),
        (x**2, X(Num(9, REAL), REAL), [3, -3]),
        (x**2, X(Num(2, REAL), REAL), []),
        (2 * x + 1, 2 * y + 1, [y.term]),
    ],
)
def test_roots(left, right, found):
    solved = roots(left.term, right.term, x.term)
    assert {s if isinstance(s, Var) else value(s, {}) for s in solved} == set(found)


def test_differences_of_naturals_are_computed_where_they_are_not_cut_off():
    _, u = function("u", NAT, NAT)
    assert normal(u((n + 1) - 1).term) == u(n).term
    assert normal(u(n - 1).term) == u(n - 1).term


def recurrence(start: list[int], a: int, b: int, c: int):
    """``u (n + 2) = a u (n + 1) + b u n + c n`` or, with one initial value, ``u (n + 1) = a u n + b + c n``."""
    f, u = function("u", NAT, INT)
    cast = X(App("Nat.cast", (n.term,), (INT,)), INT)
    law = u(n + 2).eq(a * u(n + 1) + b * u(n) + c * cast) if len(start) == 2 else u(n + 1).eq(a * u(n) + b + c * cast)
    facts = [u(X(Num(i, NAT), NAT)).eq(v) for i, v in enumerate(start)]
    terms = goal([], [*facts, bound("∀", n, law)], facts[0])
    return f, Values([f], list(laws_of(terms.props)), terms.props)


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=2), *[st.integers(-3, 3)] * 3)
def test_values_follow_the_recurrence(start, a, b, c):
    f, values = recurrence(start, a, b, c)
    values.extend(range(9))
    expected = list(start)
    while len(expected) < 9:
        k = len(expected) - len(start)
        expected.append(a * expected[-1] + b * (expected[-2] if len(start) == 2 else 1) + c * k)
    assert [values.known[f, i] for i in range(9)] == expected
    chain = values.chain([(f, 8)])
    assert chain[-1].key == (f, 8)
    seen = set()
    for d in chain:
        assert set(d.uses) <= seen
        seen.add(d.key)
    assert Shape.of(next(law for law in values.laws)).order == len(start)


@given(
    st.dictionaries(
        st.sampled_from([Fraction(q) for q in (1, 2, -1, 3)] + [Fraction(1, 2)]),
        st.lists(st.integers(-5, 5), min_size=1, max_size=2),
        min_size=1,
        max_size=2,
    )
)
def test_a_closed_form_is_found_again(coefficients):
    form = Form({q: tuple(map(Fraction, row)) for q, row in coefficients.items()})
    found = closed_form([form.at(i) for i in range(16)])
    assert found is not None
    assert all(found.at(i) == form.at(i) for i in range(30))
    term = found.term(n.term, REAL)
    assert all(value(term, {n.term: i}) == form.at(i) for i in range(5))


@given(st.lists(st.integers(-99, 99), min_size=12, max_size=12))
def test_no_closed_form_without_values_beyond_the_fit(values):
    found = closed_form([Fraction(v) for v in values])
    assert found is None or len(shortest_recurrence([Fraction(v) for v in values])) * 2 + 3 <= 12


def test_quotients_and_periods():
    assert quotient_form([Fraction(i, 2 * i + 1) for i in range(10)]) is not None
    assert quotient_form([Fraction(2**i) for i in range(14)]) is None
    assert period([5, 1, 2, 1, 2, 1, 2]) == (1, 2)
    assert period([1, 1, 2, 3, 1, 0, 1, 1, 2, 3, 1, 0, 1, 1], 2) == (0, 6)
    assert period([1, 2, 3, 4, 5]) is None


@pytest.mark.parametrize(
    ("body", "elements", "how"),
    [
        (n.divides(X(Num(28, NAT), NAT)), [1, 2, 4, 7, 14, 28], "divisor"),
        (both(3 * n + 1 < 20, n > 2), [3, 4, 5, 6], "linear"),
        (n**2 + n <= 30, [0, 1, 2, 3, 4, 5], "polynomial"),
        (both(n < 9, (n % 4).eq(1)), [1, 5], "linear"),
    ],
)
def test_sets_by_property(body, elements, how):
    found = bounded(body, n.term)
    assert found is not None
    assert (list(found.elements), found.how) == (elements, how)
    assert bounded((n % 4).eq(1), n.term) is None


def test_membership_in_intervals_is_expanded():
    member = App("Membership.mem", (App("Finset.Icc", (Num(2, NAT), Num(5, NAT)), (NAT,)), n.term), (NAT,))
    assert [i for i in range(9) if truth(expanded(member), {n.term: i})] == [2, 3, 4, 5]
