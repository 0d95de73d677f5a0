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

@[app_unexpander ExistsUnique] def ExistsUnique.unexpand : Lean.PrettyPrinter.Unexpander
  | `($_ fun $x:ident => $b) => `(∃! $x:ident, $b)
  | `($_ fun ($x:ident : $t) => $b) => `(∃! $x:ident : $t, $b)
  | _ => throw ()

@[app_unexpander abs] def abs.unexpand : Lean.PrettyPrinter.Unexpander
  | `($_ $a) => `(|$a|)
  | _ => throw ()

@[app_unexpander norm] def norm.unexpand : Lean.PrettyPrinter.Unexpander
  | `($_ $a) => `(‖$a‖)
  | _ => throw ()

/-- Functions of `ℝ` and `ℂ`. As tokens they can name the variable that stands for the type: an argument
is then coerced to it as in Mathlib. -/
syntax:max (name := preludeReal) ("Real.sqrt" <|> "Real.exp" <|> "Real.log" <|> "Real.pi" <|> "Real.sin" <|> "Real.cos" <|>
  "Real.tan" <|> "Real.logb" <|> "NNReal.sqrt" <|> "Irrational" <|> "NNReal") : term
syntax:max (name := preludeComplex) "Complex.I" : term
syntax:max (name := preludeComplexReal) ("Complex.re" <|> "Complex.im" <|> "Complex.normSq") : term

section
open Lean PrettyPrinter

/-- The text of a token. -/
def tokenText : Syntax → String
  | .atom _ v => v
  | stx => match stx[0] with
    | .atom _ v => v
    | _ => ""

@[macro preludeReal] def expandReal : Macro := fun stx => do
  let f ← match tokenText stx[0] with
    | "Real.sqrt" => `(Real.«sqrt»)
    | "Real.exp" => `(Real.«exp»)
    | "Real.log" => `(Real.«log»)
    | "Real.pi" => `(Real.«pi»)
    | "Real.sin" => `(Real.«sin»)
    | "Real.cos" => `(Real.«cos»)
    | "Real.tan" => `(Real.«tan»)
    | "Real.logb" => `(Real.«logb»)
    | "NNReal.sqrt" => `(NNReal.«sqrt»)
    | "NNReal" => `(«NNReal»)
    | _ => `(«Irrational»)
  `($f (ℝ := $(mkIdent `ℝ)))
@[macro preludeComplex] def expandComplex : Macro := fun _ => `(Complex.«I» (ℂ := $(mkIdent `ℂ)))
@[macro preludeComplexReal] def expandComplexReal : Macro := fun stx => do
  let f ← match tokenText stx[0] with
    | "Complex.re" => `(Complex.«re»)
    | "Complex.im" => `(Complex.«im»)
    | _ => `(Complex.«normSq»)
  `($f (ℝ := $(mkIdent `ℝ)) (ℂ := $(mkIdent `ℂ)))

/-- Print a function by its token. -/
def unexpandToken (kind : Name) (token : String) : Unexpander := fun stx =>
  let atom := Syntax.atom SourceInfo.none token
  let choice := if kind == `preludeComplex then atom else Syntax.node SourceInfo.none (.str `token token) #[atom]
  let head := Syntax.node SourceInfo.none kind #[choice]
  if stx.getKind == `Lean.Parser.Term.app then pure (stx.setArg 0 head) else pure head
@[app_unexpander Real.«exp»] def unexpandRealExp : Unexpander := unexpandToken `preludeReal "Real.exp"
@[app_unexpander Real.«log»] def unexpandRealLog : Unexpander := unexpandToken `preludeReal "Real.log"
@[app_unexpander Real.«sin»] def unexpandRealSin : Unexpander := unexpandToken `preludeReal "Real.sin"
@[app_unexpander Real.«cos»] def unexpandRealCos : Unexpander := unexpandToken `preludeReal "Real.cos"
@[app_unexpander Real.«tan»] def unexpandRealTan : Unexpander := unexpandToken `preludeReal "Real.tan"
@[app_unexpander Real.«logb»] def unexpandRealLogb : Unexpander := unexpandToken `preludeReal "Real.logb"
@[app_unexpander Complex.«re»] def unexpandComplexRe : Unexpander := unexpandToken `preludeComplexReal "Complex.re"
@[app_unexpander Complex.«im»] def unexpandComplexIm : Unexpander := unexpandToken `preludeComplexReal "Complex.im"
@[app_unexpander Complex.«normSq»] def unexpandComplexNormSq : Unexpander := unexpandToken `preludeComplexReal "Complex.normSq"
@[app_unexpander Complex.«I»] def unexpandComplexI : Unexpander := unexpandToken `preludeComplex "Complex.I"
@[app_unexpander NNReal.«sqrt»] def unexpandNNRealSqrt : Unexpander := unexpandToken `preludeReal "NNReal.sqrt"
@[app_unexpander «Irrational»] def unexpandIrrational : Unexpander := unexpandToken `preludeReal "Irrational"
@[app_unexpander «NNReal»] def unexpandNNReal : Unexpander := fun stx =>
  unexpandToken `preludeReal "NNReal" stx[0]
end

macro:max "√" x:term:max : term => `(Real.sqrt $x)
@[app_unexpander Real.«sqrt»] def Real.«sqrt».unexpand : Lean.PrettyPrinter.Unexpander
  | `($_ $x) => `(√$x)
  | stx => unexpandToken `preludeReal "Real.sqrt" stx

namespace Real
scoped macro:max "π" : term => `(Real.pi)
@[app_unexpander Real.«pi»] def unexpandPi : Lean.PrettyPrinter.Unexpander
  | _ => `(π)
end Real
