"""The command line.  Start-up is quick: only the command that is run is imported, and torch and Lean by it."""

from __future__ import annotations

import sys
from typing import Annotated, Any, Optional

import typer

from prover import __version__
from prover.cli.common import leave_at_once
from prover.cli.lazy import LazyGroup


class _App(typer.Typer):
    def __call__(self, *args: Any, **options: Any) -> Any:
        """Run the command line, and end without waiting for a model that is still being loaded."""
        try:
            return super().__call__(*args, **options)
        except SystemExit as ending:
            loading = sys.modules.get("prover.policy.loading")
            if loading is None or not loading.under_way():
                raise
            leave_at_once(ending.code if isinstance(ending.code, int) else 1)


app = _App(
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
