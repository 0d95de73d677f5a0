import Prelude.Types

/-! Complex numbers: the absolute value, the conjugate, and Mathlib's lemmas about the parts. -/

namespace Complex
variable {ℝ ℂ : Type} [RealField ℝ] [ComplexField ℂ] [ComplexOver ℝ ℂ]
/-- Mathlib's `Complex.abs`, which later versions write `‖z‖`. -/
def abs (z : ℂ) : ℝ := Real.sqrt (normSq z)
end Complex

/-- The class of Mathlib's `starRingEnd`, there for `ℝ` and `ℂ` only. -/
class Conjugation (ℝ E : Type) where
  conj : E → E
/-- Mathlib's `starRingEnd`: complex conjugation, written `conj`; the identity on `ℝ`. -/
def starRingEnd {ℝ : Type} (E : Type) [Conjugation ℝ E] (x : E) : E := Conjugation.conj ℝ x
noncomputable instance {ℝ : Type} [OrderedField ℝ] : Conjugation ℝ ℝ := ⟨id⟩
noncomputable instance {ℝ ℂ : Type} [OrderedField ℝ] [ComplexField ℂ] [ComplexOver ℝ ℂ] : Conjugation ℝ ℂ :=
  ⟨fun z => Complex.ofReal (Complex.re (ℝ := ℝ) z) - Complex.ofReal (Complex.im (ℝ := ℝ) z) * Complex.I⟩

namespace Complex
section
variable {ℝ ℂ : Type} [OrderedField ℝ] [ComplexField ℂ] [ComplexOver ℝ ℂ]
theorem re_add_im (z : ℂ) : ofReal (re (ℝ := ℝ) z) + ofReal (im (ℝ := ℝ) z) * I = z := ComplexOver.re_add_im z
theorem re_mk (a b : ℝ) : re (ofReal a + ofReal b * I : ℂ) = a := ComplexOver.re_mk a b
theorem im_mk (a b : ℝ) : im (ofReal a + ofReal b * I : ℂ) = b := ComplexOver.im_mk a b
protected theorem ext {z w : ℂ} (h : re (ℝ := ℝ) z = re w) (k : im (ℝ := ℝ) z = im w) : z = w := by
  rw [← re_add_im (ℝ := ℝ) z, ← re_add_im (ℝ := ℝ) w, h, k]
@[simp] theorem ofReal_re (a : ℝ) : re (ofReal a : ℂ) = a := by
  have := re_mk (ℂ := ℂ) a 0; rwa [ofReal_zero, zero_mul, add_zero] at this
@[simp] theorem ofReal_im (a : ℝ) : im (ofReal a : ℂ) = (0 : ℝ) := by
  have := im_mk (ℂ := ℂ) a 0; rwa [ofReal_zero, zero_mul, add_zero] at this
@[simp] theorem I_re : re (I : ℂ) = (0 : ℝ) := by
  have := re_mk (ℂ := ℂ) (0 : ℝ) 1; rwa [ofReal_zero, ofReal_one, one_mul, zero_add] at this
@[simp] theorem I_im : im (I : ℂ) = (1 : ℝ) := by
  have := im_mk (ℂ := ℂ) (0 : ℝ) 1; rwa [ofReal_zero, ofReal_one, one_mul, zero_add] at this
theorem add_parts (z w : ℂ) :
    z + w = ofReal (re (ℝ := ℝ) z + re w) + ofReal (im (ℝ := ℝ) z + im w) * I := by
  have h := re_add_im (ℝ := ℝ) z; have k := re_add_im (ℝ := ℝ) w
  rw [ofReal_add, ofReal_add]; grind
theorem mul_parts (z w : ℂ) :
    z * w = ofReal (re (ℝ := ℝ) z * re w - im z * im w) + ofReal (re (ℝ := ℝ) z * im w + im z * re w) * I := by
  have h := re_add_im (ℝ := ℝ) z; have k := re_add_im (ℝ := ℝ) w
  rw [sub_eq_add_neg, ofReal_add, ofReal_add, ofReal_neg, ofReal_mul, ofReal_mul, ofReal_mul, ofReal_mul]
  have := I_mul_I (ℂ := ℂ); grind
@[simp, grind =] theorem add_re (z w : ℂ) : re (ℝ := ℝ) (z + w) = re z + re w := by
  rw [add_parts (ℝ := ℝ) z w]; exact re_mk ..
@[simp, grind =] theorem add_im (z w : ℂ) : im (ℝ := ℝ) (z + w) = im z + im w := by
  rw [add_parts (ℝ := ℝ) z w]; exact im_mk ..
