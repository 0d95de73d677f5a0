"""What Lean's constants mean: Python functions of values, and what is said by quantifiers instead.

Values are numbers (``numbers``), truth values (``None``: not known), Python functions, pairs and lists as ``tuple``s, finite sets
as ``frozenset``s or ``range``s, other sets as membership tests.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import partial
from math import gcd, lcm
from typing import Any, Optional

from flint import arb

from prover.algebra import numbers
from prover.algebra.gaussian import Gaussian, parts
from prover.algebra.numbers import Unknown
from prover.lean.terms import App, Bind, Bound, Term, number_type, rebuild

Truth = Optional[bool]
Value = Any

STEPS = 20_000
"""Elements that quantifiers and sums may go through in one evaluation."""
ORDERED = ("ℕ", "ℤ", "ℚ", "ℝ")
NUMBERS = (*ORDERED, "ℂ")
FINITE = (frozenset, range)


class TooMuch(Exception):
    """An evaluation takes too many steps."""


def function_of(name: str, arity: int, implicit: tuple[Term, ...]) -> Callable[..., Value] | None:
    """What a constant with these implicit arguments does with ``arity`` explicit ones; ``None`` where it is not known."""
    return _typed(name, [number_type(t) for t in implicit], implicit) or _FUNCTIONS.get((name, arity))


def meaning_of(name: str, args: tuple[Term, ...], implicit: tuple[Term, ...]) -> Term | None:
    """What is said by a constant that is defined by a quantifier."""
    return _DEFINED[name](args, implicit) if name in _DEFINED else None


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
    if name in _IN_RINGS and types and all(t in NUMBERS for t in types):
        return _ON_NUMBERS[name]
    if name in _ON_NUMBERS:
        return _ON_NUMBERS[name] if types and all(t in ORDERED for t in types) else None
    whole = type_ in ("ℕ", "ℤ")
    match name:
        case "HSub.hSub" | "Sub.sub" if type_ == "ℕ":
            return lambda a, b: max(a - b, 0)
        case "HSub.hSub" | "Sub.sub" if type_ in NUMBERS:
            return numbers.minus
        case "HSub.hSub" | "SDiff.sdiff" if _is_set(implicit):
            return _difference
        case "HDiv.hDiv" if type_ in NUMBERS:
            return numbers.quotient if whole else numbers.divided
        case "HMod.hMod" if whole:
            return numbers.remainder
        case "Inv.inv" if type_ in ("ℚ", "ℝ", "ℂ"):
            return partial(numbers.divided, 1)
        case "HPow.hPow" if type_ in NUMBERS and len(types) > 1:
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
"""Functions of numbers whose types are all known, on every ordered number type."""
_IN_RINGS = frozenset({"HAdd.hAdd", "HMul.hMul", "HSMul.hSMul", "Neg.neg", "Nat.cast", "Int.cast", "Rat.cast"})
"""Those that ℂ has too."""


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
    if any(isinstance(x, arb) for x in collection):
        raise Unknown("a set of irrational numbers")  # two of them may be one
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
    ("Complex.I", 0): lambda: Gaussian(0, 1), ("Complex.ofReal", 1): lambda x: x,
    ("Complex.re", 1): lambda z: parts(z)[0], ("Complex.im", 1): lambda z: parts(z)[1],
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
