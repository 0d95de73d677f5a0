"""A theorem proved by way of ``prover serve`` in a process of its own, and the server killed while it is asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("torch")

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.lean, pytest.mark.model]
THEOREM = "theorem t (m n : ℕ) (h : m < n) : m + 1 ≤ n"
HARD = "theorem t (n : ℕ) (h : 2 < n) : ∃ p q, Nat.Prime p ∧ Nat.Prime q ∧ 2 * n = p + q"


def start(*arguments: object) -> subprocess.Popen:
    command = [sys.executable, "-c", "from prover.cli import app; app(prog_name='prover')", *map(str, arguments)]
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, encoding="utf-8", cwd=ROOT, env=env)


def asked(events: Path) -> bool:
    return events.exists() and '"node_selected"' in events.read_text(encoding="utf-8")


def test_a_served_model_proves_and_its_death_is_told(serve, tmp_path):
    server = serve("smollm2", "--port", 0)
    proving = start("prove", THEOREM, "--policy", server.policy, "--json")
    out, said = proving.communicate(timeout=600)
    assert proving.returncode == 0, said
    result = json.loads(out)
    assert (result["status"], result["tactics"], result["sources"]) == ("proved", ["omega"], [server.policy])

    events = tmp_path / "events.jsonl"
    both = ["--policy", "portfolio", "--policy", f"{server.policy}?n=64&max_new_tokens=400&retries=1"]
    proving = start("prove", HARD, *both, "--json", "--events", events, "--time-limit", 300)
    while not asked(events):
        assert proving.poll() is None, proving.communicate()
        time.sleep(0.02)
    server.end()
    out, said = proving.communicate(timeout=600)
    assert proving.returncode == 1
    assert "prover: not proved: policy 'openai:" in said and "is down or does not answer" in said
    assert "Traceback" not in said
    result = json.loads(out)
    assert (result["status"], result["error_kind"], result["ended"]) == ("error", "policy", "error")
    assert "is down" in result["error"] and result["expansions"] >= 1 and result["nodes"] >= 1
    last = json.loads(events.read_text(encoding="utf-8").splitlines()[-1])
    assert (last["kind"], last["reason"]) == ("search_ended", "error")
