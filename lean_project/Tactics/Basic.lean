module
public meta import Lean.Elab.Tactic.Basic

/-! The programs of the prelude's tactics: how they are registered, and what they share.  They know nothing of the proof server. -/

open Lean Meta Elab Tactic

public meta section
namespace Tactics

/-- Let `program` run for a tactic of the syntax `kind`, in every environment that is made afterwards.

Written out because embedded Lean has no code for `KeyedDeclsAttribute.addBuiltin`: the table's second map, empty until then,
becomes one node that is searched linearly. -/
def registerTactics (programs : List (Name × Tactic)) : IO Unit := do
  let table ← tacticElabAttribute.tableRef.get
  let mut kinds := #[]
  let mut entries := #[]
  for (kind, value) in programs do
    kinds := kinds.push kind
    entries := entries.push [({ key := kind, declName := kind, value, isBuiltin := true } : KeyedDeclsAttribute.AttributeEntry Tactic)]
  if same : kinds.size = entries.size then
    tacticElabAttribute.tableRef.set { table with stage₁ := false, map₂ := { root := .collision kinds entries same } }

/-- Run an action; if it fails, nothing is as if it had run but for the names it drew. -/
def attempt (act : TermElabM α) : TermElabM (Option α) := fun tc ts mc ms cc cs => do
  let t ← ts.get
  let m ← ms.get
  let c ← cs.get
  match ← EIO.toBaseIO (act tc ts mc ms cc cs) with
  | .ok a => return some a
  | .error e =>
    if e.isRuntime then throw e
    ts.set t
    ms.set m
    cs.set { c with ngen := (← cs.get).ngen }
    return none

/-- Run an action among the hypotheses of a goal. -/
def within (decl : MetavarDecl) (act : TermElabM α) : TermElabM α := fun tc ts mc ms =>
  act tc ts { mc with lctx := decl.lctx, localInstances := decl.localInstances } ms

def refuse (message : MessageData) : MetaM α := fun _ _ _ _ =>
  throw (.error .missing message)

def firstOpen : List MVarId → MetaM (Option MVarId)
  | [] => return none
  | g :: rest => do if ← g.isAssignedOrDelayedAssigned then firstOpen rest else return some g

/-- The goals with others in place of one; the others come first. -/
def replaced (goal : MVarId) (goals : List MVarId) : List MVarId → List MVarId
  | g :: others => g :: replaced goal goals others
  | [] => without goals
where
  without : List MVarId → List MVarId
    | [] => []
    | g :: rest => if g == goal then rest else g :: without rest

/-- The last two arguments of the constant `head` with `arity` arguments.  Patterns for that cost Lean seconds each to elaborate. -/
def lastTwo? (head : Name) (arity : Nat) (e : Expr) : Option (Expr × Expr) :=
  if e.isAppOfArity head arity then some (e.appFn!.appArg!, e.appArg!) else none

/-- Run tactics on goals and return the goals left. -/
def runTactic (stx : Syntax) (goals : List MVarId) : TermElabM (List MVarId) := do
  let ref ← IO.mkRef ({ goals } : Tactic.State)
  evaluate stx { elaborator := .anonymous, recover := false } ref
  Term.synthesizeSyntheticMVarsNoPostponing
  return (← openGoals (← ref.get).goals #[]).toList
where
  evaluate (stx : Syntax) : TacticM Unit := do evalTactic stx
  openGoals : List MVarId → Array MVarId → TermElabM (Array MVarId)
    | [], found => return found
    | g :: rest, found => do openGoals rest (if ← g.isAssignedOrDelayedAssigned then found else found.push g)

/-- The tactic that closes the main goal with the term that `prove` makes of its target. -/
def closing (prove : Expr → TermElabM Expr) : TacticM Unit := fun _ ref => do
  let some goal ← firstOpen (← ref.get).goals | refuse "no goals"
  let decl ← goal.getDecl
  let target ← instantiateMVars decl.type
  let proof ← within decl (prove target)
  if !(← goal.checkedAssign proof) then refuse "the proof does not fit the goal"

/-- The local hypotheses that a person sees: not the theorem itself, which its proof may seem to be able to call. -/
def visibleFVars (lctx : LocalContext) : List FVarId → Array FVarId → Array FVarId
  | [], found => found
  | f :: rest, found => match lctx.find? f with
    | some decl => visibleFVars lctx rest (if decl.isImplementationDetail then found else found.push f)
    | none => visibleFVars lctx rest found

def visibleHypotheses : MetaM (List FVarId) := do
  let lctx ← getLCtx
  return (visibleFVars lctx lctx.getFVarIds.toList #[]).toList

end Tactics
end
