"""``prover check``: of proof files, and of benchmark runs."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional, TypeVar

import typer

from prover.cli import common, served
from prover.cli.common import LeanChoice, fail
from prover.cli.options import ImportsOption, LeanOption, NameOption, ProjectOption, ServerOption

if TYPE_CHECKING:
    from benchmarks.run.verify import RunCheck
    from prover.agent import AsyncProver
    from prover.background.client import Call
    from prover.lean.results import CheckResult
    from prover.lean.verify import OnVerdict

T = TypeVar("T")


def check(
    files: Annotated[
        list[Path], typer.Argument(help="Lean files, folders of them, or the folder of a benchmark run.", show_default=False)
    ],
    name: NameOption = None,
    statement: Annotated[
        Optional[Path], typer.Option("--statement", help="Lean file with the original statement that must be the one proved.")
    ] = None,
    own_notation: Annotated[
        bool,
        typer.Option("--own-notation", help="Accept files whose own notation makes their theorem's text say something else."),
    ] = False,
    project: ProjectOption = None,
    imports: ImportsOption = None,
    lean: LeanOption = LeanChoice.auto,
    workers: Annotated[
        Optional[int],
        typer.Option("--workers", "-w", min=1, help="New Lean processes that share the files.", show_default="1"),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON: an object for one file, a list for several or a folder.")
    ] = False,
    server: ServerOption = True,
) -> None:
    """Verify proof files in a new Lean process, which they share; none knows of another.

    Each is elaborated afresh, goes through the kernel, and may rest on nothing but propext, Quot.sound and
    Classical.choice. With --project, Lean is started with what each file and its statement import.

    Of a run, as 'prover bench' makes it, every recorded proof is checked against the statement in the data set, and
    whatever else its results say is held against it.

    Without --statement the file states its own theorem: what it states is printed as Lean's kernel holds it, and a file whose own
    notation, macros, instances or names make the theorem's text say something else is refused.

    Exit code: 0 accepted, 1 refused, with the reason, 2 bad input; with several files, the highest of them.

    Examples:

      prover check proof.lean
      prover check proof.lean --name my_theorem --statement original.lean
      prover check proof.lean --project ~/my_lake_project
      prover check my_proofs --workers 2
      prover check runs/x
    """
    with common.reporting():
        from prover.lean.results import Claim

        also = common.modules(imports, lean, project)
        if any(map(_is_run, files)):
            if name is not None or statement is not None:
                fail("--name and --statement go with files: the proofs of a run are checked against its data set")
            if strange := [str(place) for place in files if not _is_run(place)]:
                fail(f"{strange[0]}: not the folder of a run: check files and runs with separate commands")
            raise typer.Exit(_check_runs(files, lean, project, workers, also, as_json))
        paths = _lean_files(files)
        if statement is not None and len(paths) > 1:
            fail("--statement goes with one file")
        sources = [common.read_text(path) for path in paths]
        original = None if statement is None else common.read_text(statement)
        claims = [Claim(source, name, original, own_notation=own_notation) for source in sources]
        request = {"ask": "check", "claims": [asdict(claim) for claim in claims]}
        verdicts = served.answer(
            served.begin(server, _obstacle(lean, project, workers), **request), partial(_server_checks, len(claims))
        )
        if verdicts is None:
            from prover.lean.verify import check_all

            prover = _open(lean, project, workers, len(claims), common.with_imports(also, sources[0]))
            verdicts = run_checks(prover, len(claims), partial(check_all, prover, claims))
        results = list(zip(paths, verdicts, strict=True))
        single = len(files) == 1 and not files[0].is_dir()
        if as_json:
            rows = [{"file": str(path), **result.model_dump(mode="json")} for path, result in results]
            common.print_json(rows[0] if single else rows)
        elif single:
            _print_one(*results[0], shown=original is None)
        else:
            _print_all(results)
        raise typer.Exit(max(_CODES[_verdict(result)] for result in verdicts))


def _open(lean: LeanChoice, project: Path | None, workers: int | None, count: int, imports: dict[str, Any]) -> AsyncProver:
    """A prover that does nothing but check ``count`` proofs."""
    workers = min(workers or 1, max(1, count))
    return common.open_prover(["portfolio"], lean=lean, project=project, workers=workers, standby=False, **imports)


def run_checks(prover: AsyncProver, count: int, work: Callable[[OnVerdict], Awaitable[T]]) -> T:
    """What ``work``, which checks ``count`` proofs, comes to on a prover that is started for it, and closed."""

    async def whole() -> T:
        try:
            if count:
                with common.waiting("starting Lean"):
                    await prover.start()
            with _progress(count) as on_verdict:
                return await work(on_verdict)
        finally:
            await prover.close()

    return common.run_async(whole)


@contextmanager
def _progress(count: int) -> Iterator[OnVerdict]:
    """A bar, if there is a terminal and there are several to check."""
    if count < 2 or not common.on_terminal(sys.stderr):
        with common.waiting("checking"):
            yield lambda index, verdict: None
        return
    with common.progress_bar() as bar:
        task = bar.add_task("checking", total=count)
        yield lambda index, verdict: bar.advance(task)


# --------------------------------------------------------------------------------------------- files


async def _server_checks(count: int, call: Call) -> list[CheckResult]:
    with _progress(count) as on_verdict:
        return await call.verdicts(count, on_verdict)


def _obstacle(lean: LeanChoice, project: Path | None, workers: int | None) -> str | None:
    """What the background server does not do."""
    if project is not None or lean is LeanChoice.native:
        return "it runs embedded Lean"
    return None if workers in (None, 1) else "it checks on one process: leave --workers out to use it"


def _lean_files(places: list[Path]) -> list[Path]:
    found: list[Path] = []
    for place in places:
        if not place.exists():
            fail(f"{place}: no such file")
        inside = sorted(place.rglob("*.lean")) if place.is_dir() else [place]
        if not inside:
            fail(f"{place}: holds no .lean file")
        found += inside
    return found


def _verdict(result: CheckResult) -> str:
    return "accepted" if result.accepted else "bad input" if result.bad_input else "refused"


_CODES = {"accepted": common.PROVED, "refused": common.NOT_PROVED, "bad input": common.BAD_INPUT}


def _own(result: CheckResult) -> str:
    """That the statement rests on the file's own definitions, if it does."""
    return f"rests on the file's own definitions {', '.join(result.definitions)}; " if result.definitions else ""


