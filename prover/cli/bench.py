"""``prover bench``."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from prover.cli import common
from prover.cli.common import LeanChoice, fail
from prover.cli.options import (
    AlphaOption,
    ConcurrencyOption,
    ExpansionsOption,
    LeanOption,
    NodesOption,
    PolicyOption,
    ProjectOption,
    TimeLimitOption,
)

if TYPE_CHECKING:
    from benchmarks.problem import Problem
    from benchmarks.run_config import Limits, RunConfig
    from benchmarks.run_folder import RunFolder
    from benchmarks.summary import Summary


def bench(
    benchmark: Annotated[str, typer.Argument(help="The benchmark: minif2f.", show_default=False)],
    split: Annotated[str, typer.Option("--split", help="valid, test or all.")] = "valid",
    mode: Annotated[str, typer.Option("--mode", help="f2f: from the formal statement to a formal proof.")] = "f2f",
    policy: PolicyOption = None,
    time_limit: TimeLimitOption = 60.0,
    max_expansions: ExpansionsOption = None,
    max_nodes: NodesOption = None,
    alpha: AlphaOption = 0.0,
    concurrency: ConcurrencyOption = 1,
    limit: Annotated[Optional[int], typer.Option("--limit", min=1, help="Only the first N problems.")] = None,
    names: Annotated[Optional[str], typer.Option("--names", help="Only these problems, separated by commas.")] = None,
    workers: Annotated[
        Optional[int], typer.Option("--workers", "-w", min=1, help="Theorems in flight, each with a Lean of its own.",
                                    show_default="the number of CPUs, as memory allows")
    ] = None,
    out: Annotated[
        Optional[Path], typer.Option("--out", "-o", help="Folder of the run; one that exists is gone on with.",
                                     show_default="runs/BENCHMARK-SPLIT-POLICY-TIME")
    ] = None,
    data: Annotated[
        Optional[Path], typer.Option("--data", help="Problems as a JSONL file instead of the registry's copy.")
    ] = None,
    project: ProjectOption = None,
    lean: LeanOption = LeanChoice.auto,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
) -> None:
    """Run a benchmark into a folder, or go on with one.

    Every theorem's result is on disk as it ends.  Given the folder of a run that was interrupted or killed,
    goes on where that stopped; theorems that broke for a reason not their own (no Lean, a model that is down)
    are tried again.

    Exit code: 0 the run is complete, 2 it cannot start or go on, 130 interrupted.

    Examples:

      prover bench minif2f --split valid --policy portfolio --time-limit 30 --out runs/x
      prover bench minif2f --split test --limit 10 --workers 2
      prover bench minif2f --split all --names mathd_algebra_10,imo_1959_p1 --json
    """  # fmt: skip
    with common.reporting():
        policies = policy or ["default"]
        problems, data_hash = _problems(benchmark, split, mode, data, names, limit)
        from benchmarks.run_config import Limits

        limits = Limits(
            time_limit=time_limit, max_expansions=max_expansions, max_nodes=max_nodes, alpha=alpha, concurrency=concurrency
        )
        count = min(workers or default_workers(), len(problems))
        config = _config(benchmark, split, mode, policies, limits, project, lean, data_hash, problems, count)
        folder_path = out or Path("runs") / _run_name(benchmark, split, policies)
        summary = _run(problems, config, folder_path, limits, policies, project, lean, count)
        if as_json:
            common.print_json(summary.model_dump(mode="json"))
        else:
            _tell(summary, folder_path)


def _run(
    problems: list[Problem],
    config: RunConfig,
    path: Path,
    limits: Limits,
    policies: list[str],
    project: Path | None,
    lean: LeanChoice,
    workers: int,
) -> Summary:
    from benchmarks.run_folder import RunFolder
    from benchmarks.runner import write_summary

    with RunFolder.open(path, config) as folder:
        left = [p for p in problems if not folder.finished(p.name)]
        if done := len(problems) - len(left):
            typer.echo(f"{path}: going on: {done} of {len(problems)} are done", err=True)
        if changed := folder.code_changes():
            typer.echo(f"{path}: note: {changed}", err=True)
        if not left:
            return write_summary(folder)
        prover = common.open_prover(policies, lean=lean, project=project, workers=min(workers, len(left)))
        try:
            return common.run_async(lambda: _attempt_all(problems, left, prover, folder, limits, workers))
        except common.Interrupted:
            typer.echo(f"{path}: {len(folder.results)} of {len(problems)} are done; the same command goes on", err=True)
            raise


async def _attempt_all(
    problems: list[Problem], left: list[Problem], prover: Any, folder: RunFolder, limits: Limits, workers: int
) -> Summary:
    from benchmarks.display import RunDisplay
    from benchmarks.runner import run

    try:
        with common.waiting("starting Lean"):
            await prover.start()
        solved = sum(result.proved for result in folder.results.values())
        with RunDisplay(len(problems), len(problems) - len(left), solved, common.stderr()) as display:
            return await run(left, prover, folder, limits, workers=min(workers, len(left)), observer=display)
    finally:
        await prover.close()


def _problems(
    benchmark: str, split: str, mode: str, data: Path | None, names: str | None, limit: int | None
) -> tuple[list[Problem], str]:
    if benchmark != "minif2f":
        fail(f"no benchmark {benchmark!r}: there is minif2f")
    if split not in ("valid", "test", "all"):
        fail(f"no split {split!r}: there are valid, test and all")
    if mode == "i2f":
        fail("--mode i2f (from informal proofs) is not available in this version: use f2f")
    if mode != "f2f":
        fail(f"no mode {mode!r}: there is f2f")
    from benchmarks import minif2f

    file = minif2f.data_file(data)
    wanted = [part.strip() for part in (names or "").split(",") if part.strip()]
    problems = minif2f.select(minif2f.load(file, split), wanted, limit)
    if not problems:
        fail(f"{file}: no problem in the split {split!r}")
    return problems, minif2f.file_hash(file)


def _config(
    benchmark: str,
    split: str,
    mode: str,
    policies: list[str],
    limits: Limits,
    project: Path | None,
    lean: LeanChoice,
    data_hash: str,
    problems: list[Problem],
    workers: int,
) -> RunConfig:
    from benchmarks.run_config import RunConfig, hashes, new_session
    from prover.policy.completions import without_password

    native = lean is LeanChoice.native or (lean is LeanChoice.auto and project is not None)
    place = f"native {project.resolve()}" if project is not None else "native"
    now = hashes(data_hash, policies)
    return RunConfig(
        benchmark=benchmark,
        split=split,
        mode=mode,
        policy=[without_password(policy) for policy in policies],
        limits=limits,
        lean=place if native else "embedded",
        hashes=now,
        problems=[p.name for p in problems],
        sessions=[new_session(workers, now)],
    )


def default_workers() -> int:
    """As many as there are CPUs, but no more than fit in the memory that is free."""
    import psutil

    from benchmarks.run_config import available_cpus
    from prover.doctor import WORKER_GB

    fitting = int(psutil.virtual_memory().available * 0.9 / (WORKER_GB * 1e9))
    return max(1, min(available_cpus(), fitting))


def _run_name(benchmark: str, split: str, policies: list[str]) -> str:
    policy = re.sub(r"[^A-Za-z0-9.]+", "-", "+".join(policies)).strip("-")
    return f"{benchmark}-{split}-{policy}-{datetime.now():%Y%m%d-%H%M%S}"


def _tell(summary: Summary, path: Path) -> None:
    from benchmarks.summary import summary_line, summary_table

    common.stdout().print(summary_table(summary))
    typer.echo(summary_line(summary))
    typer.echo(f"the run is in {path}")
