"""The examples that the conformance figure counts, and the statements that the coverage figure asks about."""

from __future__ import annotations

from benchmarks.measure.conformance.examples import NAME, of_text
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
    assert (
        last == f"open Nat Finset\nset_option linter.unused false in\ntheorem {NAME} (p : Prop) (z : ℂ) : p → p := fun h => h"
    )


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
