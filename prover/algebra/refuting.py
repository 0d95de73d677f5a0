"""Counter-models: values at which a goal's hypotheses hold and its target does not.

Numbers are tried first (``assignments``), then z3 is asked (``smt``).  Whatever they come with is evaluated exactly
(``evaluation``): every hypothesis must be true and the target false there, and *not known* is neither.  So a goal with a
counter-model is not provable, neither of Mathlib's numbers nor in the prelude, whose laws hold of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Optional

from prover.algebra.assignments import Assignments
from prover.algebra.evaluation import truth, value
from prover.algebra.interpretation import Value
from prover.algebra.literals import Definition, Problem, Table, definitions, problem_of, tabulated, with_values
from prover.algebra.numbers import Unknown
from prover.algebra.smt import models
from prover.lean.printing import NotPrintable, to_lean
from prover.lean.terms import App, Bind, Call, GoalTerms, Term, Var, opened, replaced, variables

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
    searched, tables = tabulated(problem)
    try:
        for values in Assignments(searched, time.monotonic() + seconds * _FOR_NUMBERS).found():
            whole = with_tables(values, tables)
            if whole is not None and refutes(problem, whole):
                return _told(problem, whole, "numbers")
    except Unknown:
        pass
    for values in _proposed(searched, until):
        whole = with_tables(values, tables)
        if whole is not None and refutes(problem, whole):
            return _told(problem, whole, "z3")
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


class TableFunction:
    """A function by its values at some arguments (one at least), 0 or ``False`` elsewhere."""

    def __init__(self, entries: Sequence[tuple[tuple[Value, ...], Value]], before: tuple[Value, ...] = ()) -> None:
        self.entries, self.before = entries, before

    def __call__(self, argument: Value) -> Value:
        at = (*self.before, argument)
        if any(len(args) > len(at) for args, _ in self.entries):
            return TableFunction(self.entries, at)
        return next((found for args, found in self.entries if args == at), self._elsewhere)

    @property
    def _elsewhere(self) -> Value:
        return False if isinstance(self.entries[0][1], bool) else 0

    @property
    def lean(self) -> str:
        """``fun x => if x = 12 then 3 else 0``."""
        names = "xyzw"[: len(self.entries[0][0])]
        cases = ""
        for args, found in dict(reversed(self.entries)).items():
            here = " ∧ ".join(f"{name} = {at}" for name, at in zip(names, args, strict=True))
            cases += f"if {here} then {found} else "
        return f"fun {' '.join(names)} => {cases}{self._elsewhere}"


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


def _told(problem: Problem, values: Mapping[Var, Value], found_by: str) -> CounterModel:
    defining = definitions(problem)
    written = []
    for var in problem.variables:
        text = as_lean(values.get(var))
        if not text and var in defining:
            text = _defined(defining[var][1], values)
        written.append((var.name, text))
    return CounterModel(tuple((name, text) for name, text in written if text), found_by)


def as_lean(found: Value) -> str:
    """A number, proposition or function by a table as Lean reads it; ``""`` for anything else."""
    if isinstance(found, TableFunction):
        return found.lean
    return str(found) if isinstance(found, (bool, int, Fraction)) else ""


def _defined(definition: Definition, values: Mapping[Var, Value]) -> str:
    """A function or set as Lean reads it; ``""`` where it cannot be written."""
    var, body, names = definition.var, definition.body, list[str]()
    try:
        taken = {v.name for v in variables(body)} | {var.name}
        domain = var.type
        for wanted in "xyzw"[: definition.arity]:
            names.append(wanted if wanted not in taken else wanted + "'")
            first = domain.args[0] if isinstance(domain, App) and domain.args else domain
            body = opened(Bind("λ", "", first, body), Var(names[-1], first)) if len(names) == 1 else body
            domain = domain.args[-1] if isinstance(domain, App) and domain.args else domain
        if definition.arity > 1:
            return ""
        if definition.kind == "recurrence":
            return _recursive(definition, body, names[0], values)
        text = to_lean(_at(body, values))
        if definition.kind == "members":
            return f"{{{names[0]} | {text}}}" if isinstance(var.type, App) and var.type.name == "Set" else ""
        return f"fun {names[0]} => {text}" if names else text
    except (NotPrintable, Unknown):
        return ""


def _recursive(definition: Definition, body: Term, n: str, values: Mapping[Var, Value]) -> str:
    """A recurrence of the first order, by recursion on ℕ."""
    match definition.var.type:
        case App("→", (App("Nat") as natural, type_)) if definition.shift == 1 and definition.guard is None:
            sequence, last = values[definition.var], Var("u", type_)
            body = _at(replaced(body, Call(definition.var, (Var(n, natural),)), last), values)
            first = as_lean(sequence(0))
            step = f"fun {n} u => {to_lean(body)}"
            return f"fun {n} => Nat.rec (motive := fun _ => {to_lean(type_)}) ({first}) ({step}) {n}" if first else ""
    return ""


def _at(term: Term, values: Mapping[Var, Value]) -> Term:
    """The term with the values of its numbers."""
    return with_values(term, {v: x for v, x in values.items() if not callable(x)})
