import Std

/-! Notation shared by everything else: number types, `∃!`, `|a|`, and the namespaces that a Mathlib
header opens. -/

notation "ℕ" => Nat
notation "ℤ" => Int
notation "ℚ" => Rat

namespace BigOperators end BigOperators
namespace Topology end Topology
namespace Real end Real
namespace Complex end Complex
namespace NNReal end NNReal
namespace ENNReal end ENNReal
namespace Set end Set
namespace Finset end Finset
namespace Function end Function
namespace Filter end Filter
namespace Polynomial end Polynomial
namespace Classical end Classical

/-- Mathlib's `ExistsUnique`. -/
def ExistsUnique {α : Sort u} (p : α → Prop) : Prop := ∃ x, p x ∧ ∀ y, p y → y = x

open Lean in
macro "∃!" xs:explicitBinders ", " b:term : term => do
  return ⟨← expandExplicitBinders ``ExistsUnique xs b⟩

@[app_unexpander ExistsUnique] def ExistsUnique.unexpand : Lean.PrettyPrinter.Unexpander
  | `($_ fun $x:ident => $b) => `(∃! $x:ident, $b)
  | `($_ fun ($x:ident : $t) => $b) => `(∃! $x:ident : $t, $b)
  | _ => throw ()

/-- Mathlib's `abs`, there for any lattice-ordered additive group: `|a| = a ⊔ -a`. -/
def abs {α : Type u} [Max α] [Neg α] (a : α) : α := max a (-a)

macro:max atomic("|" noWs) a:term noWs "|" : term => `(abs $a)

@[app_unexpander abs] def abs.unexpand : Lean.PrettyPrinter.Unexpander
  | `($_ $a) => `(|$a|)
  | _ => throw ()

/-- Mathlib's `RatCast`: the canonical map from `ℚ`. -/
class RatCast (α : Type u) where
  ratCast : ℚ → α

/-- Mathlib's `Rat.cast`. -/
@[coe, reducible] protected def Rat.cast {α : Type u} [RatCast α] (q : ℚ) : α := RatCast.ratCast q

instance [RatCast α] : CoeTail ℚ α := ⟨Rat.cast⟩
instance [RatCast α] : CoeHTCT ℚ α := ⟨Rat.cast⟩
