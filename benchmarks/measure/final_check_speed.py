"""What it costs ``prove`` to make the final check in a process that has run no tactic.

    python -m benchmarks.measure.final_check_speed [--repeats 5] [--policy portfolio] [--json]

Three ways, in turns on the same machine: in the process that searched (which the product does not do); in one that stands by
(``prove`` and ``bench``); in one that is started when a proof has been found.  Cold: wall clock from the launch of a program that
proves one theorem until it has ended.  Warm: ``prove`` in a program that has started, the process on standby ready.
"""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from typing import Annotated, Optional

import typer
from pydantic import BaseModel

from benchmarks.run.run_config import host_facts
from prover.agent import AsyncProver
from prover.lean.launch import LeanCommand
from prover.lean.worker import LeanWorker

THEOREM = "theorem t (a b c : Int) (h : 2 * a + 3 * b ≤ c) (g : c < 2 * a + 3 * b + 1) : c = 2 * a + 3 * b"
SEARCHING, STANDBY, CLAIM = WAYS = ("in the process that searched", "on standby", "started on claim")


class Costs(BaseModel):
    """Seconds, medians; ``more``: than in the process that searched."""

    way: str
    cold: float
    cold_more: float
    warm: float
    warm_more: float


class FinalCheckSpeed(BaseModel):
    host: dict
    policy: str
    repeats: int
    ways: list[Costs]


def measure(repeats: int, policy: str) -> FinalCheckSpeed:
    """Raises ``RuntimeError`` if the theorem is not proved."""
    cold: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(repeats):
        for way in WAYS:
            cold[way].append(_cold(way, policy))
    warm = {way: statistics.median(asyncio.run(_warm(way, policy, repeats))) for way in WAYS}
    return FinalCheckSpeed(
        host=host_facts(),
        policy=policy,
        repeats=repeats,
        ways=[
            Costs(
                way=way,
                cold=statistics.median(cold[way]),
                cold_more=statistics.median(cold[way]) - statistics.median(cold[SEARCHING]),
                warm=warm[way],
                warm_more=warm[way] - warm[SEARCHING],
            )
            for way in WAYS
        ],
    )


def _cold(way: str, policy: str) -> float:
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", __spec__.name, "--policy", policy, "--once", way], capture_output=True, text=True
    )
    if done.returncode != 0:
        raise RuntimeError(f"not proved: {done.stderr}")
    return time.perf_counter() - begun


async def _warm(way: str, policy: str, repeats: int) -> list[float]:
    times = []
    async with _prover(way, policy) as prover:
        _set(prover, way)
        for number in range(repeats + 1):
            while way == STANDBY and not prover.pool.standby.ready:
                await asyncio.sleep(0.1)
            begun = time.perf_counter()
            await _prove(prover)
            if number:
                times.append(time.perf_counter() - begun)
    return times


async def _once(way: str, policy: str) -> None:
    async with _prover(way, policy) as prover:
        _set(prover, way)
        await _prove(prover)


def _prover(way: str, policy: str) -> AsyncProver:
    return AsyncProver(policy, standby=way == STANDBY, progress=False)


def _set(prover: AsyncProver, way: str) -> None:
    if way == SEARCHING:
        prover.pool.standby.lease = _itself  # type: ignore[method-assign]


@contextlib.asynccontextmanager
async def _itself(command: LeanCommand, instead: LeanWorker) -> AsyncIterator[LeanWorker]:
    yield instead


async def _prove(prover: AsyncProver) -> None:
    result = await prover.prove(THEOREM, time_limit=60)
    if not result.proved:
        raise RuntimeError(result.error or result.ended)


def table(speed: FinalCheckSpeed) -> str:
    rows = [f"{'final check':<32}{'cold':>8}{'more':>8}{'warm':>8}{'more':>8}"]
    for costs in speed.ways:
        figures = (costs.cold, costs.cold_more, costs.warm, costs.warm_more)
        rows.append(f"{costs.way:<32}" + "".join(f"{figure:>8.2f}" for figure in figures))
    return "\n".join(rows)


def main(
    repeats: Annotated[int, typer.Option(min=1, help="How often each way is measured.")] = 5,
    policy: Annotated[str, typer.Option(help="As for prover prove.")] = "portfolio",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    once: Annotated[Optional[str], typer.Option(hidden=True, help="Prove once, in this way.")] = None,
) -> None:
    """Time a proof whose final check is made in the process that searched, and in another."""
    if once is not None:
        asyncio.run(_once(once, policy))
        return
    speed = measure(repeats, policy)
    typer.echo(speed.model_dump_json() if as_json else table(speed))


if __name__ == "__main__":
    typer.run(main)
