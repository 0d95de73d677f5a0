"""``prover report``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from prover.cli import common

if TYPE_CHECKING:
    from benchmarks.report.load import ReportedRun
    from benchmarks.report.numbers import RunNumbers


def report(
    runs: Annotated[
        list[Path], typer.Argument(help="Folders of runs; the first is the one others are held against.", show_default=False)
    ],
    out: Annotated[
        Optional[Path],
        typer.Option(
            "--out",
            "-o",
            help="The HTML file.",
            show_default="RUN/report.html; of several: report-A-vs-B.html beside the first",
        ),
    ] = None,
    figures: Annotated[
        Optional[Path],
        typer.Option("--figures", help="Also write each figure as PNG and SVG into this folder.", show_default=False),
    ] = None,
    events: Annotated[
        bool, typer.Option("--events/--no-events", help="Read the event streams, for what Lean said to tactics.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print the numbers as one JSON object instead of tables.")] = False,
) -> None:
    """Report on a run, or hold runs against the first: an HTML file, and a table here.

    The file holds all it shows, and asks nothing of the network: what was solved, by source and reading, against time and
    expansions; where time went; every proof; what ended the other searches; the command that repeats the run.
    With several runs: won, lost, and a paired test of whether that could be chance.  Runs that are not complete, or still
    being written, are reported as far as they are.

    Exit code: 0 the report is written, 2 a folder holds no run, or the runs have nothing in common.

    Examples:

      prover report runs/x
      prover report runs/valid-portfolio runs/valid-default --out compared.html
      prover report runs/x --figures figures --no-events
      prover report runs/x runs/y --json
    """  # fmt: skip
    with common.reporting():
        from benchmarks.report.comparison import compare_runs, unlike
        from benchmarks.report.load import load_runs
        from benchmarks.report.tables import compared_lines, terminal

        loaded = load_runs(runs)
        comparisons = [compare_runs(loaded[0], other) for other in loaded[1:]]
        warnings = [text for other in loaded[1:] for text in unlike(loaded[0], other)]
        target = out or default_path(runs)
        _make_folders(target, figures)
        counted = _numbers(loaded, events)
        _write(loaded, counted, comparisons, warnings, target, figures)
        if as_json:
            common.print_json(
                {
                    "runs": [run.model_dump(mode="json") for run in counted],
                    "comparisons": [
                        {"first": counted[0].name, "second": run.name, **one.model_dump(mode="json")}
                        for run, one in zip(counted[1:], comparisons, strict=True)
                    ],
                    "warnings": warnings,
                    "report": str(target),
                }
            )
        else:
            common.stdout().print(terminal(counted))
            for run, one in zip(counted[1:], comparisons, strict=True):
                typer.echo("\n".join(compared_lines(counted[0].name, run.name, one)))
        _warn(counted, warnings)
        typer.echo(f"the report is in {target}", err=as_json)


def default_path(runs: list[Path]) -> Path:
    """``RUN/report.html`` for one run; for several a file beside the first run, named after them."""
    if len(runs) == 1:
        return runs[0] / "report.html"
    names = [run.resolve().name for run in runs]
    rest = "-vs-".join(names) if len(names) < 4 else f"{names[0]}-vs-{len(names) - 1}-others"
    return runs[0].resolve().parent / f"report-{rest}.html"


def _make_folders(target: Path, figures: Path | None) -> None:
    """Before the work, so that nothing is lost where they cannot be made."""
    from benchmarks.run.results import RunError
    from benchmarks.run.run_folder import writing

    if target.is_dir():
        raise RunError(f"{target}: is a folder: give --out a file, such as {target / 'report.html'}")
    for folder in (target.parent, *([figures] if figures else [])):
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)


def _numbers(runs: list[ReportedRun], events: bool) -> list[RunNumbers]:
    from benchmarks.report.numbers import numbers, searches
    from benchmarks.report.outcomes import event_files, read_outcomes

    if not events:
        return [numbers(run) for run in runs]
    with common.progress_bar() as bar:
        task = bar.add_task("reading event streams", total=sum(len(event_files(run.path)) for run in runs))
        return [numbers(run, read_outcomes(run.path, searches(run), lambda: bar.advance(task))) for run in runs]


def _write(
    runs: list[ReportedRun], counted: list[RunNumbers], comparisons: list[Any], warnings: list[str], target: Path, folder: Path | None
) -> None:
    from benchmarks.report.figures import overview, plots, save
    from benchmarks.report.page import html
    from benchmarks.run.run_folder import writing
    from prover.fetch.folder import write_text

    with common.waiting("drawing"):
        text = html(runs, counted, comparisons, warnings)
        with writing(target):
            write_text(target, text)
        if folder is not None:
            save([overview(counted), *plots(counted)], folder)


def _warn(counted: list[RunNumbers], warnings: list[str]) -> None:
    from benchmarks.report.text import visible

    notes = [f"{run.name}: {note}" for run in counted for note in run.notes]
    notes += [f"{run.name}: {lacking}" for run in counted if run.outcomes and (lacking := run.outcomes.lacking())]
    for text in [*(f"compare with care: {text}" for text in warnings), *notes]:
        typer.echo(f"note: {visible(text)}", err=True)
