module
public meta import Tactics.RingIdentity

/-! `linear_combination` for the prelude, as Mathlib has it: the goal follows from a combination of relations by a ring identity.

A relation is brought to the form `s = 0`, `s ≤ 0` or `s < 0`.  Sums and multiples of such are such again (`Prelude/Certificates.lean`);
what is left of the goal `a R b` is `a - b - s = 0`, up to a constant for an order, and is proved without the goal's
hypotheses in sight. -/

open Lean Meta Elab Tactic

public meta section
namespace Tactics.LinearCombination
open RingIdentity

inductive Rel where
  | eq | le | lt

/-- A proof of `term = 0`, `term ≤ 0` or `term < 0`. -/
structure Relation where
  rel : Rel
  term : Expr
  proof : Expr

/-- The type that all is about, its universe, and its instances for the lemmas of rings, of ordered rings, of fields. -/
structure Carrier where
  /-- Whether a combination may multiply proofs, as that of `linear_combination'` may. -/
  products : Bool := false
  type : Expr
  level : Level
  ring : Array Expr
  order : Option (Array Expr)
  field : Option (Array Expr)

def lemmaName (s : String) : Name := .str `LinearCombination s

/-- Instances for the binders that follow the type's in the lemma's statement. -/
partial def instancesFor (type : Expr) (found : Array Expr) : MetaM (Option (Array Expr)) := do
  match type with
  | .forallE _ domain body .instImplicit =>
    match ← synthInstance? domain with
    | some instance_ => instancesFor (body.instantiate1 instance_) (found.push instance_)
    | none => return none
  | _ => return some found

def lemmaInstances (name : Name) (type : Expr) (level : Level) : MetaM (Option (Array Expr)) := do
  let info ← getConstInfo name
  match info.instantiateTypeLevelParams [level] with
  | .forallE _ _ body _ => instancesFor (body.instantiate1 type) #[]
  | _ => return none

def Carrier.of (type : Expr) : MetaM Carrier := do
  let level ← match ← whnf (← inferType type) with
    | .sort (.succ u) => pure u
    | _ => refuse m!"linear_combination: the goal is no relation between numbers"
  match ← lemmaInstances (lemmaName "start_eq") type level with
  | none => refuse m!"linear_combination: {type} is no commutative ring"
  | some ring =>
    let order ← lemmaInstances (lemmaName "start_le") type level
    return { type, level, ring, order, field := ← lemmaInstances `RingIdentity.eq_zero_of_field type level }

def Carrier.apply (c : Carrier) (name : String) (instances : Array Expr) (args : Array Expr) : Expr :=
  mkAppN (mkAppN (.app (.const (lemmaName name) [c.level]) c.type) instances) args

def Carrier.ringLemma (c : Carrier) (name : String) (args : Array Expr) : Expr := c.apply name c.ring args

def Carrier.orderLemma (c : Carrier) (name : String) (args : Array Expr) : MetaM Expr :=
  match c.order with
  | some instances => return c.apply name instances args
  | none => refuse m!"linear_combination: {c.type} is not ordered"

/-- The relation that `proof : s R 0` proves, `s` read off its type. -/
def relation (rel : Rel) (proof : Expr) : MetaM Relation := do
  match ← inferType proof with
  | .app (.app _ term) _ => return { rel, term, proof }
  | _ => refuse m!"linear_combination: no relation"

/-- Both sides of a relation over the type, as `(R, a, b)` for `a R b`. -/
def sides? (prop : Expr) : MetaM (Option (Rel × Expr × Expr × Expr)) := do
  let prop ← whnfR (← instantiateMVars prop)
  match prop with
  | .app (.app (.app (.const ``Eq _) type) a) b => return some (.eq, type, a, b)
  | .app (.app (.app (.app (.const ``LE.le _) type) _) a) b => return some (.le, type, a, b)
  | .app (.app (.app (.app (.const ``LT.lt _) type) _) a) b => return some (.lt, type, a, b)
  | _ => return none

def elaborated (stx : Syntax) : TermElabM Expr := do
  let e ← Term.elabTerm stx none
  Term.synthesizeSyntheticMVarsNoPostponing
  instantiateMVars e

