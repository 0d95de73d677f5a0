import Prelude.TacticForms

/-! `bound`, and Mathlib's tactics that change a hypothesis by a function, lift, rewrite in chosen places or pick out a case. -/

/-- Mathlib's `CanLift`: elements with `cond` are images of elements of `β`. -/
class CanLift (α : Type u) (β : Type v) (coe : outParam (β → α)) (cond : outParam (α → Prop)) : Prop where
  prf : ∀ x : α, cond x → ∃ y : β, coe y = x
instance : CanLift Int Nat (fun n => (n : Int)) (fun x => 0 ≤ x) := ⟨fun _ h => (Int.eq_ofNat_of_zero_le h).imp fun _ e => e.symm⟩
instance : CanLift Rat Int (fun n => (n : Rat)) (fun q => q.den = 1) := ⟨fun q h => ⟨q.num, Rat.ext rfl h.symm⟩⟩
instance : CanLift Nat PNat PNat.val (fun n => 0 < n) := ⟨fun n h => ⟨⟨n, h⟩, rfl⟩⟩
instance : CanLift Int PNat (fun n => (PNat.val n : Int)) (fun x => 0 < x) :=
  ⟨fun x h => ⟨⟨x.toNat, by omega⟩, by show ((x.toNat : Nat) : Int) = x; omega⟩⟩
instance {ℝ : Type} [OrderedField ℝ] : CanLift ℝ (NNReal ℝ) NNReal.toReal (fun x => 0 ≤ x) := ⟨fun x h => ⟨⟨x, h⟩, rfl⟩⟩

