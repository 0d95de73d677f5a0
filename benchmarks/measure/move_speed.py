"""What reading a goal as a term and asking the moves costs, beside the tactics that an expansion then runs.

    python -m benchmarks.measure.move_speed [--tactics 10]

For each of some goals: the median time of ``look`` (round trip to Lean included), the CPU time of all quick moves and the slowest of
them, and the time of the first tactics that they propose.  Milliseconds.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time

from rich.console import Console
from rich.table import Table

from prover import AsyncProver
from prover.lean.environment import LeanEnvironment
from prover.moves import MOVES, collect
from prover.moves.base import run
from prover.moves.goal import Goal

STATEMENTS = [
    "(a b c : ℤ) (h : a ∣ b) (k : a ∣ c) : a ∣ 3 * b - 5 * c",
    "(x y : ℝ) (hx : 0 < x) (hy : 0 < y) (h : x + y = 2) : x ^ 2 * y ^ 2 * (x ^ 2 + y ^ 2) ≤ 2",
    "(f : ℝ → ℝ) (h : ∀ x y, f (x + y) = f x + f y + x * y) (k : f 1 = 3) : f 4 = 18",
    "(p q r : Prop) (h : p ∧ (q ∨ r)) (k : q → r) : ∃ n : ℕ, r ∧ n = 3",
    "(S : Finset ℕ) (h : ∀ n, n ∈ S ↔ 0 < n ∧ n ^ 2 + 3 * n < 125) : S.card = 9",
    "(x : ℝ) (h : 1 < x) (k : Real.log (x ^ 3 * √(x + 1)) = 7) : ⌊√12⌋ + ⌊x⌋ ≤ 2 * x + Real.sin (2 * x) + 4",
    "(u : ℕ → ℕ) (h₀ : u 0 = 1) (h₁ : ∀ n, u (n + 1) = 2 * u n + 1) : u 20 = 2097151",
]


async def measured(statement: str, prover: AsyncProver, tactics: int) -> list[str]:
    async with prover.pool.lease() as worker:
        environment = await LeanEnvironment.open(worker, f"theorem t {statement}")
        looks = []
        for _ in range(10):
            environment_again = await LeanEnvironment.open(worker, f"theorem t {statement}")
            begun = time.perf_counter()
            terms = await environment_again.root.look(0)
            looks.append(time.perf_counter() - begun)
            await environment_again.close()
        goal = Goal(terms)
        collect(goal)
        begun = time.process_time()
        proposed = list(collect(Goal(terms)))
        moves = time.process_time() - begun
        slowest, longest = "", 0.0
        for this in MOVES.values():
            if not this.slow and not this.printed:
                begun = time.process_time()
                run(this, Goal(terms))
                if (took := time.process_time() - begun) > longest:
                    slowest, longest = this.name, took
        begun = time.perf_counter()
        for tactic in proposed[:tactics]:
            await environment.apply(environment.root, tactic)
        spent = time.perf_counter() - begun
        await environment.close()
    look = statistics.median(looks)
    share = (look + moves) / (look + moves + spent)
    slow = f"{slowest} {1000 * longest:.1f}"
    return [statement[:60], f"{1000 * look:.1f}", f"{1000 * moves:.1f}", slow, f"{1000 * spent:.0f}", f"{100 * share:.1f} %"]


async def main(tactics: int) -> None:
    shown = Table("goal", "look", "moves", "slowest", f"{tactics} tactics", "share of look and moves")
    async with AsyncProver("portfolio") as prover:
        for statement in STATEMENTS:
            shown.add_row(*await measured(statement, prover, tactics))
    Console(width=160).print(shown)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tactics", type=int, default=10)
    asyncio.run(main(parser.parse_args().tactics))
