import Prelude.Order

/-! The classes that stand for `ℝ` and `ℂ`, casts, and parity. -/

section
open Lean.Grind

attribute [instance 50] Lean.Grind.Semiring.natCast Lean.Grind.Ring.intCast
attribute [default_instance high] Lean.Grind.Semiring.npow

/-- A linearly ordered field. Mathlib's `ℝ` and `ℚ` are such; a statement proved for every
`OrderedField` holds for Mathlib's `ℝ`. -/
class OrderedField (α : Type) extends Field α, LE α, LT α, Min α, Max α,
    Std.LawfulOrderLT α, Std.IsLinearOrder α, OrderedRing α, LawfulMinMax α

noncomputable instance : OrderedField Rat where

/-- A numeral other than 0 may be cancelled, as Mathlib has it.  Core has this as a definition only; and where it is missing,
Lean 4.28's `grind` takes some terms for equal that are not, and panics over the proof. -/
instance {α : Type u} [Field α] [IsCharP α 0] : NoNatZeroDivisors α := Field.noNatZeroDivisors.ofIsCharPZero

/-- Mathlib's `Rat.cast` into a field of characteristic 0, by `Rat.cast_def`. -/
instance (priority := 50) [OrderedField α] : RatCast α := ⟨fun q => (q.num : α) / (q.den : α)⟩

noncomputable instance (priority := 50) [OrderedField α] : DecidableEq α := fun _ _ => Classical.propDecidable _
noncomputable instance (priority := 50) [OrderedField α] (a b : α) : Decidable (a ≤ b) := Classical.propDecidable _
noncomputable instance (priority := 50) [OrderedField α] (a b : α) : Decidable (a < b) := Classical.propDecidable _

/-- Mathlib's `Even`. -/
def Even {α : Type u} [Add α] (a : α) : Prop := ∃ r, a = r + r
/-- Mathlib's `Odd`. -/
def Odd {α : Type u} [Semiring α] (a : α) : Prop := ∃ m, a = 2 * m + 1

theorem Nat.even_iff {n : Nat} : Even n ↔ n % 2 = 0 :=
  ⟨fun ⟨r, h⟩ => by omega, fun h => ⟨n / 2, by omega⟩⟩
theorem Nat.odd_iff {n : Nat} : Odd n ↔ n % 2 = 1 :=
  ⟨fun ⟨r, h⟩ => by omega, fun h => ⟨n / 2, by omega⟩⟩
theorem Int.even_iff {n : Int} : Even n ↔ n % 2 = 0 :=
  ⟨fun ⟨r, h⟩ => by omega, fun h => ⟨n / 2, by omega⟩⟩
theorem Int.odd_iff {n : Int} : Odd n ↔ n % 2 = 1 :=
  ⟨fun ⟨r, h⟩ => by omega, fun h => ⟨n / 2, by omega⟩⟩
instance : DecidablePred (Even : Nat → Prop) := fun _ => decidable_of_iff _ Nat.even_iff.symm
instance : DecidablePred (Odd : Nat → Prop) := fun _ => decidable_of_iff _ Nat.odd_iff.symm
instance : DecidablePred (Even : Int → Prop) := fun _ => decidable_of_iff _ Int.even_iff.symm
instance : DecidablePred (Odd : Int → Prop) := fun _ => decidable_of_iff _ Int.odd_iff.symm
end
