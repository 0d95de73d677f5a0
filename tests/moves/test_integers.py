"""Moves about whole numbers: on real Lean, a statement and what a tactic of the move leaves of it; and on false statements."""

from __future__ import annotations

import pytest

from benchmarks.measure.generated import integers as generated
from prover.moves import base

PROVED: list[str] = []

ON_LEAN = [
    ("divisibility", "(a b c : ℤ) (h : a ∣ b) (k : a ∣ c) : a ∣ 3 * b - 5 * c", PROVED),
    ("divisibility", "(a b c : ℕ) (h : a ∣ b) (k : a ∣ c) : a ∣ 3 * b - 5 * c", PROVED),
    ("divisibility", "(a b c : ℤ) (h : a ∣ b) (k : b ∣ c) : a ∣ c ^ 2", PROVED),
    ("divisibility", "(a b c : ℕ) (h : a ∣ b + c) (k : a ∣ c) : a ∣ b", PROVED),
    ("divisibility", "(a b : ℤ) (h : a ∣ 2 * b + 1) (k : a ∣ b + 3) : a ∣ 5", PROVED),
    ("divisibility", "(a b : ℕ) (h : 6 ∣ a) (k : 4 ∣ b) : 12 ∣ a * b", PROVED),
    ("divisibility", "(a b n : ℤ) (h : a ≡ b [ZMOD n]) : a ^ 3 ≡ b ^ 3 [ZMOD n]", PROVED),
    ("divisibility", "(a b c : ℕ) (h : Nat.Coprime a b) (k : a ∣ c) (l : b ∣ c) : a * b ∣ c", PROVED),
    ("divisibility", "(n : ℕ) : Nat.Coprime (21 * n + 4) (14 * n + 3)", PROVED),
    ("divisibility", "(m n k : ℕ) (h : m ∣ n) : ∃ j, n * k = m * j", PROVED),
    ("divisibility", "(n : ℤ) (p : ℕ) (h : Nat.Prime p) (k : n ^ 2 % p = 0) : (p : ℤ) ∣ n", PROVED),
    ("divisibility", "(n p k : ℕ) (h : Nat.Prime p) (l : p ∣ n ^ k) : p ∣ 5 * n", PROVED),
    ("numeral_multiple", "(m x : ℤ) (h : 6 * x % m = 1) (k : (x - 36) % m = 0) : m ∣ 430", ["m ∣ 430"]),
    ("numeral_multiple", "(m x : ℕ) (h : 6 * x % m = 1) (k : m ∣ x + 7) : m ≤ 43", ["m ≤ 43"]),
    ("numeral_multiple", "(n : ℕ) : Nat.gcd (n + 7) (2 * n + 1) ≤ 13", ["g ≤ 13"]),
    ("prime_forms", "(a : ℕ) (h : Nat.Prime a) (k : Nat.Prime (a + 2)) (l : Nat.Prime (a + 4)) : a = 3", ["3 = 3"]),
    ("prime_forms", "(a : ℕ) (h : Nat.Prime a) (k : Even a) : a ^ 2 = 4", ["2 ^ 2 = 4"]),
    ("prime_forms", "(p q r : ℕ) (h : Nat.Prime p) (k : Nat.Prime q) (l : Nat.Prime r) (e : p + q = r) (o : p < q) : p = 2", ["2 = 2"]),
    ("subtraction", "(n : ℕ) : 3 ∣ 5 ^ n - 2 ^ n", ["3 ∣ s"]),
    ("equation_of_casts", "(n : ℕ) (x : ℝ) (h : x = 2 * n + 1) (k : x = 7) : n = 3", ["3 = 3"]),
    ("equation_of_casts", "(x : ℝ) (q : ℚ) (h : x = 3) (k : x * q = -7) : q = -7 / 3", ["-7 / 3 = -7 / 3"]),
    ("residues", "(n : ℤ) : n ^ 2 % 3 ≠ 2", PROVED),
    ("residues", "(n : ℤ) : 6 ∣ n ^ 3 - n", PROVED),
    ("residues", "(n : ℕ) : 7 ∣ 2 ^ (n + 2) + 3 ^ (2 * n + 1)", PROVED),
    ("residues", "(n : ℤ) (h : Odd n) : n ^ 2 % 8 = 1", PROVED),
    ("residues", "(n : ℕ) : Even (n ^ 2 + n)", PROVED),
    ("residues", "(x y : ℤ) (h : x ^ 2 = 5 * y + 2) : 1 < x * 4", PROVED),
    ("residues", "(n : ℕ) : ((n : ℤ) ^ 2 - n) % 2 = 0", PROVED),
    ("residues", "(n s : ℕ) (h : 13 ∣ s) (k : s + 1 = 10 ^ n) : 6 ∣ n", PROVED),
    ("parity", "(a b : ℤ) (h : Even a) (k : Odd b) : Odd (a + 3 * b)", PROVED),
    ("bounded_cases", "(n : ℕ) (h : n < 6) : n ^ 2 % 7 ≠ 3", PROVED),
    ("bounded_cases", "(x y : ℤ) (h : x ^ 2 + y ^ 2 = 50) : x + y ≤ 10", PROVED),
    ("bounded_cases", "(x y : ℕ) (h : x * y = 12) (k : x + y = 7) : x = 3 ∨ x = 4", PROVED),
    ("bounded_cases", "(n : ℕ) (h : 2 ^ n < 100) : n ≤ 6", PROVED),
    ("bounded_cases", "(n : ℤ) (h : n ∣ 15) : n ^ 2 ∣ 225", PROVED),
    ("bounded_cases", "(n : ℕ) (h : n ∈ Finset.Icc 3 9) (k : Nat.Prime n) : n = 3 ∨ n = 5 ∨ n = 7", PROVED),
    ("bounded_cases", "(x y z : ℕ) (h : x ^ 2 + y ^ 2 + z ^ 2 = 14) (k : x < y) (l : y < z) : x = 1 ∧ y = 2 ∧ z = 3", PROVED),
    ("bounded_cases", "(n : ℕ) (f : ℕ → ℝ) (h : n ^ 2 + n = 12) (k : f 3 = 2) : f n = 2", ["f 3 = 2"]),
    ("factor_pairs", "(x y : ℤ) (h : (x + 1) * (y + 3) = 15) (hx : 2 < x) (hy : 0 ≤ y) : x + y = 4", PROVED),
    ("factor_pairs", "(m n : ℕ) (hm : 1 < m) (hn : 1 < n) (h : m * n = 1147) : m + n = 68", PROVED),
    ("factor_pairs", "(x y : ℕ) (h : x * y = 123456) (k : x < 40) (l : 25 < x) : y = 3858", PROVED),
    ("factor_pairs", "(x y : ℤ) (h : x ^ 2 = y ^ 2 + 2) : False", PROVED),
    ("computed_facts", ": 7 ^ 100000 % 13 = 9", PROVED),
    ("computed_facts", ": Nat.gcd 123456 7890 = 6 ∧ Nat.Prime 1009", PROVED),
    ("computed_facts", "(h : Nat.Prime 1001) : 1 = 2", PROVED),
]


