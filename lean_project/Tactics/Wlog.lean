module
public meta import Tactics.Basic

/-! `wlog h : P` for the prelude: first the goal from `¬P` and the theorem `this` for all values of the variables with `P`, then the
goal with `P`.  With `generalizing`, only the variables named and what depends on them are others in `this`. -/

open Lean Meta Elab Tactic

public meta section
namespace Tactics.Wlog

/-- Whether a hypothesis may be another in `this`: no type, and no instance. -/
def general (f : FVarId) : MetaM Bool := do
  let type ← instantiateMVars (← inferType (.fvar f))
  if type.isSort || (← isClass? type).isSome then return false
  match (← getLCtx).find? f with
  | some (.cdecl ..) => return true
  | _ => return false

def generals : List FVarId → Array FVarId → MetaM (Array FVarId)
  | [], found => return found
  | f :: rest, found => do generals rest (if ← general f then found.push f else found)

def exprs : List FVarId → Array Expr → Array Expr
  | [], found => found
  | f :: rest, found => exprs rest (found.push (.fvar f))

def mentions (type : Expr) : List FVarId → Bool
  | [] => false
  | f :: rest => type.containsFVar f || mentions type rest

def isNamed (name : Name) : List Syntax → Bool
  | [] => false
  | x :: rest => x.getId == name || isNamed name rest

/-- The hypotheses of these names, and those that depend on them. -/
def dependents (named : List Syntax) : List FVarId → Array FVarId → MetaM (Array FVarId)
  | [], found => return found
  | f :: rest, found => do
    match (← getLCtx).find? f with
    | some decl =>
      let type ← instantiateMVars decl.type
      dependents named rest (if isNamed decl.userName named || mentions type found.toList then found.push f else found)
    | none => dependents named rest found

def areThere (lctx : LocalContext) : List Syntax → Option Name
  | [] => none
  | x :: rest => if (lctx.findFromUserName? x.getId).isSome then areThere lctx rest else some x.getId

/-- Their names, and `last`. -/
def names (last : Name) : List FVarId → MetaM (List Name)
  | [] => return [last]
  | f :: rest => do
    let others ← names last rest
    match (← getLCtx).find? f with
    | some decl => return decl.userName :: others
    | none => return others

/-- `wlog h : P generalizing x y with H`; `_` for `h` leaves the hypothesis without a name that could be said. -/
def elabWlog (stx : Syntax) : TacticM Unit := fun ctx ref => do
  let goals := (← ref.get).goals
  let some goal ← firstOpen goals | refuse "no goals"
  let decl ← goal.getDecl
  let target ← instantiateMVars decl.type
  let name := (stx.getArg 1).getArg 0
  let h := if name.isIdent then name.getId else addMacroScope `wlog `h 0
  let named := ((stx.getArg 4).getArg 1).getArgs.toList
  if let some missing := areThere decl.lctx named then refuse m!"wlog: no variable {missing}"
  let this := match (stx.getArg 5).getArgs.toList with
    | [_, name] => name.getId
    | _ => `this
  let (first, second) ← within decl do
    let prop ← Term.elabTermEnsuringType (stx.getArg 3) (some (.sort .zero))
    Term.synthesizeSyntheticMVarsNoPostponing
    let prop ← instantiateMVars prop
    let hypotheses ← visibleHypotheses
    let vars ← if (stx.getArg 4).getNumArgs == 0 then generals hypotheses #[] else dependents named hypotheses #[]
    let fvars := exprs vars.toList #[]
    let all ← mkForallFVars fvars (.forallE h prop target .default)
    let main ← mkFreshExprSyntheticOpaqueMVar all
    let notProp : Expr := .app (.const ``Not []) prop
    let other ← mkFreshExprSyntheticOpaqueMVar (.forallE this all (.forallE h notProp target .default) .default)
    let positive : Expr := mkAppN main fvars
    let negative : Expr := .app other main
    let proof := mkAppN (.const ``Classical.byCases []) #[prop, target, positive, negative]
    if !(← goal.checkedAssign proof) then refuse "wlog: failed"
    let (_, other) ← other.mvarId!.introN 2 [this, h]
    let cleared ← main.mvarId!.tryClearMany vars
    let (_, main) ← cleared.introN (vars.size + 1) (← names h vars.toList)
    return (other, main)
  ref.set { goals := replaced goal goals [first, second] }

end Tactics.Wlog
end
