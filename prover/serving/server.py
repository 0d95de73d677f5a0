"""Our own server from a model's name to the running process."""

from __future__ import annotations

import socket
import sys
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
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise ServingError(f"--host {host}: {error.strerror}") from error
    taken = socket.socket(family, kind, protocol)
    try:
        if sys.platform == "win32":  # there SO_REUSEADDR would let two listen
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
        taken.listen(_BACKLOG)
    except OSError as error:
        taken.close()
        raise ServingError(f"cannot listen on {host} port {port} ({error.strerror}): choose another --port") from error
    return taken


def address_of(taken: socket.socket, host: str) -> str:
    """``http://HOST:PORT``, with an address clients on this machine can use."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{taken.getsockname()[1]}"


@dataclass(frozen=True)
class ServerOptions:
    """``None``: what the model or the machine suggests."""

    name: str
    format: str | None = None
    device: str = "auto"
    dtype: str = "auto"
    threads: int | None = None
    max_batch: int | None = None
    max_queue: int = 1024
    api_key: str | None = None


@dataclass
class ModelServer:
    """A loaded model with its application; ``run`` serves until asked to end."""

    app: object
    prompt_format: str
    where: str
    _uvicorn: Any = None

    async def run(self, taken: socket.socket, ready: Callable[[], None]) -> None:
        """Serve on the socket; ``ready`` is called when requests are taken.  Ends on SIGINT, SIGTERM and ``stop``."""
        import uvicorn

        class Announcing(uvicorn.Server):
            async def startup(self, sockets=None) -> None:
                await super().startup(sockets)
                ready()

        config = uvicorn.Config(
            self.app, log_level="warning", access_log=False, timeout_graceful_shutdown=2, lifespan="on", ws="none"
        )
        self._uvicorn = Announcing(config)
        await self._uvicorn.serve(sockets=[taken])

    def stop(self) -> None:
        """Have ``run`` end."""
        if self._uvicorn is not None:
            self._uvicorn.should_exit = True


def resolve(model: str, prompt_format: str | None) -> tuple[str, PromptFormat, Any]:
    """Where to load the model from (a folder or an id), the prompt format it wants, its configuration.

    Raises ``PolicyError``, ``FetchError``, ``ServingError``.
    """
    from prover.policy.hf_load import load_config
    from prover.policy.hf_options import HfOptions, choose_format
    from prover.policy.sources import model_source

    source = model_source(model)
    config = load_config(f"hf:{model}", source)
    try:
        return source, choose_format(HfOptions(format=prompt_format), model, source, config), config
    except (KeyError, ValueError) as error:
        raise ServingError(f"{model}: {error.args[0]}; choose another --format") from error


def load(model: str, options: ServerOptions) -> ModelServer:
    """Load the model and make its application.  Raises ``PolicyError``, ``FetchError``, ``ServingError``."""
    from prover.policy.hf_load import load_model, pick_device
    from prover.policy.sampling import make_sampler
    from prover.serving.app import create_app
    from prover.serving.engine import CompletionEngine

    source, prompt, config = resolve(model, options.format)
    device = pick_device(options.device)
    network, tokenizer = load_model(f"hf:{model}", source, config, device, options.dtype)
    seq2seq = bool(getattr(config, "is_encoder_decoder", False))
    context = None if seq2seq else getattr(config, "max_position_embeddings", None)

    longest = prompt.max_state_tokens if seq2seq else context or 1 << 20
    engine = CompletionEngine(
        lambda prefix, cut, max_new_tokens: make_sampler(network, tokenizer, prefix, cut, max_new_tokens, longest),
        tokenizer,
        context=context,
        max_batch=options.max_batch or (8 if device.type == "cpu" else 64),
        max_queue=options.max_queue,
        threads=options.threads,
        prefixes=[prompt.prefix],
    )
    number = next(p.dtype for p in network.parameters() if p.is_floating_point())
    arithmetic = str(number).removeprefix("torch.")
    return ModelServer(create_app(engine, options.name, prompt.name, options.api_key), prompt.name, f"{device}, {arithmetic}")
