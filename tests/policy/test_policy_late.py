"""A model that is loaded while others propose already."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import prover.policy
import prover.policy.loading as prover_loading
from prover.agent import AsyncProver
from prover.policy import Merged, PolicyError, load_policy
from prover.policy.base import loading
from prover.policy.hf_options import HfOptions
from prover.policy.loading import BesideModel, Loading
from prover.policy.portfolio import Portfolio
from search import ProofState, Proposal

STATE = ProofState("s", ("a b : ℕ\n⊢ a + b = b + a",))


HARD = "∀ n : ℕ, 2 < n → ∃ p q, Nat.Prime p ∧ Nat.Prime q ∧ 2 * n = p + q"
"""Goldbach's conjecture: nothing proves it, and nothing refutes it."""


class Model:
    name = "model"
    options = HfOptions()
    closed = False

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed

    async def propose(self, states):
        return [[Proposal(f"exact seed_{self.seed}", -0.01, self.name)] for _ in states]

    def with_seed(self, seed: int) -> Model:
        return Model(self.seed + seed)

    def close(self) -> None:
        self.closed = True


def tactics(policy) -> list[str]:
    return [proposal.tactic for proposal in asyncio.run(policy.propose([STATE]))[0]]


def afterwards(policy) -> list[str]:
    async def collect() -> list[str]:
        return [proposal.tactic async for proposals in policy.afterwards(STATE) for proposal in proposals]

    return asyncio.run(collect())


def test_others_propose_at_once_and_the_model_when_it_is_there(monkeypatch):
    monkeypatch.setattr(prover.policy.loading, "LATE_AFTER", 0.05)
    loads: list[int] = []

    def load() -> Model:
        time.sleep(0.1)
        loads.append(1)
        return Model()

    model = BesideModel("model", Loading(load))
    inner = Merged([model, Portfolio()], "default")
    outer = Merged([inner.with_seed(3), Portfolio()], "default")
    assert loading(outer) and outer.name == "default"
    assert "omega" in tactics(outer) and not loads, "nothing is loaded before it is wanted"
    assert afterwards(outer) == ["exact seed_3"] and afterwards(inner) == ["exact seed_0"]
    assert len(loads) == 1 and not loading(outer) and "omega" in tactics(inner)


def test_a_model_in_company_answers_beside_it_and_alone_at_once(monkeypatch):
    monkeypatch.setattr(prover.policy, "_load_model", lambda *_: Model())
    assert tactics(load_policy(["hf:default"])) == ["exact seed_0"]
    in_company = load_policy(["portfolio", "hf:default"])
    assert "exact seed_0" not in tactics(in_company) and afterwards(in_company) == ["exact seed_0"]


def test_closed_while_it_loads_it_is_freed_when_it_is_there():
    go, model = threading.Event(), Model()
    loading = Loading(lambda: (go.wait(20), model)[1])

    async def run() -> None:
        waiting = asyncio.ensure_future(loading.policy())
        await asyncio.sleep(0)
        loading.close()
        go.set()
        await waiting

    asyncio.run(run())
    deadline = time.monotonic() + 10
    while not model.closed and time.monotonic() < deadline:
        time.sleep(0.01)
    assert model.closed
    with pytest.raises(RuntimeError, match="closed"):
        asyncio.run(loading.policy())


def test_who_waits_may_go_and_so_may_their_event_loop(caplog):
    go = threading.Event()
    loading = Loading(lambda: (go.wait(20), Model())[1])

    async def run() -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(loading.policy(), 0.01)

    asyncio.run(run())
    go.set()
    assert asyncio.run(loading.policy()).name == "model"
    assert not caplog.records


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("hf:default?n=0", "n: Input should be greater"),
        ("hf:default?nonsense=1", "Options: format"),
        ("hf:default?format=nonsense", "nonsense"),
        ("hf:default?template_file=/no/such/file", "there is no file"),
        ("hf:default?n", "written .name=value"),
        ("nonsense", "unknown policy"),
    ],
)
def test_a_mistake_is_told_before_anything_is_loaded(spec, said, monkeypatch):
    monkeypatch.setattr(prover.policy, "_load_model", lambda *_: pytest.fail("loaded"))
    with pytest.raises(PolicyError, match=said):
        load_policy(["portfolio", spec], late_models=True)


def test_only_a_model_that_is_here_and_has_company_comes_late(monkeypatch, tmp_path):
    loaded: list[str] = []
    monkeypatch.setattr(prover.policy, "_load_model", lambda spec, model, options: loaded.append(model) or Model())
    for specs in (["default"], ["portfolio", "hf:default"]):
        assert loading(load_policy(specs, late_models=True))
        assert not loading(load_policy(specs))
    loaded.clear()
    load_policy(["hf:default"], late_models=True)
    load_policy(["portfolio", f"hf:{tmp_path}"], late_models=True)
    load_policy(["portfolio", "hf:someone/not-in-the-cache"], late_models=True)
    assert loaded == ["default", str(tmp_path), "someone/not-in-the-cache"]


PROGRAM = """
import sys, time
import prover.policy
from prover.cli import app

def load(*_):
    time.sleep(60)

prover.policy._load_model = load
sys.argv = ["prover", "prove", *sys.argv[1:], "--no-server"]
begun = time.monotonic()
app()
"""


@pytest.mark.lean
@pytest.mark.parametrize(
    ("theorem", "limit", "code"), [("∀ n : ℕ, n + 0 = n", "60", 0), (HARD, "1", 1)], ids=["proved", "out of time"]
)
def test_prove_ends_though_the_model_still_loads(theorem, limit, code):
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, theorem, "--time-limit", limit],
        capture_output=True, encoding="utf-8", cwd=Path(__file__).parents[2], timeout=300,
    )  # fmt: skip
    assert done.returncode == code and "Traceback" not in done.stderr, done.stderr
    assert time.monotonic() - begun < 40


@pytest.mark.lean
def test_a_model_that_cannot_be_loaded_is_an_error_of_the_policy(monkeypatch):
    def load(*_):
        raise PolicyError("policy 'hf:default': it is broken")

    monkeypatch.setattr(prover.policy, "_load_model", load)

    async def run():
        async with AsyncProver("default", late_models=True, standby=False) as prover:
            failed = await prover.prove(HARD, time_limit=30)
            monkeypatch.setattr(prover_loading, "LATE_AFTER", 20)  # the proof is there before the model is wanted
            return failed, await prover.prove("1 + 1 = 2", time_limit=30)

    failed, proved = asyncio.run(run())
    assert failed.status == "error" and failed.error_kind == "policy" and failed.error == "policy 'hf:default': it is broken"
    assert proved.proved


@pytest.mark.lean
@pytest.mark.parametrize(("theorem", "noted"), [(HARD, True), ("1 + 1 = 2", False)])
def test_a_search_that_ends_before_the_model_is_there_says_so(monkeypatch, theorem, noted):
    over = threading.Event()
    monkeypatch.setattr(prover.policy, "_load_model", lambda *_: over.wait(60))

    async def run():
        async with AsyncProver("default", late_models=True, standby=False) as prover:
            return await prover.prove(theorem, time_limit=3)

    try:
        assert any("before the model was loaded" in note for note in asyncio.run(run()).notes) is noted
    finally:
        over.set()
