import Prelude.Tactic

/-! Mathlib's tactics that rearrange goals and hypotheses and decide nothing themselves, and further forms of those in `Tactic.lean`. -/

/-! ### Contraposition -/

theorem Contrapose.neg_pos {p q : Prop} (h : ¬q → p) : ¬p → q := fun k => Classical.byContradiction fun l => k (h l)
theorem Contrapose.pos_neg {p q : Prop} (h : q → ¬p) : p → ¬q := fun k l => h l k

section
open Lean

macro "contrapose" : tactic => `(tactic| first
  | refine mt ?_
  | refine Contrapose.pos_neg ?_
  | refine Contrapose.neg_pos ?_
  | refine Function.mtr ?_)
macro "contrapose " h:ident : tactic => `(tactic| (revert $h:ident; contrapose; intro $h:ident))
macro "contrapose " h:ident " with " k:ident : tactic => `(tactic| (revert $h:ident; contrapose; intro $k:ident))
macro "contrapose! " h:ident " with " k:ident : tactic => `(tactic| (contrapose! $h:ident; rename _ => $k:ident))
macro "by_contra! " h:ident " : " t:term : tactic => `(tactic| (by_contra! $h:ident; change $t at $h:ident))
macro "by_contra!" : tactic => `(tactic| (refine Classical.byContradiction fun this => ?_; try push_neg at this))
macro "by_contra " h:ident " : " t:term : tactic => `(tactic| (refine Classical.byContradiction fun $h => ?_; change $t at $h:ident))

/-! ### Rewriting -/

syntax (name := preludeNthRewrite) "nth_rewrite " num Parser.Tactic.rwRuleSeq (Parser.Tactic.location)? : tactic
syntax (name := preludeNthRw) "nth_rw " num Parser.Tactic.rwRuleSeq (Parser.Tactic.location)? : tactic

def nthRewrite (stx : Syntax) : MacroM Syntax := do
  let s ← `(tactic| rewrite (occs := .pos [$(⟨stx[1]⟩)]) [rfl])
  return (s.raw.setArg 2 stx[2]).setArg 3 stx[3]
@[macro preludeNthRewrite] def expandNthRewrite : Macro := nthRewrite
@[macro preludeNthRw] def expandNthRw : Macro := fun stx => do
  let s ← nthRewrite stx
  `(tactic| ($(⟨s⟩):tactic; try with_reducible rfl))

syntax (name := preludeSimpRw) "simp_rw " Parser.Tactic.rwRuleSeq (Parser.Tactic.location)? : tactic

/-- One rule after the other, each used wherever it fits. -/
def simpRw (location : Syntax) : List Syntax → MacroM (TSyntax `tactic)
  | [] => `(tactic| skip)
  | rule :: rest => do
    if rule.isAtom then return ← simpRw location rest
    let s ← `(tactic| simp only [rfl])
    let simpLemma := Syntax.node .none ``Parser.Tactic.simpLemma #[.node .none nullKind #[], rule[0], rule[1]]
    let list := Syntax.node .none nullKind #[.atom .none "[", .node .none nullKind #[simpLemma], .atom .none "]"]
    let s := (s.raw.setArg 4 list).setArg 5 location
    let more ← simpRw location rest
    `(tactic| ($(⟨s⟩):tactic; $more:tactic))
@[macro preludeSimpRw] def expandSimpRw : Macro := fun stx => return (← simpRw stx[2] stx[1][1].getArgs.toList).raw

/-! ### Functions on both sides, casts taken away, choice, abbreviations -/

macro "set " x:ident " := " e:term : tactic => `(tactic| (let $x := $e; try simp only [show $e = $x from rfl] at *))
macro "set " x:ident " := " e:term " with " h:ident : tactic => `(tactic| (set $x := $e; have $h : $x = $e := rfl))
macro "set " x:ident " : " t:term " := " e:term : tactic => `(tactic| set $x := ($e : $t))
macro "set " x:ident " : " t:term " := " e:term " with " h:ident : tactic => `(tactic| set $x := ($e : $t) with $h)

declare_syntax_cat prelude_names
syntax ident : prelude_names
syntax ident prelude_names : prelude_names
syntax "obtain_names " prelude_names " from " ident : tactic
macro_rules
  | `(tactic| obtain_names $x:ident from $h) => `(tactic| have $x := $h)
  | `(tactic| obtain_names $x:ident $rest:prelude_names from $h) => `(tactic| (obtain ⟨$x:ident, chosen⟩ := $h; obtain_names $rest from chosen))
macro "choose " names:prelude_names " using " h:term : tactic => `(tactic| (
  have choice := $h
  simp only [Classical.skolem, forall_and] at choice
  obtain_names $names from choice))

