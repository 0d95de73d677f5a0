"""What is told of a proof that may not carry over to Mathlib."""

from __future__ import annotations

import pytest

from benchmarks.measure.own_names import _MULTIPLICATIVE, declared, translated
from prover.lean.portable import not_portable, own_names
from prover.lean.source import prelude_files


@pytest.mark.parametrize(
    ("tactics", "told"),
    [
        (["intro x", "nlinarith [sq_nonneg (x - 1), mul_pos hx hy]"], []),
        (["rw [Real.rpow_mul_of_pos hx]", "norm_num"], ["rw [Real.rpow_mul_of_pos hx]"]),
        (["linarith_exact"], ["linarith_exact"]),
        (["simp_all", "tauto"], ["tauto"]),
        (["exact h.linarith_exact_of"], []),
        ([], []),
    ],
)
def test_steps_with_names_of_the_preludes_own_are_told(tactics, told):
    assert not_portable(tactics) == told


def test_own_names_are_theorems_of_the_prelude():
    theorems = {
        name for file in prelude_files() for kind, name in declared(file.read_text("utf-8")) if kind in ("theorem", "lemma")
    }
    assert own_names() and own_names() <= theorems


def test_declarations_have_the_names_of_their_namespaces():
    text = "namespace E end E\nnamespace A\nsection\ntheorem b : 1 = 1 := rfl\nend\ntheorem _root_.c : 1 = 1 := rfl\nend A\n-- theorem no\nlemma d : 1 = 1 := rfl\n"
    assert list(declared(text)) == [("theorem", "A.b"), ("theorem", "c"), ("lemma", "d")]
    assert translated("add_sub_assoc", _MULTIPLICATIVE) == "mul_div_assoc"
