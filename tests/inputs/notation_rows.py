"""Statements in Mathlib's everyday notation, as a user writes them, and what each must mean.

A row is ``(statement, proof)`` or ``(statement, proof, twin)``: the statement, what follows the theorem's name; a proof that
closes it under Mathlib's meaning; and a statement that is false, or says something else, which the same proof must not close.
A statement may begin with ``open … in``.
"""

from __future__ import annotations

# fmt: off
ROWS: dict[str, tuple[str, ...]] = {
    # ---------------------------------------------------------------- universes
    "Type*": ("{α : Type*} (s : List α) : s.reverse.length = s.length", "simp", "{α : Type*} (s : List α) : s.length = 0"),
    "Type* apart": (
        "{α β : Type*} (f : α → β) : f ∘ id = f", "rfl", "{α β : Type*} (f : α → β) (a : α) (b : β) : f a = b"),
    "Sort*": ("{p : Sort*} (h : p) : Nonempty p", "exact ⟨h⟩", "{p : Sort*} : Nonempty p"),
    # ---------------------------------------------------------------- sums and products
    "sum": (": ∑ k ∈ Finset.range 5, k = 10", "rfl", ": ∑ k ∈ Finset.range 5, k = 15"),
    "sum in": (": ∑ k in Finset.range 5, k = 10", "rfl", ": ∑ k in Finset.range 5, k = 15"),
    "sum typed in": (": (∑ k : ℤ in Finset.Icc 1 3, (k : ℤ)) = 6", "rfl", ": (∑ k : ℤ in Finset.Icc 1 3, (k : ℤ)) = 3"),
    "sum typed ∈": (": ∑ k : ℤ ∈ Finset.Ico (-1) 3, k = 2", "rfl", ": ∑ k : ℤ ∈ Finset.Ico (-1) 3, k = 5"),
    "sum parenthesized in": (": ∑ (i : ℕ) in Finset.range 4, i = 6", "rfl", ": ∑ (i : ℕ) in Finset.range 4, i = 10"),
    "sum with": (": ∑ k ∈ Finset.range 6 with k % 2 = 1, k = 9", "rfl", ": ∑ k ∈ Finset.range 6 with k % 2 = 1, k = 15"),
    "sum with proof": (
        ": ∑ i ∈ Finset.range 5 with h : i < 3, (⟨i, h⟩ : Fin 3).val = 3", "rfl",
        ": ∑ i ∈ Finset.range 5 with h : i < 3, (⟨i, h⟩ : Fin 3).val = 10"),
    "sum of sums": (": ∑ i ∈ Finset.range 4, ∑ j ∈ Finset.range i, j = 4", "rfl", ": ∑ i ∈ Finset.range 4, ∑ j ∈ Finset.range i, j = 6"),
    "sum over pairs": (
        ": ∑ (i ∈ Finset.range 3) (j ∈ Finset.range 4), i * j = 18", "rfl",
        ": ∑ (i ∈ Finset.range 3) (j ∈ Finset.range 4), i * j = 36"),
    "sum over pairs with": (
        ": ∑ (i ∈ Finset.range 3) (j ∈ Finset.range 3) with i < j, j = 5", "rfl",
        ": ∑ (i ∈ Finset.range 3) (j ∈ Finset.range 3) with i < j, j = 9"),
    "sum of a pattern": (
        ": ∑ ⟨i, j⟩ ∈ Finset.range 3 ×ˢ Finset.range 2, (i + 10 * j) = 36", "rfl",
        ": ∑ ⟨i, j⟩ ∈ Finset.range 3 ×ˢ Finset.range 2, (j + 10 * i) = 36"),
    "sum of a tuple": (": ∑ (i, j) ∈ Finset.range 3 ×ˢ Finset.range 2, i = 6", "rfl", ": ∑ (i, j) ∈ Finset.range 3 ×ˢ Finset.range 2, j = 6"),
    "sum binds tighter than +": (
        "(s : Finset ℕ) (f : ℕ → ℕ) : ∑ x ∈ s, f x + 1 = (∑ x ∈ s, f x) + 1", "rfl",
        "(s : Finset ℕ) (f : ℕ → ℕ) : ∑ x ∈ s, f x + 1 = ∑ x ∈ s, (f x + 1)"),
    "sum looser than *": (
        "(s : Finset ℕ) (f : ℕ → ℕ) : ∑ x ∈ s, f x * 2 = ∑ x ∈ s, (f x * 2)", "rfl",
        "(s : Finset ℕ) (f : ℕ → ℕ) : ∑ x ∈ s, f x * 2 = (∑ x ∈ s, f x) * 2"),
    "sum over Fin": (": ∑ x : Fin 4, x.val = 6", "rfl", ": ∑ x : Fin 4, x.val = 10"),
    "sum over Fin, untyped": ("(f : Fin 3 → ℕ) : ∑ x, f x = f 0 + (f 1 + (f 2 + 0))", "rfl", "(f : Fin 3 → ℕ) : ∑ x, f x = f 0 + (f 1 + 0)"),
    "sum over Bool": (": ∑ b : Bool, (if b then 2 else 5) = 7", "rfl", ": ∑ b : Bool, (if b then 2 else 5) = 2"),
    "sum over a product": (": ∑ p : Fin 2 × Fin 3, (p.1.val + 10 * p.2.val) = 63", "rfl", ": ∑ p : Fin 2 × Fin 3, (p.2.val + 10 * p.1.val) = 63"),
    "sum over a subtype": (": ∑ x : { n : Fin 5 // 2 < n.val }, x.1.val = 7", "rfl", ": ∑ x : { n : Fin 5 // 2 < n.val }, x.1.val = 10"),
    "sum over two variables": (": ∑ i j : Fin 3, i.val * j.val = 9", "rfl", ": ∑ i j : Fin 3, i.val * j.val = 3"),
    "sum over two variables, untyped": (
        "(f : Fin 2 → Bool → ℕ) : ∑ i b, f i b = ∑ i : Fin 2, ∑ b : Bool, f i b", "rfl",
        "(f : Fin 2 → Fin 2 → ℕ) : ∑ i j, f i j = ∑ j : Fin 2, ∑ i : Fin 2, f i j"),
    "sum over typed pairs": (": ∑ (i : Fin 3) (j : Fin 2), (i.val + 10 * j.val) = 36", "rfl", ": ∑ (i : Fin 3) (j : Fin 2), (j.val + 10 * i.val) = 36"),
    "sum below": (": ∑ i < 4, i = 6", "rfl", ": ∑ i < 4, i = 10"),
    "sum up to": (": ∑ i ≤ 4, i = 10", "rfl", ": ∑ i ≤ 4, i = 6"),
    "product": (": ∏ k ∈ Finset.Icc 1 5, k = 120", "rfl", ": ∏ k ∈ Finset.Icc 1 5, k = 24"),
    "product in": (": ∏ k in Finset.Ioc 1 3, (2 * k) = 24", "rfl", ": ∏ k in Finset.Ioo 1 3, (2 * k) = 24"),
    "product with": (": ∏ k ∈ Finset.range 6 with k % 2 = 1, k = 15", "rfl", ": ∏ k ∈ Finset.range 6 with k % 2 = 1, k = 0"),
    "product over Fin": (": ∏ x : Fin 3, (x.val + 1) = 6", "rfl", ": ∏ x : Fin 3, (x.val + 1) = 24"),
    "product over pairs": (
        ": ∏ (i ∈ Finset.range 2) (j ∈ Finset.range 2), (i + j + 1) = 12", "rfl",
        ": ∏ (i ∈ Finset.range 2) (j ∈ Finset.range 2), (i + j + 1) = 6"),
    "sum over a real index set": (
        "(x : ℝ) : ∑ k ∈ Finset.range 2, (k : ℝ) * x = x", "simp [Finset.sum_range_succ]",
        "(x : ℝ) : ∑ k ∈ Finset.range 2, (k : ℝ) * x = 2 * x"),
    # ---------------------------------------------------------------- quantifiers
    "∃ >": ("(p : ℕ → Prop) : (∃ x > 0, p x) ↔ ∃ x, x > 0 ∧ p x", "exact Iff.rfl", "(p : ℕ → Prop) : (∃ x > 0, p x) ↔ ∃ x, p x"),
    "∃ ∈": ("(s : Set ℕ) (p : ℕ → Prop) : (∃ x ∈ s, p x) ↔ ∃ x, x ∈ s ∧ p x", "exact Iff.rfl",
            "(s : Set ℕ) (p : ℕ → Prop) : (∃ x ∈ s, p x) ↔ ∃ x, x ∈ s"),
    "∃ two": ("(p : ℕ → ℤ → Prop) : (∃ (x : ℕ) (y : ℤ), p x y) ↔ ∃ x, ∃ y, p x y", "exact Iff.rfl",
              "(p : ℕ → ℕ → Prop) : (∃ x y, p x y) ↔ ∃ x y, p y x"),
    "∀ ∈": ("(s : Finset ℕ) (p : ℕ → Prop) : (∀ x ∈ s, p x) ↔ ∀ x, x ∈ s → p x", "exact Iff.rfl",
            "(s : Finset ℕ) (p : ℕ → Prop) : (∀ x ∈ s, p x) ↔ ∀ x, p x"),
    "∀ ≥": ("(p : ℝ → Prop) : (∀ ε ≥ 1, ∃ δ < ε, p δ) ↔ ∀ ε : ℝ, ε ≥ 1 → ∃ δ, δ < ε ∧ p δ", "exact Iff.rfl",
            "(p : ℝ → Prop) : (∀ ε ≥ 1, ∃ δ < ε, p δ) ↔ ∀ ε : ℝ, ε > 1 → ∃ δ, δ < ε ∧ p δ"),
    "∃!": ("(p : ℕ → Prop) : (∃! x, p x) ↔ ∃ x, p x ∧ ∀ y, p y → y = x", "exact Iff.rfl", "(p : ℕ → Prop) : (∃! x, p x) ↔ ∃ x, p x"),
    "∃! typed": (": ∃! n : ℕ, n + 1 = 3", "exact ⟨2, rfl, fun y (h : y + 1 = 3) => by omega⟩", ": ∃! n : ℕ, n < 3"),
    "∃! ∈": ("(s : Set ℕ) (p : ℕ → Prop) : (∃! x ∈ s, p x) ↔ ∃! x, x ∈ s ∧ p x", "exact Iff.rfl",
             "(s : Set ℕ) (p : ℕ → Prop) : (∃! x ∈ s, p x) ↔ ∃! x, x ∈ s → p x"),
    "∃! >": (": ∃! x > 0, x * x = 4", "exact ⟨2, ⟨by decide, rfl⟩, fun y ⟨_, h⟩ => by rcases y with _ | _ | _ | y <;> grind⟩",
             ": ∃! x > 0, x * x = 5"),
    # ---------------------------------------------------------------- sets
    "set of": ("(p : ℕ → Prop) : 3 ∈ {x | p x} ↔ p 3", "exact Iff.rfl", "(p : ℕ → Prop) : 3 ∈ {x | ¬ p x} ↔ p 3"),
    "typed set of": (": (1 / 2 : ℝ) ∈ {x : ℝ | |x| < 1}", "simp only [Set.mem_setOf_eq, abs_lt]; grind", ": (2 : ℝ) ∈ {x : ℝ | |x| < 1}"),
    "separated set": ("(s : Set ℕ) (p : ℕ → Prop) : {x ∈ s | p x} = {x | x ∈ s ∧ p x}", "rfl", "(s : Set ℕ) (p : ℕ → Prop) : {x ∈ s | p x} = s"),
    "separated list": ("(l : List ℕ) : 3 ∈ {x ∈ l | x > 2} ↔ 3 ∈ l ∧ 3 > 2", "exact Iff.rfl", "(l : List ℕ) : 3 ∈ {x ∈ l | x > 2} ↔ 3 ∈ l"),
    "positive set": (": {x > 0 | x < 3} = {x | x > 0 ∧ x < 3}", "rfl", ": {x > 0 | x < 3} = {x | x < 3}"),
    "set of an ∃": (": 12 ∈ {x | ∃ k, x = 4 * k}", "exact ⟨3, rfl⟩", ": 13 ∈ {x | ∃ k, x = 4 * k}"),
    "pattern": (": ((1, 2) : ℕ × ℕ) ∈ {(a, b) : ℕ × ℕ | a < b}", "show 1 < 2; decide", ": ((2, 1) : ℕ × ℕ) ∈ {(a, b) : ℕ × ℕ | a < b}"),
    "untyped pattern": (": (1, 2) ∈ {(a, b) | a + b = 3}", "rfl", ": (1, 3) ∈ {(a, b) | a + b = 3}"),
    "values over a set": ("(s : Set ℕ) : {x ^ 2 | x ∈ s} = {y | ∃ x, x ∈ s ∧ x ^ 2 = y}", "rfl", "(s : Set ℕ) : {x ^ 2 | x ∈ s} = {y | y ^ 2 ∈ s}"),
    "values over a type": (": 49 ∈ {x ^ 2 | (x : ℕ)}", "exact ⟨7, rfl⟩", ": 50 ∈ {x ^ 2 | (x : ℕ)}"),
    "values of two": (
        ": 10 ∈ {x + y | (x : ℕ) (y > 7)}", "exact ⟨1, 9, by decide, rfl⟩", ": 10 ∈ {x + y | (x : ℕ) (y > 9)}"),
    "values below": (": {n + 1 | n < 3} = {y | ∃ n : ℕ, n < 3 ∧ n + 1 = y}", "rfl", ": {n + 1 | n < 3} = {y : ℕ | y < 3}"),
    "finite separated": (": {x ∈ Finset.range 5 | x % 2 = 0}.card = 3", "rfl", ": {x ∈ Finset.range 5 | x % 2 = 0}.card = 5"),
    "finite separated is filter": (
        "(s : Finset ℕ) : {x ∈ s | x < 2} = Finset.filter (fun x => x < 2) s", "rfl", "(s : Finset ℕ) : {x ∈ s | x < 2} = s"),
    "finite where expected": (
        ": ({x : Fin 5 | x.val < 2} : Finset (Fin 5)).card = 2", "rfl", ": ({x : Fin 5 | x.val < 2} : Finset (Fin 5)).card = 3"),
    "#": ("open Finset in : #{x ∈ range 9 | x < 4} = 4 ∧ #{x : Fin 9 | x.val < 4} = 4 ∧ #(range 3) = 3", "exact ⟨rfl, rfl, rfl⟩",
          "open Finset in : #{x ∈ range 9 | x < 4} = 4 ∧ #{x : Fin 9 | x.val < 4} = 9 ∧ #(range 3) = 3"),
    "sum over a finite set-builder": (": ∑ x ∈ {y ∈ Finset.range 6 | 2 < y}, x = 12", "rfl", ": ∑ x ∈ {y ∈ Finset.range 6 | 2 < y}, x = 15"),
    "pairs of sets": ("(s t : Set ℕ) : (1, 2) ∈ s ×ˢ t ↔ 1 ∈ s ∧ 2 ∈ t", "exact Iff.rfl", "(s t : Set ℕ) : (1, 2) ∈ s ×ˢ t ↔ 2 ∈ s ∧ 1 ∈ t"),
    # ---------------------------------------------------------------- intervals
    "Set.Icc": ("(x : ℝ) : x ∈ Set.Icc 1 2 ↔ 1 ≤ x ∧ x ≤ 2", "exact Iff.rfl", "(x : ℝ) : x ∈ Set.Icc 1 2 ↔ 1 ≤ x ∧ x < 2"),
    "Set.Ico Ioc Ioo": (
        "(x : ℝ) : (x ∈ Set.Ico 1 2 ↔ 1 ≤ x ∧ x < 2) ∧ (x ∈ Set.Ioc 1 2 ↔ 1 < x ∧ x ≤ 2) ∧ (x ∈ Set.Ioo 1 2 ↔ 1 < x ∧ x < 2)",
        "exact ⟨Iff.rfl, Iff.rfl, Iff.rfl⟩",
        "(x : ℝ) : (x ∈ Set.Ico 1 2 ↔ 1 ≤ x ∧ x < 2) ∧ (x ∈ Set.Ioc 1 2 ↔ 1 ≤ x ∧ x ≤ 2) ∧ (x ∈ Set.Ioo 1 2 ↔ 1 < x ∧ x < 2)"),
    "Set.Ici Iic Ioi Iio": (
        "(x a : ℝ) : (x ∈ Set.Ici a ↔ a ≤ x) ∧ (x ∈ Set.Iic a ↔ x ≤ a) ∧ (x ∈ Set.Ioi a ↔ a < x) ∧ (x ∈ Set.Iio a ↔ x < a)",
        "exact ⟨Iff.rfl, Iff.rfl, Iff.rfl, Iff.rfl⟩",
        "(x a : ℝ) : (x ∈ Set.Ici a ↔ a ≤ x) ∧ (x ∈ Set.Iic a ↔ x ≤ a) ∧ (x ∈ Set.Ioi a ↔ a ≤ x) ∧ (x ∈ Set.Iio a ↔ x < a)"),
    "Finset intervals of ℕ": (
        ": (Finset.Icc 2 5).card = 4 ∧ (Finset.Ico 2 5).card = 3 ∧ (Finset.Ioc 2 5).card = 3 ∧ (Finset.Ioo 2 5).card = 2",
        "exact ⟨rfl, rfl, rfl, rfl⟩",
        ": (Finset.Icc 2 5).card = 4 ∧ (Finset.Ico 2 5).card = 3 ∧ (Finset.Ioc 2 5).card = 3 ∧ (Finset.Ioo 2 5).card = 3"),
    "Finset intervals of ℤ": (
        ": (-2 : ℤ) ∈ Finset.Icc (-2) 1 ∧ (Finset.Ioo (-2 : ℤ) 1).card = 2", "exact ⟨by simp, rfl⟩",
        ": (-2 : ℤ) ∈ Finset.Ioc (-2) 1 ∧ (Finset.Ioo (-2 : ℤ) 1).card = 2"),
    "empty interval": (": Finset.Icc 3 2 = (∅ : Finset ℕ)", "rfl", ": Finset.Icc 3 3 = (∅ : Finset ℕ)"),
    # ---------------------------------------------------------------- absolute value, norm, rounding, factorial
    "|x|": ("(x : ℝ) (h : x ≤ 0) : |x| = -x", "exact abs_of_nonpos h", "(x : ℝ) (h : x ≤ 0) : |x| = x"),
    "| | |": (": |(3 : ℤ) - |-5| + 1| = 1", "decide", ": |(3 : ℤ) - |-5| + 1| = 9"),
    "|x| in a set": (": {x : ℤ | |x| < 2} = {x | max x (-x) < 2}", "rfl", ": {x : ℤ | |x| < 2} = {x | x < 2}"),
    "norm": ("(x : ℝ) : ‖x‖ = |x|", "rfl", "(x : ℝ) : ‖x‖ = x"),
    "norm of ℂ": ("(z : ℂ) : ‖z‖ = √(z.re * z.re + z.im * z.im)", "rfl", "(z : ℂ) : ‖z‖ = z.re * z.re + z.im * z.im"),
    "floor": (": ⌊(7 / 2 : ℝ)⌋ = 3 ∧ ⌈(7 / 2 : ℝ)⌉ = 4", "rw [Int.floor_eq_iff, Int.ceil_eq_iff]; grind",
              ": ⌊(7 / 2 : ℝ)⌋ = 4 ∧ ⌈(7 / 2 : ℝ)⌉ = 4"),
    "floor in ℕ": ("(x : ℝ) : ⌊x⌋₊ = ⌊x⌋.toNat ∧ ⌈x⌉₊ = ⌈x⌉.toNat", "exact ⟨rfl, rfl⟩", "(x : ℝ) : ⌊x⌋₊ = ⌈x⌉.toNat ∧ ⌈x⌉₊ = ⌈x⌉.toNat"),
    "floor of ℚ": (": ⌊(-7 / 2 : ℚ)⌋ = -4 ∧ ⌈(-7 / 2 : ℚ)⌉ = -3", "decide +kernel", ": ⌊(-7 / 2 : ℚ)⌋ = -3 ∧ ⌈(-7 / 2 : ℚ)⌉ = -3"),
    "factorial": ("open Nat in : 4 ! = 24 ∧ (3)! = 6", "exact ⟨rfl, rfl⟩", "open Nat in : 4 ! = 24 ∧ (3)! = 9"),
    "double factorial": ("open Nat in : 7‼ = 105 ∧ 6‼ = 48 ∧ 0‼ = 1", "exact ⟨rfl, rfl, rfl⟩", "open Nat in : 7‼ = 5040 ∧ 6‼ = 48 ∧ 0‼ = 1"),
    # ---------------------------------------------------------------- casts, powers, iteration, functions
    "casts": ("(n : ℕ) (h : (n : ℝ) = 2) : (↑n : ℤ) = 2", "have : n = 2 := by exact_mod_cast h\nsubst this; rfl",
              "(n : ℕ) (h : (n : ℝ) = 2) : (↑n : ℤ) = 3"),
    "inverse": (": (2 : ℝ)⁻¹ = 1 / 2 ∧ (0 : ℝ)⁻¹ = 0", "grind", ": (2 : ℝ)⁻¹ = 1 / 2 ∧ (0 : ℝ)⁻¹ = 1"),
    "iteration": ("(f : ℕ → ℕ) : f^[3] 5 = f (f (f 5))", "rfl", "(f : ℕ → ℕ) : f^[3] 5 = f 5 * f 5 * f 5"),
    "fun ↦": (": (fun x ↦ x + 1) 2 = 3", "rfl", ": (fun x ↦ x + 1) 2 = 2"),
    "λ": (": (λ x => x + 1) 2 = 3 ∧ (λ x ↦ x * 2) 2 = 4", "exact ⟨rfl, rfl⟩", ": (λ x => x + 1) 2 = 3 ∧ (λ x ↦ x * 2) 2 = 3"),
    "fun pattern": (": (fun ⟨a, b⟩ => a - b : ℕ × ℕ → ℕ) (5, 2) = 3", "rfl", ": (fun ⟨a, b⟩ => b - a : ℕ × ℕ → ℕ) (5, 2) = 3"),
    "sections": (": (· + 1) 2 = 3 ∧ (2 - ·) 1 = 1 ∧ (· - ·) 5 2 = 3", "exact ⟨rfl, rfl, rfl⟩", ": (· + 1) 2 = 3 ∧ (· - 2) 1 = 1 ∧ (· - ·) 5 2 = 3"),
    "<| and |>.": (": (Nat.succ <| 1 + 1) = 3 ∧ ([1, 2] |>.length) = 2 ∧ (Nat.succ $ 1 + 1) = 3", "exact ⟨rfl, rfl, rfl⟩",
                   ": (Nat.succ <| 1 + 1) = 3 ∧ ([1, 2] |>.length) = 3 ∧ (Nat.succ $ 1 + 1) = 3"),
    # ---------------------------------------------------------------- number theory
    "divides": (": 3 ∣ 12 ∧ ¬ 3 ∣ 13", "decide", ": 3 ∣ 12 ∧ ¬ 13 ∣ 3 ∧ 12 ∣ 3"),
    "congruences": (": 17 ≡ 2 [MOD 5] ∧ (-3 : ℤ) ≡ 2 [ZMOD 5]", "exact ⟨rfl, rfl⟩", ": 17 ≡ 2 [MOD 5] ∧ (-3 : ℤ) ≡ 3 [ZMOD 5]"),
    "digits": (": Nat.digits 10 123 = [3, 2, 1] ∧ (Nat.digits 2 6).sum = 2 ∧ Nat.digits 0 4 = [4] ∧ Nat.digits 1 2 = [1, 1]",
               "exact ⟨rfl, rfl, rfl, rfl⟩",
               ": Nat.digits 10 123 = [1, 2, 3] ∧ (Nat.digits 2 6).sum = 2 ∧ Nat.digits 0 4 = [4] ∧ Nat.digits 1 2 = [1, 1]"),
    # ---------------------------------------------------------------- functions of ℝ and ℂ
    "Real.sqrt": (": Real.sqrt 9 = 3 ∧ √(-1 : ℝ) = 0",
                  "exact ⟨(Real.sqrt_eq_iff_of_nonneg (by grind) (by grind)).2 (by grind), Real.sqrt_eq_zero_of_nonpos (by grind)⟩",
                  ": Real.sqrt 9 = 3 ∧ √(-1 : ℝ) = 1"),
    "x.sqrt": ("(x : ℝ) : x.sqrt = Real.sqrt x ∧ x.exp.log = Real.log (Real.exp x)", "exact ⟨rfl, rfl⟩",
               "(x : ℝ) : x.sqrt = x ∧ x.exp.log = Real.log (Real.exp x)"),
    "n.sqrt": ("(n : ℕ) (h : n = 10) : n.sqrt = 3", "subst h; rfl", "(n : ℕ) (h : n = 10) : n.sqrt = 10"),
    "n.sqrt in ℝ": ("(n : ℕ) : (n.sqrt : ℝ) = ((Nat.sqrt n : ℕ) : ℝ)", "rfl", "(n : ℕ) : (n.sqrt : ℝ) = Real.sqrt n"),
    "Real.logb": ("(b x : ℝ) : Real.logb b x = Real.log x / Real.log b", "rfl", "(b x : ℝ) : Real.logb b x = Real.log b / Real.log x"),
    "z.re": ("(z : ℂ) : z.re = Complex.re z ∧ z.im = Complex.im z", "exact ⟨rfl, rfl⟩", "(z : ℂ) : z.re = Complex.im z ∧ z.im = Complex.im z"),
    "parts of a product": (
        "(z w : ℂ) : (z * w).re = z.re * w.re - z.im * w.im", "exact Complex.mul_re z w", "(z w : ℂ) : (z * w).re = z.re * w.re"),
    "parts under binders": (
        "(l : List ℂ) : l.map (·.re) = l.map fun z ↦ z.re", "rfl", "(l : List ℂ) : l.map (·.re) = l.map fun z ↦ z.im"),
    "parts of a value": ("(f : ℕ → ℂ) : (f 2).im = Complex.im (f 2)", "rfl", "(f : ℕ → ℂ) : (f 2).im = Complex.im (f 1)"),
    "parts of I": ("(z : ℂ) (h : z = Complex.I) : z.im = 1 ∧ z.re = 0", "subst h; simp", "(z : ℂ) (h : z = Complex.I) : z.im = 0 ∧ z.re = 1"),
    "Complex.abs": ("(z : ℂ) (h : Complex.abs z = 2) : z.re ^ 2 + z.im ^ 2 = 4", "grind",
                    "(z : ℂ) (h : Complex.abs z = 2) : z.re ^ 2 + z.im ^ 2 = 2"),
    "abs is the norm": ("(z : ℂ) : Complex.abs z = ‖z‖ ∧ z.abs = ‖z‖", "exact ⟨rfl, rfl⟩", "(z : ℂ) : Complex.abs z = z.re"),
    "Complex.normSq": (
        "(z : ℂ) : Complex.normSq z = z.re * z.re + z.im * z.im", "rfl", "(z : ℂ) : Complex.normSq z = z.re * z.re - z.im * z.im"),
    "conj": ("open ComplexConjugate in (z : ℂ) : (conj z).re = z.re ∧ (conj z).im = -z.im", "exact ⟨Complex.conj_re z, Complex.conj_im z⟩",
             "open ComplexConjugate in (z : ℂ) : (conj z).re = z.re ∧ (conj z).im = z.im"),
    "starRingEnd": ("(z : ℂ) : z * (starRingEnd ℂ) z = (Complex.normSq z : ℂ)", "exact Complex.mul_conj z",
                    "(z : ℂ) : z * (starRingEnd ℂ) z = z * z"),
    "starRingEnd on ℝ": ("(x : ℝ) : (starRingEnd ℝ) x = x", "rfl", "(x : ℝ) : (starRingEnd ℝ) x = -x"),
    "NNReal": ("open NNReal in (x : ℝ≥0) (y : NNReal) (h : x = y) : (x : ℝ) = y ∧ 0 ≤ (x : ℝ)", "exact ⟨h ▸ rfl, NNReal.coe_nonneg x⟩",
               "open NNReal in (x : ℝ≥0) (y : NNReal) : (x : ℝ) = y"),
}
# fmt: on

