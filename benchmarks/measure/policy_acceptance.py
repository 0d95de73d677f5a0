"""What Lean says to a policy's proposals: tried, accepted and closing tactics by who proposed them.

    python -m benchmarks.measure.policy_acceptance --policy hf:smollm2
    python -m benchmarks.measure.policy_acceptance --policy portfolio --policy hf:smollm2 --concurrency 4

Runs the policy's search on small theorems of ours (none from a benchmark) and counts.  *Accepted* are tactics
that ran, whether they changed the goals or closed them.
"""

from __future__ import annotations

import argparse
import asyncio
from collections import Counter

from rich.console import Console
from rich.table import Table

from prover.agent import AsyncProver
from search import Event
from search.events import TacticTried

THEOREMS = (
    "theorem t (m n : ℕ) (h : m < n) : m + 1 ≤ n",
    "theorem t (p q : Prop) (hp : p) (hq : q) : p ∧ q",
    "theorem t (p q r : Prop) (h : p ∧ (q ∨ r)) : (p ∧ q) ∨ (p ∧ r)",
    "theorem t (a b : ℕ) : a + b = b + a",
    "theorem t (x : ℤ) (h : 2 * x + 3 = 11) : x = 4",
    "theorem t (n : ℕ) (h : n % 6 = 5) : n % 3 = 2",
    "theorem t (f : ℕ → ℕ) (h : ∀ x, f x = 3 * x + 1) : f 2 = 7",
    "theorem t (a b c : ℕ) (h : a ∣ b) (k : b ∣ c) : a ∣ c",
    "theorem t (xs : List ℕ) : xs.reverse.reverse = xs",
    "theorem t (a b : ℝ) (h : 0 < a) (k : a + b = 3) : b < 3",
    "theorem t (a b : ℤ) : (a - b) ^ 2 = a ^ 2 - 2 * a * b + b ^ 2",
    "theorem t (n : ℕ) (h : ∃ k, n = 4 * k) : n % 2 = 0",
)


async def measure(policy: list[str], time_limit: float, max_expansions: int, concurrency: int) -> Table:
    tried: Counter[str] = Counter()
    accepted: Counter[str] = Counter()
    used: Counter[str] = Counter()
    proved = 0
    policy_seconds = 0.0

    def listen(event: Event) -> None:
        if isinstance(event, TacticTried):
            tried[event.source] += 1
            accepted[event.source] += event.outcome in ("new_state", "proved")

    async with AsyncProver(policy) as prover:
        for theorem in THEOREMS:
            result = await prover.prove(
                theorem, time_limit=time_limit, max_expansions=max_expansions, concurrency=concurrency, listeners=[listen]
            )
            proved += result.proved
            policy_seconds += result.seconds.policy
            used.update(result.sources)
    table = Table(
        title=f"{proved} of {len(THEOREMS)} proved; {sum(tried.values()) / max(policy_seconds, 1e-9):.1f} proposals tried a second of policy time"
    )
    for column in ("proposed by", "tried", "accepted", "share", "in proofs"):
        table.add_column(column, justify="left" if column == "proposed by" else "right")
    for source, count in tried.most_common():
        table.add_row(source, str(count), str(accepted[source]), f"{accepted[source] / count:.1%}", str(used[source]))
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--policy", action="append", help="as for `prover prove`; may be repeated (default: hf:smollm2)")
    parser.add_argument("--time-limit", type=float, default=60.0, metavar="S")
    parser.add_argument("--max-expansions", type=int, default=6, metavar="N")
    parser.add_argument("--concurrency", type=int, default=1, metavar="N")
    options = parser.parse_args()
    policy = options.policy or ["hf:smollm2"]
    Console().print(asyncio.run(measure(policy, options.time_limit, options.max_expansions, options.concurrency)))


if __name__ == "__main__":
    main()
