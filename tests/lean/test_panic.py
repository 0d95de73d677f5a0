"""Lean 4.28's `grind` panics over rings of which it does not know that numerals cancel.  In the prelude's rings it knows; in any
other the panic is reported, and no kernel error about the dummy it leaves."""

from __future__ import annotations

import pytest

from prover.lean.environment import LeanEnvironment
from search.game import TacticError

pytestmark = pytest.mark.lean

N = "(n : ℕ)"
ACCEPTED = {
    "a rewritten value": ("(a : ℕ → ℝ) (h : a n = 3 * n + 6) : a n / (3 * ((n : ℝ) + 2)) * (3 * ((n : ℝ) + 2)) = 3 * n + 6",
                          "rw [h]\n  field_simp\n  ring"),
    "a hypothesis beside it": ("(y : ℝ) (h : y = (n : ℝ) + 1) : "
                               "((n : ℝ) + 1) * ((7 * ((n : ℝ) + 1) + 7) / (7 * ((n : ℝ) + 1))) = (n : ℝ) + 1 + 1", "grind"),
    "over ℚ": ("(a : ℕ → ℚ) (h : a n = (n : ℚ) + 2) : a n * ((5 * ((n : ℚ) + 2) + 5) / (5 * ((n : ℚ) + 2))) = (n : ℚ) + 3",
               "rw [h]\n  field_simp\n  ring"),
    "over ℂ": ("(z : ℂ) (h : z ≠ 0) : z * ((4 * z + 4) / (4 * z)) = z + 1", "field_simp\n  ring"),
    "over ℂ with casts": ("(b : ℕ → ℂ) (h : b n = (n : ℂ) + 1) : b n * ((2 * ((n : ℂ) + 1) + 2) / (2 * ((n : ℂ) + 1))) = (n : ℂ) + 2",
                          "rw [h]\n  have := Nat.cast_add_one_ne_zero (α := ℂ) n\n  grind"),
    "a numeral to cancel": ("(x y : ℝ) (h : 6 * x = 6 * y + 3) : 2 * x = 2 * y + 1", "linarith"),
    "under a function": ("(x y : ℂ) (g : ℂ → ℕ) (h : 2 * x = 2 * y) : g (x + 1) = g (y + 1)", "grind"),
    "nothing left to do": ("(x : ℝ) (h : x ≠ 0) : 2 * x / (2 * x) = 1", "field_simp\n  ring_nf\n  linarith\n  nlinarith\n  ring"),
}  # fmt: skip
REFUSED = {
    "over ℂ": "(b : ℕ → ℂ) (h : b n = (n : ℂ) + 1) : b n * ((3 * ((n : ℂ) + 1) + 3) / (3 * ((n : ℂ) + 1))) = (n : ℂ) + 1 + 1",
    "any field of characteristic 0": "(K : Type) [Lean.Grind.Field K] [Lean.Grind.IsCharP K 0] (x y : K) (h : y = x + 1) : "
                                     "(x + 1) * ((8 * (x + 1) + 8) / (8 * (x + 1))) = x + 1 + 1",
}  # fmt: skip
"""What `grind` cannot prove: that x + 1 is not 0 is missing."""
FIELD = "{K : Type} [Lean.Grind.Field K] (m : K) (g : K → K) (k : K) (h : g k = m + 1)"
OPEN = "g k * ((3 * (m + 1) + 3) / (3 * (m + 1))) = (m + 1) + 1"
"""Over a field that may be of any characteristic nothing says that 3 cancels; Lean panics over the attempt."""


@pytest.mark.parametrize("case", ACCEPTED.values(), ids=ACCEPTED)
def test_where_numerals_cancel_the_proof_is_accepted(prover, case):
    statement, proof = case
    result = prover.check(f"theorem t {N} {statement} := by\n  {proof}\n")
    assert result.accepted, (result.reason, result.messages)


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
def test_where_numerals_cancel_the_refusal_is_the_tactics_own(prover, statement):
    result = prover.check(f"theorem t {N} {statement} := by\n  grind\n")
    assert not result.accepted and result.reason == "Lean reports errors"
    assert any("`grind` failed" in message for message in result.messages)


@pytest.mark.parametrize("tactic", ["grind", "grind -abstractProof", "have : False ∨ True := by grind\ngrind"])
def test_a_panic_is_the_reason_a_tactic_fails_for(worker, loop_thread, tactic):
    async def scenario():
        environment = await LeanEnvironment.open(worker, f"theorem t {FIELD} : {OPEN}")
        return await environment.apply(environment.root, tactic)

    outcome = loop_thread.run(scenario())
    assert isinstance(outcome, TacticError)
    assert "mkImpEqExprProof" in outcome.message and "assertion violation" in outcome.message
    assert "_inhabitedExprDummy" not in outcome.message


def test_a_panic_is_the_reason_a_proof_is_refused_for(prover):
    result = prover.check(f"theorem t {FIELD} : {OPEN} := by\n  grind\n")
    assert not result.accepted and "mkImpEqExprProof" in result.reason
    assert not any("_inhabitedExprDummy" in message for message in (result.reason, *result.messages))


def test_a_panic_that_another_tactic_makes_good_costs_nothing(prover):
    proof = "first | (right; grind) | exact Or.inl hp"
    assert prover.check(f"theorem t {FIELD} (p : Prop) (hp : p) : p ∨ {OPEN} := by\n  {proof}\n").accepted
