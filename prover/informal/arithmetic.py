"""A small evaluator of Lean propositions about numbers, to guess where they hold and fail.

It only guesses: Lean is asked to confirm whatever it finds.  What it cannot read it refuses (``NotArithmetic``).
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

from prover.informal.formulas import NotArithmetic, called, parsed, type_of

Types = Mapping[str, str]
Values = Mapping[str, Any]
Evaluate = Callable[[Values], Any]

RANGES = {"ℕ": range(13), "ℤ": range(-8, 9), "ℝ": [Fraction(n) for n in (0, 1, -1, 2, 3, -2, 10)]}
"""Where quantified variables are looked at."""

_ORDER = (None, "ℕ", "ℤ", "ℝ")
_RESULTS = {"√": "ℝ", "natAbs": "ℕ", "factorial": "ℕ"}
"""The type of a function's values, where it is not that of the arguments."""


def compiled(text: str, types: Types) -> Evaluate:
    """A proposition as a function of the values of its variables; ``types`` are theirs (of a function: its values').

    Raises ``NotArithmetic``, here and when called.
    """
    node, _ = parsed(text)
    return _proposition(node, types)


def sides(text: str, types: Types) -> Evaluate | None:
    """The values of both sides of an equation, or None where the proposition is none."""
    node, _ = parsed(text)
    if not (isinstance(node, ast.Compare) and [type(sign) for sign in node.ops] == [ast.Eq]):
        return None
    return _values([node.left, *node.comparators], types)


class _Term(NamedTuple):
    """``kind``: the largest type among its leaves, in which Lean elaborates all of it; ``value``: of the variables' values and
    the type in which it is elaborated."""

    kind: str | None
    value: Callable[[Values, str], Any]


def _largest(kinds: Iterable[str | None]) -> str | None:
    return max([None, *kinds], key=_ORDER.index)


def _values(nodes: Sequence[ast.expr], types: Types) -> Evaluate:
    """The values of terms that Lean elaborates in one type."""
    parts = [_term(node, types) for node in nodes]
    kind = _largest(part.kind for part in parts) or "ℕ"
    return lambda v: [part.value(v, kind) for part in parts]


def _term(node: ast.expr, types: Types) -> _Term:
    match node:
        case ast.Tuple([a, ast.Constant(typed)]):
            kind, inner = type_of(typed), _term(a, types)
            return _Term(kind, lambda v, _: inner.value(v, kind))
        case ast.UnaryOp(ast.USub(), a):
            inner = _term(a, types)
            return _Term(inner.kind, lambda v, k: -inner.value(v, k))
        case ast.BinOp(a, ast.Pow(), b):
            base, exponent = _term(a, types), _values([b], types)
            return _Term(base.kind, lambda v, k: _power(base.value(v, k), *exponent(v), k))
        case ast.BinOp(a, sign, b):
            left, right, operate = _term(a, types), _term(b, types), _OPERATIONS[type(sign)]
            return _Term(_largest([left.kind, right.kind]), lambda v, k: operate(left.value(v, k), right.value(v, k), k))
        case ast.Constant(str(numeral)) if numeral[:1].isdigit():
            number = Fraction(numeral)
            return _Term(None, lambda v, k: number if k == "ℝ" else _whole(number))
    name, arguments = called(node)
    parts = [_term(argument, types) for argument in arguments]
    own = _largest(part.kind for part in parts)
    if name in _FUNCTIONS:
        function, result = _FUNCTIONS[name], _RESULTS.get(name)
        inside = None if name in ("min", "max", "abs") else own or result
        return _Term(result or own, lambda v, k: function(*(part.value(v, inside or k) for part in parts)))
    if name not in types or len(parts) > 1:
        raise NotArithmetic(f"no term: {name}")
    return _Term(types[name], lambda v, _: v[name](parts[0].value(v, own or "ℕ")) if parts else v[name])


def _proposition(node: ast.expr, types: Types) -> Evaluate:
    match node:
        case ast.Constant("True" | "False" as truth):
            return lambda v: truth == "True"
        case ast.UnaryOp(ast.Not(), a):
            denied = _proposition(a, types)
            return lambda v: not denied(v)
        case ast.BoolOp(sign, nodes):
            parts, join = [_proposition(a, types) for a in nodes], all if isinstance(sign, ast.And) else any
            return lambda v: join(part(v) for part in parts)
        case ast.IfExp(ast.Constant(equivalent), a, b):
            left, right = _proposition(a, types), _proposition(b, types)
            return (lambda v: left(v) == right(v)) if equivalent else (lambda v: not left(v) or right(v))
        case ast.List([ast.Constant(sign), ast.Constant(names), typed, body]):
            return _quantified(sign == "∀", names.split(), typed, body, types)
        case ast.Compare(a, [ast.Is(), ast.IsNot()], [b, n]):
            relation, terms = _congruent, [a, b, n]
        case ast.Compare(a, [sign], [b]):
            relation, terms = _RELATIONS.get(type(sign)), [a, b]
        case _:
            name, terms = called(node)
            relation = _PREDICATES.get(name)
    if relation is None:
        raise NotArithmetic(f"no proposition: {ast.unparse(node)}")
    values = _values(terms, types)
    return lambda v: relation(*values(v))


def _quantified(universal: bool, names: list[str], typed: ast.expr, body: ast.expr, types: Types) -> Evaluate:
    if len(names) > 2:
        raise NotArithmetic("more than two quantified variables")
    kind = _largest(types.values()) or "ℕ"
    if isinstance(typed, ast.Compare):  # a bound of each: ``∀ n < 3``
        bounds = [ast.Compare(ast.Constant(name), typed.ops, typed.comparators) for name in names]
        bounded = ast.BoolOp(ast.And(), bounds)
        body = ast.IfExp(ast.Constant(0), bounded, body) if universal else ast.BoolOp(ast.And(), [bounded, body])
    elif typed.value:
        kind = type_of(typed.value)
    inner, join = _proposition(body, {**types, **dict.fromkeys(names, kind)}), all if universal else any
    return lambda v: join(inner({**v, **dict(zip(names, at, strict=True))}) for at in product(RANGES[kind], repeat=len(names)))


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


def _congruent(a: Any, b: Any, n: Any) -> bool:
    return _divides(n, a - b)


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


_PREDICATES: dict[str, Callable[..., bool]] = {
    "Even": lambda a: a % 2 == 0,
    "Odd": lambda a: a % 2 == 1,
    "Prime": _prime,
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
    "factorial": _factorial,
    "sqrt": _root,
    "√": _root,
    "↑": lambda a: a,
}
_OPERATIONS: dict[type[ast.operator], Callable[[Any, Any, str], Any]] = {
    ast.Add: lambda a, b, kind: a + b,
    ast.Sub: lambda a, b, kind: max(a - b, 0) if kind == "ℕ" else a - b,
    ast.Mult: lambda a, b, kind: a * b,
    ast.Div: _quotient,
    ast.Mod: lambda a, b, kind: a if b == 0 else a - b * _quotient(a, b, "ℤ"),
    ast.Pow: _power,
}
_RELATIONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: _divides,
}
