module
public meta import Init.Data.Rat.Basic
public meta import ProofServer.LinearCombination

/-! `linarith` for the prelude: the combination that `linear_combination` needs, found by linear programming.

Monomials are atoms.  The hypotheses `s ≤ 0`, `s < 0`, `s = 0`, the goal's negation and `-1 < 0` contradict each other if a
combination of them with nonnegative factors is 0 and the factors of strict ones add up to 1 (Motzkin's transposition theorem).
The first phase of the simplex method finds it, with Bland's rule, in exact rationals. -/

open Lean Meta Elab Tactic

public meta section
namespace ProofServer.Linarith
open RingIdentity LinearCombination

/-! ### Polynomials: coefficients by exponents, the greatest exponents first -/

abbrev Poly := List (List Nat × Rat)

/-- Whether exponents come before others. -/
def before : List Nat → List Nat → Bool
  | [], _ => false
  | _ :: _, [] => true
  | a :: l, b :: m => if a == b then before l m else b < a

def plus : Poly → Poly → Poly
  | [], q => q
  | p, [] => p
  | (m, a) :: p, (n, b) :: q =>
    if m == n then
      let rest := plus p q
      let c := Rat.add a b
      if c.num == 0 then rest else (m, c) :: rest
    else if before m n then (m, a) :: plus p ((n, b) :: q)
    else (n, b) :: plus ((m, a) :: p) q
termination_by p q => sizeOf p + sizeOf q

def times (c : Rat) : Poly → Poly
  | [] => []
  | (m, a) :: p => (m, Rat.mul c a) :: times c p

def joined : List Nat → List Nat → List Nat
  | [], m => m
  | l, [] => l
  | a :: l, b :: m => (a + b) :: joined l m

def shifted (n : List Nat) (c : Rat) : Poly → Poly
  | [] => []
  | (m, a) :: p => (joined n m, Rat.mul c a) :: shifted n c p

def product : Poly → Poly → Poly
  | [], _ => []
  | (m, a) :: p, q => plus (shifted m a q) (product p q)

def power (p : Poly) : Nat → Poly
  | 0 => [([], mkRat 1 1)]
  | k + 1 => product (power p k) p

/-- The exponents of one variable, without zeros at the end. -/
def single : Nat → List Nat
  | 0 => [1]
  | i + 1 => 0 :: single i

partial def expand (d : List Nat) : RingTerm → Poly
  | .num n => if n == 0 then [] else [([], mkRat n 1)]
  | .var i => [(single i, mkRat 1 1)]
  | .neg a => times (mkRat (-1) 1) (expand d a)
  | .add a b => plus (expand d a) (expand d b)
  | .sub a b => plus (expand d a) (times (mkRat (-1) 1) (expand d b))
  | .mul a b => product (expand d a) (expand d b)
  | .pow a k => power (expand d a) k
  | .div a j => times (mkRat 1 (RingIdentity.entry 1 d j)) (expand d a)

/-! ### The simplex method -/

abbrev Row := List Rat

def zero : Rat := mkRat 0 1
def one : Rat := mkRat 1 1

def nth : Row → Nat → Rat
  | [], _ => zero
  | a :: _, 0 => a
  | _ :: l, i + 1 => nth l i

def lastOf : Row → Rat
  | [] => zero
  | [a] => a
  | _ :: l => lastOf l

def scaledRow (c : Rat) : Row → Row
  | [] => []
  | a :: l => Rat.mul c a :: scaledRow c l

/-- `r - c * p` -/
def reduced (c : Rat) : Row → Row → Row
  | a :: r, b :: p => (if b.num == 0 then a else Rat.sub a (Rat.mul c b)) :: reduced c r p
  | r, _ => r

/-- The first column but the last with a positive entry. -/
def entering : Row → Nat → Option Nat
  | [], _ | [_], _ => none
  | a :: l, i => if a.num > 0 then some i else entering l (i + 1)

/-- The row to leave, as its basic variable, by least ratio and then least variable. -/
def leaving (j : Nat) : List (Nat × Row) → Option (Nat × Rat) → Option (Nat × Rat)
  | [], best => best
  | (v, row) :: rest, best =>
    let a := nth row j
    if a.num > 0 then
      let ratio := Rat.div (lastOf row) a
      match best with
      | none => leaving j rest (some (v, ratio))
      | some (w, least) =>
        let difference := (Rat.sub ratio least).num
        if difference < 0 || (difference == 0 && v < w) then leaving j rest (some (v, ratio)) else leaving j rest best
    else leaving j rest best

def rowOf (v : Nat) : List (Nat × Row) → Row
  | [] => []
  | (w, row) :: rest => if v == w then row else rowOf v rest

def pivoted (v j : Nat) (p : Row) : List (Nat × Row) → List (Nat × Row)
  | [] => []
  | (w, row) :: rest =>
    (if w == v then (j, p) else
      let c := nth row j
      (w, if c.num == 0 then row else reduced c row p)) :: pivoted v j p rest

/-- Values of the basic variables where the sum of the artificial ones is 0; `none` if it cannot be. -/
def solve (tableau : List (Nat × Row)) (objective : Row) : Nat → Option (List (Nat × Rat))
  | 0 => none
  | fuel + 1 =>
    if (lastOf objective).num == 0 then some (values tableau)
    else match entering objective 0 with
      | none => none
      | some j => match leaving j tableau none with
        | none => none
        | some (v, _) =>
          let row := rowOf v tableau
          let p := scaledRow (Rat.inv (nth row j)) row
          solve (pivoted v j p tableau) (reduced (nth objective j) objective p) fuel
where
  values : List (Nat × Row) → List (Nat × Rat)
    | [] => []
    | (v, row) :: rest => (v, lastOf row) :: values rest

/-! ### From hypotheses to a combination -/

/-- A column of the linear program: a relation's polynomial, with a sign, and whether it is strict. -/
structure Column where
  poly : Poly
  strict : Bool

def coefficient (m : List Nat) : Poly → Rat
  | [] => zero
  | (n, a) :: p => if m == n then a else coefficient m p

def monomials : List Column → List (List Nat) → List (List Nat)
  | [], found => found
  | c :: rest, found => monomials rest (among c.poly found)
where
  among : Poly → List (List Nat) → List (List Nat)
    | [], found => found
    | (m, _) :: p, found => among p (if found.contains m then found else m :: found)

def rowFor (m : List Nat) : List Column → Row
  | [] => [zero]
  | c :: rest => coefficient m c.poly :: rowFor m rest

def strictRow : List Column → Row
  | [] => [one]
  | c :: rest => (if c.strict then one else zero) :: strictRow rest

def addedRow : Row → Row → Row
  | a :: l, b :: m => Rat.add a b :: addedRow l m
  | l, _ => l

def rowsFor (columns : List Column) (count : Nat) : List (List Nat) → List (Nat × Row)
  | [] => [(count, strictRow columns)]
  | m :: rest => (count, rowFor m columns) :: rowsFor columns (count + 1) rest

def sumOf : List (Nat × Row) → Row → Row
  | [], s => s
  | (_, r) :: rest, s => sumOf rest (addedRow s r)

def zeroRow : List Column → Row
  | [] => [zero]
  | _ :: rest => zero :: zeroRow rest

/-- The factors of the columns, by their numbers, of a combination that contradicts itself. -/
def factors? (columns : List Column) : Option (List (Nat × Rat)) :=
  let rows := rowsFor columns columns.toArray.size (monomials columns [])
  solve rows (sumOf rows (zeroRow columns)) 300

def valueOf (i : Nat) : List (Nat × Rat) → Rat
  | [] => zero
  | (j, a) :: rest => if i == j then a else valueOf i rest

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
  match type with
  | .app (.const ``Not _) negated => match ← sides? negated with
    | some (.le, _) => again (← attempt (mkAppM `lt_of_not_ge #[proof]))
    | some (.lt, _) => again (← attempt (mkAppM `le_of_not_gt #[proof]))
    | _ => return none
  | .app .. => match ← sides? type with
    | some sides => return some (proof, sides)
    | none => return none
  | _ => return none
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
  match target with
  | .app (.const ``Not _) negated => return ← introduced negated
  | _ => pure ()
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
  introduced (_ : Expr) : TermElabM Expr := do
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

end ProofServer.Linarith
end
