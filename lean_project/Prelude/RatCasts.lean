import Prelude.Positivity

/-! Casts of rationals respect the operations and the order, and squares of rationals: Mathlib's lemmas under its names. -/

open Lean.Grind

namespace Rat
theorem num_div_den (q : Rat) : (q.num : Rat) / (q.den : Rat) = q := by
  have e := mkRat_self q
  rw [mkRat_eq_div] at e
  exact e

private theorem reduced_square (q : Rat) : (q.num * q.num).natAbs.gcd (q.den * q.den) = 1 := by
  rw [Int.natAbs_mul]
  exact Nat.Coprime.mul_left (Nat.Coprime.mul_right q.reduced q.reduced) (Nat.Coprime.mul_right q.reduced q.reduced)
theorem mul_self_num (q : Rat) : (q * q).num = q.num * q.num := by
  rw [mul_def, normalize_eq]; simp [reduced_square]
theorem mul_self_den (q : Rat) : (q * q).den = q.den * q.den := by
  rw [mul_def, normalize_eq]; simp [reduced_square]
theorem isSquare_iff {q : Rat} : IsSquare q ↔ IsSquare q.num ∧ IsSquare q.den := by
  constructor
  · intro ⟨r, h⟩
    rw [h]
    exact ⟨⟨r.num, mul_self_num r⟩, ⟨r.den, mul_self_den r⟩⟩
  · intro ⟨⟨a, ha⟩, ⟨b, hb⟩⟩
    refine ⟨(a : Rat) / (b : Rat), ?_⟩
    rw [← num_div_den q, ha, hb, Int.cast_mul, Nat.cast_mul]
    grind
instance (q : Rat) : Decidable (IsSquare q) := decidable_of_iff _ isSquare_iff.symm

variable {α : Type} [OrderedField α] {q r : Rat}

/-- What a rational number is in a field, from any way to write it. -/
private theorem cast_mul_eq {p : Int} {d : Nat} (h : q * d = p) : (q : α) * d = p := by
  have hq : (q.den : Rat) ≠ 0 := Nat.cast_ne_zero.2 q.den_nz
  have hr : (q.den : α) ≠ 0 := Nat.cast_ne_zero.2 q.den_nz
  have e := num_div_den q
  have k : (q.num : Rat) * d = p * q.den := by
    rw [← h]; conv => rhs; rw [← e]
    grind
  have l : q.num * (d : Int) = p * (q.den : Int) := by exact_mod_cast k
  have m : (q.num : α) * d = p * q.den := by exact_mod_cast l
  show (q.num : α) / q.den * d = p
  grind

@[simp, norm_cast] theorem cast_natCast (n : Nat) : ((n : Rat) : α) = n := by
  show ((n : Rat).num : α) / ((n : Rat).den : α) = n
  rw [num_natCast, den_natCast, Int.cast_natCast, Nat.cast_one, div_one]
@[simp, norm_cast] theorem cast_intCast (n : Int) : ((n : Rat) : α) = n := by
  show ((n : Rat).num : α) / ((n : Rat).den : α) = n
  rw [num_intCast, den_intCast, Nat.cast_one, div_one]
@[simp, norm_cast] theorem cast_zero : ((0 : Rat) : α) = 0 := (cast_natCast 0).trans Nat.cast_zero
@[simp, norm_cast] theorem cast_one : ((1 : Rat) : α) = 1 := (cast_natCast 1).trans Nat.cast_one
@[simp, norm_cast] theorem cast_ofNat (n : Nat) : ((no_index (OfNat.ofNat n) : Rat) : α) = OfNat.ofNat n := by
  rw [show (OfNat.ofNat n : Rat) = ((n : Nat) : Rat) from rfl, cast_natCast]
  exact Nat.cast_ofNat

private theorem nonzero (q : Rat) : ((q.den : Nat) : α) ≠ 0 := Nat.cast_ne_zero.2 q.den_nz
private theorem rat_nonzero (q : Rat) : ((q.den : Nat) : Rat) ≠ 0 := Nat.cast_ne_zero.2 q.den_nz
private theorem cast_mul_den (q : Rat) : (q : α) * q.den = q.num := by
  show (q.num : α) / q.den * q.den = q.num
  have := nonzero (α := α) q
  grind
