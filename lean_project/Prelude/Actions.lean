import Prelude.Everyday
import Prelude.Conjugate

/-! Scalar multiplication, integer powers, casts, norms, real powers and complex parts: further lemmas under Mathlib's names.

A scalar that is not a whole number is one of the ring itself here, so `a • b` is `a * b`. -/

set_option linter.unusedSectionVars false

section
variable (α : Type u) [Mul α] {a b : α}
@[simp] theorem smul_eq_mul : a • b = a * b := rfl
end

section
open Lean.Grind
variable {α : Type u} [CommRing α]
@[simp] theorem one_smul (M : Type u) [Semiring M] (b : M) : (1 : M) • b = b := one_mul b
@[simp] theorem zero_smul (R : Type u) [Semiring R] (m : R) : (0 : R) • m = 0 := zero_mul m
@[simp] theorem smul_zero (a : α) : a • (0 : α) = 0 := mul_zero a
theorem smul_smul (a b c : α) : a • b • c = (a * b) • c := (mul_assoc a b c).symm
theorem smul_add (a b c : α) : a • (b + c) = a • b + a • c := mul_add a b c
theorem add_smul (a b c : α) : (a + b) • c = a • c + b • c := add_mul a b c
theorem smul_sub (a b c : α) : a • (b - c) = a • b - a • c := mul_sub a b c
theorem sub_smul (a b c : α) : (a - b) • c = a • c - b • c := sub_mul a b c
theorem neg_smul (a b : α) : -a • b = -(a • b) := neg_mul a b
theorem smul_neg (a b : α) : a • -b = -(a • b) := mul_neg a b
theorem neg_one_smul (R : Type u) [CommRing R] (x : R) : (-1 : R) • x = -x := neg_one_mul x
theorem two_smul (R : Type u) [Semiring R] (x : R) : (2 : R) • x = x + x := two_mul x
theorem smul_eq_zero [NoZeroDivisors α] {c x : α} : c • x = 0 ↔ c = 0 ∨ x = 0 := mul_eq_zero
theorem smul_ne_zero [NoZeroDivisors α] {c x : α} (h : c ≠ 0) (k : x ≠ 0) : c • x ≠ 0 := mul_ne_zero h k
@[simp] theorem nsmul_eq_mul {α : Type u} [Semiring α] (n : Nat) (a : α) : n • a = (n : α) * a := Semiring.nsmul_eq_natCast_mul n a
@[simp] theorem zsmul_eq_mul (a : α) (n : Int) : n • a = (n : α) * a := by
  rcases Int.eq_nat_or_neg n with ⟨m, e | e⟩ <;> subst e
  · rw [Ring.zsmul_natCast_eq_nsmul, nsmul_eq_mul, Int.cast_natCast]
  · rw [Ring.neg_zsmul, Ring.zsmul_natCast_eq_nsmul, nsmul_eq_mul, Int.cast_neg, Int.cast_natCast, neg_mul]
theorem nsmul_eq_smul_cast (n : Nat) (b : α) : n • b = (n : α) • b := nsmul_eq_mul n b
theorem zsmul_eq_smul_cast (n : Int) (b : α) : n • b = (n : α) • b := zsmul_eq_mul b n
@[simp] theorem npow_zero (a : α) : a ^ 0 = 1 := pow_zero a
@[simp] theorem npow_one (a : α) : a ^ 1 = a := pow_one a
theorem npow_add (k n : Nat) (a : α) : a ^ (k + n) = a ^ k * a ^ n := pow_add a k n
variable {β : Type u} [Field β] {c : β}
theorem inv_smul_smul₀ (h : c ≠ 0) (x : β) : c⁻¹ • c • x = x := inv_mul_cancel_left₀ h x
theorem smul_inv_smul₀ (h : c ≠ 0) (x : β) : c • c⁻¹ • x = x := mul_inv_cancel_left₀ h x
end

namespace Finset
open Lean.Grind
variable {ι : Type v} {α : Type u} [CommRing α] {s : Finset ι}
theorem smul_sum {r : α} {f : ι → α} : (r • s.sum f) = s.sum fun i => r • f i := mul_sum s f r
theorem sum_smul {f : ι → α} {x : α} : s.sum f • x = s.sum fun i => f i • x := sum_mul s f x
end Finset

