import Prelude.RingIdentity

/-! Terms of commutative rings as data, and that an equation of two holds where their difference, evaluated at the one point of
`RingIdentity`, is zero. -/

section
universe u v
variable {α : Type u}
namespace RingIdentity
open Lean.Grind

/-- A ring term: its atoms and the denominators it holds are numbered. -/
inductive Term where
  | num (n : Nat)
  | var (i : Nat)
  | neg (a : Term)
  | add (a b : Term)
  | sub (a b : Term)
  | mul (a b : Term)
  | pow (a : Term) (k : Nat)
  | div (a : Term) (j : Nat)

/-- A list's entry, written so that the kernel gets to it in few steps. -/
noncomputable def entry {β : Type v} (default : β) (l : List β) (i : Nat) : β :=
  List.rec (motive := fun _ => Nat → β) (fun _ => default) (fun b _ next i => Nat.rec b (fun j _ => next j) i) l i

namespace Term

noncomputable def denote [CommRing α] (over : α → Nat → α) (x : Nat → α) (e : Term) : α :=
  Term.rec (fun n => OfNat.ofNat n) x (fun _ a => -a) (fun _ _ a b => a + b) (fun _ _ a b => a - b) (fun _ _ a b => a * b)
    (fun _ k a => a ^ k) (fun _ j a => over a j) e

/-- A common denominator. -/
noncomputable def den (d : Nat → Nat) (e : Term) : Nat :=
  Term.rec (fun _ => 1) (fun _ => 1) (fun _ a => a) (fun _ _ a b => Nat.lcm a b) (fun _ _ a b => Nat.lcm a b)
    (fun _ _ a b => Nat.mul a b) (fun _ k a => Nat.pow a k) (fun _ j a => Nat.mul a (d j)) e

/-- A bound for what the term is at `w`, whatever the signs. -/
noncomputable def bound (w : Nat → Nat) (e : Term) : Nat :=
  Term.rec (fun n => n) w (fun _ a => a) (fun _ _ a b => Nat.add a b) (fun _ _ a b => Nat.add a b)
    (fun _ _ a b => Nat.mul a b) (fun _ k a => Nat.pow a k) (fun _ _ a => a) e

/-- What the term is at `v` modulo `M`, where `inv j` is the inverse of denominator `j`. -/
noncomputable def eval (M : Nat) (inv v : Nat → Nat) (e : Term) : Nat :=
  Term.rec (fun n => n) v (fun _ a => Nat.mod (Nat.mul (Nat.pred M) a) M) (fun _ _ a b => Nat.add a b)
    (fun _ _ a b => Nat.mod (Nat.add a (Nat.mul (Nat.pred M) b)) M) (fun _ _ a b => Nat.mod (Nat.mul a b) M)
    (fun _ k a => Nat.mod (Nat.pow a k) M) (fun _ j a => Nat.mod (Nat.mul a (inv j)) M) e

/-- The term times its common denominator, as a sum of monomials. -/
noncomputable def expand (d : Nat → Nat) (n : Nat) : Term → Sum
  | num k => [((k : Int), fun _ => 0)]
  | var i => if i < n then [(1, unit i)] else []
  | neg a => scaled (-1) (expand d n a)
  | add a b => scaled ((Nat.lcm (den d a) (den d b) / den d a : Nat) : Int) (expand d n a) ++
      scaled ((Nat.lcm (den d a) (den d b) / den d b : Nat) : Int) (expand d n b)
  | sub a b => scaled ((Nat.lcm (den d a) (den d b) / den d a : Nat) : Int) (expand d n a) ++
      scaled (-((Nat.lcm (den d a) (den d b) / den d b : Nat) : Int)) (expand d n b)
  | mul a b => product (expand d n a) (expand d n b)
  | pow a k => power (expand d n a) k
  | div a _ => expand d n a

theorem lcm_left (a b : Nat) : Nat.lcm a b / a * a = Nat.lcm a b := Nat.div_mul_cancel (Nat.dvd_lcm_left a b)
theorem lcm_right (a b : Nat) : Nat.lcm a b / b * b = Nat.lcm a b := Nat.div_mul_cancel (Nat.dvd_lcm_right a b)

