import Mathlib

/-!
# The prelude's definitions are Mathlib's

This file is to be built where Mathlib is (a Lake project that requires Mathlib for the Lean version of
`lean-toolchain`): `lake env lean MathlibAgreement.lean`. It is no target of this project, which has no
Mathlib, and it has not been compiled together with the prelude: the two declare the same names, so the
prelude's definitions are restated here, word for word, in the namespace `Ours`.

Two kinds of facts are proved:

* a definition of the prelude equals the notion of Mathlib that its doc comment names;
* Mathlib's `ℝ` and `ℂ` have every law of the classes `RealField` and `ComplexField`, `ComplexOver`, each
  stated in the order of the class's fields. A statement proved for every such type therefore holds for
  Mathlib's.
-/

namespace Ours
universe u v

/-! ## Number theory -/

def Prime (p : ℕ) : Prop := 2 ≤ p ∧ ∀ m, m ∣ p → m = 1 ∨ m = p

theorem prime_iff (p : ℕ) : Prime p ↔ Nat.Prime p := Nat.prime_def.symm

def factorial : ℕ → ℕ
  | 0 => 1
  | n + 1 => (n + 1) * factorial n

theorem factorial_eq : ∀ n, factorial n = Nat.factorial n
  | 0 => rfl
  | n + 1 => congrArg ((n + 1) * ·) (factorial_eq n)

def doubleFactorial : ℕ → ℕ
  | 0 => 1
  | 1 => 1
  | n + 2 => (n + 2) * doubleFactorial n

theorem doubleFactorial_eq : ∀ n, doubleFactorial n = Nat.doubleFactorial n
  | 0 => rfl
  | 1 => rfl
  | n + 2 => congrArg ((n + 2) * ·) (doubleFactorial_eq n)

def choose : ℕ → ℕ → ℕ
  | _, 0 => 1
  | 0, _ + 1 => 0
  | n + 1, k + 1 => choose n k + choose n (k + 1)

theorem choose_eq : ∀ n k, choose n k = Nat.choose n k
  | _, 0 => by simp [choose]
  | 0, _ + 1 => by simp [choose]
  | n + 1, k + 1 => by rw [choose, choose_eq n k, choose_eq n (k + 1), Nat.choose_succ_succ]

theorem nat_modEq_iff (n a b : ℕ) : a % n = b % n ↔ a ≡ b [MOD n] := Iff.rfl
theorem int_modEq_iff (n a b : ℤ) : a % n = b % n ↔ a ≡ b [ZMOD n] := Iff.rfl

theorem divisors_eq (n : ℕ) : Finset.filter (fun d => d ∣ n) (Finset.Ico 1 (n + 1)) = Nat.divisors n := by
  ext d
  simp only [Finset.mem_filter, Finset.mem_Ico, Nat.mem_divisors]
  constructor
  · rintro ⟨⟨h, k⟩, hd⟩; exact ⟨hd, by omega⟩
  · rintro ⟨hd, h⟩
    have := Nat.le_of_dvd (Nat.pos_of_ne_zero h) hd
    have := Nat.pos_of_dvd_of_pos hd (Nat.pos_of_ne_zero h)
    exact ⟨⟨by omega, by omega⟩, hd⟩

theorem properDivisors_eq (n : ℕ) : Finset.filter (fun d => d ∣ n) (Finset.Ico 1 n) = Nat.properDivisors n := by
  ext d
  simp only [Finset.mem_filter, Finset.mem_Ico, Nat.mem_properDivisors]
  constructor
  · rintro ⟨⟨h, k⟩, hd⟩; exact ⟨hd, k⟩
  · rintro ⟨hd, k⟩
    have := Nat.pos_of_dvd_of_pos hd (by omega)
    exact ⟨⟨by omega, k⟩, hd⟩

def sqrtAux : ℕ → ℕ → ℕ
  | 0, _ => 0
  | fuel + 1, n =>
    if n = 0 then 0 else
      let r := 2 * sqrtAux fuel (n / 4)
      if (r + 1) * (r + 1) ≤ n then r + 1 else r

theorem sqrtAux_spec : ∀ fuel n, n ≤ fuel →
    sqrtAux fuel n * sqrtAux fuel n ≤ n ∧ n < (sqrtAux fuel n + 1) * (sqrtAux fuel n + 1)
  | 0, n, h => by obtain rfl : n = 0 := by omega; decide
  | fuel + 1, n, h => by
    rw [sqrtAux]
    by_cases h0 : n = 0
    · subst h0; simp
    · rw [if_neg h0]
      have ih := sqrtAux_spec fuel (n / 4) (by omega)
      generalize sqrtAux fuel (n / 4) = r at ih
      have e1 : 2 * r * (2 * r) = 4 * (r * r) := by ring
      have e2 : (2 * r + 1 + 1) * (2 * r + 1 + 1) = 4 * ((r + 1) * (r + 1)) := by ring
      simp only []
      split <;> constructor <;> omega

