import Prelude.Finset
import Prelude.Fintype

/-! Lemmas about sets, under Mathlib's names: what follows from membership alone. -/

namespace Set
universe u v w
variable {α : Type u} {β : Type v} {γ : Type w} {ι : Sort x} {a b x : α} {s t r u s₁ s₂ t₁ t₂ : Set α} {f : α → β}

/-! ### Inclusion -/

theorem Subset.rfl : s ⊆ s := fun _ h => h
theorem Subset.refl (s : Set α) : s ⊆ s := fun _ h => h
theorem Subset.trans (h : s ⊆ t) (k : t ⊆ r) : s ⊆ r := fun _ m => k (h m)
theorem mem_of_subset_of_mem (h : s ⊆ t) (m : a ∈ s) : a ∈ t := h m
theorem mem_of_mem_of_subset (m : x ∈ s) (h : s ⊆ t) : x ∈ t := h m
theorem subset_antisymm_iff : s = t ↔ s ⊆ t ∧ t ⊆ s := ⟨fun h => h ▸ ⟨Subset.rfl, Subset.rfl⟩, fun h => Subset.antisymm h.1 h.2⟩
@[simp] theorem subset_univ (s : Set α) : s ⊆ univ := fun _ _ => trivial
@[simp] theorem univ_subset_iff : univ ⊆ s ↔ s = univ :=
  ⟨fun h => Subset.antisymm (subset_univ s) h, fun h => h ▸ Subset.rfl⟩
@[simp] theorem empty_subset (s : Set α) : ∅ ⊆ s := fun _ h => h.elim
@[simp] theorem subset_empty_iff : s ⊆ ∅ ↔ s = ∅ := ⟨fun h => Subset.antisymm h (empty_subset s), fun h => h ▸ Subset.rfl⟩
theorem eq_univ_iff_forall : s = univ ↔ ∀ x, x ∈ s := ⟨fun h x => h ▸ trivial, fun h => ext fun x => ⟨fun _ => trivial, fun _ => h x⟩⟩
theorem eq_univ_of_forall (h : ∀ x, x ∈ s) : s = univ := eq_univ_iff_forall.2 h
theorem eq_empty_iff_forall_notMem : s = ∅ ↔ ∀ x, ¬x ∈ s := ⟨fun h x => h ▸ notMem_empty, fun h => ext fun x => ⟨fun k => (h x k).elim, fun k => k.elim⟩⟩
theorem eq_empty_iff_forall_not_mem : s = ∅ ↔ ∀ x, ¬x ∈ s := eq_empty_iff_forall_notMem
theorem eq_empty_or_nonempty (s : Set α) : s = ∅ ∨ s.Nonempty :=
  (Classical.em s.Nonempty).symm.imp (fun h => eq_empty_iff_forall_notMem.2 fun x k => h ⟨x, k⟩) id
theorem not_nonempty_iff_eq_empty : ¬s.Nonempty ↔ s = ∅ :=
  ⟨fun h => (eq_empty_or_nonempty s).resolve_right h, fun h => h ▸ fun ⟨_, k⟩ => k⟩
theorem nonempty_iff_ne_empty : s.Nonempty ↔ s ≠ ∅ := by rw [Ne, ← not_nonempty_iff_eq_empty, Classical.not_not]
@[simp] theorem singleton_nonempty (a : α) : ({a} : Set α).Nonempty := ⟨a, rfl⟩
@[simp] theorem singleton_subset_iff : {a} ⊆ s ↔ a ∈ s := ⟨fun h => h rfl, fun h _ e => e ▸ h⟩
theorem mem_singleton (a : α) : a ∈ ({a} : Set α) := rfl
theorem mem_setOf {a : α} {p : α → Prop} : a ∈ setOf p ↔ p a := Iff.rfl
@[simp] theorem setOf_mem_eq : setOf (fun x => x ∈ s) = s := rfl
theorem mem_empty_iff_false (x : α) : x ∈ (∅ : Set α) ↔ False := Iff.rfl
theorem le_eq_subset : ((· ≤ ·) : Set α → Set α → Prop) = (· ⊆ ·) := rfl
theorem setOf_and {p q : α → Prop} : setOf (fun a => p a ∧ q a) = setOf (fun a => p a) ∩ setOf fun a => q a := rfl
theorem setOf_or {p q : α → Prop} : setOf (fun a => p a ∨ q a) = setOf (fun a => p a) ∪ setOf fun a => q a := rfl
theorem nonempty_def : s.Nonempty ↔ ∃ x, x ∈ s := Iff.rfl
theorem Nonempty.ne_empty (h : s.Nonempty) : s ≠ ∅ := nonempty_iff_ne_empty.1 h
theorem Nonempty.mono (h : s ⊆ t) : s.Nonempty → t.Nonempty := fun ⟨a, m⟩ => ⟨a, h m⟩
theorem ssubset_def : (s ⊂ t) = (s ⊆ t ∧ ¬t ⊆ s) := rfl

