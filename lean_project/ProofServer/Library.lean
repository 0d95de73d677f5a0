module
public meta import ProofServer.Meaning

/-! The theorems of the imported library: listing them, and opening one to be proved again. -/

open Lean Meta Elab

public meta section
namespace ProofServer

/-! ### What a statement says -/

/-- A number for a conclusion, the same for both directions of an equation or equivalence. -/
def conclusionKey (h : UInt64) (e : Expr) : UInt64 :=
  match e with
  | .app (.app (.app (.const c _) _) a) b =>
    if c == ``Eq then mixHash h (a.hash + b.hash)
    else if c == ``Ne then mixHash (mixHash h 3) (a.hash + b.hash)
    else mixHash h e.hash
  | .app (.app (.const c _) a) b => if c == ``Iff then mixHash h (a.hash + b.hash) else mixHash h e.hash
  | _ => mixHash h e.hash

/-- A number for a statement, whatever its variables are called. -/
def typeKey (h : UInt64) : Expr → UInt64
  | .forallE _ d b _ => typeKey (mixHash h d.hash) b
  | .mdata _ e => typeKey h e
  | e => conclusionKey h e

/-- The halves of an equivalence, as statements. -/
def halves (h : UInt64) : Expr → List UInt64
  | .forallE _ d b _ => halves (mixHash h d.hash) b
  | .mdata _ e => halves h e
  | .app (.app (.const c _) p) q =>
    if c == ``Iff then
      [typeKey (mixHash h p.hash) (q.liftLooseBVars 0 1), typeKey (mixHash h q.hash) (p.liftLooseBVars 0 1)]
    else []
  | _ => []

/-- The statement with its universe parameters named by position. -/
def standardType (levels : Array Level) (info : ConstantInfo) : Expr :=
  match info.levelParams with
  | [] => info.type
  | _ => info.type.instantiateLevelParams info.levelParams (take levels.toList info.levelParams)
where take : List Level → List Name → List Level
  | l :: ls, _ :: ns => l :: take ls ns
  | _, _ => []

def standardLevels : Array Level := Id.run do
  let mut out := #[]
  for i in List.range 32 do
    out := out.push (Level.param (.num `u i))
  return out

/-- The keys of what a constant says: of its statement and, for an equivalence, of its halves.  Two constants with a key in
common say the same, or one says half of the other. -/
def statementKeys (levels : Array Level) (info : ConstantInfo) : List UInt64 :=
  let type := standardType levels info
  typeKey 7 type :: halves 7 type

def keysJson (env : Environment) (levels : Array Level) (n : Name) : Json := Id.run do
  let mut out := #[]
  if let some info := env.find? n then
    for key in statementKeys levels info do
      out := out.push (Json.num key.toNat)
  return .arr out

/-! ### Listing -/

/-- Whether a constant is a theorem someone wrote down and may want to use. -/
def isProblem (env : Environment) (n : Name) : Bool :=
  isTheorem env n && !n.isInternalDetail && !isPrivateName n && internalParts n == 0 && !isMade env n &&
    !isReservedName env n && !isInstanceCore env n && !Linter.isDeprecated env n

def hasPrefix (prefixes : List Name) (m : Name) : Bool :=
  match prefixes with
  | [] => false
  | p :: rest => p.isPrefixOf m || hasPrefix rest m

/-- How long a page may get: a pipe holds 64 KiB, and embedded Lean cannot write more at a time. -/
def pageBytes : Nat := 24000

/-- A page of the library: up to `limit` theorems of modules under the prefixes, from constant `offset` of
module `module` on; and where the next page begins. -/
def listLibrary (env : Environment) (prefixes : List Name) (module offset limit : Nat) (statements : Bool) : IO Json := do
  let levels := standardLevels
  let mut out := #[]
  let mut bytes := 0
  let mut i := 0
  for m in env.header.moduleNames.toList do
    if i ≥ module && hasPrefix prefixes m then
      if let some data := env.header.moduleData[i]? then
        let mut j := 0
        for n in data.constNames.toList do
          if (i > module || j ≥ offset) && isProblem env n then
            if out.size ≥ limit || bytes ≥ pageBytes then
              return .mkObj [("theorems", .arr out), ("next", .arr #[i, j])]
            let name := nameText n
            let statement ← if statements then signature env n else pure ""
            out := out.push (.mkObj
              [("name", name), ("module", nameText m), ("keys", keysJson env levels n), ("statement", statement)])
            bytes := bytes + name.utf8ByteSize + statement.utf8ByteSize + 100
          j := j + 1
    i := i + 1
  return .mkObj [("theorems", .arr out), ("next", .null)]

/-! ### Namesakes -/

/-- All that the library proves, with the keys of the statements. -/
def statementIndex (env : Environment) : Array (Name × UInt64) := Id.run do
  let levels := standardLevels
  let mut out := #[]
  for data in env.header.moduleData.toList do
    for n in data.constNames.toList do
      if !n.isInternalDetail && isProof env n then
        if let some info := env.find? n then
          for key in statementKeys levels info do
            out := out.push (n, key)
  return out

/-- What says what `info` says, or one half of it, or has it as a half. -/
def namesakes (index : Array (Name × UInt64)) (info : ConstantInfo) : NameSet := Id.run do
  let keys := statementKeys standardLevels info
  let mut out := {}
  for (n, key) in index.toList do
    if keys.contains key && n != info.name then out := out.insert n
  return out

/-! ### Opening -/

/-- The name `nameText` writes so. -/
def nameOf (text : String) : Name := go .anonymous "" text.toList
where go (n : Name) (part : String) : List Char → Name
  | [] => .str n part
  | '.' :: rest => go (.str n part) "" rest
  | c :: rest => go n (part.push c) rest

/-- How many binders a theorem command would have before its colon: those with names, and instances. -/
def namedBinders : Expr → Nat
  | .forallE n _ b i => if n.hasMacroScopes && !i.isInstImplicit then 0 else namedBinders b + 1
  | .mdata _ e => namedBinders e
  | _ => 0

/-- The constants of a statement. -/
def mentioned (type : Expr) : NameSet := Id.run do
  let mut out := {}
  for c in type.getUsedConstants.toList do
    out := out.insert c
  return out

/-- The theorem as a problem, with what does not precede it barred. -/
def openLibrary (base : Command.State) (index : Array (Name × UInt64)) (name : String) :
    IO (Except String (Saved × Bars)) := do
  let env := base.env
  let n := nameOf name
  let some info := env.find? n | return .error s!"the library has no theorem '{name}'"
  if !isTheorem env n then return .error s!"'{name}' is not a theorem"
  let some home := env.getModuleIdxFor? n | return .error s!"'{name}' is not from a module"
  let bars : Bars :=
    { self := n, home := home.toNat, before := importedBy env home.toNat, namesakes := namesakes index info,
      stated := mentioned info.type }
  let before := { base with env := ← bars.apply env }
  let thm : Theorem :=
    { name := `_library ++ n, type := info.type, levelParams := info.levelParams, before, bars := some bars }
  match ← thm.start (namedBinders info.type) #[] with
  | .error e => return .error (← e.toMessageData.toString)
  | .ok s => return .ok (s, bars)

end ProofServer
end
