module
public meta import Lean.PrettyPrinter
public meta import ProofServer.State

/-! What a statement says, whatever its text looks like: printed with the base's notation, held against another, and read
again from its text without what the file itself adds to Lean's reading. -/

open Lean Meta Elab

public meta section
namespace ProofServer

/-- Run an action in an environment with nothing opened. -/
def runMeta (env : Environment) (options : Options) (act : MetaM α) : IO (Except String α) := do
  let ctx : Core.Context :=
    { fileName := "<statement>", fileMap := FileMap.ofString "", maxRecDepth := 2000, options,
      initHeartbeats := ← IO.getNumHeartbeats }
  let core ← IO.mkRef ({ env } : Core.State)
  let mctx ← IO.mkRef ({} : Meta.State)
  let result : EIO Exception α := act {} mctx ctx core
  match ← result.toBaseIO with
  | .ok a => return .ok a
  | .error e => return .error (← e.toMessageData.toString)

def wholeTerms : Options :=
  let options : Options := ({} : Options).setBool `pp.deepTerms true
  (options.setBool `pp.coercions.types true).setNat `pp.maxSteps 100000

def printed (n : Name) : MetaM FormatWithInfos := do
  PrettyPrinter.ppSignature n

def printedTerm (e : Expr) : MetaM Format := do
  ppExpr e

/-- A theorem as a `theorem` command states it. -/
def signature (env : Environment) (n : Name) (options : Options := {}) : IO String := do
  match ← runMeta env options (printed n) with
  | .ok f => return "theorem " ++ f.fmt.pretty
  | .error e => throw (IO.userError e)

/-- The base with the constants that `type` speaks of in `env`, and with nothing else of `env`: no notation of its, no instances. -/
def withConstants (base env : Environment) (type : Expr) : IO Environment := do
  let mut w : Walk := {}
  for c in type.getUsedConstants.toList do
    w := walk env base false w c
  match ← replay env base w.new 0 with
  | .ok done => return done
  | .error _ => return base

/-- A statement without the default values and automatic proofs of its binders. -/
partial def withoutDefaults (type : Expr) : Expr :=
  match type with
  | .forallE n d b i => .forallE n (domain d) (withoutDefaults b) i
  | .mdata _ e => withoutDefaults e
  | e => e
where domain (d : Expr) : Expr :=
  if (d.isAppOfArity ``autoParam 2 || d.isAppOfArity ``optParam 2) then d.appFn!.appArg! else d

/-- A theorem's statement as the kernel holds it, in the base's notation. -/
def statedText (base env : Environment) (thm : Theorem) : IO String := do
  let type := withoutDefaults thm.type
  let known ← withConstants base env type
  let shown := { name := privateToUserName thm.name, levelParams := thm.levelParams, type, isUnsafe := false : AxiomVal }
  match known.addDeclCore 0 (.axiomDecl shown) none with
  | .ok known => match ← runMeta known wholeTerms (printed shown.name) with
    | .ok f => return "theorem " ++ f.fmt.pretty
    | .error e => return s!"(it cannot be printed: {e})"
  | .error e => return s!"(it cannot be printed: {← (e.toMessageData {}).toString})"

/-! ### Two statements -/

def universes (i : Nat) : List Name → List Level
  | [] => []
  | _ :: rest => .param (.num `u i) :: universes (i + 1) rest

/-- A statement with its universe parameters named by the order in which they occur. -/
def standardUniverses (type : Expr) : Expr :=
  let params := (collectLevelParams {} type).params.toList
  type.instantiateLevelParams params (universes 0 params)

/-- Whether two theorems state the same: names of universe parameters are bound, and so is their order. -/
def sameStatement (type : Expr) (levels : List Name) (type' : Expr) (levels' : List Name) : Bool :=
  levels.toArray.size == levels'.toArray.size && (type == type' || standardUniverses type == standardUniverses type')