/-! ### Insertion -/

theorem mem_insert (x : α) (s : Set α) : x ∈ insert x s := Or.inl rfl
theorem mem_insert_of_mem (y : α) : x ∈ s → x ∈ insert y s := Or.inr
@[simp] theorem subset_insert (x : α) (s : Set α) : s ⊆ insert x s := fun _ => Or.inr
theorem insert_eq (x : α) (s : Set α) : insert x s = ({x} : Set α) ∪ s := rfl
theorem insert_eq_of_mem (h : a ∈ s) : insert a s = s := ext fun _ => ⟨fun k => k.elim (fun e => e ▸ h) id, Or.inr⟩
theorem insert_subset_iff : insert a s ⊆ t ↔ a ∈ t ∧ s ⊆ t :=
  ⟨fun h => ⟨h (Or.inl rfl), fun _ k => h (Or.inr k)⟩, fun h _ k => k.elim (fun e => e ▸ h.1) fun l => h.2 l⟩
theorem insert_comm (a b : α) (s : Set α) : insert a (insert b s) = insert b (insert a s) := ext fun _ => or_left_comm
theorem pair_comm (a b : α) : ({a, b} : Set α) = {b, a} := ext fun _ => or_comm
@[simp] theorem insert_nonempty (a : α) (s : Set α) : (insert a s).Nonempty := ⟨a, Or.inl rfl⟩
theorem diff_singleton_subset_iff : s \ {x} ⊆ t ↔ s ⊆ insert x t :=
  ⟨fun h a k => (Classical.em (a = x)).imp id fun n => h ⟨k, n⟩, fun h _ k => (h k.1).resolve_left k.2⟩
@[simp] theorem insert_diff_singleton : insert a (s \ {a}) = insert a s := ext fun x => by
  rcases Classical.em (x = a) with e | e <;> simp [e]

/-! ### Unions, intersections, differences -/

