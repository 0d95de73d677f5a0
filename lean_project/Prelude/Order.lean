import Prelude.Basic

/-! Order notions that need no algebra: monotone functions, laws of `min` and `max`, bounds. -/

/-- `min` and `max` are those of the order: in Mathlib part of `LinearOrder`. -/
class LawfulMinMax (α : Type u) [LE α] [Min α] [Max α] : Prop where
  max_eq_right : ∀ {a b : α}, a ≤ b → max a b = b
  max_eq_left : ∀ {a b : α}, b ≤ a → max a b = a
  min_eq_left : ∀ {a b : α}, a ≤ b → min a b = a
  min_eq_right : ∀ {a b : α}, b ≤ a → min a b = b

instance : LawfulMinMax Nat := ⟨Nat.max_eq_right, Nat.max_eq_left, Nat.min_eq_left, Nat.min_eq_right⟩
instance : LawfulMinMax Int := ⟨Int.max_eq_right, Int.max_eq_left, Int.min_eq_left, Int.min_eq_right⟩
instance : LawfulMinMax Rat where
  max_eq_right h := Rat.max_def.trans (if_pos h)
  max_eq_left {a b} h := Rat.max_def.trans <| if k : a ≤ b then (if_pos k).trans (Rat.le_antisymm h k) else if_neg k
  min_eq_left h := Rat.min_def.trans (if_pos h)
  min_eq_right {a b} h := Rat.min_def.trans <| if k : a ≤ b then (if_pos k).trans (Rat.le_antisymm k h) else if_neg k

export LawfulMinMax (max_eq_right max_eq_left min_eq_left min_eq_right)

/-- Mathlib's `Monotone`. -/
def Monotone [LE α] [LE β] (f : α → β) : Prop := ∀ ⦃a b⦄, a ≤ b → f a ≤ f b
/-- Mathlib's `Antitone`. -/
def Antitone [LE α] [LE β] (f : α → β) : Prop := ∀ ⦃a b⦄, a ≤ b → f b ≤ f a
/-- Mathlib's `StrictMono`. -/
def StrictMono [LT α] [LT β] (f : α → β) : Prop := ∀ ⦃a b⦄, a < b → f a < f b
/-- Mathlib's `StrictAnti`. -/
def StrictAnti [LT α] [LT β] (f : α → β) : Prop := ∀ ⦃a b⦄, a < b → f b < f a

/-- Mathlib's `Function.Bijective`. -/
protected def Function.Bijective {α : Sort u} {β : Sort v} (f : α → β) : Prop :=
  Function.Injective f ∧ Function.Surjective f
/-- Mathlib's `Function.Involutive`. -/
protected def Function.Involutive {α : Sort u} (f : α → α) : Prop := ∀ x, f (f x) = x

/-- Mathlib's `Nat.iterate`, whose notation is `f^[n]`. -/
def Nat.iterate {α : Sort u} (f : α → α) : Nat → α → α
  | 0, a => a
  | n + 1, a => Nat.iterate f n (f a)

set_option linter.unusedSectionVars false

section
variable {α : Type u} [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] {a b c : α}

theorem le_refl (a : α) : a ≤ a := Std.le_refl a
@[simp] theorem le_rfl : a ≤ a := Std.le_refl a
theorem le_trans (h : a ≤ b) (k : b ≤ c) : a ≤ c := Std.le_trans h k
theorem le_antisymm (h : a ≤ b) (k : b ≤ a) : a = b := Std.le_antisymm h k
theorem le_total (a b : α) : a ≤ b ∨ b ≤ a := Std.le_total
private theorem not_le_of_gt' (h : a < b) : ¬b ≤ a := ((Std.LawfulOrderLT.lt_iff a b).1 h).2
theorem lt_irrefl (a : α) : ¬a < a := fun h => not_le_of_gt' h le_rfl
theorem lt_iff_le_not_ge : a < b ↔ a ≤ b ∧ ¬b ≤ a := Std.LawfulOrderLT.lt_iff a b
theorem le_of_lt (h : a < b) : a ≤ b := (lt_iff_le_not_ge.1 h).1
theorem not_le_of_gt (h : a < b) : ¬b ≤ a := (lt_iff_le_not_ge.1 h).2
theorem lt_of_not_ge (h : ¬b ≤ a) : a < b := lt_iff_le_not_ge.2 ⟨(le_total a b).resolve_right h, h⟩
theorem not_lt_of_ge (h : b ≤ a) : ¬a < b := fun k => not_le_of_gt k h
theorem le_of_not_gt (h : ¬a < b) : b ≤ a := Classical.byContradiction fun k => h (lt_of_not_ge k)
@[simp] theorem not_le : ¬a ≤ b ↔ b < a := ⟨lt_of_not_ge, not_le_of_gt⟩
@[simp] theorem not_lt : ¬a < b ↔ b ≤ a := ⟨le_of_not_gt, not_lt_of_ge⟩
theorem lt_of_le_of_lt (h : a ≤ b) (k : b < c) : a < c :=
  lt_of_not_ge fun l => not_le_of_gt k (le_trans l h)
theorem lt_of_lt_of_le (h : a < b) (k : b ≤ c) : a < c :=
  lt_of_not_ge fun l => not_le_of_gt h (le_trans k l)
