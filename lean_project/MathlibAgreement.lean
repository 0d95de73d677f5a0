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

Each comment before a fact names the prelude's definitions that the fact is about; an instance by its class
and type. `tests/lean/test_agreement.py` sees to it that every definition is named, and that what stands here
is what the prelude says. A finite set is determined by its elements (`Finset.ext`): where the prelude builds
one in another way than Mathlib, its elements are compared; the prelude proves the same law of its own.
-/

namespace Ours
universe u v

/-! ## Number theory -/

/-- `Nat.Prime` -/
def Prime (p : ℕ) : Prop := 2 ≤ p ∧ ∀ m, m ∣ p → m = 1 ∨ m = p

theorem prime_iff (p : ℕ) : Prime p ↔ Nat.Prime p := Nat.prime_def.symm

/-- `Nat.factorial` -/
def factorial : ℕ → ℕ
  | 0 => 1
  | n + 1 => (n + 1) * factorial n

theorem factorial_eq : ∀ n, factorial n = Nat.factorial n
  | 0 => rfl
  | n + 1 => congrArg ((n + 1) * ·) (factorial_eq n)

/-- `Nat.doubleFactorial` -/
def doubleFactorial : ℕ → ℕ
  | 0 => 1
  | 1 => 1
  | n + 2 => (n + 2) * doubleFactorial n

theorem doubleFactorial_eq : ∀ n, doubleFactorial n = Nat.doubleFactorial n
  | 0 => rfl
  | 1 => rfl
  | n + 2 => congrArg ((n + 2) * ·) (doubleFactorial_eq n)

/-- `Nat.choose` -/
def choose : ℕ → ℕ → ℕ
  | _, 0 => 1
  | 0, _ + 1 => 0
  | n + 1, k + 1 => choose n k + choose n (k + 1)

theorem choose_eq : ∀ n k, choose n k = Nat.choose n k
  | _, 0 => by simp [choose]
  | 0, _ + 1 => by simp [choose]
  | n + 1, k + 1 => by rw [choose, choose_eq n k, choose_eq n (k + 1), Nat.choose_succ_succ]

/-- `Nat.ModEq` -/
theorem nat_modEq_iff (n a b : ℕ) : a % n = b % n ↔ a ≡ b [MOD n] := Iff.rfl
/-- `Int.ModEq` -/
theorem int_modEq_iff (n a b : ℤ) : a % n = b % n ↔ a ≡ b [ZMOD n] := Iff.rfl

/-- `Nat.divisors` -/
theorem divisors_eq (n : ℕ) : Finset.filter (fun d => d ∣ n) (Finset.Ico 1 (n + 1)) = Nat.divisors n := by
  ext d
  simp only [Finset.mem_filter, Finset.mem_Ico, Nat.mem_divisors]
  constructor
  · rintro ⟨⟨h, k⟩, hd⟩; exact ⟨hd, by omega⟩
  · rintro ⟨hd, h⟩
    have := Nat.le_of_dvd (Nat.pos_of_ne_zero h) hd
    have := Nat.pos_of_dvd_of_pos hd (Nat.pos_of_ne_zero h)
    exact ⟨⟨by omega, by omega⟩, hd⟩

/-- `Nat.properDivisors` -/
theorem properDivisors_eq (n : ℕ) : Finset.filter (fun d => d ∣ n) (Finset.Ico 1 n) = Nat.properDivisors n := by
  ext d
  simp only [Finset.mem_filter, Finset.mem_Ico, Nat.mem_properDivisors]
  constructor
  · rintro ⟨⟨h, k⟩, hd⟩; exact ⟨hd, k⟩
  · rintro ⟨hd, k⟩
    have := Nat.pos_of_dvd_of_pos hd (by omega)
    exact ⟨⟨by omega, k⟩, hd⟩

/-- `Nat.sqrtAux` -/
def sqrtAux : ℕ → ℕ → ℕ
  | 0, _ => 0
  | fuel + 1, n =>
    if n = 0 then 0 else
      let r := 2 * sqrtAux fuel (n / 4)
      if (r + 1) * (r + 1) ≤ n then r + 1 else r

theorem sqrtAux_spec : ∀ fuel n, n ≤ fuel →
    sqrtAux fuel n * sqrtAux fuel n ≤ n ∧ n < (sqrtAux fuel n + 1) * (sqrtAux fuel n + 1)
  | 0, n, h => by obtain rfl : n = 0 := (by omega); decide
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

