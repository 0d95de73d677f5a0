"""Running the scripts of generated statements in real Lean: what holds becomes a trace."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from prover.lean.environment import LeanEnvironment
from prover.lean.errors import BadStatement, LeanCrashed, LeanTimeout
from prover.lean.pool import LeanPool, LeanWorker
from prover.training.explore import on_workers
from prover.training.families import DrawnTheorem
from prover.training.families.base import Script
from prover.training.traces import ProofStep, Trace, TraceFile
from search.game import NewState, Proved


@dataclass
class Tally:
    """How the problems of one family fared."""

    proved: int = 0
    script_failed: int = 0
    bad_statement: int = 0
    seconds: float = 0.0

    @property
    def tried(self) -> int:
        return self.proved + self.script_failed + self.bad_statement


async def teach(
    pool: LeanPool,
    problems: Iterable[DrawnTheorem],
    file: TraceFile,
    report: Callable[[], None] = lambda: None,
) -> dict[str, Tally]:
    """Prove every problem not yet in ``file`` by its scripts; ``report`` is called after each."""
    tallies: dict[str, Tally] = {}

    async def run(worker: LeanWorker, problem: DrawnTheorem) -> None:
        begun = time.monotonic()
        trace = await attempt(worker, problem)
        tally = tallies.setdefault(problem.family, Tally())
        tally.seconds += time.monotonic() - begun
        if trace is None:
            tally.bad_statement += 1
        else:
            tally.proved += trace.proved
            tally.script_failed += not trace.proved
            file.add(trace)
        report()

    await on_workers(pool, file.left(problems), run)
    return tallies


async def attempt(worker: LeanWorker, problem: DrawnTheorem) -> Trace | None:
    """The problem's trace by the first of its scripts that proves it, or ``None`` if Lean refuses the statement."""
    begun = time.monotonic()
    try:
        environment = await LeanEnvironment.open(worker, problem.statement)
    except (BadStatement, LeanTimeout, LeanCrashed):
        return None
    steps: tuple[ProofStep, ...] = ()
    try:
        for script in problem.scripts:
            if steps := await _run(environment, script):
                break
    finally:
        await environment.close()
    seconds = time.monotonic() - begun
    return Trace(problem.name, problem.family, "families", problem.statement, steps, seconds)


async def _run(environment: LeanEnvironment, script: Script) -> tuple[ProofStep, ...]:
    """The steps of a script that ends in a proof (with what comes after it left out); else none."""
    state, steps, reached = environment.root, [], []
    try:
        for tactic in script:
            outcome = await environment.apply(state, tactic)
            steps.append(ProofStep(state.text, tactic))
            if isinstance(outcome, Proved):
                return tuple(steps)
            if not isinstance(outcome, NewState):
                break
            state = outcome.state
            reached.append(state)
        return ()
    finally:
        await environment.release(reached)
