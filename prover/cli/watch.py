"""What the commands that show a view share: its options, its address, and how it ends."""

from __future__ import annotations

import threading
import webbrowser
from typing import Annotated

import typer

from prover.cli import common

PortOption = Annotated[int, typer.Option(min=0, max=65535, help="Of the view; 0: any that is free.")]
OpenOption = Annotated[
    bool, typer.Option("--open/--no-open", help="Open the view in the browser; otherwise its address is only printed.")
]


def announce(url: str, open_browser: bool) -> None:
    """Tell the address, and open it if asked to and a person is there."""
    typer.echo(f"prover: watch at {url}", err=True)
    if open_browser and common.stderr().is_terminal:
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


def stay(message: str = "") -> None:
    """Until Ctrl-C or SIGTERM; ``message`` is shown once these are heeded."""
    over = threading.Event()
    with common.handling(lambda *_: over.set()):
        if message:
            typer.echo(message, err=True)
        while not over.wait(0.2):
            pass
