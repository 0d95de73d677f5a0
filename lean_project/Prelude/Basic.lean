import Std

/-! What needs nothing else: `∃!`, `|a|`, the cast from `ℚ`, and the namespaces that a Mathlib header
opens. -/

namespace BigOperators end BigOperators
namespace Topology end Topology
namespace Real end Real
namespace Complex end Complex
namespace ComplexConjugate end ComplexConjugate
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

/-- Mathlib's `Function.mtr`: a contraposition undone. -/
protected theorem Function.mtr {a b : Prop} (h : ¬a → ¬b) (k : b) : a := Classical.byContradiction fun l => h l k

/-- Mathlib's `abs`, there for any lattice-ordered additive group: `|a| = a ⊔ -a`. -/
def abs {α : Type u} [Max α] [Neg α] (a : α) : α := max a (-a)

/-- Mathlib's `RatCast`: the canonical map from `ℚ`. -/
class RatCast (α : Type u) where
  ratCast : Rat → α

/-- Mathlib's `Rat.cast`. -/
@[coe, reducible] protected def Rat.cast {α : Type u} [RatCast α] (q : Rat) : α := RatCast.ratCast q

instance [RatCast α] : CoeTail Rat α := ⟨Rat.cast⟩
instance [RatCast α] : CoeHTCT Rat α := ⟨Rat.cast⟩