theorem inter_comm (s t : Set α) : s ∩ t = t ∩ s := ext fun _ => and_comm
theorem union_comm (s t : Set α) : s ∪ t = t ∪ s := ext fun _ => or_comm
theorem inter_assoc (s t r : Set α) : s ∩ t ∩ r = s ∩ (t ∩ r) := ext fun _ => and_assoc
theorem union_assoc (s t r : Set α) : s ∪ t ∪ r = s ∪ (t ∪ r) := ext fun _ => or_assoc
theorem inter_left_comm (s t r : Set α) : s ∩ (t ∩ r) = t ∩ (s ∩ r) := ext fun _ => and_left_comm
theorem union_left_comm (s t r : Set α) : s ∪ (t ∪ r) = t ∪ (s ∪ r) := ext fun _ => or_left_comm
@[simp] theorem inter_self (s : Set α) : s ∩ s = s := ext fun _ => and_self_iff
@[simp] theorem union_self (s : Set α) : s ∪ s = s := ext fun _ => or_self_iff
@[simp] theorem inter_empty (s : Set α) : s ∩ ∅ = ∅ := ext fun _ => ⟨And.right, False.elim⟩
@[simp] theorem empty_inter (s : Set α) : ∅ ∩ s = ∅ := ext fun _ => ⟨And.left, False.elim⟩
@[simp] theorem union_empty (s : Set α) : s ∪ ∅ = s := ext fun _ => ⟨fun h => h.elim id False.elim, Or.inl⟩
@[simp] theorem empty_union (s : Set α) : ∅ ∪ s = s := ext fun _ => ⟨fun h => h.elim False.elim id, Or.inr⟩
@[simp] theorem inter_univ (s : Set α) : s ∩ univ = s := ext fun _ => ⟨And.left, fun h => ⟨h, trivial⟩⟩
@[simp] theorem univ_inter (s : Set α) : univ ∩ s = s := ext fun _ => ⟨And.right, fun h => ⟨trivial, h⟩⟩
@[simp] theorem union_univ (s : Set α) : s ∪ univ = univ := ext fun _ => ⟨fun _ => trivial, Or.inr⟩
@[simp] theorem univ_union (s : Set α) : univ ∪ s = univ := ext fun _ => ⟨fun _ => trivial, Or.inl⟩
@[simp] theorem diff_empty : s \ ∅ = s := ext fun _ => ⟨And.left, fun h => ⟨h, id⟩⟩
@[simp] theorem empty_diff (s : Set α) : ∅ \ s = ∅ := ext fun _ => ⟨And.left, False.elim⟩
@[simp] theorem diff_self : s \ s = ∅ := ext fun _ => ⟨fun h => h.2 h.1, False.elim⟩
@[simp] theorem diff_univ (s : Set α) : s \ univ = ∅ := ext fun _ => ⟨fun h => h.2 trivial, False.elim⟩
@[simp] theorem inter_subset_left : s ∩ t ⊆ s := fun _ => And.left
@[simp] theorem inter_subset_right : s ∩ t ⊆ t := fun _ => And.right
@[simp] theorem subset_union_left : s ⊆ s ∪ t := fun _ => Or.inl
@[simp] theorem subset_union_right : t ⊆ s ∪ t := fun _ => Or.inr
theorem diff_subset : s \ t ⊆ s := fun _ => And.left
theorem subset_inter (h : r ⊆ s) (k : r ⊆ t) : r ⊆ s ∩ t := fun _ m => ⟨h m, k m⟩
@[simp] theorem subset_inter_iff : r ⊆ s ∩ t ↔ r ⊆ s ∧ r ⊆ t := ⟨fun h => ⟨fun _ m => (h m).1, fun _ m => (h m).2⟩, fun h => subset_inter h.1 h.2⟩
theorem union_subset (h : s ⊆ r) (k : t ⊆ r) : s ∪ t ⊆ r := fun _ m => m.elim (fun l => h l) fun l => k l
@[simp] theorem union_subset_iff : s ∪ t ⊆ r ↔ s ⊆ r ∧ t ⊆ r := ⟨fun h => ⟨fun _ m => h (.inl m), fun _ m => h (.inr m)⟩, fun h => union_subset h.1 h.2⟩
theorem inter_subset_inter (h : s₁ ⊆ t₁) (k : s₂ ⊆ t₂) : s₁ ∩ s₂ ⊆ t₁ ∩ t₂ := fun _ m => ⟨h m.1, k m.2⟩
theorem inter_subset_inter_left (u : Set α) (h : s ⊆ t) : s ∩ u ⊆ t ∩ u := fun _ m => ⟨h m.1, m.2⟩
theorem inter_subset_inter_right (u : Set α) (h : s ⊆ t) : u ∩ s ⊆ u ∩ t := fun _ m => ⟨m.1, h m.2⟩
theorem union_subset_union (h : s₁ ⊆ s₂) (k : t₁ ⊆ t₂) : s₁ ∪ t₁ ⊆ s₂ ∪ t₂ := fun _ m => m.imp (fun l => h l) fun l => k l
theorem inter_eq_self_of_subset_left (h : s ⊆ t) : s ∩ t = s := Subset.antisymm inter_subset_left fun _ m => ⟨m, h m⟩
theorem inter_eq_self_of_subset_right (h : t ⊆ s) : s ∩ t = t := Subset.antisymm inter_subset_right fun _ m => ⟨h m, m⟩
theorem inter_eq_left : s ∩ t = s ↔ s ⊆ t := ⟨fun h x m => ((congrFun h x).mpr m : x ∈ s ∩ t).2, inter_eq_self_of_subset_left⟩
theorem inter_eq_right : s ∩ t = t ↔ t ⊆ s := ⟨fun h x m => ((congrFun h x).mpr m : x ∈ s ∩ t).1, inter_eq_self_of_subset_right⟩
theorem union_eq_self_of_subset_left (h : s ⊆ t) : s ∪ t = t := Subset.antisymm (union_subset h Subset.rfl) subset_union_right
theorem union_eq_self_of_subset_right (h : t ⊆ s) : s ∪ t = s := Subset.antisymm (union_subset Subset.rfl h) subset_union_left
theorem mem_inter (h : a ∈ s) (k : a ∈ t) : a ∈ s ∩ t := ⟨h, k⟩
theorem mem_of_mem_inter_left (h : a ∈ s ∩ t) : a ∈ s := h.1
theorem mem_of_mem_inter_right (h : a ∈ s ∩ t) : a ∈ t := h.2
theorem mem_union_left (t : Set α) : a ∈ s → a ∈ s ∪ t := Or.inl
theorem mem_union_right (s : Set α) : a ∈ t → a ∈ s ∪ t := Or.inr
theorem inter_union_distrib_left (s t u : Set α) : s ∩ (t ∪ u) = s ∩ t ∪ s ∩ u := ext fun _ => and_or_left
theorem inter_union_distrib_right (s t u : Set α) : s ∩ t ∪ u = (s ∪ u) ∩ (t ∪ u) := ext fun _ => and_or_right
theorem union_inter_distrib_left (s t u : Set α) : s ∪ t ∩ u = (s ∪ t) ∩ (s ∪ u) := ext fun _ => or_and_left
theorem union_inter_distrib_right (s t u : Set α) : (s ∪ t) ∩ u = s ∩ u ∪ t ∩ u := ext fun _ => or_and_right
theorem diff_eq_empty : s \ t = ∅ ↔ s ⊆ t :=
  ⟨fun h x m => Classical.byContradiction fun n => (h ▸ (⟨m, n⟩ : x ∈ s \ t) : x ∈ (∅ : Set α)), fun h => ext fun _ => ⟨fun k => k.2 (h k.1), False.elim⟩⟩
