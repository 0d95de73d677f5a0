"""A causal language model of the Hugging Face kind as a policy: states in, sampled tactics with log-probabilities out."""

from __future__ import annotations

import hashlib
import math
import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Optional

import torch
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase

from prover.fetch import FetchError
from prover.policy.base import ModelProposal, PolicyError, clean_tactic, normalize_tactic
from prover.policy.batching import Batcher
from prover.policy.prompts import PromptFormat, get_format
from prover.policy.sampling import CausalSampler, Sample
from prover.policy.smollm2 import ALIASES, quiet_transformers, smollm2_folder
from search.game import ProofState, Proposal


class HfOptions(BaseModel):
    """What can be set after ``?`` in ``hf:MODEL?name=value&…``."""

    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())

    format: Optional[str] = None
    """Prompt format by name; ``None``: ``plain`` for SmolLM2, ``llemma`` for others."""
    n: int = Field(8, ge=1, le=1024)
    """Samples a state."""
    temperature: float = Field(0.7, ge=0)
    top_k: int = Field(20, ge=0)
    """Draw among the k likeliest tokens; 0: among all."""
    max_new_tokens: int = Field(32, ge=1)
    max_state_tokens: int = Field(512, ge=16)
    """A longer state loses its beginning."""
    batch: Optional[int] = Field(None, ge=1)
    """States in one batch; ``None``: 8 on a CPU, 32 on an accelerator."""
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    threads: Optional[int] = Field(None, ge=1)
    """CPU threads for the model; ``None``: half of the processors.  Lean works on the others, and torch's threads
    wait for each other: measured on 2 cores shared with Lean, two threads take six times as long as one."""
    seed: int = 0


@dataclass
class HfStats:
    """Totals since the start.  ``unfinished`` samples met ``max_new_tokens``, ``refused`` held no tactic worth
    trying, ``repeated`` were equal to another of their state; ``seconds`` is time inside the model."""

    states: int = 0
    batches: int = 0
    samples: int = 0
    tokens: int = 0
    proposals: int = 0
    unfinished: int = 0
    refused: int = 0
    repeated: int = 0
    seconds: float = 0.0


