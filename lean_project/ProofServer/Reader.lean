module
public meta import ProofServer.Plain

/-! Finding the theorem in a source as people write it.

Lean's parser decides what is a statement.  Where it stops for want of a body (a statement that ends in nothing, in `:=` or in
`:= by`), or because the text is a bare proposition, what is missing is put into the text and the text is parsed again: what
counts from then on is the text so completed.  Nothing that the parser accepts is changed, but for an `example`, which is
given a name. -/

open Lean Elab

public meta section
namespace ProofServer

/-- What a nameless statement is called. -/
def namelessName : String := "statement"

/-- A theorem in a source. -/
structure Target where
  /-- The whole command. -/
  stx : Syntax
  /-- The theorem's own part of it. -/
  decl : Syntax
  /-- The source as it stood just before the command. -/
  source : Source
  /-- Its full name. -/
  name : Name
  /-- Whether that name was made up for it. -/
  nameless : Bool := false

def Target.before (t : Target) : Command.State := t.source.state

/-! ### Names -/

/-- The name a theorem declares, as written; of an example, the one it is given. -/
def writtenName (decl : Syntax) : Name :=
  if isExample decl then .str .anonymous namelessName
  else match findNode decl (·.isOfKind ``Parser.Command.declId) with
    | some declId => (declId.getArg 0).getId
    | none => .anonymous

def fullName (ns written : Name) : Name :=
  if written.getRoot == `_root_ then written.replacePrefix `_root_ .anonymous else ns ++ written

/-- Whether `wanted` is a theorem's full name as Lean writes it. -/
def isName (full : Name) (wanted : String) : Bool :=
  shownName full == wanted

/-- Whether `wanted` is a theorem's full name without its `«»`, or the end of it. -/
partial def endsIn (full : Name) (wanted : String) : Bool :=
  shownName full == wanted || nameText full == wanted || match full.components with
  | _ :: next :: rest => endsIn (joined next rest) wanted
  | _ => false
where joined (n : Name) : List Name → Name
  | [] => n
  | c :: rest => joined (n ++ c) rest

/-! ### Bodies -/

def bodyRange (stx : Syntax) : String.Pos.Raw × String.Pos.Raw :=
  match findNode stx isBody with
  | none => (0, 0)
  | some b => (b.getPos?.getD 0, b.getTailPos?.getD 0)

/-- Where a declaration's statement ends: before the comments that may stand in front of its body. -/
def statementEnd (decl : Syntax) : String.Pos.Raw :=
  match findNode decl (fun stx => stx.isOfKind ``Parser.Command.declSig || stx.isOfKind ``Parser.Command.optDeclSig) with
  | some signature => signature.getTailPos?.getD (bodyRange decl).1
  | none => (bodyRange decl).1

/-! ### Completing -/

/-- The next token from `pos` on, past spaces and comments. -/
def Source.past (s : Source) (pos : String.Pos.Raw) : String.Pos.Raw :=
  let context : Parser.ParserModuleContext := { env := s.state.env, options := {} }
  let skip : Parser.ParserFn := Parser.whitespace
  (skip.run s.input context (Parser.getTokenTable s.state.env) ((Parser.mkParserState s.input.inputString).setPos pos)).pos

/-- Where the next command begins. -/
def Source.here (s : Source) : String.Pos.Raw :=
  s.past s.parser.pos

/-- Whether the parser stopped at `pos`, or before it. -/
def Source.stoppedBy (s : Source) (log : MessageLog) (pos : String.Pos.Raw) : Bool :=
  match log.toList with
  | first :: _ =>
    let place := s.input.fileMap.toPosition pos
    first.pos.line < place.line || (first.pos.line == place.line && first.pos.column ≤ place.column)
  | [] => false

/-- How many tokens a piece of syntax has. -/
partial def tokens (stx : Syntax) : Nat :=
  match stx with
  | .node _ _ args => among args.toList
  | .missing => 0
  | _ => 1
where among : List Syntax → Nat
  | [] => 0
  | s :: rest => tokens s + among rest

/-- The source with `put`, which ends in a body, at `pos`, if Lean then parses the command with that body and nothing more. -/
def Source.completedWith (s : Source) (pos : String.Pos.Raw) (put : String) : Option Source :=
  let edited := s.edit pos pos put
  let (stx, _, log) := edited.next
  if log.hasErrors then none
  else
    let (start, stop) := bodyRange stx
    let whole := match findNode stx isBody with
      | some body => tokens body ≤ 3  -- `:= by sorry` at most
      | none => false
    if whole && start.byteIdx ≤ pos.byteIdx + 1 && stop.byteIdx == pos.byteIdx + put.utf8ByteSize then some edited else none

