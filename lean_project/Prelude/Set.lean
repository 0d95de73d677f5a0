import Prelude.Algebra

/-! Sets as predicates, with Mathlib's names. -/

/-- Mathlib's `Set`. -/
def Set (α : Type u) : Type u := α → Prop

/-- Mathlib's `setOf`. -/
def setOf {α : Type u} (p : α → Prop) : Set α := p

namespace Set
variable {α : Type u} {β : Type v}

/-- Mathlib's `Set.Mem`. -/
protected def Mem (s : Set α) (a : α) : Prop := s a
instance : Membership α (Set α) := ⟨Set.Mem⟩
/-- Mathlib's `Set.Subset`. -/
protected def Subset (s t : Set α) : Prop := ∀ ⦃a⦄, a ∈ s → a ∈ t
instance : LE (Set α) := ⟨Set.Subset⟩
instance : HasSubset (Set α) := ⟨Set.Subset⟩
instance : HasSSubset (Set α) := ⟨fun s t => s ⊆ t ∧ ¬t ⊆ s⟩
/-- Mathlib's `Set.univ`. -/
def univ : Set α := setOf fun _ => True
instance : EmptyCollection (Set α) := ⟨setOf fun _ => False⟩
instance : Singleton α (Set α) := ⟨fun a => setOf fun b => b = a⟩
instance : Insert α (Set α) := ⟨fun a s => setOf fun b => b = a ∨ b ∈ s⟩
instance : Union (Set α) := ⟨fun s t => setOf fun a => a ∈ s ∨ a ∈ t⟩
instance : Inter (Set α) := ⟨fun s t => setOf fun a => a ∈ s ∧ a ∈ t⟩
instance : SDiff (Set α) := ⟨fun s t => setOf fun a => a ∈ s ∧ ¬a ∈ t⟩
/-- Mathlib's `Set.preimage`. -/
def preimage (f : α → β) (s : Set β) : Set α := setOf fun a => f a ∈ s
/-- Mathlib's `Set.image`. -/
def image (f : α → β) (s : Set α) : Set β := setOf fun b => ∃ a, a ∈ s ∧ f a = b
/-- Mathlib's `Set.range`. -/
def range {ι : Sort w} (f : ι → α) : Set α := setOf fun a => ∃ i, f i = a
/-- Mathlib's `Set.Nonempty`. -/
protected def Nonempty (s : Set α) : Prop := ∃ a, a ∈ s
/-- The type of a set's elements, in Mathlib `Set.Elem`. -/
@[coe, reducible] def Elem (s : Set α) : Type u := { a // a ∈ s }
instance : CoeSort (Set α) (Type u) := ⟨Elem⟩

/-- Mathlib's `Set.Icc`. -/
def Icc [LE α] (a b : α) : Set α := setOf fun x => a ≤ x ∧ x ≤ b
/-- Mathlib's `Set.Ico`. -/
def Ico [LE α] [LT α] (a b : α) : Set α := setOf fun x => a ≤ x ∧ x < b
/-- Mathlib's `Set.Ioc`. -/
def Ioc [LE α] [LT α] (a b : α) : Set α := setOf fun x => a < x ∧ x ≤ b
/-- Mathlib's `Set.Ioo`. -/
def Ioo [LT α] (a b : α) : Set α := setOf fun x => a < x ∧ x < b
/-- Mathlib's `Set.Ici`. -/
def Ici [LE α] (a : α) : Set α := setOf fun x => a ≤ x
/-- Mathlib's `Set.Ioi`. -/
def Ioi [LT α] (a : α) : Set α := setOf fun x => a < x
/-- Mathlib's `Set.Iic`. -/
def Iic [LE α] (a : α) : Set α := setOf fun x => x ≤ a
/-- Mathlib's `Set.Iio`. -/
def Iio [LT α] (a : α) : Set α := setOf fun x => x < a

/-- Mathlib's `Set.InjOn`. -/
def InjOn (f : α → β) (s : Set α) : Prop := ∀ ⦃a⦄, a ∈ s → ∀ ⦃b⦄, b ∈ s → f a = f b → a = b
/-- Mathlib's `Set.MapsTo`. -/
def MapsTo (f : α → β) (s : Set α) (t : Set β) : Prop := ∀ ⦃a⦄, a ∈ s → f a ∈ t
/-- Mathlib's `Set.SurjOn`. -/
def SurjOn (f : α → β) (s : Set α) (t : Set β) : Prop := t ⊆ image f s
/-- Mathlib's `Set.EqOn`. -/
def EqOn (f g : α → β) (s : Set α) : Prop := ∀ ⦃a⦄, a ∈ s → f a = g a

instance (p : α → Prop) [DecidablePred p] (a : α) : Decidable (a ∈ setOf p) := inferInstanceAs (Decidable (p a))
@[ext] theorem ext {s t : Set α} (h : ∀ x, x ∈ s ↔ x ∈ t) : s = t := funext fun x => propext (h x)
@[simp, grind =] theorem mem_setOf_eq {p : α → Prop} : (a ∈ setOf p) = p a := rfl
@[simp, grind =] theorem mem_singleton_iff {a b : α} : a ∈ ({b} : Set α) ↔ a = b := Iff.rfl
@[simp, grind =] theorem mem_insert_iff {a b : α} {s : Set α} : a ∈ insert b s ↔ a = b ∨ a ∈ s := Iff.rfl
@[simp, grind =] theorem mem_union {a : α} {s t : Set α} : a ∈ s ∪ t ↔ a ∈ s ∨ a ∈ t := Iff.rfl
@[simp, grind =] theorem mem_inter_iff {a : α} {s t : Set α} : a ∈ s ∩ t ↔ a ∈ s ∧ a ∈ t := Iff.rfl
@[simp, grind =] theorem mem_diff {a : α} {s t : Set α} : a ∈ s \ t ↔ a ∈ s ∧ ¬a ∈ t := Iff.rfl
@[simp, grind .] theorem notMem_empty {a : α} : ¬a ∈ (∅ : Set α) := id
@[simp, grind .] theorem mem_univ {a : α} : a ∈ (univ : Set α) := trivial
@[simp, grind =] theorem mem_preimage {f : α → β} {s : Set β} {a : α} : a ∈ preimage f s ↔ f a ∈ s := Iff.rfl
@[simp, grind =] theorem mem_image {f : α → β} {s : Set α} {b : β} : b ∈ image f s ↔ ∃ a, a ∈ s ∧ f a = b := Iff.rfl
@[simp, grind =] theorem mem_range {ι : Sort w} {f : ι → α} {a : α} : a ∈ range f ↔ ∃ i, f i = a := Iff.rfl
@[simp, grind =] theorem mem_Icc [LE α] {a b x : α} : x ∈ Icc a b ↔ a ≤ x ∧ x ≤ b := Iff.rfl
@[simp, grind =] theorem mem_Ico [LE α] [LT α] {a b x : α} : x ∈ Ico a b ↔ a ≤ x ∧ x < b := Iff.rfl
@[simp, grind =] theorem mem_Ioc [LE α] [LT α] {a b x : α} : x ∈ Ioc a b ↔ a < x ∧ x ≤ b := Iff.rfl
@[simp, grind =] theorem mem_Ioo [LT α] {a b x : α} : x ∈ Ioo a b ↔ a < x ∧ x < b := Iff.rfl
@[simp, grind =] theorem mem_Ici [LE α] {a x : α} : x ∈ Ici a ↔ a ≤ x := Iff.rfl
@[simp, grind =] theorem mem_Ioi [LT α] {a x : α} : x ∈ Ioi a ↔ a < x := Iff.rfl
@[simp, grind =] theorem mem_Iic [LE α] {a x : α} : x ∈ Iic a ↔ x ≤ a := Iff.rfl
@[simp, grind =] theorem mem_Iio [LT α] {a x : α} : x ∈ Iio a ↔ x < a := Iff.rfl
theorem subset_def {s t : Set α} : (s ⊆ t) = ∀ x, x ∈ s → x ∈ t := rfl
theorem Subset.antisymm {s t : Set α} (h : s ⊆ t) (k : t ⊆ s) : s = t := ext fun _ => ⟨@h _, @k _⟩
end Set

section
variable {α : Type u} [LE α]
/-- Mathlib's `upperBounds`. -/
def upperBounds (s : Set α) : Set α := setOf fun x => ∀ ⦃a⦄, a ∈ s → a ≤ x
/-- Mathlib's `lowerBounds`. -/
def lowerBounds (s : Set α) : Set α := setOf fun x => ∀ ⦃a⦄, a ∈ s → x ≤ a
/-- Mathlib's `BddAbove`. -/
def BddAbove (s : Set α) : Prop := (upperBounds s).Nonempty
/-- Mathlib's `BddBelow`. -/
def BddBelow (s : Set α) : Prop := (lowerBounds s).Nonempty
/-- Mathlib's `IsLeast`. -/
def IsLeast (s : Set α) (a : α) : Prop := a ∈ s ∧ a ∈ lowerBounds s
/-- Mathlib's `IsGreatest`. -/
def IsGreatest (s : Set α) (a : α) : Prop := a ∈ s ∧ a ∈ upperBounds s
/-- Mathlib's `IsLUB`. -/
def IsLUB (s : Set α) (a : α) : Prop := IsLeast (upperBounds s) a
/-- Mathlib's `IsGLB`. -/
def IsGLB (s : Set α) (a : α) : Prop := IsGreatest (lowerBounds s) a

@[grind =] theorem mem_upperBounds {s : Set α} {a : α} : a ∈ upperBounds s ↔ ∀ x, x ∈ s → x ≤ a := Iff.rfl
@[grind =] theorem mem_lowerBounds {s : Set α} {a : α} : a ∈ lowerBounds s ↔ ∀ x, x ∈ s → a ≤ x := Iff.rfl
end

/-- Mathlib's `Equiv`. -/
structure Equiv (α : Sort u) (β : Sort v) where
  protected toFun : α → β
  protected invFun : β → α
  protected left_inv : ∀ x, invFun (toFun x) = x
  protected right_inv : ∀ x, toFun (invFun x) = x

namespace Equiv
variable {α : Sort u} {β : Sort v}
instance : CoeFun (Equiv α β) fun _ => α → β := ⟨Equiv.toFun⟩
/-- Mathlib's `Equiv.symm`. -/
protected def symm (e : Equiv α β) : Equiv β α := ⟨e.invFun, e.toFun, e.right_inv, e.left_inv⟩
/-- Mathlib's `Equiv.refl`. -/
protected def refl (α : Sort u) : Equiv α α := ⟨id, id, fun _ => rfl, fun _ => rfl⟩
@[simp, grind =] theorem symm_apply_apply (e : Equiv α β) (x : α) : e.invFun (e.toFun x) = x := e.left_inv x
@[simp, grind =] theorem apply_symm_apply (e : Equiv α β) (x : β) : e.toFun (e.invFun x) = x := e.right_inv x
theorem injective (e : Equiv α β) : Function.Injective e.toFun :=
  fun x y h => e.left_inv x ▸ e.left_inv y ▸ congrArg e.invFun h
end Equiv

/-- Mathlib's `Equiv.Perm`. -/
abbrev Equiv.Perm (α : Sort u) := Equiv α α
