import Prelude.OrderedSemiring

/-! Mathlib's lemmas about order in rings and fields, about absolute values and quotients, under Mathlib's names. -/

set_option linter.unusedSectionVars false

section
open Lean.Grind

section
variable {α : Type u} [Lean.Grind.CommRing α] [LE α] [LT α] [Std.LawfulOrderLT α]
  [Std.IsLinearOrder α] [OrderedRing α] {a b c d : α}

theorem sq_nonneg (a : α) : 0 ≤ a ^ 2 := OrderedRing.sq_nonneg
theorem mul_self_nonneg (a : α) : 0 ≤ a * a := Semiring.pow_two a ▸ sq_nonneg a
theorem mul_pos_of_neg_of_neg (h : a < 0) (k : b < 0) : 0 < a * b := OrderedRing.mul_pos_iff.2 (.inr ⟨h, k⟩)
theorem mul_nonneg_of_nonpos_of_nonpos (h : a ≤ 0) (k : b ≤ 0) : 0 ≤ a * b := OrderedRing.mul_nonneg_iff.2 (.inr ⟨h, k⟩)
theorem mul_pos_iff : 0 < a * b ↔ 0 < a ∧ 0 < b ∨ a < 0 ∧ b < 0 := OrderedRing.mul_pos_iff
theorem mul_nonneg_iff : 0 ≤ a * b ↔ 0 ≤ a ∧ 0 ≤ b ∨ a ≤ 0 ∧ b ≤ 0 := OrderedRing.mul_nonneg_iff
theorem sub_nonneg : 0 ≤ a - b ↔ b ≤ a := OrderedAdd.sub_nonneg_iff
theorem sub_pos : 0 < a - b ↔ b < a := OrderedAdd.sub_pos_iff
theorem sub_nonpos : a - b ≤ 0 ↔ a ≤ b := by rw [← not_lt, ← not_lt, sub_pos]
theorem sub_neg : a - b < 0 ↔ a < b := by rw [← not_le, ← not_le, sub_nonneg]
theorem neg_nonneg : 0 ≤ -a ↔ a ≤ 0 := OrderedAdd.neg_nonneg_iff
theorem neg_pos : 0 < -a ↔ a < 0 := OrderedAdd.neg_pos_iff
theorem neg_le_neg (h : a ≤ b) : -b ≤ -a := OrderedAdd.neg_le_iff.2 (le_of_eq_of_le (AddCommGroup.neg_neg a) h)
theorem neg_lt_neg (h : a < b) : -b < -a := OrderedAdd.neg_lt_iff.2 (lt_of_eq_of_lt (AddCommGroup.neg_neg a) h)
theorem sub_le_sub (h : a ≤ b) (k : c ≤ d) : a - d ≤ b - c := by grind
theorem sub_le_sub_left (h : a ≤ b) (c : α) : c - b ≤ c - a := by grind
theorem sub_le_sub_right (h : a ≤ b) (c : α) : a - c ≤ b - c := by grind
theorem sub_lt_sub (h : a < b) (k : c < d) : a - d < b - c := by grind
theorem sub_lt_sub_left (h : a < b) (c : α) : c - b < c - a := by grind
theorem sub_lt_sub_right (h : a < b) (c : α) : a - c < b - c := by grind
theorem sub_le_iff_le_add : a - c ≤ b ↔ a ≤ b + c := by grind
theorem sub_lt_iff_lt_add : a - c < b ↔ a < b + c := by grind
theorem le_sub_iff_add_le : a ≤ c - b ↔ a + b ≤ c := by grind
theorem lt_sub_iff_add_lt : a < c - b ↔ a + b < c := by grind
theorem sub_le_comm : a - b ≤ c ↔ a - c ≤ b := by grind
theorem le_sub_comm : a ≤ b - c ↔ c ≤ b - a := by grind
theorem sub_le_self (a : α) (h : 0 ≤ b) : a - b ≤ a := by grind
theorem sub_lt_self (a : α) (h : 0 < b) : a - b < a := by grind
theorem sub_pos_of_lt (h : b < a) : 0 < a - b := sub_pos.2 h
theorem sub_nonneg_of_le (h : b ≤ a) : 0 ≤ a - b := sub_nonneg.2 h
theorem neg_le : -a ≤ b ↔ -b ≤ a := by grind
theorem le_neg : a ≤ -b ↔ b ≤ -a := by grind
theorem neg_lt : -a < b ↔ -b < a := by grind
theorem lt_neg : a < -b ↔ b < -a := by grind
@[simp] theorem neg_le_neg_iff : -a ≤ -b ↔ b ≤ a := by grind
@[simp] theorem neg_lt_neg_iff : -a < -b ↔ b < a := by grind
theorem neg_le_self (h : 0 ≤ a) : -a ≤ a := by grind
theorem neg_nonpos : -a ≤ 0 ↔ 0 ≤ a := by grind
theorem neg_lt_zero : -a < 0 ↔ 0 < a := by grind
theorem mul_neg_of_pos_of_neg (h : 0 < a) (k : b < 0) : a * b < 0 := by have := mul_pos h (neg_pos.2 k); grind
theorem mul_neg_of_neg_of_pos (h : a < 0) (k : 0 < b) : a * b < 0 := by have := mul_pos (neg_pos.2 h) k; grind
theorem mul_nonpos_of_nonneg_of_nonpos (h : 0 ≤ a) (k : b ≤ 0) : a * b ≤ 0 := by have := mul_nonneg h (neg_nonneg.2 k); grind
theorem mul_nonpos_of_nonpos_of_nonneg (h : a ≤ 0) (k : 0 ≤ b) : a * b ≤ 0 := by have := mul_nonneg (neg_nonneg.2 h) k; grind
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
theorem div_le_div_of_nonneg_right (h : a ≤ b) (k : 0 ≤ c) : a / c ≤ b / c := by
  rw [div_eq_mul_inv, div_eq_mul_inv]; exact mul_le_mul_of_nonneg_right h (inv_nonneg_of_nonneg k)