/-- `Nat.sqrt` -/
theorem sqrt_eq (n : ℕ) : sqrtAux n n = Nat.sqrt n :=
  Nat.eq_sqrt.2 (sqrtAux_spec n n le_rfl)

/-- `Nat.logAux` -/
def logAux (b : ℕ) : ℕ → ℕ → ℕ
  | 0, _ => 0
  | fuel + 1, n => if b ≤ n then logAux b fuel (n / b) + 1 else 0

theorem logAux_eq {b : ℕ} (hb : 1 < b) : ∀ fuel n, n ≤ fuel → logAux b fuel n = Nat.log b n
  | 0, n, h => by obtain rfl : n = 0 := (by omega); simp [logAux]
  | fuel + 1, n, h => by
    rw [logAux]
    split
    · next k =>
      have : n / b < n := Nat.div_lt_self (by omega) hb
      rw [logAux_eq hb fuel (n / b) (by omega), Nat.log_of_one_lt_of_le hb k]
    · next k => rw [Nat.log_of_lt (by omega)]

/-- `Nat.log` -/
theorem log_eq (b n : ℕ) : (if 1 < b then logAux b n n else 0) = Nat.log b n := by
  split
  · next h => exact logAux_eq h n n le_rfl
  · next h => rw [Nat.log_of_left_le_one (by omega)]

/-- `Nat.digitsAux` -/
def digitsAux (b : ℕ) : ℕ → ℕ → List ℕ
  | 0, _ => []
  | fuel + 1, n => if n = 0 then [] else n % b :: digitsAux b fuel (n / b)