/-! ### Integer powers -/

section
open Lean.Grind
variable {α : Type u} [Field α] {a b : α}
theorem zpow_neg_one (a : α) : a ^ (-1 : Int) = a⁻¹ := by rw [zpow_neg, zpow_one]
theorem zpow_negSucc (a : α) (n : Nat) : a ^ (Int.negSucc n) = (a ^ (n + 1))⁻¹ := by
  rw [Int.negSucc_eq, zpow_neg, show ((n : Int) + 1) = ((n + 1 : Nat) : Int) from rfl, zpow_natCast]
theorem zpow_add_one₀ (h : a ≠ 0) (n : Int) : a ^ (n + 1) = a ^ n * a := by
  rcases Int.eq_nat_or_neg n with ⟨m, e | e⟩ <;> subst e
  · rw [show ((m : Int) + 1) = ((m + 1 : Nat) : Int) from rfl, zpow_natCast, zpow_natCast, pow_succ]
  · cases m with
    | zero => rw [show (-((0 : Nat) : Int) + 1) = 1 from rfl, show (-((0 : Nat) : Int)) = 0 from rfl, zpow_one, zpow_zero, one_mul]
    | succ m =>
      rw [show (-((m + 1 : Nat) : Int) + 1) = -((m : Nat) : Int) by omega, zpow_neg, zpow_neg, zpow_natCast, zpow_natCast, pow_succ,
        mul_inv, mul_assoc, inv_mul_cancel₀ h, mul_one]
theorem zpow_sub_one₀ (h : a ≠ 0) (n : Int) : a ^ (n - 1) = a ^ n * a⁻¹ := by
  have := zpow_add_one₀ h (n - 1)
  rw [show n - 1 + 1 = n by omega] at this
  rw [this, mul_assoc, mul_inv_cancel₀ h, mul_one]
theorem zpow_add₀ (h : a ≠ 0) (m n : Int) : a ^ (m + n) = a ^ m * a ^ n := by
  have up : ∀ k : Nat, a ^ (m + (k : Int)) = a ^ m * a ^ (k : Int) := fun k => by
    induction k with
    | zero => rw [show ((0 : Nat) : Int) = 0 from rfl, zpow_zero, Int.add_zero, mul_one]
    | succ k ih =>
      rw [show m + ((k + 1 : Nat) : Int) = m + (k : Int) + 1 by omega, zpow_add_one₀ h, ih,
        show ((k + 1 : Nat) : Int) = (k : Int) + 1 from rfl, zpow_add_one₀ h, mul_assoc]
  have down : ∀ k : Nat, a ^ (m + -(k : Int)) = a ^ m * a ^ (-(k : Int)) := fun k => by
    induction k with
    | zero => rw [show -((0 : Nat) : Int) = 0 from rfl, zpow_zero, Int.add_zero, mul_one]
    | succ k ih =>
      rw [show m + -((k + 1 : Nat) : Int) = m + -(k : Int) - 1 by omega, zpow_sub_one₀ h, ih,
        show -((k + 1 : Nat) : Int) = -(k : Int) - 1 by omega, zpow_sub_one₀ h, mul_assoc]
  rcases Int.eq_nat_or_neg n with ⟨k, e | e⟩ <;> subst e
  · exact up k
  · exact down k
theorem zpow_sub₀ (h : a ≠ 0) (m n : Int) : a ^ (m - n) = a ^ m / a ^ n := by
  rw [Int.sub_eq_add_neg, zpow_add₀ h, zpow_neg, div_eq_mul_inv]
theorem zpow_two (a : α) : a ^ (2 : Int) = a * a := by rw [← pow_two]; exact zpow_natCast a 2
theorem one_zpow (n : Int) : (1 : α) ^ n = 1 := by
  rcases Int.eq_nat_or_neg n with ⟨k, e | e⟩ <;> subst e
  · rw [zpow_natCast, one_pow]
  · rw [zpow_neg, zpow_natCast, one_pow, inv_one]
end

/-! ### Casts -/

