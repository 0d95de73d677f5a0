"""A long run of tactics on one pool: does memory or latency grow?

    python -m benchmarks.measure.soak [--tactics 50000] [--out benchmarks/measure/soak] [--recycle-mb MB]

Real searches over theorems of our own (``benchmarks.measure.soak_mix``), one after the other, through ``LeanEnvironment``.  Every
window of tactics tells the worker's resident memory, Lean's own latency and the states held; the figures go to
``figures.json`` and ``soak.svg`` in the folder ``out``.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Optional

import psutil
import typer
from pydantic import BaseModel

from benchmarks.measure.lean_speed import resident_mb
from benchmarks.measure.soak_mix import Mix, theorem
from benchmarks.run.run_config import host_facts
from prover.fetch.folder import write_text
from prover.lean.environment import LeanEnvironment
from prover.lean.errors import LeanError
from prover.lean.launch import LeanCommand, embedded_command
from prover.lean.memory import MemoryBounds, default_bounds
from prover.lean.messages import Ping, Pong
from prover.lean.pool import LeanPool, LeanWorker
from search import Budget, Search
from search.game import GaveUp, NewState, Outcome, ProofState

TACTIC_LIMIT = 60.0
"""Wall-clock seconds: Lean's own limit of heartbeats is to come first on a busy machine too."""
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
    states_left: int
    """States the worker's process holds between two theorems: none, if nothing leaks."""
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
    """Processes of the worker; all but the first took the place of one that was lost or had grown too much."""
    recycled: int
    """How many were replaced for their size."""
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

    async def apply(self, state: ProofState, tactic: str, effort: float = 1.0) -> Outcome:
        outcome = await self.environment.apply(state, tactic, effort)
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


async def soak(
    command: LeanCommand,
    tactics: int,
    memory: MemoryBounds | None = None,
    seed: int = 0,
    progress: Callable[[Soak], None] | None = None,
) -> Soak:
    """Run ``tactics`` tactics.  Raises ``LeanNotAvailable``."""
    meter = Measured()
    policy = Mix(seed)
    async with LeanPool(command, memory=memory) as pool:
        worker = pool.workers[0]
        fresh = resident_mb((await worker.start()).pid)
        meter.begun = time.monotonic()
        while meter.done < tactics:
            async with pool.lease() as worker:
                try:
                    environment = await LeanEnvironment.open(worker, theorem(meter.theorems), tactic_limit=TACTIC_LIMIT)
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
            if progress is not None and meter.windows:
                progress(_figures(meter, worker, fresh))
        return _figures(meter, worker, fresh)


def _figures(meter: Measured, worker: LeanWorker, fresh: float) -> Soak:
    return Soak(
        tactics=meter.done,
        theorems=meter.theorems,
        seconds=time.monotonic() - meter.begun,
        outcomes=dict(meter.outcomes),
        gave_up=dict(meter.gave_up),
        fresh_mb=fresh,
        highest_mb=max(w.worker_mb for w in meter.windows),
        processes=worker.generation,
        recycled=worker.recycled,
        replayed=meter.replayed,
        lost=meter.gave_up["crash"],
        host=host_facts(),
        windows=meter.windows,
    )


async def _window(meter: Measured, worker: LeanWorker) -> Window:
    pings = []
    for _ in range(20):
        begun = time.perf_counter()
        pong, _ = await worker.ask(Ping(), Pong, 60)
        pings.append(1000 * (time.perf_counter() - begun))
    cuts = statistics.quantiles(meter.latencies, n=100)
    return Window(
        tactics=meter.done,
        seconds=time.monotonic() - meter.begun,
        worker_mb=resident_mb(worker.process.pid),
        python_mb=psutil.Process().memory_info().rss / 1e6,
        states_held=meter.most_held,
        states_left=pong.states,
        generation=worker.generation,
        median_ms=cuts[49],
        p95_ms=cuts[94],
        p99_ms=cuts[98],
        ping_ms=statistics.median(pings),
    )


