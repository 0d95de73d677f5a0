module
public meta import Lean.Compiler.IR.CompilerM
public meta import ProofServer.Kernel
public meta import ProofServer.Prelude

/-! Images: the server and the tactics compiled, and the prelude elaborated, once at installation instead of at each start.

In the embedded build an imported module's interpreted code is found only under names of kernel constants,
and compiled modules keep the code of their auxiliary declarations (closed terms, lambdas, loops) in a file of
its own that is not read.  So an image gives every piece of code a constant to be found under — an opaque
`Unit`, of no use to any proof — and carries all of the code itself.

Run as `build --path DIR… --import MODULE… --prelude FILE… --prelude-image FILE --compiled STEM…`. -/

open Lean Elab

public meta section
namespace ProofServer

def preludeModule : Name := `PreludeImage

def codeEntries (data : ModuleData) : Array EnvExtensionEntry := Id.run do
  for (name, entries) in data.entries.toList do
    if name == ``IR.declMapExt then return entries
  return #[]

unsafe def codeNames (entries : List EnvExtensionEntry) (out : Array Name) : Array Name :=
  match entries with
  | [] => out
  | e :: rest =>
    let d : IR.Decl := unsafeCast e
    codeNames rest (out.push d.name)

/-- A module with the code of `code`, and a constant for each piece of it. -/
unsafe def withCode (data code : ModuleData) : ModuleData := Id.run do
  let mut known : NameSet := {}
  for n in data.constNames.toList do
    known := known.insert n
  let mut constNames := data.constNames
  let mut constants := data.constants
  for n in (codeNames (codeEntries code).toList #[]).toList do
    if !known.contains n then
      known := known.insert n
      let home : OpaqueVal :=
        { name := n, levelParams := [], type := .const ``Unit [], value := .const ``Unit.unit [], isUnsafe := false, all := [n] }
      constNames := constNames.push n
      constants := constants.push (.opaqueInfo home)
  let mut entries := #[]
  for (name, es) in data.entries.toList do
    entries := entries.push (name, if name == ``IR.declMapExt then codeEntries code else es)
  return { data with constNames, constants, entries }

/-- The axioms outside the allowed ones that anything in the prelude rests on. -/
def assumed (env base : Environment) (names : List Name) : Array Name := Id.run do
  let mut w : Walk := {}
  for n in names do
    w := walk env base false w n
  return forbidden w.axioms

/-- Those of `names` that rest on such axioms. -/
def assuming (env base : Environment) : List Name → Array Name → Array Name
  | [], found => found
  | n :: names, found => assuming env base names (if (assumed env base [n]).size > 0 then found.push n else found)

/-- Elaborate the prelude and save what it made; a prelude that assumes anything is refused. -/
unsafe def savePrelude (env : Environment) (files : Array String) (image : String) : IO Unit := do
  let state ← loadPrelude (Command.mkState (env.setMainModule preludeModule) {} {}) files
  let data ← mkModuleData state.env
  let bad := assumed state.env env data.constNames.toList
  if bad.size > 0 then
    throw (IO.userError s!"the prelude rests on {namesText bad}, in {namesText (assuming state.env env data.constNames.toList #[])}")
  saveModuleData image preludeModule (withCode data data)

/-- Join a compiled module, `STEM.olean` and `STEM.ir`, to `STEM.image`. -/
unsafe def saveCompiled (stem : String) : IO Unit := do
  let (data, _) ← readModuleData (stem ++ ".olean")
  let (code, _) ← readModuleData (stem ++ ".ir")
  saveModuleData (stem ++ ".image") ((System.FilePath.mk stem).fileName.getD stem).toName (withCode data code)

/-- The prelude's image first; the others once a line on standard input says that all has been compiled. -/
unsafe def build (args : List String) : IO Unit := do
  let options ← Options.get args
  savePrelude (← options.environment) options.preludes options.preludeImage
  let _ ← (← IO.getStdin).getLine
  for stem in options.compiled.toList do
    saveCompiled stem
  IO.println (answerMark ++ "built")

end ProofServer
end