/-- Where two statements differ first: the hypotheses before that place, what stands there, and which hypothesis it is. -/
partial def firstDifference (lctx : LocalContext) (i : Nat) (a b : Expr) : LocalContext × Option Name × Expr × Expr :=
  match a, b with
  | .forallE n d rest info, .forallE _ d' rest' _ =>
    if d == d' then
      let id : FVarId := ⟨.num `h i⟩
      firstDifference (lctx.mkLocalDecl id n d info) (i + 1) (rest.instantiate1 (.fvar id)) (rest'.instantiate1 (.fvar id))
    else (lctx, some n, d, d')
  | .mdata _ a, b => firstDifference lctx i a b
  | a, .mdata _ b => firstDifference lctx i a b
  | _, _ => (lctx, none, a, b)

/-- In words, where the statement `proved` differs from `stated`. -/
def difference (env : Environment) (stated proved : Expr) : IO String := do
  let (lctx, place, a, b) := firstDifference {} 0 (standardUniverses stated) (standardUniverses proved)
  let shown := runMeta env wholeTerms
  let text (e : Expr) : IO String := do
    match ← shown (inContext lctx #[] (printedTerm e)) with
    | .ok f => return f.pretty
    | .error _ => return "something that cannot be printed"
  let place := match place with
    | some n => s!"where hypothesis {shownName n.eraseMacroScopes} is stated as"
    | none => "where the conclusion is stated as"
  return s!"{place}\n  {← text a}\nthe theorem that is proved has\n  {← text b}"

/-! ### What it rests on -/

/-- The constants a statement rests on, beyond the toolchain's: the prelude's, and those of the source itself. -/
structure Rests where
  seen : NameSet := {}
  prelude : Array Name := #[]
  own : Array Name := #[]

/-- Whether a constant of the base belongs to the prelude: it has its module, or was elaborated at the start. -/
def isPrelude (base : Environment) (c : Name) : Bool :=
  match base.getModuleIdxFor? c with
  | none => true
  | some i => match base.header.moduleNames[i.toNat]? with
    | some m => m == `PreludeImage
    | none => false

/-- Follow what a statement rests on through what the source itself defines. -/
partial def Rests.follow (env base : Environment) (r : Rests) (c : Name) : Rests := Id.run do
  if r.seen.contains c then return r
  let mut r := { r with seen := r.seen.insert c }
  if base.contains c then
    return if isPrelude base c then { r with prelude := r.prelude.push c } else r
  let some info := env.find? c | return r
  let isPart := c.isInternalDetail || info matches .ctorInfo _ || info matches .recInfo _
  if !isPart then r := { r with own := r.own.push c }
  if info matches .thmInfo _ then return r
  for d in (usedConstants info).toList do
    r := follow env base r d
  return r

def restsOn (base : Environment) (t : Theorem) : Rests := Id.run do
  let env := t.env
  let mut r : Rests := {}
  for c in t.type.getUsedConstants.toList do
    r := r.follow env base c
  return r

/-! ### Its text, read again -/

/-- The namespaces whose scoped notation and instances are in force. -/
def activeNamespaces (scopes : List Command.Scope) : List Name := Id.run do
  let mut out := []
  for scope in scopes do
    out := within scope.currNamespace out
    for o in scope.openDecls do
      match o with
      | .simple ns _ => out := ns :: out
      | .explicit _ _ => pure ()
  return out
where within : Name → List Name → List Name
  | .anonymous, found => found
  | .str p s, found => within p (.str p s :: found)
  | .num p _, found => within p found

def registerPrefixes (env : Environment) : Name → Environment
  | .str p _ => registerPrefixes (if p.isAnonymous then env else env.registerNamespace p) p
  | .num p _ => registerPrefixes env p
  | .anonymous => env

/-- Commands of our own elaborated one after the other; those that fail change nothing. -/
def ownCommands (state : Command.State) (text : String) : IO Command.State := do
  let (source, _) ← Source.start text "reading" state (trusted := true)
  let (source, _) ← source.finish
  return { source.state with messages := {} }

/-- What `env` knows of a constant beyond what the kernel does, as far as a text may need it, given to `known`. -/
def alsoKnown (env : Environment) (known : Environment) (c : Name) : Environment := Id.run do
  let mut known := registerPrefixes known c
  if isClass env c then
    if let .ok more := addClass known c then known := more
  if let some info := getStructureInfo? env c then
    known := registerStructure known { structName := c, fields := info.fieldInfo }
  if let some info := env.getProjectionFnInfo? c then
    if let some (.ctorInfo ctor) := env.find? info.ctorName then
      known := addProjectionFnInfo known c info.ctorName ctor.numParams info.i info.fromClass
  return known

/-- The functions that take a structure's fields. -/
def projectionsOf (env : Environment) (c : Name) : List Name :=
  match getStructureInfo? env c with
  | some info => among info.fieldInfo.toList
  | none => []
where among : List StructureFieldInfo → List Name
  | [] => []
  | f :: rest => f.projFn :: among rest

def attributesOf (env : Environment) (c : Name) : String := Id.run do
  let mut out := ""
  if getReducibilityStatusCore env c matches .reducible then out := out ++ s!"attribute [reducible] _root_.{shownName c}\n"
  if isInstanceCore env c then out := out ++ s!"attribute [instance 0] _root_.{shownName c}\n"
  return out