/-- The source with a body for the statement whose command does not parse to its end, if that is all that is missing: the
parser stopped at the first token that should have belonged to the body. -/
def Source.withBody (s : Source) (partly : Syntax) (log : MessageLog) : Option Source :=
  match findNode partly (fun stx => isLemma stx || stx.isOfKind ``Parser.Command.theorem || stx.isOfKind ``Parser.Command.example),
      partly.getTailPos? with
  | some _, some pos =>
    if !s.stoppedBy log (s.past pos) then none
    else match s.completedWith pos " sorry" with
      | some done => some done
      | none => s.completedWith pos " := by sorry"
  | _, _ => none

/-- A name for what has none: one that means nothing where the source has come to. -/
partial def Source.freshName (s : Source) (i : Nat := 0) : String :=
  let name := if i == 0 then namelessName else s!"{namelessName}{i}"
  let (ns, opens) := scopeOf s.state
  match ResolveName.resolveGlobalName s.state.env {} ns opens (.str .anonymous name) with
  | [] => name
  | _ => s.freshName (i + 1)

/-- The source with a bare proposition made a theorem. -/
def Source.withName (s : Source) : Option Source :=
  let pos := s.here
  let named := { s.edit pos pos s!"theorem {s.freshName} : " with nameless := true }
  let (stx, _, log) := named.next
  if log.hasErrors then named.withBody stx log else some named

/-! ### Seeking -/

/-- How far the search for a theorem has come.  `held`: the theorem met last and what was read since, none of it elaborated
yet; `last`: the theorem met last, elaborated or not (with a name wanted: the example); `near`: those whose name ends in the one
that is wanted; `names`: of all theorems met; `complete`: whether missing bodies and names are put in. -/
structure Seeking where
  wanted : Option String
  complete : Bool := true
  held : List Syntax := []
  last : Option Target := none
  near : List Target := []
  names : Array Name := #[]

/-- A theorem found, and what is to be said of it. -/
structure Sought where
  target : Target
  note : String := ""
  /-- As of the source, as far as it was read. -/
  tame : Bool

def noTheorem (k : Seeking) : Fault :=
  match k.wanted with
  | none => .request "the source has no theorem"
  | some wanted =>
    if k.names.size == 0 then .request s!"the source has no theorem, and none called '{wanted}'"
    else .request s!"the source has no theorem '{wanted}'; it has {namesText k.names}"

def targetNames : List Target → Array Name → Array Name
  | [], found => found
  | t :: rest, found => targetNames rest (if isExample t.decl then found else found.push t.name)

def lastFirst : List Target → List Target → List Target
  | [], turned => turned
  | t :: rest, turned => lastFirst rest (t :: turned)

/-- What was found once the source has been read. -/
def Seeking.found (k : Seeking) (tame : Bool) (note : String := "") : Except Fault Sought :=
  match k.wanted, k.near with
  | none, _ => match k.last with
    | some target => .ok { target, note, tame }
    | none => .error (noTheorem k)
  | some wanted, [] => match k.last with
    | some target => if wanted == namelessName then .ok { target, note, tame } else .error (noTheorem k)
    | none => .error (noTheorem k)
  | some _, [target] => .ok { target, note, tame }
  | some wanted, several =>
    .error (.request s!"'{wanted}' is the end of several names: give one of {namesText (targetNames (lastFirst several []) #[])}")

def Seeking.has (k : Seeking) : Bool :=
  match k.wanted with
  | none => k.last.isSome
  | some _ => !(k.near matches [])

/-- Whether a later piece of the text is a statement with its proof. -/
partial def Source.goesOn (s : Source) : Bool :=
  let (stx, next, _) := s.next
  if Parser.isTerminalCommand stx || next.parser.pos.byteIdx ≤ s.parser.pos.byteIdx then false
  else match statementsIn stx, findNode stx isBody with
    | _ :: _, some _ => true
    | _, _ => next.goesOn

def Source.leftOut (s : Source) : String :=
  let line := (s.input.fileMap.toPosition s.here).line
  s!"what stands from line {line} on is not Lean and is left out"

