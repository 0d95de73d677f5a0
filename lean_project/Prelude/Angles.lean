import Prelude.Functions

/-! Mathlib's lemmas about sine and cosine at multiples of `π / 12`, at multiple and complementary angles, and a few more about
logarithms and rounding that rest on those of `Functions`. -/

section
namespace Real
variable {ℝ : Type} [RealField ℝ]

theorem neg_one_le_cos (x : ℝ) : -1 ≤ cos x := by
  have h := cos_le_one (pi - x); rw [cos_pi_sub] at h; grind
theorem sin_two_pi_sub (x : ℝ) : sin (2 * pi - x) = -sin x := by
  rw [sin_sub, sin_two_pi, cos_two_pi]; grind
theorem cos_two_pi_sub (x : ℝ) : cos (2 * pi - x) = cos x := by
  rw [cos_sub, sin_two_pi, cos_two_pi]; grind
theorem sin_pi_div_two_sub (x : ℝ) : sin (pi / 2 - x) = cos x := by
  rw [sin_sub, sin_pi_div_two, cos_pi_div_two]; grind
theorem cos_pi_div_two_sub (x : ℝ) : cos (pi / 2 - x) = sin x := by
  rw [cos_sub, sin_pi_div_two, cos_pi_div_two]; grind
theorem sin_three_mul (x : ℝ) : sin (3 * x) = 3 * sin x - 4 * sin x ^ 3 := by
  rw [show 3 * x = 2 * x + x by grind, sin_add, sin_two_mul, cos_two_mul]; have := sin_sq_add_cos_sq x; grind
theorem cos_three_mul (x : ℝ) : cos (3 * x) = 4 * cos x ^ 3 - 3 * cos x := by
  rw [show 3 * x = 2 * x + x by grind, cos_add, sin_two_mul, cos_two_mul]; have := sin_sq_add_cos_sq x; grind

theorem cos_pi_div_three_eq_sin : cos (pi / 3 : ℝ) = sin (pi / 6 : ℝ) := by
  rw [← cos_pi_div_two_sub]; congr 1; grind
@[simp] theorem sin_pi_div_six : sin (pi / 6 : ℝ) = 1 / 2 := by
  have hd := cos_two_mul (pi / 6 : ℝ)
  rw [show (2 * (pi / 6) : ℝ) = pi / 3 by grind, cos_pi_div_three_eq_sin] at hd
  have hs := sin_sq_add_cos_sq (pi / 6 : ℝ)
  have h0 := pi_pos (ℝ := ℝ)
  have hp := sin_pos_of_pos_of_lt_pi (x := (pi / 6 : ℝ)) (by grind) (by grind)
  have hq : (2 * sin (pi / 6 : ℝ) - 1) * (sin (pi / 6 : ℝ) + 1) = 0 := by grind
  rcases mul_eq_zero.mp hq with h | h <;> grind
@[simp] theorem cos_pi_div_three : cos (pi / 3 : ℝ) = 1 / 2 := cos_pi_div_three_eq_sin.trans sin_pi_div_six
@[simp] theorem cos_pi_div_four : cos (pi / 4 : ℝ) = sqrt 2 / 2 := by
  have hc : sin (pi / 4 : ℝ) = cos (pi / 4 : ℝ) := by
    rw [← sin_pi_div_two_sub]; congr 1; grind
  have hs := sin_sq_add_cos_sq (pi / 4 : ℝ)
  have h0 := pi_pos (ℝ := ℝ)
  have hp := sin_pos_of_pos_of_lt_pi (x := (pi / 4 : ℝ)) (by grind) (by grind)
  rw [hc] at hs hp
  have h1 : sqrt 2 = 2 * cos (pi / 4 : ℝ) := (sqrt_eq_iff_sq_eq (by grind) (by grind)).2 (by grind)
  rw [h1]; grind
@[simp] theorem sin_pi_div_four : sin (pi / 4 : ℝ) = sqrt 2 / 2 := by
  rw [← cos_pi_div_four, ← sin_pi_div_two_sub]; congr 1; grind
@[simp] theorem cos_pi_div_six : cos (pi / 6 : ℝ) = sqrt 3 / 2 := by
  have hs := sin_sq_add_cos_sq (pi / 6 : ℝ)
  have hd := sin_two_mul (pi / 6 : ℝ)
  rw [show (2 * (pi / 6) : ℝ) = pi / 3 by grind] at hd
  rw [sin_pi_div_six] at hs hd
  have h0 := pi_pos (ℝ := ℝ)
  have hp := sin_pos_of_pos_of_lt_pi (x := (pi / 3 : ℝ)) (by grind) (by grind)
  have h1 : sqrt 3 = 2 * cos (pi / 6 : ℝ) := (sqrt_eq_iff_sq_eq (by grind) (by grind)).2 (by grind)
  rw [h1]; grind
@[simp] theorem sin_pi_div_three : sin (pi / 3 : ℝ) = sqrt 3 / 2 := by
  rw [← cos_pi_div_six, ← cos_pi_div_two_sub]; congr 1; grind

theorem log_sqrt {x : ℝ} (h : 0 ≤ x) : log (sqrt x) = log x / 2 := by
  have e := log_pow 2 (sqrt x); rw [sq_sqrt h] at e; grind
theorem log_le_sub_one_of_pos {x : ℝ} (h : 0 < x) : log x ≤ x - 1 := by
  have k := add_one_le_exp (log x); rw [exp_log h] at k; grind
end Real
end