theorem div_lt_div_of_pos_right (h : a < b) (k : 0 < c) : a / c < b / c := by
  rw [div_eq_mul_inv, div_eq_mul_inv]; exact mul_lt_mul_of_pos_right h (inv_pos_of_pos k)
theorem inv_anti₀ (h : 0 < a) (k : a ≤ b) : b⁻¹ ≤ a⁻¹ := by
  have hb := lt_of_lt_of_le h k
  rw [← one_div, ← one_div, div_le_iff₀ hb, one_div, mul_comm, ← div_eq_mul_inv, le_div_iff₀ h, one_mul]; exact k
theorem inv_strictAnti₀ (h : 0 < a) (k : a < b) : b⁻¹ < a⁻¹ := by
  have hb := lt_trans h k
  rw [← one_div, ← one_div, div_lt_iff₀ hb, one_div, mul_comm, ← div_eq_mul_inv, lt_div_iff₀ h, one_mul]; exact k
theorem div_le_div_of_nonneg_left (h : 0 ≤ a) (k : 0 < c) (l : c ≤ b) : a / b ≤ a / c := by
  rw [div_eq_mul_inv, div_eq_mul_inv]; exact mul_le_mul_of_nonneg_left (inv_anti₀ k l) h
theorem div_lt_div_of_pos_left (h : 0 < a) (k : 0 < c) (l : c < b) : a / b < a / c := by
  rw [div_eq_mul_inv, div_eq_mul_inv]; exact mul_lt_mul_of_pos_left (inv_strictAnti₀ k l) h
theorem div_le_div₀ (hc : 0 ≤ c) (h : a ≤ c) (hd : 0 < d) (k : d ≤ b) : a / b ≤ c / d := by
  rw [div_eq_mul_inv, div_eq_mul_inv]
  exact mul_le_mul h (inv_anti₀ hd k) (le_of_lt (inv_pos_of_pos (lt_of_lt_of_le hd k))) hc
theorem div_le_one (h : 0 < b) : a / b ≤ 1 ↔ a ≤ b := by rw [div_le_iff₀ h, one_mul]
theorem one_le_div (h : 0 < b) : 1 ≤ a / b ↔ b ≤ a := by rw [le_div_iff₀ h, one_mul]
theorem div_lt_one (h : 0 < b) : a / b < 1 ↔ a < b := by rw [div_lt_iff₀ h, one_mul]
theorem one_lt_div (h : 0 < b) : 1 < a / b ↔ b < a := by rw [lt_div_iff₀ h, one_mul]
theorem div_le_div_iff₀ (h : 0 < b) (k : 0 < d) : a / b ≤ c / d ↔ a * d ≤ c * b := div_le_div_iff_of_pos h k
theorem div_lt_div_iff₀ (h : 0 < b) (k : 0 < d) : a / b < c / d ↔ a * d < c * b := by
  rw [← not_le, ← not_le, div_le_div_iff₀ k h]
theorem half_pos (h : 0 < a) : 0 < a / 2 := div_pos h two_pos
theorem half_lt_self (h : 0 < a) : a / 2 < a := by rw [div_lt_iff₀ two_pos]; have := lt_add_of_pos_right a h; grind
theorem add_halves (a : α) : a / 2 + a / 2 = a := by grind
end
end
