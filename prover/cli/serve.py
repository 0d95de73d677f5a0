"""``prover serve``."""

from __future__ import annotations

import shlex
import sys
from typing import Annotated, Literal, Optional

import typer

from prover.cli import common
from prover.cli.common import fail


def serve(
    model: Annotated[
        Optional[str],
        typer.Argument(help="A folder, a Hugging Face id, or smollm2.", show_default="the prover's own model"),
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0: reachable from other machines.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0: any free one.")] = 8000,
    engine: Annotated[
        Literal["auto", "vllm", "torch"],
        typer.Option(help="auto: vLLM where it is installed and there is a GPU, else torch."),
    ] = "auto",
    name: Annotated[Optional[str], typer.Option(help="What clients call the model.", show_default="the model's own")] = None,
    prompt_format: Annotated[
        Optional[str],
        typer.Option(
            "--format", help="Prompt format the model wants; clients are given its name.", show_default="the model's own"
        ),
    ] = None,
    device: Annotated[Literal["auto", "cpu", "cuda", "mps"], typer.Option(help="Where to compute (torch).")] = "auto",
    dtype: Annotated[Literal["auto", "float32", "bfloat16", "float16"], typer.Option(help="Arithmetic.")] = "auto",
    threads: Annotated[
        Optional[int], typer.Option(min=1, help="CPU threads (torch).", show_default="half of the processors")
    ] = None,
    max_batch: Annotated[
        Optional[int],
        typer.Option(min=1, help="Prompts in one batch (torch).", show_default="8 on a CPU, 64 on a GPU"),
    ] = None,
    max_queue: Annotated[int, typer.Option(min=1, help="Prompts that may wait; more are asked to come again.")] = 1024,
    api_key: Annotated[
        Optional[str], typer.Option(envvar="PROVER_API_KEY", help="Ask clients for this key.", show_default="none")
    ] = None,
    vllm_args: Annotated[str, typer.Option(help="More arguments for vLLM, as one text.")] = "",
) -> None:
    """Serve a model to provers, on this machine or others, by OpenAI's completions protocol.

    Prints the --policy to use it with, and serves until Ctrl-C.  Addresses: /v1/completions, /v1/models,
    /health, /metrics.

    A request may ask the torch engine for at most 2048 completions (n × prompts) and 1,048,576 tokens (these times
    max_tokens), an answer for at most the model's context; more is refused (HTTP 400).

    Exit code: 0 ended by a signal, 2 it cannot start.

    Examples:

      prover serve
      prover serve smollm2 --port 8123
      prover serve EleutherAI/llemma_7b --engine vllm --vllm-args "--tensor-parallel-size 2"
      prover prove "∀ n : ℕ, n ≤ n * n" --policy openai:http://127.0.0.1:8123#smollm2
    """  # fmt: skip
    with common.reporting():
        from prover.serving import server, vllm

        model = model or "default"
        shown = name or server.served_name(model)
        reason = vllm.why_not() if engine != "torch" else "not asked for"
        if reason is not None and engine == "vllm":
            fail(f"{reason}; or use --engine torch")
        if host not in ("127.0.0.1", "localhost", "::1") and api_key is None:
            typer.echo(f"prover: note: anyone who can reach {host} can use this server; --api-key asks for a key", err=True)
        taken = server.bind(host, port)
        url = server.address_of(taken, host)
        if reason is None:
            taken.close()
            _go_on_as_vllm(model, shown, host, url, prompt_format, dtype, shlex.split(vllm_args), api_key)
        if vllm_args:
            fail("--vllm-args is for --engine vllm")
        with common.waiting(f"loading {shown}"):
            loaded = server.load(
                model, shown, prompt_format, device=device, dtype=dtype, threads=threads,
                max_batch=max_batch, max_queue=max_queue, api_key=api_key,
            )  # fmt: skip

        def ready() -> None:
            typer.echo(f"serving {shown} at {url} ({loaded.where}, prompt format {loaded.prompt_format}); Ctrl-C ends it")
            _tell_policy(url, shown, None, api_key)

        common.run_async(lambda: loaded.run(taken, ready))
        typer.echo("prover: the server has ended", err=True)


def _go_on_as_vllm(
    model: str, name: str, host: str, url: str, prompt_format: str | None, dtype: str, more: list[str], api_key: str | None
) -> None:
    from prover.serving import server, vllm

    source, prompt, _ = server.resolve(model, prompt_format)
    typer.echo(f"vLLM serves {name} at {url} once it has loaded it")
    _tell_policy(url, name, prompt.name, api_key)
    vllm.become(vllm.command(source, name, host, int(url.rpartition(":")[2]), dtype=dtype, more=more), api_key)


def _tell_policy(url: str, name: str, prompt_format: str | None, api_key: str | None) -> None:
    query = f"?format={prompt_format}" if prompt_format else ""
    key = "PROVER_API_KEY=… " if api_key else ""
    typer.echo(f"use it with: {key}prover prove THEOREM --policy {shlex.quote(f'openai:{url}#{name}{query}')}")
    sys.stdout.flush()
