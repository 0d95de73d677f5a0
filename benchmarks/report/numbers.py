"""What a report says of a run, as numbers: the page, the table, the figures and ``--json`` all show these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Optional

from pydantic import BaseModel, computed_field

from benchmarks.report.load import ReportedRun
from benchmarks.report.outcomes import Outcomes
from benchmarks.report.text import unsolved_because
from benchmarks.run.load import Sample, busy_share
from benchmarks.run.results import BenchmarkResult
from benchmarks.run.summary import summarize


class Tally(BaseModel):
    solved: int = 0
    of: int = 0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def share(self) -> float | None:
        return round(self.solved / self.of, 4) if self.of else None


class Spent(BaseModel):
    """Wall-clock seconds summed over all searches.  ``waiting``: neither Lean nor the policy was at work for the search:
    it waited for a worker or its turn, or the program itself worked."""

    total: float
    lean: float
    policy: float
    waiting: float


class LoadPart(BaseModel):
    """A stretch of a run: CPUs kept busy by whom, on average.  ``other``: programs that are not of this run."""

    minute: float
    """Where the stretch begins, in minutes of running; pauses between sessions are left out."""
    lean: float
    model: float
    own: float
    other: float
    idle: float


class Load(BaseModel):
    cpus: float
    busy: Optional[float]
    """Share of CPU time in Lean or the model while all workers were at it; none if that never was."""
    minutes: float
    sessions: list[float]
    """Where sessions after the first begin, in minutes."""
    parts: list[LoadPart]


class RunNumbers(BaseModel):
    """Counts are of problems.  ``by_reading``: of those whose statement Lean accepted.

    ``solved_at``: for each problem solved, what it took in all its attempts, ascending: wall-clock ``seconds``,
    ``expansions``.  ``pass_at[k]``: problems solved in their first k attempts.
    """

    name: str
    path: str
    benchmark: str
    split: str
    mode: str
    policy: list[str]
    search: str
    attempts: int
    planned: int
    """Problems the run is to do."""
    overall: Tally
    by_split: dict[str, Tally]
    by_source: dict[str, Tally]
    by_reading: dict[str, Tally]
    by_words: dict[str, Tally] = {}
    """With words: of the problems solved, those won by plain ``search``, the ``facts`` of the words, a ``sketch``."""
    pass_at: dict[int, int]
    unsupported: int
    errors: int
    unsolved: dict[str, int]
    """By reason."""
    workers: int
    wall_seconds: float
    """While at least one theorem was in flight."""
    spent: Spent
    expansions: int
    nodes: int
    solved_at: dict[str, list[float]]
    load: Optional[Load] = None
    outcomes: Optional[Outcomes] = None
    notes: list[str] = []


def numbers(run: ReportedRun, outcomes: Outcomes | None = None) -> RunNumbers:
    """Tally a run's results; its event streams are counted by ``read_outcomes``."""
    finals, config = list(run.finals.values()), run.config
    rows = list(run.rows)
    summary = summarize(config, rows)
    return RunNumbers(
        name=run.name,
        path=str(run.path),
        benchmark=config.benchmark,
        split=config.split,
        mode=config.mode,
        policy=config.policy,
        search=config.search,
        attempts=config.attempts,
        planned=len(set(config.problems) | run.attempts.keys()),
        overall=_count(finals),
        by_split=_by(finals, lambda row: row.split),
        by_source=_by(finals, lambda row: row.source),
        by_reading=_by([row for row in finals if row.reading], lambda row: row.reading or ""),
        by_words=_won_by(finals),
        pass_at=summary.pass_at,
        unsupported=sum(row.unsupported for row in finals),
        errors=sum(row.status == "error" and not row.unsupported for row in finals),
        unsolved=dict(Counter(unsolved_because(r, config.limits) for r in finals if not r.proved).most_common()),
        workers=max((session.workers for session in config.sessions), default=1),
        wall_seconds=summary.wall_seconds,
        spent=_spent(rows),
        expansions=summary.expansions,
        nodes=summary.nodes,
        solved_at={
            "seconds": _costs(run, lambda row: row.seconds.total),
            "expansions": _costs(run, lambda row: row.expansions),
        },
        load=load_over_time(run.load) if run.load else None,
        outcomes=outcomes,
        notes=list(run.notes),
    )


def searches(run: ReportedRun) -> int:
    """How many searches have ended, and so left an event stream."""
    return sum(row.ended is not None for row in run.rows)


def load_over_time(samples: Iterable[Sample], parts: int = 160) -> Load:
    """Average the samples over at most about ``parts`` stretches of equal length.  Raises ``ValueError`` if there is none."""
    ordered = sorted(samples, key=lambda sample: _when(sample.time))
    length = max(sum(sample.seconds for sample in ordered) / parts, max(sample.seconds for sample in ordered))
    found: list[LoadPart] = []
    sessions: list[float] = []
    gone = begun = 0.0
    bucket: list[Sample] = []
    before: Sample | None = None
    for sample in ordered:
        paused = before is not None and _when(sample.time) - _when(before.time) > 5 * sample.seconds + 5
        if bucket and (paused or gone - begun >= length):
            found.append(_part(bucket, begun))
            bucket, begun = [], gone
        if paused:
            sessions.append(gone / 60)
        bucket.append(sample)
        gone += sample.seconds
        before = sample
    found.append(_part(bucket, begun))
    return Load(
        cpus=max(sample.cpus for sample in ordered),
        busy=busy_share(ordered),
        minutes=gone / 60,
        sessions=sessions,
        parts=found,
    )


def _part(samples: list[Sample], begun: float) -> LoadPart:
    seconds = sum(sample.seconds for sample in samples)
    lean, model, own, idle = (sum(getattr(s, who) for s in samples) / seconds for who in ("lean", "model", "own", "idle"))
    cpus = sum(sample.cpus * sample.seconds for sample in samples) / seconds
    other = max(0.0, cpus - lean - model - own - idle)
    return LoadPart(minute=begun / 60, lean=lean, model=model, own=own, other=other, idle=idle)


def _when(time: str) -> float:
    return datetime.fromisoformat(time.replace("Z", "+00:00")).timestamp()


def _count(rows: Iterable[BenchmarkResult]) -> Tally:
    proved = [row.proved for row in rows]
    return Tally(solved=sum(proved), of=len(proved))


def _by(rows: list[BenchmarkResult], key: Callable[[BenchmarkResult], str]) -> dict[str, Tally]:
    return {value: _count(row for row in rows if key(row) == value) for value in sorted({key(row) for row in rows})}


def _won_by(rows: list[BenchmarkResult]) -> dict[str, Tally]:
    proved = [row.informal.won_by or "search" for row in rows if row.proved and row.informal is not None]
    return {how: Tally(solved=proved.count(how), of=len(proved)) for how in ("search", "facts", "sketch") if how in proved}


def _costs(run: ReportedRun, cost: Callable[[BenchmarkResult], float]) -> list[float]:
    solved = ((problem, row) for problem, row in run.finals.items() if row.proved)
    return sorted(
        round(sum(cost(row) for row in run.attempts[problem] if row.attempt <= last.attempt), 4) for problem, last in solved
    )


def _spent(rows: list[BenchmarkResult]) -> Spent:
    return Spent(
        total=round(sum(row.seconds.total for row in rows), 3),
        lean=round(sum(row.seconds.lean for row in rows), 3),
        policy=round(sum(row.seconds.policy for row in rows), 3),
        waiting=round(sum(max(0.0, r.seconds.total - r.seconds.lean - r.seconds.policy) for r in rows), 3),
    )
