module
public meta import Lean.Elab.Frontend
public meta import Lean.AddDecl
public meta import ProofServer.Protocol

/-! What a proof rests on, and whether the kernel accepts it.

The environment a proof was found in is not trusted: everything declared on the way to it is given to the
kernel again, on top of the base environment, so that no option and no elaborator can have let it pass. -/

open Lean

public meta section
namespace ProofServer

/-- Axioms a proof may rest on. -/
def allowedAxioms : List Name := [`propext, `Quot.sound, `Classical.choice]

/-- Constants that stand for what compiled code says, barred by name: the kernel itself believes the code of the first two,
and their bodies, which would tell of the axiom, are not loaded everywhere. -/
def compilerTrust : List Name :=
  [`Lean.reduceBool, `Lean.reduceNat, `Lean.ofReduceBool, `Lean.ofReduceNat, `Lean.trustCompiler]

/-- A walk over what a constant rests on. -/
structure Walk where
  seen : NameSet := {}
  axioms : Array Name := #[]
  /-- Whether a theorem of a library was met whose proof, and so whose axioms, are not loaded. -/
  unresolved : Bool := false
  /-- Constants that are not in the base environment, each after those it needs. -/
  new : Array Name := #[]

/-- Whether a constant comes from the toolchain's own libraries. -/
def isToolchain (env : Environment) (c : Name) : Bool :=
  match env.getModuleIdxFor? c with
  | none => false
  | some i => match env.header.moduleNames[i.toNat]? with
    | some m => m.getRoot == `Init || m.getRoot == `Std || m.getRoot == `Lean
    | none => false

/-- Whether a constant that looks like an axiom is a theorem imported without its proof; its original kind
is recorded. -/
def isUnloadedTheorem (env : Environment) (c : Name) : Bool :=
  (env.getModuleIdxFor? c).isSome && match getOriginalConstKind? env c with
    | some .axiom | none => false
    | _ => true

def pushAll (names : Array Name) : List Name → Array Name
  | [] => names
  | n :: rest => pushAll (names.push n) rest

def usedConstants (info : ConstantInfo) : Array Name :=
  let ofType := info.type.getUsedConstants
  match info with
  | .defnInfo v => pushAll ofType v.value.getUsedConstants.toList
  | .thmInfo v => pushAll ofType v.value.getUsedConstants.toList
  | .opaqueInfo v => pushAll ofType v.value.getUsedConstants.toList
  | .inductInfo v => pushAll ofType v.ctors
  | .ctorInfo v => ofType.push v.induct
  | .recInfo v => pushAll ofType v.all
  | _ => ofType

/-- Follow what `c` rests on.  With `deep`, into the toolchain's own libraries too, as far as they are loaded;
without, those are taken as they are. -/
partial def walk (env base : Environment) (deep : Bool) (w : Walk) (c : Name) : Walk := Id.run do
  if w.seen.contains c then return w
  let mut w := { w with seen := w.seen.insert c }
  match env.find? c with
  | none => return { w with axioms := w.axioms.push c }
  | some info =>
    if info matches .axiomInfo _ then
      return if isUnloadedTheorem env c then { w with unresolved := true } else { w with axioms := w.axioms.push c }
    if !deep && isToolchain env c then return w
    for d in (usedConstants info).toList do
      w := walk env base deep w d
    if !base.contains c then w := { w with new := w.new.push c }
    return w

def inductiveTypes (env : Environment) (names : List Name) : Except String (List InductiveType) := do
  let mut out := #[]
  for n in names do
    let some (.inductInfo v) := env.find? n | throw s!"'{shownName n}' is not an inductive type"
    let mut ctors := #[]
    for c in v.ctors do
      let some info := env.find? c | throw s!"constructor '{shownName c}' is missing"
      ctors := ctors.push { name := c, type := info.type : Constructor }
    out := out.push { name := n, type := v.type, ctors := ctors.toList : InductiveType }
  return out.toList

/-- The declaration that makes a constant; `none` where another's makes it. -/
def declaration? (env : Environment) (info : ConstantInfo) : Except String (Option Declaration) := do
  match info with
  | .thmInfo v => return some (.thmDecl v)
  | .defnInfo v =>
    match v.safety with
    | .safe => return some (.defnDecl v)
    | .unsafe => throw s!"'{shownName v.name}' is unsafe"
    | .partial => throw s!"'{shownName v.name}' is partial"
  | .opaqueInfo v => if v.isUnsafe then throw s!"'{shownName v.name}' is unsafe" else return some (.opaqueDecl v)
  | .inductInfo v =>
    if v.isUnsafe then throw s!"'{shownName v.name}' is unsafe"
    return some (.inductDecl v.levelParams v.numParams (← inductiveTypes env v.all) false)
  | .ctorInfo _ | .recInfo _ => return none
  | .axiomInfo v => throw s!"'{shownName v.name}' is an axiom"
  | .quotInfo v => throw s!"'{shownName v.name}' is a quotient primitive"

/-- Give the constants to the kernel, in order, on top of `base`. -/
def replay (env base : Environment) (names : Array Name) (heartbeats : Nat) :
    IO (Except String Environment) := do
  let mut out := base
  for n in names.toList do
    if out.contains n then continue
    let some info := env.find? n | return .error s!"'{shownName n}' is missing"
    match declaration? env info with
    | .error e => return .error e
    | .ok none => continue
    | .ok (some d) =>
      match out.addDeclCore heartbeats.toUSize d none with
      | .ok e => out := e
      | .error ex => return .error s!"the kernel refuses '{shownName n}': {← (ex.toMessageData {}).toString}"
  return .ok out

/-- The axioms outside the allowed ones. -/
def forbidden (axioms : Array Name) : Array Name := Id.run do
  let mut out := #[]
  for a in axioms.toList do
    if !allowedAxioms.contains a then out := out.push a
  return out

/-- What a proof may not rest on and does: axioms outside the allowed ones, and the compiler's word. -/
def Walk.forbidden (w : Walk) : Array Name := Id.run do
  let mut out := ProofServer.forbidden w.axioms
  for c in compilerTrust do
    if w.seen.contains c && !out.toList.contains c then out := out.push c
  return out

def namesText (names : Array Name) : String := Id.run do
  let mut out := ""
  for n in names.toList do
    out := if out.isEmpty then shownName n else out ++ ", " ++ shownName n
  return out

def namesJson (names : Array Name) (text : Name → String := shownName) : Json := Id.run do
  let mut out := #[]
  for n in names.toList do
    out := out.push (Json.str (text n))
  return .arr out

/-! ### Whether constants mean the same -/

def sameTypes (a b : ConstantVal) : Bool :=
  a.name == b.name && a.levelParams == b.levelParams && a.type == b.type

def sameRules : List RecursorRule → List RecursorRule → Bool
  | [], [] => true
  | a :: as, b :: bs => a.ctor == b.ctor && a.nfields == b.nfields && a.rhs == b.rhs && sameRules as bs
  | _, _ => false

/-- Whether two constants of one name mean the same.  Of theorems only what they say counts: their proofs are equal. -/
def sameMeaning (a b : ConstantInfo) : Bool :=
  sameTypes a.toConstantVal b.toConstantVal && match a, b with
  | .thmInfo _, .thmInfo _ => true
  | .axiomInfo a, .axiomInfo b => a.isUnsafe == b.isUnsafe
  | .defnInfo a, .defnInfo b => a.value == b.value && a.safety == b.safety
  | .opaqueInfo a, .opaqueInfo b => a.value == b.value && a.isUnsafe == b.isUnsafe
  | .quotInfo _, .quotInfo _ => true
  | .inductInfo a, .inductInfo b =>
    a.ctors == b.ctors && a.all == b.all && a.numParams == b.numParams && a.numIndices == b.numIndices &&
      a.numNested == b.numNested && a.isUnsafe == b.isUnsafe
  | .ctorInfo a, .ctorInfo b =>
    a.induct == b.induct && a.cidx == b.cidx && a.numParams == b.numParams && a.numFields == b.numFields && a.isUnsafe == b.isUnsafe
  | .recInfo a, .recInfo b =>
    a.all == b.all && a.numParams == b.numParams && a.numIndices == b.numIndices && a.numMotives == b.numMotives &&
      a.numMinors == b.numMinors && a.k == b.k && a.isUnsafe == b.isUnsafe && sameRules a.rules b.rules
  | _, _ => false

/-- The first of the constants that a statement speaks of, beyond the base, that is not the same in both environments.
`ref` is the one the statement was read in. -/
def sameContext (base ref found : Environment) (type : Expr) : Option Name := Id.run do
  let mut w : Walk := {}
  for c in type.getUsedConstants.toList do
    w := walk ref base false w c
  for c in w.new.toList do
    match ref.find? c, found.find? c with
    | some a, some b => if !sameMeaning a b then return some c
    | _, _ => return some c
  for c in w.axioms.toList do
    if !base.contains c then
      match ref.find? c, found.find? c with
      | some a, some b => if !sameMeaning a b then return some c
      | _, _ => return some c
  return none

end ProofServer
end
