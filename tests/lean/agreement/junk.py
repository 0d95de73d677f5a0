"""Facts about what is not computed, and about arguments out of range: each is a theorem of Mathlib, or its instance at numerals."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """``lean`` holds in Mathlib; ``proof`` proves it of the prelude's definitions.  ``of``: the definitions that it is about."""

    of: str
    lean: str
    proof: str


def facts(table: str) -> list[Fact]:
    """A line each: definitions ; statement ; proof."""
    return [Fact(*(part.strip() for part in line.split(" ; "))) for line in table.strip().splitlines()]


NATURALS = facts("""
- ; (3 : ℕ) - 5 = 0 ; decide
- ; (7 : ℕ) / 0 = 0 ∧ (7 : ℕ) % 0 = 7 ; decide
- ; (-7 : ℤ) / 2 = -4 ∧ (-7 : ℤ) % 2 = 1 ∧ (-7 : ℤ) / -2 = 4 ∧ (-7 : ℤ) % -2 = 1 ; decide
- ; (7 : ℤ) / 0 = 0 ∧ (-7 : ℤ) % 0 = -7 ; decide
- ; (1 : ℚ) / 0 = 0 ∧ (0 : ℚ)⁻¹ = 0 ; decide +kernel
- ; (0 : ℕ) ^ 0 = 1 ∧ (0 : ℤ) ^ 0 = 1 ∧ (0 : ℚ) ^ 0 = 1 ; decide +kernel
- ; Nat.gcd 0 0 = 0 ∧ Nat.lcm 0 5 = 0 ∧ Nat.Coprime 0 1 ∧ ¬ Nat.Coprime 0 0 ; decide
- ; Int.gcd (-6) 4 = 2 ∧ Int.natAbs (-3) = 3 ∧ Int.toNat (-3) = 0 ; decide
- ; (0 : ℕ) ∣ 0 ∧ ¬ (0 : ℕ) ∣ 1 ∧ (5 : ℤ) ∣ 0 ; decide
Nat.choose ; Nat.choose 3 5 = 0 ∧ Nat.choose 0 0 = 1 ; decide
Nat.factorial Nat.doubleFactorial ; Nat.factorial 0 = 1 ∧ Nat.doubleFactorial 0 = 1 ∧ Nat.doubleFactorial 1 = 1 ; decide
Nat.digits ; Nat.digits 10 0 = [] ∧ Nat.digits 0 0 = [] ∧ Nat.digits 0 5 = [5] ∧ Nat.digits 1 3 = [1, 1, 1] ; decide +kernel
Nat.digits ; Nat.digits 10 123 = [3, 2, 1] ; decide +kernel
Nat.log ; Nat.log 2 0 = 0 ∧ Nat.log 1 5 = 0 ∧ Nat.log 0 5 = 0 ∧ Nat.log 2 8 = 3 ; decide +kernel
Nat.sqrt ; Nat.sqrt 0 = 0 ∧ Nat.sqrt 8 = 2 ∧ Nat.sqrt 9 = 3 ; decide +kernel
Nat.divisors Nat.properDivisors ; Nat.divisors 0 = ∅ ∧ Nat.properDivisors 0 = ∅ ∧ Nat.properDivisors 1 = ∅ ; decide +kernel
Nat.Prime ; ¬ Nat.Prime 0 ∧ ¬ Nat.Prime 1 ∧ Nat.Prime 2 ; decide +kernel
Nat.ModEq Int.ModEq ; (7 ≡ 7 [MOD 0]) ∧ ¬ (7 ≡ 8 [MOD 0]) ∧ (-1 ≡ 2 [ZMOD 3]) ∧ (-1 ≡ 2 [ZMOD -3]) ; decide +kernel
Even Odd ; Even (0 : ℕ) ∧ Even (-2 : ℤ) ∧ Odd (-1 : ℤ) ∧ Even (1 / 2 : ℚ) ; exact ⟨by decide, by decide, by decide, 1 / 4, by grind⟩
ExistsUnique ; (∃! n : ℕ, n * 2 = 6) ∧ ¬ (∃! n : ℤ, n * n = 4) ; exact ⟨⟨3, rfl, fun y (h : y * 2 = 6) => by omega⟩, fun ⟨x, _, h⟩ => by have := h 2 rfl; have := h (-2) rfl; omega⟩
Nat.iterate ; (Nat.iterate Nat.succ 0 5 = 5) ∧ (fun n : ℕ => n * 2)^[3] 1 = 8 ; decide
Int.floor Int.ceil Int.fract ; ⌊(-7 / 2 : ℚ)⌋ = -4 ∧ ⌈(-7 / 2 : ℚ)⌉ = -3 ∧ Int.fract (-7 / 2 : ℚ) = 1 / 2 ; decide +kernel
Nat.floor Nat.ceil ; ⌊(-7 / 2 : ℚ)⌋₊ = 0 ∧ ⌈(-7 / 2 : ℚ)⌉₊ = 0 ∧ ⌈(7 / 2 : ℚ)⌉₊ = 4 ; decide +kernel
""")

