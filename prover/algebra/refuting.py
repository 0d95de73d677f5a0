"""Counter-models: values at which a goal's hypotheses hold and its target does not.

Numbers are tried first (``assignments``), then z3 is asked (``smt``).  Whatever they come with is evaluated exactly
(``evaluation``): every hypothesis must be true and the target false there, and *not known* is neither.  So a goal with a
counter-model is not provable, neither of Mathlib's numbers nor in the prelude, whose laws hold of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Optional

from prover.algebra.assignments import Assignments
from prover.algebra.counter_models import CounterModel, TableFunction, described
from prover.algebra.evaluation import truth, value
from prover.algebra.interpretation import Value
from prover.algebra.literals import Problem, Table, definitions, problem_of, tabulated
from prover.algebra.numbers import Unknown
from prover.algebra.smt import models
from prover.lean.terms import GoalTerms, Var

SECONDS = 0.5
"""For one goal."""
_FOR_NUMBERS = 0.4
"""The share of the time for numbers."""


def counter_model(goal: GoalTerms, seconds: float = SECONDS) -> Optional[CounterModel]:
    """A counter-model of the goal; ``None`` where none was found in the time."""
    problem = problem_of(goal)
    if problem is None:
        return None
    until = time.monotonic() + seconds
    searched, tables = tabulated(problem)
    try:
        for values in Assignments(searched, time.monotonic() + seconds * _FOR_NUMBERS).found():
            whole = with_tables(values, tables)
            if whole is not None and refutes(problem, whole):
                return described(goal, problem, whole, "numbers")
    except Unknown:
        pass
    for values in _proposed(searched, until):
        whole = with_tables(values, tables)
        if whole is not None and refutes(problem, whole):
            return described(goal, problem, whole, "z3")
    return None


def with_tables(values: Mapping[Var, Value], tables: Sequence[Table]) -> Optional[dict[Var, Value]]:
    """The values with the functions that tables tell, 0 elsewhere; ``None`` where one tells no function: two values at the same
    arguments, or arguments that are not known."""
    whole = dict(values)
    for table in tables:
        try:
            entries = [(tuple(value(a, values) for a in args), values[var]) for args, var in table.values]
        except (Unknown, KeyError):
            return None
        if len({len(args) for args, _ in entries}) > 1 or any(len(args) > 4 for args, _ in entries):
            return None
        if any(args == others and found != other for args, found in entries for others, other in entries):
            return None
        if entries:
            whole[table.function] = TableFunction(entries)
    return whole


def _proposed(problem: Problem, until: float) -> Iterator[dict[Var, Value]]:
    """What z3 proposes for the variables that are not defined, completed."""
    try:
        assignments = Assignments(problem, until)
    except Unknown:
        return
    literals = [check.literal for check in assignments.checks]
    for values in models(literals, assignments.free, until - time.monotonic()):
        yield assignments.completed(values)


def refutes(problem: Problem, values: Mapping[Var, Value]) -> bool:
    """Whether all literals hold at these values, exactly; those that define what a value was made from hold by that."""
    defining = definitions(problem)
    if not defining.keys() <= values.keys():
        return False  # such a function or finite set may not exist
    holding = {literal for literal, _ in defining.values()}
    return all(truth(li.proposition, values) is li.wanted for li in problem.literals if li not in holding)
