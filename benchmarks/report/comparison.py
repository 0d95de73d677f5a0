"""Two runs on the same problems: what the second won and lost, and whether that could be chance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Optional

from pydantic import BaseModel, computed_field

from benchmarks.report.load import ReportedRun
from benchmarks.run.results import BenchmarkResult, RunError
from benchmarks.run.run_config import HASHED, RunConfig

_LIMITS = {
    "time_limit": "time limit in seconds",
    "max_expansions": "limit of expansions",
    "max_nodes": "limit of proof states",
    "max_tactics": "limit of tactics",
    "concurrency": "proof states expanded at once",
}


class Comparison(BaseModel):
    """Of the problems both runs have done.  ``p``: McNemar's exact test (1947), two-sided; the probability of a split of won
    and lost at least as uneven if neither run were the better.  ``both``: problems both solve.  ``seconds_an_expansion``:
    wall-clock, over all searches; none where nothing was expanded."""

    problems: int
    solved: tuple[int, int]
    won: tuple[str, ...]
    lost: tuple[str, ...]
    seconds_an_expansion: tuple[Optional[float], Optional[float]]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def p(self) -> float:
        n, k = len(self.won) + len(self.lost), min(len(self.won), len(self.lost))
        return min(1.0, 2 * sum(math.comb(n, i) for i in range(k + 1)) / 2**n) if n else 1.0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def both(self) -> int:
        return self.solved[0] - len(self.lost)

    def meaning(self, first: str, second: str) -> str:
        """What the test says, in a sentence or two."""
        if not self.won and not self.lost:
            return f"{first} and {second} solve the same {self.both} problems."
        ahead = second if len(self.won) > len(self.lost) else first
        chance = f"{100 * self.p:.2g} %" if self.p >= 1e-6 else "less than 0.0001 %"
        said = (
            f"If {first} and {second} were equally good, {len(self.won)} won against {len(self.lost)} lost, or a split more "
            f"uneven, would come about by chance in {chance} of such comparisons."
        )
        if self.p < 0.05:
            return f"{said} Chance is an unlikely cause: {ahead} is better on problems like these."
        return f"{said} These runs do not tell which is better."


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
    solved = [{name for name in both if run[name].proved} for run in (first, second)]
    return Comparison(
        problems=len(both),
        solved=(len(solved[0]), len(solved[1])),
        won=tuple(sorted(solved[1] - solved[0])),
        lost=tuple(sorted(solved[0] - solved[1])),
        seconds_an_expansion=(_pace(first, both), _pace(second, both)),
    )


def compare_runs(first: ReportedRun, second: ReportedRun) -> Comparison:
    """As ``compare``, of two runs."""
    try:
        return compare(first.finals, second.finals)
    except RunError as error:
        raise RunError(f"{first.name} and {second.name} cannot be compared: {error}") from None


def unlike(first: ReportedRun, second: ReportedRun) -> list[str]:
    """In what, beside policy and search, two runs differ, so that a difference in what they solve may come from it."""
    mine, theirs = _circumstances(first.config), _circumstances(second.config)
    found = [
        f"{what}: {_shown(mine[what])} in {first.name}, {_shown(theirs[what])} in {second.name}"
        for what in mine
        if mine[what] != theirs[what]
    ]
    for field in ("data", "lean", "python"):
        if getattr(first.config.hashes, field) != getattr(second.config.hashes, field):
            found.append(f"{HASHED[field]} is not the same in {first.name} and {second.name}")
    if first.attempts.keys() != second.attempts.keys():
        only = len(first.attempts.keys() - second.attempts.keys()), len(second.attempts.keys() - first.attempts.keys())
        found.append(f"{only[0]} problems were run in {first.name} only, {only[1]} in {second.name} only")
    return found


def _circumstances(config: RunConfig) -> dict[str, object]:
    """What a run's results depend on beside policy and search, by what it is."""
    session = config.sessions[0] if config.sessions else None
    host = session.host if session else {}
    return {
        "benchmark": config.benchmark,
        "mode": config.mode,
        "Lean": config.lean,
        **{what: getattr(config.limits, field) for field, what in _LIMITS.items()},
        "attempts at a problem": config.attempts,
        "theorems in flight": session and session.workers,
        "machine": ", ".join(f"{key} {host[key]}" for key in ("processor", "cpus", "gpu") if host.get(key)),
    }


def _shown(value: object) -> str:
    return "none" if value is None or value == "" else f"{value:g}" if isinstance(value, float) else str(value)


def _pace(run: Mapping[str, BenchmarkResult], names: list[str]) -> float | None:
    expansions = sum(run[name].expansions for name in names)
    return round(sum(run[name].seconds.total for name in names) / expansions, 4) if expansions else None
