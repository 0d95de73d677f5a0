module
public meta import Tactics.NormNum

/-! Products and quotients as `field_simp` has them (`FieldSimp.lean`): powers of atoms, how they are written, what is known of their
signs, and why two quotients are the same.

Each term read has a proof that it is `n / d` for terms `n` and `d` without division.  That another quotient is the same is an
identity of rings, but for factors that were cancelled: each is not zero, or is a factor of what is left (`FieldSimp.balance`). -/

open Lean Meta Elab Tactic

public meta section
namespace Tactics.FieldSimp
open RingIdentity LinearCombination

/-- A power of an atom in a quotient: how often it stands above, and how often below. -/
structure Factor where
  index : Nat
  up : Nat
  down : Nat

def Factor.exponent (f : Factor) : Int := (f.up : Int) - (f.down : Int)

/-- A term `e` as it was read: `proof` is of `e = num / den`; the sign is in `num`. -/
structure Fraction where
  negative : Bool
  factors : List Factor
  num : Expr
  den : Expr
  proof : Expr

/-- What is kept while one call of the tactic runs. -/
structure Run where
  memory : Positivity.Memory
  bounds : List Positivity.Bound
  atoms : IO.Ref (Array Expr)
  /-- Atoms that were asked about, with the proofs that they are not zero. -/
  nonzero : IO.Ref (List (Nat × Option Expr))
  hints : Syntax

structure Context extends Run where
  carrier : Carrier
  /-- The normal form of what stands within an atom. -/
  inside : Expr → MetaM Simp.Result

/-! ### Lists of factors -/

partial def merged : List Factor → List Factor → List Factor
  | [], l => l
  | l, [] => l
  | f :: l, g :: m =>
    if f.index < g.index then f :: merged l (g :: m)
    else if g.index < f.index then g :: merged (f :: l) m
    else ⟨f.index, f.up + g.up, f.down + g.down⟩ :: merged l m

def turned : List Factor → List Factor
  | [] => []
  | f :: l => ⟨f.index, f.down, f.up⟩ :: turned l

def raised (k : Nat) : List Factor → List Factor
  | [] => []
  | f :: l => if k == 0 then [] else ⟨f.index, k * f.up, k * f.down⟩ :: raised k l

/-- The power of an atom as it is written: with exponent zero as `x / x`. -/
def written (index : Nat) (k : Int) : Factor :=
  if k > 0 then ⟨index, k.natAbs, 0⟩ else if k < 0 then ⟨index, 0, k.natAbs⟩ else ⟨index, 1, 1⟩

def ups : List Factor → List (Nat × Nat)
  | [] => []
  | f :: l => if f.up == 0 then ups l else (f.index, f.up) :: ups l

def downs (l : List Factor) : List (Nat × Nat) := ups (turned l)

def upOf (index : Nat) : List Factor → Nat
  | [] => 0
  | f :: l => if f.index == index then f.up else upOf index l

/-- By how much the powers above in one list exceed those in another. -/
def excess (m : List Factor) : List Factor → List (Nat × Nat)
  | [] => []
  | f :: l =>
    let more := f.up - upOf f.index m
    if more == 0 then excess m l else (f.index, more) :: excess m l

/-- One power less of an atom. -/
def lowered (index : Nat) : List (Nat × Nat) → List (Nat × Nat)
  | [] => []
  | (i, k) :: l => if i == index then (if k ≤ 1 then l else (i, k - 1) :: l) else (i, k) :: lowered index l

/-! ### Terms for products -/

def Context.atomAt (ctx : Context) (index : Nat) : MetaM Expr := do
  match (← ctx.atoms.get)[index]? with
  | some x => return x
  | none => refuse "field_simp: no such atom"

def positionOf (x : Expr) : List Expr → Nat → Option Nat
  | [], _ => none
  | y :: rest, i => if x == y then some i else positionOf x rest (i + 1)

def Context.indexOf (ctx : Context) (x : Expr) : MetaM Nat := do
  let known ← ctx.atoms.get
  match positionOf x known.toList 0 with
  | some i => return i
  | none =>
    ctx.atoms.set (known.push x)
    return known.size

def Context.number (ctx : Context) (n : Nat) : MetaM Expr := mkNumeral ctx.carrier.type n

