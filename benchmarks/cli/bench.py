"""``prover bench``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from benchmarks.cli.run_options import (
    default_workers,
    informal_options,
    lean_place,
    preset_options,
    problems_of,
    processes,
    run_config,
    run_name,
    selection,
)  # fmt: skip
from prover.cli import common, dojo
from prover.cli.common import LeanChoice
from prover.cli.data import SplitKind
from prover.cli.informal import StagesOption, WithWords, WriterOption
from prover.cli.options import (
    SEARCH_HELP,
    ConcurrencyOption,
    ExpansionsOption,
    ImportsOption,
    LeanOrDojoOption,
    NodesOption,
    PolicyOption,
    ProjectOption,
    SeedOption,
    TacticsOption,
)

if TYPE_CHECKING:
    from benchmarks.data.problem import Problem
    from benchmarks.run.run_config import RunConfig
    from benchmarks.run.run_folder import RunFolder
    from benchmarks.run.summary import Summary

TIME_LIMIT = 60.0
PROOFS_A_PROCESS = 50
"""How many proofs to check are worth the start of another Lean process."""


BENCHMARKS = "minif2f, leandojo, or a file of problems: JSON lines, JSON, CSV, TSV or Parquet, also compressed."


def bench(
    benchmark: Annotated[str, typer.Argument(help=BENCHMARKS, show_default=False)],
    split: Annotated[
        Optional[str],
        typer.Option(
            "--split",
            help="valid, test or all; LeanDojo: val, test or train.",
            show_default="valid; leandojo: test; a file: all",
        ),
    ] = None,
    split_kind: Annotated[SplitKind, typer.Option("--split-kind", help="How LeanDojo Benchmark is split.")] = "random",
    mode: Annotated[
        str, typer.Option("--mode", help="f2f: from the formal statement; i2f: with the problem and its proof in words.")
    ] = "f2f",
    policy: PolicyOption = None,
    writer: WriterOption = None,
    stages: StagesOption = None,
    search: Annotated[Optional[str], typer.Option("--search", "-s", help=SEARCH_HELP, show_default="best-first")] = None,
    time_limit: Annotated[
        Optional[float],
        typer.Option("--time-limit", "-t", min=0, help="Seconds for each search; inf: no limit.", show_default=str(TIME_LIMIT)),
    ] = None,
    max_expansions: ExpansionsOption = None,
    max_nodes: NodesOption = None,
    max_tactics: TacticsOption = None,
    concurrency: ConcurrencyOption = 1,
    attempts: Annotated[
        int, typer.Option("--attempts", "-k", min=1, help="pass@k: try unsolved problems up to k times, with new seeds.")
    ] = 1,
    seed: SeedOption = 0,
    preset: Annotated[
        Optional[str],
        typer.Option("--preset", help="Policy, search and limits of a published run: reprover, llemma, bfs-prover."),
    ] = None,
    limit: Annotated[Optional[int], typer.Option("--limit", min=1, help="Only the first N problems.")] = None,
    names: Annotated[Optional[str], typer.Option("--names", help="Only these problems, separated by commas.")] = None,
    workers: Annotated[
        Optional[int],
        typer.Option(
            "--workers",
            "-w",
            min=1,
            help="Theorems in flight, each with a Lean of its own.",
            show_default="the number of CPUs, as memory allows",
        ),
    ] = None,
    out: Annotated[
        Optional[Path],
        typer.Option(
            "--out",
            "-o",
            help="Folder of the run; one that exists is resumed.",
            show_default="runs/BENCHMARK-SPLIT-POLICY-TIME",
        ),
    ] = None,
    ray: Annotated[
        Optional[str],
        typer.Option("--ray", help="Run on a Ray cluster: its address, auto, or local for one of this machine's own."),
    ] = None,
    data: Annotated[
        Optional[Path], typer.Option("--data", help="Your own copy of the data set instead of the registry's.")
    ] = None,
    project: ProjectOption = None,
    imports: ImportsOption = None,
    lean: LeanOrDojoOption = LeanChoice.auto,
    check: Annotated[
        bool, typer.Option("--check/--no-check", help="At the end, check the proofs once more, in new Lean processes.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
) -> None:
    """Run a benchmark into a folder, or resume one.

    A file of problems is taken as teams publish it: any of the usual keys for statement, header, name, split and words, a
    statement with or without a body, names of any kind.  A row that cannot be used is named with its reason.

    Every attempt's result is on disk as it ends.  Given the folder of a run that was interrupted or killed,
    resumes where that stopped; theorems that broke for a reason not their own (no Lean, a model that is down)
    are tried again.  At the end every proof that has not been is checked in new Lean processes, against the data set's
    statement; one that is refused there does not count.  With one worker and limits in expansions or tactics instead of time, two runs are the same.

    Exit code: 0 the run is complete, 2 it cannot start or resume, 130 interrupted.

    Examples:

      prover bench minif2f --split valid --policy portfolio --time-limit 30 --out runs/x
      prover bench minif2f --split test --search "beam?width=8" --attempts 4
      prover bench minif2f --split valid --mode i2f --writer openai:http://127.0.0.1:8000#MODEL
      prover bench minif2f --split all --names mathd_algebra_10,imo_1959_p1 --json
      prover bench minif2f --split test --preset llemma --project ~/my_mathlib_project
      prover bench my_problems.csv --time-limit 30
      prover bench my_problems.jsonl --project ~/my_lake_project --imports MyLib.Basic,MyLib.Tactics
      prover bench leandojo --split-kind novel_premises --limit 100 --project ~/my_mathlib_project
      prover bench leandojo --lean dojo --limit 100 --workers 2
      prover bench minif2f --split test --ray auto --workers 64 --out runs/shared/x
    """  # fmt: skip
    with common.reporting():
        from prover.lean import header
        from prover.limits import Limits
        from search import algorithm

        by_dojo = lean is LeanChoice.dojo
        if by_dojo:
            dojo.refuse(
                {
                    f"the benchmark {benchmark}": benchmark != "leandojo",
                    "--project": project,
                    "--imports": imports,
                    "--ray": ray,
                    "--mode i2f": mode == "i2f",
                }
            )
        more = common.with_imports(common.modules(imports, lean, project))
        chosen = preset_options(preset)
        policies = policy or list(chosen.get("policy", ["default"]))
        search = search or chosen.get("search", "best-first")
        algorithm(search)
        words = informal_options(mode, writer, stages, ray)
        found = problems_of(benchmark, split, names, limit, data, split_kind, project, by_dojo)
        limits = Limits(
            time_limit=chosen.get("time_limit", TIME_LIMIT) if time_limit is None else common.finite(time_limit),
            max_expansions=chosen.get("max_expansions") if max_expansions is None else max_expansions,
            max_nodes=max_nodes,
            max_tactics=max_tactics,
            concurrency=concurrency,
        )
        count = workers or (0 if ray else default_workers(lean))
        config = run_config(
            policies, found, count, lean_place(lean, project),
            mode=mode, search=search, limits=limits, imports=list(more.get("also", ())), **words, attempts=attempts, seed=seed,
            selection=selection(benchmark, {"--split-kind": split_kind if benchmark == "leandojo" else None,
                                         "--data": data and data.resolve(), "--limit": limit, "--names": names}),
        )  # fmt: skip
        folder_path = out or Path("runs") / run_name(found.name, found.split, policies, mode)
        if by_dojo:
            folder_path = folder_path.absolute()  # lean-dojo changes the working folder

        def opened(most: int) -> Any:
            if by_dojo:
                return dojo.prover(policies, min(count, most))
            if ray is None:
                wanted = {(problem.imports, header.imports(problem.text)) for problem in found.problems}
                one_lean = config.lean == "embedded" or len(wanted) == 1
                prover = common.open_prover(policies, lean=lean, project=project, **processes(min(count, most), one_lean), **more)
                return WithWords(prover, words["writer"], words["stages"]) if words else prover
            from benchmarks.cluster import ClusterProver

            return ClusterProver(policies, address=ray, workers=workers, most=most, project=project, backend=lean.value, **more)

        def checking(most: int) -> Any:
            return common.open_prover(
                ["portfolio"],
                lean=lean,
                project=project,
                workers=min(workers or default_workers(), most),
                standby=False,
                **more,
            )

        summary = _run(
            found.problems, config, folder_path, opened, checking if check and not by_dojo else None, here=ray is None
        )
        if as_json:
            common.print_json(summary.model_dump(mode="json"))
        else:
            _print_summary(summary, folder_path)


def _run(
    problems: list[Problem],
    config: RunConfig,
    path: Path,
    opened: Callable[[int], Any],
    checking: Callable[[int], Any] | None,
    here: bool,
) -> Summary:
    """``opened`` makes the prover, of at most so many workers, ``checking`` the one that checks its proofs, if they are to be;
    ``here``: the first works on this machine alone."""
    from benchmarks.run.run_folder import RunFolder
    from benchmarks.run.runner import write_summary
    from benchmarks.run.schedule import Schedule

    with RunFolder.open(path, config) as folder:
        def undone() -> int:
            """Problems that wait for an attempt."""
            return len(Schedule(problems, config.attempts, folder.results.values()))

        left = undone()
        if done := len(problems) - left:
            typer.echo(f"{path}: going on: {done} of {len(problems)} are done", err=True)
        if changed := folder.code_changes():
            typer.echo(f"{path}: note: {changed}", err=True)
        try:
            if left:
                prover = opened(left)
                common.run_async(lambda: _attempt_all(problems, prover, folder, here))
            if checking is not None:
                _check_all(problems, checking, folder)
            return write_summary(folder)
        except KeyboardInterrupt:
            typer.echo(f"{path}: {len(problems) - undone()} of {len(problems)} are done; the same command goes on", err=True)
            raise


def _check_all(problems: list[Problem], checking: Callable[[int], Any], folder: RunFolder) -> None:
    """Check the proofs that have no verdict yet, and print those refused."""
    from benchmarks.cli.check import run_checks
    from benchmarks.run.verify import unverified, verify
    from prover.lean.errors import LeanError

    due = unverified(folder, problems)
    if not due:
        return
    prover = checking(1 + len(due) // PROOFS_A_PROCESS)

    try:
        verdicts = run_checks(prover, len(due), partial(verify, folder, due, prover))
    except LeanError as error:
        typer.echo(f"{folder.path}: the proofs could not be checked afresh: {error}; the same command tries again", err=True)
        return
    for verdict in verdicts:
        if not verdict.accepted:
            typer.echo(f"{verdict.problem}: the proof is refused when checked in a new process: {verdict.reason}", err=True)


async def _attempt_all(problems: list[Problem], prover: Any, folder: RunFolder, here: bool) -> Summary:
    from benchmarks.run.display import RunDisplay
    from benchmarks.run.runner import run
    from benchmarks.run.schedule import Schedule

    try:
        with common.waiting("starting Lean"):
            await prover.start()
        if folder.config.attempts > 1 and not prover.draws:
            typer.echo(
                f"note: {' + '.join(folder.config.policy)} draws nothing at random: but for time, further attempts do the same as the first",
                err=True,
            )
        schedule = Schedule(problems, folder.config.attempts, folder.results.values())
        solved = sum(result.proved for result in folder.results.values())
        done = sum(not result.broken for result in folder.results.values())
        with RunDisplay(common.stderr(), done + schedule.at_most(), done, solved, folder.config.attempts) as display:
            workers = min(prover.workers, len(schedule))
            return await run(problems, prover, folder, workers=workers, observer=display, measure_load=here)
    finally:
        await prover.close()


def _print_summary(summary: Summary, path: Path) -> None:
    from benchmarks.run.summary import summary_line, summary_table

    common.stdout().print(summary_table(summary))
    typer.echo(summary_line(summary))
    typer.echo(f"the run is in {path}")
