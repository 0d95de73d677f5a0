"""The model of a training run: made, its loss computed, and written out as a Hugging Face folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerBase

from prover.fetch.folder import new_folder
from prover.policy.hf import pick_dtype
from prover.policy.smollm2 import quiet_transformers
from prover.policy.sources import model_source
from prover.training.batches import Batch
from prover.training.config import BaseModelConfig, LoraConfig, ScratchModel, TrainingError

SHARD_SIZE = "15MB"
"""Largest weight file of an export."""


def load_model(source: str, device: torch.device, dtype: torch.dtype) -> tuple[Any, PreTrainedTokenizerBase]:
    """The model and tokenizer in a folder (an adapter's, too), of an id or ``smollm2``, to be measured.  Raises ``TrainingError``."""
    tokenizer = load_base_tokenizer(source)
    return _base(source, "sdpa", dtype).to(device).eval(), tokenizer


def load_base_tokenizer(base: str) -> PreTrainedTokenizerBase:
    """Raises ``TrainingError``."""
    try:
        with quiet_transformers():
            tokenizer = AutoTokenizer.from_pretrained(model_source(base))
    except (OSError, ValueError) as error:
        raise TrainingError(f"model {base!r}: no tokenizer to be had: {str(error).strip().splitlines()[0]}") from error
    if tokenizer.eos_token_id is None:
        raise TrainingError(f"model {base!r}: its tokenizer has no end-of-text token, which ends an answer")
    return tokenizer


def make_model(settings: ScratchModel | BaseModelConfig, tokenizer: PreTrainedTokenizerBase, device: torch.device) -> Any:
    """The model in float32 (a frozen base under LoRA: in what the device computes fastest), ready to train.

    Random weights come from torch's seed.  Raises ``TrainingError``.
    """
    # measured on a CPU (benchmarks/measure/training_speed.py): torch's fused attention is the slower one backwards
    attention = "eager" if device.type == "cpu" else "sdpa"
    if isinstance(settings, ScratchModel):
        model = LlamaForCausalLM(_llama(settings, tokenizer, attention))
    else:
        model = _base(settings.base, attention, pick_dtype(device) if settings.lora else torch.float32)
    model.generation_config.eos_token_id = tokenizer.eos_token_id
    model.generation_config.pad_token_id = pad_token(tokenizer)
    model = model.to(device)
    if isinstance(settings, BaseModelConfig) and settings.lora:
        model = _with_lora(model, settings.lora)
    return model.train()


def pad_token(tokenizer: PreTrainedTokenizerBase) -> int:
    return tokenizer.eos_token_id if tokenizer.pad_token_id is None else tokenizer.pad_token_id


def _llama(settings: ScratchModel, tokenizer: PreTrainedTokenizerBase, attention: str) -> LlamaConfig:
    return LlamaConfig(
        vocab_size=-(-len(tokenizer) // 64) * 64,  # a width that matrix units like
        hidden_size=settings.hidden,
        num_hidden_layers=settings.layers,
        num_attention_heads=settings.heads,
        num_key_value_heads=settings.kv_heads or settings.heads,
        intermediate_size=settings.intermediate,
        max_position_embeddings=settings.max_length,
        tie_word_embeddings=settings.tied,
        rope_parameters={"rope_type": "default", "rope_theta": settings.rope_theta},
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=pad_token(tokenizer),
        attn_implementation=attention,
    )


def _base(base: str, attention: str, dtype: torch.dtype) -> Any:
    try:
        with quiet_transformers():
            return AutoModelForCausalLM.from_pretrained(model_source(base), dtype=dtype, attn_implementation=attention)
    except (OSError, ValueError) as error:
        raise TrainingError(
            f"model {base!r}: not a folder with a causal language model, nor an id that can be fetched: "
            f"{str(error).strip().splitlines()[0]}"
        ) from error


def _with_lora(model: Any, settings: LoraConfig) -> Any:
    try:
        from peft import LoraConfig as PeftConfig
        from peft import get_peft_model
    except ImportError as error:
        raise TrainingError("model.lora needs peft: `pip install 'lean-prover-agent[train]'`") from error
    try:
        return get_peft_model(
            model,
            PeftConfig(
                r=settings.rank,
                lora_alpha=settings.alpha,
                lora_dropout=settings.dropout,
                target_modules=settings.targets,
                task_type="CAUSAL_LM",
            ),
        )
    except ValueError as error:
        raise TrainingError(f"model.lora.targets: {str(error).splitlines()[0]}") from error


def trainable(model: Any) -> dict[str, torch.nn.Parameter]:
    """The parameters that are trained, by name; a matrix used twice comes once."""
    return {name: parameter for name, parameter in model.named_parameters() if parameter.requires_grad}


@dataclass
class Losses:
    """``total``: weighted sum of the tokens' losses, with gradient.  ``tokens`` (K,): each token's own, without."""

    total: torch.Tensor
    tokens: torch.Tensor


class LossFunction:
    """Next-token loss of a batch.  Logits are computed only for the tokens that count: with a small model, the
    projection onto the whole vocabulary would cost as much as the layers."""

    def __init__(self, model: Any, device: torch.device, bfloat16: bool, compiled: bool = False) -> None:
        causal = model.get_base_model() if hasattr(model, "get_base_model") else model
        self._decoder: Callable[..., Any] = causal.get_decoder()
        self._head = causal.get_output_embeddings()
        self._device, self._bfloat16 = device, bfloat16
        if compiled:
            self._decoder = torch.compile(self._decoder, dynamic=True)

    def __call__(self, batch: Batch) -> Losses:
        """Raises ``torch.OutOfMemoryError`` as torch does."""
        ids, where, targets, weights = (self._tensor(a) for a in (batch.ids, batch.where, batch.targets, batch.weights))
        with torch.autocast(self._device.type, torch.bfloat16, enabled=self._bfloat16):
            hidden = self._decoder(input_ids=ids, use_cache=False).last_hidden_state
            logits = self._head(hidden.flatten(0, 1).index_select(0, where))
        losses = F.cross_entropy(logits.float(), targets, reduction="none")
        return Losses((losses * weights).sum(), losses.detach())

    def _tensor(self, array: Any) -> torch.Tensor:
        tensor = torch.from_numpy(array)
        pinned = self._device.type == "cuda"
        return (tensor.pin_memory() if pinned else tensor).to(self._device, non_blocking=pinned)


def export(model: Any, tokenizer: PreTrainedTokenizerBase, folder: Path, files: dict[str, str], merge: bool = True) -> None:
    """Write ``folder`` (in place of one that is there): weights in bfloat16 in files of at most ``SHARD_SIZE``,
    configuration, tokenizer, and the texts ``files``.  ``model`` is used up; an adapter is merged into the weights, or
    with ``merge=False`` written alone."""
    with new_folder(folder) as work:
        adapter = hasattr(model, "merge_and_unload")
        if adapter and not merge:
            model.save_pretrained(work)
        else:
            causal = model.merge_and_unload() if adapter else model
            with quiet_transformers():
                causal.to("cpu", torch.bfloat16).save_pretrained(work, max_shard_size=SHARD_SIZE)
        tokenizer.save_pretrained(work)
        for name, text in files.items():
            (work / name).write_text(text, encoding="utf-8")
        for path in filter(Path.is_file, work.iterdir()):
            path.chmod(0o644)  # safetensors makes its files readable to the owner only
