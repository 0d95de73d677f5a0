import Prelude.Basic
import Prelude.Order
import Prelude.Logic
import Prelude.Algebra
import Prelude.Set
import Prelude.Finset
import Prelude.Fintype
import Prelude.NatInt
import Prelude.Real
import Prelude.Complex
import Prelude.Lemmas
import Prelude.OrderedSemiring
import Prelude.OrderedField
import Prelude.Casts
import Prelude.Functions
import Prelude.Angles
import Prelude.Types
import Prelude.Positivity
import Prelude.RatCasts
import Prelude.SetLemmas
import Prelude.Divides
import Prelude.Everyday
import Prelude.FieldSimp
import Prelude.Conjugate
import Prelude.Actions
import Prelude.Notation
import Prelude.SetBuilder
import Prelude.BigOperators
import Prelude.Dots
import Prelude.Tactic
import Prelude.TacticForms
import Prelude.Bound
import Prelude.Hypotheses

/-!
The prelude: what a statement written for Mathlib needs, on core Lean alone, in the order above.

The files up to `Conjugate` define and prove with core notation only; `Notation` and what follows it hold
macros and printers. Embedded Lean elaborates all of it once, at installation (`ProofServer/Image.lean`).

A statement is tried under these commands in turn (`readings.txt`), with `autoImplicit` off:

    variable {ℝ : Type} [OrderedField ℝ] {ℂ : Type} [ComplexField ℂ] [ComplexOver ℝ ℂ]
    variable {ℝ : Type} [RealField ℝ] {ℂ : Type} [ComplexField ℂ] [ComplexOver ℝ ℂ]
-/
