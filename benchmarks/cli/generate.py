"""``prover data generate`` and ``prover data harvest``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from prover.cli import common
from prover.cli.common import fail

if TYPE_CHECKING:
    from prover.training.families import DrawnTheorem
    from prover.training.teach import Tally
    from prover.training.traces import Trace, TraceFile

OutOption = Annotated[Path, typer.Option("--out", "-o", help="Folder of the dataset.")]
RenamingsOption = Annotated[int, typer.Option("--renamings", min=0, help="Copies of a training proof under other names.")]
PerGroupOption = Annotated[int, typer.Option("--per-group", min=0, help="Proofs of one family or module at most; 0: all.")]


def generate(
    out: OutOption = Path("data/generated"),
    families: Annotated[
        Optional[str], typer.Option("--families", help="Families or areas, separated by commas.", show_default="all")
    ] = None,
    number: Annotated[int, typer.Option("--number", "-n", min=1, help="Statements of a family of weight 1.")] = 200,
    seed: Annotated[int, typer.Option("--seed", help="Another seed draws other statements.")] = 0,
    renamings: RenamingsOption = 3,
    workers: Annotated[
        Optional[int], typer.Option("--workers", "-w", min=1, help="Lean processes.", show_default="the number of CPUs")
    ] = None,
) -> None:
    """Draw statements of the families, prove them by their scripts in real Lean, and make a dataset of the proofs.

    The proofs are kept in OUT/traces.jsonl as they are found; interrupted, the same command resumes. Statements
    that miniF2F has too are left out.

    Exit code: 0 the dataset is there, 2 it cannot be made, 130 interrupted.

    Examples:

      prover data generate
      prover data generate --families induction,quadratic_roots -n 50 --out data/some
    """
    with common.reporting():
        from prover.training.traces import TraceFile, read_traces

        problems = _problems(families, number, seed)
        with TraceFile(out / "traces.jsonl") as file:
            tallies = _teach(problems, file, workers)
        _print_families(tallies)
        drawn = {problem.name: problem.statement for problem in problems}
        traces = (t for t in read_traces(out / "traces.jsonl") if drawn.get(t.theorem) == t.statement)
        make(out, traces, renamings, 0, {"made_by": "prover data generate", "seed": seed, "number": number})


def harvest(
    sources: Annotated[
        list[Path], typer.Argument(help="Trace files, folders with one, or event logs of `prover prove`.", show_default=False)
    ],
    out: OutOption = Path("data/harvest"),
    renamings: RenamingsOption = 3,
    per_group: PerGroupOption = 0,
) -> None:
    """Make a dataset of proofs that searches found.

    What is measured on is not trained on: a run on miniF2F is refused, and its statements are left out anywhere.

    Examples:

      prover data harvest runs/iterate/round-1 --per-group 300
      prover data harvest search1.jsonl.zst search2.jsonl.zst --out data/mine
    """
    with common.reporting():
        make(out, _traces_of(sources), renamings, per_group, {"made_by": "prover data harvest", "sources": [str(s) for s in sources]})


def _traces_of(sources: list[Path]) -> Iterator[Trace]:
    """The traces of files, of folders with one, and of event logs; a run on miniF2F ends the command."""
    from prover.training.traces import read_any

    for source in sources:
        config = source / "config.json"
        if config.exists() and '"minif2f"' in config.read_text("utf-8"):
            fail(f"{source}: a run on miniF2F is not training data")
    return (trace for source in sources for trace in read_any(source / "traces.jsonl" if source.is_dir() else source))


def _problems(families: str | None, number: int, seed: int) -> list[DrawnTheorem]:
    from benchmarks.data.overlap import benchmark_statements
    from prover.training.families import FAMILIES
    from prover.training.families.drawn import draw_problems

    wanted = [part.strip() for part in (families or "").split(",") if part.strip()]
    known = {*FAMILIES, *(family.area for family in FAMILIES.values())}
    if unknown := sorted(set(wanted) - known):
        fail(f"no family or area {unknown[0]!r}: there are {', '.join(sorted(known))}")
    chosen = [f for f in FAMILIES.values() if not wanted or f.name in wanted or f.area in wanted]
    return draw_problems(chosen, number, seed, benchmark_statements())


def _teach(problems: list[DrawnTheorem], file: TraceFile, workers: int | None) -> dict[str, Tally]:
    from benchmarks.cli.run_options import default_workers
    from prover.lean.launch import embedded_command
    from prover.lean.pool import LeanPool
    from prover.training.teach import teach

    left = file.left(problems)
    if done := len(problems) - len(left):
        typer.echo(f"{file.path}: going on: {done} of {len(problems)} are done", err=True)
    if not left:
        return {}
    command = embedded_command()

    async def work() -> dict[str, Tally]:
        with common.progress_bar() as bar:
            task = bar.add_task("proving", total=len(problems), completed=done)
            async with LeanPool(command, min(workers or default_workers(), len(left))) as pool:
                return await teach(pool, left, file, lambda: bar.advance(task))

    return common.run_async(work)


def _print_families(tallies: dict[str, Any]) -> None:
    from rich.table import Table

    if not tallies:
        return
    table = Table("family", "statements", "proved", "script failed", "refused by Lean", "s each")
    for name, tally in sorted(tallies.items()):
        counts = (tally.tried, tally.proved, tally.script_failed, tally.bad_statement)
        table.add_row(name, *map(str, counts), f"{tally.seconds / tally.tried:.2f}")
    common.stdout().print(table)


def make(out: Path, traces: Iterable[Trace], renamings: int, per_group: int, provenance: dict[str, Any]) -> None:
    """Make the dataset of the traces that are no problem of miniF2F, and say what it holds."""
    from benchmarks.data.overlap import is_training_material
    from prover.cli.data import tell_counts
    from prover.training.collect import TraceSelection, build

    selection = TraceSelection(renamings, per_group)
    tell_counts(build(out, filter(is_training_material, traces), selection, provenance))
    typer.echo(f"the dataset is in {out}")
