"""The command line.  Start-up is quick: only the command that is run is imported, and torch, networkx and Lean by it."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from prover import __version__
from prover.cli.lazy import LazyGroup

app = typer.Typer(
    name="prover",
    cls=LazyGroup,
    help="Prove theorems in Lean 4: a policy proposes tactics, a search decides, Lean judges.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"prover {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        Optional[bool], typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = None,
) -> None:
    pass
