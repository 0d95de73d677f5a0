import Prelude.Lemmas

/-! Mathlib's lemmas about order in semirings, rings and fields under Mathlib's names: for `Nat`, `Int`, `Rat` and the variable `ℝ`. -/

set_option linter.unusedSectionVars false

section
open Lean.Grind

/-- Mathlib's `IsStrictOrderedRing`: addition keeps the order, and so does multiplication with what is positive. -/
class IsStrictOrderedRing (α : Type u) [Semiring α] [LE α] [LT α] : Prop where
  add_le_add_left : ∀ {b c : α}, b ≤ c → ∀ a : α, b + a ≤ c + a
  le_of_add_le_add_left : ∀ {a b c : α}, a + b ≤ a + c → b ≤ c
  zero_lt_one : (0 : α) < 1
  mul_lt_mul_of_pos_left : ∀ {a b c : α}, b < c → 0 < a → a * b < a * c
  mul_lt_mul_of_pos_right : ∀ {a b c : α}, b < c → 0 < a → b * a < c * a

instance : IsStrictOrderedRing Nat where
  add_le_add_left h a := Nat.add_le_add_right h a
  le_of_add_le_add_left h := Nat.le_of_add_le_add_left h
  zero_lt_one := Nat.zero_lt_one
  mul_lt_mul_of_pos_left h k := Nat.mul_lt_mul_of_pos_left h k
  mul_lt_mul_of_pos_right h k := Nat.mul_lt_mul_of_pos_right h k

