"""The examples that the conformance figure counts, and the statements that the coverage figure asks about."""

from __future__ import annotations

from benchmarks.measure.conformance.examples import CLOSER, NAME, of_text
from benchmarks.measure.coverage.corpus import Theorem, over, signature_of

FILE = """import Mathlib.Tactic.Ring

open Nat Finset

section
variable {α : Type*} [CommRing α] (x y : ℝ)

example (a : α) : a = a := by ring
example : x + y = y + x := by ring

/-- error: no -/
#guard_msgs in
example (a : ℤ) : a = a + 1 := by ring

example (n : ℕ) : n = n := by
  -- a comment
  rfl
end

example (b : ℚ) : b < 0 := by sorry
example : x = x := rfl
set_option linter.unused false in
example (p : Prop) (z : ℂ) : p → p := fun h => h
"""


def test_examples_over_numbers_are_taken_with_their_context():
    examples = list(of_text(FILE, "Ring.lean"))
    assert [example.line for example in examples] == [9, 15, 23]
    first, second, last = (example.source for example in examples)
    assert first == f"open Nat Finset\nvariable (x y : ℝ)\ntheorem {NAME} : x + y = y + x := by ring"
    assert second.startswith(f"open Nat Finset\ntheorem {NAME} (n : ℕ) : n = n := by")
    assert last == f"open Nat Finset\ntheorem {NAME} (p : Prop) (z : ℂ) : p → p := fun h => h"


PRINTING = """open Lean Elab Tactic in
elab "shown" : tactic => do
  evalTactic <| ← `(tactic | simp_all)
  logInfo (← getMainTarget)

variable (P : ℕ → Prop)

/-- info: P (2 *
  n) -/
#guard_msgs in
example (n : ℕ) : P (n + n) := by
  intros
  shown

/-- error: no -/
#guard_msgs in
example (n : ℕ) : P n := by shown
"""


def test_a_tactic_that_prints_the_goal_is_read_as_the_goal_that_another_leaves():
    (example,) = of_text(PRINTING, "f.lean")
    *context, variable, included, statement, intros, shown = example.source.split("\n")
    assert context == ["variable (P : ℕ → Prop)"]
    assert variable == f"variable ({CLOSER} : (p : Prop) → PLift p)" and included == f"include {CLOSER}"
    assert statement == f"theorem {NAME} (n : ℕ) : P (n + n) := by" and intros == "  intros"
    assert shown == f"  (simp_all; guard_target = P (2 * n); exact ({CLOSER} _).down)"


def test_a_tactic_that_does_more_than_print_a_goal_stays_what_it_is():
    program = 'elab "shown" : tactic => do\n  evalTactic (← `(tactic| a))\n  evalTactic (← `(tactic| b))\n  logInfo "x"\n'
    (example,) = of_text(program + "/-- info: x -/\n#guard_msgs in\nexample (n : ℕ) : n = n := by shown\n", "f.lean")
    assert example.source == f"theorem {NAME} (n : ℕ) : n = n := by shown"


def test_an_instance_about_a_variable_that_is_wanted_stays():
    text = "variable {p q : Prop} [Decidable p]\nvariable [Decidable r]\nexample (a : ℤ) : ite p a a = a := by simp\n"
    (example,) = of_text(text, "f.lean")
    assert example.source.split("\n")[:2] == ["variable {p q : Prop}", "variable [Decidable p]"]
    assert "Decidable r" not in example.source


def test_an_end_leaves_its_section_alone():
    text = "namespace A\nsection\nvariable (x : ℕ)\nend\nexample (y : ℕ) : y = y := rfl\nend A\n"
    (example,) = of_text(text, "f.lean")
    assert example.source == f"open A\ntheorem {NAME} (y : ℕ) : y = y := rfl"


def test_a_signature_ends_where_the_proof_begins():
    assert signature_of("@[simp] theorem Nat.foo (a : ℕ) : a = a := rfl") == "(a : ℕ) : a = a"
    assert signature_of("lemma bar : ∀ a b : G, a * b = b * a\n  | a, b => sorry") == ": ∀ a b : G, a * b = b * a"
    assert signature_of("@[to_additive]\ntheorem mul_comm : ∀ a b : G, a * b = b * a") == ": ∀ a b : G, a * b = b * a"
    assert signature_of("instance : Foo := ⟨⟩") is None


def test_type_variables_that_a_signature_does_not_bind_are_read_as_numbers():
    assert over(": ∀ a b : G, a * b = b * a", "ℝ") == ": ∀ a b : ℝ, a * b = b * a"
    assert over("{α : Type u} (a : α) : a = a", "ℝ") == "{α : Type u} (a : α) : a = a"


def test_a_statement_is_asked_about_as_it_is_and_over_each_number_type():
    sources = list(Theorem("mul_comm", 7, "Algebra", ": ∀ a b : G, a * b = b * a").sources)
    assert len(sources) == 5 and ": ∀ a b : ℤ, a * b = b * a := by" in sources[2]
