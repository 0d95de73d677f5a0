module
public meta import Lean.Elab.Frontend
public meta import ProofServer.Guard

/-! Elaborating Lean source command by command. -/

open Lean Elab

public meta section
namespace ProofServer

/-- A source being worked through. -/
structure Source where
  input : Parser.InputContext
  parser : Parser.ModuleParserState
  state : Command.State
  /-- The environment it began with. -/
  base : Environment
  /-- Whether it is the program's own, and not held against the guard. -/
  trusted : Bool := false
  /-- Why the guard stopped it. -/
  refused : Option String := none
  /-- Whether the reader gave its bare proposition a name. -/
  nameless : Bool := false
  /-- Whether it is read without what it itself adds to Lean's reading of a text (`Plain.lean`). -/
  plain : Bool := false
  /-- Whether nothing that was elaborated so far can change how a statement is read. -/
  tame : Bool := true
  /-- Names in its text that mean something without it, and the constants of its own that they stand for. -/
  shadows : List (Name × Name) := []

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

/-- The source with `put` in the place of the bytes from `start` to `stop`. -/
def Source.edit (s : Source) (start stop : String.Pos.Raw) (put : String) : Source :=
  let old := s.input.inputString
  let text := String.Pos.Raw.extract old 0 start ++ put ++ String.Pos.Raw.extract old stop old.rawEndPos
  { s with input := inputContext text s.input.fileName }

/-- Start on a source: its header (`import …`) is read over, what it imports is the server's own. -/
def Source.start (text fileName : String) (state : Command.State) (trusted : Bool := false) : IO (Source × MessageLog) := do
  let input := inputContext text fileName
  let (_, parser, messages) ← Parser.parseHeader input
  return ({ input, parser, state := { state with messages := {} }, base := state.env, trusted }, messages)

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

/-- Work through all commands.  Stops at the first one that does not parse, or that the guard refuses. -/
partial def Source.finish (s : Source) : IO (Source × Option MessageLog) := do
  let (stx, s, log) := s.next
  if log.hasErrors then return (s, some log)
  if Parser.isTerminalCommand stx then return (s, none)
  if let some why := s.refusal stx then return (s.stopped stx why, none)
  finish { s with state := ← elaborate s.input s.state stx }

end ProofServer
end