private theorem mul_den (q : Rat) : q * q.den = q.num := by
  have := rat_nonzero q
  have e := num_div_den q
  conv => lhs; lhs; rw [← e]
  grind

@[simp, norm_cast] theorem cast_add (q r : Rat) : ((q + r : Rat) : α) = q + r := by
  have e : (q + r) * ((q.den * r.den : Nat) : Rat) = ((q.num * r.den + r.num * q.den : Int) : Rat) := by
    have := mul_den q; have := mul_den r
    push_cast
    grind
  have h := cast_mul_eq (α := α) e
  have := cast_mul_den (α := α) q; have := cast_mul_den (α := α) r
  have := nonzero (α := α) q; have := nonzero (α := α) r
  push_cast at h
  grind
@[simp, norm_cast] theorem cast_mul (q r : Rat) : ((q * r : Rat) : α) = q * r := by
  have e : (q * r) * ((q.den * r.den : Nat) : Rat) = ((q.num * r.num : Int) : Rat) := by
    have := mul_den q; have := mul_den r
    push_cast
    grind
  have h := cast_mul_eq (α := α) e
  have := cast_mul_den (α := α) q; have := cast_mul_den (α := α) r
  have := nonzero (α := α) q; have := nonzero (α := α) r
  push_cast at h
  grind
@[simp, norm_cast] theorem cast_neg (q : Rat) : ((-q : Rat) : α) = -q := by
  have h : ((q + -q : Rat) : α) = q + ((-q : Rat) : α) := cast_add q (-q)
  rw [show q + -q = 0 by grind, cast_zero] at h
  grind
@[simp, norm_cast] theorem cast_sub (q r : Rat) : ((q - r : Rat) : α) = q - r := by
  rw [show q - r = q + -r by grind, cast_add, cast_neg]; grind
@[simp, norm_cast] theorem cast_pow (q : Rat) (n : Nat) : ((q ^ n : Rat) : α) = (q : α) ^ n := by
  induction n with
  | zero => rw [pow_zero, pow_zero, cast_one]
  | succ n ih => rw [pow_succ, pow_succ, cast_mul, ih]
@[simp, norm_cast] theorem cast_lt : (q : α) < r ↔ q < r :=
  ⟨fun h => lt_of_not_ge fun k => not_lt_of_ge (Gcongr.rat_cast_le (α := α) k) h, Gcongr.rat_cast_lt⟩
@[simp, norm_cast] theorem cast_le : (q : α) ≤ r ↔ q ≤ r := by
  rw [← not_lt, cast_lt, not_lt]
@[simp, norm_cast] theorem cast_inj : (q : α) = r ↔ q = r :=
  ⟨fun h => le_antisymm (cast_le.1 (le_of_eq h)) (cast_le.1 (ge_of_eq h)), fun h => by rw [h]⟩
theorem cast_injective : Function.Injective (Rat.cast : Rat → α) := fun _ _ h => cast_inj.1 h
@[simp] theorem cast_eq_zero : (q : α) = 0 ↔ q = 0 := by rw [← cast_zero, cast_inj]
theorem cast_ne_zero : (q : α) ≠ 0 ↔ q ≠ 0 := not_congr cast_eq_zero
@[simp] theorem cast_pos : (0 : α) < q ↔ 0 < q := by rw [← cast_zero, cast_lt]
@[simp] theorem cast_nonneg : (0 : α) ≤ q ↔ 0 ≤ q := by rw [← cast_zero, cast_le]
@[simp, norm_cast] theorem cast_inv (q : Rat) : ((q⁻¹ : Rat) : α) = (q : α)⁻¹ := by
  by_cases h : q = 0
  · rw [h, show (0 : Rat)⁻¹ = 0 by grind, cast_zero, inv_zero]
  · have k : (q : α) ≠ 0 := cast_ne_zero.2 h
    have e : ((q * q⁻¹ : Rat) : α) = q * ((q⁻¹ : Rat) : α) := cast_mul q q⁻¹
    rw [show q * q⁻¹ = 1 by grind, cast_one] at e
    grind
@[simp, norm_cast] theorem cast_div (q r : Rat) : ((q / r : Rat) : α) = q / r := by
  rw [div_eq_mul_inv, cast_mul, cast_inv, ← div_eq_mul_inv]
end Rat
