module
public meta import Tactics.Positivity

/-! `gcongr` for the prelude: a relation between two terms of one shape follows from relations between the parts that differ.

`table` gives for a head symbol the lemma for each choice of the arguments that differ.  Premises about signs are left to `positivity`,
relations to the hypotheses; those that are not proved are left as goals, as Mathlib's tactic leaves them.  A pattern, `gcongr x * ?_ + 5`,
or a number, `gcongr 2`, says how far the tactic goes. -/

open Lean Meta Elab Tactic

public meta section
namespace Tactics.Gcongr
open LinearCombination

/-- A lemma for a relation, strict or not, between terms whose explicit arguments differ at these places. -/
structure Variant where
  strict : Bool
  varying : List Bool
  name : Name

def le (varying : List Bool) (name : Name) : Variant := ⟨false, varying, name⟩
def lt (varying : List Bool) (name : Name) : Variant := ⟨true, varying, name⟩

/-- Lemmas about head symbols. -/
structure Row where
  heads : List Name
  variants : List Variant

def table : List Row := [
  ⟨[``HAdd.hAdd], [le [true, true] `add_le_add, le [true, false] `add_le_add_left, le [false, true] `add_le_add_right,
    lt [true, true] `add_lt_add, lt [true, false] `add_lt_add_left, lt [false, true] `add_lt_add_right]⟩,
  ⟨[``HSub.hSub], [le [true, true] `sub_le_sub, le [true, false] `sub_le_sub_right, le [false, true] `sub_le_sub_left,
    lt [true, true] `sub_lt_sub, lt [true, false] `sub_lt_sub_right, lt [false, true] `sub_lt_sub_left]⟩,
  ⟨[``HMul.hMul], [le [true, true] `mul_le_mul, le [true, false] `mul_le_mul_of_nonneg_right, le [false, true] `mul_le_mul_of_nonneg_left,
    lt [true, true] `mul_lt_mul'', lt [true, false] `mul_lt_mul_of_pos_right, lt [false, true] `mul_lt_mul_of_pos_left]⟩,
  ⟨[``HDiv.hDiv], [le [true, true] `div_le_div₀, le [true, false] `div_le_div_of_nonneg_right, le [false, true] `div_le_div_of_nonneg_left,
    lt [true, false] `div_lt_div_of_pos_right, lt [false, true] `div_lt_div_of_pos_left, le [true, false] `Nat.div_le_div_right]⟩,
  ⟨[``HPow.hPow], [le [true, false] `pow_le_pow_left₀, le [false, true] `pow_le_pow_right₀, lt [true, false] `pow_lt_pow_left₀,
    lt [false, true] `pow_lt_pow_right₀, le [true, false] `Real.rpow_le_rpow, le [false, true] `Real.rpow_le_rpow_of_exponent_le]⟩,
  ⟨[``Neg.neg], [le [true] `neg_le_neg, lt [true] `neg_lt_neg]⟩,
  ⟨[``Inv.inv], [le [true] `inv_anti₀, lt [true] `inv_strictAnti₀]⟩,
  ⟨[``Max.max], [le [true, true] `max_le_max, le [true, false] `max_le_max_right, le [false, true] `max_le_max_left]⟩,
  ⟨[``Min.min], [le [true, true] `min_le_min, le [true, false] `min_le_min_right, le [false, true] `min_le_min_left]⟩,
  ⟨[``Nat.cast, ``NatCast.natCast], [le [true] `Gcongr.nat_cast_le, lt [true] `Gcongr.nat_cast_lt, le [true] `Gcongr.nat_to_int_le,
    lt [true] `Gcongr.nat_to_int_lt]⟩,
  ⟨[``Int.cast, ``IntCast.intCast], [le [true] `Gcongr.int_cast_le, lt [true] `Gcongr.int_cast_lt]⟩,
  ⟨[`Rat.cast], [le [true] `Gcongr.rat_cast_le, lt [true] `Gcongr.rat_cast_lt]⟩,
  ⟨[``Nat.succ], [le [true] ``Nat.succ_le_succ, lt [true] ``Nat.succ_lt_succ]⟩,
  ⟨[`Real.sqrt], [le [true] `Real.sqrt_le_sqrt, lt [true] `Real.sqrt_lt_sqrt]⟩,
  ⟨[`Real.exp], [le [true] `Real.exp_le_exp_of_le, lt [true] `Real.exp_lt_exp_of_lt]⟩,
  ⟨[`Real.log], [le [true] `Real.log_le_log, lt [true] `Real.log_lt_log]⟩,
  ⟨[`Int.floor], [le [true] `Int.floor_le_floor]⟩,
  ⟨[`Int.ceil], [le [true] `Int.ceil_le_ceil]⟩,
  ⟨[`Nat.factorial], [le [true] `Nat.factorial_le]⟩,
  ⟨[`Finset.sum], [le [false, true] `Finset.sum_le_sum]⟩,
  ⟨[`Finset.prod], [le [false, true] `Finset.prod_le_prod]⟩]

