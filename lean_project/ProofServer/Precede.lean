module
public meta import Lean.DefEqAttrib
public meta import Lean.Linter.Deprecated
public meta import Lean.Meta.Tactic.Grind.Attr
public meta import Lean.Meta.Tactic.Simp.SimpTheorems
public meta import ProofServer.Kernel

/-! What may be used to prove a theorem of the library again: what precedes it.

The library's files carry no positions, so within a module order is known only by the order in which theorems
were made simp or grind lemmas: of its own module's theorems, one such may use those that became such before it.
Besides them, only those may be used that hold by definition, which rest on no other theorem.  Definitions may be used
wherever they stand, with the lemmas Lean makes for them, and so may the lemmas that core tactics build their
proofs from, whatever the goal. -/

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
  /-- Theorems of its own module known to stand before it. -/
  earlier : NameSet := {}

def isTheorem (env : Environment) (c : Name) : Bool :=
  match getOriginalConstKind? env c with
  | some .thm => true
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

/-- Whether Lean made this theorem for a definition, a type or a constructor. -/
def isMade (env : Environment) (n : Name) : Bool :=
  let o := owner n
  (o != n && !isTheorem env o) || match n with
    | .str p s => madeParts.contains s && env.contains p && !isTheorem env p
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
  let o := owner c
  if b.isSame o then return o
  if lax || !isTheorem env c then none
  else
    let module := match env.getModuleIdxFor? o with
      | some i => some i
      | none => env.getModuleIdxFor? c
    match module with
    | none => return o
    | some i =>
      if b.before[i.toNat]?.getD false || isMade env c then none
      else if i.toNat == b.home then if b.earlier.contains o || defeqAttr.hasTag env o then none else return o
      else if isSupport env c then none
      else return o

/-- Whether a lemma was made by `omega`: it rests on lemmas of the tactic's own. -/
def byOmega (names : Array Name) : Bool := Id.run do
  for n in names.toList do
    if (`Lean.Omega).isPrefixOf n then return true
  return false

/-- A walk over a finished proof in search of barred theorems. -/
structure Search where
  strict : NameSet := {}
  lax : NameSet := {}
  found : Option Name := none

/-- Look for a barred theorem among what `c` rests on.  A lemma made by `omega` holds whatever `omega` needs,
which is the tactic's affair. -/
partial def Bars.search (b : Bars) (env base : Environment) (lax : Bool) (s : Search) (c : Name) : Search := Id.run do
  if s.found.isSome || (if lax then s.lax.contains c else s.strict.contains c) then return s
  let mut s := if lax then { s with lax := s.lax.insert c } else { s with strict := s.strict.insert c }
  if base.contains c then
    return { s with found := b.refuses base lax c }
  match env.find? c with
  | none => return s
  | some info =>
    let used := usedConstants info
    let lax := lax || byOmega used
    for d in used.toList do
      s := b.search env base lax s d
    return s

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
      if if lax then b.isSame n else (b.refuses env false n).isSome then simps := simps.push n
    for n in ofGrind.toList do
      if if lax then b.isSame n else (b.refuses env false n).isSome then grinds := grinds.push n
    i := i + 1
  eraseAll (← eraseAll env `simp simps) `grind grinds

/-- The names up to the given one; none if it is not among them. -/
def namesBefore (n : Name) (names : Array Name) : NameSet := Id.run do
  let mut out := {}
  for m in names.toList do
    if m == n then return out
    out := out.insert m
  return {}

unsafe def earlierUnsafe (env : Environment) (home : Nat) (n : Name) : NameSet := Id.run do
  let some data := env.header.moduleData[home]? | return {}
  let (ofSimp, ofGrind) := lemmaNames data
  let mut out := namesBefore n ofSimp
  for m in (namesBefore n ofGrind).toList do
    out := out.insert m
  return out

/-- The theorems of module number `home` that became simp lemmas, or grind lemmas, before `n` did. -/
@[implemented_by earlierUnsafe]
opaque earlierThan (env : Environment) (home : Nat) (n : Name) : NameSet

@[implemented_by Bars.applyUnsafe]
opaque Bars.apply (b : Bars) (env : Environment) : IO Environment

end ProofServer
end