theorem sqrt_eq (n : ℕ) : sqrtAux n n = Nat.sqrt n :=
  Nat.eq_sqrt.2 (sqrtAux_spec n n le_rfl)

def logAux (b : ℕ) : ℕ → ℕ → ℕ
  | 0, _ => 0
  | fuel + 1, n => if b ≤ n then logAux b fuel (n / b) + 1 else 0

theorem logAux_eq {b : ℕ} (hb : 1 < b) : ∀ fuel n, n ≤ fuel → logAux b fuel n = Nat.log b n
  | 0, n, h => by obtain rfl : n = 0 := by omega; simp [logAux]
  | fuel + 1, n, h => by
    rw [logAux]
    split
    · next k =>
      have : n / b < n := Nat.div_lt_self (by omega) hb
      rw [logAux_eq hb fuel (n / b) (by omega), Nat.log_of_one_lt_of_le hb k]
    · next k => rw [Nat.log_of_lt (by omega)]

theorem log_eq (b n : ℕ) : (if 1 < b then logAux b n n else 0) = Nat.log b n := by
  split
  · next h => exact logAux_eq h n n le_rfl
  · next h => rw [Nat.log_of_left_le_one (by omega)]

def digitsAux (b : ℕ) : ℕ → ℕ → List ℕ
  | 0, _ => []
  | fuel + 1, n => if n = 0 then [] else n % b :: digitsAux b fuel (n / b)

