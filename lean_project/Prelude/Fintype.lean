import Prelude.Finset

/-! Finite types, products of finite sets, and the intervals of `ℕ` that are bounded by one number. -/

/-- Mathlib's `Fintype`. -/
class Fintype (α : Type u) where
  elems : Finset α
  complete : ∀ x : α, x ∈ elems

/-- Mathlib's `Finset.univ`. -/
noncomputable def Finset.univ {α : Type u} [Fintype α] : Finset α := Fintype.elems

/-- Mathlib's `Set.toFinset`. -/
noncomputable def Set.toFinset {α : Type u} (s : Set α) [Fintype s] : Finset α where
  val := Quotient.liftOn (Finset.univ (α := s)).val (fun l => Quotient.mk _ (l.map Subtype.val)) fun _ _ h => Quotient.sound (h.map _)
  nodup := by
    rcases (Finset.univ (α := s)) with ⟨⟨l⟩, h⟩
    exact List.Pairwise.map _ (fun a b (k : a ≠ b) e => k (Subtype.ext e)) h

@[simp] theorem Set.mem_toFinset {α : Type u} {s : Set α} [Fintype s] {a : α} : a ∈ s.toFinset ↔ a ∈ s := by
  have key : ∀ t : Finset s, (∀ x, x ∈ t) → ∀ h, (a ∈ (⟨Quotient.liftOn t.val (fun l => Quotient.mk _ (l.map Subtype.val)) fun _ _ h => Quotient.sound (h.map _), h⟩ : Finset α) ↔ a ∈ s) := by
    rintro ⟨⟨l⟩, hl⟩ k h
    exact List.mem_map.trans ⟨fun ⟨x, _, e⟩ => e ▸ x.2, fun h => ⟨⟨a, h⟩, k _, rfl⟩⟩
  exact key _ Fintype.complete _

/-- Mathlib's `Fintype.card`. -/
noncomputable def Fintype.card (α : Type u) [Fintype α] : Nat := (Finset.univ : Finset α).card

@[simp, grind .] theorem Finset.mem_univ {α : Type u} [Fintype α] (a : α) : a ∈ (Finset.univ : Finset α) := Fintype.complete a
theorem Finset.filter_true_of_mem {α : Type u} {p : α → Prop} [DecidablePred p] {s : Finset α} (h : ∀ a, a ∈ s → p a) :
    filter p s = s := ext fun a => mem_filter.trans ⟨And.left, fun k => ⟨k, h a k⟩⟩

/-- Mathlib's `SProd`, whose notation is `×ˢ`. -/
class SProd (α : Type u) (β : Type v) (γ : outParam (Type w)) where
  sprod : α → β → γ

namespace Finset
section
variable {α : Type u} {β : Type v}

/-- The pairs of an element of `l` and one of `m`, in Mathlib `List.product`. -/
noncomputable def pairs (l : List α) (m : List β) : List (α × β) := l.flatMap fun a => m.map fun b => (a, b)

theorem mem_pairs {l : List α} {m : List β} {p : α × β} : p ∈ pairs l m ↔ p.1 ∈ l ∧ p.2 ∈ m := by
  refine List.mem_flatMap.trans ⟨fun ⟨a, ha, k⟩ => ?_, fun h => ⟨p.1, h.1, List.mem_map.2 ⟨p.2, h.2, rfl⟩⟩⟩
  obtain ⟨b, hb, rfl⟩ := List.mem_map.1 k
  exact ⟨ha, hb⟩

theorem nodup_pairs {l : List α} {m : List β} (hl : l.Nodup) (hm : m.Nodup) : (pairs l m).Nodup := by
  refine List.pairwise_flatMap.2 ⟨fun a _ => List.Pairwise.map _ (fun _ _ h e => h (congrArg Prod.snd e)) hm, ?_⟩
  refine List.Pairwise.imp (fun {a b} h x hx y hy e => ?_) hl
  obtain ⟨_, _, rfl⟩ := List.mem_map.1 hx
  obtain ⟨_, _, rfl⟩ := List.mem_map.1 hy
  exact h (congrArg Prod.fst e)

theorem pairs_perm {l l' : List α} {m m' : List β} (h : l.Perm l') (k : m.Perm m') : (pairs l m).Perm (pairs l' m') := by
  refine (h.flatMap_right _).trans ?_
  clear h
  induction l' with
  | nil => exact List.Perm.refl _
  | cons a l ih => exact (k.map _).append ih

