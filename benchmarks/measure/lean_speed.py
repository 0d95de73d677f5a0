"""How fast Lean starts and answers on this machine, and what a worker weighs.

    python -m benchmarks.measure.lean_speed [--repeats 100] [--json]

Times are wall clock as Python sees them, medians where something is repeated; Lean's own time is what the proof
server says it spent on the request.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from pathlib import Path
from typing import Annotated

import psutil
import typer
from pydantic import BaseModel, RootModel

from benchmarks.run.run_config import host_facts
from prover.lean.launch import LeanCommand, embedded_command
from prover.lean.messages import NewGoals, Open, Opened, Ping, Release, Tactic, TacticAnswer
from prover.lean.process import LeanProcess

LIMIT = 60.0
CASES = {
    "intro": ("theorem t : ∀ p q : Prop, p → q → p := by sorry", "intro p q hp hq"),
    "simp": ("theorem t (xs ys : List Nat) : (xs ++ ys ++ []).length = ys.length + xs.length := by sorry",
             "simp [Nat.add_comm]"),
    "omega": ("theorem t (a b c : Int) (h : 2 * a + 3 * b ≤ c) (g : c < 2 * a + 3 * b + 1) : c = 2 * a + 3 * b := by sorry",
              "omega"),
    "grind": ("theorem t (f : Nat → Nat) (a b c : Nat) (h : a = b) (g : f b = c) (k : c < 5) : f (f a) = f c ∧ f a < 6 := by sorry",
              "grind"),
}  # fmt: skip
"""Name of a tactic: a theorem and the call of the tactic that works there."""


class TacticSpeed(BaseModel):
    """Medians in milliseconds; ``overhead_ms`` is what Python, the pipe and the protocol add to Lean's own time."""

    tactic: str
    outcome: str
    repeats: int
    per_second: float
    round_trip_ms: float
    lean_ms: float
    overhead_ms: float


class LeanSpeed(BaseModel):
    """Seconds and megabytes.  ``memory_after_mb`` is resident memory at the end, ``memory_peak_mb`` its highest."""

    version: str
    backend: str
    host: dict
    cold_start: float
    """From launch until ready, with the files of the installation dropped from the system's cache (Linux)."""
    warm_start: float
    """The same for a second worker while the first is there."""
    import_seconds: float
    """Of a start; zero, as ``prelude_seconds``, where both are in the snapshot that a process starts from."""
    prelude_seconds: float
    ping_ms: float
    tactics: list[TacticSpeed]
    memory_ready_mb: float
    memory_after_mb: float
    memory_peak_mb: float | None


async def measure(command: LeanCommand, repeats: int = 100) -> LeanSpeed:
    """Start two workers, one after the other, and time tactics on the first.

    Raises ``LeanNotAvailable``.
    """
    forget_files(command)
    first, cold = await _timed_start(command)
    try:
        ready_memory = resident_mb(first.pid)
        second, warm = await _timed_start(command)
        await second.kill()
        pings = [await _round_trip(first, Ping(), RootModel[dict]) for _ in range(repeats)]
        tactics = [await tactic_speed(first, name, *case, repeats) for name, case in CASES.items()]
        return LeanSpeed(
            version=first.ready.version,
            backend=command.backend,
            host=host_facts(),
            cold_start=cold,
            warm_start=warm,
            import_seconds=first.ready.import_ms / 1000,
            prelude_seconds=first.ready.prelude_ms / 1000,
            ping_ms=1000 * statistics.median(total for _, total, _ in pings),
            tactics=tactics,
            memory_ready_mb=ready_memory,
            memory_after_mb=resident_mb(first.pid),
            memory_peak_mb=peak_mb(first.pid),
        )
    finally:
        await first.kill()


async def _timed_start(command: LeanCommand) -> tuple[LeanProcess, float]:
    begun = time.perf_counter()
    process = await LeanProcess.start(command)
    return process, time.perf_counter() - begun