instance (priority := 90) {α : Type u} [Ring α] [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [OrderedRing α] :
    IsStrictOrderedRing α where
  add_le_add_left h a := OrderedAdd.add_le_left h a
  le_of_add_le_add_left {a b c} h := (OrderedAdd.add_le_right_iff a).2 h
  zero_lt_one := OrderedRing.zero_lt_one
  mul_lt_mul_of_pos_left h k := OrderedRing.mul_lt_mul_of_pos_left h k
  mul_lt_mul_of_pos_right h k := OrderedRing.mul_lt_mul_of_pos_right h k

section
variable {α : Type u} [Semiring α] [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [IsStrictOrderedRing α]
  {a b c d : α} {m n : Nat}

theorem add_le_add_left (h : b ≤ c) (a : α) : b + a ≤ c + a := IsStrictOrderedRing.add_le_add_left h a
theorem add_le_add_right (h : b ≤ c) (a : α) : a + b ≤ a + c := by
  rw [add_comm a b, add_comm a c]; exact add_le_add_left h a
theorem le_of_add_le_add_left (h : a + b ≤ a + c) : b ≤ c := IsStrictOrderedRing.le_of_add_le_add_left h
theorem le_of_add_le_add_right (h : b + a ≤ c + a) : b ≤ c := by
  rw [add_comm b a, add_comm c a] at h; exact le_of_add_le_add_left h
theorem add_lt_add_left (h : b < c) (a : α) : b + a < c + a := lt_of_not_ge fun k => not_le_of_gt h (le_of_add_le_add_right k)
theorem add_lt_add_right (h : b < c) (a : α) : a + b < a + c := lt_of_not_ge fun k => not_le_of_gt h (le_of_add_le_add_left k)
theorem lt_of_add_lt_add_left (h : a + b < a + c) : b < c := lt_of_not_ge fun k => not_le_of_gt h (add_le_add_right k a)
theorem lt_of_add_lt_add_right (h : b + a < c + a) : b < c := lt_of_not_ge fun k => not_le_of_gt h (add_le_add_left k a)
theorem add_le_add (h : a ≤ b) (k : c ≤ d) : a + c ≤ b + d := le_trans (add_le_add_left h c) (add_le_add_right k b)
theorem add_lt_add_of_lt_of_le (h : a < b) (k : c ≤ d) : a + c < b + d := lt_of_lt_of_le (add_lt_add_left h c) (add_le_add_right k b)
theorem add_lt_add_of_le_of_lt (h : a ≤ b) (k : c < d) : a + c < b + d := lt_of_le_of_lt (add_le_add_left h c) (add_lt_add_right k b)
theorem add_lt_add (h : a < b) (k : c < d) : a + c < b + d := add_lt_add_of_lt_of_le h (le_of_lt k)
@[simp] theorem add_le_add_iff_left (a : α) : a + b ≤ a + c ↔ b ≤ c := ⟨le_of_add_le_add_left, fun h => add_le_add_right h a⟩
@[simp] theorem add_le_add_iff_right (a : α) : b + a ≤ c + a ↔ b ≤ c := ⟨le_of_add_le_add_right, fun h => add_le_add_left h a⟩
@[simp] theorem add_lt_add_iff_left (a : α) : a + b < a + c ↔ b < c := ⟨lt_of_add_lt_add_left, fun h => add_lt_add_right h a⟩
@[simp] theorem add_lt_add_iff_right (a : α) : b + a < c + a ↔ b < c := ⟨lt_of_add_lt_add_right, fun h => add_lt_add_left h a⟩
theorem le_add_of_nonneg_right (h : 0 ≤ b) : a ≤ a + b := le_of_eq_of_le (add_zero a).symm (add_le_add_right h a)
theorem le_add_of_nonneg_left (h : 0 ≤ b) : a ≤ b + a := le_of_eq_of_le (zero_add a).symm (add_le_add_left h a)
theorem lt_add_of_pos_right (a : α) (h : 0 < b) : a < a + b := lt_of_eq_of_lt (add_zero a).symm (add_lt_add_right h a)
theorem lt_add_of_pos_left (a : α) (h : 0 < b) : a < b + a := lt_of_eq_of_lt (zero_add a).symm (add_lt_add_left h a)
@[simp] theorem le_add_iff_nonneg_right (a : α) : a ≤ a + b ↔ 0 ≤ b :=
  ⟨fun h => le_of_add_le_add_left (le_of_eq_of_le (add_zero a) h), le_add_of_nonneg_right⟩
@[simp] theorem le_add_iff_nonneg_left (a : α) : a ≤ b + a ↔ 0 ≤ b :=
  ⟨fun h => le_of_add_le_add_right (le_of_eq_of_le (zero_add a) h), le_add_of_nonneg_left⟩
@[simp] theorem lt_add_iff_pos_right (a : α) : a < a + b ↔ 0 < b :=
  ⟨fun h => lt_of_add_lt_add_left (lt_of_eq_of_lt (add_zero a) h), lt_add_of_pos_right a⟩
@[simp] theorem lt_add_iff_pos_left (a : α) : a < b + a ↔ 0 < b :=
  ⟨fun h => lt_of_add_lt_add_right (lt_of_eq_of_lt (zero_add a) h), lt_add_of_pos_left a⟩
theorem add_pos (h : 0 < a) (k : 0 < b) : 0 < a + b := lt_trans h (lt_add_of_pos_right a k)
theorem add_nonneg (h : 0 ≤ a) (k : 0 ≤ b) : 0 ≤ a + b := le_trans h (le_add_of_nonneg_right k)
theorem add_pos_of_pos_of_nonneg (h : 0 < a) (k : 0 ≤ b) : 0 < a + b := lt_of_lt_of_le h (le_add_of_nonneg_right k)
theorem add_pos_of_nonneg_of_pos (h : 0 ≤ a) (k : 0 < b) : 0 < a + b := lt_of_lt_of_le k (le_add_of_nonneg_left h)
theorem add_nonpos (h : a ≤ 0) (k : b ≤ 0) : a + b ≤ 0 := le_of_le_of_eq (add_le_add h k) (add_zero 0)
theorem add_neg (h : a < 0) (k : b < 0) : a + b < 0 := lt_of_lt_of_eq (add_lt_add h k) (add_zero 0)
theorem add_eq_zero_iff_of_nonneg (h : 0 ≤ a) (k : 0 ≤ b) : a + b = 0 ↔ a = 0 ∧ b = 0 := by
  refine ⟨fun e => ⟨le_antisymm ?_ h, le_antisymm ?_ k⟩, fun e => by rw [e.1, e.2, add_zero]⟩
  · exact le_of_le_of_eq (le_add_of_nonneg_right k) e
  · exact le_of_le_of_eq (le_add_of_nonneg_left h) e

@[simp] theorem zero_lt_one : (0 : α) < 1 := IsStrictOrderedRing.zero_lt_one
theorem one_pos : (0 : α) < 1 := zero_lt_one
@[simp] theorem zero_le_one : (0 : α) ≤ 1 := le_of_lt zero_lt_one
@[simp] theorem one_ne_zero : (1 : α) ≠ 0 := ne_of_gt zero_lt_one
@[simp] theorem zero_ne_one : (0 : α) ≠ 1 := ne_of_lt zero_lt_one
theorem lt_add_one (a : α) : a < a + 1 := lt_add_of_pos_right a zero_lt_one
theorem lt_one_add (a : α) : a < 1 + a := lt_add_of_pos_left a zero_lt_one

@[simp] theorem Nat.cast_nonneg : ∀ n : Nat, (0 : α) ≤ (n : α)
  | 0 => le_of_eq Nat.cast_zero.symm
  | n + 1 => le_of_le_of_eq (add_nonneg (Nat.cast_nonneg n) zero_le_one) (Nat.cast_succ n).symm
@[simp] theorem Nat.ofNat_nonneg' (n : Nat) : (0 : α) ≤ OfNat.ofNat n :=
  le_of_le_of_eq (Nat.cast_nonneg n) (Semiring.ofNat_eq_natCast n).symm
@[simp] theorem Nat.ofNat_pos' (n : Nat) : (0 : α) < OfNat.ofNat (n + 1) :=
  lt_of_lt_of_le (add_pos_of_nonneg_of_pos (Nat.ofNat_nonneg' n) zero_lt_one) (le_of_eq (Semiring.ofNat_succ n).symm)
theorem Nat.cast_add_one_pos (n : Nat) : (0 : α) < (n : α) + 1 := add_pos_of_nonneg_of_pos (Nat.cast_nonneg n) zero_lt_one
theorem two_pos : (0 : α) < 2 := Nat.ofNat_pos' 1
theorem three_pos : (0 : α) < 3 := Nat.ofNat_pos' 2
theorem four_pos : (0 : α) < 4 := Nat.ofNat_pos' 3
@[simp] theorem zero_lt_two : (0 : α) < 2 := two_pos
@[simp] theorem zero_lt_three : (0 : α) < 3 := three_pos
@[simp] theorem zero_lt_four : (0 : α) < 4 := four_pos
@[simp] theorem zero_le_two : (0 : α) ≤ 2 := le_of_lt two_pos
@[simp] theorem zero_le_three : (0 : α) ≤ 3 := le_of_lt three_pos
@[simp] theorem zero_le_four : (0 : α) ≤ 4 := le_of_lt four_pos
theorem two_ne_zero : (2 : α) ≠ 0 := ne_of_gt two_pos
theorem three_ne_zero : (3 : α) ≠ 0 := ne_of_gt three_pos
theorem four_ne_zero : (4 : α) ≠ 0 := ne_of_gt four_pos
theorem one_lt_two : (1 : α) < 2 := lt_of_lt_of_eq (lt_add_one 1) (Semiring.ofNat_succ 1).symm
theorem one_le_two : (1 : α) ≤ 2 := le_of_lt one_lt_two

theorem mul_lt_mul_of_pos_left (h : b < c) (k : 0 < a) : a * b < a * c := IsStrictOrderedRing.mul_lt_mul_of_pos_left h k
theorem mul_lt_mul_of_pos_right (h : b < c) (k : 0 < a) : b * a < c * a := IsStrictOrderedRing.mul_lt_mul_of_pos_right h k
theorem mul_le_mul_of_nonneg_left (h : b ≤ c) (k : 0 ≤ a) : a * b ≤ a * c := by
  rcases lt_or_eq_of_le k with k | e
  · exact (lt_or_eq_of_le h).elim (fun h => le_of_lt (mul_lt_mul_of_pos_left h k)) fun e => by rw [e]; exact le_rfl
  · rw [← e, zero_mul, zero_mul]; exact le_rfl
theorem mul_le_mul_of_nonneg_right (h : b ≤ c) (k : 0 ≤ a) : b * a ≤ c * a := by
  rcases lt_or_eq_of_le k with k | e
  · exact (lt_or_eq_of_le h).elim (fun h => le_of_lt (mul_lt_mul_of_pos_right h k)) fun e => by rw [e]; exact le_rfl
  · rw [← e, mul_zero, mul_zero]; exact le_rfl
theorem mul_pos (h : 0 < a) (k : 0 < b) : 0 < a * b := lt_of_eq_of_lt (mul_zero a).symm (mul_lt_mul_of_pos_left k h)
theorem mul_nonneg (h : 0 ≤ a) (k : 0 ≤ b) : 0 ≤ a * b := le_of_eq_of_le (mul_zero a).symm (mul_le_mul_of_nonneg_left k h)
theorem mul_le_mul (h : a ≤ b) (k : c ≤ d) (hc : 0 ≤ c) (hb : 0 ≤ b) : a * c ≤ b * d :=
  le_trans (mul_le_mul_of_nonneg_right h hc) (mul_le_mul_of_nonneg_left k hb)
theorem mul_lt_mul'' (h : a < b) (k : c < d) (ha : 0 ≤ a) (hc : 0 ≤ c) : a * c < b * d :=
  lt_of_le_of_lt (mul_le_mul_of_nonneg_right (le_of_lt h) hc) (mul_lt_mul_of_pos_left k (lt_of_le_of_lt ha h))
theorem mul_lt_mul (h : a < b) (k : c ≤ d) (hc : 0 < c) (hb : 0 ≤ b) : a * c < b * d :=
  lt_of_lt_of_le (mul_lt_mul_of_pos_right h hc) (mul_le_mul_of_nonneg_left k hb)
theorem mul_lt_mul' (h : a ≤ b) (k : c < d) (hc : 0 ≤ c) (hb : 0 < b) : a * c < b * d :=
  lt_of_le_of_lt (mul_le_mul_of_nonneg_right h hc) (mul_lt_mul_of_pos_left k hb)
theorem mul_self_le_mul_self (h : 0 ≤ a) (k : a ≤ b) : a * a ≤ b * b := mul_le_mul k k h (le_trans h k)
theorem mul_self_lt_mul_self (h : 0 ≤ a) (k : a < b) : a * a < b * b := mul_lt_mul'' k k h h
theorem le_of_mul_le_mul_left (h : c * a ≤ c * b) (k : 0 < c) : a ≤ b := le_of_not_gt fun l => not_le_of_gt (mul_lt_mul_of_pos_left l k) h
theorem le_of_mul_le_mul_right (h : a * c ≤ b * c) (k : 0 < c) : a ≤ b := le_of_not_gt fun l => not_le_of_gt (mul_lt_mul_of_pos_right l k) h
theorem lt_of_mul_lt_mul_left (h : a * b < a * c) (k : 0 ≤ a) : b < c := lt_of_not_ge fun l => not_lt_of_ge (mul_le_mul_of_nonneg_left l k) h
theorem lt_of_mul_lt_mul_right (h : b * a < c * a) (k : 0 ≤ a) : b < c := lt_of_not_ge fun l => not_lt_of_ge (mul_le_mul_of_nonneg_right l k) h
theorem mul_le_mul_iff_right₀ (h : 0 < a) : a * b ≤ a * c ↔ b ≤ c := ⟨fun k => le_of_mul_le_mul_left k h, fun k => mul_le_mul_of_nonneg_left k (le_of_lt h)⟩
theorem mul_le_mul_iff_left₀ (h : 0 < a) : b * a ≤ c * a ↔ b ≤ c := ⟨fun k => le_of_mul_le_mul_right k h, fun k => mul_le_mul_of_nonneg_right k (le_of_lt h)⟩
theorem mul_lt_mul_iff_right₀ (h : 0 < a) : a * b < a * c ↔ b < c := ⟨fun k => lt_of_mul_lt_mul_left k (le_of_lt h), fun k => mul_lt_mul_of_pos_left k h⟩
theorem mul_lt_mul_iff_left₀ (h : 0 < a) : b * a < c * a ↔ b < c := ⟨fun k => lt_of_mul_lt_mul_right k (le_of_lt h), fun k => mul_lt_mul_of_pos_right k h⟩
theorem mul_le_mul_iff_of_pos_left (h : 0 < a) : a * b ≤ a * c ↔ b ≤ c := mul_le_mul_iff_right₀ h
theorem mul_le_mul_iff_of_pos_right (h : 0 < a) : b * a ≤ c * a ↔ b ≤ c := mul_le_mul_iff_left₀ h
theorem mul_lt_mul_iff_of_pos_left (h : 0 < a) : a * b < a * c ↔ b < c := mul_lt_mul_iff_right₀ h
theorem mul_lt_mul_iff_of_pos_right (h : 0 < a) : b * a < c * a ↔ b < c := mul_lt_mul_iff_left₀ h
theorem le_mul_of_one_le_right (h : 0 ≤ b) (k : 1 ≤ a) : b ≤ b * a := le_of_eq_of_le (mul_one b).symm (mul_le_mul_of_nonneg_left k h)
theorem le_mul_of_one_le_left (h : 0 ≤ b) (k : 1 ≤ a) : b ≤ a * b := le_of_eq_of_le (one_mul b).symm (mul_le_mul_of_nonneg_right k h)
theorem lt_mul_of_one_lt_right (h : 0 < a) (k : 1 < b) : a < a * b := lt_of_eq_of_lt (mul_one a).symm (mul_lt_mul_of_pos_left k h)
theorem lt_mul_of_one_lt_left (h : 0 < b) (k : 1 < a) : b < a * b := lt_of_eq_of_lt (one_mul b).symm (mul_lt_mul_of_pos_right k h)
theorem mul_le_of_le_one_right (h : 0 ≤ a) (k : b ≤ 1) : a * b ≤ a := le_of_le_of_eq (mul_le_mul_of_nonneg_left k h) (mul_one a)
theorem mul_le_of_le_one_left (h : 0 ≤ b) (k : a ≤ 1) : a * b ≤ b := le_of_le_of_eq (mul_le_mul_of_nonneg_right k h) (one_mul b)
theorem mul_lt_of_lt_one_right (h : 0 < a) (k : b < 1) : a * b < a := lt_of_lt_of_eq (mul_lt_mul_of_pos_left k h) (mul_one a)
theorem mul_lt_of_lt_one_left (h : 0 < b) (k : a < 1) : a * b < b := lt_of_lt_of_eq (mul_lt_mul_of_pos_right k h) (one_mul b)
theorem one_lt_mul_of_lt_of_le (h : 1 < a) (k : 1 ≤ b) : 1 < a * b := lt_of_lt_of_le h (le_mul_of_one_le_right (le_of_lt (lt_trans zero_lt_one h)) k)
theorem one_lt_mul_of_le_of_lt (h : 1 ≤ a) (k : 1 < b) : 1 < a * b := lt_of_lt_of_le k (le_mul_of_one_le_left (le_of_lt (lt_trans zero_lt_one k)) h)
theorem mul_le_one₀ (h : a ≤ 1) (k : 0 ≤ b) (l : b ≤ 1) : a * b ≤ 1 := le_trans (mul_le_of_le_one_left k h) l
theorem pos_of_mul_pos_left (h : 0 < a * b) (k : 0 ≤ b) : 0 < a := lt_of_not_ge fun l =>
  not_le_of_gt h (le_of_le_of_eq (mul_le_mul_of_nonneg_right l k) (zero_mul b))
theorem pos_of_mul_pos_right (h : 0 < a * b) (k : 0 ≤ a) : 0 < b := lt_of_not_ge fun l =>
  not_le_of_gt h (le_of_le_of_eq (mul_le_mul_of_nonneg_left l k) (mul_zero a))
@[simp] theorem mul_pos_iff_of_pos_left (h : 0 < a) : 0 < a * b ↔ 0 < b := ⟨fun k => pos_of_mul_pos_right k (le_of_lt h), mul_pos h⟩
@[simp] theorem mul_pos_iff_of_pos_right (h : 0 < b) : 0 < a * b ↔ 0 < a := ⟨fun k => pos_of_mul_pos_left k (le_of_lt h), fun k => mul_pos k h⟩

theorem pow_pos (h : 0 < a) : ∀ n : Nat, 0 < a ^ n
  | 0 => pow_zero a ▸ zero_lt_one
  | n + 1 => pow_succ a n ▸ mul_pos (pow_pos h n) h
theorem pow_nonneg (h : 0 ≤ a) : ∀ n : Nat, 0 ≤ a ^ n
  | 0 => pow_zero a ▸ zero_le_one
  | n + 1 => pow_succ a n ▸ mul_nonneg (pow_nonneg h n) h
theorem pow_le_pow_left₀ (h : 0 ≤ a) (k : a ≤ b) : ∀ n : Nat, a ^ n ≤ b ^ n
  | 0 => by rw [pow_zero, pow_zero]; exact le_rfl
  | n + 1 => by
    rw [pow_succ, pow_succ]
    exact mul_le_mul (pow_le_pow_left₀ h k n) k h (pow_nonneg (le_trans h k) n)
theorem pow_le_pow_left (h : 0 ≤ a) (k : a ≤ b) (n : Nat) : a ^ n ≤ b ^ n := pow_le_pow_left₀ h k n
theorem pow_lt_pow_left₀ (h : a < b) (k : 0 ≤ a) : ∀ n : Nat, n ≠ 0 → a ^ n < b ^ n
  | 0, e => absurd rfl e
  | n + 1, _ => by
    rw [pow_succ, pow_succ]
    exact mul_lt_mul' (pow_le_pow_left₀ k (le_of_lt h) n) h k (pow_pos (lt_of_le_of_lt k h) n)
theorem one_le_pow₀ (h : 1 ≤ a) : ∀ {n : Nat}, 1 ≤ a ^ n
  | 0 => pow_zero a ▸ le_rfl
  | n + 1 => pow_succ a n ▸ le_trans (one_le_pow₀ h (n := n)) (le_mul_of_one_le_right (pow_nonneg (le_trans zero_le_one h) n) h)
theorem one_lt_pow₀ (h : 1 < a) : ∀ {n : Nat}, n ≠ 0 → 1 < a ^ n
  | 0, e => absurd rfl e
  | n + 1, _ => pow_succ a n ▸ one_lt_mul_of_le_of_lt (one_le_pow₀ (le_of_lt h)) h
theorem pow_le_one₀ (h : 0 ≤ a) (k : a ≤ 1) : ∀ {n : Nat}, a ^ n ≤ 1
  | 0 => pow_zero a ▸ le_rfl
  | n + 1 => pow_succ a n ▸ mul_le_one₀ (pow_le_one₀ h k) h k
theorem pow_lt_one₀ (h : 0 ≤ a) (k : a < 1) : ∀ {n : Nat}, n ≠ 0 → a ^ n < 1
  | 0, e => absurd rfl e
  | n + 1, _ => pow_succ a n ▸ lt_of_le_of_lt (mul_le_of_le_one_left h (pow_le_one₀ h (le_of_lt k))) k
theorem pow_le_pow_right₀ (h : 1 ≤ a) (k : m ≤ n) : a ^ m ≤ a ^ n := by
  obtain ⟨d, rfl⟩ := Nat.exists_eq_add_of_le k
  rw [pow_add]; exact le_mul_of_one_le_right (pow_nonneg (le_trans zero_le_one h) m) (one_le_pow₀ h)
theorem pow_le_pow_right (h : 1 ≤ a) (k : m ≤ n) : a ^ m ≤ a ^ n := pow_le_pow_right₀ h k
theorem pow_lt_pow_right₀ (h : 1 < a) (k : m < n) : a ^ m < a ^ n := by
  obtain ⟨d, rfl⟩ := Nat.exists_eq_add_of_le (Nat.le_of_lt k)
  rw [pow_add]
  exact lt_mul_of_one_lt_right (pow_pos (lt_trans zero_lt_one h) m) (one_lt_pow₀ h (by omega))
theorem pow_le_pow_of_le_one (h : 0 ≤ a) (k : a ≤ 1) (l : m ≤ n) : a ^ n ≤ a ^ m := by
  obtain ⟨d, rfl⟩ := Nat.exists_eq_add_of_le l
  rw [pow_add]; exact mul_le_of_le_one_right (pow_nonneg h m) (pow_le_one₀ h k)
theorem pow_le_of_le_one (h : 0 ≤ a) (k : a ≤ 1) (l : n ≠ 0) : a ^ n ≤ a :=
  le_of_le_of_eq (pow_le_pow_of_le_one h k (Nat.one_le_iff_ne_zero.2 l)) (pow_one a)
theorem le_self_pow₀ (h : 1 ≤ a) (l : n ≠ 0) : a ≤ a ^ n :=
  le_of_eq_of_le (pow_one a).symm (pow_le_pow_right₀ h (Nat.one_le_iff_ne_zero.2 l))
theorem lt_of_pow_lt_pow_left₀ (n : Nat) (k : 0 ≤ b) (h : a ^ n < b ^ n) : a < b := lt_of_not_ge fun l => not_lt_of_ge (pow_le_pow_left₀ k l n) h
theorem le_of_pow_le_pow_left₀ (e : n ≠ 0) (k : 0 ≤ b) (h : a ^ n ≤ b ^ n) : a ≤ b := le_of_not_gt fun l => not_le_of_gt (pow_lt_pow_left₀ l k n e) h
theorem pow_le_pow_iff_left₀ (h : 0 ≤ a) (k : 0 ≤ b) (e : n ≠ 0) : a ^ n ≤ b ^ n ↔ a ≤ b := ⟨le_of_pow_le_pow_left₀ e k, fun l => pow_le_pow_left₀ h l n⟩
theorem pow_lt_pow_iff_left₀ (h : 0 ≤ a) (k : 0 ≤ b) (e : n ≠ 0) : a ^ n < b ^ n ↔ a < b := ⟨lt_of_pow_lt_pow_left₀ n k, fun l => pow_lt_pow_left₀ l h n e⟩
theorem pow_left_inj₀ (h : 0 ≤ a) (k : 0 ≤ b) (e : n ≠ 0) : a ^ n = b ^ n ↔ a = b :=
  ⟨fun l => le_antisymm (le_of_pow_le_pow_left₀ e k (le_of_eq l)) (le_of_pow_le_pow_left₀ e h (ge_of_eq l)), fun l => by rw [l]⟩
theorem pow_le_pow_iff_right₀ (h : 1 < a) : a ^ n ≤ a ^ m ↔ n ≤ m :=
  ⟨fun k => Nat.le_of_not_lt fun l => not_le_of_gt (pow_lt_pow_right₀ h l) k, pow_le_pow_right₀ (le_of_lt h)⟩
theorem pow_lt_pow_iff_right₀ (h : 1 < a) : a ^ n < a ^ m ↔ n < m :=
  ⟨fun k => Nat.lt_of_not_le fun l => not_lt_of_ge (pow_le_pow_right₀ (le_of_lt h) l) k, pow_lt_pow_right₀ h⟩
theorem sq_lt_sq₀ (h : 0 ≤ a) (k : 0 ≤ b) : a ^ 2 < b ^ 2 ↔ a < b := pow_lt_pow_iff_left₀ h k (by decide)
theorem sq_le_sq₀ (h : 0 ≤ a) (k : 0 ≤ b) : a ^ 2 ≤ b ^ 2 ↔ a ≤ b := pow_le_pow_iff_left₀ h k (by decide)
end
theorem mul_le_mul' {a b c d : Nat} (h : a ≤ b) (k : c ≤ d) : a * c ≤ b * d := Nat.mul_le_mul h k
end
