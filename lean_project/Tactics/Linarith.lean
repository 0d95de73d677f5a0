module
public meta import Tactics.LinearCombination
public meta import Tactics.Simplex

/-! `linarith` for the prelude: the combination that `linear_combination` needs, found by linear programming (`Simplex.lean`) among the
hypotheses `s ≤ 0`, `s < 0`, `s = 0`, the goal's negation and `-1 < 0`. -/

open Lean Meta Elab Tactic

public meta section
namespace Tactics.Linarith
open RingIdentity LinearCombination

/-- A relation times a positive rational. -/
def multiple (c : Carrier) (factor : Rat) (p : Relation) : TermElabM Relation := do
  if factor.num == 1 && factor.den == 1 then return p
  let positive ← c.constant true factor.num.natAbs factor.den
  let nonneg ← c.constant false factor.num.natAbs factor.den
  -- of this proof, because its numerals are literals
  let number ← match ← inferType nonneg with
    | .app _ number => pure number
    | _ => refuse "linarith: no number"
  match p.rel with
  | .eq => relation .eq (c.ringLemma "mul_eq" #[number, p.term, p.proof])
  | .le => relation .le (← c.orderLemma "mul_le" #[number, p.term, nonneg, p.proof])
  | .lt => relation .lt (← c.orderLemma "mul_lt" #[number, p.term, positive, p.proof])

def sumOfRelations (c : Carrier) : List Relation → Option Relation → TermElabM (Option Relation)
  | [], sum => return sum
  | p :: rest, none => sumOfRelations c rest (some p)
  | p :: rest, some sum => do sumOfRelations c rest (some (← c.add sum p))

/-- Between integers `s < 0` is `s + 1 ≤ 0`. -/
def strengthened (c : Carrier) (p : Relation) : MetaM Relation := do
  if !(p.rel matches .lt && c.type.isConstOf ``Int) then return p
  match ← inferType p.proof with
  | .app (.app _ term) zero => relation .le (.app (.app (.app (.const ``Int.add_one_le_of_lt []) term) zero) p.proof)
  | _ => return p

/-- A proof of a comparison as one of `a = b`, `a ≤ b`, `a < b`, to which negated ones are turned, with its type and sides. -/
def compared? (proof : Expr) : TermElabM (Option (Expr × Rel × Expr × Expr × Expr)) := do
  let type ← instantiateMVars (← inferType proof)
  if type.isAppOfArity ``Not 1 then
    match ← sides? type.appArg! with
    | some (.le, _) => return ← again (← attempt (mkAppM `lt_of_not_ge #[proof]))
    | some (.lt, _) => return ← again (← attempt (mkAppM `le_of_not_gt #[proof]))
    | _ => return none
  if !type.isApp then return none
  match ← sides? type with
  | some sides => return some (proof, sides)
  | none => return none
where
  again (turned : Option Expr) : TermElabM (Option (Expr × Rel × Expr × Expr × Expr)) := do
    let some proof := turned | return none
    match ← sides? (← instantiateMVars (← inferType proof)) with
    | some sides => return some (proof, sides)
    | none => return none

/-- `proof : a R b` as a relation. -/
def started (c : Carrier) (proof : Expr) (rel : Rel) (a b : Expr) : MetaM Relation := do
  match rel with
  | .eq => relation .eq (c.ringLemma "start_eq" #[a, b, proof])
  | .le => relation .le (← c.orderLemma "start_le" #[a, b, proof])
  | .lt => strengthened c (← relation .lt (← c.orderLemma "start_lt" #[a, b, proof]))

/-- The local hypotheses that are relations over the carrier. -/
def hypotheses (c : Carrier) : TermElabM (Array Relation) := do
  let mut found := #[]
  for f in ← visibleHypotheses do
    match ← compared? (.fvar f) with
    | some (proof, rel, carrier, a, b) => if carrier == c.type then found := found.push (← started c proof rel a b)
    | none => pure ()
  return found

/-- The casts of natural numbers in a term, seen through arithmetic. -/
partial def castsIn (e : Expr) (found : List Expr) : List Expr :=
  match e with
  | .mdata _ e => castsIn e found
  | .app (.app (.app (.const ``Nat.cast _) _) _) _ => if found.contains e then found else e :: found
  | .app (.app (.app (.const ``Neg.neg _) _) _) a => castsIn a found
  | .app (.app (.app (.app (.app (.app (.const head _) _) _) _) _) a) b => match head with
    | ``HAdd.hAdd | ``HSub.hSub | ``HMul.hMul | ``HDiv.hDiv => castsIn b (castsIn a found)
    | ``HPow.hPow => castsIn a found
    | _ => found
  | _ => found

/-- The squares in a term, as they stand there, each with what it is the square of. -/
partial def squaresIn (e : Expr) (found : List (Expr × Expr)) : List (Expr × Expr) :=
  match e with
  | .mdata _ e => squaresIn e found
  | .app (.app (.app (.const ``Neg.neg _) _) _) a => squaresIn a found
  | .app (.app (.app (.app (.app (.app (.const head _) _) _) _) _) a) b => match head with
    | ``HAdd.hAdd | ``HSub.hSub | ``HDiv.hDiv => squaresIn b (squaresIn a found)
    | ``HMul.hMul => add a (a == b) (squaresIn b (squaresIn a found))
    | ``HPow.hPow => add a (numeral? b == some 2) (squaresIn a found)
    | _ => found
  | _ => found
where
  add (a : Expr) (square : Bool) (found : List (Expr × Expr)) : List (Expr × Expr) :=
    if square && !known a found then (e, a) :: found else found
  known (a : Expr) : List (Expr × Expr) → Bool
    | [] => false
    | (_, b) :: rest => a == b || known a rest

/-- `0 ≤ a ^ 2` for squares that are in sight. -/
def squares (c : Carrier) : List (Expr × Expr) → Array Relation → TermElabM (Array Relation)
  | [], found => return found
  | (square, a) :: rest, found => do
    let lemma_ := match square.getAppFn with
      | .const ``HPow.hPow _ => `sq_nonneg
      | _ => `mul_self_nonneg
    let proof? ← attempt do started c (← mkAppM lemma_ #[a]) .le (← mkNumeral c.type 0) square
    squares c rest (match proof? with
      | some p => found.push p
      | none => found)

/-- `0 ≤ n` for casts of natural numbers. -/
def nonnegative (c : Carrier) : List Expr → Array Relation → TermElabM (Array Relation)
  | [], found => return found
  | e :: rest, found => do
    let proof? ← attempt do
      let some instances ← lemmaInstances `Nat.cast_nonneg c.type c.level | refuse "linarith: no order"
      let proof := mkAppN (mkAppN (.app (.const `Nat.cast_nonneg [c.level]) c.type) instances) #[e.appArg!]
      started c proof .le (← mkNumeral c.type 0) e
    nonnegative c rest (match proof? with
      | some p => found.push p
      | none => found)

/-- Products of all pairs. -/
def products (c : Carrier) : List Relation → Array Relation → TermElabM (Array Relation)
  | [], found => return found
  | p :: rest, found => do products c rest (← withEach p (p :: rest) found)
where
  withEach (p : Relation) : List Relation → Array Relation → TermElabM (Array Relation)
    | [], found => return found
    | q :: rest, found => do
      match p.rel, q.rel with
      | .eq, _ | _, .eq => withEach p rest found
      | .lt, .lt => withEach p rest (found.push (← relation .lt (← c.orderLemma "product_lt" #[p.term, q.term, p.proof, q.proof])))
      | _, _ =>
        let a ← c.weakened p
        let b ← c.weakened q
        withEach p rest (found.push (← relation .le (← c.orderLemma "product_le" #[a.term, b.term, a.proof, b.proof])))

/-- By which a contradiction's factors are multiplied, for whole ones do in a ring that is no field. -/
def commonDenominator : List (Nat × Rat) → Nat
  | [] => 1
  | (_, v) :: rest => Nat.lcm v.den (commonDenominator rest)

/-- The combination of relations that gives `a R b`, where it is `some`, or `0 < 0`. -/
def combined (c : Carrier) (relations : List Relation) (goal : Option (Rel × Expr × Expr)) : TermElabM (Bool × Relation) := do
  let mut s : Atoms := { type := c.type, inverses := true }
  let mut columns := #[]
  let mut owners := #[]
  for p in relations do
    let (t, s') := RingIdentity.read s p.term
    s := s'
    let poly := expand s.denominators.toList t
    columns := columns.push { poly, strict := p.rel matches .lt }
    owners := owners.push p
    if p.rel matches .eq then
      columns := columns.push { poly := times (mkRat (-1) 1) poly, strict := false }
      owners := owners.push { p with proof := c.ringLemma "neg_eq" #[p.term, p.proof] }
  columns := columns.push { poly := [([], mkRat (-1) 1)], strict := true }
  let negation := columns.size
  match goal with
  | some (rel, a, b) =>
    let (ta, s') := RingIdentity.read s a
    let (tb, s') := RingIdentity.read s' b
    s := s'
    columns := columns.push { poly := expand s.denominators.toList (.sub tb ta), strict := rel matches .le }
  | none => pure ()
  let some values := factors? columns.toList | refuse "linarith: no combination of the hypotheses proves the goal"
  let share := valueOf negation values
  let unit := if share.num == 0 then mkRat (commonDenominator values) 1 else Rat.inv share
  let mut terms := #[]
  let mut i := 0
  for p in owners.toList do
    let factor := Rat.mul unit (valueOf i values)
    if factor.num > 0 then
      let p ← match p.rel with
        | .eq => relation .eq p.proof
        | _ => pure p
      terms := terms.push (← multiple c factor p)
    i := i + 1
  match ← sumOfRelations c terms.toList none with
  | some p => return (share.num == 0, p)
  | none => return (share.num == 0, ← c.zero)

/-- A proof of `a R b`, or of `goal` by contradiction. -/
def proveOrder (c : Carrier) (relations : List Relation) (target : Expr) (goal : Option (Rel × Expr × Expr)) : TermElabM Expr := do
  let (contradictory, p) ← combined c relations goal
  match contradictory, goal with
  | false, some (rel, a, b) => c.finish rel a b p
  | _, _ =>
    let zero ← c.zero
    let absurd ← c.finish .lt zero.term zero.term p
    c.orderLemma "contradiction" #[target, absurd]

/-- The types that hypotheses compare, each once. -/
def comparedTypes : TermElabM (List Expr) := do
  let mut found := #[]
  for f in ← visibleHypotheses do
    match ← compared? (.fvar f) with
    | some (_, _, type, _, _) => if !found.toList.contains type then found := found.push type
    | none => pure ()
  return found.toList

/-- Prove a goal by what is known over one type. -/
def proveOver (pairs : Bool) (target type : Expr) (goal : Option (Rel × Expr × Expr)) : TermElabM Expr := do
  let c ← Carrier.of type
  if c.order.isNone then refuse "linarith: no order"
  let given ← hypotheses c
  let terms := match goal with
    | some (_, a, b) => castsIn a (castsIn b [])
    | none => []
  let given ← nonnegative c (castsOf given.toList terms) given
  let relations ← if pairs then do
      if given.size > 14 then refuse "linarith: too many hypotheses to multiply"
      let own := match goal with
        | some (_, a, b) => squaresIn a (squaresIn b [])
        | none => []
      products c given.toList (← squares c (squaresOf given.toList own) given)
    else pure given
  match goal with
  | some (.eq, a, b) =>
    let le ← proveOrder c relations.toList (← mkAppM ``LE.le #[a, b]) (some (.le, a, b))
    let ge ← proveOrder c relations.toList (← mkAppM ``LE.le #[b, a]) (some (.le, b, a))
    c.orderLemma "antisymmetric" #[a, b, le, ge]
  | _ => proveOrder c relations.toList target goal
where
  squaresOf : List Relation → List (Expr × Expr) → List (Expr × Expr)
    | [], found => found
    | p :: rest, found => squaresOf rest (squaresIn p.term found)
  castsOf : List Relation → List Expr → List Expr
    | [], found => found
    | p :: rest, found => castsOf rest (castsIn p.term found)

/-- Prove a goal by what is known over the first of some types that does. -/
def proveOverOne (pairs : Bool) (target : Expr) : List Expr → TermElabM Expr
  | [] => refuse "linarith: the hypotheses do not contradict each other"
  | type :: rest => do match ← attempt (proveOver pairs target type none) with
    | some proof => return proof
    | none => proveOverOne pairs target rest

def integers : Syntax := .node .none `preludeZifyAll #[.atom .none "zify_all"]

/-- Prove a goal by linear arithmetic, over products of pairs of hypotheses too if `pairs`; of natural numbers as integers. -/
partial def prove (pairs : Bool) (target : Expr) : TermElabM Expr := do
  if target.isAppOfArity ``Not 1 then return ← introduced
  let goal ← sides? target
  let types ← match goal with
    | some (_, type, _, _) => pure [type]
    | none => comparedTypes
  if types.contains (.const ``Nat []) then
    let goal ← mkFreshExprSyntheticOpaqueMVar target
    match ← runTactic integers [goal.mvarId!] with
    | [rest] =>
      let decl ← rest.getDecl
      let target ← instantiateMVars decl.type
      let proof ← within decl do match ← sides? target with
        | some (rel, type, a, b) => proveOver pairs target type (some (rel, a, b))
        | none => proveOverOne pairs target (← comparedTypes)
      if !(← rest.checkedAssign proof) then refuse "linarith: the proof does not fit the goal"
    | [] => pure ()
    | _ => refuse "linarith: more than one goal"
    return ← instantiateMVars goal
  match goal with
  | some (rel, type, a, b) => match ← attempt (proveOver pairs target type (some (rel, a, b))) with
    | some proof => return proof
    | none => proveOverOne pairs target (← comparedTypes)
  | none => proveOverOne pairs target types
where
  introduced : TermElabM Expr := do
    let goal ← mkFreshExprSyntheticOpaqueMVar target
    match ← runTactic (← `(tactic| intro)) [goal.mvarId!] with
    | [rest] =>
      let decl ← rest.getDecl
      let proof ← within decl (prove pairs (← instantiateMVars decl.type))
      if !(← rest.checkedAssign proof) then refuse "linarith: the proof does not fit the goal"
      instantiateMVars goal
    | _ => refuse "linarith: nothing to introduce"

def elabLinarith (_ : Syntax) : TacticM Unit := closing (prove false)
def elabNlinarith (_ : Syntax) : TacticM Unit := closing (prove true)

end Tactics.Linarith
end
