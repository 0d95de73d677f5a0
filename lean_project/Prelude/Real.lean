import Prelude.NatInt

/-! The class for `ℝ` together with the functions that Mathlib defines on it, by laws that determine
them. `Real.sqrt` and its like take their type from a variable called `ℝ`. -/

/-- A complete ordered field, that is `ℝ` up to isomorphism, with the functions of analysis that
Mathlib has on it. Each law is a theorem about Mathlib's function; see `MathlibAgreement.lean`. -/
class RealField (α : Type) extends OrderedField α where
  exists_isLUB : ∀ s : α → Prop, (∃ x, s x) → (∃ b, ∀ x, s x → x ≤ b) →
    ∃ l, (∀ x, s x → x ≤ l) ∧ ∀ b, (∀ x, s x → x ≤ b) → l ≤ b
  floor : α → Int
  le_floor : ∀ (z : Int) (a : α), z ≤ floor a ↔ (z : α) ≤ a
  sqrt : α → α
  sqrt_nonneg : ∀ a, 0 ≤ sqrt a
  sq_sqrt : ∀ {a}, 0 ≤ a → sqrt a ^ 2 = a
  sqrt_eq_zero_of_nonpos : ∀ {a}, a ≤ 0 → sqrt a = 0
  exp : α → α
  exp_add : ∀ a b, exp (a + b) = exp a * exp b
  add_one_le_exp : ∀ a, a + 1 ≤ exp a
  log : α → α
  exp_log : ∀ {a}, 0 < a → exp (log a) = a
  log_zero : log 0 = 0
  log_neg_eq_log : ∀ a, log (-a) = log a
  pi : α
  sin : α → α
  cos : α → α
  sin_add : ∀ a b, sin (a + b) = sin a * cos b + cos a * sin b
  cos_add : ∀ a b, cos (a + b) = cos a * cos b - sin a * sin b
  sin_neg : ∀ a, sin (-a) = -sin a
  cos_neg : ∀ a, cos (-a) = cos a
  cos_zero : cos 0 = 1
  sin_lt : ∀ {a}, 0 < a → sin a < a
  pi_pos : 0 < pi
  sin_pi_div_two : sin (pi / 2) = 1
  sin_pos_of_pos_of_lt_pi : ∀ {a}, 0 < a → a < pi → 0 < sin a
  pi_gt_d6 : (3141592 : α) / 1000000 < pi
  pi_lt_d6 : pi < (3141593 : α) / 1000000
  rpow : HPow α α α
  rpow_def_of_pos : ∀ {a}, 0 < a → ∀ b, a ^ b = exp (log a * b)
  zero_rpow_zero : (0 : α) ^ (0 : α) = 1
  zero_rpow : ∀ {a : α}, a ≠ 0 → (0 : α) ^ a = 0
  rpow_def_of_neg : ∀ {a}, a < 0 → ∀ b, a ^ b = exp (log a * b) * cos (b * pi)

attribute [instance 90] RealField.rpow

/-- Mathlib's `FloorRing`, here by the floor alone. -/
class FloorRing (α : Type u) [Lean.Grind.Ring α] [LE α] where
  floor : α → Int
  gc_coe_floor : ∀ (z : Int) (a : α), z ≤ floor a ↔ (z : α) ≤ a

instance [RealField α] : FloorRing α := ⟨RealField.floor, RealField.le_floor⟩
instance : FloorRing Rat := ⟨Rat.floor, fun _ _ => Rat.le_floor_iff⟩

namespace Int
variable {α : Type u} [Lean.Grind.Ring α] [LE α] [FloorRing α]
/-- Mathlib's `Int.floor`. -/
def floor (a : α) : Int := FloorRing.floor a
/-- Mathlib's `Int.ceil`. -/
def ceil (a : α) : Int := -FloorRing.floor (-a)
/-- Mathlib's `Int.fract`. -/
def fract (a : α) : α := a - (floor a : α)
end Int

namespace Nat
variable {α : Type u} [Lean.Grind.Ring α] [LE α] [FloorRing α]
/-- Mathlib's `Nat.floor`. -/
def floor (a : α) : Nat := (Int.floor a).toNat
/-- Mathlib's `Nat.ceil`. -/
def ceil (a : α) : Nat := (Int.ceil a).toNat
end Nat

namespace Real
variable {ℝ : Type} [RealField ℝ]
/-- Mathlib's `Real.sqrt`. -/
def sqrt (x : ℝ) : ℝ := RealField.sqrt x
/-- Mathlib's `Real.exp`. -/
def exp (x : ℝ) : ℝ := RealField.exp x
/-- Mathlib's `Real.log`. -/
def log (x : ℝ) : ℝ := RealField.log x
/-- Mathlib's `Real.pi`. -/
def pi : ℝ := RealField.pi
/-- Mathlib's `Real.sin`. -/
def sin (x : ℝ) : ℝ := RealField.sin x
/-- Mathlib's `Real.cos`. -/
def cos (x : ℝ) : ℝ := RealField.cos x
/-- Mathlib's `Real.tan`, by `Real.tan_eq_sin_div_cos`. -/
def tan (x : ℝ) : ℝ := sin x / cos x
/-- Mathlib's `Real.logb`. -/
def logb (b x : ℝ) : ℝ := log x / log b
end Real

/-- Mathlib's `Irrational`. -/
def Irrational [OrderedField ℝ] (x : ℝ) : Prop := ¬∃ q : Rat, (q : ℝ) = x
