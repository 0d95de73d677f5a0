"""``prover view``, and what ``prover prove --view`` shares with it."""

from __future__ import annotations

import signal
import threading
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from prover.cli import common

PortOption = Annotated[int, typer.Option("--port", min=0, max=65535, help="Of the view; 0: any that is free.")]
OpenOption = Annotated[
    bool, typer.Option("--open/--no-open", help="Open the view in the browser; otherwise its address is only printed.")
]


def view(
    run: Annotated[Path, typer.Argument(help="The folder of a run, as 'prover bench' makes it.", show_default=False)],
    port: PortOption = 0,
    open_browser: OpenOption = True,
) -> None:
    """Show a benchmark run in the browser: its table, and every search of it to replay.

    A run that is still going on is shown as it grows. The address is secret and works on this machine only. Ctrl-C ends it.

    Exit code: 0 ended, 2 there is no run, or it cannot be shown.

    Examples:

      prover view runs/x
      prover view runs/x --no-open --port 8123
    """
    with common.reporting():
        from prover.web import serve_run

        with common.waiting("preparing the page"):
            server = serve_run(run, port)
        with server as serving:
            announce(serving.url, open_browser)
            stay()


def announce(url: str, open_browser: bool) -> None:
    """Tell the address, and open it if asked to and a person is there."""
    typer.echo(f"prover: watch at {url}", err=True)
    if open_browser and common.stderr().is_terminal:
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


def stay(message: str = "") -> None:
    """Until Ctrl-C or SIGTERM; ``message`` is shown once these are heeded."""
    over = threading.Event()
    earlier = {number: signal.signal(number, lambda *_: over.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        if message:
            typer.echo(message, err=True)
        while not over.wait(0.2):
            pass
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
