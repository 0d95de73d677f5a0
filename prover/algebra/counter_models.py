"""Counter-models as Lean reads them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Optional

from prover.algebra.assignments import Recurrence
from prover.algebra.evaluation import value
from prover.algebra.gaussian import Gaussian
from prover.algebra.interpretation import Value
from prover.algebra.literals import Definition, Problem, definitions, numeral, with_values
from prover.algebra.numbers import Unknown
from prover.algebra.recursion import recursion
from prover.lean.printing import NotPrintable, to_lean
from prover.lean.terms import App, Bind, GoalTerms, Term, Var, number_type, opened, variables


@dataclass(frozen=True)
class Abstracted:
    """Variables of a counter-model that are known by what hypotheses say of them, for a proof that there are such and that uses
    the hypotheses only: sequences by recursion, and what equals a term.

    ``types``: those of ``names``; ``laws``: the hypotheses that speak of them, with the values of numbers in their places;
    ``starts``: the least arguments from which recurrences hold; ``left``, ``right``: a side of the target that speaks of them
    where it is an equation, and its true value, ``""`` where that is not known.
    """

    names: tuple[str, ...]
    types: tuple[str, ...]
    laws: tuple[tuple[str, str], ...]
    starts: tuple[int, ...] = ()
    left: str = ""
    right: str = ""


@dataclass(frozen=True)
class CounterModel:
    """``values``: what each variable stands for, as Lean reads it, where that can be written; those of the goal and then those
    that its target quantifies over.  ``found_by``: ``numbers``, ``z3``, ``ansatz`` or ``equations``."""

    values: tuple[tuple[str, str], ...]
    found_by: str = "numbers"
    abstracted: Optional[Abstracted] = None

    @property
    def text(self) -> str:
        """For people: ``x = 3, y = -1/2``; for a closed goal ``""``."""
        return ", ".join(f"{name} = {written}" for name, written in self.values)


class Written(ABC):
    """A function that can be written: ``lean``."""

    @property
    @abstractmethod
    def lean(self) -> str: ...

    @abstractmethod
    def __call__(self, argument: Value) -> Value: ...


class TableFunction(Written):
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


def described(goal: GoalTerms, problem: Problem, values: Mapping[Var, Value], found_by: str) -> CounterModel:
    """The values as a counter-model of the goal that the problem was made of."""
    defining = definitions(problem)
    texts, starts = dict[str, str](), dict[Var, int]()
    for var in problem.variables:
        text = _lean_text(values.get(var))
        if not text and var in defining:
            text, start = _defined(defining[var][1], values)
            if start is not None:
                starts[var] = start
        if text:
            texts[var.name] = text
    return CounterModel(tuple(texts.items()), found_by, _abstracted(goal, problem, values, starts) if starts else None)


def _abstracted(
    goal: GoalTerms, problem: Problem, values: Mapping[Var, Value], starts: Mapping[Var, int]
) -> Optional[Abstracted]:
    numbers = {v: x for v, x in values.items() if not callable(x)}
    try:
        laws = [
            (h.name, to_lean(with_values(h.type, numbers)))
            for h in goal.hypotheses
            if h.kind == "prop" and any(v in starts for v in variables(h.type))
        ]
        left = right = ""
        for literal in problem.literals:
            match literal.proposition:
                case App("Eq", (_, _) as equated, (type_, *_)) if (
                    not literal.source and not literal.wanted and number_type(type_)
                ):
                    for side in equated:
                        found = value(side, values)
                        if any(v in starts for v in variables(side)) and isinstance(found, (int, Fraction)):
                            left, right = to_lean(with_values(side, numbers)), to_lean(numeral(found, type_))
        types = [to_lean(var.type) for var in starts]
    except (NotPrintable, Unknown):
        return None
    return Abstracted(tuple(v.name for v in starts), tuple(types), tuple(laws), tuple(starts.values()), left, right)


def _lean_text(found: Value) -> str:
    """A number, proposition or function that can be written, as Lean reads it; ``""`` for anything else."""
    if isinstance(found, (Written, Gaussian)):
        return found.lean
    return str(found) if isinstance(found, (bool, int, Fraction)) else ""


def _defined(definition: Definition, values: Mapping[Var, Value]) -> tuple[str, Optional[int]]:
    """A function or set as Lean reads it, ``""`` where it cannot be written; of a sequence by recursion also its start."""
    try:
        body = with_values(definition.body, {v: x for v, x in values.items() if not callable(x)})
        if definition.kind == "recurrence":
            sequence = values[definition.var]
            if not isinstance(sequence, Recurrence) or any(
                callable(values.get(v)) for v in variables(body) if v != definition.var
            ):
                return "", None
            found = recursion(replace(definition, body=body), sequence.rules, lambda k: _lean_text(sequence(k)))
            return ("", None) if found is None else (found.definition, found.start)
        return _by_formula(definition, body, values.get(definition.var)), None
    except (NotPrintable, Unknown):
        return "", None


def _by_formula(definition: Definition, body: Term, found: Value) -> str:
    var, names = definition.var, list[str]()
    taken = {v.name for v in variables(body)} | {var.name}
    domains, domain = list[Term](), var.type
    for wanted in "xyzw"[: definition.arity]:
        names.append(wanted if wanted not in taken else wanted + "'")
        domains.append(domain.args[0] if isinstance(domain, App) and domain.args else domain)
        domain = domain.args[-1] if isinstance(domain, App) and domain.args else domain
    for name, domain in zip(reversed(names), reversed(domains), strict=True):
        body = opened(Bind("λ", "", domain, body), Var(name, domain))
    text = to_lean(body)
    if definition.kind == "members":
        return _set(var, names[0], text, found)
    return f"fun {' '.join(names)} => {text}" if names else text


def _set(var: Var, x: str, property_: str, found: Value) -> str:
    """A set by a property; a finite one of whole numbers cut out of an interval."""
    match var.type:
        case App("Set"):
            return f"{{{x} | {property_}}}"
        case App("Finset", (App("Nat" | "Int") as type_,)) if isinstance(found, (frozenset, range)):
            low, high = min(found, default=0), max(found, default=0)
            whole = f"Finset.range {high + 1}" if type_.name == "Nat" else f"Finset.Icc ({low}) ({high})"
            return f"({whole}).filter (fun {x} => {property_})"
    return ""