theorem lcm_left_cast (a b : Nat) : ((Nat.lcm a b / a : Nat) : Int) * (a : Int) = (Nat.lcm a b : Nat) := by
  rw [← Int.natCast_mul, lcm_left]
theorem lcm_right_cast (a b : Nat) : ((Nat.lcm a b / b : Nat) : Int) * (b : Int) = (Nat.lcm a b : Nat) := by
  rw [← Int.natCast_mul, lcm_right]

theorem denote_expand [CommRing α] (over : α → Nat → α) (d : Nat → Nat) (hd : ∀ a j, over a j * (d j : α) = a) (x : Nat → α) (n : Nat)
    (hx : ∀ i, n ≤ i → x i = 0) (e : Term) : (den d e : α) * denote over x e = val x n (expand d n e) := by
  induction e with
  | num k =>
    show ((1 : Nat) : α) * OfNat.ofNat k = ((k : Int) : α) * mono x (fun _ => 0) n + 0
    rw [mono_zero, Nat.cast_one, Int.cast_natCast, add_zero, mul_one, one_mul, Semiring.ofNat_eq_natCast k]
  | var i =>
    show ((1 : Nat) : α) * x i = val x n (if i < n then [(1, unit i)] else [])
    rw [Nat.cast_one, one_mul]
    by_cases h : i < n
    · simp only [h, if_true, val, mono_unit, Int.cast_one, one_mul, add_zero]
    · simp only [h, if_false, val]; exact hx i (Nat.le_of_not_lt h)
  | neg a ih =>
    show (den d a : α) * -denote over x a = val x n (scaled (-1) (expand d n a))
    rw [val_scaled, ← ih, Int.cast_neg, Int.cast_one]; grind
  | add a b iha ihb =>
    show ((Nat.lcm (den d a) (den d b) : Nat) : α) * (denote over x a + denote over x b) = val x n (scaled _ _ ++ scaled _ _)
    rw [val_append, val_scaled, val_scaled, ← iha, ← ihb, Int.cast_natCast, Int.cast_natCast, ← mul_assoc, ← mul_assoc, ← Nat.cast_mul,
      ← Nat.cast_mul, lcm_left, lcm_right, mul_add]
  | sub a b iha ihb =>
    show ((Nat.lcm (den d a) (den d b) : Nat) : α) * (denote over x a - denote over x b) = val x n (scaled _ _ ++ scaled _ _)
    rw [val_append, val_scaled, val_scaled, ← iha, ← ihb, Int.cast_neg, Int.cast_natCast, Int.cast_natCast, neg_mul, ← mul_assoc, ← mul_assoc,
      ← Nat.cast_mul, ← Nat.cast_mul, lcm_left, lcm_right, mul_sub, sub_eq_add_neg]
  | mul a b iha ihb =>
    show ((den d a * den d b : Nat) : α) * (denote over x a * denote over x b) = val x n (product _ _)
    rw [val_product, ← iha, ← ihb, Nat.cast_mul]; grind
  | pow a k ih =>
    show ((den d a ^ k : Nat) : α) * denote over x a ^ k = val x n (power _ _)
    rw [val_power, ← ih, Nat.cast_pow, mul_pow]
  | div a j ih =>
    show ((den d a * d j : Nat) : α) * over (denote over x a) j = val x n (expand d n a)
    rw [← ih, Nat.cast_mul, mul_assoc, mul_comm (d j : α), hd]

