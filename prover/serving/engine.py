"""Requests of many clients become batches for one model: dynamic batching around the policies' samplers."""

from __future__ import annotations

import copy
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Optional

import torch
from transformers import PreTrainedTokenizerBase

from prover.policy.batching import Batcher
from prover.policy.decoding import Cut
from prover.policy.hf_load import shared_threads
from prover.policy.prompts import FORMATS, cut_at
from prover.policy.sampling import Interrupted, Sample, Sampler
from prover.serving.errors import ApiError
from prover.serving.metrics import Metrics

_KEPT_SAMPLERS = 16


@dataclass(frozen=True)
class SamplingSettings:
    """What all prompts of a batch share."""

    n: int = 1
    max_tokens: int = 16
    temperature: float = 1.0
    top_k: int = 0
    stop: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Job:
    prompt: str
    settings: SamplingSettings
    seed: int


class CompletionEngine:
    """Samples completions of any prompts.  ``make(prefix, cut, max_new_tokens)`` raises ``ValueError`` if the prefix leaves
    no room.

    Prompts with the same settings share a batch of at most ``max_batch``.  The samplers share a prompt's keys
    and values among its samples; a prompt that begins as one of the prompt formats does (few-shot examples)
    also shares that beginning's with all others, read once.  ``max_queue`` prompts may wait.  ``context``: tokens that
    prompt and answer may have together, ``None`` for any.
    """

    def __init__(
        self,
        make: Callable[[str, Optional[Cut], int], Sampler],
        tokenizer: PreTrainedTokenizerBase,
        *,
        context: int | None,
        max_batch: int,
        max_queue: int = 1024,
        threads: int | None = None,
        prefixes: Sequence[str] = (),
    ) -> None:
        self.context, self.max_queue, self.metrics = context, max_queue, Metrics()
        self._make, self._counter = make, copy.deepcopy(tokenizer)  # a tokenizer serves one thread
        self._threads = threads or shared_threads()
        known = {*prefixes, *(prompt.prefix for prompt in FORMATS.values())}
        self._prefixes = sorted((prefix for prefix in known if prefix), key=len, reverse=True)
        self._sampler = lru_cache(_KEPT_SAMPLERS)(self._make_sampler)
        self._interrupt = threading.Event()
        self._batcher: Batcher[_Job, list[Sample] | Exception] = Batcher(self._run, max_batch, name="serving")
        self.metrics.queue.set_function(lambda: self.waiting)

    @property
    def waiting(self) -> int:
        """Prompts that have not started."""
        return self._batcher.waiting

    async def complete(
        self, prompts: Sequence[str], settings: SamplingSettings, seed: int | None = None
    ) -> tuple[list[list[Sample]], int]:
        """``settings.n`` samples for each prompt, and the number of tokens in the prompts.

        With a ``seed`` the i-th prompt draws from ``seed + i``.  Raises ``ApiError``.
        """
        counted = [len(ids) for ids in self._counter(list(prompts))["input_ids"]]
        if self.context is not None and max(counted) + settings.max_tokens > self.context:
            raise ApiError(
                400,
                f"This model's maximum context length is {self.context} tokens; the prompt has {max(counted)} and "
                f"{settings.max_tokens} are asked for",
                code="context_length_exceeded",
                param="prompt",
            )
        if self.waiting and self.waiting + len(prompts) > self.max_queue:
            raise ApiError(429, f"{self.waiting} prompts are waiting: try again later", code="overloaded")
        first = secrets.randbits(62) if seed is None else seed
        jobs = [_Job(prompt, settings, (first + i) % 2**63) for i, prompt in enumerate(prompts)]
        answers: list[list[Sample]] = []
        try:
            for answer in await self._batcher.submit(jobs):
                if isinstance(answer, Exception):
                    raise answer
                answers.append(answer)
        except RuntimeError as error:
            if self._interrupt.is_set():
                raise ApiError(503, "the server is shutting down", code="shutting_down") from error
            raise
        self.metrics.tokens.labels("prompt").inc(sum(counted))
        return answers, sum(counted)

    def token_texts(self, tokens: Sequence[int]) -> list[str]:
        """Each token's own text."""
        return self._counter.batch_decode([[token] for token in tokens], clean_up_tokenization_spaces=False)

    def close(self) -> None:
        """End the sampling under way, refuse what waits, free the thread."""
        self._interrupt.set()
        self._batcher.close()

    def _prefix(self, prompt: str) -> str:
        return next((p for p in self._prefixes if prompt.startswith(p) and len(prompt) > len(p)), "")

    def _run(self, jobs: list[_Job]) -> list[list[Sample] | Exception]:
        """What fails for one kind of settings fails for no other of the batch."""
        if torch.get_num_threads() != self._threads:
            torch.set_num_threads(self._threads)
        groups: dict[tuple[SamplingSettings, str], list[int]] = {}
        for i, job in enumerate(jobs):
            groups.setdefault((job.settings, self._prefix(job.prompt)), []).append(i)
        answers: list[list[Sample] | Exception] = [[] for _ in jobs]
        for (settings, prefix), places in groups.items():
            begun = time.perf_counter()
            try:
                sampled = self._sample([jobs[i] for i in places], settings, prefix)
            except Exception as error:
                for i in places:
                    answers[i] = error
                continue
            self.metrics.busy.inc(time.perf_counter() - begun)
            self.metrics.batch.observe(len(sampled))
            for i, samples in zip(places, sampled, strict=True):
                answers[i] = samples
                for sample in samples:
                    self.metrics.tokens.labels("completion").inc(len(sample.tokens))
                    self.metrics.completions.labels("stop" if sample.finished else "length").inc()
        return answers

    def _sample(self, jobs: list[_Job], settings: SamplingSettings, prefix: str) -> list[list[Sample]]:
        sampler = self._sampler(prefix, settings.stop, settings.max_tokens)
        if self._interrupt.is_set():
            raise Interrupted("the server is shutting down")
        suffixes = [job.prompt[len(prefix) :] for job in jobs]
        return sampler.sample(suffixes, settings.n, [job.seed for job in jobs], settings.temperature, settings.top_k)

    def _make_sampler(self, prefix: str, stop: tuple[str, ...], max_tokens: int) -> Sampler:
        try:
            sampler = self._make(prefix, partial(cut_at, stops=stop) if stop else None, max_tokens)
        except ValueError as error:
            raise ApiError(400, str(error), code="context_length_exceeded", param="max_tokens") from error
        sampler.interrupt = self._interrupt
        return sampler