theorem diff_diff_cancel_left (h : s ⊆ t) : t \ (t \ s) = s := ext fun x =>
  ⟨fun k => Classical.byContradiction fun n => k.2 ⟨k.1, n⟩, fun m => ⟨h m, fun k => k.2 m⟩⟩
theorem diff_union_self : s \ t ∪ t = s ∪ t := ext fun x => by by_cases h : x ∈ t <;> simp [h]
theorem union_diff_self : s ∪ t \ s = s ∪ t := ext fun x => by by_cases h : x ∈ s <;> simp [h]
theorem diff_union_of_subset (h : t ⊆ s) : s \ t ∪ t = s := by rw [diff_union_self, union_eq_self_of_subset_right h]
theorem diff_inter_self_eq_diff : s \ (t ∩ s) = s \ t := ext fun x => by simp; intro h; exact ⟨fun k m => k m h, fun k m _ => k m⟩

/-! ### Images, preimages, ranges -/

theorem mem_image_of_mem (f : α → β) (h : a ∈ s) : f a ∈ image f s := ⟨a, h, rfl⟩
@[simp] theorem mem_range_self {f : ι → α} (i : ι) : f i ∈ range f := ⟨i, rfl⟩
@[simp] theorem image_univ : image f univ = range f := ext fun _ => ⟨fun ⟨a, _, h⟩ => ⟨a, h⟩, fun ⟨a, h⟩ => ⟨a, trivial, h⟩⟩
theorem range_comp (g : α → β) (f : ι → α) : range (g ∘ f) = image g (range f) :=
  ext fun _ => ⟨fun ⟨i, h⟩ => ⟨f i, ⟨i, rfl⟩, h⟩, fun ⟨_, ⟨i, e⟩, h⟩ => ⟨i, show g (f i) = _ from e ▸ h⟩⟩
theorem range_comp_subset_range (f : α → β) (g : β → γ) : range (g ∘ f) ⊆ range g := fun _ ⟨a, h⟩ => ⟨f a, h⟩
@[simp] theorem image_subset_iff {t : Set β} : image f s ⊆ t ↔ s ⊆ preimage f t := ⟨fun h _ m => h ⟨_, m, rfl⟩, fun h _ ⟨_, m, e⟩ => e ▸ h m⟩
theorem image_subset (f : α → β) (h : s ⊆ t) : image f s ⊆ image f t := fun _ ⟨a, m, e⟩ => ⟨a, h m, e⟩
theorem image_mono (h : s ⊆ t) : image f s ⊆ image f t := image_subset f h
theorem image_subset_range (f : α → β) (s : Set α) : image f s ⊆ range f := fun _ ⟨a, _, e⟩ => ⟨a, e⟩
theorem image_comp (f : β → γ) (g : α → β) (s : Set α) : image (f ∘ g) s = image f (image g s) :=
  ext fun _ => ⟨fun ⟨a, m, h⟩ => ⟨g a, ⟨a, m, rfl⟩, h⟩, fun ⟨_, ⟨a, m, e⟩, h⟩ => ⟨a, m, show f (g a) = _ from e ▸ h⟩⟩
theorem image_image (g : β → γ) (f : α → β) (s : Set α) : image g (image f s) = image (fun x => g (f x)) s := (image_comp g f s).symm
@[simp] theorem image_singleton {f : α → β} {a : α} : image f {a} = {f a} :=
  ext fun _ => ⟨fun ⟨_, m, e⟩ => by rw [← e, show _ = a from m]; rfl, fun h => ⟨a, rfl, h.symm⟩⟩
