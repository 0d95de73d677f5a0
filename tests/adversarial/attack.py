"""What an attack is: a text at one of the doors of the program, and the reason it must be refused with."""

from __future__ import annotations

from dataclasses import dataclass

CLAIMS = {
    "False": "False",
    "sum": "1 + 1 = 3",
    "truncated": "∀ n : ℕ, n - 1 + 1 = n",
    "division": "∀ a b : ℤ, a / b * b = a",
    "square": "∀ x : ℝ, 0 < x ^ 2",
    "converse": "∀ p q : Prop, (p → q) → q → p",
}
"""Statements that are false, some of them not at first sight."""

ERRORS = "Lean reports errors"
SORRY = "uses 'sorry'"
OTHER = "not the one stated"
MEANING = "means something else in the proof than in the statement"
RUNS = "runs a program at elaboration time"
COMMAND = "not among those a proof may hold"
ATTRIBUTE = "not among those a proof may give"
UNSAFE = "'unsafe' is not allowed"
COMPILER = "trusts the compiler|rests on Lean.ofReduce|not allowed in a proof"
SYNTAX = "unexpected|expected|unterminated|missing|unknown tactic|isolated carriage"


@dataclass(frozen=True)
class Tactic:
    """A tactic for an open state whose goal is false: it must not prove it."""

    family: str
    claim: str
    text: str
    reason: str
    """A regular expression for Lean's message; ``open goals`` where the tactic does something and proves nothing."""


@dataclass(frozen=True)
class Source:
    """A source given as a proof of the theorem ``t``."""

    family: str
    text: str
    reason: str
    statement: str | None = None
    """The source whose ``t`` it is to prove, if it is given too."""


def spelled(family: str, text: str) -> str:
    """A case's name in pytest's list."""
    return f"{family}: {' '.join(text.split())[:60]}".encode("ascii", "backslashreplace").decode()
