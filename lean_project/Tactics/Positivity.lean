module
public meta import Tactics.LinearCombination

/-! `positivity` for the prelude: goals `0 < e`, `0 ≤ e` and `e ≠ 0`, by the shape of `e`, as Mathlib has it.

What is known of the sign of a term comes from a lemma about its head symbol, whose premises are again about signs; from a
numeral's value; and from a hypothesis that bounds the very term by a number.  `table` holds the first. -/

open Lean Meta Elab Tactic

public meta section
namespace Tactics.Positivity
open RingIdentity LinearCombination

inductive Kind where
  | pos | nonneg | ne

/-- Proofs of `0 < e`, `0 ≤ e`, `e ≠ 0`, as far as they were found. -/
structure Signs where
  pos : Option Expr := none
  nonneg : Option Expr := none
  ne : Option Expr := none

inductive Shape where
  | lt | le | eq | ne

/-- A hypothesis `low < term`, `low ≤ term`, `term = low` or `term ≠ 0`, where `low` is not looked at. -/
structure Bound where
  shape : Shape
  low : Expr
  term : Expr
  proof : Expr

abbrev Memory := IO.Ref (List (Expr × Signs))

/-- Lemmas about head symbols that show `0 < e`, `0 ≤ e`, `e ≠ 0`. -/
structure Row where
  heads : List Name
  pos : List Name
  nonneg : List Name
  ne : List Name

