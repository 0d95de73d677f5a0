module
public meta import Lean.Elab.Tactic.Basic
public meta import Lean.Meta.PPGoal
public meta import ProofServer.Protocol

/-! Showing proof states. -/

open Lean Meta

public meta section
namespace ProofServer

/-- Run an action among the given hypotheses. -/
def inContext (lctx : LocalContext) (localInstances : LocalInstances) (act : MetaM α) : MetaM α :=
  fun ctx => act { ctx with lctx, localInstances }

/-- A goal as Lean prints it, but for the hypotheses in `hidden`. -/
def showGoal (hidden : Array FVarId) (goal : MVarId) : MetaM String := do
  let decl ← goal.getDecl
  let mut lctx := decl.lctx
  for f in hidden.toList do
    if lctx.contains f then lctx := lctx.setKind f .implDetail
  let shown ← mkFreshExprMVarAt lctx decl.localInstances decl.type .natural decl.userName
  return (← ppGoal shown.mvarId!).pretty

/-- A number for the goal's statement with all its hypotheses.  Text alone does not tell `2 + 2 = 4` over `ℕ`
from the same over `ℤ`; text and this number together do. -/
def goalHash (goal : MVarId) : MetaM UInt64 := do
  let decl ← goal.getDecl
  inContext decl.lctx decl.localInstances do
  let fvars := (← getLCtx).getFVars
  let closed ← mkForallFVars fvars (← goal.getType) (usedLetOnly := false)
  return (← instantiateMVars closed).hash

/-- The JSON of a list of goals: `goals`, as printed, and `key`, equal for interchangeable states. -/
def goalsJson (hidden : Array FVarId) (goals : List MVarId) : MetaM (List (String × Json)) := do
  let mut texts := #[]
  let mut key : UInt64 := 7
  for g in goals do
    texts := texts.push (Json.str (← showGoal hidden g))
    key := mixHash key (← goalHash g)
  return [("goals", .arr texts), ("key", toString key.toNat)]

end ProofServer
end
