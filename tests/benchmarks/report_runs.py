"""Small run folders to report on."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

from fakes import failed, open_run, problems, proved

from benchmarks.data.problem import Problem
from benchmarks.run.results import BenchmarkResult
from prover.result import Seconds
from search import Budget, EventWriter, Usage
from search.events import Event, NodeCreated, SearchEnded, SearchStarted, TacticTried

BEGIN = datetime(2026, 1, 1, tzinfo=timezone.utc)


def result_of(
    problem: Problem, solved: bool, seconds: float = 0.5, expansions: int = 1, attempt: int = 0, **changes
) -> BenchmarkResult:
    answer = (proved if solved else failed)(problem.name).model_copy(
        update={"statement": problem.statement, "seconds": Seconds(total=seconds, lean=seconds / 2, policy=seconds / 4),
                "expansions": expansions, **changes}
    )  # fmt: skip
    row = BenchmarkResult.of("minif2f", problem, answer, BEGIN, attempt, attempt)
    ended = (BEGIN + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")
    return row.model_copy(update={"finished": ended})


def make_run(path: Path, outcomes: str, planned: int | None = None, **changes) -> Path:
    """A run with one attempt a problem; one letter each: ``+`` solved, ``-`` not, ``.`` not done."""
    todo = problems(planned or len(outcomes))
    with open_run(path, todo, **changes) as folder:
        for number, (problem, outcome) in enumerate(zip(todo, outcomes, strict=False), 1):
            if outcome != ".":
                folder.record(result_of(problem, outcome == "+", seconds=number / 4, expansions=number))
    return path


def write_events(path: Path, tried: list[tuple[str, str]], ended: bool = True) -> None:
    """An event stream with tactics of these (source, outcome)."""
    path.parent.mkdir(exist_ok=True)
    events: list[Event] = [
        SearchStarted(seq=0, t=0.0, policy="fake", budget=Budget()),
        NodeCreated(seq=1, t=0.0, node=0, key="g", goals=["⊢ True"]),
    ]
    for source, outcome in tried:
        reason = "time" if outcome == "gave_up" else None
        events.append(TacticTried(seq=len(events), t=0.0, node=0, tactic="simp", logprob=0.0, source=source, outcome=outcome,
                                  seconds=0.5, reason=reason))  # fmt: skip
    if ended:
        events.append(SearchEnded(seq=len(events), t=1.0, reason="time", usage=Usage()))
    with EventWriter(path) as writer:
        for event in events:
            writer(event)
