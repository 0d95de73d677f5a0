"""A policy that dies in the middle of a run: the real prover and search, over statements no Lean is needed for."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
from fakes import open_run, problems

from benchmarks.run.results import RunError, read_results
from benchmarks.run.runner import run
from prover import AsyncProver, agent
from prover.limits import Limits
from prover.policy import PolicyError
from search import NewState, ProofState, Proposal, TacticError, read_events

DOWN = "policy 'openai:http://h/v1#m': the model server at http://h/v1 is down or does not answer"


class TwoSteps:
    """A statement after whose first tactic no other works: a search asks its policy twice."""

    root = ProofState("0", ("⊢ False",))

    def __init__(self, theorem: str) -> None:
        self.statement = SimpleNamespace(name=theorem.split()[1], text=theorem, reading="exact", definitions=(), note="")

    async def apply(self, state, tactic, effort=1.0):
        return NewState(ProofState("1", ("⊢ 0 = 1",))) if state.key == "0" else TacticError("no")

    async def release(self, states):
        pass

    async def close(self):
        pass


class Mortal:
    """Proposes one tactic, for so many calls; then its server is down."""

    name = "mortal"

    def __init__(self, calls: float) -> None:
        self.calls, self.asked = calls, 0

    async def propose(self, states):
        self.asked += 1
        if self.asked > self.calls:
            raise PolicyError(DOWN)
        return [[Proposal("t", -1.0, self.name)] for _ in states]


@pytest.fixture
def attempt(monkeypatch):
    """``attempt(path, todo, policy) -> Summary``: a session of a run."""

    class Pool:
        command = SimpleNamespace(backend="embedded")

        @asynccontextmanager
        async def lease(self):
            async def use(command):
                pass

            yield SimpleNamespace(lean_seconds=0.0, process=None, command=self.command, use=use)

    class Lean:
        async def start(self, worker, texts, imports=None):
            pass

    async def opened(worker, theorem, *_):
        return TwoSteps(theorem[theorem.index("theorem") :])

    monkeypatch.setattr(agent, "LeanEnvironment", SimpleNamespace(open=opened))

    def attempt(path, todo, policy):
        prover = AsyncProver(policy)
        prover._pool, prover._policy, prover._own_imports = Pool(), policy, Lean()
        with open_run(path, todo, limits=Limits(time_limit=60)) as folder:
            return asyncio.run(run(todo, prover, folder))

    return attempt


def test_it_is_an_error_that_says_so_and_is_tried_again(tmp_path, attempt):
    summary = attempt(tmp_path, problems(4), Mortal(calls=3))
    assert (summary.done, summary.errors) == (4, {"policy": 3})
    results = read_results(tmp_path / "results.jsonl")
    assert results["p0", 0].status == "failed"
    assert all(
        (results[p, 0].status, results[p, 0].error_kind, results[p, 0].error) == ("error", "policy", DOWN)
        for p in ("p1", "p2", "p3")
    )
    assert results["p1", 0].expansions >= 1 and results["p1", 0].nodes >= 2  # it was under way
    (path,) = [path for path in tmp_path.rglob("*p1*") if path.is_file()]
    assert list(read_events(path))[-1].reason == "error"

    alive = Mortal(calls=float("inf"))
    summary = attempt(tmp_path, problems(4), alive)
    assert alive.asked == 2 * 3  # what had failed by itself is not tried again
    assert (summary.done, summary.errors) == (4, {})
    assert {result.status for result in read_results(tmp_path / "results.jsonl").values()} == {"failed"}


def test_a_run_is_stopped_and_loses_nothing(tmp_path, attempt):
    with pytest.raises(RunError, match="is down or does not answer\nMend that and run the same command again"):
        attempt(tmp_path, problems(30), Mortal(calls=7))
    kept = read_results(tmp_path / "results.jsonl")
    assert [kept[f"p{i}", 0].status for i in range(4)] == ["failed"] * 3 + ["error"] and len(kept) < 30
    summary = attempt(tmp_path, problems(30), Mortal(calls=float("inf")))
    assert (summary.done, summary.errors, summary.complete) == (30, {}, True)
