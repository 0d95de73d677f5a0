"""What a move is, the table of the tactics they propose, and the one loop that collects, ranks and removes duplicates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from string import Template
from typing import Any

import yaml

from prover.moves.goal import Goal
from prover.moves.words import WordFacts

Tactics = Iterator[tuple[str, float]]
"""Tactics with log-probabilities."""

MOVES: list[Callable[[Goal], Tactics]] = []
"""The moves for which the goal is enough, in order."""
MOVES_WITH_WORDS: list[Callable[[Goal, WordFacts], Tactics]] = []
"""The moves that make something of what the words say."""


def move(generator: Callable[[Goal], Tactics]) -> Callable[[Goal], Tactics]:
    """Register a move that needs no words."""
    MOVES.append(generator)
    return generator


def move_with_words(generator: Callable[[Goal, WordFacts], Tactics]) -> Callable[[Goal, WordFacts], Tactics]:
    """Register a move that needs words."""
    MOVES_WITH_WORDS.append(generator)
    return generator


@lru_cache
def _table() -> list[dict[str, Any]]:
    text = (Path(__file__).parent / "tactics.yaml").read_text("utf-8")
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@lru_cache
def _named() -> dict[str, tuple[Template, float, float]]:
    return {e["name"]: (Template(e["do"].rstrip()), e["at"], e.get("next", 0.05)) for e in _table() if "name" in e}


def tactic(name: str, position: int = 0, /, **holes: object) -> tuple[str, float]:
    """The table's tactic of this name with its holes filled in, and the log-probability of the one in this position (from 0)
    of several.  Raises ``KeyError`` where there is no such tactic or a hole is left open."""
    template, priority, next_ = _named()[name]
    return template.substitute(holes), priority - next_ * position


def _fitting(goal: Goal, mathlib: bool) -> Tactics:
    """The table's tactics without a name, where they fit."""
    for entry in _table():
        if "name" not in entry and entry.get("mathlib", mathlib) == mathlib:
            if re.search(entry.get("target", ""), goal.target) and re.search(entry.get("goal", ""), goal.text):
                yield entry["do"], entry["at"]


def collect(goal: Goal, words: WordFacts | None = None, mathlib: bool = False) -> dict[str, float]:
    """What the moves that need no words propose at a goal, or with ``words`` the others: tactics, best first, each with its
    best log-probability."""
    best: dict[str, float] = {}
    if words is None:
        found = [_fitting(goal, mathlib), *(suggest(goal) for suggest in MOVES)]
    else:
        found = [suggest(goal, words) for suggest in MOVES_WITH_WORDS]
    for tactics in found:
        for tactic, logprob in tactics:
            best[tactic] = max(logprob, best.get(tactic, logprob))
    return dict(sorted(best.items(), key=lambda item: -item[1]))
