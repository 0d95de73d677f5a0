import Prelude.RingTerms

/-! What `linear_combination` builds its proofs of (`Tactics/LinearCombination.lean`): a relation is a term that is `= 0`, `≤ 0`
or `< 0`, a combination of relations is one again, and the goal differs from it by a ring identity. -/

namespace LinearCombination
open Lean.Grind

section
variable {α : Type u} [CommRing α]
theorem start_eq {a b : α} (h : a = b) : a - b = 0 := sub_eq_zero.2 h
theorem add_eq {a b : α} (h : a = 0) (k : b = 0) : a + b = 0 := by rw [h, k, add_zero]
theorem neg_eq {a : α} (h : a = 0) : -a = 0 := by rw [h]; exact AddCommGroup.neg_zero
theorem mul_eq (c : α) {a : α} (h : a = 0) : c * a = 0 := by rw [h, mul_zero]
theorem product_eq {a b c d : α} (h : a - b = 0) (k : c - d = 0) : a * c - b * d = 0 := by
  rw [sub_eq_zero.1 h, sub_eq_zero.1 k, sub_self]
theorem zero_eq (α : Type u) [CommRing α] : (0 : α) = 0 := rfl
theorem end_eq {a b s : α} (h : s = 0) (k : a - b - s = 0) : a = b := by rw [h, sub_zero] at k; exact sub_eq_zero.1 k
theorem end_pow [NoZeroDivisors α] (n : Nat) {a b s : α} (h : s = 0) (k : (a - b) ^ (n + 1) - s = 0) : a = b := by
  rw [h, sub_zero] at k; exact sub_eq_zero.1 ((pow_eq_zero_iff (Nat.succ_ne_zero n)).1 k)
end

section
variable {α : Type u} [CommRing α] [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [OrderedRing α]
theorem start_le {a b : α} (h : a ≤ b) : a - b ≤ 0 := sub_nonpos.2 h
theorem start_lt {a b : α} (h : a < b) : a - b < 0 := sub_neg.2 h
theorem le_of_eq {a : α} (h : a = 0) : a ≤ 0 := _root_.le_of_eq h
theorem le_of_lt {a : α} (h : a < 0) : a ≤ 0 := _root_.le_of_lt h
theorem add_le_le {a b : α} (h : a ≤ 0) (k : b ≤ 0) : a + b ≤ 0 := by grind
theorem add_le_lt {a b : α} (h : a ≤ 0) (k : b < 0) : a + b < 0 := by grind
theorem add_lt_le {a b : α} (h : a < 0) (k : b ≤ 0) : a + b < 0 := by grind
theorem mul_le {c a : α} (hc : 0 ≤ c) (h : a ≤ 0) : c * a ≤ 0 := by
  have := mul_nonneg hc (neg_nonneg.2 h); grind
theorem mul_lt {c a : α} (hc : 0 < c) (h : a < 0) : c * a < 0 := by
  have := mul_pos hc (neg_pos.2 h); grind
theorem end_le_le {a b c s : α} (h : s ≤ 0) (hc : 0 ≤ c) (k : a - b - s + c = 0) : a ≤ b := by grind
theorem end_lt_lt {a b c s : α} (h : s < 0) (hc : 0 ≤ c) (k : a - b - s + c = 0) : a < b := by grind
theorem end_lt_le {a b c s : α} (h : s ≤ 0) (hc : 0 < c) (k : a - b - s + c = 0) : a < b := by grind
theorem product_le {a b : α} (h : a ≤ 0) (k : b ≤ 0) : -(a * b) ≤ 0 := by
  have := mul_nonneg_of_nonpos_of_nonpos h k; grind
theorem product_lt {a b : α} (h : a < 0) (k : b < 0) : -(a * b) < 0 := by
  have := mul_pos_of_neg_of_neg h k; grind
theorem contradiction {p : Prop} (h : (0 : α) < 0) : p := absurd h (lt_irrefl 0)
theorem antisymmetric {a b : α} (h : a ≤ b) (k : b ≤ a) : a = b := le_antisymm h k
theorem nat_nonneg (n : Nat) : (0 : α) ≤ OfNat.ofNat n := Nat.ofNat_nonneg' n
theorem nat_pos (n : Nat) : (0 : α) < OfNat.ofNat (n + 1) := Nat.ofNat_pos' n
end

section
variable {α : Type u} [Field α] [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [OrderedRing α]
theorem rat_nonneg (p q : Nat) : (0 : α) ≤ OfNat.ofNat p / OfNat.ofNat q := div_nonneg (Nat.ofNat_nonneg' p) (Nat.ofNat_nonneg' q)
theorem rat_pos (p q : Nat) : (0 : α) < OfNat.ofNat (p + 1) / OfNat.ofNat (q + 1) := div_pos (Nat.ofNat_pos' p) (Nat.ofNat_pos' q)
end

theorem inv_numeral {α : Type u} [Field α] (n : Nat) : (no_index (OfNat.ofNat n) : α)⁻¹ = 1 / OfNat.ofNat n := (one_div _).symm

end LinearCombination

namespace IntervalCases
theorem nat_step (n k m : Nat) (e : m = k + 1) (h : k ≤ n) : n = k ∨ m ≤ n := by omega
theorem int_step (n k m : Int) (e : m = k + 1) (h : k ≤ n) : n = k ∨ m ≤ n := by omega
end IntervalCases
