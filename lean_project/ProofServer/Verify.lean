module
public meta import ProofServer.State

/-! The final check: a complete source elaborated afresh, its theorem replayed in the kernel. -/

open Lean Elab

public meta section
namespace ProofServer

/-- Whether every constant the statement speaks of, beyond the base, is the same in both environments. -/
def sameContext (base ref found : Environment) (type : Expr) : Option Name := Id.run do
  let mut w : Walk := {}
  for c in type.getUsedConstants.toList do
    w := walk ref base false w c
  for c in w.new.toList do
    match ref.find? c, found.find? c with
    | some a, some b =>
      if a.type != b.type || a.value? != b.value? then return some c
    | _, _ => return some c
  return none

inductive Verdict where
  | accepted (thm : Theorem) (axioms : Array Name) (unresolved : Bool) (messages : Json)
  | refused (reason : String) (axioms : Array Name) (messages : Json)
  | fault (f : Fault)

/-- The theorem of a source: its statement elaborated, its body left out. -/
def openTheorem (base : Command.State) (text fileName : String) (name : Option String) :
    IO (Except Fault (Theorem × Nat)) := do
  let (source, header) ← Source.start text fileName base
  if header.hasErrors then return .error (.parse (← messagesJson header))
  let (source, target, parseErrors) ← source.seek name
  if let some log := parseErrors then return .error (.parse (← messagesJson log))
  match target with
  | none => return .error (.request (match name with
      | some n => s!"the source has no theorem '{n}'"
      | none => "the source has no theorem"))
  | some t =>
    if source.state.messages.hasErrors then
      return .error (.elaboration (← messagesJson source.state.messages))
    match ← t.statement source.input with
    | (some found, _) => return .ok found
    | (none, log) => return .error (.elaboration (← messagesJson log))

def verify (base : Command.State) (text : String) (name : Option String) (statement : Option String)
    (heartbeats : Nat) : IO Verdict := do
  match ← openTheorem base text "proof" name with
  | .error f => return .fault f
  | .ok (claimed, _) =>
    let reference ← match statement with
      | none => pure (Except.ok claimed)
      | some s => do match ← openTheorem base s "statement" name with
        | .error f => pure (.error f)
        | .ok (t, _) => pure (.ok t)
    match reference with
    | .error f => return .fault f
    | .ok wanted =>
      let (source, _) ← Source.start text "proof" base
      let (source, parseErrors) ← source.finish
      if let some log := parseErrors then return .fault (.parse (← messagesJson log))
      let messages ← messagesJson source.state.messages
      if source.state.messages.hasErrors then return .refused "Lean reports errors" #[] messages
      let env := source.state.env
      match env.find? wanted.name with
      | some (.thmInfo v) =>
        if v.type != wanted.type || v.levelParams != wanted.levelParams then
          return .refused "the theorem proved is not the one stated" #[] messages
        if let some c := sameContext base.env wanted.before.env env wanted.type then
          return .refused s!"'{nameText c}' means something else in the proof than in the statement" #[] messages
        let w := walk env base.env true {} wanted.name
        let bad := forbidden w.axioms
        if bad.size > 0 then
          let why := if bad.toList.contains ``sorryAx then "the proof uses 'sorry'" else s!"the proof rests on {namesText bad}"
          return .refused why w.axioms messages
        match ← replay env base.env w.new heartbeats with
        | .error e => return .refused e w.axioms messages
        | .ok done =>
          match done.find? wanted.name with
          | some (.thmInfo v) =>
            if v.type == wanted.type then return .accepted wanted w.axioms w.unresolved messages
            else return .refused "the kernel holds another statement" w.axioms messages
          | _ => return .refused s!"the kernel holds no theorem '{nameText wanted.name}'" w.axioms messages
      | some _ => return .refused s!"'{nameText wanted.name}' is not a theorem" #[] messages
      | none => return .refused s!"the source proves no theorem '{nameText wanted.name}'" #[] messages

end ProofServer
end
