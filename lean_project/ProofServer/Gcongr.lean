module
public meta import ProofServer.Positivity

/-! `gcongr` for the prelude: a relation between two terms of one shape follows from relations between the parts that differ.

`lemmas` gives for a head symbol the lemma for each choice of the arguments that differ.  Premises about signs are left to `positivity`,
relations to the hypotheses; those that no hypothesis proves are left as goals, as Mathlib's tactic leaves them. -/

open Lean Meta Elab Tactic

public meta section
namespace ProofServer.Gcongr
open LinearCombination

/-- A lemma for a relation, strict or not, between terms whose explicit arguments differ at these places. -/
structure Variant where
  strict : Bool
  varying : List Bool
  name : Name

def le (varying : List Bool) (name : Name) : Variant := ⟨false, varying, name⟩
def lt (varying : List Bool) (name : Name) : Variant := ⟨true, varying, name⟩

def lemmas : Name → List Variant
  | ``HAdd.hAdd => [le [true, true] `add_le_add, le [true, false] `add_le_add_left, le [false, true] `add_le_add_right,
      lt [true, true] `add_lt_add, lt [true, false] `add_lt_add_left, lt [false, true] `add_lt_add_right]
  | ``HSub.hSub => [le [true, true] `sub_le_sub, le [true, false] `sub_le_sub_right, le [false, true] `sub_le_sub_left,
      lt [true, true] `sub_lt_sub, lt [true, false] `sub_lt_sub_right, lt [false, true] `sub_lt_sub_left]
  | ``HMul.hMul => [le [true, true] `mul_le_mul, le [true, false] `mul_le_mul_of_nonneg_right, le [false, true] `mul_le_mul_of_nonneg_left,
      lt [true, true] `mul_lt_mul'', lt [true, false] `mul_lt_mul_of_pos_right, lt [false, true] `mul_lt_mul_of_pos_left]
  | ``HDiv.hDiv => [le [true, true] `div_le_div₀, le [true, false] `div_le_div_of_nonneg_right, le [false, true] `div_le_div_of_nonneg_left,
      lt [true, false] `div_lt_div_of_pos_right, lt [false, true] `div_lt_div_of_pos_left, le [true, false] `Nat.div_le_div_right]
  | ``HPow.hPow => [le [true, false] `pow_le_pow_left₀, le [false, true] `pow_le_pow_right₀, lt [true, false] `pow_lt_pow_left₀,
      lt [false, true] `pow_lt_pow_right₀, le [true, false] `Real.rpow_le_rpow, le [false, true] `Real.rpow_le_rpow_of_exponent_le]
  | ``Neg.neg => [le [true] `neg_le_neg, lt [true] `neg_lt_neg]
  | ``Inv.inv => [le [true] `inv_anti₀, lt [true] `inv_strictAnti₀]
  | ``Max.max => [le [true, true] `max_le_max, le [true, false] `max_le_max_right, le [false, true] `max_le_max_left]
  | ``Min.min => [le [true, true] `min_le_min, le [true, false] `min_le_min_right, le [false, true] `min_le_min_left]
  | ``Nat.cast | ``NatCast.natCast => [le [true] `Gcongr.nat_cast_le, lt [true] `Gcongr.nat_cast_lt, le [true] `Gcongr.nat_to_int_le, lt [true] `Gcongr.nat_to_int_lt]
  | ``Int.cast | ``IntCast.intCast => [le [true] `Gcongr.int_cast_le, lt [true] `Gcongr.int_cast_lt]
  | `Rat.cast => [le [true] `Gcongr.rat_cast_le, lt [true] `Gcongr.rat_cast_lt]
  | ``Nat.succ => [le [true] ``Nat.succ_le_succ, lt [true] ``Nat.succ_lt_succ]
  | `Real.sqrt => [le [true] `Real.sqrt_le_sqrt, lt [true] `Real.sqrt_lt_sqrt]
  | `Real.exp => [le [true] `Real.exp_le_exp_of_le, lt [true] `Real.exp_lt_exp_of_lt]
  | `Real.log => [le [true] `Real.log_le_log, lt [true] `Real.log_lt_log]
  | `Int.floor => [le [true] `Int.floor_le_floor]
  | `Int.ceil => [le [true] `Int.ceil_le_ceil]
  | `Nat.factorial => [le [true] `Nat.factorial_le]
  | `Finset.sum => [le [false, true] `Finset.sum_le_sum]
  | `Finset.prod => [le [false, true] `Finset.prod_le_prod]
  | _ => []

/-- The lemmas for congruences modulo a number, of integers or of natural numbers. -/
def modLemmas (kind : Name) : Name → List Variant
  | ``HAdd.hAdd => [le [true, true] (.str kind "add"), le [true, false] (.str kind "add_right"), le [false, true] (.str kind "add_left")]
  | ``HSub.hSub => [le [true, true] (.str kind "sub"), le [true, false] (.str kind "sub_right"), le [false, true] (.str kind "sub_left")]
  | ``HMul.hMul => [le [true, true] (.str kind "mul"), le [true, false] (.str kind "mul_right"), le [false, true] (.str kind "mul_left")]
  | ``HPow.hPow => [le [true, false] (.str kind "pow")]
  | ``Neg.neg => [le [true] (.str kind "neg")]
  | _ => []

