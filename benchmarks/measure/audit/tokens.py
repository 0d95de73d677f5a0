"""Lean text as tokens of which some are only local names, for n-grams and for the shapes of statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from benchmarks.data import tokens
from benchmarks.data.tokens import CLOSE, OPEN, TOKEN, TYPES, headed, introduced
from prover.training.printed import PrintedGoal

LOCAL = "_"
"""What a local name reads as in an n-gram."""

_SHAPELESS = dict.fromkeys(TYPES, "𝕂")
_STRUCTURE = frozenset(f"{OPEN}{CLOSE}:,⊢→|$\\.;") | TYPES | {"Type", "Prop", "Sort", LOCAL}


@dataclass(frozen=True)
class Tokens:
    """One text.  ``written``: the tokens as they stand; ``names``: those that are only local, a subset of them."""

    written: tuple[str, ...]
    names: frozenset[str]

    @property
    def abstract(self) -> tuple[str, ...]:
        """The tokens with ``LOCAL`` for every local name, so that a renamed copy reads the same."""
        swap = dict.fromkeys(self.names, LOCAL)
        return tuple([swap.get(token) or (headed(token, swap) if "." in token else token) for token in self.written])


def is_content(token: str) -> bool:
    """Whether a token of an abstract text says something of the mathematics: an operator, a relation, a numeral or a
    constant, and not a name, a number type or punctuation, of which declarations (``x y : ℝ``) consist."""
    return token not in _STRUCTURE


def words(text: str) -> tuple[str, ...]:
    """The tokens of any text, as they stand."""
    return tuple(TOKEN.findall(text))


def lean_tokens(text: str, names: Iterable[str] = ()) -> Tokens:
    """Any Lean text.  ``names``: names known to be local, besides those the text itself introduces."""
    written = tokens.printed_tokens(text)
    return Tokens(written, frozenset((*names, *(name for _, name in introduced(written)))))


@lru_cache(16_384)
def _part(text: str) -> Tokens:
    return lean_tokens(text)


def goal_tokens(goal: PrintedGoal) -> Tokens:
    """``name : type`` for every hypothesis, names of one type one by one, then ``⊢ target``."""
    declared = [name for hypothesis in goal.hypotheses for name in hypothesis.names]
    written: list[str] = []
    names = set(declared)
    for hypothesis in goal.hypotheses:
        type_ = _part(hypothesis.type)
        names |= type_.names
        for name in hypothesis.names:
            written += (name, ":", *type_.written)
    target = _part(goal.target)
    return Tokens((*written, "⊢", *target.written), frozenset(names | target.names))


def shape(tokens: Iterable[str]) -> tuple[str, ...]:
    """Without parentheses, numerals and the types of numbers: what ``3 * x = 6`` and ``5 * x = 35`` have in common."""
    return tuple(["#" if token.isdecimal() else _SHAPELESS.get(token, token) for token in tokens if token not in "()"])
