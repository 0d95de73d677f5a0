module
public meta import Lean.Elab.Tactic.Simp
public meta import ProofServer.Positivity

/-! `norm_num` for the prelude: `simp` together with the evaluation of numerals, as Mathlib has it.

What `simp` leaves of a term is evaluated from the inside out: sums, products, powers and quotients of numerals of a ring or field
become one numeral, comparisons between numerals become true or false, and what can be decided of natural numbers and integers that
are written down is decided by the kernel. -/

open Lean Meta Elab Tactic

public meta section
namespace ProofServer.NormNum
open RingIdentity LinearCombination

/-- The rational number that a term in normal form is: `n`, `-n`, `n / d`, `-n / d`. -/
def normal? (e : Expr) : Option (Int × Nat) :=
  match e with
  | .app (.app (.app (.app (.app (.app (.const ``HDiv.hDiv _) _) _) _) _) a) b =>
    match signed? a, numeral? b with
    | some p, some q => if q > 1 && Nat.gcd p.natAbs q == 1 then some (p, q) else none
    | _, _ => none
  | _ => match signed? e with
    | some p => some (p, 1)
    | none => none
where
  signed? (e : Expr) : Option Int :=
    match e with
    | .app (.app (.app (.const ``Neg.neg _) _) _) a => match numeral? a with
      | some (n + 1) => some (-(n + 1 : Nat))
      | _ => none
    | _ => match numeral? e with
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

