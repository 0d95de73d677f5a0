"""A long run of tactics on one pool: does memory or latency grow?

    python -m benchmarks.soak [--tactics 50000] [--out benchmarks/soak] [--recycle/--no-recycle]

Real searches over theorems of our own (``benchmarks.soak_mix``), one after the other, through ``LeanEnvironment``.  Every
window of tactics tells the worker's resident memory, Lean's own latency and the states held; the figures go to
``figures.json`` and ``soak.svg`` in the folder ``out``.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import psutil
import typer
from pydantic import BaseModel, RootModel

from benchmarks.lean_speed import resident_mb
from benchmarks.run_config import host_facts
from benchmarks.soak_mix import Mix, theorem
from prover.lean.environment import LeanEnvironment
from prover.lean.errors import LeanError
from prover.lean.launch import LeanCommand, embedded_command
from prover.lean.messages import Ping
from prover.lean.pool import LeanPool
from search import Budget, Search
from search.game import GaveUp, NewState, Outcome, ProofState

WINDOW = 250
"""Tactics a point of the plot stands for."""
TACTICS_A_SEARCH, TACTICS_A_LONG_SEARCH, LONG_EVERY = 80, 800, 15


class Window(BaseModel):
    """What a window of tactics saw; milliseconds and megabytes."""

    tactics: int
    """Tactics so far, at the window's end."""
    seconds: float
    """Since the soak began."""
    worker_mb: float
    python_mb: float
    states_held: int
    """The most states the searches held in the worker at once."""
    states_ever: int
    """State numbers the worker's process has given out."""
    generation: int
    """Processes of the worker so far."""
    median_ms: float
    p95_ms: float
    p99_ms: float
    ping_ms: float
    """Round trip of an empty request, a median of 20."""


class Soak(BaseModel):
    """A soak's figures."""

    tactics: int
    theorems: int
    seconds: float
    outcomes: dict[str, int]
    gave_up: dict[str, int]
    fresh_mb: float
    """The worker's resident memory when it was ready."""
    highest_mb: float
    processes: int
    replayed: int
    """Tactics run again to rebuild states of a replaced process."""
    lost: int
    """Tactics given up because the process was lost."""
    host: dict
    windows: list[Window]


class Counted:
    """An environment that counts the tactics through it, and the states it gave out and had back."""

    def __init__(self, environment: LeanEnvironment, meter: Measured) -> None:
        self.environment, self.meter = environment, meter

    async def apply(self, state: ProofState, tactic: str) -> Outcome:
        outcome = await self.environment.apply(state, tactic)
        self.meter.count(outcome)
        return outcome

    async def release(self, states: Sequence[ProofState]) -> None:
        await self.environment.release(states)
        self.meter.held -= len(states)


class Measured:
    """What is measured on the way; ``window`` is closed by ``sample``."""

    def __init__(self) -> None:
        self.done = self.held = self.most_held = self.theorems = self.replayed = 0
        self.outcomes: Counter[str] = Counter()
        self.gave_up: Counter[str] = Counter()
        self.latencies: list[float] = []
        self.windows: list[Window] = []
        self.begun = time.monotonic()

    def count(self, outcome: Outcome) -> None:
        self.done += 1
        self.held += isinstance(outcome, NewState)
        self.most_held = max(self.most_held, self.held)
        self.outcomes[type(outcome).__name__] += 1
        if isinstance(outcome, GaveUp):
            self.gave_up[outcome.reason] += 1
        self.latencies.append(1000 * outcome.seconds)


async def soak(command: LeanCommand, tactics: int, recycle: bool = True, seed: int = 0, progress=None) -> Soak:
    """Run ``tactics`` tactics.  Raises ``LeanNotAvailable``."""
    meter = Measured()
    policy = Mix(seed)
    async with LeanPool(command) as pool:
        worker = pool.workers[0]
        fresh = resident_mb((await worker.start()).pid)
        meter.begun = time.monotonic()
        while meter.done < tactics:
            async with pool.lease() as worker:
                try:
                    environment = await LeanEnvironment.open(worker, theorem(meter.theorems))
                except LeanError as error:
                    typer.echo(f"{theorem(meter.theorems)}: {error}", err=True)
                    meter.theorems += 1
                    continue
                meter.theorems += 1
                counted = Counted(environment, meter)
                most = TACTICS_A_SEARCH if meter.theorems % LONG_EVERY else TACTICS_A_LONG_SEARCH
                budget = Budget(tactics=min(most, tactics - meter.done))
                await Search().run(environment.root, counted, policy, budget=budget)
                meter.replayed += environment.replayed
                await environment.close()
            if len(meter.latencies) >= WINDOW or meter.done >= tactics:
                meter.windows.append(await _window(meter, worker))
                meter.latencies.clear()
                meter.most_held = meter.held
            if progress is not None:
                progress(meter.done)
        return Soak(
            tactics=meter.done,
            theorems=meter.theorems,
            seconds=time.monotonic() - meter.begun,
            outcomes=dict(meter.outcomes),
            gave_up=dict(meter.gave_up),
            fresh_mb=fresh,
            highest_mb=max(w.worker_mb for w in meter.windows),
            processes=worker.generation,
            replayed=meter.replayed,
            lost=meter.gave_up["crash"],
            host=host_facts(),
            windows=meter.windows,
        )


class _Pong(RootModel[dict]):
    pass


async def _window(meter: Measured, worker) -> Window:
    pings = []
    for _ in range(20):
        begun = time.perf_counter()
        pong, _ = await worker.ask(Ping(), _Pong, 60)
        pings.append(1000 * (time.perf_counter() - begun))
    cuts = statistics.quantiles(meter.latencies, n=100)
    return Window(
        tactics=meter.done,
        seconds=time.monotonic() - meter.begun,
        worker_mb=resident_mb(worker.process.pid),
        python_mb=psutil.Process().memory_info().rss / 1e6,
        states_held=meter.most_held,
        states_ever=pong.root["states"],
        generation=worker.generation,
        median_ms=cuts[49],
        p95_ms=cuts[94],
        p99_ms=cuts[98],
        ping_ms=statistics.median(pings),
    )


def main(
    tactics: Annotated[int, typer.Option(min=WINDOW, help="How many tactics to run.")] = 50_000,
    out: Annotated[Path, typer.Option(help="The folder for figures.json and soak.svg.")] = Path("benchmarks/soak"),
    seed: Annotated[int, typer.Option(help="Seed of the tactics drawn.")] = 0,
) -> None:
    """Run a soak on embedded Lean."""
    from prover.cli.common import progress_bar

    with progress_bar() as bar:
        task = bar.add_task("soak", total=tactics)
        figures = asyncio.run(soak(embedded_command(), tactics, seed=seed, progress=lambda n: bar.update(task, completed=n)))
    out.mkdir(parents=True, exist_ok=True)
    (out / "figures.json").write_text(figures.model_dump_json(indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
