"""What a user writes, and what is asked of Lean for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prover.check import proof_source
from prover.lean.guard import metaprogram, refusal
from prover.lean.statement import Statement, forms, reading_kind, readings


def statement(source: str, body: str = ":= by sorry") -> Statement:
    start = len(source[: source.rindex(body)].encode())
    return Statement(source, "t", None, "", (), "exact", (start, start + len(body)))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("∀ a : ℕ, a = a", "theorem statement : ∀ a : ℕ, a = a := by sorry"),
        ("theorem t : 1 = 1", "theorem t : 1 = 1"),
        ("open Nat in\nlemma t : 1 = 1 := rfl", "open Nat in\nlemma t : 1 = 1 := rfl"),
        ("example (n : ℕ) : n = n", "theorem statement (n : ℕ) : n = n"),
    ],
)
def test_forms(text, first):
    assert forms(text)[0] == first
    assert text.startswith("∀") or forms(text)[1] == first + " := by sorry"


def test_proof_source_keeps_what_stands_before():
    source = "import Mathlib\n\nopen Real\n\n-- a comment: ℝ\ntheorem t (x : ℝ) : x = x := by sorry"
    text = proof_source(statement(source), ["intro h\nsimp", "· rfl"])
    assert text == (
        "import Mathlib\n\nset_option maxHeartbeats 1000000\n\nopen Real\n\n-- a comment: ℝ\n"
        "theorem t (x : ℝ) : x = x := by\n  intro h\n  simp\n  · rfl\n"
    )


def test_proof_source_without_imports():
    assert proof_source(statement("theorem t : 1 = 1 := by sorry"), ["rfl"]).startswith("set_option maxHeartbeats")


def test_a_proof_has_tactics():
    with pytest.raises(ValueError):
        statement("theorem t : 1 = 1 := by sorry").with_proof([])


def test_readings_are_listed_weakest_first():
    assert "OrderedField" in readings()[0].variables and readings()[0].hide == ("ℝ", "ℂ")
    assert all(r.variables.startswith("variable ") for r in readings())


@pytest.mark.parametrize(
    ("constants", "kind"),
    [
        ([], "exact"),
        (["OrderedField.toField", "instRatCastOfOrderedField"], "generalized"),
        (["Nat.Prime"], "modelled"),
        (["OrderedField", "Finset.sum"], "modelled"),
    ],
)
def test_reading_kind(constants, kind):
    assert reading_kind(constants) == kind


@pytest.mark.parametrize(
    "tactic",
    [
        "sorry",
        "exact sorry",
        "first | simp | admit",
        "native_decide",
        "simp; run_tac f",
        "",
        "  \n",
        "exact (by_elab x)",
        "exact eval% (f x)",
    ],
)
def test_refused_before_running(tactic):
    assert refusal(tactic)


@pytest.mark.parametrize(
    "tactic",
    [
        "simp",
        "exact eval x p",
        "exact h.sorry_free",
        "intro sorryish",
        "have evaluate := 1",
        'exact "sorry"',
        "simp -- no sorry here",
        "/- sorry -/ rfl",
    ],
)
def test_not_refused(tactic):
    assert refusal(tactic) is None


@given(st.text())
def test_guard_takes_any_text(text):
    refusal(text)
    metaprogram(text)
