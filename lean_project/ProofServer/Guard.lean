module
public meta import Lean.Elab.Frontend
public meta import ProofServer.Protocol

/-! What may not be elaborated at all: code that would run while Lean elaborates it, and what can only serve to cheat.

The guard reads the syntax that Lean's own parser made, so that nothing hides from it in strings, comments or names.  A
source's notations and macros are allowed where they only rewrite: what they expand to stands in them as syntax, and is
read here too. -/

open Lean

public meta section
namespace ProofServer

def nameSet : List Name → NameSet → NameSet
  | [], found => found
  | n :: rest, found => nameSet rest (found.insert n)

def wordSet : List String → NameSet → NameSet
  | [], found => found
  | w :: rest, found => wordSet rest (found.insert (.str .anonymous w))

/-- Keywords that run code at elaboration time, register code to be run, or reach for a file or another program. -/
def programWords : NameSet := wordSet [
  "run_tac", "run_cmd", "run_elab", "run_meta", "run_conv", "by_elab", "eval%", "#eval", "#eval!", "#guard", "#guard_expr",
  "#guard_msgs", "elab", "elab_rules", "elab_stx%", "initialize", "builtin_initialize", "include_str", "extern", "dbg_trace",
  "debug_assert!", "simproc", "dsimproc", "simproc_decl", "dsimproc_decl", "builtin_simproc", "builtin_dsimproc",
  "builtin_simproc_decl", "builtin_dsimproc_decl", "simproc_pattern%", "declare_config_elab", "declare_command_config_elab",
  "declare_core_config_elab", "declare_simp_like_tactic", "register_option", "register_builtin_option", "register_simp_attr",
  "register_label_attr", "register_tag_attr", "register_hint", "register_parser_alias", "register_linter_set",
  "compile_inductive", "compile_def%", "binder_predicate", "declare_aesop_rule_sets",
  "#loogle", "#leansearch", "#moogle", "#search", "#statesearch", "loogle", "leansearch", "moogle",
  "statesearch", "polyrith", "bv_decide", "bv_decide?", "bv_check", "#widget", "show_panel_widgets", "with_panel_widgets",
  "#html", "#minimize_imports", "#redundant_imports", "#find_home", "#import_diff"] {}

/-- Keywords for proofs that trust the compiler. -/
def compilerWords : NameSet := wordSet ["native_decide"] {}

/-- Parts of names: what reaches for the compiler's word, and the ways to have computed syntax elaborated. -/
def barredNames : NameSet := wordSet [
  "reduceBool", "reduceNat", "ofReduceBool", "ofReduceNat", "trustCompiler", "unsafeIO", "unsafeBaseIO", "unsafeEIO",
  "autoParam", "ParserDescr", "TrailingParserDescr"] {}

