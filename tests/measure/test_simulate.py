"""Replaying a run's costs over more workers, in cases that can be worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from fakes import begin_run, open_run, problems
from hypothesis import given, settings
from hypothesis import strategies as st
from report_runs import result_of
from typer.testing import CliRunner

from benchmarks.measure import simulate as command
from benchmarks.measure.simulation.capacity import fewest, row, validate
from benchmarks.measure.simulation.costs import Attempt, Step, read_run, replicated, steps_of
from benchmarks.measure.simulation.queues import Outcome, Setup, simulate
from benchmarks.run.results import RunError
from search import Budget, EventWriter, Usage
from search.events import (
    Event,
    ExpansionBrokenOff,
    NodeCreated,
    NodeExpanded,
    NodeSelected,
    SearchEnded,
    SearchStarted,
    TacticTried,
)


def attempt(*steps: tuple[float, float, float], opening: float = 0.0, name: str = "t") -> Attempt:
    return Attempt(name, opening, tuple(Step(*step) for step in steps))


MIXED = [
    attempt((0.1 * (i % 3 + 1), 0.7 * (i % 5), 0.05), (0.2, 0.1 * (i % 7), 0.0), opening=0.1 * (i % 2), name=f"t{i}")
    for i in range(60)
]


# ---------------------------------------------------------------------------------------------- what a run cost


def events_of_a_search() -> list[Event]:
    def tried(node: int, t: float, seconds: float) -> Event:
        return TacticTried(
            seq=0, t=t, node=node, tactic="simp", logprob=0.0, source="m", outcome="tactic_error", seconds=seconds
        )

    return [
        SearchStarted(seq=0, t=0.0, policy="fake", budget=Budget()),
        NodeCreated(seq=0, t=0.0, node=0, key="g", goals=["⊢ True"]),
        NodeSelected(seq=0, t=0.25, node=0),
        tried(0, 2.0, 1.0),  # the model answered at 1.0
        tried(0, 3.5, 1.25),  # 0.25 in neither
        ExpansionBrokenOff(seq=0, t=3.5, node=0),
        NodeSelected(seq=0, t=3.5, node=1),
        tried(1, 5.0, 0.5),  # at 4.5
        ExpansionBrokenOff(seq=0, t=5.0, node=1),
        NodeSelected(seq=0, t=5.0, node=0, again=True),  # no request
        tried(0, 5.5, 0.5),
        NodeSelected(seq=0, t=5.5, node=2),
        NodeExpanded(seq=0, t=6.0, node=2),  # an answer without proposals
        NodeSelected(seq=0, t=6.0, node=3),  # none came
        SearchEnded(seq=0, t=7.0, reason="time", usage=Usage()),
    ]


def test_events_tell_when_the_model_and_when_lean_worked():
    before, steps, ended = steps_of(events_of_a_search())
    assert (before, ended) == (0.25, 7.0)
    assert steps == (Step(0.75, 2.25, 0.25), Step(1.0, 1.0, 0.0), Step(0.5, 0.0, 0.0), Step(1.0, 0.0, 0.0))
    assert before + sum(map(sum, steps)) == ended


def test_a_stream_that_was_cut_off_tells_nothing():
    assert steps_of(events_of_a_search()[:-1]) is None


def recorded_run(path: Path, workers: int = 1) -> Path:
    """Two searches with events, one statement that was refused; then one with its events lost."""
    todo = problems(4)
    with open_run(path, todo) as folder:
        for problem in reversed(todo):  # order of finishing is not the order of the run
            no_search = {"expansions": 0} if problem.name == "p2" else {}
            folder.record(result_of(problem, True, **{"seconds": 8.0, "expansions": 4, **no_search}))
        for name in ("p0", "p1"):
            with EventWriter(folder.events_path(name)) as writer:
                for event in events_of_a_search():
                    writer(event)
    return path


def test_every_second_of_a_run_is_accounted_for(tmp_path):
    costs = read_run(recorded_run(tmp_path / "run"))
    assert [a.name for a in costs.attempts] == ["p0", "p1", "p2", "p3"]
    assert [a.total for a in costs.attempts] == pytest.approx([8.0] * 4)
    assert [len(a.steps) for a in costs.attempts] == [4, 4, 0, 4]
    assert costs.attempts[0].opening == 1.25  # before the first request, and outside the search
    assert (costs.workers, costs.without_events) == (1, 1)


def test_no_run_and_no_results_are_errors_that_say_so(tmp_path):
    with pytest.raises(RunError, match="no run"):
        read_run(tmp_path)
    begin_run(tmp_path / "empty", problems(1))
    with pytest.raises(RunError, match="nothing to replay"):
        read_run(tmp_path / "empty")


def test_replicas_follow_each_other_or_go_by_length():
    short, long = attempt((0.0, 1.0, 0.0)), attempt((0.0, 5.0, 0.0))
    assert replicated([short, long], 2) == [short, long, short, long]
    assert replicated([short, long], 2, longest_first=True) == [long, long, short, short]


# ----------------------------------------------------------------------------------------------------- queues


def test_one_worker_takes_the_sum_of_everything():
    outcome = simulate(MIXED, Setup(workers=1, cold_start=3.0, result_seconds=0.5))
    assert outcome.makespan == pytest.approx(3.0 + sum(a.total for a in MIXED) + 0.5 * len(MIXED))
    assert (outcome.attempts, outcome.requests) == (60, 120)


def test_two_workers_that_never_meet_take_half():
    same = [attempt((1.0, 2.0, 0.5))] * 10
    outcome = simulate(same, Setup(workers=2, models=2))
    assert outcome.makespan == pytest.approx(5 * 3.5)
    assert outcome.lean == pytest.approx(2.0 / 3.5)
    assert (outcome.model, outcome.wait_mean, outcome.wait_95) == pytest.approx((1.0 / 3.5, 1.0, 1.0))


def test_a_saturated_model_server_sets_the_pace():
    outcome = simulate([attempt((1.0, 0.1, 0.0))] * 200, Setup(workers=20, models=1, batch=1))
    assert outcome.makespan == pytest.approx(200 * 1.0 + 0.1)
    assert outcome.model == pytest.approx(1.0)
    assert outcome.wait_95 == pytest.approx(20.0, rel=0.05)  # 20 workers less those in Lean, each a second


def test_batches_raise_the_pace_by_what_they_save():
    work = [attempt((1.0, 0.0, 0.0))] * 400
    one, eight = (simulate(work, Setup(workers=8, batch=batch, marginal=0.25)) for batch in (1, 8))
    assert one.makespan == pytest.approx(400)
    full = 1 + 7 * 0.25
    assert eight.makespan == pytest.approx(400 / 8 * full, rel=0.05)
    assert eight.batches < one.batches


def test_a_batch_lasts_its_longest_request_and_a_share_of_the_others():
    work = [attempt((1.0, 0.0, 0.0)), attempt((2.0, 0.0, 0.0)), attempt((4.0, 0.0, 0.0))]
    outcome = simulate(work, Setup(workers=3, marginal=0.5))
    assert (outcome.makespan, outcome.batches) == (4.0 + 0.5 * (1.0 + 2.0), 1)


def test_idle_servers_share_what_waits():
    outcome = simulate([attempt((1.0, 0.0, 0.0))] * 6, Setup(workers=6, models=3, marginal=0.5))
    assert (outcome.makespan, outcome.batches) == (1.5, 3)


def test_another_model_takes_the_time_it_is_said_to():
    assert simulate(MIXED, Setup(workers=1, model_seconds=0.0)).makespan == pytest.approx(sum(a.total - a.model for a in MIXED))


def test_messages_between_machines_take_time():
    work = [attempt((1.0, 1.0, 0.0), (1.0, 1.0, 0.0))]
    assert simulate(work, Setup(workers=1, latency=0.25)).makespan == pytest.approx(4.0 + 6 * 0.25)  # 2 a request, 2 a result


def test_the_driver_writes_one_result_at_a_time():
    outcome = simulate([attempt((0.0, 0.1, 0.0))] * 100, Setup(workers=50, models=50, result_seconds=1.0))
    assert outcome.makespan == pytest.approx(100.1)
    assert outcome.driver == pytest.approx(1.0, abs=0.01)


def test_two_searches_on_one_lean_keep_it_at_work_while_the_model_thinks():
    work = [attempt(*[(1.0, 1.0, 0.0)] * 5)] * 10
    alone, both = (simulate(work, Setup(workers=1, models=2, searches=searches)) for searches in (1, 2))
    assert (alone.makespan, alone.lean) == pytest.approx((100.0, 0.5))
    assert both.makespan == pytest.approx(51.0)
    assert both.lean > 0.95


def test_shared_processors_give_each_its_part():
    assert simulate([attempt((0.0, 3.0, 0.0))] * 4, Setup(workers=4, models=4, cores=2)).makespan == pytest.approx(6.0)
    # on one processor, a Lean of 1 s and one of 3 s: both until 2, then one alone until 4
    unequal = [attempt(opening=1.0), attempt(opening=3.0)]
    assert simulate(unequal, Setup(workers=2, cores=1)).makespan == pytest.approx(4.0)
    alone = Setup(workers=1, latency=0.1, cold_start=1.0)
    assert simulate(MIXED, replace(alone, cores=1)).makespan == pytest.approx(simulate(MIXED, alone).makespan)


def test_lost_processes_cost_a_start_each():
    work = [attempt((0.0, 1.0, 0.0))] * 40
    assert simulate(work, Setup(workers=1, cold_start=2.0, lost=1.0)).makespan == pytest.approx(2.0 + 40 * 3.0)
    some = [simulate(work, Setup(workers=1, cold_start=2.0, lost=0.5, seed=seed)) for seed in (1, 1, 2, 3)]
    assert some[0] == some[1]
    assert len({outcome.makespan for outcome in some}) > 1
    assert all(42.0 < outcome.makespan < 122.0 for outcome in some)


def test_numbers_that_make_no_sense_are_refused():
    with pytest.raises(ValueError, match="at least 1"):
        Setup(workers=0)
    with pytest.raises(ValueError, match="one search"):
        Setup(workers=1, searches=2, cores=1)


times = st.floats(0.0, 5.0)
attempts = st.lists(
    st.builds(
        lambda opening, steps: attempt(*steps, opening=opening), times, st.lists(st.tuples(times, times, times), max_size=4)
    ),
    min_size=1,
    max_size=12,
)
setups = st.builds(
    Setup,
    workers=st.integers(1, 5),
    models=st.integers(1, 3),
    searches=st.integers(1, 3),
    batch=st.integers(1, 4),
    marginal=st.floats(0.0, 1.0),
    cold_start=times,
    result_seconds=st.floats(0.0, 0.5),
)


@settings(deadline=None)
@given(attempts, setups, st.none() | st.integers(1, 4))
def test_no_outcome_is_better_than_its_servers_allow(work, setup, cores):
    if cores is not None:
        setup = replace(setup, cores=cores, searches=1)
    outcome = simulate(work, setup)
    model = sum(a.model for a in work) * (setup.marginal + (1 - setup.marginal) / setup.batch)
    bounds = [
        sum(a.lean for a in work) / setup.workers,
        sum(a.total for a in work) / (setup.workers * setup.searches) if setup.searches * setup.workers == 1 else 0.0,
        max(a.total for a in work),
        model / setup.models,
        len(work) * setup.result_seconds,
        (sum(a.lean for a in work) + model) / cores if cores else 0.0,
    ]
    assert outcome.makespan >= setup.cold_start + max(bounds) - 1e-6
    everything = sum(a.total for a in work) + len(work) * setup.result_seconds
    assert outcome.makespan <= setup.cold_start + everything + 1e-6
    for share in (outcome.lean, outcome.model, outcome.driver):
        assert -1e-9 <= share <= 1 + 1e-6
    assert (outcome.attempts, outcome.requests) == (len(work), sum(len(a.steps) for a in work))
    assert simulate(work, setup) == outcome


@settings(deadline=None)
@given(attempts, st.integers(1, 6))
def test_with_models_enough_another_worker_never_hurts(work, workers):
    fewer, more = (simulate(work, Setup(workers=count, models=count)) for count in (workers, workers + 1))
    assert more.makespan <= fewer.makespan + 1e-6


def test_with_one_model_more_workers_help_until_it_is_saturated():
    spans = [simulate(MIXED * 5, Setup(workers=workers)).makespan for workers in (1, 2, 4, 8, 16, 32)]
    assert all(later <= 1.05 * earlier for earlier, later in zip(spans, spans[1:], strict=False))
    assert spans[1] < 0.6 * spans[0]


# --------------------------------------------------------------------------------------------- how many servers


@pytest.mark.parametrize("batch", [1, 4])
def test_fewest_servers_is_what_trying_all_finds(batch):
    setup, goal = Setup(workers=12, batch=batch), 0.6
    lean: dict[int, float] = {m: simulate(MIXED * 4, replace(setup, models=m)).lean for m in range(1, 13)}
    found = fewest(MIXED * 4, setup, goal)
    assert lean[found] >= goal
    assert found == 1 or lean[found - 1] < goal


def test_a_target_out_of_reach_becomes_a_share_of_what_can_be_had():
    half = row([attempt((1.0, 1.0, 0.0))] * 100, Setup(workers=4, batch=1), None, 0.9)
    assert not half.reached
    assert half.best == pytest.approx(0.5, abs=0.01)
    assert half.outcome.lean >= 0.9 * half.best - 0.01
    fast = row([attempt((0.01, 1.0, 0.0))] * 100, Setup(workers=4, batch=1), None, 0.9)
    assert (fast.reached, fast.needed, fast.setup.models) == (True, 1, 1)
    assert row([attempt((0.01, 1.0, 0.0))] * 100, Setup(workers=4), 3, 0.9).setup.models == 3


# --------------------------------------------------------------------------------------------------- the command


def test_a_run_is_compared_with_its_own_wall_clock(tmp_path):
    costs = read_run(recorded_run(tmp_path / "run"))
    found = validate(costs, costs, Setup(workers=64, latency=1.0, cold_start=9.0))
    assert (found.workers, found.simulated_seconds) == (1, pytest.approx(32.0))
    assert found.recorded_seconds == pytest.approx(costs.wall_seconds)
    assert found.ratio == pytest.approx(32.0 / costs.wall_seconds)
    with pytest.raises(RunError, match="same problems"):
        validate(replace(costs, attempts=costs.attempts[1:]), costs, Setup(workers=1))


app = typer.Typer()
app.command()(command.main)


def run_command(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_command_prints_a_row_for_each_number_of_workers(tmp_path):
    run = recorded_run(tmp_path / "run")
    ran = run_command(run, "--workers", "1,4", "--replicate", 20, "--json")
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.stdout)
    assert told["attempts"] == 80
    one, four = told["rows"]
    assert (one["workers"], four["workers"]) == (1, 4)
    assert one["speed_up"] == pytest.approx(1.0, abs=0.05)
    assert 1.0 < four["speed_up"] <= 4.4
    assert four["memory_gb"] == 4 * one["memory_gb"]
    assert told["validation"][0]["workers"] == 1
    shown = run_command(run, "--workers", "2", "--replicate", 2, "--markdown")
    assert shown.exit_code == 0, shown.output
    assert "| workers |" in shown.output and "ratio" in shown.output


@pytest.mark.parametrize("workers", ["0", "many", ""])
def test_bad_input_is_told_in_a_line(tmp_path, workers):
    ran = run_command(recorded_run(tmp_path / "run"), "--workers", workers)
    assert ran.exit_code == 2
    assert "numbers from 1 on" in ran.output
    assert run_command(tmp_path / "none").exit_code == 2


def test_an_outcome_without_time_has_no_pace():
    assert simulate([], Setup(workers=2)) == Outcome(0.0, 0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0)
    assert simulate([], Setup(workers=2)).per_hour == 0.0
