"""Textbook proofs written as for Mathlib, by someone who had not seen the prelude: each is accepted as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.lean
PROOFS = re.split(
    r"\n\n(?=theorem |open )", (Path(__file__).parent / "mathlib_style" / "textbook.lean").read_text("utf-8").strip()
)
REFUSED: dict[str, str] = {}


def named(proof: str) -> str:
    found = re.search(r"^theorem (\w+)", proof, re.MULTILINE)
    assert found is not None
    return found[1]


def test_there_are_sixty():
    assert len({named(proof) for proof in PROOFS}) == 60


@pytest.mark.parametrize("proof", PROOFS, ids=named)
def test_a_proof_is_accepted(prover, proof):
    result = prover.check(proof)
    assert result.accepted or named(proof) in REFUSED, (result.reason, result.messages)