async def _round_trip(process: LeanProcess, request, answer):
    begun = time.perf_counter()
    result, lean = await process.ask(request, answer, LIMIT)
    return result, time.perf_counter() - begun, lean


async def tactic_speed(process: LeanProcess, name: str, theorem: str, tactic: str, repeats: int) -> TacticSpeed:
    """Run a tactic in the first state of a theorem again and again.  Raises ``RuntimeError`` if it does not work there."""
    opened, _ = await process.ask(Open(source=theorem), Opened, LIMIT)
    totals, leans = [], []
    outcome = ""
    for _ in range(repeats):
        result, total, lean = await _round_trip(process, Tactic(state=opened.state, tactic=tactic), TacticAnswer)
        totals.append(total)
        leans.append(lean)
        outcome = "open" if isinstance(result.root, NewGoals) else result.root.kind
        if isinstance(result.root, NewGoals):
            await process.ask(Release(states=[result.root.state]), RootModel[dict], LIMIT)
        elif outcome != "proved":
            raise RuntimeError(f"'{tactic}' does not work on '{theorem}': {result.root.message}")
    return TacticSpeed(
        tactic=name,
        outcome=outcome,
        repeats=repeats,
        per_second=1 / statistics.median(totals),
        round_trip_ms=1000 * statistics.median(totals),
        lean_ms=1000 * statistics.median(leans),
        overhead_ms=1000 * statistics.median(t - n for t, n in zip(totals, leans, strict=True)),
    )


def resident_mb(pid: int) -> float:
    """Resident memory of a process and all below it, threads included."""
    process = psutil.Process(pid)
    return sum(p.memory_info().rss for p in [process, *process.children(recursive=True)]) / 1e6


def peak_mb(pid: int) -> float | None:
    """The highest resident memory of a process so far, where the system tells."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmHWM:")), None)


def forget_files(command: LeanCommand) -> None:
    """Ask the system to drop what Lean reads at its start from its file cache, where it can be asked."""
    if command.backend != "embedded" or not hasattr(os, "posix_fadvise"):
        return
    for file in [Path(command.argv[0]), *command.cwd.rglob("*")]:
        if file.is_file():
            handle = os.open(file, os.O_RDONLY)
            try:
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(handle)


def show(speed: LeanSpeed) -> None:
    """Print the figures as tables."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    start = Table("figure", "value", title=f"Lean {speed.version.partition(',')[0]}, {speed.backend}")
    start.add_row("cold start", f"{speed.cold_start:.1f} s")
    start.add_row("warm start of a second worker", f"{speed.warm_start:.1f} s")
    if speed.import_seconds or speed.prelude_seconds:
        start.add_row("  of a start: imports, prelude", f"{speed.import_seconds:.1f} s, {speed.prelude_seconds:.1f} s")
    start.add_row("empty request, round trip", f"{speed.ping_ms:.2f} ms")
    start.add_row("memory of a worker when ready", f"{speed.memory_ready_mb:.0f} MB")
    start.add_row("memory after the tactics below", f"{speed.memory_after_mb:.0f} MB")
    if speed.memory_peak_mb is not None:
        start.add_row("its highest", f"{speed.memory_peak_mb:.0f} MB")
    console.print(start)
    table = Table("tactic", "tactics/s", "round trip", "Lean's own", "overhead", title="one worker, medians")
    for row in speed.tactics:
        values = (f"{ms:.2f} ms" for ms in (row.round_trip_ms, row.lean_ms, row.overhead_ms))
        table.add_row(row.tactic, f"{row.per_second:.0f}", *values)
    console.print(table)


def main(
    repeats: Annotated[int, typer.Option(min=1, help="How often each tactic is run.")] = 100,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure embedded Lean on this machine."""
    speed = asyncio.run(measure(embedded_command(), repeats))
    if as_json:
        typer.echo(speed.model_dump_json())
    else:
        show(speed)


if __name__ == "__main__":
    typer.run(main)