theorem min_lt_of_left_lt {α : Type u} [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [Min α] [Max α] [LawfulMinMax α]
    {a b c : α} (h : a < c) : min a b < c := lt_of_le_of_lt (min_le_left a b) h
theorem min_lt_of_right_lt {α : Type u} [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [Min α] [Max α] [LawfulMinMax α]
    {a b c : α} (h : b < c) : min a b < c := lt_of_le_of_lt (min_le_right a b) h
theorem Real.one_lt_exp {ℝ : Type} [RealField ℝ] {x : ℝ} (h : 0 < x) : 1 < Real.exp x := by
  have := Real.exp_lt_exp_of_lt h; rwa [Real.exp_zero] at this
theorem Real.rpow_le_rpow_of_exponent_ge {ℝ : Type} [RealField ℝ] {x y z : ℝ} (h : 0 < x) (k : x ≤ 1) (l : z ≤ y) : x ^ y ≤ x ^ z := by
  rw [Real.rpow_def_of_pos h, Real.rpow_def_of_pos h, Real.exp_le_exp]
  have := mul_nonneg (neg_nonneg.2 (Real.log_nonpos (le_of_lt h) k)) (sub_nonneg.2 l)
  grind

section
open Lean

/-! ### `bound`: an inequality by the structure of its sides -/

/-- One way to go on with an inequality, the surest first; each leaves inequalities of parts. -/
syntax "bound_step" : tactic
macro_rules
  | `(tactic| bound_step) => `(tactic| first
  | assumption
  | (refine LT.lt.le ?_; assumption)
  | positivity
  | norm_num1
  | linarith_exact
  | (first
      | refine le_max_of_le_left ?_ | refine min_le_of_left_le ?_ | refine lt_max_of_lt_left ?_ | refine min_lt_of_left_lt ?_); bound_step
  | (first
      | refine le_max_of_le_right ?_ | refine min_le_of_right_le ?_ | refine lt_max_of_lt_right ?_ | refine min_lt_of_right_lt ?_); bound_step
  | refine sub_nonneg_of_le ?_ <;> bound_step
  | refine sub_pos_of_lt ?_ <;> bound_step
  | refine add_le_add ?_ ?_ <;> bound_step
  | refine sub_le_sub ?_ ?_ <;> bound_step
  | refine mul_le_mul_of_nonneg_left ?_ ?_ <;> bound_step
  | refine mul_le_mul_of_nonneg_right ?_ ?_ <;> bound_step
  | refine mul_le_mul ?_ ?_ ?_ ?_ <;> bound_step
  | refine (div_lt_one ?_).2 ?_ <;> bound_step
  | refine div_le_one_of_le₀ ?_ ?_ <;> bound_step
  | refine div_le_div_of_nonneg_right ?_ ?_ <;> bound_step
  | refine div_le_div_of_nonneg_left ?_ ?_ ?_ <;> bound_step
  | refine pow_le_pow_left₀ ?_ ?_ _ <;> bound_step
  | refine pow_le_pow_right₀ ?_ ?_ <;> bound_step
  | refine pow_le_pow_of_le_one ?_ ?_ ?_ <;> bound_step
  | refine Real.rpow_le_rpow ?_ ?_ ?_ <;> bound_step
  | refine Real.rpow_le_rpow_of_exponent_le ?_ ?_ <;> bound_step
  | refine Real.rpow_le_rpow_of_exponent_ge ?_ ?_ ?_ <;> bound_step
  | refine one_le_pow₀ ?_ <;> bound_step
  | refine pow_le_one₀ ?_ ?_ <;> bound_step
  | refine inv_anti₀ ?_ ?_ <;> bound_step
  | refine Real.log_le_log ?_ ?_ <;> bound_step
  | refine Real.one_lt_exp ?_ <;> bound_step
  | refine Real.sqrt_le_sqrt ?_ <;> bound_step
  | refine abs_sub_le _ _ _
  | exact_mod_cast (by assumption))
macro "bound" : tactic => `(tactic| (intros; bound_step))
syntax "bound" " [" prelude_hints : tactic
macro_rules
  | `(tactic| bound [ $h:prelude_hints) => `(tactic| (have_hints [ $h:prelude_hints; bound))

/-! ### Functions on both sides of hypotheses and goals -/

theorem apply_at {a b c : Prop} (f : a → b) (h : a) (k : b → c) : c := k (f h)
theorem apply_fun_monotone {α : Type u} {β : Type v} [LE α] [LE β] (f : α → β) (m : Monotone f) {a b : α} (h : a ≤ b) {c : Prop}
    (k : f a ≤ f b → c) : c := k (m h)
theorem apply_fun_strictMono {α : Type u} {β : Type v} [LT α] [LT β] (f : α → β) (m : StrictMono f) {a b : α} (h : a < b) {c : Prop}
    (k : f a < f b → c) : c := k (m h)
theorem apply_fun_injective {α : Type u} {β : Type v} (f : α → β) (m : Function.Injective f) {a b : α} (h : a ≠ b) {c : Prop}
    (k : f a ≠ f b → c) : c := k (m.ne h)

macro "apply_fun " f:term " at " h:ident " using " m:term : tactic => `(tactic| (
  first
  | replace $h:ident := $m $h
  | replace $h:ident := Function.Injective.ne $m $h
  try dsimp only at $h:ident))
macro "apply_fun " f:term " at " h:ident : tactic => `(tactic| (
  first
  | replace $h:ident := congrArg $f $h
  | replace $h:ident := Function.Injective.ne (by assumption : Function.Injective $f) $h
  | (refine apply_fun_monotone $f ?_ $h ?_; clear $h; rotate_left; intro $h:ident)
  | (refine apply_fun_strictMono $f ?_ $h ?_; clear $h; rotate_left; intro $h:ident)
  | (refine apply_fun_injective $f ?_ $h ?_; clear $h; rotate_left; intro $h:ident)
  try dsimp only at $h:ident))
macro "apply_fun " f:term " using " h:term : tactic => `(tactic| refine $h (?_ : $f _ = $f _))
macro "apply_fun " f:term : tactic => `(tactic| first
  | refine fun e => (?_ : $f _ ≠ $f _) (congrArg $f e)
  | refine (by assumption : Function.Injective $f) ?_
  | refine Equiv.injective $f ?_
  | (refine (?_ : Function.Injective $f) ?_; rotate_left))

/-! ### Lemmas on hypotheses -/

/-- The lemma's last explicit premise that fits is the hypothesis; earlier ones are goals. -/
macro "apply " f:term " at " h:ident : tactic => `(tactic| first
  | replace $h:ident := $f $h
  | replace $h:ident := Iff.mp $f $h
  | (refine apply_at ($f ?_) $h ?_; clear $h; rotate_left; intro $h:ident; rotate_right)
  | (refine apply_at ($f ?_ ?_) $h ?_; clear $h; rotate_left; rotate_left; intro $h:ident; rotate_right; rotate_right)
  | replace $h:ident := $f _ $h
  | replace $h:ident := $f _ _ $h
  | replace $h:ident := $f _ _ _ $h)

/-! ### Layers of quantifiers -/

syntax "rename_here " ident ident : tactic
macro_rules
  | `(tactic| rename_here $h:ident $k:ident) => `(tactic| (have $k:ident := $h; clear $h))
/-- One quantifier or premise from a hypothesis and from the goal. -/
syntax "peel_layer " ident ident : tactic
macro_rules
  | `(tactic| peel_layer $h:ident $x:ident) => `(tactic| first
    | (intro $x:ident; replace $h:ident := $h $x:ident)
    | (obtain ⟨$x:ident, $h:ident⟩ := $h:ident; refine ⟨$x:ident, ?_⟩))
syntax "peel_iff_layer " ident : tactic
macro_rules
  | `(tactic| peel_iff_layer $x:ident) => `(tactic| first
    | refine forall_congr' fun $x:ident => ?_
    | refine exists_congr fun $x:ident => ?_
    | refine imp_congr_right fun $x:ident => ?_
    | refine and_congr_right fun $x:ident => ?_)
/-- Layer after layer, as far as there are names; the last is for what is left of the hypothesis. -/
def peelNames (h : Ident) : List Syntax → MacroM (TSyntax `tactic)
  | [] => `(tactic| skip)
  | [k] => do
    let k : Ident := ⟨k⟩
    `(tactic| rename_here $h:ident $k:ident)
  | x :: names => do
    let x : Ident := ⟨x⟩
    let rest ← peelNames h names
    `(tactic| (peel_layer $h:ident $x:ident; $rest:tactic))
def peelIffNames : List Syntax → MacroM (TSyntax `tactic)
  | [] => `(tactic| skip)
  | x :: names => do
    let x : Ident := ⟨x⟩
    let rest ← peelIffNames names
    `(tactic| (peel_iff_layer $x:ident; $rest:tactic))
def peelTimes (h : Ident) : Nat → MacroM (TSyntax `tactic)
  | 0 => `(tactic| skip)
  | n + 1 => do
    let rest ← peelTimes h n
    `(tactic| (peel_layer $h:ident hidden; $rest:tactic))
def peelIffTimes : Nat → MacroM (TSyntax `tactic)
  | 0 => `(tactic| skip)
  | n + 1 => do
    let rest ← peelIffTimes n
    `(tactic| (peel_iff_layer hidden; $rest:tactic))

/-- `peel h with x y k`: the quantifiers of `h` and of the goal, as far as there are names, and `k` for what is left of `h`. -/
syntax (name := preludePeel) "peel" (ppSpace num)? (ppSpace colGt term)? (" with" (ppSpace colGt ident)+)? (" using " term)? : tactic
@[macro preludePeel] def expandPeel : Macro := fun stx => do
  let this : Ident := mkIdent `this
  let hypothesis : Option Term := match stx[2].getArgs.toList with
    | [h] => some ⟨h⟩
    | _ => none
  let first ← match hypothesis, stx[3].getArgs.toList with
    | none, [_, names] => peelIffNames names.getArgs.toList
    | none, _ => match stx[1].getArgs.toList with
      | [n] => peelIffTimes ((⟨n⟩ : NumLit).getNat)
      | _ => `(tactic| (peel_iff_layer hidden; repeat peel_iff_layer hidden))
    | some h, [_, names] => do
      let layers ← peelNames this names.getArgs.toList
      `(tactic| (have $this:ident := $h; $layers:tactic))
    | some h, _ => match stx[1].getArgs.toList with
      | [n] => do
        let layers ← peelTimes this ((⟨n⟩ : NumLit).getNat)
        `(tactic| (have $this:ident := $h; $layers:tactic))
      | _ => `(tactic| (have $this:ident := $h; peel_layer $this:ident hidden; repeat peel_layer $this:ident hidden))
  match stx[4].getArgs.toList with
  | [_, e] => `(tactic| ($first:tactic; exact $(⟨e⟩)))
  | _ => return first.raw

/-! ### `lift` -/

/-- `lift x to T using h with y`: `x` as the image of `y : T`. -/
syntax (name := preludeLift) "lift " term:max " to " term:max (" using " term)? (" with " (ppSpace colGt ident)+)? : tactic
@[macro preludeLift] def expandLift : Macro := fun stx => do
  let x : Term := ⟨stx[1]⟩
  let type : Term := ⟨stx[3]⟩
  let name : Ident ← match stx[5].getArgs.toList with
    | _ :: names :: _ => pure ⟨names[0]⟩
    | _ => if stx[1].isIdent then pure ⟨stx[1]⟩ else throw (Macro.Exception.error stx "lift: name the new variable: `lift … to … using … with y`")
  let kept := stx[5][1][1]
  let named := kept.isIdent && kept.getId.toString != "rfl"
  let proof : Option Term := match stx[4].getArgs.toList with
    | [_, h] => some ⟨h⟩
    | _ => none
  match proof with
  | some h =>
    if named then
      let k : Ident := ⟨kept⟩
      `(tactic| (obtain ⟨$name:ident, $k:ident⟩ := CanLift.prf (β := $type) $x $h; try simp only [← $k:ident]))
    else `(tactic| (obtain ⟨$name:ident, same⟩ := CanLift.prf (β := $type) $x $h; subst same))
  | none => `(tactic| (refine Exists.elim (CanLift.prf (β := $type) $x ?_) (fun $name same => ?_); rotate_left; subst same; rotate_right))

/-! ### `wlog` -/

/-- What it does stands in `Tactics/Wlog.lean`. -/
syntax (name := preludeWlog) "wlog " binderIdent " : " term (" generalizing" (ppSpace colGt ident)*)? (" with " ident)? : tactic
syntax (name := preludeWlogPush) "wlog! " binderIdent " : " term (" generalizing" (ppSpace colGt ident)*)? (" with " ident)? : tactic
@[macro preludeWlogPush] def expandWlogPush : Macro := fun stx => do
  let hidden ← `(binderIdent| h)
  let named := stx[1][0].isIdent
  let name : Syntax := if named then stx[1] else hidden
  let first : TSyntax `tactic := ⟨.node .none `preludeWlog #[.atom .none "wlog ", name, stx[2], stx[3], stx[4], stx[5]]⟩
  let h : Ident := ⟨name[0]⟩
  `(tactic| ($first:tactic; try push_neg at $h:ident))

/-! ### Rewriting in several places, and to the reals -/

syntax (name := preludeNthRewrites) "nth_rewrite " num num+ Parser.Tactic.rwRuleSeq (Parser.Tactic.location)? : tactic
syntax (name := preludeNthRws) "nth_rw " num num+ Parser.Tactic.rwRuleSeq (Parser.Tactic.location)? : tactic
def placesTerm : List Syntax → MacroM Term
  | [] => `([])
  | n :: rest => do
    let rest ← placesTerm rest
    `(List.cons $(⟨n⟩) $rest)
def nthRewrites (stx : Syntax) : MacroM Syntax := do
  let places ← placesTerm (stx[1] :: stx[2].getArgs.toList)
  let s ← `(tactic| rewrite (occs := .pos $places) [rfl])
  return (s.raw.setArg 2 stx[3]).setArg 3 stx[4]
@[macro preludeNthRewrites] def expandNthRewrites : Macro := nthRewrites
@[macro preludeNthRws] def expandNthRws : Macro := fun stx => do
  let s ← nthRewrites stx
  `(tactic| ($(⟨s⟩):tactic; try with_reducible rfl))

syntax (name := preludeRify) "rify" (" [" withoutPosition((Parser.Tactic.simpStar <|> Parser.Tactic.simpErase <|> Parser.Tactic.simpLemma),*,?) "]")? (Parser.Tactic.location)? : tactic
@[macro preludeRify] def expandRify : Macro := fun stx => do
  let real := mkIdent `ℝ
  castRelations (← `(tactic| simp only [← Nat.cast_inj (α := $real), ← Nat.cast_le (α := $real), ← Nat.cast_lt (α := $real),
    ← Int.cast_inj (α := $real), ← Int.cast_le (α := $real), ← Int.cast_lt (α := $real), ← Rat.cast_inj (α := $real),
    ← Rat.cast_le (α := $real), ← Rat.cast_lt (α := $real)])) stx

/-! ### Cases of a term's values, and more names for what there is -/

macro "interval_cases " h:ident " : " t:term : tactic => `(tactic| (
  obtain ⟨value, $h:ident⟩ : ∃ x, $t = x := ⟨_, rfl⟩
  interval_cases value <;> (try rw [$h:ident])))
macro "linarith?" : tactic => `(tactic| linarith)
syntax "linarith?" " only"? " [" prelude_hints : tactic
syntax "linarith" " (" &"oracle" " := " term ")" : tactic
syntax "nlinarith" " (" &"oracle" " := " term ")" : tactic
macro_rules
  | `(tactic| linarith? only [ $h:prelude_hints) => `(tactic| linarith [ $h:prelude_hints)
  | `(tactic| linarith? [ $h:prelude_hints) => `(tactic| linarith [ $h:prelude_hints)
  | `(tactic| linarith (oracle := $_)) => `(tactic| linarith)
  | `(tactic| nlinarith (oracle := $_)) => `(tactic| nlinarith)
/-- First cases of each hypothesis `a ≠ b`: less or greater. -/
syntax "split_ne" : tactic
macro_rules
  | `(tactic| split_ne) => `(tactic| first
    | (rename _ ≠ _ => differ
       refine Or.elim (lt_or_gt_of_ne differ) ?_ ?_ <;> (clear differ; intro less; split_ne))
    | skip)
syntax "linarith" " +splitNe" : tactic
syntax "linarith" " +splitNe" " [" prelude_hints : tactic
macro_rules
  | `(tactic| linarith +splitNe) => `(tactic| ((try refine fun same => ?_); split_ne <;> linarith))
  | `(tactic| linarith +splitNe [ $h:prelude_hints) => `(tactic| (have_hints [ $h:prelude_hints; linarith +splitNe))
macro "transitivity " t:term : tactic => `(tactic| refine Trans.trans (b := $t) ?_ ?_)
macro "ring_nf" : conv => `(conv| tactic => (ring_nf_exact; try rfl))
macro "ring" : conv => `(conv| tactic => (ring_nf_exact; try rfl))
macro "field_simp" : conv => `(conv| tactic => (field_simp; try rfl))
macro "conv_lhs" " => " s:Parser.Tactic.Conv.convSeq : tactic => `(tactic| conv => lhs; ($s:convSeq))
macro "conv_rhs" " => " s:Parser.Tactic.Conv.convSeq : tactic => `(tactic| conv => rhs; ($s:convSeq))
end