FINITE = facts("""
Finset.Icc Finset.Ico Finset.Ioc Finset.Ioo ; Finset.Icc 3 1 = (∅ : Finset ℕ) ∧ Finset.Ico 3 3 = (∅ : Finset ℕ) ∧ Finset.Ioc 3 3 = (∅ : Finset ℕ) ∧ Finset.Ioo 3 4 = (∅ : Finset ℤ) ; decide +kernel
Finset.sum Finset.prod ; (∑ k ∈ (∅ : Finset ℕ), k) = 0 ∧ (∏ k ∈ (∅ : Finset ℕ), k) = 1 ∧ (∏ k ∈ Finset.Icc 5 1, k) = 1 ; decide +kernel
Finset.sum Finset.prod ; (∑ k ∈ Finset.range 0, (k : ℝ)) = 0 ∧ (∏ k ∈ Finset.range 0, (k : ℝ)) = 1 ; simp
Finset.sum Finset.prod ; (∑ k ∈ Finset.range 4, (k : ℝ)) = 6 ∧ (∏ k ∈ Finset.range 3, ((k : ℝ) + 1)) = 6 ; exact ⟨by simp [Finset.sum_range_succ] <;> norm_num, by simp [Finset.prod_range_succ] <;> norm_num⟩
Finset.range Finset.Iio Finset.Iic ; Finset.range 0 = ∅ ∧ Finset.Iio 0 = (∅ : Finset ℕ) ∧ Finset.Iic 0 = ({0} : Finset ℕ) ; decide +kernel
Finset.insert ; insert 1 ({1, 2} : Finset ℕ) = {2, 1} ∧ Finset.card ({1, 1, 2} : Finset ℕ) = 2 ; decide +kernel
Finset ; (∅ : Finset ℕ) ⊆ ∅ ∧ ¬ (({1} : Finset ℕ) ⊂ {1}) ∧ ({1} : Finset ℕ) ⊂ {1, 2} ; exact ⟨fun _ h => h, fun h => h.2 h.1, fun _ h => by simp at h ⊢; exact .inl h, fun h => by have := h (show 2 ∈ ({1, 2} : Finset ℕ) by simp); simp at this⟩
Finset.Nonempty ; ¬ (∅ : Finset ℕ).Nonempty ∧ ({0} : Finset ℕ).Nonempty ; exact ⟨fun ⟨x, h⟩ => by simp at h, 0, by simp⟩
Multiset.Nodup Multiset.Mem Multiset.ofList ; Multiset.Nodup (Multiset.ofList [1, 2]) ∧ ¬ Multiset.Nodup (Multiset.ofList [1, 1]) ∧ 2 ∈ Multiset.ofList [1, 2] ; exact ⟨show List.Nodup [1, 2] by decide, show ¬ List.Nodup [1, 1] by decide, show 2 ∈ [1, 2] by decide⟩
Multiset.ofList Multiset.card ; Multiset.ofList [1, 2, 1] = Multiset.ofList [1, 1, 2] ∧ Multiset.card (Multiset.ofList [1, 2, 1]) = 3 ; exact ⟨Quotient.sound (show List.Perm [1, 2, 1] [1, 1, 2] by decide), rfl⟩
Fintype.card Finset.univ ; Fintype.card (Fin 0) = 0 ∧ Fintype.card Bool = 2 ∧ Fintype.card Unit = 1 ∧ Fintype.card (Fin 2 × Fin 3) = 6 ; decide +kernel
Set.toFinset ; Set.toFinset {i : Fin 4 | i.val < 2} = {0, 1} ; decide +kernel
Finset.subtype ; Fintype.card {i : Fin 9 // i.val % 3 = 1} = 3 ; decide +kernel
Finset.product ; ((∅ : Finset ℕ) ×ˢ ({1} : Finset ℕ)) = ∅ ; decide +kernel
""")

