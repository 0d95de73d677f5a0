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
TYPES = {"ℕ": "ℕ", "Nat": "ℕ", "ℤ": "ℤ", "Int": "ℤ", "ℚ": "ℝ", "ℝ": "ℝ", "Real": "ℝ", "Rat": "ℝ", "ℕ+": "ℕ"}


class NotArithmetic(ValueError):
    """A proposition, or its value somewhere, is beyond the evaluator."""


def type_of(text: str) -> str:
    """The type of a variable as the evaluator knows it: ``ℕ``, ``ℤ`` or ``ℝ``.  Raises ``NotArithmetic``."""
    try:
        return TYPES[text.strip()]
    except KeyError:
        raise NotArithmetic(f"no numbers: {text}") from None


def parsed(text: str) -> ast.expr:
    """The syntax tree.  Raises ``NotArithmetic``."""
    try:
        return ast.parse(_in_python(text), mode="eval").body
    except (SyntaxError, MemoryError, RecursionError):
        raise NotArithmetic(f"not read: {text}") from None


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
    if any(one.closing for one in opened):
        raise NotArithmetic(f"not closed: {text}")
    return "".join([*out, *(one.end for one in reversed(opened))]).strip()
