"""Witnesses on real Lean: what is computed for a statement, and that Lean takes it."""

from __future__ import annotations

import pytest

from prover.moves import base

PROVED: list[str] = []

WITNESSES = [
    ("computed_witness", ": ∃ x y : ℕ, 0 < x ∧ 0 < y ∧ 3 * x ^ 2 + 2 * y ^ 2 = 813", PROVED),
    ("computed_witness", ": ∃ x y z : ℤ, 3 * x + 5 * y - 7 * z = 101 ∧ x < -10 ∧ 6 < y", PROVED),
    ("computed_witness", ": ∃ x > 0, 8 * x ^ 3 = (27 : ℚ)", PROVED),
    ("computed_witness", ": ∃ n : ℕ, 1000 < n ∧ n % 7 = 3 ∧ n % 11 = 5", PROVED),
    ("computed_witness", ": ∃ n : ℕ, 500 < n ∧ Nat.Prime n", PROVED),
    ("computed_witness", "(n : ℤ) (h : n % 6 = 4) : ∃ k, n + 2 = 6 * k", PROVED),
    ("computed_witness", "(a b : ℝ) (h : a + 2 < b) : ∃ c, a + 1 < c ∧ c + 1 < b", PROVED),
    ("computed_witness", "(a b : ℝ) (h : a + 5 < b) : ∃ c, a < c ∧ 2 * c + 3 < a + b", PROVED),
    ("computed_witness", "(a b : ℚ) (ha : 0 < a) (hb : 0 < b) : ∃ c > 0, 8 * c < a ∧ c < b", PROVED),
    ("computed_witness", "(a b : ℝ) : ∃ c, c < a - 3 ∧ c ≤ b", PROVED),
    ("computed_witness", "(a b : ℤ) : ∃ c, a + 6 < c ∧ 2 * b - a < c", PROVED),
    ("computed_witness", "(x y : ℝ) : ∃ z w, z + w = x ∧ z - w = y", PROVED),
    ("computed_witness", "(a b c : ℤ) : ∃ m, a ≤ m ∧ b ≤ m ∧ a + b ≤ m + m", PROVED),
    ("computed_witness", "(a b k l : ℤ) (h : a = 2 * k + 1) (h' : b = 2 * l) : ∃ c, a * b = 2 * c",
     ["a * b = 2 * (a * b / 2)"]),
    ("member_by_witness", ": 65 ∈ {n : ℕ | ∃ a b, 0 < a ∧ 1 < b ∧ n = a ^ 2 + b ^ 2}",
     ["0 < 1 ∧ 1 < 8 ∧ 65 = 1 ^ 2 + 8 ^ 2"]),
    ("cases_by_witness", "(n : ℕ) : (∃ k, n = 2 * k) ∨ ∃ k, n = 2 * k + 1", PROVED),
    ("cases_by_witness", "(n : ℤ) : (∃ k, n = 3 * k + 1) ∨ (∃ k, n = 3 * k) ∨ ∃ k, n = 3 * k + 2", PROVED),
    ("extreme_element", ": IsLeast {n : ℕ | 0 < n ∧ 6 ∣ n ∧ 4 ∣ n} 12", PROVED),
    ("extreme_element", ": IsLeast {n : ℕ | ∃ a b, 0 < a ∧ 0 < b ∧ n = 3 * a + 5 * b} 8", PROVED),
    ("no_extreme_element", ": ¬IsLeast {n : ℕ | 0 < n ∧ 6 ∣ n ∧ 5 ∣ n} 60", PROVED),
    ("no_extreme_element", ": ¬IsGreatest {n : ℕ | n ^ 2 < 540} 24", PROVED),
]  # fmt: skip


@pytest.mark.lean
@pytest.mark.parametrize(("move", "statement", "targets"), WITNESSES)
def test_a_witness(left_by, move: str, statement: str, targets: list[str]) -> None:
    assert targets in left_by(move, statement).values()


NONE = [
    ("computed_witness", ": ∃ x y : ℕ, x ^ 2 + y ^ 2 = 103"),
    ("computed_witness", "(n : ℤ) : ∃ k, n = 2 * k"),
    ("computed_witness", "(f : ℕ → ℕ) : ∃ n, f n = n"),
    ("computed_witness", "(n : ℕ) : n = n"),
    ("cases_by_witness", "(n : ℕ) : n = 0 ∨ 0 < n"),
    ("extreme_element", ": IsLeast {n : ℕ | 0 < n ∧ 6 ∣ n} 12"),
    ("no_extreme_element", ": ¬IsLeast {n : ℕ | 0 < n ∧ 6 ∣ n} 6"),
]


@pytest.mark.lean
@pytest.mark.parametrize(("move", "statement"), NONE)
def test_no_witness(goal_of, move: str, statement: str) -> None:
    assert base.run(base.MOVES[move], goal_of(statement)) == []
