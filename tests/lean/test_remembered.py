"""A tactic that failed on a goal is not run on it again."""

from __future__ import annotations

import pytest

from prover.lean.environment import LeanEnvironment
from search import Proved, TacticError

pytestmark = pytest.mark.lean

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


def test_what_failed_with_other_definitions_is_run(async_prover, loop_thread):
    """The goals of the two theorems read the same."""

    async def run() -> list[object]:
        async with async_prover.pool.lease() as worker:
            sources = [f"def f (n : Nat) : Nat := {body}\n\ntheorem t (n : Nat) (h : n = 2) : f n = 3" for body in ("n * n", "n + 1")]
            both = [await LeanEnvironment.open(worker, source) for source in sources]
            found = [await environment.apply(environment.root, "grind [f]") for environment in both]
            for environment in both:
                await environment.close()
            return found

    wrong, right = loop_thread.run(run())
    assert isinstance(wrong, TacticError) and isinstance(right, Proved)