@[simp] theorem image_empty (f : α → β) : image f ∅ = ∅ := ext fun _ => ⟨fun ⟨_, m, _⟩ => m, False.elim⟩
theorem image_union (f : α → β) (s t : Set α) : image f (s ∪ t) = image f s ∪ image f t := ext fun x => by grind
theorem image_insert_eq {f : α → β} {a : α} {s : Set α} : image f (insert a s) = insert (f a) (image f s) := ext fun x => by grind
theorem image_pair (f : α → β) (a b : α) : image f {a, b} = {f a, f b} := by rw [image_insert_eq, image_singleton]
@[simp] theorem image_id (s : Set α) : image id s = s := ext fun _ => ⟨fun ⟨_, m, e⟩ => e ▸ m, fun m => ⟨_, m, rfl⟩⟩
@[simp] theorem image_id' (s : Set α) : image (fun x => x) s = s := image_id s
theorem Nonempty.image (f : α → β) (h : s.Nonempty) : (image f s).Nonempty := h.elim fun a m => ⟨f a, a, m, rfl⟩
theorem forall_mem_image {p : β → Prop} : (∀ y, y ∈ image f s → p y) ↔ ∀ ⦃x⦄, x ∈ s → p (f x) :=
  ⟨fun h x m => h _ ⟨x, m, rfl⟩, fun h _ ⟨_, m, e⟩ => e ▸ h m⟩
theorem forall_mem_range {f : ι → α} {p : α → Prop} : (∀ a, a ∈ range f → p a) ↔ ∀ i, p (f i) := ⟨fun h i => h _ ⟨i, rfl⟩, fun h _ ⟨i, e⟩ => e ▸ h i⟩
theorem exists_range_iff {f : ι → α} {p : α → Prop} : (∃ a, a ∈ range f ∧ p a) ↔ ∃ i, p (f i) := ⟨fun ⟨_, ⟨i, e⟩, h⟩ => ⟨i, e ▸ h⟩, fun ⟨i, h⟩ => ⟨_, ⟨i, rfl⟩, h⟩⟩
theorem range_subset_iff {f : ι → α} : range f ⊆ s ↔ ∀ y, f y ∈ s := forall_mem_range
theorem range_nonempty [h : Nonempty ι] (f : ι → α) : (range f).Nonempty := h.elim fun i => ⟨f i, i, rfl⟩
theorem range_eq_univ {f : α → β} : range f = univ ↔ Function.Surjective f := eq_univ_iff_forall
theorem image_eq_range (f : α → β) (s : Set α) : image f s = range fun x : s => f x :=
  ext fun _ => ⟨fun ⟨a, m, e⟩ => ⟨⟨a, m⟩, e⟩, fun ⟨a, e⟩ => ⟨a.1, a.2, e⟩⟩
@[simp] theorem preimage_univ : preimage f univ = univ := rfl
@[simp] theorem preimage_empty : preimage f ∅ = ∅ := rfl
theorem preimage_comp {f : α → β} {g : β → γ} {s : Set γ} : preimage (g ∘ f) s = preimage f (preimage g s) := rfl
theorem preimage_preimage {g : β → γ} {f : α → β} {s : Set γ} : preimage f (preimage g s) = preimage (fun x => g (f x)) s := rfl
theorem preimage_mono {s t : Set β} (h : s ⊆ t) : preimage f s ⊆ preimage f t := fun _ m => h m
@[simp] theorem preimage_inter {s t : Set β} : preimage f (s ∩ t) = preimage f s ∩ preimage f t := rfl
@[simp] theorem preimage_union {s t : Set β} : preimage f (s ∪ t) = preimage f s ∪ preimage f t := rfl
theorem preimage_setOf_eq {p : α → Prop} {f : β → α} : preimage f (setOf fun a => p a) = setOf fun a => p (f a) := rfl
theorem subset_preimage_image (f : α → β) (s : Set α) : s ⊆ preimage f (image f s) := fun a m => ⟨a, m, rfl⟩
theorem image_preimage_subset (f : α → β) (s : Set β) : image f (preimage f s) ⊆ s := fun _ ⟨_, m, e⟩ => e ▸ m
theorem image_preimage_eq_inter_range {f : α → β} {t : Set β} : image f (preimage f t) = t ∩ range f :=
  ext fun _ => ⟨fun ⟨a, m, e⟩ => ⟨e ▸ m, a, e⟩, fun ⟨m, a, e⟩ => ⟨a, show f a ∈ t from e ▸ m, e⟩⟩
