"""What `prover formalize` does without Lean: taking statements apart, reading words, guessing instances."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

import pytest

from prover.informal import words as said
from prover.informal.arithmetic import compiled
from prover.informal.formulas import NotArithmetic
from prover.informal.instances import Instances
from prover.informal.screen import words_checks
from prover.informal.signature import NotAStatement, extract, is_type

FENCED = """Here is the statement:
```lean
import Mathlib
open Nat Real
-- a comment with a colon : and := in it
theorem t (x y : ℝ) {n : ℕ} (h : 2 * x + 3 = 7) :
    ∀ k > 0, (n < k) → x = 2 := by
  sorry
```
I hope it helps."""


# ------------------------------------------------------------------------------------ statements


def test_a_fenced_theorem_is_taken_apart():
    signature = extract(FENCED)
    assert (signature.opening, signature.name) == ("open Nat Real", "t")
    assert signature.conclusion == "∀ k > 0, (n < k) → x = 2"
    binders, conclusion = signature.peeled
    assert conclusion == "x = 2"
    assert [b.names for b in signature.data] == [("x", "y"), ("n",), ("k",)]
    assert [b.type for b in signature.hypotheses] == ["2 * x + 3 = 7", "k > 0", "n < k"]
    assert binders[1].text == "{n : ℕ}"


def test_sources_and_negation():
    signature = extract("lemma foo (x : ℝ) (h : x = 1) : x ^ 2 = 1 := by rw [h]; norm_num")
    assert signature.source() == "theorem foo (x : ℝ) (h : x = 1) : x ^ 2 = 1 := by sorry\n"
    assert signature.source("bar", conclusion="False") == "theorem bar (x : ℝ) (h : x = 1) : False := by sorry\n"
    assert signature.negation() == "theorem refuted : ¬ (∀ (x : ℝ) (h : x = 1), x ^ 2 = 1) := by sorry\n"
    assert extract("theorem t : 1 + 1 = 3").negation() == "theorem refuted : ¬ (1 + 1 = 3) := by sorry\n"


@pytest.mark.parametrize(
    ("text", "conclusion"),
    [
        ("theorem t : let a := 2; a = 2 := by rfl", "let a := 2; a = 2"),
        ("theorem t (f : ℕ → ℕ := id) : f 1 = 1 := rfl", "f 1 = 1"),
        ("Sure: theorem t : (∃ x : ℕ, x = 1) → 1 = 1\n\nThat is it.", "(∃ x : ℕ, x = 1) → 1 = 1"),
    ],
)
def test_where_a_conclusion_ends(text, conclusion):
    assert extract(text).conclusion == conclusion


def test_what_does_not_exist_is_a_variable_of_which_it_does_not_hold():
    binders, conclusion = extract("theorem t : ¬ ∃ n : ℤ, n ^ 2 = 2 ∧ n > 0").peeled
    assert [b.text for b in binders] == ["(n : ℤ)"] and conclusion == "¬ (n ^ 2 = 2 ∧ n > 0)"


def test_an_equivalence_or_a_quantified_antecedent_is_not_peeled():
    assert extract("theorem t (a b : Prop) : a → b ↔ ¬ a ∨ b").peeled[1] == "a → b ↔ ¬ a ∨ b"
    assert extract("theorem t : ∃ x : ℕ, x = 1 → x = 2").peeled[1] == "∃ x : ℕ, x = 1 → x = 2"


@pytest.mark.parametrize(
    ("text", "said_of_it"),
    [
        ("I cannot do that.", "no theorem"),
        ("theorem t (x : ℝ)", "no conclusion"),
        ("axiom cheat : False\ntheorem t : 1 = 2", "axiom cheat"),
        ("```lean\ndef Even (n : ℕ) := True\ntheorem t : Even 3\n```", "def Even"),
        ("theorem t (h : sorry) : 1 = 2", "sorry"),
        ("theorem t : (by run_tac pure ()) = 2", "run_tac"),
        ("```lean\nvariable (h : False)\ntheorem t : 1 = 2\n```", "variable"),
        ("```lean\n@[simp] instance : Add ℕ := ⟨fun _ _ => 0⟩\ntheorem t : 1 + 1 = 0\n```", "instance"),
    ],
)
def test_what_is_no_statement_is_refused_with_the_reason(text, said_of_it):
    with pytest.raises(NotAStatement, match=said_of_it):
        extract(text)


def test_types_and_propositions():
    assert all(is_type(t) for t in ("ℝ", "ℕ → ℝ", "(ℕ → ℝ) → ℕ", "Finset ℕ", "ℝ × ℝ", "Fin 3"))
    assert not any(is_type(t) for t in ("0 < x", "∀ n, f n = 1", "p.Prime", "a → b"))


# ----------------------------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("words", "statement", "missing"),
    [
        ("$2x + 3 = 7$", "2 * x + 3 = 7", []),
        ("$2x + 3 = 7$", "2 * x + 3 = 8", ["7"]),
        (r"a price rises by 20\%", "p * 1.2 = 6", []),
        (r"a price rises by 20\%", "p + p * 20 / 100 = 6", []),
        (r"a price rises by 20\%", "p + p * 25 / 100 = 6", [r"20\%"]),
        (r"$\frac{3}{4}x$", "(3 : ℝ) / 4 * x", []),
        ("half as much: $0.75$", "3 / 4 * x", []),
        ("1,250 people", "n = 1250", []),
        (r"the number 12{,}500", "n = 1250", ["12500"]),
        ("divisible by seven", "6 ∣ n", ["seven"]),
        ("three consecutive integers", "n * (n + 1) * (n + 2)", []),
        ("the 10th term", "a 9 = 1", []),
        ("$a_{17}$ and $x_3$", "a b c", []),
        ("x² = 5", "x ^ 2 = 5", []),
        (r"$x = 3$ is (A) 7 \textbf{(B)} 8 (\mathrm{C}) 9", "x = 3", []),
        ("$P(A) = 0.5$ and $P(B) = 0.25$", "x = 0.5", ["0.25"]),
        (r"$1 + 3 + 5 + \dots + 99$", "∑ k ∈ Finset.range 50, (2 * k + 1)", []),
        (r"$\frac35$ of it", "3 / 5 * x", []),
        ("the sum of $k^2$ for $k$ from 1 to 9", "∑ k ∈ Finset.range 10, k ^ 2", []),
    ],
)
def test_numerals_of_the_words(words, statement, missing):
    assert said.unaccounted(words, statement)[0] == missing


def test_numerals_the_words_do_not_say():
    assert said.unfounded("Let $x = 5$.", "x = 5 ∧ x < 9") == ["9"]
    assert said.unfounded("the last digit of $n$", "n % 10") == []
    assert said.unfounded("a cube", "x ^ 3") == []


@pytest.mark.parametrize(
    ("words", "statement", "unsaid"),
    [
        ("a positive real number", "(x : ℝ) (h : 0 < x)", []),
        ("a positive real number", "(x : ℝ)", ["positive"]),
        ("a nonnegative integer", "(n : ℕ)", []),
        ("an odd integer", "(n : ℤ) (h : n % 2 = 1)", []),
        ("an odd integer", "(n : ℤ)", ["odd"]),
        ("a prime", "(p : ℕ) (h : p.Prime)", []),
        ("distinct reals", "(a b : ℝ) (h : a ≠ b)", []),
        ("distinct reals", "(a b : ℝ)", ["distinct"]),
        ("real numbers", "(a b : ℕ)", ["real"]),
        ("an irrational number", "(x : ℝ)", ["irrational"]),
        ("the sum of the positive divisors of $n$", "∑ d ∈ n.divisors, d", []),
        ("relatively prime integers", "(m n : ℕ) (h : m.gcd n = 1)", []),
        ("a number (Recall that a prime has two divisors)", "(n : ℕ)", []),
    ],
)
def test_kinds_the_words_name(words, statement, unsaid):
    assert said.unsaid_kinds(words, statement)[0] == unsaid


def test_relations_are_counted_without_mere_bounds():
    assert said.relations(r"$x + y = 3$, $x \le y$ and $n \ge 1$", "(h : x + y = 3) : x ≤ y") == (2, 2)
    assert said.relations(r"$\sum_{k=1}^{4} k = s$", "(s : ℕ) : s = 10") == (1, 1)


def test_words_checks_name_what_is_missing():
    checks = words_checks("Let $x$ be positive with $3x = 12$. Show that $x = 4$.", extract("theorem t (x : ℝ) : x = 4"))
    assert {c.name: c.outcome for c in checks} == {"numerals": "failed", "kinds": "failed", "relations": "failed"}
    assert "3, 12" in checks[0].why and "'positive'" in checks[1].why


# ------------------------------------------------------------------------------------- instances


@pytest.mark.parametrize(
    ("text", "values", "holds"),
    [
        ("x / 2 = 1", {"x": 3}, True),  # ℕ: rounded down
        ("x - 5 = 0", {"x": 3}, True),  # ℕ: cut off
        ("¬ (2 ∣ x) ∧ x % 2 = 1", {"x": 3}, True),
        ("x ≡ 1 [MOD 2] → Even x", {"x": 3}, False),
        ("x.Prime ↔ x = 3 ∨ x = 5", {"x": 3}, True),
        ("∃ k, x = 2 * k + 1", {"x": 3}, True),
        ("∀ k < 3, k ^ 2 < x ! + Nat.gcd x 6", {"x": 3}, True),
    ],
)
def test_natural_numbers_are_evaluated_as_lean_does(text, values, holds):
    assert compiled(text, {"x": "ℕ"})(values) is holds


def test_reals_are_exact():
    assert compiled("1 / x + |x - 1| = 5 / 6 ∧ √(4 * x ^ 2 / 9) > 0", {"x": "ℝ"})({"x": Fraction(2, 3)}) is False
    assert compiled("x / 2 = 3 / 4", {"x": "ℝ"})({"x": Fraction(3, 2)})


@pytest.mark.parametrize("text", ["∑ i ∈ s, i = 3", "x ∈ A", "f = g", "∃! n, n = x", "∀ n < x → x, n = x", "(x = 1", "x = 1)"])
def test_what_it_cannot_evaluate_it_refuses(text):
    with pytest.raises(NotArithmetic):
        compiled(text, {"x": "ℕ"})({"x": 1})


@pytest.mark.parametrize(
    ("text", "satisfying", "refuting"),
    [
        ("theorem t (x y : ℝ) (h : 2 * x + 3 = 7) (g : x + y = 10) : y = 8", {"x": "(2)", "y": "(8)"}, None),
        ("theorem t (x y : ℝ) (h : x + y = 7) : x ^ 2 + y ^ 2 = 29", {"x": "(0)", "y": "(7)"}, {"x": "(0)", "y": "(7)"}),
        ("theorem t (x : ℝ) (h : 2 * x = 1) : x = 1 / 2", {"x": "(1 / 2)"}, None),
        ("theorem t (x : ℝ) (h : x ^ 2 = 81) : x = 9", {"x": "(9)"}, {"x": "(-9)"}),
        ("theorem t (n : ℕ) (h : n % 7 = 5) (g : n % 4 = 3) : n % 28 = 19", {"n": "(19)"}, None),
        ("theorem t (x : ℝ) (h : 0 < x) (g : x < 0) : x = 1", None, None),
        ("theorem t (f : ℝ → ℝ) (h : ∀ x, f x = 3 * x + 2) : f 1 = 6", {"f": "(fun x => 3 * x + 2)"}, {"f": "(fun x => 3 * x + 2)"}),
        ("theorem t (m : ℕ) (k : ℝ) (f : ℝ → ℝ) (h : ∀ x, f x = x ^ 2 - 12 * x + k) (g : f m = 0) (l : 6 < m) : k = 30",
         {"m": "(7)", "k": "(35)", "f": "(fun x => x ^ 2 - 12 * x + (35))"}, {"m": "(7)", "k": "(35)", "f": "(fun x => x ^ 2 - 12 * x + (35))"}),
        ("theorem t (a : ℕ → ℤ) (z : a 0 = 5) (h : ∀ n, a (n + 1) = a n + 3) : a 2 = 11", {"a": "(fun n => 3 * n + 5)"}, None),
    ],
)  # fmt: skip
def test_instances(text, satisfying, refuting):
    instances = Instances(extract(text))
    assert next(instances.satisfying(), None) == satisfying
    assert next(instances.refuting(), None) == refuting


def test_instances_of_nothing_but_numbers():
    with pytest.raises(NotArithmetic):
        Instances(extract("theorem t (A : Set ℝ) (h : 1 ∈ A) : A ≠ ∅"))
    assert len(list(islice(Instances(extract("theorem t : 1 + 1 = 3")).refuting(), 2))) == 1
