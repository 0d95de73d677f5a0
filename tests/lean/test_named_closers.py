"""What a proof shows in place of a macro of the prelude, and that a closer is not run twice on a goal."""

from __future__ import annotations

import pytest

from prover.lean.environment import LeanEnvironment
from prover.lean.named_closers import BEHIND, named
from prover.lean.shared import SharedEnvironment
from search import NewState, Proved, TacticError

pytestmark = pytest.mark.lean

SHOWN = [
    ("theorem t : 2 + 3 = 5", ["norm_num"], ["decide"]),
    ("theorem t (a b : ℝ) : (a + b) ^ 2 = a ^ 2 + 2 * a * b + b ^ 2", ["norm_num"], ["ring"]),
    ("theorem t (a b : ℝ) : (a + b) ^ 2 = a ^ 2 + 2 * a * b + b ^ 2", ["ring"], ["ring"]),
    ("theorem t (a b : ℕ) (f : ℕ → ℕ) (h : f a = b) (k : a = 2) : f 2 = b", ["norm_num"], ["grind"]),
    ("theorem t (a b : ℝ) (h : a ≤ b) (k : b ≤ 3) : a < 4", ["nlinarith"], ["linarith"]),
    ("theorem t (a b : ℝ) (h : 0 < a) (k : 0 < b) : 0 < a * b + b", ["nlinarith"], ["nlinarith"]),
    ("theorem t (n : ℕ) (p : Prop) (hp : p) : p ∧ n ≤ n + 1", ["constructor", "exact hp", "linarith"], None),
]
"""A theorem, its proof, and what is shown; ``None``: some proof as long."""


@pytest.mark.parametrize(("theorem", "proof", "shown"), SHOWN)
def test_a_step_shows_the_tactic_that_did_it(async_prover, loop_thread, theorem, proof, shown):
    async def run() -> list[str]:
        async with async_prover.pool.lease() as worker:
            environment = SharedEnvironment(await LeanEnvironment.open(worker, theorem), async_prover.pool)
            tactics = await named(environment, proof)
            state = environment.root
            for tactic in tactics:
                outcome = await environment.apply(state, tactic)
                state = outcome.state if isinstance(outcome, NewState) else state
            assert isinstance(outcome, Proved)
            await environment.close()
            return tactics

    tactics = loop_thread.run(run())
    assert len(tactics) == len(proof)
    assert shown is None or tactics == shown


@pytest.mark.parametrize("probe", sorted({probe for alternatives in BEHIND.values() for probe, _ in alternatives}))
def test_what_stands_behind_a_macro_is_a_tactic(async_prover, loop_thread, probe):
    async def run():
        async with async_prover.pool.lease() as worker:
            environment = await LeanEnvironment.open(worker, "theorem t : (1 : ℤ) = 1")
            outcome = await environment.apply(environment.root, probe)
            await environment.close()
            return outcome

    outcome = loop_thread.run(run())
    assert isinstance(outcome, Proved) or "unknown" not in getattr(outcome, "message", "")


def test_what_failed_on_a_goal_is_not_run_there_again(async_prover, loop_thread):
    """By another name neither, but on another goal and with other hypotheses it is."""
    theorem = "theorem t (p q : Prop) (f : ℕ → ℕ) (h : q → p) : f 1 = 2 → q → p ∧ f 1 = 2"

    async def run() -> None:
        async with async_prover.pool.lease() as worker:
            environment = await LeanEnvironment.open(worker, theorem)
            outcome = await environment.apply(environment.root, "constructor")
            assert isinstance(outcome, TacticError)
            one = (await environment.apply(environment.root, "intro e hq; refine ⟨?_, e⟩; clear h")).state
            assert "before" not in (await environment.apply(one, "grind")).message
            for same in ("grind", "grind -verbose"):
                assert "before" in (await environment.apply(one, same)).message
            assert "before" not in (await environment.apply(one, "grind (splits := 20)")).message
            other = (await environment.apply(environment.root, "intro e hq; refine ⟨?_, e⟩")).state
            assert isinstance(await environment.apply(other, "grind"), Proved)
            assert isinstance(await environment.apply(environment.root, "grind"), Proved)
            await environment.close()

    loop_thread.run(run())
