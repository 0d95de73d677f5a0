"""Our own server from a model's name to the running process."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prover.serving.errors import ServingError

if TYPE_CHECKING:
    from prover.policy.prompts import PromptFormat

_BACKLOG = 2048
"""Connections that may wait to be taken, as uvicorn has it."""


def served_name(model: str) -> str:
    """What clients call a model: an id as it is, a folder by its last part."""
    path = Path(model)
    return path.resolve().name if path.is_dir() else model


def bind(host: str, port: int) -> socket.socket:
    """A socket that holds the address before the model is loaded; port 0 takes a free one.  Raises ``ServingError``.

    It listens at once: only that keeps others away, and clients that come early wait and are not turned away.
    """
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        both = family == socket.AF_INET6 and socket.has_dualstack_ipv6()
        return socket.create_server(address, family=family, backlog=_BACKLOG, dualstack_ipv6=both)
    except socket.gaierror as error:
        raise ServingError(f"--host {host}: {error.strerror}") from error
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error
        raise ServingError(f"cannot listen on {host} port {port} ({reason}): choose another --port") from error


def address_of(taken: socket.socket, host: str) -> str:
    """``http://HOST:PORT``, with an address clients on this machine can use."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{taken.getsockname()[1]}"


@dataclass
class ModelServer:
    """A loaded model with its application."""

    app: Any
    prompt_format: str
    where: str

    async def run(self, taken: socket.socket, ready: Callable[[], None]) -> None:
        """Serve on the socket; ``ready`` is called when requests are taken.  Ends on SIGINT, SIGTERM, and where
        ``uvicorn.should_exit`` is set."""
        import uvicorn

        class Announcing(uvicorn.Server):
            async def startup(self, sockets=None) -> None:
                await super().startup(sockets)
                ready()

        config = uvicorn.Config(
            self.app, log_level="warning", access_log=False, timeout_graceful_shutdown=2, lifespan="on", ws="none"
        )
        self.uvicorn = Announcing(config)
        await self.uvicorn.serve(sockets=[taken])


def resolve(model: str, prompt_format: str | None) -> tuple[str, PromptFormat, Any]:
    """Where to load the model from (a folder or an id), the prompt format it wants, its configuration.

    Raises ``PolicyError``, ``FetchError``, ``ServingError``.
    """
    from prover.policy.hf_load import load_config
    from prover.policy.hf_options import HfOptions, choose_format
    from prover.policy.prompts import get_format
    from prover.policy.sources import model_source

    source = model_source(model)
    config = load_config(f"hf:{model}", source)
    try:
        prompt = choose_format(HfOptions(), model, source, config) if prompt_format is None else get_format(prompt_format)
        return source, prompt, config
    except ValueError as error:
        raise ServingError(f"{model}: {error}; choose another --format") from error


def load(
    model: str, name: str, prompt_format: str | None = None, *, device: str = "auto", dtype: str = "auto",
    threads: int | None = None, max_batch: int | None = None, max_queue: int = 1024, api_key: str | None = None,
) -> ModelServer:  # fmt: skip
    """Load the model and make its application; ``None``: what the model or the machine suggests.

    Raises ``PolicyError``, ``FetchError``, ``ServingError``.
    """
    from prover.policy.hf_load import load_model, pick_device
    from prover.policy.sampling import make_sampler
    from prover.serving.app import create_app
    from prover.serving.engine import CompletionEngine

    source, prompt, config = resolve(model, prompt_format)
    where = pick_device(device)
    network, tokenizer = load_model(f"hf:{model}", source, config, where, dtype)
    seq2seq = bool(getattr(config, "is_encoder_decoder", False))
    context = None if seq2seq else getattr(config, "max_position_embeddings", None)

    longest = prompt.max_state_tokens if seq2seq else context or 1 << 20
    engine = CompletionEngine(
        lambda prefix, cut, max_new_tokens: make_sampler(network, tokenizer, prefix, cut, max_new_tokens, longest),
        tokenizer,
        context=context,
        max_batch=max_batch or (8 if where.type == "cpu" else 64),
        max_queue=max_queue,
        threads=threads,
        prefixes=[prompt.prefix],
    )
    arithmetic = str(network.dtype).removeprefix("torch.")
    return ModelServer(create_app(engine, name, prompt.name, api_key), prompt.name, f"{where}, {arithmetic}")
