"""What a user writes, and what is asked of Lean for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prover.lean.guard import metaprogram, refusal
from prover.lean.statement import Statement, reading_kind, readings
from prover.lean.text import as_lean
from prover.lean.verify import exported


def statement(source: str, body: str = ":= by sorry") -> Statement:
    start = len(source[: source.rindex(body)].encode())
    return Statement(source, "t", "", (), "exact", (start, start + len(body)))


def test_an_exported_proof_keeps_what_stands_before():
    source = "import Mathlib\n\nopen Real\n\n-- a comment: ℝ\ntheorem t (x : ℝ) : x = x := by sorry"
    text = exported(statement(source).with_proof(["intro h\nsimp", "· rfl"]))
    assert text == (
        "import Mathlib\n\nset_option maxHeartbeats 1000000\n\nopen Real\n\n-- a comment: ℝ\n"
        "theorem t (x : ℝ) : x = x := by\n  intro h\n  simp\n  · rfl\n"
    )


def test_an_exported_proof_without_imports():
    assert exported(statement("theorem t : 1 = 1 := by sorry").with_proof(["rfl"])).startswith("set_option maxHeartbeats")


def test_a_proof_has_tactics():
    with pytest.raises(ValueError):
        statement("theorem t : 1 = 1 := by sorry").with_proof([])


def test_readings_are_listed_weakest_first():
    assert "OrderedField" in readings()[0].variables and readings()[0].hide == ("ℝ", "ℂ")
    assert all(r.variables.startswith("variable ") for r in readings())


@pytest.mark.parametrize(
    ("prelude", "kind"),
    [
        ([], "exact"),
        (["OrderedField.toField", "instRatCastOfOrderedField"], "generalized"),
        (["Nat.Prime"], "modelled"),
        (["OrderedField", "Finset.sum"], "modelled"),
    ],
)
def test_reading_kind(prelude, kind):
    assert reading_kind(prelude) == kind


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


@given(st.text())
def test_lean_text_holds_what_lean_reads_and_stays_so(text):
    read = as_lean(text)
    assert not set("\r\t\u00a0\ufeff\u200b") & set(read)
    assert as_lean(read) == read


def test_what_is_no_white_space_stays_where_it_was():
    text = "Look:\n```lean\ntheorem t :\n\t1 = 1\n```\nDone."
    lines = as_lean(text).split("\n")
    assert lines == ["", "", "theorem t :", " 1 = 1", "", ""]


def test_a_statement_keeps_what_its_command_needs_behind_the_body():
    source = "mutual\ntheorem t : 1 = 1 := by sorry\ntheorem u : 2 = 2 := rfl\nend\n"
    start = source.index(" := by sorry")
    mutual = Statement(source, "t", "", (), "exact", (start, start + len(" := by sorry")), tail=len(source) - 1)
    assert mutual.with_proof(["rfl"]) == "mutual\ntheorem t : 1 = 1 := by\n  rfl\ntheorem u : 2 = 2 := rfl\nend\n"
