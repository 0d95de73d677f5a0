module
public meta import Lean.AuxRecursor
public meta import Lean.DefEqAttrib
public meta import Lean.Linter.Deprecated
public meta import Lean.Meta.Tactic.Grind.Attr
public meta import Lean.Meta.Tactic.Simp.SimpTheorems
public meta import Lean.ProjFns
public meta import ProofServer.Kernel

/-! What may be used to prove a theorem of the library again: what precedes it.

That is the theorems of the modules its own module imports, and those its statement mentions.  The library's files
carry no positions, and attributes may be given long after a theorem, so of its own module's other theorems only
those may be used that hold by definition, which rest on no theorem.  Definitions may be used wherever they stand,
unless they prove something, with the lemmas Lean makes for them, and so may the lemmas that core tactics build
their proofs from, whatever the goal. -/

open Lean Meta

public meta section
namespace ProofServer

/-- What is barred from the proof of a library theorem. -/
structure Bars where
  self : Name
  /-- The number of the theorem's module. -/
  home : Nat
  /-- For each module, whether the theorem's own imports it, directly or not. -/
  before : Array Bool
  /-- Theorems that say the same. -/
  namesakes : NameSet := {}
  /-- What its statement mentions. -/
  stated : NameSet := {}

def isTheorem (env : Environment) (c : Name) : Bool :=
  match getOriginalConstKind? env c with
  | some .thm => true
  | _ => false

/-- Whether a type is that of propositions, or of functions that yield them. -/
def yieldsProp : Expr → Bool
  | .forallE _ _ b _ => yieldsProp b
  | .mdata _ e => yieldsProp e
  | .sort .zero => true
  | _ => false

/-- Whether a type is a proposition, going by the head of its conclusion.  `binders` are the types of its variables. -/
def isProposition (env : Environment) (binders : Array Expr) : Expr → Bool
  | .forallE _ d b _ => isProposition env (binders.push d) b
  | .letE _ d _ b _ => isProposition env (binders.push d) b
  | .mdata _ e => isProposition env binders e
  | e => match e.getAppFn with
    | .const c _ => match env.find? c with
      | some info => yieldsProp info.type
      | none => false
    | .bvar i => i < binders.size && yieldsProp (binders[binders.size - 1 - i]?.getD e)
    | _ => false

/-- Whether a constant of the library proves something: a theorem, or a definition whose type is a proposition. -/
def isProof (env : Environment) (c : Name) : Bool :=
  match getOriginalConstKind? env c with
  | some .thm => true
  | some .defn | some .«opaque» => match env.find? c with
    | some info => isProposition env #[] info.type
    | none => false
  | _ => false

/-! ### Names -/

def allDigits : List Char → Bool
  | [] => true
  | c :: rest => c.isDigit && allDigits rest

/-- Whether the characters are those of a prefix and a number. -/
def numbered : List Char → List Char → Bool
  | c :: cs, p :: ps => c == p && numbered cs ps
  | c :: cs, [] => allDigits (c :: cs)
  | [], _ => false

/-- Last parts of the names of lemmas Lean makes for a definition, a type or a constructor. -/
def madeParts : List String :=
  ["inj", "injEq", "sizeOf_spec", "noConfusion", "hinj", "eq_def", "eq_unfold", "induct", "induct_unfolding", "fun_cases",
   "fun_cases_unfolding", "mutual_induct", "congr_simp", "partial_correctness", "fixpoint_induct"]

/-- Whether a part of a name is Lean's, not an author's. -/
def isInternalPart (s : String) : Bool :=
  let cs := s.toList
  (match cs with | '_' :: _ => true | _ => false) || numbered cs "eq_".toList || numbered cs "match_".toList || numbered cs "proof_".toList ||
    numbered cs "hcongr_".toList || numbered cs "congr_eq_".toList

/-- How many parts to drop from the end of a name so that no internal one is left. -/
def internalParts : Name → Nat
  | .anonymous => 0
  | .str p s =>
    let k := internalParts p
    if k > 0 then k + 1 else if isInternalPart s then 1 else 0
  | .num p _ => internalParts p + 1

def dropParts : Name → Nat → Name
  | n, 0 => n
  | .str p _, k + 1 => dropParts p k
  | .num p _, k + 1 => dropParts p k
  | .anonymous, _ => .anonymous

