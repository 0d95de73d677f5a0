import Prelude.OrderedField

/-! Mathlib's lemmas about the root, exponential, logarithm, trigonometric functions, rounding, powers
with real exponents, and the complex unit. -/

section
set_option linter.unusedSectionVars false
open Lean.Grind (OrderedAdd)

namespace Real
variable {ℝ : Type} [RealField ℝ] {a b x y : ℝ}

theorem sqrt_nonneg (x : ℝ) : 0 ≤ sqrt x := RealField.sqrt_nonneg x
theorem sq_sqrt (h : 0 ≤ x) : sqrt x ^ 2 = x := RealField.sq_sqrt h
theorem sqrt_eq_zero_of_nonpos (h : x ≤ 0) : sqrt x = 0 := RealField.sqrt_eq_zero_of_nonpos h
theorem mul_self_sqrt (h : 0 ≤ x) : sqrt x * sqrt x = x := (pow_two (sqrt x)).symm.trans (sq_sqrt h)
theorem sqrt_mul_self (h : 0 ≤ x) : sqrt (x * x) = x := by
  have h1 := mul_self_sqrt (mul_nonneg h h)
  rcases lt_trichotomy (sqrt (x * x)) x with k | k | k
  · exact absurd (h1 ▸ mul_lt_mul'' k k (sqrt_nonneg _) (sqrt_nonneg _)) (lt_irrefl _)
  · exact k
  · exact absurd (h1 ▸ mul_lt_mul'' k k h h) (lt_irrefl _)
theorem sqrt_sq (h : 0 ≤ x) : sqrt (x ^ 2) = x := by rw [pow_two]; exact sqrt_mul_self h
@[simp] theorem sqrt_zero : sqrt (0 : ℝ) = 0 := sqrt_eq_zero_of_nonpos le_rfl
@[simp] theorem sqrt_one : sqrt (1 : ℝ) = 1 := by have := sqrt_mul_self (zero_le_one (α := ℝ)); rwa [mul_one] at this
theorem sqrt_pos_of_pos (h : 0 < x) : 0 < sqrt x :=
  lt_of_le_of_ne (sqrt_nonneg x) fun e => by
    have := mul_self_sqrt (le_of_lt h); rw [← e, mul_zero] at this; exact lt_irrefl _ (this ▸ h)
theorem sqrt_pos : 0 < sqrt x ↔ 0 < x :=
  ⟨fun h => lt_of_not_ge fun k => by rw [sqrt_eq_zero_of_nonpos k] at h; exact lt_irrefl _ h, sqrt_pos_of_pos⟩
theorem sqrt_eq_iff_of_nonneg (h : 0 ≤ x) (k : 0 ≤ y) : sqrt x = y ↔ y * y = x :=
  ⟨fun e => e ▸ mul_self_sqrt h, fun e => e ▸ sqrt_mul_self k⟩
theorem sqrt_eq_iff_sq_eq (h : 0 ≤ x) (k : 0 ≤ y) : sqrt x = y ↔ y ^ 2 = x := by
  rw [pow_two]; exact sqrt_eq_iff_of_nonneg h k
theorem sqrt_le_sqrt (h : x ≤ y) : sqrt x ≤ sqrt y := by
  rcases le_total x 0 with k | k
  · rw [sqrt_eq_zero_of_nonpos k]; exact sqrt_nonneg y
  · refine le_of_not_gt fun l => not_lt_of_ge h ?_
    have := mul_lt_mul'' l l (sqrt_nonneg y) (sqrt_nonneg y)
    rwa [mul_self_sqrt k, mul_self_sqrt (le_trans k h)] at this
theorem sqrt_lt_sqrt (h : 0 ≤ x) (k : x < y) : sqrt x < sqrt y :=
  lt_of_le_of_ne (sqrt_le_sqrt (le_of_lt k)) fun e => by
    have h1 := mul_self_sqrt h; have h2 := mul_self_sqrt (le_trans h (le_of_lt k))
    rw [e, h2] at h1; exact lt_irrefl _ (h1 ▸ k)
