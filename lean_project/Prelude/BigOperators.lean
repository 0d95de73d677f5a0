import Prelude.SetBuilder

/-! `∑` and `∏` with Mathlib's binders: `x`, `x : α`, `x ∈ s`, `x < n`, `x ≤ n`, several of them in parentheses (a sum over
pairs), a condition (`with p x`), and the older `x in s`, `x : α in s` and `x y : α` (a sum of sums). -/

section
open Lean

declare_syntax_cat bigOpDomain
syntax " : " term : bigOpDomain
syntax " : " term " in " term : bigOpDomain
syntax " in " term : bigOpDomain
syntax binderPred : bigOpDomain
declare_syntax_cat bigOpCondition
syntax " with " term : bigOpCondition
syntax " with " ident " : " term : bigOpCondition

syntax bigOpBinder := (ppSpace term:max)+ (bigOpDomain)?
syntax bigOpPart := " (" bigOpBinder ")"
syntax (name := bigsum) "∑" bigOpBinder (bigOpCondition)? ", " term:67 : term
syntax (name := bigprod) "∏" bigOpBinder (bigOpCondition)? ", " term:67 : term
syntax (name := bigsumPairs) (priority := high) "∑" bigOpPart+ (bigOpCondition)? ", " term:67 : term
syntax (name := bigprodPairs) (priority := high) "∏" bigOpPart+ (bigOpCondition)? ", " term:67 : term

/-- A variable, or a pattern, and the finite set it ranges over. -/
abbrev BigOpIndex := Term × Term

def bigOpIndex (x : Term) (domain : Syntax) : MacroM BigOpIndex := do
  if domain.isMissing then return (x, ← `(Finset.univ))
  match (⟨domain⟩ : TSyntax `bigOpDomain) with
  | `(bigOpDomain| : $t in $s) => return (← `(($x : $t)), s)
  | `(bigOpDomain| : $t) => match t with
    | `($t ∈ $s) => return (← `(($x : $t)), s)
    | _ => return (x, ← `((Finset.univ : Finset $t)))
  | `(bigOpDomain| in $s) => return (x, ← asFinset s)
  | `(bigOpDomain| $p:binderPred) => match p with
    | `(binderPred| ∈ $s) => return (x, ← asFinset s)
    | `(binderPred| < $n) => return (x, ← `(Finset.Iio $n))
    | `(binderPred| ≤ $n) => return (x, ← `(Finset.Iic $n))
    | _ => throw Macro.Exception.unsupportedSyntax
  | _ => throw Macro.Exception.unsupportedSyntax

/-- The variables of one domain, before `more`. -/
def bigOpIndices (domain : Syntax) (more : List BigOpIndex) : List Syntax → MacroM (List BigOpIndex)
  | [] => return more
  | x :: xs => do return (← bigOpIndex ⟨x⟩ domain) :: (← bigOpIndices domain more xs)

def bigOpBinderIndices (b : Syntax) (more : List BigOpIndex := []) : MacroM (List BigOpIndex) :=
  bigOpIndices b[1][0] more b[0].getArgs.toList

def bigOpPartIndices : List Syntax → MacroM (List BigOpIndex)
  | [] => return []
  | p :: ps => do bigOpBinderIndices p[1] (← bigOpPartIndices ps)

/-- The indices as one, of pairs. -/
def bigOpPairs (first : BigOpIndex) : List BigOpIndex → MacroM BigOpIndex
  | [] => return first
  | second :: rest => do
    let (y, t) ← bigOpPairs second rest
    return (← `(($(first.1), $y)), ← `(SProd.sprod $(first.2) $t))

/-- One operation over the indices, with the condition. -/
def bigOp (op neutral : Term) (index : BigOpIndex) (condition : Syntax) (v : Term) : MacroM Term := do
  let (x, s) := index
  if condition.isMissing then `($op $s (fun $x => $v)) else
  match (⟨condition⟩ : TSyntax `bigOpCondition) with
  | `(bigOpCondition| with $h:ident : $p) => `($op $s (fun $x => if $h:ident : $p then $v else $neutral))
  | `(bigOpCondition| with $p) => `($op (Finset.filter (fun $x => $p) $s) (fun $x => $v))
  | _ => throw Macro.Exception.unsupportedSyntax

/-- The operation once for each index. -/
def bigOpNested (op : Term) (v : Term) : List BigOpIndex → MacroM Term
  | [] => return v
  | (x, s) :: rest => do `($op $s (fun $x => $(← bigOpNested op v rest)))

def expandBigOp (op neutral : Term) (stx : Syntax) : MacroM Term := do
  let v : Term := ⟨stx[4]⟩
  let condition := stx[2][0]
  if stx[1].isOfKind `bigOpBinder && condition.isMissing then bigOpNested op v (← bigOpBinderIndices stx[1]) else
  let indices ← if stx[1].isOfKind `bigOpBinder then bigOpBinderIndices stx[1] else bigOpPartIndices stx[1].getArgs.toList
  match indices with
  | [] => throw Macro.Exception.unsupportedSyntax
  | i :: is => bigOp op neutral (← bigOpPairs i is) condition v

def expandSum : Macro := fun stx => do expandBigOp (← `(Finset.sum)) (← `(0)) stx
def expandProd : Macro := fun stx => do expandBigOp (← `(Finset.prod)) (← `(1)) stx
attribute [macro bigsum] expandSum
attribute [macro bigsumPairs] expandSum
attribute [macro bigprod] expandProd
attribute [macro bigprodPairs] expandProd

/-- Whether a printed finite set is `Finset.univ`. -/
def isUniv (s : Term) : Bool := s.raw.getId == `Finset.univ || s.raw.getId == `univ

/-- A printed finite set that a variable ranges over: over which (none: all of its type), and on what condition. -/
def printedDomain (x : Ident) (s : Term) : Option Term × Option Term :=
  if isUniv s then (none, none) else
  match s with
  | `({$y:ident ∈ $t | $p}) => if x.getId == y.getId then (some t, some p) else (some s, none)
  | `($_ $f $t) => if !isUniv t then (some s, none) else
    match f with
    | `(fun $y:ident => $p) => if x.getId == y.getId then (none, some p) else (some s, none)
    | _ => (some s, none)
  | _ => (some s, none)

@[app_unexpander Finset.sum] def Finset.sum.unexpand : PrettyPrinter.Unexpander
  | `($_ $s fun $x:ident => $v) => match printedDomain x s with
    | (some s, some p) => `(∑ $x:ident ∈ $s with $p, $v)
    | (some s, none) => `(∑ $x:ident ∈ $s, $v)
    | (none, some p) => `(∑ $x:ident with $p, $v)
    | (none, none) => `(∑ $x:ident, $v)
  | _ => throw ()
@[app_unexpander Finset.prod] def Finset.prod.unexpand : PrettyPrinter.Unexpander
  | `($_ $s fun $x:ident => $v) => match printedDomain x s with
    | (some s, some p) => `(∏ $x:ident ∈ $s with $p, $v)
    | (some s, none) => `(∏ $x:ident ∈ $s, $v)
    | (none, some p) => `(∏ $x:ident with $p, $v)
    | (none, none) => `(∏ $x:ident, $v)
  | _ => throw ()
end
