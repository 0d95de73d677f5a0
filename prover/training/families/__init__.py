"""Families of generated statements: arithmetic, algebra, divisibility, inequalities, sums, sets, logic, lists.

None is taken or derived from a benchmark; ``prover.training.families`` knows no problem of miniF2F.
"""

from __future__ import annotations

import importlib

from prover.training.families.base import FAMILIES, Draw, Family, Problem, family

_MODULES: tuple[str, ...] = ("algebra", "equations", "functions", "inequalities", "transcendental",
                             "modular", "integers", "sums", "sets", "finite", "logic")  # fmt: skip

for _module in _MODULES:
    importlib.import_module(f"{__name__}.{_module}")

__all__ = ["FAMILIES", "Draw", "Family", "Problem", "family"]