/-- The term that `stx` is over the carrier. -/
def Carrier.elabTerm (c : Carrier) (stx : Syntax) : TermElabM Expr := do
  let e ← Term.elabTermEnsuringType stx c.type
  Term.synthesizeSyntheticMVarsNoPostponing
  instantiateMVars e

/-- Run a tactic on a goal that it has to prove. -/
def runOn (tactic : Syntax) (goal : MVarId) : TermElabM Unit := do
  match ← runTactic tactic [goal] with
  | [] => return
  | _ => refuse "unsolved goals"

/-- A proof of `prop` by a tactic, if it finds one. -/
def proofBy? (tactic : Syntax) (prop : Expr) : TermElabM (Option Expr) :=
  attempt do
    let goal ← mkFreshExprSyntheticOpaqueMVar prop
    runOn tactic goal.mvarId!
    instantiateMVars goal

/-- A tactic that is one word. -/
def word (kind : Name) (text : String) : Syntax := .node .none kind #[.atom .none text]

def positivity : Syntax := .node .none `preludePositivity #[.atom .none "positivity", .node .none `null #[]]

def Carrier.zero (c : Carrier) : MetaM Relation := relation .eq (c.ringLemma "zero_eq" #[])

/-- Whether a term is 0 as a polynomial in its atoms. -/
def Carrier.polynomial (c : Carrier) (term : RingTerm) (atoms : Atoms) : Verdict :=
  let field := match c.field with
    | some instances => match instances.toList with
      | [field, cancel] => some (field, cancel)
      | _ => none
    | none => none
  RingIdentity.decide term atoms c.level (c.ring[0]?.getD c.type) field

/-- A proof of an equation by polynomials, and, where there is none, whether an atom holds arithmetic that is not read. -/
def byPolynomials (prop : Expr) : TermElabM (Option Expr × Bool) := do
  let some (.eq, type, a, b) ← sides? prop | return (none, true)
  let some c ← attempt (Carrier.of type) | return (none, true)
  let zero ← c.zero
  let (ta, s) := RingIdentity.read { type } a
  let (tb, s) := RingIdentity.read s b
  let (tz, s) := RingIdentity.read s zero.term
  match c.polynomial (.sub (.sub ta tb) tz) s with
  | .proof e => return (some (.app (c.ringLemma "end_eq" #[a, b, zero.term, zero.proof]) e), false)
  | _ => return (none, s.mixed)

/-- A proof of the identity, made where no hypothesis that is a proof is in sight: with quotients as products with inverses of atoms
and powers taken apart, and, where there is more that polynomials do not hold, by `grind`. -/
def proveIdentity (prop : Expr) : TermElabM Expr := do
  let goal ← mkFreshExprSyntheticOpaqueMVar prop
  let mut proofs := #[]
  for f in (← getLCtx).getFVarIds.toList do
    if ← Meta.isProof (.fvar f) then proofs := proofs.push f
  -- quotients by numerals stay such
  let left ← runTactic (← `(tactic| (
    try simp only [$(mkIdent `div_eq_mul_inv):ident, $(mkIdent `mul_inv):ident, $(mkIdent `inv_inv):ident,
      $(mkIdent `inv_neg):ident, ← $(mkIdent `inv_pow):ident, $(mkIdent `pow_add):ident, $(mkIdent `mul_pow):ident,
      $(mkIdent `one_mul):ident, $(mkIdent `one_pow):ident]
    try simp only [$(mkIdent `LinearCombination.inv_numeral):ident]))) [← goal.mvarId!.tryClearMany proofs]
  for g in left do
    let decl ← g.getDecl
    match ← within decl (do byPolynomials (← instantiateMVars decl.type)) with
    | (some proof, _) => if !(← g.checkedAssign proof) then refuse "ring: the proof does not fit"
    | (none, true) => runOn (← `(tactic| grind)) g
    | (none, false) => refuse "ring: no identity of rings"
  instantiateMVars goal

/-- A proof of `term = 0`, which `prop` says. -/
def Carrier.identity (c : Carrier) (term : RingTerm) (atoms : Atoms) (prop : MetaM Expr) : TermElabM Expr := do
  match c.polynomial term atoms with
  | .proof e => return e
  | .tooLarge => refuse "linear_combination: the identity that is left is too large"
  | .false =>
    if atoms.mixed then proveIdentity (← prop)
    else refuse "linear_combination: what is left is no identity of rings"

/-- The proposition that the last argument of a lemma is a proof of. -/
def lastPremise (e : Expr) : MetaM Expr := do
  match ← inferType e with
  | .forallE _ d _ _ => return d
  | _ => refuse "linear_combination: no premise is left"

/-- A relation with `≤` in place of `=` or `<`. -/
def Carrier.weakened (c : Carrier) (p : Relation) : MetaM Relation := do
  match p.rel with
  | .eq => return { p with rel := .le, proof := ← c.orderLemma "le_of_eq" #[p.term, p.proof] }
  | .lt => return { p with rel := .le, proof := ← c.orderLemma "le_of_lt" #[p.term, p.proof] }
  | .le => return p

/-- The sum of two relations. -/
def Carrier.add (c : Carrier) (p q : Relation) : MetaM Relation := do
  match p.rel, q.rel with
  | .eq, .eq => relation .eq (c.ringLemma "add_eq" #[p.term, q.term, p.proof, q.proof])
  | .lt, _ =>
    let q ← c.weakened q
    relation .lt (← c.orderLemma "add_lt_le" #[p.term, q.term, p.proof, q.proof])
  | _, .lt =>
    let p ← c.weakened p
    relation .lt (← c.orderLemma "add_le_lt" #[p.term, q.term, p.proof, q.proof])
  | _, _ =>
    let p ← c.weakened p
    let q ← c.weakened q
    relation .le (← c.orderLemma "add_le_le" #[p.term, q.term, p.proof, q.proof])

/-- A proof of `0 ≤ p / q` or, if `strict`, of `0 < p / q`. -/
def Carrier.constant (c : Carrier) (strict : Bool) (p q : Nat) : MetaM Expr := do
  let nat (n : Nat) : Expr := .lit (.natVal n)
  if q == 1 then
    if strict then c.orderLemma "nat_pos" #[nat (p - 1)] else c.orderLemma "nat_nonneg" #[nat p]
  else
    let name := if strict then "rat_pos" else "rat_nonneg"
    let some instances ← lemmaInstances (lemmaName name) c.type c.level | refuse "linear_combination: no field"
    return c.apply name instances (if strict then #[nat (p - 1), nat (q - 1)] else #[nat p, nat q])

/-- A proof of `a R b` from a relation that differs from it by an identity and a constant. -/
def Carrier.finish (c : Carrier) (rel : Rel) (a b : Expr) (p : Relation) : TermElabM Expr := do
  let (ta, s) := RingIdentity.read { type := c.type } a
  let (tb, s) := RingIdentity.read s b
  let (ts, s) := RingIdentity.read s p.term
  let term := RingTerm.sub (.sub ta tb) ts
  match rel, p.rel with
  | .eq, .eq =>
    let e := c.ringLemma "end_eq" #[a, b, p.term, p.proof]
    return .app e (← c.identity term s (lastPremise e))
  | .eq, _ => refuse "linear_combination: an equation does not follow from an inequality"
  | .le, _ => ordered "end_le_le" false (← c.weakened p) term s
  | .lt, .lt => ordered "end_lt_lt" false p term s
  | .lt, _ => ordered "end_lt_le" true (← c.weakened p) term s
where
  ordered (name : String) (strict : Bool) (p : Relation) (term : RingTerm) (s : Atoms) : TermElabM Expr := do
    let (m, q) := term.constant s.denominators.toList
    if m > 0 || (strict && m == 0) then refuse "linear_combination: the constant that is left has the wrong sign"
    let positive ← c.constant strict m.natAbs q
    let constant ← match ← inferType positive with
      | .app _ constant => pure constant
      | _ => refuse "linear_combination: no constant"
    let (tc, s) := if q == 1 then (RingTerm.num m.natAbs, s) else s.over (.num m.natAbs) q
    let e ← c.orderLemma name #[a, b, constant, p.term, p.proof, positive]
    return .app e (← c.identity (.add term tc) s (lastPremise e))

/-- A proof that `factor` is positive or nonnegative: by evaluation for a number, else by `positivity`. -/
def Carrier.sign? (c : Carrier) (rel : Rel) (factor : Expr) : TermElabM (Option Expr) := do
  let zero ← c.zero
  match ← attempt (c.finish rel zero.term factor zero) with
  | some e => return some e
  | none =>
    let name := match rel with
      | .lt => ``LT.lt
      | _ => ``LE.le
    proofBy? positivity (← mkAppM name #[zero.term, factor])

/-- `factor` times a relation; over an order the factor must be seen to be nonnegative. -/
def Carrier.scale (c : Carrier) (factor : Expr) (p : Relation) : TermElabM Relation := do
  match p.rel with
  | .eq => relation .eq (c.ringLemma "mul_eq" #[factor, p.term, p.proof])
  | .lt => match ← c.sign? .lt factor with
    | some positive => relation .lt (← c.orderLemma "mul_lt" #[factor, p.term, positive, p.proof])
    | none => nonstrict (← c.weakened p)
  | .le => nonstrict p
where
  nonstrict (p : Relation) : TermElabM Relation := do
    match ← c.sign? .le factor with
    | some nonneg => relation .le (← c.orderLemma "mul_le" #[factor, p.term, nonneg, p.proof])
    | none => refuse m!"linear_combination: nothing shows that 0 ≤ {factor}"

/-- The relation that a combination proves; `none` for a term, which as an equation with itself adds nothing. -/
partial def Carrier.combine (c : Carrier) (stx : Syntax) : TermElabM (Option Relation) := do
  let args := stx.getArgs
  match stx.getKind, args.toList with
  | ``Lean.Parser.Term.paren, [_, e, _] => c.combine e
  | `«term_+_», [l, _, r] => match ← c.combine l, ← c.combine r with
    | some p, some q => return some (← c.add p q)
    | some p, none | none, some p => return some p
    | none, none => return none
  | `«term_-_», [l, _, r] => match ← c.combine l, ← c.combine r with
    | p, none => return p
    | none, some q => return some (← negated q)
    | some p, some q => return some (← c.add p (← negated q))
  | `«term-_», [_, e] => match ← c.combine e with
    | some p => return some (← negated p)
    | none => return none
  | `«term_*_», [l, _, r] => match ← c.combine l, ← c.combine r with
    | some p, none => return some (← c.scale (← c.elabTerm r) p)
    | none, some q => return some (← c.scale (← c.elabTerm l) q)
    | none, none => return none
    | some p, some q =>
      if !c.products then refuse "linear_combination: a product of two proofs"
      match p.rel, q.rel with
      | .eq, .eq => return some (← multiplied p q)
      | _, _ => refuse "linear_combination: a product of inequalities"
  | `«term_/_», [l, _, r] => match ← c.combine l, ← c.combine r with
    | some p, none => return some (← c.scale (← c.elabTerm (← `(1 / $(⟨r⟩)))) p)
    | none, none => return none
    | _, _ => refuse "linear_combination: a division by a proof"
  | kind, _ =>
    if kind == `num || kind == `scientific then return none
    match ← attempt (leaf stx) with
    | some p => return p
    | none => return none
where
  /-- `stx` as a proof of a relation; fails where it is a term, so that this leaves no trace. -/
  leaf (stx : Syntax) : TermElabM Relation := do
    let e ← Term.elabTerm stx none
    -- a lemma's type may be left open, as that of `Complex.I_sq` is
    if let some (_, type, _, _) ← sides? (← inferType e) then
      if type.isMVar then let _ ← isDefEq type c.type
    Term.synthesizeSyntheticMVarsNoPostponing
    let e ← instantiateMVars e
    match ← sides? (← inferType e) with
    | some (rel, _, a, b) => match rel with
      | .eq => relation .eq (c.ringLemma "start_eq" #[a, b, e])
      | .le => relation .le (← c.orderLemma "start_le" #[a, b, e])
      | .lt => relation .lt (← c.orderLemma "start_lt" #[a, b, e])
    | none => refuse "no relation"
  /-- From `a - b = 0` and `c - d = 0`, `a * c - b * d = 0`. -/
  multiplied (p q : Relation) : MetaM Relation := do
    let sides (r : Relation) : MetaM (Expr × Expr × Expr) := do
      match r.term with
      | .app (.app (.app (.app (.app (.app (.const ``HSub.hSub _) _) _) _) _) a) b => return (a, b, r.proof)
      | _ =>
        let zero ← c.zero
        return (r.term, zero.term, c.ringLemma "start_eq" #[r.term, zero.term, r.proof])
    let (a, b, h) ← sides p
    let (d, e, k) ← sides q
    relation .eq (c.ringLemma "product_eq" #[a, b, d, e, h, k])
  negated (p : Relation) : MetaM Relation := do
    match p.rel with
    | .eq => relation .eq (c.ringLemma "neg_eq" #[p.term, p.proof])
    | _ => refuse "linear_combination: an inequality cannot be negated"

/-- Prove the goal from the combination `stx`, of `(a - b) ^ exponent` where that is not 1. What is left of an equation is given to
`norm`, where there is one, and what this leaves of it is to be proved afterwards. -/
def prove (goal : Expr) (stx : Option Syntax) (exponent : Nat) (products : Bool) (norm : Option Syntax) (left : IO.Ref (List MVarId)) :
    TermElabM Expr := do
  let some (rel, type, a, b) ← sides? goal | refuse "linear_combination: the goal is no equation or inequality"
  let c := { ← Carrier.of type with products }
  let p ← match stx with
    | none => c.zero
    | some stx => match ← c.combine stx with
      | some p => pure p
      | none => c.zero
  if let some norm := norm then
    match rel, p.rel with
    | .eq, .eq =>
      let e ← if exponent == 1 then pure (c.ringLemma "end_eq" #[a, b, p.term, p.proof]) else do
        let some instances ← lemmaInstances (lemmaName "end_pow") type c.level | refuse "linear_combination: there may be nilpotents"
        pure (c.apply "end_pow" instances #[.lit (.natVal (exponent - 1)), a, b, p.term, p.proof])
      let premise ← mkFreshExprSyntheticOpaqueMVar (← lastPremise e)
      left.set (← runTactic norm [premise.mvarId!])
      return .app e (← instantiateMVars premise)
    | _, _ => refuse "linear_combination: (norm := …) is for equations"
  if exponent == 1 then c.finish rel a b p
  else match rel, p.rel with
    | .eq, .eq =>
      let some instances ← lemmaInstances (lemmaName "end_pow") type c.level | refuse "linear_combination: there may be nilpotents"
      let (ta, s) := RingIdentity.read { type } a
      let (tb, s) := RingIdentity.read s b
      let (ts, s) := RingIdentity.read s p.term
      let e := c.apply "end_pow" instances #[.lit (.natVal (exponent - 1)), a, b, p.term, p.proof]
      return .app e (← c.identity (.sub (.pow (.sub ta tb) exponent) ts) s (lastPremise e))
    | _, _ => refuse "linear_combination: an exponent is for equations"

/-- A goal about natural numbers becomes one about integers, with its hypotheses. -/
def toIntegers (ref : IO.Ref Tactic.State) : TermElabM Unit := do
  let goals := (← ref.get).goals
  let some goal ← firstOpen goals | return
  let decl ← goal.getDecl
  match ← within decl (do sides? decl.type) with
  | some (_, type, _, _) =>
    if !type.isConstOf ``Nat then return
    let found ← runTactic (word `preludeZifyAll "zify_all") [goal]
    ref.set { goals := replaced goal goals found }
  | none => return

def elabLinearCombination (products : Bool) (stx : Syntax) : TacticM Unit := fun ctx ref => do
  let exponent := match (stx.getArg 2).getArgs.toList with
    | [_, _, _, n, _] => (n.isNatLit?).getD 1
    | _ => 1
  let norm := match (stx.getArg 1).getArgs.toList with
    | [_, _, _, tactic, _] => some tactic
    | _ => none
  if !products && (stx.getArg 3).getNumArgs > 0 then toIntegers ref
  let goals := (← ref.get).goals
  let some goal ← firstOpen goals | refuse "no goals"
  let left ← IO.mkRef []
  closing (fun goal => prove goal (if (stx.getArg 3).getNumArgs == 0 then none else some ((stx.getArg 3).getArg 0)) exponent products norm left) ctx ref
  ref.set { goals := replaced goal goals (← left.get) }

/-- An identity over a type that is no commutative ring, such as that of natural numbers. -/
def elabIdentity (_ : Syntax) : TacticM Unit := closing fun goal => do
  match ← sides? goal with
  | some (.eq, type, _) =>
    if (← attempt (Carrier.of type)).isSome then refuse "ring: no identity of rings"
    proveIdentity goal
  | _ => refuse "ring: the goal is no equation"

end Tactics.LinearCombination
end
