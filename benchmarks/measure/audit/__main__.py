"""``python -m benchmarks.measure.audit``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from prover.cli import common
from prover.cli.common import fail

if TYPE_CHECKING:
    from benchmarks.measure.audit import Audit


def audit(
    train: Annotated[
        list[Path],
        typer.Option("--train", help="A dataset's folder, or a .jsonl or .jsonl.zst file; repeatable.", show_default=False),
    ],
    bench: Annotated[str, typer.Option("--bench", help="The benchmark: minif2f.")] = "minif2f",
    split: Annotated[str, typer.Option("--split", help="The benchmark's: valid, test or all.")] = "all",
    train_splits: Annotated[
        str, typer.Option("--train-splits", help="Splits of the datasets that were trained on, separated by commas.")
    ] = "train",
    n: Annotated[
        Optional[list[int]], typer.Option("--n", min=2, help="Tokens of an n-gram; repeatable.", show_default="10, 20 and 30")
    ] = None,
    run: Annotated[
        Optional[list[Path]], typer.Option("--run", help="A run's folder, to tell the solved rate by hit; repeatable.")
    ] = None,
    data: Annotated[
        Optional[Path], typer.Option("--data", help="Problems in a file, as for prover bench, instead of the registry's copy.")
    ] = None,
    out: Annotated[Optional[Path], typer.Option("--out", "-o", help="Write everything found to this file, as JSON.")] = None,
    show: Annotated[int, typer.Option("--show", min=0, help="How many hits to list; the file has all.")] = 20,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the tables as Markdown.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything found as one JSON object.")] = False,
) -> None:
    """Look for a benchmark's problems in training data, and tell whether finding them helped.

    Four things are looked for in every view of every training record: a problem's formal statement (names of
    variables and hypotheses, parentheses and casts aside), the same with other numbers, n tokens in a row of it, and n
    tokens in a row of its informal statement. An n-gram is distinctive if at least half of its tokens are operators,
    relations, numerals or constants, not names, types and punctuation, and if no other problem of the benchmark has
    it.

    With --run, statements are compared as Lean printed them in that run too, which is how training data has them.

    Exit code: 0 the audit is done, whatever it found; 2 it cannot be done; 130 interrupted.

    Examples:

      python -m benchmarks.measure.audit --train data/generated --train data/leandojo-random --run runs/valid-default --run runs/test-default
      python -m benchmarks.measure.audit --train more.jsonl.zst --n 13 --out audit.json --markdown
    """
    with common.reporting():
        from benchmarks.data import minif2f
        from benchmarks.data.problem import describe_unusable
        from benchmarks.measure.audit import LENGTHS, open_sources, read_run
        from benchmarks.measure.audit import audit as audit_of

        if bench != "minif2f":
            fail(f"no benchmark {bench!r}: there is minif2f")
        if split not in ("valid", "test", "all"):
            fail(f"no split {split!r}: there are valid, test and all")
        sources = open_sources(train, [part.strip() for part in train_splits.split(",") if part.strip()])
        found = minif2f.read(data)
        if found.unusable:
            typer.echo(describe_unusable(found.unusable), err=True)
        every = found.problems
        problems = [problem for problem in every if split in ("all", problem.split)]
        if not problems:
            fail(f"{data}: no problem of split {split!r}")
        with common.waiting("reading the runs"):
            runs = [read_run(folder, every) for folder in run or ()]
        with common.progress_bar() as bar:
            tasks = {source: bar.add_task(f"{source.path.name} ({source.unit})", total=source.total) for source in sources}
            audited = audit_of(
                bench, problems, sources, lengths=n or LENGTHS, runs=runs,
                tell=lambda source, read: bar.advance(tasks[source], read),
            )  # fmt: skip
        if out is not None:
            _write(out, audited)
        if as_json:
            common.print_json(audited.model_dump(mode="json"))
        else:
            _tell(audited, show, markdown)
            if out is not None:
                typer.echo(f"all of it is in {out}")


def _write(path: Path, found: Audit) -> None:
    from prover.fetch.folder import write_text

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, found.model_dump_json(indent=1) + "\n")
    except OSError as error:
        fail(f"{path}: cannot be written: {error.strerror or error}")


def _tell(found: Audit, show: int, as_markdown: bool) -> None:
    from benchmarks.measure.audit import render

    tables = [("overlap", render.overlap_table(found)), ("hits, strictest first", render.hit_table(found, show))]
    if any(finding.rates for finding in found.findings):
        tables.insert(1, ("solved, by hit", render.rate_table(found)))
    console = common.stdout()
    for title, (head, rows) in tables:
        if as_markdown:
            typer.echo(render.markdown((head, rows)))
        elif rows:
            console.print(_table(title, head, rows))


def _table(title: str, head: list[str], rows: list[list[str]]) -> Any:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left")
    for name in head:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    return table


if __name__ == "__main__":
    typer.run(audit)
