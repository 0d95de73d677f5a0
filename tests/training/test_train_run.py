"""Training from data to a model that proposes tactics, interrupted and gone on with."""

from __future__ import annotations

import asyncio
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from train_data import config, write_dataset

from prover.policy.views import TACTIC
from prover.training.config import TrainingError
from prover.training.display import Display
from prover.training.trainer import Stopped, train


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    write_dataset(folder / "made")
    return folder


@pytest.fixture(scope="module")
def finished(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an uninterrupted run."""
    folder = tmp_path_factory.mktemp("run")
    train(config(root, folder))
    return folder


def metrics(folder: Path, kind: str = "loss") -> list[Any]:
    """(step, losses) of each line of the metrics that has them."""
    lines = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    return [(line["step"], line[kind]) for line in lines if kind in line]


def test_the_loss_falls_in_every_view(finished: Path) -> None:
    losses = metrics(finished)
    assert [step for step, _ in losses] == [10, 20, 30, 40]
    for view in ("tactic", "proof", "premises"):
        assert losses[-1][1][view] < 0.7 * losses[0][1][view]
    held_out = metrics(finished, "held_out_loss")
    assert held_out[-1][1]["made/tactic"] < held_out[0][1]["made/tactic"]


class StopAt(Display):
    """Asks the run to stop when the step is logged."""

    def __init__(self, step: int, stop: threading.Event) -> None:
        super().__init__(False)
        self._step, self._stop = step, stop

    def step(self, done: float, line: Any) -> None:
        if line["step"] == self._step:
            self._stop.set()


def test_a_run_stopped_twice_ends_as_one_that_was_not(root: Path, finished: Path, tmp_path: Path) -> None:
    for step in (10, 30):
        stop = threading.Event()
        with pytest.raises(Stopped):
            train(config(root, tmp_path), stop, StopAt(step, stop))
    train(config(root, tmp_path))
    for kind in ("loss", "held_out_loss"):
        assert metrics(tmp_path, kind) == metrics(finished, kind)
    assert (tmp_path / "model/model.safetensors").read_bytes() == (finished / "model/model.safetensors").read_bytes()


def test_steps_after_the_last_checkpoint_are_done_again(root: Path, finished: Path, tmp_path: Path) -> None:
    import shutil

    train(config(root, tmp_path, budget={"steps": 20}))
    shutil.rmtree(tmp_path / "checkpoints" / "step-00000020")
    train(config(root, tmp_path, budget={"steps": 20}, evaluation={"every": 20, "records": 10, "accuracy_records": 0}))
    assert (tmp_path / "model/metrics.json").exists()
    shutil.rmtree(tmp_path / "model")
    train(config(root, tmp_path, budget={"steps": 20}))
    assert [step for step, _ in metrics(tmp_path)] == [10, 20]


def test_a_finished_run_is_not_trained_again(root: Path, finished: Path) -> None:
    before = (finished / "metrics.jsonl").read_bytes()
    assert train(config(root, finished)) == finished / "model"
    assert (finished / "metrics.jsonl").read_bytes() == before


def test_the_model_loads_as_any_other_and_proposes(finished: Path) -> None:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    from prover.policy.hf import HfPolicy
    from search.game import ProofState

    model = AutoModelForCausalLM.from_pretrained(finished / "model")
    tokenizer = AutoTokenizer.from_pretrained(finished / "model")
    assert model.config.vocab_size >= len(tokenizer)
    policy = HfPolicy.load(str(finished / "model"), format="default", threads=1, max_state_tokens=128)
    try:
        (proposals,) = asyncio.run(policy.propose([ProofState("s", ("p q : Prop\nhp : p\n⊢ p ∨ q",))]))
    finally:
        policy.close()
    assert proposals and all(proposal.logprob <= 0 for proposal in proposals)
    told = json.loads((finished / "model/metrics.json").read_text())["made"]
    assert told["tactic"]["exact_at_1"] <= 1 and told["loss"]["tactic"] > 0
    assert "40 steps" in (finished / "model/README.md").read_text()


def test_training_and_the_policy_read_the_same_prompt(finished: Path) -> None:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    from prover.policy.prompts import DEFAULT
    from prover.policy.sampling import CausalSampler
    from prover.training.dataset import Encoding
    from prover.training.records import Record

    tokenizer = AutoTokenizer.from_pretrained(finished / "model")
    model = AutoModelForCausalLM.from_pretrained(finished / "model")
    sampler = CausalSampler(model, tokenizer, DEFAULT.prefix, None, 32, 40)
    for state in ("⊢ 1 + 1 = 2", "x : ℕ\nh : x = 3\n" * 20 + "⊢ x = 3"):
        ((prompt, answer),) = Encoding(tokenizer, 40, 32).encode([Record("tactic", state, "rfl", "t", "s")])
        assert prompt == sampler.prefix_ids + sampler._suffix_ids(state + TACTIC.tail)
        assert tokenizer.decode(answer[:-1]) == "rfl" and answer[-1] == tokenizer.eos_token_id


def test_a_folder_holds_one_run(root: Path, finished: Path) -> None:
    with pytest.raises(TrainingError, match=r"other settings \(seed\)"):
        train(config(root, finished, seed=1))


def test_missing_data_is_told_with_its_field(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"data\.0\.path: .*nowhere.* is not there"):
        train(config(tmp_path / "nowhere", tmp_path / "out"))


def test_a_view_without_records_is_told(tmp_path: Path) -> None:
    from train_data import records

    from prover.training.shards import Manifest, write_shards, writing

    with writing(tmp_path / "made") as folder:
        only = [r for r in records(5, 0) if r.view == "tactic"]
        Manifest(shards=write_shards(folder, "train", only)).save(folder)
    with pytest.raises(TrainingError, match="no records of view 'proof'"):
        train(config(tmp_path, tmp_path / "out"))


@pytest.mark.parametrize("merge", [True, False])
def test_lora_changes_the_base_a_little(root: Path, finished: Path, tmp_path: Path, merge: bool) -> None:
    pytest.importorskip("peft")
    from transformers import AutoModelForCausalLM

    model = {"base": str(finished / "model"), "lora": {"rank": 2, "merge": merge}}
    told = config(root, tmp_path, model=model, budget={"steps": 20}, optimization={"lr": 5e-3, "batch_tokens": 1024})
    folder = train(told)
    assert json.loads((folder / "train.json").read_text())["trained_parameters"] < 10_000
    assert (folder / "adapter_config.json").exists() != merge
    base = AutoModelForCausalLM.from_pretrained(finished / "model")
    tuned = AutoModelForCausalLM.from_pretrained(folder)
    own = {name.replace(".base_layer", ""): value for name, value in tuned.state_dict().items() if "lora" not in name}
    same = [bool((value.float() == own[name].float()).all()) for name, value in base.state_dict().items()]
    assert any(same) and all(same) != merge
    before, after = (json.loads((path / "train.json").read_text())["held_out_loss"] for path in (finished / "model", folder))
    assert after["made/tactic"] < before["made/tactic"]


def test_muon_learns(root: Path, tmp_path: Path) -> None:
    train(
        config(root, tmp_path, optimization={"optimizer": "muon", "lr": 5e-3, "batch_tokens": 1024}, budget={"tokens": 20_000})
    )
    losses = metrics(tmp_path)
    assert losses[-1][1]["tactic"] < 0.8 * losses[0][1]["tactic"]


def test_the_inputs_loss_is_told_apart(root: Path, tmp_path: Path) -> None:
    train(config(root, tmp_path, optimization={"input_loss": 0.1, "batch_tokens": 1024, "accumulate": 2}, budget={"steps": 10}))
    assert set(metrics(tmp_path)[0][1]) == {"input", "tactic", "proof", "premises"}
