from __future__ import annotations

import json
from pathlib import Path

import pytest
from fakes import config, error, open_run, problems
from hypothesis import given
from hypothesis import strategies as st
from report_runs import BEGIN, make_run, result_of, write_events

from benchmarks.data.lean_text import without_preamble
from benchmarks.report import ReportedRun, load_run, load_runs, table
from benchmarks.report.numbers import load_over_time, numbers, searches
from benchmarks.report.outcomes import read_outcomes
from benchmarks.report.repeat import command
from benchmarks.report.text import unsolved_because, visible
from benchmarks.run.load import Sample
from benchmarks.run.results import BenchmarkResult, RunError
from prover.informal.settings import InformalSettings
from prover.limits import Limits


def test_solved_is_counted_overall_by_source_and_reading(tmp_path):
    run = numbers(load_run(make_run(tmp_path / "x", "+-+--")))
    assert (run.overall.solved, run.overall.of) == (2, 5)
    assert {name: (c.solved, c.of) for name, c in run.by_source.items()} == {"AMC": (2, 3), "IMO": (0, 2)}
    assert {name: (c.solved, c.of) for name, c in run.by_reading.items()} == {"exact": (2, 5)}
    assert run.unsolved == {"time limit of 5 s": 3}
    assert run.spent.waiting == pytest.approx(run.spent.total / 4, abs=0.002)
    assert run.solved_at == {"seconds": [0.25, 0.75], "expansions": [1, 3]}


def test_attempts_add_up_and_pass_at_k_never_falls(tmp_path):
    todo = problems(3)
    with open_run(tmp_path / "x", todo, attempts=3) as folder:
        for attempt, outcomes in enumerate(["+--", " +-", "  -"]):
            for problem, outcome in zip(todo, outcomes, strict=True):
                if outcome != " ":
                    folder.record(result_of(problem, outcome == "+", seconds=2, expansions=5, attempt=attempt))
    run = numbers(load_run(tmp_path / "x"))
    assert run.pass_at == {1: 1, 2: 2, 3: 2}
    assert run.solved_at == {"seconds": [2, 4], "expansions": [5, 10]}
    assert (run.overall.solved, run.overall.of, run.expansions) == (2, 3, 30)
    frame = table(tmp_path / "x")
    assert len(frame) == 6 and frame.groupby("problem").proved.any().sum() == 2


@given(st.lists(st.tuples(st.booleans(), st.floats(0.001, 1e4), st.integers(0, 1000)), min_size=1, max_size=20))
def test_curves_rise_to_the_number_solved(rows):
    todo = problems(len(rows))
    attempts = {p.name: [result_of(p, *row)] for p, row in zip(todo, rows, strict=True)}
    run = numbers(ReportedRun(Path("x"), "x", config(list(attempts)), attempts))
    for values in run.solved_at.values():
        assert values == sorted(values) and len(values) == run.overall.solved


