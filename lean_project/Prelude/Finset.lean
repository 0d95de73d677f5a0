import Prelude.Set

/-! Finite sets with Mathlib's construction: a duplicate-free list up to order. -/

/-- Mathlib's `Multiset`. -/
noncomputable def Multiset (α : Type u) : Type u := Quotient (List.isSetoid α)

namespace Multiset
variable {α : Type u} {β : Type v}
/-- Mathlib's `Multiset.ofList`. -/
@[coe] noncomputable def ofList (l : List α) : Multiset α := Quotient.mk _ l
/-- Mathlib's `Multiset.Mem`. -/
protected noncomputable def Mem (s : Multiset α) (a : α) : Prop :=
  Quotient.liftOn s (fun l => a ∈ l) fun _ _ h => propext h.mem_iff
noncomputable instance : Membership α (Multiset α) := ⟨Multiset.Mem⟩
/-- Mathlib's `Multiset.Nodup`. -/
noncomputable def Nodup (s : Multiset α) : Prop :=
  Quotient.liftOn s List.Nodup fun _ _ h => propext h.nodup_iff
/-- Mathlib's `Multiset.card`. -/
noncomputable def card (s : Multiset α) : Nat := Quotient.liftOn s List.length fun _ _ h => h.length_eq
end Multiset

/-- Mathlib's `Finset`. -/
structure Finset (α : Type u) where
  val : Multiset α
  nodup : Multiset.Nodup val

namespace Finset
variable {α : Type u} {β : Type v} {M : Type w}

/-- A finite set from a duplicate-free list. -/
noncomputable def ofNodup (l : List α) (h : l.Nodup) : Finset α := ⟨Quotient.mk _ l, h⟩

