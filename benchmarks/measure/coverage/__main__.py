"""Which of Mathlib's most used theorems the prelude has.

    python -m benchmarks.measure.coverage --out runs/coverage.jsonl

The theorems of LeanDojo Benchmark's corpus, the most used in its traced proofs first, until ``--theorems`` of them have a
statement that elaborates: is there a theorem of that name, and does it prove exactly that statement?  Killed and given again with
the same ``--out``, it goes on where it was.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks.measure.coverage.corpus import CHECKED, Theorem, theorems
from prover.agent import AsyncProver
from prover.concurrency import together
from prover.fetch import LEAN_DOJO, fetch


async def verdict(prover: AsyncProver, theorem: Theorem) -> dict[str, Any]:
    """Whether the statement elaborates, over what, and whether the theorem of its name proves it."""
    row = {"name": theorem.name, "uses": theorem.uses, "area": theorem.area, "signature": theorem.signature}
    elaborates = False
    for source in theorem.sources:
        result = await prover.check(source, name=CHECKED, own_notation=True)
        if result.accepted:
            return {**row, "elaborates": True, "proved": True}
        elaborates = elaborates or "sorry" in (result.reason or "")
    return {**row, "elaborates": elaborates, "proved": False}


async def run(chosen: list[Theorem], wanted: int, out: Path, workers: int) -> list[dict[str, Any]]:
    """Rows in order of use, up to the one that is the last of so many that elaborate."""
    known = {row["name"]: row for row in map(json.loads, out.read_text("utf-8").splitlines())} if out.exists() else {}

    def elaborating() -> int:
        return sum(row["elaborates"] for row in known.values())

    due = iter([theorem for theorem in chosen if theorem.name not in known])
    with Progress() as bar, out.open("a", encoding="utf-8") as file:
        task = bar.add_task("statements that elaborate", total=wanted, completed=elaborating())
        async with AsyncProver("portfolio", workers=workers, standby=False) as prover:

            async def work() -> None:
                for theorem in due:
                    if elaborating() >= wanted:
                        return
                    row = known[theorem.name] = await verdict(prover, theorem)
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
                    file.flush()
                    bar.update(task, completed=elaborating())

            await together(work() for _ in range(workers))
    return [known[theorem.name] for theorem in chosen if theorem.name in known]


def table(rows: list[dict[str, Any]]) -> Table:
    tried, there, proved = Counter(), Counter(), Counter()
    for row in rows:
        for area in (row["area"], "all"):
            tried[area] += 1
            there[area] += row["elaborates"]
            proved[area] += row["proved"]
    shown = Table(title=f"The {len(rows)} most used theorems: {proved['all']} of {there['all']} that elaborate are there")
    for column in ("area", "tried", "elaborate", "there"):
        shown.add_column(column, justify="left" if column == "area" else "right")
    for area, number in tried.most_common():
        shown.add_row(area, str(number), str(there[area]), str(proved[area]))
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--theorems", type=int, default=1000, help="how many whose statements elaborate")
    parser.add_argument("--data", type=Path, help="LeanDojo Benchmark 4, an archive or a folder, instead of the registry's")
    parser.add_argument("--workers", type=int, default=2, help="Lean processes")
    parser.add_argument("--out", type=Path, required=True, help="what was found, a JSON line each")
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with Console().status("counting the uses of theorems"):
        chosen = theorems(options.data or fetch(LEAN_DOJO))
    Console().print(table(asyncio.run(run(chosen, options.theorems, options.out, options.workers))))


if __name__ == "__main__":
    main()
