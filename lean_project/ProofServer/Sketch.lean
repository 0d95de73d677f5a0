module
public meta import ProofServer.Verify

/-! Sketches: proofs with `sorry` in them.  Every `sorry` that Lean reaches is a hole, and a hole is a theorem of its own: its
goal, from all the hypotheses in sight there. -/

open Lean Meta Elab

public meta section
namespace ProofServer

/-- A `sorry` as Lean met it: where it stands, in bytes, and what it is to prove.  `tactic`: it is a tactic, not a term. -/
structure Met where
  start : String.Pos.Raw
  stop : String.Pos.Raw
  tactic : Bool
  mctx : MetavarContext
  lctx : LocalContext
  type : Expr

/-- A hole: what is to be proved as a closed statement that begins with `binders` binders. -/
structure Hole where
  start : String.Pos.Raw
  stop : String.Pos.Raw
  tactic : Bool
  type : Expr
  binders : Nat

/-- The sorries in an information tree, the last one first, put before `found`. -/
partial def sorriesIn (mctx : MetavarContext) (found : List Met) (t : InfoTree) : List Met :=
  match t with
  | .context (.commandCtx c) t => sorriesIn c.mctx found t
  | .context _ t => sorriesIn mctx found t
  | .hole _ => found
  | .node info children =>
    match info with
    | .ofTacticInfo i =>
      if i.stx.isOfKind ``Parser.Tactic.tacticSorry then
        match i.goalsBefore, i.stx.getPos?, i.stx.getTailPos? with
        | g :: _, some start, some stop => match i.mctxBefore.findDecl? g with
          | some d => { start, stop, tactic := true, mctx := i.mctxBefore, lctx := d.lctx, type := d.type } :: found
          | none => found
        | _, _, _ => found
      else among i.mctxAfter found (treesOf children)
    | .ofTermInfo i =>
      if i.stx.isOfKind ``Parser.Term.sorry then
        match i.expectedType?, i.stx.getPos?, i.stx.getTailPos? with
        | some type, some start, some stop => { start, stop, tactic := false, mctx, lctx := i.lctx, type } :: found
        | _, _, _ => found
      else among mctx found (treesOf children)
    | _ => among mctx found (treesOf children)
where among (mctx : MetavarContext) (found : List Met) : List InfoTree → List Met
  | [] => found
  | t :: rest => among mctx (sorriesIn mctx found t) rest

/-- What a sorry stands for, closed; or why it can be no theorem of its own. -/
def Met.hole (m : Met) (thm : Theorem) : IO (Except String Hole) := do
  let core : Core.State := { env := thm.env, ngen := { namePrefix := `_prover } }
  let saved : Saved :=
    { thm, root := .bvar 0, goals := [], core, mctx := { mctx := m.mctx }, term := { levelNames := thm.levelParams } }
  let (result, _) ← saved.run "" 0 do
    inContext m.lctx #[] do
      let mut fvars := #[]
      for f in m.lctx.getFVarIds.toList do
        if let some d := m.lctx.find? f then
          if !d.isImplementationDetail then fvars := fvars.push (.fvar f)
      let closed ← mkForallFVars fvars (← instantiateMVars m.type) (usedLetOnly := false)
      return (← instantiateMVars closed, fvars.size)
  match result with
  | .error e => return .error (← e.toMessageData.toString)
  | .ok (type, binders) =>
    if type.hasExprMVar || type.hasLevelMVar then return .error "what it is to prove is not settled where it stands"
    if type.hasFVar then return .error "what it is to prove speaks of something that is out of sight"
    for c in type.getUsedConstants.toList do
      if !thm.env.contains c then return .error s!"what it is to prove speaks of '{nameText c}', which the sketch makes"
    return .ok { start := m.start, stop := m.stop, tactic := m.tactic, type, binders }

/-- Where in a source an offset is: line from 1, column from 0. -/
def placeText (input : Parser.InputContext) (pos : String.Pos.Raw) : String :=
  let p := input.fileMap.toPosition pos
  s!"{p.line}:{p.column}"

/-- A hole's place among those found: before what stands behind it, once if it is met twice with the same goal. -/
def insertHole (hole : Hole) : List Hole → Except Unit (List Hole)
  | [] => .ok [hole]
  | h :: rest =>
    if hole.start < h.start then .ok (hole :: h :: rest)
    else if hole.start == h.start then (if hole.type == h.type then .ok (h :: rest) else .error ())
    else match insertHole hole rest with
      | .ok rest => .ok (h :: rest)
      | .error e => .error e

def holesOf (thm : Theorem) (input : Parser.InputContext) : List Met → List Hole → IO (Except String (List Hole))
  | [], found => return .ok found
  | m :: rest, found => do
    match ← m.hole thm with
    | .error e => return .error s!"{placeText input m.start}: error: this 'sorry' cannot be opened: {e}"
    | .ok hole => match insertHole hole found with
      | .error _ =>
        return .error s!"{placeText input m.start}: error: this 'sorry' stands for several goals: write one for each"
      | .ok found => holesOf thm input rest found

/-- The body (`:= …`) of the last theorem that a text states, parsed but not elaborated; to the end of the text where it does
not parse. -/
partial def bodyIn (s : Source) (found : Option String) : Option String :=
  let (stx, next, log) := s.next
  let text := s.input.inputString
  let found := match lastOf (targetsOf s stx (statementsIn stx)) with
    | some target => match bodyRange target.decl with
      | (⟨0⟩, _) => found
      | (start, stop) => some (String.Pos.Raw.extract text start (if log.hasErrors then text.rawEndPos else stop))
    | none => found
  if Parser.isTerminalCommand stx || next.parser.pos.byteIdx ≤ s.parser.pos.byteIdx then found else bodyIn next found

/-- The body that `text` gives the theorem of a source, if it is a whole theorem; parsed where the theorem stands. -/
def readBody (base : Command.State) (source : String) (name : Option String) (text : String) : IO (Except Fault (Option String)) := do
  match ← findTheorem base source "sketch" name with
  | .error f => return .error f
  | .ok sought =>
    let (given, _) ← Source.start text "sketch" sought.target.before
    return .ok (bodyIn given none)

/-- The theorem of a sketch and its holes in the order of the text. -/
def readSketch (base : Command.State) (text : String) (name : Option String) : IO (Except Fault (Theorem × Array Hole)) := do
  match ← findTheorem base text "sketch" name false with
  | .error f => return .error f
  | .ok sought =>
    let target := sought.target
    let input := target.source.input
    if let some why := target.source.refusal target.stx then return .error (.refused why)
    match ← target.statement with
    | (none, log) => return .error (.elaboration (← messagesJson log))
    | (some (thm, _), _) =>
      let (before, stx) ← enterScopes input { target.before with messages := {} } target.stx
      let after ← elaborate input { before with infoState := { enabled := true } } stx
      if after.messages.hasErrors then return .error (.elaboration (← messagesJson after.messages))
      let met := sorriesIn.among {} [] (treesOf after.infoState.trees)
      match ← holesOf thm input met [] with
      | .error e => return .error (.request e)
      | .ok holes => return .ok (thm, holes.toArray)

/-- The first state of a hole: all its hypotheses introduced. -/
def Hole.open (hole : Hole) (thm : Theorem) (hide : Array String) : IO (Except Exception Saved) :=
  { thm with type := hole.type }.start hole.binders hide

end ProofServer
end
