module
public meta import ProofServer.Library
public meta import ProofServer.Prelude
public meta import ProofServer.Sketch
public meta import ProofServer.Terms

/-! The server: `--path DIR… --import MODULE… --prelude FILE…`, then requests on standard input. -/

open Lean Elab

public meta section
namespace ProofServer

/-- A theorem that is open: its states by number, released ones `none`, and how many are not. -/
structure OpenTheorem where
  number : Nat
  states : Array (Option Saved)
  live : Nat

/-- What the process holds between requests. -/
structure Session where
  base : Command.State
  /-- By the client's numbers.  In a reference of its own, so that nothing else holds the arrays when a state is added. -/
  theorems : IO.Ref (List OpenTheorem)
  /-- The library's theorems by statement; empty until first needed. -/
  index : Array (Name × UInt64) := #[]
  /-- The sketch read last, with what it was read as: its holes are opened one after the other. -/
  sketch : Option ((String × String × Option String) × (Theorem × Array Hole)) := none
  turn : Nat → Bool → IO Unit

def addState (number : Nat) (s : Saved) : List OpenTheorem → Nat × List OpenTheorem
  | [] => (0, [⟨number, #[some s], 1⟩])
  | ⟨n, states, live⟩ :: rest =>
    if n == number then (states.size, ⟨n, states.push (some s), live + 1⟩ :: rest)
    else
      let (id, rest) := addState number s rest
      (id, ⟨n, states, live⟩ :: rest)

def findState (number id : Nat) : List OpenTheorem → Option Saved
  | [] => none
  | t :: rest => if t.number == number then t.states[id]?.join else findState number id rest

def releaseAll (states : Array (Option Saved)) (live : Nat) : List Nat → Array (Option Saved) × Nat
  | [] => (states, live)
  | id :: rest => match states[id]? with
    | some (some _) => releaseAll (states.setIfInBounds id none) (live - 1) rest
    | _ => releaseAll states live rest

def releaseStates (number : Nat) (ids : List Nat) : List OpenTheorem → List OpenTheorem
  | [] => []
  | ⟨n, states, live⟩ :: rest =>
    if n == number then
      let (states, live) := releaseAll states live ids
      ⟨n, states, live⟩ :: rest
    else ⟨n, states, live⟩ :: releaseStates number ids rest

def withoutTheorem (number : Nat) : List OpenTheorem → List OpenTheorem
  | [] => []
  | t :: rest => if t.number == number then rest else t :: withoutTheorem number rest

/-- How many theorems are open, and how many states they hold. -/
def countLive : List OpenTheorem → Nat × Nat
  | [] => (0, 0)
  | t :: rest =>
    let (theorems, states) := countLive rest
    (theorems + 1, states + t.live)

/-- The library's theorems by statement, made when first asked for. -/
def Session.library (session : IO.Ref Session) : IO (Array (Name × UInt64)) := do
  let now ← session.get
  if now.index.size > 0 then return now.index
  let index := statementIndex now.base.env
  session.set { now with index }
  return index

/-- The goals of a state and its key. -/
def Saved.shown (s : Saved) : IO (List (String × Json)) := do
  let (shown, _) ← s.run "" 0 (goalsJson s.thm.hidden s.goals)
  match shown with
  | .error e => throw (IO.userError (← e.toMessageData.toString))
  | .ok fields => return fields

/-- Show a state of a theorem and give it a number. -/
def Session.answer (session : IO.Ref Session) (number : Nat) (s : Saved) (more : List (String × Json)) : IO Json := do
  let mut all := more
  for f in ← s.shown do
    all := f :: all
  let id ← (← session.get).theorems.modifyGet (addState number s)
  return .mkObj (("state", Json.num id) :: all)

/-- Run the `variable` command of a reading. -/
def withVariables (base : Command.State) (variables : String) : IO (Except Fault Command.State) := do
  if variables.isEmpty then return .ok base
  let (source, _) ← Source.start variables "reading" base
  let (source, parseErrors) ← source.finish
  if let some log := parseErrors then return .error (.parse (← messagesJson log))
  if source.state.messages.hasErrors then
    return .error (.elaboration (← messagesJson source.state.messages))
  return .ok source.state

/-- A sketch read in a reading, unless it is the one read last. -/
def sketchIn (session : IO.Ref Session) (variables text : String) (name : Option String) :
    IO (Except Fault (Theorem × Array Hole)) := do
  let now ← session.get
  let asked := (variables, text, name)
  if let some (known, read) := now.sketch then
    if known == asked then return .ok read
  match ← withVariables now.base variables with
  | .error f => return .error f
  | .ok base => match ← readSketch base text name with
    | .error f => return .error f
    | .ok read =>
      session.modify ({ · with sketch := some (asked, read) })
      return .ok read

/-- A theorem: its name, where its body and its command end, and what of the prelude and of the source it rests on. -/
def theoremJson (base : Environment) (t : Theorem) : List (String × Json) :=
  let rests := restsOn base t
  [("name", shownName (privateToUserName t.name)), ("body", .arr #[t.body.1.byteIdx, t.body.2.byteIdx]), ("tail", t.tail.byteIdx),
    ("prelude", namesJson rests.prelude), ("definitions", namesJson rests.own (fun n => shownName (privateToUserName n)))]

def moduleText (env : Environment) (i : Nat) : Json :=
  match env.header.moduleNames[i]? with
  | some m => nameText m
  | none => ""

/-- Serve a request about the theorem that the client calls by this `number`. -/
def handle (session : IO.Ref Session) (number : Nat) : Request → IO (Except Fault Json)
  | .ping => do
    let (theorems, states) := countLive (← (← session.get).theorems.get)
    return .ok (.mkObj [("states", states), ("theorems", theorems)])
  | .open text name variables hide => do
    match ← withVariables (← session.get).base variables with
    | .error f => return .error f
    | .ok base =>
      match ← openTheorem base text "input" name with
      | .error f => return .error f
      | .ok opened =>
        if restsOnSorry base.env opened.thm then
          return .error (.request "the statement rests on 'sorry': no proof of it can be accepted")
        match ← opened.thm.start opened.binders hide with
        | .error e => return .error (.request (← e.toMessageData.toString))
        | .ok s =>
          return .ok (← Session.answer session number s (("source", opened.target.source.input.inputString) ::
            ("note", opened.note) :: theoremJson base.env s.thm))
  | .tactic id text heartbeats => do
    match findState number id (← (← session.get).theorems.get) with
    | none => return .error (.unknownState id)
    | some s =>
      match ← s.apply text heartbeats with
      | .proved axioms => return .ok (.mkObj [("outcome", "proved"), ("axioms", namesJson axioms)])
      | .open next => return .ok (← Session.answer session number next [("outcome", "open")])
      | .error m => return .ok (.mkObj [("outcome", "error"), ("message", m)])
      | .gaveUp reason m => return .ok (.mkObj [("outcome", "gave_up"), ("reason", reason), ("message", m)])
  | .terms id goal most => do
    match findState number id (← (← session.get).theorems.get) with
    | none => return .error (.unknownState id)
    | some s => match s.goals.toArray[goal]? with
      | none => return .error (.request s!"the state has no goal {goal}")
      | some g => match ← s.terms g most with
        | .error e => return .error (.request (← e.toMessageData.toString))
        | .ok told => return .ok told
  | .release ids => do
    (← session.get).theorems.modify (releaseStates number ids.toList)
    return .ok (.mkObj [])
  | .close => do
    (← session.get).theorems.modify (withoutTheorem number)
    return .ok (.mkObj [])
  | .verify text name variables statement heartbeats => do
    match ← withVariables (← session.get).base variables with
    | .error f => return .error f
    | .ok base =>
      match ← verify base text name statement heartbeats with
      | .accepted thm axioms unresolved messages stated changed =>
        return .ok (.mkObj (("accepted", true) :: ("axioms", namesJson axioms) :: ("unresolved", unresolved) ::
          ("messages", messages) :: ("statement", stated) :: ("changed", changed.getD "") :: theoremJson base.env thm))
      | .refused reason axioms messages =>
        return .ok (.mkObj [("accepted", false), ("reason", reason), ("axioms", namesJson axioms), ("messages", messages)])
      | .fault f => return .error f
  | .sketch text name variables hide => do
    match ← sketchIn session variables text name with
    | .error f => return .error f
    | .ok (thm, holes) =>
      let mut told := #[]
      for hole in holes.toList do
        match ← hole.open thm hide with
        | .error e => return .error (.request (← e.toMessageData.toString))
        | .ok s => told := told.push (Json.mkObj (("span", .arr #[hole.start.byteIdx, hole.stop.byteIdx]) ::
            ("tactic", hole.tactic) :: (← s.shown)))
      return .ok (.mkObj [("holes", .arr told)])
  | .body source name variables text => do
    match ← withVariables (← session.get).base variables with
    | .error f => return .error f
    | .ok base => match ← readBody base source name text with
      | .error f => return .error f
      | .ok body => return .ok (.mkObj [("body", match body with | some b => Json.str b | none => .null)])
  | .openHole text name variables hide hole => do
    match ← sketchIn session variables text name with
    | .error f => return .error f
    | .ok (thm, holes) => match holes[hole]? with
      | none => return .error (.request s!"the sketch has no hole {hole}")
      | some h => match ← h.open thm hide with
        | .error e => return .error (.request (← e.toMessageData.toString))
        | .ok s => return .ok (← Session.answer session number s [])
  | .library prefixes module offset limit statements => do
    let mut names := #[]
    for p in prefixes.toList do
      names := names.push p.toName
    return .ok (← listLibrary (← session.get).base.env names.toList module offset limit statements)
  | .openLibrary name => do
    let index ← Session.library session
    match ← openLibrary (← session.get).base index name with
    | .error e => return .error (.request e)
    | .ok (s, bars) =>
      let env := s.thm.before.env
      return .ok (← Session.answer session number s [("name", name), ("module", moduleText env bars.home),
        ("before", namesJson (bars.modules env) nameText), ("namesakes", namesJson bars.namesakes.toArray nameText)])

def serveLine (session : IO.Ref Session) (line : String) : IO String := do
  let start ← IO.monoNanosNow
  let (id, result) ← (do
    match Json.parse line with
    | .error e => pure (Json.null, Except.error (Fault.request s!"not JSON: {e}"))
    | .ok j =>
      let id := match j.getObjVal? "id" with | .ok v => v | .error _ => .null
      match (do return (← natField j "theorem" (some 0), ← Request.ofJson j) : Except String (Nat × Request)) with
      | .error e => pure (id, Except.error (Fault.request e))
      | .ok (number, r) =>
        (← session.get).turn number (r matches .tactic ..)
        try pure (id, ← handle session number r)
        catch e => pure (id, Except.error (Fault.request (toString e))))
  return answerLine id (((← IO.monoNanosNow) - start) / 1000) result

partial def serve (session : IO.Ref Session) : IO Unit := do
  let line ← (← IO.getStdin).getLine
  if line.isEmpty then return
  let out ← IO.getStdout
  out.putStrLn (← serveLine session line)
  out.flush
  serve session

/-- As in Mathlib, a name nobody declared is an error, not a variable.  And no definition of a source needs to be compiled: not
all of the library's code is there. -/
def asInMathlib (state : Command.State) : Command.State :=
  match state.scopes with
  | scope :: rest =>
    let opts := (scope.opts.setBool `autoImplicit false).setBool `relaxedAutoImplicit false
    { state with scopes := { scope with opts, isNoncomputable := true } :: rest }
  | [] => state

/-- Leave `goOn` where the loader finds it in the process's memory, and let the loader, which watches for this look-up, save
that memory and end the process (`prover/lean/loader.js`).  A process that takes the snapshot up begins with `goOn`. -/
unsafe def freeze (goOn : IO Unit) : IO Unit := do
  searchPathRef.set (unsafeCast goOn)
  let _ ← System.FilePath.pathExists "/snapshot"

/-- `turn` is called before each request, with its theorem's number and whether it runs a search's tactic. -/
unsafe def run (turn : Nat → Bool → IO Unit) (args : List String) : IO Unit := do
  let options ← Options.get args
  let start ← IO.monoMsNow
  let env ← options.environment
  let imported ← IO.monoMsNow
  let state := asInMathlib (← loadPrelude (Command.mkState env {} {}) options.preludes)
  let done ← IO.monoMsNow
  let session ← IO.mkRef { base := state, theorems := ← IO.mkRef [], turn : Session }
  let goOn (importMs preludeMs : Nat) : IO Unit := do
    let out ← IO.getStdout
    out.putStrLn (answerMark ++ (Json.mkObj [("ready", true), ("version", Lean.versionString),
      ("import_ms", importMs), ("prelude_ms", preludeMs)]).compress)
    out.flush
    serve session
  if options.snapshot then freeze (goOn 0 0) else goOn (imported - start) (done - imported)

end ProofServer
end
