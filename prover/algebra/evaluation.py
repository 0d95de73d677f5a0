"""Terms evaluated at assignments, in three values: ``True``, ``False`` and ``None`` for what is not known.

``truth(proposition, values)`` is exact: what it calls true or false is so, in Lean's sense (``numbers``), of the rational, real
(ℝ itself), integer and natural numbers.  ``∀`` and ``∃`` over ℕ and ℤ are decided where what they say bounds the variable
(``quantifiers``); where not, some values are tried, which can refute a ``∀`` and prove an ``∃``.  An assignment gives variables
numbers, propositions ``bool``s, functions Python functions, sets ``frozenset``s or membership tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial

from flint import ctx as flint_context

from prover.algebra.interpretation import NUMBERS, STEPS, TooMuch, Truth, Value, function_of, meaning_of, same
from prover.algebra.numbers import Unknown
from prover.lean.terms import App, Bind, Bound, Call, Num, Term, Var, number_type

Stack = tuple[Value, ...]
"""The values of the bound variables, the innermost first."""
Evaluator = Callable[["Scope", Stack], Value]

PRECISION = 160
"""Bits of the intervals of irrational numbers."""

_NO_VALUE = (TypeError, ValueError, ArithmeticError, AttributeError, IndexError, RecursionError)
"""What Python raises where a value is not of the kind that is needed."""


class Scope:
    """The values of the variables, and the steps that are left."""

    def __init__(self, values: Mapping[Var, Value], steps: int = STEPS) -> None:
        self.values, self.steps = values, steps

    def spend(self, steps: int = 1) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise TooMuch


QUANTIFIED: list[Callable[[Bind], Evaluator]] = []
"""What makes the evaluator of a ``∀``, ``∃`` or ``∃!``: it evaluates by this file, and is put here by ``quantifiers``."""


def truth(proposition: Term, values: Mapping[Var, Value], steps: int = STEPS) -> Truth:
    """Whether a proposition holds where its variables have these values."""
    try:
        with flint_context.workprec(PRECISION):
            return decided(compiled(proposition), Scope(values, steps), ())
    except (TooMuch, *_NO_VALUE):
        return None


def value(term: Term, values: Mapping[Var, Value], steps: int = STEPS) -> Value:
    """The value of a term.  Raises ``Unknown``."""
    try:
        with flint_context.workprec(PRECISION):
            return compiled(term)(Scope(values, steps), ())
    except (TooMuch, *_NO_VALUE) as error:
        raise Unknown(str(error)) from None


def decided(evaluator: Evaluator, scope: Scope, stack: Stack) -> Truth:
    """A proposition's truth; ``None`` where a part that matters has no known value."""
    try:
        found = evaluator(scope, stack)
    except Unknown:
        return None
    if found is None or isinstance(found, bool):
        return found
    raise Unknown("no proposition")


@lru_cache(maxsize=20_000)
def compiled(term: Term) -> Evaluator:
    """A term as a function of scope and stack, which raises ``Unknown`` where its value is not known, and ``TooMuch``."""
    match term:
        case Num(number, type_):
            return _constant(number) if number_type(type_) in NUMBERS else _unknown
        case Var():
            return partial(_variable, term)
        case Bound(index):
            return lambda scope, stack: stack[index]
        case Call(function, args):
            return _called(compiled(function), [compiled(a) for a in args])
        case Bind("λ", _, _, body):
            inner = compiled(body)
            return lambda scope, stack: lambda argument: inner(scope, (argument, *stack))
        case Bind():
            return QUANTIFIED[0](term)
        case App(name, args, implicit):
            return _application(name, args, implicit)
    return _unknown


def _constant(number: Value) -> Evaluator:
    return lambda scope, stack: number


def _unknown(scope: Scope, stack: Stack) -> Value:
    raise Unknown("a term that is not understood")


def _variable(var: Var, scope: Scope, stack: Stack) -> Value:
    if var not in scope.values:
        raise Unknown(f"{var.name} has no value")
    return scope.values[var]


def _called(function: Evaluator, args: Sequence[Evaluator]) -> Evaluator:
    def evaluate(scope: Scope, stack: Stack) -> Value:
        scope.spend()
        found = function(scope, stack)
        for arg in args:
            if not callable(found):
                raise Unknown("no function")
            found = found(arg(scope, stack))
        return found

    return evaluate


# -------------------------------------------------------------------------------------------------------- applications


def _application(name: str, args: tuple[Term, ...], implicit: tuple[Term, ...]) -> Evaluator:
    if (logical := _LOGIC.get(name)) is not None:
        return logical(*map(compiled, args))
    if (meaning := meaning_of(name, args, implicit)) is not None:
        return compiled(meaning)
    function = function_of(name, len(args), implicit)
    if function is None:
        return _unknown
    parts = [compiled(a) for a in args]
    if len(parts) == 1:
        (one,) = parts
        return lambda scope, stack: function(one(scope, stack))
    if len(parts) == 2:
        first, second = parts
        return lambda scope, stack: function(first(scope, stack), second(scope, stack))
    return lambda scope, stack: function(*(p(scope, stack) for p in parts))


def _and(p: Evaluator, q: Evaluator) -> Evaluator:
    def evaluate(scope: Scope, stack: Stack) -> Truth:
        first = decided(p, scope, stack)
        if first is False:
            return False
        second = decided(q, scope, stack)
        return second if first or second is False else None

    return evaluate


def _not(p: Evaluator) -> Evaluator:
    def evaluate(scope: Scope, stack: Stack) -> Truth:
        found = decided(p, scope, stack)
        return None if found is None else not found

    return evaluate


def _or(p: Evaluator, q: Evaluator) -> Evaluator:
    return _not(_and(_not(p), _not(q)))


def _implies(p: Evaluator, q: Evaluator) -> Evaluator:
    return _not(_and(p, _not(q)))


def _iff(p: Evaluator, q: Evaluator) -> Evaluator:
    def evaluate(scope: Scope, stack: Stack) -> Truth:
        return same(decided(p, scope, stack), decided(q, scope, stack))

    return evaluate


def _ite(condition: Evaluator, a: Evaluator, b: Evaluator) -> Evaluator:
    def evaluate(scope: Scope, stack: Stack) -> Value:
        holds = decided(condition, scope, stack)
        if holds is None:
            raise Unknown("a case that is not decided")
        return a(scope, stack) if holds else b(scope, stack)

    return evaluate


_LOGIC: dict[str, Callable[..., Evaluator]] = {
    "And": _and, "Or": _or, "Not": _not, "→": _implies, "Iff": _iff, "ite": _ite,
    "True": lambda: _constant(True), "False": lambda: _constant(False),
}  # fmt: skip
