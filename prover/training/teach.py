"""Running the scripts of generated statements in real Lean: what holds becomes a trace."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from prover.concurrency import together
from prover.lean.environment import LeanEnvironment
from prover.lean.errors import BadStatement, LeanCrashed, LeanTimeout
from prover.lean.pool import LeanPool, LeanWorker
from prover.training.families import Problem
from prover.training.families.base import Script
from prover.training.traces import Step, Trace, TraceFile
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
    problems: Iterable[Problem],
    file: TraceFile,
    told: Callable[[Problem, Trace | None], None] = lambda p, t: None,
) -> dict[str, Tally]:
    """Prove every problem not yet in ``file`` by its scripts, as many at once as the pool has workers.

    ``told`` hears of every problem: its trace (without steps if no script proves it), or ``None`` for a
    statement that Lean does not accept.
    """
    tallies: dict[str, Tally] = {}
    waiting = iter(problems)

    async def work() -> None:
        for problem in waiting:
            if file.done.get(problem.name) == problem.statement:
                continue
            begun = time.monotonic()
            async with pool.lease() as worker:
                trace = await attempt(worker, problem)
            tally = tallies.setdefault(problem.family, Tally())
            tally.seconds += time.monotonic() - begun
            if trace is None:
                tally.bad_statement += 1
            else:
                tally.proved += trace.proved
                tally.script_failed += not trace.proved
                file.add(trace)
            told(problem, trace)

    await together(work() for _ in pool.workers)
    return tallies


async def attempt(worker: LeanWorker, problem: Problem) -> Trace | None:
    """The problem's trace by the first of its scripts that proves it, or ``None`` if Lean refuses the statement."""
    begun = time.monotonic()
    try:
        environment = await LeanEnvironment.open(worker, problem.statement)
    except (BadStatement, LeanTimeout, LeanCrashed):
        return None
    steps: tuple[Step, ...] = ()
    try:
        for script in problem.scripts:
            if steps := await _run(environment, script):
                break
    finally:
        await environment.close()
    seconds = time.monotonic() - begun
    return Trace(problem.name, problem.family, "families", problem.statement, steps, seconds)


async def _run(environment: LeanEnvironment, script: Script) -> tuple[Step, ...]:
    """The steps of a script that ends in a proof (with what comes after it left out); else none."""
    state, steps, reached = environment.root, [], []
    for tactic in script:
        outcome = await environment.apply(state, tactic)
        steps.append(Step(state.text, tactic))
        if isinstance(outcome, Proved):
            await environment.release(reached)
            return tuple(steps)
        if not isinstance(outcome, NewState):
            break
        state = outcome.state
        reached.append(state)
    await environment.release(reached)
    return ()
