"""``prove`` and ``check`` with a background server there: used, not used and why, lost on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from background_serving import Serving, record_for, until
from typer.testing import CliRunner

from prover.background import client
from prover.background.server_folder import UNIX
from prover.cli import app, common
from prover.doctor import background_server
from prover.result import CheckResult, ProofResult

pytestmark = pytest.mark.skipif(not UNIX, reason="no Unix sockets")
ROOT = Path(__file__).resolve().parents[2]
HERE = ProofResult(name="t", statement="x", status="proved", proof="-- proved here\n")


class ProverHere:
    """What works where no server does."""

    workers = 1

    def __init__(self) -> None:
        self.opened = 0
        self.events = 0

    def __call__(self, *_, **__):
        self.opened += 1
        return self

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def prove(self, theorem, *, listeners=(), **_):
        return HERE

    async def check(self, source, **_):
        return CheckResult(name="here", accepted=True)


@pytest.fixture
def here(monkeypatch):
    prover = ProverHere()
    monkeypatch.setattr(common, "open_prover", prover)
    return prover


@pytest.fixture
def serving(loop_thread, tmp_path, monkeypatch):
    monkeypatch.delenv("PROVER_NO_SERVER")
    monkeypatch.setenv("PROVER_RUNTIME", str(tmp_path / "s"))
    with Serving(loop_thread, tmp_path / "s") as running:
        yield running


def invoke(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_prove_is_done_by_the_server_with_its_events(serving, here, tmp_path):
    result = invoke("prove", "theorem t : 1 = 1", "--events", tmp_path / "e.jsonl", "--json", "--seed", 4)
    assert result.exit_code == 0 and result.stderr == ""
    assert json.loads(result.stdout)["proof"] == "theorem t : 1 = 1 := by\n  rfl\n"
    kinds = [json.loads(line)["kind"] for line in (tmp_path / "e.jsonl").read_text().splitlines()]
    assert kinds == ["search_started", "node_created", "search_ended"]
    assert serving.work.asked[0][1]["seed"] == 4 and here.opened == 0


def test_check_is_done_by_the_server(serving, here, tmp_path):
    (tmp_path / "a.lean").write_text("theorem a : True := trivial")
    (tmp_path / "b.lean").write_text("theorem b : False := sorry")
    result = invoke("check", tmp_path / "a.lean", tmp_path / "b.lean", "--json")
    assert result.exit_code == 1 and here.opened == 0
    assert [row["accepted"] for row in json.loads(result.stdout)] == [True, False]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--policy", "portfolio"], "its policy is default"),
        (["--lean", "native"], "--lean native"),
        (["--no-server"], None),
    ],
)
def test_a_server_that_cannot_serve_is_left_out_and_the_reason_told(serving, here, options, said):
    result = invoke("prove", "x", *options)
    assert result.exit_code == 0 and "proved here" in result.stdout
    assert (said or "") in result.stderr and len(result.stderr.splitlines()) == (said is not None)
    assert serving.work.asked == []


def test_the_environment_turns_it_off(serving, here, monkeypatch):
    monkeypatch.setenv("PROVER_NO_SERVER", "1")
    assert "proved here" in invoke("prove", "x").stdout


def test_a_server_of_another_version_is_not_used(loop_thread, here, tmp_path, monkeypatch):
    monkeypatch.delenv("PROVER_NO_SERVER")
    monkeypatch.setenv("PROVER_RUNTIME", str(tmp_path / "s"))
    with Serving(loop_thread, tmp_path / "s", record=record_for(code="older")) as serving:
        result = invoke("prove", "x")
        assert "proved here" in result.stdout and "another version" in result.stderr
        (finding,) = background_server(serving.place)
        assert finding.status == "note" and "another version" in finding.detail
        assert serving.work.asked == []


def test_where_none_runs_nothing_is_said(here, tmp_path, monkeypatch):
    monkeypatch.delenv("PROVER_NO_SERVER")
    monkeypatch.setenv("PROVER_RUNTIME", str(tmp_path / "none"))
    result = invoke("prove", "x")
    assert (result.exit_code, result.stderr) == (0, "")
    assert invoke("down").stdout == "no background server runs\n"
    assert not (tmp_path / "none").exists()


def test_an_unknown_algorithm_is_exit_2_as_it_is_here(serving, here):
    result = invoke("prove", "x", "--search", "astar")
    assert result.exit_code == 2 and "astar" in result.stderr and here.opened == 0


@pytest.mark.parametrize("lost", ["break", "slow"])
def test_a_server_lost_over_the_search_costs_only_time(serving, here, tmp_path, monkeypatch, lost):
    """It breaks, or is gone in the middle of an answer: the search is begun again here, its events too."""
    if lost == "slow":
        begun = client.begin

        def begin_and_end(*arguments, **request):
            call = begun(*arguments, **request)
            until(lambda: serving.work.asked)
            serving._loop.call_soon_threadsafe(serving.server.stop)
            return call

        monkeypatch.setattr(client, "begin", begin_and_end)
    result = invoke("prove", lost, "--events", tmp_path / "e.jsonl")
    assert result.exit_code == 0 and "proved here" in result.stdout
    assert "it is done here, from the start" in result.stderr
    assert (tmp_path / "e.jsonl").read_text() == "", "the events of the lost search are gone"
    assert here.opened == 1


def test_doctor_tells_of_it(serving):
    (finding,) = background_server(serving.place)
    assert finding.status == "ok" and str(os.getpid()) in finding.detail


CLIENT = """
import sys
from prover.cli import app
try:
    app(prog_name="prover")
finally:
    heavy = ("torch", "transformers", "psutil", "filelock", "prover.agent", "prover.lean.process", "prover.policy")
    print([name for name in heavy if name in sys.modules], file=sys.stderr)
"""


def test_the_client_imports_nothing_heavy(serving):
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", CLIENT, "prove", "theorem t : 1 = 1"]
    done = subprocess.run(command, capture_output=True, text=True, env=env, timeout=60)
    assert done.returncode == 0 and "rfl" in done.stdout, done.stderr
    assert done.stderr.splitlines()[-1] == "[]"


def test_ctrl_c_ends_the_search_in_the_server(serving):
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "prover.cli", "prove", "slow"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env)
    until(lambda: serving.status()["running"] == 1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130 and said.splitlines()[-1] == "prover: interrupted"
    until(lambda: serving.work.given_up == 1 and serving.status()["running"] == 0)
