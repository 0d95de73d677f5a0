"""The mathematics in a text, as Lean terms: LaTeX formulas and equations in prose, in Mathlib's notation.

What is not understood is left out; what is misread costs a try, never soundness, for Lean judges.  Everything here is
linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from prover.informal.latex_terms import OPENING, RELATIONS, NotUnderstood, parse_term
from prover.moves.words import Relation

LONGEST = 40_000
"""Characters of a text that are read."""


@dataclass(frozen=True)
class Formula:
    """What one stretch of mathematics says: relations, and the terms they or a list consist of, in order."""

    relations: tuple[Relation, ...]
    terms: tuple[str, ...]


@lru_cache(maxsize=256)
def formulas(text: str, functions: frozenset[str] = frozenset("fgh")) -> tuple[Formula, ...]:
    """The formulas of a text, in order.

    ``functions`` are the letters that stand for functions or sequences: ``f(3)`` and ``f_3`` are then ``f 3``, where a
    letter that is none makes a product and an indexed name.  Never raises.
    """
    found = []
    for stretch in _stretches(text[:LONGEST]):
        for segment in _segments(_tokens(stretch)):
            formula = _chain(segment, functions)
            if formula.relations or formula.terms:
                found.append(formula)
    return tuple(found)


def answer_texts(text: str) -> list[str]:
    """The stretches of a text that tell its answer, in order: boxed, or after "answer is", "Show that it is"."""
    text = text[:LONGEST]
    boxed = ((m.end(), _after_group(text[: m.end() + 200], m.end())) for m in re.finditer(r"\\boxed\s*(?=\{)", text))
    return [m.group(1) for m in _SAID.finditer(text)] + [
        text[start + 1 : end - 1] for start, end in boxed if text[end - 1] == "}"
    ]


_SAID = re.compile(r"(?:[Ss]how that it is|[Aa]nswer(?: is|:)?)\s*:?([^\n]{0,120})")


# ------------------------------------------------------------------------- where the mathematics is

_DELIMITER = re.compile(r"\\\$|\$\$|\$|\\[\[\]()]|\\(?:begin|end)\{(?:align|eqnarray|equation|gather|multline)\*?\}")
_CLOSER = {"$": "$", "$$": "$$", r"\[": r"\]", r"\(": r"\)"}
_PROSE = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}|[.;:?!](?=\s|$)|\n\s*\n")


def _stretches(text: str) -> Iterable[str]:
    """The stretches of mathematics: what stands between delimiters, and of prose what has digits or relations."""
    closer, start = "", 0
    for m in _DELIMITER.finditer(text):
        mark = m.group()
        if closer:
            if mark == closer:
                yield text[start : m.start()]
                closer, start = "", m.end()
        elif mark in _CLOSER or mark.startswith(r"\begin"):
            yield from _in_prose(text[start : m.start()])
            closer = _CLOSER.get(mark) or mark.replace("begin", "end")
            start = m.end()
    yield from _in_prose(text[start:])


def _in_prose(text: str) -> Iterable[str]:
    for piece in _PROSE.split(text):
        if re.search(r"\d|[=<>]", piece):
            yield piece


# ------------------------------------------------------------------------------------------ tokens

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:,\d{3})+(?!\d)|\d*\.\d+|\d+|[A-Za-z]|[^\s\w]|[^\W\d_]|_")
_TEXT = {r"\text", r"\textbf", r"\textit", r"\textrm", r"\mathrm", r"\mathbf", r"\mbox", r"\begin", r"\end", r"\operatorname"}
_SPACE = {r"\left", r"\right", r"\,", r"\;", r"\!", r"\:", r"\ ", r"\displaystyle", r"\$", "&", "~", r"\limits", r"\big",
          r"\Big", r"\bigg", r"\Bigg", r"\bigl", r"\bigr", r"\nolimits", "$", r"\underline"}  # fmt: skip
_SAME = {r"\dfrac": r"\frac", r"\tfrac": r"\frac", r"\cfrac": r"\frac", r"\lbrace": r"\{", r"\rbrace": r"\}", r"\vert": "|",
         r"\lvert": "|", r"\rvert": "|", r"\dbinom": r"\binom", "−": "-", "·": r"\cdot", "×": r"\times"}  # fmt: skip
_SAYS_NOTHING = (["^", r"\circ"], ["^", "{", r"\circ", "}"], ["^", "{", "}"], ["_", "{", "}"])
"""Degrees and empty scripts."""


def _tokens(text: str) -> list[str]:
    """LaTeX tokens without what only sets type; a text in braces becomes the separator ``;``."""
    raw = [_SAME.get(token, token) for token in _TOKEN.findall(text)]
    tokens: list[str] = []
    at = 0
    while at < len(raw):
        token = raw[at]
        if token in _TEXT:
            tokens.append(";")
            at = _after_group(raw, at + 1)
        elif token in "^_" and (nothing := [n for n in _SAYS_NOTHING if raw[at : at + len(n)] == n]):
            at += len(nothing[0])
        else:
            if token not in _SPACE:
                tokens.append(token)
            at += 1
    return tokens


def _after_group(tokens: Sequence[str], at: int) -> int:
    """Where the group in braces ends that begins here; ``at`` where none does."""
    depth = 0
    for end in range(at, len(tokens)):
        depth += {"{": 1, "}": -1}.get(tokens[end], 0)
        if depth == 0:
            return end + (end > at)
    return len(tokens) if depth else at


# ------------------------------------------------------------------------------ segments and chains

_CUTS = {",", ";", ".", ":", "?", r"\\", r"\{", r"\}", r"\quad", r"\qquad", r"\implies", r"\Rightarrow", r"\Longrightarrow",
         r"\iff", r"\Leftrightarrow", r"\Longleftrightarrow", r"\to", r"\rightarrow", r"\land", r"\lor", r"\wedge",
         r"\vee", r"\cup", r"\cap", r"\in", r"\forall", r"\exists", r"\because", r"\therefore"}  # fmt: skip
_MODULUS = {r"\pmod", r"\mod", r"\bmod", r"\pod"}


def _segments(tokens: list[str]) -> Iterable[list[str]]:
    """Cut at commas, arrows, line ends and the like outside brackets; a line that begins with a relation goes on."""
    segment: list[str] = []
    depth = 0
    for at, token in enumerate(tokens):
        depth = max(depth + _nesting(token), 0)
        if token == r"\\" and tokens[at + 1 : at + 2] and tokens[at + 1] in RELATIONS:
            continue
        if token in _CUTS and (depth == 0 or token not in (",", ".", ":")):
            yield segment
            segment, depth = [], 0
        else:
            segment.append(token)
    yield segment


def _nesting(token: str) -> int:
    return (token in OPENING) - (token in OPENING.values())


def _chain(tokens: list[str], functions: frozenset[str]) -> Formula:
    """``a = b ≤ c`` as its relations, and for a chain of equations also its two ends."""
    tokens, modulus = _without_modulus(tokens, functions)
    pieces: list[list[str]] = [[]]
    symbols: list[str] = []
    depth, bars = 0, tokens.count("|")
    for token in tokens:
        depth += _nesting(token)
        symbol = "∣" if token == "|" and bars == 1 else RELATIONS.get(token)
        if symbol and depth <= 0:
            symbols.append(symbol)
            pieces.append([])
        else:
            pieces[-1].append(token)
    terms = [_term(piece, functions) for piece in pieces]
    relations = [
        Relation(left, symbol, right, modulus if symbol == "≡" else "")
        for left, symbol, right in zip(terms, symbols, terms[1:], strict=False)
        if left and right and left != right and (symbol != "≡" or modulus)
    ]
    if len(terms) > 2 and set(symbols) == {"="} and terms[0] and terms[-1] and terms[0] != terms[-1]:
        relations.insert(0, Relation(terms[0], "=", terms[-1]))
    return Formula(tuple(dict.fromkeys(relations)), tuple(dict.fromkeys(t for t in terms if t)))


def _without_modulus(tokens: list[str], functions: frozenset[str]) -> tuple[list[str], str]:
    for at, token in enumerate(tokens):
        if token in _MODULUS:
            after = max(_after_group(tokens, at + 1), at + 2)
            before = tokens[: at - 1] if tokens[at - 1 : at] == ["("] else tokens[:at]
            return before, _term(tokens[at + 1 : after], functions) or ""
    return tokens, ""


def _term(tokens: list[str], functions: frozenset[str]) -> str | None:
    try:
        return parse_term(tokens, functions) if tokens else None
    except NotUnderstood:
        return None
