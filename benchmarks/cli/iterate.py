"""``prover train iterate``."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

import prover.training
from prover.cli import common
from prover.cli.train import make_missing

if TYPE_CHECKING:
    from prover.lean.library import LibraryTheorem
    from prover.lean.pool import LeanPool
    from prover.training.config import TrainConfig
    from prover.training.iterate import IterateConfig

BUILTIN = Path(prover.training.__file__).parent / "configs" / "iterate" / "default.yaml"


def iterate(
    config: Annotated[
        Optional[Path],
        typer.Option("--config", "-c", help="A YAML file.", show_default="the built-in one: the shipped model, one round"),
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the run; one that exists is resumed.")] = Path(
        "runs/iterate"
    ),
    workers: Annotated[
        Optional[int], typer.Option("--workers", "-w", min=1, help="Lean processes.", show_default="the number of CPUs")
    ] = None,
) -> None:
    """Expert iteration: search statements with the model, train it on the proofs found, measure the lift.

    The statements are theorems of Lean's own library, each to be proved from what precedes it, and freshly drawn
    statements of the generated families; what is held out to measure on is never trained on, and nothing is taken
    from miniF2F. Every search is on disk as it ends; the same command resumes after an interruption.

    Exit code: 0 all rounds done, 2 it cannot start or resume, 130 interrupted.

    Examples:

      prover train iterate
      prover train iterate --config my.yaml --out runs/iterate-2
    """
    with common.reporting():
        from prover.training.iterate import load_iteration

        settings = load_iteration(config or BUILTIN)
        if settings.train.get("data"):
            make_missing(settings.training(settings.model))
        _print_report(_run(settings, out, workers))


def _run(settings: IterateConfig, out: Path, workers: int | None) -> dict[str, Any]:
    from benchmarks.cli.run_options import default_workers
    from benchmarks.data.overlap import benchmark_statements, is_training_material
    from prover.lean.launch import embedded_command
    from prover.lean.pool import LeanPool
    from prover.training.display import Display
    from prover.training.iterate import Iteration
    from prover.training.trainer import train

    command = embedded_command()
    barred = benchmark_statements()
    stop, idle = threading.Event(), threading.Event()
    idle.set()

    def training(config: TrainConfig) -> Path:
        idle.clear()
        try:
            return train(config, stop, Display())
        finally:
            idle.set()

    async def work() -> dict[str, Any]:
        async with LeanPool(command, workers or default_workers()) as pool:
            theorems = await _library(pool, settings)
            with common.progress_bar() as bar:
                tasks: dict[str, Any] = {}

                def on_progress(what: str, done: int, total: int, proved: int) -> None:
                    if what not in tasks:
                        tasks[what] = bar.add_task(what, total=total)
                    bar.update(tasks[what], completed=done, description=f"{what}: {proved} proved")

                return await Iteration(settings, out, pool, theorems, training, barred, is_training_material, on_progress).run()

    try:
        return common.run_async(work)
    except KeyboardInterrupt:
        stop.set()
        idle.wait(60)
        typer.echo(f"{out}: the same command goes on", err=True)
        raise


async def _library(pool: LeanPool, settings: IterateConfig) -> list[LibraryTheorem]:
    from prover.lean.library import library

    if not settings.statements.library and not settings.held_out.library:
        return []
    with common.waiting("reading Lean's library"):
        async with pool.lease() as worker:
            return await library(worker, settings.library_prefixes)


def _print_report(report: dict[str, Any]) -> None:
    from rich.table import Table

    table = Table("held-out statements", "proved by the model alone", "families", "library")
    for measured in report["held_out"]:
        kinds = [measured["by_kind"].get(kind, {"proved": 0, "statements": 0}) for kind in ("family", "library")]
        shown = [f"{kind['proved']} of {kind['statements']}" for kind in kinds]
        table.add_row(f"model {measured['model']}", f"{measured['proved']} of {measured['statements']}", *shown)
    common.stdout().print(table)
    for one in report["rounds"]:
        typer.echo(f"round {one['round']}: learnt from the proofs of {one['proved']} of {one['statements']} statements")
