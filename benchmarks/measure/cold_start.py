"""How long `prover prove` takes in all, from its launch to its end, for a theorem that its first tactics close.

    python -m benchmarks.measure.cold_start [--repeats 5] [--json]

In turns on the same machine, with the page cache warm: with the portfolio alone; with `default`, whose model is not waited for;
with `default` loaded before the search begins, as `bench` does; and through the background server, where one runs that has
this policy.  Ratios are to the portfolio alone.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Annotated, NamedTuple

import typer

from benchmarks.run.run_config import host_facts

THEOREM = "theorem t (a b c : Int) (h : 2 * a + 3 * b ≤ c) (g : c < 2 * a + 3 * b + 1) : c = 2 * a + 3 * b"
PORTFOLIO, DEFAULT, EAGER, SERVER = "portfolio", "default", "default, loaded first", "default, background server"


class Figures(NamedTuple):
    """Seconds, the median over the repeats, and its ratio to the portfolio's."""

    way: str
    seconds: float
    ratio: float


def measure(repeats: int) -> list[Figures]:
    """Raises ``RuntimeError`` if the theorem is not proved."""
    prove = [sys.executable, "-m", "prover.cli", "prove", THEOREM]
    ways: dict[str, Sequence[str]] = {
        PORTFOLIO: [*prove, "--no-server", "--policy", "portfolio"],
        DEFAULT: [*prove, "--no-server"],
        EAGER: [sys.executable, "-m", "benchmarks.measure.cold_start", "--once"],
    }
    if _served(ways[DEFAULT][:-1]):
        ways[SERVER] = prove
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    for repeat in range(repeats + 1):
        for way, command in ways.items():
            begun = time.perf_counter()
            done = subprocess.run(command, capture_output=True, encoding="utf-8")
            if done.returncode != 0:
                raise RuntimeError(f"{way}: not proved: {done.stderr}")
            if repeat:  # the first round warms the page cache
                seconds[way].append(time.perf_counter() - begun)
    medians = {way: statistics.median(of) for way, of in seconds.items()}
    return [Figures(way, median, median / medians[PORTFOLIO]) for way, median in medians.items()]


def _served(command: Sequence[str]) -> bool:
    """Whether a background server does what the command asks."""
    from prover.background.server_folder import ServerFolder

    return ServerFolder().read() is not None and "background server is not used" not in subprocess.run(
        command, capture_output=True, encoding="utf-8"
    ).stderr  # fmt: skip


async def _once() -> None:
    from prover.agent import AsyncProver

    async with AsyncProver("default", progress=False) as prover:
        if not (await prover.prove(THEOREM, time_limit=60)).proved:
            raise SystemExit("not proved")


def main(
    repeats: Annotated[int, typer.Option(min=1, help="How often each way is measured.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    once: Annotated[bool, typer.Option("--once", hidden=True, help="Prove once, everything loaded first.")] = False,
) -> None:
    """Time whole runs of `prover prove` on a theorem that omega closes."""
    if once:
        asyncio.run(_once())
        return
    figures = measure(repeats)
    if as_json:
        print(json.dumps({"host": host_facts(), "repeats": repeats, "ways": [way._asdict() for way in figures]}))
        return
    for way in figures:
        print(f"{way.way:<28}{way.seconds:>8.2f} s{way.ratio:>8.2f}")


if __name__ == "__main__":
    typer.run(main)
