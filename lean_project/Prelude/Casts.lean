import Prelude.OrderedField

/-! Casts of naturals and integers keep apart what is different, and keep the order: Mathlib's lemmas under its names. -/

open Lean.Grind

section
variable {α : Type u} [Ring α] [IsCharP α 0]
@[simp, norm_cast] theorem Nat.cast_inj {m n : Nat} : (m : α) = (n : α) ↔ m = n := by
  rw [IsCharP.natCast_ext_iff 0, Nat.mod_zero, Nat.mod_zero]
theorem Nat.cast_injective : Function.Injective (Nat.cast : Nat → α) := fun _ _ h => Nat.cast_inj.1 h
@[simp] theorem Nat.cast_eq_zero {n : Nat} : (n : α) = 0 ↔ n = 0 := by rw [← Nat.cast_zero, Nat.cast_inj]
@[simp] theorem Nat.cast_eq_one {n : Nat} : (n : α) = 1 ↔ n = 1 := by rw [← Nat.cast_one, Nat.cast_inj]
@[simp] theorem Nat.cast_eq_ofNat {m n : Nat} : (m : α) = no_index (OfNat.ofNat n) ↔ m = OfNat.ofNat n := by
  rw [← Nat.cast_ofNat, Nat.cast_inj]
theorem Nat.cast_ne_zero {n : Nat} : (n : α) ≠ 0 ↔ n ≠ 0 := not_congr Nat.cast_eq_zero
theorem Nat.cast_add_one_ne_zero (n : Nat) : (n : α) + 1 ≠ 0 := by
  rw [← Nat.cast_succ, Nat.cast_ne_zero]; exact Nat.succ_ne_zero n

@[simp, norm_cast] theorem Int.cast_inj {m n : Int} : (m : α) = (n : α) ↔ m = n := by
  rw [IsCharP.intCast_ext_iff 0, Int.natCast_zero, Int.emod_zero, Int.emod_zero]
theorem Int.cast_injective : Function.Injective (Int.cast : Int → α) := fun _ _ h => Int.cast_inj.1 h
@[simp] theorem Int.cast_eq_zero {n : Int} : (n : α) = 0 ↔ n = 0 := by rw [← Int.cast_zero, Int.cast_inj]
theorem Int.cast_ne_zero {n : Int} : (n : α) ≠ 0 ↔ n ≠ 0 := not_congr Int.cast_eq_zero
end

section
variable {α : Type u} [CommRing α] [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [OrderedRing α]

private theorem cast_lt_of_lt {m n : Int} (h : m < n) : (m : α) < (n : α) := by
  obtain ⟨k, hk⟩ := Int.eq_ofNat_of_zero_le (show 0 ≤ n - m - 1 by omega)
  have hn : n = m + (1 + (k : Int)) := by omega
  have hk := Nat.cast_nonneg (α := α) k
  have h1 := zero_lt_one (α := α)
  rw [hn, Int.cast_add, Int.cast_add, Int.cast_natCast, Int.cast_one]
  grind

@[simp, norm_cast] theorem Int.cast_lt {m n : Int} : (m : α) < (n : α) ↔ m < n := by
  refine ⟨fun h => ?_, cast_lt_of_lt⟩
  rcases Int.lt_trichotomy m n with g | g | g
  · exact g
  · exact absurd (g ▸ h) (lt_irrefl _)
  · exact absurd h (lt_asymm (cast_lt_of_lt g))
@[simp, norm_cast] theorem Int.cast_le {m n : Int} : (m : α) ≤ (n : α) ↔ m ≤ n := by
  rw [← not_lt, Int.cast_lt, Int.not_lt]
@[simp] theorem Int.cast_nonneg {n : Int} : (0 : α) ≤ (n : α) ↔ 0 ≤ n := by rw [← Int.cast_zero, Int.cast_le]
@[simp] theorem Int.cast_pos {n : Int} : (0 : α) < (n : α) ↔ 0 < n := by rw [← Int.cast_zero, Int.cast_lt]

@[simp, norm_cast] theorem Nat.cast_lt {m n : Nat} : (m : α) < (n : α) ↔ m < n := by
  rw [← Int.cast_natCast m, ← Int.cast_natCast n, Int.cast_lt, Int.ofNat_lt]
@[simp, norm_cast] theorem Nat.cast_le {m n : Nat} : (m : α) ≤ (n : α) ↔ m ≤ n := by
  rw [← Int.cast_natCast m, ← Int.cast_natCast n, Int.cast_le, Int.ofNat_le]
@[simp] theorem Nat.cast_pos {n : Nat} : (0 : α) < (n : α) ↔ 0 < n := by rw [← Nat.cast_zero, Nat.cast_lt]
theorem Nat.cast_mono {m n : Nat} (h : m ≤ n) : (m : α) ≤ (n : α) := Nat.cast_le.2 h
@[simp] theorem Nat.cast_lt_ofNat {m n : Nat} : (m : α) < no_index (OfNat.ofNat n) ↔ m < OfNat.ofNat n := by rw [← Nat.cast_ofNat, Nat.cast_lt]
@[simp] theorem Nat.cast_le_ofNat {m n : Nat} : (m : α) ≤ no_index (OfNat.ofNat n) ↔ m ≤ OfNat.ofNat n := by rw [← Nat.cast_ofNat, Nat.cast_le]
@[simp] theorem Nat.ofNat_lt_cast {m n : Nat} : no_index (OfNat.ofNat n) < (m : α) ↔ OfNat.ofNat n < m := by rw [← Nat.cast_ofNat, Nat.cast_lt]
@[simp] theorem Nat.ofNat_le_cast {m n : Nat} : no_index (OfNat.ofNat n) ≤ (m : α) ↔ OfNat.ofNat n ≤ m := by rw [← Nat.cast_ofNat, Nat.cast_le]
end