theorem image_preimage_eq_of_subset {s : Set β} (h : s ⊆ range f) : image f (preimage f s) = s := by
  rw [image_preimage_eq_inter_range, inter_eq_self_of_subset_left h]
theorem mapsTo_image (f : α → β) (s : Set α) : MapsTo f s (image f s) := fun a m => ⟨a, m, rfl⟩
theorem MapsTo.comp {f : α → β} {g : β → γ} {t : Set β} {r : Set γ} (h : MapsTo g t r) (k : MapsTo f s t) : MapsTo (g ∘ f) s r := fun _ m => h (k m)
theorem InjOn.mono {f : α → β} (h : s ⊆ t) (k : InjOn f t) : InjOn f s := fun _ m _ n e => k (h m) (h n) e
theorem injOn_of_injective {f : α → β} (h : Function.Injective f) : InjOn f s := fun _ _ _ _ e => h e

/-! ### Intervals -/

section
variable [LE α] [LT α]
theorem Ici_inter_Iic : Ici a ∩ Iic b = Icc a b := rfl
theorem Ici_inter_Iio : Ici a ∩ Iio b = Ico a b := rfl
theorem Ioi_inter_Iic : Ioi a ∩ Iic b = Ioc a b := rfl
theorem Ioi_inter_Iio : Ioi a ∩ Iio b = Ioo a b := rfl
variable [Std.LawfulOrderLT α] [Std.IsLinearOrder α]
theorem Ioc_subset_Icc_self : Ioc a b ⊆ Icc a b := fun _ h => ⟨le_of_lt h.1, h.2⟩
theorem Ico_subset_Icc_self : Ico a b ⊆ Icc a b := fun _ h => ⟨h.1, le_of_lt h.2⟩
theorem Ioo_subset_Icc_self : Ioo a b ⊆ Icc a b := fun _ h => ⟨le_of_lt h.1, le_of_lt h.2⟩
theorem Ioo_subset_Ico_self : Ioo a b ⊆ Ico a b := fun _ h => ⟨le_of_lt h.1, h.2⟩
theorem Ioo_subset_Ioc_self : Ioo a b ⊆ Ioc a b := fun _ h => ⟨h.1, le_of_lt h.2⟩
theorem Ioi_subset_Ici_self : Ioi a ⊆ Ici a := fun _ => le_of_lt
theorem Iio_subset_Iic_self : Iio a ⊆ Iic a := fun _ => le_of_lt
theorem Ioi_subset_Ioi (h : a ≤ b) : Ioi b ⊆ Ioi a := fun _ => lt_of_le_of_lt h
theorem Iic_subset_Iic : Iic a ⊆ Iic b ↔ a ≤ b := ⟨fun h => h (le_refl a), fun h _ k => le_trans k h⟩
theorem Ici_subset_Ici : Ici a ⊆ Ici b ↔ b ≤ a := ⟨fun h => h (le_refl a), fun h _ k => le_trans h k⟩
theorem left_mem_Icc : a ∈ Icc a b ↔ a ≤ b := ⟨And.right, fun h => ⟨le_rfl, h⟩⟩
theorem right_mem_Icc : b ∈ Icc a b ↔ a ≤ b := ⟨And.left, fun h => ⟨h, le_rfl⟩⟩
theorem left_mem_Ico : a ∈ Ico a b ↔ a < b := ⟨And.right, fun h => ⟨le_rfl, h⟩⟩
theorem right_mem_Ioc : b ∈ Ioc a b ↔ a < b := ⟨And.left, fun h => ⟨h, le_rfl⟩⟩
theorem left_mem_Ici : a ∈ Ici a := le_refl a
theorem right_mem_Iic : a ∈ Iic a := le_refl a
@[simp] theorem Icc_self (a : α) : Icc a a = {a} := ext fun _ => ⟨fun h => le_antisymm h.2 h.1, fun h => h ▸ ⟨le_rfl, le_rfl⟩⟩
theorem nonempty_Icc : (Icc a b).Nonempty ↔ a ≤ b := ⟨fun ⟨_, h⟩ => le_trans h.1 h.2, fun h => ⟨a, le_rfl, h⟩⟩
@[simp] theorem Icc_eq_empty (h : ¬a ≤ b) : Icc a b = ∅ := ext fun _ => ⟨fun k => h (le_trans k.1 k.2), False.elim⟩
@[simp] theorem Ioo_self (a : α) : Ioo a a = ∅ := ext fun _ => ⟨fun h => lt_irrefl _ (lt_trans h.1 h.2), False.elim⟩
theorem not_mem_Ioi : ¬x ∈ Ioi a ↔ x ≤ a := not_lt
theorem not_mem_Iio : ¬x ∈ Iio a ↔ a ≤ x := not_lt
end
end Set

