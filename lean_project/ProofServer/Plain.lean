module
public meta import ProofServer.Kernel
public meta import ProofServer.Source

/-! Commands elaborated one after the other; and the plain reading of a source: without its own notation and macros, without
its coercions and default instances between types that are not its own, and with every proof left out.

What a source says in its plain reading is what it says to a reader who knows Lean and the definitions in it. -/

open Lean Elab

public meta section
namespace ProofServer

/-! ### Commands that state something -/

/-- The command without the `open … in` and `set_option … in` around it. -/
partial def stripIn (stx : Syntax) : Syntax :=
  if stx.isOfKind ``Parser.Command.in then stripIn (stx.getArg 2) else stx

def isLemma (stx : Syntax) : Bool :=
  stx.getKind == `lemma || stx.getKind == `Lean.Parser.Command.lemma

def isExample (stx : Syntax) : Bool :=
  stx.isOfKind ``Parser.Command.declaration && (stx.getArg 1).isOfKind ``Parser.Command.example

def isStatement (stx : Syntax) : Bool :=
  isLemma stx || isExample stx || (stx.isOfKind ``Parser.Command.declaration && (stx.getArg 1).isOfKind ``Parser.Command.theorem)

def statementsAmong : List Syntax → List Syntax
  | [] => []
  | stx :: rest => if isStatement stx then stx :: statementsAmong rest else statementsAmong rest

/-- The theorems, lemmas and examples of a command. -/
def statementsIn (stx : Syntax) : List Syntax :=
  let stx := stripIn stx
  if stx.isOfKind ``Parser.Command.mutual then statementsAmong (stx.getArg 1).getArgs.toList else statementsAmong [stx]

def isBody (stx : Syntax) : Bool :=
  stx.isOfKind ``Parser.Command.declValSimple || stx.isOfKind ``Parser.Command.declValEqns ||
    stx.isOfKind ``Parser.Command.whereStructInst

/-- The command with its proofs replaced by `body`. -/
partial def replaceBody (stx body : Syntax) : Syntax :=
  if isBody stx then body
  else match stx with
    | .node info kind args => Id.run do
      let mut out := #[]
      for a in args.toList do
        out := out.push (replaceBody a body)
      return .node info kind out
    | _ => stx

def sorryBody (state : Command.State) : Option Syntax :=
  let input := inputContext "theorem x : True := by sorry" "<body>"
  let (stx, _, _) := Parser.parseCommand input { env := state.env, options := {} } {} {}
  findNode stx (·.isOfKind ``Parser.Command.declValSimple)

/-! ### What a source adds to the reading of texts -/

def isOneOf (kind : Name) : List Name → Bool
  | [] => false
  | k :: rest => kind == k || isOneOf kind rest

def notationKinds : List Name := [
  `Lean.Parser.Command.notation, `Lean.Parser.Command.mixfix, `Lean.Parser.Command.syntax, `Lean.Parser.Command.syntaxAbbrev,
  `Lean.Parser.Command.syntaxCat, `Lean.Parser.Command.macro, `Lean.Parser.Command.macro_rules]

/-- Commands that bring nothing that a statement could mean. -/
def tameKinds : List Name := [
  ``Parser.Command.namespace, ``Parser.Command.section, ``Parser.Command.end, ``Parser.Command.open,
  ``Parser.Command.universe, ``Parser.Command.variable, ``Parser.Command.include, ``Parser.Command.omit,
  ``Parser.Command.set_option, ``Parser.Command.moduleDoc, ``Parser.Command.check, ``Parser.Command.print,
  ``Parser.Command.printAxioms, ``Parser.Command.eoi]

/-- What may stand before `in` in a plain reading. -/
def prefixKinds : List Name := [
  ``Parser.Command.open, ``Parser.Command.set_option, ``Parser.Command.variable, ``Parser.Command.include,
  ``Parser.Command.omit, ``Parser.Command.universe, ``Parser.Command.attribute]

/-- The words that make an attribute change how texts are read. -/
def readingAttributes : NameSet := wordSet ["default_instance", "unification_hint"] {}

def coercionClasses : NameSet := wordSet [
  "Coe", "CoeTail", "CoeHead", "CoeOut", "CoeDep", "CoeT", "CoeTC", "CoeOTC", "CoeHTC", "CoeHTCT", "CoeFun", "CoeSort", "NatCast",
  "IntCast", "RatCast", "NNRatCast", "OfNat", "OfScientific"] {}

def hasReadingAttribute (stx : Syntax) : Bool :=
  (findNode stx fun s => s.isOfKind ``Parser.Term.attrInstance &&
    readingAttributes.contains (.str .anonymous (firstToken (s.getArg 1)))).isSome

/-- Whether a macro, or the rules of one, is of tactics alone. -/
def isOfTactics (stx : Syntax) : Bool :=
  let category := match findNode stx (·.isOfKind `Lean.Parser.Command.macroTail) with
    | some tail => (tail.getArg 1).getId
    | none => if stx.isOfKind `Lean.Parser.Command.syntax then stx[stx.getNumArgs - 1].getId else .anonymous
  if stx.isOfKind `Lean.Parser.Command.macro_rules then
    (findNode stx fun s => s.isOfKind ``Parser.Tactic.quot || s.isOfKind ``Parser.Tactic.quotSeq).isSome &&
      (findNode stx fun s => s.isOfKind ``Parser.Term.quot || s.isOfKind ``Parser.Command.quot ||
        s.isOfKind ``Parser.Term.precheckedQuot || s.isOfKind ``Parser.Term.dynamicQuot).isNone
  else category == `tactic || category == `conv

