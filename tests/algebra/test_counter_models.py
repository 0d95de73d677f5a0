"""Functions of counter-models: recursions that follow the law, polynomials found from laws, complex numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import X, both, bound, goal, implies

from prover.algebra.ansatz import model_of_laws
from prover.algebra.determined import model_by_equations
from prover.algebra.gaussian import Number, gaussian
from prover.algebra.numbers import divided, equal, minus, plus, power, times
from prover.algebra.refuting import counter_model
from prover.lean.terms import INT, NAT, REAL, App, Call, GoalTerms, Hypothesis, Num, Term, Var

n, m, k = (X.var(name, NAT) for name in "nmk")
a, b = (X.var(name, INT) for name in "ab")
x, y, p = (X.var(name, REAL) for name in "xyp")


def _about(domain: Term, codomain: Term, laws: Callable[[Callable[..., X]], tuple[list[Term], Term]], *others: X) -> GoalTerms:
    """What is said of a function ``f``, and then asked of it."""
    f = Var("f", App("→", (domain, codomain)))
    hypotheses, target = laws(lambda at: X(Call(f, (at.term if isinstance(at, X) else Num(at, domain),)), codomain))
    plain = goal(list(others), hypotheses, target)
    return GoalTerms((Hypothesis("f", f.type), *plain.hypotheses), target)


RECURSIONS = [
    (_about(NAT, INT, lambda f: ([f(0).eq(3), bound("∀", n, f(n + 1).eq(f(n) * 2 + 1))], f(5).eq(7))),
     "fun n => Nat.rec (motive := fun _ => ℤ) (3) (fun n w => (w * 2 + 1)) n", 0),
    (_about(NAT, INT, lambda f: ([f(0).eq(0), f(1).eq(1), bound("∀", n, f(n + 2).eq(f(n + 1) + f(n)))], f(30).eq(7))),
     "fun n => (Nat.rec (motive := fun _ => ℤ × ℤ) (0, 1) (fun n w => (w.2, w.2 + w.1)) n).1", 0),
    (_about(NAT, INT, lambda f: ([f(2).eq(5), bound("∀", n, implies(3 <= n, f(n).eq(f(n - 1) * 3)))], f(4).eq(7))),
     "fun n => (Nat.rec (motive := fun _ => ℤ × ℤ × ℤ) (0, 0, 5) (fun n w => (w.2.1, w.2.2, w.2.2 * 3)) n).1", 3),
]  # fmt: skip


@pytest.mark.parametrize(("false", "definition", "start"), RECURSIONS)
def test_a_sequence_is_written_by_recursion(false: GoalTerms, definition: str, start: int) -> None:
    found = counter_model(false, 3.0)
    assert found is not None and found.abstracted is not None
    assert dict(found.values)["f"] == definition and found.abstracted.starts == (start,)


def test_a_recurrence_that_holds_here_and_there_is_not_written() -> None:
    even = X(App("HMod.hMod", (n.term, Num(2, NAT)), (NAT,) * 3), NAT).eq(0)
    found = counter_model(_about(NAT, INT, lambda f: ([bound("∀", n, implies(even, f(n + 1).eq(f(n) + 1)))], f(5).eq(7))), 1.0)
    assert found is None or found.abstracted is None


LAWS = [
    (_about(INT, INT, lambda f: ([bound("∀", a, bound("∀", b, f(a + b).eq(f(a) + f(b)))), f(1).eq(9)], f(2).eq(19))), "fun x => 9 * x"),
    (_about(REAL, REAL, lambda f: ([bound("∀", x, (f(x) + f(-x) * 2).eq(x * 3 + 6))], f(1).eq(0))), "fun x => (-3) * x + 2"),
    (_about(NAT, REAL, lambda f: ([bound("∀", n, (f(n + 2) - f(n + 1)).eq(f(n + 1) - f(n))), f(1).eq(p), f(3).eq(p + 4)], f(0).eq(p)), p),
     "fun x => 2 * (x : ℝ) + (-2)"),
    (_about(NAT, REAL, lambda f: ([bound("∀", n, implies(both(1 < n, 2 < n), f(n).eq(f(n - 2) + 6))), f(1).eq(4)], f(7).eq(23))),
     "fun x => 3 * (x : ℝ) + 1"),
]  # fmt: skip


@pytest.mark.parametrize(("false", "definition"), LAWS)
def test_a_function_is_found_from_its_laws(false: GoalTerms, definition: str) -> None:
    found = model_of_laws(false, 3.0)
    assert found is not None and dict(found.values)["f"] == definition


TRUE = [
    _about(INT, INT, lambda f: ([bound("∀", a, bound("∀", b, f(a + b).eq(f(a) + f(b)))), f(1).eq(9)], f(2).eq(18))),
    _about(INT, INT, lambda f: ([bound("∀", a, f(a * 2).eq(f(a) + 1)), f(1).eq(1)], f(4).eq(3))),
    _about(INT, INT, lambda f: ([bound("∀", a, (f(a) * f(a)).eq(a)), f(1).eq(1)], f(4).eq(3))),
]


@pytest.mark.parametrize("true", TRUE)
def test_none_is_found_where_the_target_holds_or_no_polynomial_does(true: GoalTerms) -> None:
    assert model_of_laws(true, 1.0) is None


def test_equations_determine_numbers_that_are_not_computed() -> None:
    huge = k.eq(X(App("HPow.hPow", (Num(7, NAT), Num(9**9, NAT)), (NAT,) * 3), NAT))
    found = model_by_equations(goal([k], [huge], (k % 5).eq(3)))
    assert found is not None and found.text == f"k = 7 ^ {9**9}"
    assert model_by_equations(goal([k, n], [huge], (k % 5).eq(n))) is None


_PARTS = st.fractions(min_value=-9, max_value=9, max_denominator=9)
_COMPLEX = st.builds(gaussian, _PARTS, _PARTS)


@given(_COMPLEX, _COMPLEX, _COMPLEX)
def test_complex_numbers_are_a_field(u: Number, v: Number, w: Number) -> None:
    assert equal(times(u, plus(v, w)), plus(times(u, v), times(u, w)))
    assert equal(minus(u, u), 0) and equal(power(u, 3), times(u, times(u, u)))
    assert equal(times(divided(u, v), v), u) if v != 0 else divided(u, v) == 0


def test_i_squared() -> None:
    i = gaussian(0, 1)
    assert times(i, i) == -1 and divided(1, i) == gaussian(0, -1) and divided(i, 2) == gaussian(0, Fraction(1, 2))
