"""Random statements of each family of moves: how many are proved, how many false ones are disproved.

    python -m benchmarks.measure.families equations --seed 7 --true 100 --false 40 --out runs/families
    python -m benchmarks.measure.families --seed 7 --out runs/families

Statements are drawn by the modules of ``benchmarks.measure.generated`` and run by ``prover bench``: killed and given again, it
goes on where it was.  Seeds for figures are fixed after the code under test is written.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.measure import generated


def families() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(generated.__path__))


def draw(family: str, seed: int, true: int, false: int) -> list[tuple[str, str, bool]]:
    """So many true and false statements of a family; what its module draws too many of either is left out."""
    module = importlib.import_module(f"{generated.__name__}.{family}")
    drawn = module.statements(seed, 4 * (true + false))
    left = {True: true, False: false}
    chosen = []
    for name, statement, truth in drawn:
        if left[truth] > 0:
            left[truth] -= 1
            chosen.append((name, statement, truth))
    return chosen


def write(path: Path, rows: list[tuple[str, str, bool]]) -> None:
    lines = [
        {"name": f"{'true' if truth else 'false'}-{name}", "formal_statement": _theorem(name, statement)}
        for name, statement, truth in rows
    ]
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def _theorem(name: str, statement: str) -> str:
    identifier = name.replace("-", "_")
    return statement if statement.startswith("theorem") else f"theorem {identifier} {statement}"


def run(problems: Path, out: Path, policy: list[str], seconds: float, workers: int) -> None:
    policies = [part for spec in policy for part in ("--policy", spec)]
    command = ["bench", str(problems), "--time-limit", str(seconds), "--workers", str(workers), "--out", str(out), *policies]
    ended = subprocess.run([sys.executable, "-c", "import sys; from prover.cli import app; sys.exit(app())", *command])
    if ended.returncode not in (0, 1):
        raise SystemExit(f"prover bench ended with {ended.returncode}")


def outcomes(out: Path) -> Counter[tuple[str, bool, str]]:
    """How many statements of each kind, true or false, ended with each status."""
    found: Counter[tuple[str, bool, str]] = Counter()
    for line in (out / "results.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        truth, _, name = row["problem"].partition("-")
        found[name.rpartition("-")[0], truth == "true", row["status"]] += 1
    return found


def table(results: dict[str, Counter[tuple[str, bool, str]]], seed: int, seconds: float) -> Table:
    shown = Table(title=f"Random statements, seed {seed}, {seconds:g} s each")
    for column in ("family", "kind", "true", "proved", "false", "proved", "disproved", "errors"):
        shown.add_column(column, justify="left" if column in ("family", "kind") else "right")
    for family, found in results.items():
        kinds = sorted({kind for kind, _, _ in found})
        for kind in [*kinds, None]:
            of = {(t, s): sum(n for (k, u, v), n in found.items() if (k == kind or kind is None) and (u, v) == (t, s))
                  for (_, t, s) in found}  # fmt: skip
            true, false = (sum(n for (t, _), n in of.items() if t is truth) for truth in (True, False))
            errors = sum(n for (_, s), n in of.items() if s == "error")
            cells = (
                true,
                of.get((True, "proved"), 0),
                false,
                of.get((False, "proved"), 0),
                of.get((False, "disproved"), 0),
                errors,
            )
            shown.add_row(family, kind or "all", *map(str, cells), end_section=kind is None)
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("family", nargs="*", help=f"of {', '.join(families())}; all if none is given")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--true", type=int, default=100, dest="of_true")
    parser.add_argument("--false", type=int, default=40, dest="of_false")
    parser.add_argument("--time-limit", type=float, default=15.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--policy", action="append", default=[])
    parser.add_argument("--out", type=Path, required=True, help="a folder for the statements and the runs")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    results = {}
    for family in options.family or families():
        problems = options.out / f"{family}-{options.seed}.jsonl"
        if not problems.exists():
            write(problems, draw(family, options.seed, options.of_true, options.of_false))
        out = options.out / f"{family}-{options.seed}"
        run(problems, out, options.policy or ["portfolio"], options.time_limit, options.workers)
        results[family] = outcomes(out)
    Console().print(table(results, options.seed, options.time_limit))


if __name__ == "__main__":
    main()