theorem sqrt_mul (h : 0 ≤ x) (y : ℝ) : sqrt (x * y) = sqrt x * sqrt y := by
  rcases le_total 0 y with k | k
  · refine (sqrt_eq_iff_of_nonneg (mul_nonneg h k) (mul_nonneg (sqrt_nonneg x) (sqrt_nonneg y))).2 ?_
    rw [mul_assoc, mul_left_comm (sqrt y), ← mul_assoc, mul_self_sqrt h, mul_self_sqrt k]
  · rw [sqrt_eq_zero_of_nonpos k, mul_zero]
    exact sqrt_eq_zero_of_nonpos (by have := mul_nonneg h (neg_nonneg.2 k); grind)
theorem sqrt_sq_eq_abs (x : ℝ) : sqrt (x ^ 2) = abs x := by rw [← sq_abs]; exact sqrt_sq (abs_nonneg x)
theorem le_sqrt_of_sq_le (h : x ^ 2 ≤ y) : x ≤ sqrt y := by
  refine le_of_not_gt fun l => not_lt_of_ge h ?_
  have h1 := mul_lt_mul'' l l (sqrt_nonneg y) (sqrt_nonneg y)
  rwa [mul_self_sqrt (le_trans (sq_nonneg x) h), ← pow_two] at h1
theorem le_sqrt' (h : 0 < x) : x ≤ sqrt y ↔ x ^ 2 ≤ y := by
  refine ⟨fun k => ?_, le_sqrt_of_sq_le⟩
  have hy : 0 < y := sqrt_pos.1 (lt_of_lt_of_le h k)
  rw [pow_two, ← mul_self_sqrt (le_of_lt hy)]
  exact mul_le_mul k k (le_of_lt h) (sqrt_nonneg y)
theorem sqrt_le_iff : sqrt x ≤ y ↔ 0 ≤ y ∧ x ≤ y ^ 2 := by
  constructor
  · intro h
    refine ⟨le_trans (sqrt_nonneg x) h, ?_⟩
    rcases le_total x 0 with k | k
    · exact le_trans k (sq_nonneg y)
    · rw [pow_two]
      exact le_of_eq_of_le (mul_self_sqrt k).symm (mul_le_mul h h (sqrt_nonneg x) (le_trans (sqrt_nonneg x) h))
  · intro h
    exact le_of_le_of_eq (sqrt_le_sqrt h.2) (sqrt_sq h.1)
theorem sqrt_le_left (h : 0 ≤ y) : sqrt x ≤ y ↔ x ≤ y ^ 2 := sqrt_le_iff.trans (and_iff_right h)
theorem lt_sqrt (h : 0 ≤ x) : x < sqrt y ↔ x ^ 2 < y :=
  ⟨fun k => lt_of_not_ge fun l => not_le_of_gt k (sqrt_le_iff.2 ⟨h, l⟩),
    fun k => lt_of_not_ge fun l => not_le_of_gt k (sqrt_le_iff.1 l).2⟩
