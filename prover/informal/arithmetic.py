"""A small evaluator of Lean propositions about numbers, to guess where they hold and fail.

It only guesses: Lean is asked to confirm whatever it finds.  What it cannot read it refuses (``NotArithmetic``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from prover.informal.formulas import Node, NotArithmetic, parsed, type_of

Values = Mapping[str, Any]
Evaluate = Callable[[Values], Any]

RANGES = {"ℕ": range(13), "ℤ": range(-8, 9), "ℝ": [Fraction(n) for n in (0, 1, -1, 2, 3, -2, 10)]}
"""Where quantified variables are looked at."""

_ORDER = (None, "ℕ", "ℤ", "ℝ")
_PREDICATES: dict[str, Callable[..., bool]] = {
    "Even": lambda a: a % 2 == 0,
    "Odd": lambda a: a % 2 == 1,
    "Prime": lambda a: _prime(a),
    "Coprime": lambda a, b: math.gcd(a, b) == 1,
    "IsCoprime": lambda a, b: math.gcd(a, b) == 1,
    "IsSquare": lambda a: a >= 0 and math.isqrt(a) ** 2 == a,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "gcd": math.gcd,
    "lcm": math.lcm,
    "min": min,
    "max": max,
    "natAbs": abs,
    "abs": abs,
    "succ": lambda a: a + 1,
    "factorial": lambda a: _factorial(a),
    "sqrt": lambda a: _root(a),
}


def compiled(text: str, types: Mapping[str, str]) -> Evaluate:
    """A proposition as a function of the values of its variables; ``types`` are theirs (of a function: its values').

    Raises ``NotArithmetic``, here and when called.
    """
    node, _ = parsed(text)
    return _proposition(node, dict(types))


def sides(text: str, types: Mapping[str, str]) -> tuple[Evaluate, Evaluate] | None:
    """The two sides of an equation, or None where the proposition is none."""
    node, _ = parsed(text)
    if node[0] != "rel" or node[1] != "=":
        return None
    kind = _max(_leaf(node[2], types), _leaf(node[3], types)) or "ℕ"
    return _term(node[2], dict(types), kind), _term(node[3], dict(types), kind)


def _max(*types: str | None) -> str | None:
    return max(types, key=_ORDER.index)


def _leaf(node: Node, types: Mapping[str, str]) -> str | None:
    """The largest type among the leaves of a term, in which Lean elaborates all of it."""
    match node:
        case ("var", name):
            return types.get(name)
        case ("as", _, kind):
            return kind
        case ("apply", name, _):
            return types.get(name)
        case ("op", _, a, b):
            return _max(_leaf(a, types), _leaf(b, types))
        case ("neg", a) | ("pow", a, _):
            return _leaf(a, types)
        case ("call", "natAbs" | "factorial", _):
            return "ℕ"
        case ("call", _, arguments):
            return _max(None, *(_leaf(a, types) for a in arguments))
    return None


def _term(node: Node, types: dict[str, str], kind: str) -> Evaluate:
    match node:
        case ("num", value):
            number = value if kind == "ℝ" else _whole(value)
            return lambda v: number
        case ("var", name):
            return lambda v: _look(v, name)
        case ("as", a, inner):
            return _term(a, types, inner)
        case ("cast", a):
            return _term(a, types, _leaf(a, types) or kind)
        case ("apply", name, [argument]):
            function, at = name, _term(argument, types, _leaf(argument, types) or "ℕ")
            return lambda v: _look(v, function)(at(v))
        case ("neg", a):
            inner = _term(a, types, kind)
            return lambda v: -inner(v)
        case ("op", symbol, a, b):
            left, right, operate = _term(a, types, kind), _term(b, types, kind), _OPERATIONS[symbol]
            return lambda v: operate(left(v), right(v), kind)
        case ("pow", a, b):
            base, exponent = _term(a, types, kind), _term(b, types, _leaf(b, types) or "ℕ")
            return lambda v: _power(base(v), exponent(v), kind)
        case ("call", name, arguments) if name in _FUNCTIONS:
            inner_kind = kind if name in ("min", "max", "abs") else _max(None, *(_leaf(a, types) for a in arguments)) or kind
            parts, function = [_term(a, types, inner_kind) for a in arguments], _FUNCTIONS[name]
            return lambda v: function(*(part(v) for part in parts))
    raise NotArithmetic(f"no term: {node[0]}")


def _proposition(node: Node, types: dict[str, str]) -> Evaluate:
    match node:
        case ("const", truth):
            return lambda v: truth
        case ("not", a):
            inner = _proposition(a, types)
            return lambda v: not inner(v)
        case ("and" | "or" | "imp" | "iff" as connective, *_, a, b):
            left, right, join = _proposition(a, types), _proposition(b, types), _CONNECTIVES[connective]
            return lambda v: join(v, left, right)
        case ("rel", symbol, a, b):
            kind = _max(_leaf(a, types), _leaf(b, types)) or "ℕ"
            left, right, relate = _term(a, types, kind), _term(b, types, kind), _RELATE[symbol]
            return lambda v: relate(left(v), right(v))
        case ("mod", a, b, n):
            kind = _max(_leaf(a, types), _leaf(b, types), _leaf(n, types)) or "ℕ"
            left, right, by = (_term(part, types, kind) for part in (a, b, n))
            return lambda v: _divides(by(v), left(v) - right(v))
        case ("call", name, arguments) if name in _PREDICATES:
            kind = _max(None, *(_leaf(a, types) for a in arguments)) or "ℕ"
            parts, predicate = [_term(a, types, kind) for a in arguments], _PREDICATES[name]
            return lambda v: predicate(*(part(v) for part in parts))
        case ("all" | "ex" as quantifier, names, typed, body):
            return _quantified(quantifier, names, typed, body, types)
    raise NotArithmetic(f"no proposition: {node[0]}")


def _quantified(quantifier: str, names: tuple[str, ...], typed: str, body: Node, types: dict[str, str]) -> Evaluate:
    if len(names) > 2:
        raise NotArithmetic("more than two quantified variables")
    kind = _guess(types) if typed == "_" else type_of(typed)
    inner = _proposition(body, {**types, **dict.fromkeys(names, kind)})

    def values(v: Values, left: tuple[str, ...]):
        if not left:
            yield inner(v)
            return
        for value in RANGES[kind]:
            yield from values({**v, left[0]: value}, left[1:])

    return lambda v: all(values(v, names)) if quantifier == "all" else any(values(v, names))


def _guess(types: Mapping[str, str]) -> str:
    return _max(None, *types.values()) or "ℕ"


def _look(values: Values, name: str) -> Any:
    try:
        return values[name]
    except KeyError:
        raise NotArithmetic(f"no value for {name}") from None


def _whole(value: Fraction) -> int:
    if value.denominator != 1:
        raise NotArithmetic("a fraction among whole numbers")
    return value.numerator


def _quotient(a: Any, b: Any, kind: str) -> Any:
    if b == 0:
        return b * 0
    if kind == "ℝ":
        return Fraction(a) / Fraction(b)
    return a // b if b > 0 else -(a // -b)


def _power(a: Any, n: Any, kind: str) -> Any:
    n = _whole(Fraction(n))
    if abs(n) > 64 or abs(a) > 10**6 or (n < 0 and (a == 0 or kind != "ℝ")):
        raise NotArithmetic("a power out of reach")
    return a**n if n >= 0 else Fraction(1) / Fraction(a) ** -n


def _divides(a: Any, b: Any) -> bool:
    return b == 0 if a == 0 else b % a == 0


def _prime(n: int) -> bool:
    return n > 1 and all(n % d for d in range(2, math.isqrt(n) + 1))


def _factorial(n: int) -> int:
    if not 0 <= n <= 30:
        raise NotArithmetic("a factorial out of reach")
    return math.factorial(n)


def _root(a: Any) -> Fraction:
    value = Fraction(a)
    if value < 0:
        return Fraction(0)
    over, under = math.isqrt(value.numerator), math.isqrt(value.denominator)
    if over**2 != value.numerator or under**2 != value.denominator:
        raise NotArithmetic("an irrational root")
    return Fraction(over, under)


_OPERATIONS: dict[str, Callable[[Any, Any, str], Any]] = {
    "+": lambda a, b, kind: a + b,
    "-": lambda a, b, kind: max(a - b, 0) if kind == "ℕ" else a - b,
    "*": lambda a, b, kind: a * b,
    "/": _quotient,
    "%": lambda a, b, kind: a if b == 0 else a - b * _quotient(a, b, "ℤ"),
}
_CONNECTIVES: dict[str, Callable[[Values, Evaluate, Evaluate], Any]] = {
    "and": lambda v, a, b: a(v) and b(v),
    "or": lambda v, a, b: a(v) or b(v),
    "imp": lambda v, a, b: not a(v) or b(v),
    "iff": lambda v, a, b: bool(a(v)) == bool(b(v)),
}
_RELATE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "≠": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "≤": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    "≥": lambda a, b: a >= b,
    "∣": _divides,
}
