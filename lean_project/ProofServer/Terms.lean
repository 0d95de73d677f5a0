module
public meta import ProofServer.State

/-! A goal as a term: nodes, children first, equal ones once (`prover/lean/terms.py` reads them).

A node is `["num", digits, type]`, `["var", hypothesis]`, `["b", index]`, `["app", name, [implicit…], [explicit…]]`,
`["call", function, [arguments…]]`, `["all" | "lam", name, domain, body]`, `["imp", p, q]`, `["sort", name]` or `["?", text]`.
Arguments that are instances are left out. -/

open Lean Meta

public meta section
namespace ProofServer

/-- Terms with a number each: a search tree by hash, as library maps have no code in embedded Lean. -/
inductive Numbered where
  | none
  | node (hash : UInt64) (entries : List (Expr × Nat)) (below above : Numbered)

def findEntry (e : Expr) : List (Expr × Nat) → Option Nat
  | [] => Option.none
  | (other, n) :: rest => if other == e then some n else findEntry e rest

partial def Numbered.find? (t : Numbered) (e : Expr) : Option Nat :=
  match t with
  | .none => Option.none
  | .node hash entries below above =>
    if e.hash < hash then below.find? e else if e.hash == hash then findEntry e entries else above.find? e

partial def Numbered.insert (t : Numbered) (e : Expr) (n : Nat) : Numbered :=
  match t with
  | .none => .node e.hash [(e, n)] .none .none
  | .node hash entries below above =>
    if e.hash < hash then .node hash entries (below.insert e n) above
    else if e.hash == hash then .node hash ((e, n) :: entries) below above
    else .node hash entries below (above.insert e n)

/-- The nodes so far, and which term and which local variable is which. -/
structure Nodes where
  nodes : Array Json := #[]
  known : Numbered := .none
  locals : Numbered := .none
  /-- How many nodes there may be at most. -/
  most : Nat
  cut : Bool := false

abbrev NodesM := StateRefT Nodes MetaM

def num (n : Nat) : Json := Json.num n

def lookUp (e : Expr) : NodesM (Option Nat) := do
  return (← get).known.find? e

def lookUpLocal (f : FVarId) : NodesM (Option Nat) := do
  return (← get).locals.find? (.fvar f)

def addNode (e : Expr) (node : Json) : NodesM Nat := do
  let s ← get
  set { s with nodes := s.nodes.push node, known := s.known.insert e s.nodes.size }
  return s.nodes.size

def setCut : NodesM Unit := do
  let s ← get
  set { s with cut := true }

def printedWithin (e : Expr) : MetaM String := do
  return (← ppExpr e).pretty