/-- The theorem of `decls` that has the wanted name; and those whose names end in it, with those in `near`. -/
def matching (wanted : String) : List Target → List Target → Option Target × List Target
  | [], near => (none, near)
  | t :: rest, near =>
    if isExample t.decl then matching wanted rest near
    else if isName t.name wanted then (some t, near)
    else matching wanted rest (if endsIn t.name wanted then t :: near else near)

def targetsOf (s : Source) (stx : Syntax) : List Syntax → List Target
  | [] => []
  | decl :: rest =>
    let (ns, _) := scopeOf s.state
    { stx, decl, source := s, name := fullName ns (writtenName decl), nameless := s.nameless } :: targetsOf s stx rest

def lastOf : List Target → Option Target
  | [] => none
  | [t] => some t
  | _ :: rest => lastOf rest

def noProof (s : Source) (partly : Syntax) : Fault :=
  let name := match lastOf (targetsOf s partly (statementsIn partly)) with
    | some t => s!"'{shownName t.name}'"
    | none => "the theorem"
  .request s!"{name} has no proof: its text ends with its statement"

/-- Work through the commands up to the theorem that is wanted, or to the last one.  The theorem's own body is not elaborated
unless more follows than the ends of sections. -/
partial def Source.seek (s : Source) (k : Seeking) : IO (Except Fault Sought) := do
  let (stx, next, log) := s.next
  if !log.hasErrors && Parser.isTerminalCommand stx then return k.found s.tame
  if let _ :: _ := k.held then
    if !log.hasErrors && isEnd stx then return ← next.seek { k with held := append k.held stx }
    let s ← s.pass k.held
    if let some why := s.refused then return .error (.refused why)
    return ← s.seek { k with held := [] }  -- parsed anew: what was held may change how
  if log.hasErrors then
    if let some done := s.withBody stx log then
      if k.complete then return ← done.seek k
      let (_, past, _) := done.next
      let (_, _, after) := past.next
      if !after.hasErrors then return .error (noProof s stx)
    if s.stoppedBy log s.here then
      if k.has && !s.goesOn then return k.found s.tame s.leftOut
      if k.complete && !k.has then if let some done := s.withName then return ← done.seek k
    return .error (.parse (← messagesJson log))
  let stx := if s.plain then (plainly stx).getD stx else stx
  let targets := targetsOf s stx (statementsIn stx)
  match lastOf targets with
  | none =>
    let s ← next.pass [stx]
    if let some why := s.refused then return .error (.refused why)
    s.seek k
  | some target =>
    if let some why := next.refusal (replaceBody stx .missing) then return .error (.refused why)
    let k := { k with names := targetNames targets k.names }
    match k.wanted with
    | none => next.seek { k with held := [stx], last := some target }
    | some wanted =>
      let (exact, near) := matching wanted targets k.near
      if let some target := exact then return .ok { target, tame := s.tame }
      let s ← next.pass [stx]
      if let some why := s.refused then return .error (.refused why)
      s.seek { k with near, last := if isExample target.decl then some target else k.last }
where append : List Syntax → Syntax → List Syntax
  | [], stx => [stx]
  | s :: rest, stx => s :: append rest stx

/-- An example under a name of its own, so that it can be found once it is elaborated. -/
def Target.named (t : Target) : Target :=
  if !isExample t.decl then t
  else match t.decl[1].getPos? with
    | none => t
    | some pos =>
      let name := t.source.freshName
      let source := t.source.edit pos (pos + "example") s!"theorem {name}"
      let (stx, _, log) := source.next
      let stx := if source.plain then (plainly stx).getD stx else stx
      let (ns, _) := scopeOf source.state
      match log.hasErrors, statementsIn stx with
      | false, [decl] => { t with stx, decl, source, name := ns ++ .str .anonymous name, nameless := true }
      | _, _ => t

/-- The theorem `name` of a source, or its last one.  What stands before it has been elaborated, it itself only parsed.
`complete`: missing bodies and names are put in; `plain`: it is read without what the source adds to Lean's reading. -/
def findTheorem (base : Command.State) (text fileName : String) (name : Option String) (complete : Bool := true)
    (plain : Bool := false) : IO (Except Fault Sought) := do
  let (source, header) ← Source.start text fileName base
  if header.hasErrors then return .error (.parse (← messagesJson header))
  match ← { source with plain }.seek { wanted := name, complete } with
  | .error f => return .error f
  | .ok sought =>
    let messages := sought.target.before.messages
    if messages.hasErrors then return .error (.elaboration (← messagesJson messages))
    return .ok { sought with target := sought.target.named }

end ProofServer
end
