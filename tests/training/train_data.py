"""A data set and a configuration small enough to train on in seconds."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from prover.training.config import TrainConfig, checked
from prover.training.records import Record
from prover.training.shards import Manifest, write_shards, writing

KINDS = (
    ("⊢ {a} + {b} = {c}", "norm_num"),
    ("x : ℕ\nh₀ : x = {a}\n⊢ x + {b} = {c}", "subst h₀\nrfl"),
    ("p q : Prop\nhp : p\n⊢ p ∨ q", "exact Or.inl hp"),
    ("n : ℤ\nh : n ∣ {a}\n⊢ n ∣ {a} * {b}", "exact dvd_mul_of_dvd_left h {b}"),
)


def records(count: int, seed: int) -> Iterator[Record]:
    """``count`` theorems, each with a record of every view."""
    generator = random.Random(seed)
    for i in range(count):
        a, b = generator.randrange(30), generator.randrange(30)
        state, tactic = (
            text.replace("{a}", str(a)).replace("{b}", str(b)).replace("{c}", str(a + b)) for text in generator.choice(KINDS)
        )
        yield Record("tactic", state, tactic, f"t{seed}_{i}", "made")
        yield Record("proof", state, tactic, f"t{seed}_{i}", "made")
        yield Record("premises", state, "dvd_mul_of_dvd_left", f"t{seed}_{i}", "made")


def write_dataset(folder: Path, count: int = 300) -> Path:
    with writing(folder):
        shards = [*write_shards(folder, "train", records(count, 0)), *write_shards(folder, "val", records(40, 1))]
        Manifest(shards=shards).save(folder)
    return folder


def config(root: Path, out: Path, **changes: Any) -> TrainConfig:
    content: dict[str, Any] = {
        "name": "test",
        "data_root": str(root),
        "data": [{"path": "made", "views": {"tactic": 2, "proof": 1, "premises": 1}}],
        "tokenizer": {"vocab_size": 400},
        "model": {"hidden": 32, "layers": 2, "heads": 2, "intermediate": 64, "max_length": 192},
        "max_state_tokens": 128,
        "max_answer_tokens": 32,
        "optimization": {"lr": 5e-3, "batch_tokens": 1024},
        "budget": {"steps": 40},
        "evaluation": {"every": 20, "records": 20, "accuracy_records": 4},
        "checkpoint_every": 10,
        "device": "cpu",
        "threads": 1,
        "out": str(out),
    }
    return checked(TrainConfig, {**content, **changes})
