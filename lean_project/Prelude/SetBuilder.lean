import Prelude.Notation

/-! Set-builder notation. `{x ∈ s | p x}` is the finite set `Finset.filter p s` where `s` is a `Finset`; every other form is
a set, and a finite set (of all elements of a finite type) where a `Finset` has to be. -/

section
open Lean

/-- Whether a type is a `Finset`. -/
class IsFinset (σ : Type u) (b : outParam Bool) : Prop
instance (priority := high) {α : Type u} : IsFinset (Finset α) true := ⟨⟩
instance (priority := low) {σ : Type u} : IsFinset σ false := ⟨⟩

/-- The type of `{x ∈ s | p x}` for a finite `s`. -/
def Finset.builder {σ : Type u} [IsFinset σ true] (s : σ) : σ := s
/-- The type of `{x ∈ s | p x}` for any other `s`. -/
def Set.builder {σ : Type u} {α : Type v} [IsFinset σ false] [Membership α σ] (_ : σ) : Set α := Set.univ

noncomputable instance {α : Type u} [Fintype α] {p : α → Prop} [DecidablePred p] : CoeDep (Set α) (setOf p) (Finset α) :=
  ⟨Finset.filter p Finset.univ⟩

syntax:max (name := setBuilder) "{" ident (" : " term)? " | " term "}" : term
syntax:max (name := setBuilderPred) "{" ident binderPred " | " term "}" : term
macro_rules
  | `({$x:ident | $p}) => `(setOf fun $x:ident => $p)
  | `({$x:ident : $t | $p}) => `(setOf fun $x:ident : $t => $p)
  | `({$x:ident ∈ $s | $p}) => do
    let finite ← `((Finset.filter (fun $x:ident => $p) $s : type_of% (Finset.builder $s)))
    let any ← `((setOf (fun $x:ident => $x:ident ∈ $s ∧ $p) : type_of% (Set.builder $s)))
    return .node .none choiceKind #[finite, any]
  | `({$x:ident $b:binderPred | $p}) => `(setOf fun $x:ident => satisfies_binder_pred% $x $b ∧ $p)

/-- A term where a `Finset` has to be. -/
def asFinset (s : Term) : MacroM Term :=
  match s with
  | `({$x:ident | $p}) => `(Finset.filter (fun $x:ident => $p) Finset.univ)
  | `({$x:ident : $t | $p}) => `(Finset.filter (fun $x:ident : $t => $p) Finset.univ)
  | _ => return s

namespace Finset
scoped prefix:arg "#" => Finset.card
scoped macro_rules
  | `(#{$x:ident | $p}) => `(Finset.card (Finset.filter (fun $x:ident => $p) Finset.univ))
  | `(#{$x:ident : $t | $p}) => `(Finset.card (Finset.filter (fun $x:ident : $t => $p) Finset.univ))
end Finset

syntax extBinder := Lean.binderIdent ((" : " term) <|> binderPred)?
syntax extBinderParenthesized := " (" extBinder ")"
syntax extBinders := extBinderParenthesized+ <|> (ppSpace extBinder)

/-- `∃` over the binders, nested. -/
def existsBinders (body : Term) : List Syntax → MacroM Term
  | [] => return body
  | b :: rest => do
    let body ← existsBinders body rest
    let b := if b.isOfKind `extBinderParenthesized then b[1] else b
    match (⟨b⟩ : TSyntax `extBinder) with
    | `(extBinder| $x:ident) => `(∃ $x:ident, $body)
    | `(extBinder| $x:ident : $t) => `(∃ $x:ident : $t, $body)
    | `(extBinder| $x:ident $p:binderPred) => `(∃ $x:ident $p:binderPred, $body)
    | `(extBinder| _ : $t) => `(∃ _ : $t, $body)
    | `(extBinder| _ $p:binderPred) => `(∃ x $p:binderPred, $body)
    | _ => throw Macro.Exception.unsupportedSyntax

/-- The values of a term: `{f x | x ∈ s}`. -/
syntax:max (name := setBuilderValues) (priority := low) "{" term " | " extBinders "}" : term
@[macro setBuilderValues] def expandSetBuilderValues : Macro := fun stx => do
  let binders := stx[3][0]
  let list := if binders.isOfKind nullKind then binders.getArgs.toList else [binders]
  `(setOf fun y => $(← existsBinders (← `($(⟨stx[1]⟩) = y)) list))

/-- The elements that match a pattern: `{(a, b) | p a b}`. -/
macro:max (priority := low - 1) "{" pat:term " : " t:term " | " p:term "}" : term =>
  `(setOf fun x : $t => match x with | $pat => $p)
macro:max (priority := low - 1) "{" pat:term " | " p:term "}" : term =>
  `(setOf fun x => match x with | $pat => $p)

@[app_unexpander setOf] def setOf.unexpand : PrettyPrinter.Unexpander
  | `($_ fun $x:ident => match $y:ident with | $pat => $p) =>
    if x.getId == y.getId then `({$pat:term | $p:term}) else throw ()
  | `($_ fun $x:ident => $p) => `({$x:ident | $p})
  | `($_ fun ($x:ident : $_) => $p) => `({$x:ident | $p})
  | _ => throw ()

/-- Finite sets print as set-builders, but for those of all elements of a type: `{x | p x}` would be read as a `Set`. -/
@[app_unexpander Finset.filter] def Finset.filter.unexpand : PrettyPrinter.Unexpander
  | `($_ $f $s) =>
    if s.raw.getId == `Finset.univ || s.raw.getId == `univ then throw () else
    match f with
    | `(fun $x:ident => $p) => `({$x:ident ∈ $s | $p})
    | _ => throw ()
  | _ => throw ()
end