/-- The state before a theorem as the base alone would have it: with the source's own definitions that the statement speaks of,
or its text names, and none of its notation and macros; its own instances stand behind all others. -/
def plainState (base : Command.State) (before : Command.State) (thm : Theorem) (named : List Name) :
    IO (Option Command.State) := do
  let env := thm.env
  let mut opening := ""
  for ns in activeNamespaces before.scopes do
    if base.env.isNamespace ns then opening := opening ++ s!"open {shownName ns}\n"
  let state ← ownCommands base opening
  let mut w : Walk := {}
  for c in thm.type.getUsedConstants.toList do
    w := walk env base.env false w c
  for c in named do
    w := walk env base.env false w c
  for c in w.new.toList do
    for p in projectionsOf env c do
      w := walk env base.env false w p
  let mut own := #[]
  for c in w.new.toList do
    if !thm.name.isPrefixOf c then own := own.push c
  match ← replay env state.env own 0 with
  | .error _ => return none
  | .ok replayed =>
    let mut known := replayed
    let mut attributes := ""
    for c in own.toList do
      known := alsoKnown env known c
      attributes := attributes ++ attributesOf env c
    let state ← ownCommands { base with env := known } attributes
    return some { before with env := state.env, messages := {} }

partial def identsIn (stx : Syntax) (found : List Name) : List Name :=
  match stx with
  | .ident _ _ n _ => n :: found
  | .node _ _ args => among args.toList found
  | _ => found
where among : List Syntax → List Name → List Name
  | [], found => found
  | s :: rest, found => among rest (identsIn s found)

def firsts : List (Name × List String) → List Name
  | [] => []
  | (n, _) :: rest => n :: firsts rest

def openedFrom (base : Environment) : List OpenDecl → List OpenDecl
  | [] => []
  | .simple ns except :: rest => .simple ns except :: openedFrom base rest
  | .explicit short full :: rest => if base.contains full then .explicit short full :: openedFrom base rest else openedFrom base rest

/-- The first name of the text that means something without the source, and something else with it. -/
def shadowed (base : Environment) (before : Command.State) : List Name → Option Name
  | [] => none
  | n :: rest =>
    let (ns, opens) := scopeOf before
    let plain := firsts (ResolveName.resolveGlobalName base {} ns (openedFrom base opens) n)
    let here := firsts (ResolveName.resolveGlobalName before.env {} ns opens n)
    if plain matches [] || plain == here then shadowed base before rest else some n

/-- The theorem's command without its proofs. -/
def statementSyntax (t : Target) : Syntax :=
  replaceBody t.decl .missing

/-- The constants that names of a text stand for. -/
def constantsNamed (thm : Theorem) : List Name → Array Name → Array Name
  | [], found => found
  | n :: rest, found =>
    let (ns, opens) := scopeOf thm.before
    constantsNamed thm rest (pushAll found (firsts (ResolveName.resolveGlobalName thm.before.env {} ns opens n)))

/-- How the source itself changes what the text of its theorem says, or none if it does not. -/
def changedReading (base : Command.State) (target : Target) (thm : Theorem) : IO (Option String) := do
  let idents := identsIn (replaceBody target.decl .missing) []
  if let some n := shadowed base.env thm.before idents then
    return some s!"the file gives '{shownName n}' another meaning"
  let kinds := "the file's own notation, macros or instances"
  let some state ← plainState base target.before thm (constantsNamed thm idents #[]).toList | return some s!"its text cannot be read without {kinds}"
  let (start, stop) := bodyRange target.decl
  let source := { target.source with state }.edit start stop ":= sorry"
  let (stx, _, log) := source.next
  if log.hasErrors then return some s!"its text cannot be read without {kinds}"
  match inPlace (statementsIn stx) (statementsIn target.stx) with
  | none => return some s!"its text cannot be read without {kinds}"
  | some decl =>
    match ← { target with stx, decl, source : Target }.statement with
    | (none, _) => return some s!"its text has no meaning without {kinds}"
    | (some (plain, _), _) =>
      if !sameStatement thm.type thm.levelParams plain.type plain.levelParams then
        return some s!"its text says something else without {kinds}"
      return none
where
  /-- The declaration that stands where the target's does. -/
  inPlace : List Syntax → List Syntax → Option Syntax
    | d :: ds, t :: ts => if t == target.decl then some d else inPlace ds ts
    | _, _ => none

end ProofServer
end
