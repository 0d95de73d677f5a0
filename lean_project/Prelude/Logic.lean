import Prelude.Order

/-! Lemmas about propositions, functions, options and pairs, under Mathlib's names. -/

section
variable {p q r a b : Prop}
theorem true_and_iff : True ∧ p ↔ p := iff_of_eq (true_and p)
theorem and_true_iff : p ∧ True ↔ p := iff_of_eq (and_true p)
theorem false_and_iff : False ∧ p ↔ False := iff_of_eq (false_and p)
theorem and_false_iff : p ∧ False ↔ False := iff_of_eq (and_false p)
theorem true_or_iff : True ∨ p ↔ True := iff_of_eq (true_or p)
theorem or_true_iff : p ∨ True ↔ True := iff_of_eq (or_true p)
theorem false_or_iff : False ∨ p ↔ p := iff_of_eq (false_or p)
theorem or_false_iff : p ∨ False ↔ p := iff_of_eq (or_false p)
theorem iff_self_iff (a : Prop) : (a ↔ a) ↔ True := iff_of_eq (iff_self a)
theorem iff_true_iff : (a ↔ True) ↔ a := iff_of_eq (iff_true a)
theorem true_iff_iff : (True ↔ a) ↔ a := iff_of_eq (true_iff a)
theorem iff_false_iff : (a ↔ False) ↔ ¬a := iff_of_eq (iff_false a)
theorem false_iff_iff : (False ↔ a) ↔ ¬a := iff_of_eq (false_iff a)
theorem forall_true_iff {α : Sort u} : (α → True) ↔ True := ⟨fun _ => trivial, fun _ _ => trivial⟩
theorem forall_true_left (p : True → Prop) : (∀ x, p x) ↔ p True.intro := ⟨fun h => h _, fun h _ => h⟩
theorem not_imp_not : ¬a → ¬b ↔ b → a := ⟨fun h k => Classical.byContradiction fun n => h n k, fun h n k => n (h k)⟩
theorem not_imp_comm : ¬a → b ↔ ¬b → a :=
  ⟨fun h n => Classical.byContradiction fun m => n (h m), fun h n => Classical.byContradiction fun m => n (h m)⟩
theorem imp_iff_not_or : a → b ↔ ¬a ∨ b := ⟨fun h => (Classical.em a).symm.imp id h, fun h k => h.resolve_left fun n => n k⟩
theorem imp_iff_or_not : a → b ↔ b ∨ ¬a := imp_iff_not_or.trans or_comm
theorem of_not_not (h : ¬¬a) : a := Classical.not_not.1 h
theorem by_contradiction (h : ¬p → False) : p := Classical.byContradiction h
theorem or_iff_not_imp_left : a ∨ b ↔ ¬a → b := Classical.or_iff_not_imp_left
theorem or_iff_not_imp_right : a ∨ b ↔ ¬b → a := Classical.or_iff_not_imp_right
theorem not_imp : ¬(a → b) ↔ a ∧ ¬b := Classical.not_imp
theorem not_and_or {a b : Prop} : ¬(a ∧ b) ↔ ¬a ∨ ¬b := Classical.not_and_iff_not_or_not
theorem not_iff_not {a b : Prop} : (¬a ↔ ¬b) ↔ (a ↔ b) :=
  ⟨fun h => ⟨not_imp_not.1 h.2, not_imp_not.1 h.1⟩, not_congr⟩
theorem not_iff_comm : (¬a ↔ b) ↔ (¬b ↔ a) := by constructor <;> intro h <;> rw [← h, Classical.not_not]
theorem iff_not_comm : (a ↔ ¬b) ↔ (b ↔ ¬a) := by constructor <;> intro h <;> rw [h, Classical.not_not]
end

