module
public meta import Tactics.NormNum

/-! `field_simp` for the prelude: a term of a field becomes one quotient of products, an equation between two such loses its
denominators, as Mathlib has it since 2025.

A term is read as a rational number times powers of atoms with exponents in `ℤ`; a sum gives its common factor and is an atom for
the rest.  A factor is cancelled only where it is seen not to be zero (`Positivity.lean`).  That a term is what it was read as is
proved by `grind` from these facts alone. -/

open Lean Meta Elab Tactic

public meta section
namespace Tactics.FieldSimp
open RingIdentity LinearCombination

/-- `num / den * x₁ ^ k₁ * …` -/
structure Monomial where
  num : Int
  den : Nat
  factors : List (Expr × Int)

instance : Inhabited Monomial := ⟨⟨1, 1, []⟩⟩

/-- What is known while a term is read: the field, and proofs that atoms are not zero. -/
structure Context where
  carrier : Carrier
  memory : Positivity.Memory
  bounds : List Positivity.Bound
  nonzero : IO.Ref (List (Expr × Expr))

def Monomial.one : Monomial := ⟨1, 1, []⟩
def Monomial.rational (p : Int) (q : Nat) : Monomial :=
  let (p, q) := RingTerm.constant.lowest p q
  ⟨p, q, []⟩

def multiplied (x : Expr) (k : Int) : List (Expr × Int) → List (Expr × Int)
  | [] => [(x, k)]
  | (y, l) :: rest => if x == y then (if k + l == 0 then rest else (y, k + l) :: rest) else (y, l) :: multiplied x k rest

def product : List (Expr × Int) → List (Expr × Int) → List (Expr × Int)
  | [], l => l
  | (x, k) :: rest, l => product rest (multiplied x k l)

def Monomial.mul (a b : Monomial) : Monomial :=
  let (p, q) := RingTerm.constant.lowest (a.num * b.num) (a.den * b.den)
  if p == 0 then ⟨0, 1, []⟩ else ⟨p, q, product b.factors a.factors⟩

def scaledExponents (k : Int) : List (Expr × Int) → List (Expr × Int)
  | [] => []
  | (x, l) :: rest => (x, k * l) :: scaledExponents k rest

def powInt (p : Int) : Nat → Int
  | 0 => 1
  | k + 1 => powInt p k * p

def Monomial.pow (a : Monomial) (k : Nat) : Monomial :=
  if k == 0 then .one else ⟨powInt a.num k, a.den ^ k, scaledExponents k a.factors⟩

def Monomial.inv (a : Monomial) : Monomial :=
  if a.num == 0 then a
  else ⟨if a.num < 0 then -(a.den : Int) else a.den, a.num.natAbs, scaledExponents (-1) a.factors⟩

def exponentOf (x : Expr) : List (Expr × Int) → Int
  | [] => 0
  | (y, k) :: rest => if x == y then k else exponentOf x rest

/-- The factors that two products have in common: each atom with its lesser exponent. -/
def common (a b : List (Expr × Int)) : List (Expr × Int) := lesser a (lesser b [])
where
  lesser : List (Expr × Int) → List (Expr × Int) → List (Expr × Int)
    | [], found => found
    | (x, _) :: rest, found =>
      let k := min (exponentOf x a) (exponentOf x b)
      lesser rest (if k == 0 || exponentOf x found != 0 then found else appended found (x, k))
  appended : List (Expr × Int) → Expr × Int → List (Expr × Int)
    | [], p => [p]
    | a :: rest, p => a :: appended rest p

/-- A term for a product of powers with exponents that are not negative, times a numeral. -/
def termOf (c : Carrier) (n : Nat) (factors : List (Expr × Int)) : MetaM Expr := do
  let start ← if n == 1 then pure none else pure (some (← mkNumeral c.type n))
  match ← times start factors with
  | some e => return e
  | none => mkNumeral c.type 1
