"""A real Ray cluster of two nodes on this machine, real Lean on both, one of them killed in the middle of a run."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import pytest
from fakes import config
from typer.testing import CliRunner

from benchmarks.problem import Problem
from benchmarks.results import read_results
from benchmarks.run_config import Limits
from benchmarks.run_folder import RunFolder
from benchmarks.runner import Observer, run
from search import read_events

ray = pytest.importorskip("ray", reason="Ray is not installed")

from benchmarks.cluster import ClusterProver  # noqa: E402
from benchmarks.cluster.prover import split  # noqa: E402

STATEMENTS = {
    "sum": "theorem sum (a b : ℕ) : a + b = b + a",
    "and_or": "theorem and_or (p q r : Prop) (h : p ∧ (q ∨ r)) : (p ∧ q) ∨ (p ∧ r)",
    "square": "theorem square (x y : ℝ) : x * y ≤ (x ^ 2 + y ^ 2) / 2",
    "wrong": "theorem wrong (a b : ℕ) : a + b = a",
    "nonsense": "theorem nonsense : nothing_like_this = 1",
    "mod": "theorem mod (n : ℕ) (h : n % 4 = 3) : n % 2 = 1",
    "chain": "theorem chain (a b c : ℕ) (h : a < b) (k : b < c) : a + 1 < c",
    "power": "theorem power : 2 ^ 10 = 1024",
}


def todo() -> list[Problem]:
    return [
        Problem(id=name, name=name, split="valid", source="ours", statement=f"{text} := sorry") for name, text in STATEMENTS.items()
    ]


@pytest.fixture
def lean() -> None:
    """Embedded Lean is installed, so that no worker has to."""
    from prover.lean.launch import embedded_command

    embedded_command()


@pytest.fixture
def cluster():
    from ray.cluster_utils import Cluster

    quick = {"health_check_initial_delay_ms": 0, "health_check_period_ms": 500, "health_check_failure_threshold": 4}
    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "_system_config": quick, "include_dashboard": False})
    yield made
    ray.shutdown()
    made.shutdown()


@pytest.mark.lean
def test_a_node_killed_in_the_middle_costs_no_theorem(cluster, tmp_path, lean):
    second = cluster.add_node(num_cpus=1)
    killed: list[str] = []

    class Killer(Observer):
        """Kills the second node while an attempt is under way there, after two theorems have ended."""

        done = 0

        def ended(self, flight, result):
            self.done += 1
            if self.done == 2:
                cluster.remove_node(second, allow_graceful=False)
                killed.append(flight.problem.name)

    problems = todo()
    settings = config([p.name for p in problems], limits=Limits(time_limit=300, max_expansions=6))

    async def work():
        prover = ClusterProver(["portfolio"], address=cluster.address, workers=2)
        try:
            await prover.start()
            await prover.all_ready()
            with RunFolder.open(tmp_path / "x", settings) as folder:
                return await run(problems, prover, folder, workers=2, observer=Killer(), measure_load=False)
        finally:
            await prover.close()

    summary = asyncio.run(work())
    assert killed and summary.complete and summary.errors == {}
    results = read_results(tmp_path / "x/results.jsonl")
    lines = (tmp_path / "x/results.jsonl").read_text().splitlines()
    assert sorted(json.loads(line)["problem"] for line in lines) == sorted(STATEMENTS), "each counted once"
    assert results["nonsense", 0].unsupported and results["wrong", 0].status == "failed"
    assert {name for (name, _), row in results.items() if row.proved} == set(STATEMENTS) - {"nonsense", "wrong"}
    for name in set(STATEMENTS) - {"nonsense"}:
        kinds = [event.kind for event in read_events(tmp_path / f"x/events/{name}.jsonl.zst")]
        assert (kinds.count("search_started"), kinds[0], kinds[-1]) == (1, "search_started", "search_ended")


@pytest.mark.lean
@pytest.mark.model
def test_the_command_runs_on_a_cluster_of_its_own_with_the_shipped_model_as_an_actor(tmp_path, lean):
    from prover.cli import app

    rows = [
        {"name": name, "split": "valid", "formal_statement": f"{STATEMENTS[name]} := sorry"} for name in ("sum", "square", "and_or")
    ]
    (tmp_path / "d.jsonl").write_text("\n".join(map(json.dumps, rows)))
    arguments = ["bench", "minif2f", "--data", str(tmp_path / "d.jsonl"), "--out", str(tmp_path / "x"), "--time-limit", "30"]
    result = CliRunner().invoke(app, [*arguments, "--policy", "default", "--ray", "local", "--workers", "1", "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout.splitlines()[-1])["solved"] == 3
    assert not ray.is_initialized()
    events = list(read_events(tmp_path / "x/events/square.jsonl.zst"))
    assert events[0].policy == "default" and events[-1].usage.seconds_policy > 0
    assert {row.policy for row in read_results(tmp_path / "x/results.jsonl").values()} == {"default"}


def test_a_cluster_that_is_not_there_is_told(tmp_path):
    from prover.cli import app

    (tmp_path / "d.jsonl").write_text(json.dumps({"name": "t", "split": "valid", "formal_statement": "theorem t : True := sorry"}))
    arguments = ["bench", "minif2f", "--data", str(tmp_path / "d.jsonl"), "--out", str(tmp_path / "x")]
    result = CliRunner().invoke(app, [*arguments, "--policy", "portfolio", "--ray", "127.0.0.1:1"])
    assert result.exit_code == 2 and "no cluster there" in result.output


def test_without_ray_none_is_imported():
    code = "import sys, prover.cli.bench, benchmarks.runner, prover.agent; sys.exit('ray' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=120).returncode == 0


def test_models_go_to_an_actor_and_the_rest_stays_with_lean():
    assert split(["portfolio", "openai:http://h/v1#m"]) == ([], ["portfolio", "openai:http://h/v1#m"])
    hosted, local = split(["default", "hf:x?n=4", "portfolio"])
    assert [spec.partition("?")[0] for spec in hosted] == ["hf:default", "hf:x"] and local == ["portfolio"]
