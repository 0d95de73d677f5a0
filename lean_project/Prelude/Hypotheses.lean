import Prelude.TacticForms

/-! Mathlib's tactics that change hypotheses together with the goal: `apply_fun`, `apply … at`, `peel`, `lift`, `wlog`. -/

/-- Mathlib's `CanLift`: elements with `cond` are images of elements of `β`. -/
class CanLift (α : Type u) (β : Type v) (coe : outParam (β → α)) (cond : outParam (α → Prop)) : Prop where
  prf : ∀ x : α, cond x → ∃ y : β, coe y = x
instance : CanLift Int Nat (fun n => (n : Int)) (fun x => 0 ≤ x) := ⟨fun _ h => (Int.eq_ofNat_of_zero_le h).imp fun _ e => e.symm⟩
instance : CanLift Rat Int (fun n => (n : Rat)) (fun q => q.den = 1) := ⟨fun q h => ⟨q.num, Rat.ext rfl h.symm⟩⟩
instance : CanLift Nat PNat PNat.val (fun n => 0 < n) := ⟨fun n h => ⟨⟨n, h⟩, rfl⟩⟩
instance : CanLift Int PNat (fun n => (PNat.val n : Int)) (fun x => 0 < x) :=
  ⟨fun x h => ⟨⟨x.toNat, by omega⟩, by show ((x.toNat : Nat) : Int) = x; omega⟩⟩
instance {ℝ : Type} [OrderedField ℝ] : CanLift ℝ (NNReal ℝ) NNReal.toReal (fun x => 0 ≤ x) := ⟨fun x h => ⟨⟨x, h⟩, rfl⟩⟩

section
open Lean

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
end
