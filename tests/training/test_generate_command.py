"""``prover data generate`` and ``prover data harvest``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from typer.testing import CliRunner

from prover.cli import app
from prover.training.shards import Manifest
from prover.training.traces import ProofStep, Trace, read_traces


def invoke(*arguments: object):
    return CliRunner().invoke(app, ["data", *map(str, arguments)])


def test_a_family_that_is_none(tmp_path: Path) -> None:
    result = invoke("generate", "--families", "tautology,nonsense", "--out", tmp_path / "d")
    assert result.exit_code == 2 and "no family or area 'nonsense'" in result.output and "tautology" in result.output


def test_harvest_makes_a_dataset_of_traces(tmp_path: Path) -> None:
    trace = Trace("t", "g", "search:family", "theorem t (n : ℕ) : n = n", (ProofStep("n : ℕ\n⊢ n = n", "rfl"),))
    (tmp_path / "traces.jsonl").write_text(json.dumps(asdict(trace)) + "\n")
    result = invoke("harvest", tmp_path / "traces.jsonl", "--out", tmp_path / "d", "--renamings", 0)
    assert result.exit_code == 0 and str(tmp_path / "d") in result.output.replace("\n", "")
    assert (
        Manifest.load(tmp_path / "d").records("train", ["tactic"]) + Manifest.load(tmp_path / "d").records("val", ["tactic"])
        == 1
    )


def test_a_run_on_the_benchmark_is_no_training_data(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"benchmark": "minif2f"}')
    result = invoke("harvest", tmp_path, "--out", tmp_path / "d")
    assert result.exit_code == 2 and "not training data" in result.output and not (tmp_path / "d").exists()


def test_a_file_that_is_absent(tmp_path: Path) -> None:
    result = invoke("harvest", tmp_path / "absent.jsonl", "--out", tmp_path / "d")
    assert result.exit_code == 2 and "absent.jsonl" in result.output and "Traceback" not in result.output


@pytest.mark.lean
@pytest.mark.network
def test_generated_statements_are_proved_once(tmp_path: Path, async_prover: object) -> None:
    arguments = (
        "generate",
        "--families",
        "tautology,term_proofs",
        "-n",
        2,
        "--workers",
        1,
        "--renamings",
        1,
        "--out",
        tmp_path,
    )
    result = invoke(*arguments)
    assert result.exit_code == 0, result.output
    traces = list(read_traces(tmp_path / "traces.jsonl"))
    assert len(traces) >= 3 and sum(trace.proved for trace in traces) >= len(traces) - 1
    before = (tmp_path / "traces.jsonl").read_bytes()
    again = invoke(*arguments)
    assert again.exit_code == 0 and f"{len(traces)} of {len(traces)} are done" in again.output
    assert (tmp_path / "traces.jsonl").read_bytes() == before
