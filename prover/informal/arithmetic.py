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

from prover.informal.formulas import TYPES, NotArithmetic, parsed, type_of

Types = Mapping[str, str]
Head = str | type[ast.AST]
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
    term = _term(parsed(text), types)
    return lambda v: term.value(v, "ℕ")


def free_names(text: str) -> set[str]:
    """The variables of a formula that it does not bind itself.  Raises ``NotArithmetic``."""
    return _free(parsed(text), frozenset())


def sides(text: str, types: Types) -> Evaluate | None:
    """The values of both sides of an equation, or None where the proposition is none."""
    match parsed(text):
        case ast.Compare(left, [ast.Eq()], [right]):
            return _values([left, right], types)
    return None


def _taken_apart(node: ast.expr) -> tuple[Head, list[ast.expr]]:
    """What stands at the head of a formula, a sign or a name, and what it is applied to; a variable is applied to nothing.

    Raises ``NotArithmetic``.
    """
    match node:
        case ast.BinOp(a, sign, b) | ast.Compare(a, [sign], [b]):
            return type(sign), [a, b]
        case ast.Compare(a, [ast.Is(), ast.IsNot()], [b, modulus]):
            return ast.Is, [a, b, modulus]
        case ast.UnaryOp(sign, a):
            return type(sign), [a]
        case ast.IfExp(_, a, b):
            return ast.IfExp, [a, b]
        case ast.Attribute(a):
            return "factorial", [a]
        case ast.Call(function, given):
            head, before = _taken_apart(function)
            return head, [*before, given[0] if len(given) == 1 else ast.Tuple(given)]
        case ast.Constant(str(name)) if not name[:1].isdigit():
            first, _, last = name.rpartition(".")
            if first and last not in _KNOWN:
                raise NotArithmetic(f"unknown: {name}")
            return last, [] if first in ("", "Nat", "Int", "Real", "Rat") else [ast.Constant(first)]
    raise NotArithmetic(f"not read: {ast.unparse(node)}")


def _free(node: ast.AST, bound: frozenset[str]) -> set[str]:
    match node:
        case ast.List([_, ast.Constant(names), typed, body]):
            bound |= set(names.split())
            return _free(typed, bound) | _free(body, bound)
        case ast.Constant(str(name)):
            first, _, last = name.rpartition(".")
            known = {"", "True", "False", *TYPES, *bound, *(() if first else _KNOWN)}
            return set() if name[:1].isdigit() else {first or last} - known
    return set().union(*(_free(child, bound) for child in ast.iter_child_nodes(node)))


class _Term(NamedTuple):
    """``kind``: the largest type among its leaves, in which Lean elaborates all of it (a proposition's is of no consequence);
    ``value``: of the variables' values and the type in which it is elaborated."""

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
        case ast.Constant(str(numeral)) if numeral[:1].isdigit():
            number = Fraction(numeral)
            return _Term(None, lambda v, k: number if k == "ℝ" else _whole(number))
        case ast.Constant("True" | "False" as truth):
            return _Term(None, lambda v, k: truth == "True")
        case ast.BoolOp(sign, nodes):
            parts, join = [_term(a, types) for a in nodes], all if isinstance(sign, ast.And) else any
            return _Term(None, lambda v, k: join(part.value(v, k) for part in parts))
        case ast.IfExp(ast.Constant(0), a, b):
            given, then = _term(a, types), _term(b, types)
            return _Term(None, lambda v, k: not given.value(v, k) or then.value(v, k))
        case ast.List([ast.Constant(sign), ast.Constant(names), (ast.Compare() | ast.Constant()) as typed, body]):
            return _quantified(sign == "∀", names.split(), typed, body, types)
        case ast.BinOp(a, ast.Pow(), b):
            base, exponent = _term(a, types), _values([b], types)
            return _Term(base.kind, lambda v, k: _power(base.value(v, k), *exponent(v), k))
    head, nodes = _taken_apart(node)
    parts = [_term(a, types) for a in nodes]
    own = _largest(part.kind for part in parts)
    if head in _OPERATIONS:
        operate = _OPERATIONS[head]
        return _Term(own, lambda v, k: operate(*(part.value(v, k) for part in parts), k))
    if head in _FUNCTIONS:
        function, result = _FUNCTIONS[head], _RESULTS.get(head)
        return _Term(result or own, lambda v, k: function(*(part.value(v, own or result or k) for part in parts)))
    if head not in types or len(parts) > 1:
        raise NotArithmetic(f"no term: {ast.unparse(node)}")
    return _Term(types[head], lambda v, _: v[head](parts[0].value(v, own or "ℕ")) if parts else v[head])


