"""Families of generated statements: arithmetic, algebra, divisibility, inequalities, sums, sets, logic, lists.

Each area is a table (``*.yaml``) of rows that say what to draw, what to state and how to prove it; ``rows`` tells how a row is
read.  None is taken or derived from a benchmark; ``prover.training.families`` knows no problem of miniF2F.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import yaml

from prover.training.families import rows
from prover.training.families.base import Draw, DrawnTheorem, Family

TABLES = {  # the area of each table
    "algebra": "algebra", "laws": "algebra", "equations": "equations", "functions": "functions",
    "inequalities": "inequalities", "transcendental": "transcendental", "remainders": "number theory",
    "integers": "number theory", "induction": "induction", "sequences": "sequences", "sets": "sets", "logic": "logic",
}  # fmt: skip


def _read() -> dict[str, Family]:
    """All families by name.  Raises ``rows.BadRow`` for a row that cannot be read or a name used twice."""
    families: dict[str, Family] = {}
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for table, area in TABLES.items():
        text = (Path(__file__).parent / f"{table}.yaml").read_text(encoding="utf-8")
        for name, row in yaml.load(text, loader).items():
            if name in families:
                raise rows.BadRow(f"there are two families {name!r}")
            rows.check_row(name, row)
            families[name] = Family(name, area, row.get("weight", 1.0), partial(rows.make, row))
    return families


FAMILIES: dict[str, Family] = _read()

__all__ = ["FAMILIES", "Draw", "Family", "DrawnTheorem"]
