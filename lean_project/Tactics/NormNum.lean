module
public meta import Lean.Elab.Tactic.Simp
public meta import Tactics.Positivity

/-! `norm_num` for the prelude: `simp` together with the evaluation of numerals, as Mathlib has it.

What `simp` leaves of a term is evaluated from the inside out: sums, products, powers and quotients of numerals of a ring or field
become one numeral, comparisons between numerals become true or false, and what can be decided of natural numbers and integers that
are written down is decided by the kernel. -/

open Lean Meta Elab Tactic

public meta section
namespace Tactics.NormNum
open RingIdentity LinearCombination

/-- The rational number that a term in normal form is: `n`, `-n`, `n / d`, `-n / d`. -/
def normal? (e : Expr) : Option (Int × Nat) :=
  match lastTwo? ``HDiv.hDiv 6 e with
  | some (a, b) => match signed? a, numeral? b with
    | some p, some q => if q > 1 && Nat.gcd p.natAbs q == 1 then some (p, q) else none
    | _, _ => none
  | none => match signed? e with
    | some p => some (p, 1)
    | none => none
where
  signed? (e : Expr) : Option Int :=
    if e.isAppOfArity ``Neg.neg 3 then match numeral? e.appArg! with
      | some (n + 1) => some (-(n + 1 : Nat))
      | _ => none
    else match numeral? e with
      | some n => some n
      | none => none

/-- The normal form of a rational number in a type. -/
def numeralOf (type : Expr) (p : Int) (q : Nat) : MetaM Expr := do
  let n ← mkNumeral type p.natAbs
  let signed ← if p < 0 then mkAppM ``Neg.neg #[n] else pure n
  if q == 1 then return signed
  mkAppM ``HDiv.hDiv #[signed, ← mkNumeral type q]

/-- The carrier of a ring that is not evaluated by `simp` itself. -/
def ringOf? (e : Expr) : TermElabM (Option Carrier) := do
  let type ← whnfR (← inferType e)
  if type.isConstOf ``Nat || type.isConstOf ``Int || type.isSort then return none
  attempt (Carrier.of type)

/-- A proof of `a = b` by a ring identity. -/
def identity (c : Carrier) (a b : Expr) : TermElabM Expr := do c.finish .eq a b (← c.zero)

/-- A term with the value `p / q`, with its proof. -/
def evaluated (c : Carrier) (e : Expr) (p : Int) (q : Nat) (proof : Expr → TermElabM Expr) : TermElabM (Option Simp.Result) := do
  let value ← numeralOf c.type p q
  if value == e then return none
  return some { expr := value, proof? := some (← proof value) }

/-- The reciprocal of a number that is not zero. -/
def reciprocal (p : Int) (q : Nat) : Int × Nat := RingTerm.constant.lowest (if p < 0 then -(q : Int) else q) p.natAbs