/-- `a ≡ b [ZMOD n]`, as its kind with `a` and `b`. -/
def congruence? (prop : Expr) : Option (Name × Expr × Expr) :=
  match prop with
  | .app (.app (.app (.const kind _) _) a) b => if kind == `Int.ModEq || kind == `Nat.ModEq then some (kind, a, b) else none
  | .mdata _ p => congruence? p
  | _ => none

/-- `a ≤ b` or `a < b`, as `(strict, a, b)`. -/
def relation? (prop : Expr) : Option (Bool × Expr × Expr) :=
  match prop with
  | .app (.app (.app (.app (.const ``LE.le _) _) _) a) b => some (false, a, b)
  | .app (.app (.app (.app (.const ``LT.lt _) _) _) a) b => some (true, a, b)
  | .app (.app (.app (.app (.const ``GE.ge _) _) _) b) a => some (false, a, b)
  | .app (.app (.app (.app (.const ``GT.gt _) _) _) b) a => some (true, a, b)
  | .mdata _ p => relation? p
  | _ => none

/-- For the last `count` arguments of two terms: whether they differ. -/
def differing : Nat → Expr → Expr → List Bool → List Bool
  | 0, _, _, found => found
  | n + 1, .app f a, .app g b, found => differing n f g ((a != b) :: found)
  | _, _, _, found => found

def fits (strict : Bool) (a b : Expr) : List Variant → List Name
  | [] => []
  | v :: rest =>
    if v.strict == strict && differing v.varying.toArray.size a b [] == v.varying then v.name :: fits strict a b rest
    else fits strict a b rest

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
  let norm_num1 : Syntax := .node .none `preludeNormNum1 #[.atom .none "norm_num1", .node .none `null #[]]
  byOneOf goal [← `(tactic| assumption), positivity, norm_num1, ← `(tactic| omega)]

/-- What the relations between the parts are left to. -/
def closeMain (goal : MVarId) : TermElabM Bool := do
  byOneOf goal [← `(tactic| assumption), ← `(tactic| (with_reducible rfl)), ← `(tactic| (refine LT.lt.le ?_; assumption)), ← `(tactic| solve_by_elim)]

mutual
/-- Work on a goal; false if it is no relation between terms of one shape. -/
partial def step (left : Left) (goal : MVarId) : TermElabM Bool := do
  let decl ← goal.getDecl
  let prop ← instantiateMVars decl.type
  if let some (kind, a, b) := congruence? prop then
    let name := Positivity.headName a
    if name != Positivity.headName b then return false
    return ← firstOf left goal (fits false a b (modLemmas kind name))
  let some (strict, a, b) := relation? prop | return false
  let name := Positivity.headName a
  if name != Positivity.headName b then return false
  firstOf left goal (fits strict a b (lemmas name))

partial def firstOf (left : Left) (goal : MVarId) : List Name → TermElabM Bool
  | [] => return false
  | name :: rest => do
    let before ← left.goals.get
    match ← attempt (byLemma left goal name) with
    | some _ => return true
    | none =>
      left.goals.set before
      firstOf left goal rest

partial def byLemma (left : Left) (goal : MVarId) (name : Name) : TermElabM Unit := do
  let decl ← goal.getDecl
  let premises ← within decl (goal.apply (← mkConstWithFreshMVarLevels name))
  for premise in premises do
    if !(← premise.isAssigned) then solve left premise

/-- Prove a premise, or leave it if it is a relation. -/
partial def solve (left : Left) (goal : MVarId) : TermElabM Unit := do
  let decl ← goal.getDecl
  let prop ← instantiateMVars decl.type
  if prop.isForall then
    let count := Positivity.solve.binders prop
    let (_, inner) ← match left.names with
      | [] => goal.introNP count
      | names => goal.introN count names
    solve left inner
  else
    within decl do
      if ← closeMain goal then return
      match relation? prop with
      | some _ =>
        if (← Positivity.asked? prop).isSome then
          if ← closeSide goal then return
        if ← step left goal then return
        if ← closeSide goal then return
        left.goals.modify (·.push goal)
      | none =>
        if (congruence? prop).isNone then
          if !(← closeSide goal) then refuse "gcongr: a side condition is not proved"
        else if !(← step left goal) then left.goals.modify (·.push goal)
end

def elabGcongr (stx : Syntax) : TacticM Unit := fun _ ref => do
  let goals := (← ref.get).goals
  let some goal ← firstOpen goals | refuse "no goals"
  let left : Left := { goals := ← IO.mkRef #[], names := given (((stx.getArg 2).getArg 1).getArgs.toList) }
  let decl ← goal.getDecl
  if !(← within decl (do if ← step left goal then return true else closeMain goal)) then refuse "gcongr: both sides are not of one shape with parts that differ"
  ref.set { goals := joined (← left.goals.get).toList (rest goal goals) }
where
  given : List Syntax → List Name
    | [] => []
    | name :: names => (if (name.getArg 0).isIdent then (name.getArg 0).getId else `_) :: given names
  rest (goal : MVarId) : List MVarId → List MVarId
    | [] => []
    | g :: gs => if g == goal then gs else g :: rest goal gs
  joined : List MVarId → List MVarId → List MVarId
    | [], gs => gs
    | g :: left, gs => g :: joined left gs

end ProofServer.Gcongr
end
