import Prelude.Conjugate

/-! What reads and prints: `lemma`, number types, quantifiers, absolute values, roots, factorials.
The files before this one define and prove, with core notation alone; they hold no code that runs. -/

notation "ℕ" => Nat
notation "ℤ" => Int
notation "ℚ" => Rat
notation "ℕ+" => PNat

syntax (name := lemma) declModifiers group("lemma " declId ppIndent(declSig) declVal) : command

open Lean in
/-- A `lemma` is a `theorem`. -/
@[macro «lemma»] def expandLemma : Macro := fun stx =>
  match stx with
  | .node info _ args =>
    match args.toList with
    | [modifiers, .node inner _ parts] =>
      match parts.toList with
      | [keyword, name, signature, value] =>
        let keyword := mkAtomFrom keyword "theorem" (canonical := true)
        let declared := Syntax.node inner `Lean.Parser.Command.theorem #[keyword, name, signature, value]
        return .node info `Lean.Parser.Command.declaration #[modifiers, declared]
      | _ => throw Macro.Exception.unsupportedSyntax
    | _ => throw Macro.Exception.unsupportedSyntax
  | _ => throw Macro.Exception.unsupportedSyntax

/-- A type of any universe: each use has a universe of its own. -/
macro "Type*" : term => `(Type _)
macro "Sort*" : term => `(Sort _)

open Lean in
macro "∃!" xs:explicitBinders ", " b:term : term => do
  return ⟨← expandExplicitBinders ``ExistsUnique xs b⟩

syntax "∃! " Lean.binderIdent binderPred ", " term : term
macro_rules
  | `(∃! $x:ident $p:binderPred, $b) => `(∃! $x:ident, satisfies_binder_pred% $x $p ∧ $b)
  | `(∃! _ $p:binderPred, $b) => `(∃! x, satisfies_binder_pred% x $p ∧ $b)

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
infixr:82 " ×ˢ " => SProd.sprod

namespace Nat
scoped notation:10000 n "!" => Nat.factorial n
scoped notation:10000 n "‼" => Nat.doubleFactorial n
end Nat

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
  "Real.tan" <|> "Real.logb" <|> "NNReal.sqrt" <|> "Irrational") : term
syntax:max (name := preludeComplex) "Complex.I" : term
syntax:max (name := preludeComplexReal) ("Complex.re" <|> "Complex.im" <|> "Complex.normSq" <|> "Complex.abs") : term
syntax:max (name := preludeConjugation) "starRingEnd" : term

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
    | _ => `(«Irrational»)
  `($f (ℝ := $(mkIdent `ℝ)))
@[macro preludeComplex] def expandComplex : Macro := fun _ => `(Complex.«I» (ℂ := $(mkIdent `ℂ)))
@[macro preludeComplexReal] def expandComplexReal : Macro := fun stx => do
  let f ← match tokenText stx[0] with
    | "Complex.re" => `(Complex.«re»)
    | "Complex.im" => `(Complex.«im»)
    | "Complex.abs" => `(Complex.«abs»)
    | _ => `(Complex.«normSq»)
  `($f (ℝ := $(mkIdent `ℝ)) (ℂ := $(mkIdent `ℂ)))

@[macro preludeConjugation] def expandConjugation : Macro := fun _ => `(«starRingEnd» (ℝ := $(mkIdent `ℝ)))
namespace ComplexConjugate
scoped macro:max "conj" : term => `(starRingEnd _)
end ComplexConjugate

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
/-- Print a function's value as `z.f`, the function alone by its token. -/
def unexpandDot (token field : String) : Unexpander
  | `($_ $z) => pure <| Syntax.node3 .none `Lean.Parser.Term.proj z (.atom .none ".") (mkIdent (.str .anonymous field))
  | stx => unexpandToken `preludeComplexReal token stx
@[app_unexpander Complex.«re»] def unexpandComplexRe : Unexpander := unexpandDot "Complex.re" "re"
@[app_unexpander Complex.«im»] def unexpandComplexIm : Unexpander := unexpandDot "Complex.im" "im"
@[app_unexpander Complex.«abs»] def unexpandComplexAbs : Unexpander := unexpandToken `preludeComplexReal "Complex.abs"
@[app_unexpander «starRingEnd»] def unexpandStarRingEnd : Unexpander
  | `($_ $E $z) => `((starRingEnd $E) $z)
  | stx => pure (stx.setArg 0 (.node .none `preludeConjugation #[.atom .none "starRingEnd"]))
@[app_unexpander Complex.«normSq»] def unexpandComplexNormSq : Unexpander := unexpandToken `preludeComplexReal "Complex.normSq"
@[app_unexpander Complex.«I»] def unexpandComplexI : Unexpander := unexpandToken `preludeComplex "Complex.I"
@[app_unexpander NNReal.«sqrt»] def unexpandNNRealSqrt : Unexpander := unexpandToken `preludeReal "NNReal.sqrt"
@[app_unexpander «Irrational»] def unexpandIrrational : Unexpander := unexpandToken `preludeReal "Irrational"
@[app_unexpander NNReal] def unexpandNNReal : Unexpander := fun _ => pure (mkIdent `NNReal)
end

macro:max "√" x:term:max : term => `(Real.sqrt $x)
@[app_unexpander Real.«sqrt»] def Real.«sqrt».unexpand : Lean.PrettyPrinter.Unexpander
  | `($_ $x) => `(√$x)
  | stx => unexpandToken `preludeReal "Real.sqrt" stx

namespace NNReal
open Lean in
scoped macro:max "ℝ≥0" : term => do `(NNReal (ℝ := $(mkIdent `ℝ)))
@[scoped app_unexpander NNReal] def unexpand : Lean.PrettyPrinter.Unexpander := fun _ => `(ℝ≥0)
end NNReal

namespace Real
scoped macro:max "π" : term => `(Real.pi)
@[app_unexpander Real.«pi»] def unexpandPi : Lean.PrettyPrinter.Unexpander
  | _ => `(π)
end Real