section
open Lean.Grind
variable {α : Type u} [CommRing α]
@[simp, push_cast] theorem Nat.cast_sub {m n : Nat} (h : m ≤ n) : ((n - m : Nat) : α) = (n : α) - (m : α) := by
  obtain ⟨k, rfl⟩ := Nat.exists_eq_add_of_le h
  rw [Nat.add_sub_cancel_left, Nat.cast_add]; grind
theorem Nat.cast_add_one (n : Nat) : ((n + 1 : Nat) : α) = (n : α) + 1 := Nat.cast_succ n
theorem Nat.cast_pred {n : Nat} (h : 0 < n) : ((n - 1 : Nat) : α) = (n : α) - 1 := by rw [Nat.cast_sub h, Nat.cast_one]
theorem Int.cast_negSucc (n : Nat) : ((Int.negSucc n : Int) : α) = -((n + 1 : Nat) : α) := by
  rw [Int.negSucc_eq, Int.cast_neg, show ((n : Int) + 1) = ((n + 1 : Nat) : Int) from rfl, Int.cast_natCast]
end

section
open Lean.Grind
variable {α : Type u} [CommRing α] [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [OrderedRing α]
theorem Nat.one_le_cast {n : Nat} : 1 ≤ (n : α) ↔ 1 ≤ n := by rw [← Nat.cast_one (α := α)]; exact Nat.cast_le
theorem Nat.one_lt_cast {n : Nat} : 1 < (n : α) ↔ 1 < n := by rw [← Nat.cast_one (α := α)]; exact Nat.cast_lt
theorem Nat.cast_le_one {n : Nat} : (n : α) ≤ 1 ↔ n ≤ 1 := by rw [← Nat.cast_one (α := α)]; exact Nat.cast_le
theorem Nat.cast_lt_one {n : Nat} : (n : α) < 1 ↔ n = 0 := by rw [← Nat.cast_one (α := α), Nat.cast_lt]; omega
theorem Int.one_le_cast_iff {n : Int} : 1 ≤ (n : α) ↔ 1 ≤ n := by rw [← Int.cast_one (α := α)]; exact Int.cast_le
variable [Min α] [Max α] [LawfulMinMax α]
@[simp, norm_cast] theorem Int.cast_abs {a : Int} : ((abs a : Int) : α) = abs (a : α) := by
  rcases le_total 0 a with h | h
  · rw [abs_of_nonneg h, abs_of_nonneg (Int.cast_nonneg.2 h)]
  · rw [abs_of_nonpos h, Int.cast_neg, abs_of_nonpos]
    have := Int.cast_le (α := α).2 h; rwa [Int.cast_zero] at this
theorem abs_sub_le_iff {a b c : α} : abs (a - b) ≤ c ↔ a - b ≤ c ∧ b - a ≤ c := by rw [abs_le]; constructor <;> intro h <;> constructor <;> grind
theorem abs_sub_lt_iff {a b c : α} : abs (a - b) < c ↔ a - b < c ∧ b - a < c := by rw [abs_lt]; constructor <;> intro h <;> constructor <;> grind
@[simp] theorem Nat.abs_ofNat (n : Nat) : abs (no_index (OfNat.ofNat n) : α) = OfNat.ofNat n := abs_of_nonneg (Nat.ofNat_nonneg' n)
@[simp] theorem Nat.abs_cast (n : Nat) : abs (n : α) = n := abs_of_nonneg (Nat.cast_nonneg n)
theorem abs_two : abs (2 : α) = 2 := abs_of_pos zero_lt_two
theorem abs_sub_le (a b c : α) : abs (a - c) ≤ abs (a - b) + abs (b - c) := by
  have := abs_add_le (a - b) (b - c); rwa [show a - b + (b - c) = a - c by grind] at this
theorem abs_add (a b : α) : abs (a + b) ≤ abs a + abs b := abs_add_le a b
theorem abs_abs_sub_abs_le_abs_sub (a b : α) : abs (abs a - abs b) ≤ abs (a - b) := by
  rw [abs_sub_le_iff]; exact ⟨abs_sub_abs_le_abs_sub a b, by rw [abs_sub_comm a b]; exact abs_sub_abs_le_abs_sub b a⟩
end

theorem Int.abs_eq_natAbs (a : Int) : abs a = (Int.natAbs a : Int) := by
  rcases le_total 0 a with h | h
  · rw [abs_of_nonneg h]; omega
  · rw [abs_of_nonpos h]; omega
theorem Int.natCast_natAbs (a : Int) : ((Int.natAbs a : Nat) : Int) = abs a := (Int.abs_eq_natAbs a).symm

section
open Lean.Grind
variable {α : Type u} [Field α] [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [OrderedRing α]
  [Min α] [Max α] [LawfulMinMax α] {a b c : α}
theorem abs_inv (a : α) : abs a⁻¹ = (abs a)⁻¹ := by
  rcases le_total 0 a with h | h
  · rw [abs_of_nonneg h, abs_of_nonneg (inv_nonneg.2 h)]
  · have k : a⁻¹ ≤ 0 := by
      have := inv_nonneg.2 (neg_nonneg.2 h); rw [inv_neg] at this; exact neg_nonneg.1 this
    rw [abs_of_nonpos h, abs_of_nonpos k, inv_neg]
theorem abs_div (a b : α) : abs (a / b) = abs a / abs b := by rw [div_eq_mul_inv, abs_mul, abs_inv, ← div_eq_mul_inv]
theorem abs_one_div (a : α) : abs (1 / a) = 1 / abs a := by rw [abs_div, abs_one]
end

/-! ### Norms -/

section
variable {ℝ ℂ : Type} [RealField ℝ] [ComplexField ℂ] [ComplexOver ℝ ℂ]
namespace Real
variable {r : ℝ}
theorem norm_eq_abs (r : ℝ) : norm r = abs r := rfl
theorem norm_of_nonneg (h : 0 ≤ r) : norm r = r := abs_of_nonneg h
theorem norm_of_nonpos (h : r ≤ 0) : norm r = -r := abs_of_nonpos h
theorem le_norm_self (r : ℝ) : r ≤ norm r := le_abs_self r
end Real
theorem norm_mul (a b : ℝ) : (norm (a * b) : ℝ) = norm a * norm b := abs_mul a b
theorem norm_mul_le (a b : ℝ) : (norm (a * b) : ℝ) ≤ norm a * norm b := le_of_eq (norm_mul a b)
theorem norm_inv (a : ℝ) : (norm a⁻¹ : ℝ) = (norm a)⁻¹ := abs_inv a
theorem norm_div (a b : ℝ) : (norm (a / b) : ℝ) = norm a / norm b := abs_div a b
theorem norm_pow (a : ℝ) (n : Nat) : (norm (a ^ n) : ℝ) = norm a ^ n := abs_pow a n
theorem norm_smul (a b : ℝ) : (norm (a • b) : ℝ) = norm a * norm b := abs_mul a b
theorem norm_neg (a : ℝ) : (norm (-a) : ℝ) = norm a := abs_neg a
theorem norm_nonneg (a : ℝ) : 0 ≤ (norm a : ℝ) := abs_nonneg a
theorem norm_zero : (norm (0 : ℝ) : ℝ) = 0 := abs_zero
theorem norm_one : (norm (1 : ℝ) : ℝ) = 1 := abs_one
theorem norm_eq_zero {a : ℝ} : (norm a : ℝ) = 0 ↔ a = 0 := abs_eq_zero
theorem norm_pos_iff {a : ℝ} : 0 < (norm a : ℝ) ↔ a ≠ 0 := abs_pos
theorem norm_add_le (a b : ℝ) : (norm (a + b) : ℝ) ≤ norm a + norm b := abs_add_le a b
theorem norm_sub_rev (a b : ℝ) : (norm (a - b) : ℝ) = norm (b - a) := abs_sub_comm a b
theorem norm_norm (a : ℝ) : (norm (norm a : ℝ) : ℝ) = norm a := abs_abs a
end

/-! ### Real powers -/

namespace Real
variable {ℝ : Type} [RealField ℝ] {x y z : ℝ}
theorem zero_rpow (h : x ≠ 0) : (0 : ℝ) ^ x = 0 := RealField.zero_rpow h
theorem one_rpow (x : ℝ) : (1 : ℝ) ^ x = 1 := by rw [rpow_def_of_pos one_pos, log_one, zero_mul, exp_zero]
theorem rpow_neg (h : 0 ≤ x) (y : ℝ) : x ^ (-y) = (x ^ y)⁻¹ := by
  rcases lt_or_eq_of_le h with k | k
  · exact rpow_neg_of_pos k y
  · subst k
    rcases Classical.em (y = 0) with e | e
    · subst e; rw [neg_zero', rpow_zero, inv_one]
    · rw [zero_rpow e, zero_rpow (neg_ne_zero.2 e), inv_zero]
where neg_zero' : -(0 : ℝ) = 0 := by grind
theorem rpow_neg_one (x : ℝ) : x ^ (-1 : ℝ) = x⁻¹ := by
  rcases lt_trichotomy x 0 with h | h | h
  · have k := RealField.rpow_def_of_neg h (-1 : ℝ)
    refine k.trans ?_
    show exp (log x * -1) * cos (-1 * pi) = x⁻¹
    rw [mul_neg, mul_one, exp_neg, ← log_neg_eq_log, exp_log (neg_pos.2 h), neg_one_mul, cos_neg, cos_pi, inv_neg, mul_neg, mul_one, neg_neg]
  · rw [h, zero_rpow (neg_ne_zero.2 one_ne_zero), inv_zero]
  · rw [rpow_neg_of_pos h, rpow_one]
theorem rpow_mul (h : 0 ≤ x) (y z : ℝ) : x ^ (y * z) = (x ^ y) ^ z := by
  rcases lt_or_eq_of_le h with k | k
  · exact rpow_mul_of_pos k y z
  · subst k
    rcases Classical.em (y = 0) with e | e
    · rw [e, zero_mul, rpow_zero, one_rpow]
    · rcases Classical.em (z = 0) with f | f
      · rw [f, mul_zero, rpow_zero, rpow_zero]
      · rw [zero_rpow e, zero_rpow f, zero_rpow (mul_ne_zero e f)]
theorem mul_rpow (h : 0 ≤ x) (k : 0 ≤ y) : (x * y) ^ z = x ^ z * y ^ z := by
  rcases lt_or_eq_of_le h with hx | hx
  · rcases lt_or_eq_of_le k with hy | hy
    · rw [rpow_def_of_pos (mul_pos hx hy), rpow_def_of_pos hx, rpow_def_of_pos hy, log_mul_of_pos hx hy, add_mul, exp_add]
    · subst hy
      rcases Classical.em (z = 0) with e | e
      · rw [e, rpow_zero, rpow_zero, rpow_zero, mul_one]
      · rw [mul_zero, zero_rpow e, mul_zero]
  · subst hx
    rcases Classical.em (z = 0) with e | e
    · rw [e, rpow_zero, rpow_zero, rpow_zero, mul_one]
    · rw [zero_mul, zero_rpow e, zero_mul]
theorem rpow_add_one (h : x ≠ 0) (y : ℝ) : x ^ (y + 1) = x ^ y * x := by
  rcases lt_or_gt_of_ne h with k | k
  · have e₁ : x ^ (y + 1) = exp (log x * (y + 1)) * cos ((y + 1) * pi) := RealField.rpow_def_of_neg k _
    have e₂ : x ^ y = exp (log x * y) * cos (y * pi) := RealField.rpow_def_of_neg k _
    rw [e₁, e₂, mul_add, mul_one, exp_add, add_mul, one_mul, cos_add_pi, ← log_neg_eq_log, exp_log (neg_pos.2 k)]; grind
  · rw [rpow_add k, rpow_one]
theorem rpow_intCast (x : ℝ) (n : Int) : x ^ (n : ℝ) = x ^ n := by
  rcases Int.eq_nat_or_neg n with ⟨m, e | e⟩ <;> subst e
  · rw [Int.cast_natCast, rpow_natCast, zpow_natCast]
  · rcases Classical.em (m = 0) with e | e
    · subst e; rw [show (-((0 : Nat) : Int)) = 0 from rfl, Int.cast_zero, rpow_zero, zpow_zero]
    · rw [zpow_neg, zpow_natCast, Int.cast_neg, Int.cast_natCast, show -(m : ℝ) = (m : ℝ) * (-1) by grind]
      rcases lt_or_ge x 0 with h | h
      · have k : x ^ ((m : ℝ) * -1) = exp (log x * ((m : ℝ) * -1)) * cos ((m : ℝ) * -1 * pi) := RealField.rpow_def_of_neg h _
        rw [k, show (m : ℝ) * -1 * pi = -((m : ℝ) * pi) by grind, cos_neg, cos_nat_mul_pi, ← log_neg_eq_log,
          show log (-x) * ((m : ℝ) * -1) = -(log (-x) * (m : ℝ)) by grind, exp_neg, exp_nat_mul, exp_log (neg_pos.2 h), neg_pow_eq x m, mul_inv]
        congr 1
        rw [← inv_pow]; congr 1
        rw [inv_neg, inv_one]
      · rw [rpow_mul h, rpow_neg_one, rpow_natCast]
theorem rpow_le_rpow (h : 0 ≤ x) (k : x ≤ y) (l : 0 ≤ z) : x ^ z ≤ y ^ z := by
  rcases lt_or_eq_of_le h with hx | hx
  · have hy := lt_of_lt_of_le hx k
    rw [rpow_def_of_pos hx, rpow_def_of_pos hy, exp_le_exp]
    exact mul_le_mul_of_nonneg_right (log_le_log hx k) l
  · subst hx
    rcases lt_or_eq_of_le l with hz | hz
    · rw [zero_rpow (ne_of_gt hz)]; exact rpow_nonneg (le_trans h k) z
    · subst hz; rw [rpow_zero, rpow_zero]; exact le_rfl
theorem rpow_lt_rpow (h : 0 ≤ x) (k : x < y) (l : 0 < z) : x ^ z < y ^ z := by
  have hy := lt_of_le_of_lt h k
  rcases lt_or_eq_of_le h with hx | hx
  · rw [rpow_def_of_pos hx, rpow_def_of_pos hy, exp_lt_exp]
    exact mul_lt_mul_of_pos_right (log_lt_log hx k) l
  · subst hx; rw [zero_rpow (ne_of_gt l)]; exact rpow_pos_of_pos hy z
theorem log_nonneg (h : 1 ≤ x) : 0 ≤ log x := by have := log_le_log one_pos h; rwa [log_one] at this
theorem log_nonpos (h : 0 ≤ x) (k : x ≤ 1) : log x ≤ 0 := by
  rcases lt_or_eq_of_le h with l | l
  · have := log_le_log l k; rwa [log_one] at this
  · rw [← l, log_zero]; exact le_rfl
theorem rpow_le_rpow_of_exponent_le (h : 1 ≤ x) (k : y ≤ z) : x ^ y ≤ x ^ z := by
  have hx := lt_of_lt_of_le one_pos h
  rw [rpow_def_of_pos hx, rpow_def_of_pos hx, exp_le_exp]
  exact mul_le_mul_of_nonneg_left k (log_nonneg h)
theorem rpow_lt_rpow_of_exponent_lt (h : 1 < x) (k : y < z) : x ^ y < x ^ z := by
  have hx := lt_trans one_pos h
  rw [rpow_def_of_pos hx, rpow_def_of_pos hx, exp_lt_exp]
  exact mul_lt_mul_of_pos_left k (log_pos h)
theorem one_le_rpow (h : 1 ≤ x) (k : 0 ≤ y) : 1 ≤ x ^ y := by have := rpow_le_rpow_of_exponent_le h k; rwa [rpow_zero] at this
theorem sqrt_eq_zero (h : 0 ≤ x) : sqrt x = 0 ↔ x = 0 :=
  ⟨fun k => by rw [← sq_sqrt h, k]; exact zero_pow (by decide), fun k => by rw [k, sqrt_zero]⟩
theorem sqrt_ne_zero (h : 0 ≤ x) : sqrt x ≠ 0 ↔ x ≠ 0 := not_congr (sqrt_eq_zero h)
theorem sqrt_ne_zero' : sqrt x ≠ 0 ↔ 0 < x := ⟨fun h => sqrt_pos.1 (lt_of_le_of_ne (sqrt_nonneg x) (Ne.symm h)), fun h => ne_of_gt (sqrt_pos.2 h)⟩
theorem sqrt_inv (x : ℝ) : sqrt x⁻¹ = (sqrt x)⁻¹ := by
  rcases lt_or_ge 0 x with h | h
  · refine (sqrt_eq_iff_sq_eq (le_of_lt (inv_pos.2 h)) (inv_nonneg.2 (sqrt_nonneg x))).2 ?_
    rw [inv_pow, sq_sqrt (le_of_lt h)]
  · rw [sqrt_eq_zero_of_nonpos h, inv_zero, sqrt_eq_zero_of_nonpos]
    refine le_of_not_gt fun k => not_lt_of_ge h ?_
    have := inv_pos.2 k; rwa [inv_inv] at this
theorem sqrt_div (h : 0 ≤ x) (y : ℝ) : sqrt (x / y) = sqrt x / sqrt y := by rw [div_eq_mul_inv, sqrt_mul h, sqrt_inv, ← div_eq_mul_inv]
theorem div_sqrt : x / sqrt x = sqrt x := by
  rcases lt_or_ge 0 x with h | h
  · rw [div_eq_iff (ne_of_gt (sqrt_pos.2 h)), mul_self_sqrt (le_of_lt h)]
  · rw [sqrt_eq_zero_of_nonpos h, div_zero]
end Real

namespace NormNum
section
variable {α : Type u} [Lean.Grind.Field α] {a r : α}
theorem ne_false {β : Sort v} {a b : β} (h : a = b) : (a ≠ b) = False := eq_false fun k => k h
theorem zpow_nat (n : Nat) (h : a ^ n = r) : a ^ ((n : Nat) : Int) = r := by rw [zpow_natCast, h]
theorem zpow_neg_nat (n : Nat) (h : a ^ n * r = 1) : a ^ (-((n : Nat) : Int)) = r := by rw [zpow_neg, zpow_natCast]; exact inv_eq h
end
variable {ℝ : Type} [RealField ℝ] {a r c v : ℝ}
theorem rpow_nat (n : Nat) (h : a ^ n = r) : a ^ (OfNat.ofNat n : ℝ) = r := by rw [← h]; exact Real.rpow_ofNat a n
theorem rpow_neg_nat (n : Nat) (h : a ^ n * r = 1) : a ^ (-(OfNat.ofNat n : ℝ)) = r := by
  have e : -(OfNat.ofNat n : ℝ) = ((-((n : Nat) : Int) : Int) : ℝ) := by
    rw [Int.cast_neg, Int.cast_natCast, Lean.Grind.Semiring.ofNat_eq_natCast]
  rw [e, Real.rpow_intCast]; exact zpow_neg_nat n h
theorem zero_rpow (h : a ≠ 0) : (0 : ℝ) ^ a = 0 := Real.zero_rpow h
theorem rpow_div (m n : Nat) (ha : 0 ≤ a) (hc : 0 ≤ c) (h : c ^ (n + 1) = a ^ m) :
    a ^ ((OfNat.ofNat m : ℝ) / (OfNat.ofNat (n + 1) : ℝ)) = c := by
  have hn : (OfNat.ofNat (n + 1) : ℝ) ≠ 0 := ne_of_gt (Nat.ofNat_pos' n)
  have hm : a ^ (OfNat.ofNat m : ℝ) = a ^ m := Real.rpow_ofNat a m
  have hs : c ^ (OfNat.ofNat (n + 1) : ℝ) = c ^ (n + 1) := Real.rpow_ofNat c (n + 1)
  rw [div_eq_mul_inv, Real.rpow_mul ha, hm, ← h, ← hs, ← Real.rpow_mul hc, mul_inv_cancel₀ hn, Real.rpow_one]
theorem rpow_neg_div (m n : Nat) (ha : 0 ≤ a) (hc : 0 ≤ c) (h : c ^ (n + 1) = a ^ m) (k : c * v = 1) :
    a ^ (-(OfNat.ofNat m : ℝ) / (OfNat.ofNat (n + 1) : ℝ)) = v := by
  rw [neg_div, Real.rpow_neg ha, rpow_div m n ha hc h]; exact inv_eq k
end NormNum

/-! ### Complex numbers -/

namespace Complex
variable {ℝ ℂ : Type} [RealField ℝ] [ComplexField ℂ] [ComplexOver ℝ ℂ]
theorem ofReal_inj {z w : ℝ} : (ofReal z : ℂ) = ofReal w ↔ z = w :=
  ⟨fun h => by rw [← ofReal_re (ℂ := ℂ) z, h, ofReal_re], fun h => h ▸ rfl⟩
@[simp] theorem ofReal_eq_zero {z : ℝ} : (ofReal z : ℂ) = 0 ↔ z = 0 := by rw [← ofReal_zero (ℝ := ℝ)]; exact ofReal_inj
theorem ofReal_ne_zero {z : ℝ} : (ofReal z : ℂ) ≠ 0 ↔ z ≠ 0 := not_congr ofReal_eq_zero
@[simp] theorem ofReal_sub (r s : ℝ) : (ofReal (r - s) : ℂ) = ofReal r - ofReal s := by
  rw [sub_eq_add_neg, ofReal_add, ofReal_neg, ← sub_eq_add_neg]
@[simp] theorem ofReal_inv (r : ℝ) : (ofReal r⁻¹ : ℂ) = (ofReal r)⁻¹ := by
  rcases Classical.em (r = 0) with h | h
  · rw [h, inv_zero, ofReal_zero, inv_zero]
  · refine (NormNum.inv_eq ?_).symm
    rw [← ofReal_mul, mul_inv_cancel₀ h, ofReal_one]
@[simp] theorem ofReal_div (r s : ℝ) : (ofReal (r / s) : ℂ) = ofReal r / ofReal s := by
  rw [div_eq_mul_inv, ofReal_mul, ofReal_inv, ← div_eq_mul_inv]
@[simp] theorem neg_re (z : ℂ) : re (ℝ := ℝ) (-z) = -re z := by
  have := add_re (ℝ := ℝ) (-z) z; rw [neg_add_cancel, zero_re] at this; grind
@[simp] theorem neg_im (z : ℂ) : im (ℝ := ℝ) (-z) = -im z := by
  have := add_im (ℝ := ℝ) (-z) z; rw [neg_add_cancel, zero_im] at this; grind
@[simp] theorem sub_re (z w : ℂ) : re (ℝ := ℝ) (z - w) = re z - re w := by rw [sub_eq_add_neg, add_re, neg_re, ← sub_eq_add_neg]
@[simp] theorem sub_im (z w : ℂ) : im (ℝ := ℝ) (z - w) = im z - im w := by rw [sub_eq_add_neg, add_im, neg_im, ← sub_eq_add_neg]
theorem re_ofReal_mul (r : ℝ) (z : ℂ) : re (ℝ := ℝ) (ofReal r * z) = r * re z := by rw [mul_re, ofReal_re, ofReal_im]; grind
theorem im_ofReal_mul (r : ℝ) (z : ℂ) : im (ℝ := ℝ) (ofReal r * z) = r * im z := by rw [mul_im, ofReal_re, ofReal_im]; grind
theorem I_mul_im (z : ℂ) : im (ℝ := ℝ) (I * z) = re z := by rw [mul_im, I_re, I_im]; grind
theorem I_mul_re (z : ℂ) : re (ℝ := ℝ) (I * z) = -im z := by rw [mul_re, I_re, I_im]; grind
theorem I_ne_zero : (I : ℂ) ≠ 0 := fun h => by
  have := I_mul_I (ℂ := ℂ); rw [h, zero_mul] at this; grind
theorem norm_real (r : ℝ) : (norm (ofReal r : ℂ) : ℝ) = norm r := by
  show Real.sqrt (normSq (ofReal r : ℂ)) = _root_.abs r
  rw [normSq_apply, ofReal_re, ofReal_im, mul_zero, add_zero, ← pow_two, Real.sqrt_sq_eq_abs]
theorem abs_ofReal (r : ℝ) : (abs (ofReal r : ℂ) : ℝ) = _root_.abs r := norm_real (ℂ := ℂ) r
theorem abs_of_nonneg {r : ℝ} (h : 0 ≤ r) : (abs (ofReal r : ℂ) : ℝ) = r := by rw [abs_ofReal, _root_.abs_of_nonneg h]
end Complex
