from __future__ import annotations

import asyncio
import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fakes import FakeProver, begin_run, error, failed, open_run, problems, proved
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.run import run_folder
from benchmarks.run.results import RunError, read_results
from benchmarks.run.run_folder import file_name
from benchmarks.run.runner import Observer, run, write_summary
from benchmarks.run.summary import Summary, summary_line
from prover.limits import Limits
from search import read_events

ROOT = Path(__file__).resolve().parents[2]


def finish(path: Path, todo, prover, workers: int = 1, **changes) -> Summary:
    with open_run(path, todo, **changes) as folder:
        return asyncio.run(run(todo, prover, folder, workers=workers))


def names(path: Path) -> list[str]:
    return [problem for problem, _ in read_results(path / "results.jsonl")]


def test_every_theorem_leaves_a_result_its_events_and_its_proof(tmp_path):
    todo = problems(4)
    answers = {"p1": failed("p1"), "p2": error("p2", "statement", "1:2: unknown\nmore"), "p3": proved("p3", "generalized")}
    prover = FakeProver(answers)
    summary = finish(tmp_path / "x", todo, prover)
    rows = [json.loads(line) for line in (tmp_path / "x/results.jsonl").read_text().splitlines()]
    assert [(r["problem"], r["name"], r["status"], r["split"], r["source"]) for r in rows] == [
        ("p0", "p0", "proved", "valid", "AMC"),
        ("p1", "p1", "failed", "valid", "IMO"),
        ("p2", "p2", "error", "valid", "AMC"),
        ("p3", "p3", "proved", "valid", "IMO"),
    ]
    assert prover.options[0]["theorem"] == "open Nat\n\ntheorem p0 : True := sorry\n"
    assert (prover.options[0]["time_limit"], prover.options[0]["max_expansions"]) == (5, 7)
    assert (prover.options[0]["search"], prover.options[0]["seed"]) == ("best-first", 0)
    assert {p.name for p in (tmp_path / "x/proofs").iterdir()} == {"p0.lean", "p3.lean"}
    assert (tmp_path / "x/proofs/p0.lean").read_text() == proved("p0").proof
    events = [e.kind for e in read_events(tmp_path / "x/events/p1.jsonl.zst")]
    assert events == ["search_started", "node_created", "search_ended"]
    assert not (tmp_path / "x/events/p2.jsonl.zst").exists()
    assert (summary.total, summary.done, summary.solved, summary.failed) == (4, 4, 2, 1)
    assert summary.readings == {"exact": 1, "generalized": 1}
    assert [(u.problem, u.reason) for u in summary.unsupported] == [("p2", "1:2: unknown")]
    assert [(g.source, g.done, g.solved_total, g.unsupported) for g in summary.groups] == [("AMC", 2, 1, 1), ("IMO", 2, 1, 0)]
    assert summary.seconds == {"total": 1.0, "lean": 0.5, "policy": 0.25}
    assert Summary.model_validate_json((tmp_path / "x/summary.json").read_bytes()) == summary
    assert summary_line(summary).startswith("solved 2 of 4 (50.0 %): 1 exact, 1 generalized; 1 unsupported")


def test_as_many_theorems_are_in_flight_as_there_are_workers(tmp_path):
    prover = FakeProver(pause=lambda name: 0.02)
    finish(tmp_path, problems(9), prover, workers=3)
    assert prover.most_running == 3
    assert sorted(prover.asked) == sorted(p.name for p in problems(9))


