"""``prover check`` of benchmark runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from prover.cli import common
from prover.cli.check import showing
from prover.cli.common import LeanChoice

if TYPE_CHECKING:
    from benchmarks.run.recheck import RunCheck, RunReading


def check_runs(runs: list[Path], lean: LeanChoice, project: Path | None, workers: int | None, as_json: bool,
               also: tuple[str, ...] = ()) -> int:  # fmt: skip
    """Check runs against their data sets, and tell; returns the exit code."""
    from benchmarks.run.recheck import read_run

    checked = []
    for run in runs:
        with common.waiting(f"reading {run}"):
            reading = read_run(run)
        checked.append(_checked(reading, _prover(reading, lean, project, workers, also)))
    if as_json:
        rows = [{**one.model_dump(mode="json"), "sound": one.sound} for one in checked]
        common.print_json(rows[0] if len(rows) == 1 else rows)
    else:
        for one in checked:
            _tell(one)
    return common.PROVED if all(one.sound for one in checked) else common.NOT_PROVED


def _prover(reading: RunReading, lean: LeanChoice, project: Path | None, workers: int | None, also: tuple[str, ...]) -> Any:
    """The run's own kind of Lean, unless another is asked for."""
    backend, _, place = reading.lean.partition(" ")
    if lean is LeanChoice.auto and project is None:
        lean, project = LeanChoice(backend), Path(place) if place else None
    count = min(workers or 1, max(1, len(reading.recorded)))
    return common.open_prover(
        ["portfolio"], lean=lean, project=project, workers=count, standby=False, **common.with_imports(also)
    )


def _checked(reading: RunReading, prover: Any) -> RunCheck:
    from benchmarks.run.recheck import check_run

    async def work() -> RunCheck:
        count = len(reading.recorded)
        try:
            if count:
                with common.waiting("starting Lean"):
                    await prover.start()
            with showing(count) as told:
                return await check_run(reading, prover, told)
        finally:
            await prover.close()

    return common.run_async(work)


def _tell(one: RunCheck) -> None:
    from benchmarks.data.problem import describe_unusable

    if one.unusable:
        typer.echo(f"note: of its data, {describe_unusable(one.unusable)}")
    for trouble in one.troubles:
        typer.echo(f"{trouble.where}: {trouble.reason}")
    count = len(one.troubles)
    verdict = "nothing is wrong with it" if one.sound else f"{count} thing{'' if count == 1 else 's'} wrong with it"
    typer.echo(f"{one.run}: accepted {one.accepted} of {one.recorded} proofs; {verdict}")
