"""How fast a model proposes: seconds a call and proposals a second, by number of states asked at once.

    python -m benchmarks.measure.policy_speed --states 1 4 8 --repeat 3
    python -m benchmarks.measure.policy_speed --policy hf:smollm2

Prints one line a batch size.  ``drawn/s`` counts samples, ``proposals/s`` those left after duplicates,
unfinished and refused ones are out; ``CPU s`` is processor time a call, which other work on the machine does
not change.
"""

from __future__ import annotations

import argparse
import asyncio
import time

from prover.policy import close_policy, load_policy
from search.game import ProofState

STATES = (
    "a b : ℝ\nh₀ : 0 < a\nh₁ : a + b = 3\n⊢ b < 3",
    "n : ℕ\nh : n % 6 = 5\n⊢ n % 3 = 2",
    "p q r : Prop\nh : p ∧ (q ∨ r)\n⊢ p ∧ q ∨ p ∧ r",
    "x : ℤ\nh : x ^ 2 = 4\n⊢ x = 2 ∨ x = -2",
    "a b c : ℕ\nhab : a ∣ b\nhbc : b ∣ c\n⊢ a ∣ b + c",
    "f : ℝ → ℝ\nh₀ : ∀ (x : ℝ), f x = 3 * x - 1\n⊢ f (f 2) = 14",
    "α : Type u_1\nl : List α\n⊢ l.reverse.length = l.length",
    "⊢ ∀ (x y : ℤ), (x - y) ^ 2 = x ^ 2 - 2 * x * y + y ^ 2",
)
"""Goals of the usual length, ours."""


def states(count: int, round_: int) -> list[ProofState]:
    """``count`` states, none met in another round."""
    texts = [STATES[i % len(STATES)].replace("⊢", f"k_{round_}_{i} : ℕ\n⊢") for i in range(count)]
    return [ProofState(text, (text,)) for text in texts]


async def measure(spec: str, counts: list[int], repeat: int, show: bool) -> None:
    start = time.perf_counter()
    policy = load_policy([spec])
    print(f"{policy.name}: loaded in {time.perf_counter() - start:.1f} s")
    try:
        start = time.perf_counter()
        await policy.propose(states(1, -1))
        print(f"first call: {time.perf_counter() - start:.2f} s")
        samples = getattr(getattr(policy, "options", None), "n", None)
        for count in counts:
            seconds, proposals, busy = [], 0, time.process_time()
            for round_ in range(repeat):
                asked = states(count, 1000 * count + round_)
                start = time.perf_counter()
                answers = await policy.propose(asked)
                seconds.append(time.perf_counter() - start)
                proposals += sum(map(len, answers))
            total, busy = sum(seconds), time.process_time() - busy
            drawn = f"{count * repeat * samples / total:6.1f} drawn/s  " if samples else ""
            print(
                f"{count:3d} states: {min(seconds):.2f}–{max(seconds):.2f} s a call ({busy / repeat:.2f} CPU s)  {drawn}{proposals / total:6.1f} proposals/s"
            )
            if show:
                for state, answer in zip(asked, answers, strict=True):
                    print(f"  {state.goals[0]!r}")
                    for proposal in answer:
                        print(f"    {proposal.logprob:7.2f}  {proposal.tactic}")
    finally:
        close_policy(policy)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--policy", default="hf:default")
    parser.add_argument("--states", type=int, nargs="+", default=[1, 4, 8], metavar="N")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--show", action="store_true", help="print the proposals of the last round")
    options = parser.parse_args()
    asyncio.run(measure(options.policy, options.states, options.repeat, options.show))


if __name__ == "__main__":
    main()
