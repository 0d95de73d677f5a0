"""A goal in the light of the words: the facts in the goal's own letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from prover.informal.latex import Relation
from prover.policy.goals import Goal

Move = Iterator[tuple[str, float]]
"""Tactics with log-probabilities."""

FIELDS = ("ℝ", "ℚ", "ℂ", "NNReal")
CLAIM = "hw"
"""How the names of claims begin."""
NUMERAL = re.compile(r"-?\(?\d+( / \d+)?\)?")


@dataclass(frozen=True)
class Sight:
    """A goal with the facts of the words in its own letters; ``mentions`` tells whether a word occurs."""

    goal: Goal
    mentions: Callable[..., bool]
    relations: tuple[Relation, ...]
    terms: tuple[str, ...]
    numbers: tuple[str, ...]
    functions: frozenset[str]
    forms: tuple[tuple[str, str, str], ...] = ()
    """Closed forms of functions: function, variable, value."""
    roots: tuple[tuple[str, ...], ...] = ()
    """For each letter of the words that the goal does not have, the numbers it equals, where there are several."""

    @cached_property
    def types(self) -> dict[str, str]:
        return dict(self.goal.named())

    @cached_property
    def laws(self) -> list[str]:
        """Hypotheses that are equations for all arguments."""
        return [n for n, t in self.types.items() if t.startswith("∀") and "=" in t and "→" not in t and "↔" not in t]

    @cached_property
    def rewrites(self) -> list[str]:
        """The laws, and the hypotheses that work out a root or a value of a function."""
        worked_out = [n for n, t in self.types.items() if re.match(r"√\S+ = ", t) or n.startswith(CLAIM) and " = " in t]
        return [*self.laws, *worked_out]

    @cached_property
    def claimed(self) -> int:
        """How many claims of the words the goal has already."""
        return sum(n.startswith(CLAIM) for n in self.types)

    def names(self, term: str) -> list[str]:
        """The goal's variables and functions in a term, in order."""
        words = re.findall(r"(?<![\w.'])[^\W\d][\w'₀-₉]*", term)
        return [w for w in dict.fromkeys(words) if w in self.types]

    def type_of(self, term: str) -> str:
        """The type a term has, by its first variable or function; of a numeral nothing is known."""
        if "Real." in term:
            return "ℝ"
        for name in self.names(term):
            type_ = self.types[name]
            return type_.split()[-1] if name in self.functions else type_
        return ""

    def free(self, wanted: str, n: int = 0) -> str:
        """A name not taken yet."""
        name = f"{wanted}{n or ''}"
        while name in self.types:
            name += "'"
        return name

    def stated(self, relation: Relation) -> str:
        """The relation as a proposition; where only numerals tell the type, it is ascribed."""
        if "Real." in relation.lean and "Int." not in relation.lean and not self.names(relation.lean) and not relation.modulus:
            return f"({relation.left} : ℝ) {relation.symbol} {relation.right}"
        return relation.lean


def closer(sight: Sight, relation: Relation) -> str:
    """Tactics that may prove a relation, quickest first, by the type of its variables."""
    text, type_ = relation.lean, sight.type_of(relation.lean)
    if any(f in sight.names(text) for f in sight.functions) and sight.laws:
        return f"first | (norm_num [{', '.join(sight.rewrites)}]; done) | grind"
    if not sight.names(text):
        return "norm_num"
    if type_ in FIELDS:
        return "first | linarith | (field_simp; done)" if "/" in text else "first | linarith | nlinarith"
    return "first | omega | nlinarith"


def solves(relation: Relation) -> bool:
    """Whether it gives a variable or a function's value its number."""
    return relation.symbol == "=" and bool(NUMERAL.fullmatch(relation.right)) and len(relation.left) < 8


def factors_of(term: str) -> list[str]:
    """The factors of a product, without the parentheses around them; a sum is its only factor."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(term):
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth == 0 and char in "+-/" and at:
            return [term]
        if depth == 0 and char == "*":
            parts.append(term[start:at].strip())
            start = at + 1
    parts.append(term[start:].strip())
    return [p[1:-1] if p.startswith("(") and p.endswith(")") else p for p in parts]