def test_a_finished_run_is_not_run_again(tmp_path):
    first = finish(tmp_path, problems(3), FakeProver())
    again = FakeProver()
    assert finish(tmp_path, problems(3), again) == first
    assert again.asked == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_run_cut_off_at_any_byte_goes_on_to_the_same_results(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("run")
    answers = {"p1": failed("p1"), "p3": error("p3", "statement", "no")}
    expected = finish(path, problems(5), FakeProver(answers))
    content = (path / "results.jsonl").read_bytes()
    cut = data.draw(st.integers(0, len(content)))
    (path / "results.jsonl").write_bytes(content[:cut])
    prover = FakeProver(answers)
    summary = finish(path, problems(5), prover)
    assert len(prover.asked) == 5 - content[:cut].count(b"\n")
    compared = {"solved", "failed", "done", "readings", "unsupported", "errors"}
    assert summary.model_dump(include=compared) == expected.model_dump(include=compared)
    rows = [json.loads(line) for line in (path / "results.jsonl").read_text().splitlines()]
    assert sorted(r["problem"] for r in rows) == ["p0", "p1", "p2", "p3", "p4"]


def test_a_broken_line_in_the_middle_is_told_not_skipped(tmp_path):
    finish(tmp_path, problems(3), FakeProver())
    lines = (tmp_path / "results.jsonl").read_text().splitlines()
    (tmp_path / "results.jsonl").write_text("\n".join([lines[0], lines[1][:50], lines[2]]) + "\n")
    with pytest.raises(RunError, match=r"results\.jsonl:2: not a result"):
        begin_run(tmp_path, problems(3))


def test_reading_a_run_under_way_leaves_it_as_it_is(tmp_path):
    finish(tmp_path, problems(2), FakeProver())
    with (tmp_path / "results.jsonl").open("ab") as file:
        file.write(b'{"name": "p')
    content = (tmp_path / "results.jsonl").read_bytes()
    assert names(tmp_path) == ["p0", "p1"]
    assert (tmp_path / "results.jsonl").read_bytes() == content


KILLED = """
import asyncio, sys
from pathlib import Path
from fakes import FakeProver, begin_run, open_run, problems
from benchmarks.run.runner import run
todo = problems(30)
with open_run(Path(sys.argv[1]), todo) as folder:
    asyncio.run(run(todo, FakeProver(pause=lambda name: 0.02), folder, workers=2))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_run_loses_only_what_was_in_flight(tmp_path):
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(Path(__file__).parent)])}
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], env=env)
    deadline = time.monotonic() + 60
    while not (tmp_path / "results.jsonl").exists() or (tmp_path / "results.jsonl").read_bytes().count(b"\n") < 5:
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = names(tmp_path)
    assert 5 <= len(done) < 30
    prover = FakeProver()
    summary = finish(tmp_path, problems(30), prover)
    assert set(prover.asked).isdisjoint(done) and len(prover.asked) == 30 - len(done)
    assert (summary.done, summary.solved, summary.complete) == (30, 30, True)
    assert {p.name for p in (tmp_path / "proofs").iterdir()} == {f"p{i}.lean" for i in range(30)}


def test_when_cancelled_finished_results_and_the_summary_stay(tmp_path):
    todo = problems(4)
    prover = FakeProver(pause=lambda name: 60 if name == "p2" else 0)

    async def cancelled() -> None:
        with open_run(tmp_path, todo) as folder:
            task = asyncio.create_task(run(todo, prover, folder))
            while "p2" not in prover.asked:
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(cancelled())
    assert names(tmp_path) == ["p0", "p1"]
    summary = Summary.model_validate_json((tmp_path / "summary.json").read_bytes())
    assert (summary.done, summary.total, summary.complete) == (2, 4, False)
    assert prover.running == 0
    assert finish(tmp_path, todo, FakeProver()).complete


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"policy": ["hf:x"]}, "policy: portfolio there, hf:x now"),
        ({"split": "test"}, "split: valid there, test now"),
        ({"mode": "i2f"}, "mode: f2f there"),
        ({"limits": Limits(time_limit=6, max_expansions=7)}, "time-limit: 5.0 there, 6.0 now"),
        ({"limits": Limits(time_limit=5, max_expansions=3)}, "max-expansions: 7 there, 3 now"),
        ({"search": "mcts"}, "search: best-first there, mcts now"),
        ({"seed": 5}, "seed: 0 there, 5 now"),
        ({"lean": "native"}, "lean: embedded there, native now"),
    ],
)
def test_a_folder_of_a_different_run_is_refused(tmp_path, changes, said):
    finish(tmp_path, problems(2), FakeProver())
    before = (tmp_path / "config.json").read_bytes()
    with pytest.raises(RunError, match="holds a different run") as caught:
        begin_run(tmp_path, problems(2), **changes)
    assert said in str(caught.value)
    assert (tmp_path / "config.json").read_bytes() == before


def test_changed_data_and_changed_lean_sources_are_refused(tmp_path):
    finish(tmp_path, problems(2), FakeProver())
    hashes = begin_run(tmp_path, problems(2)).config.hashes
    for field, said in (("data", "the data file has changed"), ("lean", "proof server or the prelude has changed")):
        with pytest.raises(RunError, match=said):
            begin_run(tmp_path, problems(2), hashes=hashes.model_copy(update={field: "other"}))


def test_a_run_may_be_extended_but_not_narrowed(tmp_path):
    finish(tmp_path, problems(2), FakeProver())
    prover = FakeProver()
    assert finish(tmp_path, problems(4), prover).done == 4
    assert prover.asked == ["p2", "p3"]
    with pytest.raises(RunError, match="1 of its problems are not selected now, such as p3"):
        begin_run(tmp_path, problems(3))


def test_sessions_are_kept_and_changed_python_code_is_told(tmp_path):
    with open_run(tmp_path, problems(2)) as folder:
        assert folder.code_changes() is None
        session = folder.config.sessions[0]
    changed = session.model_copy(update={"hashes": session.hashes.model_copy(update={"python": "other"}), "workers": 9})
    with open_run(tmp_path, problems(2), sessions=[changed]) as folder:
        assert [s.workers for s in folder.config.sessions] == [1, 9]
        assert "Python code has changed" in folder.code_changes()


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path):
    (tmp_path / "thesis.tex").write_text("x")
    with pytest.raises(RunError, match="not empty and no run .it holds thesis.tex"):
        begin_run(tmp_path, problems(1))
    with pytest.raises(RunError, match="is a file"):
        begin_run(tmp_path / "thesis.tex", problems(1))
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.tex"]


def test_two_writers_are_refused(tmp_path):
    with open_run(tmp_path, problems(1)):
        with pytest.raises(RunError, match="another process is writing"):
            begin_run(tmp_path, problems(1))
    begin_run(tmp_path, problems(1))


def test_an_unexpected_exception_costs_one_theorem(tmp_path, caplog):
    summary = finish(tmp_path, problems(3), FakeProver({"p1": ZeroDivisionError("oops")}))
    result = read_results(tmp_path / "results.jsonl")["p1", 0]
    assert (result.status, result.error_kind, result.error) == ("error", "internal", "ZeroDivisionError: oops")
    assert (summary.solved, summary.errors, summary.groups[1].errors) == (2, {"internal": 1}, 1)
    assert "nobody expected" in caplog.text


class WithWords(FakeProver):
    """As in mode ``i2f``: takes words and a recorder, in which it searches for a hole."""

    async def prove(self, theorem, *, name, recorder, **options):
        with recorder.search("0_0"):
            return await super().prove(theorem, name=name, **options)


@pytest.mark.parametrize("mode", ["f2f", "i2f"])
@pytest.mark.parametrize(
    "raised",
    [OSError(errno.EMFILE, "Too many open files"), ConnectionResetError("reset by peer"), OSError(errno.ENOSPC, "full")],
)
def test_an_operating_system_error_while_proving_is_no_trouble_of_the_run_folder(tmp_path, mode, raised):
    prover = {"f2f": FakeProver, "i2f": WithWords}[mode]({"p1": raised})
    summary = finish(tmp_path, problems(3), prover, mode=mode)
    result = read_results(tmp_path / "results.jsonl")["p1", 0]
    assert (result.error_kind, result.error) == ("internal", f"{type(raised).__name__}: {raised}")
    assert (summary.solved, summary.errors) == (2, {"internal": 1})


@pytest.mark.parametrize("mode", ["f2f", "i2f"])
def test_lean_is_asked_for_the_theorem_s_name_and_the_run_tells_the_problem_s(tmp_path, mode):
    first = problems(1)[0]
    todo = [first.model_copy(update={"name": "set/1", "theorem": None}), first.model_copy(update={"name": "set/2"})]
    prover = {"f2f": FakeProver, "i2f": WithWords}[mode]({None: proved("p0")})
    finish(tmp_path, todo, prover, mode=mode)
    assert prover.asked == [None, "p0"]
    assert names(tmp_path) == ["set/1", "set/2"]
    assert {row.name for row in read_results(tmp_path / "results.jsonl").values()} == {"p0"}
    if mode == "i2f":
        assert [options["theorem"].theorem for options in prover.options] == [None, None]


@pytest.mark.parametrize("part", ["words", "0_0"])
def test_a_stream_of_words_that_cannot_be_written_stops_the_run(tmp_path, part):
    with open_run(tmp_path, problems(2), mode="i2f") as folder:
        folder.events_path("p1", 0, part).mkdir()
        with pytest.raises(RunError, match="cannot be written: Is a directory"):
            asyncio.run(run(problems(2), WithWords(), folder))
    assert names(tmp_path) == ["p0"]


def test_what_broke_for_a_reason_not_its_own_is_tried_again(tmp_path):
    answers = {"p0": error("p0", "policy", "server down"), "p1": error("p1", "statement", "no"), "p2": failed("p2")}
    assert finish(tmp_path, problems(4), FakeProver(answers)).errors == {"policy": 1}
    again = FakeProver()
    summary = finish(tmp_path, problems(4), again)
    assert again.asked == ["p0"]
    assert (summary.solved, summary.errors, summary.done) == (2, {}, 4)
    assert names(tmp_path) == ["p1", "p2", "p3", "p0"]


def test_a_run_in_which_everything_breaks_stops_and_says_why(tmp_path):
    prover = FakeProver({p.name: error(p.name, "policy", "connection refused") for p in problems(50)})
    with pytest.raises(RunError, match="connection refused") as caught:
        finish(tmp_path, problems(50), prover, workers=2)
    assert "run the same command again" in str(caught.value)
    assert len(prover.asked) < 12


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_result_that_cannot_be_written_stops_the_run_and_leaves_whole_lines(tmp_path, monkeypatch, number):
    def fsync(handle: int) -> None:
        if (tmp_path / "results.jsonl").exists() and (tmp_path / "results.jsonl").read_bytes().count(b"\n") >= 3:
            raise OSError(number, os.strerror(number))

    with open_run(tmp_path, problems(9)) as folder:
        monkeypatch.setattr(run_folder.os, "fsync", fsync)
        with pytest.raises(RunError, match="no space left" if number == errno.ENOSPC else "cannot be written"):
            asyncio.run(run(problems(9), FakeProver({p.name: failed(p.name) for p in problems(9)}), folder))
        monkeypatch.undo()
    assert names(tmp_path) == ["p0", "p1"]
    assert finish(tmp_path, problems(9), FakeProver()).complete


def test_the_observer_is_told_of_every_theorem_once(tmp_path):
    told: list[tuple[str, str]] = []

    class Listening(Observer):
        def begun(self, flight):
            told.append(("begun", flight.problem.name))

        def ended(self, flight, result):
            told.append((result.status, flight.problem.name))

    with open_run(tmp_path, problems(2)) as folder:
        prover = FakeProver({"p1": failed("p1")})
        asyncio.run(run(problems(2), prover, folder, observer=Listening()))
        assert write_summary(folder).done == 2
    assert told == [("begun", "p0"), ("proved", "p0"), ("begun", "p1"), ("failed", "p1")]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200), unique=True, max_size=8))
def test_names_become_file_names_of_their_own_in_the_folder(names):
    files = [file_name(name) for name in names]
    assert len(set(files)) == len(names)
    for file in files:
        assert Path("folder", f"{file}.lean").parent == Path("folder")
        assert len(file.encode()) <= 200
        assert not file.startswith(".")
        assert not set(file) & set('/\\:*?"<>|\0\n')
