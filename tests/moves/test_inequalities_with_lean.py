"""Moves for inequalities on real Lean: each statement is proved by the move's first tactic that proves anything."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prover.algebra import linear_programs
from prover.moves import base
from prover.moves.goal import Goal

PROVED = [
    ("certificate", "(a b c : ℝ) (h : a ≤ b) (k : b < c) : 2 * a < b + c"),
    ("certificate", "(a b : ℚ) (h : a + b = 3) (k : 2 * a - b ≤ 3 / 2) : a ≤ 3 / 2"),
    ("certificate", "(x y : ℝ) (h : 0 ≤ x ∧ x ≤ 1) (k : 0 ≤ y ∧ y ≤ 1) : x * y ≤ x"),
    ("certificate", "(a b c : ℝ) : a * b + b * c + c * a ≤ a ^ 2 + b ^ 2 + c ^ 2"),
    ("certificate", "(a b : ℝ) (ha : 0 < a) (hb : 0 < b) (h : a * b = 1) : 2 ≤ a + b"),
    ("certificate", "(a b c : ℝ) (ha : 0 < a) (hb : 0 < b) (hc : 0 < c) (h : a * b * c = 1) : 3 ≤ a + b + c"),
    ("certificate", "(x y : ℤ) (h : x < y) (k : 0 < x) : x * x + x ≤ x * y"),
    ("certificate", "(x y : ℕ) (h : x < y) (k : 0 < x) : x * x + x ≤ x * y"),
    ("certificate", "(n : ℕ) (x : ℝ) (h : 1 ≤ x) (k : 2 ≤ n) : (n : ℝ) + 2 * x ≤ n * x + 2"),
    ("certificate", "(x y : ℝ) (h : x ^ 2 + y ^ 2 = 1) (k : 2 < x + y) : False"),
    ("certificate", "(x : ℝ) (h : 2 < x) : x ^ 2 ≠ 3"),
    ("certificate", "(x y : ℝ) (h : x ≤ y) (k : y ≤ x) : x ^ 2 = y ^ 2"),
    ("certificate", "(x : ℝ) (h : ¬2 ≤ x) (k : 0 ≤ x) : x ^ 2 < 4"),
    ("certificate", "(x y : ℝ) : 3 * x ^ 2 * y ^ 2 ≤ x ^ 4 * y ^ 2 + x ^ 2 * y ^ 4 + 1"),
    ("certificate", "(x : ℝ) (h : |x - 3| < 2) : x < 5"),
    ("certificate", "(x y : ℝ) (h : max x y ≤ 3) : x + y ≤ 6"),
    ("certificate", "(x : ℝ) (h : 0 ≤ x) : 2 * √x ≤ x + 1"),
    ("certificate", "(x y : ℝ) (hx : 0 < x) (hy : 0 < y) (h : 1 / x + 1 / y = 1) : 4 ≤ x * y"),
    (
        "certificate",
        "(a b c : ℝ) (ha : 0 ≤ a) (hb : 0 ≤ b) (hc : 0 ≤ c) : "
        "0 ≤ a * (a - b) * (a - c) + b * (b - a) * (b - c) + c * (c - a) * (c - b)",
    ),
    ("cleared_denominators", "(x : ℝ) (h : 0 < x) : 2 ≤ x + 1 / x"),
    ("cleared_denominators", "(a b : ℝ) (ha : 0 < a) (hb : 0 < b) : 4 / (a + b) ≤ 1 / a + 1 / b"),
    ("cleared_denominators", "(a b : ℝ) (ha : 1 < a) (hb : a < b) : 1 / (1 + 1 / a) < b / (b - a + 1)"),
    ("cleared_denominators", "(x y : ℝ) (hx : 0 < x) (hy : 0 < y) : 4 ≤ (x ^ 2 + 4 * y ^ 2) / (x * y)"),
    ("cleared_denominators", "(x : ℝ) (h : 0 < x) (k : x < 3 / 2) : 6 ≤ (Real.sin x ^ 2 + 9) / Real.sin x"),
    ("cleared_denominators", "(x : ℝ) (h : -1 < x) (k : 2 * x < Real.pi) : (4 * Real.cos x - 4) / Real.cos x ≤ Real.cos x"),
    ("certificate", "(x y z : ℝ) (h : x ≠ y) : x * y + y * z + z * x < x ^ 2 + y ^ 2 + z ^ 2"),
    ("certificate", "(x y : ℝ) (h : x ≠ 0) : x * y < 3 * x ^ 2 + y ^ 2"),
    ("certificate", "(x y : ℤ) (h : x ≠ y) : 2 * x * y + 1 ≤ x ^ 2 + y ^ 2"),
    (
        "certificate",
        "(a b c d : ℝ) (ha : 0 < a) (hb : 0 ≤ b) (hc : 0 < c) (h : d = a + b) : "
        "0 < a ^ 3 * c + 2 * a * b * c ^ 2 + b ^ 2 * d + 3 * c * d ^ 2 + a * b * c * d",
    ),
    ("one_denominator", "(a b c : ℝ) (ha : 0 < a) (hb : 0 < b) (hc : 0 < c) : a / (a + b) + b / (b + c) + c / (c + a) < 2"),
    (
        "one_denominator",
        "(a b c s : ℝ) (ha : 0 < a) (hb : 0 < b) (hc : 0 < c) "
        "(h : s = 2 * a / (2 * a + b) + b / (b + 3 * c) + 3 * c / (3 * c + 2 * a)) : 1 ≤ s",
    ),
    ("one_denominator", "(x y z : ℝ) (hx : 0 < x) (hy : 0 < y) (hz : 0 < z) : 0 < (x + y) / (x + y + z) - x / (x + 2 * y) + 1"),
    ("cases_of_sign", "(x y : ℝ) : |x + y| ≤ |x| + |y|"),
    ("cases_of_sign", "(x y : ℝ) : max x y + min x y = x + y"),
]

SILENT = [
    ("certificate", "(x : ℝ) : x < x ^ 2 + 1 / 5"),
    ("certificate", "(x y : ℝ) (h : x < y) : x ^ 2 < y ^ 2"),
    ("certificate", "(x y : ℤ) (h : x ≤ y) : x + 1 ≤ y"),
    ("certificate", "(p : Prop) (h : p) : p"),
    ("cleared_denominators", "(x : ℝ) : 2 ≤ x + 1 / x"),
    ("one_denominator", "(a b c : ℝ) (ha : 0 < a) (hb : 0 < b) (hc : 0 < c) : a / (a + b) + b / (b + c) + c / (c + a) < 3 / 2"),
    ("one_denominator", "(a b c : ℝ) (ha : 0 < a) (hb : 0 < b) : 1 < a / (a + b) + b / (b + c)"),
    ("cleared_denominators", "(x : ℝ) (h : 0 < x) (k : x < 4) : 6 ≤ (Real.sin x ^ 2 + 9) / Real.sin x"),
    ("cases_of_sign", "(x y : ℝ) : |x| + |y| ≤ |x + y|"),
]
"""False, or not about inequalities: nothing is proposed."""


@pytest.mark.lean
@pytest.mark.parametrize(("move", "statement"), PROVED)
def test_a_statement_is_proved(left_by: Callable[..., dict[str, list[str]]], move: str, statement: str) -> None:
    assert [] in left_by(move, statement).values()


@pytest.mark.lean
@pytest.mark.parametrize(("move", "statement"), SILENT)
def test_nothing_is_proposed(goal_of: Callable[[str], Goal], move: str, statement: str) -> None:
    assert base.run(base.MOVES[move], goal_of(statement)) == []


@pytest.mark.lean
def test_a_wrong_certificate_reaches_no_tactic(goal_of: Callable[[str], Goal], monkeypatch: pytest.MonkeyPatch) -> None:
    exact = linear_programs._exact

    def wrong(*args):
        weights = exact(*args)
        return None if weights is None else [w * 2 if i == 0 else w for i, w in enumerate(weights)]

    goal = goal_of("(a b c : ℝ) (h : a ≤ b) (k : b < c) : 2 * a < b + c")
    monkeypatch.setattr(linear_programs, "_exact", wrong)
    monkeypatch.setattr("prover.algebra.sums_of_squares.refutation", lambda *_: None)
    assert base.run(base.MOVES["certificate"], goal) == []