/-- Mathlib's `Finset.product`, written `s ×ˢ t`. -/
protected noncomputable def product (s : Finset α) (t : Finset β) : Finset (α × β) where
  val := Quotient.liftOn₂ s.val t.val (fun l m => Quotient.mk _ (pairs l m)) fun _ _ _ _ h k => Quotient.sound (pairs_perm h k)
  nodup := by rcases s with ⟨⟨l⟩, hl⟩; rcases t with ⟨⟨m⟩, hm⟩; exact nodup_pairs hl hm
noncomputable instance : SProd (Finset α) (Finset β) (Finset (α × β)) := ⟨Finset.product⟩

@[simp, grind =] theorem mem_product {s : Finset α} {t : Finset β} {p : α × β} :
    p ∈ (SProd.sprod s t : Finset (α × β)) ↔ p.1 ∈ s ∧ p.2 ∈ t := by
  rcases s with ⟨⟨l⟩, hl⟩; rcases t with ⟨⟨m⟩, hm⟩; exact mem_pairs
@[simp] theorem card_product (s : Finset α) (t : Finset β) : card (SProd.sprod s t : Finset (α × β)) = card s * card t := by
  rcases s with ⟨⟨l⟩, hl⟩; rcases t with ⟨⟨m⟩, hm⟩
  show (pairs l m).length = l.length * m.length
  clear hl hm
  induction l with
  | nil => exact (Nat.zero_mul _).symm
  | cons a l ih =>
    show (m.map _ ++ pairs l m).length = _
    rw [List.length_append, List.length_map, ih, List.length_cons, Nat.succ_mul, Nat.add_comm]
theorem sum_product {M : Type w} [Lean.Grind.Semiring M] (s : Finset α) (t : Finset β) (f : α × β → M) :
    Finset.sum (SProd.sprod s t) f = Finset.sum s fun x => Finset.sum t fun y => f (x, y) := by
  rcases s with ⟨⟨l⟩, hl⟩; rcases t with ⟨⟨m⟩, hm⟩
  show (pairs l m).foldr _ 0 = l.foldr (fun a r => m.foldr (fun b r => f (a, b) + r) 0 + r) 0
  clear hl hm
  induction l with
  | nil => rfl
  | cons a l ih =>
    show ((m.map fun b => (a, b)) ++ pairs l m).foldr (fun p r => f p + r) 0 = _
    rw [List.foldr_append, ih, List.foldr_map, List.foldr_cons, foldr_add (fun b => f (a, b))]
end
end Finset

/-- The set of pairs, in Mathlib `Set.prod`. -/
instance {α : Type u} {β : Type v} : SProd (Set α) (Set β) (Set (α × β)) := ⟨fun s t => setOf fun p => p.1 ∈ s ∧ p.2 ∈ t⟩
@[simp, grind =] theorem Set.mem_prod {α : Type u} {β : Type v} {s : Set α} {t : Set β} {p : α × β} :
    p ∈ (SProd.sprod s t : Set (α × β)) ↔ p.1 ∈ s ∧ p.2 ∈ t := Iff.rfl

section
open Finset
theorem nodup_finRange (n : Nat) : (List.finRange n).Nodup := by
  refine List.pairwise_iff_getElem.2 fun i j hi hj h e => ?_
  rw [List.getElem_finRange, List.getElem_finRange] at e
  have := congrArg Fin.val e
  simp only [Fin.val_cast] at this
  omega
noncomputable instance (n : Nat) : Fintype (Fin n) := ⟨ofNodup (List.finRange n) (nodup_finRange n), List.mem_finRange⟩
noncomputable instance : Fintype Bool := ⟨ofNodup [true, false] (by decide), fun b => by cases b <;> decide⟩
noncomputable instance : Fintype Unit := ⟨ofNodup [()] (by decide), fun _ => List.mem_singleton.2 rfl⟩
noncomputable instance {α : Type u} {β : Type v} [Fintype α] [Fintype β] : Fintype (α × β) :=
  ⟨SProd.sprod univ univ, fun _ => mem_product.2 ⟨mem_univ _, mem_univ _⟩⟩