where
  times (e : Option Expr) : List (Expr × Int) → MetaM (Option Expr)
    | [] => return e
    | (x, k) :: rest => do
      let power ← if k == 1 then pure x else mkAppM ``HPow.hPow #[x, mkRawNatLit' k.natAbs]
      match e with
      | none => times (some power) rest
      | some e => times (some (← mkAppM ``HMul.hMul #[e, power])) rest
  mkRawNatLit' (k : Nat) : Expr := mkAppN (.const ``OfNat.ofNat [0]) #[.const ``Nat [], .lit (.natVal k), .app (.const ``instOfNatNat []) (.lit (.natVal k))]

def positives : List (Expr × Int) → List (Expr × Int)
  | [] => []
  | (x, k) :: rest => if k > 0 then (x, k) :: positives rest else positives rest

def negatives : List (Expr × Int) → List (Expr × Int)
  | [] => []
  | (x, k) :: rest => if k < 0 then (x, -k) :: negatives rest else negatives rest

def signed (negative : Bool) (e : Expr) : MetaM Expr := if negative then mkAppM ``Neg.neg #[e] else return e

/-- Numerator and denominator as terms. -/
def Monomial.parts (m : Monomial) (c : Carrier) : MetaM (Expr × Expr) := do
  return (← signed (m.num < 0) (← termOf c m.num.natAbs (positives m.factors)), ← termOf c m.den (negatives m.factors))

def Monomial.term (m : Monomial) (c : Carrier) : MetaM Expr := do
  let (n, d) ← m.parts c
  if numeral? d == some 1 then return n
  mkAppM ``HDiv.hDiv #[n, d]

def knownNonzero (x : Expr) : List (Expr × Expr) → Bool
  | [] => false
  | (y, _) :: rest => x == y || knownNonzero x rest

/-- Whether an atom is seen not to be zero. -/
def Context.isNonzero (ctx : Context) (x : Expr) : TermElabM Bool := do
  if knownNonzero x (← ctx.nonzero.get) then return true
  match (← Positivity.signs ctx.memory ctx.bounds x).ne with
  | some proof =>
    ctx.nonzero.modify ((x, proof) :: ·)
    return true
  | none => return false

def Context.atom (_ : Context) (x : Expr) : Monomial := ⟨1, 1, [(x, 1)]⟩

/-- An inverse; of atoms that may be zero, as an atom of its own. -/
def Context.inverse (ctx : Context) (m : Monomial) : TermElabM Monomial := do
  let mut result : Monomial := { m.inv with factors := [] }
  for (x, k) in m.factors do
    if ← ctx.isNonzero x then result := result.mul ⟨1, 1, [(x, -k)]⟩
    else result := result.mul ⟨1, 1, [(← mkAppM ``Inv.inv #[x], k)]⟩
  return result

def integer? (k : Expr) : Option Int :=
  match NormNum.normal? k with
  | some (p, 1) => some p
  | _ => none

mutual
/-- Read a term of a field. -/
partial def read (ctx : Context) (e : Expr) : TermElabM Monomial := do
  match e with
  | .mdata _ e => read ctx e
  | .app (.app (.app (.const ``OfNat.ofNat _) _) (.lit (.natVal n))) _ => return .rational n 1
  | .app (.app (.app (.const ``Neg.neg _) _) _) a => return (← read ctx a).mul ⟨-1, 1, []⟩
  | .app (.app (.app (.const ``Inv.inv _) _) _) a => ctx.inverse (← read ctx a)
  | .app (.app (.app (.app (.app (.app (.const ``HMul.hMul _) _) _) _) _) a) b => return (← read ctx a).mul (← read ctx b)
  | .app (.app (.app (.app (.app (.app (.const ``HDiv.hDiv _) _) _) _) _) a) b =>
    return (← read ctx a).mul (← ctx.inverse (← read ctx b))
  | .app (.app (.app (.app (.app (.app (.const ``HAdd.hAdd _) _) _) _) _) a) b => sum ctx (← read ctx a) (← read ctx b)
  | .app (.app (.app (.app (.app (.app (.const ``HSub.hSub _) _) _) _) _) a) b =>
    sum ctx (← read ctx a) ((← read ctx b).mul ⟨-1, 1, []⟩)
  | .app (.app (.app (.app (.app (.app (.const ``HPow.hPow _) _) index) _) _) a) k =>
    match index, integer? k with
    | .const ``Nat _, some k => return (← read ctx a).pow k.natAbs
    | .const ``Int _, some k =>
      let m := (← read ctx a).pow k.natAbs
      if k < 0 then ctx.inverse m else return m
    | _, _ => return ctx.atom e
  | _ => return ctx.atom e

/-- The sum of two terms: their common factor times what is left. -/
partial def sum (ctx : Context) (a b : Monomial) : TermElabM Monomial := do
  if a.num == 0 then return b
  if b.num == 0 then return a
  let mut shared := []
  for (x, k) in common a.factors b.factors do
    -- a factor that may be zero is taken out only where nothing is cancelled
    if k > 0 || (← ctx.isNonzero x) then shared := (x, k) :: shared
  let lcm := Nat.lcm a.den b.den
  let divisor := scaledExponents (-1) shared
  let p := a.num * (lcm / a.den : Nat)
  let q := b.num * (lcm / b.den : Nat)
  let g := Nat.gcd p.natAbs q.natAbs
  let outside : Monomial := ⟨g, lcm, shared⟩
  let left : Monomial := ⟨p / g, 1, product divisor a.factors⟩
  let right : Monomial := ⟨q / g, 1, product divisor b.factors⟩
  let c := ctx.carrier
  match left.factors, right.factors with
  | [], [] => return outside.mul (.rational (left.num + right.num) 1)
  | _, _ =>
    let l ← left.term c
    let r ← termOfAbs right
    let inside ← if right.num < 0 then mkAppM ``HSub.hSub #[l, r] else mkAppM ``HAdd.hAdd #[l, r]
    return outside.mul (ctx.atom inside)
where
  termOfAbs (m : Monomial) : TermElabM Expr := ({ m with num := m.num.natAbs } : Monomial).term ctx.carrier
end

/-- The facts that the atoms used are not zero, as propositions and proofs. -/
def Context.facts (ctx : Context) : TermElabM (List (Expr × Expr)) := do
  let mut found := []
  for (_, proof) in ← ctx.nonzero.get do
    found := (← inferType proof, proof) :: found
  return found

def arrows : List (Expr × Expr) → Expr → Expr
  | [], target => target
  | (prop, _) :: rest, target => .forallE `nonzero prop (arrows rest target) .default

def applied : Expr → List (Expr × Expr) → Expr
  | e, [] => e
  | e, (_, proof) :: rest => applied (.app e proof) rest

/-- A proof by `grind` of what follows from the facts alone. -/
def Context.proved (ctx : Context) (prop : Expr) : TermElabM Expr := do
  let facts ← ctx.facts
  let proof ← proveIdentityFrom (arrows facts prop)
  return applied proof facts
where
  proveIdentityFrom (prop : Expr) : TermElabM Expr := do
    let goal ← mkFreshExprSyntheticOpaqueMVar prop
    let mut proofs := #[]
    for f in (← getLCtx).getFVarIds.toList do
      if ← Meta.isProof (.fvar f) then proofs := proofs.push f
    runOn (← `(tactic| (intros; grind -verbose))) (← goal.mvarId!.tryClearMany proofs)
    instantiateMVars goal

def times (a b : Expr) : MetaM Expr := do
  if numeral? b == some 1 then return a
  mkAppM ``HMul.hMul #[a, b]

/-- A term as a quotient, if it is not yet one. -/
def term? (ctx : Context) (e : Expr) : TermElabM (Option Simp.Result) := do
  let m ← read ctx e
  let value ← m.term ctx.carrier
  if value == e then return none
  return some { expr := value, proof? := some (← ctx.proved (← mkAppM ``Eq #[e, value])) }

def powersOf (factors : List (Expr × Int)) (m : Monomial) : Monomial := { m with factors := product factors m.factors }

/-- An equation or a comparison without denominators and without factors on both sides. -/
def relation? (ctx : Context) (prop : Expr) : TermElabM (Option Simp.Result) := do
  let some (rel, _, a, b) ← sides? prop | return none
  let l ← read ctx a
  let r ← read ctx b
  let c := ctx.carrier
  -- what both sides are multiplied by: a factor is cancelled only where it is known not to be zero
  let mut cancelled := []
  let atoms := if l.num == 0 then r.factors else if r.num == 0 then l.factors else common (withZeros l.factors r.factors) (withZeros r.factors l.factors)
  for (x, k) in atoms do
    if k < 0 || (← ctx.isNonzero x) then cancelled := (x, -k) :: cancelled
  let lcm := Nat.lcm l.den r.den
  let p := l.num * (lcm / l.den : Nat)
  let q := r.num * (lcm / r.den : Nat)
  let g := max 1 (Nat.gcd p.natAbs q.natAbs)
  let left : Monomial := if p == 0 then ⟨0, 1, []⟩ else powersOf cancelled ⟨p / g, 1, l.factors⟩
  let right : Monomial := if q == 0 then ⟨0, 1, []⟩ else powersOf cancelled ⟨q / g, 1, r.factors⟩
  let factor : Monomial := ⟨lcm, g, cancelled⟩
  let a' ← left.term c
  let b' ← right.term c
  if a' == a && b' == b then return none
  let by_ ← ({ factor with num := lcm, den := g } : Monomial).term c
  let ha ← ctx.proved (← mkAppM ``Eq #[← times a by_, a'])
  let hb ← ctx.proved (← mkAppM ``Eq #[← times b by_, b'])
  let signs ← Positivity.signs ctx.memory ctx.bounds by_
  match rel with
  | .eq =>
    let some ne := signs.ne | return none
    result "eq" (← mkAppM ``Eq #[a', b']) ne ha hb
  | .le =>
    let some pos := signs.pos | return none
    result "le" (← mkAppM ``LE.le #[a', b']) pos ha hb
  | .lt =>
    let some pos := signs.pos | return none
    result "lt" (← mkAppM ``LT.lt #[a', b']) pos ha hb
where
  result (name : String) (prop sign ha hb : Expr) : TermElabM (Option Simp.Result) := do
    let proof ← mkAppM (.str `FieldSimp name) #[sign, ha, hb]
    match prop with
    | .app (.app (.app (.const ``Eq _) _) l) r =>
      if l == r then return some { expr := .const ``True [], proof? := some (← mkAppM ``Eq.trans #[proof, ← mkAppM ``eq_self #[l]]) }
    | _ => pure ()
    return some { expr := prop, proof? := some proof }
  /-- The factors of one side, and those of the other with exponent 0 where it lacks them. -/
  withZeros (a b : List (Expr × Int)) : List (Expr × Int) :=
    match b with
    | [] => a
    | (x, _) :: rest => withZeros (if hasAtom a x then a else (x, 0) :: a) rest
  hasAtom (l : List (Expr × Int)) (x : Expr) : Bool :=
    match l with
    | [] => false
    | (y, _) :: rest => x == y || hasAtom rest x

def contextFor (bounds : List Positivity.Bound) (type : Expr) : TermElabM (Option Context) := do
  match ← attempt (Carrier.of type) with
  | some carrier =>
    if carrier.field.isNone then return none
    return some { carrier, memory := ← IO.mkRef [], bounds, nonzero := ← IO.mkRef [] }
  | none => return none

def simplified? (bounds : List Positivity.Bound) (e : Expr) : TermElabM (Option Simp.Result) := do
  match ← sides? e with
  | some (_, type, _, _) => match ← contextFor bounds type with
    | some ctx => relation? ctx e
    | none => return none
  | none => match Positivity.headName e with
    | ``HAdd.hAdd | ``HSub.hSub | ``HMul.hMul | ``HDiv.hDiv | ``HPow.hPow | ``Neg.neg | ``Inv.inv =>
      match ← contextFor bounds (← inferType e) with
      | some ctx => term? ctx e
      | none => return none
    | _ => return none

def simplify (bounds : List Positivity.Bound) : Simp.Simproc := fun e a b c mc ms cc cs =>
  NormNum.stepBy (simplified? bounds e) a b c mc ms cc cs

def elabFieldSimp (stx : Syntax) : TacticM Unit := fun tactic ref => do
  let some goal ← firstOpen (← ref.get).goals | refuse "no goals"
  let decl ← goal.getDecl
  let bounds ← within decl (do Positivity.boundsIn (← visibleHypotheses) [])
  NormNum.simpOnly (stx.getArg 1) (stx.getArg 2) (({} : Simp.Simprocs).addCore #[.star] `field_simp false (.inl (simplify bounds))) tactic ref

end Tactics.FieldSimp
end