/-- A proof that the product of two terms is one. -/
def productIsOne (c : Carrier) (a b : Expr) : TermElabM Expr := do
  identity c (← mkAppM ``HMul.hMul #[a, b]) (← mkNumeral c.type 1)

/-- A quotient of numerals, by the reciprocal of the divisor. -/
def quotient? (c : Carrier) (e a b : Expr) : TermElabM (Option Simp.Result) := do
  let some (p, q) := normal? a | return none
  let some (r, s) := normal? b | return none
  if r == 0 then return none
  let (v, w) := reciprocal r s
  let inverse ← numeralOf c.type v w
  let step ← mkAppM `NormNum.div_eq #[a, ← productIsOne c b inverse]
  let (num, den) := RingTerm.constant.lowest (p * v) (q * w)
  evaluated c e num den fun value => do
    mkAppM ``Eq.trans #[step, ← identity c (← mkAppM ``HMul.hMul #[a, inverse]) value]

def inverse? (c : Carrier) (e b : Expr) : TermElabM (Option Simp.Result) := do
  let some (r, s) := normal? b | return none
  if r == 0 then return none
  let (v, w) := reciprocal r s
  evaluated c e v w fun value => do mkAppM `NormNum.inv_eq #[← productIsOne c b value]

/-- A term of a ring that is a number. -/
def number? (c : Carrier) (e : Expr) : TermElabM (Option Simp.Result) := do
  if (normal? e).isSome then return none
  let (term, s) := RingIdentity.read { type := c.type } e
  if s.atoms.size > 0 then
    if let some (a, b) := lastTwo? ``HDiv.hDiv 6 e then return ← quotient? c e a b
    if e.isAppOfArity ``Inv.inv 3 then return ← inverse? c e e.appArg!
    return none
  let (p, q) := term.constant s.denominators.toList
  evaluated c e p q (identity c e)

/-- Numbers of a field without order differ, for their difference, here `p / q`, has an inverse. -/
def different? (c : Carrier) (a b : Expr) (p : Int) (q : Nat) : TermElabM (Option (Bool × Expr)) := do
  if c.field.isNone then return none
  let (num, den) := RingTerm.constant.lowest p q
  let product ← mkAppM ``HMul.hMul #[← mkAppM ``HSub.hSub #[a, b], ← numeralOf c.type num den]
  return some (false, ← mkAppM `NormNum.ne_of_inverse #[← identity c product (← mkNumeral c.type 1)])

/-- The truth of `a R b`, where `a - b` has the sign of `difference`, in an ordered ring. -/
def ordered (c : Carrier) (rel : Rel) (a b : Expr) (difference : Int) : TermElabM (Bool × Expr) := do
  let zero ← c.zero
  match rel with
  | .eq =>
    if difference < 0 then return (false, ← mkAppM `ne_of_lt #[← c.finish .lt a b zero])
    return (false, ← mkAppM `ne_of_gt #[← c.finish .lt b a zero])
  | .le =>
    if difference ≤ 0 then return (true, ← c.finish .le a b zero)
    return (false, ← mkAppM `not_le_of_gt #[← c.finish .lt b a zero])
  | .lt =>
    if difference < 0 then return (true, ← c.finish .lt a b zero)
    return (false, ← mkAppM `not_lt_of_ge #[← c.finish .le b a zero])

/-- The truth of a comparison between numbers, with its proof. -/
def comparison? (prop : Expr) : TermElabM (Option (Bool × Expr)) := do
  let some (rel, _, a, b) ← sides? prop | return none
  let some (p, q) := normal? a | return none
  let some (r, s) := normal? b | return none
  let some c ← ringOf? a | return none
  let difference := p * s - r * q
  let equation := rel matches .eq
  if equation && difference == 0 then return some (true, ← identity c a b)
  if c.order.isSome then return some (← ordered c rel a b difference)
  if !equation then return none
  different? c a b (if difference < 0 then -(q * s : Int) else q * s) difference.natAbs

/-- Properties that are decided of numbers. -/
def decidedHeads : List Name :=
  [`Nat.Prime, ``Nat.Coprime, `Even, `Odd, `Nat.ModEq, `Int.ModEq, ``Dvd.dvd, ``List.Nodup, ``Membership.mem, ``Eq, ``LE.le, ``LT.lt,
   `IsSquare, `IsCoprime]

def kernelDecide : TermElabM Syntax := `(tactic| decide +kernel)

/-- The truth of a closed property of numbers, decided by the kernel. -/
def decided? (prop : Expr) : TermElabM (Option (Bool × Expr)) := do
  if prop.hasFVar || prop.hasMVar || !decidedHeads.contains (Positivity.headName prop) then return none
  let decide ← kernelDecide
  if let some proof ← proofBy? decide prop then return some (true, proof)
  let negation := .app (.const ``Not []) prop
  match ← proofBy? decide negation with
  | some proof => return some (false, proof)
  | none => return none

/-- Functions with natural values that the kernel evaluates. -/
def computedHeads : List Name :=
  [`Nat.factorial, `Nat.doubleFactorial, `Nat.choose, `Nat.sqrt, `Nat.log, ``Nat.lcm, ``Nat.log2, `Nat.totient, `Finset.card,
   `Finset.sum, `Finset.prod, ``List.sum, `Nat.ofDigits, ``Int.natAbs, ``Int.toNat]

/-- The natural number that a closed term is, evaluated by the kernel. -/
def computed? (e : Expr) : TermElabM (Option Simp.Result) := do
  if e.hasFVar || e.hasMVar || !computedHeads.contains (Positivity.headName e) then return none
  if !(← inferType e).isConstOf ``Nat then return none
  match Kernel.whnf (← getEnv) (← getLCtx) e with
  | .ok (.lit (.natVal n)) =>
    let value ← mkNumeral (.const ``Nat []) n
    return some { expr := value, proof? := some (mkApp2 (.const ``Eq.refl [1]) (.const ``Nat []) value) }
  | _ => return none

def truth (found : Bool × Expr) : MetaM Simp.Result := do
  match found with
  | (true, proof) => return { expr := .const ``True [], proof? := some (← mkAppM ``eq_true #[proof]) }
  | (false, proof) => return { expr := .const ``False [], proof? := some (← mkAppM ``eq_false #[proof]) }

/-- The truth of a negation, its proposition being evaluated. -/
def negation? (prop : Expr) : TermElabM (Option Simp.Result) := do
  if prop.isAppOfArity ``Not 1 then
    if prop.appArg!.isConstOf ``True then return some { expr := .const ``False [], proof? := some (.const ``not_true_eq_false []) }
    if prop.appArg!.isConstOf ``False then return some { expr := .const ``True [], proof? := some (.const ``not_false_eq_true []) }
  let some (a, b) := lastTwo? ``Ne 3 prop | return none
  let equation ← mkEq a b
  let found ← match ← comparison? equation with
    | some found => pure (some found)
    | none => decided? equation
  match found with
  | some (true, proof) => return some { expr := .const ``False [], proof? := some (← mkAppM `NormNum.ne_false #[proof]) }
  | some (false, proof) => return some { expr := .const ``True [], proof? := some (← mkAppM ``eq_true #[proof]) }
  | none => return none

/-- `n` with `n ^ k = a`, if there is one. -/
def rootOf? (k a : Nat) : Option Nat := search 0 (a.log2 / k + 2)
where
  /-- Bit by bit, the highest first. -/
  search (found : Nat) : Nat → Option Nat
    | 0 => if found ^ k == a then some found else none
    | bit + 1 =>
      let next := found + 2 ^ bit
      search (if next ^ k ≤ a then next else found) bit

/-- A number to the power of an integer: the base, the result's size and the lemmas for exponents `n` and `-n`. -/
def integral? (c : Carrier) (e a : Expr) (r : Int) (ofNat ofNeg : Name) : TermElabM (Option Simp.Result) := do
  let some (p, q) := normal? a | return none
  let size := r.natAbs
  let power ← mkAppM ``HPow.hPow #[a, ← mkNumeral (.const ``Nat []) size]
  if r ≥ 0 then
    return ← powerIs e (← numeralOf c.type (p ^ size) (q ^ size)) fun value => do mkAppM ofNat #[nat size, ← identity c power value]
  if p == 0 then return none
  let (v, w) := reciprocal (p ^ size) (q ^ size)
  powerIs e (← numeralOf c.type v w) fun value => do mkAppM ofNeg #[nat size, ← productIsOne c power value]
where
  nat (n : Nat) : Expr := .lit (.natVal n)

  /-- What `proof` proves is the equation, up to the exponent's form. -/
  powerIs (e value : Expr) (proof : Expr → TermElabM Expr) : TermElabM (Option Simp.Result) := do
    let proof ← mkExpectedTypeHint (← proof value) (← mkEq e value)
    return some { expr := value, proof? := some proof }

/-- A nonnegative number `p / q` to the power of `r / s` with `s > 1`, where the root is a number. -/
def radical? (c : Carrier) (e a exponent : Expr) (r : Int) (s : Nat) : TermElabM (Option Simp.Result) := do
  let some (p, q) := normal? a | return none
  if p < 0 then return none
  if p == 0 then
    match ← comparison? (← mkEq exponent (← mkNumeral (← inferType exponent) 0)) with
    | some (false, differs) => return ← integral?.powerIs e (← mkNumeral c.type 0) fun _ => mkAppM `NormNum.zero_rpow #[differs]
    | _ => return none
  let size := r.natAbs
  let some u := rootOf? s (p.natAbs ^ size) | return none
  let some w := rootOf? s (q ^ size) | return none
  let root ← numeralOf c.type u w
  let zero ← c.zero
  let powers ← identity c (← mkAppM ``HPow.hPow #[root, ← mkNumeral (.const ``Nat []) s])
    (← mkAppM ``HPow.hPow #[a, ← mkNumeral (.const ``Nat []) size])
  let facts := #[integral?.nat size, integral?.nat (s - 1), ← c.finish .le zero.term a zero, ← c.finish .le zero.term root zero, powers]
  if r ≥ 0 then return ← integral?.powerIs e root fun _ => mkAppM `NormNum.rpow_div facts
  let (v, x) := reciprocal u w
  integral?.powerIs e (← numeralOf c.type v x) fun value => do
    mkAppM `NormNum.rpow_neg_div (facts.push (← productIsOne c root value))

/-- A number to the power of an integer, or of a real number. -/
def power? (e : Expr) : TermElabM (Option Simp.Result) := do
  let some (a, exponent) := lastTwo? ``HPow.hPow 6 e | return none
  let some (r, s) := normal? exponent | return none
  let index ← inferType exponent
  if index.isConstOf ``Nat then return none
  let some c ← ringOf? a | return none
  if index.isConstOf ``Int then return ← integral? c e a r `NormNum.zpow_nat `NormNum.zpow_neg_nat
  if !(← isDefEq c.type index) then return none
  if s == 1 then integral? c e a r `NormNum.rpow_nat `NormNum.rpow_neg_nat else radical? c e a exponent r s

def arithmetic : List Name := [``HAdd.hAdd, ``HSub.hSub, ``HMul.hMul, ``HDiv.hDiv, ``HPow.hPow, ``Neg.neg, ``Inv.inv]

/-- What a term is, its parts being evaluated. -/
def value? (e : Expr) : TermElabM (Option Simp.Result) := do
  if e.isSort || e.isLambda || e.isForall || e.isFVar || (numeral? e).isSome then return none
  let type ← inferType e
  if type.isProp then
    if let some found ← negation? e then return some found
    if let some found ← comparison? e then return some (← truth found)
    if let some found ← decided? e then return some (← truth found)
    return none
  if type.isSort then return none
  if let some found ← computed? e then return some found
  if let some found ← power? e then return some found
  if !arithmetic.contains (Positivity.headName e) then return none
  match ← ringOf? e with
  | some c => number? c e
  | none => return none

/-- A step of `simp` by a program. -/
def stepBy (program : TermElabM (Option Simp.Result)) : Simp.SimpM Simp.Step := fun _ _ _ mc ms cc cs => do
  let term ← IO.mkRef ({} : Term.State)
  match ← attempt program { errToSorry := false } term mc ms cc cs with
  | some (some result) => return .done result
  | _ => return .continue

def evaluate : Simp.Simproc := fun e a b c mc ms cc cs => stepBy (value? e) a b c mc ms cc cs

/-- Evaluation as a step of every `simp`, while `active`: the set of simp's lemmas cannot be asked for here, so that `norm_num` is a
`simp` like any other. -/
def evaluateIf (active : IO.Ref Bool) : Simp.Simproc := fun e a b c mc ms cc cs => do
  if !(← active.get) then return .continue
  active.set false
  let step ← EIO.toBaseIO (evaluate e a b c mc ms cc cs)
  active.set true
  match step with
  | .ok step => return step
  | .error e => throw e

/-- In every environment that is made afterwards. -/
def registerEvaluation (active : IO.Ref Bool) : IO Unit :=
  Simp.builtinSimprocsRef.modify fun s => s.addCore #[.star] `norm_num true (.inl (evaluateIf active))

def noTheorems : CoreM SimpTheorems := fun _ _ => return {}

def none_ : Syntax := .node .none `null #[]

def simpSyntax (config only args location : Syntax) : Syntax :=
  .node .none ``Parser.Tactic.simp #[.atom .none "simp", config, none_, only, args, location]

/-- `simp only [args] at location` with steps of one's own. -/
def simpOnly (args location : Syntax) (steps : Simp.Simprocs) : TacticM Unit := fun ctx ref => do
  let only := .node .none `null #[.atom .none "only"]
  let stx := simpSyntax (.node .none ``Parser.Tactic.optConfig #[none_]) only args location
  let made ← mkSimpContext stx false .simp false noTheorems ctx ref
  let _ ← simpLocation made.ctx (made.simprocs.push steps) none (expandOptLocation location) ctx ref

def evaluation : Simp.Simprocs := ({} : Simp.Simprocs).addCore #[.star] `norm_num true (.inl evaluate)

def elabNormNum (active : IO.Ref Bool) (stx : Syntax) : TacticM Unit := fun ctx ref tc ts mc ms cc cs => do
  if !(stx.getArg 2).isNone then return ← simpOnly (stx.getArg 3) (stx.getArg 4) evaluation ctx ref tc ts mc ms cc cs
  active.set true
  let done ← EIO.toBaseIO (evalSimp (simpSyntax (stx.getArg 1) none_ (stx.getArg 3) (stx.getArg 4)) ctx ref tc ts mc ms cc cs)
  active.set false
  match done with
  | .ok _ => return
  | .error e => throw e

/-- `norm_num1`: without any lemma. -/
def elabNormNum1 (stx : Syntax) : TacticM Unit := simpOnly none_ (stx.getArg 1) evaluation

end Tactics.NormNum
end
