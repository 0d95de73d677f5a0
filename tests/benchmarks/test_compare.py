from __future__ import annotations

from datetime import datetime, timezone

import pytest
from fakes import failed, problems, proved

from benchmarks.report.comparison import compare
from benchmarks.run.results import BenchmarkResult, RunError


def run_of(outcomes: str) -> dict[str, BenchmarkResult]:
    """One letter a problem: ``+`` solved, ``-`` not, ``.`` not done."""
    results = {}
    for problem, outcome in zip(problems(len(outcomes)), outcomes, strict=True):
        if outcome != ".":
            answer = (proved if outcome == "+" else failed)(problem.name).model_copy(update={"statement": problem.name})
            results[problem.name] = BenchmarkResult.of("toy", problem, answer, datetime.now(timezone.utc))
    return results


def test_won_and_lost_are_of_the_problems_both_have_done():
    told = compare(run_of("++--+-."), run_of("+-++..+"))
    names = [problem.name for problem in problems(4)]
    assert (told.problems, told.solved, told.won, told.lost) == (4, (2, 3), (names[2], names[3]), (names[1],))
    assert told.seconds_an_expansion[0] == 0.5


@pytest.mark.parametrize(("won", "lost", "p"), [(0, 0, 1.0), (1, 0, 1.0), (5, 0, 2 / 32), (10, 1, 24 / 2048), (3, 3, 1.0)])
def test_the_chance_of_a_split_is_mcnemar_s_exact_test(won, lost, p):
    told = compare(run_of("-" * won + "+" * lost + "+"), run_of("+" * won + "-" * lost + "+"))
    assert told.p == pytest.approx(p)


def test_runs_that_cannot_be_compared_say_so():
    with pytest.raises(RunError, match="no problem in common"):
        compare(run_of("+."), run_of(".+"))
    changed = {name: result.model_copy(update={"statement": "another"}) for name, result in run_of("+").items()}
    with pytest.raises(RunError, match="differently"):
        compare(run_of("+"), changed)


def test_the_test_is_told_in_words():
    assert (
        "12 won against 0 lost" in (told := compare(run_of("-" * 12), run_of("+" * 12)).meaning("a", "b"))
        and "b is better" in told
    )
    assert "do not tell" in compare(run_of("-+"), run_of("+-")).meaning("a", "b")
    assert "the same 1 problems" in compare(run_of("-+"), run_of("-+")).meaning("a", "b")
