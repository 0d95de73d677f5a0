"""The benchmark's statements in a form to compare training material with."""

from __future__ import annotations

from functools import cache

from benchmarks import minif2f
from prover.training.statements import normalized


@cache
def benchmark_statements() -> frozenset[str]:
    """The normalized statements of all 488 problems of miniF2F.  Raises ``FetchError``, ``DataError``."""
    return frozenset(normalized(problem.statement) for problem in minif2f.load(minif2f.data_file(None), "all"))
