import Prelude.Real

/-! The classes for `ℂ`. -/

/-- A field of characteristic 0 with a square root of -1. Mathlib's `ℂ` is one. -/
class ComplexField (α : Type) extends Lean.Grind.Field α, Lean.Grind.IsCharP α 0 where
  I : α
  I_sq : I * I = -1

/-- The complex numbers over an ordered field: `ℂ` is `ℝ` with `I` adjoined. -/
class ComplexOver (ℝ ℂ : Type) [OrderedField ℝ] [ComplexField ℂ] where
  ofReal : ℝ → ℂ
  re : ℂ → ℝ
  im : ℂ → ℝ
  re_add_im : ∀ z, ofReal (re z) + ofReal (im z) * ComplexField.I = z
  re_mk : ∀ a b, re (ofReal a + ofReal b * ComplexField.I) = a
  im_mk : ∀ a b, im (ofReal a + ofReal b * ComplexField.I) = b
  ofReal_add : ∀ a b, ofReal (a + b) = ofReal a + ofReal b
  ofReal_mul : ∀ a b, ofReal (a * b) = ofReal a * ofReal b
  ofReal_one : ofReal 1 = 1

namespace Complex
/-- Mathlib's `Complex.I`. -/
def I {ℂ : Type} [ComplexField ℂ] : ℂ := ComplexField.I
section
variable {ℝ ℂ : Type} [OrderedField ℝ] [ComplexField ℂ] [ComplexOver ℝ ℂ]
/-- Mathlib's `Complex.ofReal`. -/
@[coe] def ofReal (x : ℝ) : ℂ := ComplexOver.ofReal x
/-- Mathlib's `Complex.re`. -/
def re (z : ℂ) : ℝ := ComplexOver.re z
/-- Mathlib's `Complex.im`. -/
def im (z : ℂ) : ℝ := ComplexOver.im z
/-- Mathlib's `Complex.normSq`. -/
def normSq (z : ℂ) : ℝ := re z * re z + im z * im z
instance : CoeHTCT ℝ ℂ := ⟨Complex.ofReal⟩
end
end Complex
