"""The command line.  Start-up is quick: torch, networkx and Lean are imported by the commands that use them."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from prover import __version__
from prover.cli import (
    audit,
    bench,
    check,
    data,
    doctor,
    formalize,
    generate,
    iterate,
    prove,
    report,
    serve,
    train,
    up,
    view,
    words,
)

app = typer.Typer(
    name="prover",
    help="Prove theorems in Lean 4: a policy proposes tactics, a search decides, Lean judges.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("prove")(prove.prove)
app.command("check")(check.check)
app.command("up")(up.up)
app.command("down")(up.down)
app.command("formalize")(formalize.formalize)
app.command("bench")(bench.bench)
app.command("report")(report.report)
app.command("view")(view.view)
app.command("doctor")(doctor.doctor)
app.command("serve")(serve.serve)
data.app.command("generate")(generate.generate)
data.app.command("harvest")(generate.harvest)
data.app.command("words")(words.words)
data.app.command("audit")(audit.audit)
app.add_typer(data.app, name="data")
train.app.command("iterate")(iterate.iterate)
app.add_typer(train.app, name="train")


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
