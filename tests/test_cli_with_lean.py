"""The command line with real Lean: most over the session's Lean, one test in processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from typer.testing import CliRunner

from prover.cli import app

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.lean


def invoke(*arguments: object):
    return CliRunner().invoke(app, [str(a) for a in arguments])


def run_program(*arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", "from prover.cli import app; app(prog_name='prover')", *arguments]
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, timeout=500, env=env)


def test_nonsense_is_exit_2_with_lean_s_message(over_session):
    result = invoke("prove", "theorem t (a : ℕ) : a = undefined_thing")
    assert result.exit_code == 2 and "undefined_thing" in result.stderr
    result = invoke("prove", "theorem t : := (")
    assert result.exit_code == 2 and "error" in result.stderr


def test_a_false_statement_is_exit_1_within_its_limit(over_session):
    begun = time.monotonic()
    result = invoke("prove", "theorem t (f : ℕ → ℕ) (a b : ℕ) : f (a + b) = f a + b", "--time-limit", 4)
    assert result.exit_code == 1
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(
    ("source", "code", "said"),
    [
        ("theorem t : 1 + 1 = 2 := by decide", 0, "accepted"),
        ("theorem t : 1 + 1 = 3 := by sorry", 1, "sorry"),
        ("axiom cheat : False\ntheorem t : 1 + 1 = 3 := cheat.elim", 1, "cheat"),
        ("theorem t : 1 + 1 = 3 := by decide", 1, "refused"),
        ("def x := 1", 2, "bad input"),
    ],
)
def test_check_judges_a_file(over_session, tmp_path, source, code, said):
    (tmp_path / "F.lean").write_text(source + "\n", encoding="utf-8")
    result = invoke("check", tmp_path / "F.lean")
    assert said in result.stdout
    assert result.exit_code == code


def test_a_changed_statement_is_refused(over_session, tmp_path):
    (tmp_path / "F.lean").write_text("theorem t (a : ℕ) (h : a = 1) : a < 3 := by omega\n", encoding="utf-8")
    (tmp_path / "same.lean").write_text("theorem t (a : ℕ) (h : a = 1) : a < 3 := sorry\n", encoding="utf-8")
    (tmp_path / "other.lean").write_text("theorem t (a : ℕ) : a < 3 := sorry\n", encoding="utf-8")
    assert invoke("check", tmp_path / "F.lean", "--statement", tmp_path / "same.lean").exit_code == 0
    assert invoke("check", tmp_path / "F.lean", "--statement", tmp_path / "other.lean").exit_code == 1


def test_a_run_s_proofs_pass_the_check(over_session, tmp_path):
    rows = [
        {"name": "p", "split": "valid", "formal_statement": "theorem p (x y : ℝ) (h : x = y + 1) : x - 1 = y := by\n  sorry"},
        {"name": "q", "split": "valid", "formal_statement": "theorem q (n : ℕ) : n = n + 1 := by\n  sorry"},
        {"name": "r", "split": "valid", "formal_statement": "theorem r : no_such_thing := by\n  sorry"},
    ]
    (tmp_path / "d.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    result = invoke("bench", "minif2f", "--data", tmp_path / "d.jsonl", "--out", tmp_path / "x", "-t", 10, "-w", 1)
    assert result.exit_code == 0
    summary = json.loads((tmp_path / "x/summary.json").read_text())
    assert (summary["readings"], summary["disproved"]) == ({"generalized": 1}, 1)
    assert [u["problem"] for u in summary["unsupported"]] == ["r"]
    assert invoke("check", tmp_path / "x/proofs").exit_code == 0
    assert [json.loads(line)["accepted"] for line in (tmp_path / "x/checked.jsonl").read_text().splitlines()] == [True]
    result = invoke("check", tmp_path / "x", "--json")
    assert (result.exit_code, json.loads(result.stdout)["accepted"]) == (0, 1), result.stdout
    rows = (tmp_path / "x/results.jsonl").read_text(encoding="utf-8")
    (tmp_path / "x/results.jsonl").write_text(rows.replace("x - 1 = y", "x - 1 = x"), encoding="utf-8")
    result = invoke("check", tmp_path / "x")
    assert result.exit_code == 1 and "p: the recorded statement is not that of the data set" in result.stdout


def test_the_whole_way_in_processes_of_their_own(tmp_path):
    out, theorem = str(tmp_path / "proof.lean"), "theorem t (p q r : Prop) (h : p ∧ (q ∨ r)) : (p ∧ q) ∨ (p ∧ r)"
    done = run_program("prove", theorem, "-p", "portfolio", "--json", "--out", out)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["name"], found["status"], found["reading"]) == ("t", "proved", "exact")
    assert found["lean"]["backend"] == "embedded" and found["lean"]["version"].startswith("4.28.0")
    assert Path(out).read_text(encoding="utf-8") == found["proof"]
    checked = run_program("check", out, "--json")
    assert checked.returncode == 0, checked.stderr
    verdict = json.loads(checked.stdout)
    assert verdict["accepted"] and set(verdict["axioms"]) <= {"propext", "Quot.sound", "Classical.choice"}


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes and signals as on Linux")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_no_process_is_left_behind(tmp_path, note_fault, number, code):
    """Interrupted, the program cleans up; killed outright, its Lean dies with it, whatever it was doing."""
    hard = "theorem t (a b c n : ℕ) (h : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n"
    events = tmp_path / "events.jsonl"
    command = [
        sys.executable,
        "-c",
        "from prover.cli import app; app()",
        "prove",
        hard,
        "-p",
        "portfolio",
        "--events",
        str(events),
    ]
    program = psutil.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 300
    while not (events.exists() and "search_started" in events.read_text()):  # Lean is up and judging tactics
        assert time.monotonic() < deadline and program.poll() is None
        time.sleep(0.2)
    lean = program.children(recursive=True)
    assert any(Path(process.exe()).name.startswith("node") for process in lean)
    program.send_signal(number)
    begun = time.monotonic()
    _, said = program.communicate(timeout=30)
    assert program.returncode == code and b"Traceback" not in said
    gone, alive = psutil.wait_procs(lean, timeout=10)
    assert not alive
    seen = f"exit code {code}" + (", 'prover: interrupted'" if b"interrupted" in said else "")
    note_fault(f"the program: {number.name} in the middle of a search", seen, "the events so far", time.monotonic() - begun)
