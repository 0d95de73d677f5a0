"""The audit from the command line, on a benchmark and a data set of a few lines."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path

import pytest
from fakes import failed, proved
from typer import Typer
from typer.testing import CliRunner

from benchmarks.data.problem import Problem
from benchmarks.measure.audit.__main__ import audit as command
from benchmarks.run.results import BenchmarkResult
from search import Budget
from search.events import NodeCreated, SearchStarted
from search.log import EventWriter

ROWS = [
    {"name": "one", "split": "valid", "formal_statement": "theorem one (a b : ℕ) (h : a + 3 * b = 10) : 2 * a + 6 * b = 20 := sorry",
     "informal_stmt": "If a plus three b is ten, what is two a plus six b?"},
    {"name": "two", "split": "test", "formal_statement": "theorem two (n : ℕ) : n ^ 2 % 4 = 0 ∨ n ^ 2 % 4 = 1 := by"},
]  # fmt: skip

app = Typer()
app.command()(command)


def invoke(*arguments: object):
    return CliRunner().invoke(app, list(map(str, arguments)))


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    file = tmp_path / "bench.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return file


@pytest.fixture
def train(tmp_path: Path) -> Path:
    file = tmp_path / "train.jsonl"
    file.write_text(
        json.dumps({"name": "copied", "state": "x y : ℕ\nk : x + 3 * y = 10\n⊢ 2 * x + 6 * y = 20"}) + "\n", encoding="utf-8"
    )
    return file


def write_run(folder: Path, names: str = "one two") -> Path:
    (folder / "events").mkdir(parents=True)
    with (folder / "results.jsonl").open("w", encoding="utf-8") as file:
        for name in names.split():
            problem = Problem(id=name, name=name, split="valid", source="toy", statement="")
            answer = (proved if name == "one" else failed)(name)
            file.write(BenchmarkResult.of("toy", problem, answer, datetime.now(timezone.utc)).model_dump_json() + "\n")
    return folder


def test_it_lists_hits_and_rates_and_writes_all_of_it(bench, train, tmp_path):
    out = tmp_path / "some" / "audit.json"
    told = invoke("--train", train, "--data", bench, "--run", write_run(tmp_path / "run"), "--n", 8, "--out", out, "--markdown")
    assert told.exit_code == 0, told.output
    lines = told.stdout.splitlines()
    assert any(line.startswith("| statement, up to names | 1 of 1 | 0 of 1 | 1 |") for line in lines)
    assert any(line.startswith("| statement, up to names | run | 1 of 1 (100 %) | 0 of 1 (0 %) | 1 |") for line in lines)
    assert any(line.startswith("| one | valid | statement, up to names |") and "copied (train.jsonl)" in line for line in lines)
    found = json.loads(out.read_text("utf-8"))
    assert found["problems"] == {"valid": 1, "test": 1}
    assert [finding["n"] for finding in found["findings"]] == [None, None, 8, 8, 8, 8]


def test_a_run_tells_how_lean_printed_the_statements(bench, tmp_path):
    folder = write_run(tmp_path / "run")
    with EventWriter(folder / "events" / "two.jsonl.zst") as log:
        log(SearchStarted(seq=0, t=0.0, policy="none", budget=Budget(), info={}))
        log(NodeCreated(seq=1, t=0.0, node=0, key="k", goals=["m : ℕ\n⊢ m ^ 2 % 4 = 0 ∨ otherwise"]))
        log(NodeCreated(seq=2, t=0.0, node=1, key="l", goals=["⊢ True"], parent=0, tactic="simp"))
    train = tmp_path / "states.jsonl"
    train.write_text(json.dumps("k : ℕ\n⊢ k ^ 2 % 4 = 0 ∨ otherwise") + "\n" + json.dumps("⊢ True") + "\n", encoding="utf-8")
    told = invoke("--train", train, "--data", bench, "--run", folder, "--json")
    found = json.loads(told.stdout)
    assert found["printed"] == 1
    assert [hit["problem"] for hit in found["findings"][0]["hits"]] == ["two"]
    (folder / "events" / "two.jsonl.zst").write_bytes(b"damaged")
    told = invoke("--train", train, "--data", bench, "--run", folder)
    assert told.exit_code == 2 and "two.jsonl.zst: cannot be read" in told.stderr


def test_json_and_tables_for_people(bench, train):
    told = invoke("--train", train, "--data", bench, "--split", "test", "--json")
    assert told.exit_code == 0 and json.loads(told.stdout)["problems"] == {"test": 1}
    told = invoke("--train", train, "--data", bench)
    assert told.exit_code == 0 and "copied" in told.stdout and "solved" not in told.stdout


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--bench", "other"], "there is minif2f"),
        (["--split", "train"], "valid, test and all"),
        (["--train-splits", "dev", "--train", "."], "no split 'dev'"),
        (["--run", "."], "no run"),
        (["--run", "run"], "a run on other problems: 'three'"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(bench, train, tmp_path, monkeypatch, arguments, reason):
    monkeypatch.chdir(tmp_path)
    write_run(tmp_path / "run", "one three")
    told = invoke("--train", train, "--data", bench, *arguments)
    assert told.exit_code == 2
    assert reason in told.stderr and len(told.stderr.strip().splitlines()) == 1
