"""Moves and how they read goals, without Lean."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prover.moves.printed import Hypothesis, binder_names, factors, parse_goal, split_top
from prover.policy.portfolio import Portfolio
from search.game import ProofState


def test_parse_goal():
    goal = parse_goal("case inl.h\na b : ℕ\nf : ℕ →\n  ℕ\nh✝ : a ∣ b\n⊢ a ≤\n    b")
    assert goal.case == "inl.h"
    assert goal.hypotheses == (
        Hypothesis(("a", "b"), "ℕ"),
        Hypothesis(("f",), "ℕ → ℕ"),
        Hypothesis(("h✝",), "a ∣ b"),
    )
    assert goal.target == "a ≤ b"
    assert goal.of_type("ℕ") == ["a", "b"]
    assert [n for n, _ in goal.named()] == ["a", "b", "f"]


@pytest.mark.parametrize(
    ("target", "names"),
    [
        ("∀ (a b : ℕ), a > 0 → a ∣ b → ¬b = 0", ["a", "b", "h", "h₁", "h₂"]),
        ("∀ x > 0, x = x", ["x", "h"]),
        ("∀ ⦃x : ℝ⦄, x = x", ["x"]),
        ("(p → q) ∧ r", []),
        ("(p → q) → q", ["h"]),
        ("¬p", ["h"]),
        ("x = y", []),
    ],
)
def test_binder_names(target, names):
    assert binder_names(parse_goal(f"⊢ {target}")) == names


def test_names_are_fresh():
    assert binder_names(parse_goal("h x : ℕ\n⊢ ∀ (x : ℕ), x = h → False")) == ["x₁", "h₁"]


def tactics(goal: str) -> list[str]:
    return [p.tactic for p in Portfolio().proposals(ProofState("", (goal,)), None)]


def test_hypotheses_are_taken_apart():
    found = tactics("p q r : Prop\nh : p ∧ q ∧ r\nk : p ∨ q\ne : ∃ x, x = 1\n⊢ r")
    assert "obtain ⟨h₁, h₂, h₃⟩ := h" in found
    assert "rcases k with k | k" in found
    assert "obtain ⟨w, hw⟩ := e" in found


def test_dear_tactics_wait_until_hypotheses_are_taken_apart():
    order = tactics("x : ℝ\nh : 0 < x ∧ x < 1\n⊢ x * x < 1")
    assert order.index("omega") < order.index("simp at *") < order.index("norm_num")
    order = tactics("x : ℝ\nh₁ : 0 < x\nh₂ : x < 1\n⊢ x * x < 1")
    assert order.index("norm_num") < order.index("simp at *")


def test_shape_decides():
    assert "constructor" in tactics("⊢ p ∧ q") and "constructor" not in tactics("⊢ p ∨ q")
    assert any(t.startswith("induction n") for t in tactics("n : ℕ\n⊢ n < 2 ^ n"))
    assert any("sq_nonneg (a - b)" in t for t in tactics("a b : ℝ\n⊢ a * b ≤ a ^ 2 + b ^ 2"))
    assert "refine ⟨1, ?_, fun y hy => ?_⟩" in tactics("⊢ ∃! n : ℕ, n + 1 = 2")
    assert "refine ⟨1, ?_⟩" in tactics("⊢ ∃ n : ℕ, n + 1 = 2")


@pytest.mark.parametrize(
    ("target", "relation"),
    [("a = b", True), ("a\n    < b", True), ("|x| ≥ 0", True), ("Injective fun x => f x", False), ("p ≠ q", False),
     ("let x := p;\n  q", False), ("a :: l ++ r", False)],
)  # fmt: skip
def test_relations_are_told_from_arrows_and_definitions(target, relation):
    assert ("nlinarith" in tactics(f"⊢ {target}")) == relation


@pytest.mark.parametrize(
    ("goal", "part"),
    [
        ("⊢ ⌈√27⌉ - ⌊√26⌋ = 1", "Int.ceil (Real.sqrt 27) = 6"),
        ("⊢ ⌈√27⌉ - ⌊√26⌋ = 1", "Int.floor (Real.sqrt 26) = 5"),
        ("x y : ℝ\nh : 0 < x\nk : 0 < y\n⊢ Real.log (x * y) = 3", "have hn₂ : y ≠ 0"),
        ("⊢ ∑ k ∈ Finset.range 10, k = 45", "decide +kernel"),
        (
            "S : Finset ℕ\nh : ∀ (n : ℕ), n ∈ S ↔ 0 < n ∧ n < 20\n⊢ S.card = 19",
            "(Finset.range 21).filter (fun n => 0 < n ∧ n < 20)",
        ),
        ("x y : ℤ\nh : (x + 1) * (y + 1) = 81\n⊢ x = 26", "d ∈ [1, 3, 9, 27, 81]"),
    ],
)
def test_proofs_of_a_special_shape(goal, part):
    assert any(part in tactic for tactic in tactics(goal))
    assert not any(part in tactic for tactic in tactics("x : ℝ\nh : 0 < x\n⊢ x ≠ 0"))


def test_mathlib_s_own_tactics_where_it_is_there():
    goal = "x : ℝ\n⊢ x + 1 = 1 + x"
    own = {p.tactic for p in Portfolio(mathlib=True).proposals(ProofState("", (goal,)), None)} - set(tactics(goal))
    assert {"ring", "linarith", "positivity"} <= own


@pytest.mark.parametrize(
    ("text", "symbol", "parts"),
    [("p ∧ (q ∧ r)", "∧", ["p", "(q ∧ r)"]), ("⟨a, b⟩ = c", ",", ["⟨a, b⟩ = c"]), ("", "∧", [""])],
)
def test_splitting_outside_brackets(text, symbol, parts):
    assert split_top(text, symbol) == parts


@pytest.mark.parametrize(
    ("term", "expected"),
    [("x * (y + 1)", ["x", "y + 1"]), ("x * y + 1", ["x * y + 1"]), ("(x - 1) * 2", ["x - 1", "2"]), ("-x * y", ["-x", "y"])],
)
def test_factors(term, expected):
    assert factors(term) == expected


def test_fresh_names():
    goal = parse_goal("h h₁ x : ℕ\n⊢ x = h")
    assert (goal.fresh("h"), goal.fresh("y"), goal.fresh("h", ["h₂"])) == ("h₂", "y", "h₃")
    assert goal.numbered("h", 3) == ["h₁₁", "h₂", "h₃"]


@given(st.text())
def test_any_text_gives_well_formed_proposals(text):
    proposals = Portfolio().proposals(ProofState("", (text,)), None)
    assert proposals
    assert all(p.logprob < 0 and p.tactic.strip() and p.source == "portfolio" for p in proposals)
    assert len({p.tactic for p in proposals}) == len(proposals)
    assert [p.logprob for p in proposals] == sorted((p.logprob for p in proposals), reverse=True)


def test_a_batch_of_states():
    states = [ProofState(str(i), (f"⊢ {t}",)) for i, t in enumerate(["p ∧ q", "p ∨ q"])] + [ProofState("x", ())]
    batches = asyncio.run(Portfolio().propose(states))
    assert len(batches) == 3 and batches[0] != batches[1]
