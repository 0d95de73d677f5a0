"""How models continue many sequences at once: side by side in one cache (trees), or in rows of a batch."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any, Optional

import torch
from transformers import Cache, DynamicCache, PreTrainedModel
from transformers.cache_utils import DynamicLayer

KeysAndValues = list[tuple[torch.Tensor, torch.Tensor]]


def cache_name(model: PreTrainedModel) -> str:
    """What the model calls the cache it is given and gives back: transformers 5.24 has renamed it."""
    return "cache" if "cache" in inspect.signature(model.forward).parameters else "past_key_values"


class _RoomyLayer(DynamicLayer):
    """A cache layer that writes into a buffer with room for more, instead of copying everything at every token."""

    ROOM = 128

    def update(self, key_states: torch.Tensor, value_states: torch.Tensor, *args: Any, **more: Any) -> Any:
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
            self.keys, self.values = key_states[..., :0, :], value_states[..., :0, :]
            self._buffers = self.keys, self.values
        used, needed = self.keys.shape[-2], self.keys.shape[-2] + key_states.shape[-2]
        if needed > self._buffers[0].shape[-2]:
            self._buffers = self._larger(self.keys, needed), self._larger(self.values, needed)
        for buffer, new in zip(self._buffers, (key_states, value_states), strict=True):
            buffer[..., used:needed, :] = new
        self.keys, self.values = (buffer[..., :needed, :] for buffer in self._buffers)
        return self.keys, self.values

    def _larger(self, old: torch.Tensor, needed: int) -> torch.Tensor:
        batch, heads, used, size = old.shape
        # zeros: a masked position must not hold what may not be a number
        buffer = old.new_zeros((batch, heads, needed + max(self.ROOM, needed // 2), size))
        buffer[..., :used, :] = old
        return buffer


class TreeReader:
    """The sequences of a state stand side by side as further positions of one sequence, and an attention mask
    lets each see the prompt and its own tokens only (tree attention, as in SpecInfer, Miao et al. 2024), so
    that the prompt's keys and values are neither copied nor moved.  A step over B states with q sequences each
    is one forward pass of shape (B, q) over P + L + all earlier tokens a state, where P is the prefix's
    length and L the longest prompt's.
    """

    def __init__(self, model: PreTrainedModel, prefix: KeysAndValues, prompts: Sequence[Sequence[int]]) -> None:
        self.model = model
        self.device = next(model.parameters()).device
        self.dtype = next(p.dtype for p in model.parameters() if p.is_floating_point())
        self.hidden = torch.finfo(self.dtype).min
        batch, padded = len(prompts), max(map(len, prompts))
        start = prefix[0][0].shape[-2] if prefix else 0
        self.cache, self.cache_name = Cache(layer_class_to_replicate=_RoomyLayer), cache_name(model)
        for layer, (keys, values) in enumerate(prefix):
            self.cache.update(keys.expand(batch, -1, -1, -1), values.expand(batch, -1, -1, -1), layer)
        lengths = torch.tensor([len(row) for row in prompts])
        self.position = (start + lengths)[:, None].to(self.device)
        seen = torch.cat([torch.ones(batch, start, dtype=torch.bool), torch.arange(padded) < lengths[:, None]], dim=1)
        self.mask = self._additive(seen)[:, None]
        ids = torch.tensor([[*row, *[0] * (padded - len(row))] for row in prompts])
        position = (start + torch.arange(padded)).expand(batch, -1)
        causal = torch.ones(padded, padded, dtype=torch.bool).tril()
        seen = torch.cat([torch.ones(padded, start, dtype=torch.bool), causal], dim=1)
        places, where = (lengths - 1).unique(return_inverse=True)
        mask = self._additive(seen).expand(batch, -1, -1)
        logits = self.forward(ids.to(self.device), position.to(self.device), mask, places.to(self.device))
        self.first = logits[torch.arange(batch, device=self.device), where.to(self.device)]
        """Logits (B, V) after each prompt, float32."""

    def step(self, parents: Optional[torch.Tensor], tokens: torch.Tensor) -> torch.Tensor:
        batch, width = tokens.shape
        if parents is not None:
            rows = parents.to(self.device)[..., None].expand(-1, -1, self.mask.shape[-1])
            self.mask = self.mask.gather(1, rows)
        itself = torch.full((width, width), self.hidden, dtype=self.dtype, device=self.device).fill_diagonal_(0)
        self.mask = torch.cat([self.mask, itself.expand(batch, -1, -1)], dim=2)
        logits = self.forward(tokens.to(self.device), self.position.expand(-1, width), self.mask)
        self.position = self.position + 1
        return logits

    def forward(self, ids: torch.Tensor, position: torch.Tensor, mask: torch.Tensor, keep: Any = 0) -> torch.Tensor:
        """Logits (B, q, V) in float32; ``mask`` (B, q, keys) is added to the attention's scores."""
        out = self.model(
            input_ids=ids,
            position_ids=position,
            attention_mask=mask[:, None],
            use_cache=True,
            logits_to_keep=keep,
            **{self.cache_name: self.cache},
        )
        return out.logits.float()

    def _additive(self, seen: torch.Tensor) -> torch.Tensor:
        return torch.zeros(seen.shape, dtype=self.dtype).masked_fill_(~seen, self.hidden).to(self.device)


