import Mathlib

/-!
# The prelude's definitions are Mathlib's: sets, finite sets, bounds, functions

To be built, and written, as `MathlibAgreement.lean`.
-/

namespace Ours
universe u v

/-! ## Finite sums and products: the prelude folds over a duplicate-free list -/

/-- `Finset.sum` -/
theorem sum_eq {α : Type u} {M : Type v} [AddCommMonoid M] (l : List α) (h : l.Nodup) (f : α → M) :
    l.foldr (fun a r => f a + r) 0 = Finset.sum ⟨(l : Multiset α), h⟩ f := by
  show _ = (Multiset.map f (l : Multiset α)).sum
  rw [Multiset.map_coe, Multiset.sum_coe]
  clear h
  induction l with
  | nil => rfl
  | cons a l ih => rw [List.foldr_cons, List.map_cons, List.sum_cons, ih]

/-- `Finset.prod` -/
theorem prod_eq {α : Type u} {M : Type v} [CommMonoid M] (l : List α) (h : l.Nodup) (f : α → M) :
    l.foldr (fun a r => f a * r) 1 = Finset.prod ⟨(l : Multiset α), h⟩ f := by
  show _ = (Multiset.map f (l : Multiset α)).prod
  rw [Multiset.map_coe, Multiset.prod_coe]
  clear h
  induction l with
  | nil => rfl
  | cons a l ih => rw [List.foldr_cons, List.map_cons, List.prod_cons, ih]

