"""vLLM in the place of our own server: whether it can run here, and its command line."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from prover.serving.errors import ServingError


def why_not() -> str | None:
    """Why vLLM cannot run here, with what to do; ``None`` if it can."""
    if importlib.util.find_spec("vllm") is None:
        return "vLLM is not installed (`pip install vllm`, in an environment of its own if need be)"
    import torch

    if not torch.cuda.is_available():
        return "vLLM needs a GPU, and torch sees none here"
    return None


def command(source: str, name: str, host: str, port: int, *, dtype: str = "auto", more: Sequence[str] = ()) -> list[str]:
    """The command line that serves the model at ``source`` (a folder or an id) as ``name``.

    Prefix caching is on: all prompts of a few-shot format begin alike, and the samples of a state share it.
    """
    return [
        sys.executable, "-m", "vllm.entrypoints.openai.api_server",
        "--model", source, "--served-model-name", name, "--host", host, "--port", str(port),
        "--dtype", dtype, "--enable-prefix-caching", *more,
    ]  # fmt: skip


def become(arguments: Sequence[str], api_key: str | None) -> NoReturn:
    """Go on as vLLM, in this very process, so that signals reach it.  The key goes by the environment, where other
    users of the machine do not see it.  Raises ``ServingError``."""
    environment = os.environ | ({} if api_key is None else {"VLLM_API_KEY": api_key})
    sys.stdout.flush()
    sys.stderr.flush()
    try:
        os.execve(arguments[0], list(arguments), environment)
    except OSError as error:
        raise ServingError(f"vLLM does not start: {error}") from error
