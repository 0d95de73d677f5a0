module
public meta import Lean.Elab.Tactic.Basic
public meta import ProofServer.Goals
public meta import ProofServer.Precede
public meta import ProofServer.Reader

/-! Proof states: opening a theorem, running a tactic in any earlier state. -/

open Lean Meta Elab

public meta section
namespace ProofServer

/-- A theorem being proved. -/
structure Theorem where
  name : Name
  type : Expr
  levelParams : List Name
  /-- Environment, opened namespaces and options where the theorem stands. -/
  before : Command.State
  /-- The environment with what its statement itself made, such as matches; and the theorem, with `sorry` for a proof. -/
  stated : Option Environment := none
  /-- Where the theorem's statement and its body end in its source, in bytes. -/
  body : String.Pos.Raw × String.Pos.Raw := (0, 0)
  /-- Where the command ends, if it does not end with the body. -/
  tail : String.Pos.Raw := 0
  /-- Hypotheses not to print. -/
  hidden : Array FVarId := #[]
  /-- What its proof must not use. -/
  bars : Option Bars := none

/-- A proof state, complete enough to go on from at any time. -/
structure Saved where
  thm : Theorem
  root : Expr
  goals : List MVarId
  core : Core.State
  mctx : Meta.State
  term : Term.State

def Theorem.scope (t : Theorem) : Command.Scope :=
  match t.before.scopes with
  | s :: _ => s
  | [] => { header := "" }

/-- Whether the environment holds all these constants. -/
def holdsAll (env : Environment) : List Name → Bool
  | [] => true
  | c :: rest => env.contains c && holdsAll env rest

/-- The environment to prove it in: the one before it, unless the statement itself made something. -/
def Theorem.env (t : Theorem) : Environment :=
  match t.stated with
  | some stated => if holdsAll t.before.env t.type.getUsedConstants.toList then t.before.env else stated
  | none => t.before.env

/-- Run an action in a saved state; the state afterwards comes back with its result. -/
def Saved.run (s : Saved) (input : String) (heartbeats : Nat) (act : TermElabM α) :
    IO (Except Exception α × Saved) := do
  let scope := s.thm.scope
  let ctx : Core.Context := {
    fileName := "<tactic>", fileMap := FileMap.ofString input, options := scope.opts,
    currNamespace := scope.currNamespace, openDecls := scope.openDecls,
    initHeartbeats := ← IO.getNumHeartbeats, maxHeartbeats := heartbeats * 1000,
    maxRecDepth := maxRecDepth.get scope.opts }
  let core ← IO.mkRef { s.core with messages := {}, infoState := {} }
  let mctx ← IO.mkRef s.mctx
  let term ← IO.mkRef s.term
  let result : EIO Exception α := act { declName? := some s.thm.name, errToSorry := false } term {} mctx ctx core
  let out ← result.toBaseIO
  return (out, { s with core := ← core.get, mctx := ← mctx.get, term := ← term.get })

/-! ### Opening a theorem -/

partial def nodeTrees (n : PersistentArrayNode InfoTree) (rest : List InfoTree) : List InfoTree :=
  match n with
  | .leaf ts => prepend ts.toList rest
  | .node ns => prependNodes ns.toList rest
where
  prepend : List InfoTree → List InfoTree → List InfoTree
    | [], rest => rest
    | t :: ts, rest => t :: prepend ts rest
  prependNodes : List (PersistentArrayNode InfoTree) → List InfoTree → List InfoTree
    | [], rest => rest
    | n :: ns, rest => nodeTrees n (prependNodes ns rest)

def treesOf (a : PersistentArray InfoTree) : List InfoTree :=
  nodeTrees a.root (nodeTrees (.leaf a.tail) [])

partial def goalOf (t : InfoTree) : Option (MetavarContext × MVarId) :=
  match t with
  | .context _ t => goalOf t
  | .hole _ => none
  | .node i children => match i with
    | .ofTacticInfo i => match i.goalsBefore with
      | g :: _ => some (i.mctxBefore, g)
      | [] => goalIn (treesOf children)
    | _ => goalIn (treesOf children)
where goalIn : List InfoTree → Option (MetavarContext × MVarId)
  | [] => none
  | t :: rest => match goalOf t with
    | some g => some g
    | none => goalIn rest

/-- How many hypotheses the theorem's binders bring: those before the colon, section variables and
auto-bound ones included. -/
def countBinders (trees : List InfoTree) : Option Nat := do
  let (mctx, goal) ← goalOf.goalIn trees
  let decl ← mctx.findDecl? goal
  let mut n := 0
  for f in decl.lctx.getFVarIds.toList do
    match decl.lctx.find? f with
    | some d => if !d.isAuxDecl then n := n + 1
    | none => pure ()
  return n

