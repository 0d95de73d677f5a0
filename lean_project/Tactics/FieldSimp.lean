module
public meta import Tactics.Quotients

/-! `field_simp` for the prelude: a term of a field becomes one quotient of products, a relation between two such loses its
denominators, in Mathlib's normal form.

A term is read as a sign and powers of atoms, with exponents in `ℤ`; a numeral other than 1 is an atom like any other, and a sum is
its common factor times an atom for the rest.  Atoms stand in the order in which they first appear in the whole goal.  A power with
exponent zero is `x / x` until `x` is seen not to be zero: by a hypothesis, by its shape (`Positivity.lean`), or by `simp` with what
is given. -/

open Lean Meta Elab Tactic

public meta section
namespace Tactics.FieldSimp
open RingIdentity LinearCombination

/-- The factor that two products have in common, and what is left of each.  An atom of both goes into it, with the lesser exponent,
where `both` says so; a denominator of one alone, where `alone` does. -/
partial def Context.shared (ctx : Context) (both alone : Nat → TermElabM Bool) (l m : List Factor) :
    TermElabM (List Factor × List Factor × List Factor) := do
  match l, m with
  | [], [] => return ([], [], [])
  | f :: l', [] => left f l' []
  | [], g :: m' => right g [] m'
  | f :: l', g :: m' =>
    if f.index < g.index then left f l' m
    else if g.index < f.index then right g l m'
    else
      let (s, a, b) ← ctx.shared both alone l' m'
      let (i, j, k) := (f.index, f.exponent, g.exponent)
      if !(← both i) then return (s, written i j :: a, written i k :: b)
      let least := min j k
      return (written i least :: s, if j == least then a else written i (j - least) :: a, if k == least then b else written i (k - least) :: b)
where
  left (f : Factor) (l m : List Factor) : TermElabM (List Factor × List Factor × List Factor) := do
    let (s, a, b) ← ctx.shared both alone l m
    single f s a b
  right (g : Factor) (l m : List Factor) : TermElabM (List Factor × List Factor × List Factor) := do
    let (s, a, b) ← ctx.shared both alone l m
    let (s, b, a) ← single g s b a
    return (s, a, b)
  single (f : Factor) (s a b : List Factor) : TermElabM (List Factor × List Factor × List Factor) := do
    let (i, k) := (f.index, f.exponent)
    if k == 0 && (← ctx.isNonzero i) then return (s, a, b)
    if k < 0 && (← alone i) then return (written i k :: s, a, written i (-k) :: b)
    return (s, written i k :: a, b)

/-! ### Reading -/

def integer? (k : Expr) : Option Int :=
  match NormNum.normal? k with
  | some (p, 1) => some p
  | _ => none