noncomputable instance : Membership α (Finset α) := ⟨fun s a => a ∈ s.val⟩
noncomputable instance : HasSubset (Finset α) := ⟨fun s t => ∀ ⦃a⦄, a ∈ s → a ∈ t⟩
noncomputable instance : CoeTail (Finset α) (Set α) := ⟨fun s => setOf fun a => a ∈ s⟩
noncomputable instance : CoeSort (Finset α) (Type u) := ⟨fun s => { a // a ∈ s }⟩

theorem congr_mk {v w : Multiset α} (h : v = w) {hv hw} : (⟨v, hv⟩ : Finset α) = ⟨w, hw⟩ := by
  subst h; rfl

theorem perm_of_nodup : ∀ {l m : List α}, l.Nodup → m.Nodup → (∀ a, a ∈ l ↔ a ∈ m) → l.Perm m
  | [], m, _, _, h => by
    rw [List.eq_nil_iff_forall_not_mem.2 fun a k => List.not_mem_nil ((h a).2 k)]
  | a :: l, m, hl, hm, h => by
    obtain ⟨u, v, rfl⟩ := List.append_of_mem ((h a).1 List.mem_cons_self)
    have hl := List.nodup_cons.1 hl
    have hm := List.nodup_cons.1 (List.perm_middle.nodup_iff.1 hm)
    refine ((perm_of_nodup hl.2 hm.2 fun b => ?_).cons a).trans List.perm_middle.symm
    have := (h b).trans (List.perm_middle.mem_iff)
    rw [List.mem_cons, List.mem_cons] at this
    exact ⟨fun k => (this.1 (.inr k)).resolve_left fun e => hl.1 (e ▸ k),
      fun k => (this.2 (.inr k)).resolve_left fun e => hm.1 (e ▸ k)⟩

@[ext] theorem ext {s t : Finset α} (h : ∀ a, a ∈ s ↔ a ∈ t) : s = t := by
  rcases s with ⟨⟨s⟩, hs⟩; rcases t with ⟨⟨t⟩, ht⟩
  have : Quotient.mk (List.isSetoid α) s = Quotient.mk _ t := Quotient.sound (perm_of_nodup hs ht h)
  exact congr_mk this

/-- A finite set is given by a list: the elimination principle for proofs here. -/
theorem exists_list (s : Finset α) : ∃ l h, s = ofNodup l h := by
  rcases s with ⟨⟨l⟩, h⟩; exact ⟨l, h, rfl⟩

noncomputable instance [DecidableEq α] : DecidableEq (Finset α) := fun s t =>
  Quotient.recOnSubsingleton₂ (motive := fun a b => ∀ ha hb, Decidable ((⟨a, ha⟩ : Finset α) = ⟨b, hb⟩)) s.val t.val
    (fun l m _ _ => decidable_of_iff (l.Perm m)
      ⟨fun h => Finset.ext fun _ => h.mem_iff, fun h => Quotient.exact (congrArg Finset.val h)⟩) s.nodup t.nodup

noncomputable instance [DecidableEq α] (a : α) (s : Finset α) : Decidable (a ∈ s) :=
  Quotient.recOnSubsingleton (motive := fun v => Decidable (Multiset.Mem v a)) s.val fun l => inferInstanceAs (Decidable (a ∈ l))

noncomputable instance decidableDforallFinset (s : Finset α) (p : α → Prop) [DecidablePred p] : Decidable (∀ a, a ∈ s → p a) :=
  Quotient.recOnSubsingleton (motive := fun v => Decidable (∀ a, Multiset.Mem v a → p a)) s.val
    fun l => inferInstanceAs (Decidable (∀ a, a ∈ l → p a))
noncomputable instance decidableExistsAndFinset (s : Finset α) (p : α → Prop) [DecidablePred p] : Decidable (∃ a, a ∈ s ∧ p a) :=
  Quotient.recOnSubsingleton (motive := fun v => Decidable (∃ a, Multiset.Mem v a ∧ p a)) s.val
    fun l => inferInstanceAs (Decidable (∃ a, a ∈ l ∧ p a))

/-- Mathlib's `Finset.card`. -/
noncomputable def card (s : Finset α) : Nat := s.val.card
/-- Mathlib's `Finset.Nonempty`. -/
protected noncomputable def Nonempty (s : Finset α) : Prop := ∃ a, a ∈ s

noncomputable instance : EmptyCollection (Finset α) := ⟨ofNodup [] List.nodup_nil⟩
noncomputable instance : Singleton α (Finset α) := ⟨fun a => ofNodup [a] (List.nodup_cons.2 ⟨List.not_mem_nil, List.nodup_nil⟩)⟩

/-- Mathlib's `Finset.filter`. -/
noncomputable def filter (p : α → Prop) [DecidablePred p] (s : Finset α) : Finset α where
  val := Quotient.liftOn s.val (fun l => Quotient.mk _ (l.filter (fun a => decide (p a)))) fun _ _ h => Quotient.sound (h.filter _)
  nodup := by rcases s with ⟨⟨l⟩, h⟩; exact List.Pairwise.filter _ h

/-- Duplicates removed: in Mathlib `List.dedup`, up to order. -/
noncomputable def dedup [DecidableEq α] : List α → List α
  | [] => []
  | a :: l => if a ∈ l then dedup l else a :: dedup l

theorem mem_dedup [DecidableEq α] {a : α} : ∀ {l : List α}, a ∈ dedup l ↔ a ∈ l
  | [] => Iff.rfl
  | b :: l => by
    by_cases h : b ∈ l <;> simp only [dedup, h, if_true, if_false, List.mem_cons, mem_dedup (l := l)]
    exact ⟨.inr, fun k => k.elim (fun e => e ▸ h) id⟩

theorem nodup_dedup [DecidableEq α] : ∀ l : List α, (dedup l).Nodup
  | [] => List.nodup_nil
  | b :: l => by
    by_cases h : b ∈ l <;> simp only [dedup, h, if_true, if_false]
    · exact nodup_dedup l
    · exact List.nodup_cons.2 ⟨fun k => h (mem_dedup.1 k), nodup_dedup l⟩

/-- Mathlib's `List.toFinset`. -/
noncomputable def _root_.List.toFinset [DecidableEq α] (l : List α) : Finset α := ofNodup (dedup l) (nodup_dedup l)

theorem perm_toFinset [DecidableEq α] {l m : List α} (h : ∀ a, a ∈ l ↔ a ∈ m) : l.toFinset = m.toFinset :=
  ext fun _ => mem_dedup.trans ((h _).trans mem_dedup.symm)

/-- Mathlib's `Finset.image`. -/
noncomputable def image [DecidableEq β] (f : α → β) (s : Finset α) : Finset β :=
  Quotient.liftOn s.val (fun l => (l.map f).toFinset) fun _ _ h => perm_toFinset fun _ => (h.map f).mem_iff

/-- Mathlib's `insert` on `Finset`. -/
protected noncomputable def insert [DecidableEq α] (a : α) (s : Finset α) : Finset α :=
  Quotient.liftOn s.val (fun l => (a :: l).toFinset) fun _ _ h => perm_toFinset fun _ => (h.cons a).mem_iff
noncomputable instance [DecidableEq α] : Insert α (Finset α) := ⟨Finset.insert⟩
noncomputable instance [DecidableEq α] : Union (Finset α) :=
  ⟨fun s t => Quotient.liftOn₂ s.val t.val (fun l m => (l ++ m).toFinset) fun _ _ _ _ h k => perm_toFinset fun _ => (h.append k).mem_iff⟩
noncomputable instance [DecidableEq α] : Inter (Finset α) := ⟨fun s t => s.filter fun a => a ∈ t⟩
noncomputable instance [DecidableEq α] : SDiff (Finset α) := ⟨fun s t => s.filter fun a => ¬a ∈ t⟩

theorem sum_aux [Lean.Grind.Semiring M] (f : α → M) {l m : List α} (h : l.Perm m) :
    l.foldr (fun a r => f a + r) 0 = m.foldr (fun a r => f a + r) 0 := by
  induction h with
  | nil => rfl
  | cons _ _ ih => exact congrArg (_ + ·) ih
  | swap a b l => exact (Lean.Grind.Semiring.add_assoc ..).symm.trans ((congrArg (· + _) (Lean.Grind.Semiring.add_comm ..)).trans (Lean.Grind.Semiring.add_assoc ..))
  | trans _ _ h k => exact h.trans k

theorem prod_aux [Lean.Grind.CommSemiring M] (f : α → M) {l m : List α} (h : l.Perm m) :
    l.foldr (fun a r => f a * r) 1 = m.foldr (fun a r => f a * r) 1 := by
  induction h with
  | nil => rfl
  | cons _ _ ih => exact congrArg (_ * ·) ih
  | swap a b l => exact (Lean.Grind.Semiring.mul_assoc ..).symm.trans ((congrArg (· * _) (Lean.Grind.CommSemiring.mul_comm ..)).trans (Lean.Grind.Semiring.mul_assoc ..))
  | trans _ _ h k => exact h.trans k

/-- Mathlib's `Finset.sum`, here for a semiring. -/
protected noncomputable def sum [Lean.Grind.Semiring M] (s : Finset α) (f : α → M) : M :=
  Quotient.liftOn s.val (fun l => l.foldr (fun a r => f a + r) 0) fun _ _ => sum_aux f
/-- Mathlib's `Finset.prod`, here for a commutative semiring. -/
protected noncomputable def prod [Lean.Grind.CommSemiring M] (s : Finset α) (f : α → M) : M :=
  Quotient.liftOn s.val (fun l => l.foldr (fun a r => f a * r) 1) fun _ _ => prod_aux f

/-- Mathlib's `Finset.range`. -/
noncomputable def range (n : Nat) : Finset Nat := ofNodup (List.range n) List.nodup_range

end Finset

/-- Mathlib's `LocallyFiniteOrder`: intervals are finite sets. -/
class LocallyFiniteOrder (α : Type u) [LE α] [LT α] where
  finsetIcc : α → α → Finset α
  finsetIco : α → α → Finset α
  finsetIoc : α → α → Finset α
  finsetIoo : α → α → Finset α
  finset_mem_Icc : ∀ a b x : α, x ∈ finsetIcc a b ↔ a ≤ x ∧ x ≤ b
  finset_mem_Ico : ∀ a b x : α, x ∈ finsetIco a b ↔ a ≤ x ∧ x < b
  finset_mem_Ioc : ∀ a b x : α, x ∈ finsetIoc a b ↔ a < x ∧ x ≤ b
  finset_mem_Ioo : ∀ a b x : α, x ∈ finsetIoo a b ↔ a < x ∧ x < b

namespace Finset
/-- The naturals from `a`, `n` of them. -/
noncomputable def natFrom (a n : Nat) : Finset Nat := ofNodup (List.range' a n) (List.nodup_range' ..)
theorem mem_natFrom {a n x : Nat} : x ∈ natFrom a n ↔ a ≤ x ∧ x < a + n := List.mem_range'_1
/-- The integers from `a`, `n` of them. -/
noncomputable def intFrom (a : Int) (n : Nat) : Finset Int :=
  ofNodup ((List.range n).map fun k : Nat => a + (k : Int)) (by
    refine List.Pairwise.map _ (fun x y h => ?_) List.nodup_range; omega)
theorem mem_intFrom {a x : Int} {n : Nat} : x ∈ intFrom a n ↔ a ≤ x ∧ x < a + n := by
  refine List.mem_map.trans ⟨fun ⟨k, h, e⟩ => ?_, fun h => ⟨(x - a).toNat, List.mem_range.2 ?_, ?_⟩⟩
  · have := List.mem_range.1 h; omega
  · omega
  · omega
end Finset

noncomputable instance : LocallyFiniteOrder Nat where
  finsetIcc a b := Finset.natFrom a (b + 1 - a)
  finsetIco a b := Finset.natFrom a (b - a)
  finsetIoc a b := Finset.natFrom (a + 1) (b - a)
  finsetIoo a b := Finset.natFrom (a + 1) (b - a - 1)
  finset_mem_Icc a b x := Finset.mem_natFrom.trans (by omega)
  finset_mem_Ico a b x := Finset.mem_natFrom.trans (by omega)
  finset_mem_Ioc a b x := Finset.mem_natFrom.trans (by omega)
  finset_mem_Ioo a b x := Finset.mem_natFrom.trans (by omega)

noncomputable instance : LocallyFiniteOrder Int where
  finsetIcc a b := Finset.intFrom a (b + 1 - a).toNat
  finsetIco a b := Finset.intFrom a (b - a).toNat
  finsetIoc a b := Finset.intFrom (a + 1) (b - a).toNat
  finsetIoo a b := Finset.intFrom (a + 1) (b - a - 1).toNat
  finset_mem_Icc a b x := Finset.mem_intFrom.trans (by omega)
  finset_mem_Ico a b x := Finset.mem_intFrom.trans (by omega)
  finset_mem_Ioc a b x := Finset.mem_intFrom.trans (by omega)
  finset_mem_Ioo a b x := Finset.mem_intFrom.trans (by omega)

namespace Finset
section
variable {α : Type u} [LE α] [LT α] [LocallyFiniteOrder α] {a b x : α}
/-- Mathlib's `Finset.Icc`. -/
noncomputable def Icc (a b : α) : Finset α := LocallyFiniteOrder.finsetIcc a b
/-- Mathlib's `Finset.Ico`. -/
noncomputable def Ico (a b : α) : Finset α := LocallyFiniteOrder.finsetIco a b
/-- Mathlib's `Finset.Ioc`. -/
noncomputable def Ioc (a b : α) : Finset α := LocallyFiniteOrder.finsetIoc a b
/-- Mathlib's `Finset.Ioo`. -/
noncomputable def Ioo (a b : α) : Finset α := LocallyFiniteOrder.finsetIoo a b
@[simp, grind =] theorem mem_Icc : x ∈ Icc a b ↔ a ≤ x ∧ x ≤ b := LocallyFiniteOrder.finset_mem_Icc a b x
@[simp, grind =] theorem mem_Ico : x ∈ Ico a b ↔ a ≤ x ∧ x < b := LocallyFiniteOrder.finset_mem_Ico a b x
@[simp, grind =] theorem mem_Ioc : x ∈ Ioc a b ↔ a < x ∧ x ≤ b := LocallyFiniteOrder.finset_mem_Ioc a b x
@[simp, grind =] theorem mem_Ioo : x ∈ Ioo a b ↔ a < x ∧ x < b := LocallyFiniteOrder.finset_mem_Ioo a b x
end

@[simp, grind =] theorem mem_range {n m : Nat} : m ∈ range n ↔ m < n := List.mem_range
@[simp, grind =] theorem mem_filter {α : Type u} {p : α → Prop} [DecidablePred p] {s : Finset α} {a : α} :
    a ∈ filter p s ↔ a ∈ s ∧ p a := by
  rcases s with ⟨⟨l⟩, h⟩
  exact List.mem_filter.trans (and_congr Iff.rfl decide_eq_true_iff)
end Finset

namespace Finset
section
variable {α : Type u} {β : Type v} {M : Type w} [Lean.Grind.Semiring M]
open Lean.Grind Lean.Grind.Semiring

instance : HasSSubset (Finset α) := ⟨fun s t => s ⊆ t ∧ ¬t ⊆ s⟩
@[simp] theorem notMem_empty (a : α) : ¬a ∈ (∅ : Finset α) := List.not_mem_nil
@[simp, grind =] theorem mem_singleton {a b : α} : b ∈ ({a} : Finset α) ↔ b = a := List.mem_singleton
@[simp, grind =] theorem mem_insert [DecidableEq α] {a b : α} {s : Finset α} : a ∈ insert b s ↔ a = b ∨ a ∈ s := by
  rcases s with ⟨⟨l⟩, h⟩; exact mem_dedup.trans List.mem_cons
@[simp, grind =] theorem mem_image [DecidableEq β] {f : α → β} {s : Finset α} {b : β} : b ∈ image f s ↔ ∃ a, a ∈ s ∧ f a = b := by
  rcases s with ⟨⟨l⟩, h⟩; exact mem_dedup.trans List.mem_map
@[simp, grind =] theorem mem_union [DecidableEq α] {a : α} {s t : Finset α} : a ∈ s ∪ t ↔ a ∈ s ∨ a ∈ t := by
  rcases s with ⟨⟨l⟩, h⟩; rcases t with ⟨⟨m⟩, k⟩; exact mem_dedup.trans List.mem_append
@[simp, grind =] theorem mem_inter [DecidableEq α] {a : α} {s t : Finset α} : a ∈ s ∩ t ↔ a ∈ s ∧ a ∈ t := mem_filter
@[simp, grind =] theorem mem_sdiff [DecidableEq α] {a : α} {s t : Finset α} : a ∈ s \ t ↔ a ∈ s ∧ ¬a ∈ t := mem_filter
@[simp] theorem mem_coe {a : α} {s : Finset α} : a ∈ (s : Set α) ↔ a ∈ s := Iff.rfl
theorem subset_iff {s t : Finset α} : s ⊆ t ↔ ∀ x, x ∈ s → x ∈ t := Iff.rfl
@[simp] theorem card_empty : card (∅ : Finset α) = 0 := rfl
@[simp] theorem card_singleton (a : α) : card ({a} : Finset α) = 1 := rfl
@[simp] theorem card_range (n : Nat) : card (range n) = n := List.length_range
theorem card_natFrom (a n : Nat) : card (natFrom a n) = n := List.length_range'
@[simp] theorem _root_.Nat.card_Icc (a b : Nat) : card (Icc a b) = b + 1 - a := card_natFrom ..
@[simp] theorem _root_.Nat.card_Ico (a b : Nat) : card (Ico a b) = b - a := card_natFrom ..
@[simp] theorem _root_.Nat.card_Ioc (a b : Nat) : card (Ioc a b) = b - a := card_natFrom ..

theorem foldr_add (f : α → M) (l : List α) (b : M) :
    l.foldr (fun a r => f a + r) b = l.foldr (fun a r => f a + r) 0 + b := by
  induction l with
  | nil => exact ((Semiring.add_comm ..).trans (Semiring.add_zero b)).symm
  | cons a l ih => exact (congrArg (f a + ·) ih).trans (Semiring.add_assoc ..).symm

@[simp, grind =] theorem sum_empty (f : α → M) : Finset.sum ∅ f = 0 := rfl
@[simp, grind =] theorem sum_singleton (f : α → M) (a : α) : Finset.sum {a} f = f a := Semiring.add_zero _
@[simp, grind =] theorem sum_range_zero (f : Nat → M) : Finset.sum (range 0) f = 0 := rfl
theorem sum_append (f : α → M) (l : List α) (a : α) :
    (l ++ [a]).foldr (fun a r => f a + r) 0 = l.foldr (fun a r => f a + r) 0 + f a := by
  rw [List.foldr_append, foldr_add]; exact congrArg (_ + ·) (Semiring.add_zero _)
@[grind =] theorem sum_range_succ (f : Nat → M) (n : Nat) : Finset.sum (range (n + 1)) f = Finset.sum (range n) f + f n :=
  (congrArg (List.foldr (fun a r => f a + r) 0) List.range_succ).trans (sum_append f _ n)
@[simp] theorem sum_range_one (f : Nat → M) : Finset.sum (range 1) f = f 0 := Semiring.add_zero _
theorem natFrom_succ (a n : Nat) : (natFrom a (n + 1)).val = Quotient.mk _ (List.range' a n ++ [a + n]) :=
  congrArg (Quotient.mk _) List.range'_1_concat
theorem sum_natFrom_succ (a n : Nat) (f : Nat → M) : Finset.sum (natFrom a (n + 1)) f = Finset.sum (natFrom a n) f + f (a + n) :=
  (congrArg (List.foldr (fun a r => f a + r) 0) List.range'_1_concat).trans (sum_append f _ _)
@[grind =>] theorem sum_Icc_succ_top {a b : Nat} (h : a ≤ b + 1) (f : Nat → M) :
    Finset.sum (Icc a (b + 1)) f = Finset.sum (Icc a b) f + f (b + 1) := by
  show Finset.sum (natFrom a (b + 1 + 1 - a)) f = Finset.sum (natFrom a (b + 1 - a)) f + f (b + 1)
  rw [show b + 1 + 1 - a = b + 1 - a + 1 by omega, sum_natFrom_succ, show a + (b + 1 - a) = b + 1 by omega]
theorem sum_Ico_succ_top {a b : Nat} (h : a ≤ b) (f : Nat → M) :
    Finset.sum (Ico a (b + 1)) f = Finset.sum (Ico a b) f + f b := by
  show Finset.sum (natFrom a (b + 1 - a)) f = Finset.sum (natFrom a (b - a)) f + f b
  rw [show b + 1 - a = b - a + 1 by omega, sum_natFrom_succ, show a + (b - a) = b by omega]
@[simp, grind =] theorem sum_Icc_self (a : Nat) (f : Nat → M) : Finset.sum (Icc a a) f = f a := by
  show Finset.sum (natFrom a (a + 1 - a)) f = f a
  rw [Nat.add_sub_cancel_left]; exact Semiring.add_zero _
theorem sum_Icc_of_lt {a b : Nat} (h : b < a) (f : Nat → M) : Finset.sum (Icc a b) f = 0 := by
  show Finset.sum (natFrom a (b + 1 - a)) f = 0
  rw [show b + 1 - a = 0 by omega]; rfl
theorem range_eq_Ico (n : Nat) : range n = Ico 0 n := ext fun _ => mem_range.trans (mem_Ico.trans (by omega)).symm
theorem sum_congr {s t : Finset α} {f g : α → M} (h : s = t) (k : ∀ x, x ∈ t → f x = g x) : Finset.sum s f = Finset.sum t g := by
  subst h; rcases s with ⟨⟨l⟩, hl⟩
  show l.foldr _ _ = l.foldr _ _
  replace k : ∀ x, x ∈ l → f x = g x := k
  clear hl
  induction l with
  | nil => rfl
  | cons a l ih =>
    rw [List.foldr_cons, List.foldr_cons, k a List.mem_cons_self, ih fun x hx => k x (List.mem_cons_of_mem a hx)]
theorem sum_add_distrib {s : Finset α} {f g : α → M} : Finset.sum s (fun i => f i + g i) = Finset.sum s f + Finset.sum s g := by
  rcases s with ⟨⟨l⟩, hl⟩
  show l.foldr _ _ = l.foldr _ _ + l.foldr _ _
  clear hl
  induction l with
  | nil => exact (Semiring.add_zero _).symm
  | cons a l ih => simp only [List.foldr_cons, ih]; grind
theorem mul_sum (s : Finset α) (f : α → M) (b : M) : b * Finset.sum s f = Finset.sum s fun i => b * f i := by
  rcases s with ⟨⟨l⟩, hl⟩
  show b * l.foldr _ _ = l.foldr _ _
  clear hl
  induction l with
  | nil => exact Semiring.mul_zero b
  | cons a l ih => exact (Semiring.left_distrib ..).trans (congrArg (_ + ·) ih)
theorem sum_mul (s : Finset α) (f : α → M) (b : M) : Finset.sum s f * b = Finset.sum s fun i => f i * b := by
  rcases s with ⟨⟨l⟩, hl⟩
  show l.foldr _ _ * b = l.foldr _ _
  clear hl
  induction l with
  | nil => exact Semiring.zero_mul b
  | cons a l ih => exact (Semiring.right_distrib ..).trans (congrArg (_ + ·) ih)
theorem card_eq_sum_ones (s : Finset α) : s.card = Finset.sum s fun _ => 1 := by
  rcases s with ⟨⟨l⟩, hl⟩
  show l.length = l.foldr _ _
  clear hl
  induction l with
  | nil => rfl
  | cons a l ih => exact (congrArg (· + 1) ih).trans (Nat.add_comm _ _)
theorem sum_const (s : Finset α) (b : Nat) : (Finset.sum s fun _ => b) = s.card * b := by
  rcases s with ⟨⟨l⟩, hl⟩
  show l.foldr _ _ = l.length * b
  clear hl
  induction l with
  | nil => exact (Nat.zero_mul b).symm
  | cons a l ih => exact (congrArg (b + ·) ih).trans (by rw [List.length_cons, Nat.succ_mul, Nat.add_comm])
end

section
variable {α : Type u} {M : Type w} [Lean.Grind.CommSemiring M]
open Lean.Grind Lean.Grind.Semiring
theorem foldr_mul (f : α → M) (l : List α) (b : M) :
    l.foldr (fun a r => f a * r) b = l.foldr (fun a r => f a * r) 1 * b := by
  induction l with
  | nil => exact (Semiring.one_mul b).symm
  | cons a l ih => exact (congrArg (f a * ·) ih).trans (Semiring.mul_assoc ..).symm
@[simp, grind =] theorem prod_empty (f : α → M) : Finset.prod ∅ f = 1 := rfl
@[simp, grind =] theorem prod_singleton (f : α → M) (a : α) : Finset.prod {a} f = f a := Semiring.mul_one _
@[simp, grind =] theorem prod_range_zero (f : Nat → M) : Finset.prod (range 0) f = 1 := rfl
theorem prod_append (f : α → M) (l : List α) (a : α) :
    (l ++ [a]).foldr (fun a r => f a * r) 1 = l.foldr (fun a r => f a * r) 1 * f a := by
  rw [List.foldr_append, foldr_mul]; exact congrArg (_ * ·) (Semiring.mul_one _)
@[grind =] theorem prod_range_succ (f : Nat → M) (n : Nat) : Finset.prod (range (n + 1)) f = Finset.prod (range n) f * f n :=
  (congrArg (List.foldr (fun a r => f a * r) 1) List.range_succ).trans (prod_append f _ n)
@[simp] theorem prod_range_one (f : Nat → M) : Finset.prod (range 1) f = f 0 := Semiring.mul_one _
theorem prod_natFrom_succ (a n : Nat) (f : Nat → M) : Finset.prod (natFrom a (n + 1)) f = Finset.prod (natFrom a n) f * f (a + n) :=
  (congrArg (List.foldr (fun a r => f a * r) 1) List.range'_1_concat).trans (prod_append f _ _)
@[grind =>] theorem prod_Icc_succ_top {a b : Nat} (h : a ≤ b + 1) (f : Nat → M) :
    Finset.prod (Icc a (b + 1)) f = Finset.prod (Icc a b) f * f (b + 1) := by
  show Finset.prod (natFrom a (b + 1 + 1 - a)) f = Finset.prod (natFrom a (b + 1 - a)) f * f (b + 1)
  rw [show b + 1 + 1 - a = b + 1 - a + 1 by omega, prod_natFrom_succ, show a + (b + 1 - a) = b + 1 by omega]
@[simp, grind =] theorem prod_Icc_self (a : Nat) (f : Nat → M) : Finset.prod (Icc a a) f = f a := by
  show Finset.prod (natFrom a (a + 1 - a)) f = f a
  rw [Nat.add_sub_cancel_left]; exact Semiring.mul_one _
theorem prod_Icc_of_lt {a b : Nat} (h : b < a) (f : Nat → M) : Finset.prod (Icc a b) f = 1 := by
  show Finset.prod (natFrom a (b + 1 - a)) f = 1
  rw [show b + 1 - a = 0 by omega]; rfl
end
end Finset
