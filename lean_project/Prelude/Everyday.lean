import Prelude.Divides

/-! Further lemmas that proofs written for Mathlib use most, under Mathlib's names: order, fields, powers, sums, sets. -/

set_option linter.unusedSectionVars false

section
open Lean.Grind

section
variable {α : Type u} [CommSemiring α] (a b : α) (m n : Nat)
theorem pow_mul' : a ^ (m * n) = (a ^ n) ^ m := by rw [Nat.mul_comm, pow_mul]
theorem pow_right_comm : (a ^ m) ^ n = (a ^ n) ^ m := by rw [← pow_mul, Nat.mul_comm, pow_mul]
theorem pow_mul_comm : a ^ m * a ^ n = a ^ n * a ^ m := mul_comm _ _
theorem pow_sub_one_mul {n : Nat} (h : n ≠ 0) (a : α) : a ^ (n - 1) * a = a ^ n := by
  rw [← pow_succ, Nat.sub_add_cancel (Nat.one_le_iff_ne_zero.2 h)]
theorem even_two : Even (2 : α) := ⟨1, by grind⟩
theorem even_two_mul (a : α) : Even (2 * a) := ⟨a, two_mul a⟩
theorem Even.add {a b : α} (h : Even a) (k : Even b) : Even (a + b) := by
  obtain ⟨x, rfl⟩ := h; obtain ⟨y, rfl⟩ := k; exact ⟨x + y, by grind⟩
theorem Even.mul_left {a : α} (h : Even a) (b : α) : Even (b * a) := by obtain ⟨x, rfl⟩ := h; exact ⟨b * x, mul_add b x x⟩
theorem Even.mul_right {a : α} (h : Even a) (b : α) : Even (a * b) := by obtain ⟨x, rfl⟩ := h; exact ⟨x * b, add_mul x x b⟩
theorem Odd.mul {a b : α} (h : Odd a) (k : Odd b) : Odd (a * b) := by
  obtain ⟨x, rfl⟩ := h; obtain ⟨y, rfl⟩ := k; exact ⟨2 * x * y + x + y, by grind⟩
theorem Even.add_odd {a b : α} (h : Even a) (k : Odd b) : Odd (a + b) := by
  obtain ⟨x, rfl⟩ := h; obtain ⟨y, rfl⟩ := k; exact ⟨x + y, by grind⟩
theorem Odd.add_odd {a b : α} (h : Odd a) (k : Odd b) : Even (a + b) := by
  obtain ⟨x, rfl⟩ := h; obtain ⟨y, rfl⟩ := k; exact ⟨x + y + 1, by grind⟩
theorem Odd.pow {a : α} (h : Odd a) : ∀ {n : Nat}, Odd (a ^ n)
  | 0 => ⟨0, by grind⟩
  | n + 1 => pow_succ a n ▸ (h.pow (n := n)).mul h
theorem even_iff_two_dvd [Dvd α] [LawfulDvd α] {a : α} : Even a ↔ 2 ∣ a := by
  rw [LawfulDvd.dvd_iff]; exact ⟨fun ⟨r, h⟩ => ⟨r, by rw [h, two_mul]⟩, fun ⟨r, h⟩ => ⟨r, by rw [h, two_mul]⟩⟩
end

section
variable {α : Type u} [CommSemiring α] {a b c d : α}
theorem mul_mul_mul_comm (a b c d : α) : a * b * (c * d) = a * c * (b * d) := by grind
theorem add_add_add_comm (a b c d : α) : a + b + (c + d) = a + c + (b + d) := by grind
theorem left_ne_zero_of_mul : a * b ≠ 0 → a ≠ 0 := fun h e => h (by rw [e, zero_mul])
theorem right_ne_zero_of_mul : a * b ≠ 0 → b ≠ 0 := fun h e => h (by rw [e, mul_zero])
theorem mul_eq_zero_of_left (h : a = 0) (b : α) : a * b = 0 := by rw [h, zero_mul]
theorem mul_eq_zero_of_right (a : α) (h : b = 0) : a * b = 0 := by rw [h, mul_zero]
theorem mul_ite (p : Prop) [Decidable p] (a b c : α) : (a * if p then b else c) = if p then a * b else a * c := by split <;> rfl
theorem ite_mul (p : Prop) [Decidable p] (a b c : α) : (if p then a else b) * c = if p then a * c else b * c := by split <;> rfl
variable [NoZeroDivisors α]
theorem mul_ne_zero_iff : a * b ≠ 0 ↔ a ≠ 0 ∧ b ≠ 0 := by rw [Ne, mul_eq_zero, _root_.not_or]
theorem pow_eq_zero {n : Nat} (h : a ^ n = 0) : a = 0 := by
  induction n with
  | zero => rw [pow_zero] at h; rw [← mul_one a, h, mul_zero]
  | succ n ih => rw [pow_succ] at h; exact (mul_eq_zero.1 h).elim ih id
