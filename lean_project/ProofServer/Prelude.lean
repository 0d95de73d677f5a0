module
public meta import ProofServer.Source

/-! What is there before the first request: the command line, the imports, the prelude. -/

open Lean Elab

public meta section
namespace ProofServer

structure Options where
  paths : Array String := #[]
  imports : Array String := #[]
  preludes : Array String := #[]
  preludeImage : String := ""
  /-- Stems of files that are compiled modules. -/
  compiled : Array String := #[]
  /-- Save a snapshot of the process's memory instead of serving. -/
  snapshot : Bool := false

partial def Options.parse (o : Options) : List String → Except String Options
  | "--path" :: v :: rest => parse { o with paths := o.paths.push v } rest
  | "--import" :: v :: rest => parse { o with imports := o.imports.push v } rest
  | "--prelude" :: v :: rest => parse { o with preludes := o.preludes.push v } rest
  | "--prelude-image" :: v :: rest => parse { o with preludeImage := v } rest
  | "--compiled" :: v :: rest => parse { o with compiled := o.compiled.push v } rest
  | "--snapshot" :: rest => parse { o with snapshot := true } rest
  | [] => .ok o
  | other :: _ => .error s!"unknown argument '{other}'"

def Options.get (args : List String) : IO Options :=
  match Options.parse {} args with
  | .ok o => return o
  | .error e => throw (IO.userError e)

/-- Import the modules, from the given folders where there are any, else from where Lean looks by itself. -/
def Options.environment (o : Options) : IO Environment := do
  if o.paths.size > 0 then
    let mut paths := #[]
    for p in o.paths.toList do
      paths := paths.push (System.FilePath.mk p)
    searchPathRef.set paths.toList
  let mut imports := #[]
  for i in o.imports.toList do
    imports := imports.push { module := i.toName : Import }
  importModules imports {} 0 (loadExts := true)

/-- Elaborate the prelude's files on top of the imports. -/
def loadPrelude (state : Command.State) (files : Array String) : IO Command.State := do
  let mut state := state
  for file in files.toList do
    let (source, header) ← Source.start (← IO.FS.readFile file) file state (trusted := true)
    let (source, parseErrors) ← source.finish
    let mut errors := #[]
    for log in [header, source.state.messages, parseErrors.getD {}] do
      for m in log.toList do
        if m.severity matches .error then errors := errors.push (Json.str (← m.toString))
    if errors.size > 0 then
      throw (IO.userError s!"the prelude does not elaborate: {Json.compress (.arr errors)}")
    state := { source.state with messages := {} }
  return state

end ProofServer
end