theorem sqrt_lt' (h : 0 < x) : sqrt y < x ↔ y < x ^ 2 :=
  ⟨fun k => lt_of_not_ge fun l => not_le_of_gt k ((le_sqrt' h).2 l),
    fun k => lt_of_not_ge fun l => not_le_of_gt k ((le_sqrt' h).1 l)⟩
theorem sqrt_inj (h : 0 ≤ x) (k : 0 ≤ y) : sqrt x = sqrt y ↔ x = y :=
  ⟨fun e => by rw [← mul_self_sqrt h, e, mul_self_sqrt k], fun e => by rw [e]⟩

theorem sqrt_eq_iff : sqrt x = y ↔ y * y = x ∧ 0 ≤ y ∨ x < 0 ∧ y = 0 := by
  constructor
  · intro h
    rcases lt_or_ge x 0 with k | k
    · exact .inr ⟨k, h ▸ sqrt_eq_zero_of_nonpos (le_of_lt k)⟩
    · exact .inl ⟨h ▸ mul_self_sqrt k, h ▸ sqrt_nonneg x⟩
  · rintro (⟨h, k⟩ | ⟨h, k⟩)
    · rw [← h, sqrt_mul_self k]
    · rw [sqrt_eq_zero_of_nonpos (le_of_lt h), k]

grind_pattern sqrt_nonneg => sqrt x
grind_pattern sq_sqrt => sqrt x

theorem exp_add (x y : ℝ) : exp (x + y) = exp x * exp y := RealField.exp_add x y
theorem add_one_le_exp (x : ℝ) : x + 1 ≤ exp x := RealField.add_one_le_exp x
@[simp] theorem exp_zero : exp (0 : ℝ) = 1 := by
  have h := exp_add (0 : ℝ) 0
  have k := add_one_le_exp (0 : ℝ)
  rw [zero_add] at h k
  exact (mul_left_cancel₀ (ne_of_gt (lt_of_lt_of_le one_pos k)) ((mul_one _).trans h)).symm
theorem exp_mul_exp_neg (x : ℝ) : exp x * exp (-x) = 1 := by rw [← exp_add, add_neg_cancel, exp_zero]
theorem exp_ne_zero (x : ℝ) : exp x ≠ 0 := fun h => by
  have := exp_mul_exp_neg x; rw [h, zero_mul] at this; exact ne_of_lt one_pos this
theorem exp_pos (x : ℝ) : 0 < exp x := by
  have h := exp_add (x / 2) (x / 2)
  have e : x / 2 + x / 2 = x := by grind
  rw [e] at h
  exact lt_of_le_of_ne (h ▸ mul_self_nonneg _) (exp_ne_zero x).symm
theorem exp_nonneg (x : ℝ) : 0 ≤ exp x := le_of_lt (exp_pos x)
theorem exp_neg (x : ℝ) : exp (-x) = (exp x)⁻¹ := by
  have h := exp_mul_exp_neg x; have k := exp_ne_zero x; grind
theorem exp_sub (x y : ℝ) : exp (x - y) = exp x / exp y := by
  rw [sub_eq_add_neg, exp_add, exp_neg, div_eq_mul_inv]
theorem exp_lt_exp_of_lt (h : x < y) : exp x < exp y := by
  have e : exp y = exp x * exp (y - x) := by rw [← exp_add]; congr 1; grind
  have k := add_one_le_exp (y - x)
  have l : (1 : ℝ) < exp (y - x) := by grind
  have := mul_lt_mul_of_pos_left l (exp_pos x)
  rwa [mul_one, ← e] at this
theorem exp_lt_exp : exp x < exp y ↔ x < y :=
  ⟨fun h => lt_of_not_ge fun k => (lt_or_eq_of_le k).elim (fun l => lt_asymm h (exp_lt_exp_of_lt l))
    fun e => by rw [e] at h; exact lt_irrefl _ h, exp_lt_exp_of_lt⟩
theorem exp_le_exp : exp x ≤ exp y ↔ x ≤ y :=
  ⟨fun h => le_of_not_gt fun k => not_lt_of_ge h (exp_lt_exp.2 k),
    fun h => le_of_not_gt fun k => not_lt_of_ge h (exp_lt_exp.1 k)⟩
theorem exp_injective : Function.Injective (exp : ℝ → ℝ) := fun _ _ h =>
  le_antisymm (exp_le_exp.1 (le_of_eq h)) (exp_le_exp.1 (ge_of_eq h))
theorem exp_nat_mul (x : ℝ) : ∀ n : Nat, exp (x * (n : ℝ)) = exp x ^ n
  | 0 => by
    rw [Nat.cast_zero, mul_zero, exp_zero, pow_zero]
  | n + 1 => by
    rw [Nat.cast_add, Nat.cast_one, mul_add, mul_one, exp_add, exp_nat_mul x n, pow_succ]

theorem exp_log (h : 0 < x) : exp (log x) = x := RealField.exp_log h
@[simp] theorem log_exp (x : ℝ) : log (exp x) = x := exp_injective (exp_log (exp_pos x))
@[simp] theorem log_zero : log (0 : ℝ) = 0 := RealField.log_zero
@[simp] theorem log_one : log (1 : ℝ) = 0 := by have := log_exp (0 : ℝ); rwa [exp_zero] at this
theorem log_neg_eq_log (x : ℝ) : log (-x) = log x := RealField.log_neg_eq_log x
theorem log_abs (x : ℝ) : log (abs x) = log x := by
  rcases abs_choice x with h | h <;> rw [h]; exact log_neg_eq_log x
theorem log_mul_of_pos (h : 0 < x) (k : 0 < y) : log (x * y) = log x + log y :=
  exp_injective (by rw [exp_add, exp_log h, exp_log k, exp_log (mul_pos h k)])
theorem log_mul (h : x ≠ 0) (k : y ≠ 0) : log (x * y) = log x + log y := by
  rw [← log_abs, abs_mul, log_mul_of_pos (abs_pos.2 h) (abs_pos.2 k), log_abs, log_abs]
theorem log_inv (x : ℝ) : log x⁻¹ = -log x := by
  rcases Classical.em (x = 0) with h | h
  · rw [h, inv_zero, log_zero]; grind
  · have hi : x⁻¹ ≠ 0 := fun e => h (by rw [← inv_inv x, e, inv_zero])
    have := log_mul h hi
    rw [mul_inv_cancel₀ h, log_one] at this; grind
theorem log_div (h : x ≠ 0) (k : y ≠ 0) : log (x / y) = log x - log y := by
  have hi : y⁻¹ ≠ 0 := fun e => k (by rw [← inv_inv y, e, inv_zero])
  rw [div_eq_mul_inv, log_mul h hi, log_inv, sub_eq_add_neg]
theorem log_pow (n : Nat) (x : ℝ) : log (x ^ n) = (n : ℝ) * log x := by
  induction n with
  | zero => rw [pow_zero, log_one]; grind
  | succ n ih =>
    rcases Classical.em (x = 0) with h | h
    · rw [h, zero_pow (Nat.succ_ne_zero n), log_zero, mul_zero]
    · rw [pow_succ, log_mul (pow_ne_zero n h) h, ih]; grind
theorem log_lt_log (h : 0 < x) (k : x < y) : log x < log y := by
  rw [← exp_lt_exp, exp_log h, exp_log (lt_trans h k)]; exact k
theorem log_le_log (h : 0 < x) (k : x ≤ y) : log x ≤ log y := by
  rw [← exp_le_exp, exp_log h, exp_log (lt_of_lt_of_le h k)]; exact k
theorem log_pos (h : 1 < x) : 0 < log x := by have := log_lt_log one_pos h; rwa [log_one] at this
theorem log_neg (h : 0 < x) (k : x < 1) : log x < 0 := by have := log_lt_log h k; rwa [log_one] at this
theorem log_injOn_pos (h : 0 < x) (k : 0 < y) (e : log x = log y) : x = y := by
  rw [← exp_log h, e, exp_log k]
theorem logb_def (b x : ℝ) : logb b x = log x / log b := rfl
grind_pattern logb_def => logb b x

theorem cos_zero : cos (0 : ℝ) = 1 := RealField.cos_zero
theorem sin_add (x y : ℝ) : sin (x + y) = sin x * cos y + cos x * sin y := RealField.sin_add x y
theorem cos_add (x y : ℝ) : cos (x + y) = cos x * cos y - sin x * sin y := RealField.cos_add x y
@[simp] theorem sin_neg (x : ℝ) : sin (-x) = -sin x := RealField.sin_neg x
@[simp] theorem cos_neg (x : ℝ) : cos (-x) = cos x := RealField.cos_neg x
theorem sin_zero : sin (0 : ℝ) = 0 := by have := sin_neg (0 : ℝ); grind
attribute [simp] cos_zero sin_zero
theorem sin_sub (x y : ℝ) : sin (x - y) = sin x * cos y - cos x * sin y := by
  rw [sub_eq_add_neg, sin_add, sin_neg, cos_neg]; grind
theorem cos_sub (x y : ℝ) : cos (x - y) = cos x * cos y + sin x * sin y := by
  rw [sub_eq_add_neg, cos_add, sin_neg, cos_neg]; grind
@[simp] theorem sin_sq_add_cos_sq (x : ℝ) : sin x ^ 2 + cos x ^ 2 = 1 := by
  have := cos_sub x x; rw [sub_self, cos_zero] at this; grind
@[simp] theorem cos_sq_add_sin_sq (x : ℝ) : cos x ^ 2 + sin x ^ 2 = 1 := (add_comm ..).trans (sin_sq_add_cos_sq x)
theorem sin_sq (x : ℝ) : sin x ^ 2 = 1 - cos x ^ 2 := eq_sub_iff_add_eq.2 (sin_sq_add_cos_sq x)
theorem cos_sq' (x : ℝ) : cos x ^ 2 = 1 - sin x ^ 2 := eq_sub_iff_add_eq.2 (cos_sq_add_sin_sq x)
theorem sin_two_mul (x : ℝ) : sin (2 * x) = 2 * sin x * cos x := by rw [two_mul, sin_add]; grind
theorem cos_two_mul (x : ℝ) : cos (2 * x) = 2 * cos x ^ 2 - 1 := by
  rw [two_mul, cos_add]; have := sin_sq_add_cos_sq x; grind
theorem sin_le_one (x : ℝ) : sin x ≤ 1 := le_of_not_gt fun h => by
  have k := mul_lt_mul'' h h zero_le_one zero_le_one
  rw [mul_one, ← pow_two] at k
  have l := OrderedAdd.add_le_left (sq_nonneg (cos x)) (sin x ^ 2)
  rw [zero_add, add_comm, sin_sq_add_cos_sq] at l
  exact not_lt_of_ge l k
theorem cos_le_one (x : ℝ) : cos x ≤ 1 := le_of_not_gt fun h => by
  have k := mul_lt_mul'' h h zero_le_one zero_le_one
  rw [mul_one, ← pow_two] at k
  have l := OrderedAdd.add_le_left (sq_nonneg (sin x)) (cos x ^ 2)
  rw [zero_add, sin_sq_add_cos_sq] at l
  exact not_lt_of_ge l k
theorem neg_one_le_sin (x : ℝ) : -1 ≤ sin x := by have := sin_le_one (-x); rw [sin_neg] at this; grind
theorem pi_pos : 0 < (pi : ℝ) := RealField.pi_pos
theorem pi_gt_d6 : (3141592 : ℝ) / 1000000 < pi := RealField.pi_gt_d6
theorem pi_lt_d6 : pi < (3141593 : ℝ) / 1000000 := RealField.pi_lt_d6
theorem pi_gt_three : (3 : ℝ) < pi := by have := pi_gt_d6 (ℝ := ℝ); grind
theorem pi_le_four : (pi : ℝ) ≤ 4 := by have := pi_lt_d6 (ℝ := ℝ); grind
theorem pi_ne_zero : (pi : ℝ) ≠ 0 := ne_of_gt pi_pos
@[simp] theorem sin_pi_div_two : sin (pi / 2 : ℝ) = 1 := RealField.sin_pi_div_two
@[simp] theorem cos_pi_div_two : cos (pi / 2 : ℝ) = 0 := by
  have := sin_sq_add_cos_sq (pi / 2 : ℝ); rw [sin_pi_div_two] at this
  exact sq_eq_zero'.1 (by grind)
theorem pi_eq_add : (pi : ℝ) = pi / 2 + pi / 2 := by grind
@[simp] theorem sin_pi : sin (pi : ℝ) = 0 := by rw [pi_eq_add, sin_add, cos_pi_div_two]; grind
@[simp] theorem cos_pi : cos (pi : ℝ) = -1 := by rw [pi_eq_add, cos_add, cos_pi_div_two, sin_pi_div_two]; grind
theorem sin_add_pi (x : ℝ) : sin (x + pi) = -sin x := by rw [sin_add, cos_pi, sin_pi]; grind
theorem cos_add_pi (x : ℝ) : cos (x + pi) = -cos x := by rw [cos_add, cos_pi, sin_pi]; grind
theorem sin_pi_sub (x : ℝ) : sin (pi - x) = sin x := by rw [sin_sub, cos_pi, sin_pi]; grind
theorem cos_pi_sub (x : ℝ) : cos (pi - x) = -cos x := by rw [cos_sub, cos_pi, sin_pi]; grind
@[simp] theorem sin_two_pi : sin (2 * pi : ℝ) = 0 := by rw [sin_two_mul, sin_pi]; grind
@[simp] theorem cos_two_pi : cos (2 * pi : ℝ) = 1 := by rw [cos_two_mul, cos_pi]; grind
theorem sin_pos_of_pos_of_lt_pi (h : 0 < x) (k : x < pi) : 0 < sin x := RealField.sin_pos_of_pos_of_lt_pi h k
theorem sin_lt (h : 0 < x) : sin x < x := RealField.sin_lt h
theorem tan_eq_sin_div_cos (x : ℝ) : tan x = sin x / cos x := rfl

theorem rpow_def_of_pos (h : 0 < x) (y : ℝ) : x ^ y = exp (log x * y) := RealField.rpow_def_of_pos h y
theorem rpow_pos_of_pos (h : 0 < x) (y : ℝ) : 0 < x ^ y := rpow_def_of_pos h y ▸ exp_pos _
@[simp] theorem rpow_zero (x : ℝ) : x ^ (0 : ℝ) = 1 := by
  rcases lt_trichotomy x 0 with h | h | h
  · have e := RealField.rpow_def_of_neg h (0 : ℝ)
    rw [mul_zero, zero_mul] at e
    refine e.trans ?_
    show exp 0 * cos 0 = (1 : ℝ)
    rw [exp_zero, cos_zero, mul_one]
  · rw [h]; exact RealField.zero_rpow_zero
  · rw [rpow_def_of_pos h, mul_zero, exp_zero]
theorem rpow_add (h : 0 < x) (y z : ℝ) : x ^ (y + z) = x ^ y * x ^ z := by
  rw [rpow_def_of_pos h, rpow_def_of_pos h, rpow_def_of_pos h, mul_add, exp_add]
theorem log_rpow (h : 0 < x) (y : ℝ) : log (x ^ y) = y * log x := by rw [rpow_def_of_pos h, log_exp, mul_comm]
theorem rpow_mul_of_pos (h : 0 < x) (y z : ℝ) : x ^ (y * z) = (x ^ y) ^ z := by
  rw [rpow_def_of_pos (rpow_pos_of_pos h y), log_rpow h, rpow_def_of_pos h]; congr 1; grind
theorem rpow_neg_of_pos (h : 0 < x) (y : ℝ) : x ^ (-y) = (x ^ y)⁻¹ := by
  rw [rpow_def_of_pos h, rpow_def_of_pos h, ← exp_neg]; congr 1; grind
theorem rpow_sub (h : 0 < x) (y z : ℝ) : x ^ (y - z) = x ^ y / x ^ z := by
  rw [sub_eq_add_neg, rpow_add h, rpow_neg_of_pos h, div_eq_mul_inv]
theorem cos_nat_mul_pi : ∀ n : Nat, cos ((n : ℝ) * pi) = (-1) ^ n
  | 0 => by
    rw [Nat.cast_zero, zero_mul, cos_zero, pow_zero]
  | n + 1 => by
    rw [Nat.cast_add, Nat.cast_one, add_mul, one_mul, cos_add_pi, cos_nat_mul_pi n, pow_succ, mul_neg, mul_one]
theorem neg_pow_eq (x : ℝ) (n : Nat) : x ^ n = (-x) ^ n * (-1) ^ n := by
  rw [← mul_pow, neg_mul, mul_neg, mul_one, neg_neg]
@[simp] theorem rpow_natCast (x : ℝ) (n : Nat) : x ^ (n : ℝ) = x ^ n := by
  rcases lt_trichotomy x 0 with h | h | h
  · refine (RealField.rpow_def_of_neg h _).trans ?_
    show exp (log x * (n : ℝ)) * cos ((n : ℝ) * pi) = x ^ n
    rw [exp_nat_mul, cos_nat_mul_pi, ← log_neg_eq_log, exp_log (neg_pos.2 h), ← neg_pow_eq]
  · rw [h]
    cases n with
    | zero => rw [Nat.cast_zero, rpow_zero, pow_zero]
    | succ n =>
      rw [zero_pow (Nat.succ_ne_zero n)]
      refine RealField.zero_rpow fun e => ?_
      exact Nat.succ_ne_zero n (by grind)
  · rw [rpow_def_of_pos h, exp_nat_mul, exp_log h]
@[simp] theorem rpow_one (x : ℝ) : x ^ (1 : ℝ) = x := by
  have := rpow_natCast x 1
  rwa [pow_one, Nat.cast_one] at this
theorem rpow_ofNat (x : ℝ) (n : Nat) : x ^ (OfNat.ofNat n : ℝ) = x ^ (OfNat.ofNat n : Nat) := by
  rw [Lean.Grind.Semiring.ofNat_eq_natCast]; exact rpow_natCast x n
theorem rpow_two (x : ℝ) : x ^ (2 : ℝ) = x ^ 2 := by
  have := rpow_natCast x 2
  rwa [Nat.cast_ofNat] at this
theorem sqrt_eq_rpow (h : 0 ≤ x) : sqrt x = x ^ ((1 : ℝ) / 2) := by
  rcases lt_or_eq_of_le h with k | k
  · have e := rpow_add k ((1 : ℝ) / 2) ((1 : ℝ) / 2)
    rw [show (1 : ℝ) / 2 + 1 / 2 = 1 by grind, rpow_one] at e
    exact (sqrt_eq_iff_of_nonneg h (le_of_lt (rpow_pos_of_pos k _))).2 e.symm
  · rw [← k, sqrt_zero]; exact (RealField.zero_rpow (by grind)).symm
end Real

namespace Int
variable {ℝ : Type} [RealField ℝ] {a : ℝ} {z : Int}
theorem le_floor : z ≤ floor a ↔ (z : ℝ) ≤ a := RealField.le_floor z a
theorem floor_lt : floor a < z ↔ a < (z : ℝ) :=
  ⟨fun h => lt_of_not_ge fun k => not_le_of_gt h (le_floor.2 k), fun h => lt_of_not_ge fun k => not_le_of_gt h (le_floor.1 k)⟩
theorem floor_le (a : ℝ) : (floor a : ℝ) ≤ a := le_floor.1 le_rfl
theorem lt_floor_add_one (a : ℝ) : a < (floor a : ℝ) + 1 := by
  have := floor_lt.1 (show floor a < floor a + 1 by omega)
  grind
theorem floor_eq_iff : floor a = z ↔ (z : ℝ) ≤ a ∧ a < (z : ℝ) + 1 := by
  have e : ((z + 1 : Int) : ℝ) = (z : ℝ) + 1 := by grind
  refine ⟨fun h => h ▸ ⟨floor_le a, lt_floor_add_one a⟩, fun h => ?_⟩
  have h1 := le_floor.2 h.1
  have h2 := floor_lt.2 (e ▸ h.2)
  omega
theorem ceil_le : ceil a ≤ z ↔ a ≤ (z : ℝ) := by
  have h : -z ≤ floor (-a) ↔ ((-z : Int) : ℝ) ≤ -a := le_floor
  have e : ((-z : Int) : ℝ) = -(z : ℝ) := by grind
  have k : ceil a = -floor (-a) := rfl
  rw [e] at h; rw [k]; grind
theorem le_ceil (a : ℝ) : a ≤ (ceil a : ℝ) := ceil_le.1 le_rfl
theorem ceil_eq_iff : ceil a = z ↔ (z : ℝ) - 1 < a ∧ a ≤ (z : ℝ) := by
  have e : ((z - 1 : Int) : ℝ) = (z : ℝ) - 1 := by grind
  have h1 : ceil a ≤ z ↔ a ≤ (z : ℝ) := ceil_le
  have h2 : ceil a ≤ z - 1 ↔ a ≤ ((z - 1 : Int) : ℝ) := ceil_le
  rw [e] at h2
  constructor
  · intro h
    exact ⟨lt_of_not_ge fun k => by have := h2.2 k; omega, h1.1 (by omega)⟩
  · intro h
    have := h1.2 h.2
    have := mt h2.1 (not_le_of_gt h.1)
    omega
grind_pattern floor_le => floor a
grind_pattern lt_floor_add_one => floor a
end Int

namespace Complex
variable {ℂ : Type} [ComplexField ℂ]
@[simp] theorem I_mul_I : (I : ℂ) * I = -1 := ComplexField.I_sq
@[simp, grind =] theorem I_sq : (I : ℂ) ^ 2 = -1 := by rw [pow_two]; exact I_mul_I
@[simp] theorem I_pow_four : (I : ℂ) ^ 4 = 1 := by rw [show 4 = 2 * 2 from rfl, pow_mul, I_sq]; grind
theorem I_sq_grind : (I : ℂ) ^ 2 = -1 := I_sq
grind_pattern I_sq_grind => (I : ℂ)

variable {ℝ : Type} [OrderedField ℝ] [ComplexOver ℝ ℂ]
@[simp] theorem ofReal_add (a b : ℝ) : (ofReal (a + b) : ℂ) = ofReal a + ofReal b := ComplexOver.ofReal_add a b
@[simp] theorem ofReal_mul (a b : ℝ) : (ofReal (a * b) : ℂ) = ofReal a * ofReal b := ComplexOver.ofReal_mul a b
@[simp] theorem ofReal_one : (ofReal (1 : ℝ) : ℂ) = 1 := ComplexOver.ofReal_one
@[simp] theorem ofReal_zero : (ofReal (0 : ℝ) : ℂ) = 0 := by
  have := ofReal_add (ℂ := ℂ) (0 : ℝ) 0; rw [add_zero] at this; grind
@[simp] theorem ofReal_neg (a : ℝ) : (ofReal (-a) : ℂ) = -ofReal a := by
  have := ofReal_add (ℂ := ℂ) (-a) a; rw [neg_add_cancel, ofReal_zero] at this; grind
@[simp] theorem ofReal_pow (a : ℝ) : ∀ n : Nat, (ofReal (a ^ n) : ℂ) = ofReal a ^ n
  | 0 => by rw [pow_zero, pow_zero, ofReal_one]
  | n + 1 => by rw [pow_succ, pow_succ, ofReal_mul, ofReal_pow a n]
end Complex
end