def draw(figures: Soak, path: Path) -> None:
    """Memory and latency over the tactics, as a picture."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 7), layout="constrained")
    memory, latency, held = figure.subplots(3, 1, sharex=True)
    at = [w.tactics for w in figures.windows]
    memory.plot(at, [w.worker_mb for w in figures.windows], label="Lean worker")
    memory.plot(at, [w.python_mb for w in figures.windows], label="Python")
    memory.set(ylabel="resident memory, MB", ylim=(0, None), title=f"{figures.tactics} tactics on one worker")
    for name in ("median_ms", "p95_ms", "p99_ms", "ping_ms"):
        label = {"median_ms": "median", "p95_ms": "95 %", "p99_ms": "99 %", "ping_ms": "empty request"}[name]
        latency.plot(at, [getattr(w, name) for w in figures.windows], label=label)
    latency.set(ylabel="a tactic, ms", yscale="log")
    held.plot(at, [w.states_held for w in figures.windows], label="most states held at once")
    held.set(ylabel="states", xlabel="tactics")
    previous = figures.windows[0].generation
    for window in figures.windows:
        if window.generation != previous:
            for axis in (memory, latency, held):
                axis.axvline(window.tactics, color="grey", linewidth=0.8, linestyle=":")
        previous = window.generation
    for axis in (memory, latency, held):
        axis.legend(loc="best", ncols=4, fontsize="small")
        axis.grid(alpha=0.3)
    figure.savefig(path)


def show(figures: Soak) -> None:
    """Print the start and the end of the soak as a table."""
    from rich.console import Console
    from rich.table import Table

    table = Table("figure", "first tenth", "last tenth", title=f"{figures.tactics} tactics, {figures.theorems} theorems")
    tenth = max(1, len(figures.windows) // 10)
    first, last = figures.windows[:tenth], figures.windows[-tenth:]
    for name, unit in (
        ("worker_mb", "MB"),
        ("python_mb", "MB"),
        ("median_ms", "ms"),
        ("p95_ms", "ms"),
        ("p99_ms", "ms"),
        ("ping_ms", "ms"),
    ):
        table.add_row(
            name.rpartition("_")[0],
            *(f"{statistics.mean(getattr(w, name) for w in part):.1f} {unit}" for part in (first, last)),
        )
    console = Console()
    console.print(table)
    console.print(
        f"{figures.seconds / 60:.0f} min; worker {figures.fresh_mb:.0f} MB when ready, at most {figures.highest_mb:.0f}; "
        f"{figures.processes} processes, {figures.recycled} replaced for their size, {figures.replayed} tactics replayed, {figures.lost} lost"
    )


def main(
    tactics: Annotated[int, typer.Option(min=WINDOW, help="How many tactics to run.")] = 50_000,
    out: Annotated[Path, typer.Option(help="The folder for figures.json and soak.svg.")] = Path("benchmarks/measure/soak"),
    seed: Annotated[int, typer.Option(help="Seed of the tactics drawn.")] = 0,
    recycle_mb: Annotated[
        Optional[float],
        typer.Option(min=1, help="Replace a process that has grown by so much.", show_default="the product's bound"),
    ] = None,
) -> None:
    """Run a soak on embedded Lean."""
    from prover.cli.common import progress_bar

    memory = default_bounds("embedded")
    if recycle_mb is not None:
        memory = replace(memory, growth=0.0, grown=recycle_mb * 1e6)
    with progress_bar() as bar:
        task = bar.add_task("soak", total=tactics)
        out.mkdir(parents=True, exist_ok=True)

        def so_far(figures: Soak) -> None:
            bar.update(task, completed=figures.tactics)
            write_text(out / "figures.json", figures.model_dump_json(indent=1) + "\n")

        figures = asyncio.run(soak(embedded_command(), tactics, memory, seed, so_far))
    so_far(figures)
    draw(figures, out / "soak.svg")
    show(figures)
    if left := max(w.states_left for w in figures.windows):
        typer.echo(f"states leak: {left} were left between two theorems", err=True)
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