theorem size_expand (d : Nat → Nat) (hd : ∀ j, 0 < d j) (v w : Nat → Nat) (n i : Nat) (hv : ∀ j, w j = if j < i then v j else 1) (e : Term) :
    size v i (expand d n e) ≤ den d e * bound w e := by
  induction e with
  | num k => show ((k : Int).natAbs) * mono v (fun _ => 0) i + 0 ≤ 1 * k; rw [mono_zero]; simp
  | var j =>
    show size v i (if j < n then [(1, unit j)] else []) ≤ 1 * w j
    by_cases h : j < n
    · simp only [h, if_true, size, mono_unit, hv]; simp
    · simp only [h, if_false, size]; exact Nat.zero_le _
  | neg a ih => show size v i (scaled (-1) (expand d n a)) ≤ den d a * bound w a; rw [size_scaled]; simpa using ih
  | add a b iha ihb =>
    show size v i (scaled _ _ ++ scaled _ _) ≤ Nat.lcm (den d a) (den d b) * (bound w a + bound w b)
    rw [size_append, size_scaled, size_scaled, Int.natAbs_natCast, Int.natAbs_natCast, Nat.mul_add]
    refine Nat.add_le_add ?_ ?_
    · refine Nat.le_trans (Nat.mul_le_mul_left _ iha) ?_
      rw [← Nat.mul_assoc, lcm_left]; exact Nat.le_refl _
    · refine Nat.le_trans (Nat.mul_le_mul_left _ ihb) ?_
      rw [← Nat.mul_assoc, lcm_right]; exact Nat.le_refl _
  | sub a b iha ihb =>
    show size v i (scaled _ _ ++ scaled _ _) ≤ Nat.lcm (den d a) (den d b) * (bound w a + bound w b)
    rw [size_append, size_scaled, size_scaled, Int.natAbs_neg, Int.natAbs_natCast, Int.natAbs_natCast, Nat.mul_add]
    refine Nat.add_le_add ?_ ?_
    · refine Nat.le_trans (Nat.mul_le_mul_left _ iha) ?_
      rw [← Nat.mul_assoc, lcm_left]; exact Nat.le_refl _
    · refine Nat.le_trans (Nat.mul_le_mul_left _ ihb) ?_
      rw [← Nat.mul_assoc, lcm_right]; exact Nat.le_refl _
  | mul a b iha ihb =>
    show size v i (product _ _) ≤ den d a * den d b * (bound w a * bound w b)
    rw [size_product]
    refine Nat.le_trans (Nat.mul_le_mul iha ihb) (Nat.le_of_eq ?_)
    simp only [Nat.mul_assoc, Nat.mul_left_comm]
  | pow a k ih =>
    show size v i (power _ _) ≤ den d a ^ k * bound w a ^ k
    rw [size_power, ← Nat.mul_pow]; exact Nat.pow_le_pow_left ih k
  | div a j ih =>
    show size v i (expand d n a) ≤ den d a * d j * bound w a
    refine Nat.le_trans ih (Nat.mul_le_mul_right _ (Nat.le_mul_of_pos_right _ (hd j)))

/-- Equality up to a multiple of `M`. -/
def Close (M a b : Int) : Prop := ∃ q, a = b + M * q

section
variable {M a b c e : Int}
theorem Close.of_eq (h : a = b) : Close M a b := ⟨0, by rw [h, Int.mul_zero, Int.add_zero]⟩
theorem Close.add (h : Close M a b) (k : Close M c e) : Close M (a + c) (b + e) := by
  obtain ⟨q, h⟩ := h; obtain ⟨r, k⟩ := k; exact ⟨q + r, by grind⟩
theorem Close.mul (h : Close M a b) (k : Close M c e) : Close M (a * c) (b * e) := by
  obtain ⟨q, h⟩ := h; obtain ⟨r, k⟩ := k; exact ⟨q * e + b * r + M * q * r, by grind⟩
theorem Close.trans (h : Close M a b) (k : Close M b c) : Close M a c := by
  obtain ⟨q, h⟩ := h; obtain ⟨r, k⟩ := k; exact ⟨q + r, by grind⟩
theorem Close.pow (h : Close M a b) : ∀ k : Nat, Close M (a ^ k) (b ^ k)
  | 0 => .of_eq (by rw [Int.pow_zero, Int.pow_zero])
  | k + 1 => by rw [Int.pow_succ, Int.pow_succ]; exact (Close.pow h k).mul h
theorem Close.mod (M a : Nat) : Close M ((a % M : Nat) : Int) a := ⟨-((a / M : Nat) : Int), by
  have := Nat.div_add_mod a M
  have : (a : Int) = M * (a / M : Nat) + (a % M : Nat) := by exact_mod_cast this.symm
  grind⟩
