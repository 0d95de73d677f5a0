"""Two runs on the same problems side by side: what the second won and lost, and whether that could be chance.

    python -m benchmarks.compare runs/valid-portfolio runs/valid-default
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.results import BenchmarkResult, RunError, read_results


@dataclass(frozen=True)
class Comparison:
    """Of the problems both runs have done.  ``p``: McNemar's exact test, two-sided; the probability of a split of won and
    lost at least as uneven if neither run were the better."""

    problems: int
    solved: tuple[int, int]
    won: tuple[str, ...]
    lost: tuple[str, ...]
    seconds: tuple[float, float]
    """Wall-clock seconds an expansion, over all searches."""

    @property
    def p(self) -> float:
        n, k = len(self.won) + len(self.lost), min(len(self.won), len(self.lost))
        return min(1.0, 2 * sum(math.comb(n, i) for i in range(k + 1)) / 2**n) if n else 1.0


def compare(first: Mapping[str, BenchmarkResult], second: Mapping[str, BenchmarkResult]) -> Comparison:
    """Raises ``RunError`` if the runs have no problem in common, or state one differently."""
    both = sorted(first.keys() & second.keys())
    if not both:
        raise RunError("the runs have no problem in common")
    for name in both:
        if first[name].statement != second[name].statement:
            raise RunError(f"{name}: the runs state it differently")
    solved = [[run[name].proved for name in both] for run in (first, second)]
    pairs = list(zip(both, *solved, strict=True))
    return Comparison(
        problems=len(both),
        solved=(sum(solved[0]), sum(solved[1])),
        won=tuple(name for name, a, b in pairs if b and not a),
        lost=tuple(name for name, a, b in pairs if a and not b),
        seconds=(_pace(first, both), _pace(second, both)),
    )


def _pace(run: Mapping[str, BenchmarkResult], names: list[str]) -> float:
    expansions = sum(run[name].expansions for name in names)
    return sum(run[name].seconds.total for name in names) / expansions if expansions else math.nan


def main() -> None:
    parser = argparse.ArgumentParser(description="Two runs on the same problems side by side.")
    parser.add_argument("first", type=Path, help="folder of a run")
    parser.add_argument("second", type=Path, help="folder of the run that is held against it")
    options = parser.parse_args()
    try:
        told = compare(*(_results(folder) for folder in (options.first, options.second)))
    except RunError as error:
        raise SystemExit(f"compare: {error}") from error
    print(f"{told.problems} problems in both: {options.first} solves {told.solved[0]}, {options.second} {told.solved[1]}")
    print(f"seconds an expansion: {told.seconds[0]:.2f}, {told.seconds[1]:.2f}")
    for what, names in (("won", told.won), ("lost", told.lost)):
        print(f"{what}: {len(names)}" + "".join(f"\n  {name}" for name in names))
    print(f"a split as uneven by chance: p = {told.p:.2g}")


def _results(folder: Path) -> dict[str, BenchmarkResult]:
    path = folder / "results.jsonl"
    if not path.exists():
        raise RunError(f"{folder}: no run (it has no results.jsonl)")
    return read_results(path)


if __name__ == "__main__":
    main()
