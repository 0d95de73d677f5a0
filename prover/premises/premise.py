"""A premise: a theorem or definition that a proof may use, and what of it is compared with a goal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from prover.premises.symbols import Symbols, kind_of, of_name, of_statement

KINDS = ("theorem", "def", "instance", "class", "structure", "inductive", "")
"""Keywords of declarations, as ``symbols.kind_of`` tells them apart; "": any other."""


@dataclass(frozen=True)
class Premise:
    """``statement``: its source, or ``theorem NAME …`` as Lean prints it; a proof after ``:=`` is not read.  ``module``: such as
    ``Mathlib.Order.Basic``."""

    name: str
    statement: str
    module: str = ""

    @cached_property
    def own_name(self) -> tuple[str, ...]:
        """The symbols of its name."""
        return tuple(of_name(self.name))

    @cached_property
    def symbols(self) -> Symbols:
        return of_statement(self.statement)

    @property
    def kind(self) -> int:
        """A number in ``KINDS``."""
        return KINDS.index(kind_of(self.statement))

    @property
    def last(self) -> str:
        """The last part of its name."""
        return self.name.rpartition(".")[2]

    def features(self) -> Counter[str]:
        """What an ``Embedding`` knows a premise by: symbols marked by where they stand."""
        found = Counter("n:" + name for name in self.own_name)
        found.update("t:" + name for name in self.symbols.target)
        found.update("h:" + name for name in self.symbols.hypotheses)
        found.update("s:" + piece for piece in self.symbols.shape)
        found["k:" + KINDS[self.kind]] += 1
        found.update("m:" + part for part in self.module.split(".") if part)
        return found


def goal_features(goal: Symbols) -> Counter[str]:
    """What an ``Embedding`` knows a goal by: symbols of the target, neighbours among them, its shape, symbols of the
    hypotheses."""
    found = Counter("t:" + name for name in goal.target)
    found.update(f"b:{one} {other}" for one, other in pairwise(goal.target))
    found.update("h:" + name for name in goal.hypotheses)
    found.update("s:" + piece for piece in goal.shape)
    return found
