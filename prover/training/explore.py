"""Searching many statements with one policy, for the proofs: what expert iteration learns from."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from prover.concurrency import together
from prover.lean.environment import LeanEnvironment
from prover.lean.errors import BadStatement, LeanCrashed, LeanTimeout
from prover.lean.library import LibraryTheorem
from prover.lean.pool import LeanPool, LeanWorker
from prover.policy.base import preceding
from prover.training.families import FAMILIES
from prover.training.families.drawn import draw_problems
from prover.training.traces import Trace, TraceFile, trace_of_search
from search import Budget, Event, Policy, Search

T = TypeVar("T")


@dataclass(frozen=True)
class Task:
    """A statement to be proved: of a generated family (``statement`` is Lean source) or of Lean's library (its name)."""

    name: str
    group: str
    kind: Literal["family", "library"]
    statement: str


def family_tasks(per_family: float, seed: int, barred: Iterable[str] = ()) -> list[Task]:
    """``per_family`` statements of each family (times its weight), all different, without those that are ``barred``
    (``normalized``)."""
    problems = draw_problems(FAMILIES.values(), per_family, seed, barred)
    return [Task(problem.name, problem.family, "family", problem.statement) for problem in problems]


def library_tasks(theorems: Sequence[LibraryTheorem], number: int, seed: int, held_out: bool) -> list[Task]:
    """``number`` theorems of the library, drawn evenly over its parts.  Modules, one in five, are held out as wholes,
    and with them all theorems elsewhere that state the same."""
    kept_apart = {theorem.statement_hash for theorem in theorems if _is_held_out(theorem.module)}
    chosen = [
        theorem
        for theorem in theorems
        if _is_held_out(theorem.module) == held_out and (held_out or theorem.statement_hash not in kept_apart)
    ]
    random.Random(seed).shuffle(chosen)
    rank: dict[str, int] = {}
    order = []
    for theorem in chosen:
        area = ".".join(theorem.module.split(".")[:3])
        rank[area] = rank.get(area, 0) + 1
        order.append((rank[area], len(order), Task(theorem.name, area, "library", theorem.name)))
    return [task for *_, task in sorted(order, key=lambda entry: entry[:2])[:number]]


def _is_held_out(module: str) -> bool:
    return hashlib.blake2b(module.encode(), digest_size=1).digest()[0] % 5 == 0


async def explore(
    pool: LeanPool,
    policy: Policy,
    tasks: Iterable[Task],
    budget: Budget,
    file: TraceFile,
    report: Callable[[Trace], None] = lambda trace: None,
) -> None:
    """Search every task not yet in ``file`` and add its trace (without steps if it was not proved).  Raises what the
    policy raises, ``LeanNotAvailable``."""

    async def search(worker: LeanWorker, task: Task) -> None:
        trace = await search_task(worker, policy, task, budget)
        file.add(trace)
        report(trace)

    await on_workers(pool, file.left(tasks), search)


async def on_workers(pool: LeanPool, items: Iterable[T], work: Callable[[LeanWorker, T], Awaitable[None]]) -> None:
    """Do the ``work`` on every item, as many at once as the pool has workers."""
    waiting = iter(items)

    async def one_after_another() -> None:
        for item in waiting:
            async with pool.lease() as worker:
                await work(worker, item)

    await together(one_after_another() for _ in pool.workers)


async def search_task(worker: LeanWorker, policy: Policy, task: Task, budget: Budget) -> Trace:
    """One search.  A statement that cannot be opened, and a search that loses Lean, give a trace without steps."""
    about = (task.name, task.group, f"search:{task.kind}", task.statement)
    try:
        if task.kind == "library":
            environment = await LeanEnvironment.open_library(worker, task.name)
        else:
            environment = await LeanEnvironment.open(worker, task.statement)
    except (BadStatement, LeanTimeout, LeanCrashed):
        return Trace(*about, ())
    if environment.library is not None:
        policy = preceding(policy, environment.library)
    events: list[Event] = []
    try:
        result = await Search().run(environment.root, environment, policy, listeners=[events.append], budget=budget)
    finally:
        await environment.close()
    if result.cause is not None and not isinstance(result.cause, (LeanTimeout, LeanCrashed)):
        raise result.cause
    return trace_of_search(events, *about)