def test_an_old_run_is_read(tmp_path):
    path = make_run(tmp_path / "x", "+-")
    old = json.loads((path / "config.json").read_text())
    for new in ("search", "attempts", "seed"):
        del old[new]
    old["limits"] |= {"alpha": 0.0}
    (path / "config.json").write_text(json.dumps(old))
    rows = [json.loads(line) for line in (path / "results.jsonl").read_text().splitlines()]
    for row in rows:
        del row["attempt"], row["seed"]
    (path / "results.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert numbers(load_run(path)).overall.solved == 1


def test_a_run_that_is_not_complete_says_so(tmp_path):
    assert "2 of 5 problems wait" in load_run(make_run(tmp_path / "x", "+-+", planned=5)).notes[0]
    assert not load_run(make_run(tmp_path / "y", "+-+")).notes


def test_what_is_no_run_is_a_clear_error(tmp_path):
    with pytest.raises(RunError, match="no such folder"):
        load_run(tmp_path / "nowhere")
    with pytest.raises(RunError, match="no config.json"):
        load_run(tmp_path)
    with pytest.raises(RunError, match="no result yet"):
        load_run(make_run(tmp_path / "empty", ".."))
    broken = make_run(tmp_path / "broken", "++")
    (broken / "results.jsonl").write_text('{"problem": 1}\n{}\n')
    with pytest.raises(RunError, match="results.jsonl:1: not a result"):
        load_run(broken)
    (broken / "config.json").write_text("{")
    with pytest.raises(RunError, match="config.json cannot be read"):
        load_run(broken)


def test_runs_of_one_name_are_told_apart_and_none_is_counted_twice(tmp_path):
    paths = [make_run(tmp_path / side / "x", "+") for side in "ab"]
    assert len({run.name for run in load_runs(paths)}) == 2
    with pytest.raises(RunError, match="twice"):
        load_runs([paths[0], paths[0] / ".." / "x"])


def test_the_table_has_a_row_an_attempt(tmp_path):
    frame = table(make_run(tmp_path / "x", "+-+"))
    assert list(frame.proved) == [True, False, True]
    assert frame.reason.isna().tolist() == [True, False, True] and frame.reason[1] == "time limit of 5 s"
    assert frame.seconds.sum() == pytest.approx(1.5)
    assert str(frame.started.dtype).startswith("datetime64") and frame.tactics[0] == ["trivial"]


def test_results_load_with_pandas_alone(tmp_path):
    import pandas

    frame = pandas.read_json(make_run(tmp_path / "x", "+-") / "results.jsonl", lines=True)
    assert list(frame.status) == ["proved", "failed"]


def test_tactics_are_counted_by_source_and_broken_streams_are_told(tmp_path):
    path = make_run(tmp_path / "x", "++--")
    events = path / "events"
    write_events(events / "p0.jsonl.zst", [("a", "proved"), ("a", "tactic_error"), ("b", "gave_up")])
    write_events(events / "p1.jsonl.zst", [("b", "new_state")], ended=False)
    (events / "p2.jsonl.zst").write_bytes(b"no zstandard frame at all")
    calls = []
    found = read_outcomes(path, searches(load_run(path)), lambda: calls.append(1))
    assert {name: counts.tried for name, counts in found.sources.items()} == {"a": 2, "b": 2}
    assert found.sources["b"].seconds == 1.0 and found.gave_up == {"time": 1}
    assert (found.streams, found.cut_off, found.unreadable, found.missing, len(calls)) == (1, 1, ["p2.jsonl.zst"], 1, 3)
    assert "1 are missing" in found.lacking() and "p2" in found.lacking()


def test_a_stream_cut_in_two_is_counted_as_far_as_it_goes(tmp_path):
    path = tmp_path / "events" / "p0.jsonl.zst"
    write_events(path, [("a", "new_state")] * 500)
    path.write_bytes(path.read_bytes()[:-9])
    found = read_outcomes(tmp_path, 1)
    assert (found.streams, found.cut_off + len(found.unreadable)) == (0, 1)


def sample(second: int, **changes) -> Sample:
    fields = dict(seconds=1.0, cpus=2, workers=2, in_flight=2, lean=1.5, model=0.25, own=0.125, idle=0.125)
    return Sample(time=f"2026-01-01T00:{second // 60:02}:{second % 60:02}+00:00", **{**fields, **changes})


def test_load_adds_up_to_the_cpus_and_pauses_are_left_out():
    samples = [sample(second) for second in range(100)] + [
        sample(second, in_flight=1, lean=0.0) for second in range(1000, 1100)
    ]
    load = load_over_time(samples, parts=20)
    assert load.minutes == pytest.approx(200 / 60) and load.sessions == [pytest.approx(100 / 60)]
    assert load.busy == pytest.approx(1.75 / 2)
    assert 20 <= len(load.parts) <= 22
    assert all(part.lean + part.model + part.own + part.other + part.idle == pytest.approx(2) for part in load.parts)


def test_why_a_search_has_no_proof_is_said_in_words(tmp_path):
    problem, limits = problems(1)[0], Limits(time_limit=30.0, max_expansions=100)
    reasons = {
        ended: unsolved_because(result_of(problem, False, ended=ended), limits) for ended in ("time", "expansions", "exhausted")
    }
    assert reasons == {
        "time": "time limit of 30 s",
        "expansions": "limit of 100 expansions",
        "exhausted": "nothing left to try",
    }
    kinds = ("statement", "lean", "policy", "check")
    told = {unsolved_because(BenchmarkResult.of("toy", problem, error("p0", kind, "why"), BEGIN), limits) for kind in kinds}
    assert len(told) == 4


def test_the_command_repeats_what_is_not_the_default(tmp_path):
    limits = Limits(time_limit=30, max_tactics=9)
    path = make_run(tmp_path / "x", "+-", search="beam?width=4", seed=3, limits=limits, policy=["portfolio", "hf:a b"])
    words = command(load_run(path).config)
    assert (
        "--search 'beam?width=4'" in words and "--seed 3" in words and "--max-tactics 9" in words and "--time-limit 30" in words
    )
    assert "--policy portfolio --policy 'hf:a b'" in words and "--names p0,p1" in words and "--attempts" not in words


def test_the_command_repeats_a_run_with_words(tmp_path):
    stages = InformalSettings.model_validate({"sketches": 3})
    path = make_run(tmp_path / "x", "+-", mode="i2f", writer="none", stages=stages, imports=["A.B", "C"])
    words = command(load_run(path).config)
    assert "--mode i2f" in words and "--writer none --stages sketches=3 --imports A.B,C" in words


def test_the_command_names_the_data_as_it_was_given(tmp_path):
    config = load_run(make_run(tmp_path / "x", "+-")).config
    given = config.model_copy(update={"selection": ["leandojo", "--split-kind", "novel_premises", "--limit", "9"]})
    words = command(given)
    assert words.startswith("prover bench leandojo --split-kind novel_premises --limit 9 --split") and "--names" not in words


def test_lean_text_is_shown_from_the_theorem_on():
    assert without_preamble("import A\nopen B C\n\nset_option x true\ntheorem t :\n  True") == "theorem t :\n  True"
    assert without_preamble("opening : True") == "opening : True"
    assert visible("a\u202eb\x1b[0m\tc\nd") == "a⟨U+202E⟩b⟨U+001B⟩[0m\tc\nd"
