"""``prover doctor``."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated

import typer

from prover.cli import common

_STYLES = {"ok": "green", "note": "cyan", "missing": "bold red"}


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say what is installed, what is missing, and how to mend it.

    Looks at Python and its packages, Lean, the device and the caches; downloads and changes nothing.

    Exit code: 0 all that is needed is there or comes by itself, 1 something is missing.

    Examples:

      prover doctor
      prover doctor --json
    """
    with common.reporting():
        from prover.doctor import examine

        with common.waiting("looking"):
            report = examine()
        if as_json:
            common.print_json({"healthy": report.healthy, **report.model_dump(mode="json")})
        else:
            _print(report)
        raise typer.Exit(0 if report.healthy else 1)


def _print(report) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    for section, findings in groupby(report.findings, key=lambda finding: finding.section):
        table.add_row(Text(section, style="bold"))
        for finding in findings:
            status = Text(finding.status, style=_STYLES[finding.status])
            detail = finding.detail + (f"\n→ {finding.remedy}" if finding.remedy else "")
            table.add_row(Text(f"  {finding.item}"), status, Text(detail))
    console = common.stdout()
    if not console.is_terminal:
        console.width = 160
    console.print(table)
    missing = [f.item for f in report.findings if f.status == "missing"]
    typer.echo(f"missing: {', '.join(missing)}" if missing else "ready")
