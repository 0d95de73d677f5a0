"""Negations as theorems over the same text, and false theorems that Lean accepts the negation of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from prover.algebra.refuting import counter_model
from prover.disproof import disprove
from prover.lean.environment import LeanEnvironment
from prover.lean.negation import NoNegation, negated
from prover.lean.results import Claim
from prover.lean.statement import Statement
from prover.lean.verify import check


def _statement(text: str, name: str = "t") -> Statement:
    source = f"{text} := by sorry"
    return Statement(source, name, "", (), "exact", (len(text.encode()) + 1, len(source.encode())))


NEGATED = [
    ("theorem t (x : ℝ) (h : 0 < x) : 1 < x", "t", "", "(x : ℝ) (h : 0 < x)", "1 < x"),
    ("theorem t : ∀ x : ℝ, 0 < x", "t", "", "", "∀ x : ℝ, 0 < x"),
    ("lemma a.b {n : ℕ} (h : ∃ k : ℕ, n = k) : n = 0", "a.b", "", "{n : ℕ} (h : ∃ k : ℕ, n = k)", "n = 0"),
    ("def f := 1\n\n/-- Text. -/\n@[simp]\ntheorem t (S : Set ℕ) (h : S = {x : ℕ | x < 3}) : 3 ∈ S", "t", "def f := 1",
     "(S : Set ℕ) (h : S = {x : ℕ | x < 3})", "3 ∈ S"),
    ("theorem t (f : ℕ → ℕ)\n    (h : ∀ n : ℕ, f n = n) :\n    f 3 = 4", "t", "", "(f : ℕ → ℕ)     (h : ∀ n : ℕ, f n = n)", "f 3 = 4"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "before", "binders", "conclusion"), NEGATED)
def test_a_negation_is_stated(text: str, name: str, before: str, binders: str, conclusion: str) -> None:
    found = negated(_statement(text, name))
    short = name.rpartition(".")[2]
    universal = f"∀ {binders},\n    {conclusion}" if binders else conclusion
    assert found == (f"{before}\n\n" if before else "") + f"theorem {short}_disproved : ¬ (\n    {universal}\n  )"


@pytest.mark.parametrize("text", ["theorem t (n : ℕ) /- : -/ : n = 0", "example : 1 = 2", 'theorem t : "a" = ":"'])
def test_what_is_not_negated(text: str) -> None:
    with pytest.raises(NoNegation):
        negated(_statement(text))


FALSE = [
    "theorem t (x : ℝ) (h : x ^ 2 = 4) : x = 2",
    "theorem t (m n : ℕ) (hm : 1 < m) (h : m * n = 1147) : n = 37",
    "theorem t (x : ℤ) (h : ∃ k, x = 2 * k + 1) : ∃ k, x = 4 * k + 1",
    "theorem t (f : ℕ → ℕ) (h₀ : f 0 = 1) (h : ∀ n, f (n + 1) = 2 * f n + 1) : f 5 = 64",
    "theorem t (p q : Prop) : (p → q) → q → p",
    "theorem t (x y : ℝ) : x < y → x ^ 2 < y ^ 2",
    "theorem t (x : ℝ) : ¬ ∃ y, y ^ 2 = x",
    "def f (n : ℕ) : ℕ := n + 1\n\ntheorem t (m n : ℕ) (h : m ∣ n) : n ∣ m",
    "∑ k ∈ Finset.range 10, k = 44",
]


@pytest.mark.lean
@pytest.mark.parametrize("text", FALSE)
def test_a_false_theorem_is_disproved(async_prover: Any, worker: Any, loop_thread: Any, text: str) -> None:
    async def run() -> Any:
        environment = await LeanEnvironment.open(worker, text)
        terms = await environment.look(environment.root)
        assert terms is not None
        model = counter_model(terms, 3.0)
        assert model is not None
        fields = {"name": environment.statement.name, "statement": environment.statement.text, "notes": []}
        result = await disprove(async_prover.pool, environment, terms, model, fields)
        await environment.close()
        return result, await check(worker, Claim(result.proof)) if result else None

    result, verdict = loop_thread.run(run())
    assert result is not None and result.status == "disproved" and not result.proved
    assert verdict.accepted and "¬" in verdict.statement


@pytest.mark.lean
def test_no_true_theorem_is_disproved_by_wrong_values(async_prover: Any, worker: Any, loop_thread: Any) -> None:
    """Neither values at which it is true, nor a negation that denies something else."""

    async def run() -> Any:
        environment = await LeanEnvironment.open(worker, "theorem t (x : ℝ) (h : x ^ 2 = 4) : x = 2")
        other = await LeanEnvironment.open(worker, "theorem t (x : ℝ) (h : x ^ 2 = 9) : x = 2")
        terms, others = await environment.look(environment.root), await other.look(other.root)
        assert terms is not None and others is not None
        model = counter_model(terms, 3.0)
        assert model is not None
        wrong = replace(model, values=(("x", "2"),))
        fields = {"name": "t", "statement": "", "notes": []}
        results = [
            await disprove(async_prover.pool, environment, terms, wrong, fields),
            await disprove(async_prover.pool, environment, others, model, fields),
        ]
        await environment.close()
        await other.close()
        return results

    assert loop_thread.run(run()) == [None, None]


@pytest.mark.lean
def test_a_search_ends_where_the_theorem_is_refuted(prover: Any) -> None:
    result = prover.prove("theorem t (x : ℝ) (h : x ^ 2 = 4) : x = 2", time_limit=60)
    assert (result.status, result.ended, result.counter_model) == ("disproved", "refuted", "x = -2")
    assert result.proof is not None and "t_disproved" in result.proof and result.name == "t"


OF_FUNCTIONS = [
    "(u : ℕ → ℚ) (h0 : u 0 = 3) (h : ∀ n, u (n + 1) = u n * (n + 3) / (n + 5)) : u 205 = 5 / 2",
    "(u : ℕ → ℤ) (h1 : u 1 = 10) (h2 : u 2 = 2) (h : ∀ n ≥ 3, u n = u (n - 1) - u (n - 2)) : u 1014 + u 1579 = 22",
    "(u : ℕ → ℕ) (h0 : u 0 = 2) (h1 : u 1 = 7) (h : ∀ n, u (n + 2) = 7 * u (n + 1) - 6 * u n) (n : ℕ) : u n = 6 ^ n + 3",
    "(u : ℕ → ℝ) (h0 : u 1 = 7) (h : ∀ n ≥ 1, u (n + 1) = u n + 7) : u 150 = 1054",
    "(a : ℕ → ℝ) (p : ℝ) (h : ∀ n, a (n + 2) - a (n + 1) = a (n + 1) - a n) (h1 : a 1 = p) (h2 : a 7 = p + 12) : a 9 = p + 15",
    "(f : ℕ → ℝ) (h0 : f 1 = 5) (h₁ : ∀ n, 1 < n ∧ Even n → f n = f (n - 1) + 7)"
    " (h₂ : ∀ n, 1 < n ∧ Odd n → f n = f (n - 2) + 14) : f 27 = 188",
    "(f : ℤ → ℤ) (h : ∀ x y, f (x + y) = f x + f y) (h1 : f 1 = 9) : f 2 = 19",
    "(f : ℝ → ℝ) (h : ∀ x, x ≠ 0 → f x + 4 * f (4 / x) = 3 * x ^ 2 + x - 1) : f 13 = 5",
    "(S : Finset ℕ) (h : ∀ n, n ∈ S ↔ n ^ 2 + 9 * n ≤ 146) : S.card = 11",
    "(k : ℕ) (h : k = 4 ^ 759 + 9) : (k ^ 4 + 2 ^ k) % 48 = 37",
]


@pytest.mark.lean
@pytest.mark.parametrize("text", OF_FUNCTIONS)
def test_a_false_theorem_about_functions_is_disproved(prover: Any, text: str) -> None:
    assert prover.prove(f"theorem t {text}", time_limit=8).status == "disproved"


@pytest.mark.lean
def test_a_closed_theorem_is_disproved_by_a_proof_of_its_negation(prover: Any) -> None:
    result = prover.prove("∃ x y : ℤ, 4 * x + 6 * y = 7", time_limit=2)
    assert (result.status, result.counter_model) == ("disproved", "")


@pytest.mark.lean
def test_a_true_theorem_with_false_turns_is_proved(prover: Any) -> None:
    assert prover.prove("theorem t (p q : Prop) (h : p ∨ q) (k : ¬p) : q ∨ (p ∧ q)", time_limit=60).proved
