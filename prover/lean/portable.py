"""Which steps of a proof over the prelude may not carry over to Mathlib.

A step carries over if Mathlib's tactics do what the prelude's do (``tests/lean/conformance``) and Mathlib has the theorems that it
names.  Told are steps with a theorem of the prelude's own (``lean_project/own_names.txt``, which
``python -m benchmarks.measure.own_names`` makes), and those with a tactic that is the prelude's own or does here what Mathlib's of
that name does by other means.  Not seen: a simp set that differs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from prover.lean.source import LEAN_PROJECT

OWN_NAMES = LEAN_PROJECT / "own_names.txt"
OWN_TACTICS = frozenset(
    "linarith_exact nlinarith_exact nlinarith_pairs identity_exact ring_nf_exact zify_all have_hints obtain_names bound_step tauto aesop".split()
)
_WORD = re.compile(r"[^\W\d][\w!?'₀-₉]*(?:\.[^\W\d][\w!?'₀-₉]*)*")


@cache
def own_names() -> frozenset[str]:
    """Theorems of the prelude that Mathlib does not have under their names."""
    return frozenset(OWN_NAMES.read_text("utf-8").split())


def not_portable(tactics: Sequence[str]) -> list[str]:
    """The steps that may not carry over, in their order."""
    own = own_names() | OWN_TACTICS
    return [tactic for tactic in tactics if not own.isdisjoint(_WORD.findall(tactic))]