theorem Subtype.mem {α : Type u} {s : Set α} (p : s) : (p : α) ∈ s := p.2

namespace Finset
universe u v
variable {α : Type u} {β : Type v} {a b : α} {s t r : Finset α}

theorem Subset.refl (s : Finset α) : s ⊆ s := fun _ h => h
theorem Subset.rfl : s ⊆ s := fun _ h => h
theorem Subset.trans (h : s ⊆ t) (k : t ⊆ r) : s ⊆ r := fun _ m => k (h m)
theorem Subset.antisymm (h : s ⊆ t) (k : t ⊆ s) : s = t := ext fun _ => ⟨@h _, @k _⟩
@[simp] theorem empty_subset (s : Finset α) : ∅ ⊆ s := fun a h => (notMem_empty a h).elim
theorem not_mem_empty (a : α) : ¬a ∈ (∅ : Finset α) := notMem_empty a
theorem mem_singleton_self (a : α) : a ∈ ({a} : Finset α) := mem_singleton.2 rfl
@[simp] theorem singleton_subset_iff : {a} ⊆ s ↔ a ∈ s := ⟨fun h => h (mem_singleton_self a), fun h _ e => mem_singleton.1 e ▸ h⟩
@[simp] theorem coe_subset : (s : Set α) ⊆ (t : Set α) ↔ s ⊆ t := Iff.rfl
theorem coe_inj : (s : Set α) = (t : Set α) ↔ s = t := ⟨fun h => ext fun a => by rw [← mem_coe, h, mem_coe], fun h => h ▸ rfl⟩
@[simp] theorem coe_empty : ((∅ : Finset α) : Set α) = ∅ := Set.ext fun a => ⟨notMem_empty a, False.elim⟩
@[simp] theorem coe_singleton (a : α) : (({a} : Finset α) : Set α) = {a} := Set.ext fun _ => mem_singleton
theorem nonempty_iff_ne_empty : s.Nonempty ↔ s ≠ ∅ :=
  ⟨fun ⟨a, h⟩ e => notMem_empty a (e ▸ h), fun h => Classical.byContradiction fun n => h (ext fun a => ⟨fun k => (n ⟨a, k⟩).elim, fun k => (notMem_empty a k).elim⟩)⟩
theorem not_nonempty_iff_eq_empty : ¬s.Nonempty ↔ s = ∅ := by rw [nonempty_iff_ne_empty, Ne, Classical.not_not]
theorem eq_empty_or_nonempty (s : Finset α) : s = ∅ ∨ s.Nonempty := (Classical.em s.Nonempty).symm.imp not_nonempty_iff_eq_empty.1 id
theorem eq_empty_iff_forall_notMem : s = ∅ ↔ ∀ x, ¬x ∈ s :=
  ⟨fun h x => h ▸ notMem_empty x, fun h => ext fun a => ⟨fun k => (h a k).elim, fun k => (notMem_empty a k).elim⟩⟩
@[simp] theorem singleton_nonempty (a : α) : ({a} : Finset α).Nonempty := ⟨a, mem_singleton_self a⟩
@[simp] theorem range_zero : range 0 = ∅ := rfl
@[simp] theorem range_one : range 1 = {0} := rfl
theorem mem_range_succ_iff {a b : Nat} : a ∈ range b.succ ↔ a ≤ b := mem_range.trans Nat.lt_succ_iff
theorem self_mem_range_succ (n : Nat) : n ∈ range (n + 1) := mem_range.2 (Nat.lt_succ_self n)
theorem filter_subset (p : α → Prop) [DecidablePred p] (s : Finset α) : filter p s ⊆ s := fun _ h => (mem_filter.1 h).1
theorem mem_def : a ∈ s ↔ a ∈ s.1 := Iff.rfl

section
variable [DecidableEq α]
theorem mem_insert_self (a : α) (s : Finset α) : a ∈ insert a s := mem_insert.2 (Or.inl rfl)
theorem mem_insert_of_mem (h : a ∈ s) : a ∈ insert b s := mem_insert.2 (Or.inr h)
theorem subset_insert (a : α) (s : Finset α) : s ⊆ insert a s := fun _ h => mem_insert_of_mem h
theorem insert_eq (a : α) (s : Finset α) : insert a s = {a} ∪ s := ext fun _ => by simp
theorem insert_eq_of_mem (h : a ∈ s) : insert a s = s := ext fun x => by simp; exact fun e => e ▸ h
theorem insert_subset_iff : insert a s ⊆ t ↔ a ∈ t ∧ s ⊆ t :=
  ⟨fun h => ⟨h (mem_insert_self a s), fun _ k => h (mem_insert_of_mem k)⟩, fun h _ k => (mem_insert.1 k).elim (fun e => e ▸ h.1) fun l => h.2 l⟩