theorem Close.sub (M : Nat) (h : 0 < M) (a b : Nat) : Close M (((a + Nat.pred M * b) % M : Nat) : Int) (a - b) := by
  have : Nat.pred M + 1 = M := Nat.succ_pred_eq_of_pos h
  have : ((Nat.pred M : Nat) : Int) + 1 = M := by exact_mod_cast this
  exact (Close.mod M _).trans ⟨b, by rw [Int.natCast_add, Int.natCast_mul]; grind⟩
end

theorem eval_expand (d : Nat → Nat) (M : Nat) (hM : 0 < M) (inv v : Nat → Nat) (hd : ∀ j, d j * inv j % M = 1 % M) (n : Nat)
    (hv : ∀ i, n ≤ i → v i = 0) (e : Term) :
    Close M ((den d e : Int) * (eval M inv v e : Int)) (val (fun i => (v i : Int)) n (expand d n e)) := by
  induction e with
  | num k =>
    refine .of_eq ?_
    show ((1 : Nat) : Int) * (k : Int) = (k : Int) * mono _ (fun _ => 0) n + 0
    rw [mono_zero]; grind
  | var i =>
    refine .of_eq ?_
    show ((1 : Nat) : Int) * (v i : Int) = val _ n (if i < n then [(1, unit i)] else [])
    by_cases h : i < n
    · simp only [h, if_true, val, mono_unit, intCast_int]; grind
    · simp only [h, if_false, val, hv i (Nat.le_of_not_lt h)]; rfl
  | neg a ih =>
    show Close M ((den d a : Int) * ((Nat.pred M * eval M inv v a % M : Nat) : Int)) (val _ n (scaled (-1) (expand d n a)))
    rw [val_scaled]
    have := Close.sub M hM 0 (eval M inv v a)
    rw [Nat.zero_add] at this
    refine .trans (.mul (.of_eq rfl) this) (.trans (.of_eq ?_) (.mul (.of_eq (intCast_int (-1)).symm) ih))
    grind
  | add a b iha ihb =>
    show Close M (((Nat.lcm (den d a) (den d b) : Nat) : Int) * ((eval M inv v a + eval M inv v b : Nat) : Int)) (val _ n (scaled _ _ ++ scaled _ _))
    rw [val_append, val_scaled, val_scaled]
    refine .trans (.of_eq ?_) (.add (.mul (.of_eq rfl) iha) (.mul (.of_eq rfl) ihb))
    simp only [intCast_int]
    rw [← Int.mul_assoc, ← Int.mul_assoc, lcm_left_cast, lcm_right_cast, Int.natCast_add, Int.mul_add]
  | sub a b iha ihb =>
    show Close M (((Nat.lcm (den d a) (den d b) : Nat) : Int) * (((eval M inv v a + Nat.pred M * eval M inv v b) % M : Nat) : Int))
      (val _ n (scaled _ _ ++ scaled _ _))
    rw [val_append, val_scaled, val_scaled]
    refine .trans (.mul (.of_eq rfl) (Close.sub M hM _ _)) (.trans (.of_eq ?_) (.add (.mul (.of_eq rfl) iha) (.mul (.of_eq rfl) ihb)))
    simp only [intCast_int]
    rw [Int.neg_mul, ← Int.mul_assoc, ← Int.mul_assoc, lcm_left_cast, lcm_right_cast, Int.mul_sub, Int.sub_eq_add_neg]
  | mul a b iha ihb =>
    show Close M (((den d a * den d b : Nat) : Int) * ((eval M inv v a * eval M inv v b % M : Nat) : Int)) (val _ n (product _ _))
    rw [val_product]
    refine .trans (.mul (.of_eq (Int.natCast_mul ..)) ((Close.mod M _).trans (.of_eq (Int.natCast_mul ..)))) (.trans (.of_eq ?_) (iha.mul ihb))
    grind
  | pow a k ih =>
    show Close M (((den d a ^ k : Nat) : Int) * ((eval M inv v a ^ k % M : Nat) : Int)) (val _ n (power _ _))
    rw [val_power]
    refine .trans (.mul (.of_eq (Int.natCast_pow ..)) ((Close.mod M _).trans (.of_eq (Int.natCast_pow ..)))) (.trans (.of_eq ?_) (ih.pow k))
    rw [mul_pow]
  | div a j ih =>
    show Close M (((den d a * d j : Nat) : Int) * ((eval M inv v a * inv j % M : Nat) : Int)) (val _ n (expand d n a))
    have one : Close M ((d j * inv j : Nat) : Int) 1 := by
      obtain ⟨q, h⟩ := Close.mod M (d j * inv j)
      obtain ⟨r, k⟩ := Close.mod M 1
      rw [hd j] at h
      exact ⟨r - q, by grind⟩
    refine .trans (.mul (.of_eq (Int.natCast_mul ..)) ((Close.mod M _).trans (.of_eq (Int.natCast_mul ..)))) ?_
    refine .trans (.of_eq (?_ : _ = (den d a : Int) * (eval M inv v a : Int) * ((d j * inv j : Nat) : Int))) (.trans (ih.mul one) (.of_eq (Int.mul_one _)))
    rw [Int.natCast_mul]; grind