def printedNode (e : Expr) : NodesM Nat := do
  addNode e (.arr #["?", .str (← printedWithin e)])

/-- How a constant takes its arguments. -/
partial def binderInfos (type : Expr) (infos : Array BinderInfo) : Array BinderInfo :=
  match type with
  | .forallE _ _ body info => binderInfos body (infos.push info)
  | .mdata _ type => binderInfos type infos
  | _ => infos

/-- The constant's arguments that are explicit, and those that are implicit but no instances. -/
def sortArguments (infos : Array BinderInfo) : Nat → List Expr → Array Expr → Array Expr → Array Expr × Array Expr
  | _, [], implicit, explicit => (implicit, explicit)
  | i, a :: rest, implicit, explicit =>
    match infos[i]?.getD .default with
    | .default => sortArguments infos (i + 1) rest implicit (explicit.push a)
    | .instImplicit => sortArguments infos (i + 1) rest implicit explicit
    | _ => sortArguments infos (i + 1) rest (implicit.push a) explicit

/-- A function and its arguments, with those in front of `rest`. -/
def unapplied (e : Expr) (rest : List Expr) : Expr × List Expr :=
  match e with
  | .app f a => unapplied f (a :: rest)
  | _ => (e, rest)

def applied (f : Expr) : List Expr → Expr
  | [] => f
  | a :: rest => applied (.app f a) rest

def natType : Expr := .const ``Nat []

/-- A numeral, and the type that it is of. -/
def numeral? (e : Expr) : Option (Nat × Expr) :=
  match e with
  | .lit (.natVal n) => some (n, natType)
  | .app (.app (.app (.const ``OfNat.ofNat _) type) (.lit (.natVal n))) _ => some (n, type)
  | .const ``Nat.zero _ => some (0, natType)
  | _ => none

mutual

partial def nodeOf (e : Expr) : NodesM Nat := do
  if let some known ← lookUp e then return known
  if (← get).nodes.size ≥ (← get).most then
    setCut
    return ← addNode e (.arr #["?", "…"])
  if let some (n, type) := numeral? e then
    let t ← nodeOf type
    return ← addNode e (.arr #["num", .str (toString n), num t])
  match e with
  | .mdata _ e => nodeOf e
  | .bvar i => addNode e (.arr #["b", num i])
  | .fvar f => match ← lookUpLocal f with
    | some i => addNode e (.arr #["var", num i])
    | none => printedNode e
  | .sort .zero => addNode e (.arr #["sort", "Prop"])
  | .sort _ => addNode e (.arr #["sort", "Type"])
  | .lam n d b _ =>
    let d ← nodeOf d
    let b ← nodeOf b
    addNode e (.arr #["lam", .str (shownName n.eraseMacroScopes), num d, num b])
  | .forallE n d b _ =>
    let d' ← nodeOf d
    if b.hasLooseBVar 0 then
      let b ← nodeOf b
      addNode e (.arr #["all", .str (shownName n.eraseMacroScopes), num d', num b])
    else
      let b ← nodeOf (b.lowerLooseBVars 1 1)
      addNode e (.arr #["imp", num d', num b])
  | .letE _ _ v b _ => nodeOf (b.instantiate1 v)
  | .const c _ => addNode e (.arr #["app", .str (nameText c), .arr #[], .arr #[]])
  | .app .. => application e
  | _ => printedNode e

partial def application (e : Expr) : NodesM Nat := do
  let (f, args) := unapplied e []
  match f with
  | .const c _ =>
    let infos := match (← getEnv).find? c with
      | some info => binderInfos info.type #[]
      | none => #[]
    let (implicit, explicit) := sortArguments infos 0 args #[] #[]
    let implicit ← nodesOf implicit.toList #[]
    let explicit ← nodesOf explicit.toList #[]
    addNode e (.arr #["app", .str (nameText c), .arr implicit, .arr explicit])
  | .lam .. => nodeOf e.headBeta
  | .mdata _ f => nodeOf (applied f args)
  | .mvar _ => printedNode e
  | _ =>
    let f ← nodeOf f
    let args ← nodesOf args #[]
    addNode e (.arr #["call", num f, .arr args])

partial def nodesOf (es : List Expr) (found : Array Json) : NodesM (Array Json) :=
  match es with
  | [] => return found
  | e :: rest => do
    let n ← nodeOf e
    nodesOf rest (found.push (num n))

end

def isProofOf (type : Expr) : MetaM Bool := do
  isProp type

/-- What a hypothesis is: a proof, an instance, a type or an object. -/
def kindOf (decl : LocalDecl) (type : Expr) : MetaM String := do
  if decl.binderInfo.isInstImplicit then return "instance"
  if type.isSort then return if type.isProp then "data" else "type"
  return if ← isProofOf type then "prop" else "data"

/-- A hypothesis: its name, whether that can be typed, whether it is shown, its kind, the nodes of its type and its value. -/
def hypothesisOf (hidden : Array FVarId) (decl : LocalDecl) : NodesM Json := do
  let type ← instantiateMVars decl.type
  let t ← nodeOf type
  let value ← match decl.value? with
    | some v => do
      let v ← instantiateMVars v
      let n ← nodeOf v
      pure (num n)
    | none => pure Json.null
  let kind ← kindOf decl type
  let last := match (← getLCtx).findFromUserName? decl.userName with
    | some other => other.fvarId == decl.fvarId
    | none => false
  let shown := !(decl.isImplementationDetail || hidden.toList.contains decl.fvarId)
  return .mkObj [("name", shownName decl.userName.eraseMacroScopes), ("type", num t), ("value", value), ("kind", kind),
    ("accessible", last && !decl.userName.hasMacroScopes), ("shown", shown)]

def hypothesesOf (hidden : Array FVarId) (fvars : List FVarId) (found : Array Json) : NodesM (Array Json) :=
  match fvars with
  | [] => return found
  | f :: rest => do
    let some decl := (← getLCtx).find? f | hypothesesOf hidden rest found
    let h ← hypothesisOf hidden decl
    let s ← get
    set { s with locals := s.locals.insert (.fvar f) found.size }
    hypothesesOf hidden rest (found.push h)

def targetNode (target : Expr) : NodesM Nat := do
  nodeOf target

def goalTerms (hidden : Array FVarId) (goal : MVarId) (most : Nat) : MetaM Json := do
  let decl ← goal.getDecl
  inContext decl.lctx decl.localInstances do
  let ref ← IO.mkRef ({ most } : Nodes)
  let hypotheses ← hypothesesOf hidden decl.lctx.getFVarIds.toList #[] ref
  let target ← instantiateMVars decl.type
  let node ← targetNode target ref
  let s ← ref.get
  return .mkObj [("nodes", .arr s.nodes), ("hypotheses", .arr hypotheses), ("target", num node), ("cut", s.cut)]

def Saved.terms (s : Saved) (goal : MVarId) (most : Nat) : IO (Except Exception Json) := do
  let (result, _) ← s.run "" 0 (goalTerms s.thm.hidden goal most)
  return result

end ProofServer
end
