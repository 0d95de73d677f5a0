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
variable {α : Type u} [Lean.Grind.CommRing α] [LE α] [LT α] [Std.LawfulOrderLT α]
  [Std.IsLinearOrder α] [OrderedRing α] {a b c d : α}

theorem sq_nonneg (a : α) : 0 ≤ a ^ 2 := OrderedRing.sq_nonneg
theorem mul_self_nonneg (a : α) : 0 ≤ a * a := Semiring.pow_two a ▸ sq_nonneg a
theorem mul_pos (h : 0 < a) (k : 0 < b) : 0 < a * b := OrderedRing.mul_pos h k
theorem mul_nonneg (h : 0 ≤ a) (k : 0 ≤ b) : 0 ≤ a * b := OrderedRing.mul_nonneg h k
theorem mul_pos_of_neg_of_neg (h : a < 0) (k : b < 0) : 0 < a * b := OrderedRing.mul_pos_iff.2 (.inr ⟨h, k⟩)
theorem mul_nonneg_of_nonpos_of_nonpos (h : a ≤ 0) (k : b ≤ 0) : 0 ≤ a * b := OrderedRing.mul_nonneg_iff.2 (.inr ⟨h, k⟩)
theorem mul_pos_iff : 0 < a * b ↔ 0 < a ∧ 0 < b ∨ a < 0 ∧ b < 0 := OrderedRing.mul_pos_iff
theorem mul_nonneg_iff : 0 ≤ a * b ↔ 0 ≤ a ∧ 0 ≤ b ∨ a ≤ 0 ∧ b ≤ 0 := OrderedRing.mul_nonneg_iff
theorem zero_lt_one : (0 : α) < 1 := OrderedRing.zero_lt_one
theorem one_pos : (0 : α) < 1 := OrderedRing.zero_lt_one
theorem zero_le_one : (0 : α) ≤ 1 := le_of_lt zero_lt_one
theorem sub_nonneg : 0 ≤ a - b ↔ b ≤ a := OrderedAdd.sub_nonneg_iff
theorem sub_pos : 0 < a - b ↔ b < a := OrderedAdd.sub_pos_iff
theorem sub_nonpos : a - b ≤ 0 ↔ a ≤ b := by rw [← not_lt, ← not_lt, sub_pos]
theorem sub_neg : a - b < 0 ↔ a < b := by rw [← not_le, ← not_le, sub_nonneg]
theorem neg_nonneg : 0 ≤ -a ↔ a ≤ 0 := OrderedAdd.neg_nonneg_iff
theorem neg_pos : 0 < -a ↔ a < 0 := OrderedAdd.neg_pos_iff
theorem neg_le_neg (h : a ≤ b) : -b ≤ -a := OrderedAdd.neg_le_iff.2 (le_of_eq_of_le (AddCommGroup.neg_neg a) h)
theorem neg_lt_neg (h : a < b) : -b < -a := OrderedAdd.neg_lt_iff.2 (lt_of_eq_of_lt (AddCommGroup.neg_neg a) h)
theorem add_pos (h : 0 < a) (k : 0 < b) : 0 < a + b := lt_of_eq_of_lt (add_zero 0).symm (OrderedAdd.add_lt_add h k)
theorem add_nonneg (h : 0 ≤ a) (k : 0 ≤ b) : 0 ≤ a + b := le_of_eq_of_le (add_zero 0).symm (OrderedAdd.add_le_add h k)
theorem add_pos_of_pos_of_nonneg (h : 0 < a) (k : 0 ≤ b) : 0 < a + b := lt_of_lt_of_le h (le_of_eq_of_le (add_zero a).symm (OrderedAdd.add_le_right a k))
theorem add_pos_of_nonneg_of_pos (h : 0 ≤ a) (k : 0 < b) : 0 < a + b := lt_of_lt_of_le k (le_of_eq_of_le (zero_add b).symm (OrderedAdd.add_le_left h b))
theorem add_le_add (h : a ≤ b) (k : c ≤ d) : a + c ≤ b + d := OrderedAdd.add_le_add h k
theorem add_lt_add (h : a < b) (k : c < d) : a + c < b + d := OrderedAdd.add_lt_add h k
theorem mul_le_mul_of_nonneg_left (h : b ≤ c) (k : 0 ≤ a) : a * b ≤ a * c := OrderedRing.mul_le_mul_of_nonneg_left h k
theorem mul_le_mul_of_nonneg_right (h : b ≤ c) (k : 0 ≤ a) : b * a ≤ c * a := OrderedRing.mul_le_mul_of_nonneg_right h k
theorem mul_lt_mul_of_pos_left (h : b < c) (k : 0 < a) : a * b < a * c := OrderedRing.mul_lt_mul_of_pos_left h k
theorem mul_lt_mul_of_pos_right (h : b < c) (k : 0 < a) : b * a < c * a := OrderedRing.mul_lt_mul_of_pos_right h k
theorem mul_le_mul (h : a ≤ b) (k : c ≤ d) (hc : 0 ≤ c) (hb : 0 ≤ b) : a * c ≤ b * d :=
  le_trans (mul_le_mul_of_nonneg_right h hc) (mul_le_mul_of_nonneg_left k hb)
