"""How many more tactics a second one theorem's search runs on several workers than on one.

    python -m benchmarks.measure.sharing_speed [--workers 2] [--seconds 30] [--repeats 1] [--json]

The theorems are open problems, so that no search ends before its time.  Each is searched for with the portfolio, in turns on one
worker and on all; the start of the workers that join counts, that of the first does not.
"""

from __future__ import annotations

import asyncio
import json
import statistics
from typing import Annotated, NamedTuple

import typer

from benchmarks.run.run_config import host_facts
from prover.agent import AsyncProver
from search.events import Event, SearchEnded

THEOREMS = {
    "Goldbach": "theorem t (n : ℕ) (h : 2 < n) (e : n % 2 = 0) : ∃ p q : ℕ, Nat.Prime p ∧ Nat.Prime q ∧ p + q = n",
    "114 as three cubes": "theorem t : ∃ x y z : ℤ, x ^ 3 + y ^ 3 + z ^ 3 = 114",
    "Collatz": "theorem t (f : ℕ → ℕ) (h : ∀ n, f n = if n % 2 = 0 then n / 2 else 3 * n + 1) : "
    "∀ n : ℕ, 0 < n → ∃ k : ℕ, f^[k] n = 1",
}


class Figures(NamedTuple):
    """Medians of tactics and expansions a second, and Lean's seconds a second."""

    theorem: str
    workers: int
    tactics: float
    expansions: float
    lean: float


async def once(theorem: str, workers: int, seconds: float) -> tuple[float, float, float]:
    """One search's tactics, expansions, and seconds of Lean, each a second.  Raises ``RuntimeError`` if it ends early."""
    ended: list[SearchEnded] = []

    def listener(event: Event) -> None:
        if isinstance(event, SearchEnded):
            ended.append(event)

    async with AsyncProver("portfolio", workers=workers, progress=False) as prover:
        result = await prover.prove(theorem, time_limit=seconds, listeners=[listener])
    if result.ended != "time":
        raise RuntimeError(f"the search ended early: {result.ended} {result.error or ''}")
    usage = ended[-1].usage
    total = usage.seconds_total
    return usage.tactics / total, usage.expansions / total, usage.seconds_environment / total


def measure(workers: int, seconds: float, repeats: int) -> list[Figures]:
    figures: list[Figures] = []
    for name, theorem in THEOREMS.items():
        found: dict[int, list[tuple[float, float, float]]] = {1: [], workers: []}
        for _ in range(repeats):
            for count, of in found.items():
                of.append(asyncio.run(once(theorem, count, seconds)))
        for count, of in found.items():
            figures.append(Figures(name, count, *(statistics.median(column) for column in zip(*of, strict=True))))
    return figures


def main(
    workers: Annotated[int, typer.Option(min=2, help="How many workers are compared with one.")] = 2,
    seconds: Annotated[float, typer.Option(min=5, help="Time limit of a search.")] = 30.0,
    repeats: Annotated[int, typer.Option(min=1, help="How often each is measured.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Compare one theorem's search on one worker and on several."""
    figures = measure(workers, seconds, repeats)
    if as_json:
        print(json.dumps({"host": host_facts(), "seconds": seconds, "theorems": [one._asdict() for one in figures]}))
        return
    print(f"{'theorem':<22}{'workers':>8}{'tactics/s':>11}{'expansions/s':>14}{'Lean s/s':>10}")
    for one in figures:
        print(f"{one.theorem:<22}{one.workers:>8}{one.tactics:>11.2f}{one.expansions:>14.2f}{one.lean:>10.2f}")
    for alone, shared in zip(figures[::2], figures[1::2], strict=True):
        print(f"{alone.theorem}: {shared.tactics / alone.tactics:.2f} times the tactics")


if __name__ == "__main__":
    typer.run(main)
