"""How good a model is on held-out records: loss by view, exact matches of the next tactic, speed."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from pydantic import BaseModel

from prover.policy.base import normalize_tactic
from prover.policy.hf import HfOptions, HfPolicy
from prover.policy.hf_load import pick_device, pick_dtype, shared_threads
from prover.policy.prompts import DEFAULT
from prover.policy.views import TACTIC, VIEWS
from prover.training.batches import fixed_batches
from prover.training.config import TrainingError
from prover.training.corpus import Advance, evenly
from prover.training.dataset import Encoding, TokenArrays, encode
from prover.training.model import LossFunction, load_model, pad_token
from prover.training.records import Record
from prover.training.shards import Manifest, read_shards
from search.game import ProofState, Proposal


class Accuracy(BaseModel):
    """Exact matches of the next tactic, blanks aside.

    ``exact_at_1``: the likeliest token each time (greedy) gives the recorded tactic; ``exact_at_n``: one of the
    ``n`` samples drawn as the policy draws them does.  A recorded tactic that ``clean_tactic`` refuses cannot be
    matched and counts as missed. ``generated_tokens_per_second``: of the samples.
    """

    states: int
    n: int
    exact_at_1: float
    exact_at_n: float
    proposals_per_state: float
    seconds_per_state: float
    generated_tokens_per_second: float


class Evaluation(BaseModel):
    """``loss``: mean over answer tokens (end included) by view, in nats; ``perplexity``: its exponential;
    ``read_tokens_per_second``: prompt and answer tokens while the loss was measured."""

    checkpoint: str
    data: str
    split: str
    loss: dict[str, float]
    perplexity: dict[str, float]
    records: dict[str, int]
    read_tokens_per_second: float
    tactic: Accuracy | None


def evaluate(
    checkpoint: str,
    data: Path,
    *,
    split: str = "val",
    records: int = 400,
    accuracy_records: int = 400,
    n: int = 8,
    device: str = "auto",
    threads: int | None = None,
    max_state_tokens: int = 512,
    max_answer_tokens: int = 128,
    advance: Advance = lambda what, done, total: None,
) -> Evaluation:
    """Measure the model in the folder ``checkpoint`` on ``split`` of the data set in the folder ``data``.

    ``records`` of each view for the loss, ``accuracy_records`` states for the matches, taken at equal distances;
    ``threads``: half of the processors if not given.
    Raises ``TrainingError``, ``TrainingDataError``, ``PolicyError``.
    """
    manifest = Manifest.load(data)
    views = [view for view in VIEWS if manifest.records(split, [view])]
    if not views:
        raise TrainingError(f"{data}: no records in split {split!r}")

    def spread(view: str, count: int) -> list[Record]:
        """``count`` records at equal distances."""
        wanted = set(evenly(manifest.records(split, [view]), count).tolist())
        return [record for i, record in enumerate(read_shards(data, split, [view])) if i in wanted]

    where = pick_device(device)
    model, tokenizer = load_model(checkpoint, where, pick_dtype(where))
    torch.set_num_threads(threads or shared_threads())
    encoding = Encoding(tokenizer, max_state_tokens, max_answer_tokens)
    function = LossFunction(model, where, bfloat16=pick_dtype(where) == torch.bfloat16)
    loss: dict[str, float] = {}
    counts: dict[str, int] = {}
    read, seconds = 0, 0.0
    for done, view in enumerate(views):
        advance("held-out loss", done, len(views))
        arrays = encode(view, spread(view, records), encoding)
        if len(arrays):
            start = time.perf_counter()
            loss[view], tokens = mean_loss(function, arrays, np.arange(len(arrays)), 4096, pad_token(tokenizer))
            seconds += time.perf_counter() - start
            read += tokens
            counts[view] = len(arrays)
    advance("held-out loss", len(views), len(views))
    accuracy = None
    if accuracy_records and TACTIC.name in views:
        longest = min(DEFAULT.max_new_tokens, max_answer_tokens)
        options = HfOptions(n=n, max_state_tokens=max_state_tokens, max_new_tokens=longest, threads=threads)
        accuracy = measure_accuracy(model, tokenizer, spread(TACTIC.name, accuracy_records), options, advance)
    return Evaluation(
        checkpoint=checkpoint,
        data=str(data),
        split=split,
        loss=loss,
        perplexity={view: round(math.exp(min(value, 50.0)), 3) for view, value in loss.items()},
        records=counts,
        read_tokens_per_second=round(read / max(seconds, 1e-9), 1),
        tactic=accuracy,
    )


@torch.no_grad()
def mean_loss(
    function: LossFunction, arrays: TokenArrays, indices: np.ndarray, batch_tokens: int, pad: int
) -> tuple[float, int]:
    """The mean loss, in nats, over the answer tokens of the samples named, and the number of tokens read."""
    total = count = 0.0
    read = 0
    for batch in fixed_batches(arrays, indices, batch_tokens, pad):
        total += float(function(batch).tokens.sum())
        count += len(batch.targets)
        read += batch.tokens
    return round(total / count, 5), read


def measure_accuracy(
    model: Any, tokenizer: Any, records: list[Record], options: HfOptions, advance: Advance = lambda what, done, total: None
) -> Accuracy:
    """Exact matches on ``records`` (of the tactic view); ``options.n`` samples a state."""
    greedy = HfPolicy(model, tokenizer, DEFAULT, options.model_copy(update={"n": 1, "temperature": 0.0}), "greedy")
    policy = HfPolicy(model, tokenizer, DEFAULT, options, "samples")
    hits_1 = hits_n = proposed = 0
    try:
        for first in range(0, len(records), size := options.batch or 8):
            chunk = records[first : first + size]
            states = [ProofState(key=record.input, goals=(record.input,)) for record in chunk]
            likeliest, ranked = (asyncio.run(one.propose(states)) for one in (greedy, policy))
            hits_1 += _hits(chunk, likeliest)
            hits_n += _hits(chunk, ranked)
            proposed += sum(map(len, ranked))
            advance("next tactic", min(first + size, len(records)), len(records))
    finally:
        greedy.close()
        policy.close()
    count = max(len(records), 1)
    return Accuracy(
        states=len(records),
        n=options.n,
        exact_at_1=round(hits_1 / count, 4),
        exact_at_n=round(hits_n / count, 4),
        proposals_per_state=round(proposed / count, 2),
        seconds_per_state=round(policy.seconds / count, 4),
        generated_tokens_per_second=round(policy.tokens / max(policy.seconds, 1e-9), 1),
    )


def _hits(records: Sequence[Record], answers: Sequence[Sequence[Proposal]]) -> int:
    return sum(
        any(normalize_tactic(proposal.tactic) == normalize_tactic(record.output) for proposal in proposals)
        for record, proposals in zip(records, answers, strict=True)
    )
