module
public meta import Lean.Elab.Frontend
public meta import ProofServer.Guard

/-! Elaborating Lean source command by command, and finding theorems in it. -/

open Lean Elab

public meta section
namespace ProofServer

/-- A source being worked through. -/
structure Source where
  input : Parser.InputContext
  parser : Parser.ModuleParserState
  state : Command.State
  /-- Whether it is the program's own, and not held against the guard. -/
  trusted : Bool := false
  /-- Why the guard stopped it. -/
  refused : Option String := none

/-- A theorem command, and the state just before it. -/
structure Target where
  stx : Syntax
  before : Command.State

def inputContext (text fileName : String) : Parser.InputContext :=
  { inputString := text, fileName := fileName, fileMap := FileMap.ofString text,
    endPos := text.rawEndPos, endPos_valid := by simp }

def messageJson (m : Message) : IO Json := do
  let severity := match m.severity with
    | .error => "error" | .warning => "warning" | .information => "information"
  return .mkObj [("severity", severity), ("line", m.pos.line), ("column", m.pos.column),
    ("text", (← m.data.toString))]

def messagesJson (log : MessageLog) : IO Json := do
  let mut out := #[]
  for m in log.toList do
    out := out.push (← messageJson m)
  return .arr out

/-- Start on a source: its header (`import …`) is read over, what it imports is the server's own. -/
def Source.start (text fileName : String) (state : Command.State) (trusted : Bool := false) : IO (Source × MessageLog) := do
  let input := inputContext text fileName
  let (_, parser, messages) ← Parser.parseHeader input
  return ({ input, parser, state := { state with messages := {} }, trusted }, messages)

def scopeOf (state : Command.State) : Name × List OpenDecl :=
  match state.scopes with
  | scope :: _ => (scope.currNamespace, scope.openDecls)
  | [] => (.anonymous, [])

/-- Why the guard does not let a command be elaborated. -/
def Source.refusal (s : Source) (stx : Syntax) : Option String :=
  if s.trusted then none
  else
    let (ns, opens) := scopeOf s.state
    refuseCommand s.state.env ns opens stx

/-- The source stopped by the guard; an error among its messages says so too. -/
def Source.stopped (s : Source) (stx : Syntax) (why : String) : Source :=
  let pos := s.input.fileMap.toPosition (stx.getPos?.getD 0)
  let message : Message := { fileName := s.input.fileName, pos, data := why }
  { s with refused := some why, state := { s.state with messages := s.state.messages.add message } }

/-- The next command; parse errors are in the returned log. -/
def Source.next (s : Source) : Syntax × Source × MessageLog :=
  let (ns, opens, opts) := match s.state.scopes with
    | scope :: _ => (scope.currNamespace, scope.openDecls, scope.opts)
    | [] => (.anonymous, [], {})
  let (stx, parser, log) := Parser.parseCommand s.input
    { env := s.state.env, options := opts, currNamespace := ns, openDecls := opens } s.parser {}
  (stx, { s with parser }, log)

/-- Elaborate one command.  Lean keeps the messages of the last command only: those from before are put back. -/
def elaborate (input : Parser.InputContext) (state : Command.State) (stx : Syntax) : IO Command.State := do
  let ctx : Command.Context :=
    { fileName := input.fileName, fileMap := input.fileMap, snap? := none, cancelTk? := none }
  let ref ← IO.mkRef { state with messages := {} }
  let act : EIO Exception Unit := Command.elabCommandTopLevel stx ctx ref
  let failed ← act.toBaseIO
  let after ← ref.get
  let messages := state.messages ++ after.messages
  match failed with
  | .ok _ => return { after with messages }
  | .error e =>
    let m : Message := { fileName := input.fileName, pos := ⟨1, 0⟩, data := (← e.toMessageData.toString) }
    return { after with messages := messages.add m }

def isEnd (stx : Syntax) : Bool :=
  Parser.isTerminalCommand stx || stx.isOfKind ``Parser.Command.end

