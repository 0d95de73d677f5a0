"""What many workers would do with a recorded run, on paper: its costs replayed through queues.

    python -m benchmarks.measure.simulate runs/valid-default
    python -m benchmarks.measure.simulate runs/valid-default --workers 1,2,4,1000 --searches 2 --markdown
    python -m benchmarks.measure.simulate runs/valid-default --model-seconds 0.02 --marginal 0.05 --batch 64 --latency 0.001
    python -m benchmarks.measure.simulate runs/one-worker --cores 2 --workers 1,2,3,4 --validate runs/four-workers

A worker is a Lean server with a processor of its own; every expansion recorded in the run asks a model server and then
has Lean work as long as it did.  Model servers share one queue and answer batches.  A driver hands out theorems and
writes results.  Speeds of other models are options; the default is what the run recorded, its own waiting included.

Left out: what the search would do differently.  Under a time limit a slower answer means fewer expansions, here every
attempt does what it did, in more or less time; so attempts that ran out of time count with what they spent.  Also left
out: the model servers' start, memory and network bandwidth, processors slowing each other down.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from benchmarks.run.results import RunError

if TYPE_CHECKING:
    from benchmarks.measure.simulation.capacity import Row, Validation
    from benchmarks.measure.simulation.costs import Recorded
    from benchmarks.measure.simulation.queues import Setup

WORKERS = "1,2,4,8,16,64,256,1000"
COLD_START = 12.7
"""``python -m benchmarks.measure.lean_speed``, two cores."""
WORKER_GB = 1.5
"""Between a worker ready and at its highest, same measurement."""
MARGINAL = 0.7
"""``python -m benchmarks.measure.policy_speed --policy hf:default`` on two cores: 0.06 s for one state, 0.20 s for four."""
BATCH = 8
"""What ``prover.policy.hf`` takes at once on a CPU."""
RESULT_SECONDS = 0.02
"""Median of ``RunFolder.record``, which waits for the disk, with two benchmark runs going on beside it."""


def row_dict(row: Row, alone: float, memory: float) -> dict[str, Any]:
    """A row of the table.  Speed-up and efficiency are against ``alone``, what one worker does in an hour with one
    search at a time, Lean started and a model server to itself."""
    outcome, setup = row.outcome, row.setup
    gain = outcome.per_hour / alone if alone else 0.0
    return {
        "workers": setup.workers,
        "model_servers": setup.models,
        "makespan_seconds": outcome.makespan,
        "theorems_per_hour": outcome.per_hour,
        "speed_up": gain,
        "efficiency": gain / setup.workers,
        "lean_busy": outcome.lean,
        "lean_busy_at_best": row.best,
        "model_busy": outcome.model,
        "driver_busy": outcome.driver,
        "wait_mean_seconds": outcome.wait_mean,
        "wait_95_seconds": outcome.wait_95,
        "batch_mean": outcome.requests / outcome.batches if outcome.batches else 0.0,
        "model_servers_needed": row.needed,
        "target_reached": row.reached,
        "memory_gb": memory * setup.workers,
    }


def table(rows: list[dict[str, Any]], title: str, target: float, markdown: bool) -> Any:
    """A ``rich`` table."""
    from rich import box
    from rich.table import Table

    found = Table(title=None if markdown else title, box=box.MARKDOWN if markdown else box.HEAVY_HEAD)
    for name in ("workers", "wall clock", "theorems/h", "speed-up", "efficiency", "Lean busy", "at best", "model servers",
                 f"for {100 * target:.0f} %", "model busy", "batch", "answer after", "95 %", "driver busy", "memory"):  # fmt: skip
        found.add_column(name, justify="right")
    for row in rows:
        found.add_row(
            f"{row['workers']:,}",
            _duration(row["makespan_seconds"]),
            f"{row['theorems_per_hour']:,.0f}",
            f"{row['speed_up']:,.1f}",
            _percent(row["efficiency"]),
            _percent(row["lean_busy"]),
            _percent(row["lean_busy_at_best"]),
            f"{row['model_servers']:,}",
            f"{row['model_servers_needed']:,}{'' if row['target_reached'] else '*'}",
            _percent(row["model_busy"]),
            f"{row['batch_mean']:.1f}",
            f"{1000 * row['wait_mean_seconds']:,.0f} ms",
            f"{1000 * row['wait_95_seconds']:,.0f} ms",
            _percent(row["driver_busy"]),
            f"{row['memory_gb']:,.0f} GB",
        )
    return found


def remarks(costs: Recorded, rows: list[dict[str, Any]], target: float) -> list[str]:
    """What the table does not say by itself."""
    lean, model = (sum(getattr(attempt, part) for attempt in costs.attempts) for part in ("lean", "model"))
    total = sum(attempt.total for attempt in costs.attempts)
    found = []
    if total:
        found.append(
            f"recorded: {len(costs.attempts)} attempts, {total:.0f} s of workers' time, {lean / total:.0%} of it Lean, "
            f"{model / total:.0%} the model ({1000 * costs.model_mean:.0f} ms a request)"
        )
    if not all(row["target_reached"] for row in rows):
        found.append(
            f"* Lean cannot be {target:.0%} busy, even if no request waits: the number is for {target:.0%} of 'at best'; "
            "several searches a worker (--searches), a faster model (--model-seconds) or a faster driver (--result-seconds) would help"
        )
    if any(row["driver_busy"] > 0.9 for row in rows):
        found.append("the driver writes results without a pause in some rows: it limits them (--result-seconds)")
    if costs.without_events:
        found.append(f"{costs.without_events} attempts without events: their steps are averages")
    if costs.config.limits.concurrency > 1:
        found.append("the run expanded several states at once; here an attempt's requests follow each other")
    return found


def main(
    run: Annotated[Path, typer.Argument(help="Folder of a recorded run, with its events.", show_default=False)],
    workers: Annotated[str, typer.Option(help="Numbers of workers, separated by commas.")] = WORKERS,
    models: Annotated[
        Optional[int], typer.Option("--models", min=1, help="Model servers.", show_default="as many as are needed for the target")
    ] = None,
    target: Annotated[float, typer.Option(min=0.01, max=0.999, help="Share of time Lean should be at work.")] = 0.9,
    searches: Annotated[int, typer.Option(min=1, help="Theorems in flight on each worker.")] = 1,
    batch: Annotated[int, typer.Option(min=1, help="States in one batch of a model server, at most.")] = BATCH,
    model_seconds: Annotated[
        Optional[float], typer.Option(min=0, help="A model server's time for one state.", show_default="as recorded, each its own")
    ] = None,
    marginal: Annotated[
        float, typer.Option(min=0, help="Time for one more state in a batch, as a share of the time for one.")
    ] = MARGINAL,
    latency: Annotated[float, typer.Option(min=0, help="Seconds a message takes between machines.")] = 0.0,
    cold_start: Annotated[float, typer.Option(min=0, help="Seconds until a Lean process is ready.")] = COLD_START,
    lost: Annotated[float, typer.Option(min=0, max=1, help="Share of attempts that begin with a new Lean process.")] = 0.0,
    result_seconds: Annotated[float, typer.Option(min=0, help="Seconds the driver takes to write a result.")] = RESULT_SECONDS,
    replicate: Annotated[int, typer.Option(min=1, help="Do the recorded problems so many times.")] = 100,
    longest_first: Annotated[bool, typer.Option("--longest-first", help="Begin with the attempts that take longest.")] = False,
    cores: Annotated[
        Optional[int], typer.Option(min=1, help="All workers and model servers share so many processors.",
                                    show_default="each has its own")
    ] = None,
    memory: Annotated[float, typer.Option(min=0, help="GB of a worker.")] = WORKER_GB,
    others: Annotated[
        Optional[list[Path]], typer.Option("--validate", help="Another run of the same problems to predict; repeatable.")
    ] = None,
    seed: Annotated[int, typer.Option(help="For --lost.")] = 0,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the table as Markdown.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:  # fmt: skip
    """Replay a recorded run's costs over many workers, and say how many model servers they need.

    Examples:

      python -m benchmarks.measure.simulate runs/x --workers 1,8,1000
      python -m benchmarks.measure.simulate runs/x --model-seconds 0.02 --marginal 0.05 --batch 64 --searches 2
      python -m benchmarks.measure.simulate runs/x --cores 2 --workers 1,2,3,4 --validate runs/y
    """
    try:
        from benchmarks.measure.simulation.capacity import row, validate
        from benchmarks.measure.simulation.costs import read_run, replicated
        from benchmarks.measure.simulation.queues import Setup, simulate

        counts = sorted(_counts(workers))
        costs = read_run(run)
        setup = Setup(
            workers=1, searches=searches, batch=batch, model_seconds=model_seconds, marginal=marginal, latency=latency,
            cold_start=cold_start, result_seconds=result_seconds, lost=lost, cores=cores, seed=seed,
        )  # fmt: skip
        validations = _validations(costs, [costs, *(read_run(other) for other in others or ())], setup, validate)
        alone = simulate(costs.attempts, replace(setup, searches=1, cold_start=0.0)).per_hour
        many = replicated(costs.attempts, replicate, longest_first)
        with _progress(len(counts) * len(many)) as (tell, advance):
            rows = []
            for count in counts:
                tell(count)
                rows.append(row(many, replace(setup, workers=count), models or (1 if cores else None), target, advance))
    except (RunError, ValueError, ImportError) as error:
        typer.echo(f"simulate: {error}", err=True)
        raise typer.Exit(2) from error
    figures = [row_dict(row, alone, memory) for row in rows]
    if as_json:
        parameters = {**asdict(setup), "workers": counts, "models": models, "target": target, "replicate": replicate,
                      "longest_first": longest_first}  # fmt: skip
        compared = [{**asdict(found), "ratio": found.ratio} for found in validations]
        typer.echo(
            json.dumps({"run": str(run), "parameters": parameters, "attempts": len(many), "rows": figures, "validation": compared,
                        "remarks": remarks(costs, figures, target)})
        )  # fmt: skip
        return
    from rich.console import Console

    console = Console(width=None if Console().is_terminal else 200)
    console.print(table(figures, f"{run}, {len(many):,} attempts", target, markdown))
    for found in validations:
        console.print(
            f"{found.run}, {found.workers} workers: {found.recorded_seconds:.0f} s recorded, "
            f"{found.simulated_seconds:.0f} s simulated (ratio {found.ratio:.2f})",
            markup=False, highlight=False, soft_wrap=True,
        )  # fmt: skip
    for remark in remarks(costs, figures, target):
        console.print(remark, markup=False, highlight=False, soft_wrap=True)


def _validations(costs: Recorded, runs: list[Recorded], setup: Setup, validate: Callable[..., Validation]) -> list[Validation]:
    """Those asked for must be possible; that of the run itself is left out where it is not."""
    found = []
    for other in runs:
        if other is not costs or other.workers is not None:
            found.append(validate(costs, other, setup))
    return found


def _counts(text: str) -> set[int]:
    try:
        counts = {int(part) for part in text.split(",") if part.strip()}
    except ValueError:
        counts = set()
    if not counts or min(counts) < 1:
        raise ValueError(f"--workers {text}: give numbers from 1 on, separated by commas, such as {WORKERS}")
    return counts


@contextmanager
def _progress(total: int) -> Iterator[tuple[Callable[[int], None], Callable[[], None] | None]]:
    """A bar on standard error, if that is a terminal: say which number of workers is next, and that an attempt ended."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("simulating", total=total)
        yield (
            lambda count: bar.update(task, description=f"simulating {count:,} workers"),
            (lambda: bar.advance(task)) if console.is_terminal else None,
        )


def _duration(seconds: float) -> str:
    if seconds < 3600:
        return f"{seconds / 60:.1f} min"
    return f"{seconds / 3600:.1f} h" if seconds < 48 * 3600 else f"{seconds / 86400:.1f} days"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


if __name__ == "__main__":
    typer.run(main)