/-- A quotient or an inverse of numerals, by the reciprocal of the divisor. -/
def quotient? (c : Carrier) (e : Expr) : TermElabM (Option Simp.Result) := do
  match e with
  | .app (.app (.app (.app (.app (.app (.const ``HDiv.hDiv _) _) _) _) _) a) b =>
    match normal? a, normal? b with
    | some (p, q), some (r, s) =>
      if r == 0 then return none
      let turned : Int := if r < 0 then -(s : Int) else s
      let reciprocal ← numeralOf c.type turned r.natAbs
      let inverse ← identity c (← mkAppM ``HMul.hMul #[b, reciprocal]) (← mkNumeral c.type 1)
      let step ← mkAppM `NormNum.div_eq #[a, inverse]
      let (num, den) := RingTerm.constant.lowest (p * turned) (q * r.natAbs)
      evaluated c e num den fun value => do
        mkAppM ``Eq.trans #[step, ← identity c (← mkAppM ``HMul.hMul #[a, reciprocal]) value]
    | _, _ => return none
  | .app (.app (.app (.const ``Inv.inv _) _) _) b =>
    match normal? b with
    | some (r, s) =>
      if r == 0 then return none
      let (num, den) := RingTerm.constant.lowest (if r < 0 then -(s : Int) else s) r.natAbs
      evaluated c e num den fun value => do
        mkAppM `NormNum.inv_eq #[← identity c (← mkAppM ``HMul.hMul #[b, value]) (← mkNumeral c.type 1)]
    | none => return none
  | _ => return none

/-- A term of a ring that is a number. -/
def number? (c : Carrier) (e : Expr) : TermElabM (Option Simp.Result) := do
  if (normal? e).isSome then return none
  let (term, s) := RingIdentity.read { type := c.type } e
  if s.atoms.size > 0 then return ← quotient? c e
  let (p, q) := term.constant s.denominators.toList
  evaluated c e p q (identity c e)

/-- The truth of a comparison between numbers, with its proof. -/
def comparison? (prop : Expr) : TermElabM (Option (Bool × Expr)) := do
  let some (rel, _, a, b) ← sides? prop | return none
  let some (p, q) := normal? a | return none
  let some (r, s) := normal? b | return none
  let some c ← ringOf? a | return none
  let difference := p * s - r * q
  let zero ← c.zero
  match rel with
  | .eq =>
    if difference == 0 then return some (true, ← identity c a b)
    if c.order.isNone then return ← different c a b (if difference < 0 then -(q * s : Int) else q * s) difference.natAbs
    if difference < 0 then return some (false, ← mkAppM `ne_of_lt #[← c.finish .lt a b zero])
    return some (false, ← mkAppM `ne_of_gt #[← c.finish .lt b a zero])
  | .le =>
    if c.order.isNone then return none
    if difference ≤ 0 then return some (true, ← c.finish .le a b zero)
    return some (false, ← mkAppM `not_le_of_gt #[← c.finish .lt b a zero])
  | .lt =>
    if c.order.isNone then return none
    if difference < 0 then return some (true, ← c.finish .lt a b zero)
    return some (false, ← mkAppM `not_lt_of_ge #[← c.finish .le b a zero])
where
  /-- Numbers of a field without order differ, for their difference has an inverse. -/
  different (c : Carrier) (a b : Expr) (p : Int) (q : Nat) : TermElabM (Option (Bool × Expr)) := do
    if c.field.isNone then return none
    let (num, den) := RingTerm.constant.lowest p q
    let product ← mkAppM ``HMul.hMul #[← mkAppM ``HSub.hSub #[a, b], ← numeralOf c.type num den]
    return some (false, ← mkAppM `NormNum.ne_of_inverse #[← identity c product (← mkNumeral c.type 1)])

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
  match prop with
  | .app (.const ``Not _) (.const ``True _) => return some { expr := .const ``False [], proof? := some (.const ``not_true_eq_false []) }
  | .app (.const ``Not _) (.const ``False _) => return some { expr := .const ``True [], proof? := some (.const ``not_false_eq_true []) }
  | .app (.app (.app (.const ``Ne l) type) a) b =>
    let equation := mkApp3 (.const ``Eq l) type a b
    let found ← match ← comparison? equation with
      | some found => pure (some found)
      | none => decided? equation
    match found with
    | some (true, proof) => return some { expr := .const ``False [], proof? := some (← mkAppM `NormNum.ne_false #[proof]) }
    | some (false, proof) => return some { expr := .const ``True [], proof? := some (← mkAppM ``eq_true #[proof]) }
    | none => return none
  | _ => return none

/-- `n` with `n ^ k = a`, if there is one. -/
def rootOf? (k a : Nat) : Option Nat := search 0 (a.log2 / k + 2)
where
  /-- Bit by bit, the highest first. -/
  search (found : Nat) : Nat → Option Nat
    | 0 => if found ^ k == a then some found else none
    | bit + 1 =>
      let next := found + 2 ^ bit
      search (if next ^ k ≤ a then next else found) bit

/-- A number to the power of an integer, or of a real number. -/
def power? (e : Expr) : TermElabM (Option Simp.Result) := do
  match e with
  | .app (.app (.app (.app (.app (.app (.const ``HPow.hPow _) type) index) _) _) a) exponent =>
    match normal? a, normal? exponent with
    | some (p, q), some (r, s) =>
      if index.isConstOf ``Nat then return none
      let nat (n : Nat) : Expr := .lit (.natVal n)
      let size := r.natAbs
      let power (b : Expr) (n : Nat) : TermElabM Expr := do mkAppM ``HPow.hPow #[b, ← mkNumeral (.const ``Nat []) n]
      let some c ← ringOf? a | return none
      let result (p : Int) (q : Nat) (proof : Expr → TermElabM Expr) : TermElabM (Option Simp.Result) := do
        let value ← numeralOf c.type p q
        let proof ← mkExpectedTypeHint (← proof value) (← mkEq e value)
        return some { expr := value, proof? := some proof }
      let inverse (v : Int) (w : Nat) : Int × Nat := RingTerm.constant.lowest (if v < 0 then -(w : Int) else w) v.natAbs
      if index.isConstOf ``Int then
        let (v, w) := (p ^ size, q ^ size)
        if r ≥ 0 then
          return ← result v w fun value => do mkAppM `NormNum.zpow_nat #[nat size, ← identity c (← power a size) value]
        if p == 0 then return none
        let (v, w) := inverse v w
        return ← result v w fun value => do
          mkAppM `NormNum.zpow_neg_nat #[nat size, ← identity c (← mkAppM ``HMul.hMul #[← power a size, value]) (← mkNumeral c.type 1)]
      if !(← isDefEq type index) then return none
      if s == 1 then
        let (v, w) := (p ^ size, q ^ size)
        if r ≥ 0 then
          return ← result v w fun value => do mkAppM `NormNum.rpow_nat #[nat size, ← identity c (← power a size) value]
        if p == 0 then return none
        let (v, w) := inverse v w
        return ← result v w fun value => do
          mkAppM `NormNum.rpow_neg_nat #[nat size, ← identity c (← mkAppM ``HMul.hMul #[← power a size, value]) (← mkNumeral c.type 1)]
      if p < 0 then return none
      if p == 0 then
        let differs ← different? exponent
        return ← result 0 1 fun _ => do mkAppM `NormNum.zero_rpow #[differs]
      let some u := rootOf? s (p.natAbs ^ size) | return none
      let some w := rootOf? s (q ^ size) | return none
      let root ← numeralOf c.type u w
      let zero ← c.zero
      let facts := #[nat size, nat (s - 1), ← c.finish .le zero.term a zero, ← c.finish .le zero.term root zero,
        ← identity c (← power root s) (← power a size)]
      if r ≥ 0 then return ← result u w fun _ => mkAppM `NormNum.rpow_div facts
      let (v, x) := inverse u w
      result v x fun value => do
        mkAppM `NormNum.rpow_neg_div (facts.push (← identity c (← mkAppM ``HMul.hMul #[root, value]) (← mkNumeral c.type 1)))
    | _, _ => return none
  | _ => return none
where
  different? (x : Expr) : TermElabM Expr := do
    match ← comparison? (← mkEq x (← mkNumeral (← inferType x) 0)) with
    | some (false, proof) => return proof
    | _ => refuse "norm_num: an exponent that is zero"

/-- What a term is, its parts being evaluated. -/
def value? (e : Expr) : TermElabM (Option Simp.Result) := do
  if e.isSort || e.isLambda || e.isForall || e.isFVar || (numeral? e).isSome then return none
  let type ← inferType e
  if type.isProp then
    if let some found ← negation? e then return some found
    match ← comparison? e with
    | some found => return some (← truth found)
    | none => match ← decided? e with
      | some found => return some (← truth found)
      | none => return none
  if type.isSort then return none
  if let some found ← computed? e then return some found
  if let some found ← power? e then return some found
  match Positivity.headName e with
  | ``HAdd.hAdd | ``HSub.hSub | ``HMul.hMul | ``HDiv.hDiv | ``HPow.hPow | ``Neg.neg | ``Inv.inv => match ← ringOf? e with
    | some c => number? c e
    | none => return none
  | _ => return none

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

end ProofServer.NormNum
end