/-- The same by kind: a source may declare syntax of its own for one of Lean's kinds. -/
def programKinds : NameSet := nameSet [
  `Lean.Parser.Tactic.runTac, `Lean.Parser.Tactic.bvDecide, `Lean.Parser.Tactic.bvTrace, `Lean.Parser.Tactic.bvCheck,
  `Lean.Parser.Tactic.dbgTrace, `Lean.Parser.Term.dbgTrace, `Lean.byElab, `Lean.includeStr, `Lean.runCmd, `Lean.runElab,
  `Lean.runMeta] {}

def unsafeKinds : NameSet := nameSet [`Lean.Parser.Command.unsafe, `Lean.Parser.Term.unsafe] {}

/-- Attributes a source may give: they tag lemmas and definitions.  Those that register programs are not among them. -/
def tagAttributes : NameSet := wordSet [
  "simp", "instance", "class", "reducible", "irreducible", "semireducible", "implicit_reducible", "instance_reducible", "ext",
  "inline", "always_inline", "noinline", "macro_inline", "specialize", "nospecialize", "match_pattern", "elab_as_elim",
  "elab_without_expected_type", "induction_eliminator", "cases_eliminator", "recursor", "refl", "symm", "trans", "congr",
  "grind", "grind?", "defeq", "expose", "no_expose", "default_instance", "unification_hint", "deprecated", "inherit_doc", "coe",
  "norm_cast", "push_cast", "move_cast", "elim_cast", "squash_cast", "simps", "simps!", "to_additive", "to_dual", "gcongr",
  "mono", "aesop", "reassoc", "fun_prop", "continuity", "measurability", "bound", "qify_simps", "zify_simps", "rify_simps",
  "field_simps", "parity_simps", "monad_norm", "mfld_simps", "push", "pull", "pp_dot", "pp_nodot", "pp_with_univ",
  "pp_using_anonymous_constructor", "nolint", "nontriviality", "stacks", "kerodon", "wikidata", "mk_iff",
  "wf_preprocess", "partial_fixpoint_monotone", "spec", "bv_normalize", "int_toBitVec",
  "seval", "algebraize", "higher_order", "notation_class"] {}

/-- Lean's own commands that a source may hold. -/
def plainCommands : NameSet := nameSet [
  `Lean.Parser.Command.declaration, `Lean.Parser.Command.mutual, `Lean.Parser.Command.in, `Lean.Parser.Command.namespace,
  `Lean.Parser.Command.section, `Lean.Parser.Command.end, `Lean.Parser.Command.open, `Lean.Parser.Command.export,
  `Lean.Parser.Command.variable, `Lean.Parser.Command.universe, `Lean.Parser.Command.include, `Lean.Parser.Command.omit,
  `Lean.Parser.Command.set_option, `Lean.Parser.Command.attribute, `Lean.Parser.Command.notation,
  `Lean.Parser.Command.mixfix, `Lean.Parser.Command.syntax, `Lean.Parser.Command.syntaxAbbrev,
  `Lean.Parser.Command.syntaxCat, `Lean.Parser.Command.macro, `Lean.Parser.Command.macro_rules,
  `Lean.Parser.Command.check, `Lean.Parser.Command.check_failure, `Lean.Parser.Command.print,
  `Lean.Parser.Command.printAxioms, `Lean.Parser.Command.printEqns, `Lean.Parser.Command.printSig,
  `Lean.Parser.Command.synth, `Lean.Parser.Command.moduleDoc, `Lean.Parser.Command.addDocString,
  `Lean.Parser.Command.deriving, `Lean.Parser.Command.grindPattern, `Lean.Parser.Command.genInjectiveTheorems,
  `Lean.Parser.Command.recommended_spelling, `Lean.Parser.Command.eoi, `Lean.Parser.Command.exit,
  `Lean.Parser.Command.assertNotExists, `Lean.Parser.Command.assertNotImported, `Lean.Parser.Command.lemma,
  `Lean.Parser.Command.import, `Lean.Parser.commandSeal__, `Lean.Parser.commandUnseal__,
  `Lean.Parser.Command.initialize_simps_projections, `Lean.Elab.Command.command_Irreducible_def____] {}

def quotations : NameSet := nameSet [
  `Lean.Parser.Term.quot, `Lean.Parser.Term.precheckedQuot, `Lean.Parser.Term.dynamicQuot, `Lean.Parser.Tactic.quot,
  `Lean.Parser.Tactic.quotSeq, `Lean.Parser.Command.quot] {}

/-- The text of the first token. -/
partial def firstToken : Syntax → String
  | .atom _ v => v
  | .ident _ _ n _ => nameText n
  | .missing => ""
  | .node _ _ args => among args.toList
where among : List Syntax → String
  | [] => ""
  | s :: rest => match firstToken s with
    | "" => among rest
    | t => t

/-- Where names are looked up, if programs can be named at all. -/
structure Scope where
  env : Environment
  namesPrograms : Bool
  ns : Name
  opens : List OpenDecl

def Scope.of (env : Environment) (ns : Name) (opens : List OpenDecl) : Scope :=
  { env, namesPrograms := env.contains `Lean.Elab.Command.CommandElabM, ns, opens }

