"""Configuration, tokenizer, batches and the learning rate's course."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from train_data import records

from prover.training.batches import Stream, StreamPosition, by_length, make_batch
from prover.training.config import (
    OptimizationConfig,
    TrainConfig,
    TrainingError,
    builtin_configs,
    checked,
    load_config,
    parse_change,
)
from prover.training.dataset import TokenArrays
from prover.training.optimize import learning_rate
from prover.training.tokenizer import train_tokenizer

GOOD = {
    "data": [{"path": "x"}],
    "model": {"hidden": 32, "layers": 1, "heads": 2, "intermediate": 64},
    "budget": {"steps": 1},
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"budget": {}}, "budget: give exactly one of steps, tokens and seconds"),
        ({"budget": {"steps": 1, "tokens": 2}}, "budget: give exactly one"),
        ({"sed": 1}, "sed: no such field"),
        ({"data": [{"path": "x", "views": ["tactics"]}]}, r"data\.0\.views: unknown view 'tactics'"),
        ({"data": []}, "data: "),
        ({"model": {"hidden": 32}}, "layers: is missing"),
        ({"model": {"hidden": 33, "layers": 1, "heads": 2, "intermediate": 64}}, "model: hidden"),
        ({"model": {"base": "smollm2", "lora": {"rang": 1}}}, r"model\.lora\.rang: no such field"),
        ({"max_state_tokens": 5000}, "max_length is 1024"),
        ({"optimization": {"batch_tokens": 64}}, "batch_tokens is 64"),
    ],
)
def test_errors_name_the_field(change: dict, said: str) -> None:
    with pytest.raises(TrainingError, match=said):
        checked(TrainConfig, {**GOOD, **change})


def test_a_configuration_survives_its_own_yaml() -> None:
    before = checked(TrainConfig, GOOD)
    assert checked(TrainConfig, yaml.safe_load(before.dump())) == before


@pytest.mark.parametrize("name", sorted(builtin_configs()))
def test_built_in_configurations_are_right(name: str) -> None:
    changed = load_config(name, dict([parse_change("data.0.weight=3"), parse_change("budget={steps: 5}")]))
    assert changed.name == name and changed.data[0].weight == 3 and changed.budget.steps == 5


def test_files_that_are_no_configuration(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no such file"):
        load_config(tmp_path / "none.yaml")
    bad = tmp_path / "bad.yaml"
    bad.write_text("a: [")
    with pytest.raises(TrainingError, match="not YAML"):
        load_config(bad)
    bad.write_text("- a")
    with pytest.raises(TrainingError, match="a mapping"):
        load_config(bad)
    with pytest.raises(TrainingError, match="no such place"):
        load_config("tiny", {"data.7.weight": 1})
    with pytest.raises(TrainingError, match="write field=value"):
        parse_change("budget.steps")


@pytest.fixture(scope="module")
def tokenizer():
    texts = [text for record in records(200, 0) for text in (record.prompt, record.output)]
    return train_tokenizer([*texts, *["f : ℝ → ℝ\n⊢ ∃ x, f x ≤ 0 ∧ ∀ ε > 0, ⟨x⟩ ∈ α"] * 20], 700)


def test_leans_symbols_are_single_tokens(tokenizer) -> None:
    for symbol in ["h₀", *"ℕℤℝ⊢∣∨→∃∀≤∧ε⟨⟩∈α"]:
        alone = tokenizer(symbol, add_special_tokens=False)["input_ids"]
        spaced = tokenizer(" " + symbol, add_special_tokens=False)["input_ids"]
        assert min(len(alone), len(spaced)) == 1, symbol


def test_digits_stand_alone(tokenizer) -> None:
    ids = tokenizer("+ 2026", add_special_tokens=False)["input_ids"]
    assert [tokenizer.decode([i]) for i in ids] == ["+", " 2", "0", "2", "6"]


@given(text=st.text(max_size=60))
def test_any_text_survives(tokenizer, text: str) -> None:
    ids = tokenizer(text, add_special_tokens=False)["input_ids"]
    if not any(special in text for special in tokenizer.all_special_tokens):
        assert tokenizer.decode(ids, clean_up_tokenization_spaces=False) == text


def arrays(view: str, lengths: list[int], first: int) -> TokenArrays:
    """Sample i consists of the one number ``first + i``."""
    starts = np.concatenate([[0], np.cumsum(lengths)])
    tokens = np.concatenate([np.full(n, first + i) for i, n in enumerate(lengths)])
    return TokenArrays(view, tokens, starts, np.array([n // 2 for n in lengths]), 0)


LENGTHS = st.lists(st.integers(2, 40), min_size=1, max_size=30)


@given(lengths=LENGTHS, size=st.integers(1, 200))
def test_batches_hold_every_sample_once(lengths: list[int], size: int) -> None:
    batches = by_length(np.array(lengths), size)
    assert sorted(np.concatenate(batches).tolist()) == list(range(len(lengths)))
    for batch in batches:
        width = -(-(max(lengths[i] for i in batch) - 1) // 8) * 8
        assert len(batch) == 1 or len(batch) * width <= size


@given(lengths=LENGTHS, more=LENGTHS, cut=st.integers(0, 30), seed=st.integers(0, 5))
def test_a_stream_goes_on_exactly_where_it_stood(lengths: list[int], more: list[int], cut: int, seed: int) -> None:
    groups = [(arrays("tactic", lengths, 0), 1.0), (arrays("proof", more, 100), 2.0)]

    def stream() -> Stream:
        return Stream(groups, 64, 999, seed, pool=16)

    whole = iter(stream())
    for _ in range(cut):
        next(whole)
    first = stream()
    reading = iter(first)
    for _ in range(cut):
        next(reading)
    second = stream()
    second.place = StreamPosition(**asdict(first.place))
    for expected, batch in zip((next(whole) for _ in range(5)), iter(second), strict=False):
        assert (expected.ids == batch.ids).all() and (expected.targets == batch.targets).all()


@given(lengths=LENGTHS)
def test_an_epoch_reads_each_sample_once(lengths: list[int]) -> None:
    stream = Stream([(arrays("tactic", lengths, 0), 1.0)], 64, 999, pool=len(lengths))
    seen: list[int] = []
    batches = iter(stream)
    while len(seen) < len(lengths):
        seen += next(batches).ids[:, 0].tolist()
    assert sorted(seen) == list(range(len(lengths)))


def test_only_answers_count_unless_asked() -> None:
    sample = (np.array([10, 11, 12, 13, 14]), 3, "proof")
    batch = make_batch([sample], pad=0)
    assert batch.ids.tolist() == [[10, 11, 12, 13, 0, 0, 0, 0]]
    assert batch.where.tolist() == [2, 3] and batch.targets.tolist() == [13, 14] and batch.weights.tolist() == [1, 1]
    both = make_batch([sample, sample], pad=0, input_loss=0.25)
    assert both.where.tolist() == [0, 1, 2, 3, 8, 9, 10, 11]
    assert both.weights.tolist() == [0.25, 0.25, 1, 1] * 2 and both.views.tolist() == [-1, -1, 1, 1] * 2


def test_padding_is_not_seen() -> None:
    import torch

    from prover.training.config import ScratchModel
    from prover.training.model import LossFunction, make_model

    tokenizer = train_tokenizer(["a b c"], 300)
    torch.manual_seed(0)
    settings = ScratchModel(hidden=32, layers=2, heads=2, intermediate=64)
    loss = LossFunction(make_model(settings, tokenizer, torch.device("cpu")), torch.device("cpu"), bfloat16=False)
    short, long = (np.arange(5) + 50, 2, "tactic"), (np.arange(40) + 70, 2, "tactic")
    alone = loss(make_batch([short], pad=0)).tokens
    together = loss(make_batch([short, long], pad=0)).tokens
    assert torch.allclose(alone, together[: len(alone)], atol=1e-5)


@pytest.mark.parametrize("schedule", ["cosine", "wsd"])
def test_the_rate_rises_then_falls(schedule: str) -> None:
    settings = OptimizationConfig(lr=1.0, warmup=0.1, schedule=schedule, final_lr=0.1)
    rates = [learning_rate(settings, i / 100) for i in range(101)]
    assert rates[0] > 0 and rates[:11] == sorted(rates[:11]) and rates[10:] == sorted(rates[10:], reverse=True)
    assert max(rates) == pytest.approx(1.0) and rates[-1] == pytest.approx(0.1)


def test_a_folder_named_like_a_built_in_configuration_does_not_hide_it(tmp_path, monkeypatch):
    (tmp_path / "tiny").mkdir()
    monkeypatch.chdir(tmp_path)
    assert load_config("tiny").name == "tiny"
