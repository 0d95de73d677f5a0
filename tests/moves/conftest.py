"""Goals as moves see them, from Lean itself, and what the tactics of a move leave of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from prover.informal.facts import Facts, FactsPolicy
from prover.lean.environment import LeanEnvironment
from prover.moves import base
from prover.moves.goal import Goal
from prover.moves.words import WordFacts
from search.game import NewState, Proved


def _theorem(statement: str) -> str:
    return f"theorem t {statement}"


@pytest.fixture(scope="session")
def left_by(worker: Any, loop_thread: Any) -> Callable[..., dict[str, list[str]]]:
    """``left_by(move, statement, words="")``: the targets that each of the move's tactics leaves (none: it proves the goal); a
    tactic that fails is left out."""

    async def run(name: str, statement: str, words: str) -> dict[str, list[str]]:
        environment = await LeanEnvironment.open(worker, _theorem(statement))
        terms = await environment.root.look(0)
        assert terms is not None
        said = FactsPolicy(Facts.from_words("", words)).said_of(Goal(terms)) if words else WordFacts()
        left: dict[str, list[str]] = {}
        for step in base.run(base.MOVES[name], Goal(terms), said):
            outcome = await environment.apply(environment.root, step.tactic)
            if isinstance(outcome, Proved):
                left[step.tactic] = []
            elif isinstance(outcome, NewState):
                left[step.tactic] = [goal.rpartition("⊢ ")[2] for goal in outcome.state.goals]
        await environment.close()
        return left

    return lambda move, statement, words="": loop_thread.run(run(move, statement, words))
