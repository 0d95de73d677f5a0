"""Completions of prompts by a language model, drawn or found by beam search, for many states at once."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from prover.policy.decoding import Cut, Ending, Interrupted, Reader, Sample, beam_search, draw_samples, uniforms
from prover.policy.readers import KeysAndValues, RowReader, TreeReader, cache_name, can_read_trees

X = TypeVar("X")

__all__ = ["CausalSampler", "Interrupted", "Sample", "Sampler", "Seq2SeqSampler", "make_sampler"]


class Sampler(ABC):
    """Completes ``prefix + suffix`` for many suffixes at once.  Not thread-safe, but ``interrupt`` may be set
    from another thread.

    ``cut(text) -> (text before the stop, whether there is a stop)`` says where a completion ends besides the
    end-of-text token; ``None``: nowhere, which saves looking.  ``max_prompt_tokens``: what of a prompt is read, as the kind of
    sampler says.  Raises ``ValueError`` for a model that it does not suit.
    """

    def __init__(
        self,
        model: PreTrainedModel,
        tokenizer: PreTrainedTokenizerBase,
        prefix: str,
        cut: Cut | None,
        max_new_tokens: int = 32,
        max_prompt_tokens: int = 512,
    ) -> None:
        self.model, self.tokenizer, self.prefix, self.cut = model, tokenizer, prefix, cut
        self.max_new_tokens, self.max_prompt_tokens = max_new_tokens, max_prompt_tokens
        self.device = next(model.parameters()).device
        self.dtype = next(p.dtype for p in model.parameters() if p.is_floating_point())
        self.interrupt = threading.Event()
        ends = model.generation_config.eos_token_id if model.generation_config else None
        ends = ends if isinstance(ends, (list, tuple)) else [ends, tokenizer.eos_token_id]
        self.ends = frozenset(token for token in ends if token is not None)
        self._prepare()

    @abstractmethod
    def _prepare(self) -> None: ...

    def sample(
        self, suffixes: Sequence[str], n: int, seeds: Sequence[int], temperature: float = 1.0, top_k: int = 0
    ) -> list[list[Sample]]:
        """``n`` samples for each suffix.

        The random numbers of a suffix come from its own seed, so a state's samples do not depend on what
        shares its batch (up to rounding of the arithmetic).  ``temperature`` 0 takes the likeliest token;
        ``top_k`` > 0 draws among the k likeliest.  First tokens are drawn one from each n-th of the
        distribution, which leaves their expected numbers as they are and makes fewer of them equal.  A batch
        that memory does not hold is done in halves.  Raises ``Interrupted`` once ``interrupt`` is set, and
        ``torch.OutOfMemoryError`` where a single suffix is too much.
        """

        def draw(asked: Sequence[tuple[str, int]]) -> list[list[Sample]]:
            uniform = uniforms([seed for _, seed in asked], n, self.max_new_tokens)
            first, reader = self.read([suffix for suffix, _ in asked])
            return draw_samples(first, reader, uniform, self._ending(), self.interrupt, temperature, top_k)

        return _in_halves(draw, list(zip(suffixes, seeds, strict=True)))

    def beam(self, suffixes: Sequence[str], n: int) -> list[list[Sample]]:
        """The ``n`` likeliest completions of each suffix that a beam of width ``n`` finds, best first; fewer
        if fewer have ended.  Memory and errors as ``sample``."""

        def search(asked: Sequence[str]) -> list[list[Sample]]:
            first, reader = self.read(asked)
            return beam_search(first, reader, n, self.max_new_tokens, self._ending(), self.interrupt)

        return _in_halves(search, suffixes)

    @abstractmethod
    def read(self, suffixes: Sequence[str]) -> tuple[torch.Tensor, Reader]:
        """The logits (B, V) after each prompt, float32, and what continues from there."""

    def _ending(self) -> Ending:
        return Ending(self.ends, self.cut, self._decode)

    def _decode(self, rows: list[list[int]]) -> list[str]:
        return self.tokenizer.batch_decode(rows, skip_special_tokens=True, clean_up_tokenization_spaces=False)


@torch.inference_mode()
def _in_halves(run: Callable[[Sequence[X]], list[list[Sample]]], asked: Sequence[X]) -> list[list[Sample]]:
    if not asked:
        return []
    try:
        return run(asked)
    except torch.OutOfMemoryError:
        if len(asked) == 1:
            raise
    torch.cuda.empty_cache()
    half = len(asked) // 2
    return _in_halves(run, asked[:half]) + _in_halves(run, asked[half:])


def make_sampler(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, *settings: Any) -> Sampler:
    """The sampler for this kind of model; ``settings`` as in ``Sampler``."""
    kind = Seq2SeqSampler if getattr(model.config, "is_encoder_decoder", False) else CausalSampler
    return kind(model, tokenizer, *settings)


class CausalSampler(Sampler):
    """Completions by a decoder-only model.

    A prompt's tokens are the start of text (where the tokenizer has one), then the prefix's, then the suffix's,
    tokenized apart from each other and from the answer; the suffix is cut on the left to
    ``max_prompt_tokens`` tokens, so that the template's rest stays.  The prefix is read once.
    """

    def _prepare(self) -> None:
        self.prefix_ids: list[int] = self.tokenizer(self.prefix)["input_ids"] if self.prefix else self._start()
        longest = getattr(self.model.config, "max_position_embeddings", None)
        if longest is not None:
            room = longest - len(self.prefix_ids) - self.max_new_tokens
            if room < 16:
                raise ValueError(
                    f"the prompt leaves no room: the model reads {longest} tokens, the prompt has {len(self.prefix_ids)} "
                    f"and the answer may have {self.max_new_tokens}"
                )
            self.max_prompt_tokens = min(self.max_prompt_tokens, room)
        self.trees = can_read_trees(self.model)
        self._prefix_cache: KeysAndValues = []

    def _start(self) -> list[int]:
        return [token for token in [self.tokenizer.bos_token_id] if token is not None]

    def _suffix_ids(self, suffix: str) -> list[int]:
        ids = self.tokenizer(suffix, add_special_tokens=False)["input_ids"]
        return ids[-self.max_prompt_tokens :]

    def _read_prefix(self) -> KeysAndValues:
        """Keys and values of the prefix, each (1, heads, P, head size), one pair a layer; computed once."""
        if not self._prefix_cache and self.prefix_ids:
            ids = torch.tensor([self.prefix_ids], device=self.device)
            cache = getattr(self.model(input_ids=ids, use_cache=True, logits_to_keep=1), cache_name(self.model))
            self._prefix_cache = [(layer.keys, layer.values) for layer in cache.layers]
        return self._prefix_cache

    def read(self, suffixes: Sequence[str]) -> tuple[torch.Tensor, Reader]:
        rows = [self._suffix_ids(suffix) for suffix in suffixes]
        if self.trees:
            reader: TreeReader | RowReader = TreeReader(self.model, self._read_prefix(), rows)
        else:
            reader = RowReader(self.model, [self.prefix_ids + row for row in rows])
        return reader.first, reader


class Seq2SeqSampler(Sampler):
    """Completions by an encoder-decoder: the encoder reads the whole prompt, cut on the right to
    ``max_prompt_tokens`` tokens (ReProver's way), the decoder answers."""

    def _prepare(self) -> None:
        model = self.model
        start = model.generation_config.decoder_start_token_id if model.generation_config else None
        start = start if start is not None else getattr(model.config, "decoder_start_token_id", None)
        if start is None:
            raise ValueError("the model does not say with which token its decoder starts (decoder_start_token_id)")
        self.start = int(start)

    def read(self, suffixes: Sequence[str]) -> tuple[torch.Tensor, Reader]:
        rows = [
            self.tokenizer(self.prefix + suffix, max_length=self.max_prompt_tokens, truncation=True)["input_ids"]
            for suffix in suffixes
        ]
        padded = max(map(len, rows))
        ids = torch.tensor([row + [0] * (padded - len(row)) for row in rows], device=self.device)
        lengths = torch.tensor([len(row) for row in rows], device=self.device)
        mask = (torch.arange(padded, device=self.device) < lengths[:, None]).long()
        states = self.model.get_encoder()(input_ids=ids, attention_mask=mask).last_hidden_state
        reader = RowReader(self.model, [[self.start]] * len(rows), (states, mask))
        return reader.first, reader