theorem digitsAux_eq {b : ℕ} (hb : 1 < b) : ∀ fuel n, n ≤ fuel → digitsAux b fuel n = Nat.digits b n
  | 0, n, h => by obtain rfl : n = 0 := by omega; simp [digitsAux]
  | fuel + 1, n, h => by
    rw [digitsAux]
    split
    · next k => subst k; simp
    · next k =>
      have : n / b < n := Nat.div_lt_self (by omega) hb
      rw [digitsAux_eq hb fuel (n / b) (by omega), Nat.digits_def' hb (by omega)]

theorem digits_eq (b n : ℕ) :
    (if b = 0 then (if n = 0 then [] else [n]) else if b = 1 then List.replicate n 1 else digitsAux b n n) =
      Nat.digits b n := by
  rcases b with _ | _ | b
  · rcases n with _ | n <;> simp
  · simp
  · simpa using digitsAux_eq (b := b + 2) (by omega) n n le_rfl

theorem even_iff {α : Type u} [Add α] (a : α) : (∃ r, a = r + r) ↔ Even a := Iff.rfl
theorem odd_iff {α : Type u} [Semiring α] (a : α) : (∃ m, a = 2 * m + 1) ↔ Odd a := Iff.rfl

/-! ## Order and absolute value -/

theorem abs_eq {α : Type u} [Lattice α] [AddGroup α] (a : α) : a ⊔ -a = |a| := rfl
theorem max_eq {α : Type u} [LinearOrder α] (a b : α) : max a b = a ⊔ b := rfl

/-! ## Finite sums and products: the prelude folds over a duplicate-free list -/

theorem sum_eq {α : Type u} {M : Type v} [AddCommMonoid M] (l : List α) (h : l.Nodup) (f : α → M) :
    l.foldr (fun a r => f a + r) 0 = Finset.sum ⟨(l : Multiset α), h⟩ f := by
  show _ = (Multiset.map f (l : Multiset α)).sum
  rw [Multiset.map_coe, Multiset.sum_coe]
  clear h
  induction l with
  | nil => rfl
  | cons a l ih => rw [List.foldr_cons, List.map_cons, List.sum_cons, ih]

theorem prod_eq {α : Type u} {M : Type v} [CommMonoid M] (l : List α) (h : l.Nodup) (f : α → M) :
    l.foldr (fun a r => f a * r) 1 = Finset.prod ⟨(l : Multiset α), h⟩ f := by
  show _ = (Multiset.map f (l : Multiset α)).prod
  rw [Multiset.map_coe, Multiset.prod_coe]
  clear h
  induction l with
  | nil => rfl
  | cons a l ih => rw [List.foldr_cons, List.map_cons, List.prod_cons, ih]

theorem range_eq (n : ℕ) : (⟨(List.range n : Multiset ℕ), List.nodup_range⟩ : Finset ℕ) = Finset.range n := rfl
theorem mem_Icc_nat (a b x : ℕ) : x ∈ List.range' a (b + 1 - a) ↔ x ∈ Finset.Icc a b := by
  rw [List.mem_range'_1, Finset.mem_Icc]; omega
theorem mem_Ico_nat (a b x : ℕ) : x ∈ List.range' a (b - a) ↔ x ∈ Finset.Ico a b := by
  rw [List.mem_range'_1, Finset.mem_Ico]; omega

theorem Iic_eq (b : ℕ) : Finset.Icc 0 b = Finset.Iic b := by ext x; simp
theorem Iio_eq (b : ℕ) : Finset.Ico 0 b = Finset.Iio b := by ext x; simp

/-! ## Finite types, pairs, set-builders -/

theorem mem_pairs {α : Type u} {β : Type v} (l : List α) (m : List β) (p : α × β) :
    p ∈ l.flatMap (fun a => m.map fun b => (a, b)) ↔ p ∈ l ×ˢ m := Iff.rfl
theorem mem_product {α : Type u} {β : Type v} (s : Finset α) (t : Finset β) (p : α × β) :
    p ∈ s ×ˢ t ↔ p.1 ∈ s ∧ p.2 ∈ t := Finset.mem_product
theorem mem_prod {α : Type u} {β : Type v} (s : Set α) (t : Set β) (p : α × β) :
    p ∈ s ×ˢ t ↔ p.1 ∈ s ∧ p.2 ∈ t := Iff.rfl
theorem mem_subtype {α : Type u} (p : α → Prop) [DecidablePred p] (s : Finset α) (a : { a // p a }) :
    a ∈ s.subtype p ↔ a.1 ∈ s := Finset.mem_subtype
example (α : Type u) [Fintype α] : (Finset.univ : Finset α).card = Fintype.card α := rfl
example (n : ℕ) (i : Fin n) : i ∈ List.finRange n := List.mem_finRange i
example {α : Type u} (s : Finset α) (p : α → Prop) [DecidablePred p] : {x ∈ s | p x} = Finset.filter p s := rfl
example {α : Type u} [Fintype α] (p : α → Prop) [DecidablePred p] :
    ({x | p x} : Finset α) = Finset.filter p Finset.univ := rfl
example {α : Type u} (s : Set α) (p : α → Prop) : {x ∈ s | p x} = {x | x ∈ s ∧ p x} := rfl
example {α : Type u} {β : Type v} (f : α → β) (s : Set α) : {f x | x ∈ s} = {y | ∃ x, x ∈ s ∧ f x = y} := rfl
example (q : ℚ) (z : ℤ) : z ≤ Rat.floor q ↔ (z : ℚ) ≤ q := Rat.le_floor

/-! ## The laws of `RealField`, of Mathlib's `ℝ` -/

section Laws
open Real
variable (a b : ℝ)

example : ∀ s : ℝ → Prop, (∃ x, s x) → (∃ b, ∀ x, s x → x ≤ b) →
    ∃ l, (∀ x, s x → x ≤ l) ∧ ∀ b, (∀ x, s x → x ≤ b) → l ≤ b := by
  intro s hne ⟨b, hb⟩
  obtain ⟨l, hl⟩ := Real.exists_isLUB (s := {x | s x}) hne ⟨b, fun x hx => hb x hx⟩
  exact ⟨l, fun x hx => hl.1 hx, fun c hc => hl.2 fun x hx => hc x hx⟩
example (z : ℤ) : z ≤ ⌊a⌋ ↔ (z : ℝ) ≤ a := Int.le_floor
example : ⌈a⌉ = -⌊-a⌋ := by rw [Int.floor_neg, neg_neg]
example : ⌊a⌋₊ = ⌊a⌋.toNat := (Int.floor_toNat a).symm
example : ⌈a⌉₊ = ⌈a⌉.toNat := (Int.ceil_toNat a).symm
example : 0 ≤ √a := Real.sqrt_nonneg a
example (h : 0 ≤ a) : √a ^ 2 = a := Real.sq_sqrt h
example (h : a ≤ 0) : √a = 0 := Real.sqrt_eq_zero_of_nonpos h
example : exp (a + b) = exp a * exp b := Real.exp_add a b
example : a + 1 ≤ exp a := Real.add_one_le_exp a
example (h : 0 < a) : exp (log a) = a := Real.exp_log h
example : log 0 = 0 := Real.log_zero
example : log (-a) = log a := Real.log_neg_eq_log a
example : sin (a + b) = sin a * cos b + cos a * sin b := Real.sin_add a b
example : cos (a + b) = cos a * cos b - sin a * sin b := Real.cos_add a b
example : sin (-a) = -sin a := Real.sin_neg a
example : cos (-a) = cos a := Real.cos_neg a
example : cos 0 = 1 := Real.cos_zero
example (h : 0 < a) : sin a < a := Real.sin_lt h
example : 0 < π := Real.pi_pos
example : sin (π / 2) = 1 := Real.sin_pi_div_two
example (h : 0 < a) (k : a < π) : 0 < sin a := Real.sin_pos_of_pos_of_lt_pi h k
example : (3141592 : ℝ) / 1000000 < π := by have := Real.pi_gt_d6; norm_num at this ⊢; linarith
example : π < (3141593 : ℝ) / 1000000 := by have := Real.pi_lt_d6; norm_num at this ⊢; linarith
example (h : 0 < a) : a ^ b = exp (log a * b) := Real.rpow_def_of_pos h b
example : (0 : ℝ) ^ (0 : ℝ) = 1 := Real.rpow_zero 0
example (h : a ≠ 0) : (0 : ℝ) ^ a = 0 := Real.zero_rpow h
example (h : a < 0) : a ^ b = exp (log a * b) * cos (b * π) := Real.rpow_def_of_neg h b
example : tan a = sin a / cos a := Real.tan_eq_sin_div_cos a
example : logb b a = log a / log b := rfl
example : Irrational a ↔ ¬∃ q : ℚ, (q : ℝ) = a := Iff.rfl
example (q : ℚ) : (q : ℝ) = (q.num : ℝ) / (q.den : ℝ) := Rat.cast_def q
example : ‖a‖ = |a| := Real.norm_eq_abs a
end Laws

/-! ## The laws of `ComplexField` and `ComplexOver`, of Mathlib's `ℂ` over `ℝ` -/

section Laws
open Complex
variable (z : ℂ) (a b : ℝ)

example : I * I = -1 := Complex.I_mul_I
example : (z.re : ℂ) + (z.im : ℂ) * I = z := Complex.re_add_im z
example : ((a : ℂ) + (b : ℂ) * I).re = a := by simp
example : ((a : ℂ) + (b : ℂ) * I).im = b := by simp
example : ((a + b : ℝ) : ℂ) = (a : ℂ) + (b : ℂ) := Complex.ofReal_add a b
example : ((a * b : ℝ) : ℂ) = (a : ℂ) * (b : ℂ) := Complex.ofReal_mul a b
example : ((1 : ℝ) : ℂ) = 1 := Complex.ofReal_one
example : Complex.normSq z = z.re * z.re + z.im * z.im := Complex.normSq_apply z
/-- Both `‖z‖` and `Complex.abs z` of the prelude; Mathlib's `Complex.abs` has become `‖z‖`. -/
example : ‖z‖ = √(Complex.normSq z) := rfl
example : (starRingEnd ℂ) z = (z.re : ℂ) - (z.im : ℂ) * I := by apply Complex.ext <;> simp
example : (starRingEnd ℝ) a = a := by simp
end Laws

/-! ## Further number types -/

example (x : NNReal) : ((NNReal.sqrt x : NNReal) : ℝ) = √(x : ℝ) := Real.coe_sqrt
example (x y : NNReal) : ((x - y : NNReal) : ℝ) = max ((x : ℝ) - y) 0 := NNReal.coe_sub_def
example (n : ℕ) : ZMod (n + 1) = Fin (n + 1) := rfl
example : ZMod 0 = ℤ := rfl

/-! ## Sets, bounds, bijections -/

example {α : Type u} (p : α → Prop) (a : α) : a ∈ {x | p x} ↔ p a := Iff.rfl
example {α : Type u} (s t : Set α) : s ⊆ t ↔ ∀ a, a ∈ s → a ∈ t := Iff.rfl
example {α : Type u} {β : Type v} (f : α → β) (s : Set β) (a : α) : a ∈ f ⁻¹' s ↔ f a ∈ s := Iff.rfl
example {α : Type u} {β : Type v} (f : α → β) (s : Set α) (b : β) : b ∈ f '' s ↔ ∃ a, a ∈ s ∧ f a = b := Iff.rfl
example {α : Type u} [Preorder α] (s : Set α) (a : α) :
    IsLeast s a ↔ a ∈ s ∧ ∀ x, x ∈ s → a ≤ x := Iff.rfl
example {α : Type u} [Preorder α] (s : Set α) (a : α) :
    IsGreatest s a ↔ a ∈ s ∧ ∀ x, x ∈ s → x ≤ a := Iff.rfl
example {α : Type u} (p : α → Prop) : (∃! x, p x) ↔ ∃ x, p x ∧ ∀ y, p y → y = x := Iff.rfl
example {α : Type u} {β : Type v} (e : α ≃ β) (x : α) : e.symm (e x) = x := e.left_inv x
example {α : Type u} {β : Type v} [Preorder α] [Preorder β] (f : α → β) :
    StrictMono f ↔ ∀ ⦃a b⦄, a < b → f a < f b := Iff.rfl

end Ours
