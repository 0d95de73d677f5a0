"""What a move is, the table of the tactics they propose, and the one loop that collects, ranks and removes duplicates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path
from string import Template
from typing import Any

import yaml

from prover.moves.goal import Goal
from prover.moves.words import WordFacts

_EXPENSIVE = re.compile(r"\b(norm_num|grind|n?linarith)\b")

Tactics = Iterator[tuple[str, float]]
"""Tactics with log-probabilities."""

MOVES: list[Callable[..., Tactics]] = []
"""All moves, in order; of two tactics with one log-probability the earlier move's comes first."""


def move(generator: Callable[..., Tactics]) -> Callable[..., Tactics]:
    """Register a move: a generator of tactics whose parameter is ``goal``, or ``goal, words`` where it uses words.

    One that uses words is asked without any too (an empty ``WordFacts``), for what the goal alone suggests.
    """
    MOVES.append(generator)
    return generator


def uses_words(generator: Callable[..., Tactics]) -> bool:
    """Whether a move makes something of what the words say."""
    return "words" in generator.__code__.co_varnames[: generator.__code__.co_argcount]


@lru_cache
def _table() -> list[dict[str, Any]]:
    text = (Path(__file__).parent / "tactics.yaml").read_text("utf-8")
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@lru_cache
def _named() -> dict[str, tuple[Template, float, float]]:
    return {e["name"]: (Template(e["do"].rstrip()), e.get("at", 0.0), e.get("next", 0.05)) for e in _table() if "name" in e}


def part(name: str, /, **holes: object) -> str:
    """The table's part of a tactic, with its holes filled in.  Raises ``KeyError`` where a hole is left open."""
    return _named()[name][0].substitute(holes)


def tactic(name: str, position: int = 0, /, **holes: object) -> tuple[str, float]:
    """The table's tactic of this name with its holes filled in, and the log-probability of the one in this position (from 0)
    of several.  Raises ``KeyError`` where there is no such tactic or a hole is left open."""
    _, priority, next_ = _named()[name]
    return part(name, **holes), priority - next_ * position


def _fitting(goal: Goal, mathlib: bool) -> Tactics:
    """The table's tactics without a name, where they fit."""
    for entry in _table():
        if "name" not in entry and entry.get("mathlib", mathlib) == mathlib:
            if re.search(entry.get("target", ""), goal.target) and re.search(entry.get("goal", ""), goal.text):
                yield entry["do"], entry["at"]


def collect(goal: Goal, words: WordFacts | None = None, mathlib: bool = False) -> dict[str, float]:
    """What all moves propose at a goal without words; with ``words``, what those propose that use them: tactics, best first,
    each with its best log-probability.  Where hypotheses can be taken apart, expensive tactics wait for that: they would fail
    here and be tried again there."""
    if words is None:
        found = [_fitting(goal, mathlib), *(m(goal, WordFacts()) if uses_words(m) else m(goal) for m in MOVES)]
    else:
        found = [m(goal, words) for m in MOVES if uses_words(m)]
    best: dict[str, float] = {}
    waits = goal.bundled
    for text, priority in chain.from_iterable(found):
        logprob = priority - (1.0 if waits and _EXPENSIVE.search(text) else 0.0)
        best[text] = max(logprob, best.get(text, logprob))
    return dict(sorted(best.items(), key=lambda item: -item[1]))
