"""What it costs to check finished proofs: each in a Lean process of its own, and all in one.

    python -m benchmarks.measure.check_speed [--proofs 20] [--workers 1] [--json]

The proofs are found first, by the portfolio, for small theorems of ours.  Seconds are wall clock and hold the starts of
Lean; both ways are measured one after the other, in the same run, and must come to the same verdicts.
"""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace
from typing import Annotated, Any

import typer
from pydantic import BaseModel

from benchmarks.run.run_config import host_facts
from prover.agent import AsyncProver
from prover.concurrency import together
from prover.lean.launch import LeanCommand, embedded_command
from prover.lean.pool import LeanWorker
from prover.lean.results import CheckResult, Claim
from prover.lean.verify import check, check_all

THEOREMS = (
    "theorem c00 (a b : ℕ) : a + b = b + a",
    "theorem c01 (a b c : ℤ) (h : a < b) : a + c < b + c",
    "theorem c02 (x y : ℝ) : x * y ≤ (x ^ 2 + y ^ 2) / 2",
    "theorem c03 (n : ℕ) (h : ∃ k, n = 2 * k) : n * n % 4 = 0",
    "theorem c04 (p q r : Prop) (h : p ∧ (q ∨ r)) : (p ∧ q) ∨ (p ∧ r)",
    "theorem c05 (n : ℕ) (h : n % 12 = 7) : n % 4 = 3",
    "theorem c06 (x : ℝ) (h : 2 * x + 3 = 7) : x = 2",
    "theorem c07 (x y : ℝ) (h : x + y = 10) (g : x - y = 2) : x = 6 ∧ y = 4",
    "theorem c08 : (7 : ℕ) ^ 100 % 5 = 1",
    "theorem c09 (a b : ℤ) (h : 3 ∣ a) (g : 3 ∣ b) : 3 ∣ a + b",
    "theorem c10 (p q : Prop) : ¬(p ∧ q) ↔ (p → ¬q)",
    "theorem c11 (f : ℕ → ℕ) (a b : ℕ) (h : a = b) : f a = f b",
    "theorem c12 (x : ℝ) : 0 ≤ x ^ 2 + 1",
    "theorem c13 (n : ℕ) : n % 2 = 0 ∨ n % 2 = 1",
    "theorem c14 (a b c : ℝ) (h : a ≤ b) (g : 0 ≤ c) : a * c ≤ b * c",
    "theorem c15 (a b c : ℕ) (h : a ≤ b) (g : b < c) : a < c",
    "theorem c16 (x y : ℚ) (h : x = 3 * y) : x - 3 * y = 0",
    "theorem c17 (xs : List ℕ) : (xs ++ []).length = xs.length",
    "theorem c18 (a b : ℝ) : (a + b) ^ 2 = a ^ 2 + 2 * a * b + b ^ 2",
    "theorem c19 (p q : Prop) (hp : p) (hq : q) : q ∧ p",
)


class CheckSpeed(BaseModel):
    """Seconds are wall clock.  ``ratio``: how many times less a proof costs in a batch."""

    host: dict
    proofs: int
    workers: int
    separate_seconds: float
    batch_seconds: float
    start_seconds: float
    """Of these, for the batch's Lean to start."""
    separate_a_proof: float
    batch_a_proof: float
    ratio: float


async def measure(count: int = len(THEOREMS), workers: int = 1) -> CheckSpeed:
    """Raises ``LeanNotAvailable``, ``RuntimeError`` if a proof is not found or the two ways disagree."""
    command = embedded_command()
    claims = await find_proofs(THEOREMS[:count])
    begun = time.perf_counter()
    separate = [await _alone(command, claim) for claim in claims]
    between = time.perf_counter()
    batch, start_seconds = await _together(command, claims, workers)
    end = time.perf_counter()
    verdicts = [[(one.accepted, one.axioms) for one in results] for results in (separate, batch)]
    if verdicts[0] != verdicts[1] or not all(accepted for accepted, _ in verdicts[0]):
        raise RuntimeError(f"the two ways disagree, or refuse a proof: {verdicts}")
    return CheckSpeed(
        host=host_facts(),
        proofs=len(claims),
        workers=workers,
        separate_seconds=between - begun,
        batch_seconds=end - between,
        start_seconds=start_seconds,
        separate_a_proof=(between - begun) / len(claims),
        batch_a_proof=(end - between) / len(claims),
        ratio=(between - begun) / (end - between),
    )


async def find_proofs(theorems: tuple[str, ...]) -> list[Claim]:
    """Proofs of the theorems, with these as what they are to be proofs of.  Raises ``RuntimeError`` if one is not found."""
    claims = []
    async with AsyncProver("portfolio") as prover:
        for theorem in theorems:
            result = await prover.prove(theorem, time_limit=60)
            if result.proof is None:
                raise RuntimeError(f"not proved: {theorem}: {result.error or result.ended}")
            claims.append(Claim(result.proof, result.name, f"{theorem} := sorry\n"))
    return claims


async def _alone(command: LeanCommand, claim: Claim) -> CheckResult:
    worker = LeanWorker(command)
    try:
        await worker.start()
        return await check(worker, claim)
    finally:
        await worker.close()


async def _together(command: LeanCommand, claims: list[Claim], count: int) -> tuple[list[CheckResult], float]:
    begun = time.perf_counter()
    idle = [LeanWorker(command) for _ in range(count)]
    workers = list(idle)
    try:
        await together(worker.start() for worker in workers)
        started = time.perf_counter() - begun

        async def check_on_idle(**claim: Any) -> CheckResult:
            worker = idle.pop()
            try:
                return await check(worker, Claim(**claim))
            finally:
                idle.append(worker)

        return await check_all(SimpleNamespace(workers=count, check=check_on_idle), claims), started
    finally:
        await asyncio.gather(*(worker.close() for worker in workers))


def table(speed: CheckSpeed) -> str:
    return (
        f"{speed.proofs} proofs, checked one Lean process each: {speed.separate_a_proof:.2f} s a proof "
        f"({speed.separate_seconds:.1f} s)\n"
        f"on {speed.workers} process{'' if speed.workers == 1 else 'es'} together: {speed.batch_a_proof:.2f} s a proof "
        f"({speed.batch_seconds:.1f} s, {speed.start_seconds:.1f} s of it the start)\n"
        f"ratio {speed.ratio:.1f}"
    )


def main(
    proofs: Annotated[int, typer.Option(min=1, max=len(THEOREMS), help="How many.")] = len(THEOREMS),
    workers: Annotated[int, typer.Option(min=1, help="Lean processes of the batch.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Time the check of finished proofs, each in a process of its own and all together."""
    speed = asyncio.run(measure(proofs, workers))
    typer.echo(speed.model_dump_json() if as_json else table(speed))


if __name__ == "__main__":
    typer.run(main)
