"""The prelude: nothing assumed in it, and goals that print as Mathlib's do."""

from __future__ import annotations

import re

import pytest

from prover.lean.environment import LeanEnvironment
from prover.lean.messages import Open, Opened
from prover.lean.source import prelude_files
from search.game import Proved

READINGS = {"variables": "variable {ℝ : Type} [OrderedField ℝ]", "hide": ["ℝ"]}


@pytest.mark.parametrize("path", prelude_files(), ids=lambda p: p.stem)
def test_nothing_is_assumed(path):
    text = re.sub(r"/-.*?-/|--[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = re.findall(
        r"\b(axiom|sorry|admit|native_decide|unsafe|partial|implemented_by|extern|opaque|run_cmd|run_tac)\b", text
    )
    assert not found


@pytest.mark.lean
@pytest.mark.parametrize(
    ("theorem", "goal"),
    [
        ("theorem t (n : ℕ) (x : ℝ) : (n : ℝ) ≤ |x|", "n : ℕ\nx : ℝ\n⊢ ↑n ≤ |x|"),
        ("theorem t (n : ℕ) : ∑ k ∈ Finset.range n, k = 3", "n : ℕ\n⊢ ∑ k ∈ Finset.range n, k = 3"),
        ("theorem t (n : ℕ) : n ! = 3", "n : ℕ\n⊢ n ! = 3"),
        ("theorem t (a b : ℤ) : a ≡ b [ZMOD 3]", "a b : ℤ\n⊢ a ≡ b [ZMOD 3]"),
        ("theorem t (q : ℚ) : q = 1 / 2", "q : ℚ\n⊢ q = 1 / 2"),
        ("theorem t (p : ℕ) (h : Nat.Prime p) : 2 ≤ p", "p : ℕ\nh : Nat.Prime p\n⊢ 2 ≤ p"),
    ],
)
def test_goals_print_as_in_mathlib(worker, loop_thread, theorem, goal):
    source = f"open BigOperators Nat in\n{theorem} := sorry"
    opened, _ = loop_thread.run(worker.ask(Open(source=source, **READINGS), Opened, 60))
    assert opened.goals == [goal]


@pytest.mark.lean
@pytest.mark.parametrize(
    "theorem",
    [
        "theorem t : Nat.Prime 17 ∧ ¬ Nat.Prime 1 ∧ ¬ Nat.Prime 91",
        "theorem t : (∑ k ∈ Finset.range 11, k ^ 2) = 385 ∧ Finset.range 0 = ∅",
        "theorem t : Nat.factorial 5 = 120 ∧ Nat.choose 6 2 = 15",
        "theorem t : Even (4 : ℕ) ∧ Odd (7 : ℤ) ∧ ¬ Even (5 : ℤ)",
        "theorem t : (Finset.filter (fun n => n % 3 = 0) (Finset.Icc 1 10)).card = 3",
        "theorem t : |(-3 : ℤ)| = 3 ∧ Nat.gcd 12 18 = 6 ∧ Nat.Coprime 8 9",
        "theorem t : 17 ≡ 2 [MOD 5] ∧ ¬ 17 ≡ 3 [ZMOD 5]",
        "theorem t : Finset.card (Nat.divisors 12) = 6 ∧ (∏ k ∈ Finset.Icc 1 4, k) = 24",
    ],
)
def test_definitions_mean_what_mathlibs_do(prover, theorem):
    """Concrete values, by evaluation; the negations guard against definitions that hold of everything."""
    result = prover.prove(theorem, time_limit=60)
    assert result.status == "proved", result


@pytest.mark.lean
@pytest.mark.parametrize(
    ("theorem", "tactic"),
    [
        ("theorem t (x y : ℝ) (h : x < y) : ¬ y ≤ x", "push_neg; exact h"),
        ("theorem t (p : ℕ → Prop) (h : ∃ n, ¬ p n) : ¬ ∀ n, p n", "push_neg; exact h"),
        ("theorem t (a b : ℕ) (h : ¬ (a ≤ b ∨ b = 0)) : b < a", "push_neg at h; exact h.1"),
        ("theorem t (a b : ℕ) (h : a + 1 ≤ b) : a < b", "by_contra! k; omega"),
        ("theorem t (a b : ℕ) : a < b → a ≤ b", "contrapose!; exact fun k => Nat.le_of_lt k"),
        ("theorem t (a : ℕ) (h : (a : ℝ) = 6) : a = 6", "exact_mod_cast h"),
        ("theorem t (a : ℕ) (h : (2 : ℝ) < a) : 3 ≤ a", "exact_mod_cast h"),
        ("theorem t (a b : ℤ) (h : (a : ℝ) * 3 + 2 = b) (h' : (b : ℝ) = 11) : a = 3", "norm_cast at h h'; omega"),
        ("theorem t (a b : ℕ) (h : (a : ℂ) + 1 = b) : a + 1 = b", "exact_mod_cast h"),
        ("theorem t (a : ℤ) (h : (0 : ℝ) ≤ a) : 0 ≤ a", "simpa using h"),
        ("theorem t (a : ℕ) : (a : ℝ) + 1 ≠ 0", "exact Nat.cast_add_one_ne_zero a"),
    ],
)
def test_casts_keep_what_is_different_apart(worker, loop_thread, theorem, tactic):
    async def judged():
        environment = await LeanEnvironment.open(worker, theorem)
        try:
            return await environment.apply(environment.root, tactic)
        finally:
            await environment.close()

    assert isinstance(loop_thread.run(judged()), Proved)