theorem insert_nonempty (a : α) (s : Finset α) : (insert a s).Nonempty := ⟨a, mem_insert_self a s⟩
theorem forall_mem_insert (a : α) (s : Finset α) (p : α → Prop) : (∀ x, x ∈ insert a s → p x) ↔ p a ∧ ∀ x, x ∈ s → p x :=
  ⟨fun h => ⟨h a (mem_insert_self a s), fun x k => h x (mem_insert_of_mem k)⟩, fun h x k => (mem_insert.1 k).elim (fun e => e ▸ h.1) (h.2 x)⟩
@[simp] theorem coe_insert (a : α) (s : Finset α) : ((insert a s : Finset α) : Set α) = insert a (s : Set α) := Set.ext fun _ => mem_insert
@[simp] theorem coe_union (s t : Finset α) : ((s ∪ t : Finset α) : Set α) = (s : Set α) ∪ t := Set.ext fun _ => mem_union
@[simp] theorem coe_inter (s t : Finset α) : ((s ∩ t : Finset α) : Set α) = (s : Set α) ∩ t := Set.ext fun _ => mem_inter
@[simp] theorem coe_sdiff (s t : Finset α) : ((s \ t : Finset α) : Set α) = (s : Set α) \ t := Set.ext fun _ => mem_sdiff
@[simp] theorem coe_image [DecidableEq β] {f : α → β} : ((s.image f : Finset β) : Set β) = Set.image f s := Set.ext fun _ => mem_image
theorem subset_union_left : s ⊆ s ∪ t := fun _ h => mem_union.2 (.inl h)
theorem subset_union_right : t ⊆ s ∪ t := fun _ h => mem_union.2 (.inr h)
theorem mem_union_left (t : Finset α) (h : a ∈ s) : a ∈ s ∪ t := mem_union.2 (.inl h)
theorem mem_union_right (s : Finset α) (h : a ∈ t) : a ∈ s ∪ t := mem_union.2 (.inr h)
theorem union_subset (h : s ⊆ r) (k : t ⊆ r) : s ∪ t ⊆ r := fun _ m => (mem_union.1 m).elim (fun l => h l) fun l => k l
theorem union_subset_left (h : s ∪ t ⊆ r) : s ⊆ r := fun _ m => h (mem_union_left _ m)
theorem union_subset_right (h : s ∪ t ⊆ r) : t ⊆ r := fun _ m => h (mem_union_right _ m)
theorem inter_subset_left : s ∩ t ⊆ s := fun _ h => (mem_inter.1 h).1
theorem inter_subset_right : s ∩ t ⊆ t := fun _ h => (mem_inter.1 h).2
theorem sdiff_subset : s \ t ⊆ s := fun _ h => (mem_sdiff.1 h).1
theorem inter_comm (s t : Finset α) : s ∩ t = t ∩ s := ext fun _ => by simp [and_comm]
theorem union_comm (s t : Finset α) : s ∪ t = t ∪ s := ext fun _ => by simp [or_comm]
theorem inter_assoc (s t r : Finset α) : s ∩ t ∩ r = s ∩ (t ∩ r) := ext fun _ => by simp [_root_.and_assoc]
theorem union_assoc (s t r : Finset α) : s ∪ t ∪ r = s ∪ (t ∪ r) := ext fun _ => by simp [_root_.or_assoc]
@[simp] theorem union_empty (s : Finset α) : s ∪ ∅ = s := ext fun _ => by simp
@[simp] theorem empty_union (s : Finset α) : ∅ ∪ s = s := ext fun _ => by simp
@[simp] theorem inter_empty (s : Finset α) : s ∩ ∅ = ∅ := ext fun _ => by simp
@[simp] theorem empty_inter (s : Finset α) : ∅ ∩ s = ∅ := ext fun _ => by simp
@[simp] theorem union_self (s : Finset α) : s ∪ s = s := ext fun _ => by simp
@[simp] theorem inter_self (s : Finset α) : s ∩ s = s := ext fun _ => by simp
theorem mem_image_of_mem [DecidableEq β] (f : α → β) (h : a ∈ s) : f a ∈ s.image f := mem_image.2 ⟨a, h, rfl⟩
end
end Finset
