module
public meta import Tactics.Basic

/-! `interval_cases n` for the prelude: a goal for each value that the hypotheses leave to a natural number or an integer.

The bounds are what `omega` proves of the hypotheses, found by bisection; they need not stand there. -/

open Lean Meta Elab Tactic

public meta section
namespace Tactics.IntervalCases

/-- Bounds are sought up to this size. -/
def farthest : Nat := 1024

def omega : Syntax := .node .none `Lean.Parser.Tactic.omega #[.atom .none "omega",
  .node .none `Lean.Parser.Tactic.optConfig #[.node .none `null #[]]]

/-- A number as a term of the type. -/
def number (integer : Bool) (k : Int) : Expr :=
  let numeral (type : Name) (instance_ : Expr) : Expr :=
    mkAppN (.const ``OfNat.ofNat [0]) #[.const type [], .lit (.natVal k.natAbs), instance_]
  if integer then
    let n := numeral ``Int (.app (.const ``instOfNat []) (.lit (.natVal k.natAbs)))
    if k < 0 then mkAppN (.const ``Neg.neg [0]) #[.const ``Int [], .const ``Int.instNegInt [], n] else n
  else numeral ``Nat (.app (.const ``instOfNatNat []) (.lit (.natVal k.natAbs)))

def below (integer : Bool) (a b : Expr) : Expr :=
  if integer then mkAppN (.const ``LE.le [0]) #[.const ``Int [], .const ``Int.instLEInt [], a, b]
  else mkAppN (.const ``LE.le [0]) #[.const ``Nat [], .const ``instLENat [], a, b]

/-- A proof by `omega`, from all hypotheses. -/
def byOmega? (prop : Expr) : TermElabM (Option Expr) :=
  attempt do
    let goal ← mkFreshExprSyntheticOpaqueMVar prop
    match ← runTactic omega [goal.mvarId!] with
    | [] => instantiateMVars goal
    | _ => refuse "unsolved"

/-- The least of `k, k + 1, …, k + width` for which `holds`, which is monotone and true of the last. -/
partial def bisect (holds : Int → TermElabM Bool) (k : Int) (width : Nat) : TermElabM Int := do
  if width == 0 then return k
  let half := width / 2
  if ← holds (k + half) then bisect holds k half
  else bisect holds (k + half + 1) (width - half - 1)

/-- The least `k` in steps of doubling from `width` on for which `holds (start + k)`. -/
partial def double (holds : Int → TermElabM Bool) (start : Int) (width : Nat) : TermElabM (Option Nat) := do
  if ← holds (start + width) then return some width
  if width > farthest then return none
  double holds start (width * 4)

/-- The least `k ≥ start` for which `holds`. -/
def least? (holds : Int → TermElabM Bool) (start : Int) : TermElabM (Option Int) := do
  match ← double holds start 4 with
  | none => return none
  | some width => return some (← bisect holds start width)

/-- Bounds of `n`: the least `hi` with `n ≤ hi` and the greatest `lo` with `lo ≤ n`, as far as `omega` sees them. -/
def bounds? (integer : Bool) (n : Expr) : TermElabM (Option (Int × Int)) := do
  let atMost (k : Int) : TermElabM Bool := return (← byOmega? (below integer n (number integer k))).isSome
  let atLeast (k : Int) : TermElabM Bool := return (← byOmega? (below integer (number integer (-k)) n)).isSome
  if integer then
    let floor : Int := -(farthest * 4 : Nat)
    -- a first bound by doubling from 0, then downwards if 0 is one already
    let some hi ← least? atMost 0 | return none
    let hi ← if hi == 0 then bisect atMost floor floor.natAbs else pure hi
    let some lo ← least? atLeast 0 | return none
    let lo ← if lo == 0 then bisect atLeast floor floor.natAbs else pure lo
    return some (-lo, hi)
  else
    let some hi ← least? atMost 0 | return none
    -- lower bounds are sought as `-k` for `k` from `-hi` to 0, which always holds
    let lo ← bisect atLeast (-hi) hi.natAbs
    return some (-lo, hi)

def lower : Name := `interval_lower
def upper : Name := `interval_upper