theorem mul_lt_mul'' (h : a < b) (k : c < d) (ha : 0 ≤ a) (hc : 0 ≤ c) : a * c < b * d :=
  lt_of_le_of_lt (mul_le_mul_of_nonneg_right (le_of_lt h) hc) (mul_lt_mul_of_pos_left k (lt_of_le_of_lt ha h))
theorem pow_pos (h : 0 < a) : ∀ n : Nat, 0 < a ^ n
  | 0 => pow_zero a ▸ zero_lt_one
  | n + 1 => pow_succ a n ▸ mul_pos (pow_pos h n) h
theorem pow_nonneg (h : 0 ≤ a) : ∀ n : Nat, 0 ≤ a ^ n
  | 0 => pow_zero a ▸ zero_le_one
  | n + 1 => pow_succ a n ▸ mul_nonneg (pow_nonneg h n) h
theorem pow_le_pow_left₀ (h : 0 ≤ a) (k : a ≤ b) : ∀ n : Nat, a ^ n ≤ b ^ n
  | 0 => by rw [pow_zero, pow_zero]; exact le_rfl
  | n + 1 => by
    rw [pow_succ, pow_succ]
    exact mul_le_mul (pow_le_pow_left₀ h k n) k h (pow_nonneg (le_trans h k) n)
theorem mul_self_eq_zero : a * a = 0 ↔ a = 0 := by
  refine ⟨fun h => ?_, fun h => by rw [h, mul_zero]⟩
  rcases lt_trichotomy a 0 with k | k | k
  · exact absurd (mul_pos_of_neg_of_neg k k) (h ▸ lt_irrefl _)
  · exact k
  · exact absurd (mul_pos k k) (h ▸ lt_irrefl _)
