"""`linarith`, `nlinarith` and `interval_cases` of the prelude: what they prove, and what they must not."""

from __future__ import annotations

import pytest

from prover.lean.environment import LeanEnvironment
from search.game import NewState, Proved, TacticError

pytestmark = pytest.mark.lean

PROVED = [
    ("(a b c : ℝ) (h₁ : a ≤ 2 * b) (h₂ : 3 * b + c ≤ 7) (h₃ : 1 ≤ c) : a ≤ 4", "linarith_exact"),
    ("(a b : ℝ) (h₁ : a < b) (h₂ : b < a) : False", "linarith_exact"),
    ("(a b : ℝ) (h₁ : a ≤ b) (h₂ : b ≤ a) : a = b", "linarith_exact"),
    ("(a b c : ℚ) (h₁ : a = 2 * b) (h₂ : b < c) : a < 2 * c + 1 / 7", "linarith_exact"),
    ("(a b : ℝ) (h₁ : a < b) (h₂ : b < a) : a = 1000", "linarith_exact"),
    ("(x y : ℝ) (h : x * y ≤ 3) (k : 3 * x * y ≥ 9 + x ^ 2 * 5) : x ^ 2 ≤ 0", "linarith"),
    ("(x y z : ℝ) : x*y + y*z + z*x ≤ x^2 + y^2 + z^2", "nlinarith [sq_nonneg (x - y), sq_nonneg (y - z), sq_nonneg (z - x)]"),
    ("(a : ℝ) (h : 2 < a) : 4 < a * a", "nlinarith"),
    ("(a b : ℝ) (h : 0 ≤ a) (k : a ≤ b) : a * a ≤ b * b", "nlinarith"),
    ("(n : ℕ) (h : n < 6) : n ^ 2 % 7 ≠ 3", "interval_cases n <;> simp_all"),
    ("(n : ℤ) (h : 2 * n < 7) (k : -3 ≤ n) : n ^ 2 < 10", "interval_cases n <;> simp_all"),
    ("(n : ℕ) (h : n < 60) (k : 3 ≤ n) (e : n ^ 2 = 10) : False", "interval_cases n <;> simp_all"),
]
REFUSED = [
    ("(a b c : ℝ) (h₁ : a ≤ 2 * b) (h₂ : 3 * b + c ≤ 7) (h₃ : 1 ≤ c) : a ≤ 3", "linarith"),
    ("(a b : ℝ) (h : a ≤ b) : a < b", "linarith"),
    ("(a b : ℝ) (h : a ≤ b) : a = b", "linarith"),
    ("(x y : ℝ) (h : 0 ≤ x) : 0 ≤ x * y", "nlinarith"),
    ("(n : ℤ) (h : n < 5) : n ^ 2 < 25", "interval_cases n <;> omega"),
    ("(x : ℝ) (h : x < 5) : x < 5", "interval_cases x"),
]
LEFT = [
    ("(n : ℕ) (h : n < 3) : n ^ 5 = n + 7", "interval_cases n", ["0 ^ 5 = 0 + 7", "1 ^ 5 = 1 + 7", "2 ^ 5 = 2 + 7"]),
    ("(n : ℤ) (f : ℤ → ℤ) (h : 2 * n ≤ -3) (k : -4 < n) : f n = 2", "interval_cases n", ["f (-3) = 2", "f (-2) = 2"]),
]


async def tried(worker, statement: str, tactic: str):
    environment = await LeanEnvironment.open(worker, f"theorem t {statement}")
    try:
        return await environment.apply(environment.root, tactic)
    finally:
        await environment.close()


@pytest.mark.parametrize(("statement", "tactic"), PROVED)
def test_proves(worker, loop_thread, statement, tactic):
    outcome = loop_thread.run(tried(worker, statement, tactic))
    assert isinstance(outcome, Proved), outcome


@pytest.mark.parametrize(("statement", "tactic"), REFUSED)
def test_must_not_prove(worker, loop_thread, statement, tactic):
    outcome = loop_thread.run(tried(worker, statement, tactic))
    assert isinstance(outcome, TacticError), outcome


@pytest.mark.parametrize(("statement", "tactic", "targets"), LEFT)
def test_a_goal_for_each_value(worker, loop_thread, statement, tactic, targets):
    outcome = loop_thread.run(tried(worker, statement, tactic))
    assert isinstance(outcome, NewState)
    assert [goal.rpartition("⊢ ")[2] for goal in outcome.state.goals] == targets
