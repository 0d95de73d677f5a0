"""The equations' move on real Lean."""

from __future__ import annotations

import pytest

PROVED = [
    "(x y : ℝ) (h : x + y = 3) (k : x - y = 1) : x = 2",
    "(x y : ℚ) (h : x / 2 + y / 3 = 1) (k : x - y = 7) : x = 4 ∧ y = -3",
    "(a b c : ℂ) (h : a + b = c) (k : a * b = 1) : a ^ 2 + b ^ 2 = c ^ 2 - 2",
    "(x : ℝ) (h : x ^ 2 + 3 * x - 10 = 0) : x = 2 ∨ x = -5",
    "(x : ℝ) (hx : 0 < x) (h : x ^ 2 + 3 * x - 10 = 0) : x = 2",
    "(x : ℝ) (h : x ^ 3 = 8) : x = 2",
    "(x : ℝ) (h : x ^ 2 = -3) : False",
    "(x y : ℝ) (h : x + y = 5) (k : x * y = 6) : x = 2 ∧ y = 3 ∨ x = 3 ∧ y = 2",
    "(x y : ℝ) (hx : x ≠ 0) (h : x * y = 3 * x) : y = 3",
    "(x y : ℝ) (hx : 0 < x) (hy : 0 < y) (h : x ^ 2 = y ^ 2) : x = y",
    "(x y : ℝ) (hx : x ≠ 0) (hy : y ≠ 0) (h : x + y = x * y) : 1 / x + 1 / y = 1",
    "(x y : ℝ) (h : (x - y) ^ 2 = 0) : x = y",
    "(x y : ℝ) (h : x + y = 1) (k : 2 * x + 2 * y = 3) : x = 7",
    "(x y : ℝ) (h : x * y = 1) : x ≠ 0",
    "(x : ℝ) (h : x ^ 2 = 5) (hx : 0 ≤ x) : x = √5",
    "(z : ℂ) (h : z * (1 + Complex.I) = 2) : z = 1 - Complex.I",
    "(n : ℤ) (h : n ^ 2 + n = 6) (hn : 0 < n) : n = 2",
    "(n : ℤ) (h : (2 * n - 1) * (n - 3) = 0) : n = 3",
    "(m n : ℕ) (h : m * n = 12) (k : m = 4) : n = 3",
    "(m n : ℕ) (h : m = n + 1) : ((m + 1 : ℕ) : ℝ) * 2 = 2 * n + 4",
    "(f : ℝ → ℝ) (h : 2 * f 3 + f 5 = 4) (k : f 3 = f 5 + 5) : f 5 = -2",
    "(x y : ℝ) (h : x ^ 2 + y ^ 2 = 0) : x = 0",
    "(x : ℝ) (h : √(x + 1) = 2) : x = 3",
    "(x : ℝ) (h : (x + 1) / (x - 2) = 4) : x = 3",
    "(x y : ℝ) (h : |x| = 3) (hx : x < 0) : x = -3",
    "(a b p q : ℝ) (h : a ^ 2 + p * a + q = 0) (k : b ^ 2 + p * b + q = 0) (hab : a ≠ b) : a * b = q",
    "(a b c : ℤ) (h : a ≠ b) (k : b ≠ c) (l : c ≠ a) (ha : a ^ 3 = 7 * a + 5) (hb : b ^ 3 = 7 * b + 5) "
    "(hc : c ^ 3 = 7 * c + 5) : a ^ 2 + b ^ 2 + c ^ 2 = 14",
    "(a b c d : ℂ) (h : a ≠ b) (k : c ≠ d) (h₁ : a * c = b * c) (h₂ : a * c + b = d) : b = d",
]

SPLIT = [
    ("(x y : ℝ) (h : x * y = x) : x ^ 2 + y ^ 2 ≤ x ^ 2 + y ^ 2 + 1", 2),
]


@pytest.mark.lean
@pytest.mark.parametrize("statement", PROVED)
def test_proved(left_by, statement):
    assert [] in left_by("equations", statement).values()


@pytest.mark.lean
@pytest.mark.parametrize(("statement", "cases"), SPLIT)
def test_split(left_by, statement, cases):
    assert cases in [len(left) for left in left_by("equations", statement).values()]
