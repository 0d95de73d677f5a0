"""What a report says of a run, as numbers: the page, the table, the figures and ``--json`` all show these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Optional

from pydantic import BaseModel, computed_field

from benchmarks.report.load import ReportedRun
from benchmarks.report.outcomes import Outcomes
from benchmarks.report.text import unsolved_because
from benchmarks.run.load import Sample, busy_share
from benchmarks.run.results import BenchmarkResult
from benchmarks.run.summary import Group


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

    @property
    def parts(self) -> float:
        return self.lean + self.policy + self.waiting


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
    portable: Optional[Tally] = None
    """Of the proofs found, those whose every step is one of Mathlib's too (``prover.lean.portable``), where that is told."""
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
    summary = run.summary
    return RunNumbers(
        name=run.name,
        path=str(run.path),
        **config.model_dump(include={"benchmark", "split", "mode", "policy", "search", "attempts"}),
        planned=len(set(config.problems) | run.attempts.keys()),
        overall=Tally(solved=summary.solved, of=summary.done),
        by_split=_by(summary.groups, "split"),
        by_source=_by(summary.groups, "source"),
        by_reading={how: Tally(solved=summary.readings.get(how, 0), of=count) for how, count in summary.accepted.items()},
        portable=Tally(solved=summary.portable, of=told) if (told := summary.portable + summary.not_portable) else None,
        by_words=_won_by(finals),
        pass_at=summary.pass_at,
        unsupported=len(summary.unsupported),
        errors=sum(summary.errors.values()),
        unsolved=dict(Counter(unsolved_because(r, config.limits) for r in finals if not r.proved).most_common()),
        workers=max((session.workers for session in config.sessions), default=1),
        wall_seconds=summary.wall_seconds,
        spent=Spent(
            **summary.seconds,
            waiting=round(sum(max(0.0, r.seconds.total - r.seconds.lean - r.seconds.policy) for r in run.rows), 3),
        ),
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
    """Average the samples over at most about ``parts`` stretches of equal length; there is one at least."""
    import pandas

    ordered = list(samples)
    frame = pandas.DataFrame([sample.model_dump() for sample in ordered])
    time = pandas.to_datetime(frame.time, utc=True, format="ISO8601")
    frame = frame.assign(time=time, cpus=frame.cpus * frame.seconds).sort_values("time")
    begun = frame.seconds.cumsum() - frame.seconds
    paused = frame.time.diff().dt.total_seconds() > 5 * frame.seconds + 5
    stretch = begun // max(frame.seconds.sum() / parts, frame.seconds.max())
    groups = frame.assign(minute=begun / 60).groupby([paused.cumsum(), stretch])
    rates = groups[["cpus", "lean", "model", "own", "idle"]].sum().div(groups.seconds.sum(), axis=0)
    rates["other"] = (rates.cpus - rates[["lean", "model", "own", "idle"]].sum(axis=1)).clip(lower=0)
    rates["minute"] = groups.minute.first()
    return Load(
        cpus=max(sample.cpus for sample in ordered),
        busy=busy_share(ordered),
        minutes=frame.seconds.sum() / 60,
        sessions=list(begun[paused] / 60),
        parts=[LoadPart(**part) for part in rates.to_dict("records")],
    )


def _by(groups: Iterable[Group], field: str) -> dict[str, Tally]:
    found: dict[str, Tally] = {}
    for group in groups:
        count = found.setdefault(getattr(group, field), Tally())
        count.solved += group.solved_total
        count.of += group.done
    return dict(sorted(found.items()))


def _won_by(rows: list[BenchmarkResult]) -> dict[str, Tally]:
    proved = [row.informal.won_by or "search" for row in rows if row.proved and row.informal is not None]
    return {how: Tally(solved=proved.count(how), of=len(proved)) for how in ("search", "facts", "sketch") if how in proved}


def _costs(run: ReportedRun, cost: Callable[[BenchmarkResult], float]) -> list[float]:
    solved = ((problem, row) for problem, row in run.finals.items() if row.proved)
    return sorted(
        round(sum(cost(row) for row in run.attempts[problem] if row.attempt <= last.attempt), 4) for problem, last in solved
    )
