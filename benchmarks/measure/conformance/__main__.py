"""Which of Lean's test ``example``s, written for Mathlib, the prelude accepts.

    python -m benchmarks.measure.conformance MathlibTest --out runs/conformance.jsonl

The ``example``s over ℕ, ℤ, ℚ, ℝ and ℂ of all Lean files of a folder are checked one by one, as proofs are checked; those whose
error is the test, and those that rest on ``sorry``, are left out.  A namespace that is not there is not opened.  Killed and given
again with the same ``--out``, it goes on where it was.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks.measure.conformance.examples import NAME, Example, of_folder
from prover.agent import AsyncProver
from prover.concurrency import together
from prover.lean.results import CheckResult

_UNKNOWN_NAMESPACE = re.compile(r"unknown namespace [`']?([^\s`']+)")


async def accepted(prover: AsyncProver, example: Example) -> CheckResult:
    """The verdict on an example, without the namespaces that are not there."""
    source = example.source
    for _ in range(8):
        result = await prover.check(source, name=NAME, own_notation=True)
        unknown = {name for text in (result.reason or "", *result.messages) for name in _UNKNOWN_NAMESPACE.findall(text)}
        shorter = source
        for name in unknown:
            shorter = re.sub(rf"^(open\b.*)(?<![\w.]){re.escape(name)}(?![\w.])", r"\1", shorter, flags=re.MULTILINE)
        shorter = re.sub(r"^open(?:\s+scoped)?\s*(?:in\s*)?$", "", shorter, flags=re.MULTILINE)
        if result.accepted or shorter == source:
            return result
        source = shorter
    return result


async def run(examples: list[Example], out: Path, workers: int) -> dict[str, dict]:
    rows = {row["key"]: row for row in map(json.loads, out.read_text("utf-8").splitlines())} if out.exists() else {}
    due = iter([example for example in examples if rows.get(example.key, {}).get("source") != example.source])
    with Progress() as bar, out.open("a", encoding="utf-8") as file:
        task = bar.add_task("examples", total=len(examples), completed=sum(example.key in rows for example in examples))
        async with AsyncProver("portfolio", workers=workers, standby=False) as prover:

            async def work() -> None:
                for example in due:
                    verdict = await accepted(prover, example)
                    errors = [text for text in verdict.messages if "error" in text] or [verdict.reason or ""]
                    row = {
                        "key": example.key, "file": example.file, "source": example.source, "accepted": verdict.accepted,
                        "reason": "" if verdict.accepted else errors[0], "seconds": round(verdict.seconds, 3),
                    }  # fmt: skip
                    rows[example.key] = row
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
                    file.flush()
                    bar.advance(task)

            await together(work() for _ in range(workers))
    return {example.key: rows[example.key] for example in examples}


def table(rows: dict[str, dict]) -> Table:
    of = Counter(row["file"] for row in rows.values())
    yes = Counter(row["file"] for row in rows.values() if row["accepted"])
    total, all_yes = len(rows), sum(yes.values())
    shown = Table(title=f"{all_yes} of {total} examples accepted ({100 * all_yes / max(1, total):.0f} %)")
    for column in ("file", "examples", "accepted"):
        shown.add_column(column, justify="left" if column == "file" else "right")
    for file, number in sorted(of.items(), key=lambda item: -item[1]):
        shown.add_row(file, str(number), str(yes[file]))
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="Lean files, or one")
    parser.add_argument("--workers", type=int, default=2, help="Lean processes")
    parser.add_argument("--out", type=Path, required=True, help="the verdicts, a JSON line each")
    options = parser.parse_args()
    if not options.folder.exists():
        parser.error(f"{options.folder}: no such file or folder")
    examples = of_folder(options.folder)
    if not examples:
        parser.error(f"{options.folder}: no example over ℕ, ℤ, ℚ, ℝ or ℂ in its Lean files")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    Console().print(table(asyncio.run(run(examples, options.out, options.workers))))


if __name__ == "__main__":
    main()
