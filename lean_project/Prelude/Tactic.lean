import Prelude.Notation
import Prelude.Certificates

/-! Tactics under the names that Mathlib users type, made of core automation. They are weaker than
Mathlib's in places, never unsound: each only runs core tactics. Lists of hints are a syntax category
of their own because the interpreter of embedded Lean lacks code for array splices. -/

section
open Lean

/-- What it does stands in `Tactics/LinearCombination.lean`. -/
syntax (name := preludeLinearCombination) "linear_combination" (atomic(" (" &"norm" " := ") withoutPosition(tactic) ")")?
  (atomic(" (" &"exp" " := ") num ")")? (ppSpace colGt term)? : tactic
syntax (name := preludeLinearCombinationPrime) "linear_combination'" (atomic(" (" &"norm" " := ") withoutPosition(tactic) ")")?
  (atomic(" (" &"exp" " := ") num ")")? (ppSpace colGt term)? : tactic
/-- An equation that holds by itself: `grind`, with no hypothesis in sight. -/
syntax (name := preludeIdentity) "identity_exact" : tactic
-- `done`: `field_simp` and `norm_num` may have proved here what Mathlib's leave for the tactic after them
macro "ring" : tactic => `(tactic| first | done | with_reducible rfl | linear_combination | identity_exact | fail "ring failed")
/-- What it does stands in `Tactics/RingNf.lean`. -/
syntax (name := preludeRingNfExact) "ring_nf_exact" (Parser.Tactic.location)? : tactic
syntax (name := preludeRingNf) "ring_nf" (Parser.Tactic.location)? : tactic
@[macro preludeRingNf] def expandRingNf : Macro := fun stx => do
  let exact_ := Syntax.node .none ``preludeRingNfExact #[.atom .none "ring_nf_exact", stx[1]]
  if stx[1].isNone then `(tactic| first | ring | $(⟨exact_⟩):tactic) else return exact_
/-- Linear arithmetic with monomials as atoms (`Tactics/Linarith.lean`), and the same with the products of all pairs of hypotheses. -/
syntax (name := preludeLinarith) "linarith_exact" : tactic
syntax (name := preludeNlinarith) "nlinarith_exact" : tactic
macro "linarith" : tactic => `(tactic| first | done | linarith_exact | fail "linarith failed")
macro "nlinarith_pairs" : tactic => `(tactic| first
  | nlinarith_exact
  | (refine le_of_not_gt fun hneg => ?_; nlinarith_exact)
  | (refine lt_of_not_ge fun hneg => ?_; nlinarith_exact))
-- what costs little first, and nothing twice
macro "nlinarith" : tactic => `(tactic| first
  | done | linarith_exact | nlinarith_pairs | fail "nlinarith failed")

declare_syntax_cat prelude_hints
syntax "]" : prelude_hints
syntax term "]" : prelude_hints
syntax term ", " prelude_hints : prelude_hints
syntax "linarith" " [" prelude_hints : tactic
syntax "nlinarith" " [" prelude_hints : tactic
syntax "have_hints" " [" prelude_hints : tactic
macro_rules
  | `(tactic| have_hints [ ]) => `(tactic| skip)
  | `(tactic| have_hints [ $t:term ]) => `(tactic| have := $t)
  | `(tactic| have_hints [ $t:term, $h:prelude_hints) => `(tactic| (have := $t; have_hints [ $h:prelude_hints))
  | `(tactic| linarith [ ]) => `(tactic| linarith)
  | `(tactic| linarith [ $t:term ]) => `(tactic| (have := $t; linarith))
  | `(tactic| linarith [ $t:term, $h:prelude_hints) => `(tactic| (have := $t; linarith [ $h:prelude_hints))
macro_rules
  | `(tactic| nlinarith [ $h:prelude_hints) => `(tactic| (
      have_hints [ $h:prelude_hints
      nlinarith))

/-- What it does stands in `Tactics/Positivity.lean`. -/
syntax (name := preludePositivity) "positivity" (" [" term,* "]")? : tactic

/-- What it does stands in `Tactics/FieldSimp.lean`. -/
syntax (name := preludeFieldSimp) "field_simp" (" [" withoutPosition((Parser.Tactic.simpStar <|> Parser.Tactic.simpErase <|> Parser.Tactic.simpLemma),*,?) "]")? (Parser.Tactic.location)? : tactic
/-- What it does stands in `Tactics/NormNum.lean`. -/
syntax (name := preludeNormNum) "norm_num" Parser.Tactic.optConfig (&" only")? (" [" withoutPosition((Parser.Tactic.simpStar <|> Parser.Tactic.simpErase <|> Parser.Tactic.simpLemma),*,?) "]")? (Parser.Tactic.location)? : tactic

syntax (name := preludeNormNum1) "norm_num1" (Parser.Tactic.location)? : tactic

declare_syntax_cat prelude_uses
syntax term : prelude_uses
syntax term ", " prelude_uses : prelude_uses
syntax "use " prelude_uses : tactic
macro_rules
  | `(tactic| use $t:term) => `(tactic| (refine ⟨$t, ?_⟩; try (first | with_reducible rfl | trivial | assumption)))
  | `(tactic| use $t:term, $h:prelude_uses) => `(tactic| (refine ⟨$t, ?_⟩; use $h))

macro "tauto" : tactic => `(tactic| first | trivial | grind -verbose | (simp_all; done))
macro "aesop" : tactic => `(tactic| first | trivial | (simp_all; done) | grind -verbose | (constructor <;> simp_all))
/-- What it does stands in `Tactics/Gcongr.lean`. -/
syntax (name := preludeGcongr) "gcongr" (ppSpace colGt term)? (" with " (ppSpace colGt binderIdent)+)? : tactic
syntax (name := preludePushNeg) "push_neg" (Parser.Tactic.location)? : tactic
@[macro preludePushNeg] def expandPushNeg : Macro := fun stx => do
  let s ← `(tactic| simp only [Classical.not_imp, _root_.not_and, _root_.not_or, _root_.not_exists, Classical.not_forall,
    Classical.not_not, not_lt, not_le, ne_eq])
  let unequal ← `(tactic| simp only [← ne_eq])
  let first : TSyntax `tactic := ⟨s.raw.setArg 5 stx[1]⟩
  let second : TSyntax `tactic := ⟨unequal.raw.setArg 5 stx[1]⟩
  `(tactic| ($first:tactic; try $second:tactic))
macro "by_contra " h:ident : tactic => `(tactic| refine Classical.byContradiction fun $h => ?_)
macro "by_contra" : tactic => `(tactic| refine Classical.byContradiction fun this => ?_)
macro "by_contra! " h:ident : tactic => `(tactic| (refine Classical.byContradiction fun $h => ?_; try push_neg at $h:ident))
macro "contrapose!" : tactic => `(tactic| (refine Function.mtr ?_; try push_neg))
macro "contrapose! " h:ident : tactic => `(tactic| (revert $h:ident; refine Function.mtr ?_; try push_neg; intro $h:ident))
syntax (name := preludeIntervalCases) "interval_cases " ident : tactic
macro "simp_arith" : tactic => `(tactic| simp +arith)
end
