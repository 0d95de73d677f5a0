"""The agent end to end: statement in, checked proof out, on real Lean."""

from __future__ import annotations

import pytest

from search.game import Proposal

pytestmark = pytest.mark.lean

PROVABLE = [
    "theorem t (p q r : Prop) (h : p ∧ (q ∨ r)) : (p ∧ q) ∨ (p ∧ r)",
    "theorem t (n : ℤ) : n % 2 = 0 ∨ n % 2 = 1",
    "theorem t (n : ℤ) : n * (n + 1) % 2 = 0",
    "theorem t (a b : ℝ) (h : 0 < a) (k : 0 < b) : 0 < a * b",
    "theorem t (n : ℕ) (h : ∃ k, n = 2 * k) : n * n % 4 = 0",
    "∀ a b : ℕ, a + b = b + a",
    "example (xs ys : List ℕ) : (xs ++ ys).length = xs.length + ys.length",
]


@pytest.mark.parametrize("theorem", PROVABLE)
def test_proves_and_the_proof_checks(prover, theorem):
    result = prover.prove(theorem, time_limit=60)
    assert result.status == "proved", result
    assert set(result.axioms) <= {"propext", "Quot.sound", "Classical.choice"}
    assert result.tactics and result.proof
    verdict = prover.check(result.proof)
    assert verdict.accepted, verdict
    for line in result.tactics[0].splitlines():
        assert line in result.proof


def test_a_false_statement_is_not_proved(prover):
    result = prover.prove("theorem t (n : ℕ) : n < n + n", time_limit=20)
    assert result.status == "disproved" and result.counter_model
    assert result.ended == "refuted" and "¬" in result.proof


def test_budget_in_time_is_held(prover):
    hard = "theorem t (a b c n : ℕ) (h : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n"
    result = prover.prove(hard, time_limit=5)
    assert result.status == "failed" and result.ended == "time"
    assert result.seconds.total < 25  # the tactic under way may run into its own limit


@pytest.mark.parametrize(
    ("theorem", "told"),
    [
        ("theorem t (a : ℕ) : a + = 2", "unexpected token"),
        ("theorem t (a : ℕ) : foo a = 2", "Unknown identifier `foo`"),
        ("this is no mathematics", ""),
        ('theorem t : (2 : ℕ) = "two"', ""),
        ("", "empty"),
        ("def x := 1", ""),
    ],
)
def test_nonsense_is_an_error_with_leans_message(prover, theorem, told):
    result = prover.prove(theorem, time_limit=5)
    assert result.status == "error" and result.error_kind == "statement"
    assert told in result.error and result.error


def test_reading_is_told(prover):
    assert prover.prove("theorem t (n : ℕ) : n ≤ n", time_limit=20).reading == "exact"
    assert prover.prove("theorem t (x : ℝ) : x ≤ x", time_limit=20).reading == "generalized"
    assert prover.prove("theorem t : Nat.Prime 7", time_limit=20).reading == "modelled"


class Scripted:
    """A policy that proposes what it was told to."""

    name = "scripted"

    def __init__(self, *tactics: str) -> None:
        self.tactics = tactics

    async def propose(self, states):
        return [[Proposal(t, -float(i), self.name) for i, t in enumerate(self.tactics)] for _ in states]


@pytest.mark.parametrize(
    "cheat",
    [
        "sorry",
        "admit",
        "native_decide",
        "exact sorryAx _ false",
        "have h : False := sorry\nexact h.elim",
        "exact (by sorry)",
        "run_tac pure ()",
        "exact (by_elab return default)",
        "skip\nend\ntheorem u : True := trivial",
        "exact t",
    ],
)
def test_a_cheating_policy_proves_nothing(async_prover, loop_thread, cheat):
    async def attempt():
        before, async_prover._policy = async_prover.policy, Scripted(cheat)
        try:
            return await async_prover.prove("theorem t : (2 : ℕ) ^ 10 = 1000", time_limit=20)
        finally:
            async_prover._policy = before

    assert loop_thread.run(attempt()).status != "proved"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("theorem t (n : ℕ) : n = 2 := by sorry", "sorry"),
        ("axiom a : False\ntheorem t (n : ℕ) : n = 2 := a.elim", "own axiom a"),
        ("theorem t : 2 ^ 10 = 1024 := by native_decide", "trusts the compiler"),
        ("theorem t (n : ℕ) : n = 2 := by simp", "errors"),
        ("unsafe def f : False := f\ntheorem t : 1 = 2 := f.elim", ""),
        ("theorem t : 1 = 2 := by run_tac pure ()", "elaboration time"),
        ("@[implemented_by Nat.succ] def f (n : ℕ) : ℕ := n\ntheorem t (n : ℕ) : f n = n := rfl", "elaboration time"),
    ],
)
def test_check_refuses_with_a_reason(prover, source, reason):
    verdict = prover.check(source)
    assert not verdict.accepted
    assert reason in verdict.reason and verdict.reason


def test_check_compares_with_the_original(prover):
    original = "theorem t (n : ℕ) : n + 0 = n := sorry"
    assert prover.check("theorem t (n : ℕ) : n + 0 = n := by simp", statement=original).accepted
    changed = prover.check("theorem t (n : ℕ) : 0 + n = n := by simp", statement=original)
    assert not changed.accepted and "not the one stated" in changed.reason
