import Prelude.TacticForms

/-! `bound`: an inequality by the structure of its sides. -/

theorem min_lt_of_left_lt {α : Type u} [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [Min α] [Max α] [LawfulMinMax α]
    {a b c : α} (h : a < c) : min a b < c := lt_of_le_of_lt (min_le_left a b) h
theorem min_lt_of_right_lt {α : Type u} [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [Min α] [Max α] [LawfulMinMax α]
    {a b c : α} (h : b < c) : min a b < c := lt_of_le_of_lt (min_le_right a b) h
theorem Real.one_lt_exp {ℝ : Type} [RealField ℝ] {x : ℝ} (h : 0 < x) : 1 < Real.exp x := by
  have := Real.exp_lt_exp_of_lt h; rwa [Real.exp_zero] at this
theorem Real.rpow_le_rpow_of_exponent_ge {ℝ : Type} [RealField ℝ] {x y z : ℝ} (h : 0 < x) (k : x ≤ 1) (l : z ≤ y) : x ^ y ≤ x ^ z := by
  rw [Real.rpow_def_of_pos h, Real.rpow_def_of_pos h, Real.exp_le_exp]
  have := mul_nonneg (neg_nonneg.2 (Real.log_nonpos (le_of_lt h) k)) (sub_nonneg.2 l)
  grind

section
open Lean

/-- One way to go on with an inequality, the surest first; each leaves inequalities of parts. -/
syntax "bound_step" : tactic
macro_rules
  | `(tactic| bound_step) => `(tactic| first
  | assumption
  | (refine LT.lt.le ?_; assumption)
  | positivity
  | norm_num1
  | linarith_exact
  | (first
      | refine le_max_of_le_left ?_ | refine min_le_of_left_le ?_ | refine lt_max_of_lt_left ?_ | refine min_lt_of_left_lt ?_); bound_step
  | (first
      | refine le_max_of_le_right ?_ | refine min_le_of_right_le ?_ | refine lt_max_of_lt_right ?_ | refine min_lt_of_right_lt ?_); bound_step
  | refine sub_nonneg_of_le ?_ <;> bound_step
  | refine sub_pos_of_lt ?_ <;> bound_step
  | refine add_le_add ?_ ?_ <;> bound_step
  | refine sub_le_sub ?_ ?_ <;> bound_step
  | refine mul_le_mul_of_nonneg_left ?_ ?_ <;> bound_step
  | refine mul_le_mul_of_nonneg_right ?_ ?_ <;> bound_step
  | refine mul_le_mul ?_ ?_ ?_ ?_ <;> bound_step
  | refine (div_lt_one ?_).2 ?_ <;> bound_step
  | refine div_le_one_of_le₀ ?_ ?_ <;> bound_step
  | refine div_le_div_of_nonneg_right ?_ ?_ <;> bound_step
  | refine div_le_div_of_nonneg_left ?_ ?_ ?_ <;> bound_step
  | refine pow_le_pow_left₀ ?_ ?_ _ <;> bound_step
  | refine pow_le_pow_right₀ ?_ ?_ <;> bound_step
  | refine pow_le_pow_of_le_one ?_ ?_ ?_ <;> bound_step
  | refine Real.rpow_le_rpow ?_ ?_ ?_ <;> bound_step
  | refine Real.rpow_le_rpow_of_exponent_le ?_ ?_ <;> bound_step
  | refine Real.rpow_le_rpow_of_exponent_ge ?_ ?_ ?_ <;> bound_step
  | refine one_le_pow₀ ?_ <;> bound_step
  | refine pow_le_one₀ ?_ ?_ <;> bound_step
  | refine inv_anti₀ ?_ ?_ <;> bound_step
  | refine Real.log_le_log ?_ ?_ <;> bound_step
  | refine Real.one_lt_exp ?_ <;> bound_step
  | refine Real.sqrt_le_sqrt ?_ <;> bound_step
  | refine abs_sub_le _ _ _
  | exact_mod_cast (by assumption))
macro "bound" : tactic => `(tactic| (intros; bound_step))
syntax "bound" " [" prelude_hints : tactic
macro_rules
  | `(tactic| bound [ $h:prelude_hints) => `(tactic| (have_hints [ $h:prelude_hints; bound))
end
