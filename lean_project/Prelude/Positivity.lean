import Prelude.Casts
import Prelude.Types

/-! What `positivity` goes by (`Tactics/Positivity.lean`) and Mathlib has no lemma for, or has under no name of its own. -/

set_option linter.unusedSectionVars false

section
open Lean.Grind

section
variable {α : Type u} [Semiring α] [NoZeroDivisors α] {a : α}
theorem Even.pow_nonneg {α : Type u} [CommRing α] [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [OrderedRing α] {n : Nat}
    (h : Even n) (a : α) : 0 ≤ a ^ n := by
  obtain ⟨r, rfl⟩ := h; rw [pow_add]; exact mul_self_nonneg _
theorem Even.pow_pos {α : Type u} [CommRing α] [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [OrderedRing α] [NoZeroDivisors α]
    {n : Nat} {a : α} (h : Even n) (k : a ≠ 0) : 0 < a ^ n :=
  lt_of_le_of_ne (h.pow_nonneg a) (pow_ne_zero n k).symm
end

section
variable {α : Type u} [Field α] {a b : α}
theorem zpow_ne_zero (n : Int) (h : a ≠ 0) : a ^ n ≠ 0 := by
  rcases n with n | n
  · rw [Int.ofNat_eq_natCast, zpow_natCast]; exact pow_ne_zero n h
  · rw [Int.negSucc_eq, zpow_neg, show ((n : Int) + 1) = ((n + 1 : Nat) : Int) from rfl, zpow_natCast]
    exact inv_ne_zero (pow_ne_zero _ h)
variable [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [OrderedRing α]
theorem zpow_pos (h : 0 < a) (n : Int) : 0 < a ^ n := by
  rcases n with n | n
  · rw [Int.ofNat_eq_natCast, zpow_natCast]; exact pow_pos h n
  · rw [Int.negSucc_eq, zpow_neg, show ((n : Int) + 1) = ((n + 1 : Nat) : Int) from rfl, zpow_natCast]
    exact inv_pos_of_pos (pow_pos h _)
theorem zpow_nonneg (h : 0 ≤ a) (n : Int) : 0 ≤ a ^ n := by
  rcases n with n | n
  · rw [Int.ofNat_eq_natCast, zpow_natCast]; exact pow_nonneg h n
  · rw [Int.negSucc_eq, zpow_neg, show ((n : Int) + 1) = ((n + 1 : Nat) : Int) from rfl, zpow_natCast]
    exact inv_nonneg_of_nonneg (pow_nonneg h _)
theorem Even.zpow_nonneg {n : Int} (h : Even n) (a : α) : 0 ≤ a ^ n := by
  rcases n with n | n
  · rw [Int.ofNat_eq_natCast, zpow_natCast]
    have : Even n := Nat.even_iff.2 (by have := Int.even_iff.1 h; simp only [Int.ofNat_eq_natCast] at this; omega)
    exact this.pow_nonneg a
  · rw [Int.negSucc_eq, zpow_neg, show ((n : Int) + 1) = ((n + 1 : Nat) : Int) from rfl, zpow_natCast]
    have : Even (n + 1) := Nat.even_iff.2 (by have := Int.even_iff.1 h; omega)
    exact inv_nonneg_of_nonneg (this.pow_nonneg a)
theorem Even.zpow_pos {n : Int} (h : Even n) (k : a ≠ 0) : 0 < a ^ n := lt_of_le_of_ne (h.zpow_nonneg a) (zpow_ne_zero n k).symm
end

section
variable {α : Type u} [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [Min α] [Max α] [LawfulMinMax α] {a b c : α}
theorem lt_max_of_lt_left (h : a < b) : a < max b c := lt_of_lt_of_le h (le_max_left b c)
theorem lt_max_of_lt_right (h : a < c) : a < max b c := lt_of_lt_of_le h (le_max_right b c)
theorem Positivity.min_ne [Semiring α] (h : a ≠ 0) (k : b ≠ 0) : min a b ≠ 0 := by rcases min_choice a b with e | e <;> rw [e.1] <;> assumption
theorem Positivity.max_ne [Semiring α] (h : a ≠ 0) (k : b ≠ 0) : max a b ≠ 0 := by rcases max_choice a b with e | e <;> rw [e.1] <;> assumption
end

namespace Finset
variable {α : Type u} [Lean.Grind.CommSemiring α] [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [IsStrictOrderedRing α]
  {ι : Type v} {s : Finset ι} {f : ι → α}
theorem sum_nonneg (h : ∀ i, i ∈ s → 0 ≤ f i) : 0 ≤ s.sum f := by
  rcases s with ⟨⟨l⟩, hl⟩
  replace h : ∀ i, i ∈ l → 0 ≤ f i := h
  show 0 ≤ l.foldr _ _
  clear hl
  induction l with
  | nil => exact le_rfl
  | cons a l ih => exact add_nonneg (h a List.mem_cons_self) (ih fun i hi => h i (List.mem_cons_of_mem a hi))
theorem prod_nonneg (h : ∀ i, i ∈ s → 0 ≤ f i) : 0 ≤ s.prod f := by
  rcases s with ⟨⟨l⟩, hl⟩
  replace h : ∀ i, i ∈ l → 0 ≤ f i := h
  show 0 ≤ l.foldr _ _
  clear hl
  induction l with
  | nil => exact zero_le_one
  | cons a l ih => exact mul_nonneg (h a List.mem_cons_self) (ih fun i hi => h i (List.mem_cons_of_mem a hi))
theorem prod_pos (h : ∀ i, i ∈ s → 0 < f i) : 0 < s.prod f := by
  rcases s with ⟨⟨l⟩, hl⟩
  replace h : ∀ i, i ∈ l → 0 < f i := h
  show 0 < l.foldr _ _
  clear hl
  induction l with
  | nil => exact zero_lt_one
  | cons a l ih => exact mul_pos (h a List.mem_cons_self) (ih fun i hi => h i (List.mem_cons_of_mem a hi))
end Finset

namespace Int
variable {ℝ : Type} [RealField ℝ] {a : ℝ}
theorem floor_nonneg : 0 ≤ floor a ↔ 0 ≤ a := by rw [le_floor, Int.cast_zero]
theorem floor_nonneg_of_nonneg (h : 0 ≤ a) : 0 ≤ floor a := floor_nonneg.2 h
theorem ceil_nonneg (h : 0 ≤ a) : 0 ≤ ceil a := Int.cast_nonneg.1 (le_trans h (le_ceil a))
theorem ceil_pos_of_pos (h : 0 < a) : 0 < ceil a := Int.cast_pos.1 (lt_of_lt_of_le h (le_ceil a))
theorem fract_nonneg (a : ℝ) : 0 ≤ fract a := sub_nonneg.2 (floor_le a)
theorem fract_lt_one (a : ℝ) : fract a < 1 := by have := lt_floor_add_one a; unfold fract; grind
end Int
theorem Nat.ceil_pos_of_pos {ℝ : Type} [RealField ℝ] {a : ℝ} (h : 0 < a) : 0 < Nat.ceil a := by
  have := Int.ceil_pos_of_pos h; unfold Nat.ceil; omega

namespace Nat
theorem doubleFactorial_pos : ∀ n : Nat, 0 < Nat.doubleFactorial n
  | 0 | 1 => Nat.one_pos
  | n + 2 => Nat.mul_pos (Nat.succ_pos _) (doubleFactorial_pos n)
end Nat

theorem Real.rpow_nonneg {ℝ : Type} [RealField ℝ] {x : ℝ} (h : 0 ≤ x) (y : ℝ) : 0 ≤ x ^ y := NNReal.rpow_nonneg h y

theorem Rat.num_pos' {q : Rat} (h : 0 < q) : 0 < q.num :=
  lt_of_le_of_ne (Rat.num_nonneg.2 (le_of_lt h)) fun e => ne_of_gt h (Rat.num_eq_zero.1 e.symm)

namespace Positivity
section
variable {α : Type u} [Semiring α] {a b : α}
theorem ne_of_eq (h : a = b) (k : b ≠ 0) : a ≠ 0 := h ▸ k
end
section
variable {α : Type u} [Semiring α] [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] {a b : α}
theorem pos_of_nonneg_of_ne (h : 0 ≤ a) (k : a ≠ 0) : 0 < a := lt_of_le_of_ne h k.symm
theorem pos_of_eq (h : a = b) (k : 0 < b) : 0 < a := h ▸ k
theorem nonneg_of_eq (h : a = b) (k : 0 ≤ b) : 0 ≤ a := h ▸ k
theorem pos_of_lt (h : b < a) (k : 0 ≤ b) : 0 < a := lt_of_le_of_lt k h
theorem pos_of_le (h : b ≤ a) (k : 0 < b) : 0 < a := lt_of_lt_of_le k h
theorem nonneg_of_le (h : b ≤ a) (k : 0 ≤ b) : 0 ≤ a := le_trans k h
theorem ite_pos {p : Prop} [Decidable p] (h : 0 < a) (k : 0 < b) : 0 < ite p a b := by split <;> assumption
theorem ite_nonneg {p : Prop} [Decidable p] (h : 0 ≤ a) (k : 0 ≤ b) : 0 ≤ ite p a b := by split <;> assumption
theorem ite_ne {p : Prop} [Decidable p] (h : a ≠ 0) (k : b ≠ 0) : ite p a b ≠ 0 := by split <;> assumption
theorem pow_zero_pos [IsStrictOrderedRing α] (a : α) : 0 < a ^ 0 := pow_zero a ▸ zero_lt_one
end
section
variable {α : Type u} [CommRing α] [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [OrderedRing α] {a b : α}
theorem nat_cast_pos {n : Nat} (h : 0 < n) : (0 : α) < (n : α) := Nat.cast_pos.2 h
theorem nat_cast_ne {n : Nat} (h : n ≠ 0) : (n : α) ≠ 0 := ne_of_gt (Nat.cast_pos.2 (Nat.pos_of_ne_zero h))
theorem int_cast_pos {n : Int} (h : 0 < n) : (0 : α) < (n : α) := Int.cast_pos.2 h
theorem int_cast_nonneg {n : Int} (h : 0 ≤ n) : (0 : α) ≤ (n : α) := Int.cast_nonneg.2 h
theorem int_cast_ne {n : Int} (h : n ≠ 0) : (n : α) ≠ 0 := by
  rcases Int.lt_or_gt_of_ne h with k | k
  · exact ne_of_lt (by rw [← Int.cast_zero, Int.cast_lt]; exact k)
  · exact ne_of_gt (Int.cast_pos.2 k)
theorem abs_pos_of_ne [Min α] [Max α] [LawfulMinMax α] (h : a ≠ 0) : 0 < abs a := abs_pos.2 h
end
section
variable {α : Type} [OrderedField α] {q : Rat}
theorem rat_cast_pos (h : 0 < q) : (0 : α) < (q : α) := div_pos (Int.cast_pos.2 (Rat.num_pos' h)) (Nat.cast_pos.2 q.den_pos)
theorem rat_cast_nonneg (h : 0 ≤ q) : (0 : α) ≤ (q : α) := div_nonneg (Int.cast_nonneg.2 (Rat.num_nonneg.2 h)) (Nat.cast_nonneg _)
theorem rat_cast_ne (h : q ≠ 0) : (q : α) ≠ 0 := div_ne_zero (int_cast_ne fun e => h (Rat.num_eq_zero.1 e)) (ne_of_gt (Nat.cast_pos.2 q.den_pos))
theorem num_pos (h : 0 < q) : 0 < q.num := Rat.num_pos' h
theorem num_nonneg (h : 0 ≤ q) : 0 ≤ q.num := Rat.num_nonneg.2 h
theorem num_ne (h : q ≠ 0) : q.num ≠ 0 := fun e => h (Rat.num_eq_zero.1 e)
end
theorem zpow_zero_pos {α : Type u} [Field α] [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [OrderedRing α] (a : α) :
    0 < a ^ (0 : Int) := zpow_zero a ▸ zero_lt_one
theorem rpow_zero_pos {ℝ : Type} [RealField ℝ] (a : ℝ) : 0 < a ^ (0 : ℝ) := Real.rpow_zero a ▸ zero_lt_one
theorem nat_to_int_pos {n : Nat} (h : 0 < n) : (0 : Int) < (n : Int) := Int.natCast_pos.2 h
theorem nat_to_int_ne {n : Nat} (h : n ≠ 0) : (n : Int) ≠ 0 := by omega
theorem int_div_self_pos {a : Int} (h : 0 < a) : 0 < a / a := by rw [Int.ediv_self (Int.ne_of_gt h)]; decide
theorem int_gcd_pos_left {a b : Int} (h : a ≠ 0) : 0 < Int.gcd a b := Int.gcd_pos_of_ne_zero_left b h
theorem int_gcd_pos_right {a b : Int} (h : b ≠ 0) : 0 < Int.gcd a b := Int.gcd_pos_of_ne_zero_right a h
theorem int_lcm_pos {a b : Int} (h : a ≠ 0) (k : b ≠ 0) : 0 < Int.lcm a b := Int.lcm_pos h k
theorem natAbs_pos {n : Int} (h : n ≠ 0) : 0 < n.natAbs := Int.natAbs_pos.2 h
theorem nat_sqrt_pos {n : Nat} (h : 0 < n) : 0 < Nat.sqrt n := by
  have := Nat.sqrt_lt_succ n
  rcases Nat.eq_zero_or_pos (Nat.sqrt n) with e | p
  · rw [e] at this; omega
  · exact p
theorem norm_real_nonneg {ℝ : Type} [RealField ℝ] (x : ℝ) : 0 ≤ norm (ℝ := ℝ) x := abs_nonneg x
theorem norm_complex_nonneg {ℝ ℂ : Type} [RealField ℝ] [ComplexField ℂ] [ComplexOver ℝ ℂ] (z : ℂ) : 0 ≤ norm (ℝ := ℝ) z := Real.sqrt_nonneg _
end Positivity

section
variable {α : Type u} [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [Min α] [Max α] [LawfulMinMax α] {a b c d : α}
theorem max_le_max_left (c : α) (h : a ≤ b) : max c a ≤ max c b := max_le_max (le_refl c) h
theorem max_le_max_right (c : α) (h : a ≤ b) : max a c ≤ max b c := max_le_max h (le_refl c)
theorem min_le_min_left (c : α) (h : a ≤ b) : min c a ≤ min c b := min_le_min (le_refl c) h
theorem min_le_min_right (c : α) (h : a ≤ b) : min a c ≤ min b c := min_le_min h (le_refl c)
end

namespace Finset
variable {α : Type u} [Lean.Grind.CommSemiring α] [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [IsStrictOrderedRing α]
  {ι : Type v} {s : Finset ι} {f g : ι → α}
theorem sum_le_sum (h : ∀ i, i ∈ s → f i ≤ g i) : s.sum f ≤ s.sum g := by
  rcases s with ⟨⟨l⟩, hl⟩
  replace h : ∀ i, i ∈ l → f i ≤ g i := h
  show l.foldr _ _ ≤ l.foldr _ _
  clear hl
  induction l with
  | nil => exact le_rfl
  | cons a l ih => exact add_le_add (h a List.mem_cons_self) (ih fun i hi => h i (List.mem_cons_of_mem a hi))
theorem prod_le_prod (h : ∀ i, i ∈ s → 0 ≤ f i) (k : ∀ i, i ∈ s → f i ≤ g i) : s.prod f ≤ s.prod g := by
  rcases s with ⟨⟨l⟩, hl⟩
  replace h : ∀ i, i ∈ l → 0 ≤ f i := h
  replace k : ∀ i, i ∈ l → f i ≤ g i := k
  show l.foldr (fun a r => f a * r) 1 ≤ l.foldr (fun a r => g a * r) 1
  clear hl
  have pos : ∀ l : List ι, (∀ i, i ∈ l → 0 ≤ f i) → 0 ≤ l.foldr (fun a r => f a * r) 1 := fun l => by
    induction l with
    | nil => intro _; exact zero_le_one
    | cons a l ih => intro h; exact mul_nonneg (h a List.mem_cons_self) (ih fun i hi => h i (List.mem_cons_of_mem a hi))
  induction l with
  | nil => exact le_rfl
  | cons a l ih =>
    exact mul_le_mul (k a List.mem_cons_self) (ih (fun i hi => h i (List.mem_cons_of_mem a hi)) fun i hi => k i (List.mem_cons_of_mem a hi))
      (pos l fun i hi => h i (List.mem_cons_of_mem a hi)) (le_trans (h a List.mem_cons_self) (k a List.mem_cons_self))
end Finset

namespace Int
variable {ℝ : Type} [RealField ℝ] {a b : ℝ}
theorem floor_le_floor (h : a ≤ b) : floor a ≤ floor b := le_floor.2 (le_trans (floor_le a) h)
theorem ceil_le_ceil (h : a ≤ b) : ceil a ≤ ceil b := ceil_le.2 (le_trans h (le_ceil b))
end Int
theorem Real.exp_le_exp_of_le {ℝ : Type} [RealField ℝ] {a b : ℝ} (h : a ≤ b) : Real.exp a ≤ Real.exp b := Real.exp_le_exp.2 h
theorem Nat.factorial_le : ∀ {m n : Nat}, m ≤ n → Nat.factorial m ≤ Nat.factorial n
  | m, 0, h => by rw [Nat.le_zero.1 h]; exact Nat.le_refl _
  | m, n + 1, h => (Nat.lt_or_eq_of_le h).elim
      (fun k => Nat.le_trans (factorial_le (Nat.le_of_lt_succ k)) (Nat.le_mul_of_pos_left _ n.succ_pos)) fun e => by rw [e]; exact Nat.le_refl _

namespace Positivity
section
variable {α : Type u} [CommRing α] [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [OrderedRing α] [NoZeroDivisors α] {n : Int} {a : α}
private theorem zsmul_eq : n • a = (n : α) * a := by
  rcases Int.eq_nat_or_neg n with ⟨m, e | e⟩ <;> subst e
  · rw [Ring.zsmul_natCast_eq_nsmul, Semiring.nsmul_eq_natCast_mul, Int.cast_natCast]
  · rw [Ring.neg_zsmul, Ring.zsmul_natCast_eq_nsmul, Semiring.nsmul_eq_natCast_mul, Int.cast_neg, Int.cast_natCast, neg_mul]
theorem zsmul_pos (h : 0 < n) (k : 0 < a) : 0 < n • a := by rw [zsmul_eq]; exact mul_pos (Int.cast_pos.2 h) k
theorem zsmul_nonneg (h : 0 ≤ n) (k : 0 ≤ a) : 0 ≤ n • a := by rw [zsmul_eq]; exact mul_nonneg (Int.cast_nonneg.2 h) k
theorem zsmul_ne (h : n ≠ 0) (k : a ≠ 0) : n • a ≠ 0 := by rw [zsmul_eq]; exact mul_ne_zero (Int.cast_ne_zero.2 h) k
end
end Positivity

namespace Gcongr
section
variable {α : Type u} [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] {a b c d : α}
theorem imp_le (h : c ≤ a) (k : b ≤ d) : a ≤ b → c ≤ d := fun l => le_trans h (le_trans l k)
theorem imp_lt (h : c ≤ a) (k : b ≤ d) : a < b → c < d := fun l => lt_of_le_of_lt h (lt_of_lt_of_le l k)
end
theorem imp.Int {n a b c d : Int} (h : Int.ModEq n c a) (k : Int.ModEq n b d) : Int.ModEq n a b → Int.ModEq n c d :=
  fun l => Eq.trans (Eq.trans h l) k
theorem imp.Nat {n a b c d : Nat} (h : Nat.ModEq n c a) (k : Nat.ModEq n b d) : Nat.ModEq n a b → Nat.ModEq n c d :=
  fun l => Eq.trans (Eq.trans h l) k
section
variable {α : Type u} [CommRing α] [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [OrderedRing α]
theorem nat_cast_le {m n : Nat} (h : m ≤ n) : (m : α) ≤ (n : α) := Nat.cast_le.2 h
theorem nat_cast_lt {m n : Nat} (h : m < n) : (m : α) < (n : α) := Nat.cast_lt.2 h
theorem int_cast_le {m n : Int} (h : m ≤ n) : (m : α) ≤ (n : α) := Int.cast_le.2 h
theorem int_cast_lt {m n : Int} (h : m < n) : (m : α) < (n : α) := Int.cast_lt.2 h
end
section
variable {α : Type} [OrderedField α] {q r : Rat}
theorem rat_cast_le (h : q ≤ r) : (q : α) ≤ (r : α) := by
  refine (div_le_div_iff₀ (Nat.cast_pos.2 q.den_pos) (Nat.cast_pos.2 r.den_pos)).2 ?_
  rw [← Int.cast_natCast r.den, ← Int.cast_natCast q.den, ← Int.cast_mul, ← Int.cast_mul, Int.cast_le]
  exact (Rat.le_iff q r).1 h
theorem rat_cast_lt (h : q < r) : (q : α) < (r : α) := by
  refine (div_lt_div_iff₀ (Nat.cast_pos.2 q.den_pos) (Nat.cast_pos.2 r.den_pos)).2 ?_
  rw [← Int.cast_natCast r.den, ← Int.cast_natCast q.den, ← Int.cast_mul, ← Int.cast_mul, Int.cast_lt]
  exact (Rat.lt_iff q r).1 h
end
theorem nat_to_int_le {m n : Nat} (h : m ≤ n) : (m : Int) ≤ (n : Int) := Int.ofNat_le.2 h
theorem nat_to_int_lt {m n : Nat} (h : m < n) : (m : Int) < (n : Int) := Int.ofNat_lt.2 h
end Gcongr

namespace NormNum
variable {α : Type u} [Field α] {a b c : α}
theorem div_eq (a : α) (h : b * c = 1) : a / b = a * c := by
  have hb : b ≠ 0 := fun e => by rw [e, zero_mul] at h; exact Field.zero_ne_one h
  rw [div_eq_mul_inv, ← mul_one b⁻¹, ← h, ← mul_assoc b⁻¹, inv_mul_cancel₀ hb, one_mul]
theorem inv_eq (h : b * c = 1) : b⁻¹ = c := by
  have := div_eq 1 h; rwa [one_div, one_mul] at this
theorem ne_of_inverse (h : (a - b) * c = 1) : a ≠ b := fun e => by
  rw [e, sub_self, zero_mul] at h; exact Field.zero_ne_one h
end NormNum
end
