import Prelude.Complex

/-! Mathlib's basic lemmas about rings, fields and order under Mathlib's names, for every type with
the classes of `Lean.Grind`: `Nat` and `Int` where they apply, `Rat`, and the variables `ℝ` and `ℂ`. -/

set_option linter.unusedSectionVars false

section
open Lean.Grind

section
variable {α : Type u} [Semiring α]
theorem add_comm (a b : α) : a + b = b + a := Semiring.add_comm a b
theorem add_assoc (a b c : α) : a + b + c = a + (b + c) := Semiring.add_assoc a b c
@[simp] theorem add_zero (a : α) : a + 0 = a := Semiring.add_zero a
@[simp] theorem zero_add (a : α) : 0 + a = a := (Semiring.add_comm 0 a).trans (Semiring.add_zero a)
theorem add_left_comm (a b c : α) : a + (b + c) = b + (a + c) := by
  rw [← add_assoc, add_comm a b, add_assoc]
theorem add_right_comm (a b c : α) : a + b + c = a + c + b := by
  rw [add_assoc, add_comm b c, ← add_assoc]
theorem mul_assoc (a b c : α) : a * b * c = a * (b * c) := Semiring.mul_assoc a b c
@[simp] theorem mul_one (a : α) : a * 1 = a := Semiring.mul_one a
@[simp] theorem one_mul (a : α) : 1 * a = a := Semiring.one_mul a
@[simp] theorem mul_zero (a : α) : a * 0 = 0 := Semiring.mul_zero a
@[simp] theorem zero_mul (a : α) : 0 * a = 0 := Semiring.zero_mul a
theorem mul_add (a b c : α) : a * (b + c) = a * b + a * c := Semiring.left_distrib a b c
theorem left_distrib (a b c : α) : a * (b + c) = a * b + a * c := Semiring.left_distrib a b c
theorem add_mul (a b c : α) : (a + b) * c = a * c + b * c := Semiring.right_distrib a b c
theorem right_distrib (a b c : α) : (a + b) * c = a * c + b * c := Semiring.right_distrib a b c
theorem two_mul (a : α) : 2 * a = a + a := by rw [show (2 : α) = 1 + 1 from Semiring.ofNat_succ 1, add_mul, one_mul]
theorem mul_two (a : α) : a * 2 = a + a := by rw [show (2 : α) = 1 + 1 from Semiring.ofNat_succ 1, mul_add, mul_one]
@[simp] theorem pow_zero (a : α) : a ^ 0 = 1 := Semiring.pow_zero a
@[simp] theorem pow_one (a : α) : a ^ 1 = a := Semiring.pow_one a
theorem pow_succ (a : α) (n : Nat) : a ^ (n + 1) = a ^ n * a := Semiring.pow_succ a n
theorem pow_add (a : α) (m n : Nat) : a ^ (m + n) = a ^ m * a ^ n := Semiring.pow_add a m n
theorem pow_succ' (a : α) (n : Nat) : a ^ (n + 1) = a * a ^ n := by
  rw [show n + 1 = 1 + n from Nat.add_comm .., pow_add, pow_one]
