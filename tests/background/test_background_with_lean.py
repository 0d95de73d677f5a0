"""The real server: one for the module, in a folder of its own, with real Lean and the shipped model."""

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
from background_serving import until

from prover.background import lifecycle
from prover.background.server_folder import UNIX, ServerFolder
from search import read_events

pytestmark = [pytest.mark.lean, pytest.mark.model, pytest.mark.skipif(not UNIX, reason="looks at processes as on Unix")]
ROOT = Path(__file__).resolve().parents[2]
HARD = "theorem t (a b c n : ℕ) (h : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n"


@pytest.fixture(scope="module")
def env(tmp_path_factory):
    folder = tmp_path_factory.mktemp("s")
    env = {key: value for key, value in os.environ.items() if key != "PROVER_NO_SERVER"}
    env |= {"PROVER_RUNTIME": str(folder), "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    started = run(env, "up")
    assert started.returncode == 0, started.stderr
    assert "policy default, 1 worker" in started.stdout and str(folder / "server.log") in started.stdout
    yield env
    place = ServerFolder(folder)
    lean = leans(place)
    assert run(env, "down").stdout.startswith("ended: the background server")
    assert not psutil.wait_procs(lean, timeout=10)[1], "its Lean processes end with it"
    assert run(env, "down").stdout == "no background server runs\n"


@pytest.fixture
def place(env):
    return ServerFolder(Path(env["PROVER_RUNTIME"]))


def run(env, *arguments):
    command = [sys.executable, "-m", "prover.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=env, timeout=500)


def leans(place):
    """The Lean processes of the server that runs."""
    record = place.read()
    return [child for child in psutil.Process(record.pid).children() if Path(child.exe()).name.startswith("node")]


def test_a_proof_comes_through_the_server_as_it_comes_without(env, place, tmp_path):
    events = tmp_path / "e.jsonl"
    done = run(env, "prove", "theorem t (a b : ℕ) : a + b = b + a", "--json", "--events", events)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert (found["status"], found["reading"], found["policy"]) == ("proved", "exact", "default")
    assert found["lean"]["backend"] == "embedded" and "theorem t" in found["proof"]
    assert [event.kind for event in read_events(events)][-1] == "search_ended"
    bad = run(env, "prove", "theorem t (a : ℕ) : a = undefined_thing")
    assert bad.returncode == 2 and "undefined_thing" in bad.stderr
    assert lifecycle.status(place)["proofs_asked"] == 2


def test_every_check_has_a_lean_process_of_its_own(env, place, tmp_path):
    (tmp_path / "good.lean").write_text("theorem t : 1 + 1 = 2 := by decide\n")
    (tmp_path / "bad.lean").write_text("axiom no : False\ntheorem t : 1 + 1 = 3 := no.elim\n")
    until(lambda: lifecycle.status(place)["fresh"], 120)
    before = leans(place)
    both = run(env, "check", tmp_path / "good.lean", tmp_path / "bad.lean", "--json")
    assert both.returncode == 1, both.stderr
    assert [row["accepted"] for row in json.loads(both.stdout)] == [True, False]
    gone, left = psutil.wait_procs(before, timeout=10)
    assert (len(gone), len(left)) == (1, 1), "the one that checked ended, the one that searches did not"
    until(lambda: len(leans(place)) == 2)  # the next one is on its way


def test_a_second_up_finds_it_and_doctor_tells_of_it(env, place):
    again = run(env, "up", "--policy", "portfolio", "--workers", 2)
    assert again.returncode == 0
    assert again.stdout.startswith(f"running already: process {place.read().pid}, policy default, 1 worker")


def test_ctrl_c_gives_the_search_up_and_the_server_goes_on(env, place):
    process = subprocess.Popen([sys.executable, "-m", "prover.cli", "prove", HARD], env=env, stderr=subprocess.PIPE)
    until(lambda: lifecycle.status(place)["running"] == 1, 60)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode == 130
    until(lambda: lifecycle.status(place)["running"] == 0, 60)
    assert run(env, "prove", "theorem t : 2 + 2 = 4", "--json").returncode == 0
