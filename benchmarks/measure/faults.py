"""Every fault the tests inject, what the user sees of it, what is kept, and the seconds until work goes on.

    python -m benchmarks.measure.faults [--out benchmarks/measure/faults/figures.json]

Runs ``tests/faults`` and the tests elsewhere that note a fault, with real processes and a real Lean.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from benchmarks.run.run_config import host_facts

_TEMPORARY = re.compile(r"/tmp/pytest-\S*?(?=/(?:disk|cache)\b)")
ROOT = Path(__file__).resolve().parents[2]
TESTS = ("tests/faults", "tests/test_cli_with_lean.py::test_no_process_is_left_behind")


def main(
    out: Annotated[Path, typer.Option(help="Where the figures go.")] = Path("benchmarks/measure/faults/figures.json"),
) -> None:
    """Inject the faults and print what came of each."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "faults.jsonl"
        environment = {**os.environ, "PROVER_FAULT_FIGURES": str(lines)}
        done = subprocess.run([sys.executable, "-m", "pytest", "-q", *TESTS], cwd=ROOT, env=environment)
        rows = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()] if lines.exists() else []
    console = Console()
    table = Table("fault", "what the user sees", "kept", "seconds until work goes on")
    for row in rows:
        row["seen"] = _TEMPORARY.sub("…", " ".join(row["seen"].split()))[:240]
        table.add_row(row["fault"], row["seen"], row["kept"], "–" if row["seconds"] is None else f"{row['seconds']:.2f}")
    console.print(table)
    if done.returncode != 0:
        typer.echo("not all tests passed: the figures are not kept", err=True)
        raise typer.Exit(1)
    figures = {"host": host_facts(), "seconds": round(time.monotonic() - begun, 1), "faults": rows}
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
