"""Lean's notation for propositions about numbers, read with Python's own parser: what ``prover.informal.arithmetic`` evaluates.

A formula is written over into Python, sign by sign, so that the precedences come out the same; in the syntax tree a string
is a numeral or a name, ``f(a)(b)`` is ``f a b``, and ``(a, 'T')`` is ``(a : T)``.  Signs without a like in Python become:

    a ∣ b               a in b
    a ≡ b [MOD n]       a is b is not n
    a → b, a ↔ b        a if 0 else b, a if 1 else b
    ∀ x y : T, p        ['∀', 'x y', 'T', p]
    ∃ x < a, p          ['∃', 'x', '' < a, p]
    n !                 n.f
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

Head = str | type[ast.AST]

KNOWN = (
    "gcd", "lcm", "min", "max", "natAbs", "abs", "succ", "factorial", "sqrt", "√", "↑", "Even", "Odd", "Prime", "Coprime",
    "IsCoprime", "IsSquare",
)  # fmt: skip
"""Functions and predicates; other names are variables."""

_NAME = r"(?:ℕ\+|[^\W\d][\w.'₀-₉]*[!?]?)"
_TOKEN = re.compile(
    rf"(?P<quantifier>[∀∃])\s*(?P<opened>\()?\s*(?P<names>{_NAME}(?:\s+{_NAME})*)\s*(?::\s*(?P<type>{_NAME})\s*)?"
    rf"(?(opened)\)\s*)(?=[,=≠<≤>≥∣])|(?P<atom>\d+(?:\.\d+)?|{_NAME}|[↑√])|\[Z?MOD\b|:=|\S"
)
_PREFIX = re.compile(rf"([↑√])\s*(\d+|{_NAME})")
_SIGNS = {
    "∧": " and ", "∨": " or ", "¬": " not ", "→": " if 0 else ", "=": "==", "≠": "!=", "<": "<", "≤": "<=", ">": ">", "≥": ">=",
    "∣": " in ", "≡": " is ", "+": "+", "-": "-", "*": "*", "/": "/", "%": "%", "^": "**", "!": ".f",
}  # fmt: skip
_BRACKETS = {
    "(": ("(", ")", ")"),
    "|": ("(('abs')(", "|", "))"),
    "[MOD": (" is not (", "]", ")"),
    "[ZMOD": (" is not (", "]", ")"),
}
"""What opens, how that is written in Python, what closes, and how that is written."""
_TYPES = {"ℕ": "ℕ", "Nat": "ℕ", "ℤ": "ℤ", "Int": "ℤ", "ℚ": "ℝ", "ℝ": "ℝ", "Real": "ℝ", "Rat": "ℝ", "ℕ+": "ℕ"}


class NotArithmetic(ValueError):
    """A proposition, or its value somewhere, is beyond the evaluator."""


def type_of(text: str) -> str:
    """The type of a variable as the evaluator knows it: ``ℕ``, ``ℤ`` or ``ℝ``.  Raises ``NotArithmetic``."""
    try:
        return _TYPES[text.strip()]
    except KeyError:
        raise NotArithmetic(f"no numbers: {text}") from None


def parsed(text: str) -> tuple[ast.expr, set[str]]:
    """The syntax tree and the free names.  Raises ``NotArithmetic``."""
    try:
        node = ast.parse(_in_python(text), mode="eval").body
        return node, _free(node, frozenset())
    except (SyntaxError, MemoryError, RecursionError):
        raise NotArithmetic(f"not read: {text}") from None


def taken_apart(node: ast.expr) -> tuple[Head, list[ast.expr]]:
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
            head, before = taken_apart(function)
            return head, [*before, given[0] if len(given) == 1 else ast.Tuple(given)]
        case ast.Constant(str(name)) if not name[:1].isdigit():
            first, _, last = name.rpartition(".")
            if first and last not in KNOWN:
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
            known = {"", "True", "False", *_TYPES, *bound, *(() if first else KNOWN)}
            return set() if name[:1].isdigit() else {first or last} - known
    return set().union(*(_free(child, bound) for child in ast.iter_child_nodes(node)))


@dataclass
class _Open:
    """A bracket or a quantifier that is open: the sign that closes it, what Python writes there, where the formula in it begins."""

    closing: str
    end: str
    begin: int


def _in_python(text: str) -> str:
    out: list[str] = []
    opened = [_Open("", "", 0)]
    for token in _TOKEN.finditer(_PREFIX.sub(r"(\1 \2)", text)):
        sign, inner = token[0], opened[-1]
        if token["quantifier"]:
            out.append(f"[{token['quantifier']!r}, {token['names']!r}, {token['type'] or ''!r}")
            opened.append(_Open(",", "]", 0))
        elif token["atom"]:
            out.append(f"({token['atom']!r})")
        elif sign == inner.closing == ",":  # from here on it ends with the bracket around it
            out.append(",")
            inner.closing, inner.begin = "", len(out)
        elif sign == ":" and inner.closing == ")":
            out.append(",")
        elif sign == "↔":
            out.insert(inner.begin, "(")
            out.append(") if 1 else (")
            inner.end = ")" + inner.end
        elif sign in _BRACKETS and not (sign == inner.closing and out[-1].endswith((")", ".f"))):
            begin, closing, end = _BRACKETS[sign]
            out.append(begin)
            opened.append(_Open(closing, end, len(out)))
        elif sign in ")|]":
            while (last := opened.pop()).closing == "" and opened:
                out.append(last.end)
            if last.closing != sign:
                raise NotArithmetic(f"not read: {sign}")
            out.append(last.end)
        elif sign in _SIGNS:
            out.append(_SIGNS[sign])
        else:
            raise NotArithmetic(f"not read: {sign}")
    return "".join([*out, *(one.end for one in reversed(opened))]).strip()
