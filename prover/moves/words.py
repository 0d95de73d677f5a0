"""What the words of a problem say of a goal, in the goal's own letters.

Moves that need words take this; ``prover.informal.facts`` reads it off a problem's statement and proof.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from prover.moves.goal import Goal

_NAME = re.compile(r"(?<![\w.'])[^\W\d][\w'₀-₉]*")
NUMERAL = re.compile(r"-?\(?\d+( / \d+)?\)?")


@dataclass(frozen=True)
class Relation:
    """``left symbol right`` in Lean's notation; a congruence (``≡``) has a ``modulus``."""

    left: str
    symbol: str
    right: str
    modulus: str = ""

    @property
    def lean(self) -> str:
        """The proposition; a congruence says that remainders are equal."""
        if self.symbol == "≡":
            return f"{bracket(self.left)} % {bracket(self.modulus)} = {bracket(self.right)} % {bracket(self.modulus)}"
        return f"{self.left} {self.symbol} {self.right}"

    @property
    def gives_value(self) -> bool:
        """Whether it gives a variable or a function's value its number."""
        return self.symbol == "=" and bool(NUMERAL.fullmatch(self.right)) and len(self.left) < 8


@dataclass(frozen=True)
class ClosedForm:
    """``function variable = value`` for all arguments."""

    function: str
    variable: str
    value: str

    def at(self, argument: str, part: str = "") -> str:
        """The value, or a part of it, at another argument: a name, a numeral or a term in parentheses."""
        return re.sub(rf"(?<![\w.]){re.escape(self.variable)}(?!\w)", argument, part or self.value)


@dataclass(frozen=True)
class WordFacts:
    """What is said and not yet among the goal's hypotheses, likeliest answers first."""

    relations: tuple[Relation, ...] = ()
    terms: tuple[str, ...] = ()
    """Sides of relations, members of lists, pairs ``(a, b)``."""
    numbers: tuple[str, ...] = ()
    forms: tuple[ClosedForm, ...] = ()
    roots: tuple[tuple[str, ...], ...] = ()
    """For each letter of the words that the goal does not have, the numbers it equals, where there are several."""
    mention: Callable[..., bool] = lambda *words: False
    """Whether one of some words (in lower case) begins a word of the text."""

    @property
    def said(self) -> list[str]:
        """All relations and terms."""
        return [*(r.lean for r in self.relations), *self.terms]

    @property
    def equations(self) -> list[tuple[str, str]]:
        """The sides of all equations."""
        return [(r.left, r.right) for r in self.relations if r.symbol == "="]


def names_in(text: str, goal: Goal) -> list[str]:
    """The goal's variables and functions that a term of the words names, in order."""
    known = {h.name for h in goal.data if h.accessible}
    return [name for name in dict.fromkeys(_NAME.findall(text)) if name in known]


def bracket(term: str) -> str:
    """The term, in parentheses unless it is a name or a numeral."""
    return term if re.fullmatch(r"[\w.'₀-₉]+", term) else f"({term})"


def arguments_in(text: str, function: str) -> list[str]:
    """What a function of one argument is applied to in a term of the words, as written: ``(n + 1)``, ``3``."""
    return re.findall(rf"(?<![\w.]){re.escape(function)} ([\w.]+|\([^()]*\))", text)


def factors(term: str) -> list[str]:
    """The factors of a product of the words, without the parentheses around them; a sum is its only factor."""
    depth, at, parts = 0, 0, list[str]()
    for i, char in enumerate(term):
        depth += (char in "([{⟨") - (char in ")]}⟩")
        if depth == 0 and char in "+-/" and i:
            return [term]
        if depth == 0 and char == "*":
            parts.append(term[at:i].strip())
            at = i + 1
    parts.append(term[at:].strip())
    return [p[1:-1] if p.startswith("(") and p.endswith(")") else p for p in parts]
