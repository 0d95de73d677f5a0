"""``prover check``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from prover.cli import common
from prover.cli.common import LeanChoice, fail
from prover.cli.options import LeanOption, NameOption, ProjectOption

if TYPE_CHECKING:
    from prover.result import CheckResult


def check(
    files: Annotated[list[Path], typer.Argument(help="Lean files, or folders of them.", show_default=False)],
    name: NameOption = None,
    statement: Annotated[
        Optional[Path], typer.Option("--statement", help="Lean file with the original statement that must be the one proved.")
    ] = None,
    project: ProjectOption = None,
    lean: LeanOption = LeanChoice.auto,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON: an object for one file, a list for several or a folder.")
    ] = False,
) -> None:
    """Verify proof files in a new Lean process.

    Each is elaborated afresh, goes through the kernel, and may rest on nothing but propext, Quot.sound and
    Classical.choice.

    Exit code: 0 accepted, 1 refused, with the reason, 2 bad input; with several files, the highest of them.

    Examples:

      prover check proof.lean
      prover check proof.lean --name my_theorem --statement original.lean
      prover check runs/x/proofs
    """
    with common.reporting():
        paths = _lean_files(files)
        if statement is not None and len(paths) > 1:
            fail("--statement goes with one file")
        sources = [(path, common.read_text(path)) for path in paths]
        original = None if statement is None else common.read_text(statement)
        prover = common.open_prover(["portfolio"], lean=lean, project=project)
        results = common.run_async(lambda: _check(prover, sources, name, original))
        single = len(files) == 1 and not files[0].is_dir()
        if as_json:
            rows = [{"file": str(path), **result.model_dump(mode="json")} for path, result in results]
            common.print_json(rows[0] if single else rows)
        elif single:
            _tell(*results[0])
        else:
            _table(results)
        raise typer.Exit(max(_code(result) for _, result in results))


async def _check(
    prover: Any, sources: list[tuple[Path, str]], name: str | None, original: str | None
) -> list[tuple[Path, CheckResult]]:
    try:
        with common.waiting("starting Lean"):
            await prover.start()
        results = []
        for number, (path, source) in enumerate(sources, 1):
            with common.waiting(f"checking {path} ({number}/{len(sources)})"):
                results.append((path, await prover.check(source, name=name, statement=original)))
        return results
    finally:
        await prover.close()


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


def _tell(path: Path, result: CheckResult) -> None:
    if result.accepted:
        axioms = ", ".join(result.axioms) or "none"
        reading = f"reading: {result.reading}; " if result.reading else ""
        version = f"; Lean {result.lean.version}, {result.lean.backend}" if result.lean.version else ""
        typer.echo(f"{path}: accepted: {result.name}; {reading}axioms: {axioms}; {result.seconds:.1f} s{version}")
        return
    typer.echo(f"{path}: {_verdict(result)}: {result.reason}")
    for message in result.messages:
        if message not in result.reason:
            typer.echo(f"  {message}")


def _table(results: list[tuple[Path, CheckResult]]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table("file", "theorem", "verdict", "reading", "axioms or reason")
    for path, result in results:
        verdict = Text(_verdict(result), style="green" if result.accepted else "red")
        detail = ", ".join(result.axioms) or "no axioms" if result.accepted else result.reason.partition("\n")[0]
        table.add_row(Text(str(path)), Text(result.name), verdict, result.reading or "", Text(detail))
    console = common.stdout()
    if not console.is_terminal:
        console.width = 200
    console.print(table)
    accepted = sum(result.accepted for _, result in results)
    typer.echo(f"accepted {accepted} of {len(results)}")
