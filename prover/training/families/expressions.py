"""Expressions of the tables: Python's arithmetic, comparisons and comprehensions over a row's names, and nothing else.

``/`` is exact: ``6 / 4`` is the fraction 3/2.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cache
from types import CodeType
from typing import Any

_ALLOWED = (
    ast.Expression, ast.Constant, ast.Name, ast.expr_context, ast.BinOp, ast.operator, ast.UnaryOp, ast.unaryop,
    ast.BoolOp, ast.boolop, ast.Compare, ast.cmpop, ast.IfExp, ast.Call, ast.Tuple, ast.List, ast.Subscript, ast.Slice,
    ast.Starred, ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.comprehension, ast.JoinedStr, ast.FormattedValue,
)  # fmt: skip


class _Exact(ast.NodeTransformer):
    """``a / b`` as a fraction."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Div):
            return ast.Call(ast.Name("ratio", ast.Load()), [node.left, node.right], [])
        return node


@cache
def _compiled(expression: str) -> CodeType:
    """Raises ``ValueError`` for what is no expression of a table: attributes, keyword arguments, lambdas, calls of anything
    but a name."""
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except SyntaxError as error:
        raise ValueError(f"{expression!r} is no expression: {error}") from None
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED) or (isinstance(node, ast.Call) and not isinstance(node.func, ast.Name)):
            raise ValueError(f"{expression!r}: {type(node).__name__} is not allowed in a table")
    return compile(ast.fix_missing_locations(_Exact().visit(tree)), expression, "eval")


def evaluate(expression: str, names: Mapping[str, Any]) -> Any:
    """The value of an expression over ``names`` and ``FUNCTIONS``.  Raises ``ValueError`` if it is not allowed."""
    return eval(_compiled(expression), {"__builtins__": {}, **FUNCTIONS, **names})


def ratio(a: int | Fraction, b: int | Fraction) -> int | Fraction:
    """``a / b``, an ``int`` if it is whole."""
    value = Fraction(a) / b
    return value.numerator if value.denominator == 1 else value


def divisors(n: int) -> list[int]:
    return [k for k in range(1, n + 1) if n % k == 0]


def is_prime(n: int) -> bool:
    return n > 1 and all(n % k for k in range(2, math.isqrt(n) + 1))


def power_cycle(a: int, m: int) -> list[int]:
    """The distinct values of ``a ^ n % m``, sorted."""
    return sorted({pow(a, n, m) for n in range(m + 1)})


def recurrence(start: Iterable[int], coefficients: Iterable[int], constant: int, n: int) -> list[int]:
    """The first ``n + 1`` members of the sequence that begins with ``start`` and goes on by a linear law, the coefficient of
    the last member first: ``recurrence([0, 1], [1, 1], 0, 5)`` is ``[0, 1, 1, 2, 3, 5]``."""
    values, law = list(start), list(coefficients)
    while len(values) <= n:
        values.append(sum(c * v for c, v in zip(law, reversed(values))) + constant)  # noqa: B905
    return values


def any_of(x: str, values: Iterable[object]) -> str:
    """``x = 1 ∨ x = 2``."""
    return " ∨ ".join(f"{x} = {v}" for v in values)


def any_pair(x: str, y: str, pairs: Iterable[tuple[int, int]]) -> str:
    """``(x = 1 ∧ y = 2) ∨ (x = 2 ∧ y = 1)``, without the parentheses if there is one pair."""
    found = [f"{x} = {u} ∧ {y} = {v}" for u, v in pairs]
    return found[0] if len(found) == 1 else " ∨ ".join(f"({pair})" for pair in found)


def split(h: str, n: int, pattern: str = "rfl") -> str:
    """``rcases h with rfl | rfl``, with ``n`` cases."""
    return f"rcases {h} with {' | '.join([pattern] * n)}"


def braces(values: Iterable[int]) -> str:
    """``{1, 2}``, or ``∅``."""
    inside = ", ".join(map(str, values))
    return f"{{{inside}}}" if inside else "∅"


def join(parts: Iterable[object], by: str = ", ") -> str:
    return by.join(map(str, parts))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    f.__name__: f
    for f in (
        abs, all, any, enumerate, int, len, list, max, min, next, pow, range, set, sorted, str, sum, tuple, zip,
        math.comb, math.factorial, math.gcd, math.isqrt, math.lcm, math.prod,
        any_of, any_pair, braces, divisors, is_prime, join, power_cycle, ratio, recurrence, split,
    )
}  # fmt: skip
