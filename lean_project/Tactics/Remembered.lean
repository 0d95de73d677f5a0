module
public meta import Lean.Elab.Tactic.Grind.Main
public meta import Tactics.Basic

/-! Tactics that close a goal or fail, run once on a goal: several of a search's tactics try the same one, such as `nlinarith` what
`linarith` has tried, and a search comes to the same goal by several ways. -/

open Lean Meta Elab Tactic

public meta section
namespace Tactics.Remembered

/-- That a tactic failed on a goal; if for want of heartbeats, with how many it had and its error. -/
structure Failure where
  hash : UInt64
  syntx : Syntax
  target : Expr
  spent : Option (Nat × Exception)

/-- The failures of a search's tactics on goals of one theorem: those of another may rest on other definitions.  A source is read
without them. -/
structure Memory where
  number : Nat := 0
  inUse : Bool := false
  failures : List Failure := []

/-- Turn to a request about a theorem, by its number: whether it runs a search's tactic. -/
def turn (memory : IO.Ref Memory) (number : Nat) (tactic : Bool) : IO Unit :=
  memory.modify fun m => if tactic && m.number != number then { number, inUse := true } else { m with inUse := tactic }

/-- Failures kept, the latest first; a search tries the tactics of one state one after the other. -/
def kept : Nat := 256

/-- Of what a tactic sees: the hypotheses, and `start`. -/
def hashOf (lctx : LocalContext) (start : UInt64) : List FVarId → MetaM UInt64
  | [] => return start
  | f :: rest => do
    match lctx.find? f with
    | none => hashOf lctx start rest
    | some decl =>
      let type ← instantiateMVars decl.type
      let own := mixHash (hash f.name) type.hash
      hashOf lctx (mixHash start (match decl.value? true with | some v => mixHash own v.hash | none => own)) rest

def find (hash : UInt64) (stx : Syntax) (target : Expr) : List Failure → Option Failure
  | [] => none
  | f :: rest => if f.hash == hash && f.target == target && f.syntx == stx then some f else find hash stx target rest

def firstOf : Nat → List Failure → List Failure
  | n + 1, f :: rest => f :: firstOf n rest
  | _, _ => []

/-- What a tactic does, without how much it says: `grind -verbose` is `grind`. -/
def deed (stx : Syntax) : Syntax :=
  let items := (stx.getArg 1).getArg 0
  let item := (items.getArg 0).getArg 0
  if items.getNumArgs == 1 && item.isOfKind ``Parser.Tactic.negConfigItem && (item.getArg 1).getId.eraseMacroScopes == `verbose then
    stx.setArg 1 ((stx.getArg 1).setArg 0 (.node .none nullKind #[]))
  else stx

/-- `run`, unless it failed here before, with as many heartbeats as it has now: then it fails at once. -/
def remembering (memory : IO.Ref Memory) (run : Tactic) : Tactic := fun stx ctx ref tc ts mc ms cc cs => do
  if !(← memory.get).inUse then return ← run stx ctx ref tc ts mc ms cc cs
  let some goal ← firstOpen (← ref.get).goals mc ms cc cs | run stx ctx ref tc ts mc ms cc cs
  let decl ← goal.getDecl mc ms cc cs
  let target ← (instantiateMVars decl.type : MetaM Expr) mc ms cc cs
  let seen ← hashOf decl.lctx target.hash decl.lctx.getFVarIds.toList mc ms cc cs
  let left := cc.maxHeartbeats - ((← IO.getNumHeartbeats) - cc.initHeartbeats)
  let done := deed stx
  match find seen done target (← memory.get).failures with
  | some { spent := none, .. } => throw (.error .missing "it has failed on this goal before")
  | some { spent := some (had, error), .. } => if cc.maxHeartbeats > 0 && left ≤ had + had / 4 then throw error
  | none => pure ()
  match ← EIO.toBaseIO (run stx ctx ref tc ts mc ms cc cs) with
  | .ok () => return ()
  | .error error =>
    let exhausted := cc.maxHeartbeats > 0 && (← IO.getNumHeartbeats) - cc.initHeartbeats ≥ cc.maxHeartbeats
    if !(target.hasExprMVar || (error.isRuntime && !error.isMaxHeartbeat)) then
      let spent := if exhausted || error.isMaxHeartbeat then some (left, error) else none
      memory.modify fun m => { m with failures := ⟨seen, done, target, spent⟩ :: firstOf kept m.failures }
    throw error

/-- Lean's own.  Not as a value, and not in the last place, which comes to the same: embedded Lean has no code for that. -/
def grind : Tactic := fun stx ctx ref tc ts mc ms cc cs => do
  Tactic.evalGrind stx ctx ref tc ts mc ms cc cs
  let _ ← IO.getNumHeartbeats

/-- These tactics with their programs, each remembering where it failed. -/
def rememberingAll (memory : IO.Ref Memory) : List (Name × Tactic) → List (Name × Tactic)
  | [] => []
  | (kind, run) :: rest => (kind, remembering memory run) :: rememberingAll memory rest

end Tactics.Remembered
end