SETS = facts("""
Set setOf Set.Mem ; (3 : ℕ) ∈ {n : ℕ | n < 4} ∧ ¬ (4 : ℕ) ∈ {n : ℕ | n < 4} ; decide
Set.Subset Set.univ ; (∅ : Set ℕ) ⊆ {1} ∧ ({1} : Set ℕ) ⊆ Set.univ ∧ ¬ (Set.univ : Set ℕ) ⊆ {1} ; exact ⟨fun _ h => h.elim, fun _ _ => trivial, fun h => absurd (h (a := 2) trivial) (by simp)⟩
Set.preimage Set.image Set.range ; 3 ∈ (fun n : ℕ => n + 1) ⁻¹' {4} ∧ 4 ∈ (fun n : ℕ => n + 1) '' {3} ∧ 0 ∉ Set.range (fun n : ℕ => n + 1) ; exact ⟨rfl, ⟨3, rfl, rfl⟩, fun ⟨_, h⟩ => by simp at h⟩
Set.Nonempty Set.Elem ; ¬ (∅ : Set ℕ).Nonempty ∧ Nonempty ({3} : Set ℕ) ; exact ⟨fun ⟨_, h⟩ => h, ⟨⟨3, rfl⟩⟩⟩
Set.Icc Set.Ico Set.Ioc Set.Ioo ; (1 : ℝ) ∈ Set.Icc 1 1 ∧ (1 : ℝ) ∉ Set.Ico 1 1 ∧ (1 : ℝ) ∉ Set.Ioc 1 1 ∧ (1 : ℝ) ∉ Set.Ioo 1 1 ; simp
Set.Ici Set.Ioi Set.Iic Set.Iio ; (1 : ℝ) ∈ Set.Ici 1 ∧ (1 : ℝ) ∉ Set.Ioi 1 ∧ (1 : ℝ) ∈ Set.Iic 1 ∧ (1 : ℝ) ∉ Set.Iio 1 ; simp
Set.Icc ; Set.Icc (3 : ℕ) 1 = ∅ ; simp
Set.InjOn Set.EqOn ; Set.InjOn (fun z : ℤ => z * z) {z | 0 ≤ z ∧ z < 2} ∧ ¬ Set.InjOn (fun z : ℤ => z * z) {1, -1} ∧ Set.EqOn (fun z : ℤ => z * z) (fun z => z) {0, 1} ; exact ⟨fun a h b k e => by have h : 0 ≤ a ∧ a < 2 := h; have k : 0 ≤ b ∧ b < 2 := k; have e : a * a = b * b := e; have : a = 0 ∨ a = 1 := (by omega); have : b = 0 ∨ b = 1 := (by omega); grind, fun h => absurd (h (a := 1) (by simp) (b := -1) (by simp) rfl) (by decide), fun a h => by rcases h with h | h <;> (have h : a = _ := h; subst h; rfl)⟩
Set.MapsTo Set.SurjOn ; Set.MapsTo (fun n : ℕ => n + 1) Set.univ {n | 0 < n} ∧ Set.SurjOn (fun n : ℕ => n + 1) Set.univ {n | 0 < n} ∧ ¬ Set.SurjOn (fun n : ℕ => n + 1) Set.univ Set.univ ; exact ⟨fun a _ => Nat.succ_pos a, fun b h => ⟨b - 1, trivial, Nat.succ_pred_eq_of_pos h⟩, fun h => by obtain ⟨a, _, e⟩ := h (a := 0) trivial; simp at e⟩
upperBounds lowerBounds BddAbove BddBelow ; 3 ∈ upperBounds ({1, 2} : Set ℕ) ∧ 1 ∉ upperBounds ({1, 2} : Set ℕ) ∧ 1 ∈ lowerBounds ({1, 2} : Set ℕ) ∧ BddAbove (∅ : Set ℤ) ∧ BddBelow (∅ : Set ℤ) ; exact ⟨fun a h => by simp at h; omega, fun h => by have := h (a := 2) (by simp); omega, fun a h => by simp at h; omega, ⟨0, fun _ h => h.elim⟩, ⟨0, fun _ h => h.elim⟩⟩
IsLeast IsGreatest IsLUB IsGLB ; IsLeast {n : ℕ | 2 < n} 3 ∧ IsGreatest {n : ℕ | n < 3} 2 ∧ IsLUB {n : ℕ | n < 3} 2 ∧ IsGLB {n : ℕ | 2 < n} 3 ; exact ⟨⟨by decide, fun a h => h⟩, ⟨by decide, fun a h => Nat.le_of_lt_succ h⟩, ⟨fun a h => Nat.le_of_lt_succ h, fun b h => h (a := 2) (by decide)⟩, ⟨fun a h => h, fun b h => h (a := 3) (by decide)⟩⟩
Monotone Antitone StrictMono StrictAnti ; Monotone (fun _ : ℕ => 0) ∧ ¬ StrictMono (fun _ : ℕ => 0) ∧ Antitone (fun z : ℤ => -z) ∧ StrictAnti (fun z : ℤ => -z) ; exact ⟨fun _ _ _ => Nat.le_refl _, fun h => absurd (h (show 0 < 1 by decide)) (by decide), fun a b h => Int.neg_le_neg h, fun a b h => Int.neg_lt_neg h⟩
Function.Bijective Function.Involutive ; Function.Bijective (fun z : ℤ => -z) ∧ ¬ Function.Bijective (fun n : ℕ => n + 1) ∧ Function.Involutive (fun z : ℤ => -z) ; exact ⟨⟨fun a b h => by have h : -a = -b := h; omega, fun b => ⟨-b, by simp⟩⟩, fun h => by obtain ⟨a, e⟩ := h.2 0; simp at e, fun z => Int.neg_neg z⟩
Equiv Equiv.symm Equiv.refl Equiv.Perm ; (Equiv.refl ℕ).symm 3 = 3 ∧ ∀ e : Equiv.Perm ℕ, e.symm (e 3) = 3 ; exact ⟨rfl, fun e => e.left_inv 3⟩
""")