/-- The denominators have these inverses modulo `M`. -/
noncomputable def inverses (M : Nat) (ds : List (Nat × Nat)) : Bool :=
  List.rec true (fun p _ rest => and (Nat.beq (Nat.mod (Nat.mul p.1 p.2) M) 1) rest) ds

/-- From the `i`-th on each value is greater than the bound at those before it, and so is `M`. -/
noncomputable def spaced (e : Term) (D M : Nat) (before rest : List Nat) : Bool :=
  List.rec (motive := fun _ => List Nat → Bool) (fun before => Nat.blt (Nat.mul D (bound (entry 1 before) e)) M)
    (fun w _ next before => and (Nat.blt (Nat.mul D (bound (entry 1 before) e)) w) (next (before ++ [w]))) rest before

noncomputable def check (e : Term) (M : Nat) (vs : List Nat) (ds : List (Nat × Nat)) : Bool :=
  and (inverses M ds) (and (Nat.beq (Nat.mod (eval M (fun j => (entry (1, 1) ds j).2) (entry 0 vs) e) M) 0)
    (spaced e (den (fun j => (entry (1, 1) ds j).1) e) M [] vs))

theorem entry_inverse {M : Nat} (hM : 0 < M) : ∀ {ds : List (Nat × Nat)}, inverses M ds = true → ∀ j,
    0 < (entry (1, 1) ds j).1 ∧ (entry (1, 1) ds j).1 * (entry (1, 1) ds j).2 % M = 1 % M
  | [], _, _ => ⟨Nat.one_pos, by rfl⟩
  | p :: ds, h, j => by
    have h : and (Nat.beq (Nat.mod (Nat.mul p.1 p.2) M) 1) (inverses M ds) = true := h
    rw [Bool.and_eq_true] at h
    match j with
    | 0 =>
      have k : p.1 * p.2 % M = 1 := Nat.eq_of_beq_eq_true h.1
      show 0 < p.1 ∧ p.1 * p.2 % M = 1 % M
      have : p.1 * p.2 % M < M := Nat.mod_lt _ hM
      refine ⟨Nat.pos_of_ne_zero fun e => ?_, by rw [Nat.mod_eq_of_lt (by omega : 1 < M), k]⟩
      rw [e, Nat.zero_mul, Nat.zero_mod] at k; omega
    | j + 1 => exact entry_inverse hM h.2 j

theorem entry_append {β : Type u} (a b : β) : ∀ (l r : List β) (j : Nat), entry a l j = if j < l.length then entry b (l ++ r) j else a
  | [], _, _ => rfl
  | c :: l, r, 0 => rfl
  | c :: l, r, j + 1 => by
    show entry a l j = if j + 1 < l.length + 1 then entry b (l ++ r) j else a
    rw [entry_append a b l r j]; simp only [Nat.add_lt_add_iff_right]

theorem entry_of_le {β : Type u} (a : β) : ∀ (l : List β) (j : Nat), l.length ≤ j → entry a l j = a
  | [], _, _ => rfl
  | _ :: l, j + 1, h => entry_of_le a l j (Nat.le_of_succ_le_succ h)

