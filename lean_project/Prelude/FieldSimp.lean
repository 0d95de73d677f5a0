import Prelude.Everyday
import Prelude.Positivity

/-! What `field_simp` goes by (`Tactics/FieldSimp.lean`): a term of a field is a quotient `n / d` of terms without division, and two
such are equal if they agree but for factors, each of which makes the quotient zero where it is zero itself. -/

set_option linter.unusedSectionVars false

namespace FieldSimp
open Lean.Grind
variable {α : Type u} [Field α] {a b n d m e p q t w g h N D : α}

theorem atom (h : a = b) : a = b / 1 := by rw [h, div_one]
theorem mul (ha : a = n / d) (hb : b = m / e) : a * b = n * m / (d * e) := by rw [ha, hb, div_mul_div_comm]
theorem inv (ha : a = n / d) : a⁻¹ = d / n := by rw [ha, inv_div]
theorem inv_neg (ha : a = n / d) : a⁻¹ = -d / -n := by rw [ha, inv_div, neg_div_neg_eq]
theorem div (ha : a = n / d) (hb : b = m / e) : a / b = n * e / (d * m) := by rw [div_eq_mul_inv]; exact mul ha (inv hb)
theorem div_neg (ha : a = n / d) (hb : b = m / e) : a / b = n * -e / (d * -m) := by rw [div_eq_mul_inv]; exact mul ha (inv_neg hb)
theorem neg (ha : a = n / d) : -a = -n / d := by rw [ha, neg_div]
theorem pow (k : Nat) (ha : a = n / d) : a ^ k = n ^ k / d ^ k := by rw [ha, div_pow]
theorem zpow (k : Nat) (ha : a = n / d) : a ^ (k : Int) = n ^ k / d ^ k := by rw [zpow_natCast, pow k ha]
theorem zpow_neg (k : Nat) (ha : a = n / d) : a ^ (-(k : Int)) = d ^ k / n ^ k := by
  rw [_root_.zpow_neg, zpow_natCast]; exact inv (pow k ha)
theorem zpow_neg_odd (k : Nat) (ha : a = n / d) : a ^ (-(k : Int)) = -d ^ k / -n ^ k := by
  rw [_root_.zpow_neg, zpow_natCast]; exact inv_neg (pow k ha)

theorem quotient_zero (h : n = 0 ∨ d = 0) : n / d = 0 := by
  rcases h with h | h
  · rw [h, zero_div]
  · rw [h, div_zero]
theorem balance (hg : g = 0 → N = 0 ∨ D = 0) (hh : h = 0 → n = 0 ∨ d = 0) (hn : n * h = g * N) (hd : d * h = g * D) : n / d = N / D := by
  by_cases kg : g = 0
  · rw [quotient_zero (hg kg)]
    by_cases kh : h = 0
    · exact quotient_zero (hh kh)
    · rw [kg, zero_mul] at hn
      exact quotient_zero (.inl ((mul_eq_zero.1 hn).resolve_right kh))
  · by_cases kh : h = 0
    · rw [quotient_zero (hh kh)]
      rw [kh, mul_zero] at hn
      exact (quotient_zero (.inl ((mul_eq_zero.1 hn.symm).resolve_left kg))).symm
    · rw [← mul_div_mul_right n d kh, hn, hd, mul_div_mul_left N D kg]
theorem piece (ha : a = (p * N) / (q * D)) (ht : N / D = t) : a = p / q * t := by rw [ha, ← ht, div_mul_div_comm]
theorem add (ha : a = p / q * t) (hb : b = p / q * w) : a + b = p * (t + w) / q := by
  rw [ha, hb]; simp only [div_eq_mul_inv]; grind
theorem sub (ha : a = p / q * t) (hb : b = p / q * w) : a - b = p * (t - w) / q := by
  rw [ha, hb]; simp only [div_eq_mul_inv]; grind
theorem over_one (n : α) : n / 1 = n := div_one n
theorem neg_over (n d : α) : -n / d = -(n / d) := neg_div d n
theorem neg_over_one (n : α) : -n / 1 = -n := div_one (-n)

/-! Products that are zero only where something else holds. -/

theorem one_vanishes (α : Type u) [Field α] (R : Prop) : (1 : α) = 0 → R := fun h => absurd h.symm Field.zero_ne_one
theorem pow_vanishes {R : Prop} (k : Nat) (h : a = 0 → R) : a ^ k = 0 → R := fun e => h (pow_eq_zero e)
theorem mul_vanishes {R : Prop} (ha : a = 0 → R) (hb : b = 0 → R) : a * b = 0 → R := fun e => (mul_eq_zero.1 e).elim ha hb
theorem nonzero (R : Prop) (h : a ≠ 0) : a = 0 → R := fun e => absurd e h
theorem above (d : α) (h : n = a * b) : a = 0 → n = 0 ∨ d = 0 := fun e => .inl (by rw [h, e, zero_mul])
theorem below (n : α) (h : d = a * b) : a = 0 → n = 0 ∨ d = 0 := fun e => .inr (by rw [h, e, zero_mul])

theorem eq (hp : p = 0 → False) (hq : q = 0 → False) (ha : a = p / q * t) (hb : b = p / q * w) : (a = b) = (t = w) := by
  rw [ha, hb]
  exact propext ⟨fun e => mul_left_cancel₀ (div_ne_zero hp hq) e, fun e => by rw [e]⟩

variable [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [OrderedRing α]
theorem one_pos (α : Type u) [Field α] [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [OrderedRing α] : (0 : α) < 1 := zero_lt_one
theorem le (hp : 0 < p) (hq : 0 < q) (ha : a = p / q * t) (hb : b = p / q * w) : (a ≤ b) = (t ≤ w) := by
  rw [ha, hb, mul_comm (p / q), mul_comm (p / q)]
  exact propext (mul_le_mul_iff_left₀ (div_pos hp hq))
theorem lt (hp : 0 < p) (hq : 0 < q) (ha : a = p / q * t) (hb : b = p / q * w) : (a < b) = (t < w) := by
  rw [ha, hb, mul_comm (p / q), mul_comm (p / q)]
  exact propext (mul_lt_mul_iff_left₀ (div_pos hp hq))
end FieldSimp