def Context.atom (ctx : Context) (e : Expr) : TermElabM Fraction := do
  let mut x := e
  let mut found ← mkEqRefl e
  if e.isApp && (numeral? e).isNone then
    let inner ← ctx.inside e
    x := inner.expr
    found := inner.proof?.getD found
  let proof ← mkExpectedTypeHint found (← mkEq e x)
  return ⟨false, [⟨← ctx.indexOf x, 1, 0⟩], x, ← ctx.number 1, ← mkAppM `FieldSimp.atom #[proof]⟩

/-- Sum or difference: the common factor times an atom. -/
def Context.sum (ctx : Context) (operation rule : Name) (a b : Fraction) : TermElabM Fraction := do
  let (outer, l, r) ← ctx.shared (fun _ => return true) ctx.isNonzero a.factors b.factors
  let p ← ctx.product (ups outer)
  let q ← ctx.product (downs outer)
  let (t, ha) ← ctx.piece a outer p q l
  let (u, hb) ← ctx.piece b outer p q r
  let rest ← mkAppM operation #[t, u]
  let factors := merged outer [⟨← ctx.indexOf rest, 1, 0⟩]
  return ⟨false, factors, ← mkAppM ``HMul.hMul #[p, rest], q, ← mkAppM rule #[ha, hb]⟩

def Context.inverted (f : Fraction) : TermElabM Fraction := do
  let factors := turned f.factors
  if f.negative then
    return ⟨true, factors, ← mkAppM ``Neg.neg #[f.den], ← mkAppM ``Neg.neg #[f.num], ← mkAppM `FieldSimp.inv_neg #[f.proof]⟩
  return ⟨false, factors, f.den, f.num, ← mkAppM `FieldSimp.inv #[f.proof]⟩

def Context.quotient (a b : Fraction) : TermElabM Fraction := do
  let (n, d) ← if b.negative then pure (← mkAppM ``Neg.neg #[b.num], ← mkAppM ``Neg.neg #[b.den]) else pure (b.num, b.den)
  return ⟨a.negative != b.negative, merged a.factors (turned b.factors), ← mkAppM ``HMul.hMul #[a.num, d],
    ← mkAppM ``HMul.hMul #[a.den, n], ← mkAppM (if b.negative then `FieldSimp.div_neg else `FieldSimp.div) #[a.proof, b.proof]⟩

/-- A power with an exponent that is written down. -/
def Context.powered (f : Fraction) (e : Expr) (z : Int) (integer : Bool) : TermElabM Fraction := do
  let size := z.natAbs
  let k ← mkNumeral (.const ``Nat []) size
  let num ← mkAppM ``HPow.hPow #[f.num, k]
  let den ← mkAppM ``HPow.hPow #[f.den, k]
  let factors := raised size f.factors
  let negative := f.negative && size % 2 == 1
  if z ≥ 0 then
    let proof ← mkAppM (if integer then `FieldSimp.zpow else `FieldSimp.pow) #[k, f.proof]
    return ⟨negative, factors, num, den, ← hinted proof num den⟩
  if !negative then return ⟨false, turned factors, den, num, ← hinted (← mkAppM `FieldSimp.zpow_neg #[k, f.proof]) den num⟩
  let (n, d) := (← mkAppM ``Neg.neg #[den], ← mkAppM ``Neg.neg #[num])
  return ⟨true, turned factors, n, d, ← hinted (← mkAppM `FieldSimp.zpow_neg_odd #[k, f.proof]) n d⟩
where
  hinted (proof n d : Expr) : TermElabM Expr := do mkExpectedTypeHint proof (← mkEq e (← mkAppM ``HDiv.hDiv #[n, d]))

/-- Read a term of a field. -/
partial def Context.read (ctx : Context) (e : Expr) : TermElabM Fraction := do
  let e := e.consumeMData.headBeta
  if numeral? e == some 1 then return ⟨false, [], e, ← ctx.number 1, ← mkAppM `FieldSimp.atom #[← mkEqRefl e]⟩
  if e.isAppOfArity ``Neg.neg 3 then
    let f ← ctx.read e.appArg!
    return ⟨!f.negative, f.factors, ← mkAppM ``Neg.neg #[f.num], f.den, ← mkAppM `FieldSimp.neg #[f.proof]⟩
  if e.isAppOfArity ``Inv.inv 3 then return ← Context.inverted (← ctx.read e.appArg!)
  if !(e.isApp && e.appFn!.isApp) then return ← ctx.atom e
  let a := e.appFn!.appArg!
  let b := e.appArg!
  if e.isAppOfArity ``HMul.hMul 6 then
    let f ← ctx.read a
    let g ← ctx.read b
    return ⟨f.negative != g.negative, merged f.factors g.factors, ← mkAppM ``HMul.hMul #[f.num, g.num],
      ← mkAppM ``HMul.hMul #[f.den, g.den], ← mkAppM `FieldSimp.mul #[f.proof, g.proof]⟩
  if e.isAppOfArity ``HDiv.hDiv 6 then return ← Context.quotient (← ctx.read a) (← ctx.read b)
  if e.isAppOfArity ``HAdd.hAdd 6 then return ← ctx.sum ``HAdd.hAdd `FieldSimp.add (← ctx.read a) (← ctx.read b)
  if e.isAppOfArity ``HSub.hSub 6 then return ← ctx.sum ``HSub.hSub `FieldSimp.sub (← ctx.read a) (← ctx.read b)
  if e.isAppOfArity ``HPow.hPow 6 then
    let index ← inferType b
    match integer? b with
    | some k => if index.isConstOf ``Nat || index.isConstOf ``Int then return ← Context.powered (← ctx.read a) e k (index.isConstOf ``Int)
    | none => pure ()
  ctx.atom e

/-! ### Steps of `simp` -/

def Context.withoutOnes (ctx : Context) : List Factor → TermElabM (List Factor)
  | [] => return []
  | f :: l => do
    let rest ← ctx.withoutOnes l
    if f.exponent == 0 && (← ctx.isNonzero f.index) then return rest
    return written f.index f.exponent :: rest

/-- A term as a quotient, if it is not yet one. -/
def Context.term? (ctx : Context) (e : Expr) : TermElabM (Option Simp.Result) := do
  let f ← ctx.read e
  let l ← ctx.withoutOnes f.factors
  let w ← ctx.write f.negative l
  if w.value == e then return none
  let proof ← mkAppM ``Eq.trans #[← ctx.balanced f ⟨f.negative, l, w.num, w.den⟩, w.proof]
  return some { expr := w.value, proof? := some (← mkExpectedTypeHint proof (← mkEq e w.value)) }

/-- A relation without the factors of both sides that are seen not to be zero, or to be positive. -/
def Context.relation? (ctx : Context) (prop : Expr) (rel : Rel) (a b : Expr) : TermElabM (Option Simp.Result) := do
  let equation := rel matches .eq
  if !equation && ctx.carrier.order.isNone then return none
  let f ← ctx.read a
  let g ← ctx.read b
  let allowed := if equation then ctx.isNonzero else ctx.isPositive
  let (outer, l, r) ← ctx.shared allowed allowed f.factors g.factors
  let p ← ctx.product (ups outer)
  let q ← ctx.product (downs outer)
  let (t, ha) ← ctx.piece f outer p q l
  let (u, hb) ← ctx.piece g outer p q r
  if t == a && u == b then return none
  let (relation, rule) := match rel with
    | .eq => (``Eq, `FieldSimp.eq)
    | .le => (``LE.le, `FieldSimp.le)
    | .lt => (``LT.lt, `FieldSimp.lt)
  let value ← mkAppM relation #[t, u]
  let proof ← mkAppM rule #[← differs equation (ups outer), ← differs equation (downs outer), ha, hb]
  let proof ← mkExpectedTypeHint proof (← mkEq prop value)
  if equation && t == u then
    return some { expr := .const ``True [], proof? := some (← mkAppM ``Eq.trans #[proof, ← mkAppM ``eq_self #[t]]) }
  return some { expr := value, proof? := some proof }
where
  differs (equation : Bool) (l : List (Nat × Nat)) : TermElabM Expr := do
    if !equation then return ← ctx.positive l
    ctx.vanishes (.const ``False []) leaf l
  leaf (index : Nat) : TermElabM Expr := do
    match ← ctx.nonzero? index with
    | some proof => mkAppM `FieldSimp.nonzero #[.const ``False [], proof]
    | none => refuse "field_simp: a factor that may be zero"

def arithmetic : List Name := [``HAdd.hAdd, ``HSub.hSub, ``HMul.hMul, ``HDiv.hDiv, ``HPow.hPow, ``Neg.neg, ``Inv.inv]

def simplified? (run : Run) (inside : Expr → MetaM Simp.Result) (e : Expr) : TermElabM (Option Simp.Result) := do
  match ← sides? e with
  | some (rel, type, a, b) => match ← context? type with
    | some ctx => ctx.relation? e rel a b
    | none => return none
  | none =>
    if !arithmetic.contains (Positivity.headName e) then return none
    match ← context? (← inferType e) with
    | some ctx => ctx.term? e
    | none => return none
where
  context? (type : Expr) : TermElabM (Option Context) := do
    match ← attempt (Carrier.of type) with
    | some carrier => if carrier.field.isNone then return none else return some { run with carrier, inside }
    | none => return none

def simplify (run : Run) : Simp.Simproc := fun e a b c mc ms cc cs => do
  let inside (x : Expr) : MetaM Simp.Result := fun mc ms cc cs => Simp.congr x a b c mc ms cc cs
  NormNum.stepBy (simplified? run inside e) a b c mc ms cc cs

def elabFieldSimp (stx : Syntax) : TacticM Unit := fun tactic ref => do
  let some goal ← firstOpen (← ref.get).goals | refuse "no goals"
  let decl ← goal.getDecl
  let bounds ← within decl (do Positivity.boundsIn (← visibleHypotheses) [])
  let hints := stx.getArg 1
  -- what is given must be there, even if nothing asks for it
  if hints.getNumArgs > 0 then
    let _ ← mkSimpContext (simpWith hints) false .simp false NormNum.noTheorems tactic ref
  let run : Run := { memory := ← IO.mkRef [], bounds, atoms := ← IO.mkRef #[], nonzero := ← IO.mkRef [], hints }
  NormNum.simpOnly NormNum.none_ (stx.getArg 2) (({} : Simp.Simprocs).addCore #[.star] `field_simp false (.inl (simplify run))) tactic ref

end Tactics.FieldSimp
end
