"""What each attempt of a recorded run cost, in the order in which it was spent.

A search with ``concurrency`` 1 alternates: it asks the policy about one state, then has Lean judge tactics, until it
asks again.  The events tell both lengths: the policy's from ``node_selected`` to the moment the first tactic of that
node begins, Lean's from the ``seconds`` of the tactics.  Where a run had a higher ``concurrency`` its requests
overlapped; here they follow each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import zstandard
from pydantic import ValidationError

from benchmarks.run.results import BenchmarkResult, RunError, read_results
from benchmarks.run.run_config import RunConfig
from benchmarks.run.run_folder import events_path, read_config
from benchmarks.run.summary import summarize
from search.events import Event, NodeSelected, SearchEnded, TacticTried
from search.log import read_events


class Step(NamedTuple):
    """One expansion.  ``model``: seconds the request took, waiting in the recorded run included; ``lean``: seconds Lean
    then judged; ``other``: the rest until the next request, spent in neither: pipes, Python, a process replaced."""

    model: float
    lean: float
    other: float


@dataclass(frozen=True)
class Attempt:
    """One attempt at a theorem.  ``opening``: seconds of Lean outside the search, for the statement and the final
    check, put before the first request."""

    name: str
    opening: float
    steps: tuple[Step, ...]

    @property
    def lean(self) -> float:
        return self.opening + sum(step.lean for step in self.steps)

    @property
    def model(self) -> float:
        return sum(step.model for step in self.steps)

    @property
    def total(self) -> float:
        """Seconds on one worker that never waits."""
        return self.opening + sum(map(sum, self.steps))


@dataclass(frozen=True)
class Recorded:
    """A run to replay.  ``wall_seconds``: while at least one theorem was in flight; ``workers``: of all its sessions, if
    they agree; ``cpus``: what they shared with the model, where there was no GPU; ``without_events``: attempts that
    searched, but whose steps are averages for want of events."""

    path: Path
    config: RunConfig
    attempts: tuple[Attempt, ...]
    wall_seconds: float
    workers: int | None
    cpus: int | None
    without_events: int

    @property
    def model_mean(self) -> float:
        """Mean seconds of a request."""
        steps = sum(len(attempt.steps) for attempt in self.attempts)
        return sum(attempt.model for attempt in self.attempts) / steps if steps else 0.0


def read_run(path: Path) -> Recorded:
    """The costs of every attempt in a run folder, in the order of the run's problems.

    Raises ``RunError``: no run, an unreadable one, or one without results.
    """
    config = read_config(path)
    results = read_results(path / "results.jsonl")
    if not results:
        raise RunError(f"{path}: has no results yet: there is nothing to replay")
    place = {name: number for number, name in enumerate(config.problems)}
    rows = sorted(results.values(), key=lambda row: (row.attempt, place.get(row.problem, len(place)), row.problem))
    attempts, missing = [], 0
    for row in rows:
        events = events_path(path, row.problem, row.attempt)
        attempt = _from_events(row, events)
        missing += attempt is None and row.expansions > 0
        attempts.append(attempt or _averaged(row))
    workers = {session.workers for session in config.sessions}
    hosts = [session.host for session in config.sessions]
    cpus = {None if host.get("gpu") else host.get("cpus") for host in hosts}
    return Recorded(
        path=path,
        config=config,
        attempts=tuple(attempts),
        wall_seconds=summarize(config, rows).wall_seconds,
        workers=workers.pop() if len(workers) == 1 else None,
        cpus=cpus.pop() if len(cpus) == 1 else None,
        without_events=missing,
    )


def _from_events(row: BenchmarkResult, path: Path) -> Attempt | None:
    """``None`` if there are no events, or not all."""
    try:
        found = steps_of(read_events(path))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, ValidationError, zstandard.ZstdError) as error:
        raise RunError(f"{path}: cannot be read: {error}") from error
    if found is None:
        return None
    before, steps, ended = found
    return Attempt(row.problem, max(0.0, row.seconds.total - ended) + before, steps)


def steps_of(events: Iterable[Event]) -> tuple[float, tuple[Step, ...], float] | None:
    """Seconds before the first request, the steps and the seconds of the whole search; ``None`` if it has no end."""
    begun: list[float] = []
    answered: dict[int, float] = {}
    lean: list[float] = []
    asking: dict[int, int] = {}
    ended: float | None = None
    for event in events:
        node = getattr(event, "node", None)
        judged = event.seconds if isinstance(event, TacticTried) else 0.0
        if isinstance(event, NodeSelected) and not event.again:
            asking[event.node] = len(begun)
            begun.append(event.t)
            lean.append(0.0)
        elif node in asking and not isinstance(event, NodeSelected):
            step = asking.pop(node)
            answered[step] = max(begun[step], event.t - judged)
        if judged and lean:
            lean[-1] += judged
        if isinstance(event, SearchEnded):
            ended = event.t
    if ended is None:
        return None
    steps = []
    for number, (start, following) in enumerate(zip(begun, [*begun[1:], ended], strict=True)):
        answer = min(answered.get(number, following), following)
        steps.append(Step(answer - start, lean[number], max(0.0, following - answer - lean[number])))
    return (begun[0] if begun else ended), tuple(steps), ended


def _averaged(row: BenchmarkResult) -> Attempt:
    """From the result alone: equal steps; without a search all of it is opening."""
    seconds = row.seconds
    if not row.expansions:
        return Attempt(row.problem, seconds.total, ())
    model, lean = min(seconds.policy, seconds.total), min(seconds.lean, seconds.total)
    other = max(0.0, seconds.total - model - lean)
    step = Step(model / row.expansions, lean / row.expansions, other / row.expansions)
    return Attempt(row.problem, 0.0, (step,) * row.expansions)


def replicated(attempts: Sequence[Attempt], times: int, longest_first: bool = False) -> list[Attempt]:
    """The attempts so many times over, one copy of all after the other, or the longest ones first."""
    many = list(attempts) * times
    return sorted(many, key=lambda attempt: -attempt.total) if longest_first else many
