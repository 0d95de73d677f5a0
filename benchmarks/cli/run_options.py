"""What the options of ``prover bench`` come to: the problems, the run's configuration, how many processes."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from prover.cli import common
from prover.cli.common import LeanChoice, fail
from prover.cli.informal import WRITER, settings

if TYPE_CHECKING:
    from benchmarks.data.datasets import DataSet
    from benchmarks.run.run_config import RunConfig


def selection(benchmark: str, options: dict[str, Any]) -> list[str]:
    """The words of the command line that say which problems of which data are run."""
    given = ((option, str(value)) for option, value in options.items() if value is not None)
    from benchmarks.data.datasets import is_file

    data = str(Path(benchmark).resolve()) if is_file(benchmark) else benchmark
    return [data, *(word for pair in given for word in pair)]


def preset_options(name: str | None) -> dict[str, Any]:
    """What ``--preset`` sets, said on standard error."""
    from prover.presets import PRESETS

    if name is None:
        return {}
    if name not in PRESETS:
        fail(f"no preset {name!r}: there are {', '.join(PRESETS)}")
    typer.echo(f"{name}: {PRESETS[name].about}", err=True)
    return PRESETS[name].model_dump()


def informal_options(mode: str, writer: str | None, stages: str | None, ray: str | None) -> dict[str, Any]:
    """What is set for a run with words beyond what any run is; nothing for one without."""
    if mode not in ("f2f", "i2f"):
        fail(f"no mode {mode!r}: there are f2f and i2f")
    if mode == "f2f":
        if writer is not None or stages is not None:
            fail("--writer and --stages go with --mode i2f")
        return {}
    if ray is not None:
        fail("--mode i2f runs on this machine only: leave --ray out")
    return {"writer": writer or WRITER, "stages": settings(stages)}


def problems_of(
    benchmark: str,
    split: str | None,
    names: str | None,
    limit: int | None,
    data: Path | None,
    kind: str,
    project: Path | None,
    by_dojo: bool,
) -> DataSet:
    """The problems, with what of the data cannot be used said on standard error."""
    from benchmarks.data.datasets import ProblemSelection, load
    from benchmarks.data.problem import describe_unusable

    with common.waiting("reading the problems"):
        found = load(benchmark, ProblemSelection(split, [names] if names else [], limit, data, kind, project, by_dojo))
    if found.note:
        typer.echo(found.note, err=True)
    if found.unusable:
        typer.echo(describe_unusable(found.unusable), err=True)
    return found


def lean_place(lean: LeanChoice, project: Path | None) -> str:
    """Which Lean a run is of, as its configuration says it."""
    if lean is LeanChoice.dojo:
        return "dojo"
    if lean is LeanChoice.native or (lean is LeanChoice.auto and project is not None):
        return f"native {project.resolve()}" if project is not None else "native"
    return "embedded"


def run_config(policies: list[str], data: DataSet, workers: int, lean: str, **options: Any) -> RunConfig:
    """The run's ``config.json``, without any password."""
    from benchmarks.run.run_config import RunConfig, hashes, new_session
    from prover.policy.address import without_password

    writer = options.get("writer")
    now = hashes(data.data_hash, policies)
    if writer is not None:
        options["writer"] = without_password(writer)
    return RunConfig(
        policy=[without_password(policy) for policy in policies],
        lean=lean,
        hashes=now,
        benchmark=data.name,
        split=data.split,
        problems=[p.name for p in data.problems],
        unusable=data.unusable,
        sessions=[new_session(workers, now)],
        **options,
    )


def default_workers(lean: LeanChoice = LeanChoice.auto) -> int:
    """As many as there are CPUs, but no more Lean processes of this kind than fit in the memory that is free."""
    from benchmarks.run.run_config import available_cpus

    return max(1, min(available_cpus(), _fitting(lean)))


def processes(workers: int, one_lean: bool) -> dict[str, Any]:
    """So many workers, and a process on standby for them if memory allows and all theorems need the same Lean."""
    return {"workers": workers, "standby": one_lean and workers < _fitting()}


def _fitting(lean: LeanChoice = LeanChoice.auto) -> int:
    """How many Lean processes the memory that is free holds."""
    import psutil

    from prover.doctor import WORKER_GB
    from prover.dojo_prover import LEAN_GB

    gigabytes = LEAN_GB if lean is LeanChoice.dojo else WORKER_GB
    return int(psutil.virtual_memory().available * 0.9 / (gigabytes * 1e9))


def run_name(benchmark: str, split: str, policies: list[str], mode: str) -> str:
    """The folder of a run that is given none."""
    from prover.policy.address import without_password

    policy = re.sub(r"[^A-Za-z0-9.]+", "-", "+".join(map(without_password, policies))).strip("-")
    split = f"{split}-{mode}" if mode != "f2f" else split
    return f"{benchmark}-{split}-{policy}-{datetime.now():%Y%m%d-%H%M%S}"