class HfPolicy:
    """Proposes what a causal language model samples.

    Requests of concurrent searches share batches.  A state's proposals depend on the seed and its text
    only.  A proposal's log-probability is the model's own (temperature 1), summed over the tactic's tokens
    and its stop; where several token sequences spell one tactic their probabilities add up.
    """

    def __init__(
        self,
        model: PreTrainedModel,
        tokenizer: PreTrainedTokenizerBase,
        prompt: PromptFormat,
        options: HfOptions | None = None,
        name: str = "hf",
    ) -> None:
        options = options or HfOptions()
        self.name, self.prompt, self.options = name, prompt, options
        self.stats = HfStats()
        self._sampler = CausalSampler(
            model.eval(), tokenizer, prompt.prefix, prompt.cut, options.max_new_tokens, options.max_state_tokens
        )
        on_cpu = self._sampler.device.type == "cpu"
        self._batcher: Batcher[ProofState, list[Proposal]] = Batcher(
            self._run, options.batch or (8 if on_cpu else 32), name=name
        )

    @classmethod
    def load(cls, model: str, **options: Any) -> HfPolicy:
        """The policy of a folder, a Hugging Face id, or ``smollm2``.  Raises ``PolicyError``."""
        name = f"hf:{model}"
        try:
            settings = HfOptions.model_validate(options, strict=False)
        except ValidationError as error:
            said = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
            raise PolicyError(f"policy {name!r}: {said}. Options: {', '.join(HfOptions.model_fields)}") from None
        alias = model in ALIASES
        try:
            prompt = get_format(settings.format or ("plain" if alias else "llemma"))
            source = str(smollm2_folder()) if alias else model
        except (KeyError, FetchError, ImportError, ValueError, OSError) as error:
            raise PolicyError(f"policy {name!r}: {error.args[0] if error.args else error}") from error
        device = pick_device(settings.device)
        loaded, tokenizer = _load(name, source, device, settings.dtype)
        try:
            return cls(loaded, tokenizer, prompt, settings, name)
        except ValueError as error:
            raise PolicyError(f"policy {name!r}: {error}") from error

    async def propose(self, states: Sequence[ProofState]) -> list[list[Proposal]]:
        """Ranked proposals for each state.  Raises ``RuntimeError`` once closed."""
        return await self._batcher.submit(states)

    def close(self) -> None:
        """End the sampling under way, refuse what waits, free the thread."""
        self._sampler.interrupt.set()
        self._batcher.close()

    def _run(self, states: list[ProofState]) -> list[list[Proposal]]:
        threads = self.options.threads or max(1, (os.cpu_count() or 1) // 2)
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)
        start = time.perf_counter()
        sampled = self._sample(states)
        self.stats.seconds += time.perf_counter() - start
        self.stats.states += len(states)
        self.stats.batches += 1
        return [self._proposals(samples) for samples in sampled]

    def _sample(self, states: list[ProofState]) -> list[list[Sample]]:
        suffixes = [self.prompt.suffix(state) for state in states]
        seeds = [_seed(self.options.seed, suffix) for suffix in suffixes]
        try:
            return self._sampler.sample(suffixes, self.options.n, seeds, self.options.temperature, self.options.top_k)
        except torch.OutOfMemoryError:
            if len(states) == 1:
                raise
        torch.cuda.empty_cache()
        half = len(states) // 2
        return self._sample(states[:half]) + self._sample(states[half:])

    def _proposals(self, samples: list[Sample]) -> list[Proposal]:
        self.stats.samples += len(samples)
        self.stats.tokens += sum(len(sample.tokens) for sample in samples)
        spelled: dict[str, dict[tuple[int, ...], Sample]] = {}
        tactics: dict[str, str] = {}
        for sample in samples:
            tactic = clean_tactic(sample.text)
            if not sample.finished:
                self.stats.unfinished += 1
            elif tactic is None:
                self.stats.refused += 1
            else:
                key = normalize_tactic(tactic)
                self.stats.repeated += key in spelled
                tactics.setdefault(key, tactic)
                spelled.setdefault(key, {})[sample.tokens] = sample
        proposals: list[Proposal] = []
        for key, sequences in spelled.items():
            best = max(sequences.values(), key=lambda sample: sample.logprob)
            total = best.logprob + math.log(math.fsum(math.exp(s.logprob - best.logprob) for s in sequences.values()))
            proposals.append(ModelProposal(tactics[key], min(total, 0.0), self.name, tokens=len(best.tokens)))
        self.stats.proposals += len(proposals)
        return sorted(proposals, key=lambda proposal: -proposal.logprob)

    def describe(self) -> dict[str, Any]:
        """Name, settings and totals, for a run's record."""
        sampler = self._sampler
        where = {"device": str(sampler.device), "arithmetic": str(sampler.dtype).removeprefix("torch.")}
        options = {**self.options.model_dump(), "format": self.prompt.name}
        return {"name": self.name, **where, "options": options, "stats": asdict(self.stats)}


def _seed(seed: int, text: str) -> int:
    digest = hashlib.blake2b(f"{seed}\0{text}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def pick_device(wanted: str = "auto") -> torch.device:
    """The device to compute on.  Raises ``PolicyError`` if the one asked for is not here."""
    here = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if wanted == "auto":
        return torch.device(next(kind for kind, present in here.items() if present))
    if not here[wanted]:
        raise PolicyError(f"device {wanted!r} is not available here; leave it out, or use cpu")
    return torch.device(wanted)


def pick_dtype(device: torch.device) -> torch.dtype:
    """bfloat16 where the hardware computes in it (measured on a CPU with AVX-512 BF16: half the time of
    float32), else float16 on an accelerator and float32 on a CPU."""
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    if device.type == "mps":
        return torch.float16
    native = getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)
    return torch.bfloat16 if native() else torch.float32


def _load(name: str, source: str, device: torch.device, dtype: str) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    number = pick_dtype(device) if dtype == "auto" else getattr(torch, dtype)
    try:
        with quiet_transformers():
            tokenizer = AutoTokenizer.from_pretrained(source)
            model = AutoModelForCausalLM.from_pretrained(source, dtype=number)
    except (OSError, ValueError, ImportError) as error:
        kind = "folder" if Path(source).exists() else "folder on this machine nor a model that can be fetched by its id"
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise PolicyError(f"policy {name!r}: not a {kind} with a causal language model: {reason}") from error
    return model.to(device).eval(), tokenizer
