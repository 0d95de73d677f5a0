module
public meta import Lean.Elab.Frontend
public meta import ProofServer.Protocol

/-! Elaborating Lean source command by command, and finding theorems in it. -/

open Lean Elab

public meta section
namespace ProofServer

/-- A source being worked through. -/
structure Source where
  input : Parser.InputContext
  parser : Parser.ModuleParserState
  state : Command.State

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
def Source.start (text fileName : String) (state : Command.State) : IO (Source × MessageLog) := do
  let input := inputContext text fileName
  let (_, parser, messages) ← Parser.parseHeader input
  return ({ input, parser, state := { state with messages := {} } }, messages)

/-- The next command; parse errors are in the returned log. -/
def Source.next (s : Source) : Syntax × Source × MessageLog :=
  let (ns, opens, opts) := match s.state.scopes with
    | scope :: _ => (scope.currNamespace, scope.openDecls, scope.opts)
    | [] => (.anonymous, [], {})
  let (stx, parser, log) := Parser.parseCommand s.input
    { env := s.state.env, options := opts, currNamespace := ns, openDecls := opens } s.parser {}
  (stx, { s with parser }, log)

/-- Elaborate one command. -/
def elaborate (input : Parser.InputContext) (state : Command.State) (stx : Syntax) : IO Command.State := do
  let ctx : Command.Context :=
    { fileName := input.fileName, fileMap := input.fileMap, snap? := none, cancelTk? := none }
  let ref ← IO.mkRef state
  let act : EIO Exception Unit := Command.elabCommandTopLevel stx ctx ref
  match ← act.toBaseIO with
  | .ok _ => ref.get
  | .error e =>
    let text ← e.toMessageData.toString
    let s ← ref.get
    let m : Message := { fileName := input.fileName, pos := ⟨1, 0⟩, data := text }
    return { s with messages := s.messages.add m }

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

/-- Work through all commands.  Stops at the first one that does not parse. -/
partial def Source.finish (s : Source) : IO (Source × Option MessageLog) := do
  let (stx, s, log) := s.next
  if log.hasErrors then return (s, some log)
  if Parser.isTerminalCommand stx then return (s, none)
  finish { s with state := ← elaborate s.input s.state stx }

/-- Work through the commands up to the theorem called `name`, or the last theorem if no name is given.
The theorem's own body is never elaborated. -/
partial def Source.seek (s : Source) (name : Option String) (pending : Option Target := none) :
    IO (Source × Option Target × Option MessageLog) := do
  let (stx, s, log) := s.next
  if log.hasErrors then return (s, pending, some log)
  if Parser.isTerminalCommand stx then return (s, pending, none)
  if pending.isSome && isEnd stx then return ← seek s name pending
  let s ← match pending with
    | some t => pure { s with state := ← elaborate s.input s.state t.stx }
    | none => pure s
  if isNamed stx name then
    let target := { stx, before := s.state : Target }
    if name.isSome then return (s, some target, none)
    seek s name (some target)
  else
    seek { s with state := ← elaborate s.input s.state stx } name none

end ProofServer
end
