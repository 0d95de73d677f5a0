module
public meta import Tactics.Linarith
public meta import Tactics.NormNum

/-! `ring_nf` for the prelude: each term of a commutative ring becomes a sum of monomials, each with its coefficient on the right, in
Mathlib's order: constants first, then by the first variable, its exponent, and so on.  Variables stand in the order in which they
first appear wherever the tactic looks. -/

open Lean Meta Elab Tactic

public meta section
namespace Tactics.RingNf
open RingIdentity LinearCombination Linarith

def allZero : List Nat → Bool
  | [] => true
  | e :: rest => e == 0 && allZero rest

/-- Whether a monomial, by its exponents, comes before another that differs from it. -/
def earlier : List Nat → List Nat → Bool
  | [], m => !allZero m
  | _ :: _, [] => false
  | a :: l, b :: m =>
    if a == b then earlier l m
    else if a == 0 then allZero l
    else if b == 0 then !allZero m
    else a < b

def inserted (t : List Nat × Rat) : Poly → Poly
  | [] => [t]
  | u :: p => if earlier t.1 u.1 then t :: u :: p else u :: inserted t p

def sorted : Poly → Poly
  | [] => []
  | t :: p => inserted t (sorted p)

/-- The factors of a monomial, as powers of atoms. -/
def factors (atoms : List Expr) (exponents : List Nat) : MetaM (List Expr) :=
  match atoms, exponents with
  | a :: atoms, e :: exponents => do
    let rest ← factors atoms exponents
    if e == 0 then return rest
    if e == 1 then return a :: rest
    return (← mkAppM ``HPow.hPow #[a, ← mkNumeral (.const ``Nat []) e]) :: rest
  | _, _ => return []

def productOf : List Expr → Expr → MetaM Expr
  | [], e => return e
  | f :: rest, e => do productOf rest (← mkAppM ``HMul.hMul #[e, f])

/-- The size of a monomial with its coefficient, without its sign. -/
def monomial (type : Expr) (atoms : List Expr) (exponents : List Nat) (c : Rat) : MetaM Expr := do
  let size := c.num.natAbs
  match ← factors atoms exponents with
  | [] => NormNum.numeralOf type size c.den
  | f :: rest =>
    let product ← productOf rest f
    if size == 1 && c.den == 1 then return product
    mkAppM ``HMul.hMul #[product, ← NormNum.numeralOf type size c.den]

def sumOf (type : Expr) (atoms : List Expr) : Poly → Option Expr → MetaM Expr
  | [], none => mkNumeral type 0
  | [], some e => return e
  | (m, c) :: p, sum => do
    let size ← monomial type atoms m c
    let next ← match sum with
      | none => if c.num < 0 then mkAppM ``Neg.neg #[size] else pure size
      | some e => mkAppM (if c.num < 0 then ``HSub.hSub else ``HAdd.hAdd) #[e, size]
    sumOf type atoms p (some next)

/-- A bound for the number of monomials. -/
def most : RingTerm → Nat
  | .num _ | .var _ => 1
  | .neg a | .div a _ => most a
  | .add a b | .sub a b => most a + most b
  | .mul a b => most a * most b
  | .pow a k => most a ^ k

/-- The atoms that were seen before, with their types. -/
abbrev Seen := IO.Ref (List (Expr × Array Expr))

def seenOf (type : Expr) : List (Expr × Array Expr) → Array Expr
  | [] => #[]
  | (t, atoms) :: rest => if t == type then atoms else seenOf type rest

/-- Whether something is subtracted or divided in a term: of natural numbers such a term is no polynomial. -/
def subtracts : Expr → Bool
  | .app f a => f.isConstOf ``HSub.hSub || f.isConstOf ``HDiv.hDiv || subtracts f || subtracts a
  | _ => false

/-- The normal form of a term of a commutative ring or of the natural numbers, with its proof. -/
def normal? (seen : Seen) (e : Expr) : TermElabM (Option Simp.Result) := do
  if !NormNum.arithmetic.contains (Positivity.headName e) then return none
  let type ← whnfR (← inferType e)
  let carrier ← if type.isConstOf ``Nat then pure none else attempt (Carrier.of type)
  if carrier.isNone && (!type.isConstOf ``Nat || subtracts e) then return none
  let (term, s) := RingIdentity.read { type, atoms := seenOf type (← seen.get) } e
  seen.modify ((type, s.atoms) :: ·)
  if most term > 500 then return none
  let normal ← sumOf type s.atoms.toList (sorted (expand s.denominators.toList term)) none
  if normal == e then return none
  let proof ← match carrier with
    | some c => NormNum.identity c e normal
    | none => proveIdentity (← mkEq e normal)
  return some { expr := normal, proof? := some proof }

def normalize (seen : Seen) : Simp.Simproc := fun e _ _ _ mc ms cc cs => do
  let term ← IO.mkRef ({} : Term.State)
  match ← attempt (normal? seen e) { errToSorry := false } term mc ms cc cs with
  | some (some result) => return .visit result
  | _ => return .continue none

/-- `ring_nf at location` -/
def elabRingNf (stx : Syntax) : TacticM Unit := fun tactic ref => do
  let seen ← IO.mkRef []
  NormNum.simpOnly NormNum.none_ (stx.getArg 1) (({} : Simp.Simprocs).addCore #[.star] `ring_nf false (.inl (normalize seen))) tactic ref

end Tactics.RingNf
end