def Context.power (ctx : Context) (p : Nat × Nat) : MetaM Expr := do
  let x ← ctx.atomAt p.1
  if p.2 == 1 then return x
  mkAppM ``HPow.hPow #[x, ← mkNumeral (.const ``Nat []) p.2]

def Context.productFrom (ctx : Context) (e : Expr) : List (Nat × Nat) → MetaM Expr
  | [] => return e
  | p :: rest => do ctx.productFrom (← mkAppM ``HMul.hMul #[e, ← ctx.power p]) rest

def Context.product (ctx : Context) : List (Nat × Nat) → MetaM Expr
  | [] => ctx.number 1
  | p :: rest => do ctx.productFrom (← ctx.power p) rest

/-- A quotient as it is written, with numerator and denominator, and a proof that it is theirs. -/
structure Written where
  num : Expr
  den : Expr
  value : Expr
  proof : Expr

def Context.write (ctx : Context) (negative : Bool) (l : List Factor) : MetaM Written := do
  let n ← ctx.product (ups l)
  let d ← ctx.product (downs l)
  let plain := match downs l with
    | [] => true
    | _ => false
  let num ← if negative then mkAppM ``Neg.neg #[n] else pure n
  if plain then return ⟨num, d, num, ← mkAppM (if negative then `FieldSimp.neg_over_one else `FieldSimp.over_one) #[n]⟩
  let quotient ← mkAppM ``HDiv.hDiv #[n, d]
  if negative then return ⟨num, d, ← mkAppM ``Neg.neg #[quotient], ← mkAppM `FieldSimp.neg_over #[n, d]⟩
  return ⟨num, d, quotient, ← mkEqRefl quotient⟩

/-! ### Signs of atoms -/

def simpWith (hints : Syntax) : Syntax :=
  NormNum.simpSyntax (.node .none ``Parser.Tactic.optConfig #[NormNum.none_]) NormNum.none_ hints NormNum.none_

/-- A proof of a sign of an atom: by its shape and the hypotheses, as a numeral, or by `simp` with what was given. -/
def Context.discharged? (ctx : Context) (kind : Positivity.Kind) (x : Expr) : TermElabM (Option Expr) := do
  let signs ← Positivity.signs ctx.memory ctx.bounds x
  let positive := match kind with
    | .pos => true
    | _ => false
  let found := if positive then signs.pos else signs.ne
  if found.isSome then return found
  if (numeral? x).isSome then
    if positive then return none
    match ← NormNum.comparison? (← mkEq x (← ctx.number 0)) with
    | some (false, proof) => return some proof
    | _ => return none
  if ctx.hints.getNumArgs == 0 && (x.isFVar || x.isAppOf ``HAdd.hAdd || x.isAppOf ``HSub.hSub) then return none
  proofBy? (simpWith ctx.hints) (← Positivity.claim kind x)

def recalled (index : Nat) : List (Nat × Option Expr) → Option (Option Expr)
  | [] => none
  | (i, found) :: rest => if i == index then some found else recalled index rest

def Context.nonzero? (ctx : Context) (index : Nat) : TermElabM (Option Expr) := do
  match recalled index (← ctx.nonzero.get) with
  | some found => return found
  | none =>
    let found ← ctx.discharged? .ne (← ctx.atomAt index)
    ctx.nonzero.modify ((index, found) :: ·)
    return found

def Context.isNonzero (ctx : Context) (index : Nat) : TermElabM Bool := return (← ctx.nonzero? index).isSome

def Context.isPositive (ctx : Context) (index : Nat) : TermElabM Bool :=
  return (← ctx.discharged? .pos (← ctx.atomAt index)).isSome

/-- A proof about a product from proofs about its atoms. -/
def Context.folded (one : Expr) (positive : Bool) (leaf : Nat → TermElabM Expr) : List (Nat × Nat) → TermElabM Expr
  | [] => return one
  | p :: rest => do more (← single p) rest
where
  single (p : Nat × Nat) : TermElabM Expr := do
    let proof ← leaf p.1
    if p.2 == 1 then return proof
    let k ← mkNumeral (.const ``Nat []) p.2
    if positive then mkAppM `pow_pos #[proof, k] else mkAppM `FieldSimp.pow_vanishes #[k, proof]
  more (proof : Expr) : List (Nat × Nat) → TermElabM Expr
    | [] => return proof
    | p :: rest => do more (← mkAppM (if positive then `mul_pos else `FieldSimp.mul_vanishes) #[proof, ← single p]) rest

/-- A proof that a product is zero only if `result` holds. -/
def Context.vanishes (ctx : Context) (result : Expr) (leaf : Nat → TermElabM Expr) (l : List (Nat × Nat)) : TermElabM Expr := do
  Context.folded (← mkAppM `FieldSimp.one_vanishes #[ctx.carrier.type, result]) false leaf l

/-- A proof that a product is positive, its atoms being so. -/
def Context.positive (ctx : Context) (l : List (Nat × Nat)) : TermElabM Expr := do
  Context.folded (← mkAppOptM `FieldSimp.one_pos #[ctx.carrier.type, none, none, none, none, none, none]) true leaf l
where
  leaf (index : Nat) : TermElabM Expr := do
    match ← ctx.discharged? .pos (← ctx.atomAt index) with
    | some proof => return proof
    | none => refuse "field_simp: a factor that may be negative"

/-! ### Quotients that are equal -/

/-- A quotient of products with its factors. -/
structure Side where
  negative : Bool
  factors : List Factor
  num : Expr
  den : Expr

def Context.isZero (ctx : Context) (e : Expr) : MetaM Expr := do mkEq e (← ctx.number 0)

def Context.eitherZero (ctx : Context) (s : Side) : MetaM Expr := do return mkOr (← ctx.isZero s.num) (← ctx.isZero s.den)

/-- Why numerator or denominator of a quotient are zero where an atom is. -/
def Context.zeroWith (ctx : Context) (s : Side) (index : Nat) : TermElabM Expr := do
  if let some ne ← ctx.nonzero? index then return ← mkAppM `FieldSimp.nonzero #[← ctx.eitherZero s, ne]
  let x ← ctx.atomAt index
  if upOf index s.factors > 0 then
    let rest ← ctx.product (lowered index (ups s.factors))
    let rest ← if s.negative then mkAppM ``Neg.neg #[rest] else pure rest
    mkAppM `FieldSimp.above #[s.den, ← NormNum.identity ctx.carrier s.num (← mkAppM ``HMul.hMul #[x, rest])]
  else
    let rest ← ctx.product (lowered index (downs s.factors))
    mkAppM `FieldSimp.below #[s.num, ← NormNum.identity ctx.carrier s.den (← mkAppM ``HMul.hMul #[x, rest])]

/-- A proof that the term read is another quotient with the same exponents. -/
def Context.balanced (ctx : Context) (f : Fraction) (s : Side) : TermElabM Expr := do
  if f.num == s.num && f.den == s.den then return f.proof
  let cancelled := excess s.factors f.factors
  let added := excess f.factors s.factors
  let raw : Side := ⟨f.negative, f.factors, f.num, f.den⟩
  let g ← ctx.product cancelled
  let h ← ctx.product added
  let hg ← ctx.vanishes (← ctx.eitherZero s) (ctx.zeroWith s) cancelled
  let hh ← ctx.vanishes (← ctx.eitherZero raw) (ctx.zeroWith raw) added
  let above ← NormNum.identity ctx.carrier (← mkAppM ``HMul.hMul #[f.num, h]) (← mkAppM ``HMul.hMul #[g, s.num])
  let below ← NormNum.identity ctx.carrier (← mkAppM ``HMul.hMul #[f.den, h]) (← mkAppM ``HMul.hMul #[g, s.den])
  mkAppM ``Eq.trans #[f.proof, ← mkAppM `FieldSimp.balance #[hg, hh, above, below]]

/-- What is left of a term beside a factor `p / q`: its value `t`, and a proof that the term is `p / q * t`. -/
def Context.piece (ctx : Context) (f : Fraction) (outer : List Factor) (p q : Expr) (inner : List Factor) : TermElabM (Expr × Expr) := do
  let w ← ctx.write f.negative inner
  let num ← mkAppM ``HMul.hMul #[p, w.num]
  let den ← mkAppM ``HMul.hMul #[q, w.den]
  let proof ← ctx.balanced f ⟨f.negative, merged outer inner, num, den⟩
  return (w.value, ← mkAppM `FieldSimp.piece #[proof, w.proof])

end Tactics.FieldSimp
end
