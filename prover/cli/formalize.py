"""``prover formalize``."""

from __future__ import annotations

import asyncio
import re
from contextlib import AsyncExitStack
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from prover.cli import common
from prover.cli.common import LeanChoice, fail
from prover.cli.options import LeanOption, ProjectOption, SeedOption

if TYPE_CHECKING:
    from rich.table import Table

    from prover.informal.formalize import Formalization
    from prover.informal.screen import ScreeningRecord

_NAME = re.compile(r"[^\W\d][\w'.]*")
_STYLES = {"passed": "green", "failed": "red", "unknown": "yellow"}


def formalize(
    words: Annotated[Optional[str], typer.Argument(help="A problem in words; - reads it from standard input.")] = None,
    file: Annotated[Optional[Path], typer.Option("--file", "-f", help="Take the words from this text file.")] = None,
    writer: Annotated[
        Optional[str],
        typer.Option(help="Who writes the candidates: openai:URL#MODEL or hf:ID.", show_default=False),
    ] = None,
    n: Annotated[int, typer.Option("-n", min=1, help="Answers to ask for; one may hold several candidates.")] = 8,
    name: Annotated[Optional[str], typer.Option(help="The theorem's name.", show_default="the candidate's own")] = None,
    time_limit: Annotated[
        float, typer.Option("--time-limit", "-t", min=0, help="Seconds for the screening of one candidate; inf: no limit.")
    ] = 20.0,
    workers: Annotated[int, typer.Option(min=1, help="Candidates screened at once, each on a Lean of its own.")] = 1,
    seed: SeedOption = 0,
    project: ProjectOption = None,
    lean: LeanOption = LeanChoice.auto,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object: every candidate with its checks.")] = False,
    out: Annotated[Optional[Path], typer.Option("--out", "-o", help="Write the statement to this Lean file.")] = None,
) -> None:
    """Turn a problem in words into a Lean statement, and screen it.

    A language model writes candidates. Lean must accept each; then it is asked to refute it, to derive a contradiction from its
    hypotheses and to prove it without them; numerals and kinds of numbers of the words must be accounted for. Of what is left,
    the statement that most candidates agree with is printed, marked as machine-made: read it before you use it.

    Exit code: 0 a candidate survived, 1 none did, 2 bad input.

    Examples:

      prover formalize "Show that the sum of two odd integers is even." --writer openai:http://127.0.0.1:8000
      prover formalize --file problem.txt --writer "openai:https://HOST#MODEL" -n 16 --out F.lean
      prover formalize - --writer hf:PATH_OR_ID --name my_theorem --json < problem.txt
    """
    with common.reporting():
        usage = "give either a problem in words or --file; 'prover formalize --help' shows examples"
        if not (text := common.one_text(words, file, usage).strip()):
            fail("there are no words to formalize")
        common.ensure_writable(out)
        if writer is None:
            fail("name who writes the statements: --writer openai:URL#MODEL or --writer hf:ID")
        if name is not None and not _NAME.fullmatch(name):
            fail(f"--name {name!r}: not a Lean name")
        prover = common.open_prover(["portfolio"], lean=lean, project=project, workers=workers, standby=False)
        limit = common.finite(time_limit)
        options = dict(n=n, seed=seed, name=name, time_limit=float("inf") if limit is None else limit)
        done = common.run_async(lambda: _formalize(prover, writer, text, options))
        if out is not None and done.statement is not None:
            common.write_or_print(out, done.statement, "statement")
        if as_json:
            common.print_json({**done.model_dump(mode="json"), "statement": done.statement})
        else:
            _report(done, out)
        raise typer.Exit(common.NOT_PROVED if done.chosen is None else common.PROVED)


async def _formalize(prover: Any, spec: str, words: str, options: dict[str, Any]) -> Formalization:
    from prover.concurrency import close_model
    from prover.informal.formalize import Formalizer
    from prover.informal.writers import load_writer

    writer = await asyncio.to_thread(load_writer, spec)
    if writer is None:
        fail("--writer none writes no statement: name openai:URL#MODEL or hf:ID")
    async with AsyncExitStack() as stack:
        stack.push_async_callback(prover.close)
        stack.push_async_callback(close_model, writer)
        with common.waiting("starting Lean"):
            await prover.start()
        with common.progress_bar() as bar:
            task = bar.add_task("candidates screened", total=options["n"])
            return await Formalizer(prover.pool, writer).formalize(words, screened=lambda _: bar.advance(task), **options)


def _report(done: Formalization, out: Path | None) -> None:
    """The survivor and its record for a person; every candidate's failures where none survived."""
    if done.statement is None:
        if not done.candidates:
            typer.echo("prover: the model wrote nothing", err=True)
        for number, record in enumerate(done.candidates, 1):
            said = "; ".join(f"{check.name}: {check.why}" for check in record.failures())
            typer.echo(f"prover: candidate {number} of {len(done.candidates)} fails: {said}", err=True)
            typer.echo(indent(record.text.strip(), "    "), err=True)
        typer.echo(f"prover: no statement survives the screen; {done.seconds:.1f} s", err=True)
        return
    assert done.chosen is not None
    common.print_lean(done.statement)
    common.stderr().print(table(done.candidates[done.chosen]))
    survived = sum(record.passed for record in done.candidates)
    typer.echo(
        f"prover: {survived} of {len(done.candidates)} candidates passed; {done.agreement} {done.seconds:.1f} s", err=True
    )
    if out is not None:
        typer.echo(f"prover: written to {out}", err=True)


def table(record: ScreeningRecord) -> Table:
    """A candidate's checks."""
    from rich.table import Table
    from rich.text import Text

    shown = Table("check", "outcome", "why", title="screening record", title_justify="left")
    for check in record.checks:
        shown.add_row(check.name, Text(check.outcome, _STYLES[check.outcome]), Text(check.why))
    return shown