/-- The lemmas for congruences modulo a number, of integers or of natural numbers, by the last part of their names. -/
def modTable : List Row := [
  ⟨[``HAdd.hAdd], [le [true, true] `add, le [true, false] `add_right, le [false, true] `add_left]⟩,
  ⟨[``HSub.hSub], [le [true, true] `sub, le [true, false] `sub_right, le [false, true] `sub_left]⟩,
  ⟨[``HMul.hMul], [le [true, true] `mul, le [true, false] `mul_right, le [false, true] `mul_left]⟩,
  ⟨[``HPow.hPow], [le [true, false] `pow]⟩,
  ⟨[``Neg.neg], [le [true] `neg]⟩]

def lemmas (head : Name) : List Row → List Variant
  | [] => []
  | row :: rest => if row.heads.contains head then row.variants else lemmas head rest

def under (kind : Name) : List Name → List Name
  | [] => []
  | name :: rest => (kind ++ name) :: under kind rest

/-- `a ≡ b [ZMOD n]`, as its kind with `a` and `b`. -/
def congruence? (prop : Expr) : Option (Name × Expr × Expr) :=
  match prop.consumeMData with
  | .app (.app f a) b =>
    if f.isAppOfArity `Int.ModEq 1 || f.isAppOfArity `Nat.ModEq 1 then some (Positivity.headName f, a, b) else none
  | _ => none

/-- `a ≤ b` or `a < b`, as `(strict, a, b)`. -/
def relation? (prop : Expr) : Option (Bool × Expr × Expr) :=
  match prop.consumeMData with
  | .app (.app f a) b =>
    if f.isAppOfArity ``LE.le 2 then some (false, a, b)
    else if f.isAppOfArity ``LT.lt 2 then some (true, a, b)
    else if f.isAppOfArity ``GE.ge 2 then some (false, b, a)
    else if f.isAppOfArity ``GT.gt 2 then some (true, b, a)
    else none
  | _ => none

/-- For the last `count` arguments of two terms: whether they differ. -/
def differing : Nat → Expr → Expr → List Bool → List Bool
  | 0, _, _, found => found
  | n + 1, .app f a, .app g b, found => differing n f g ((a != b) :: found)
  | _, _, _, found => found

/-- How far to go: as far as terms are of one shape, so many steps, or to the holes of a pattern. -/
inductive Reach where
  | all
  | steps (n : Nat)
  | pattern (e : Expr)

/-- Whether a term is a hole `?_` of a pattern. -/
def isHole (e : Expr) : MetaM Bool := do
  match e.consumeMData.getAppFn with
  | .mvar m =>
    let decl ← m.getDecl
    return decl.kind.isSyntheticOpaque
  | _ => return false

partial def hasHole (e : Expr) : MetaM Bool := do
  if !e.hasExprMVar then return false
  if ← isHole e then return true
  match e with
  | .app f a => if ← hasHole a then return true else hasHole f
  | .lam _ _ b _ => hasHole b
  | .mdata _ a => hasHole a
  | _ => return false

/-- For the last `count` arguments of a pattern: whether they have holes. -/
def holes : Nat → Expr → List Bool → MetaM (List Bool)
  | n + 1, .app f a, found => do holes n f ((← hasHole a) :: found)
  | _, _, found => return found

def fits (reach : Reach) (strict : Bool) (a b : Expr) : List Variant → MetaM (List Name)
  | [] => return []
  | v :: rest => do
    let others ← fits reach strict a b rest
    let count := v.varying.toArray.size
    let varying ← match reach with
      | .pattern e => holes count e []
      | _ => pure (differing count a b [])
    return if v.strict == strict && varying == v.varying then v.name :: others else others

/-- The part of a pattern for the part `x` of a term; of a function, the pattern of its values. -/
def partFor (x : Expr) : Expr → Expr → Option Expr → MetaM (Option Expr)
  | .app f a, .app g p, found => do
    if !(← hasHole p) then return ← partFor x f g found
    if a == x then return some p
    match p with
    | .lam _ _ body _ => partFor x f g (some body)
    | _ => partFor x f g found
  | _, _, found => return found

/-- What is left of the reach for a premise that compares `x` with another term. -/
def Reach.next (reach : Reach) (a x : Expr) : MetaM Reach := do
  match reach with
  | .all => return .all
  | .steps n => return .steps (n - 1)
  | .pattern e => match ← partFor x a e none with
    | some p => return .pattern p
    | none => return .steps 0

def Reach.ended (reach : Reach) : MetaM Bool := do
  match reach with
  | .steps 0 => return true
  | .pattern e => isHole e
  | _ => return false

/-- What is left after a goal is worked on: the goals that no hypothesis proves; and names for what goals introduce. -/
structure Left where
  goals : IO.Ref (Array MVarId)
  names : List Name

/-- Whether one of some tactics proves a goal. -/
def byOneOf (goal : MVarId) : List Syntax → TermElabM Bool
  | [] => return false
  | tactic :: rest => do
    match ← attempt (runOn tactic goal) with
    | some _ => return true
    | none => byOneOf goal rest

/-- What premises about signs and sizes are left to. -/
def closeSide (goal : MVarId) : TermElabM Bool := do
  byOneOf goal [← `(tactic| assumption), positivity]

/-- What the relations between the parts are left to. -/
def closeMain (goal : MVarId) : TermElabM Bool := do
  byOneOf goal [← `(tactic| assumption), ← `(tactic| (with_reducible rfl)), ← turned `LT.lt.le, ← turned `Int.ModEq.symm,
    ← turned `Nat.ModEq.symm, ← reflexive `le_refl, ← reflexive `Int.ModEq.refl, ← reflexive `Nat.ModEq.refl]
where
  reflexive (name : Name) : TermElabM Syntax := `(tactic| with_reducible (exact $(mkIdent name) _))
  turned (name : Name) : TermElabM Syntax := `(tactic| (refine $(mkIdent name) ?_; assumption))

/-- The left side of a relation or congruence. -/
def leftSide? (prop : Expr) : Option Expr :=
  match relation? prop with
  | some (_, a, _) => some a
  | none => match congruence? prop with
    | some (_, a, _) => some a
    | none => none

mutual
/-- Work on a goal; false if it is no relation between terms of one shape. -/
partial def step (left : Left) (reach : Reach) (goal : MVarId) : TermElabM Bool := do
  if ← reach.ended then return false
  let decl ← goal.getDecl
  let prop ← instantiateMVars decl.type
  if prop.isArrow then return ← implication left reach goal prop.bindingDomain! prop.bindingBody!
  if let some (kind, a, b) := congruence? prop then
    let name := Positivity.headName a
    if name != Positivity.headName b then return false
    return ← firstOf left reach a goal (under kind (← fits reach false a b (lemmas name modTable)))
  let some (strict, a, b) := relation? prop | return false
  let name := Positivity.headName a
  if name != Positivity.headName b then return false
  firstOf left reach a goal (← fits reach strict a b (lemmas name table))

partial def firstOf (left : Left) (reach : Reach) (a : Expr) (goal : MVarId) : List Name → TermElabM Bool
  | [] => return false
  | name :: rest => do
    let before ← left.goals.get
    match ← attempt (byLemma left reach a goal name) with
    | some _ => return true
    | none =>
      left.goals.set before
      firstOf left reach a goal rest

partial def byLemma (left : Left) (reach : Reach) (a : Expr) (goal : MVarId) (name : Name) : TermElabM Unit := do
  let decl ← goal.getDecl
  let premises ← within decl (goal.apply (← mkConstWithFreshMVarLevels name))
  for premise in premises do
    if !(← premise.isAssigned) then solve left reach a premise

/-- From one relation to another of its kind: the sides are compared. -/
partial def implication (left : Left) (reach : Reach) (goal : MVarId) (a b : Expr) : TermElabM Bool := do
  let name? : Option Name := match congruence? a, congruence? b with
    | some (kind, _, _), some (kind', _, _) => if kind == kind' then some (.str (.str `Gcongr "imp") kind.getRoot.toString) else none
    | _, _ => match relation? a, relation? b with
      | some (strict, _, _), some (strict', _, _) =>
        if strict == strict' then some (if strict then `Gcongr.imp_lt else `Gcongr.imp_le) else none
      | _, _ => none
  match name?, reach with
  | none, _ | _, .pattern _ => return false
  | some name, _ => firstOf left reach a goal [name]

/-- Prove a premise, or leave it. -/
partial def solve (left : Left) (reach : Reach) (a : Expr) (goal : MVarId) : TermElabM Unit := do
  let decl ← goal.getDecl
  let prop ← instantiateMVars decl.type
  if prop.isForall then
    let side ← if (leftSide? prop.getForallBody).isNone then pure true else pure (← Positivity.asked? prop.getForallBody).isSome
    if side then
      if !(← within decl (closeSide goal)) then left.goals.modify (·.push goal)
      return
    let count := Positivity.solve.binders prop
    let (_, inner) ← match left.names with
      | [] => goal.introNP count
      | names => goal.introN count names
    solve left reach a inner
  else
    within decl do
      if ← closeMain goal then return
      match leftSide? prop with
      | some x =>
        if (← Positivity.asked? prop).isSome then
          if ← closeSide goal then return
        if ← step left (← reach.next a x) goal then return
        left.goals.modify (·.push goal)
      | none => if !(← closeSide goal) then left.goals.modify (·.push goal)
end

def elabGcongr (stx : Syntax) : TacticM Unit := fun _ ref => do
  let goals := (← ref.get).goals
  let some goal ← firstOpen goals | refuse "no goals"
  let left : Left := { goals := ← IO.mkRef #[], names := given (((stx.getArg 2).getArg 1).getArgs.toList) }
  let decl ← goal.getDecl
  let reach ← within decl (do reachOf ((stx.getArg 1).getArg 0) decl.type)
  if !(← within decl (do if ← step left reach goal then return true else closeMain goal)) then refuse "gcongr: both sides are not of one shape with parts that differ"
  ref.set { goals := replaced goal goals (← left.goals.get).toList }
where
  reachOf (pattern : Syntax) (prop : Expr) : TermElabM Reach := do
    if pattern.isMissing then return .all
    if let some n := pattern.isNatLit? then return .steps n
    match leftSide? (← instantiateMVars prop) with
    | some a =>
      let e ← Term.elabTermEnsuringType pattern (some (← inferType a))
      Term.synthesizeSyntheticMVarsNoPostponing
      return .pattern (← instantiateMVars e)
    | none => return .all
  given : List Syntax → List Name
    | [] => []
    | name :: names => (if (name.getArg 0).isIdent then (name.getArg 0).getId else `_) :: given names

end Tactics.Gcongr
end
