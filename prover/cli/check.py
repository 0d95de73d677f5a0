"""``prover check``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from prover.cli import common, served
from prover.cli.common import LeanChoice, fail
from prover.cli.options import ImportsOption, LeanOption, NameOption, ProjectOption, ServerOption

if TYPE_CHECKING:
    from collections.abc import Callable

    from prover.background.client import Call
    from prover.result import CheckResult
    from prover.verification import Claim


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
        also = common.modules(imports, lean, project)
        if any(is_run(place) for place in files):
            from benchmarks.cli.check_run import check_runs

            if name is not None or statement is not None:
                fail("--name and --statement go with files: the proofs of a run are checked against its data set")
            if strange := [str(place) for place in files if not is_run(place)]:
                fail(f"{strange[0]}: not the folder of a run: check files and runs with separate commands")
            raise typer.Exit(check_runs(files, lean, project, workers, as_json, also))
        paths = _lean_files(files)
        if statement is not None and len(paths) > 1:
            fail("--statement goes with one file")
        sources = [common.read_text(path) for path in paths]
        original = None if statement is None else common.read_text(statement)
        verdicts = _by_server(served.begin(server, _obstacle(lean, project, workers), ask="check", claims=[
            {"source": source, "name": name, "statement": original, "own_notation": own_notation} for source in sources
        ]), len(sources))  # fmt: skip
        if verdicts is None:
            prover = common.open_prover(
                ["portfolio"], lean=lean, project=project, workers=min(workers or 1, len(sources)), standby=False,
                **common.with_imports(also, sources[0]),
            )  # fmt: skip
            verdicts = check_here(prover, sources, name, original, own_notation)
        results = list(zip(paths, verdicts, strict=True))
        single = len(files) == 1 and not files[0].is_dir()
        if as_json:
            rows = [{"file": str(path), **result.model_dump(mode="json")} for path, result in results]
            common.print_json(rows[0] if single else rows)
        elif single:
            _tell(*results[0], shown=original is None)
        else:
            _table(results)
        raise typer.Exit(max(_code(result) for _, result in results))


def is_run(place: Path) -> bool:
    """Whether this is the folder of a benchmark run."""
    return (place / "config.json").is_file() and (place / "results.jsonl").is_file()


def check_here(
    prover: Any, sources: list[str], name: str | None = None, original: str | None = None, own_notation: bool = False
) -> list[CheckResult]:
    """The verdicts of a prover that is started for it, and closed."""
    from prover.verification import Claim, check_batch

    claims = [Claim(source, name, original, own_notation=own_notation) for source in sources]

    async def check(claim: Claim) -> CheckResult:
        return await prover.check(
            claim.source, name=claim.name, statement=claim.statement, own_notation=claim.own_notation
        )

    async def work() -> list[CheckResult]:
        try:
            with common.waiting("starting Lean"):
                await prover.start()
            with showing(len(claims)) as told:
                return await check_batch(check, claims, prover.workers, told)
        finally:
            await prover.close()

    return common.run_async(work)


@contextmanager
def showing(count: int) -> Iterator[Callable[[int, CheckResult], None]]:
    """A bar, if there is a terminal and there are several to check."""
    if count < 2 or not common.on_terminal(sys.stderr):
        with common.waiting("checking"):
            yield lambda index, verdict: None
        return
    with common.progress_bar() as bar:
        task = bar.add_task("checking", total=count)
        yield lambda index, verdict: bar.advance(task)


def _obstacle(lean: LeanChoice, project: Path | None, workers: int | None) -> str | None:
    """What the background server does not do."""
    if project is not None or lean is LeanChoice.native:
        return "it runs embedded Lean"
    return None if workers in (None, 1) else "it checks on one process: leave --workers out to use it"


def _by_server(call: Call | None, count: int) -> list[CheckResult] | None:
    """The background server's verdicts, by a new Lean process; ``None`` if they are to be had here."""
    from prover.background.client import ServerLost, ServerRefused

    if call is None:
        return None

    async def work() -> list[CheckResult]:
        with showing(count) as told:
            return await call.verdicts(count, told, lambda: None)

    try:
        return common.run_async(work)
    except ServerRefused as error:
        fail(str(error))
    except ServerLost as error:
        served.tell(f"the background server does not do it ({error}): it is done here, from the start")
        return None
    finally:
        call.close()


def _lean_files(places: list[Path]) -> list[Path]:
    found: list[Path] = []
    for place in places:
        if place.is_dir():
            inside = sorted(place.rglob("*.lean"))
            if not inside:
                fail(f"{place}: holds no .lean file")
            found += inside
        elif place.exists():
            found.append(place)
        else:
            fail(f"{place}: no such file")
    return found


def _code(result: CheckResult) -> int:
    if result.accepted:
        return common.PROVED
    return common.BAD_INPUT if result.bad_input else common.NOT_PROVED


def _verdict(result: CheckResult) -> str:
    return "accepted" if result.accepted else "bad input" if result.bad_input else "refused"


def _tell(path: Path, result: CheckResult, shown: bool) -> None:
    if result.accepted:
        if shown:
            common.print_lean(result.statement)
        axioms = ", ".join(result.axioms) or "none"
        reading = f"reading: {result.reading}; " if result.reading else ""
        version = f"; Lean {result.lean.version}, {result.lean.backend}" if result.lean.version else ""
        typer.echo(f"{path}: accepted: {result.name}; {reading}{own(result)}axioms: {axioms}; {result.seconds:.1f} s{version}")
        return
    typer.echo(f"{path}: {_verdict(result)}: {result.reason}")
    for message in result.messages:
        if message not in result.reason:
            typer.echo(f"  {message}")
    for note in result.notes:
        typer.echo(f"  note: {note}")


def own(result: CheckResult) -> str:
    """That the statement rests on the file's own definitions, if it does."""
    return f"rests on the file's own definitions {', '.join(result.definitions)}; " if result.definitions else ""


def _table(results: list[tuple[Path, CheckResult]]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table("file", "theorem", "verdict", "reading", "axioms or reason")
    for path, result in results:
        verdict = Text(_verdict(result), style="green" if result.accepted else "red")
        axioms = ", ".join(result.axioms) or "no axioms"
        detail = f"{own(result)}{axioms}" if result.accepted else result.reason.partition("\n")[0]
        table.add_row(Text(str(path)), Text(result.name), verdict, result.reading or "", Text(detail))
    console = common.stdout()
    if not console.is_terminal:
        console.width = 200
    console.print(table)
    accepted = sum(result.accepted for _, result in results)
    typer.echo(f"accepted {accepted} of {len(results)}")