section
variable {α : Sort u} {β : Sort v}
theorem eq_or_ne (x y : α) : x = y ∨ x ≠ y := Classical.em _
theorem ne_or_eq (x y : α) : x ≠ y ∨ x = y := (Classical.em _).symm
theorem Decidable.eq_or_ne (x y : α) [Decidable (x = y)] : x = y ∨ x ≠ y := Classical.em _
theorem not_ne_iff {a b : α} : ¬a ≠ b ↔ a = b := Classical.not_not
theorem ne_of_eq_of_ne {a b c : α} (h : a = b) (k : b ≠ c) : a ≠ c := h ▸ k
theorem forall_swap {p : α → β → Prop} : (∀ x y, p x y) ↔ ∀ y x, p x y := ⟨fun h y x => h x y, fun h x y => h y x⟩
theorem exists_swap {p : α → β → Prop} : (∃ x y, p x y) ↔ ∃ y x, p x y := ⟨fun ⟨x, y, h⟩ => ⟨y, x, h⟩, fun ⟨y, x, h⟩ => ⟨x, y, h⟩⟩
theorem exists_exists_eq_and {f : α → β} {p : β → Prop} : (∃ b, (∃ a, f a = b) ∧ p b) ↔ ∃ a, p (f a) :=
  ⟨fun ⟨_, ⟨a, e⟩, h⟩ => ⟨a, e ▸ h⟩, fun ⟨a, h⟩ => ⟨_, ⟨a, rfl⟩, h⟩⟩
theorem exists_exists_and_eq_and {f : α → β} {p : α → Prop} {q : β → Prop} :
    (∃ b, (∃ a, p a ∧ f a = b) ∧ q b) ↔ ∃ a, p a ∧ q (f a) :=
  ⟨fun ⟨_, ⟨a, k, e⟩, h⟩ => ⟨a, k, e ▸ h⟩, fun ⟨a, k, h⟩ => ⟨_, ⟨a, k, rfl⟩, h⟩⟩
theorem Function.funext_iff {β : α → Sort v} {f g : ∀ x, β x} : f = g ↔ ∀ a, f a = g a := ⟨fun h _ => h ▸ rfl, funext⟩
theorem heq_iff_eq {a b : α} : HEq a b ↔ a = b := ⟨eq_of_heq, heq_of_eq⟩
theorem Nonempty.map (f : α → β) : Nonempty α → Nonempty β := fun ⟨a⟩ => ⟨f a⟩
theorem Nonempty.exists {p : Nonempty α → Prop} : (∃ h : Nonempty α, p h) ↔ ∃ a, p ⟨a⟩ := ⟨fun ⟨⟨a⟩, h⟩ => ⟨a, h⟩, fun ⟨a, h⟩ => ⟨⟨a⟩, h⟩⟩
end

