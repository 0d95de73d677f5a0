import re

import pytest

from prover.training.families import FAMILIES, Draw
from prover.training.families.base import linear_form, polynomial, rational
from prover.training.teach import attempt


def test_every_family_draws_statements_and_scripts():
    assert len(FAMILIES) > 100
    for family in FAMILIES.values():
        for number in range(40):
            problem = family.problem(number)
            assert problem == family.problem(number), "the same seed draws the same problem"
            assert problem.statement.startswith(f"theorem {family.name}_{number} ")
            assert problem.scripts and all(script and all(step.strip() for step in script) for script in problem.scripts)
            assert not re.search(r"\bsorry\b|native_decide", str(problem.scripts))


def test_seeds_and_numbers_draw_different_statements():
    for family in FAMILIES.values():
        drawn = {family.problem(number, seed).statement.split(" ", 2)[2] for number in range(30) for seed in (0, 1)}
        assert len(drawn) > 5, family.name


def test_names_of_hypotheses_are_different():
    for seed in range(50):
        names = Draw(seed).hypotheses(12)
        assert len(set(names)) == 12


def test_forms():
    assert linear_form([(2, "x"), (-1, "y"), (0, "z"), (3, "")]) == "2 * x - y + 3"
    assert linear_form([(0, "x")]) == "0"
    assert linear_form([(-1, "x")]) == "-x"
    assert polynomial([2, -5, 3], "t") == "2 * t ^ 2 - 5 * t + 3"
    assert (rational(6, 4), rational(-6, 3)) == ("3 / 2", "-2")


@pytest.mark.network
def test_no_statement_is_one_of_the_benchmark():
    from benchmarks.data.overlap import benchmark_statements
    from prover.training.statements import normalized

    barred = benchmark_statements()
    drawn = [family.problem(number, seed).statement for family in FAMILIES.values() for number in range(60) for seed in (0, 1)]
    shared = {s for s in drawn if normalized(s) in barred}
    assert len(shared) < len(drawn) / 200, "such statements are left out of the data; a family must not be made of them"


@pytest.mark.lean
def test_scripts_prove_their_statements(loop_thread, worker):
    families = sorted(FAMILIES.values(), key=lambda family: family.name)[::6]
    proved = 0
    for family in families:
        trace = loop_thread.run(attempt(worker, family.problem(3, seed=7)))
        assert trace is not None, f"Lean refuses {family.problem(3, seed=7).statement}"
        proved += trace.proved
        if trace.proved:
            assert trace.steps[-1].tactic and trace.steps[0].state
    assert proved >= 0.8 * len(families)
