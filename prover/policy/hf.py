"""A language model of the Hugging Face kind as a policy: states in, tactics with log-probabilities out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from prover.fetch import FetchError
from prover.policy.answers import ModelAnswer, proposals_of, seed_for
from prover.policy.base import PolicyError, Sampling
from prover.policy.batching import Batcher
from prover.policy.hf_load import load_config, load_model, pick_device, pick_dtype, shared_threads
from prover.policy.hf_options import HfOptions, choose_format
from prover.policy.prompts import PromptFormat
from prover.policy.sampling import Sample, make_sampler
from prover.policy.sources import model_source
from search.game import ProofState, Proposal

__all__ = ["HfOptions", "HfPolicy", "pick_device", "pick_dtype", "shared_threads"]


class HfPolicy(Sampling):
    """Proposes what a causal or encoder-decoder language model samples, or what beam search finds in it.

    Requests of concurrent searches share batches.  A state's proposals depend on the seed and its text
    only.  A proposal's log-probability is the model's own (temperature 1), summed over the tactic's tokens
    and its stop; where several token sequences spell one tactic their probabilities add up.  ``propose`` raises
    ``RuntimeError`` once closed.  Beams are the same with every seed.  ``seconds`` inside the model and ``tokens`` drawn
    are totals.
    """

    def __init__(
        self,
        model: PreTrainedModel,
        tokenizer: PreTrainedTokenizerBase,
        prompt: PromptFormat,
        options: HfOptions | None = None,
        name: str = "hf",
    ) -> None:
        options = (options or HfOptions()).resolved(prompt)
        self.name, self.prompt, self.options = name, prompt, options
        self.draws = options.decoding != "beam" and options.temperature > 0
        self.seconds, self.tokens = 0.0, 0
        cut = prompt.cut if prompt.stop else None
        self._sampler = make_sampler(
            model.eval(), tokenizer, prompt.prefix, cut, options.max_new_tokens, options.max_state_tokens
        )
        on_cpu = self._sampler.device.type == "cpu"
        self._batcher: Batcher[tuple[ProofState, int], list[Proposal]] = Batcher(
            self._run, options.batch or (8 if on_cpu else 32), name=name
        )

    @classmethod
    def load(cls, model: str, **options: Any) -> HfPolicy:
        """The policy of a folder, a Hugging Face id, or ``smollm2``.  Raises ``PolicyError``."""
        name = f"hf:{model}"
        settings = HfOptions.checked(f"policy {name!r}", options)
        try:
            source = model_source(model)
            config = load_config(name, source)
            prompt = choose_format(settings, model, source, config)
            loaded, tokenizer = load_model(name, source, config, pick_device(settings.device), settings.dtype)
            return cls(loaded, tokenizer, prompt, settings, name)
        except PolicyError:
            raise
        except (FetchError, ImportError, ValueError, OSError) as error:
            raise PolicyError(f"policy {name!r}: {error}") from error

    async def _draw_for(self, states: Sequence[ProofState], seed: int) -> list[list[Proposal]]:
        return await self._batcher.submit([(state, seed) for state in states])

    def close(self) -> None:
        """End the sampling under way, refuse what waits, free the thread."""
        self._sampler.interrupt.set()
        self._batcher.close()

    def _run(self, asked: list[tuple[ProofState, int]]) -> list[list[Proposal]]:
        threads = self.options.threads or shared_threads()
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)
        start = time.perf_counter()
        sampled = self._sample(asked)
        self.seconds += time.perf_counter() - start
        self.tokens += sum(len(sample.tokens) for samples in sampled for sample in samples)
        return [self._proposals(samples) for samples in sampled]

    def _sample(self, asked: list[tuple[ProofState, int]]) -> list[list[Sample]]:
        suffixes = [self.prompt.suffix(state) for state, _ in asked]
        if self.options.decoding == "beam":
            return self._sampler.beam(suffixes, self.options.n)
        seeds = [seed_for(self.options.seed + more, suffix) for (_, more), suffix in zip(asked, suffixes, strict=True)]
        return self._sampler.sample(suffixes, self.options.n, seeds, self.options.temperature, self.options.top_k)

    def _proposals(self, samples: list[Sample]) -> list[Proposal]:
        answers = [ModelAnswer(self.prompt.unmarked(s.text), s.tokens, s.logprob, s.finished) for s in samples]
        return proposals_of(answers, self.name, len(answers), self.options.weight, self.options.score)