/-- The first node of the given kind, outermost first. -/
partial def findNode (stx : Syntax) (p : Syntax → Bool) : Option Syntax := Id.run do
  if p stx then return some stx
  for child in stx.getArgs.toList do
    if let some found := findNode child p then return some found
  return none

/-- The theorem's own command, without the `open … in` and `set_option … in` around it. -/
partial def stripIn (stx : Syntax) : Syntax :=
  if stx.isOfKind ``Parser.Command.in then stripIn stx[2] else stx

/-- The name a theorem or lemma command declares, as written. -/
def declaredName? (stx : Syntax) : Option Name := do
  let decl := stripIn stx
  let isTheorem := decl.isOfKind ``Parser.Command.declaration && decl[1].isOfKind ``Parser.Command.theorem
  let isLemma := decl.getKind == `lemma || decl.getKind == `Lean.Parser.Command.lemma
  if !(isTheorem || isLemma) then none else
  let declId ← findNode decl (·.isOfKind ``Parser.Command.declId)
  return declId[0].getId

def isNamed (stx : Syntax) (name : Option String) : Bool :=
  match declaredName? stx, name with
  | some _, none => true
  | some n, some wanted => nameText n == wanted
  | none, _ => false

def isBody (stx : Syntax) : Bool :=
  stx.isOfKind ``Parser.Command.declValSimple || stx.isOfKind ``Parser.Command.declValEqns

/-- The theorem command with its proof replaced by `body`. -/
partial def replaceBody (stx body : Syntax) : Syntax :=
  if isBody stx then body
  else match stx with
    | .node info kind args => Id.run do
      let mut out := #[]
      for a in args.toList do
        out := out.push (replaceBody a body)
      return .node info kind out
    | _ => stx

/-- Work through all commands.  Stops at the first one that does not parse, or that the guard refuses. -/
partial def Source.finish (s : Source) : IO (Source × Option MessageLog) := do
  let (stx, s, log) := s.next
  if log.hasErrors then return (s, some log)
  if Parser.isTerminalCommand stx then return (s, none)
  if let some why := s.refusal stx then return (s.stopped stx why, none)
  finish { s with state := ← elaborate s.input s.state stx }

/-- Elaborate commands one after the other, unless the guard refuses one. -/
def Source.pass (s : Source) : List Syntax → IO Source
  | [] => return s
  | stx :: rest => do
    if let some why := s.refusal stx then return s.stopped stx why
    Source.pass { s with state := ← elaborate s.input s.state stx } rest

/-- Work through the commands up to the theorem called `name`, or the last theorem if no name is given.  The theorem's own
body is not elaborated unless more follows than the ends of sections.  `held`: the theorem met last and what was read since,
none of it elaborated yet; `last`: the theorem met last, elaborated or not. -/
partial def Source.seek (s : Source) (name : Option String) (held : List Syntax := []) (last : Option Target := none) :
    IO (Source × Option Target × Option MessageLog) := do
  let (stx, next, log) := s.next
  if !log.hasErrors && Parser.isTerminalCommand stx then return (next, last, none)
  if let _ :: _ := held then
    if !log.hasErrors && isEnd stx then return ← seek next name (append held stx) last
    let s ← s.pass held
    if s.refused.isSome then return (s, none, none)
    return ← seek s name [] last  -- parsed anew: what was held may change how
  if log.hasErrors then return (next, last, some log)
  if isNamed stx name then
    if let some why := next.refusal (replaceBody stx .missing) then return (next.stopped stx why, none, none)
    let target := { stx, before := next.state : Target }
    if name.isSome then return (next, some target, none)
    seek next name [stx] (some target)
  else
    let s ← next.pass [stx]
    if s.refused.isSome then return (s, none, none)
    seek s name [] last
where append : List Syntax → Syntax → List Syntax
  | [], stx => [stx]
  | s :: rest, stx => s :: append rest stx

end ProofServer
end
