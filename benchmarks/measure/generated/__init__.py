"""Random statements for each family of moves, true by construction, and false twins.

Each module has ``statements(seed, n)``: ``n`` statements as ``(name, Lean statement, whether it is true)``; the name begins with
the statement's kind, ``ideal-017``.  ``python -m benchmarks.measure.families`` runs them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

Made = tuple[str, str, str]
"""Binders, a conclusion that holds, and one that does not."""


def in_turn(kinds: Mapping[str, Callable[[random.Random], Made]], seed: int, n: int) -> list[tuple[str, str, bool]]:
    """``n`` statements, the kinds in turn, two of seven false."""
    rng = random.Random(seed)
    made = list(kinds.items())
    found = []
    for k in range(n):
        name, make = made[k % len(made)]
        binders, conclusion, false = make(rng)
        true = k % 7 not in (2, 5)
        found.append((f"{name}-{k:03}", f"{binders} : {conclusion if true else false}".strip(), true))
    return found
