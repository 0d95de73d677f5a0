module
public meta import ProofServer.Meaning

/-! The final check: a complete source elaborated afresh, its theorem replayed in the kernel. -/

open Lean Elab

public meta section
namespace ProofServer

/-- What the check of a proof comes to.  `stated`: the statement as the kernel holds it, in the base's notation. -/
inductive Verdict where
  | accepted (thm : Theorem) (axioms : Array Name) (unresolved : Bool) (messages : Json) (stated : String)
      (changed : Option String)
  | refused (reason : String) (axioms : Array Name) (messages : Json)
  | fault (f : Fault)

/-- A theorem that a source states. -/
structure OpenedTheorem where
  thm : Theorem
  /-- How many hypotheses its binders bring. -/
  binders : Nat
  target : Target
  note : String
  tame : Bool

/-- The theorem of a source: its statement elaborated, its body left out. -/
def openTheorem (base : Command.State) (text fileName : String) (name : Option String) (complete : Bool := true) :
    IO (Except Fault OpenedTheorem) := do
  match ← findTheorem base text fileName name complete with
  | .error f => return .error f
  | .ok { target, note, tame } =>
    match ← target.statement with
    | (some (thm, binders), _) => return .ok { thm, binders, target, note, tame }
    | (none, log) =>
      if log.hasErrors then return .error (.elaboration (← messagesJson log))
      return .error (.request s!"'{shownName target.name}' is not to be found once it is elaborated")

/-- Whether a statement itself rests on `sorry`: nothing can prove it. -/
def restsOnSorry (base : Environment) (thm : Theorem) : Bool :=
  (follow thm.type.getUsedConstants.toList {}).seen.contains ``sorryAx
where follow : List Name → Walk → Walk
  | [], w => w
  | c :: rest, w => follow rest (walk thm.env base false w c)

/-- What a proof may not rest on and does, in words; an axiom of the source's own is told from the compiler's word. -/
def forbiddenText (base : Environment) (bad : Array Name) : String := Id.run do
  let mut own := #[]
  let mut others := #[]
  for c in bad.toList do
    if base.contains c then others := others.push c else own := own.push (privateToUserName c)
  if own.size == 0 then return s!"the proof rests on {namesText others}"
  let word := if own.size == 1 then "axiom" else "axioms"
  let more := if others.size == 0 then "" else s!", and on {namesText others}"
  return s!"the proof rests on the file's own {word} {namesText own}{more}"

/-- Whether the theorem of an elaborated source is the one wanted, resting on nothing it may not, and the kernel accepts all
of it that is beyond the base. -/
def judge (base env : Environment) (wanted : Theorem) (messages : Json) (heartbeats : Nat) : IO Verdict := do
  let name := shownName wanted.name
  let some info := env.find? wanted.name | return .refused s!"the source proves no theorem '{name}'" #[] messages
  let .thmInfo v := info | return .refused s!"'{name}' is not a theorem" #[] messages
  let ref := wanted.stated.getD wanted.before.env
  let stated := withoutMatchers base ref wanted.type
  if !sameStatement stated wanted.levelParams (withoutMatchers base env v.type) v.levelParams then
    let shown ← withConstants (← withConstants base ref wanted.type) env v.type
    return .refused s!"the theorem proved is not the one stated: {← difference shown wanted.type v.type}" #[] messages
  if let some c := sameContext base ref env stated then
    return .refused s!"'{shownName c}' means something else in the proof than in the statement" #[] messages
  let w := walk env base true {} wanted.name
  let bad := w.forbidden
  if bad.size > 0 then
    let why := if bad.toList.contains ``sorryAx then "the proof uses 'sorry'" else forbiddenText base bad
    return .refused why w.axioms messages
  match ← replay env base w.new heartbeats with
  | .error e => return .refused e w.axioms messages
  | .ok done =>
    let some (.thmInfo held) := done.find? wanted.name
      | return .refused s!"the kernel holds no theorem '{name}'" w.axioms messages
    if held.type != v.type || held.levelParams != v.levelParams then
      return .refused "the kernel holds another statement" w.axioms messages
    if let some c := sameContext base ref done stated then
      return .refused s!"'{shownName c}' means something else to the kernel than in the statement" w.axioms messages
    return .accepted wanted w.axioms w.unresolved messages (← statedText base ref wanted) none

/-- Whether the source makes another constant by the very name that was asked for. -/
def hasNamesake (base env : Environment) (wanted : Theorem) : Option String → Bool
  | none => false
  | some asked => !isName (privateToUserName wanted.name) asked && !base.contains asked.toName && env.contains asked.toName

/-- Elaborate a source afresh and check its theorem `name` (or its last), as `statement` states it if that is given. -/
def verify (base : Command.State) (text : String) (name : Option String) (statement : Option String)
    (heartbeats : Nat) : IO Verdict := do
  let claimed ← match ← openTheorem base text "proof" name false with
    | .error (.refused why) => return .refused why #[] (.arr #[])
    | .error f => return .fault f
    | .ok claimed => pure claimed
  let wanted ← match statement with
    | none => pure claimed.thm
    | some s => match ← openTheorem base s "statement" name with
      | .error f => return .fault f
      | .ok wanted => pure (if wanted.target.nameless then { wanted.thm with name := claimed.thm.name } else wanted.thm)
  let (source, _) ← Source.start claimed.target.source.input.inputString "proof" base
  let (source, parseErrors) ← source.finish
  if let some log := parseErrors then return .fault (.parse (← messagesJson log))
  let messages ← messagesJson source.state.messages
  if let some why := source.refused then return .refused why #[] messages
  if source.state.messages.hasErrors then return .refused "Lean reports errors" #[] messages
  if hasNamesake base.env source.state.env wanted name then
    return .refused s!"'{name.getD ""}' is the name of two: give the full name of the theorem" #[] messages
  match ← judge base.env source.state.env wanted messages heartbeats with
  | .accepted thm axioms unresolved messages stated _ =>
    return .accepted thm axioms unresolved messages stated (← changedReading base text name claimed.tame claimed.target claimed.thm)
  | other => return other
end ProofServer
end