theorem sq_eq_zero' : a ^ 2 = 0 ↔ a = 0 := pow_two a ▸ mul_self_eq_zero
theorem sq_pos_of_ne_zero (h : a ≠ 0) : 0 < a ^ 2 :=
  lt_of_le_of_ne (sq_nonneg a) fun e => h (sq_eq_zero'.1 e.symm)
theorem sq_pos_of_pos (h : 0 < a) : 0 < a ^ 2 := pow_pos h 2
theorem sq_pos_of_neg (h : a < 0) : 0 < a ^ 2 := sq_pos_of_ne_zero (ne_of_lt h)
theorem le_of_sq_le_sq (h : a ^ 2 ≤ b ^ 2) (k : 0 ≤ b) : a ≤ b :=
  le_of_not_gt fun l => not_lt_of_ge h (by
    rw [pow_two, pow_two]; exact mul_lt_mul'' l l k k)
theorem two_mul_le_add_sq (a b : α) : 2 * a * b ≤ a ^ 2 + b ^ 2 := by
  have := sq_nonneg (a - b); rw [sub_sq] at this; grind

@[simp] theorem Nat.cast_nonneg : ∀ n : Nat, (0 : α) ≤ (n : α)
  | 0 => le_of_eq Nat.cast_zero.symm
  | n + 1 => le_of_le_of_eq (add_nonneg (Nat.cast_nonneg n) zero_le_one) (Nat.cast_succ n).symm
@[simp] theorem Nat.ofNat_nonneg' (n : Nat) : (0 : α) ≤ OfNat.ofNat n :=
  le_of_le_of_eq (Nat.cast_nonneg n) (Semiring.ofNat_eq_natCast n).symm
@[simp] theorem Nat.ofNat_pos' (n : Nat) : (0 : α) < OfNat.ofNat (n + 1) :=
  lt_of_lt_of_le (add_pos_of_nonneg_of_pos (Nat.ofNat_nonneg' n) zero_lt_one) (le_of_eq (Semiring.ofNat_succ n).symm)
grind_pattern Nat.cast_nonneg => (n : α)

variable [Min α] [Max α] [LawfulMinMax α]
theorem abs_of_nonneg (h : 0 ≤ a) : abs a = a := max_eq_left (by grind)
theorem abs_of_pos (h : 0 < a) : abs a = a := abs_of_nonneg (le_of_lt h)
theorem abs_of_nonpos (h : a ≤ 0) : abs a = -a := max_eq_right (by grind)
theorem abs_of_neg (h : a < 0) : abs a = -a := abs_of_nonpos (le_of_lt h)
theorem abs_cases (a : α) : abs a = a ∧ 0 ≤ a ∨ abs a = -a ∧ a < 0 :=
  (lt_or_ge a 0).elim (fun h => .inr ⟨abs_of_neg h, h⟩) fun h => .inl ⟨abs_of_nonneg h, h⟩
grind_pattern abs_cases => abs a
theorem abs_nonneg (a : α) : 0 ≤ abs a := by
  rcases abs_cases a with h | h <;> rw [h.1]
  · exact h.2
  · exact neg_nonneg.2 (le_of_lt h.2)
theorem abs_choice (a : α) : abs a = a ∨ abs a = -a := (abs_cases a).imp And.left And.left
theorem le_abs_self (a : α) : a ≤ abs a := le_max_left a (-a)
theorem neg_le_abs (a : α) : -a ≤ abs a := le_max_right a (-a)
theorem neg_abs_le (a : α) : -abs a ≤ a := OrderedAdd.neg_le_iff.2 (neg_le_abs a)
@[simp] theorem abs_neg (a : α) : abs (-a) = abs a := by grind
@[simp] theorem abs_abs (a : α) : abs (abs a) = abs a := abs_of_nonneg (abs_nonneg a)
@[simp] theorem abs_zero : abs (0 : α) = 0 := abs_of_nonneg le_rfl
@[simp] theorem abs_one : abs (1 : α) = 1 := abs_of_pos one_pos
theorem abs_le : abs a ≤ b ↔ -b ≤ a ∧ a ≤ b := ⟨fun h => ⟨OrderedAdd.neg_le_iff.2 (le_trans (neg_le_abs a) h), le_trans (le_abs_self a) h⟩,
    fun h => (abs_choice a).elim (fun e => le_of_eq_of_le e h.2) fun e => le_of_eq_of_le e (OrderedAdd.neg_le_iff.2 h.1)⟩
theorem abs_lt : abs a < b ↔ -b < a ∧ a < b := ⟨fun h => ⟨OrderedAdd.neg_lt_iff.2 (lt_of_le_of_lt (neg_le_abs a) h), lt_of_le_of_lt (le_abs_self a) h⟩,
    fun h => (abs_choice a).elim (fun e => lt_of_eq_of_lt e h.2) fun e => lt_of_eq_of_lt e (OrderedAdd.neg_lt_iff.2 h.1)⟩
theorem le_abs : a ≤ abs b ↔ a ≤ b ∨ a ≤ -b := ⟨fun h => (abs_choice b).imp (le_of_le_of_eq h) (le_of_le_of_eq h),
    fun h => h.elim (fun k => le_trans k (le_abs_self b)) fun k => le_trans k (neg_le_abs b)⟩
theorem lt_abs : a < abs b ↔ a < b ∨ a < -b := ⟨fun h => (abs_choice b).imp (lt_of_lt_of_eq h) (lt_of_lt_of_eq h),
    fun h => h.elim (fun k => lt_of_lt_of_le k (le_abs_self b)) fun k => lt_of_lt_of_le k (neg_le_abs b)⟩
theorem abs_eq_zero : abs a = 0 ↔ a = 0 := by grind
theorem abs_pos : 0 < abs a ↔ a ≠ 0 := by grind
theorem abs_sub_comm (a b : α) : abs (a - b) = abs (b - a) := by grind
theorem abs_add_le (a b : α) : abs (a + b) ≤ abs a + abs b := abs_le.2 ⟨by
    rw [AddCommGroup.neg_add]; exact OrderedAdd.add_le_add (neg_abs_le a) (neg_abs_le b),
    OrderedAdd.add_le_add (le_abs_self a) (le_abs_self b)⟩
theorem abs_eq (h : 0 ≤ b) : abs a = b ↔ a = b ∨ a = -b := by grind
theorem abs_mul (a b : α) : abs (a * b) = abs a * abs b := by
  rcases le_total 0 a with h | h <;> rcases le_total 0 b with k | k
  · rw [abs_of_nonneg h, abs_of_nonneg k, abs_of_nonneg (mul_nonneg h k)]
  · rw [abs_of_nonneg h, abs_of_nonpos k, abs_of_nonpos (by have := mul_nonneg h (neg_nonneg.2 k); grind)]; grind
  · rw [abs_of_nonpos h, abs_of_nonneg k, abs_of_nonpos (by have := mul_nonneg (neg_nonneg.2 h) k; grind)]; grind
  · rw [abs_of_nonpos h, abs_of_nonpos k, abs_of_nonneg (mul_nonneg_of_nonpos_of_nonpos h k)]; grind
@[simp] theorem sq_abs (a : α) : abs a ^ 2 = a ^ 2 := by
  rcases abs_choice a with h | h <;> rw [h]; exact neg_sq a
theorem max_def' (a b : α) : max a b = a ∧ b ≤ a ∨ max a b = b ∧ a ≤ b := max_choice a b
theorem min_def' (a b : α) : min a b = a ∧ a ≤ b ∨ min a b = b ∧ b ≤ a := min_choice a b
end

section
variable {α : Type u} [Field α] {a b c d : α}
theorem div_eq_mul_inv (a b : α) : a / b = a * b⁻¹ := Field.div_eq_mul_inv a b
theorem mul_inv_cancel₀ (h : a ≠ 0) : a * a⁻¹ = 1 := Field.mul_inv_cancel h
theorem inv_mul_cancel₀ (h : a ≠ 0) : a⁻¹ * a = 1 := (mul_comm ..).trans (Field.mul_inv_cancel h)
@[simp] theorem inv_zero : (0 : α)⁻¹ = 0 := Field.inv_zero
@[simp] theorem inv_one : (1 : α)⁻¹ = 1 := Field.inv_one
@[simp] theorem inv_inv (a : α) : a⁻¹⁻¹ = a := Field.inv_inv a
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

section
variable {α : Type u} [Field α] [LE α] [LT α] [Std.LawfulOrderLT α]
  [Std.IsLinearOrder α] [OrderedRing α] {a b c d : α}
theorem inv_pos : 0 < a⁻¹ ↔ 0 < a := Field.IsOrdered.inv_pos_iff
theorem inv_pos_of_pos (h : 0 < a) : 0 < a⁻¹ := inv_pos.2 h
theorem div_pos (h : 0 < a) (k : 0 < b) : 0 < a / b := div_eq_mul_inv a b ▸ mul_pos h (inv_pos.2 k)
theorem inv_nonneg_of_nonneg (h : 0 ≤ a) : 0 ≤ a⁻¹ :=
  (lt_or_eq_of_le h).elim (fun k => le_of_lt (inv_pos.2 k)) fun e => by rw [← e, inv_zero]; exact le_rfl
theorem div_nonneg (h : 0 ≤ a) (k : 0 ≤ b) : 0 ≤ a / b := div_eq_mul_inv a b ▸ mul_nonneg h (inv_nonneg_of_nonneg k)
theorem le_div_iff₀ (h : 0 < c) : a ≤ b / c ↔ a * c ≤ b := by
  have e : b / c * c = b := div_mul_cancel₀ b (ne_of_gt h)
  constructor
  · intro k; rw [← e]; exact mul_le_mul_of_nonneg_right k (le_of_lt h)
  · intro k; refine le_of_not_gt fun l => not_lt_of_ge k ?_
    have := mul_lt_mul_of_pos_right l h; rw [e] at this; exact this
theorem div_le_iff₀ (h : 0 < c) : a / c ≤ b ↔ a ≤ b * c := by
  have e : a / c * c = a := div_mul_cancel₀ a (ne_of_gt h)
  constructor
  · intro k; rw [← e]; exact mul_le_mul_of_nonneg_right k (le_of_lt h)
  · intro k; refine le_of_not_gt fun l => not_lt_of_ge k ?_
    have := mul_lt_mul_of_pos_right l h; rw [e] at this; exact this
theorem lt_div_iff₀ (h : 0 < c) : a < b / c ↔ a * c < b :=
  ⟨fun k => lt_of_not_ge fun l => not_le_of_gt k ((div_le_iff₀ h).2 l), fun k => lt_of_not_ge fun l => not_le_of_gt k ((div_le_iff₀ h).1 l)⟩
theorem div_lt_iff₀ (h : 0 < c) : a / c < b ↔ a < b * c :=
  ⟨fun k => lt_of_not_ge fun l => not_le_of_gt k ((le_div_iff₀ h).2 l), fun k => lt_of_not_ge fun l => not_le_of_gt k ((le_div_iff₀ h).1 l)⟩
theorem le_div_iff (h : 0 < c) : a ≤ b / c ↔ a * c ≤ b := le_div_iff₀ h
theorem div_le_iff (h : 0 < c) : a / c ≤ b ↔ a ≤ b * c := div_le_iff₀ h
theorem lt_div_iff (h : 0 < c) : a < b / c ↔ a * c < b := lt_div_iff₀ h
theorem div_lt_iff (h : 0 < c) : a / c < b ↔ a < b * c := div_lt_iff₀ h
theorem div_le_div_iff_of_pos (h : 0 < b) (k : 0 < d) : a / b ≤ c / d ↔ a * d ≤ c * b := by
  rw [div_le_iff₀ h, mul_comm, ← mul_div_assoc, le_div_iff₀ k, mul_comm b c]
theorem one_div_pos : 0 < 1 / a ↔ 0 < a := by rw [one_div]; exact inv_pos
end
end