theorem pow_two (a : α) : a ^ 2 = a * a := Semiring.pow_two a
theorem sq (a : α) : a ^ 2 = a * a := Semiring.pow_two a
theorem pow_three (a : α) : a ^ 3 = a * (a * a) := by rw [pow_succ', pow_two]
@[simp] theorem one_pow (n : Nat) : (1 : α) ^ n = 1 := Semiring.one_pow n
theorem zero_pow {n : Nat} (h : n ≠ 0) : (0 : α) ^ n = 0 := by
  cases n with
  | zero => exact absurd rfl h
  | succ n => rw [pow_succ, mul_zero]
theorem pow_mul (a : α) (m : Nat) : ∀ n, a ^ (m * n) = (a ^ m) ^ n
  | 0 => (pow_zero a).trans (pow_zero _).symm
  | n + 1 => by rw [Nat.mul_succ, pow_add, pow_mul a m n, pow_succ]
end

section
variable {α : Type u} [Semiring α]
@[simp, norm_cast] theorem Nat.cast_zero : ((0 : Nat) : α) = 0 := Semiring.natCast_zero
@[simp, norm_cast] theorem Nat.cast_one : ((1 : Nat) : α) = 1 := Semiring.natCast_one
@[simp, norm_cast] theorem Nat.cast_ofNat {n : Nat} : ((no_index (OfNat.ofNat n) : Nat) : α) = OfNat.ofNat n := (Semiring.ofNat_eq_natCast n).symm
@[simp, norm_cast] theorem Nat.cast_add (m n : Nat) : ((m + n : Nat) : α) = (m : α) + (n : α) := Semiring.natCast_add m n
@[simp, norm_cast] theorem Nat.cast_mul (m n : Nat) : ((m * n : Nat) : α) = (m : α) * (n : α) := Semiring.natCast_mul m n
@[simp, norm_cast] theorem Nat.cast_pow (m n : Nat) : ((m ^ n : Nat) : α) = (m : α) ^ n := Semiring.natCast_pow m n
theorem Nat.cast_succ (n : Nat) : ((Nat.succ n : Nat) : α) = (n : α) + 1 := Semiring.natCast_succ n
end

section
variable {α : Type u} [Ring α]
@[simp, norm_cast] theorem Int.cast_zero : ((0 : Int) : α) = 0 := Ring.intCast_zero
@[simp, norm_cast] theorem Int.cast_one : ((1 : Int) : α) = 1 := Ring.intCast_one
@[simp, norm_cast] theorem Int.cast_ofNat {n : Nat} : ((no_index (OfNat.ofNat n) : Int) : α) = OfNat.ofNat n := Ring.intCast_ofNat n
@[simp, norm_cast] theorem Int.cast_natCast (n : Nat) : ((n : Int) : α) = (n : α) := Ring.intCast_natCast n
@[simp, norm_cast] theorem Int.cast_add (m n : Int) : ((m + n : Int) : α) = (m : α) + (n : α) := Ring.intCast_add m n
@[simp, norm_cast] theorem Int.cast_sub (m n : Int) : ((m - n : Int) : α) = (m : α) - (n : α) := Ring.intCast_sub m n
@[simp, norm_cast] theorem Int.cast_neg (m : Int) : ((-m : Int) : α) = -(m : α) := Ring.intCast_neg m
@[simp, norm_cast] theorem Int.cast_mul (m n : Int) : ((m * n : Int) : α) = (m : α) * (n : α) := Ring.intCast_mul m n
theorem Int.cast_pow (m : Int) : ∀ n : Nat, ((m ^ n : Int) : α) = (m : α) ^ n
  | 0 => by rw [Int.pow_zero, Int.cast_one, Semiring.pow_zero]
  | n + 1 => by rw [Int.pow_succ, Int.cast_mul, Int.cast_pow m n, Semiring.pow_succ]
attribute [simp, norm_cast] Int.cast_pow
end

section
variable {α : Type u} [CommSemiring α]
theorem mul_comm (a b : α) : a * b = b * a := CommSemiring.mul_comm a b
theorem mul_left_comm (a b c : α) : a * (b * c) = b * (a * c) := by rw [← mul_assoc, mul_comm a b, mul_assoc]
theorem mul_right_comm (a b c : α) : a * b * c = a * c * b := by rw [mul_assoc, mul_comm b c, ← mul_assoc]
theorem add_sq (a b : α) : (a + b) ^ 2 = a ^ 2 + 2 * a * b + b ^ 2 := by grind
theorem add_pow_two (a b : α) : (a + b) ^ 2 = a ^ 2 + 2 * a * b + b ^ 2 := by grind
theorem mul_pow (a b : α) : ∀ n : Nat, (a * b) ^ n = a ^ n * b ^ n
  | 0 => by rw [pow_zero, pow_zero, pow_zero, mul_one]
  | n + 1 => by rw [pow_succ, pow_succ, pow_succ, mul_pow a b n]; grind
end

section
variable {α : Type u} [Ring α]
theorem sub_eq_add_neg (a b : α) : a - b = a + -b := Ring.sub_eq_add_neg a b
@[simp] theorem sub_self (a : α) : a - a = 0 := AddCommGroup.sub_self a
@[simp] theorem sub_zero (a : α) : a - 0 = a := by rw [sub_eq_add_neg, AddCommGroup.neg_zero, add_zero]
@[simp] theorem neg_neg (a : α) : - -a = a := AddCommGroup.neg_neg a
@[simp] theorem add_sub_cancel_right (a b : α) : a + b - b = a := AddCommGroup.add_sub_cancel
@[simp] theorem sub_add_cancel (a b : α) : a - b + b = a := AddCommGroup.sub_add_cancel
theorem neg_add_cancel (a : α) : -a + a = 0 := Ring.neg_add_cancel a
theorem add_neg_cancel (a : α) : a + -a = 0 := AddCommGroup.add_neg_cancel a
theorem sub_eq_zero {a b : α} : a - b = 0 ↔ a = b := AddCommGroup.sub_eq_zero_iff
theorem sub_eq_iff_eq_add {a b c : α} : a - b = c ↔ a = c + b := AddCommGroup.sub_eq_iff
theorem eq_sub_iff_add_eq {a b c : α} : a = b - c ↔ a + c = b := eq_comm.trans (AddCommGroup.sub_eq_iff.trans eq_comm)
theorem add_left_cancel {a b c : α} (h : a + b = a + c) : b = c := (AddCommGroup.add_right_inj a b c).1 h
theorem add_right_cancel {a b c : α} (h : a + b = c + b) : a = c := (AddCommGroup.add_left_inj b).1 h
theorem neg_mul (a b : α) : -a * b = -(a * b) := Ring.neg_mul a b
theorem mul_neg (a b : α) : a * -b = -(a * b) := Ring.mul_neg a b
theorem mul_sub (a b c : α) : a * (b - c) = a * b - a * c := by rw [sub_eq_add_neg, sub_eq_add_neg, mul_add, Ring.mul_neg]
theorem sub_mul (a b c : α) : (a - b) * c = a * c - b * c := by rw [sub_eq_add_neg, sub_eq_add_neg, add_mul, Ring.neg_mul]
end

/-- Mathlib's `NoZeroDivisors`. -/
class NoZeroDivisors (α : Type u) [Semiring α] : Prop where
  eq_zero_or_eq_zero_of_mul_eq_zero : ∀ {a b : α}, a * b = 0 → a = 0 ∨ b = 0

instance (priority := 50) {α : Type u} [Field α] : NoZeroDivisors α := ⟨Field.of_mul_eq_zero⟩
instance : NoZeroDivisors Nat := ⟨Nat.mul_eq_zero.1⟩
instance : NoZeroDivisors Int := ⟨Int.mul_eq_zero.1⟩

section
variable {α : Type u} [Semiring α] [NoZeroDivisors α] {a b : α}
theorem mul_eq_zero : a * b = 0 ↔ a = 0 ∨ b = 0 :=
  ⟨NoZeroDivisors.eq_zero_or_eq_zero_of_mul_eq_zero,
    fun h => h.elim (fun e => by rw [e, zero_mul]) fun e => by rw [e, mul_zero]⟩
theorem mul_ne_zero (h : a ≠ 0) (k : b ≠ 0) : a * b ≠ 0 := fun e => (mul_eq_zero.1 e).elim h k
theorem pow_eq_zero_iff {n : Nat} (h : n ≠ 0) : a ^ n = 0 ↔ a = 0 := by
  refine ⟨fun e => ?_, fun e => by rw [e]; exact zero_pow h⟩
  clear h
  induction n with
  | zero =>
    rw [pow_zero] at e
    have := congrArg (a * ·) e
    simp only [mul_one, mul_zero] at this; exact this
  | succ n ih => rw [pow_succ] at e; exact (mul_eq_zero.1 e).elim ih id
end

section
variable {α : Type u} [Ring α] [NoZeroDivisors α] {a b c : α}
theorem mul_left_cancel₀ (h : a ≠ 0) (k : a * b = a * c) : b = c :=
  sub_eq_zero.1 ((mul_eq_zero.1 (by rw [mul_sub, k, sub_self] : a * (b - c) = 0)).resolve_left h)
theorem mul_right_cancel₀ (h : b ≠ 0) (k : a * b = c * b) : a = c :=
  sub_eq_zero.1 ((mul_eq_zero.1 (by rw [sub_mul, k, sub_self] : (a - c) * b = 0)).resolve_right h)
theorem pow_ne_zero (n : Nat) (h : a ≠ 0) : a ^ n ≠ 0 := by
  cases n with
  | zero =>
    intro e; rw [pow_zero] at e
    have := congrArg (a * ·) e
    simp only [mul_one, mul_zero] at this; exact h this
  | succ n => exact fun e => h ((pow_eq_zero_iff (Nat.succ_ne_zero n)).1 e)
end

section
variable {α : Type u} [CommRing α] (a b : α)
theorem sub_sq : (a - b) ^ 2 = a ^ 2 - 2 * a * b + b ^ 2 := by grind
theorem sq_sub_sq : a ^ 2 - b ^ 2 = (a + b) * (a - b) := by grind
theorem neg_sq : (-a) ^ 2 = a ^ 2 := by grind
end

section
variable {α : Type u} [Field α] {a b c d : α}
theorem div_eq_mul_inv (a b : α) : a / b = a * b⁻¹ := Field.div_eq_mul_inv a b
theorem mul_inv_cancel₀ (h : a ≠ 0) : a * a⁻¹ = 1 := Field.mul_inv_cancel h
theorem inv_mul_cancel₀ (h : a ≠ 0) : a⁻¹ * a = 1 := (mul_comm ..).trans (Field.mul_inv_cancel h)
@[simp] theorem inv_zero : (0 : α)⁻¹ = 0 := Field.inv_zero
@[simp] theorem inv_one : (1 : α)⁻¹ = 1 := Field.inv_one
@[simp] theorem inv_inv (a : α) : a⁻¹⁻¹ = a := Field.inv_inv a
theorem inv_ne_zero (h : a ≠ 0) : a⁻¹ ≠ 0 := fun e => h (by rw [← inv_inv a, e, inv_zero])
theorem div_ne_zero (h : a ≠ 0) (k : b ≠ 0) : a / b ≠ 0 := by rw [div_eq_mul_inv]; exact mul_ne_zero h (inv_ne_zero k)
@[simp] theorem div_one (a : α) : a / 1 = a := by rw [div_eq_mul_inv, inv_one, mul_one]
@[simp] theorem div_zero (a : α) : a / 0 = 0 := by rw [div_eq_mul_inv, inv_zero, mul_zero]
@[simp] theorem zero_div (a : α) : 0 / a = 0 := by rw [div_eq_mul_inv, zero_mul]
theorem one_div (a : α) : 1 / a = a⁻¹ := by rw [div_eq_mul_inv, one_mul]
theorem div_self (h : a ≠ 0) : a / a = 1 := (div_eq_mul_inv a a).trans (mul_inv_cancel₀ h)
theorem mul_div_assoc (a b c : α) : a * b / c = a * (b / c) := by rw [div_eq_mul_inv, div_eq_mul_inv, mul_assoc]
theorem add_div (a b c : α) : (a + b) / c = a / c + b / c := by simp only [div_eq_mul_inv, add_mul]
theorem sub_div (a b c : α) : (a - b) / c = a / c - b / c := by simp only [div_eq_mul_inv, sub_mul]
theorem div_mul_cancel₀ (a : α) (h : b ≠ 0) : a / b * b = a := by rw [div_eq_mul_inv, mul_assoc, inv_mul_cancel₀ h, mul_one]
theorem mul_div_cancel_right₀ (a : α) (h : b ≠ 0) : a * b / b = a := by rw [div_eq_mul_inv, mul_assoc, mul_inv_cancel₀ h, mul_one]
theorem zpow_neg (a : α) (n : Int) : a ^ (-n) = (a ^ n)⁻¹ := Field.zpow_neg a n
@[simp] theorem zpow_natCast (a : α) : ∀ n : Nat, a ^ (n : Int) = a ^ n
  | 0 => (Field.zpow_zero a).trans (pow_zero a).symm
  | n + 1 => (Field.zpow_succ a n).trans (by rw [zpow_natCast a n, pow_succ])
@[simp] theorem zpow_zero (a : α) : a ^ (0 : Int) = 1 := Field.zpow_zero a
@[simp] theorem zpow_one (a : α) : a ^ (1 : Int) = a := (zpow_natCast a 1).trans (pow_one a)
@[simp, grind =] theorem zpow_ofNat (a : α) (n : Nat) : a ^ (OfNat.ofNat n : Int) = a ^ (OfNat.ofNat n : Nat) := zpow_natCast a n
attribute [simp, grind =] zpow_neg
theorem div_eq_iff (h : b ≠ 0) : a / b = c ↔ a = c * b := by grind
theorem eq_div_iff (h : c ≠ 0) : a = b / c ↔ a * c = b := by grind
theorem div_eq_div_iff (h : b ≠ 0) (k : d ≠ 0) : a / b = c / d ↔ a * d = c * b := by grind
theorem div_add_div (a : α) (c : α) (h : b ≠ 0) (k : d ≠ 0) : a / b + c / d = (a * d + b * c) / (b * d) := by grind
end

end