theorem lt_trans (h : a < b) (k : b < c) : a < c := lt_of_lt_of_le h (le_of_lt k)
theorem lt_asymm (h : a < b) : ¬b < a := fun k => lt_irrefl _ (lt_trans h k)
theorem ne_of_lt (h : a < b) : a ≠ b := fun e => lt_irrefl b (e ▸ h)
theorem ne_of_gt (h : b < a) : a ≠ b := fun e => lt_irrefl b (e ▸ h)
theorem le_of_eq (h : a = b) : a ≤ b := h ▸ le_rfl
theorem ge_of_eq (h : a = b) : a ≥ b := h ▸ le_rfl
theorem lt_of_le_of_ne (h : a ≤ b) (k : a ≠ b) : a < b :=
  lt_of_not_ge fun l => k (le_antisymm h l)
theorem lt_or_eq_of_le (h : a ≤ b) : a < b ∨ a = b :=
  (Classical.em (a = b)).elim .inr fun k => .inl (lt_of_le_of_ne h k)
theorem le_iff_lt_or_eq : a ≤ b ↔ a < b ∨ a = b :=
  ⟨lt_or_eq_of_le, fun h => h.elim le_of_lt le_of_eq⟩
theorem lt_trichotomy (a b : α) : a < b ∨ a = b ∨ b < a :=
  (le_total a b).elim (fun h => (lt_or_eq_of_le h).imp id .inl)
    (fun h => (lt_or_eq_of_le h).elim (fun k => .inr (.inr k)) fun k => .inr (.inl k.symm))
theorem lt_or_gt_of_ne (h : a ≠ b) : a < b ∨ b < a :=
  (lt_trichotomy a b).imp id fun k => k.resolve_left h
theorem ne_iff_lt_or_gt : a ≠ b ↔ a < b ∨ b < a :=
  ⟨lt_or_gt_of_ne, fun h => h.elim ne_of_lt fun k => ne_of_gt k⟩
theorem lt_or_ge (a b : α) : a < b ∨ b ≤ a := (Classical.em (a < b)).imp id le_of_not_gt
theorem le_or_gt (a b : α) : a ≤ b ∨ b < a := (Classical.em (a ≤ b)).imp id lt_of_not_ge
theorem le_antisymm_iff : a = b ↔ a ≤ b ∧ b ≤ a :=
  ⟨fun h => ⟨le_of_eq h, ge_of_eq h⟩, fun h => le_antisymm h.1 h.2⟩
theorem eq_of_le_of_not_lt (h : a ≤ b) (k : ¬a < b) : a = b := le_antisymm h (le_of_not_gt k)

theorem LT.lt.le (h : a < b) : a ≤ b := le_of_lt h
theorem LT.lt.ne (h : a < b) : a ≠ b := ne_of_lt h
theorem LT.lt.ne' (h : a < b) : b ≠ a := ne_of_gt h
theorem LT.lt.trans (h : a < b) (k : b < c) : a < c := lt_trans h k
theorem LT.lt.trans_le (h : a < b) (k : b ≤ c) : a < c := lt_of_lt_of_le h k
theorem LT.lt.not_ge (h : a < b) : ¬b ≤ a := not_le_of_gt h
theorem LE.le.trans (h : a ≤ b) (k : b ≤ c) : a ≤ c := le_trans h k
theorem LE.le.trans_lt (h : a ≤ b) (k : b < c) : a < c := lt_of_le_of_lt h k
theorem LE.le.antisymm (h : a ≤ b) (k : b ≤ a) : a = b := le_antisymm h k
theorem LE.le.lt_of_ne (h : a ≤ b) (k : a ≠ b) : a < b := lt_of_le_of_ne h k
theorem LE.le.not_gt (h : a ≤ b) : ¬b < a := not_lt_of_ge h
theorem Eq.le (h : a = b) : a ≤ b := le_of_eq h
theorem Eq.ge (h : a = b) : a ≥ b := ge_of_eq h

variable [Min α] [Max α] [LawfulMinMax α]

theorem le_max_left (a b : α) : a ≤ max a b :=
  (le_total a b).elim (fun h => le_of_le_of_eq h (max_eq_right h).symm) fun h => ge_of_eq (max_eq_left h)
theorem le_max_right (a b : α) : b ≤ max a b :=
  (le_total a b).elim (fun h => ge_of_eq (max_eq_right h)) fun h => le_of_le_of_eq h (max_eq_left h).symm
theorem min_le_left (a b : α) : min a b ≤ a :=
  (le_total a b).elim (fun h => le_of_eq (min_eq_left h)) fun h => le_of_eq_of_le (min_eq_right h) h
theorem min_le_right (a b : α) : min a b ≤ b :=
  (le_total a b).elim (fun h => le_of_eq_of_le (min_eq_left h) h) fun h => le_of_eq (min_eq_right h)
theorem max_choice (a b : α) : max a b = a ∧ b ≤ a ∨ max a b = b ∧ a ≤ b :=
  (le_total a b).elim (fun h => .inr ⟨max_eq_right h, h⟩) fun h => .inl ⟨max_eq_left h, h⟩
theorem min_choice (a b : α) : min a b = a ∧ a ≤ b ∨ min a b = b ∧ b ≤ a :=
  (le_total a b).elim (fun h => .inl ⟨min_eq_left h, h⟩) fun h => .inr ⟨min_eq_right h, h⟩
end