theorem digitsAux_eq {b : ℕ} (hb : 1 < b) : ∀ fuel n, n ≤ fuel → digitsAux b fuel n = Nat.digits b n
  | 0, n, h => by obtain rfl : n = 0 := (by omega); simp [digitsAux]
  | fuel + 1, n, h => by
    rw [digitsAux]
    split
    · next k => subst k; simp
    · next k =>
      have : n / b < n := Nat.div_lt_self (by omega) hb
      rw [digitsAux_eq hb fuel (n / b) (by omega), Nat.digits_def' hb (by omega)]

/-- `Nat.digits` -/
theorem digits_eq (b n : ℕ) :
    (if b = 0 then (if n = 0 then [] else [n]) else if b = 1 then List.replicate n 1 else digitsAux b n n) =
      Nat.digits b n := by
  rcases b with _ | _ | b
  · rcases n with _ | n <;> simp
  · simp
  · simpa using digitsAux_eq (b := b + 2) (by omega) n n le_rfl

/-- `Nat.ofDigits` -/
def ofDigits (b : ℕ) : List ℕ → ℕ
  | [] => 0
  | d :: l => d + b * ofDigits b l

theorem ofDigits_eq (b : ℕ) : ∀ l, ofDigits b l = Nat.ofDigits b l
  | [] => rfl
  | d :: l => by simp [ofDigits, ofDigits_eq b l, Nat.ofDigits_cons]

/-- `Nat.xgcdAux` -/
def xgcdAux : ℕ → ℕ → ℤ → ℤ → ℕ → ℤ → ℤ → ℕ × ℤ × ℤ
  | 0, _, _, _, r', s', t' => (r', s', t')
  | fuel + 1, r, s, t, r', s', t' =>
    if r = 0 then (r', s', t')
    else
      let q : ℤ := ((r' / r : ℕ) : ℤ)
      xgcdAux fuel (r' % r) (s' - q * s) (t' - q * t) r s t

theorem xgcdAux_eq : ∀ fuel r s t r' s' t', r < fuel → xgcdAux fuel r s t r' s' t' = Nat.xgcdAux r s t r' s' t'
  | 0, _, _, _, _, _, _, h => absurd h (by omega)
  | fuel + 1, r, s, t, r', s', t', h => by
    rw [xgcdAux]
    split
    · next k => subst k; rw [Nat.xgcd_zero_left]
    · next k =>
      have := Nat.mod_lt r' (Nat.pos_of_ne_zero k)
      simp only []
      rw [xgcdAux_eq fuel _ _ _ _ _ _ (by omega), Nat.xgcdAux_rec (Nat.pos_of_ne_zero k)]
      simp

/-- `Nat.gcdA` -/
theorem gcdA_eq (x y : ℕ) : (xgcdAux (x + 1) x 1 0 y 0 1).2.1 = Nat.gcdA x y := by
  rw [xgcdAux_eq _ _ _ _ _ _ _ (Nat.lt_succ_self x)]; rfl

/-- `Nat.iterate` -/
def iterate {α : Sort u} (f : α → α) : ℕ → α → α
  | 0, a => a
  | n + 1, a => iterate f n (f a)

theorem iterate_eq {α : Sort u} (f : α → α) : ∀ n a, iterate f n a = f^[n] a
  | 0, _ => rfl
  | n + 1, a => iterate_eq f n (f a)

/-- `IsSquare` -/
theorem isSquare_iff {α : Type u} [Mul α] (a : α) : (∃ r, a = r * r) ↔ IsSquare a := Iff.rfl
/-- `IsCoprime` -/
theorem isCoprime_iff (a b : ℤ) : (∃ u v, u * a + v * b = 1) ↔ IsCoprime a b := Iff.rfl
/-- `Even` -/
theorem even_iff {α : Type u} [Add α] (a : α) : (∃ r, a = r + r) ↔ Even a := Iff.rfl
/-- `Odd` -/
theorem odd_iff {α : Type u} [Semiring α] (a : α) : (∃ m, a = 2 * m + 1) ↔ Odd a := Iff.rfl

/-! ## Order and absolute value -/

/-- `abs` -/
theorem abs_eq {α : Type u} [LinearOrder α] [AddGroup α] (a : α) : max a (-a) = |a| := rfl
/-- `LawfulMinMax` -/
theorem max_eq {α : Type u} [LinearOrder α] (a b : α) : max a b = a ⊔ b := rfl

/-! ## Rounding -/

/-- `FloorRing Rat` -/
example (q : ℚ) (z : ℤ) : z ≤ ⌊q⌋ ↔ (z : ℚ) ≤ q := Int.le_floor
example (q : ℚ) : Rat.floor q = ⌊q⌋ := rfl

section Rounding
variable {α : Type u} [Field α] [LinearOrder α] [IsStrictOrderedRing α] [FloorRing α] (a : α)
/-- `Int.floor` -/
example : Int.floor a = FloorRing.floor a := rfl
/-- `Int.ceil` -/
example : ⌈a⌉ = -FloorRing.floor (-a) := by rw [show FloorRing.floor (-a) = ⌊-a⌋ from rfl, Int.floor_neg, neg_neg]
/-- `Int.fract` -/
example : Int.fract a = a - (Int.floor a : α) := rfl
/-- `Nat.floor` -/
example : ⌊a⌋₊ = (Int.floor a).toNat := (Int.floor_toNat a).symm
/-- `Nat.ceil` -/
example : ⌈a⌉₊ = (Int.ceil a).toNat := (Int.ceil_toNat a).symm
end Rounding

/-! ## The laws of `OrderedField`: Mathlib's `ℝ` and `ℚ` are linearly ordered fields -/

/-- `OrderedField` -/
example : LinearOrder ℝ := inferInstance
example : IsStrictOrderedRing ℝ := inferInstance
example : Field ℝ := inferInstance
/-- `OrderedField Rat` -/
example : IsStrictOrderedRing ℚ := inferInstance
/-- `NoZeroDivisors` `LawfulMinMax` -/
example {α : Type u} [Semiring α] [NoZeroDivisors α] {a b : α} : a * b = 0 → a = 0 ∨ b = 0 := eq_zero_or_eq_zero_of_mul_eq_zero

/-! ## The laws of `RealField`, of Mathlib's `ℝ` -/

section Laws
open Real
variable (a b : ℝ)

/-- `RealField` -/
example : ∀ s : ℝ → Prop, (∃ x, s x) → (∃ b, ∀ x, s x → x ≤ b) →
    ∃ l, (∀ x, s x → x ≤ l) ∧ ∀ b, (∀ x, s x → x ≤ b) → l ≤ b := by
  intro s hne ⟨b, hb⟩
  obtain ⟨l, hl⟩ := Real.exists_isLUB (s := {x | s x}) hne ⟨b, fun x hx => hb x hx⟩
  exact ⟨l, fun x hx => hl.1 hx, fun c hc => hl.2 fun x hx => hc x hx⟩
/-- `FloorRing` `FloorRing α` -/
example (z : ℤ) : z ≤ ⌊a⌋ ↔ (z : ℝ) ≤ a := Int.le_floor
/-- `Real.sqrt` -/
example : 0 ≤ √a := Real.sqrt_nonneg a
example (h : 0 ≤ a) : √a ^ 2 = a := Real.sq_sqrt h
example (h : a ≤ 0) : √a = 0 := Real.sqrt_eq_zero_of_nonpos h
/-- `Real.exp` -/
example : exp (a + b) = exp a * exp b := Real.exp_add a b
example : a + 1 ≤ exp a := Real.add_one_le_exp a
/-- `Real.log` -/
example (h : 0 < a) : exp (log a) = a := Real.exp_log h
example : log (0 : ℝ) = 0 := Real.log_zero
example : log (-a) = log a := Real.log_neg_eq_log a
/-- `Real.sin` -/
example : sin (a + b) = sin a * cos b + cos a * sin b := Real.sin_add a b
/-- `Real.cos` -/
example : cos (a + b) = cos a * cos b - sin a * sin b := Real.cos_add a b
example : sin (-a) = -sin a := Real.sin_neg a
example : cos (-a) = cos a := Real.cos_neg a
example : cos (0 : ℝ) = 1 := Real.cos_zero
example (h : 0 < a) : sin a < a := Real.sin_lt h
/-- `Real.pi` -/
example : 0 < π := Real.pi_pos
example : sin (π / 2) = 1 := Real.sin_pi_div_two
example (h : 0 < a) (k : a < π) : 0 < sin a := Real.sin_pos_of_pos_of_lt_pi h k
example : (3141592 : ℝ) / 1000000 < π := by have := Real.pi_gt_d6; norm_num at this ⊢; linarith
example : π < (3141593 : ℝ) / 1000000 := by have := Real.pi_lt_d6; norm_num at this ⊢; linarith
example (h : 0 < a) : a ^ b = exp (log a * b) := Real.rpow_def_of_pos h b
example : (0 : ℝ) ^ (0 : ℝ) = 1 := Real.rpow_zero 0
example (h : a ≠ 0) : (0 : ℝ) ^ a = 0 := Real.zero_rpow h
example (h : a < 0) : a ^ b = exp (log a * b) * cos (b * π) := Real.rpow_def_of_neg h b
/-- `Real.tan` -/
example (x : ℝ) : tan x = sin x / cos x := Real.tan_eq_sin_div_cos x
/-- `Real.logb` -/
example (x : ℝ) : logb b x = log x / log b := rfl
/-- `Irrational` -/
example (x : ℝ) : Irrational x ↔ ¬∃ q : ℚ, (q : ℝ) = x := Iff.rfl
/-- `RatCast` `Rat.cast` `RatCast α` `CoeTail Rat α` `CoeHTCT Rat α` -/
example (q : ℚ) : (q : ℝ) = (q.num : ℝ) / (q.den : ℝ) := Rat.cast_def q
/-- `norm` `Norm` `Norm ℝ ℝ` -/
example : ‖a‖ = |a| := Real.norm_eq_abs a
end Laws

/-! ## The laws of `ComplexField` and `ComplexOver`, of Mathlib's `ℂ` over `ℝ` -/

section Laws
open Complex
variable (z : ℂ) (a b : ℝ)

/-- `ComplexField` `Complex.I` -/
example : (I : ℂ) * I = -1 := Complex.I_mul_I
/-- `ComplexOver` `Complex.re` `Complex.im` -/
example : (z.re : ℂ) + (z.im : ℂ) * I = z := Complex.re_add_im z
example : ((a : ℂ) + (b : ℂ) * I).re = a := by simp
example : ((a : ℂ) + (b : ℂ) * I).im = b := by simp
/-- `Complex.ofReal` `CoeHTCT ℝ ℂ` -/
example : ((a + b : ℝ) : ℂ) = (a : ℂ) + (b : ℂ) := Complex.ofReal_add a b
example : ((a * b : ℝ) : ℂ) = (a : ℂ) * (b : ℂ) := Complex.ofReal_mul a b
example : ((1 : ℝ) : ℂ) = 1 := Complex.ofReal_one
/-- `Complex.normSq` -/
example : Complex.normSq z = Complex.re z * Complex.re z + Complex.im z * Complex.im z := Complex.normSq_apply z
/-- `Complex.abs` `Norm ℝ ℂ`: in Mathlib the one has become the other. -/
example : ‖z‖ = Real.sqrt (Complex.normSq z) := rfl
/-- `starRingEnd` `Conjugation` `Conjugation ℝ ℂ` -/
example : (starRingEnd ℂ) z = (z.re : ℂ) - (z.im : ℂ) * I := by apply Complex.ext <;> simp
/-- `Conjugation ℝ ℝ` -/
example : (starRingEnd ℝ) a = a := by simp
end Laws

/-! ## Further number types -/

section NNReal
open NNReal
variable (a b : ℝ≥0)
/-- `NNReal` -/
example : ℝ≥0 = { x : ℝ // 0 ≤ x } := rfl
/-- `NNReal.toReal` `CoeOut (NNReal ℝ) ℝ` -/
example (x : ℝ≥0) : (x : ℝ) = x.1 := rfl
/-- `CommSemiring (NNReal ℝ)` -/
example : ((a + b : ℝ≥0) : ℝ) = a + b := NNReal.coe_add a b
example : ((a * b : ℝ≥0) : ℝ) = a * b := NNReal.coe_mul a b
example (n : ℕ) : ((n : ℝ≥0) : ℝ) = n := NNReal.coe_natCast n
example (n : ℕ) : ((a ^ n : ℝ≥0) : ℝ) = (a : ℝ) ^ n := NNReal.coe_pow a n
/-- `LE (NNReal ℝ)` -/
example : a ≤ b ↔ a.1 ≤ b.1 := Iff.rfl
/-- `LT (NNReal ℝ)` -/
example : a < b ↔ a.1 < b.1 := Iff.rfl
/-- `Sub (NNReal ℝ)` -/
example : ((a - b : ℝ≥0) : ℝ) = max ((a : ℝ) - b) 0 := NNReal.coe_sub_def
/-- `Inv (NNReal ℝ)` -/
example : ((a⁻¹ : ℝ≥0) : ℝ) = (a : ℝ)⁻¹ := NNReal.coe_inv a
/-- `Div (NNReal ℝ)` -/
example : ((a / b : ℝ≥0) : ℝ) = (a : ℝ) / b := NNReal.coe_div a b
/-- `NNReal.sqrt` -/
example : ((NNReal.sqrt a : ℝ≥0) : ℝ) = √(a : ℝ) := Real.coe_sqrt
/-- `HPow (NNReal ℝ) ℝ (NNReal ℝ)` -/
example (y : ℝ) : ((a ^ y : ℝ≥0) : ℝ) = (a : ℝ) ^ y := NNReal.coe_rpow a y
end NNReal

/-- `ZMod` -/
example (n : ℕ) : ZMod (n + 1) = Fin (n + 1) := rfl
example : ZMod 0 = ℤ := rfl
/-- `CommRing (ZMod n)` -/
example (n : ℕ) (a b : ZMod (n + 1)) : a + b = (show ZMod (n + 1) from ((show Fin (n + 1) from a) + (show Fin (n + 1) from b))) := rfl
example (n : ℕ) (a b : ZMod (n + 1)) : a * b = (show ZMod (n + 1) from ((show Fin (n + 1) from a) * (show Fin (n + 1) from b))) := rfl
/-- `ZMod.val` -/
example (n : ℕ) (a : ZMod (n + 1)) : ZMod.val a = Fin.val (n := n + 1) a := rfl
example (a : ZMod 0) : ZMod.val a = Int.natAbs a := rfl
/-- `ZMod.inv` `Inv (ZMod n)` -/
example (n : ℕ) (i : ZMod (n + 1)) : i⁻¹ = ((Nat.gcdA (ZMod.val i) (n + 1) : ℤ) : ZMod (n + 1)) := rfl
example (i : ZMod 0) : i⁻¹ = Int.sign i := rfl

section PNat
variable (a b : ℕ+)
/-- `PNat` -/
example : ℕ+ = { n : ℕ // 0 < n } := rfl
/-- `PNat.val` `CoeOut PNat Nat` -/
example (n : ℕ+) : (n : ℕ) = n.1 := rfl
/-- `OfNat PNat n` -/
example (n : ℕ) [NeZero n] : ((OfNat.ofNat n : ℕ+) : ℕ) = n := rfl
/-- `Add PNat` -/
example : ((a + b : ℕ+) : ℕ) = a + b := PNat.add_coe a b
/-- `Mul PNat` -/
example : ((a * b : ℕ+) : ℕ) = a * b := PNat.mul_coe a b
/-- `Pow PNat Nat` -/
example (n : ℕ) : ((a ^ n : ℕ+) : ℕ) = (a : ℕ) ^ n := PNat.pow_coe a n
/-- `LE PNat` -/
example : a ≤ b ↔ a.1 ≤ b.1 := Iff.rfl
/-- `LT PNat` -/
example : a < b ↔ a.1 < b.1 := Iff.rfl
end PNat

end Ours
