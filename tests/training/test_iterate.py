"""Expert iteration with a tiny model, real Lean and a few statements."""

import json
from collections import Counter

import pytest
import train_data
import yaml

from prover.lean.library import LibraryTheorem
from prover.policy import load_policy
from prover.training.config import TrainingError
from prover.training.explore import Task, family_tasks, library_tasks, search_task
from prover.training.iterate import IterateConfig, Iteration, load_iteration
from prover.training.statements import normalized
from prover.training.traces import read_traces
from search import Budget


def library_theorem(name, module, statement_hash=None):
    return LibraryTheorem(name, module, statement_hash=statement_hash or name)


def test_tasks_are_fresh_and_what_is_barred_is_left_out():
    first, second = family_tasks(1, seed=5), family_tasks(1, seed=6)
    assert len(first) > 100 and not {t.name for t in first} & {t.name for t in second}
    forms = [normalized(task.statement) for task in first]
    assert len(set(forms)) == len(forms)
    assert not set(forms) & {normalized(task.statement) for task in family_tasks(1, seed=5, barred=forms)}
    assert family_tasks(0, seed=5) == []


def test_the_library_is_drawn_evenly_over_its_parts():
    theorems = [library_theorem(f"M{m}.t{i}", f"Init.Data.M{m}.Basic") for m in range(20) for i in range(3 * m + 1)]
    drawn = library_tasks(theorems, 40, seed=1, held_out=False)
    assert len({task.name for task in drawn}) == 40
    parts = Counter(task.group for task in drawn)
    assert max(parts.values()) - min(parts.values()) <= 2 or len(parts) > 12


def test_held_out_modules_are_apart_with_whatever_states_the_same():
    theorems = [
        library_theorem(f"M{m}.t{i}", f"Init.Data.M{m}", f"{i}" if i < 3 else f"{m}/{i}") for m in range(30) for i in range(6)
    ]
    held_out, others = (library_tasks(theorems, 1000, seed=1, held_out=which) for which in (True, False))
    assert held_out and others and not {task.group for task in held_out} & {task.group for task in others}
    hashes = {theorem.name: theorem.statement_hash for theorem in theorems}
    assert not {hashes[task.name] for task in held_out} & {hashes[task.name] for task in others}


def test_a_wrong_configuration_names_its_field(tmp_path):
    path = tmp_path / "iterate.yaml"
    path.write_text("rounds: many\ntrain: {}\n")
    with pytest.raises(TrainingError, match="rounds"):
        load_iteration(path)
    with pytest.raises(TrainingError, match="absent"):
        load_iteration(tmp_path / "absent.yaml")


def test_the_built_in_configuration_is_one():
    from benchmarks.cli.iterate import BUILTIN

    assert load_iteration(BUILTIN).rounds >= 1


@pytest.mark.lean
def test_a_search_of_either_kind_gives_a_trace(worker, loop_thread):
    policy = load_policy(["portfolio"])
    family = Task("f", "g", "family", "theorem f (m n : ℕ) (h : m < n) : m + 1 ≤ n")
    trace = loop_thread.run(search_task(worker, policy, family, Budget(seconds=30)))
    assert trace.proved and trace.steps[0].state.endswith("⊢ m + 1 ≤ n") and trace.source == "search:family"
    library = Task("Nat.add_comm", "Init.Data.Nat", "library", "Nat.add_comm")
    trace = loop_thread.run(search_task(worker, policy, library, Budget(seconds=60)))
    assert trace.proved and not any("Nat.add_comm" in step.tactic for step in trace.steps)
    assert not loop_thread.run(search_task(worker, policy, Task("x", "g", "family", "theorem x : nonsense"), Budget())).proved


@pytest.mark.lean
def test_a_round_learns_from_what_it_proves_and_is_measured(tmp_path, async_prover, loop_thread):
    from prover.training.trainer import train

    data = train_data.write_dataset(tmp_path / "data" / "made")
    start = train(train_data.config(tmp_path / "data", tmp_path / "start"))
    content = yaml.safe_load(train_data.config(tmp_path / "data", tmp_path / "unused").dump())
    for field in ("model", "out", "tokenizer"):
        content.pop(field)
    content["budget"] = {"steps": 3}
    config = IterateConfig(
        model=str(start), train=content, statements={"per_family": 0, "library": 2}, held_out={"per_family": 0, "library": 1},
        search={"time_limit": 20, "max_expansions": 2}, per_tactic=0,
    )  # fmt: skip
    modules = {"Nat.add_comm": "Init.Data.M2", "Nat.add_left_comm": "Init.Data.M2", "Nat.zero_add": "Init.Data.M7"}
    theorems = [library_theorem(name, module) for name, module in modules.items()]
    assert [t.name for t in library_tasks(theorems, 9, 0, held_out=True)] == ["Nat.zero_add"], "of the modules' hashes"
    told = []
    iteration = Iteration(config, tmp_path / "run", async_prover.pool, theorems, train, report=lambda *what: told.append(what))
    report = loop_thread.run(iteration.run())
    assert [measured["statements"] for measured in report["held_out"]] == [1, 1]
    assert report["rounds"][0]["proved"] >= 1 and report["rounds"][0]["statements"] == 2
    assert json.loads((tmp_path / "run" / "report.json").read_text()) == report
    held_out = {trace.theorem for trace in read_traces(tmp_path / "run" / "held-out-0.jsonl")}
    learnt = {trace.theorem for trace in read_traces(tmp_path / "run" / "round-1" / "traces.jsonl")}
    assert not held_out & learnt and data.is_dir()
    before = len(told)
    assert loop_thread.run(Iteration(config, tmp_path / "run", async_prover.pool, theorems, train,
                                     report=lambda *what: told.append(what)).run()) == report  # fmt: skip
    assert len(told) == before, "nothing is searched twice"
