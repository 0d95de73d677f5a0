import Prelude.BigOperators

/-! Names that mean more than Lean would find: `NNReal`, and dot notation for functions of `ℝ` and `ℂ` (`z.re`, `x.sqrt`), whose
values have a variable for a type, where Lean looks up no function.  A dotted term is read in two ways, Lean's own and as the
function's value; the second fits only an argument whose type, as it stands, is such a field. -/

section
open Lean

/-- The function that a field names, applied; none if it names none. -/
def dotted (z : Term) (field : String) : MacroM (Option Term) :=
  let real (f : Term) : MacroM (Option Term) := do return some (← `($f (ℝ := type_of% $z) $z))
  let complex (f : Term) : MacroM (Option Term) := do
    return some (← `($f (ℝ := $(mkIdent `ℝ)) (ℂ := type_of% $z) $z))
  match field with
  | "re" => do complex (← `(Complex.«re»))
  | "im" => do complex (← `(Complex.«im»))
  | "abs" => do complex (← `(Complex.«abs»))
  | "normSq" => do complex (← `(Complex.«normSq»))
  | "sqrt" => do real (← `(Real.«sqrt»))
  | "exp" => do real (← `(Real.«exp»))
  | "log" => do real (← `(Real.«log»))
  | "sin" => do real (← `(Real.«sin»))
  | "cos" => do real (← `(Real.«cos»))
  | "tan" => do real (← `(Real.«tan»))
  | _ => return none

/-- `stx`, which is `z.field`, read in both ways. -/
def bothWays (stx : Syntax) (z : Term) (field : String) : MacroM Syntax := do
  match ← dotted z field with
  | none => throw Macro.Exception.unsupportedSyntax
  | some value =>
    let plain := Syntax.node2 .none `Lean.Parser.Term.app stx (.node .none nullKind #[])
    return .node .none choiceKind #[plain, value]

@[macro ident] def expandDottedName : Macro := fun stx =>
  match stx.getId with
  | .str .anonymous "NNReal" => `(NNReal (ℝ := $(mkIdent `ℝ)))
  | .str .anonymous _ => throw Macro.Exception.unsupportedSyntax
  | .str prior field => bothWays stx (mkIdentFrom stx prior) field
  | _ => throw Macro.Exception.unsupportedSyntax

@[macro Lean.Parser.Term.proj] def expandDottedTerm : Macro := fun stx =>
  match stx[2].getId.eraseMacroScopes with
  | .str .anonymous field => bothWays stx ⟨stx[0]⟩ field
  | _ => throw Macro.Exception.unsupportedSyntax
end