theorem ne_zero_pow {n : Nat} (h : n ≠ 0) (k : a ^ n ≠ 0) : a ≠ 0 := fun e => k (by rw [e, zero_pow h])
end

section
variable {α : Type u} [CommRing α] [NoZeroDivisors α] {a b c : α}
theorem mul_right_inj' (h : a ≠ 0) : a * b = a * c ↔ b = c := ⟨mul_left_cancel₀ h, fun e => e ▸ rfl⟩
theorem mul_left_inj' (h : c ≠ 0) : a * c = b * c ↔ a = b := ⟨mul_right_cancel₀ h, fun e => e ▸ rfl⟩
theorem mul_eq_mul_left_iff : a * b = a * c ↔ b = c ∨ a = 0 := by
  rcases Classical.em (a = 0) with e | e
  · simp [e, zero_mul]
  · rw [mul_right_inj' e]; exact ⟨Or.inl, fun h => h.resolve_right e⟩
theorem mul_eq_mul_right_iff : a * c = b * c ↔ a = b ∨ c = 0 := by rw [mul_comm a, mul_comm b]; exact mul_eq_mul_left_iff
theorem mul_eq_left₀ (h : a ≠ 0) : a * b = a ↔ b = 1 := by rw [← mul_right_inj' (b := b) (c := 1) h, mul_one]
theorem mul_eq_right₀ (h : b ≠ 0) : a * b = b ↔ a = 1 := by rw [← mul_left_inj' (a := a) (b := 1) h, one_mul]
end

section
variable {α : Type u} [CommRing α] {a b : α} {n : Nat}
theorem mul_neg_one (a : α) : a * -1 = -a := by grind
theorem neg_eq_neg_one_mul (a : α) : -a = -1 * a := by grind
theorem neg_mul_eq_neg_mul (a b : α) : -(a * b) = -a * b := by grind
theorem neg_mul_eq_mul_neg (a b : α) : -(a * b) = a * -b := by grind
theorem neg_mul_comm (a b : α) : -a * b = a * -b := by grind
theorem neg_add (a b : α) : -(a + b) = -a + -b := by grind
theorem neg_add' (a b : α) : -(a + b) = -a - b := by grind
theorem sub_neg_eq_add (a b : α) : a - -b = a + b := by grind
theorem sub_add_eq_sub_sub (a b c : α) : a - (b + c) = a - b - c := by grind
theorem sub_sub_cancel (a b : α) : a - (a - b) = b := by grind
theorem sub_sub_self (a b : α) : a - (a - b) = b := by grind
theorem sub_right_comm (a b c : α) : a - b - c = a - c - b := by grind
theorem sub_add_eq_add_sub (a b c : α) : a - b + c = a + c - b := by grind
theorem add_sub_add_right_eq_sub (a b c : α) : a + c - (b + c) = a - b := by grind
theorem add_sub_add_left_eq_sub (a b c : α) : c + a - (c + b) = a - b := by grind
theorem sub_add_sub_cancel (a b c : α) : a - b + (b - c) = a - c := by grind
theorem add_add_sub_cancel (a b c : α) : a + c + (b - c) = a + b := by grind
theorem add_sub_right_comm (a b c : α) : a + b - c = a - c + b := by grind
theorem add_right_inj {c : α} : a + b = a + c ↔ b = c := by grind
theorem add_left_inj {c : α} : b + a = c + a ↔ b = c := by grind
theorem eq_sub_iff_add_eq' {c : α} : a = b - c ↔ c + a = b := by grind
theorem sub_eq_iff_eq_add' {c : α} : a - b = c ↔ a = b + c := by grind
theorem neg_eq_iff_eq_neg : -a = b ↔ a = -b := by grind
theorem eq_neg_of_add_eq_zero_left (h : a + b = 0) : a = -b := by grind
theorem sub_eq_neg_add (a b : α) : a - b = -b + a := by grind
theorem sub_sq' (a b : α) : (a - b) ^ 2 = a ^ 2 + b ^ 2 - 2 * a * b := by grind
theorem sub_pow_two (a b : α) : (a - b) ^ 2 = a ^ 2 - 2 * a * b + b ^ 2 := by grind
theorem add_mul_self_eq (a b : α) : (a + b) * (a + b) = a * a + 2 * a * b + b * b := by grind
@[simp] theorem neg_one_sq : (-1 : α) ^ 2 = 1 := by grind
theorem neg_pow (a : α) (n : Nat) : (-a) ^ n = (-1) ^ n * a ^ n := by rw [← mul_pow, neg_mul, one_mul]
theorem Even.neg_pow (h : Even n) (a : α) : (-a) ^ n = a ^ n := by obtain ⟨r, rfl⟩ := h; rw [pow_add, pow_add, ← mul_pow, ← mul_pow]; congr 1; grind
theorem Even.neg_one_pow (h : Even n) : (-1 : α) ^ n = 1 := by rw [h.neg_pow, one_pow]
theorem Odd.neg_pow (h : Odd n) (a : α) : (-a) ^ n = -a ^ n := by
  obtain ⟨r, rfl⟩ := h
  rw [pow_succ, pow_succ, Even.neg_pow ⟨r, by omega⟩, mul_neg]
theorem Odd.neg_one_pow (h : Odd n) : (-1 : α) ^ n = -1 := by rw [h.neg_pow, one_pow]
theorem neg_one_mul (a : α) : -1 * a = -a := by grind
theorem neg_mul_neg (a b : α) : -a * -b = a * b := by grind
theorem neg_add_eq_sub (a b : α) : -a + b = b - a := by grind
theorem neg_sub (a b : α) : -(a - b) = b - a := by grind
theorem sub_sub (a b c : α) : a - b - c = a - (b + c) := by grind
theorem sub_add (a b c : α) : a - b + c = a - (b - c) := by grind
theorem add_sub_assoc (a b c : α) : a + b - c = a + (b - c) := by grind
theorem add_sub_cancel_left (a b : α) : a + b - a = b := by grind
theorem sub_right_inj {c : α} : a - b = a - c ↔ b = c := by grind
theorem sub_left_inj {c : α} : b - a = c - a ↔ b = c := by grind
theorem neg_inj : -a = -b ↔ a = b := by grind
@[simp] theorem neg_eq_zero : -a = 0 ↔ a = 0 := by grind
theorem neg_ne_zero : -a ≠ 0 ↔ a ≠ 0 := not_congr neg_eq_zero
theorem sub_ne_zero : a - b ≠ 0 ↔ a ≠ b := not_congr sub_eq_zero
theorem sub_ne_zero_of_ne (h : a ≠ b) : a - b ≠ 0 := sub_ne_zero.2 h
theorem eq_neg_iff_add_eq_zero : a = -b ↔ a + b = 0 := by grind
theorem add_eq_zero_iff_eq_neg : a + b = 0 ↔ a = -b := by grind
theorem mul_self_sub_mul_self (a b : α) : a * a - b * b = (a + b) * (a - b) := by grind
theorem pow_two_sub_pow_two (a b : α) : a ^ 2 - b ^ 2 = (a + b) * (a - b) := by grind
end

section
variable {α : Type u} [Field α] {a b c d : α}
theorem inv_eq_zero : a⁻¹ = 0 ↔ a = 0 := ⟨fun h => by rw [← inv_inv a, h, inv_zero], fun h => by rw [h, inv_zero]⟩
theorem div_eq_inv_mul (a b : α) : a / b = b⁻¹ * a := by rw [div_eq_mul_inv, mul_comm]
theorem neg_div (a b : α) : -b / a = -(b / a) := by rw [div_eq_mul_inv, div_eq_mul_inv, neg_mul]
theorem mul_div_cancel_left₀ (b : α) (h : a ≠ 0) : a * b / a = b := by rw [mul_comm]; exact mul_div_cancel_right₀ b h
theorem mul_div_cancel_right (a : α) (h : b ≠ 0) : a * b / b = a := mul_div_cancel_right₀ a h
theorem div_mul_eq_mul_div (a b c : α) : a / b * c = a * c / b := by simp only [div_eq_mul_inv]; rw [mul_right_comm]
theorem mul_div (a b c : α) : a * (b / c) = a * b / c := (mul_div_assoc a b c).symm
theorem div_eq_one_iff_eq (h : b ≠ 0) : a / b = 1 ↔ a = b := by rw [div_eq_iff h, one_mul]
theorem eq_div_iff_mul_eq (h : c ≠ 0) : a = b / c ↔ a * c = b := eq_div_iff h
theorem div_eq_zero_iff : a / b = 0 ↔ a = 0 ∨ b = 0 := by rw [div_eq_mul_inv, mul_eq_zero, inv_eq_zero]
theorem inv_mul_cancel_left₀ (h : a ≠ 0) (b : α) : a⁻¹ * (a * b) = b := by rw [← mul_assoc, inv_mul_cancel₀ h, one_mul]
theorem mul_inv_cancel_left₀ (h : a ≠ 0) (b : α) : a * (a⁻¹ * b) = b := by rw [← mul_assoc, mul_inv_cancel₀ h, one_mul]
theorem one_div_mul_cancel (h : a ≠ 0) : 1 / a * a = 1 := div_mul_cancel₀ 1 h
theorem mul_one_div_cancel (h : a ≠ 0) : a * (1 / a) = 1 := by rw [mul_comm]; exact one_div_mul_cancel h
theorem mul_one_div (a b : α) : a * (1 / b) = a / b := by rw [one_div, div_eq_mul_inv]
theorem one_div_one_div (a : α) : 1 / (1 / a) = a := by rw [one_div, one_div, inv_inv]
theorem mul_div_mul_left (a b : α) (h : c ≠ 0) : c * a / (c * b) = a / b := by
  rcases Classical.em (b = 0) with e | e
  · rw [e, mul_zero, div_zero, div_zero]
  · rw [div_eq_div_iff (mul_ne_zero h e) e]; grind
theorem mul_div_mul_right (a b : α) (h : c ≠ 0) : a * c / (b * c) = a / b := by rw [mul_comm a, mul_comm b]; exact mul_div_mul_left a b h
theorem mul_inv (a b : α) : (a * b)⁻¹ = a⁻¹ * b⁻¹ := by
  rcases Classical.em (a = 0) with e | e
  · rw [e, zero_mul, inv_zero, zero_mul]
  · rcases Classical.em (b = 0) with f | f
    · rw [f, mul_zero, inv_zero, mul_zero]
    · have : a * b * (a⁻¹ * b⁻¹) = a * a⁻¹ * (b * b⁻¹) := by grind
      exact NormNum.inv_eq (by rw [this, mul_inv_cancel₀ e, mul_inv_cancel₀ f, mul_one])
theorem mul_inv_rev (a b : α) : (a * b)⁻¹ = b⁻¹ * a⁻¹ := by rw [mul_inv, mul_comm]
theorem inv_pow (a : α) : ∀ n : Nat, a⁻¹ ^ n = (a ^ n)⁻¹
  | 0 => by rw [pow_zero, pow_zero, inv_one]
  | n + 1 => by rw [pow_succ, pow_succ, inv_pow a n, mul_inv]
theorem div_pow (a b : α) (n : Nat) : (a / b) ^ n = a ^ n / b ^ n := by rw [div_eq_mul_inv, mul_pow, inv_pow, div_eq_mul_inv]
theorem div_div (a b c : α) : a / b / c = a / (b * c) := by rw [div_eq_mul_inv, div_eq_mul_inv, div_eq_mul_inv, mul_inv, mul_assoc]
theorem div_div_eq_mul_div (a b c : α) : a / (b / c) = a * c / b := by
  simp only [div_eq_mul_inv, mul_inv, inv_inv]; rw [mul_assoc, mul_comm c]
theorem div_mul_div_comm (a b c d : α) : a / b * (c / d) = a * c / (b * d) := by simp only [div_eq_mul_inv, mul_inv]; grind
theorem inv_div (a b : α) : (a / b)⁻¹ = b / a := by rw [div_eq_mul_inv, mul_inv, inv_inv, mul_comm, div_eq_mul_inv]
theorem inv_ne_zero_iff : a⁻¹ ≠ 0 ↔ a ≠ 0 := not_congr inv_eq_zero
theorem inv_inj : a⁻¹ = b⁻¹ ↔ a = b := ⟨fun h => by rw [← inv_inv a, h, inv_inv], fun h => h ▸ rfl⟩
theorem inv_eq_iff_eq_inv : a⁻¹ = b ↔ a = b⁻¹ := by rw [← inv_inj, inv_inv]
theorem inv_eq_one_div (a : α) : a⁻¹ = 1 / a := (one_div a).symm
theorem inv_neg : (-a)⁻¹ = -a⁻¹ := by
  rcases Classical.em (a = 0) with e | e
  · rw [e, show -(0 : α) = 0 by grind, inv_zero]; grind
  · exact NormNum.inv_eq (by rw [neg_mul_neg, mul_inv_cancel₀ e])
theorem div_neg (a : α) : a / -b = -(a / b) := by rw [div_eq_mul_inv, inv_neg, mul_neg, ← div_eq_mul_inv]
theorem neg_div_neg_eq (a b : α) : -a / -b = a / b := by rw [neg_div, div_neg, neg_neg]
theorem div_inv_eq_mul : a / b⁻¹ = a * b := by rw [div_eq_mul_inv, inv_inv]
theorem div_right_comm : a / b / c = a / c / b := by rw [div_div, div_div, mul_comm]
theorem mul_div_right_comm : a * b / c = a / c * b := (div_mul_eq_mul_div a c b).symm
theorem mul_div_left_comm : a * (b / c) = b * (a / c) := by rw [mul_div, mul_div, mul_comm]
theorem mul_comm_div : a / b * c = a * (c / b) := by rw [div_mul_eq_mul_div, mul_div]
theorem inv_mul_eq_div : a⁻¹ * b = b / a := (div_eq_inv_mul b a).symm
theorem mul_inv_eq_one₀ (h : b ≠ 0) : a * b⁻¹ = 1 ↔ a = b := by rw [← div_eq_mul_inv, div_eq_one_iff_eq h]
theorem div_add_div_same (a b c : α) : a / c + b / c = (a + b) / c := (add_div a b c).symm
theorem div_sub_div_same (a b c : α) : a / c - b / c = (a - b) / c := (sub_div a b c).symm
theorem div_sub_div (a : α) (c : α) (h : b ≠ 0) (k : d ≠ 0) : a / b - c / d = (a * d - b * c) / (b * d) := by
  rw [eq_div_iff (mul_ne_zero h k), sub_mul, show a / b * (b * d) = a / b * b * d by grind, show c / d * (b * d) = c / d * d * b by grind,
    div_mul_cancel₀ a h, div_mul_cancel₀ c k, mul_comm b c]
theorem add_div_eq_mul_add_div (a b : α) (h : c ≠ 0) : a + b / c = (a * c + b) / c := by rw [eq_div_iff h, add_mul, div_mul_cancel₀ b h]
theorem div_add_eq_mul_add_div (a b : α) (h : c ≠ 0) : a / c + b = (a + b * c) / c := by rw [eq_div_iff h, add_mul, div_mul_cancel₀ a h]
theorem mul_inv_cancel_right₀ (h : b ≠ 0) (a : α) : a * b * b⁻¹ = a := by rw [mul_assoc, mul_inv_cancel₀ h, mul_one]
theorem inv_mul_cancel_right₀ (h : b ≠ 0) (a : α) : a * b⁻¹ * b = a := by rw [mul_assoc, inv_mul_cancel₀ h, mul_one]
theorem div_self_mul_self (a : α) : a / (a * a) = a⁻¹ := by
  rcases Classical.em (a = 0) with e | e
  · rw [e, zero_div, inv_zero]
  · rw [div_eq_iff (mul_ne_zero e e), ← mul_assoc, inv_mul_cancel₀ e, one_mul]
theorem div_ne_zero_iff : a / b ≠ 0 ↔ a ≠ 0 ∧ b ≠ 0 := by rw [Ne, div_eq_zero_iff, _root_.not_or]
theorem div_left_inj' (h : c ≠ 0) : a / c = b / c ↔ a = b := ⟨fun k => by rw [← div_mul_cancel₀ a h, k, div_mul_cancel₀ b h], fun k => k ▸ rfl⟩
end

section
variable {α : Type u} [Field α] [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [OrderedRing α] {a b c d : α}
@[simp] theorem inv_nonneg : 0 ≤ a⁻¹ ↔ 0 ≤ a := ⟨fun h => inv_inv a ▸ inv_nonneg_of_nonneg h, inv_nonneg_of_nonneg⟩
@[simp] theorem inv_lt_zero : a⁻¹ < 0 ↔ a < 0 := by rw [← not_le, ← not_le, inv_nonneg]
theorem one_div_nonneg : 0 ≤ 1 / a ↔ 0 ≤ a := by rw [one_div]; exact inv_nonneg
theorem one_div_le_one_div_of_le (h : 0 < a) (k : a ≤ b) : 1 / b ≤ 1 / a := by rw [one_div, one_div]; exact inv_anti₀ h k
theorem one_div_lt_one_div_of_lt (h : 0 < a) (k : a < b) : 1 / b < 1 / a := by rw [one_div, one_div]; exact inv_strictAnti₀ h k
theorem sub_one_lt (a : α) : a - 1 < a := sub_lt_self a zero_lt_one
theorem half_le_self (h : 0 ≤ a) : a / 2 ≤ a := by rw [div_le_iff₀ two_pos]; have := le_add_of_nonneg_right (a := a) h; grind
theorem half_nonneg (h : 0 ≤ a) : 0 ≤ a / 2 := div_nonneg h zero_le_two
theorem div_lt_div_of_lt_left (h : 0 < a) (k : 0 < c) (l : c < b) : a / b < a / c := div_lt_div_of_pos_left h k l
theorem one_half_pos : (0 : α) < 1 / 2 := half_pos zero_lt_one
theorem div_le_one_of_le (h : a ≤ b) (k : 0 ≤ b) : a / b ≤ 1 := by
  rcases lt_or_eq_of_le k with l | l
  · exact (div_le_one l).2 h
  · rw [← l, div_zero]; exact zero_le_one
theorem div_le_one_of_le₀ (h : a ≤ b) (k : 0 ≤ b) : a / b ≤ 1 := div_le_one_of_le h k
theorem le_div_iff' (h : 0 < c) : a ≤ b / c ↔ c * a ≤ b := by rw [le_div_iff₀ h, mul_comm]
theorem le_div_iff₀' (h : 0 < c) : a ≤ b / c ↔ c * a ≤ b := le_div_iff' h
theorem lt_div_iff' (h : 0 < c) : a < b / c ↔ c * a < b := by rw [lt_div_iff₀ h, mul_comm]
theorem lt_div_iff₀' (h : 0 < c) : a < b / c ↔ c * a < b := lt_div_iff' h
theorem div_le_iff' (h : 0 < b) : a / b ≤ c ↔ a ≤ b * c := by rw [div_le_iff₀ h, mul_comm]
theorem div_le_iff₀' (h : 0 < b) : a / b ≤ c ↔ a ≤ b * c := div_le_iff' h
theorem div_lt_iff' (h : 0 < c) : b / c < a ↔ b < c * a := by rw [div_lt_iff₀ h, mul_comm]
theorem div_lt_iff₀' (h : 0 < c) : b / c < a ↔ b < c * a := div_lt_iff' h
theorem div_le_div_iff (h : 0 < b) (k : 0 < d) : a / b ≤ c / d ↔ a * d ≤ c * b := div_le_div_iff₀ h k
theorem div_le_div_right (h : 0 < c) : a / c ≤ b / c ↔ a ≤ b := by rw [div_le_iff₀ h, div_mul_cancel₀ b (ne_of_gt h)]
theorem div_le_div_iff_of_pos_right (h : 0 < c) : a / c ≤ b / c ↔ a ≤ b := div_le_div_right h
theorem div_lt_div_right (h : 0 < c) : a / c < b / c ↔ a < b := by rw [div_lt_iff₀ h, div_mul_cancel₀ b (ne_of_gt h)]
theorem div_lt_div_iff_of_pos_right (h : 0 < c) : a / c < b / c ↔ a < b := div_lt_div_right h
theorem inv_le_inv₀ (h : 0 < a) (k : 0 < b) : a⁻¹ ≤ b⁻¹ ↔ b ≤ a :=
  ⟨fun l => by have := inv_anti₀ (inv_pos.2 h) l; rwa [inv_inv, inv_inv] at this, inv_anti₀ k⟩
theorem inv_lt_inv₀ (h : 0 < a) (k : 0 < b) : a⁻¹ < b⁻¹ ↔ b < a := by rw [← not_le, ← not_le, inv_le_inv₀ k h]
theorem inv_le_inv (h : 0 < a) (k : 0 < b) : a⁻¹ ≤ b⁻¹ ↔ b ≤ a := inv_le_inv₀ h k
theorem inv_lt_inv (h : 0 < a) (k : 0 < b) : a⁻¹ < b⁻¹ ↔ b < a := inv_lt_inv₀ h k
theorem inv_lt_one (h : 1 < a) : a⁻¹ < 1 := by have := inv_strictAnti₀ zero_lt_one h; rwa [inv_one] at this
theorem inv_lt_one_of_one_lt₀ (h : 1 < a) : a⁻¹ < 1 := inv_lt_one h
theorem inv_le_one (h : 1 ≤ a) : a⁻¹ ≤ 1 := by have := inv_anti₀ zero_lt_one h; rwa [inv_one] at this
theorem inv_le_one_of_one_le₀ (h : 1 ≤ a) : a⁻¹ ≤ 1 := inv_le_one h
theorem one_lt_inv (h : 0 < a) (k : a < 1) : 1 < a⁻¹ := by have := inv_strictAnti₀ h k; rwa [inv_one] at this
theorem one_le_inv (h : 0 < a) (k : a ≤ 1) : 1 ≤ a⁻¹ := by have := inv_anti₀ h k; rwa [inv_one] at this
theorem one_div_le_one_div (h : 0 < a) (k : 0 < b) : 1 / a ≤ 1 / b ↔ b ≤ a := by rw [one_div, one_div]; exact inv_le_inv₀ h k
theorem one_div_lt_one_div (h : 0 < a) (k : 0 < b) : 1 / a < 1 / b ↔ b < a := by rw [one_div, one_div]; exact inv_lt_inv₀ h k
theorem div_nonpos_of_nonpos_of_nonneg (h : a ≤ 0) (k : 0 ≤ b) : a / b ≤ 0 := by
  rw [div_eq_mul_inv]; exact mul_nonpos_of_nonpos_of_nonneg h (inv_nonneg.2 k)
theorem div_neg_of_neg_of_pos (h : a < 0) (k : 0 < b) : a / b < 0 := by
  rw [div_eq_mul_inv]; exact mul_neg_of_neg_of_pos h (inv_pos.2 k)
theorem sq_eq_sq (h : 0 ≤ a) (k : 0 ≤ b) : a ^ 2 = b ^ 2 ↔ a = b := pow_left_inj₀ h k (by decide)
theorem one_le_pow_of_one_le (h : 1 ≤ a) (n : Nat) : 1 ≤ a ^ n := one_le_pow₀ h
theorem div_le_self (h : 0 ≤ a) (k : 1 ≤ b) : a / b ≤ a := by
  rw [div_le_iff₀ (lt_of_lt_of_le zero_lt_one k)]; exact le_mul_of_one_le_right h k
end

namespace Finset
section
variable {ι : Type v} {s t : Finset ι}
theorem sum_div {α : Type u} [Field α] (s : Finset ι) (f : ι → α) (a : α) : s.sum f / a = s.sum fun i => f i / a := by
  simp only [div_eq_mul_inv, sum_mul]
theorem sum_sub_distrib {α : Type u} [CommRing α] (f g : ι → α) : s.sum (fun i => f i - g i) = s.sum f - s.sum g := by
  have : s.sum f = s.sum (fun i => f i - g i) + s.sum g := by
    rw [← sum_add_distrib]; exact sum_congr rfl fun i _ => by grind
  grind
theorem sum_neg_distrib {α : Type u} [CommRing α] (f : ι → α) : s.sum (fun i => -f i) = -s.sum f := by
  have := mul_sum s f (-1); rw [neg_one_mul] at this; rw [this]; exact sum_congr rfl fun i _ => (neg_one_mul _).symm
end
end Finset

namespace Nat
theorem even_add_one {n : Nat} : Even (n + 1) ↔ ¬Even n := by rw [Nat.even_iff, Nat.even_iff]; omega
theorem le_induction {m : Nat} {P : ∀ n, m ≤ n → Prop} (base : P m (Nat.le_refl m))
    (succ : ∀ n (h : m ≤ n), P n h → P (n + 1) (Nat.le_succ_of_le h)) : ∀ n (h : m ≤ n), P n h := fun n h => by
  induction n with
  | zero => obtain rfl := Nat.le_zero.1 h; exact base
  | succ n ih =>
    rcases Nat.eq_or_lt_of_le h with e | l
    · subst e; exact base
    · exact succ n (Nat.le_of_lt_succ l) (ih _)
end Nat
end