/-- The declaration a constant was made for. -/
def owner (n : Name) : Name :=
  -- a quick look first: most names have no internal part
  if n.isInternalDetail || n.getPrefix.isInternalDetail || isPrivateName n then
    dropParts n (internalParts (privateToUserName n))
  else n

/-- Whether Lean made this constant for a definition, a type or a constructor. -/
def isMade (env : Environment) (n : Name) : Bool :=
  let o := owner n
  let user := privateToUserName n
  if o != n && o != user then
    -- the owner may be private too
    !isProof env o && !isProof env (dropParts n (internalParts user))
  else env.isProjectionFn n || isAuxRecursor env n || match n with
    | .str p s => madeParts.contains s && env.contains p && !isProof env p
    | _ => false

/-- The characters without the primes at the end. -/
def unprimed : List Char → List Char
  | [] => []
  | c :: cs => match unprimed cs with
    | [] => if c == '\'' then [] else [c]
    | rest => c :: rest

def sameChars : List Char → List Char → Bool
  | [], [] => true
  | a :: as, b :: bs => a == b && sameChars as bs
  | _, _ => false

/-- Whether two names differ in primes at most. -/
def sameUnprimed (a b : Name) : Bool :=
  match a, b with
  | .str p s, .str q t => p == q && (s == t || sameChars (unprimed s.toList) (unprimed t.toList))
  | _, _ => false

/-! ### Order -/

/-- The modules that module number `home` imports, directly or not. -/
def importedBy (env : Environment) (home : Nat) : Array Bool := Id.run do
  let mut out := #[]
  for _ in env.header.moduleNames.toList do
    out := out.push false
  out := out.setIfInBounds home true
  -- modules stand after those they import
  let mut data := #[]
  for d in env.header.moduleData.toList do
    data := data.push d
  let mut i := home + 1
  for _ in List.range (home + 1) do
    i := i - 1
    if out[i]?.getD false then
      if let some d := data[i]? then
        for m in d.imports.toList do
          if let some k := env.getModuleIdx? m.module then
            out := out.setIfInBounds k.toNat true
  return out.setIfInBounds home false

/-- Modules and name spaces of the lemmas that core tactics build proofs from. -/
def supportModules : List Name :=
  [`Init.Prelude, `Init.Core, `Init.SimpLemmas, `Init.Simproc, `Init.Classical, `Init.ByCases, `Init.PropLemmas, `Init.Omega, `Init.Grind]

def supportSpaces : List Name := [`Lean, `Nat.Linear, `Int.Linear, `Nat.ToInt, `Nat.SOM, `Std.Tactic]

def isSupport (env : Environment) (c : Name) : Bool := Id.run do
  for s in supportSpaces do
    if s.isPrefixOf c then return true
  if let some i := env.getModuleIdxFor? c then
    if let some m := env.header.moduleNames[i.toNat]? then
      for s in supportModules do
        if s.isPrefixOf m then return true
  return false

/-- Whether a constant is the theorem itself or a namesake. -/
def Bars.isSame (b : Bars) (n : Name) : Bool :=
  n == b.self || b.namesakes.contains n || sameUnprimed n b.self

/-- The theorem a constant of the library stands for, if that is barred.  With `lax`, only the theorem itself
and its namesakes are. -/
def Bars.refuses (b : Bars) (env : Environment) (lax : Bool) (c : Name) : Option Name := do
  if b.stated.contains c then none
  else
    let o := owner c
    if b.isSame o then return o
    if lax || !isProof env c then none
    else
      let module := match env.getModuleIdxFor? o with
        | some i => some i
        | none => env.getModuleIdxFor? c
      match module with
      | none => return o
      | some i =>
        if b.before[i.toNat]?.getD false || isMade env c then none
        else if (if i.toNat == b.home then defeqAttr.hasTag env o else isSupport env c) then none
        else return o

/-- The modules before the theorem's own, but for those of Lean's program, which state nothing to prove with. -/
def Bars.modules (b : Bars) (env : Environment) : Array Name := Id.run do
  let mut out := #[]
  let mut i := 0
  for m in env.header.moduleNames.toList do
    if b.before[i]?.getD false && !(`Lean).isPrefixOf m then out := out.push m
    i := i + 1
  return out

/-- A walk over a finished proof in search of barred theorems. -/
structure Search where
  strict : NameSet := {}
  lax : NameSet := {}
  found : Option Name := none

