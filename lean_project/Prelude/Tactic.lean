import Prelude.Notation
import Prelude.Certificates

/-! Tactics under the names that Mathlib users type, made of core automation. They are weaker than
Mathlib's in places, never unsound: each only runs core tactics. Lists of hints are a syntax category
of their own because the interpreter of embedded Lean lacks code for array splices. -/

section
open Lean

/-- What it does stands in `ProofServer/LinearCombination.lean`. -/
syntax (name := preludeLinearCombination) "linear_combination" (atomic(" (" &"exp" " := ") num ")")? (ppSpace colGt term)? : tactic
-- `done`: `field_simp` and `norm_num` may have proved here what Mathlib's leave for the tactic after them
macro "ring" : tactic => `(tactic| first | done | with_reducible rfl | linear_combination | grind -verbose)
macro "ring_nf" : tactic => `(tactic| first | done | linear_combination | grind -verbose | simp +arith)
-- The last word is not `grind`'s, whose error takes long to print; -verbose: nor does it collect what it would say there.
/-- Linear arithmetic with monomials as atoms (`ProofServer/Linarith.lean`), and the same with the products of all pairs of hypotheses. -/
syntax (name := preludeLinarith) "linarith_exact" : tactic
syntax (name := preludeNlinarith) "nlinarith_exact" : tactic
macro "linarith" : tactic => `(tactic| first | done | linarith_exact | grind -verbose | omega)
macro "nlinarith_pairs" : tactic => `(tactic| first
  | nlinarith_exact
  | (refine le_of_not_gt fun hneg => ?_; nlinarith_exact)
  | (refine lt_of_not_ge fun hneg => ?_; nlinarith_exact))
-- what costs little first, and nothing twice
macro "nlinarith" : tactic => `(tactic| first | done | linarith_exact | nlinarith_pairs | grind -verbose | fail "nlinarith failed")

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
      first | linarith_exact | nlinarith_pairs | grind -verbose | fail "nlinarith failed"))

macro "positivity" : tactic => `(tactic| first
  | assumption
  | grind -verbose
  | (repeat' first
      | assumption | apply Real.sqrt_pos_of_pos | apply Real.exp_pos | apply Real.sqrt_nonneg | apply sq_nonneg
      | apply abs_nonneg | apply mul_pos | apply div_pos | apply pow_pos | apply inv_pos_of_pos | apply add_pos
      | apply mul_nonneg | apply div_nonneg | apply pow_nonneg | apply add_nonneg | apply le_of_lt | grind -verbose))

syntax (name := preludeFieldSimp) "field_simp" (" [" withoutPosition((Parser.Tactic.simpStar <|> Parser.Tactic.simpErase <|> Parser.Tactic.simpLemma),*,?) "]")? (Parser.Tactic.location)? : tactic
syntax (name := preludeNormNum) "norm_num" (" [" withoutPosition((Parser.Tactic.simpStar <|> Parser.Tactic.simpErase <|> Parser.Tactic.simpLemma),*,?) "]")? (Parser.Tactic.location)? : tactic

@[macro preludeNormNum] def expandNormNum : Macro := fun stx => do
  let s ← `(tactic| simp +arith +decide)
  let t ← `(tactic| simp)
  let s : TSyntax `tactic := ⟨(s.raw.setArg 4 stx[1]).setArg 5 stx[2]⟩
  let t : TSyntax `tactic := ⟨(t.raw.setArg 4 stx[1]).setArg 5 stx[2]⟩
  if stx[2].isNone then
    `(tactic| first
      | decide
      | ($s; done)
      | linear_combination
      | ((try $t:tactic); simp only [Real.sqrt_eq_iff, Int.floor_eq_iff, Int.ceil_eq_iff, zpow_neg, zpow_ofNat, Real.rpow_ofNat] <;> grind -verbose)
      | ($t:tactic <;> first | done | grind -verbose | skip)
      | grind -verbose
      | fail "norm_num failed to simplify")
  else `(tactic| first | $s:tactic | $t:tactic)

@[macro preludeFieldSimp] def expandFieldSimp : Macro := fun stx => do
  let s ← `(tactic| simp [div_eq_iff, eq_div_iff, div_add_div, div_eq_div_iff])
  let t ← `(tactic| simp)
  let s : TSyntax `tactic := ⟨s.raw.setArg 5 stx[2]⟩
  let t : TSyntax `tactic := ⟨(t.raw.setArg 4 stx[1]).setArg 5 stx[2]⟩
  if stx[2].isNone then `(tactic| first | (grind -verbose; done) | ((try $t:tactic); try $s:tactic))
  else `(tactic| ((try $t:tactic); try $s:tactic))

declare_syntax_cat prelude_uses
syntax term : prelude_uses
syntax term ", " prelude_uses : prelude_uses
syntax "use " prelude_uses : tactic
macro_rules
  | `(tactic| use $t:term) => `(tactic| (refine ⟨$t, ?_⟩; try (first | with_reducible rfl | trivial | assumption)))
  | `(tactic| use $t:term, $h:prelude_uses) => `(tactic| (refine ⟨$t, ?_⟩; use $h))

macro "tauto" : tactic => `(tactic| first | trivial | grind -verbose | (simp_all; done))
macro "aesop" : tactic => `(tactic| first | trivial | (simp_all; done) | grind -verbose | (constructor <;> simp_all))
macro "gcongr" : tactic => `(tactic| first
  | grind -verbose
  | (repeat' first
      | assumption | apply add_le_add | apply mul_le_mul_of_nonneg_left | apply mul_le_mul_of_nonneg_right | apply pow_le_pow_left₀ | apply Real.sqrt_le_sqrt | positivity))
syntax (name := preludePushNeg) "push_neg" (Parser.Tactic.location)? : tactic
@[macro preludePushNeg] def expandPushNeg : Macro := fun stx => do
  let s ← `(tactic| simp only [Classical.not_imp, _root_.not_and, _root_.not_or, _root_.not_exists, Classical.not_forall,
    Classical.not_not, not_lt, not_le, ne_eq])
  return s.raw.setArg 5 stx[1]
macro "by_contra " h:ident : tactic => `(tactic| refine Classical.byContradiction fun $h => ?_)
macro "by_contra" : tactic => `(tactic| refine Classical.byContradiction fun this => ?_)
macro "by_contra! " h:ident : tactic => `(tactic| (refine Classical.byContradiction fun $h => ?_; try push_neg at $h:ident))
macro "contrapose!" : tactic => `(tactic| (refine Function.mtr ?_; try push_neg))
macro "contrapose! " h:ident : tactic => `(tactic| (revert $h:ident; refine Function.mtr ?_; try push_neg; intro $h:ident))
syntax (name := preludeIntervalCases) "interval_cases " ident : tactic
macro "simp_arith" : tactic => `(tactic| simp +arith)
end
