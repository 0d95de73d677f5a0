"""Searching many statements with one policy, for the proofs: what expert iteration learns from."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from prover.lean.environment import LeanEnvironment
from prover.lean.errors import BadStatement, LeanCrashed, LeanTimeout
from prover.lean.library import LibraryTheorem
from prover.lean.pool import LeanPool, LeanWorker
from prover.training.families import FAMILIES
from prover.training.traces import Trace, TraceFile, trace_of_search
from search import Budget, Event, Policy, Search


@dataclass(frozen=True)
class Task:
    """A statement to be proved: of a generated family (``text`` is Lean source) or of Lean's library (``name``)."""

    name: str
    group: str
    kind: Literal["family", "library"]
    text: str

    @property
    def source(self) -> str:
        return f"search:{self.kind}"


def family_tasks(per_family: float, seed: int, barred: Iterable[str] = ()) -> list[Task]:
    """``per_family`` statements of each family (times its weight), without those whose text is ``barred``."""
    seen = set(barred)
    tasks = []
    for family in FAMILIES.values():
        for number in range(max(1, round(per_family * family.weight)) if per_family > 0 else 0):
            problem = family.problem(number, seed)
            text = statement_text(problem.statement)
            if text not in seen:
                seen.add(text)
                tasks.append(Task(f"{problem.name}_s{seed}", family.name, "family", problem.statement))
    return tasks


def library_tasks(theorems: Sequence[LibraryTheorem], number: int, seed: int, barred: Iterable[str] = ()) -> list[Task]:
    """``number`` theorems of the library, drawn evenly over its modules' parents, without the ``barred`` names."""
    skip = set(barred)
    chosen = [theorem for theorem in theorems if theorem.name not in skip]
    generator = random.Random(seed)
    generator.shuffle(chosen)
    rank: dict[str, int] = {}
    order = []
    for theorem in chosen:
        area = ".".join(theorem.module.split(".")[:3])
        rank[area] = rank.get(area, 0) + 1
        order.append((rank[area], len(order), Task(theorem.name, area, "library", theorem.name)))
    return [task for *_, task in sorted(order, key=lambda entry: entry[:2])[:number]]


def statement_text(statement: str) -> str:
    """A statement without ``theorem`` and its name."""
    return statement.partition(" ")[2].partition(" ")[2]


async def explore(
    pool: LeanPool,
    policy: Policy,
    tasks: Iterable[Task],
    budget: Budget,
    file: TraceFile,
    told: Callable[[Task, Trace], None] = lambda task, trace: None,
) -> None:
    """Search every task not yet in ``file``, as many at once as the pool has workers, and add its trace (without
    steps if it was not proved)."""
    waiting = iter(tasks)

    async def work() -> None:
        for task in waiting:
            if task.name in file.done:
                continue
            async with pool.lease() as worker:
                trace = await search_task(worker, policy, task, budget)
            file.add(trace)
            told(task, trace)

    await asyncio.gather(*(work() for _ in pool.workers))


async def search_task(worker: LeanWorker, policy: Policy, task: Task, budget: Budget) -> Trace:
    """One search.  A statement that cannot be opened gives a trace without steps; a policy that fails raises."""
    begun = time.monotonic()
    try:
        if task.kind == "library":
            environment = await LeanEnvironment.open_library(worker, task.name)
        else:
            environment = await LeanEnvironment.open(worker, task.text)
    except (BadStatement, LeanTimeout, LeanCrashed):
        return Trace(task.name, task.group, task.source, task.text, (), time.monotonic() - begun)
    events: list[Event] = []
    result = await Search().run(environment.root, environment, policy, listeners=[events.append], budget=budget)
    await environment.close()
    if result.reason == "error":
        raise RuntimeError(f"the search of {task.name} failed: {result.error}")
    return trace_of_search(events, task.name, task.group, task.source, task.text)