/-- Look for a barred theorem among what `c` rests on; below the `omegas`, only for the theorem itself. -/
partial def Bars.search (b : Bars) (env base : Environment) (omegas : NameSet) (lax : Bool) (s : Search) (c : Name) :
    Search := Id.run do
  if s.found.isSome || (if lax then s.lax.contains c else s.strict.contains c) then return s
  let mut s := if lax then { s with lax := s.lax.insert c } else { s with strict := s.strict.insert c }
  if base.contains c then
    return { s with found := b.refuses base lax c }
  match env.find? c with
  | none => return s
  | some info =>
    let lax := lax || omegas.contains c
    for d in (usedConstants info).toList do
      s := b.search env base omegas lax s d
    return s

/-- Whether lemmas of `omega`'s own are among the names. -/
def mentionsOmega (names : Array Name) : Bool := Id.run do
  for n in names.toList do
    if (`Lean.Omega).isPrefixOf n then return true
  return false

/-- The barred theorem that a finished proof uses, if it uses one.  `new` are the constants made on the way.

`omega` puts its proof into a lemma beside the term, and what it needs there is the tactic's affair.  That it was `omega`
that made such a lemma is not believed but tried: `byOmega` has to prove the lemma's statement again. -/
def Bars.check (b : Bars) (env base : Environment) (new : Array Name) (root : Name) (byOmega : ConstantInfo → IO Bool) :
    IO (Option Name) := do
  if (b.search env base {} false {} root).found.isNone then return none
  let mut omegas : NameSet := {}
  for c in new.toList do
    if c != root then
      if let some info := env.find? c then
        if mentionsOmega (usedConstants info) then
          if ← byOmega info then omegas := omegas.insert c
  return (b.search env base omegas false {} root).found

/-! ### Simp and grind sets -/

def extensionEntries (data : ModuleData) (extension : Name) : Array EnvExtensionEntry := Id.run do
  for (name, entries) in data.entries.toList do
    if name == extension then return entries
  return #[]

unsafe def simpNames (entries : List EnvExtensionEntry) (out : Array Name) : Array Name :=
  match entries with
  | [] => out
  | e :: rest =>
    let d : ScopedEnvExtension.Entry SimpEntry := unsafeCast e
    match d with
    | .global (.thm t) => simpNames rest (match t.origin with | .decl n _ _ => out.push n | _ => out)
    | _ => simpNames rest out

unsafe def grindNames (entries : List EnvExtensionEntry) (out : Array Name) : Array Name :=
  match entries with
  | [] => out
  | e :: rest =>
    let d : ScopedEnvExtension.Entry Grind.Entry := unsafeCast e
    match d with
    | .global (.ematch t) => grindNames rest (match t.origin with | .decl n => out.push n | _ => out)
    | _ => grindNames rest out

/-- Erase the names from an attribute, as `attribute [-a]` does. -/
def eraseAll (env : Environment) (attr : Name) (names : Array Name) : IO Environment := do
  let ctx : Core.Context := { fileName := "<library>", fileMap := FileMap.ofString "" }
  let ref ← IO.mkRef ({ env } : Core.State)
  for n in names.toList do
    let act : EIO Exception Unit := Lean.Attribute.erase n attr ctx ref
    let _ ← act.toBaseIO
  return (← ref.get).env

/-- The names of a module's simp and grind lemmas. -/
unsafe def lemmaNames (data : ModuleData) : Array Name × Array Name :=
  (simpNames (extensionEntries data `Lean.Meta.simpExtension).toList #[],
   grindNames (extensionEntries data `Lean.Meta.Grind.grindExt).toList #[])

/-- The environment with the barred theorems out of the simp and grind sets. -/
unsafe def Bars.applyUnsafe (b : Bars) (env : Environment) : IO Environment := do
  let mut simps := #[]
  let mut grinds := #[]
  let mut i := 0
  for data in env.header.moduleData.toList do
    let (ofSimp, ofGrind) := lemmaNames data
    let lax := b.before[i]?.getD false
    for n in ofSimp.toList do
      if (b.refuses env lax n).isSome then simps := simps.push n
    for n in ofGrind.toList do
      if (b.refuses env lax n).isSome then grinds := grinds.push n
    i := i + 1
  eraseAll (← eraseAll env `simp simps) `grind grinds

@[implemented_by Bars.applyUnsafe]
opaque Bars.apply (b : Bars) (env : Environment) : IO Environment

end ProofServer
end
