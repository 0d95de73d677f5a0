"""How many model servers a number of workers needs, and whether the simulation agrees with what was recorded."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from benchmarks.measure.simulation.costs import Attempt, Recorded, replicated
from benchmarks.measure.simulation.queues import Outcome, Setup, simulate
from benchmarks.run.results import RunError

ATTEMPTS, ATTEMPTS_A_SEARCH = 1000, 12
"""How many attempts there are at least, and how many for each search, while the number of model servers is looked for."""


@dataclass(frozen=True)
class Row:
    """``best``: the share of time Lean would work if no request ever waited.  ``needed``: the fewest model servers with
    which Lean works for the target share or, ``reached`` being false, for that share of ``best``."""

    setup: Setup
    outcome: Outcome
    best: float
    needed: int
    reached: bool


def row(
    attempts: Sequence[Attempt], setup: Setup, models: int | None, target: float, progress: Callable[[], None] | None = None
) -> Row:
    """Simulate with so many model servers, or with as many as are needed."""
    some = list(attempts[: max(ATTEMPTS, ATTEMPTS_A_SEARCH * setup.workers * setup.searches)])
    best = simulate(some, replace(setup, models=setup.workers * setup.searches)).lean
    goal = target if best >= target else target * best
    needed = fewest(some, setup, goal)
    setup = replace(setup, models=models or needed)
    return Row(setup, simulate(attempts, setup, progress), best, needed, best >= target)


def fewest(attempts: Sequence[Attempt], setup: Setup, goal: float) -> int:
    """The fewest model servers with which Lean works for the share ``goal``, at most one for each search."""
    most = setup.workers * setup.searches

    def enough(models: int) -> bool:
        return models >= most or simulate(attempts, replace(setup, models=models)).lean >= goal

    low = max(0, min(most, at_least(attempts, setup, goal)) - 1)  # too few
    high = low + 1
    while not enough(high):
        low, high = high, min(most, max(high + 1, math.ceil(1.2 * high)))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def at_least(attempts: Sequence[Attempt], setup: Setup, goal: float) -> int:
    """A lower bound on that: what full batches without a pause would take, the mix of attempts being the usual one."""
    lean = sum(attempt.lean for attempt in attempts)
    requests = sum(len(attempt.steps) for attempt in attempts)
    model = sum(attempt.model for attempt in attempts) if setup.model_seconds is None else setup.model_seconds * requests
    if not lean or not requests:
        return 1
    batch = min(setup.batch, setup.workers * setup.searches)
    share = (1 + (batch - 1) * setup.marginal) / batch if setup.marginal < 1 else 1.0
    return max(1, math.floor(0.9 * goal * setup.workers * model * share / lean))


@dataclass(frozen=True)
class Validation:
    run: str
    workers: int
    recorded_seconds: float
    simulated_seconds: float

    @property
    def ratio(self) -> float:
        return self.simulated_seconds / self.recorded_seconds


def validate(costs: Recorded, run: Recorded, setup: Setup) -> Validation:
    """Replay ``costs`` as ``run`` was run: its number of workers, its processors shared with one model server, Lean
    already started, and compare with its wall clock.

    Raises ``RunError``: the two are not of the same problems, or ``run`` changed its workers on the way.
    """
    if run.workers is None:
        raise RunError(f"{run.path}: its sessions had different numbers of workers: it cannot be compared with a simulation")
    if Counter(attempt.name for attempt in costs.attempts) != Counter(attempt.name for attempt in run.attempts):
        raise RunError(f"{run.path}: its attempts are not at the same problems as those of {costs.path}")
    like_run = replace(
        setup,
        workers=run.workers,
        searches=1,
        models=1,
        model_seconds=None,
        latency=0.0,
        cold_start=0.0,
        lost=0.0,
        cores=run.cpus,
    )
    simulated = simulate(replicated(costs.attempts, 1), like_run)
    return Validation(str(run.path), run.workers, run.wall_seconds, simulated.makespan)
