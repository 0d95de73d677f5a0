"""A small model of our own as a writer: the views *draft* and *sketch* of ``prover.policy.views``."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from prover.informal.problem import InformalProblem
from prover.informal.writer import Draft
from prover.policy.base import PolicyError
from prover.policy.batching import Batcher
from prover.policy.hf_load import load_config, load_model, pick_device, shared_threads
from prover.policy.sampling import CausalSampler, Sample
from prover.policy.sources import SHIPPED, model_source
from prover.policy.views import DRAFT, SKETCH, View, draft_input, sketch_input

LONGEST_PROMPT, LONGEST_ANSWER = 512, 240
"""In tokens, as the shipped model was trained (``prover/training/configs/words.yaml``)."""

BATCH = 4


@dataclass(frozen=True)
class _Asked:
    prompt: str
    n: int
    seed: int


class ViewWriter:
    """Writes what a causal model with the views *draft* and *sketch* samples; equal questions and seeds, equal answers.

    It reads no complaints: ``mend`` draws other sketches.  Concurrent questions share batches; the model runs in a thread
    of its own on half of the processors.  All methods raise ``PolicyError`` once it is closed.
    """

    wants_drafts = False
    """Its words say no more than the goal does, from which it sketches as well."""

    def __init__(
        self, sampler: CausalSampler, name: str = "view", temperature: float = 0.8, threads: int | None = None
    ) -> None:
        self.name, self.temperature, self.threads = name, temperature, threads
        self._sampler = sampler
        self._batcher: Batcher[_Asked, list[Sample]] = Batcher(self._run, BATCH, name=name)

    @classmethod
    def load(cls, model: str = "words", temperature: float = 0.8, threads: int | None = None) -> ViewWriter:
        """The writer of ``words``, which comes with the program, or of a folder with such a model.  Raises ``PolicyError``."""
        name = f"view:{model}"
        shipped = SHIPPED.parent / model
        source = str(shipped) if (shipped / "config.json").is_file() else model_source(model)
        if source == "words" and not Path(source).is_dir():
            raise PolicyError(
                f"the shipped model of words is missing from {shipped}: install the program again, or use --writer"
            )
        loaded, tokenizer = load_model(name, source, load_config(name, source), pick_device("auto"))
        try:
            return cls(CausalSampler(loaded, tokenizer, "", None, LONGEST_ANSWER, LONGEST_PROMPT), name, temperature, threads)
        except ValueError as error:
            raise PolicyError(f"writer {name!r}: {error}") from error

    async def draft(self, problem: InformalProblem, goal: str, n: int, seed: int) -> list[str]:
        return await self._ask(DRAFT, draft_input(problem.informal_stmt, goal), n, seed)

    async def sketch(self, problem: InformalProblem, goal: str, draft: Draft, n: int, seed: int) -> list[str]:
        words = draft.text or problem.informal_proof
        return await self._ask(SKETCH, sketch_input(problem.informal_stmt, words, goal), n, seed)

    async def mend(
        self, problem: InformalProblem, goal: str, draft: Draft, broken: str, complaint: str, n: int, seed: int
    ) -> list[str]:
        written = await self.sketch(problem, goal, draft, n, seed + 1_000_003)
        return [text for text in written if text.strip() != broken.strip()]

    async def formalize(self, words: str, n: int, seed: int) -> list[str]:
        raise PolicyError("the shipped model does not formalize: name a writer with --writer openai:… or hf:…")

    def close(self) -> None:
        """End the sampling under way, refuse what waits, free the thread."""
        self._sampler.interrupt.set()
        self._batcher.close()

    async def _ask(self, view: View, text: str, n: int, seed: int) -> list[str]:
        """At most ``n`` different answers that came to their end, likeliest first."""
        if n < 1:
            return []
        try:
            (samples,) = await self._batcher.submit([_Asked(view.prompt(text), n, seed)])
        except torch.OutOfMemoryError as error:
            raise PolicyError(f"writer {self.name!r}: not enough memory: {error}") from error
        except RuntimeError as error:
            raise PolicyError(f"writer {self.name!r}: {error}") from error
        ranked = sorted((s for s in samples if s.finished and s.text.strip()), key=lambda s: -s.logprob)
        return list(dict.fromkeys(sample.text.strip() for sample in ranked))

    def _run(self, asked: Sequence[_Asked]) -> list[list[Sample]]:
        threads = self.threads or shared_threads()
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)
        answers: dict[int, list[Sample]] = {}
        for n in sorted({one.n for one in asked}):
            places = [place for place, one in enumerate(asked) if one.n == n]
            seeds = [_seed(asked[place]) for place in places]
            drawn = self._sampler.sample([asked[place].prompt for place in places], n, seeds, self.temperature)
            answers |= zip(places, drawn, strict=True)
        return [answers[place] for place in range(len(asked))]


def _seed(asked: _Asked) -> int:
    digest = hashlib.blake2b(f"{asked.seed}\0{asked.prompt}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