@torch.inference_mode()
def can_read_trees(model: PreTrainedModel) -> bool:
    """Whether tree attention gives this model's own logits, tried on four tokens: it does where attention obeys
    a mask over query and key and positions are those given, and does not with, e.g., a recurrent state."""
    if not {"position_ids", "logits_to_keep", cache_name(model)} <= set(inspect.signature(model.forward).parameters):
        return False
    token = [int(i) for i in torch.linspace(1, model.get_input_embeddings().weight.shape[0] - 1, 4)]
    try:
        reader = TreeReader(model, [], [token[:2]])
        reader.step(torch.tensor([[0, 0]]), torch.tensor([token[2:]]))
        side_by_side = reader.step(None, torch.tensor([[token[0], token[1]]]))[0]
    except (RuntimeError, ValueError, TypeError, AttributeError, NotImplementedError):
        return False
    rows = [[*token[:2], token[2], token[0]], [*token[:2], token[3], token[1]]]
    alone = model(torch.tensor(rows, device=reader.device), use_cache=False).logits[:, -1].float()
    return bool((side_by_side - alone).norm() <= 0.05 * (alone - alone.mean()).norm())


class RowReader:
    """Every sequence is a row of the batch, with a copy of its prompt's cache: for any causal model, with
    prompts padded on the left, and for encoder-decoders, whose ``encoded`` = (hidden states (B, L, H), mask
    (B, L)) come from the encoder, padded on the right, and whose prompts are the decoder's first tokens.
    """

    def __init__(
        self,
        model: PreTrainedModel,
        prompts: Sequence[Sequence[int]],
        encoded: Optional[tuple[torch.Tensor, torch.Tensor]] = None,
    ) -> None:
        self.model, self.encoded = model, encoded
        self.device = next(model.parameters()).device
        self.cache: Any = None
        self.cache_name = cache_name(model)
        accepted = inspect.signature(model.forward).parameters
        self.positions = encoded is None and "position_ids" in accepted
        self.cut_logits = {"logits_to_keep": 1} if "logits_to_keep" in accepted else {}
        padded = max(map(len, prompts))
        ids = torch.tensor([[*[0] * (padded - len(row)), *row] for row in prompts], device=self.device)
        lengths = torch.tensor([len(row) for row in prompts], device=self.device)
        self.mask = (torch.arange(padded, device=self.device) >= padded - lengths[:, None]).long()
        self.width = 1
        self.first = self._forward(ids)
        """Logits (B, V) after each prompt, float32."""

    def step(self, parents: Optional[torch.Tensor], tokens: torch.Tensor) -> torch.Tensor:
        batch, width = tokens.shape
        if parents is not None:
            rows = (torch.arange(batch)[:, None] * self.width + parents).flatten().to(self.device)
            self.cache.reorder_cache(rows)
            self.mask = self.mask[rows]
            if self.encoded is not None:
                self.encoded = self.encoded[0][rows], self.encoded[1][rows]
            self.width = width
        self.mask = torch.cat([self.mask, self.mask.new_ones((batch * width, 1))], dim=1)
        return self._forward(tokens.reshape(-1, 1).to(self.device)).unflatten(0, (batch, width))

    def _forward(self, ids: torch.Tensor) -> torch.Tensor:
        if self.encoded is not None:
            states, mask = self.encoded
            out = self.model(
                encoder_outputs=(states,),
                attention_mask=mask,
                decoder_input_ids=ids,
                use_cache=True,
                **{self.cache_name: self.cache},
            )
        else:
            more: dict[str, Any] = dict(self.cut_logits)
            more[self.cache_name] = DynamicCache(config=self.model.config) if self.cache is None else self.cache
            if self.positions:
                more["position_ids"] = (self.mask.cumsum(1) - 1).clamp(min=0)[:, -ids.shape[1] :]
            out = self.model(input_ids=ids, attention_mask=self.mask, use_cache=True, **more)
        self.cache = getattr(out, self.cache_name)
        return out.logits[:, -1].float()
