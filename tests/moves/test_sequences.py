"""Moves about functions, sequences, induction and finite sets on real Lean."""

from __future__ import annotations

import pytest

PROVED = [
    ("instances", "(f : ℝ → ℝ) (h : ∀ x, f x + 2 * f (1 - x) = 3 * x) : f 4 = -10"),
    ("instances", "(f : ℝ → ℝ) (h : ∀ x, x ≠ 0 → f x + 2 * f (1 / x) = 3 * x) : f 2 = -1"),
    ("instances", "(f : ℝ → ℝ) (a b : ℝ) (h : ∀ x, f x = a * x ^ 4 - b * x ^ 2 + x + 5) (h3 : f (-3) = 2) : f 3 = 8"),
    (
        "instances",
        "(f : ℝ → ℝ) (a b c : ℝ) (h : ∀ x, f (x + 3) = 3 * x ^ 2 + 7 * x + 4) (k : ∀ x, f x = a * x ^ 2 + b * x + c) :"
        " a + b + c = 2",
    ),
    ("instances_of_several", "(f : ℝ → ℝ) (h : ∀ x y, f (x + y) = f x + f y) (x : ℝ) : f (3 * x) = 3 * f x"),
    ("instances_of_several", "(f : ℝ → ℝ) (h : ∀ x > 0, ∀ y > 0, f (x * y) = f x / y) (h5 : f 500 = 3) : f 600 = 5 / 2"),
    ("instances_of_several", "(f : ℝ → ℝ) (h : ∀ x y, f (x + y) = f x + f y) (h1 : f 1 = 2) : f 100 = 200"),
    ("function_values_of_several", "(f : ℕ → ℕ) (h : ∀ x y, f (x * y) = f x * f y) (h1 : f 2 = 3) : f 8 = 27"),
    ("function_values", "(f g : ℝ → ℝ) (hf : ∀ x, f x = 2 * x - 3) (hg : ∀ x, g x = x + 1) : g (f 5 - 1) = 7"),
    ("recurrence_values", "(f : ℕ → ℕ) (h : ∀ n, f n = if n % 2 = 0 then n / 2 else 3 * n + 1) : f (f (f 7)) = 34"),
    ("instances_of_several", "(f : ℕ → ℕ) (h : ∀ x y, f (x + y) = f x + f y + x * y) (h1 : f 1 = 1) : f 3 = 6"),
    ("function_values", "(f : ℝ → ℝ) (h : ∀ x, f x = 3 * x - 2) : f (f 2) * f 1 = 10"),
    ("function_values", "(f g : ℝ → ℝ) (hf : f = fun x => x ^ 2 + 1) (hg : ∀ x, g x = f (2 * x)) : g (f 1) = 17"),
    ("inverse_values", "(σ : Equiv ℝ ℝ) (h : ∀ x, σ.1 x = 2 * x - 3) : σ.2 5 = 4"),
    ("inverse_values", "(f g : ℝ → ℝ) (h : ∀ x, f x = 3 * x + 1) (hg : ∀ x, g (f x) = x) : g (g 13) = 1"),
    ("recurrence_values", "(u : ℕ → ℤ) (h0 : u 0 = 1) (h : ∀ n, u (n + 1) = 3 * u n - 1) : u 20 = 1743392201"),
    ("recurrence_values", "(u : ℕ → ℝ) (h0 : u 0 = 1) (h : ∀ n, u (n + 1) = 3 * u n - 1 / 2) : u 6 = 547"),
    (
        "recurrence_values",
        "(u : ℕ → ℕ) (h0 : u 1 = 1) (h1 : u 2 = 1) (h : ∀ n ≥ 3, u n = u (n - 1) + u (n - 2)) : u 10 = 55",
    ),
    ("recurrence_values", "(u : ℕ → ℤ) (h5 : u 5 = 70) (h : ∀ n, u (n + 1) = 2 * u n + n) : u 3 = 15"),
    ("closed_forms", "(u : ℕ → ℕ) (h0 : u 0 = 1) (h : ∀ n, u (n + 1) = 2 * u n + 1) : u 90 = 2 ^ 91 - 1"),
    ("closed_forms", "(u : ℕ → ℕ) (h0 : u 0 = 1) (h : ∀ n, u (n + 1) = 2 * u n + n) (n : ℕ) : u n + n + 1 = 2 ^ (n + 1)"),
    (
        "closed_forms",
        "(u : ℕ → ℤ) (h0 : u 0 = 2) (h1 : u 1 = 5) (h : ∀ n, u (n + 2) = 5 * u (n + 1) - 6 * u n) : u 70 = 2 ^ 70 + 3 ^ 70",
    ),
    ("periods", "(u : ℕ → ℤ) (h0 : u 0 = 2) (h1 : u 1 = 5) (h : ∀ n, u (n + 2) = u (n + 1) - u n) : u 2018 = 3"),
    ("periods", "(u : ℕ → ℕ) (h0 : u 0 = 4) (h : ∀ n, u (n + 1) = 5 * u n + 7) : u 1834 % 3 = 1"),
    (
        "periods",
        "(u : ℕ → ℤ) (h1 : u 1 = 4) (h2 : u 2 = 9) (h : ∀ n ≥ 3, u n = u (n - 1) - u (n - 2)) : u 302 + u 453 * u 1000 = -11",
    ),
    ("periods", "(u : ℕ → ℕ) (h0 : u 0 = 1) (h1 : u 1 = 3) (h : ∀ n > 1, u n = u (n - 1) + u (n - 2)) (a b : ℕ)"
     " (ha : a ≡ 7 [MOD 8]) (hb : b % 8 = 2) : (u a + u b) % 3 = 0"),
    ("closed_forms", "(f : ℕ → ℝ) (h : f 1 = 5) (h₁ : ∀ n, 1 < n ∧ Even n → f n = f (n - 1) + 3)"
     " (h₂ : ∀ n, 1 < n ∧ Odd n → f n = f (n - 2) + 6) : f 1999 = 5999"),
    ("rational_forms", "(u : ℕ → ℝ) (h0 : u 0 = 2) (h : ∀ n, u (n + 1) = u n / (1 + u n)) : u 500 = 2 / 1001"),
    ("rational_forms", "(u : ℕ → ℝ) (h0 : u 0 = 1) (h : ∀ n, u (n + 1) = u n * (n + 1) / (n + 3)) : u 100 = 2 / (101 * 102)"),
    ("long_sums", ": ∏ k ∈ Finset.Icc (1 : ℕ) 60, (3 * (k : ℝ) + 3) / (3 * k) = 61"),
    ("long_sums", ": ∑ k ∈ Finset.range 100, 1 / (((k : ℝ) + 1) * (k + 2)) = 100 / 101"),
    ("long_sums", ": ∑ k ∈ Finset.range 100, (2 : ℝ) ^ k = 2 ^ 100 - 1"),
    ("initial_values", "(p : ℝ) (a : ℕ → ℝ) (h : ∀ n, a (n + 2) - a (n + 1) = a (n + 1) - a n) (h1 : a 1 = p) (h2 : a 4 = p + 6)"
     " (h3 : a 3 = 2 * p) : a 500 = 1002"),
    ("predecessors", "(n k : ℕ) (h : 0 < n ∧ 0 < k) : n.choose k = (n - 1).choose k + (n - 1).choose (k - 1)"),
    ("predecessors", "(n : ℕ) (h : 1 < n) (k : Odd n) : 7 * (n : ℝ) - 2 = 7 * ((n - 2 : ℕ) : ℝ) + 12 + ((n - 1 : ℕ) - (n - 1 : ℕ))"),
    ("power_residues", "(k : ℕ) (h : k = 7 ^ 301 + 5) : (k ^ 3 + 3 ^ k) % 11 ≠ 9"),
    ("power_residues", "(k : ℕ) (h : k = 7 ^ 301 + 5) : (k ^ 3 + 3 ^ k) % 11 = 10"),
    ("induct", "(n : ℕ) (h : 4 ≤ n) : n ^ 2 ≤ n.factorial"),
    ("induct", "(n : ℕ) : ∑ i ∈ Finset.range (n + 1), (i : ℝ) ^ 3 = (n * (n + 1) / 2) ^ 2"),
    ("induct", "(n : ℕ) : ∑ i ∈ Finset.range n, 1 / (((i : ℝ) + 1) * (i + 2)) = n / (n + 1)"),
    ("induct", "(n : ℕ) (hn : 0 < n) : ∑ k ∈ Finset.Icc 1 n, (k : ℝ) = n * (n + 1) / 2"),
    ("induct", "(n : ℕ) (h : 5 ≤ n) : n ^ 2 < 2 ^ n"),
    ("induct", "(n : ℕ) (h : 4 ≤ n) : 2 ^ n < n.factorial"),
    ("induct", "(n : ℕ) (x : ℝ) (hx : -1 ≤ x) : 1 + n * x ≤ (1 + x) ^ n"),
    ("induct", "(n : ℕ) : (9 : ℤ) ∣ 4 ^ n + 15 * n - 1"),
    ("induct", "(n : ℕ) : 7 ∣ 3 ^ (2 * n + 1) + 2 ^ (n + 2)"),
    ("induct", "(u : ℕ → ℝ) (h0 : u 0 = 1) (h1 : u 1 = 3) (h : ∀ n, u (n + 2) = 4 * u (n + 1) - 4 * u n) (n : ℕ) :"
     " u n = (n + 2) * 2 ^ n / 2"),
    ("sets_by_property", "(S : Finset ℕ) (h : ∀ n, n ∈ S ↔ n ∣ 28) : S.card = 6"),
    ("sets_by_property", "(S : Finset ℕ) (h : ∀ n, n ∈ S ↔ 0 < n ∧ n ^ 2 + 3 * n < 25) : S.card = 3"),
    ("sets_by_property", "(S : Finset ℤ) (h : ∀ n, n ∈ S ↔ n ^ 2 ≤ 10) : S.card = 7"),
    ("sets_by_property", "(S : Finset ℕ) (h : ∀ n, n ∈ S ↔ 10 ≤ n ∧ 3 * n + 2 ≤ 80 ∧ Nat.Prime n) : ∑ x ∈ S, x = 83"),
    ("evaluated", ": (Finset.filter (fun x => x % 3 = 1) (Finset.Icc 1 300)).card = 100"),
    ("evaluated", ": ∑ i ∈ Finset.range 7, (3 * (i : ℝ) - 2) = 49"),
]  # fmt: skip