@[simp, grind =] theorem mul_re (z w : ℂ) : re (ℝ := ℝ) (z * w) = re z * re w - im z * im w := by
  rw [mul_parts (ℝ := ℝ) z w]; exact re_mk ..
@[simp, grind =] theorem mul_im (z w : ℂ) : im (ℝ := ℝ) (z * w) = re z * im w + im z * re w := by
  rw [mul_parts (ℝ := ℝ) z w]; exact im_mk ..
@[simp] theorem one_re : re (1 : ℂ) = (1 : ℝ) := by have := ofReal_re (ℂ := ℂ) (1 : ℝ); rwa [ofReal_one] at this
@[simp] theorem one_im : im (1 : ℂ) = (0 : ℝ) := by have := ofReal_im (ℂ := ℂ) (1 : ℝ); rwa [ofReal_one] at this
@[simp] theorem zero_re : re (0 : ℂ) = (0 : ℝ) := by have := ofReal_re (ℂ := ℂ) (0 : ℝ); rwa [ofReal_zero] at this
@[simp] theorem zero_im : im (0 : ℂ) = (0 : ℝ) := by have := ofReal_im (ℂ := ℂ) (0 : ℝ); rwa [ofReal_zero] at this

theorem conj_eq (z : ℂ) : starRingEnd (ℝ := ℝ) ℂ z = ofReal (re (ℝ := ℝ) z) + ofReal (-im (ℝ := ℝ) z) * I := by
  show ofReal (re (ℝ := ℝ) z) - ofReal (im (ℝ := ℝ) z) * I = _
  rw [ofReal_neg]; grind
@[simp, grind =] theorem conj_re (z : ℂ) : re (starRingEnd (ℝ := ℝ) ℂ z) = re (ℝ := ℝ) z := by rw [conj_eq]; exact re_mk ..
@[simp, grind =] theorem conj_im (z : ℂ) : im (starRingEnd (ℝ := ℝ) ℂ z) = -im (ℝ := ℝ) z := by rw [conj_eq]; exact im_mk ..
@[simp] theorem conj_conj (z : ℂ) : starRingEnd (ℝ := ℝ) ℂ (starRingEnd (ℝ := ℝ) ℂ z) = z :=
  Complex.ext (ℝ := ℝ) (by rw [conj_re, conj_re]) (by rw [conj_im, conj_im, neg_neg])

theorem normSq_apply (z : ℂ) : normSq (ℝ := ℝ) z = re z * re z + im z * im z := rfl
theorem normSq_nonneg (z : ℂ) : 0 ≤ normSq (ℝ := ℝ) z := add_nonneg (mul_self_nonneg _) (mul_self_nonneg _)
theorem mul_conj (z : ℂ) : z * starRingEnd (ℝ := ℝ) ℂ z = ofReal (normSq (ℝ := ℝ) z) :=
  Complex.ext (ℝ := ℝ) (by rw [mul_re, conj_re, conj_im, ofReal_re, normSq_apply]; grind)
    (by rw [mul_im, conj_re, conj_im, ofReal_im]; grind)
grind_pattern normSq_apply => normSq (ℝ := ℝ) z
end
section
variable {ℝ ℂ : Type} [RealField ℝ] [ComplexField ℂ] [ComplexOver ℝ ℂ]
theorem norm_eq_abs (z : ℂ) : norm (ℝ := ℝ) z = abs z := rfl
theorem abs_nonneg (z : ℂ) : 0 ≤ abs (ℝ := ℝ) z := Real.sqrt_nonneg _
theorem sq_abs (z : ℂ) : abs (ℝ := ℝ) z ^ 2 = normSq z := Real.sq_sqrt (normSq_nonneg z)
theorem sq_norm (z : ℂ) : norm (ℝ := ℝ) z ^ 2 = normSq z := sq_abs z
/-- For `grind`: what the absolute value is. -/
theorem abs_spec (z : ℂ) : 0 ≤ abs (ℝ := ℝ) z ∧ abs (ℝ := ℝ) z ^ 2 = re z ^ 2 + im z ^ 2 :=
  ⟨abs_nonneg z, (sq_abs z).trans (by rw [normSq_apply, pow_two, pow_two])⟩
/-- For `grind`: what the norm is. -/
theorem norm_spec (z : ℂ) : 0 ≤ norm (ℝ := ℝ) z ∧ norm (ℝ := ℝ) z ^ 2 = re z ^ 2 + im z ^ 2 := abs_spec z
grind_pattern abs_spec => abs (ℝ := ℝ) z
grind_pattern norm_spec => norm (ℝ := ℝ) z
end
end Complex
