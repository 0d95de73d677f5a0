"""Ten thousand hostile inputs: command line, theorem text, protocol lines, HTTP bodies, damaged files.

    python -m benchmarks.measure.fuzz [--scale 10] [--out benchmarks/measure/fuzz/figures.json]

Runs ``tests/fuzz`` with so many times the inputs that continuous integration tries, other ones at each run.
"""

from __future__ import annotations

import json
import os
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

ROOT = Path(__file__).resolve().parents[2]


def main(
    scale: Annotated[float, typer.Option(min=1.001, help="How many times the inputs of the tests.")] = 10,
    out: Annotated[Path, typer.Option(help="Where the figures go.")] = Path("benchmarks/measure/fuzz/figures.json"),
    only: Annotated[str, typer.Option("-k", help="Only these tests, as pytest's -k.")] = "",
) -> None:
    """Try them and print how many inputs each target had, and the slowest."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "fuzz.jsonl"
        environment = {**os.environ, "PROVER_FUZZ_FIGURES": str(lines), "PROVER_FUZZ_SCALE": str(scale)}
        command = [sys.executable, "-m", "pytest", "-q", "tests/fuzz", "-o", "timeout=7200", *(["-k", only] if only else [])]
        done = subprocess.run(command, cwd=ROOT, env=environment)
        rows = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()] if lines.exists() else []
    table = Table("target", "inputs", "slowest")
    for row in rows:
        table.add_row(row["target"], str(row["inputs"]), f"{row['slowest_seconds']:.2f} s")
    table.add_row("together", str(sum(row["inputs"] for row in rows)), "")
    Console().print(table)
    if done.returncode != 0:
        typer.echo("not all targets held: the figures are not kept", err=True)
        raise typer.Exit(1)
    total = sum(row["inputs"] for row in rows)
    figures = {"host": host_facts(), "seconds": round(time.monotonic() - begun, 1), "inputs": total, "targets": rows}
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
