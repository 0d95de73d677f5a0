"""The benchmark's statements in a form to compare training material with."""

from __future__ import annotations

from functools import cache

from benchmarks.data import minif2f
from benchmarks.data.tokens import canonical, goals_of_state, goals_of_theorems
from prover.training.statements import normalized
from prover.training.traces import Trace


@cache
def benchmark_statements() -> frozenset[str]:
    """The normalized statements of all 488 problems of miniF2F.  Raises ``FetchError``, ``DataError``."""
    return frozenset(normalized(problem.statement) for problem in minif2f.load(minif2f.data_file(None), "all"))


@cache
def benchmark_goals() -> frozenset[tuple[str, ...]]:
    """The same statements as goals (``benchmarks.data.tokens.canonical``).  Raises ``FetchError``, ``DataError``."""
    problems = minif2f.load(minif2f.data_file(None), "all")
    return frozenset(canonical(goal) for problem in problems for goal in goals_of_theorems(problem.statement))


def is_training_material(trace: Trace) -> bool:
    """Whether a proof may be learnt from: not of a problem of the benchmark's.  Raises ``FetchError``, ``DataError``."""
    return not is_of_benchmark(trace.statement, trace.steps[0].state if trace.steps else "")


def is_of_benchmark(statement: str, state: str = "") -> bool:
    """Whether a theorem is a problem of miniF2F but for names, grouping of binders, parentheses and casts.

    ``state``: the first state of its proof, where Lean has opened it; it shows what the theorem's text may hide.
    Raises ``FetchError``, ``DataError``.
    """
    if normalized(statement) in benchmark_statements():
        return True
    return any(canonical(goal) in benchmark_goals() for goal in (*goals_of_theorems(statement), *goals_of_state(state)))
