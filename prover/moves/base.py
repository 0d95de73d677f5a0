"""What a move is, the table of the tactics they propose, and the one loop that collects, ranks and removes duplicates."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from string import Template
from typing import Any

import yaml

from prover.algebra.number_terms import NotPolynomial
from prover.lean.printing import NotPrintable
from prover.moves.goal import RELATIONS, Goal, head
from prover.moves.words import WordFacts

logger = logging.getLogger(__name__)

GENERIC = "generic"
"""What the table's tactics without a name are called together."""

_EXPENSIVE = re.compile(r"\b(norm_num|grind|n?linarith)\b")
FIRST_EFFORT = 1 / 16
"""Of expensive tactics: about a quarter of a second, in which half of those that prove something do.

From the tactics' times in miniF2F-valid's searches: proofs come as soon as with 1 at once, and searches that fail get a fifth
further in the same time; with a step between 1/16 and 1, or less than 1/16, proofs come later.
"""


def effort(step: Step) -> float:
    """The share of Lean's limit that a tactic may cost when it is first tried (``search.game.Proposal.effort``)."""
    return FIRST_EFFORT if not step.whole and _EXPENSIVE.search(step.tactic) else 1.0


@dataclass(frozen=True)
class Step:
    """A tactic that a move proposes.

    ``logprob`` is where it stands among all (``tactics.yaml``); ``computed`` what was computed for it, in words for people: a
    certificate, a witness, the cases; ``move`` the move's name; ``whole``: it may use all of Lean's limit at once.
    """

    tactic: str
    logprob: float
    computed: str = ""
    move: str = ""
    whole: bool = False


Steps = Iterator[Step]
Generator = Callable[..., Steps]


@dataclass(frozen=True)
class Move:
    """A registered move.  ``slow``: it may take seconds, and runs in another process beside Lean; ``uses_words``: it also
    takes what a problem's text says."""

    name: str
    subject: str
    generator: Generator
    slow: bool = False
    uses_words: bool = False


MOVES: dict[str, Move] = {}
"""All moves by name, in order; of two tactics with one log-probability the earlier move's comes first."""


def move(generator: Generator | None = None, *, slow: bool = False) -> Any:
    """Register a generator of ``Step``s as a move.  Its parameter is ``goal`` (a ``Goal``), or ``goal, words`` (a ``WordFacts``)
    where it uses words; then it is asked without any too, for what the goal alone suggests.

    ``slow``: for what takes more than a few milliseconds.  It runs in another process: nothing but the ``Goal`` goes in, nothing
    but ``Step``s come out.
    """

    def register(generator: Generator) -> Generator:
        parameters = generator.__code__.co_varnames[: generator.__code__.co_argcount]
        name, subject = generator.__name__, generator.__module__.rpartition(".")[2]
        if name in MOVES:
            raise ValueError(f"two moves are called '{name}'")
        MOVES[name] = Move(name, subject, generator, slow, "words" in parameters)
        return generator

    return register if generator is None else register(generator)


# ---------------------------------------------------------------------------------------------------------- the table


@lru_cache
def _table() -> list[dict[str, Any]]:
    text = (Path(__file__).parent / "tactics.yaml").read_text("utf-8")
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@lru_cache
def _named() -> dict[str, tuple[Template, float, float, bool]]:
    return {
        e["name"]: (Template(e["do"].rstrip()), e.get("at", 0.0), e.get("next", 0.05), e.get("whole", False))
        for e in _table()
        if "name" in e
    }


def part(name: str, /, **holes: object) -> str:
    """The table's part of a tactic, with its holes filled in.  Raises ``KeyError`` where a hole is left open."""
    return _named()[name][0].substitute(holes)


def step(name: str, position: int = 0, /, computed: str = "", **holes: object) -> Step:
    """The table's tactic of this name with its holes filled in, with the log-probability of the one in this position (from 0)
    of several.  Raises ``KeyError`` where there is no such tactic or a hole is left open."""
    _, priority, next_, whole = _named()[name]
    return Step(part(name, **holes), priority - next_ * position, computed, whole=whole)