def _print_one(path: Path, result: CheckResult, shown: bool) -> None:
    """``shown``: with the statement."""
    if result.accepted:
        if shown:
            common.print_lean(result.statement)
        axioms = ", ".join(result.axioms) or "none"
        reading = f"reading: {result.reading}; " if result.reading else ""
        version = f"; Lean {result.lean.version}, {result.lean.backend}" if result.lean.version else ""
        typer.echo(f"{path}: accepted: {result.name}; {reading}{_own(result)}axioms: {axioms}; {result.seconds:.1f} s{version}")
        return
    notes = [f"note: {note}" for note in result.notes]
    typer.echo("\n  ".join([f"{path}: {_verdict(result)}: {result.reason}", *result.other_messages, *notes]))


def _print_all(results: list[tuple[Path, CheckResult]]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table("file", "theorem", "verdict", "reading", "axioms or reason")
    for path, result in results:
        verdict = Text(_verdict(result), style="green" if result.accepted else "red")
        axioms = ", ".join(result.axioms) or "no axioms"
        detail = f"{_own(result)}{axioms}" if result.accepted else result.reason.partition("\n")[0]
        table.add_row(Text(str(path)), Text(result.name), verdict, result.reading or "", Text(detail))
    console = common.stdout()
    if not console.is_terminal:
        console.width = 200
    console.print(table)
    typer.echo(f"accepted {sum(result.accepted for _, result in results)} of {len(results)}")


# --------------------------------------------------------------------------------------------- runs


def _is_run(place: Path) -> bool:
    return (place / "config.json").is_file() and (place / "results.jsonl").is_file()


def _check_runs(
    runs: list[Path], lean: LeanChoice, project: Path | None, workers: int | None, also: tuple[str, ...], as_json: bool
) -> int:
    """Check runs against their data sets, each in its own kind of Lean unless another is asked for, and print what was found;
    returns the exit code."""
    from benchmarks.run.verify import check_run, read_run

    found: list[RunCheck] = []
    for run in runs:
        with common.waiting(f"reading {run}"):
            reading = read_run(run)
        kind, where = lean, project
        if lean is LeanChoice.auto and project is None:
            backend, _, place = reading.lean.partition(" ")
            kind, where = LeanChoice(backend), Path(place) if place else None
        count = len(reading.proofs)
        prover = _open(kind, where, workers, count, common.with_imports(also))
        found.append(run_checks(prover, count, partial(check_run, reading, prover)))
    if as_json:
        rows = [one.model_dump(mode="json") for one in found]
        common.print_json(rows[0] if len(rows) == 1 else rows)
    else:
        for one in found:
            _print_run(one)
    return common.PROVED if all(one.sound for one in found) else common.NOT_PROVED


def _print_run(one: RunCheck) -> None:
    from benchmarks.data.problem import describe_unusable

    if one.unusable:
        typer.echo(f"note: of its data, {describe_unusable(one.unusable)}")
    for trouble in one.troubles:
        typer.echo(str(trouble))
    count = len(one.troubles)
    verdict = "nothing is wrong with it" if one.sound else f"{count} thing{'' if count == 1 else 's'} wrong with it"
    typer.echo(f"{one.run}: accepted {one.accepted} of {one.recorded} proofs; {verdict}")
