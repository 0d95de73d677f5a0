"""A real Ray cluster of two nodes on this machine, real Lean on both, one of them killed in the middle of a run."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import pytest
from fakes import config
from typer.testing import CliRunner

from benchmarks.data.problem import Problem
from benchmarks.run.results import RunError, read_results
from benchmarks.run.run_folder import RunFolder
from benchmarks.run.runner import Observer, run
from prover.limits import Limits
from search import read_events

ray = pytest.importorskip("ray", reason="Ray is not installed")

from benchmarks.cluster import ClusterProver  # noqa: E402
from benchmarks.cluster.prover import split  # noqa: E402

STATEMENTS = {
    "unknown": "theorem unknown (a b c d : ℕ) (h : a ^ 5 + b ^ 5 = c ^ 5 + d ^ 5) (k : a ≠ c) (l : a ≠ d) : False",
    "wrong": "theorem wrong (a b c : ℤ) (h : a * b * c = 7) : a ^ 2 + b ^ 2 = c ^ 2",
    "sum": "theorem sum (a b : ℕ) : a + b = b + a",
    "and_or": "theorem and_or (p q r : Prop) (h : p ∧ (q ∨ r)) : (p ∧ q) ∨ (p ∧ r)",
    "square": "theorem square (x y : ℝ) : x * y ≤ (x ^ 2 + y ^ 2) / 2",
    "nonsense": "theorem nonsense : nothing_like_this = 1",
    "mod": "theorem mod (n : ℕ) (h : n % 4 = 3) : n % 2 = 1",
    "chain": "theorem chain (a b c : ℕ) (h : a < b) (k : b < c) : a + 1 < c",
    "power": "theorem power : 2 ^ 10 = 1024",
}


def todo() -> list[Problem]:
    return [
        Problem(id=name, name=name, split="valid", source="ours", statement=f"{text} := sorry")
        for name, text in STATEMENTS.items()
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


class Watcher(Observer):
    """Knows what is in flight."""

    def __init__(self):
        self.flights = set()

    def begun(self, flight):
        self.flights.add(flight)

    def ended(self, flight, result):
        self.flights.discard(flight)

    async def both_nodes_work(self):
        while len(self.flights) < 2 or not all(flight.nodes for flight in self.flights):
            await asyncio.sleep(0.05)
        return sorted(flight.problem.name for flight in self.flights)


@pytest.mark.lean
def test_a_node_killed_in_the_middle_costs_no_theorem(cluster, tmp_path, lean, caplog):
    second = cluster.add_node(num_cpus=1)
    problems, watcher = todo(), Watcher()
    settings = config([p.name for p in problems], limits=Limits(time_limit=300, max_tactics=25))

    async def work():
        prover = ClusterProver(["portfolio"], address=cluster.address, workers=2)
        try:
            await prover.start()
            await prover.all_ready()
            with RunFolder.open(tmp_path / "x", settings) as folder:
                running = asyncio.create_task(run(problems, prover, folder, workers=2, observer=watcher, measure_load=False))
                in_flight = await watcher.both_nodes_work()
                cluster.remove_node(second, allow_graceful=False)
                return in_flight, await running
        finally:
            await prover.close()

    in_flight, summary = asyncio.run(work())
    again = [record.args[0] for record in caplog.records if "begun again" in record.msg]
    assert len(again) == 1 and again[0] in in_flight, "what ran on the lost node, and nothing else"
    assert summary.complete and summary.errors == {}
    results = read_results(tmp_path / "x/results.jsonl")
    lines = (tmp_path / "x/results.jsonl").read_text().splitlines()
    assert sorted(json.loads(line)["problem"] for line in lines) == sorted(STATEMENTS), "each counted once"
    assert results["nonsense", 0].unsupported and results["wrong", 0].status == "disproved"
    assert results["unknown", 0].status == "failed"
    assert {name for (name, _), row in results.items() if row.proved} == set(STATEMENTS) - {"nonsense", "wrong", "unknown"}
    for name in set(STATEMENTS) - {"nonsense"}:
        kinds = [event.kind for event in read_events(tmp_path / f"x/events/{name}.jsonl.zst")]
        assert (kinds.count("search_started"), kinds[0], kinds[-1]) == (1, "search_started", "search_ended")


@pytest.mark.lean
def test_a_worker_lost_while_idle_costs_no_attempt(tmp_path, lean):
    problems = todo()[2:4]

    async def work():
        prover = ClusterProver(["portfolio"], address="local", workers=1)
        try:
            await prover.start()
            worker = await prover._pool.lease()
            ray.kill(worker)
            prover._pool.give_back(worker)
            with RunFolder.open(tmp_path / "x", config([p.name for p in problems])) as folder:
                return await run(problems, prover, folder, measure_load=False)
        finally:
            await prover.close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("benchmarks.run.runner.LOST_AT_MOST", 0)
        assert asyncio.run(work()).solved == 2


@pytest.mark.lean
@pytest.mark.model
def test_the_command_runs_on_a_cluster_of_its_own_with_the_shipped_model_as_an_actor(tmp_path, lean):
    from prover.cli import app

    rows = [
        {"name": name, "split": "valid", "formal_statement": f"{STATEMENTS[name]} := sorry"}
        for name in ("sum", "square", "and_or")
    ]
    (tmp_path / "d.jsonl").write_text("\n".join(map(json.dumps, rows)))
    arguments = ["bench", "minif2f", "--data", str(tmp_path / "d.jsonl"), "--out", str(tmp_path / "x"), "--time-limit", "30"]
    result = CliRunner().invoke(
        app, [*arguments, "--policy", "default", "--ray", "local", "--workers", "1", "--no-check", "--json"]
    )
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout.splitlines()[-1])["solved"] == 3
    assert not ray.is_initialized()
    events = list(read_events(tmp_path / "x/events/square.jsonl.zst"))
    assert events[0].policy == "default" and events[-1].usage.seconds_policy > 0
    assert {row.policy for row in read_results(tmp_path / "x/results.jsonl").values()} == {"default"}


def test_a_cluster_that_is_not_there_is_told(tmp_path):
    from prover.cli import app

    (tmp_path / "d.jsonl").write_text(
        json.dumps({"name": "t", "split": "valid", "formal_statement": "theorem t : True := sorry"})
    )
    arguments = ["bench", "minif2f", "--data", str(tmp_path / "d.jsonl"), "--out", str(tmp_path / "x")]
    result = CliRunner().invoke(app, [*arguments, "--policy", "portfolio", "--ray", "127.0.0.1:1"])
    assert result.exit_code == 2 and "no cluster there" in result.output


def test_a_ray_client_address_is_refused_with_what_to_do_instead(tmp_path):
    with pytest.raises(RunError, match="on a machine of the cluster"):
        asyncio.run(ClusterProver(["portfolio"], address="ray://127.0.0.1:10001").start())


@pytest.mark.lean
def test_a_run_without_ray_imports_none(tmp_path, lean):
    (tmp_path / "d.jsonl").write_text(
        json.dumps({"name": "t", "split": "valid", "formal_statement": "theorem t : True := sorry"})
    )
    arguments = [
        "bench",
        str(tmp_path / "d.jsonl"),
        "--out",
        str(tmp_path / "x"),
        "--policy",
        "portfolio",
        "--workers",
        "1",
        "--no-check",
    ]
    code = f"""
import sys
from typer.testing import CliRunner
from prover.cli import app
assert CliRunner().invoke(app, {arguments}).exit_code == 0
sys.exit(3 if "ray" in sys.modules else 0)
"""
    assert subprocess.run([sys.executable, "-c", code], timeout=300).returncode == 0


def test_models_go_to_an_actor_and_the_rest_stays_with_lean():
    assert split(["portfolio", "openai:http://h/v1#m"]) == ([], ["portfolio", "openai:http://h/v1#m"])
    hosted, local = split(["default", "hf:x?n=4", "portfolio"])
    assert [spec.partition("?")[0] for spec in hosted] == ["hf:default", "hf:x"] and local == ["portfolio"]
