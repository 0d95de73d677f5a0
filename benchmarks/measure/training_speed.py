"""How many tokens a second this machine trains on, by model size, vocabulary and way of computing.

    python -m benchmarks.measure.training_speed                                 # the sizes of the built-in configurations' kind
    python -m benchmarks.measure.training_speed --sizes 6M --vocabularies 8192 --ways float32,bfloat16,bfloat16+compile --threads 1
    python -m benchmarks.measure.training_speed --bases smollm2 --sizes ""      # a base under low-rank adapters

Prints one line a measurement: tokens a second of wall time, and a second of processor time (all threads summed),
which is the steadier figure on a machine that does other things too; then seconds for 8 proposals of at most 32
tokens for a state of ``--state`` tokens, as the policy makes them (random weights seldom end early: the worst case).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import time
from typing import Any

import numpy as np
import torch

from prover.policy.hf import HfOptions, HfPolicy, pick_device
from prover.policy.prompts import DEFAULT
from prover.training.batches import Batch, make_batch
from prover.training.config import BaseModelConfig, LoraConfig, OptimizationConfig, ScratchModel
from prover.training.model import LossFunction, load_base_tokenizer, make_model, trainable
from prover.training.optimize import Optimizers
from prover.training.tokenizer import train_tokenizer
from search.game import ProofState

SIZES = {
    "3M": ScratchModel(hidden=192, layers=6, heads=3, intermediate=512),
    "6M": ScratchModel(hidden=256, layers=6, heads=4, intermediate=768),
    "12M": ScratchModel(hidden=384, layers=6, heads=6, intermediate=1024),
    "25M": ScratchModel(hidden=512, layers=7, heads=8, intermediate=1536),
}
WAYS = "WAY: float32 or bfloat16, then any of +compile, +sdpa (torch's fused attention), +eager, +muon, +all (a loss on every token)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="3M,6M,12M,25M", help=f"of {', '.join(SIZES)}")
    parser.add_argument("--vocabularies", default="8192")
    parser.add_argument("--bases", default="", help="bases to train with low-rank adapters, such as smollm2")
    parser.add_argument("--ways", default="float32,bfloat16", help=WAYS)
    parser.add_argument("--rows", type=int, default=16, help="sequences a step")
    parser.add_argument("--length", type=int, default=256, help="tokens of a sequence")
    parser.add_argument("--answer", type=int, default=32, help="of them, tokens of the answer")
    parser.add_argument("--state", type=int, default=160, help="tokens of the state to propose for; 0: do not propose")
    parser.add_argument("--seconds", type=float, default=4.0, help="of a measurement, at least")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--device", default="auto")
    options = parser.parse_args()
    device = pick_device(options.device)
    models: list[tuple[str, int, Any]] = [
        (size, int(vocabulary), SIZES[size])
        for size in filter(None, options.sizes.split(","))
        for vocabulary in options.vocabularies.split(",")
    ]
    models += [(base, 0, BaseModelConfig(base=base, lora=LoraConfig())) for base in filter(None, options.bases.split(","))]
    for name, vocabulary, settings in models:
        for way in options.ways.split(","):
            torch.set_num_threads(options.threads)
            figures = measure(settings, vocabulary, way, options, device)
            print(
                json.dumps({"model": name, "vocabulary": vocabulary, "way": way, "threads": options.threads, **figures}),
                flush=True,
            )
        if options.state and isinstance(settings, ScratchModel):
            seconds = propose(settings, vocabulary, options, device)
            print(json.dumps({"model": name, "vocabulary": vocabulary, "seconds_for_8_proposals": seconds}), flush=True)


def measure(settings: Any, vocabulary: int, way: str, options: argparse.Namespace, device: torch.device) -> dict[str, float]:
    """Tokens a second of whole steps, optimizer included, after two that are not counted."""
    precision, *extras = way.split("+")
    if precision not in ("float32", "bfloat16") or set(extras) - {"compile", "sdpa", "eager", "muon", "all"}:
        sys.exit(f"no such way: {way}. {WAYS}")
    torch.manual_seed(0)
    model = make_model(settings, _tokenizer(settings, vocabulary), device)
    causal = model.get_base_model() if hasattr(model, "get_base_model") else model
    for attention in {"sdpa", "eager"} & set(extras):
        causal.set_attn_implementation(attention)
    loss = LossFunction(model, device, precision == "bfloat16", "compile" in extras)
    weights = trainable(model)
    optimizers = Optimizers(weights, OptimizationConfig(optimizer="muon" if "muon" in extras else "adamw"))
    random = np.random.default_rng(0)
    width = causal.get_output_embeddings().weight.shape[0]

    def step() -> None:
        batch = _batch(random, width, options, 0.1 if "all" in extras else 0.0)
        (loss(batch).total / float(batch.weights.sum())).backward()
        optimizers.step(0.5)

    step()
    step()
    started, used, steps = time.perf_counter(), time.process_time(), 0
    while time.perf_counter() - started < options.seconds or steps < 2:
        step()
        steps += 1
    if device.type == "cuda":
        torch.cuda.synchronize()
    wall, processor = time.perf_counter() - started, time.process_time() - used
    tokens = steps * options.rows * options.length
    return {
        "parameters": sum(p.numel() for p in model.parameters()),
        "tokens_per_second": round(tokens / wall),
        "tokens_per_processor_second": round(tokens / processor),
    }


def propose(settings: ScratchModel, vocabulary: int, options: argparse.Namespace, device: torch.device) -> float:
    """Seconds of processor time (CPU; wall time elsewhere) that 8 proposals for one state take, the quickest of 3."""
    number = torch.bfloat16 if device.type == "cpu" else torch.float16
    tokenizer = _tokenizer(settings, vocabulary)
    model = make_model(settings, tokenizer, device).to(number)
    policy = HfPolicy(model, tokenizer, DEFAULT, HfOptions(n=8, max_new_tokens=32, threads=options.threads))
    clock = time.process_time if device.type == "cpu" else time.perf_counter
    took = []
    for i in range(3):
        start = clock()
        asyncio.run(policy.propose([ProofState(str(i), (f"{i} " * (options.state // 2),))]))
        took.append(clock() - start)
    policy.close()
    return round(min(took), 3)


def _tokenizer(settings: Any, vocabulary: int) -> Any:
    """The base's, or one padded to ``vocabulary`` tokens that never occur."""
    if isinstance(settings, BaseModelConfig):
        return load_base_tokenizer(settings.base)
    tokenizer = train_tokenizer(["⊢ 1 + 1 = 2"], 300)
    tokenizer.add_tokens([f"\x00{i}" for i in range(vocabulary - len(tokenizer))])
    return tokenizer


def _batch(random: np.random.Generator, width: int, options: argparse.Namespace, input_loss: float) -> Batch:
    length = options.length + 1
    rows = [(random.integers(0, width, length), length - options.answer, "tactic") for _ in range(options.rows)]
    return make_batch(rows, 0, input_loss)


if __name__ == "__main__":
    main()
