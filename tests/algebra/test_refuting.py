"""Counter-models: found where a goal is false, never where it is provable."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from written import X, both, bound, either, goal, implies, no

from prover.algebra.literals import problem_of
from prover.algebra.refuting import counter_model, refutes
from prover.lean.terms import INT, NAT, PROP, REAL, App, Call, GoalTerms, Hypothesis, Num, Opaque, Term, Var

n, m, k = (X.var(name, NAT) for name in "nmk")
a, b, c, d = (X.var(name, INT) for name in "abcd")
x, y, z = (X.var(name, REAL) for name in "xyz")
p, q, r = (Var(name, PROP) for name in "pqr")


def _sequence(step: Callable[[X], X], first: int, index: int, claimed: int, guard: bool = False) -> GoalTerms:
    """``f 0 = first`` and ``f (n + 1) = step (f n)`` say ``f index = claimed``."""
    f = Var("f", App("→", (NAT, INT)))

    def at(i: Term) -> X:
        return X(Call(f, (i,)), INT)

    following = App("HAdd.hAdd", (n.term, Num(1, NAT)), (NAT,) * 3)
    law = at(following).eq(step(at(n.term)))
    hypotheses = (
        Hypothesis("f", f.type), Hypothesis("h0", at(Num(0, NAT)).eq(first), "prop"),
        Hypothesis("h", bound("∀", n, implies(0 <= n, law) if guard else law), "prop"),
    )  # fmt: skip
    return GoalTerms(hypotheses, at(Num(index, NAT)).eq(claimed))


F = Var("f", App("→", (INT, INT)))


def _f(at: X) -> X:
    return X(Call(F, (at.term,)), INT)


def _about_f(variables: list[X], hypotheses: list[Term], target: Term) -> GoalTerms:
    plain = goal(variables, hypotheses, target)
    return GoalTerms((Hypothesis("f", F.type), *plain.hypotheses), target)


def _propositions(hypotheses: list[Term], target: Term) -> GoalTerms:
    data = [Hypothesis(v.name, PROP) for v in (p, q, r)]
    return GoalTerms((*data, *(Hypothesis(f"h{i}", h, "prop") for i, h in enumerate(hypotheses))), target)


FALSE = [
    (goal([x, y], [(x + y).eq(3), (x - y).eq(1)], x.eq(1)), "x = 2, y = 1"),
    (goal([x], [(x**2).eq(4)], x.eq(2)), "x = -2"),
    (goal([x], [(x * 3 + 7).eq(X(Num(12, REAL), REAL))], x.eq(2)), "x = 5/3"),
    (goal([n, m], [n > 1, m > 1, (n * m).eq(1147)], (n + m).eq(67)), "n = 31, m = 37"),
    (goal([n], [(n % 7).eq(3), (n % 11).eq(5), n > 100], n.eq(115)), None),
    (goal([a, b], [(a + b * 0).eq(a), X(Num(3, INT), INT).divides(a * b)], X(Num(3, INT), INT).divides(a)), None),
    (goal([], [], bound("∀", x, bound("∀", y, implies(x < y, x**2 < y**2)))), None),
    (goal([x, y, z], [(x * 2 + y * 3 - z).eq(1), (x * 4 + y * 5 - z * 3).eq(2), (x * 7 - y + z).eq(11)], x.eq(2)), None),
    (goal([x], [], 0 <= x**4 - x**3 * 3 + x**2 * 2 + x / 4), None),
    (goal([n], [], 1 <= n - 1 + n), "n = 0"),
    (goal([a], [bound("∃", b, a.eq(b * 2 + 1))], bound("∃", b, a.eq(b * 4 + 1))), None),
    (_propositions([implies(p, q), implies(q, r)], implies(r, p)), "p = False, q = False, r = True"),
    (_sequence(lambda u: u * 2 + 1, 1, 5, 64), None),
    (_sequence(lambda u: u * u - 2, 3, 4, 2206, guard=True), None),
    (goal([x], [], x.called("Real.sqrt") <= x), "x = -1"),
    (_about_f([a, b], [_f(a).eq(_f(b))], a.eq(b)), None),
    (_about_f([a], [(_f(a * 0 + 1) * 2).eq(6), (_f(a * 0 + 2)).eq(_f(a * 0 + 1) + 2)], _f(a * 0 + 3).eq(7)), None),
]  # fmt: skip


@pytest.mark.parametrize(("false", "text"), FALSE)
def test_a_false_goal_has_a_counter_model(false: GoalTerms, text: str | None) -> None:
    found = counter_model(false, 3.0)
    assert found is not None
    assert text is None or found.text == text


f_set = Var("S", App("Finset", (NAT,)))
NOT_KNOWN = [
    goal([x], [], bound("∃", y, (y**2).eq(2))),  # true, but of irrational numbers
    goal([x], [(x**2).eq(2)], x < 0),  # false, but of irrational numbers
    goal([n], [Opaque("p n")], n.eq(0)),
    GoalTerms((Hypothesis("α", App("Type"), "type"), Hypothesis("n", NAT)), n.eq(0)),
    GoalTerms((Hypothesis("n", NAT, accessible=False), Hypothesis("n", NAT)), n.eq(0)),
    GoalTerms((Hypothesis("n", NAT),), n.eq(0), cut=True),
    GoalTerms((Hypothesis("z", App("Fin", (Num(0, NAT),))),), App("False")),
    GoalTerms(
        (
            Hypothesis("S", f_set.type),
            Hypothesis("h", bound("∀", n, App("Iff", (App("Membership.mem", (f_set, n.term)), n > 5))), "prop"),
        ),
        App("False"),
    ),  # no such finite set
]


@pytest.mark.parametrize("unknown", NOT_KNOWN)
def test_what_is_not_known_is_not_refuted(unknown: GoalTerms) -> None:
    assert counter_model(unknown, 0.3) is None


def test_definitions_in_a_circle_define_nothing() -> None:
    """``p = ¬q`` and ``q = p`` are contradictory; so are ``f x = g x + 1`` and ``g x = f x + 1``."""
    equal = [App("Eq", (p, App("Not", (q,))), (PROP,)), App("Eq", (q, p), (PROP,))]
    assert counter_model(_propositions(equal, r), 0.3) is None
    g = Var("g", F.type)
    laws = [bound("∀", a, X(Call(u, (a.term,)), INT).eq(X(Call(v, (a.term,)), INT) + 1)) for u, v in ((F, g), (g, F))]
    functions = (
        Hypothesis("f", F.type),
        Hypothesis("g", F.type),
        *(Hypothesis(f"h{i}", h, "prop") for i, h in enumerate(laws)),
    )
    assert counter_model(GoalTerms(functions, App("False")), 0.3) is None


def test_a_function_has_one_value_at_an_argument() -> None:
    """``g x = f 3 + x`` for all ``x`` is built from one of ``f 3`` and ``f (2 + 1)``, which are one."""
    g, three, sum_ = Var("g", F.type), X(Num(3, INT), INT), X(Num(2, INT), INT) + 1
    law = bound("∀", a, X(Call(g, (a.term,)), INT).eq(_f(sum_) + a))
    props = (law, _f(three).eq(1), X(Call(g, (Num(0, INT),)), INT).eq(2))
    functions = (Hypothesis("f", F.type), Hypothesis("g", F.type))
    hypotheses = (*functions, *(Hypothesis(f"h{i}", h, "prop") for i, h in enumerate(props)))
    assert counter_model(GoalTerms(hypotheses, App("False")), 0.3) is None
    nothing = Hypothesis("f", App("→", (NAT, App("Empty"))))
    assert counter_model(GoalTerms((nothing,), App("False")), 0.3) is None


def test_values_that_do_not_refute_are_told() -> None:
    problem = problem_of(goal([x], [(x**2).eq(4)], x.eq(2)))
    assert problem is not None
    assert [refutes(problem, {x.term: v}) for v in (-2, 2, 3)] == [True, False, False]


# ------------------------------------------------------------------------------------------------ provable statements


def _linear(draw: Random, variables: list[X]) -> X:
    total = variables[0] * draw.randint(-5, 5)
    for v in variables[1:]:
        total = total + v * draw.randint(-5, 5)
    return total + draw.randint(-9, 9)


def _inequality(draw: Random) -> GoalTerms:
    forms = [_linear(draw, [x, y, z]) for _ in range(3)]
    total = forms[0] * draw.randint(0, 4) + forms[1] * draw.randint(0, 4) + forms[2] * draw.randint(1, 4)
    return goal([x, y, z], [0 <= f for f in forms], 0 <= total + draw.randint(0, 3))


def _equation(draw: Random) -> GoalTerms:
    f, g = _linear(draw, [x, y]), _linear(draw, [y, x])
    return goal([x, y], [f.eq(g), (x * y).eq(f)], (f * f + x * y * 2).eq(g * f + f * 2))


def _square(draw: Random) -> GoalTerms:
    f, g = _linear(draw, [x, y]), _linear(draw, [x, z])
    return goal([x, y, z], [], 0 <= f**2 + g**2 * draw.randint(0, 3))


def _divisor(draw: Random) -> GoalTerms:
    return goal([a, b, c], [a.divides(b), a.divides(c)], a.divides(b * draw.randint(-9, 9) + c * draw.randint(-9, 9)))


def _residue(draw: Random) -> GoalTerms:
    modulus, s = draw.randint(2, 9), draw.randint(0, 8)
    value = a**2 + a * s
    targets = [(value % modulus).eq(t) for t in sorted({(i * i + i * s) % modulus for i in range(modulus)})]
    target = targets[0]
    for other in targets[1:]:
        target = either(target, other)
    return goal([a], [], target)


def _subtraction(draw: Random) -> GoalTerms:
    s = draw.randint(0, 5)
    return goal([n, m, k], [m <= n], (n - m + m + k * s).eq(n + k * s))


def _existence(draw: Random) -> GoalTerms:
    s = draw.randint(1, 9)
    return goal([n], [(n % s).eq(0)], bound("∃", m, n.eq(m * s)))


def _recurrence(draw: Random) -> GoalTerms:
    s, t, first, index = draw.randint(-3, 3), draw.randint(-3, 3), draw.randint(-3, 3), draw.randint(1, 7)
    value = first
    for _ in range(index):
        value = s * value + t
    return _sequence(lambda u: u * s + t, first, index, value, guard=draw.random() < 0.5)


def _contradiction(draw: Random) -> GoalTerms:
    f = _linear(draw, [x, y])
    return goal([x, y], [f < 0, 0 <= f + draw.randint(-3, 0)], draw.choice([App("False"), x.eq(7), 0 < x * y]))


def _case(draw: Random) -> GoalTerms:
    s = draw.randint(-5, 5)
    return goal([x, y], [either(x.eq(s), y.eq(s)), no(x.eq(s))], y.eq(s))


def _function(draw: Random) -> GoalTerms:
    s = draw.randint(-5, 5)
    return _about_f([a, b], [a.eq(b + s), (_f(a) + _f(b + s)).eq(_f(b) * 2)], _f(b + s).eq(_f(b)))


def _tautology(draw: Random) -> GoalTerms:
    return _propositions([implies(p, q), either(p, r), no(q)], both(r, no(p)) if draw.random() < 0.5 else implies(q, p))


PROVABLE = [
    _inequality, _equation, _square, _divisor, _residue, _subtraction, _existence, _recurrence, _contradiction, _case, _function, _tautology,
]  # fmt: skip


@pytest.mark.parametrize("family", PROVABLE)
def test_a_provable_goal_is_never_refuted(family: Callable[[Random], GoalTerms]) -> None:
    for seed in range(25):
        provable = family(Random(seed))
        assert counter_model(provable, 0.05) is None, provable
        supposed = Hypothesis("hn", App("Not", (provable.target,)), "prop")
        assert counter_model(GoalTerms((*provable.hypotheses, supposed), App("False")), 0.02) is None, provable