section
variable {α : Type u} {β : Type v}
@[simp] theorem Subtype.coe_mk {p : α → Prop} (a : α) (h : p a) : ((⟨a, h⟩ : Subtype p) : α) = a := rfl
theorem Subtype.mk_eq_mk {p : α → Prop} {a a' : α} {h : p a} {h' : p a'} : (⟨a, h⟩ : Subtype p) = ⟨a', h'⟩ ↔ a = a' :=
  ⟨fun e => congrArg Subtype.val e, fun e => Subtype.ext e⟩
theorem Prod.mk.inj_iff {a₁ a₂ : α} {b₁ b₂ : β} : (a₁, b₁) = (a₂, b₂) ↔ a₁ = a₂ ∧ b₁ = b₂ := by simp
theorem Option.map_some' (a : α) (f : α → β) : (some a).map f = some (f a) := rfl
theorem Option.bind_eq_some {x : Option α} {f : α → Option β} {b : β} : x.bind f = some b ↔ ∃ a, x = some a ∧ f a = some b := by
  cases x <;> simp
theorem List.length_eq_zero {l : List α} : l.length = 0 ↔ l = [] := List.length_eq_zero_iff
end

namespace Function
variable {α : Type u} (f : α → α)
@[simp] theorem iterate_zero : Nat.iterate f 0 = id := rfl
theorem iterate_zero_apply (x : α) : Nat.iterate f 0 x = x := rfl
@[simp] theorem iterate_succ (n : Nat) : Nat.iterate f n.succ = Nat.iterate f n ∘ f := rfl
theorem iterate_succ_apply (n : Nat) (x : α) : Nat.iterate f n.succ x = Nat.iterate f n (f x) := rfl
theorem iterate_succ_apply' (n : Nat) (x : α) : Nat.iterate f n.succ x = f (Nat.iterate f n x) := by
  induction n generalizing x with
  | zero => rfl
  | succ n ih => rw [iterate_succ_apply, ih, ← iterate_succ_apply]
theorem iterate_succ' (n : Nat) : Nat.iterate f n.succ = f ∘ Nat.iterate f n := funext fun x => iterate_succ_apply' f n x
theorem iterate_add_apply (m n : Nat) (x : α) : Nat.iterate f (m + n) x = Nat.iterate f m (Nat.iterate f n x) := by
  induction n generalizing x with
  | zero => rfl
  | succ n ih => rw [← Nat.add_assoc, iterate_succ_apply, ih, ← iterate_succ_apply]
theorem iterate_add (m n : Nat) : Nat.iterate f (m + n) = Nat.iterate f m ∘ Nat.iterate f n := funext fun x => iterate_add_apply f m n x
@[simp] theorem iterate_one : Nat.iterate f 1 = f := rfl
end Function

section
variable {α : Type u} [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] {a b c : α}
theorem le_or_lt (a b : α) : a ≤ b ∨ b < a := le_or_gt a b
theorem lt_or_le (a b : α) : a < b ∨ b ≤ a := lt_or_ge a b
theorem eq_or_lt_of_le (h : a ≤ b) : a = b ∨ a < b := (lt_or_eq_of_le h).symm
theorem LE.le.lt_or_eq (h : a ≤ b) : a < b ∨ a = b := lt_or_eq_of_le h
theorem LE.le.eq_or_lt (h : a ≤ b) : a = b ∨ a < b := eq_or_lt_of_le h
theorem LE.le.lt_of_ne' (h : a ≤ b) (k : b ≠ a) : a < b := lt_of_le_of_ne h k.symm
theorem LE.le.eq_of_not_lt (h : a ≤ b) (k : ¬a < b) : a = b := eq_of_le_of_not_lt h k
theorem LE.le.not_lt (h : a ≤ b) : ¬b < a := not_lt_of_ge h
theorem LT.lt.not_le (h : a < b) : ¬b ≤ a := not_le_of_gt h
theorem LT.lt.not_lt (h : a < b) : ¬b < a := lt_asymm h
theorem LT.lt.asymm (h : a < b) : ¬b < a := lt_asymm h
theorem LE.le.le_iff_eq (h : a ≤ b) : b ≤ a ↔ b = a := ⟨fun k => le_antisymm k h, le_of_eq⟩
theorem LE.le.trans_eq (h : a ≤ b) (k : b = c) : a ≤ c := k ▸ h
theorem LT.lt.trans_eq (h : a < b) (k : b = c) : a < c := k ▸ h
theorem Eq.trans_le (h : a = b) (k : b ≤ c) : a ≤ c := h ▸ k
theorem Eq.trans_lt (h : a = b) (k : b < c) : a < c := h ▸ k
theorem Eq.not_lt (h : a = b) : ¬a < b := fun k => ne_of_lt k h
theorem Eq.not_gt (h : a = b) : ¬b < a := fun k => ne_of_gt k h
theorem lt_iff_not_ge (a b : α) : a < b ↔ ¬b ≤ a := not_le.symm
theorem lt_iff_le_not_le : a < b ↔ a ≤ b ∧ ¬b ≤ a := lt_iff_le_not_ge
theorem lt_of_not_le (h : ¬b ≤ a) : a < b := lt_of_not_ge h
theorem le_of_not_lt (h : ¬b < a) : a ≤ b := le_of_not_gt h
theorem le_of_not_le (h : ¬a ≤ b) : b ≤ a := le_of_lt (lt_of_not_ge h)
theorem not_lt_of_le (h : b ≤ a) : ¬a < b := not_lt_of_ge h
theorem not_le_of_lt (h : a < b) : ¬b ≤ a := not_le_of_gt h
theorem ne_iff_lt_or_lt : a ≠ b ↔ a < b ∨ b < a := ne_iff_lt_or_gt
theorem lt_iff_le_and_ne : a < b ↔ a ≤ b ∧ a ≠ b := ⟨fun h => ⟨le_of_lt h, ne_of_lt h⟩, fun h => lt_of_le_of_ne h.1 h.2⟩
theorem eq_of_forall_le_iff (h : ∀ c, c ≤ a ↔ c ≤ b) : a = b := le_antisymm ((h a).1 le_rfl) ((h b).2 le_rfl)
theorem le_of_forall_lt (h : ∀ c, c < a → c < b) : a ≤ b := le_of_not_gt fun k => lt_irrefl b (h b k)
theorem lt_self_iff_false (x : α) : x < x ↔ False := ⟨lt_irrefl x, False.elim⟩
theorem monotone_nat_of_le_succ {f : Nat → α} (h : ∀ n, f n ≤ f (n + 1)) : Monotone f := fun a b k => by
  induction k with
  | refl => exact le_rfl
  | step _ ih => exact le_trans ih (h _)
theorem antitone_nat_of_succ_le {f : Nat → α} (h : ∀ n, f (n + 1) ≤ f n) : Antitone f := fun a b k => by
  induction k with
  | refl => exact le_rfl
  | step _ ih => exact le_trans (h _) ih
theorem strictMono_nat_of_lt_succ {f : Nat → α} (h : ∀ n, f n < f (n + 1)) : StrictMono f := fun a b k => by
  induction k with
  | refl => exact h _
  | step _ ih => exact lt_trans ih (h _)
variable [Min α] [Max α] [LawfulMinMax α]
theorem le_max_iff : a ≤ max b c ↔ a ≤ b ∨ a ≤ c := by
  rcases max_choice b c with ⟨e, h⟩ | ⟨e, h⟩ <;> rw [e]
  · exact ⟨Or.inl, fun k => k.elim id fun l => le_trans l h⟩
  · exact ⟨Or.inr, fun k => k.elim (fun l => le_trans l h) id⟩
theorem max_le_iff : max a b ≤ c ↔ a ≤ c ∧ b ≤ c := by
  rcases max_choice a b with ⟨e, h⟩ | ⟨e, h⟩ <;> rw [e]
  · exact ⟨fun k => ⟨k, le_trans h k⟩, And.left⟩
  · exact ⟨fun k => ⟨le_trans h k, k⟩, And.right⟩
theorem max_le (h : a ≤ c) (k : b ≤ c) : max a b ≤ c := max_le_iff.2 ⟨h, k⟩
theorem max_lt_iff : max a b < c ↔ a < c ∧ b < c := by
  rcases max_choice a b with ⟨e, h⟩ | ⟨e, h⟩ <;> rw [e]
  · exact ⟨fun k => ⟨k, lt_of_le_of_lt h k⟩, And.left⟩
  · exact ⟨fun k => ⟨lt_of_le_of_lt h k, k⟩, And.right⟩
theorem max_lt (h : a < c) (k : b < c) : max a b < c := max_lt_iff.2 ⟨h, k⟩
theorem lt_max_iff : a < max b c ↔ a < b ∨ a < c := by
  rcases max_choice b c with ⟨e, h⟩ | ⟨e, h⟩ <;> rw [e]
  · exact ⟨Or.inl, fun k => k.elim id fun l => lt_of_lt_of_le l h⟩
  · exact ⟨Or.inr, fun k => k.elim (fun l => lt_of_lt_of_le l h) id⟩
theorem le_min_iff : a ≤ min b c ↔ a ≤ b ∧ a ≤ c := by
  rcases min_choice b c with ⟨e, h⟩ | ⟨e, h⟩ <;> rw [e]
  · exact ⟨fun k => ⟨k, le_trans k h⟩, And.left⟩
  · exact ⟨fun k => ⟨le_trans k h, k⟩, And.right⟩
theorem le_min (h : c ≤ a) (k : c ≤ b) : c ≤ min a b := le_min_iff.2 ⟨h, k⟩
theorem lt_min_iff : a < min b c ↔ a < b ∧ a < c := by
  rcases min_choice b c with ⟨e, h⟩ | ⟨e, h⟩ <;> rw [e]
  · exact ⟨fun k => ⟨k, lt_of_lt_of_le k h⟩, And.left⟩
  · exact ⟨fun k => ⟨lt_of_lt_of_le k h, k⟩, And.right⟩
theorem lt_min (h : a < b) (k : a < c) : a < min b c := lt_min_iff.2 ⟨h, k⟩
theorem min_le_iff : min a b ≤ c ↔ a ≤ c ∨ b ≤ c := by
  rcases min_choice a b with ⟨e, h⟩ | ⟨e, h⟩ <;> rw [e]
  · exact ⟨Or.inl, fun k => k.elim id fun l => le_trans h l⟩
  · exact ⟨Or.inr, fun k => k.elim (fun l => le_trans h l) id⟩
theorem min_lt_iff : min a b < c ↔ a < c ∨ b < c := by
  rcases min_choice a b with ⟨e, h⟩ | ⟨e, h⟩ <;> rw [e]
  · exact ⟨Or.inl, fun k => k.elim id fun l => lt_of_le_of_lt h l⟩
  · exact ⟨Or.inr, fun k => k.elim (fun l => lt_of_le_of_lt h l) id⟩
theorem max_comm (a b : α) : max a b = max b a := le_antisymm (max_le (le_max_right b a) (le_max_left b a)) (max_le (le_max_right a b) (le_max_left a b))
theorem min_comm (a b : α) : min a b = min b a := le_antisymm (le_min (min_le_right a b) (min_le_left a b)) (le_min (min_le_right b a) (min_le_left b a))
theorem max_assoc (a b c : α) : max (max a b) c = max a (max b c) :=
  le_antisymm (max_le (max_le (le_max_left _ _) (le_trans (le_max_left b c) (le_max_right a _))) (le_trans (le_max_right b c) (le_max_right a _)))
    (max_le (le_trans (le_max_left a b) (le_max_left _ c)) (max_le (le_trans (le_max_right a b) (le_max_left _ c)) (le_max_right _ c)))
@[simp] theorem max_self (a : α) : max a a = a := le_antisymm (max_le le_rfl le_rfl) (le_max_left a a)
@[simp] theorem min_self (a : α) : min a a = a := le_antisymm (min_le_left a a) (le_min le_rfl le_rfl)
theorem le_max_of_le_left (h : a ≤ b) : a ≤ max b c := le_trans h (le_max_left b c)
theorem le_max_of_le_right (h : a ≤ c) : a ≤ max b c := le_trans h (le_max_right b c)
theorem min_le_of_left_le (h : a ≤ c) : min a b ≤ c := le_trans (min_le_left a b) h
theorem min_le_of_right_le (h : b ≤ c) : min a b ≤ c := le_trans (min_le_right a b) h
theorem min_le_max (a b : α) : min a b ≤ max a b := le_trans (min_le_left a b) (le_max_left a b)
theorem max_le_max {d : α} (h : a ≤ c) (k : b ≤ d) : max a b ≤ max c d := max_le (le_max_of_le_left h) (le_max_of_le_right k)
theorem min_le_min {d : α} (h : a ≤ c) (k : b ≤ d) : min a b ≤ min c d := le_min (min_le_of_left_le h) (min_le_of_right_le k)
end

/-! ### Subtraction of natural numbers, under the names of Mathlib's ordered subtraction -/

section
variable {a b c : Nat}
theorem tsub_zero (a : Nat) : a - 0 = a := rfl
theorem tsub_self (a : Nat) : a - a = 0 := Nat.sub_self a
theorem tsub_add_cancel_of_le (h : a ≤ b) : b - a + a = b := Nat.sub_add_cancel h
theorem add_tsub_cancel_of_le (h : a ≤ b) : a + (b - a) = b := Nat.add_sub_cancel' h
theorem add_tsub_cancel_right (a b : Nat) : a + b - b = a := Nat.add_sub_cancel ..
theorem add_tsub_cancel_left (a b : Nat) : a + b - a = b := Nat.add_sub_cancel_left ..
theorem tsub_eq_zero_iff_le : a - b = 0 ↔ a ≤ b := Nat.sub_eq_zero_iff_le
theorem tsub_eq_zero_of_le (h : a ≤ b) : a - b = 0 := Nat.sub_eq_zero_of_le h
theorem tsub_pos_of_lt (h : a < b) : 0 < b - a := Nat.sub_pos_of_lt h
theorem tsub_pos_iff_lt : 0 < a - b ↔ b < a := Nat.sub_pos_iff_lt
theorem add_tsub_assoc_of_le (h : c ≤ b) (a : Nat) : a + b - c = a + (b - c) := Nat.add_sub_assoc h a
theorem tsub_add_eq_add_tsub (h : b ≤ a) : a - b + c = a + c - b := (Nat.sub_add_comm h).symm
theorem tsub_le_iff_left : a - b ≤ c ↔ a ≤ b + c := Nat.sub_le_iff_le_add'
theorem tsub_le_iff_right : a - b ≤ c ↔ a ≤ c + b := Nat.sub_le_iff_le_add
theorem le_tsub_of_add_le_left (h : a + b ≤ c) : b ≤ c - a := Nat.le_sub_of_add_le (Nat.add_comm a b ▸ h)
theorem le_tsub_of_add_le_right (h : a + b ≤ c) : a ≤ c - b := Nat.le_sub_of_add_le h
theorem lt_tsub_iff_right : a < b - c ↔ a + c < b := Nat.lt_sub_iff_add_lt
theorem lt_tsub_iff_left : a < b - c ↔ c + a < b := Nat.lt_sub_iff_add_lt'
theorem tsub_add_eq_tsub_tsub (a b c : Nat) : a - (b + c) = a - b - c := Nat.sub_add_eq a b c
theorem tsub_le_self : a - b ≤ a := Nat.sub_le a b
theorem tsub_tsub (a b c : Nat) : a - b - c = a - (b + c) := Nat.sub_sub a b c
theorem tsub_le_tsub_right (h : a ≤ b) (c : Nat) : a - c ≤ b - c := Nat.sub_le_sub_right h c
theorem zero_lt_iff : 0 < a ↔ a ≠ 0 := Nat.pos_iff_ne_zero
theorem pos_iff_ne_zero : 0 < a ↔ a ≠ 0 := Nat.pos_iff_ne_zero
theorem le_zero_iff : a ≤ 0 ↔ a = 0 := Nat.le_zero
theorem zero_le (n : Nat) : 0 ≤ n := Nat.zero_le n
theorem zero_le' : 0 ≤ a := Nat.zero_le a
theorem Nat.strong_induction_on {p : Nat → Prop} (n : Nat) (h : ∀ n, (∀ m, m < n → p m) → p n) : p n := Nat.strongRecOn n h
theorem Nat.succ_pos' {n : Nat} : 0 < n.succ := n.succ_pos
theorem Nat.succ_inj' {a b : Nat} : a.succ = b.succ ↔ a = b := Nat.succ_inj
theorem Nat.cast_id (n : Nat) : (n.cast : Nat) = n := rfl
end