PRINTED: dict[str, str] = {
    "∑ k ∈ Finset.range 6 with k % 2 = 1, k = 9": "",
    "∀ n : ℤ, ∑ k : ℤ in Finset.Icc 1 n, k = n": "∀ (n : ℤ), ∑ k ∈ Finset.Icc 1 n, k = n",
    "∀ f : Fin 3 → Bool → ℕ, ∑ i j, f i j = 9": "∀ (f : Fin 3 → Bool → ℕ), ∑ i, ∑ j, f i j = 9",
    "∀ f : Fin 3 → ℕ, ∑ x : Fin 3 with f x < 2, f x = 1": "∀ (f : Fin 3 → ℕ), ∑ x with f x < 2, f x = 1",
    "∏ i < 4, (i + 1) = 24": "∏ i ∈ Finset.Iio 4, (i + 1) = 24",
    "∑ p ∈ Finset.range 3 ×ˢ Finset.range 2, p.fst = 6": "",
    "{x ∈ Finset.range 5 | x < 2}.card = 2": "",
    "∑ x ∈ {y ∈ Finset.range 6 | 2 < y}, x = 12": "",
    "∀ a : ℝ, {x : ℝ | |x| < a} = Set.Ioo (-a) a": "∀ (a : ℝ), {x | |x| < a} = Set.Ioo (-a) a",
    "{x ^ 2 | x ∈ Set.Icc 1 (2 : ℕ)} = ∅": "{y | ∃ x, x ∈ Set.Icc 1 2 ∧ x ^ 2 = y} = ∅",
    "∃! x ∈ Set.Icc 1 (2 : ℕ), x = 1": "∃! x, x ∈ Set.Icc 1 2 ∧ x = 1",
    "∀ z : ℂ, z.re ^ 2 + (z * z).im = Complex.normSq z": "∀ (z : ℂ), z.re ^ 2 + (z * z).im = Complex.normSq z",
    "∀ z : ℂ, (starRingEnd ℂ) z = 0 → Complex.abs z = ‖z‖": "∀ (z : ℂ), (starRingEnd ℂ) z = 0 → Complex.abs z = ‖z‖",
    "∀ x : ℝ, x.sqrt = x.exp": "∀ (x : ℝ), √x = Real.exp x",
    "∀ x : NNReal, NNReal.sqrt x = x": "∀ (x : NNReal), NNReal.sqrt x = x",
    "(starRingEnd ℝ) = id": "starRingEnd ℝ = id",
    "List.map Complex.re [] = []": "",
}
"""What goals print as, and are read back from (empty: as written)."""
