"""Terms evaluated at assignments, in three values: ``True``, ``False`` and ``None`` for what is not known.

``truth(proposition, values)`` is exact: what it calls true or false is so, in Lean's sense (``numbers``), of the rational, real
(ℝ itself), integer and natural numbers.  ``∀`` and ``∃`` over ℕ and ℤ are decided where what they say bounds the variable
(``ranges``); where not, some values are tried, which can refute a ``∀`` and prove an ``∃``.  An assignment gives variables
numbers, propositions ``bool``s, functions Python functions, sets ``frozenset``s or membership tests.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from math import gcd, lcm
from typing import Any, Optional

from flint import arb
from flint import ctx as flint_context

from prover.algebra import numbers
from prover.algebra.numbers import Unknown
from prover.lean.terms import App, Bind, Bound, Call, Num, Term, Var, number_type, rebuild

Truth = Optional[bool]
Value = Any
Stack = tuple[Value, ...]
"""The values of the bound variables, the innermost first."""
Evaluator = Callable[["Scope", Stack], Value]

STEPS = 20_000
"""Elements that quantifiers and sums may go through in one evaluation."""
PRECISION = 160
"""Bits of the intervals of irrational numbers."""

ORDERED = ("ℕ", "ℤ", "ℚ", "ℝ")
FINITE = (frozenset, range)
_NO_VALUE = (TypeError, ValueError, ArithmeticError, AttributeError, IndexError, RecursionError)
"""What Python raises where a value is not of the kind that is needed."""


class TooMuch(Exception):
    """An evaluation takes too many steps."""


class Scope:
    """The values of the variables, and the steps that are left."""

    def __init__(self, values: Mapping[Var, Value], steps: int = STEPS) -> None:
        self.values, self.steps = values, steps

    def spend(self, steps: int = 1) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise TooMuch


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
            return _constant(number) if number_type(type_) in ORDERED else _unknown
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
            from prover.algebra.quantifiers import quantified

            return quantified(term)
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
    if (defined := _DEFINED.get(name)) is not None and (meaning := defined(args, implicit)) is not None:
        return compiled(meaning)
    function = _typed(name, [number_type(t) for t in implicit], implicit) or _FUNCTIONS.get((name, len(args)))
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


def same(a: Value, b: Value) -> Truth:
    """Equality of numbers, truth values, finite sets, pairs and lists."""
    if a is None or b is None:
        return None
    if isinstance(a, tuple) and isinstance(b, tuple):
        if len(a) != len(b):
            return False
        parts = [same(x, y) for x, y in zip(a, b, strict=True)]
        return False if False in parts else None if None in parts else True
    if callable(a) or callable(b):
        return None
    if isinstance(a, FINITE) or isinstance(b, FINITE):
        return _finite(a) == _finite(b)
    return numbers.equal(a, b)


def holds_in(collection: Value, element: Value) -> Truth:
    """Whether an element is in a set."""
    if not isinstance(collection, (*FINITE, tuple)):
        return collection(element) if callable(collection) else None
    if isinstance(element, arb) or any(isinstance(x, arb) for x in collection):
        parts = [same(element, x) for x in collection]
        return True if True in parts else None if None in parts else False
    return element in collection


def _less(a: Value, b: Value) -> Truth:
    sign = numbers.compared(a, b)
    return None if sign is None else sign < 0


def _at_most(a: Value, b: Value) -> Truth:
    sign = numbers.compared(a, b)
    return None if sign is None else sign <= 0


def _typed(name: str, types: list[str], implicit: tuple[Term, ...]) -> Callable[..., Value] | None:
    """The function where it depends on the types of its arguments."""
    type_ = types[0] if types else ""
    if name in ("Eq", "Ne"):
        if implicit and isinstance(implicit[0], App) and implicit[0].name == "→":
            return None
        return same if name == "Eq" else lambda a, b: None if (found := same(a, b)) is None else not found
    if name in _ON_NUMBERS:
        return _ON_NUMBERS[name] if types and all(t in ORDERED for t in types) else None
    whole = type_ in ("ℕ", "ℤ")
    match name:
        case "HSub.hSub" | "Sub.sub" if type_ == "ℕ":
            return lambda a, b: max(a - b, 0)
        case "HSub.hSub" | "Sub.sub" if type_ in ORDERED:
            return numbers.minus
        case "HSub.hSub" | "SDiff.sdiff" if _is_set(implicit):
            return _difference
        case "HDiv.hDiv" if type_ in ORDERED:
            return numbers.quotient if whole else numbers.divided
        case "HMod.hMod" if whole:
            return numbers.remainder
        case "Inv.inv" if type_ in ("ℚ", "ℝ"):
            return partial(numbers.divided, 1)
        case "HPow.hPow" | "Monoid.npow" if type_ in ORDERED and len(types) > 1:
            if types[1] == "ℕ" or (types[1] == "ℤ" and not whole):
                return numbers.power
            return numbers.real_power if types[:2] == ["ℝ", "ℝ"] else None
        case "Dvd.dvd" if whole:
            return lambda a, b: b == 0 if a == 0 else b % a == 0
        case "Prime" | "Irreducible" if whole:
            return lambda n: numbers.is_prime(abs(n))
        case "Even" | "Odd" if whole:
            return lambda n: n % 2 == (name == "Odd")
        case "IsSquare" if whole or type_ == "ℚ":
            return numbers.is_square
        case "Finset.Icc" | "Finset.Ico" | "Finset.Ioc" | "Finset.Ioo" | "Set.Icc" | "Set.Ico" | "Set.Ioc" | "Set.Ioo":
            return partial(_interval, name.rpartition(".")[2], whole) if type_ in ORDERED else None
        case "Set.Ici" | "Set.Ioi" if type_ in ORDERED:
            return lambda a: partial(_at_most if name == "Set.Ici" else _less, a)
        case "Set.Iic" | "Set.Iio" if type_ in ORDERED:
            below = _at_most if name == "Set.Iic" else _less
            return lambda b: lambda x: below(x, b)
        case "Finset.Iic" | "Finset.Iio" if type_ == "ℕ":
            return lambda b: range(b + (name == "Finset.Iic"))
        case "IsCoprime" if type_ == "ℤ":
            return lambda a, b: gcd(a, b) == 1
        case "IsSquare" if type_ == "ℝ":
            return partial(_at_most, 0)
        case "GCDMonoid.gcd" | "gcd" if whole:
            return gcd
        case "GCDMonoid.lcm" | "lcm" if whole:
            return lcm
    return None


def _is_set(implicit: tuple[Term, ...]) -> bool:
    return bool(implicit) and isinstance(implicit[0], App) and implicit[0].name in ("Finset", "Set")


_ON_NUMBERS: dict[str, Callable[..., Value]] = {
    "HAdd.hAdd": numbers.plus, "HMul.hMul": numbers.times, "HSMul.hSMul": numbers.times, "Neg.neg": partial(numbers.minus, 0), "abs": numbers.absolute,
    "LT.lt": _less, "LE.le": _at_most, "Nat.cast": lambda n: n, "Int.cast": lambda n: n, "Rat.cast": lambda q: q,
    "Min.min": numbers.smaller, "Max.max": numbers.larger, "Int.floor": numbers.floor, "Int.ceil": numbers.ceiling,
    "Nat.floor": lambda x: max(numbers.floor(x), 0), "Nat.ceil": lambda x: max(numbers.ceiling(x), 0),
    "Int.fract": lambda x: numbers.simple(numbers.minus(x, numbers.floor(x))),
}  # fmt: skip
"""Functions of numbers whose types are all known, on every number type."""


# ------------------------------------------------------------------------------------------------------- sets and sums


def _interval(kind: str, whole: bool, a: Value, b: Value) -> Value:
    """``Icc`` … between two numbers: of integers a finite set."""
    if whole:
        return range(a + (kind[1] == "o"), b + (kind[2] == "c"))
    lower, upper = (_less if kind[1] == "o" else _at_most), (_less if kind[2] == "o" else _at_most)
    return lambda x: _both(lower(a, x), upper(x, b))


def _both(p: Truth, q: Truth) -> Truth:
    return False if p is False or q is False else None if p is None or q is None else True


def _finite(collection: Value) -> frozenset[Value]:
    if not isinstance(collection, FINITE):
        raise Unknown("a set that may be infinite")
    if len(collection) > STEPS:
        raise TooMuch
    return frozenset(collection)


def _difference(a: Value, b: Value) -> Value:
    return _filtered(lambda x: None if (found := holds_in(b, x)) is None else not found, a)


def _intersection(a: Value, b: Value) -> Value:
    if isinstance(b, FINITE):
        a, b = b, a
    return _filtered(partial(holds_in, b), a)


def _filtered(holds: Callable[[Value], Truth], collection: Value) -> Value:
    if not isinstance(collection, FINITE):
        return lambda x: _both(holds_in(collection, x), holds(x))
    found = [(x, holds(x)) for x in _finite(collection)]
    if any(kept is None for _, kept in found):
        raise Unknown("a set whose elements are not known")
    return frozenset(x for x, kept in found if kept)


def _union(a: Value, b: Value) -> Value:
    if isinstance(a, FINITE) and isinstance(b, FINITE):
        return _finite(a) | _finite(b)
    return lambda x: None if (found := _both(_negated(holds_in(a, x)), _negated(holds_in(b, x)))) is None else not found


def _negated(p: Truth) -> Truth:
    return None if p is None else not p


def _sum(collection: Value, term: Callable[[Value], Value]) -> Value:
    total: Value = 0
    for x in _finite(collection):
        total = numbers.plus(total, term(x))
    return numbers.simple(total)


def _product(collection: Value, factor: Callable[[Value], Value]) -> Value:
    total: Value = 1
    for x in _finite(collection):
        total = numbers.times(total, factor(x))
    return numbers.simple(total)


def _iterated(function: Callable[[Value], Value], n: int, x: Value) -> Value:
    for _ in range(numbers.bounded(n, STEPS)):
        x = function(x)
    return x


_FUNCTIONS: dict[tuple[str, int], Callable[..., Value]] = {
    ("Nat.factorial", 1): numbers.factorials, ("Nat.doubleFactorial", 1): numbers.double_factorial,
    ("Nat.choose", 2): numbers.choose, ("Nat.gcd", 2): gcd, ("Nat.lcm", 2): lcm, ("Int.gcd", 2): gcd, ("Int.lcm", 2): lcm,
    ("Int.natAbs", 1): abs, ("Int.toNat", 1): lambda n: max(n, 0), ("Int.ofNat", 1): lambda n: n, ("Int.emod", 2): numbers.remainder,
    ("Int.ediv", 2): numbers.quotient, ("Nat.succ", 1): lambda n: n + 1, ("Nat.pred", 1): lambda n: max(n - 1, 0),
    ("Nat.sqrt", 1): partial(numbers.rounded_root, k=2), ("Nat.log", 2): numbers.natural_logarithm, ("Nat.fib", 1): numbers.fibonacci,
    ("Nat.totient", 1): numbers.totient, ("Nat.digits", 2): numbers.digits, ("Nat.Prime", 1): numbers.is_prime,
    ("Nat.Coprime", 2): lambda a, b: gcd(a, b) == 1,
    ("Nat.ModEq", 3): lambda n, a, b: numbers.remainder(a, n) == numbers.remainder(b, n),
    ("Int.ModEq", 3): lambda n, a, b: numbers.remainder(a, n) == numbers.remainder(b, n),
    ("Nat.divisors", 1): lambda n: frozenset(numbers.divisors(n)),
    ("Nat.properDivisors", 1): lambda n: frozenset(d for d in numbers.divisors(n) if d != n),
    ("Nat.iterate", 3): _iterated, ("Function.comp", 2): lambda f, g: lambda x: f(g(x)), ("id", 1): lambda x: x,
    ("Rat.num", 1): lambda q: q.numerator, ("Rat.den", 1): lambda q: q.denominator,
    ("Real.sqrt", 1): numbers.root, ("Real.log", 1): numbers.logarithm, ("Real.logb", 2): numbers.logarithm_to,
    ("Real.exp", 1): lambda x: 1 if numbers.equal(x, 0) else numbers.ball(x).exp(), ("Real.pi", 0): arb.pi,
    ("Real.sin", 1): lambda x: 0 if numbers.equal(x, 0) else numbers.ball(x).sin(),
    ("Real.cos", 1): lambda x: 1 if numbers.equal(x, 0) else numbers.ball(x).cos(),
    ("Finset.range", 1): lambda n: range(n), ("Finset.card", 1): lambda s: len(_finite(s)),
    ("Finset.filter", 2): _filtered, ("Finset.image", 2): lambda f, s: frozenset(map(f, _finite(s))),
    ("Finset.sum", 2): _sum, ("Finset.prod", 2): _product, ("setOf", 1): lambda holds: holds,
    ("Set.univ", 0): lambda: lambda x: True, ("EmptyCollection.emptyCollection", 0): frozenset,
    ("Insert.insert", 2): lambda x, s: _union(frozenset([x]), s),
    ("Singleton.singleton", 1): lambda x: frozenset([x]), ("Membership.mem", 2): holds_in, ("Union.union", 2): _union,
    ("Inter.inter", 2): _intersection, ("Finset.erase", 2): lambda s, x: _finite(s) - {x},
    ("List.sum", 1): sum, ("List.length", 1): len, ("Prod.mk", 2): lambda a, b: (a, b),
    ("Prod.fst", 1): operator.itemgetter(0), ("Prod.snd", 1): operator.itemgetter(1),
    ("Finset.Nonempty", 1): lambda s: bool(_finite(s)),
    ("Set.ncard", 1): lambda s: len(_finite(s)), ("Set.toFinset", 1): _finite,
}  # fmt: skip
"""Functions by name and number of explicit arguments."""


# ---------------------------------------------------------------------------------------- what is defined by quantifiers


def raised(term: Term, by: int = 1, depth: int = 0) -> Term:
    """The term under ``by`` more binders: its loose bound variables count them."""
    match term:
        case Bound(index):
            return Bound(index + by) if index >= depth else term
        case Bind(kind, name, domain, body):
            return Bind(kind, name, raised(domain, by, depth), raised(body, by, depth + 1))
    return rebuild(term, lambda part: raised(part, by, depth))


def _extreme(least: bool, args: tuple[Term, ...], implicit: tuple[Term, ...]) -> Term | None:
    """``IsLeast S a`` and ``IsGreatest S a`` as ``a ∈ S ∧ ∀ x, x ∈ S → a ≤ x``."""
    if len(args) != 2 or not implicit or number_type(implicit[0]) not in ORDERED:
        return None
    (collection, bound), type_ = args, implicit[0]
    order = (raised(bound), Bound(0)) if least else (Bound(0), raised(bound))
    implied = App("→", (App("Membership.mem", (raised(collection), Bound(0))), App("LE.le", order, (type_,))))
    return App("And", (App("Membership.mem", (collection, bound)), Bind("∀", "x", type_, implied)))


def _inclusion(args: tuple[Term, ...], implicit: tuple[Term, ...]) -> Term | None:
    """``A ⊆ B`` of sets as ``∀ x, x ∈ A → x ∈ B``."""
    if not _is_set(implicit) or len(args) != 2:
        return None
    a, b = (App("Membership.mem", (raised(side), Bound(0))) for side in args)
    return Bind("∀", "x", implicit[0].args[0], App("→", (a, b)))


def _set_equation(args: tuple[Term, ...], implicit: tuple[Term, ...]) -> Term | None:
    """``A = B`` of sets as ``A ⊆ B ∧ B ⊆ A``."""
    if not _is_set(implicit) or len(args) != 2:
        return None
    return App("And", (App("HasSubset.Subset", args, implicit), App("HasSubset.Subset", args[::-1], implicit)))


_DEFINED: dict[str, Callable[[tuple[Term, ...], tuple[Term, ...]], Term | None]] = {
    "Eq": _set_equation,
    "HasSubset.Subset": _inclusion,
    "IsLeast": partial(_extreme, True),
    "IsGreatest": partial(_extreme, False),
}