FALSE = [
    ("instances", "(f : ℝ → ℝ) (h : ∀ x, f x + 2 * f (1 - x) = 3 * x) : f 4 = -9"),
    ("function_values", "(f : ℝ → ℝ) (h : ∀ x, f x = 3 * x - 2) : f (f 2) * f 1 = 11"),
    ("recurrence_values", "(u : ℕ → ℤ) (h0 : u 0 = 1) (h : ∀ n, u (n + 1) = 3 * u n - 1) : u 20 = 1743392202"),
    ("closed_forms", "(u : ℕ → ℕ) (h0 : u 0 = 1) (h : ∀ n, u (n + 1) = 2 * u n + 1) : u 90 = 2 ^ 91"),
    ("periods", "(u : ℕ → ℕ) (h0 : u 0 = 4) (h : ∀ n, u (n + 1) = 5 * u n + 7) : u 1834 % 3 = 2"),
    ("periods", "(u : ℕ → ℕ) (h0 : u 0 = 1) (h1 : u 1 = 3) (h : ∀ n > 1, u n = u (n - 1) + u (n - 2)) (a : ℕ) (ha : a % 8 = 7) :"
     " u a % 3 = 0"),
    ("rational_forms", "(u : ℕ → ℝ) (h0 : u 0 = 2) (h : ∀ n, u (n + 1) = u n / (1 + u n)) : u 500 = 2 / 1003"),
    ("long_sums", ": ∑ k ∈ Finset.range 100, 1 / (((k : ℝ) + 1) * (k + 2)) = 99 / 101"),
    ("initial_values", "(p : ℝ) (a : ℕ → ℝ) (h : ∀ n, a (n + 2) - a (n + 1) = a (n + 1) - a n) (h1 : a 1 = p) : a 500 = 1001"),
    ("induct", "(n : ℕ) : n ^ 2 < 2 ^ n"),
    ("sets_by_property", "(S : Finset ℕ) (h : ∀ n, n ∈ S ↔ n ∣ 28) : S.card = 7"),
    ("evaluated", ": ∑ i ∈ Finset.range 7, (3 * (i : ℝ) - 2) = 48"),
]


@pytest.mark.lean
@pytest.mark.parametrize(("move", "statement"), PROVED)
def test_proved(left_by, move: str, statement: str) -> None:
    assert [] in left_by(move, statement).values()


@pytest.mark.lean
@pytest.mark.parametrize(("move", "statement"), FALSE)
def test_nothing_is_proposed_for_what_is_false(left_by, move: str, statement: str) -> None:
    assert left_by(move, statement) == {}


@pytest.mark.lean
def test_induction_leaves_its_cases(left_by) -> None:
    assert ["0 < 2 ^ 0", "n + 1 < 2 ^ (n + 1)"] in left_by("induct_open", "(n : ℕ) : n < 2 ^ n").values()
