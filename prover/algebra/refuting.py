"""Counter-models: values at which a goal's hypotheses hold and its target does not.

Numbers are tried first (``assignments``), then z3 is asked (``smt``).  Whatever they come with is evaluated exactly
(``evaluation``): every hypothesis must be true and the target false there, and *not known* is neither.  So a goal with a
counter-model is not provable, neither of Mathlib's numbers nor in the prelude, whose laws hold of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Optional

from prover.algebra.assignments import Assignments
from prover.algebra.evaluation import Value, truth
from prover.algebra.literals import Problem, definition_of, problem_of
from prover.algebra.numbers import Unknown
from prover.algebra.smt import models
from prover.lean.terms import GoalTerms, Var

SECONDS = 0.5
"""For one goal."""
_FOR_NUMBERS = 0.4
"""The share of the time for numbers."""


@dataclass(frozen=True)
class CounterModel:
    """``values``: what each variable stands for, as Lean reads it, where it is a number or a proposition; those of the goal and
    then those that its target quantifies over.  ``found_by``: ``numbers`` or ``z3``."""

    values: tuple[tuple[str, str], ...]
    found_by: str = "numbers"

    @property
    def text(self) -> str:
        """For people: ``x = 3, y = -1/2``; for a closed goal ``""``."""
        return ", ".join(f"{name} = {written}" for name, written in self.values)


def counter_model(goal: GoalTerms, seconds: float = SECONDS) -> Optional[CounterModel]:
    """A counter-model of the goal; ``None`` where none was found in the time."""
    problem = problem_of(goal)
    if problem is None:
        return None
    until = time.monotonic() + seconds
    try:
        for values in Assignments(problem, time.monotonic() + seconds * _FOR_NUMBERS).found():
            if refutes(problem, values):
                return _told(problem, values, "numbers")
    except Unknown:
        pass
    for values in _proposed(problem, until):
        if refutes(problem, values):
            return _told(problem, values, "z3")
    return None


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
    defined = set[Var]()
    for literal in problem.literals:
        found = definition_of(literal)
        if found is not None and found.var not in defined:
            defined.add(found.var)
        elif truth(literal.proposition, values) is not literal.wanted:
            return False
    return True


def _told(problem: Problem, values: Mapping[Var, Value], found_by: str) -> CounterModel:
    written = ((var.name, as_lean(values.get(var))) for var in problem.variables)
    return CounterModel(tuple((name, text) for name, text in written if text), found_by)


def as_lean(value: Value) -> str:
    """A number or proposition as Lean reads it; ``""`` for anything else."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, (int, Fraction)):
        return str(value)
    return ""
