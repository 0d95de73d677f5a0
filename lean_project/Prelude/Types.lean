import Prelude.Functions

/-! Further number types: nonnegative reals, residues, positive naturals; and norms. -/

section
open Lean.Grind

/-- Mathlib's `NNReal`, there for `ℝ` only. -/
def NNReal (ℝ : Type) [OrderedField ℝ] : Type := { x : ℝ // 0 ≤ x }

namespace NNReal
section
variable {ℝ : Type} [OrderedField ℝ]
/-- Mathlib's `NNReal.toReal`. -/
@[coe] def toReal (x : NNReal ℝ) : ℝ := x.1
instance : CoeOut (NNReal ℝ) ℝ := ⟨toReal⟩
@[ext] protected theorem ext {a b : NNReal ℝ} (h : toReal a = toReal b) : a = b := Subtype.ext h
protected theorem eq_iff {a b : NNReal ℝ} : a = b ↔ toReal a = toReal b := ⟨congrArg _, NNReal.ext⟩

noncomputable instance : CommSemiring (NNReal ℝ) where
  add a b := ⟨a.1 + b.1, add_nonneg a.2 b.2⟩
  mul a b := ⟨a.1 * b.1, mul_nonneg a.2 b.2⟩
  natCast := ⟨fun n => ⟨(n : ℝ), Nat.cast_nonneg n⟩⟩
  ofNat n := ⟨⟨OfNat.ofNat n, Nat.ofNat_nonneg' n⟩⟩
  nsmul := ⟨fun n a => ⟨(n : ℝ) * a.1, mul_nonneg (Nat.cast_nonneg n) a.2⟩⟩
  npow := ⟨fun a n => ⟨a.1 ^ n, pow_nonneg a.2 n⟩⟩
  add_zero a := Subtype.ext (Semiring.add_zero a.1)
  add_comm a b := Subtype.ext (Semiring.add_comm a.1 b.1)
  add_assoc a b c := Subtype.ext (Semiring.add_assoc a.1 b.1 c.1)
  mul_assoc a b c := Subtype.ext (Semiring.mul_assoc a.1 b.1 c.1)
  mul_one a := Subtype.ext (Semiring.mul_one a.1)
  one_mul a := Subtype.ext (Semiring.one_mul a.1)
  left_distrib a b c := Subtype.ext (Semiring.left_distrib a.1 b.1 c.1)
  right_distrib a b c := Subtype.ext (Semiring.right_distrib a.1 b.1 c.1)
  zero_mul a := Subtype.ext (Semiring.zero_mul a.1)
  mul_zero a := Subtype.ext (Semiring.mul_zero a.1)
  pow_zero a := Subtype.ext (Semiring.pow_zero a.1)
  pow_succ a n := Subtype.ext (Semiring.pow_succ a.1 n)
  ofNat_succ n := Subtype.ext (Semiring.ofNat_succ n)
  ofNat_eq_natCast n := Subtype.ext (Semiring.ofNat_eq_natCast n)
  nsmul_eq_natCast_mul _ _ := rfl
  mul_comm a b := Subtype.ext (CommSemiring.mul_comm a.1 b.1)

instance : LE (NNReal ℝ) := ⟨fun a b => a.1 ≤ b.1⟩
instance : LT (NNReal ℝ) := ⟨fun a b => a.1 < b.1⟩
noncomputable instance : Sub (NNReal ℝ) := ⟨fun a b => ⟨max (a.1 - b.1) 0, le_max_right _ _⟩⟩
noncomputable instance : Inv (NNReal ℝ) := ⟨fun a => ⟨a.1⁻¹, inv_nonneg_of_nonneg a.2⟩⟩
noncomputable instance : Div (NNReal ℝ) := ⟨fun a b => ⟨a.1 / b.1, div_nonneg a.2 b.2⟩⟩

@[simp, grind .] theorem coe_nonneg (a : NNReal ℝ) : 0 ≤ toReal a := a.2
@[simp, grind =] theorem coe_add (a b : NNReal ℝ) : toReal (a + b) = toReal a + toReal b := rfl
@[simp, grind =] theorem coe_mul (a b : NNReal ℝ) : toReal (a * b) = toReal a * toReal b := rfl
@[simp, grind =] theorem coe_div (a b : NNReal ℝ) : toReal (a / b) = toReal a / toReal b := rfl
@[simp, grind =] theorem coe_inv (a : NNReal ℝ) : toReal a⁻¹ = (toReal a)⁻¹ := rfl
@[simp, grind =] theorem coe_pow (a : NNReal ℝ) (n : Nat) : toReal (a ^ n) = toReal a ^ n := rfl
@[simp, grind =] theorem coe_ofNat (n : Nat) : toReal (OfNat.ofNat n : NNReal ℝ) = OfNat.ofNat n := rfl
@[simp, grind =] theorem coe_natCast (n : Nat) : toReal ((n : NNReal ℝ)) = (n : ℝ) := rfl
theorem coe_le_coe {a b : NNReal ℝ} : toReal a ≤ toReal b ↔ a ≤ b := Iff.rfl
theorem coe_lt_coe {a b : NNReal ℝ} : toReal a < toReal b ↔ a < b := Iff.rfl
end
section
variable {ℝ : Type} [RealField ℝ]
/-- Mathlib's `NNReal.sqrt`. -/
noncomputable def sqrt (x : NNReal ℝ) : NNReal ℝ := ⟨Real.sqrt x.1, Real.sqrt_nonneg x.1⟩
@[simp, grind =] theorem coe_sqrt (x : NNReal ℝ) : toReal (sqrt x) = Real.sqrt (toReal x) := rfl
theorem rpow_nonneg {x : ℝ} (h : 0 ≤ x) (y : ℝ) : 0 ≤ x ^ y := by
  rcases lt_or_eq_of_le h with k | k
  · exact le_of_lt (Real.rpow_pos_of_pos k y)
  · rw [← k]
    rcases Classical.em (y = 0) with e | e
    · rw [e, Real.rpow_zero]; exact zero_le_one
    · exact ge_of_eq (RealField.zero_rpow e)
noncomputable instance : HPow (NNReal ℝ) ℝ (NNReal ℝ) := ⟨fun x y => ⟨x.1 ^ y, rpow_nonneg x.2 y⟩⟩
end
end NNReal

/-- Mathlib's `Nat.xgcdAux`, with a bound on the recursion. -/
def Nat.xgcdAux : Nat → Nat → Int → Int → Nat → Int → Int → Nat × Int × Int
  | 0, _, _, _, r', s', t' => (r', s', t')
  | fuel + 1, r, s, t, r', s', t' =>
    if r = 0 then (r', s', t')
    else
      let q : Int := ((r' / r : Nat) : Int)
      Nat.xgcdAux fuel (r' % r) (s' - q * s) (t' - q * t) r s t
/-- Mathlib's `Nat.gcdA`. -/
def Nat.gcdA (x y : Nat) : Int := (Nat.xgcdAux (x + 1) x 1 0 y 0 1).2.1

/-- Mathlib's `ZMod`. -/
def ZMod : Nat → Type
  | 0 => Int
  | n + 1 => Fin (n + 1)

namespace ZMod
noncomputable instance : ∀ n, CommRing (ZMod n)
  | 0 => inferInstanceAs (CommRing Int)
  | n + 1 => inferInstanceAs (CommRing (Fin (n + 1)))
instance : ∀ n, DecidableEq (ZMod n)
  | 0 => inferInstanceAs (DecidableEq Int)
  | n + 1 => inferInstanceAs (DecidableEq (Fin (n + 1)))
/-- Mathlib's `ZMod.val`. -/
def val : ∀ {n : Nat}, ZMod n → Nat
  | 0, a => Int.natAbs a
  | n + 1, a => Fin.val (n := n + 1) a
/-- Mathlib's `ZMod.inv`. -/
protected noncomputable def inv : ∀ n : Nat, ZMod n → ZMod n
  | 0, i => Int.sign i
  | n + 1, i => ((Nat.gcdA (val i) (n + 1) : Int) : ZMod (n + 1))
noncomputable instance (n : Nat) : Inv (ZMod n) := ⟨ZMod.inv n⟩
end ZMod

/-- Mathlib's `PNat`. -/
def PNat : Type := { n : Nat // 0 < n }

namespace PNat
/-- Mathlib's `PNat.val`. -/
@[coe] def val (n : PNat) : Nat := n.1
instance : CoeOut PNat Nat := ⟨val⟩
@[ext] protected theorem ext {a b : PNat} (h : val a = val b) : a = b := Subtype.ext h
protected theorem eq_iff {a b : PNat} : a = b ↔ val a = val b := ⟨congrArg _, PNat.ext⟩
instance (n : Nat) [NeZero n] : OfNat PNat n := ⟨⟨n, Nat.pos_of_ne_zero (NeZero.ne n)⟩⟩
noncomputable instance : Add PNat := ⟨fun a b => ⟨a.1 + b.1, Nat.add_pos_left a.2 _⟩⟩
noncomputable instance : Mul PNat := ⟨fun a b => ⟨a.1 * b.1, Nat.mul_pos a.2 b.2⟩⟩
noncomputable instance : Pow PNat Nat := ⟨fun a n => ⟨a.1 ^ n, Nat.pow_pos a.2⟩⟩
instance : LE PNat := ⟨fun a b => a.1 ≤ b.1⟩
instance : LT PNat := ⟨fun a b => a.1 < b.1⟩
instance : DecidableEq PNat := inferInstanceAs (DecidableEq { n : Nat // 0 < n })
@[simp, grind .] theorem pos (n : PNat) : 0 < val n := n.2
@[simp, grind =] theorem add_coe (a b : PNat) : val (a + b) = val a + val b := rfl
@[simp, grind =] theorem mul_coe (a b : PNat) : val (a * b) = val a * val b := rfl
@[simp, grind =] theorem val_ofNat (n : Nat) [NeZero n] : val (OfNat.ofNat n) = OfNat.ofNat n := rfl
end PNat

/-- Mathlib's `Norm`. -/
class Norm (ℝ E : Type) where
  norm : E → ℝ
/-- Mathlib's `norm`, written `‖x‖`. -/
def norm {ℝ E : Type} [Norm ℝ E] (x : E) : ℝ := Norm.norm x
noncomputable instance {ℝ : Type} [RealField ℝ] : Norm ℝ ℝ := ⟨abs⟩
noncomputable instance {ℝ ℂ : Type} [RealField ℝ] [ComplexField ℂ] [ComplexOver ℝ ℂ] : Norm ℝ ℂ :=
  ⟨fun z => Real.sqrt (Complex.normSq z)⟩
end
