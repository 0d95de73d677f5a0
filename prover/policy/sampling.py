"""Samples from a causal language model: a shared prompt prefix read once, all samples of a state in one pass.

The samples of one state share its prompt.  Instead of a copy of the prompt's key-value cache for each
sample, they stand side by side as further positions of one sequence, and an attention mask lets each see
the prompt and its own tokens only (tree attention, as in SpecInfer, Miao et al. 2024).  A step over B
states with n samples each is one forward pass of shape (B, n) over a cache of P + L + n·t positions a state,
where P is the prefix's length, L the state's and t the tokens so far.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from transformers import DynamicCache, PreTrainedModel, PreTrainedTokenizerBase


@dataclass(frozen=True)
class Sample:
    """One completion: its text up to the stop, the token ids drawn (the stop's included), the natural
    logarithm of their probability at temperature 1, and whether it came to an end by itself."""

    text: str
    tokens: tuple[int, ...]
    logprob: float
    finished: bool


class Interrupted(RuntimeError):
    """Sampling was told to end early."""


class CausalSampler:
    """Draws completions of ``prefix + suffix`` for many suffixes at once.

    ``cut(text) -> (text before the stop, whether there is a stop)`` tells where a completion ends.  The
    states' part of a prompt is cut on the left to ``max_suffix_tokens`` tokens.  Not thread-safe.
    """

    def __init__(
        self,
        model: PreTrainedModel,
        tokenizer: PreTrainedTokenizerBase,
        prefix: str,
        cut: Callable[[str], tuple[str, bool]],
        max_new_tokens: int = 32,
        max_suffix_tokens: int = 512,
    ) -> None:
        self.model, self.tokenizer, self.cut = model, tokenizer, cut
        self.max_new_tokens, self.max_suffix_tokens = max_new_tokens, max_suffix_tokens
        self.device = next(model.parameters()).device
        self.dtype = next(p.dtype for p in model.parameters() if p.is_floating_point())
        self.interrupt = threading.Event()
        ends = model.generation_config.eos_token_id if model.generation_config else None
        ends = ends if isinstance(ends, (list, tuple)) else [ends, tokenizer.eos_token_id]
        self.ends = frozenset(token for token in ends if token is not None)
        self.prefix_ids: list[int] = tokenizer(prefix)["input_ids"] if prefix else self._start()
        longest = getattr(model.config, "max_position_embeddings", None)
        if longest is not None:
            room = longest - len(self.prefix_ids) - max_new_tokens
            if room < 16:
                raise ValueError(
                    f"the prompt leaves no room: the model reads {longest} tokens, the prompt has {len(self.prefix_ids)}"
                )
            self.max_suffix_tokens = min(max_suffix_tokens, room)
        self._prefix_cache: list[tuple[torch.Tensor, torch.Tensor]] = []

    def _start(self) -> list[int]:
        return [token for token in [self.tokenizer.bos_token_id] if token is not None]

    @torch.inference_mode()
    def sample(
        self, suffixes: Sequence[str], n: int, seeds: Sequence[int], temperature: float = 1.0, top_k: int = 0
    ) -> list[list[Sample]]:
        """``n`` samples for each suffix.

        The random numbers of a suffix come from its own seed, so a state's samples do not depend on what
        shares its batch (up to rounding of the arithmetic).  ``temperature`` 0 takes the likeliest token;
        ``top_k`` > 0 draws among the k likeliest.  First tokens are drawn one from each n-th of the
        distribution, which leaves their expected numbers as they are and makes fewer of them equal.  Raises ``Interrupted`` once ``interrupt`` is set.
        """
        if not suffixes:
            return []
        suffix_ids = [self._suffix_ids(suffix) for suffix in suffixes]
        uniform = torch.stack([
            torch.rand((n, self.max_new_tokens), generator=torch.Generator().manual_seed(seed)) for seed in seeds
        ])  # fmt: skip
        uniform[..., 0] = (uniform[..., 0] + torch.arange(n)) / n
        cache, first = self._read_prompts(suffix_ids)
        draft = _Draft(len(suffixes), n)
        logits = first[:, None, :].expand(-1, n, -1)
        columns = torch.arange(n).expand(len(suffixes), n)
        lengths = torch.tensor([len(ids) for ids in suffix_ids])
        padded = int(lengths.max())
        start = len(self.prefix_ids)
        prompt_mask = torch.cat(
            [torch.ones(len(suffixes), start, dtype=torch.bool), torch.arange(padded) < lengths[:, None]], dim=1
        )
        owners = torch.empty((len(suffixes), 0), dtype=torch.long)
        for step in range(self.max_new_tokens):
            if self.interrupt.is_set():
                raise Interrupted("sampling was interrupted")
            numbers = uniform[..., step].gather(1, columns.clamp(min=0)).to(self.device)
            drawn, logprobs = _draw(logits, numbers, temperature, top_k)
            draft.add(columns, drawn, logprobs)
            self._finish(draft)
            keep = draft.active_columns()
            if keep is None or step + 1 == self.max_new_tokens:
                break
            columns = keep
            owners = torch.cat([owners, columns], dim=1)
            own = owners[:, None, :] == columns[:, :, None]
            seen = torch.cat([prompt_mask[:, None, :].expand(-1, columns.shape[1], -1), own], dim=2)
            position = (start + lengths + step)[:, None].expand_as(columns)
            logits = self._forward(draft.last(columns), position, seen, cache)
        return draft.samples(self.cut, self.tokenizer)

    def _suffix_ids(self, suffix: str) -> list[int]:
        ids = self.tokenizer(suffix, add_special_tokens=False)["input_ids"]
        return ids[-self.max_suffix_tokens :]

    def _read_prefix(self) -> list[tuple[torch.Tensor, torch.Tensor]]:
        """Keys and values of the prefix, each (1, heads, P, head size), one pair a layer; computed once."""
        if not self._prefix_cache and self.prefix_ids:
            ids = torch.tensor([self.prefix_ids], device=self.device)
            cache = self.model(input_ids=ids, use_cache=True, logits_to_keep=1).past_key_values
            self._prefix_cache = [(layer.keys, layer.values) for layer in cache.layers]
        return self._prefix_cache

    def _read_prompts(self, suffix_ids: list[list[int]]) -> tuple[DynamicCache, torch.Tensor]:
        """The cache after every prompt, and the logits (B, V) of each prompt's last token."""
        batch, padded = len(suffix_ids), max(map(len, suffix_ids))
        cache = DynamicCache()
        for layer, (keys, values) in enumerate(self._read_prefix()):
            cache.update(keys.expand(batch, -1, -1, -1), values.expand(batch, -1, -1, -1), layer)
        start = len(self.prefix_ids)
        ids = torch.tensor([row + [0] * (padded - len(row)) for row in suffix_ids])
        position = (start + torch.arange(padded)).expand(batch, -1)
        causal = torch.ones(padded, padded, dtype=torch.bool).tril()
        seen = torch.cat([torch.ones(padded, start, dtype=torch.bool), causal], dim=1).expand(batch, -1, -1)
        last = torch.tensor([len(row) - 1 for row in suffix_ids])
        places, where = last.unique(return_inverse=True)
        logits = self._forward(ids, position, seen, cache, places.to(self.device))
        return cache, logits[torch.arange(batch, device=self.device), where.to(self.device)]

    def _forward(self, ids, position, seen, cache, keep=0) -> torch.Tensor:
        """Logits (B, q, V) in float32; ``seen`` (B, q, keys) says which key each query may see."""
        mask = torch.zeros(seen.shape, dtype=self.dtype).masked_fill_(~seen, torch.finfo(self.dtype).min)
        out = self.model(
            input_ids=ids.to(self.device),
            position_ids=position.to(self.device),
            attention_mask=mask[:, None].to(self.device),
            past_key_values=cache,
            use_cache=True,
            logits_to_keep=keep,
        )
        return out.logits.float()

    def _finish(self, draft: _Draft) -> None:
        """Mark the samples that have come to their end."""
        live = [(b, j) for b in range(draft.batch) for j in range(draft.n) if not draft.done[b][j]]
        texts = self.tokenizer.batch_decode([draft.tokens[b][j] for b, j in live], skip_special_tokens=True)
        for (b, j), text in zip(live, texts, strict=True):
            draft.done[b][j] = draft.tokens[b][j][-1] in self.ends or self.cut(text)[1]


class _Draft:
    """The samples under way: token ids, log-probabilities and whether done, for each state and sample."""

    def __init__(self, batch: int, n: int) -> None:
        self.batch, self.n = batch, n
        self.tokens: list[list[list[int]]] = [[[] for _ in range(n)] for _ in range(batch)]
        self.logprobs = [[0.0] * n for _ in range(batch)]
        self.done = [[False] * n for _ in range(batch)]

    def add(self, columns: torch.Tensor, drawn: torch.Tensor, logprobs: torch.Tensor) -> None:
        """Append one token to each sample named in ``columns`` (B, q); -1 names none."""
        rows = zip(columns.tolist(), drawn.tolist(), logprobs.tolist(), strict=True)
        for b, (samples, tokens, values) in enumerate(rows):
            for j, token, value in zip(samples, tokens, values, strict=True):
                if j >= 0:
                    self.tokens[b][j].append(token)
                    self.logprobs[b][j] += value

    def active_columns(self) -> torch.Tensor | None:
        """Samples still to be continued (B, q), filled up with -1; ``None`` if there are none."""
        rows = [[j for j in range(self.n) if not done[j]] for done in self.done]
        width = max(map(len, rows))
        return torch.tensor([row + [-1] * (width - len(row)) for row in rows]) if width else None

    def last(self, columns: torch.Tensor) -> torch.Tensor:
        """Each named sample's newest token (B, q)."""
        return torch.tensor([
            [self.tokens[b][j][-1] if j >= 0 else 0 for j in row] for b, row in enumerate(columns.tolist())
        ])  # fmt: skip

    def samples(self, cut: Callable[[str], tuple[str, bool]], tokenizer: PreTrainedTokenizerBase) -> list[list[Sample]]:
        return [
            [
                Sample(cut(tokenizer.decode(tokens, skip_special_tokens=True))[0], tuple(tokens), logprob, done)
                for tokens, logprob, done in zip(*row, strict=True)
            ]
            for row in zip(self.tokens, self.logprobs, self.done, strict=True)
        ]


def _draw(logits: torch.Tensor, uniform: torch.Tensor, temperature: float, top_k: int) -> tuple[torch.Tensor, torch.Tensor]:
    """One token for each of (B, q) distributions by inverting its distribution function at ``uniform`` (B, q).

    Returns token ids and their log-probabilities at temperature 1, both (B, q).
    """
    if temperature == 0:
        drawn = logits.argmax(-1)
    else:
        likely, ids = logits.topk(min(top_k, logits.shape[-1]), dim=-1) if top_k > 0 else (logits, None)
        mass = torch.softmax(likely / temperature, dim=-1).cumsum(-1)
        place = torch.searchsorted(mass, (uniform[..., None] * mass[..., -1:]).contiguous(), right=True)
        place = place.clamp_(max=likely.shape[-1] - 1)
        drawn = (place if ids is None else ids.gather(-1, place)).squeeze(-1)
    return drawn, logits.gather(-1, drawn[..., None]).squeeze(-1) - logits.logsumexp(-1)