/-! ### From the naturals to the integers, from there to the rationals -/

syntax (name := preludeZify) "zify" (" [" withoutPosition((Parser.Tactic.simpStar <|> Parser.Tactic.simpErase <|> Parser.Tactic.simpLemma),*,?) "]")? (Parser.Tactic.location)? : tactic
syntax (name := preludeQify) "qify" (" [" withoutPosition((Parser.Tactic.simpStar <|> Parser.Tactic.simpErase <|> Parser.Tactic.simpLemma),*,?) "]")? (Parser.Tactic.location)? : tactic

/-- Relations by a lemma's reverse, then casts pushed inwards with what is given. -/
def castRelations (first : TSyntax `tactic) (stx : Syntax) : MacroM Syntax := do
  let second ← `(tactic| push_cast)
  let second : TSyntax `tactic := ⟨(second.raw.setArg 4 stx[1]).setArg 5 stx[2]⟩
  let first : TSyntax `tactic := ⟨first.raw.setArg 5 stx[2]⟩
  `(tactic| (try $first:tactic; try $second:tactic))
@[macro preludeZify] def expandZify : Macro := fun stx => do
  castRelations (← `(tactic| simp only [← Int.natCast_inj, ← Int.ofNat_le, ← Int.ofNat_lt, ← Int.natCast_dvd_natCast])) stx
@[macro preludeQify] def expandQify : Macro := fun stx => do
  castRelations (← `(tactic| simp only [← Nat.cast_inj (α := Rat), ← Nat.cast_le (α := Rat), ← Nat.cast_lt (α := Rat),
    ← Int.cast_inj (α := Rat), ← Int.cast_le (α := Rat), ← Int.cast_lt (α := Rat)])) stx

/-- Every hypothesis and the goal, from the naturals to the integers; what is no such comparison stays. -/
syntax (name := preludeZifyAll) "zify_all" : tactic
@[macro preludeZifyAll] def expandZifyAll : Macro := fun _ => do `(tactic| (
  try simp only [← Int.natCast_inj, ← Int.ofNat_le, ← Int.ofNat_lt] at *
  try push_cast at *))

/-! ### Goals one by one -/

syntax "exacts" " [" prelude_hints : tactic
macro_rules
  | `(tactic| exacts [ ]) => `(tactic| done)
  | `(tactic| exacts [ $t:term ]) => `(tactic| exact $t)
  | `(tactic| exacts [ $t:term, $h:prelude_hints) => `(tactic| (exact $t; exacts [ $h:prelude_hints))
syntax "use! " prelude_uses : tactic
macro_rules
  | `(tactic| use! $t:term) => `(tactic| (refine ⟨$t, ?_⟩; try (first | with_reducible rfl | trivial | assumption)))
  | `(tactic| use! $t:term, $h:prelude_uses) => `(tactic| (refine ⟨$t, ?_⟩; use! $h))
syntax "existsi " prelude_uses : tactic
macro_rules
  | `(tactic| existsi $t:term) => `(tactic| refine ⟨$t, ?_⟩)
  | `(tactic| existsi $t:term, $h:prelude_uses) => `(tactic| (refine ⟨$t, ?_⟩; existsi $h))

/-! ### Arithmetic by other names -/

macro "ring1" : tactic => `(tactic| linear_combination)
macro "ring!" : tactic => `(tactic| ring)
macro "ring_nf!" : tactic => `(tactic| ring_nf)
macro "abel" : tactic => `(tactic| linear_combination)
macro "field" : tactic => `(tactic| (field_simp; ring))
macro "linarith!" : tactic => `(tactic| linarith)
syntax "linarith" " only" " [" prelude_hints : tactic
syntax "nlinarith" " only" " [" prelude_hints : tactic
syntax "rel" " [" prelude_hints : tactic
macro_rules
  | `(tactic| linarith only [ $h:prelude_hints) => `(tactic| linarith [ $h:prelude_hints)
  | `(tactic| nlinarith only [ $h:prelude_hints) => `(tactic| nlinarith [ $h:prelude_hints)
  | `(tactic| rel [ $h:prelude_hints) => `(tactic| (have_hints [ $h:prelude_hints; gcongr; done))

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