/-- Whether a module is of Lean's own machinery, or deals with the world outside. -/
def isMachinery (m : Name) : Bool :=
  m.getRoot == `Lean || m.getRoot == `Lake || (`Init.System).isPrefixOf m || (`Std.Internal).isPrefixOf m || (`Std.Net).isPrefixOf m

def fromMachinery (env : Environment) (c : Name) : Bool :=
  match env.getModuleIdxFor? c with
  | none => false
  | some i => match env.header.moduleNames[i.toNat]? with
    | some m => isMachinery m
    | none => false

def anyFromMachinery (env : Environment) : List Name → Bool
  | [] => false
  | c :: rest => fromMachinery env c || anyFromMachinery env rest

/-- Whether a constant is a program over Lean's machinery or the world outside, and no simplification procedure. -/
def isProgram (env : Environment) (c : Name) : Bool :=
  match env.find? c with
  | none => false
  | some info => match info.type with
    | .const `Lean.Meta.Simp.Simproc _ | .const `Lean.Meta.Simp.DSimproc _ => false
    | type => fromMachinery env c || anyFromMachinery env type.getUsedConstants.toList

def anyProgram (env : Environment) : List (Name × List String) → Option Name
  | [] => none
  | (c, _) :: rest => if isProgram env c then some c else anyProgram env rest

def barredPart : Name → Option String
  | .str p s => if barredNames.contains (.str .anonymous s) then some s else barredPart p
  | .num p _ => barredPart p
  | .anonymous => none

/-- The namespaces that `open … in` opens within the syntax. -/
partial def openedIn (ns : Name) (stx : Syntax) (found : List OpenDecl) : List OpenDecl :=
  match stx with
  | .node _ kind args =>
    if kind == `Lean.Parser.Command.openSimple || kind == `Lean.Parser.Command.openOnly ||
        kind == `Lean.Parser.Command.openHiding || kind == `Lean.Parser.Command.openRenaming then idents args.toList found
    else among args.toList found
  | _ => found
where
  among : List Syntax → List OpenDecl → List OpenDecl
    | [], found => found
    | s :: rest, found => among rest (openedIn ns s found)
  idents : List Syntax → List OpenDecl → List OpenDecl
    | [], found => found
    | .ident _ _ n _ :: rest, found => idents rest (.simple n [] :: .simple (ns ++ n) [] :: below n found found)
    | .node _ _ args :: rest, found => idents rest (idents args.toList found)
    | _ :: rest, found => idents rest found
  /-- A name may be that of a namespace within one that is open. -/
  below (n : Name) : List OpenDecl → List OpenDecl → List OpenDecl
    | [], found => found
    | .simple outer _ :: rest, found => below n rest (.simple (outer ++ n) [] :: found)
    | _ :: rest, found => below n rest found

/-! ### Macros -/

/-- Whether a quotation holds a computed piece, `$(…)`, or another quotation. -/
partial def computes (stx : Syntax) : Bool :=
  match stx with
  | .node _ kind args => kind == `antiquotNestedExpr || quotations.contains kind || among args.toList
  | _ => false
where among : List Syntax → Bool
  | [] => false
  | s :: rest => computes s || among rest

def anyComputes : List Syntax → Bool
  | [] => false
  | s :: rest => computes s || anyComputes rest

/-- Whether a term is a quotation whose gaps are filled by variables alone. -/
partial def isPlainQuotation (stx : Syntax) : Bool :=
  match stx with
  | .node _ kind args =>
    if quotations.contains kind then !anyComputes args.toList
    else if kind == `Lean.Parser.Command.macroRhs || kind == `null then args.size == 1 && isPlainQuotation (stx.getArg 0)
    else kind == `Lean.Parser.Term.paren && isPlainQuotation (stx.getArg 1)
  | _ => false

def lastPart (stx : Syntax) : Syntax :=
  stx[stx.getNumArgs - 1]

/-- The first node of the given kind, outermost first. -/
partial def nodeOf? (kind : Name) (stx : Syntax) : Option Syntax :=
  match stx with
  | .node _ k args => if k == kind then some stx else among args.toList
  | _ => none
where among : List Syntax → Option Syntax
  | [] => none
  | s :: rest => match nodeOf? kind s with
    | some found => some found
    | none => among rest

/-- Whether every quotation in a pattern has gaps for variables alone. -/
partial def plainPattern (stx : Syntax) : Bool :=
  match stx with
  | .node _ kind args => if quotations.contains kind then !anyComputes args.toList else all args.toList
  | _ => true
where all : List Syntax → Bool
  | [] => true
  | s :: rest => plainPattern s && all rest

/-- Whether all rules only rewrite: `| pattern => quotation`. -/
def plainRules : List Syntax → Bool
  | [] => true
  | rule :: rest => plainPattern (rule.getArg 1) && isPlainQuotation (rule.getArg 3) && plainRules rest

/-- Whether a macro, or the rules of one, only rewrite.  Rules given for a kind by its name could be for any of Lean's own. -/
def onlyRewrites (stx : Syntax) : Bool :=
  if stx.isOfKind `Lean.Parser.Command.macro then
    match nodeOf? `Lean.Parser.Command.macroTail stx with
    | some tail => isPlainQuotation (lastPart tail)
    | none => false
  else match nodeOf? `Lean.Parser.Term.matchAlts stx with
    | some rules => (stx.getArg 4).getNumArgs == 0 && plainRules (rules.getArg 0).getArgs.toList
    | none => false

def isMacro (kind : Name) : Bool :=
  kind == `Lean.Parser.Command.macro || kind == `Lean.Parser.Command.macro_rules

/-! ### Pieces of syntax -/

def runs (what : String) : Option String :=
  some s!"'{what}' runs a program at elaboration time, which is not allowed in a proof"

def identRefusal (scope : Scope) (n : Name) : Option String :=
  match barredPart n with
  | some s => some s!"'{s}' is not allowed in a proof"
  | none =>
    if !scope.namesPrograms then none
    else match anyProgram scope.env (ResolveName.resolveGlobalName scope.env {} scope.ns scope.opens n) with
      | some c => some s!"'{nameText c}' is a program for elaboration time, which is not allowed in a proof"
      | none => none

def attributeRefusal (attr : Syntax) : Option String :=
  let name := firstToken attr
  if tagAttributes.contains (.str .anonymous name) then none
  else some s!"the attribute '{name}' is not among those a proof may give"

/-- Why a piece of syntax is refused, wherever it stands. -/
partial def pieceRefusal (scope : Scope) (stx : Syntax) : Option String :=
  match stx with
  | .missing => none
  | .atom _ v =>
    let word := .str .anonymous v
    if programWords.contains word then runs v
    else if compilerWords.contains word then some s!"'{v}' trusts the compiler, which is not allowed in a proof"
    else none
  | .ident _ _ n _ => identRefusal scope n
  | .node _ kind args =>
    if unsafeKinds.contains kind then some "'unsafe' is not allowed in a proof"
    else if programKinds.contains kind then runs (firstToken stx)
    else if isMacro kind && !onlyRewrites stx then
      some "a macro that is more than a quotation runs a program at elaboration time, which is not allowed in a proof"
    else if kind == `Lean.Parser.Term.attrInstance then
      match attributeRefusal (stx.getArg 1) with
      | some why => some why
      | none => among args.toList
    else if kind == `Lean.Parser.Term.set_option || kind == `Lean.Parser.Tactic.set_option || kind == `Lean.Parser.Command.set_option then
      match args.toList with
      | _ :: _ :: rest => among rest
      | _ => none
    else if kind.getRoot == `Aesop && atomAmong "tactic" args.toList then runs "tactic"
    else among args.toList
where
  among : List Syntax → Option String
    | [] => none
    | s :: rest => match pieceRefusal scope s with
      | some why => some why
      | none => among rest
  atomAmong (text : String) : List Syntax → Bool
    | [] => false
    | .atom _ v :: rest => v == text || atomAmong text rest
    | _ :: rest => atomAmong text rest

/-! ### Commands and tactics -/

def everywhere (check : Syntax → Option String) : List Syntax → Option String
  | [] => none
  | s :: rest => match check s with
    | some why => some why
    | none => everywhere check rest

/-- Why a command may not stand where it does, its parts aside. -/
partial def commandRefusal (stx : Syntax) : Option String :=
  let kind := stx.getKind
  if kind.getRoot == `Lean && !plainCommands.contains kind then
    some s!"the command '{firstToken stx}' is not among those a proof may hold"
  else if kind == `Lean.Parser.Command.in then
    match commandRefusal (stx.getArg 0) with
    | some why => some why
    | none => commandRefusal (stx.getArg 2)
  else if kind == `Lean.Parser.Command.mutual then everywhere commandRefusal (stx.getArg 1).getArgs.toList
  else if kind == `Lean.Parser.Command.attribute then everywhere attributeGiven (stx.getArg 2).getArgs.toList
  else none
where attributeGiven (stx : Syntax) : Option String :=
  if stx.isOfKind `Lean.Parser.Term.attrInstance then attributeRefusal (stx.getArg 1) else none

def Scope.within (scope : Scope) (stx : Syntax) : Scope :=
  if scope.namesPrograms then { scope with opens := openedIn scope.ns stx scope.opens } else scope

/-- Why a command is not elaborated, or none if it may be. -/
def refuseCommand (env : Environment) (ns : Name) (opens : List OpenDecl) (stx : Syntax) : Option String :=
  match commandRefusal stx with
  | some why => some why
  | none => pieceRefusal ((Scope.of env ns opens).within stx) stx

/-- Why a tactic is not run, or none if it may be. -/
def refuseTactic (env : Environment) (ns : Name) (opens : List OpenDecl) (stx : Syntax) : Option String :=
  pieceRefusal ((Scope.of env ns opens).within stx) stx

end ProofServer
end
