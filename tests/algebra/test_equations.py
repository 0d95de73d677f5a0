"""Certificates of equations: found for what is true by construction, for nothing false, and none that is no identity."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

import pytest

from benchmarks.measure.generated.equations import KINDS, of_kind, statement
from prover.algebra.consequences import Combination, Refuted
from prover.algebra.equations import Solver
from prover.algebra.facts import number_types
from prover.lean.terms import GoalTerms


def certificate(goal: GoalTerms, seconds: float = 10.0):
    for type_ in number_types(goal):
        found = Solver(goal, type_, seconds).certificate()
        if found is not None:
            return found
    return None


def combinations(node: object) -> list[Combination]:
    if isinstance(node, Combination):
        return [node]
    if isinstance(node, tuple):
        return [c for part in node for c in combinations(part)]
    if is_dataclass(node):
        return [c for f in fields(node) for c in combinations(getattr(node, f.name))]
    return []


@pytest.mark.parametrize("kind", KINDS)
def test_true_by_construction(kind):
    for true, _ in of_kind(kind, seed=3, n=5):
        assert certificate(true) is not None, statement(true)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_false(kind):
    for _, false in of_kind(kind, seed=5, n=2):
        assert certificate(false, seconds=0.5) is None, statement(false)


@pytest.mark.parametrize("kind", KINDS)
def test_corrupted_certificates_are_refused(kind):
    changed = 0
    for true, _ in of_kind(kind, seed=4, n=3):
        for combination in combinations(certificate(true)):
            for k, (equation, cofactor) in enumerate(combination.parts):
                if len(equation.polynomial):
                    parts = (*combination.parts[:k], (equation, cofactor + 1), *combination.parts[k + 1 :])
                    with pytest.raises(Refuted):
                        replace(combination, parts=parts)
                    changed += 1
    assert changed