/-- Enter the `open … in` and `set_option … in` around a theorem as if they were commands before it. -/
partial def enterScopes (input : Parser.InputContext) (state : Command.State) (stx : Syntax) :
    IO (Command.State × Syntax) := do
  if stx.isOfKind ``Parser.Command.in then
    let state ← match state.scopes with
      | s :: rest => pure { state with scopes := s :: s :: rest }
      | [] => pure state
    enterScopes input (← elaborate input state (stx.getArg 0)) (stx.getArg 2)
  else return (state, stx)

/-- A command with the proof of `decl` replaced by `body`, and every other one by `other`. -/
partial def replaceBodies (stx decl body other : Syntax) : Syntax :=
  if stx == decl then replaceBody stx body
  else if isBody stx then other
  else match stx with
    | .node info kind args => Id.run do
      let mut out := #[]
      for a in args.toList do
        out := out.push (replaceBodies a decl body other)
      return .node info kind out
    | _ => stx

/-- The constant that a theorem was elaborated to. -/
def declared? (env : Environment) (name : Name) : Option ConstantInfo :=
  match env.find? name with
  | some info => some info
  | none => env.find? (mkPrivateName env name)

/-- Elaborate the theorem's statement alone.  The messages are those of the elaboration. -/
def Target.statement (target : Target) : IO (Option (Theorem × Nat) × MessageLog) := do
  let input := target.source.input
  let (before, stx) ← enterScopes input { target.before with messages := {} } target.stx
  if before.messages.hasErrors then return (none, before.messages)
  let some body := sorryBody before | return (none, {})
  let start := { before with infoState := { enabled := true } }
  let after ← elaborate input start (replaceBodies stx target.decl body (bodyTerm body))
  if after.messages.hasErrors then return (none, after.messages)
  let (ns, _) := scopeOf before
  let some info := declared? after.env (fullName ns (writtenName target.decl)) | return (none, after.messages)
  let some binders := countBinders (treesOf after.infoState.trees) | return (none, after.messages)
  let body := (statementEnd target.decl, (bodyRange target.decl).2)
  let stop := target.stx.getTailPos?.getD 0
  let thm : Theorem :=
    { name := info.name, type := info.type, levelParams := info.levelParams, before, stated := after.env, body,
      tail := if body.2.byteIdx < stop.byteIdx then stop else 0 }
  return (some (thm, binders), after.messages)
where
  /-- `:= by sorry` without its `by`: a proof that leaves no trace of a goal. -/
  bodyTerm (body : Syntax) : Syntax :=
    match findNode body (·.isOfKind ``Parser.Tactic.tacticSorry) with
    | some tactic => body.setArg 1 (.node .none ``Parser.Term.sorry tactic.getArgs)
    | none => body

/-- Whether an instance is over hidden variables, and over nothing else. -/
def isOver (hidden : List FVarId) : List FVarId → Bool
  | [] => false
  | [f] => hidden.contains f
  | f :: rest => hidden.contains f && isOver hidden rest