/-- A command as it stands in the plain reading; none if it has no part in it. -/
partial def plainly (stx : Syntax) : Option Syntax :=
  if stx.isOfKind ``Parser.Command.in then
    match plainly (stx.getArg 2) with
    | none => none
    | some inner =>
      if isOneOf (stx.getArg 0).getKind prefixKinds && !hasReadingAttribute (stx.getArg 0) then some (stx.setArg 2 inner) else some inner
  else if isOneOf stx.getKind notationKinds then (if isOfTactics stx then some stx else none)
  else if hasReadingAttribute stx then none
  else some stx

/-! ### Names -/

partial def identsIn (stx : Syntax) (found : List Name) : List Name :=
  match stx with
  | .ident _ _ n _ => n :: found
  | .node _ kind args => if kind == ``Parser.Term.dotIdent then found else among args.toList found
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

/-- The names of a text that mean something in `base`, each with the constants that they stand for here and not there. -/
def shadowsIn (base : Environment) (state : Command.State) : List Name → List (Name × Name) → List (Name × Name)
  | [], found => found
  | n :: rest, found =>
    let (ns, opens) := scopeOf state
    match firsts (ResolveName.resolveGlobalName base {} ns (openedFrom base opens) n) with
    | [] => shadowsIn base state rest found
    | _ => shadowsIn base state rest (own n (firsts (ResolveName.resolveGlobalName state.env {} ns opens n)) found)
where own (n : Name) : List Name → List (Name × Name) → List (Name × Name)
  | [], found => found
  | c :: rest, found => own n rest (if base.contains c then found else (n, c) :: found)

/-! ### Passing commands -/

/-- The constants that names stand for. -/
def meant (state : Command.State) : List Name → Array Name → Array Name
  | [], found => found
  | n :: rest, found =>
    let (ns, opens) := scopeOf state
    meant state rest (pushAll found (firsts (ResolveName.resolveGlobalName state.env {} ns opens n)))

def allIn (base : Environment) : List Name → Bool
  | [] => true
  | c :: rest => base.contains c && allIn base rest

def anyCoercion : List Name → Bool
  | [] => false
  | n :: rest => coercionClasses.contains n || anyCoercion rest

/-- Whether one of the constants is of the source's own and makes a coercion. -/
def anyOwnCoercion (base env : Environment) : List Name → Bool
  | [] => false
  | c :: rest => match env.find? c with
    | some info =>
      (!base.contains c && coercionClasses.contains info.type.getForallBody.getAppFn.constName) || anyOwnCoercion base env rest
    | none => anyOwnCoercion base env rest

/-- Whether a command of the plain reading is left out of it after all, for a coercion between types that are not the source's
own. -/
def isForeignCoercion (base : Environment) (state : Command.State) (stx : Syntax) : Bool :=
  let decl := stripIn stx
  if decl.isOfKind ``Parser.Command.attribute then anyOwnCoercion base state.env (meant state (identsIn (decl.getArg 4) []) #[]).toList
  else if !decl.isOfKind ``Parser.Command.declaration then false
  else if (decl.getArg 1).isOfKind ``Parser.Command.structure then
    match findNode decl (·.isOfKind ``Parser.Command.extends) with
    | some parents => anyCoercion (identsIn parents [])
    | none => false
  else if (decl.getArg 1).isOfKind ``Parser.Command.instance || (findNode (decl.getArg 0) (·.isOfKind ``Parser.Term.attrInstance)).isSome then
    match findNode decl (·.isOfKind ``Parser.Term.typeSpec) with
    | some type =>
      let names := identsIn type []
      anyCoercion names && allIn base (meant state names #[]).toList
    | none => false
  else false

partial def hasTamePrefix (stx : Syntax) : Bool :=
  !stx.isOfKind ``Parser.Command.in || (isOneOf (stx.getArg 0).getKind tameKinds && hasTamePrefix (stx.getArg 2))

def isTame (stx : Syntax) : Bool :=
  isOneOf stx.getKind tameKinds || match statementsIn stx with
  | [] => false
  | _ => hasTamePrefix stx && (findNode stx (·.isOfKind ``Parser.Term.attrInstance)).isNone

/-- A command with its proofs left out, if it is of theorems. -/
def withoutProofs (state : Command.State) (stx : Syntax) : Syntax :=
  match statementsIn stx, sorryBody state with
  | _ :: _, some body => replaceBody stx body
  | _, _ => stx

/-- Elaborate commands one after the other, unless the guard refuses one. -/
def Source.pass (s : Source) : List Syntax → IO Source
  | [] => return s
  | stx :: rest => do
    if let some why := s.refusal stx then return s.stopped stx why
    let s := { s with tame := s.tame && isTame stx }
    if !s.plain then return ← Source.pass { s with state := ← elaborate s.input s.state stx } rest
    match plainly stx with
    | none => Source.pass s rest
    | some stx =>
      let stx := withoutProofs s.state stx
      if isForeignCoercion s.base s.state stx then return ← Source.pass s rest
      let shadows := shadowsIn s.base s.state (identsIn stx []) s.shadows
      Source.pass { s with shadows, state := ← elaborate s.input s.state stx } rest

end ProofServer
end