theorem entry_next {β : Type u} (a w : β) (r : List β) : ∀ l : List β, entry a (l ++ w :: r) l.length = w
  | [] => rfl
  | _ :: l => entry_next a w r l

theorem spaced_spec {e : Term} {D M : Nat} : ∀ {rest before : List Nat}, spaced e D M before rest = true → 0 < M ∧
    (∀ i, before.length ≤ i → i ≤ (before ++ rest).length → ∃ w : Nat → Nat, (∀ j, w j = if j < i then entry 0 (before ++ rest) j else 1) ∧
      D * bound w e < if i = (before ++ rest).length then M else entry 0 (before ++ rest) i)
  | [], before, h => by
    have h : D * bound (entry 1 before) e < M := Nat.blt_eq.mp h
    refine ⟨Nat.lt_of_le_of_lt (Nat.zero_le _) h, fun i k l => ⟨entry 1 before, fun j => ?_, ?_⟩⟩
    · rw [List.append_nil] at l
      have : i = before.length := Nat.le_antisymm l k
      rw [this]; exact entry_append 1 0 before [] j
    · rw [List.append_nil] at l ⊢
      rw [if_pos (Nat.le_antisymm l k)]; exact h
  | w :: rest, before, h => by
    have h : and (Nat.blt (D * bound (entry 1 before) e) w) (spaced e D M (before ++ [w]) rest) = true := h
    rw [Bool.and_eq_true] at h
    have ih := spaced_spec h.2
    rw [List.append_assoc, List.singleton_append] at ih
    refine ⟨ih.1, fun i k l => ?_⟩
    by_cases e : i = before.length
    · subst e
      refine ⟨entry 1 before, entry_append 1 0 before (w :: rest), ?_⟩
      rw [if_neg (by rw [List.length_append, List.length_cons]; omega), entry_next]
      exact Nat.blt_eq.mp h.1
    · exact ih.2 i (by rw [List.length_append, List.length_singleton]; omega) l

theorem denote_eq_zero [CommRing α] (over : α → Nat → α) (ds : List (Nat × Nat)) (hd : ∀ a j, over a j * ((entry (1, 1) ds j).1 : α) = a)
    (atoms : List α) (e : Term) (M : Nat) (vs : List Nat) (same : atoms.length = vs.length) (h : check e M vs ds = true)
    (cancel : ∀ a : α, (den (fun j => (entry (1, 1) ds j).1) e : α) * a = 0 → a = 0) : denote over (entry 0 atoms) e = 0 := by
  unfold check at h
  rw [Bool.and_eq_true, Bool.and_eq_true] at h
  obtain ⟨inv, zero, spaced⟩ := h
  have ⟨hM, spaced⟩ := spaced_spec spaced
  rw [List.nil_append] at spaced
  have inv := entry_inverse hM inv
  have small : ∀ i, i ≤ vs.length → size (entry 0 vs) i (expand (fun j => (entry (1, 1) ds j).1) vs.length e) <
      if i = vs.length then M else entry 0 vs i := fun i hi =>
    let ⟨w, hw, lt⟩ := spaced i (Nat.zero_le i) hi
    Nat.lt_of_le_of_lt (size_expand _ (fun j => (inv j).1) (entry 0 vs) w vs.length i hw e) lt
  refine cancel _ ?_
  rw [denote_expand over _ hd (entry 0 atoms) vs.length (fun i hi => entry_of_le 0 atoms i (same ▸ hi))]
  refine val_eq_zero _ (entry 0 vs) vs.length _ (fun i hi => ?_) ?_
  · have := small i (Nat.le_of_lt hi)
    rwa [if_neg (Nat.ne_of_lt hi)] at this
  · obtain ⟨q, hq⟩ := eval_expand (fun j => (entry (1, 1) ds j).1) M hM _ (entry 0 vs) (fun j => (inv j).2) vs.length (fun i hi => entry_of_le 0 vs i hi) e
    have dvd : (M : Int) ∣ eval M (fun j => (entry (1, 1) ds j).2) (entry 0 vs) e :=
      Int.ofNat_dvd.2 (Nat.dvd_of_mod_eq_zero (Nat.eq_of_beq_eq_true zero))
    obtain ⟨r, hr⟩ := dvd
    have dvd : (M : Int) ∣ val (fun i => ((entry 0 vs i : Nat) : Int)) vs.length (expand (fun j => (entry (1, 1) ds j).1) vs.length e) :=
      ⟨den (fun j => (entry (1, 1) ds j).1) e * r - q, by rw [hr] at hq; rw [Int.mul_sub, Int.mul_left_comm, hq, Int.add_sub_cancel]⟩
    have := small vs.length (Nat.le_refl _)
    rw [if_pos rfl] at this
    exact Int.eq_zero_of_dvd_of_natAbs_lt_natAbs dvd (Nat.lt_of_le_of_lt (natAbs_val _ _ _) (by rwa [Int.natAbs_natCast]))