REALS = facts("""
Real.sqrt ; Real.sqrt (-4) = 0 ∧ √0 = 0 ∧ √4 = 2 ; exact ⟨Real.sqrt_eq_zero_of_nonpos (by norm_num), by simp, (Real.sqrt_eq_iff_sq_eq (by norm_num) (by norm_num)).2 (by norm_num)⟩
Real.log ; Real.log 0 = 0 ∧ Real.log 1 = 0 ∧ Real.log (-1) = 0 ∧ Real.log (-2) = Real.log 2 ; exact ⟨by simp, by simp, by rw [Real.log_neg_eq_log, Real.log_one], Real.log_neg_eq_log 2⟩
Real.logb ; Real.logb 0 5 = 0 ∧ Real.logb 1 5 = 0 ∧ Real.logb 2 0 = 0 ∧ Real.logb (-1) 5 = 0 ; exact ⟨by rw [Real.logb_def, Real.log_zero]; simp, by rw [Real.logb_def, Real.log_one]; simp, by rw [Real.logb_def, Real.log_zero]; simp, by rw [Real.logb_def, Real.log_neg_eq_log, Real.log_one]; simp⟩
- ; (5 : ℝ) / 0 = 0 ∧ (0 : ℝ)⁻¹ = 0 ∧ (0 : ℝ) ^ 0 = 1 ∧ (0 : ℝ) ^ 2 = 0 ; norm_num
- ; (2 : ℝ) ^ (-2 : ℤ) = 1 / 4 ∧ (0 : ℝ) ^ (-1 : ℤ) = 0 ; norm_num
RealField ; (0 : ℝ) ^ (0 : ℝ) = 1 ∧ (0 : ℝ) ^ (1 / 2 : ℝ) = 0 ∧ (0 : ℝ) ^ (-1 : ℝ) = 0 ∧ (1 : ℝ) ^ (5 : ℝ) = 1 ; exact ⟨Real.rpow_zero 0, RealField.zero_rpow (by norm_num), RealField.zero_rpow (by norm_num), by rw [Real.rpow_def_of_pos (by norm_num), Real.log_one]; simp⟩
RealField ; (-8 : ℝ) ^ (2 : ℝ) = 64 ∧ (-4 : ℝ) ^ (1 / 2 : ℝ) = 0 ; exact ⟨by rw [Real.rpow_two]; norm_num, by rw [RealField.rpow_def_of_neg (by norm_num)]; show _ * Real.cos (1 / 2 * Real.pi) = 0; rw [show (1 / 2 * Real.pi : ℝ) = Real.pi / 2 by grind, Real.cos_pi_div_two]; simp⟩
Real.exp Real.sin Real.cos Real.pi ; Real.exp 0 = 1 ∧ Real.sin 0 = 0 ∧ Real.cos 0 = 1 ∧ Real.sin Real.pi = 0 ∧ Real.cos Real.pi = -1 ∧ 3 < Real.pi ∧ Real.pi < 31416 / 10000 ; exact ⟨by simp, by simp, by simp, by simp, by simp, Real.pi_gt_three, by have := Real.pi_lt_d6 (ℝ := ℝ); grind⟩
Real.tan ; Real.tan (Real.pi / 2) = 0 ∧ Real.tan 0 = 0 ; exact ⟨by rw [Real.tan_eq_sin_div_cos, Real.cos_pi_div_two]; simp, by rw [Real.tan_eq_sin_div_cos, Real.sin_zero]; simp⟩
Irrational Rat.cast RatCast ; ¬ Irrational (1 / 2) ∧ ((1 / 2 : ℚ) : ℝ) = 1 / 2 ; have h : ((1 / 2 : ℚ) : ℝ) = 1 / 2 := (by show ((1 / 2 : ℚ).num : ℝ) / ((1 / 2 : ℚ).den : ℝ) = 1 / 2; rw [show (1 / 2 : ℚ).num = 1 by decide +kernel, show (1 / 2 : ℚ).den = 2 by decide +kernel]; norm_num); exact ⟨fun k => k ⟨1 / 2, h⟩, h⟩
OrderedField LawfulMinMax ; max (2 : ℝ) 3 = 3 ∧ min (2 : ℝ) 3 = 2 ; exact ⟨max_eq_right (by norm_num), min_eq_left (by norm_num)⟩
abs Norm norm ; |(-3 : ℝ)| = 3 ∧ ‖(-3 : ℝ)‖ = 3 ; exact ⟨by norm_num, show abs (-3 : ℝ) = 3 by norm_num⟩
Int.floor Int.ceil Int.fract ; ⌊(-7 / 2 : ℝ)⌋ = -4 ∧ ⌈(-7 / 2 : ℝ)⌉ = -3 ∧ Int.fract (-7 / 2 : ℝ) = 1 / 2 ; have h : ⌊(-7 / 2 : ℝ)⌋ = -4 := Int.floor_eq_iff.2 ⟨by norm_num, by norm_num⟩; exact ⟨h, Int.ceil_eq_iff.2 ⟨by norm_num, by norm_num⟩, by unfold Int.fract; rw [h]; norm_num⟩
Nat.floor Nat.ceil ; ⌊(-7 / 2 : ℝ)⌋₊ = 0 ∧ ⌈(-7 / 2 : ℝ)⌉₊ = 0 ∧ ⌈(7 / 2 : ℝ)⌉₊ = 4 ; exact ⟨by unfold Nat.floor; rw [Int.floor_eq_iff (z := -4) |>.2 ⟨by norm_num, by norm_num⟩]; rfl, by unfold Nat.ceil; rw [Int.ceil_eq_iff (z := -3) |>.2 ⟨by norm_num, by norm_num⟩]; rfl, by unfold Nat.ceil; rw [Int.ceil_eq_iff (z := 4) |>.2 ⟨by norm_num, by norm_num⟩]; rfl⟩
NNReal NNReal.toReal ; ((2 : NNReal) - 3 = 0) ∧ ((2 : NNReal) / 0 = 0) ∧ ((0 : NNReal)⁻¹ = 0) ; exact ⟨NNReal.ext (max_eq_right (show (2 : ℝ) - 3 ≤ 0 by norm_num)), NNReal.ext (show (2 : ℝ) / 0 = 0 by norm_num), NNReal.ext (show (0 : ℝ)⁻¹ = 0 by norm_num)⟩
NNReal.sqrt ; NNReal.sqrt 0 = 0 ; exact NNReal.ext (show √(0 : ℝ) = 0 by simp)
ComplexField ComplexOver Complex.I ; Complex.I ^ 2 = -1 ∧ (1 : ℂ) / 0 = 0 ∧ (0 : ℂ)⁻¹ = 0 ∧ (0 : ℂ) ^ 0 = 1 ; exact ⟨by simp, by grind, by grind, by simp⟩
Complex.re Complex.im Complex.ofReal ; Complex.re (3 : ℂ) = 3 ∧ Complex.im Complex.I = 1 ∧ Complex.re Complex.I = 0 ∧ ((2 : ℝ) : ℂ) = 2 ; have h : Complex.ofReal (2 : ℝ) = (2 : ℂ) := (by rw [show (2 : ℝ) = 1 + 1 by grind, Complex.ofReal_add, Complex.ofReal_one]; grind); have k : Complex.ofReal (3 : ℝ) = (3 : ℂ) := (by rw [show (3 : ℝ) = 2 + 1 by grind, Complex.ofReal_add, Complex.ofReal_one, h]; grind); exact ⟨by rw [← k]; simp, by simp, by simp, h⟩
Complex.normSq Complex.abs ; Complex.normSq Complex.I = 1 ∧ Complex.abs Complex.I = 1 ∧ Complex.abs 0 = 0 ; have h : Complex.normSq Complex.I = 1 := (by rw [Complex.normSq_apply, Complex.I_re, Complex.I_im]; simp); have k : Complex.normSq 0 = 0 := (by rw [Complex.normSq_apply, Complex.zero_re, Complex.zero_im]; simp); exact ⟨h, (congrArg Real.sqrt h).trans (by simp), (congrArg Real.sqrt k).trans (by simp)⟩
starRingEnd Conjugation ; (starRingEnd ℝ) 3 = 3 ∧ (starRingEnd ℂ) Complex.I = -Complex.I ; exact ⟨rfl, by rw [Complex.conj_eq (ℝ := ℝ), Complex.I_re, Complex.I_im, Complex.ofReal_neg, Complex.ofReal_zero, Complex.ofReal_one]; grind⟩
PNat PNat.val ; ((2 : ℕ+) : ℕ) = 2 ∧ (1 : ℕ+) ≤ 2 ∧ ¬ (2 : ℕ+) < 2 ; exact ⟨rfl, show (1 : ℕ) ≤ 2 from by decide, show ¬ (2 : ℕ) < 2 from by decide⟩
ZMod ; (7 : ZMod 5) = 2 ∧ (-1 : ZMod 5) = 4 ∧ (3 : ZMod 0) ≠ 8 ; decide +kernel
ZMod.inv ; (0 : ZMod 5)⁻¹ = 0 ∧ (3 : ZMod 5)⁻¹ = 2 ∧ (2 : ZMod 4)⁻¹ = 1 ; decide +kernel
NoZeroDivisors ; NoZeroDivisors ℤ ∧ ¬ NoZeroDivisors (ZMod 6) ; exact ⟨inferInstance, fun h => absurd (h.1 (show (2 : ZMod 6) * 3 = 0 by decide +kernel)) (by decide +kernel)⟩
""")

JUNK = {"naturals": NATURALS, "finite sets": FINITE, "sets": SETS, "reals": REALS}
