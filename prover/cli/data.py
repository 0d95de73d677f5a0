"""``prover data``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Optional

import typer

from prover.cli import common
from prover.cli.common import fail

if TYPE_CHECKING:
    from prover.training.leandojo import LeanDojoSettings, SplitProgress
    from prover.training.shards import Manifest

app = typer.Typer(
    add_completion=False,
    name="data",
    help="Make and look at training data: records of every view in compressed shards.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)


SplitKind = Literal["random", "novel_premises"]


FolderArgument = Annotated[Path, typer.Argument(metavar="DIR", help="A dataset's folder.", show_default=False)]


@app.command("leandojo")
def leandojo(
    split_kind: Annotated[
        SplitKind, typer.Option(help="How the benchmark splits theorems into train, val and test.")
    ] = "random",
    out: Annotated[
        Optional[Path], typer.Option("--out", "-o", help="Folder of the dataset.", show_default="data/leandojo-SPLIT_KIND")
    ] = None,
    limit: Annotated[Optional[int], typer.Option(min=1, help="Only the first N theorems of each split.")] = None,
    max_state: Annotated[int, typer.Option(min=1, help="Longest proof state, in characters.")] = 1500,
    max_tactic: Annotated[int, typer.Option(min=1, help="Longest tactic, in characters.")] = 200,
    max_proof: Annotated[int, typer.Option(min=1, help="Longest whole proof, in characters.")] = 800,
    structured: Annotated[
        bool,
        typer.Option(
            "--structured", help="Keep, as next tactics, those that span blocks of tactics which are there one by one."
        ),
    ] = False,
    data: Annotated[
        Optional[Path], typer.Option(help="Archive or folder with the benchmark instead of the registry's copy.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Make it again where it is there already.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as one JSON object.")] = False,
) -> None:
    """Make a dataset of LeanDojo Benchmark 4: tactics, whole proofs and premises of Mathlib's theorems.

    The benchmark is fetched once (67 MB) and streamed. Left out, and counted by reason: sorry, what is too long,
    duplicates, and whatever of train is in val or test too. A finished dataset is left as it is; one that was
    interrupted is started over.

    Exit code: 0 the dataset is there, 2 it cannot be made, 130 interrupted.

    Examples:

      prover data leandojo
      prover data leandojo --split-kind novel_premises --max-state 1000
      prover data leandojo --limit 500 --out data/small --force
    """
    with common.reporting():
        from prover.training.leandojo import LeanDojoSettings, build
        from prover.training.traced import Caps

        settings = LeanDojoSettings(split_kind, Caps(max_state, max_tactic, max_proof), structured, limit)
        folder = out or Path("data") / f"leandojo-{split_kind}"
        manifest = None if force else _finished(folder, settings, data)
        if manifest is not None:
            typer.echo(f"{folder}: is there already; --force makes it again", err=True)
        else:
            with _progress() as progress:
                manifest = build(folder, settings, data, progress)
        tell_counts(manifest, as_json)
        if not as_json:
            typer.echo(f"the dataset is in {folder}")


@app.command("show")
def show(
    folder: FolderArgument,
    view: Annotated[
        Optional[str], typer.Option(help="tactic, proof, premises, draft or sketch; all of them if not given.")
    ] = None,
    split: Annotated[str, typer.Option(help="train, val or test.")] = "train",
    number: Annotated[int, typer.Option("-n", "--number", min=1, help="How many records.")] = 5,
    skip: Annotated[int, typer.Option(min=0, help="Leave out so many records first.")] = 0,
) -> None:
    """Print records as a model sees them: the prompt, then the answer it is to learn.

    Examples:

      prover data show data/leandojo-random --view proof -n 3
      prover data show data/leandojo-random --split val --skip 1000
    """
    with common.reporting():
        from itertools import islice

        from prover.training.shards import read_shards

        records = read_shards(folder, split, None if view is None else [view])
        console = common.stdout()
        shown = list(islice(records, skip, skip + number))
        for record in shown:
            console.rule(f"{record.view} · {record.theorem} · {record.source}", style="dim")
            console.print(record.prompt, style="cyan", markup=False, highlight=False, end="", soft_wrap=True)
            console.print(record.output, style="bold green", markup=False, highlight=False, soft_wrap=True)
        if not shown:
            typer.echo(f"{folder}: no such record in {split}", err=True)


@app.command("stats")
def stats(
    folder: FolderArgument,
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as one JSON object.")] = False,
) -> None:
    """Count a dataset's records by split, view and source, and what was left out of it by reason.

    Example:

      prover data stats data/leandojo-random
    """
    with common.reporting():
        from prover.training.shards import Manifest

        tell_counts(Manifest.load(folder), as_json)


def _finished(folder: Path, settings: LeanDojoSettings, data: Path | None) -> Manifest | None:
    """The manifest of a dataset already made as asked for; one made otherwise ends the command."""
    from prover.training.leandojo import origin_of
    from prover.training.shards import MANIFEST, Manifest

    if not (folder / MANIFEST).is_file():
        return None
    manifest = Manifest.load(folder)
    if manifest.provenance.get("settings") != asdict(settings) or manifest.provenance.get("origin") != origin_of(data):
        fail(f"{folder}: holds a dataset made otherwise; --force replaces it, --out names another folder")
    return manifest


@contextmanager
def _progress() -> Iterator[SplitProgress]:
    """A bar a split, of bytes read, with the number of theorems; only on a terminal."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns: Any = (
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(),
        TextColumn("{task.fields[theorems]} theorems"), TimeRemainingColumn(),
    )  # fmt: skip
    console = common.stderr()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def report(split: str, theorems: int, read: int, size: int) -> None:
            if split not in tasks:
                tasks[split] = bar.add_task(split, total=size, theorems=0)
            bar.update(tasks[split], completed=read, theorems=theorems)

        yield report


def tell_counts(manifest: Manifest, as_json: bool = False) -> None:
    if as_json:
        counts = [count.model_dump() for count in manifest.counts]
        common.print_json({"counts": counts, "dropped": manifest.dropped, "provenance": manifest.provenance})
        return
    from rich.table import Table

    kept = Table("split", "view", "source", title="kept (lengths in characters)", title_justify="left")
    for column in ("records", "input", "output", "mean output"):
        kept.add_column(column, justify="right")
    for count in manifest.counts:
        read, written = f"{count.input_characters:,}", f"{count.output_characters:,}"
        mean = f"{count.output_characters / count.records:.1f}"
        kept.add_row(count.split, count.view, count.source, f"{count.records:,}", read, written, mean)
    left = Table("view", "reason", title="left out", title_justify="left")
    for split in manifest.dropped:
        left.add_column(split, justify="right")
    reasons = {(view, reason): None for views in manifest.dropped.values() for view in views for reason in views[view]}
    for view, reason in sorted(reasons):
        numbers = [views.get(view, {}).get(reason, 0) for views in manifest.dropped.values()]
        left.add_row(view, reason, *(f"{number:,}" for number in numbers))
    console = common.stdout()
    console.print(kept)
    if left.row_count:
        console.print(left)