end Term

open Term

/-- A term over a commutative ring, without divisions, is zero. -/
theorem eq_zero (α : Type u) [CommRing α] (atoms : List α) (e : Term) (M : Nat) (vs : List Nat)
    (same : Nat.beq atoms.length vs.length = true) (h : and (check e M vs []) (Nat.beq (den (fun _ => 1) e) 1) = true) :
    denote (fun a _ => a) (entry 0 atoms) e = 0 := by
  rw [Bool.and_eq_true] at h
  refine denote_eq_zero _ [] (fun a j => ?_) atoms e M vs (Nat.eq_of_beq_eq_true same) h.1 fun a k => ?_
  · show a * ((1 : Nat) : α) = a; rw [Nat.cast_one, mul_one]
  · have : den (fun j => (entry ((1, 1) : Nat × Nat) [] j).1) e = 1 := Nat.eq_of_beq_eq_true h.2
    rwa [this, Nat.cast_one, one_mul] at k

theorem cast_ne_zero [Field α] [NoNatZeroDivisors α] {k : Nat} (h : k ≠ 0) : (k : α) ≠ 0 := fun e =>
  Field.zero_ne_one (NoNatZeroDivisors.no_nat_zero_divisors k (0 : α) 1 h (by
    rw [Semiring.nsmul_eq_natCast_mul, Semiring.nsmul_eq_natCast_mul, e, zero_mul, zero_mul]))

/-- A term over a field of characteristic 0 is zero. -/
theorem eq_zero_of_field (α : Type u) [Field α] [NoNatZeroDivisors α] (atoms : List α) (e : Term) (M : Nat) (vs : List Nat) (ds : List (Nat × Nat))
    (same : Nat.beq atoms.length vs.length = true) (h : check e M vs ds = true) :
    denote (fun a j => a / OfNat.ofNat (entry (1, 1) ds j).1) (entry 0 atoms) e = 0 := by
  have hM := h
  unfold check at hM
  rw [Bool.and_eq_true, Bool.and_eq_true] at hM
  have inv := entry_inverse (spaced_spec hM.2.2).1 hM.1
  refine denote_eq_zero _ ds (fun a j => ?_) atoms e M vs (Nat.eq_of_beq_eq_true same) h fun a k => ?_
  · rw [Semiring.ofNat_eq_natCast]
    exact div_mul_cancel₀ a (cast_ne_zero (Nat.ne_of_gt (inv j).1))
  · refine (mul_eq_zero.1 k).resolve_left (cast_ne_zero ?_)
    clear k h hM
    induction e with
    | num | var => exact Nat.one_ne_zero
    | neg a ih => exact ih
    | add a b iha ihb => exact Nat.lcm_ne_zero iha ihb
    | sub a b iha ihb => exact Nat.lcm_ne_zero iha ihb
    | mul a b iha ihb => exact Nat.mul_ne_zero iha ihb
    | pow a k ih => exact Nat.pos_iff_ne_zero.1 (Nat.pow_pos (Nat.pos_of_ne_zero ih))
    | div a j ih => exact Nat.mul_ne_zero ih (Nat.ne_of_gt (inv j).1)
end RingIdentity
end
