"""A run's proofs checked again: at its end, after a resumption, and against its data set; with checks that need no Lean."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from fakes import FakeProver, failed, open_run, problems
from typer.testing import CliRunner

from benchmarks.report.load import load_run
from benchmarks.report.numbers import numbers
from benchmarks.run.recorded import RecordedRun
from benchmarks.run.results import Checked, digest, read_checked, read_results
from benchmarks.run.run_folder import read_config
from benchmarks.run.runner import run, write_summary
from benchmarks.run.verify import unverified, verify
from prover.cli import app, common
from prover.result import CheckResult


class Checking:
    """Accepts every proof that says ``trivial`` and is checked against the statement it repeats."""

    def __init__(self, workers: int = 1, refuse: tuple[str, ...] = (), reason: str = "the proof uses 'sorry'") -> None:
        self.workers, self.refuse, self.reason = workers, refuse, reason
        self.asked: list[str] = []

    def __call__(self, *_, **__):
        return self

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def check(self, source, *, name=None, statement=None, imports=None, own_notation=False) -> CheckResult:
        self.asked.append(name)
        if name in self.refuse:
            return CheckResult(name=name, accepted=False, reason=self.reason, messages=["1:2: error: no"])
        if statement is not None and statement.split(":= sorry")[0].split()[-3:] != source.split(":= by")[0].split()[-3:]:
            return CheckResult(name=name, accepted=False, reason="the theorem proved is not the one stated")
        if "trivial" not in source:
            return CheckResult(name=name or "", accepted=False, reason="Lean reports errors")
        return CheckResult(name=name or "", accepted=True, reading="exact")


def make(path: Path, count: int = 3, answers=None):
    todo = problems(count)
    with open_run(path, todo) as folder:
        asyncio.run(run(todo, FakeProver(answers), folder, measure_load=False))
    return todo


def check_again(path: Path, todo, checking: Checking):
    with open_run(path, todo) as folder:
        verdicts = asyncio.run(verify(folder, unverified(folder, todo), checking))
        return verdicts, write_summary(folder)


def test_every_proof_is_checked_once_and_again_only_when_it_or_its_statement_changed(tmp_path):
    todo = make(tmp_path, answers={"p1": failed("p1")})
    checking = Checking(workers=2)
    verdicts, summary = check_again(tmp_path, todo, checking)
    assert sorted(checking.asked) == ["p0", "p2"] and all(verdict.accepted for verdict in verdicts)
    assert (summary.solved, summary.refused) == (2, [])
    again = Checking()
    assert check_again(tmp_path, todo, again)[0] == [] and again.asked == []
    lines = (tmp_path / "results.jsonl").read_text().splitlines()
    row = json.loads(lines[0])
    row["proof"] += "-- edited\n"
    (tmp_path / "results.jsonl").write_text("\n".join([json.dumps(row), *lines[1:]]) + "\n")
    check_again(tmp_path, todo, again)
    assert again.asked == ["p0"]
    restated = [p.model_copy(update={"header": "open Int"}) if p.name == "p2" else p for p in todo]
    check_again(tmp_path, restated, again)
    assert again.asked == ["p0", "p2"]


def test_a_proof_refused_there_counts_nowhere_and_is_told_everywhere(tmp_path):
    todo = make(tmp_path)
    _, summary = check_again(tmp_path, todo, Checking(refuse=("p1",)))
    assert (summary.solved, summary.failed, summary.readings) == (2, 1, {"exact": 2})
    assert [one.problem for one in summary.refused] == ["p1"] and "uses 'sorry'" in summary.refused[0].reason
    row = read_results(tmp_path / "results.jsonl")["p1", 0]
    assert (row.status, row.error_kind, row.proved) == ("failed", "check", False)
    counted = numbers(load_run(tmp_path))
    assert counted.overall.solved == 2 and counted.unsolved == {"the final check refused the proof": 1}
    assert any("p1 does not count as solved" in note for note in counted.notes)
    view = RecordedRun(tmp_path).table()
    assert view["solved"] == 2
    assert [r["status"] for r in view["rows"]] == ["proved", "failed", "proved"] and "sorry" in view["rows"][1]["error"]
    assert sorted(path.name for path in (tmp_path / "proofs").iterdir()) == ["p0.lean", "p1.lean.refused", "p2.lean"]
    with open_run(tmp_path, todo) as folder:
        assert not folder.results["p1", 0].proved, "nor does it for a run that goes on"
        assert unverified(folder, todo) == []


def test_where_lean_was_lost_over_a_proof_it_is_checked_again_by_a_resumed_run(tmp_path):
    todo = make(tmp_path, count=2)
    lost = Checking(refuse=("p1",), reason="Lean was lost over the check: the Lean process ended (SIGKILL)")
    assert check_again(tmp_path, todo, lost)[1].solved == 1, "till then it does not count"
    again = Checking()
    _, summary = check_again(tmp_path, todo, again)
    assert again.asked == ["p1"] and (summary.solved, summary.refused) == (2, [])
    assert sorted(path.name for path in (tmp_path / "proofs").iterdir()) == ["p0.lean", "p1.lean"]
    assert read_results(tmp_path / "results.jsonl")["p1", 0].proved


def test_the_view_of_a_run_that_goes_on_sees_a_refusal_come(tmp_path):
    todo = make(tmp_path)
    view = RecordedRun(tmp_path)
    assert view.table()["solved"] == 3
    check_again(tmp_path, todo, Checking(refuse=("p0",)))
    assert view.table()["solved"] == 2


def test_a_verdict_on_another_proof_says_nothing_and_a_torn_line_costs_only_itself(tmp_path):
    todo = make(tmp_path, count=2)
    verdict = Checked(problem="p0", attempt=0, proof=digest("other"), against="x", accepted=False, reason="no")
    (tmp_path / "checked.jsonl").write_text(verdict.model_dump_json() + "\n" + '{"problem":"p1","att')
    assert read_results(tmp_path / "results.jsonl")["p0", 0].proved
    checking = Checking()
    check_again(tmp_path, todo, checking)
    assert sorted(checking.asked) == ["p0", "p1"]
    found = read_checked(tmp_path)
    assert {key: one.accepted for key, one in found.items()} == {("p0", 0): True, ("p1", 0): True}


# ------------------------------------------------------------------------------- the commands


@pytest.fixture
def bench(tmp_path, monkeypatch):
    """A run of ``prover bench`` on a file of three problems."""
    rows = [{"name": f"p{i}", "split": "valid", "formal_statement": f"theorem p{i} : True := sorry"} for i in range(3)]
    data = tmp_path / "d.jsonl"
    data.write_text("".join(json.dumps(row) + "\n" for row in rows))

    class Both(FakeProver, Checking):
        def __init__(self) -> None:
            FakeProver.__init__(self, {"p2": failed("p2").model_copy(update={"statement": "theorem p2 : True"})})
            Checking.__init__(self)
            self.checked: list[str] = []

        async def check(self, source, **options):
            self.checked.append(options.get("name"))
            return await Checking.check(self, source, **options)

    both = Both()
    monkeypatch.setattr(common, "open_prover", both)

    def command(*options):
        arguments = ["bench", data, "--policy", "portfolio", "--workers", 1, "--out", tmp_path / "x", *options]
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return tmp_path, both, command


def test_bench_checks_its_proofs_at_the_end_unless_told_not_to(bench):
    tmp_path, both, command = bench
    assert command("--no-check").exit_code == 0 and both.checked == []
    both.refuse = ("p1",)
    result = command("--json")
    assert result.exit_code == 0 and json.loads(result.stdout)["solved"] == 1
    assert both.checked == ["p0", "p1"] and "p1: the proof is refused" in result.stderr
    assert command().exit_code == 0 and both.checked == ["p0", "p1"], "a resumed run checks only what is new"


def recheck(path, *options):
    return CliRunner().invoke(app, ["check", str(path), *options])


def test_a_run_is_held_against_its_data_set(bench):
    tmp_path, both, command = bench
    command()
    both.checked.clear()
    result = recheck(tmp_path / "x", "--json")
    assert result.exit_code == 0, result.stdout
    found = json.loads(result.stdout)
    assert (found["recorded"], found["accepted"], found["troubles"], found["sound"]) == (2, 2, [], True)
    assert both.checked == ["p0", "p1"]
    text = recheck(tmp_path / "x")
    assert "accepted 2 of 2 proofs; nothing is wrong with it" in text.stdout


def edit(row: dict, **changes) -> bytes:
    return json.dumps({**row, **changes}).encode()


TAMPERING = {
    "proof edited": (lambda rows: [edit(rows[0], proof=rows[0]["proof"].replace("trivial", "sorry")), *rows[1:]],
                     ["p0: Lean reports errors", "p0: proofs/p0.lean is not the recorded proof"]),
    "statement edited": (lambda rows: [edit(rows[0], statement="theorem p0 : False"), *rows[1:]],
                         ["p0: the recorded statement is not that of the data set"]),
    "both edited": (lambda rows: [edit(rows[0], statement="theorem p0 : 0 = 0",
                                       proof="theorem p0 : 0 = 0 := by\n  trivial\n"), *rows[1:]],
                    ["p0: the theorem proved is not the one stated", "p0: the recorded statement is not"]),
    "a row made up": (lambda rows: [*rows, edit(rows[0], problem="p7", name="p7")], ["p7: no such problem in the data set"]),
    "a status flipped": (lambda rows: [*rows[:2], edit(rows[2], status="proved")], ["p2: said to be proved, without a proof"]),
    "flipped the other way": (lambda rows: [edit(rows[0], status="failed"), *rows[1:]], ["p0: said to be failed, with a proof"]),
    "a row twice": (lambda rows: [*rows, edit(rows[0])], ["results.jsonl:4: a second result of p0"]),
    "a line that is none": (lambda rows: [*rows, b"{}"], ["results.jsonl:4: not a result"]),
    "axioms edited": (lambda rows: [edit(rows[0], axioms=["sorryAx"]), *rows[1:]], ["p0: recorded as exact, resting on sorryAx"]),
    "reading edited": (lambda rows: [edit(rows[0], reading="mathlib"), *rows[1:]], ["p0: recorded as mathlib"]),
}  # fmt: skip


@pytest.mark.parametrize("kind", TAMPERING)
def test_a_result_tampered_with_is_told_with_its_reason(bench, kind):
    tmp_path, _, command = bench
    command()
    change, said = TAMPERING[kind]
    rows = [json.loads(line) for line in (tmp_path / "x/results.jsonl").read_text().splitlines()]
    lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in change(rows)]
    (tmp_path / "x/results.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    result = recheck(tmp_path / "x")
    assert result.exit_code == 1
    for text in said:
        assert text in result.stdout


def test_half_a_line_other_data_and_other_problems_are_told(bench):
    tmp_path, _, command = bench
    command()
    results = tmp_path / "x/results.jsonl"
    whole = results.read_bytes()
    results.write_bytes(whole + whole.splitlines()[0][:50])
    assert "results.jsonl:4: the last line is half-written" in recheck(tmp_path / "x").stdout
    results.write_bytes(whole)
    config = read_config(tmp_path / "x")
    (tmp_path / "x/config.json").write_text(config.model_copy(update={"problems": ["p0", "p2"]}).model_dump_json())
    result = recheck(tmp_path / "x")
    assert result.exit_code == 1 and "p1: not among the problems that the run was to do" in result.stdout
    (tmp_path / "x/config.json").write_text(config.model_dump_json())
    with (tmp_path / "d.jsonl").open("a") as data:
        data.write("\n")
    result = recheck(tmp_path / "x")
    assert result.exit_code == 1 and "the data set is not" in result.stdout
    (tmp_path / "d.jsonl").unlink()
    result = recheck(tmp_path / "x")
    assert result.exit_code == 2 and "no such file" in result.stderr


def test_runs_and_files_are_not_checked_by_one_command(bench):
    tmp_path, _, command = bench
    command()
    assert recheck(tmp_path / "x", str(tmp_path / "d.jsonl")).exit_code == 2
    assert recheck(tmp_path / "x", "--name", "p0").exit_code == 2
    assert recheck(tmp_path / "x/proofs").exit_code == 0, "the proofs alone are files as any"


@pytest.mark.parametrize(
    ("recorded", "text", "same"),
    [
        ("theorem statement : 1 = 1", "example : 1 = 1 := by sorry", True),
        ("def statement := 1 theorem statement1 : 1 = 1", "def statement := 1\nexample : 1 = 1", True),
        ("theorem statement : 1 = 1", "1 = 1", True),
        ("theorem statement2 : 1 = 1", "theorem statement1 : 1 = 1", False),
        ("theorem statement1 : 1 = 2", "example : 1 = 1", False),
    ],
)
def test_a_name_that_was_made_up_is_no_other_statement(recorded, text, same):
    from benchmarks.run.verify import _states

    assert _states(recorded, text) == same
