module
public meta import Lean.Data.Json.Parser
public meta import Lean.Data.Json.Printer

/-! The protocol: one JSON object a line in, one a line out, the request's `id` in both.

A request may say by `theorem`, a number of the client's choice (0 if left out), whose states it is about: states are numbered
within their theorem, and `close` forgets them all.

Every answer line begins with `answerMark`, so that whatever else reaches standard output cannot be
mistaken for one.  An answer holds either `ok` or `error`; `us` is the time Lean itself took, in µs. -/

open Lean

public meta section
namespace ProofServer

def answerMark : String := "#prover "

/-- Everything a client can ask for. -/
inductive Request where
  /-- Say that the server lives, and how many states and theorems it holds. -/
  | ping
  /-- Open the theorem `name` (or the last one) of a Lean source.  `variables` is a `variable` command put
  before it (may be empty); binders of the names in `hide`, and instances over them, are not printed. -/
  | «open» (source : String) (name : Option String) (variables : String) (hide : Array String)
  /-- Run a tactic sequence in an earlier state. -/
  | tactic (state : Nat) (tactic : String) (heartbeats : Nat)
  /-- Tell a goal of a state, by its number from 0, as a term of at most `most` nodes (`Terms.lean`). -/
  | terms (state goal most : Nat)
  /-- Forget states. -/
  | release (states : Array Nat)
  /-- Forget a theorem with all its states. -/
  | close
  /-- Elaborate a source afresh, check the theorem `name` in the kernel, tell what it rests on, and compare
  its statement with that of the same name in `statement`, if given. -/
  | verify (source : String) (name : Option String) (variables : String) (statement : Option String)
      (heartbeats : Nat)
  /-- Elaborate the theorem `name` (or the last one) of a source with its proof, in which `sorry` may stand, and tell the holes. -/
  | sketch (source : String) (name : Option String) (variables : String) (hide : Array String)
  /-- The body that `text`, if it is a whole theorem, gives the theorem of a source. -/
  | body (source : String) (name : Option String) (variables text : String)
  /-- Open the hole number `hole` (from 0) of a sketch as a theorem of its own. -/
  | openHole (source : String) (name : Option String) (variables : String) (hide : Array String) (hole : Nat)
  /-- List theorems of the imported modules under `prefixes`, up to `limit` of them, from constant `offset`
  of module number `module` on. -/
  | library (prefixes : Array String) (module offset limit : Nat) (statements : Bool)
  /-- Open a theorem of the imported modules, to be proved from what precedes it. -/
  | openLibrary (name : String)

/-- What can go wrong with a request, as opposed to a tactic. -/
inductive Fault where
  /-- Not JSON, an unknown command, or a field missing. -/
  | request (message : String)
  /-- The Lean source holds what may not be elaborated. -/
  | refused (reason : String)
  /-- The Lean source does not parse. -/
  | parse (messages : Json)
  /-- The Lean source parses but does not elaborate. -/
  | elaboration (messages : Json)
  /-- No such state: released, or never made by this process. -/
  | unknownState (state : Nat)

/-- A name as written, without escapes. -/
def nameText : Name → String
  | .anonymous => ""
  | .str .anonymous s => s
  | .str p s => nameText p ++ "." ++ s
  | .num p n => nameText p ++ "." ++ toString n

/-- A name as Lean writes it: a part that is no identifier stands in `«»`, so that no two names look alike. -/
def shownName (n : Name) : String :=
  n.toString

def field (j : Json) (key : String) : Except String Json :=
  match j.getObjVal? key with
  | .ok v => .ok v
  | .error _ => .error s!"field '{key}' is missing"

def stringField (j : Json) (key : String) : Except String String := do
  match ← field j key with
  | .str s => .ok s
  | _ => .error s!"field '{key}' is not a string"

def optionalString (j : Json) (key : String) : Except String (Option String) :=
  match j.getObjVal? key with
  | .ok (.str s) => .ok (some s)
  | .ok .null | .error _ => .ok none
  | .ok _ => .error s!"field '{key}' is not a string"