/-- The first state: all binders of the statement introduced. -/
def Theorem.start (thm : Theorem) (binders : Nat) (hide : Array String) : IO (Except Exception Saved) := do
  let core : Core.State := { env := thm.env, ngen := { namePrefix := `_prover } }
  let empty : Saved :=
    { thm, root := .bvar 0, goals := [], core, mctx := {}, term := { levelNames := thm.levelParams } }
  let (result, saved) ← empty.run "" 0 do
    let root ← mkFreshExprSyntheticOpaqueMVar thm.type
    let (fvars, goal) ← root.mvarId!.introNP binders
    let lctx := (← goal.getDecl).lctx
    let mut hidden := #[]
    for f in fvars.toList do
      if let some decl := lctx.find? f then
        if hide.toList.contains (nameText decl.userName) then hidden := hidden.push f
        else if decl.binderInfo.isInstImplicit && isOver hidden.toList (Lean.collectFVars {} decl.type).fvarIds.toList then
          hidden := hidden.push f
    return (root, goal, hidden)
  match result with
  | .error e => return .error e
  | .ok (root, goal, hidden) =>
    return .ok { saved with root, goals := [goal], thm := { thm with hidden } }

/-! ### Running a tactic -/

/-- What became of a tactic. -/
inductive Outcome where
  | proved (axioms : Array Name)
  | «open» (next : Saved)
  | error (message : String)
  | gaveUp (reason message : String)

def parseTactic (s : Saved) (text : String) : Except String Syntax :=
  let scope := s.thm.scope
  let input := inputContext text "<tactic>"
  let p := Parser.andthenFn Parser.whitespace Parser.Tactic.tacticSeq.fn
  let env := s.core.env
  let context : Parser.ParserModuleContext :=
    { env, options := scope.opts, currNamespace := scope.currNamespace, openDecls := scope.openDecls }
  let state := p.run input context (Parser.getTokenTable env) (Parser.mkParserState text)
  if state.hasError || state.recoveredErrors.size > 0 then .error (state.toErrorMsg input)
  else if input.atEnd state.pos then .ok state.stxStack.back
  else .error ((state.mkError "end of input").toErrorMsg input)

def evaluate (stx : Syntax) : Tactic.TacticM Unit := do
  Tactic.evalTactic stx

/-- Run the tactics on the goals and return the goals left. -/
def runTactic (stx : Syntax) (goals : List MVarId) : TermElabM (List MVarId) := do
  let ref ← IO.mkRef ({ goals := goals } : Tactic.State)
  evaluate stx { elaborator := .anonymous, recover := false } ref
  Term.synthesizeSyntheticMVarsNoPostponing
  let mut left := #[]
  for g in (← ref.get).goals do
    if !(← g.isAssignedOrDelayedAssigned) then left := left.push g
  return left.toList

def firstError (log : MessageLog) : IO (Option String) := do
  for m in log.toList do
    if m.severity matches .error then return some (← m.data.toString)
  return none

/-- Whether `omega` proves, by itself, what a constant of the environment states. -/
def Theorem.byOmega (thm : Theorem) (env : Environment) (heartbeats : Nat) (info : ConstantInfo) : IO Bool := do
  let again := { thm with type := info.type, levelParams := info.levelParams, before := { thm.before with env }, bars := none }
  match ← again.start 0 #[] with
  | .error _ => return false
  | .ok s => match parseTactic s "omega" with
    | .error _ => return false
    | .ok stx =>
      let (result, after) ← s.run "omega" heartbeats (runTactic stx s.goals)
      match result with
      | .ok [] => return (← firstError after.core.messages).isNone
      | _ => return false

/-- The finished proof goes to the kernel before it is called one, and with it all that its tactics declared: they may
have kept that from the kernel. -/
def Saved.close (s : Saved) (proof : Expr) (heartbeats : Nat) : IO Outcome := do
  if proof.hasExprMVar then return .error "no goals are left, but the proof has unassigned metavariables"
  if proof.hasLevelMVar then return .error "no goals are left, but the proof has undetermined universe levels"
  let env := s.core.env
  let base := s.thm.before.env
  let mut w : Walk := {}
  for c in proof.getUsedConstants.toList do
    w := walk env base false w c
  if w.seen.contains s.thm.name then return .error "the proof uses the theorem that is to be proved"
  for c in s.thm.type.getUsedConstants.toList do
    w := walk env base false w c
  let bad := w.forbidden
  if bad.size > 0 then return .error s!"the proof rests on {namesText bad}"
  match ← replay env base w.new 0 with
  | .error e => return .error e
  | .ok checked =>
    let value : TheoremVal := { name := s.thm.name, levelParams := s.thm.levelParams, type := s.thm.type, value := proof }
    match checked.addDeclCore 0 (.thmDecl value) none with
    | .error ex => return .error s!"the kernel refuses the proof: {← (ex.toMessageData {}).toString}"
    | .ok done =>
      if let some bars := s.thm.bars then
        if let some c ← bars.check done base (w.new.push s.thm.name) s.thm.name (s.thm.byOmega env heartbeats) then
          return .error s!"the proof uses '{nameText c}', which is barred here: it does not precede the theorem, or says the same"
      return .proved w.axioms

/-- What a tactic's end by an exception comes to; where that only says that errors were told, they are in the log. -/
def describe (e : Exception) (log : MessageLog) : IO Outcome := do
  let told ← if e matches .internal .. then firstError log else pure none
  let text ← match told with
    | some text => pure text
    | none => e.toMessageData.toString
  if e.isMaxHeartbeat then return .gaveUp "heartbeats" text
  if e.isMaxRecDepth then return .gaveUp "memory" text
  return .error text

/-- What Lean's functions return in place of a term where they panic. -/
def panicDummy : Expr := .const `_inhabitedExprDummy []

def Saved.apply (s : Saved) (tactic : String) (heartbeats : Nat) : IO Outcome := do
  match parseTactic s tactic with
  | .error e => return .error e
  | .ok stx =>
    let scope := s.thm.scope
    if let some why := refuseTactic s.core.env scope.currNamespace scope.openDecls stx then return .error why
    let (result, next) ← s.run tactic heartbeats do
      let goals ← runTactic stx s.goals
      -- the terms of all goals this tactic worked on: the root may still hide them behind delayed assignments
      let mut usesSorry := false
      let mut holdsDummy := false
      for g in s.goals do
        let made ← instantiateMVars (.mvar g)
        if made.hasSorry then usesSorry := true
        if panicDummy.occurs made then holdsDummy := true
      return (goals, ← instantiateMVars s.root, usesSorry, holdsDummy)
    match result with
    | .error e => describe e next.core.messages
    | .ok (goals, proof, usesSorry, holdsDummy) =>
      if let some e ← firstError next.core.messages then return .error e
      if usesSorry || proof.hasSorry then return .error "the tactic uses 'sorry'"
      if holdsDummy then return .error "the tactic made a term that is no proof: it holds the dummy that a panic inside Lean leaves"
      let next := { next with goals }
      match goals with
      | [] => next.close proof heartbeats
      | _ => return .open next

end ProofServer
end