def _quantified(universal: bool, names: list[str], typed: ast.expr, body: ast.expr, types: Types) -> _Term:
    if len(names) > 2:
        raise NotArithmetic("more than two quantified variables")
    kind = _largest(types.values()) or "ℕ"
    if isinstance(typed, ast.Compare):  # a bound of each: ``∀ n < 3``
        bounds = [ast.Compare(ast.Constant(name), typed.ops, typed.comparators) for name in names]
        bounded = ast.BoolOp(ast.And(), bounds)
        body = ast.IfExp(ast.Constant(0), bounded, body) if universal else ast.BoolOp(ast.And(), [bounded, body])
    elif typed.value:
        kind = type_of(typed.value)
    inner, join = _term(body, {**types, **dict.fromkeys(names, kind)}), all if universal else any
    points = [dict(zip(names, point, strict=True)) for point in product(RANGES[kind], repeat=len(names))]
    return _Term(None, lambda v, k: join(inner.value({**v, **point}, k) for point in points))


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


def rational_root(a: Any) -> Fraction:
    """A number's square root, 0 for a negative one as in Lean.  Raises ``NotArithmetic`` for an irrational one."""
    value = max(Fraction(a), Fraction(0))
    root = Fraction(math.isqrt(value.numerator), math.isqrt(value.denominator))
    if root * root != value:
        raise NotArithmetic("an irrational root")
    return root


_OPERATIONS: dict[Head, Callable[..., Any]] = {
    ast.Add: lambda a, b, kind: a + b,
    ast.Sub: lambda a, b, kind: max(a - b, 0) if kind == "ℕ" else a - b,
    ast.Mult: lambda a, b, kind: a * b,
    ast.Div: _quotient,
    ast.Mod: lambda a, b, kind: a if b == 0 else a - b * _quotient(a, b, "ℤ"),
    ast.USub: lambda a, kind: -a,
    "min": lambda a, b, kind: min(a, b),
    "max": lambda a, b, kind: max(a, b),
    "abs": lambda a, kind: abs(a),
}
"""What is of the type of its arguments, with that as the last argument."""
_FUNCTIONS: dict[Head, Callable[..., Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: _divides,
    ast.Is: lambda a, b, n: _divides(n, a - b),
    ast.IfExp: operator.eq,
    ast.Not: operator.not_,
    "Even": lambda a: a % 2 == 0,
    "Odd": lambda a: a % 2 == 1,
    "Prime": _prime,
    "Coprime": lambda a, b: math.gcd(a, b) == 1,
    "IsCoprime": lambda a, b: math.gcd(a, b) == 1,
    "IsSquare": lambda a: a >= 0 and math.isqrt(a) ** 2 == a,
    "gcd": math.gcd,
    "lcm": math.lcm,
    "natAbs": abs,
    "succ": lambda a: a + 1,
    "factorial": _factorial,
    "sqrt": rational_root,
    "√": rational_root,
    "↑": lambda a: a,
}
"""Relations, predicates, functions: the type of their arguments is these arguments' own."""
_KNOWN = {name for name in (*_OPERATIONS, *_FUNCTIONS) if isinstance(name, str)}
