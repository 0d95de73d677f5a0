"""Two runs on the same problems: what the second won and lost, and whether that could be chance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.report.load import ReportedRun
from benchmarks.run.results import BenchmarkResult, RunError
from benchmarks.run.run_config import Limits, RunConfig

_LIMITS = {
    "time_limit": "time limit in seconds",
    "max_expansions": "limit of expansions",
    "max_nodes": "limit of proof states",
    "max_tactics": "limit of tactics",
    "concurrency": "proof states expanded at once",
}


@dataclass(frozen=True)
class Comparison:
    """Of the problems both runs have done.  ``p``: McNemar's exact test (1947), two-sided; the probability of a split of won
    and lost at least as uneven if neither run were the better."""

    problems: int
    solved: tuple[int, int]
    won: tuple[str, ...]
    lost: tuple[str, ...]
    seconds: tuple[float, float]
    """Wall-clock seconds an expansion, over all searches; not a number where there was none."""

    @property
    def p(self) -> float:
        n, k = len(self.won) + len(self.lost), min(len(self.won), len(self.lost))
        return min(1.0, 2 * sum(math.comb(n, i) for i in range(k + 1)) / 2**n) if n else 1.0

    @property
    def both(self) -> int:
        """Problems both solve."""
        return self.solved[0] - len(self.lost)

    def meaning(self, first: str, second: str) -> str:
        """What the test says, in a sentence or two."""
        if not self.won and not self.lost:
            return f"{first} and {second} solve the same {self.both} problems."
        ahead = second if len(self.won) > len(self.lost) else first
        chance = f"{100 * self.p:.2g} %" if self.p >= 1e-6 else "less than 0.0001 %"
        told = (
            f"If {first} and {second} were equally good, {len(self.won)} won against {len(self.lost)} lost, or a split more "
            f"uneven, would come about by chance in {chance} of such comparisons."
        )
        if self.p < 0.05:
            return f"{told} Chance is an unlikely cause: {ahead} is better on problems like these."
        return f"{told} These runs do not tell which is better."

    def numbers(self) -> dict[str, object]:
        """As JSON has it."""
        seconds = [None if math.isnan(value) else round(value, 4) for value in self.seconds]
        return {
            "problems": self.problems, "solved": list(self.solved), "both": self.both, "won": list(self.won),
            "lost": list(self.lost), "p": self.p, "seconds_an_expansion": seconds,
        }  # fmt: skip


def compare(first: Mapping[str, BenchmarkResult], second: Mapping[str, BenchmarkResult]) -> Comparison:
    """Hold what problems came to in one run against what they came to in another, by the problems' names.

    Raises ``RunError`` if the runs have no problem in common, or state one differently.
    """
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


def compare_runs(first: ReportedRun, second: ReportedRun) -> Comparison:
    """As ``compare``, of two runs."""
    try:
        return compare(first.finals, second.finals)
    except RunError as error:
        raise RunError(f"{first.name} and {second.name} cannot be compared: {error}") from None


def unlike(first: ReportedRun, second: ReportedRun) -> list[str]:
    """In what, beside policy and search, two runs differ, so that a difference in what they solve may come from it."""
    a, b = first.config, second.config
    pairs = [(a.benchmark, b.benchmark, "benchmark"), (a.mode, b.mode, "mode"), (a.lean, b.lean, "Lean")]
    pairs += [(getattr(a.limits, k), getattr(b.limits, k), _LIMITS.get(k, k)) for k in Limits.model_fields]
    pairs.append((a.attempts, b.attempts, "attempts at a problem"))
    pairs += [(_workers(a), _workers(b), "theorems in flight"), (_host(a), _host(b), "machine")]
    found = [
        f"{what}: {_shown(mine)} in {first.name}, {_shown(theirs)} in {second.name}"
        for mine, theirs, what in pairs
        if mine != theirs
    ]
    for field, what in (("data", "the data file"), ("lean", "the proof server or the prelude"), ("python", "the Python code")):
        if getattr(a.hashes, field) != getattr(b.hashes, field):
            found.append(f"{what} is not the same in {first.name} and {second.name}")
    mine, theirs = set(first.attempts), set(second.attempts)
    if mine != theirs:
        found.append(f"{len(mine - theirs)} problems were run in {first.name} only, {len(theirs - mine)} in {second.name} only")
    return found


def _workers(config: RunConfig) -> int | None:
    return config.sessions[0].workers if config.sessions else None


def _host(config: RunConfig) -> str:
    host = config.sessions[0].host if config.sessions else {}
    return ", ".join(f"{key} {host[key]}" for key in ("processor", "cpus", "gpu") if host.get(key))


def _shown(value: object) -> str:
    return "none" if value is None or value == "" else f"{value:g}" if isinstance(value, float) else str(value)


def _pace(run: Mapping[str, BenchmarkResult], names: list[str]) -> float:
    expansions = sum(run[name].expansions for name in names)
    return sum(run[name].seconds.total for name in names) / expansions if expansions else math.nan
