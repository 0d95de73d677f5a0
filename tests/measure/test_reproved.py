"""The measurement of Lean's own library proved again."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager

import pytest

from benchmarks.measure import reproved
from benchmarks.measure.reproved import Settings, keep, kept, search_all, solved, table
from prover.errors import ExpectedError
from prover.policy import load_policy
from prover.policy.base import Merged
from prover.policy.premises import PremisePolicy
from prover.premises.model import shipped
from prover.premises.premise import Premise
from prover.premises.premise_index import PremiseIndex
from prover.training.explore import Task
from prover.training.traces import ProofStep, Trace, TraceFile, read_traces
from search import Budget

SETTINGS = Settings(2, 7, 10.0, "premises")
TASKS = [Task("Nat.lcm_comm", "Init.Data.Nat", "library", "Nat.lcm_comm"), Task("A.b", "Init.A", "library", "A.b")]


def test_a_folder_keeps_what_was_chosen_and_refuses_other_settings(tmp_path):
    assert kept(tmp_path / "new", SETTINGS) is None
    keep(tmp_path / "new", SETTINGS, TASKS)
    assert kept(tmp_path / "new", SETTINGS) == TASKS
    with pytest.raises(ExpectedError, match="seed 7"):
        kept(tmp_path / "new", Settings(2, 8, 10.0, "premises"))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"tasks": [1]}', '{"tasks": [], "seed": 7}'])
def test_a_folder_of_something_else_is_refused(tmp_path, content):
    (tmp_path / "settings.json").write_text(content)
    with pytest.raises(ExpectedError, match="--out"):
        kept(tmp_path, SETTINGS)


def test_solved_is_counted_by_part_and_only_where_both_sides_searched(tmp_path):
    one, two = (ProofStep("⊢ p", "simp"),), (ProofStep("⊢ p", "intro h"), ProofStep("⊢ q", "simp"))
    proofs = {"a": (one, one), "b": (two, ()), "c": ((), one), "d": ((), ()), "e": ((), None), "f": (one, None)}
    with TraceFile(tmp_path / "without.jsonl") as without, TraceFile(tmp_path / "with.jsonl") as with_:
        for name, sides in proofs.items():
            part = "Std.X" if name in "df" else "Init.A" if name < "e" else "Init.B"
            for file, steps in zip((without, with_), sides, strict=True):
                if steps is not None:
                    file.add(Trace(name, part, "search:library", name, steps))
    found = solved(tmp_path)
    assert list(found) == ["Init.A", "Std.X", "all"], "nothing is told of Init.B yet"
    every = found["all"]
    assert (every.theorems, every.without, every.at_once, every.with_) == (4, 2, 1, 2)
    assert (every.both, every.only_without, every.only_with) == (1, 1, 1)
    assert found["Init.A"].theorems == 3 and found["Std.X"].without == 0
    assert table(found, SETTINGS).row_count == 3


GCD = [
    Premise("Nat.gcd_comm", "theorem Nat.gcd_comm (m n : ℕ) : m.gcd n = n.gcd m", "Init.Data.Nat.Gcd"),
    Premise("Nat.lcm_comm", "theorem Nat.lcm_comm (m n : ℕ) : m.lcm n = n.lcm m", "Init.Data.Nat.Lcm"),
]


@pytest.mark.lean
def test_theorems_are_searched_on_both_sides_once(tmp_path, async_prover, loop_thread):
    premises = PremisePolicy(PremiseIndex.build(GCD, shipped().embedding))
    portfolio = load_policy(["portfolio?only=generic"])
    sides = {"without": portfolio, "with": Merged([portfolio, premises])}
    tasks = [Task(name, "Init.Data.Nat", "library", name) for name in ("Nat.add_comm", "Int.gcd_comm")]
    told = []

    def run():
        budget = Budget(seconds=20, expansions=20)
        work = search_all(async_prover.pool, tasks, sides, budget, tmp_path, lambda side, proved: told.append(side))
        loop_thread.run(work, timeout=600)
        return {side: (tmp_path / f"{side}.jsonl").read_bytes() for side in sides}

    written = run()
    assert sorted(told) == ["with", "with", "without", "without"]
    traces = {(side, trace.theorem): trace for side in sides for trace in read_traces(tmp_path / f"{side}.jsonl")}
    assert {theorem for (side, theorem), trace in traces.items() if side == "with" and trace.proved} == {t.name for t in tasks}
    assert traces["without", "Nat.add_comm"].proved and all(trace.seconds > 0 for trace in traces.values())
    assert solved(tmp_path)["all"].theorems == 2
    assert run() == written, "what is there is not searched again"


@pytest.mark.lean
def test_the_whole_measurement(tmp_path, monkeypatch, async_prover, loop_thread):
    @asynccontextmanager
    async def session(*_):
        yield async_prover.pool

    async def indexed(*_): ...

    monkeypatch.setattr(reproved, "LeanPool", session)
    monkeypatch.setattr(reproved, "premise_index", indexed)
    monkeypatch.setattr(reproved, "embedded_command", lambda: None)
    settings = Settings(1, 3, 2.0, "portfolio?only=logic")
    loop_thread.run(reproved.measure(settings, 1, tmp_path), timeout=600)
    (task,) = json.loads((tmp_path / "settings.json").read_text("utf-8"))["tasks"]
    assert task["kind"] == "library" and task["group"].partition(".")[0] in ("Init", "Std")
    assert solved(tmp_path)["all"].theorems == 1