/-- `Finset.range` `Finset.ofNodup` -/
theorem range_eq (n : ℕ) : (⟨(List.range n : Multiset ℕ), List.nodup_range⟩ : Finset ℕ) = Finset.range n := rfl
/-- `Finset.natFrom` `LocallyFiniteOrder Nat` `LocallyFiniteOrder` -/
theorem mem_Icc_nat (a b x : ℕ) : x ∈ List.range' a (b + 1 - a) ↔ x ∈ Finset.Icc a b := by
  rw [List.mem_range'_1, Finset.mem_Icc]; omega
theorem mem_Ico_nat (a b x : ℕ) : x ∈ List.range' a (b - a) ↔ x ∈ Finset.Ico a b := by
  rw [List.mem_range'_1, Finset.mem_Ico]; omega
theorem mem_Ioc_nat (a b x : ℕ) : x ∈ List.range' (a + 1) (b - a) ↔ x ∈ Finset.Ioc a b := by
  rw [List.mem_range'_1, Finset.mem_Ioc]; omega
theorem mem_Ioo_nat (a b x : ℕ) : x ∈ List.range' (a + 1) (b - a - 1) ↔ x ∈ Finset.Ioo a b := by
  rw [List.mem_range'_1, Finset.mem_Ioo]; omega
/-- `Finset.intFrom` `LocallyFiniteOrder Int` -/
theorem mem_Icc_int (a b x : ℤ) :
    x ∈ (List.range (b + 1 - a).toNat).map (fun k : ℕ => a + (k : ℤ)) ↔ x ∈ Finset.Icc a b := by
  rw [List.mem_map, Finset.mem_Icc]
  refine ⟨fun ⟨k, h, e⟩ => ?_, fun h => ⟨(x - a).toNat, List.mem_range.2 ?_, ?_⟩⟩
  · have := List.mem_range.1 h; omega
  · omega
  · omega
/-- `Finset.Icc` -/
example {α : Type u} [Preorder α] [LocallyFiniteOrder α] (a b x : α) : x ∈ Finset.Icc a b ↔ a ≤ x ∧ x ≤ b := Finset.mem_Icc
/-- `Finset.Ico` -/
example {α : Type u} [Preorder α] [LocallyFiniteOrder α] (a b x : α) : x ∈ Finset.Ico a b ↔ a ≤ x ∧ x < b := Finset.mem_Ico
/-- `Finset.Ioc` -/
example {α : Type u} [Preorder α] [LocallyFiniteOrder α] (a b x : α) : x ∈ Finset.Ioc a b ↔ a < x ∧ x ≤ b := Finset.mem_Ioc
/-- `Finset.Ioo` -/
example {α : Type u} [Preorder α] [LocallyFiniteOrder α] (a b x : α) : x ∈ Finset.Ioo a b ↔ a < x ∧ x < b := Finset.mem_Ioo

/-- `Multiset` -/
example (α : Type u) : Multiset α = Quotient (List.isSetoid α) := rfl
/-- `Multiset.ofList` -/
example {α : Type u} (l : List α) : Multiset.ofList l = Quotient.mk _ l := rfl
/-- `Multiset.Mem` `Membership α (Multiset α)` -/
example {α : Type u} (l : List α) (a : α) : a ∈ (l : Multiset α) ↔ a ∈ l := Multiset.mem_coe
/-- `Multiset.Nodup` -/
example {α : Type u} (l : List α) : Multiset.Nodup (l : Multiset α) ↔ l.Nodup := Multiset.coe_nodup
/-- `Finset.card` -/
example {α : Type u} (s : Finset α) : s.card = s.val.card := rfl
/-- `Multiset.card` -/
example {α : Type u} (l : List α) (h : l.Nodup) : Finset.card ⟨(l : Multiset α), h⟩ = l.length := rfl
/-- `Finset` -/
example {α : Type u} (v : Multiset α) (h : v.Nodup) : (⟨v, h⟩ : Finset α).val = v := rfl
/-- `Membership α (Finset α)` -/
example {α : Type u} (s : Finset α) (a : α) : a ∈ s ↔ a ∈ s.val := Iff.rfl
/-- `HasSubset (Finset α)` -/
example {α : Type u} (s t : Finset α) : s ⊆ t ↔ ∀ ⦃a⦄, a ∈ s → a ∈ t := Iff.rfl
/-- `HasSSubset (Finset α)` -/
example {α : Type u} (s t : Finset α) : s ⊂ t ↔ s ⊆ t ∧ ¬t ⊆ s := Iff.rfl
/-- `CoeTail (Finset α) (Set α)` -/
example {α : Type u} (s : Finset α) (a : α) : a ∈ (s : Set α) ↔ a ∈ s := Finset.mem_coe
/-- `CoeSort (Finset α) (Type u)` -/
example {α : Type u} (s : Finset α) : (s : Type u) = { a // a ∈ s } := rfl
/-- `Finset.Nonempty` -/
example {α : Type u} (s : Finset α) : s.Nonempty ↔ ∃ a, a ∈ s := Iff.rfl
/-- `EmptyCollection (Finset α)` -/
example {α : Type u} (a : α) : ¬a ∈ (∅ : Finset α) := Finset.notMem_empty a
/-- `Singleton α (Finset α)` -/
example {α : Type u} (a b : α) : b ∈ ({a} : Finset α) ↔ b = a := Finset.mem_singleton
/-- `Finset.filter` -/
example {α : Type u} (p : α → Prop) [DecidablePred p] (s : Finset α) (a : α) : a ∈ Finset.filter p s ↔ a ∈ s ∧ p a :=
  Finset.mem_filter
/-- `Finset.dedup` `List.toFinset` -/
example {α : Type u} [DecidableEq α] (l : List α) (a : α) : a ∈ l.toFinset ↔ a ∈ l := List.mem_toFinset
/-- `Finset.image` -/
example {α : Type u} {β : Type v} [DecidableEq β] (f : α → β) (s : Finset α) (b : β) :
    b ∈ Finset.image f s ↔ ∃ a, a ∈ s ∧ f a = b := by simp
/-- `Finset.insert` `Insert α (Finset α)` -/
example {α : Type u} [DecidableEq α] (a b : α) (s : Finset α) : a ∈ insert b s ↔ a = b ∨ a ∈ s := Finset.mem_insert
/-- `Union (Finset α)` -/
example {α : Type u} [DecidableEq α] (s t : Finset α) (a : α) : a ∈ s ∪ t ↔ a ∈ s ∨ a ∈ t := Finset.mem_union
/-- `Inter (Finset α)` -/
example {α : Type u} [DecidableEq α] (s t : Finset α) (a : α) : a ∈ s ∩ t ↔ a ∈ s ∧ a ∈ t := Finset.mem_inter
/-- `SDiff (Finset α)` -/
example {α : Type u} [DecidableEq α] (s t : Finset α) (a : α) : a ∈ s \ t ↔ a ∈ s ∧ ¬a ∈ t := Finset.mem_sdiff

/-- `Finset.Iic` `LocallyFiniteOrderBot` `LocallyFiniteOrderBot Nat` -/
theorem Iic_eq (b : ℕ) : Finset.Icc 0 b = Finset.Iic b := by ext x; simp
/-- `Finset.Iio` -/
theorem Iio_eq (b : ℕ) : Finset.Ico 0 b = Finset.Iio b := by ext x; simp

/-! ## Finite types, pairs, set-builders -/

/-- `Finset.pairs` -/
theorem mem_pairs {α : Type u} {β : Type v} (l : List α) (m : List β) (p : α × β) :
    p ∈ l.flatMap (fun a => m.map fun b => (a, b)) ↔ p ∈ l ×ˢ m := Iff.rfl
/-- `Finset.product` `SProd` `SProd (Finset α) (Finset β) (Finset (α × β))` -/
theorem mem_product {α : Type u} {β : Type v} (s : Finset α) (t : Finset β) (p : α × β) :
    p ∈ s ×ˢ t ↔ p.1 ∈ s ∧ p.2 ∈ t := Finset.mem_product
/-- `SProd (Set α) (Set β) (Set (α × β))` -/
theorem mem_prod {α : Type u} {β : Type v} (s : Set α) (t : Set β) (p : α × β) :
    p ∈ s ×ˢ t ↔ p.1 ∈ s ∧ p.2 ∈ t := Iff.rfl
/-- `Finset.subtype` `Fintype { a // p a }` `Fintype { a // a ∈ s }` -/
theorem mem_subtype {α : Type u} (p : α → Prop) [DecidablePred p] (s : Finset α) (a : { a // p a }) :
    a ∈ s.subtype p ↔ a.1 ∈ s := Finset.mem_subtype
/-- `Fintype.card` -/
example (α : Type u) [Fintype α] : (Finset.univ : Finset α).card = Fintype.card α := rfl
/-- `Fintype` `Finset.univ` -/
example {α : Type u} [Fintype α] (a : α) : a ∈ (Finset.univ : Finset α) := Finset.mem_univ a
/-- `Set.toFinset` -/
example {α : Type u} (s : Set α) [Fintype s] (a : α) : a ∈ s.toFinset ↔ a ∈ s := Set.mem_toFinset
/-- `Fintype Bool` `Fintype Unit` `Fintype (α × β)` -/
example (a b : Type u) [Fintype a] [Fintype b] : Fintype.card (a × b) = Fintype.card a * Fintype.card b := Fintype.card_prod a b
/-- `Fintype (Fin n)` -/
example (n : ℕ) (i : Fin n) : i ∈ List.finRange n := List.mem_finRange i
/-- `Finset.builder` `IsFinset` -/
example {α : Type u} (s : Finset α) (p : α → Prop) [DecidablePred p] : {x ∈ s | p x} = Finset.filter p s := rfl
/-- `CoeDep (Set α) (setOf p) (Finset α)` -/
example {α : Type u} [Fintype α] (p : α → Prop) [DecidablePred p] :
    ({x | p x} : Finset α) = Finset.filter p Finset.univ := rfl
/-- `Set.builder` -/
example {α : Type u} (s : Set α) (p : α → Prop) : {x ∈ s | p x} = {x | x ∈ s ∧ p x} := rfl
example {α : Type u} {β : Type v} (f : α → β) (s : Set α) : {f x | x ∈ s} = {y | ∃ x, x ∈ s ∧ f x = y} := rfl

/-! ## Sets -/

section Sets
variable {α : Type u} {β : Type v}
/-- `Set` -/
example (α : Type u) : Set α = (α → Prop) := rfl
/-- `setOf` -/
example (p : α → Prop) : setOf p = p := rfl
/-- `Set.Mem` `Membership α (Set α)` -/
example (s : Set α) (a : α) : a ∈ s ↔ s a := Iff.rfl
/-- `Set.Subset` `LE (Set α)` `HasSubset (Set α)` -/
example (s t : Set α) : s ⊆ t ↔ ∀ ⦃a⦄, a ∈ s → a ∈ t := Iff.rfl
/-- `LE (Set α)` -/
example (s t : Set α) : s ≤ t ↔ s ⊆ t := Iff.rfl
/-- `HasSSubset (Set α)` -/
example (s t : Set α) : s ⊂ t ↔ s ⊆ t ∧ ¬t ⊆ s := Iff.rfl
/-- `Set.univ` -/
example : (Set.univ : Set α) = setOf fun _ => True := rfl
/-- `EmptyCollection (Set α)` -/
example : (∅ : Set α) = setOf fun _ => False := rfl
/-- `Singleton α (Set α)` -/
example (a : α) : ({a} : Set α) = setOf fun b => b = a := rfl
/-- `Insert α (Set α)` -/
example (a : α) (s : Set α) : insert a s = setOf fun b => b = a ∨ b ∈ s := rfl
/-- `Union (Set α)` -/
example (s t : Set α) : s ∪ t = setOf fun a => a ∈ s ∨ a ∈ t := rfl
/-- `Inter (Set α)` -/
example (s t : Set α) : s ∩ t = setOf fun a => a ∈ s ∧ a ∈ t := rfl
/-- `SDiff (Set α)` -/
example (s t : Set α) : s \ t = setOf fun a => a ∈ s ∧ ¬a ∈ t := rfl
/-- `Set.preimage` -/
example (f : α → β) (s : Set β) : Set.preimage f s = setOf fun a => f a ∈ s := rfl
/-- `Set.image` -/
example (f : α → β) (s : Set α) : Set.image f s = setOf fun b => ∃ a, a ∈ s ∧ f a = b := rfl
/-- `Set.range` -/
example {ι : Sort v} (f : ι → α) : Set.range f = setOf fun a => ∃ i, f i = a := rfl
/-- `Set.Nonempty` -/
example (s : Set α) : s.Nonempty ↔ ∃ a, a ∈ s := Iff.rfl
/-- `Set.Elem` `CoeSort (Set α) (Type u)` -/
example (s : Set α) : (s : Type u) = { a // a ∈ s } := rfl
/-- `Set.InjOn` -/
example (f : α → β) (s : Set α) : Set.InjOn f s ↔ ∀ ⦃a⦄, a ∈ s → ∀ ⦃b⦄, b ∈ s → f a = f b → a = b := Iff.rfl
/-- `Set.MapsTo` -/
example (f : α → β) (s : Set α) (t : Set β) : Set.MapsTo f s t ↔ ∀ ⦃a⦄, a ∈ s → f a ∈ t := Iff.rfl
/-- `Set.SurjOn` -/
example (f : α → β) (s : Set α) (t : Set β) : Set.SurjOn f s t ↔ t ⊆ Set.image f s := Iff.rfl
/-- `Set.EqOn` -/
example (f g : α → β) (s : Set α) : Set.EqOn f g s ↔ ∀ ⦃a⦄, a ∈ s → f a = g a := Iff.rfl
end Sets

section Intervals
variable {α : Type u} [Preorder α] (a b : α)
/-- `Set.Icc` -/
example : Set.Icc a b = setOf fun x => a ≤ x ∧ x ≤ b := rfl
/-- `Set.Ico` -/
example : Set.Ico a b = setOf fun x => a ≤ x ∧ x < b := rfl
/-- `Set.Ioc` -/
example : Set.Ioc a b = setOf fun x => a < x ∧ x ≤ b := rfl
/-- `Set.Ioo` -/
example : Set.Ioo a b = setOf fun x => a < x ∧ x < b := rfl
/-- `Set.Ici` -/
example : Set.Ici a = setOf fun x => a ≤ x := rfl
/-- `Set.Ioi` -/
example : Set.Ioi a = setOf fun x => a < x := rfl
/-- `Set.Iic` -/
example : Set.Iic a = setOf fun x => x ≤ a := rfl
/-- `Set.Iio` -/
example : Set.Iio a = setOf fun x => x < a := rfl
end Intervals

/-! ## Bounds, monotone functions, bijections -/

section Bounds
variable {α : Type u} [Preorder α] (s : Set α) (a : α)
/-- `upperBounds` -/
example : upperBounds s = setOf fun x => ∀ ⦃a⦄, a ∈ s → a ≤ x := rfl
/-- `lowerBounds` -/
example : lowerBounds s = setOf fun x => ∀ ⦃a⦄, a ∈ s → x ≤ a := rfl
/-- `BddAbove` -/
example : BddAbove s ↔ (upperBounds s).Nonempty := Iff.rfl
/-- `BddBelow` -/
example : BddBelow s ↔ (lowerBounds s).Nonempty := Iff.rfl
/-- `IsLeast` -/
example : IsLeast s a ↔ a ∈ s ∧ a ∈ lowerBounds s := Iff.rfl
/-- `IsGreatest` -/
example : IsGreatest s a ↔ a ∈ s ∧ a ∈ upperBounds s := Iff.rfl
/-- `IsLUB` -/
example : IsLUB s a ↔ IsLeast (upperBounds s) a := Iff.rfl
/-- `IsGLB` -/
example : IsGLB s a ↔ IsGreatest (lowerBounds s) a := Iff.rfl
end Bounds

section Functions
variable {α : Type u} {β : Type v} [Preorder α] [Preorder β] (f : α → β)
/-- `Monotone` -/
example : Monotone f ↔ ∀ ⦃a b⦄, a ≤ b → f a ≤ f b := Iff.rfl
/-- `Antitone` -/
example : Antitone f ↔ ∀ ⦃a b⦄, a ≤ b → f b ≤ f a := Iff.rfl
/-- `StrictMono` -/
example : StrictMono f ↔ ∀ ⦃a b⦄, a < b → f a < f b := Iff.rfl
/-- `StrictAnti` -/
example : StrictAnti f ↔ ∀ ⦃a b⦄, a < b → f b < f a := Iff.rfl
end Functions

/-- `Function.Bijective` -/
example {α : Sort u} {β : Sort v} (f : α → β) : Function.Bijective f ↔ Function.Injective f ∧ Function.Surjective f := Iff.rfl
/-- `Function.Involutive` -/
example {α : Sort u} (f : α → α) : Function.Involutive f ↔ ∀ x, f (f x) = x := Iff.rfl
/-- `ExistsUnique` -/
example {α : Sort u} (p : α → Prop) : ExistsUnique p ↔ ∃ x, p x ∧ ∀ y, p y → y = x := Iff.rfl
/-- `Equiv` `CoeFun (Equiv α β) fun _ => α → β` -/
example {α : Sort u} {β : Sort v} (e : α ≃ β) (x : α) : e.invFun (e.toFun x) = x := e.left_inv x
example {α : Sort u} {β : Sort v} (e : α ≃ β) (x : β) : e.toFun (e.invFun x) = x := e.right_inv x
example {α : Sort u} {β : Sort v} (e : α ≃ β) (x : α) : e x = e.toFun x := rfl
/-- `Equiv.symm` -/
example {α : Sort u} {β : Sort v} (e : α ≃ β) : e.symm = ⟨e.invFun, e.toFun, e.right_inv, e.left_inv⟩ := rfl
/-- `Equiv.refl` -/
example (α : Sort u) : Equiv.refl α = ⟨id, id, fun _ => rfl, fun _ => rfl⟩ := rfl
/-- `Equiv.Perm` -/
example (α : Sort u) : Equiv.Perm α = Equiv α α := rfl

end Ours