def natField (j : Json) (key : String) (default? : Option Nat := none) : Except String Nat :=
  match j.getObjVal? key, default? with
  | .ok v, _ => match v.getNat? with
    | .ok n => .ok n
    | .error _ => .error s!"field '{key}' is not a natural number"
  | .error _, some n => .ok n
  | .error _, none => .error s!"field '{key}' is missing"

def arrayField (j : Json) (key : String) : Except String (Array Json) :=
  match j.getObjVal? key with
  | .ok (.arr a) => .ok a
  | .ok .null | .error _ => .ok #[]
  | .ok _ => .error s!"field '{key}' is not an array"

def boolField (j : Json) (key : String) (default : Bool) : Except String Bool :=
  match j.getObjVal? key with
  | .ok (.bool b) => .ok b
  | .ok .null | .error _ => .ok default
  | .ok _ => .error s!"field '{key}' is not true or false"

def strings (items : Array Json) : Except String (Array String) := do
  let mut out := #[]
  for i in items.toList do
    match i with
    | .str s => out := out.push s
    | _ => throw "expected an array of strings"
  return out

def nats (items : Array Json) : Except String (Array Nat) := do
  let mut out := #[]
  for i in items.toList do
    match i.getNat? with
    | .ok n => out := out.push n
    | .error _ => throw "expected an array of natural numbers"
  return out

def Request.ofJson (j : Json) : Except String Request := do
  match ← stringField j "cmd" with
  | "ping" => return .ping
  | "open" =>
    return .open (← stringField j "source") (← optionalString j "name")
      ((← optionalString j "variables").getD "") (← strings (← arrayField j "hide"))
  | "tactic" =>
    return .tactic (← natField j "state") (← stringField j "tactic") (← natField j "heartbeats" (some 0))
  | "terms" => return .terms (← natField j "state") (← natField j "goal" (some 0)) (← natField j "most" (some 4000))
  | "release" => return .release (← nats (← arrayField j "states"))
  | "close" => return .close
  | "verify" =>
    return .verify (← stringField j "source") (← optionalString j "name")
      ((← optionalString j "variables").getD "") (← optionalString j "statement")
      (← natField j "heartbeats" (some 0))
  | "sketch" =>
    return .sketch (← stringField j "source") (← optionalString j "name")
      ((← optionalString j "variables").getD "") (← strings (← arrayField j "hide"))
  | "body" =>
    return .body (← stringField j "source") (← optionalString j "name") ((← optionalString j "variables").getD "") (← stringField j "text")
  | "open_hole" =>
    return .openHole (← stringField j "source") (← optionalString j "name")
      ((← optionalString j "variables").getD "") (← strings (← arrayField j "hide")) (← natField j "hole")
  | "library" =>
    return .library (← strings (← arrayField j "prefixes")) (← natField j "module" (some 0)) (← natField j "offset" (some 0))
      (← natField j "limit" (some 500)) (← boolField j "statements" false)
  | "open_library" => return .openLibrary (← stringField j "name")
  | other => throw s!"unknown command '{other}'"

def Fault.toJson : Fault → Json
  | .request m => .mkObj [("kind", "request"), ("message", m)]
  | .refused why => .mkObj [("kind", "request"), ("message", why)]
  | .parse ms => .mkObj [("kind", "parse"), ("messages", ms)]
  | .elaboration ms => .mkObj [("kind", "elaboration"), ("messages", ms)]
  | .unknownState s => .mkObj [("kind", "unknown_state"), ("message", s!"there is no state {s}"), ("state", s)]

/-- One answer line. -/
def answerLine (id : Json) (us : Nat) : Except Fault Json → String
  | .ok v => answerMark ++ (Json.mkObj [("id", id), ("ok", v), ("us", us)]).compress
  | .error f => answerMark ++ (Json.mkObj [("id", id), ("error", f.toJson), ("us", us)]).compress

end ProofServer
end