def equals (integer : Bool) (a b : Expr) : Expr :=
  mkAppN (.const ``Eq [1]) #[.const (if integer then ``Int else ``Nat) [], a, b]

/-- The goals for the values of `n` from `k` to `hi`; `goal` has the hypotheses `low : k ≤ n` and `high : n ≤ hi`. -/
partial def split (integer : Bool) (n : Expr) (k hi : Int) (low high : FVarId) (goal : MVarId) (cases : Array MVarId) :
    TermElabM (Array MVarId) := do
  let decl ← goal.getDecl
  let (case, rest) ← within decl do
    if k > hi then
      let some absurd ← byOmega? (.const ``False []) | refuse "interval_cases: the bounds do not contradict each other"
      let proof := mkApp2 (.const ``False.elim [.zero]) decl.type absurd
      if !(← goal.checkedAssign proof) then refuse "interval_cases: failed"
      return (goal, goal)
    let now := number integer k
    let next := number integer (k + 1)
    let case ← mkFreshExprSyntheticOpaqueMVar (.forallE `h (equals integer n now) decl.type .default)
    let rest ← mkFreshExprSyntheticOpaqueMVar (.forallE lower (below integer next n) decl.type .default)
    let same := mkApp2 (.const ``Eq.refl [1]) (.const (if integer then ``Int else ``Nat) []) next
    let either := mkAppN (.const (if integer then `IntervalCases.int_step else `IntervalCases.nat_step) []) #[n, now, next, same, .fvar low]
    let proof := mkAppN (.const ``Or.elim []) #[equals integer n now, below integer next n, decl.type, either, case, rest]
    if !(← goal.checkedAssign proof) then refuse "interval_cases: failed"
    return (case.mvarId!, rest.mvarId!)
  if k > hi then return cases
  let (found, case) ← case.introNP 1
  let case ← (← case.clear low).clear high
  let cases := match found.toList with
    | [h] => do return cases.push (← subst case h)
    | _ => refuse "interval_cases: failed"
  let (found, rest) ← rest.introNP 1
  let rest ← rest.clear low
  match found.toList with
  | [low] => split integer n (k + 1) hi low high rest (← cases)
  | _ => refuse "interval_cases: failed"

def elabIntervalCases (stx : Syntax) : TacticM Unit := fun _ ref => do
  let goals := (← ref.get).goals
  let some goal ← firstOpen goals | refuse "no goals"
  let decl ← goal.getDecl
  let cases ← within decl do
    let n ← Term.elabTerm (stx.getArg 1) none
    let n ← instantiateMVars n
    let integer ← match ← instantiateMVars (← whnfR (← inferType n)) with
      | .const ``Int _ => pure true
      | .const ``Nat _ => pure false
      | _ => refuse "interval_cases: neither a natural number nor an integer"
    if let some absurd ← byOmega? (.const ``False []) then
      if !(← goal.checkedAssign (mkApp2 (.const ``False.elim [.zero]) decl.type absurd)) then refuse "interval_cases: failed"
      return #[]
    let some (lo, hi) ← bounds? integer n | refuse "interval_cases: no bounds were found"
    let some low ← byOmega? (below integer (number integer lo) n) | refuse "interval_cases: no lower bound"
    let some high ← byOmega? (below integer n (number integer hi)) | refuse "interval_cases: no upper bound"
    if !n.isFVar then refuse "interval_cases: no variable"
    let target := decl.type
    let inner ← mkFreshExprSyntheticOpaqueMVar (.forallE lower (← inferType low) (.forallE upper (← inferType high) target .default) .default)
    if !(← goal.checkedAssign (mkApp2 inner low high)) then refuse "interval_cases: failed"
    let (found, inner) ← inner.mvarId!.introNP 2
    match found.toList with
    | [low, high] => split integer n lo hi low high inner #[]
    | _ => refuse "interval_cases: failed"
  let mut left := cases.toList
  for g in goals do
    if g != goal then if !(← g.isAssignedOrDelayedAssigned) then left := pushed left g
  ref.set { goals := left }
where
  pushed : List MVarId → MVarId → List MVarId
    | [], g => [g]
    | a :: rest, g => a :: pushed rest g

end Tactics.IntervalCases
end
