"""pass@k: what is tried again, with which seed, in which order, and how it is counted."""

from __future__ import annotations

import asyncio
import json

import pytest
from fakes import FakeProver, begin_run, error, failed, open_run, problems, proved
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.run.results import BenchmarkResult, RunError, by_problem, final, now
from benchmarks.run.runner import run
from benchmarks.run.schedule import Schedule
from benchmarks.run.summary import summary_line
from search import read_events


def finish(path, todo, prover, workers=1, **changes):
    with open_run(path, todo, **changes) as folder:
        return asyncio.run(run(todo, prover, folder, workers=workers))


def test_unsolved_problems_are_tried_again_with_new_seeds_after_all_others(tmp_path):
    answers = {"p0": failed("p0"), ("p1", 10): failed("p1"), ("p1", 11): proved("p1"), "p3": error("p3", "statement", "no")}
    prover = FakeProver(answers)
    summary = finish(tmp_path, problems(4), prover, attempts=3, seed=10)
    assert prover.seeds == [("p0", 10), ("p1", 10), ("p2", 10), ("p3", 10), ("p0", 11), ("p1", 11), ("p0", 12)]
    assert (summary.solved, summary.failed, summary.done, summary.complete) == (2, 1, 4, True)
    assert summary.pass_at == {1: 1, 2: 2, 3: 2}
    assert "pass@1 1, pass@2 2, pass@3 2" in summary_line(summary)
    rows = [json.loads(line) for line in (tmp_path / "results.jsonl").read_text().splitlines()]
    assert [(r["problem"], r["attempt"], r["seed"]) for r in rows][-2:] == [("p1", 1, 11), ("p0", 2, 12)]
    assert len(list(read_events(tmp_path / "events/p0~2.jsonl.zst"))) == 3
    assert {p.name for p in (tmp_path / "proofs").iterdir()} == {"p1.lean", "p2.lean"}


def test_more_attempts_extend_a_run_and_fewer_are_refused(tmp_path):
    answers = {"p0": failed("p0"), "p2": failed("p2")}
    finish(tmp_path, problems(3), FakeProver(answers))
    more = FakeProver(answers)
    summary = finish(tmp_path, problems(3), more, attempts=2)
    assert more.seeds == [("p0", 1), ("p2", 1)] and summary.pass_at == {1: 1, 2: 1}
    with pytest.raises(RunError, match="attempts: 2 there, 1 now"):
        begin_run(tmp_path, problems(3))


def test_a_problem_is_never_in_flight_twice(tmp_path):
    class Watching(FakeProver):
        flying: set[str] = set()

        async def prove(self, theorem, *, name, **options):
            assert name not in self.flying
            self.flying.add(name)
            try:
                return await super().prove(theorem, name=name, **options)
            finally:
                self.flying.discard(name)

    prover = Watching({"p0": failed("p0"), "p1": failed("p1")}, pause=lambda name: 0.01)
    summary = finish(tmp_path, problems(2), prover, workers=4, attempts=3)
    assert summary.errors == {} and len(prover.seeds) == 6 and summary.complete


def row(problem, number, status, kind=None) -> BenchmarkResult:
    answer = {"proved": proved("x"), "failed": failed("x")}.get(status) or error("x", kind, "e")
    return BenchmarkResult.of("b", problem, answer, now(), number, number)


@given(st.data())
def test_any_interrupted_run_goes_on_to_the_attempts_that_are_left(data):
    """Whatever was done before: in the end every problem is solved, hopeless, or tried ``k`` times; nothing twice."""
    k, todo = data.draw(st.integers(1, 4)), problems(data.draw(st.integers(0, 5)))
    fate = {p.name: data.draw(st.integers(0, 5)) for p in todo}  # solved at that attempt, if it comes to it

    def result(problem, number):
        return row(problem, number, "proved" if number == fate[problem.name] else "failed")

    before = []
    for problem in todo:
        done = data.draw(st.integers(0, min(k, fate[problem.name] + 1)))
        before += [result(problem, number) for number in range(done)]
        if done < k and done <= fate[problem.name] and data.draw(st.booleans()):
            before.append(row(problem, done, "error", "policy"))

    async def rest():
        schedule, made = Schedule(todo, k, before), []
        while (due := await schedule.next()) is not None:
            made.append(result(*due))
            schedule.ended(due[0], made[-1])
        return made

    made = asyncio.run(rest())
    kept = [r for r in before if not r.broken]
    assert len({r.key for r in kept + made}) == len(kept) + len(made)
    for problem in todo:
        tried = by_problem(kept + made)[problem.name]
        assert [r.attempt for r in tried] == list(range(min(k, fate[problem.name] + 1)))
        assert final(tried).proved == (fate[problem.name] < k)