/-- Mathlib's `Finset.subtype`. -/
protected noncomputable def Finset.subtype {α : Type u} (p : α → Prop) [DecidablePred p] (s : Finset α) : Finset { a // p a } where
  val := Quotient.liftOn s.val (fun l => Quotient.mk _ (l.filterMap fun a => if h : p a then some ⟨a, h⟩ else none))
    fun _ _ h => Quotient.sound (h.filterMap _)
  nodup := by
    rcases s with ⟨⟨l⟩, h⟩
    show List.Pairwise (· ≠ ·) (l.filterMap _)
    refine List.Pairwise.filterMap (S := (· ≠ ·)) _ (fun a b (k : a ≠ b) x hx y hy e => k ?_) h
    split at hx
    · split at hy
      · exact congrArg Subtype.val ((Option.some.inj hx).trans (e.trans (Option.some.inj hy).symm))
      · exact nomatch hy
    · exact nomatch hx
@[simp] theorem Finset.mem_subtype {α : Type u} {p : α → Prop} [DecidablePred p] {s : Finset α} {a : { a // p a }} :
    a ∈ Finset.subtype p s ↔ a.1 ∈ s := by
  rcases s with ⟨⟨l⟩, h⟩
  refine List.mem_filterMap.trans ⟨fun ⟨b, hb, e⟩ => ?_, fun k => ⟨a.1, k, dif_pos a.2⟩⟩
  split at e
  · cases e; exact hb
  · exact nomatch e
noncomputable instance {α : Type u} [Fintype α] (p : α → Prop) [DecidablePred p] : Fintype { a // p a } :=
  ⟨Finset.subtype p univ, fun _ => mem_subtype.2 (mem_univ _)⟩
noncomputable instance {α : Type u} [DecidableEq α] (s : Finset α) : Fintype { a // a ∈ s } :=
  ⟨Finset.subtype _ s, fun a => mem_subtype.2 a.2⟩

@[simp] theorem Fintype.card_fin (n : Nat) : Fintype.card (Fin n) = n := List.length_finRange
@[simp] theorem Fintype.card_bool : Fintype.card Bool = 2 := rfl

section
variable {M : Type w} [Lean.Grind.Semiring M]
@[simp] theorem Fin.sum_univ_zero (f : Fin 0 → M) : Finset.sum univ f = 0 := rfl
theorem Fin.sum_univ_succ {n : Nat} (f : Fin (n + 1) → M) :
    Finset.sum univ f = f 0 + Finset.sum univ fun i : Fin n => f i.succ := by
  show (List.finRange (n + 1)).foldr _ 0 = f 0 + (List.finRange n).foldr _ 0
  rw [List.finRange_succ, List.foldr_cons, List.foldr_map]
end
section
variable {M : Type w} [Lean.Grind.CommSemiring M]
@[simp] theorem Fin.prod_univ_zero (f : Fin 0 → M) : Finset.prod univ f = 1 := rfl
theorem Fin.prod_univ_succ {n : Nat} (f : Fin (n + 1) → M) :
    Finset.prod univ f = f 0 * Finset.prod univ fun i : Fin n => f i.succ := by
  show (List.finRange (n + 1)).foldr _ 1 = f 0 * (List.finRange n).foldr _ 1
  rw [List.finRange_succ, List.foldr_cons, List.foldr_map]
end
end

/-- Mathlib's `LocallyFiniteOrderBot`: what lies below an element is a finite set. -/
class LocallyFiniteOrderBot (α : Type u) [LE α] [LT α] where
  finsetIic : α → Finset α
  finsetIio : α → Finset α
  finset_mem_Iic : ∀ b x : α, x ∈ finsetIic b ↔ x ≤ b
  finset_mem_Iio : ∀ b x : α, x ∈ finsetIio b ↔ x < b

noncomputable instance : LocallyFiniteOrderBot Nat where
  finsetIic b := Finset.Icc 0 b
  finsetIio b := Finset.Ico 0 b
  finset_mem_Iic _ _ := Finset.mem_Icc.trans (by omega)
  finset_mem_Iio _ _ := Finset.mem_Ico.trans (by omega)

namespace Finset
section
variable {α : Type u} [LE α] [LT α] [LocallyFiniteOrderBot α] {b x : α}
/-- Mathlib's `Finset.Iic`. -/
noncomputable def Iic (b : α) : Finset α := LocallyFiniteOrderBot.finsetIic b
/-- Mathlib's `Finset.Iio`. -/
noncomputable def Iio (b : α) : Finset α := LocallyFiniteOrderBot.finsetIio b
@[simp, grind =] theorem mem_Iic : x ∈ Iic b ↔ x ≤ b := LocallyFiniteOrderBot.finset_mem_Iic b x
@[simp, grind =] theorem mem_Iio : x ∈ Iio b ↔ x < b := LocallyFiniteOrderBot.finset_mem_Iio b x
end
theorem _root_.Nat.Iio_eq_range (n : Nat) : Iio n = range n := ext fun _ => mem_Iio.trans mem_range.symm
end Finset