@pytest.mark.lean
@pytest.mark.parametrize(("move", "statement", "targets"), ON_LEAN)
def test_a_move(left_by, move: str, statement: str, targets: list[str]) -> None:
    assert targets in left_by(move, statement).values()


FALSE = [
    ("prime_forms", "(a b : ℕ) (h : Nat.Prime a) (k : Nat.Prime b) (e : a + b = 64) : a = 3"),
    ("subtraction", "(n m : ℕ) : 3 ∣ 5 ^ n - 2 ^ m"),
    ("numeral_multiple", "(m x y : ℤ) (h : m ∣ 2 * x + 1) (k : m ∣ 3 * y + 1) : m ≤ 3"),
    ("divisibility", "(a b c : ℤ) (h : a ∣ b) (k : a ∣ c) : a ∣ 3 * b - 5 * c + 1"),
    ("divisibility", "(a b : ℤ) (h : 4 ∣ a) (k : 6 ∣ b) : 16 ∣ a * b"),
    ("residues", "(n : ℤ) : n ^ 2 % 7 ≠ 4"),
    ("residues", "(n : ℕ) : 7 ∣ 2 ^ (n + 2) + 3 ^ (n + 1)"),
    ("bounded_cases", "(x y : ℕ) (h : x ^ 2 + y ^ 2 = 50) : x + y = 8"),
    ("factor_pairs", "(x y : ℤ) (h : x * y = 12) (k : 0 < x) : x + y ≤ 12"),
    ("computed_facts", ": 7 ^ 100000 % 13 = 8"),
]


@pytest.mark.lean
@pytest.mark.parametrize(("move", "statement"), FALSE)
def test_nothing_is_proposed_for_what_is_false(goal_of, move: str, statement: str) -> None:
    assert base.run(base.MOVES[move], goal_of(statement)) == []


def test_drawn_statements_are_of_every_kind_and_known_truth() -> None:
    drawn = generated.statements(5, 140)
    kinds = {(name.split("-")[0], truth) for name, _, truth in drawn}
    assert kinds == {(kind, truth) for kind in generated.KINDS for truth in (True, False)}
    assert drawn == generated.statements(5, 140)
