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
  let options := (options.setBool `pp.coercions.types true).setBool `pp.numericTypes true
  (options.setBool `pp.funBinderTypes true).setNat `pp.maxSteps 100000

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
  | .error _ => return base
  | .ok done =>
    let mut done := done
    for c in w.new.toList do
      if let some info := Match.Extension.getMatcherInfo? env c then done := Match.Extension.addMatcherInfo done c info
    return done

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

/-- An expression with the source's matches unfolded: what they are called, and whether one serves twice, does not matter. -/
def withoutMatchers (base env : Environment) (e : Expr) : Expr :=
  e.replace fun
    | .const c levels =>
      if base.contains c || (Match.Extension.getMatcherInfo? env c).isNone then none
      else match env.find? c with
        | some (.defnInfo v) => some (v.value.instantiateLevelParams v.levelParams levels)
        | _ => none
    | _ => none

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

/-- Whether Lean made a constant beside one of the source's, by what it is, not by its name. -/
def isBeside (env : Environment) (c : Name) (info : ConstantInfo) : Bool :=
  info matches .ctorInfo _ || info matches .recInfo _ || info matches .thmInfo _ || isAuxRecursor env c || isNoConfusion env c ||
    (Match.Extension.getMatcherInfo? env c).isSome || info.type.isConstOf ``Syntax

/-- Follow what a statement rests on through what the source itself defines. -/
partial def Rests.follow (env base : Environment) (r : Rests) (c : Name) : Rests := Id.run do
  if r.seen.contains c then return r
  let mut r := { r with seen := r.seen.insert c }
  if base.contains c then
    return if isPrelude base c then { r with prelude := r.prelude.push c } else r
  let some info := env.find? c | return r
  if !isBeside env c info then r := { r with own := r.own.push c }
  if info matches .thmInfo _ then return r
  for d in (usedConstants info).toList do
    r := follow env base r d
  return r

def restsOn (base : Environment) (t : Theorem) : Rests := Id.run do
  let env := t.env
  let mut r : Rests := {}
  for c in t.type.getUsedConstants.toList do
    r := r.follow env base c
  let mut own := #[]
  for c in r.own.toList do
    if t.before.env.contains c then own := own.push c  -- the others were made by the statement itself
  return { r with own }

/-! ### Instances -/

def mentionsOwn (base : Environment) (e : Expr) : Bool :=
  !holdsAll base e.getUsedConstants.toList

def classOf (type : Expr) : MetaM (Option Name) := do
  isClass? type

def typeOf (e : Expr) : MetaM Expr := do
  instantiateMVars (← inferType e)

def usual (type : Expr) : MetaM (Option Expr) := do
  synthInstance? type

def agree (a b : Expr) : MetaM Bool := do
  isDefEq a b

/-- Whether an instance of the source's own stands where Lean has one, or where one between types of others would be looked for. -/
def displaces (base : Environment) (e : Expr) : MetaM Bool := do
  if !mentionsOwn base e then return false
  let type ← typeOf e
  match ← classOf type with
  | none | some ``Decidable => return false
  | some _ =>
    match ← usual type with
    | some other => return !(← agree e other)
    | none => return !type.hasFVar && !mentionsOwn base type

/-- The type of the first instance in an expression that displaces Lean's. -/
partial def displacing (base : Environment) (lctx : LocalContext) (instances : LocalInstances) (i : Nat) (e : Expr) :
    MetaM (Option Expr) := do
  if !mentionsOwn base e then return none
  match e with
  | .mdata _ e => displacing base lctx instances i e
  | .proj _ _ e => displacing base lctx instances i e
  | .lam n d b info => binder n d b info
  | .forallE n d b info => binder n d b info
  | .letE _ t v b _ =>
    match ← displacing base lctx instances i t with
    | some found => return some found
    | none => match ← displacing base lctx instances i v with
      | some found => return some found
      | none => displacing base lctx instances i (b.instantiate1 v)
  | .app f a =>
    if ← inContext lctx instances (displaces base a) then return some (← inContext lctx instances (typeOf a))
    match ← displacing base lctx instances i f with
    | some found => return some found
    | none => displacing base lctx instances i a
  | _ => return none
where
  binder (n : Name) (d b : Expr) (info : BinderInfo) : MetaM (Option Expr) := do
    match ← displacing base lctx instances i d with
    | some found => return some found
    | none =>
      let id : FVarId := ⟨.num `x i⟩
      let lctx' := lctx.mkLocalDecl id n d info
      let instances' := match ← inContext lctx instances (classOf d) with
        | some className => instances.push { className, fvar := .fvar id }
        | none => instances
      displacing base lctx' instances' (i + 1) (b.instantiate1 (.fvar id))

/-- The first instance that displaces one of Lean's, in a statement and in the definitions that it rests on, in words. -/
def displacedInstance (base : Environment) (thm : Theorem) (own : List Name) : IO (Option String) := do
  let env ← withConstants base thm.env thm.type
  match ← among env (thm.type :: values own) with
  | none => return none
  | some text => return some s!"an instance of the file's own stands where Lean has or would look for another: {text}"
where
  values : List Name → List Expr
    | [] => []
    | c :: rest => match thm.env.find? c with
      | some (.defnInfo v) => v.type :: v.value :: values rest
      | some info => info.type :: values rest
      | none => values rest
  among (env : Environment) : List Expr → IO (Option String)
    | [] => return none
    | e :: rest => do
      match ← runMeta env {} (displacing base {} #[] 0 e) with
      | .ok (some type) => match ← runMeta env wholeTerms (printedTerm type) with
        | .ok f => return some f.pretty
        | .error _ => return some "one that cannot be printed"
      | .ok none => among env rest
      | .error _ => among env rest

/-! ### The plain reading -/

def anyShadow (seen : NameSet) : List (Name × Name) → Option Name
  | [] => none
  | (n, c) :: rest => if seen.contains c then some n else anyShadow seen rest

/-- How a source itself makes the text of its theorem say something else than it says in the plain reading (`Plain.lean`); none if
it does not. -/
def changedReading (base : Command.State) (text : String) (name : Option String) (tame : Bool) (target : Target) (thm : Theorem) :
    IO (Option String) := do
  if tame && hasTamePrefix target.stx then return none
  let without := "without the file's own notation, macros and coercions"
  match ← findTheorem base text "plain" name false true with
  | .error _ => return some s!"its text cannot be read {without}"
  | .ok { target := plainTarget, .. } =>
    if plainTarget.name != target.name then return some s!"its theorem is another {without}"
    match ← plainTarget.statement with
    | (none, _) => return some s!"its text has no meaning {without}"
    | (some (plain, _), _) =>
      if !sameStatement thm.type thm.levelParams plain.type plain.levelParams then
        return some s!"its text says something else {without}"
      if let some c := sameContext base.env plain.env thm.env plain.type then
        return some s!"'{shownName c}' is something else {without}"
      let rests := restsOn base.env thm
      let idents := identsIn (replaceBody plainTarget.decl .missing) (variableIdents plain.before)
      if let some n := anyShadow rests.seen (shadowsIn base.env plain.before idents plainTarget.source.shadows) then
        return some s!"the file gives '{shownName n}' another meaning"
      displacedInstance base.env thm rests.own.toList
where
  variableIdents (state : Command.State) : List Name :=
    match state.scopes with
    | scope :: _ => ofAll scope.varDecls.toList []
    | [] => []
  ofAll : List (TSyntax ``Parser.Term.bracketedBinder) → List Name → List Name
    | [], found => found
    | s :: rest, found => ofAll rest (identsIn s.raw found)

end ProofServer
end
