"""Whole runs in processes of their own, with real Lean and the shipped model: killed, resumed, repeated."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from benchmarks.run.results import read_results
from search import Event, read_events

ROOT = Path(__file__).resolve().parents[2]

STATEMENTS = {
    "sum": "theorem sum (a b : ℕ) : a + b = b + a",
    "linear": "theorem linear (x y : ℝ) (h : x + y = 3) (k : x - y = 1) : x = 2",
    "witness": "theorem witness (n : ℕ) (h : ∃ k, n = 2 * k) : n * n % 4 = 0",
    "nonsense": "theorem nonsense : nothing_like_this = 1",
    "and_or": "theorem and_or (p q r : Prop) (h : p ∧ (q ∨ r)) : (p ∧ q) ∨ (p ∧ r)",
    "mod": "theorem mod (n : ℕ) (h : n % 12 = 7) : n % 4 = 3",
}


def start(data: Path, out: Path) -> subprocess.Popen:
    options = [
        "--policy",
        "portfolio?only=generic,logic,implications,rewriting",  # nothing is computed beside Lean, which has its own pace
        "--time-limit",
        "inf",
        "--max-expansions",
        "6",
        "--max-tactics",
        "60",
        "--workers",
        "1",
        "--no-check",
    ]
    return subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from prover.cli import app; app()",
            "bench",
            "minif2f",
            "--data",
            str(data),
            "--out",
            str(out),
            *options,
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def finish(data: Path, out: Path) -> None:
    process = start(data, out)
    _, said = process.communicate(timeout=600)
    assert process.returncode == 0, said


def told(path: Path) -> list[dict[str, Any]]:
    """A search's events without the times."""

    def timeless(event: Event) -> dict[str, Any]:
        fields = event.model_dump(mode="json", exclude={"t", "seconds"})
        if event.kind == "search_ended":
            fields["usage"] = {key: value for key, value in fields["usage"].items() if not key.startswith("seconds")}
        return fields

    return [timeless(event) for event in read_events(path)]


@pytest.mark.lean
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_run_killed_and_resumed_comes_to_the_same_as_an_undisturbed_one_event_by_event(tmp_path):
    data = tmp_path / "d.jsonl"
    data.write_text(
        "\n".join(json.dumps({"name": n, "split": "valid", "formal_statement": f"{t} := sorry"}) for n, t in STATEMENTS.items())
    )
    finish(data, tmp_path / "calm")

    process = start(data, tmp_path / "killed")
    lines = tmp_path / "killed/results.jsonl"
    deadline = time.monotonic() + 300
    while not lines.exists() or lines.read_bytes().count(b"\n") < 2:
        assert process.poll() is None and time.monotonic() < deadline, process.stderr.read()
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert 2 <= len(read_results(lines)) < len(STATEMENTS)
    finish(data, tmp_path / "killed")

    assert sorted(json.loads(line)["problem"] for line in lines.read_text().splitlines()) == sorted(STATEMENTS)
    varying = {"seconds", "started", "finished"}
    calm, killed = (
        {key: row.model_dump(exclude=varying) for key, row in read_results(tmp_path / run / "results.jsonl").items()}
        for run in ("calm", "killed")
    )
    assert killed == calm
    assert {name for (name, _), row in calm.items() if row["status"] == "proved"} == set(STATEMENTS) - {"nonsense"}
    for name in set(STATEMENTS) - {"nonsense"}:
        assert told(tmp_path / f"killed/events/{name}.jsonl.zst") == told(tmp_path / f"calm/events/{name}.jsonl.zst")
