"""`linear_combination` and `ring` of the prelude: what they prove, what they must not, and that a refusal is quick."""

from __future__ import annotations

import time

import pytest

from prover.lean.environment import LeanEnvironment
from search.game import Proved, TacticError

pytestmark = pytest.mark.lean

EQUATIONS = [
    ("(a b c : ℝ) (h : a = b) (k : b = c) : a = c", "h + k"),
    ("(a b c : ℝ) (h : a = b) (k : b = c) : 3 * a - c = 2 * b", "3 * h - (-k)"),
    ("(a b c : ℝ) (h : a = b) (k : c = 5) : a / 3 = b / 3 + (c - 5) / 7", "h / 3 - k / 7"),
    ("(a b : ℝ) (h : a = b) : a = b", "(h + 5) - 2"),
    ("(a b : ℤ) (h : a = b) : a ^ 2 = b ^ 2", "(a + b) * h"),
    ("(a b : ℚ) (h : a = 2 * b) (k : b = 3/7) : a = 6/7", "h + 2 * k"),
    ("(z w : ℂ) (h : z = 2 * w) : z ^ 2 = 4 * w ^ 2", "(z + 2 * w) * h"),
    ("(x y : ℝ) (h : x + y = 3) (k : x * y = 1) : x ^ 3 + y ^ 3 = 18", "((x + y) ^ 2 + 3 * (x + y) + 6) * h - 3 * (x + y) * k"),
    ("(f : ℝ → ℝ) (h : ∀ x, f x = 2 * x) : f 3 + f 4 = 14", "h 3 + h 4"),
    ("(u : ℕ → ℤ) (n : ℕ) (h : u (n + 1) = 3 * u n) : u (n + 1) - u n = 2 * u n", "h"),
    ("(x y z : ℝ) : (x + y + z) ^ 5 - (x + y + z) ^ 4 * x = (y + z) * (x + y + z) ^ 4", ""),
    ("(a b : ℝ) (h : a ^ 2 - 2 * a * b + b ^ 2 = 0) : a = b", "(exp := 2) h"),
    ("(R : Type) [Lean.Grind.CommRing R] (a b : R) (h : a = b) : a * a = b * b", "(a + b) * h"),
    ("(x : ℝ) (h : x ≠ 0) : x * x⁻¹ * 2 = 2", "2 * mul_inv_cancel₀ h"),
]  # fmt: skip
ORDERS = [
    ("(a b c : ℝ) (h : a < b) (k : b ≤ c) : a < c", "h + k"),
    ("(a b c : ℝ) (h : a < b) (k : b = c) : a ≤ c", "h + k"),
    ("(a b c : ℝ) (h : a < b) (k : b ≤ c) : 2 * a + 1 ≤ b + c + 3/2", "2 * h + k"),
    ("(a b : ℝ) (h : a ≤ b) : a / 3 < b / 3 + 1/10", "h / 3"),
    ("(x y : ℝ) (hx : 0 ≤ x) (h : x ≤ y) : x ^ 2 ≤ x * y", "x * h"),
    ("(x y : ℝ) (hx : 0 < x) (h : x < y) : x ^ 2 < x * y", "x * h"),
    ("(x y z : ℝ) : x*y + y*z + z*x ≤ x^2 + y^2 + z^2", "(sq_nonneg (x - y) + sq_nonneg (y - z) + sq_nonneg (z - x)) / 2"),
    ("(x y : ℝ) (hx : 0 < x) (hy : 0 < y) (h : x * y ≤ 1) : x * y < 2", "h"),
    ("(a b : ℤ) (h : a < b) : 2 * a + 1 < 2 * b + 2", "2 * h"),
    ("(a b : ℚ) (h : 3 * a ≥ b) : a ≥ b / 3", "h / 3"),
    ("(a b c d : ℝ) (ha : 0 < a) (hb : 0 < b) (hc : c < d) : a * b * c < a * b * d", "a * b * hc"),
    (": (2 : ℝ) / 7 < 3 / 10", ""),
]
WRONG = [
    ("(a b c : ℝ) (h : a = b) (k : b = c) : a = c", "h - k"),
    ("(a b c : ℝ) (h : a = b) (k : b = c) : a = c", "h + k * 1000001 / 1000000"),
    ("(a b : ℝ) : a = b", ""),
    ("(a b : ℝ) (h : a = b) : a < b", "h"),
    ("(a b : ℝ) (h : a ≤ b) : a < b", "h"),
    ("(a b : ℝ) (h : a ≤ b) : a = b", "h"),
    ("(a b : ℝ) (h : a ≤ b) : b ≤ a", "(-1) * h"),
    ("(a b : ℝ) (h : a ≤ b) : b ≤ a", "-h"),
    ("(x y a b : ℝ) (h : a ≤ b) : x * a ≤ x * b", "x * h"),
    ("(a b : ℤ) (h : 2 * a = 2 * b) : a = b", "h / 2"),
    ("(a b : ℝ) (h : a ≤ b) : a + 1 / 1000000 ≤ b", "h"),
    ("(x y z : ℝ) : (x + y + z) ^ 8 = x ^ 8 + y ^ 8 + z ^ 8", ""),
    ("(x y z w t : ℝ) : (x + y + z + w + t) ^ 4 * (x - y) = (x + y + z + w + t) ^ 4 * x - y", ""),
]


async def tried(worker, statement: str, tactic: str):
    environment = await LeanEnvironment.open(worker, f"theorem t {statement}")
    try:
        start = time.monotonic()
        outcome = await environment.apply(environment.root, tactic)
        return outcome, time.monotonic() - start
    finally:
        await environment.close()


@pytest.mark.parametrize(("statement", "combination"), [*EQUATIONS, *ORDERS])
def test_a_combination_proves(worker, loop_thread, statement, combination):
    outcome, _ = loop_thread.run(tried(worker, statement, f"linear_combination {combination}"))
    assert isinstance(outcome, Proved), outcome


@pytest.mark.parametrize(("statement", "combination"), WRONG)
def test_a_wrong_combination_is_refused_soon(worker, loop_thread, statement, combination):
    outcome, seconds = loop_thread.run(tried(worker, statement, f"linear_combination {combination}"))
    assert isinstance(outcome, TacticError), outcome
    assert seconds < 5


def test_an_identity_costs_the_same_among_many_hypotheses(worker, loop_thread):
    crowd = " ".join(f"(h{i} : a ^ {i} + b * {i} ≤ c ^ {i} * a + {i})" for i in range(2, 12))
    alone, _ = loop_thread.run(tried(worker, "(a b c : ℝ) (h : a = b) : c * a = c * b", "linear_combination c * h"))
    among, seconds = loop_thread.run(tried(worker, f"(a b c : ℝ) (h : a = b) {crowd} : c * a = c * b", "linear_combination c * h"))
    assert isinstance(alone, Proved) and isinstance(among, Proved) and seconds < 5


def test_a_file_s_proof_may_use_it(prover):
    result = prover.check("theorem t (x y : ℝ) (h : x < y) : 2 * x + 1 < 2 * y + 3 / 2 := by\n  linear_combination 2 * h\n")
    assert result.accepted, (result.reason, result.messages)
