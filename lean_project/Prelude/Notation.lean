import Prelude.Types

/-! Everything that reads or prints: number types, `∑` and `∏`, set-builders, roots, factorials.
The files before this one define and prove, with core notation alone; they hold no code that runs. -/

notation "ℕ" => Nat
notation "ℤ" => Int
notation "ℚ" => Rat
notation "ℕ+" => PNat

open Lean in
macro "∃!" xs:explicitBinders ", " b:term : term => do
  return ⟨← expandExplicitBinders ``ExistsUnique xs b⟩

macro:max atomic("|" noWs) a:term noWs "|" : term => `(abs $a)

set_option hygiene false in
macro:max atomic("‖" noWs) a:term noWs "‖" : term => `(norm (ℝ := ℝ) $a)

notation:max f "^[" n "]" => Nat.iterate f n
notation:50 a " ≡ " b " [MOD " n "]" => Nat.ModEq n a b
notation:50 a " ≡ " b " [ZMOD " n "]" => Int.ModEq n a b
notation:max "⌊" a "⌋" => Int.floor a
notation:max "⌈" a "⌉" => Int.ceil a
notation:max "⌊" a "⌋₊" => Nat.floor a
notation:max "⌈" a "⌉₊" => Nat.ceil a
infixl:80 " ⁻¹' " => Set.preimage
infixl:80 " '' " => Set.image
infix:25 " ≃ " => Equiv

namespace Nat
scoped notation:10000 n "!" => Nat.factorial n
end Nat

syntax (name := setBuilder) (priority := low) "{" ident (" : " term)? " | " term "}" : term
syntax (priority := low) "{" ident binderPred " | " term "}" : term
macro_rules
  | `({$x:ident | $p}) => `(setOf fun $x:ident => $p)
  | `({$x:ident : $t | $p}) => `(setOf fun $x:ident : $t => $p)
  | `({$x:ident $b:binderPred | $p}) => `(setOf fun $x:ident => satisfies_binder_pred% $x $b ∧ $p)

@[app_unexpander setOf] def setOf.unexpand : Lean.PrettyPrinter.Unexpander
  | `($_ fun $x:ident => $p) => `({$x:ident | $p})
  | `($_ fun ($x:ident : $_) => $p) => `({$x:ident | $p})
  | _ => throw ()

syntax (name := bigsum) "∑ " ident " ∈ " term ", " term:67 : term
syntax (name := bigprod) "∏ " ident " ∈ " term ", " term:67 : term
syntax (name := bigsumin) "∑ " ident " in " term ", " term:67 : term
syntax (name := bigprodin) "∏ " ident " in " term ", " term:67 : term
syntax (name := bigsumuniv) "∑ " ident (" : " term)? ", " term:67 : term
syntax (name := bigproduniv) "∏ " ident (" : " term)? ", " term:67 : term
macro_rules
  | `(∑ $x:ident ∈ $s, $b) => `(Finset.sum $s (fun $x:ident => $b))
  | `(∏ $x:ident ∈ $s, $b) => `(Finset.prod $s (fun $x:ident => $b))
  | `(∑ $x:ident in $s, $b) => `(Finset.sum $s (fun $x:ident => $b))
  | `(∏ $x:ident in $s, $b) => `(Finset.prod $s (fun $x:ident => $b))
  | `(∑ $x:ident, $b) => `(Finset.sum Finset.univ (fun $x:ident => $b))
  | `(∏ $x:ident, $b) => `(Finset.prod Finset.univ (fun $x:ident => $b))
  | `(∑ $x:ident : $t, $b) => `(Finset.sum Finset.univ (fun $x:ident : $t => $b))
  | `(∏ $x:ident : $t, $b) => `(Finset.prod Finset.univ (fun $x:ident : $t => $b))

@[app_unexpander Finset.sum] def Finset.sum.unexpand : Lean.PrettyPrinter.Unexpander
  | `($_ $s fun $x:ident => $b) => `(∑ $x:ident ∈ $s, $b)
  | `($_ $s fun ($x:ident : $_) => $b) => `(∑ $x:ident ∈ $s, $b)
  | _ => throw ()
@[app_unexpander Finset.prod] def Finset.prod.unexpand : Lean.PrettyPrinter.Unexpander
  | `($_ $s fun $x:ident => $b) => `(∏ $x:ident ∈ $s, $b)
  | `($_ $s fun ($x:ident : $_) => $b) => `(∏ $x:ident ∈ $s, $b)
  | _ => throw ()

set_option hygiene false in
macro:max "Real.sqrt" : term => `(Real.«sqrt» (ℝ := ℝ))
set_option hygiene false in
macro:max "Real.exp" : term => `(Real.«exp» (ℝ := ℝ))
set_option hygiene false in
macro:max "Real.log" : term => `(Real.«log» (ℝ := ℝ))
set_option hygiene false in
macro:max "Real.pi" : term => `(Real.«pi» (ℝ := ℝ))
set_option hygiene false in
macro:max "Real.sin" : term => `(Real.«sin» (ℝ := ℝ))
set_option hygiene false in
macro:max "Real.cos" : term => `(Real.«cos» (ℝ := ℝ))
set_option hygiene false in
macro:max "Real.tan" : term => `(Real.«tan» (ℝ := ℝ))
set_option hygiene false in
macro:max "Real.logb" : term => `(Real.«logb» (ℝ := ℝ))

macro:max "√" x:term:max : term => `(Real.sqrt $x)
namespace Real
scoped macro:max "π" : term => `(Real.pi)
end Real

@[app_unexpander Real.«sqrt»] def Real.«sqrt».unexpand : Lean.PrettyPrinter.Unexpander
  | `($_ $x) => `(√$x)
  | _ => throw ()
@[app_unexpander Real.«pi»] def Real.«pi».unexpand : Lean.PrettyPrinter.Unexpander
  | `($_) => `(π)

set_option hygiene false in
macro:max "Complex.I" : term => `(Complex.«I» (ℂ := ℂ))
set_option hygiene false in
macro:max "Complex.re" : term => `(Complex.«re» (ℝ := ℝ) (ℂ := ℂ))
set_option hygiene false in
macro:max "Complex.im" : term => `(Complex.«im» (ℝ := ℝ) (ℂ := ℂ))
set_option hygiene false in
macro:max "Complex.normSq" : term => `(Complex.«normSq» (ℝ := ℝ) (ℂ := ℂ))

@[app_unexpander ExistsUnique] def ExistsUnique.unexpand : Lean.PrettyPrinter.Unexpander
  | `($_ fun $x:ident => $b) => `(∃! $x:ident, $b)
  | `($_ fun ($x:ident : $t) => $b) => `(∃! $x:ident : $t, $b)
  | _ => throw ()

@[app_unexpander abs] def abs.unexpand : Lean.PrettyPrinter.Unexpander
  | `($_ $a) => `(|$a|)
  | _ => throw ()

set_option hygiene false in
macro:max "NNReal" : term => `(«NNReal» ℝ)
set_option hygiene false in
macro:max "NNReal.sqrt" : term => `(NNReal.«sqrt» (ℝ := ℝ))
set_option hygiene false in
macro:max "Irrational" : term => `(«Irrational» (ℝ := ℝ))

@[app_unexpander norm] def norm.unexpand : Lean.PrettyPrinter.Unexpander
  | `($_ $a) => `(‖$a‖)
  | _ => throw ()
