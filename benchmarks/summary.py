"""What a run comes to: ``summary.json`` and the table shown at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from benchmarks.results import BenchmarkResult
from benchmarks.run_config import RunConfig


class Group(BaseModel):
    """Counts of the problems of one split and source.  ``solved`` is by reading."""

    split: str
    source: str
    done: int = 0
    solved: dict[str, int] = {}
    unsupported: int = 0
    errors: int = 0

    @property
    def solved_total(self) -> int:
        return sum(self.solved.values())


class Unsupported(BaseModel):
    problem: str
    reason: str


class Summary(BaseModel):
    """``summary.json``.  Seconds are wall-clock; those of ``seconds`` are sums over theorems.

    An unsupported statement counts as unsolved; ``solved`` + ``failed`` + errors + ``unsupported`` = ``done``.
    """

    benchmark: str
    split: str
    mode: str
    policy: list[str]
    total: int
    done: int
    solved: int
    failed: int
    readings: dict[str, int]
    """Solved problems by reading."""
    accepted: dict[str, int]
    """Problems whose statement Lean accepted, by reading."""
    errors: dict[str, int]
    """By kind; not those of unsupported statements."""
    ended: dict[str, int]
    """Why searches ended."""
    groups: list[Group]
    unsupported: list[Unsupported]
    wall_seconds: float
    """Time during which at least one theorem was in flight."""
    seconds: dict[str, float]
    expansions: int
    nodes: int

    @property
    def complete(self) -> bool:
        return self.done == self.total


def summarize(config: RunConfig, results: Iterable[BenchmarkResult]) -> Summary:
    """Count a run's results, one for each problem."""
    rows = list(results)
    groups: dict[tuple[str, str], Group] = {}
    for row in rows:
        group = groups.setdefault((row.split, row.source), Group(split=row.split, source=row.source))
        group.done += 1
        group.unsupported += row.unsupported
        group.errors += row.status == "error" and not row.unsupported
        if row.proved:
            reading = row.reading or "exact"
            group.solved[reading] = group.solved.get(reading, 0) + 1
    return Summary(
        benchmark=config.benchmark,
        split=config.split,
        mode=config.mode,
        policy=config.policy,
        total=len(config.problems),
        done=len(rows),
        solved=sum(r.proved for r in rows),
        failed=sum(r.status == "failed" for r in rows),
        readings=_counted(r.reading for r in rows if r.proved),
        accepted=_counted(r.reading for r in rows),
        errors=_counted(r.error_kind for r in rows if r.status == "error" and not r.unsupported),
        ended=_counted(r.ended for r in rows),
        groups=[groups[key] for key in sorted(groups)],
        unsupported=[Unsupported(problem=r.problem, reason=first_line(r.error)) for r in rows if r.unsupported],
        wall_seconds=round(_covered((r.started, r.finished) for r in rows), 3),
        seconds={
            part: round(sum(getattr(r.seconds, part) for r in rows), 3) for part in ("total", "lean", "policy")
        },
        expansions=sum(r.expansions for r in rows),
        nodes=sum(r.nodes for r in rows),
    )


def summary_table(summary: Summary) -> Any:
    """A ``rich`` table of a summary."""
    from rich.table import Table

    readings = sorted({reading for group in summary.groups for reading in group.solved})
    title = f"{summary.benchmark} {summary.split} · {summary.mode} · {' + '.join(summary.policy)}"
    table = Table(title=title, show_footer=True)
    table.add_column("split", footer="all")
    table.add_column("source")
    columns = {
        "solved": lambda g: g.solved_total,
        **{reading: lambda g, reading=reading: g.solved.get(reading, 0) for reading in readings},
        "of": lambda g: g.done,
        "unsupported": lambda g: g.unsupported,
        "errors": lambda g: g.errors,
    }
    for name, count in columns.items():
        table.add_column(name, justify="right", footer=str(sum(count(g) for g in summary.groups)))
    for group in summary.groups:
        table.add_row(group.split, group.source, *(str(count(group)) for count in columns.values()))
    return table


def summary_line(summary: Summary) -> str:
    """One sentence: solved, of how many, by reading, in what time."""
    readings = ", ".join(f"{count} {reading}" for reading, count in summary.readings.items())
    share = f" ({100 * summary.solved / summary.done:.1f} %)" if summary.done else ""
    rest = "" if summary.complete else f"; {summary.total - summary.done} of {summary.total} not run"
    return (
        f"solved {summary.solved} of {summary.done}{share}" + (f": {readings}" if readings else "")
        + f"; {len(summary.unsupported)} unsupported; {summary.wall_seconds:.0f} s{rest}"
    )  # fmt: skip


def first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0]


def _counted(values: Iterable[str | None]) -> dict[str, int]:
    return dict(sorted(Counter(v for v in values if v is not None).items()))


def _covered(spans: Iterable[tuple[str, str]]) -> float:
    """Length in seconds of the union of time spans."""
    covered, end = 0.0, None
    for start, stop in sorted((datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in spans):
        if end is None or start > end:
            covered += (stop - start).total_seconds()
            end = stop
        elif stop > end:
            covered += (stop - end).total_seconds()
            end = stop
    return covered
