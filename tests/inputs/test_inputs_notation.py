"""Mathlib's everyday notation means on the prelude what it means in Mathlib, and prints so that it can be read back."""

from __future__ import annotations

import re
import textwrap

import pytest
from notation_rows import PRINTED, ROWS

from prover.lean.statement import open_statement

pytestmark = pytest.mark.lean


def source(statement: str, proof: str, command: str = "theorem") -> str:
    """A theorem whose statement may begin with ``open … in``."""
    opened, rest = re.fullmatch(r"(open .*? in )?(.*)", statement, re.DOTALL).groups()
    return f"{opened or ''}{command} row {rest} := by\n{textwrap.indent(proof, '  ')}\n"


def test_the_table_is_of_use():
    assert len(ROWS) >= 60
    assert all(len(row) == 3 and row[0] != row[2] for row in ROWS.values())


@pytest.mark.parametrize(("statement", "proof", "twin"), ROWS.values(), ids=ROWS.keys())
def test_means_what_it_means_in_mathlib(prover, statement, proof, twin):
    result = prover.check(source(statement, proof))
    assert result.accepted, (result.reason, result.messages)
    refused = prover.check(source(twin, proof))
    assert not refused.accepted
    assert not refused.bad_input, f"the twin says nothing: {refused.reason}"


@pytest.mark.parametrize(
    "written",
    [
        "lemma row (n : ℕ) : n ≤ n * n + 1",
        "/-- Squares grow. -/ lemma row (n : ℕ) : n ≤ n * n + 1",
        "@[simp] lemma row (n : ℕ) : n ≤ n * n + 1",
        "namespace A\nprotected lemma row (n : ℕ) : n ≤ n * n + 1",
        "namespace A\nlemma row {n : ℕ} : n ≤ n * n + 1",
        "lemma early : 1 + 1 = 2 := rfl\n\ntheorem row (n : ℕ) (h : early = early) : n ≤ n * n + 1",
    ],
)
def test_a_lemma_is_a_theorem(prover, written):
    proof = "by\n  have : n = 0 ∨ 1 ≤ n := by omega\n  rcases this with rfl | h\n  · omega\n  · exact Nat.le_succ_of_le (Nat.le_mul_of_pos_left n h)"
    result = prover.check(f"{written} := {proof}\n")
    assert result.accepted, (result.reason, result.messages)
    assert not prover.check(f"{written.replace('+ 1', '- 1')} := {proof}\n").accepted


@pytest.mark.parametrize(
    ("declared", "statement", "proof"),
    [
        ("structure Point where\n  re : ℕ\n  abs : ℕ\n", "(p : Point) (h : p.re = 2) : p.re + 1 = 3", "omega"),
        ("structure Point where\n  re : ℕ\n", "(p : Point) (z : ℂ) (h : (p.re : ℝ) = z.re) : z.re = (p.re : ℝ)", "exact h.symm"),
        ("def Nat.exp (n : ℕ) : ℕ := 2 ^ n\n", "(n : ℕ) (h : n = 3) : n.exp = 8", "subst h; rfl"),
        ("def tan.sin : ℕ := 4\n", ": tan.sin = 4", "rfl"),
        ("namespace A\ndef z.re : ℕ := 4\n", ": z.re = 4", "rfl"),
    ],
)
def test_a_source_may_have_such_names_of_its_own(prover, declared, statement, proof):
    result = prover.check(declared + source(statement, proof))
    assert result.accepted, (result.reason, result.messages)


@pytest.mark.parametrize(("proposition", "printed"), PRINTED.items())
def test_prints_as_it_is_read(worker, loop_thread, proposition, printed):
    """The goal prints as it does with Mathlib, and what is printed is the same statement again."""
    _, opened = loop_thread.run(open_statement(worker, proposition))
    assert opened.goals == [f"⊢ {printed or proposition}"]
    _, again = loop_thread.run(open_statement(worker, printed or proposition))
    assert (again.goals, again.key) == (opened.goals, opened.key)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("theorem t (n : ℕ) : n.re = 2", "ℕ"),
        ("theorem t (z : ℂ) : w.re = 2", "w"),
        ("theorem t (s : Set ℕ) : {x ∈ s | frob x} = s", "frob"),
        ("theorem t : ∑ k ∈ Finset.range 6 with frob k, k = 9", "frob"),
        ("theorem t : ∃! x ∈ frob, x = 1", "frob"),
    ],
)
def test_an_error_names_what_is_wrong(prover, statement, said):
    result = prover.check(f"{statement} := by sorry")
    assert not result.accepted
    assert said in result.reason