def table : List Row := [
  ⟨[``HAdd.hAdd], [`add_pos_of_pos_of_nonneg, `add_pos_of_nonneg_of_pos], [`add_nonneg], []⟩,
  ⟨[``HMul.hMul], [`mul_pos], [`mul_nonneg, `mul_self_nonneg], [`mul_ne_zero]⟩,
  ⟨[``HDiv.hDiv], [`div_pos, `Positivity.int_div_self_pos], [`div_nonneg, `Int.ediv_nonneg], [`div_ne_zero]⟩,
  ⟨[``Inv.inv], [`inv_pos_of_pos], [`inv_nonneg_of_nonneg], [`inv_ne_zero]⟩,
  ⟨[``HPow.hPow],
    [`Positivity.pow_zero_pos, `pow_pos, `Even.pow_pos, `Positivity.zpow_zero_pos, `zpow_pos, `Even.zpow_pos, `Real.rpow_pos_of_pos, `Positivity.rpow_zero_pos],
    [`pow_nonneg, `Even.pow_nonneg, `zpow_nonneg, `Even.zpow_nonneg, `Real.rpow_nonneg],
    [`pow_ne_zero, `zpow_ne_zero]⟩,
  ⟨[``HSMul.hSMul], [`Positivity.zsmul_pos], [`Positivity.zsmul_nonneg], [`Positivity.zsmul_ne]⟩,
  ⟨[`abs], [`Positivity.abs_pos_of_ne], [`abs_nonneg], []⟩,
  ⟨[``Max.max], [`lt_max_of_lt_left, `lt_max_of_lt_right], [`le_max_of_le_left, `le_max_of_le_right], [`Positivity.max_ne]⟩,
  ⟨[``Min.min], [`lt_min], [`le_min], [`Positivity.min_ne]⟩,
  ⟨[``ite], [`Positivity.ite_pos], [`Positivity.ite_nonneg], [`Positivity.ite_ne]⟩,
  ⟨[``Nat.cast, ``NatCast.natCast, ``IntCast.intCast, ``Int.cast, `Rat.cast],
    [`Positivity.nat_cast_pos, `Positivity.nat_to_int_pos, `Positivity.int_cast_pos, `Positivity.rat_cast_pos],
    [`Nat.cast_nonneg, `Int.natCast_nonneg, `Positivity.int_cast_nonneg, `Positivity.rat_cast_nonneg],
    [`Positivity.nat_cast_ne, `Positivity.nat_to_int_ne, `Positivity.int_cast_ne, `Positivity.rat_cast_ne]⟩,
  ⟨[`Real.sqrt], [`Real.sqrt_pos_of_pos], [`Real.sqrt_nonneg], []⟩,
  ⟨[`Real.exp], [`Real.exp_pos], [], []⟩,
  ⟨[`Real.pi], [`Real.pi_pos], [], []⟩,
  ⟨[`NNReal.toReal], [], [`NNReal.coe_nonneg], []⟩,
  ⟨[`norm], [], [`Positivity.norm_real_nonneg, `Positivity.norm_complex_nonneg], []⟩,
  ⟨[`Finset.sum], [], [`Finset.sum_nonneg], []⟩,
  ⟨[`Finset.prod], [`Finset.prod_pos], [`Finset.prod_nonneg], []⟩,
  ⟨[``Nat.succ], [``Nat.succ_pos], [], []⟩,
  ⟨[`Nat.factorial], [`Nat.factorial_pos], [], []⟩,
  ⟨[`Nat.doubleFactorial], [`Nat.doubleFactorial_pos], [], []⟩,
  ⟨[``Nat.gcd], [`Nat.gcd_pos_of_pos_left, `Nat.gcd_pos_of_pos_right], [], []⟩,
  ⟨[``Nat.lcm], [`Nat.lcm_pos], [], []⟩,
  ⟨[``Int.gcd], [`Positivity.int_gcd_pos_left, `Positivity.int_gcd_pos_right], [], []⟩,
  ⟨[``Int.lcm], [`Positivity.int_lcm_pos], [], []⟩,
  ⟨[`Nat.sqrt], [`Positivity.nat_sqrt_pos], [], []⟩,
  ⟨[``Int.natAbs], [`Positivity.natAbs_pos], [], []⟩,
  ⟨[`Int.floor], [], [`Int.floor_nonneg_of_nonneg], []⟩,
  ⟨[`Int.ceil], [`Int.ceil_pos_of_pos], [`Int.ceil_nonneg], []⟩,
  ⟨[`Nat.ceil], [`Nat.ceil_pos_of_pos], [], []⟩,
  ⟨[`Int.fract], [], [`Int.fract_nonneg], []⟩,
  ⟨[`PNat.val], [`PNat.pos], [], []⟩,
  ⟨[``Rat.num], [`Positivity.num_pos], [`Positivity.num_nonneg], [`Positivity.num_ne]⟩,
  ⟨[``Rat.den], [`Rat.den_pos], [], []⟩]

def rowOf (head : Name) : List Row → Option Row
  | [] => none
  | row :: rest => if row.heads.contains head then some row else rowOf head rest

/-- The lemmas about a head symbol, those that show more first. -/
def lemmas (head : Name) : List (Kind × List Name) :=
  match rowOf head table with
  | some row => [(.pos, row.pos), (.nonneg, row.nonneg), (.ne, row.ne)]
  | none => []

def isZero (e : Expr) : Bool := numeral? e == some 0

/-- What a proposition says of the sign of which term. -/
partial def asked? (prop : Expr) : MetaM (Option (Kind × Expr)) := do
  let prop := prop.consumeMData
  if let some (a, b) := lastTwo? ``LT.lt 4 prop then return if isZero a then some (.pos, b) else none
  if let some (a, b) := lastTwo? ``LE.le 4 prop then return if isZero a then some (.nonneg, b) else none
  if let some (a, b) := lastTwo? ``GT.gt 4 prop then return if isZero b then some (.pos, a) else none
  if let some (a, b) := lastTwo? ``GE.ge 4 prop then return if isZero b then some (.nonneg, a) else none
  if let some (a, b) := lastTwo? ``Ne 3 prop then return unequal a b
  if prop.isAppOfArity ``Not 1 then
    if let some (a, b) := lastTwo? ``Eq 3 prop.appArg! then return unequal a b
  let reduced ← whnfR prop
  if reduced == prop then return none else asked? reduced
where
  unequal (a b : Expr) : Option (Kind × Expr) :=
    if isZero b then some (.ne, a) else if isZero a then some (.ne, b) else none

/-- A proof of `prop` from one of it, or of an inequality with its sides turned. -/
def turnedTo (prop proof : Expr) : MetaM Expr := do
  if ← isDefEq (← inferType proof) prop then return proof
  mkAppM ``Ne.symm #[proof]

/-- `0 < e`, `0 ≤ e` or `e ≠ 0`. -/
def claim (kind : Kind) (e : Expr) : MetaM Expr := do
  let zero ← mkNumeral (← inferType e) 0
  match kind with
  | .pos => mkAppM ``LT.lt #[zero, e]
  | .nonneg => mkAppM ``LE.le #[zero, e]
  | .ne => mkAppM ``Ne #[e, zero]

/-- The bounds that a proof of a proposition gives. -/
def boundsOf (prop proof : Expr) : TermElabM (List Bound) := do
  if let some (a, b) := lastTwo? ``LT.lt 4 prop then return [⟨.lt, a, b, proof⟩]
  if let some (b, a) := lastTwo? ``GT.gt 4 prop then return [⟨.lt, a, b, proof⟩]
  if let some (a, b) := lastTwo? ``LE.le 4 prop then return [⟨.le, a, b, proof⟩]
  if let some (b, a) := lastTwo? ``GE.ge 4 prop then return [⟨.le, a, b, proof⟩]
  if let some (a, b) := lastTwo? ``Eq 3 prop then
    match ← attempt (mkAppM ``Eq.symm #[proof]) with
    | some turned => return [⟨.eq, b, a, proof⟩, ⟨.eq, a, b, turned⟩]
    | none => return [⟨.eq, b, a, proof⟩]
  match ← asked? prop with
  | some (.ne, e) => match ← attempt (turnedTo (← claim .ne e) proof) with
    | some proof => return [⟨.ne, e, e, proof⟩]
    | none => return []
  | _ => return []

partial def boundsIn : List FVarId → List Bound → TermElabM (List Bound)
  | [], found => return found
  | f :: rest, found => do
    let type ← instantiateMVars (← inferType (.fvar f))
    boundsIn rest (joined (← boundsOf type (.fvar f)) found)
where joined : List Bound → List Bound → List Bound
  | [], found => found
  | b :: rest, found => b :: joined rest found

/-- What is known of the sign of a number that is written down. -/
def ofNumber (e : Expr) : TermElabM Signs := do
  let type ← whnfR (← inferType e)
  let integer := type.isConstOf ``Nat || type.isConstOf ``Int
  if integer && !e.hasFVar && !e.hasMVar then
    if let some pos ← decided (← claim .pos e) then return { pos }
    return { nonneg := ← decided (← claim .nonneg e), ne := ← decided (← claim .ne e) }
  let (_, atoms) := RingIdentity.read { type } e
  if atoms.atoms.size > 0 || integer then return {}
  match ← attempt (Carrier.of type) with
  | none => return {}
  | some c =>
    let zero ← c.zero
    if let some pos ← attempt (c.finish .lt zero.term e zero) then return { pos }
    if let some nonneg ← attempt (c.finish .le zero.term e zero) then return { nonneg }
    if let some negative ← attempt (c.finish .lt e zero.term zero) then return { ne := ← attempt (mkAppM `ne_of_lt #[negative]) }
    return {}
where
  decided (prop : Expr) : TermElabM (Option Expr) := attempt do
    let goal ← mkFreshExprSyntheticOpaqueMVar prop
    runOn (← `(tactic| decide)) goal.mvarId!
    instantiateMVars goal

/-- What else follows from what is known. -/
def completed (s : Signs) : TermElabM Signs := do
  let s ← match s.pos, s.nonneg, s.ne with
    | none, some nonneg, some ne => pure { s with pos := ← attempt (mkAppM `Positivity.pos_of_nonneg_of_ne #[nonneg, ne]) }
    | _, _, _ => pure s
  match s.pos with
  | none => return s
  | some pos =>
    let nonneg ← match s.nonneg with
      | some p => pure (some p)
      | none => attempt (mkAppM `le_of_lt #[pos])
    let ne ← match s.ne with
      | some p => pure (some p)
      | none => attempt (mkAppM `ne_of_gt #[pos])
    return { pos, nonneg, ne }

/-- Both together. -/
def Signs.or (s t : Signs) : Signs :=
  { pos := s.pos <|> t.pos, nonneg := s.nonneg <|> t.nonneg, ne := s.ne <|> t.ne }

/-- What a bound by a number says of its term. -/
def ofBound (b : Bound) : TermElabM Signs := do
  if b.shape matches .ne then return { ne := some b.proof }
  let s ← completed (← ofNumber b.low)
  match b.shape, s.pos, s.nonneg with
  | .eq, _, _ => return { pos := ← by_ `Positivity.pos_of_eq s.pos, nonneg := ← by_ `Positivity.nonneg_of_eq s.nonneg, ne := ← by_ `Positivity.ne_of_eq s.ne }
  | .lt, _, p => return { pos := ← by_ `Positivity.pos_of_lt p }
  | _, some p, _ => return { pos := ← by_ `Positivity.pos_of_le (some p) }
  | _, none, p => return { nonneg := ← by_ `Positivity.nonneg_of_le p }
where
  by_ (name : Name) (sign : Option Expr) : TermElabM (Option Expr) := do
    match sign with
    | some p => attempt (mkAppM name #[b.proof, p])
    | none => return none

partial def ofBounds (e : Expr) : List Bound → Signs → TermElabM Signs
  | [], s => return s
  | b :: rest, s => do
    if s.pos.isSome then return s
    if b.term == e then ofBounds e rest (s.or (← ofBound b)) else ofBounds e rest s

def recalled (e : Expr) : List (Expr × Signs) → Option Signs
  | [] => none
  | (t, s) :: rest => if t == e then some s else recalled e rest

def headName (e : Expr) : Name :=
  match e.getAppFn with
  | .const n _ => n
  | _ => .anonymous

mutual
/-- What is known of the sign of a term. -/
partial def signs (memory : Memory) (bounds : List Bound) (e : Expr) : TermElabM Signs := do
  if let some s := recalled e (← memory.get) then return s
  let mut s ← completed (← ofNumber e)
  if s.pos.isNone then s ← completed (s.or (← ofBounds e bounds {}))
  if s.pos.isNone then s ← completed (← byLemmas memory bounds e (lemmas (headName e)) s)
  if s.nonneg.isNone then
    if (← whnfR (← inferType e)).isConstOf ``Nat then s ← completed { s with nonneg := some (.app (.const ``Nat.zero_le []) e) }
  let found := s
  memory.modify ((e, found) :: ·)
  return found

partial def byLemmas (memory : Memory) (bounds : List Bound) (e : Expr) : List (Kind × List Name) → Signs → TermElabM Signs
  | [], s => return s
  | (kind, names) :: rest, s => do
    let s ← match kind with
      | .pos => if s.pos.isSome then pure s else do pure { s with pos := ← firstLemma memory bounds kind e names }
      | .nonneg => if s.nonneg.isSome then pure s else do pure { s with nonneg := ← firstLemma memory bounds kind e names }
      | .ne => if s.ne.isSome then pure s else do pure { s with ne := ← firstLemma memory bounds kind e names }
    byLemmas memory bounds e rest (← completed s)

partial def firstLemma (memory : Memory) (bounds : List Bound) (kind : Kind) (e : Expr) : List Name → TermElabM (Option Expr)
  | [] => return none
  | name :: rest => do
    match ← attempt (byLemma memory bounds kind e name) with
    | some proof => return some proof
    | none => firstLemma memory bounds kind e rest

/-- A proof by one lemma, its premises by their signs. -/
partial def byLemma (memory : Memory) (bounds : List Bound) (kind : Kind) (e : Expr) (name : Name) : TermElabM Expr := do
  let goal ← mkFreshExprSyntheticOpaqueMVar (← claim kind e)
  let premises ← goal.mvarId!.apply (← mkConstWithFreshMVarLevels name)
  for premise in premises do
    solve memory bounds premise
  instantiateMVars goal

/-- Prove a premise: a sign, for all elements of a set, or something to be decided. -/
partial def solve (memory : Memory) (bounds : List Bound) (goal : MVarId) : TermElabM Unit := do
  if ← goal.isAssigned then return
  let decl ← goal.getDecl
  let prop ← instantiateMVars decl.type
  if prop.isForall then
    let (found, inner) ← goal.introNP (binders prop)
    let inside ← inner.getDecl
    let known ← memory.get
    within inside do
      solve memory (← boundsIn found.toList bounds) inner
    memory.set known
  else
    let proof ← within decl do
      match ← asked? prop with
      | some (kind, e) =>
        let s ← signs memory bounds e
        let found := match kind with
          | .pos => s.pos
          | .nonneg => s.nonneg
          | .ne => s.ne
        match found with
        | some proof => pure proof
        | none => refuse "positivity: not seen"
      | none =>
        if prop.hasFVar then refuse "positivity: not seen"
        let side ← mkFreshExprSyntheticOpaqueMVar prop
        runOn (← `(tactic| decide)) side.mvarId!
        instantiateMVars side
    if !(← goal.checkedAssign (← within decl (turnedTo prop proof))) then refuse "positivity: failed"
where
  binders : Expr → Nat
    | .forallE _ _ body _ => binders body + 1
    | _ => 0
end

partial def givenBounds : List Syntax → List Bound → TermElabM (List Bound)
  | [], found => return found
  | stx :: rest, found => do
    if stx.isAtom then givenBounds rest found
    else
      let e ← elaborated stx
      let bounds ← boundsOf (← instantiateMVars (← inferType e)) e
      givenBounds rest (boundsIn.joined bounds found)

def elabPositivity (stx : Syntax) : TacticM Unit := closing fun target => do
  let some (kind, e) ← asked? target | refuse "positivity: the goal is not of the form 0 < a, 0 ≤ a or a ≠ 0"
  let terms := if (stx.getArg 1).getNumArgs == 0 then [] else ((stx.getArg 1).getArg 1).getArgs.toList
  let bounds ← boundsIn (← visibleHypotheses) (← givenBounds terms [])
  let memory ← IO.mkRef []
  let s ← signs memory bounds e
  let found := match kind with
    | .pos => s.pos
    | .nonneg => s.nonneg
    | .ne => s.ne
  match found with
  | some proof => turnedTo target proof
  | none => refuse m!"positivity: {e} is not seen to be {described kind}"
where
  described : Kind → String
    | .pos => "positive"
    | .nonneg => "nonnegative"
    | .ne => "nonzero"

end Tactics.Positivity
end