_OTHERS = {"relation": RELATIONS, "set": {"Finset", "Set"}}


def _heads(wanted: str | list[str]) -> set[str]:
    return set().union(*(_OTHERS.get(w, {w}) for w in ([wanted] if isinstance(wanted, str) else wanted)))


def _fits(entry: dict[str, Any], goal: Goal | None, mathlib: bool) -> bool:
    """Whether an entry without a name is proposed at a goal; of a goal that is not known (``None``), at any."""
    if "name" in entry or entry.get("mathlib", mathlib) != mathlib:
        return False
    if goal is None:
        return True
    target = goal.target
    of = head(target.implicit[0]) if "over" in entry and getattr(target, "implicit", ()) else ""
    return (
        ("root" not in entry or head(target) in _heads(entry["root"]))
        and ("over" not in entry or of in _heads(entry["over"]))
        and ("target" not in entry or not goal.target_heads.isdisjoint(_heads(entry["target"])))
        and ("goal" not in entry or not goal.heads.isdisjoint(_heads(entry["goal"])))
    )


def generic(goal: Goal | None, mathlib: bool = False) -> list[Step]:
    """The table's tactics without a name, where they fit."""
    return [Step(e["do"].rstrip(), e["at"], move=GENERIC) for e in _table() if _fits(e, goal, mathlib)]


# ----------------------------------------------------------------------------------------------------------- running


def run(this: Move, goal: Goal, words: WordFacts | None = None) -> list[Step]:
    """What a move proposes.  Raises whatever it raises, but for steps of what cannot be typed or is no polynomial: they are left
    out."""
    found = this.generator(goal, words or WordFacts()) if this.uses_words else this.generator(goal)
    steps: list[Step] = []
    try:
        for made in found:
            steps.append(replace(made, move=this.name))
    except (NotPrintable, NotPolynomial):
        logger.debug("move %s meets what it does not understand", this.name, exc_info=True)
    return steps


def run_by_name(name: str, goal: Goal) -> tuple[list[Step], float]:
    """``run`` of a move without words, for other processes: its steps, and the seconds it took."""
    begun = time.monotonic()
    import prover.moves  # noqa: F401  all moves are registered

    return run(MOVES[name], goal), time.monotonic() - begun


def collect(
    goal: Goal | None,
    words: WordFacts | None = None,
    mathlib: bool = False,
    moves: frozenset[str] | None = None,
) -> dict[str, Step]:
    """What all moves that are not slow propose at a goal without words; with ``words``, what those propose that use them:
    steps by tactic, best first, each with its best log-probability.  ``moves``: only those of these names.

    A goal that is not known as a term gets the table's own tactics.  Where hypotheses can be taken apart, expensive tactics wait
    for that: they would fail here and be tried again there.  A move that fails is left out, and the log says so.
    """
    steps = generic(goal, mathlib) if words is None and (moves is None or GENERIC in moves) else []
    for this in MOVES.values():
        if moves is not None and this.name not in moves:
            continue
        if goal is not None and not this.slow and (words is None or this.uses_words):
            try:
                steps += run(this, goal, words)
            except Exception:
                logger.exception("move %s failed", this.name)
    return ranked(steps, goal is not None and goal.bundled)


def ranked(steps: Iterable[Step], waits: bool = False) -> dict[str, Step]:
    """Steps by tactic, best first; ``waits``: expensive ones are put off."""
    best: dict[str, Step] = {}
    for made in steps:
        if waits and _EXPENSIVE.search(made.tactic):
            made = replace(made, logprob=made.logprob - 1.0)
        known = best.get(made.tactic)
        if known is None or made.logprob > known.logprob:
            best[made.tactic] = made
    return dict(sorted(best.items(), key=lambda item: -item[1].logprob))
