"""The parts of `prover formalize`: finding statements, reading words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prover.informal import words as said
from prover.informal.candidate import NotAStatement, extract
from prover.informal.questions import Questions
from prover.informal.screen import words_checks
from prover.lean.errors import BadStatement
from prover.lean.printing import to_lean
from prover.lean.terms import App

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


@pytest.fixture
def read(async_prover, loop_thread):
    """``read(text)``: the candidate in a model's answer."""
    questions = Questions(async_prover.pool)
    return lambda text, rename=None: loop_thread.run(questions.read(text, rename))


def test_a_fenced_theorem_is_found():
    opening, name, code = extract(FENCED)
    assert (opening, name) == ("open Nat Real", "t")
    assert code.startswith("theorem t (x y : ℝ)") and "comment" not in code


@pytest.mark.lean
def test_a_candidate_is_taken_apart_by_lean(read):
    candidate = read(FENCED, "u")
    assert candidate.source.startswith("open Nat Real\n\ntheorem u (x y : ℝ) {n : ℕ}") and candidate.source.endswith(
        ":= by sorry\n"
    )
    assert [h.name for h in candidate.data] == ["x", "y", "n", "k"]
    assert [to_lean(h.type) for h in candidate.hypotheses] == ["2 * x + 3 = 7", "0 < k", "n < k"]
    assert to_lean(candidate.conclusion) == "x = 2"


@pytest.mark.lean
@pytest.mark.parametrize(
    ("text", "written", "conclusion"),
    [
        ("Sure: theorem t : (∃ x : ℕ, x = 1) → 1 = 1\n\nThat is it.", ": (∃ x : ℕ, x = 1) → 1 = 1", "1 = 1"),
        ("theorem t (a b : Prop) : a → b ↔ ¬ a ∨ b", "(a b : Prop) : a → b ↔ ¬ a ∨ b", "a → b ↔ ¬a ∨ b"),
        ("theorem t : ¬ ∃ n : ℤ, n ^ 2 = 2 ∧ n > 0 := by simp", ": ¬ ∃ n : ℤ, n ^ 2 = 2 ∧ n > 0", "¬(n ^ 2 = 2 ∧ 0 < n)"),
        ("lemma t (f : ℕ → ℕ) (h : f 1 = 1) : f 1 = 1 := h", "(f : ℕ → ℕ) (h : f 1 = 1) : f 1 = 1", "f 1 = 1"),
    ],
)
def test_where_a_statement_ends_and_what_its_conclusion_is(read, text, written, conclusion):
    candidate = read(text)
    assert (candidate.statement, to_lean(candidate.conclusion)) == (written, conclusion)


@pytest.mark.lean
def test_other_theorems_of_a_candidate(read):
    candidate = read("lemma foo (x : ℝ) (h : x = 1) : x ^ 2 = 1 := by rw [h]; norm_num")
    assert candidate.source == "theorem foo (x : ℝ) (h : x = 1) : x ^ 2 = 1 := by sorry\n"
    absurd = replace(candidate.goal, target=App("False"))
    assert candidate.stated("bar", absurd) == "theorem bar (x : ℝ) (h : x = 1) : False := by sorry\n"
    assert candidate.stated("no", negated=True) == "theorem no : ¬ (∀ (x : ℝ) (h : x = 1), x ^ 2 = 1) := by sorry\n"
    assert read("theorem t : 1 + 1 = 3").stated("no", negated=True) == "theorem no : ¬ (1 + 1 = 3) := by sorry\n"


@pytest.mark.lean
@pytest.mark.parametrize(
    ("text", "said_of_it"),
    [
        ("I cannot do that.", "no theorem"),
        ("theorem t (x : ℝ)", "expected"),
        ("axiom cheat : False\ntheorem t : 1 = 2", "axiom cheat"),
        ("```lean\ndef Even (n : ℕ) := True\ntheorem t : Even 3\n```", "def Even"),
        ("theorem t (h : sorry) : 1 = 2", "sorry"),
        ("theorem t : (by run_tac pure ()) = 2", "run_tac"),
        ("```lean\nvariable (h : False)\ntheorem t : 1 = 2\n```", "variable"),
        ("```lean\n@[simp] instance : Add ℕ := ⟨fun _ _ => 0⟩\ntheorem t : 1 + 1 = 0\n```", "instance"),
    ],
)
def test_what_is_no_statement_is_refused_with_the_reason(read, text, said_of_it):
    with pytest.raises((NotAStatement, BadStatement), match=said_of_it):
        read(text)


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


@pytest.mark.lean
def test_words_checks_name_what_is_missing(read):
    checks = words_checks("Let $x$ be positive with $3x = 12$. Show that $x = 4$.", read("theorem t (x : ℝ) : x = 4"))
    assert {c.name: c.outcome for c in checks} == {"numerals": "failed", "kinds": "failed", "relations": "failed"}
    assert "3, 12" in checks[0].why and "'positive'" in checks[1].why
