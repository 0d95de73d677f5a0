"""Loading a Hugging Face model where it runs best."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from prover.policy.base import PolicyError
from prover.policy.smollm2 import quiet_transformers


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


def shared_threads() -> int:
    """Threads for a model that shares the processors with Lean: half of them."""
    return max(1, (os.cpu_count() or 1) // 2)


def load_config(name: str, source: str) -> Any:
    """The model's configuration.  Raises ``PolicyError``; ``name`` is the policy's, for the message."""
    with _loading(name, source):
        return AutoConfig.from_pretrained(source)


def load_model(
    name: str, source: str, config: Any, device: torch.device, dtype: str = "auto"
) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    """Model and tokenizer; an encoder-decoder where the configuration says so, else a causal model.

    T5's float16 overflows, so where bfloat16 is missing an encoder-decoder computes in float32.  Raises ``PolicyError``.
    """
    seq2seq = bool(getattr(config, "is_encoder_decoder", False))
    number = pick_dtype(device) if dtype == "auto" else getattr(torch, dtype)
    if seq2seq and dtype == "auto" and number == torch.float16:
        number = torch.float32
    kind = AutoModelForSeq2SeqLM if seq2seq else AutoModelForCausalLM
    with _loading(name, source):
        tokenizer = AutoTokenizer.from_pretrained(source)
        model = kind.from_pretrained(source, dtype=number)
    return model.to(device).eval(), tokenizer


@contextmanager
def _loading(name: str, source: str) -> Iterator[None]:
    try:
        with quiet_transformers():
            yield
    except (OSError, ValueError, ImportError) as error:
        kind = "folder" if Path(source).exists() else "folder on this machine nor a model that can be fetched by its id"
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        raise PolicyError(f"policy {name!r}: not a {kind} with a causal or encoder-decoder language model: {reason}") from error
