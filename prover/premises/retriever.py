"""Asking: a goal in, the premises it is likely to need out, best first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prover.premises.evidence import evidence
from prover.premises.memory import Memory, Place
from prover.premises.model import Model
from prover.premises.premise import Premise
from prover.premises.premise_index import PremiseIndex
from prover.premises.symbols import of_goal


@dataclass(frozen=True)
class Found:
    """A premise and its number in the index; ``score``: comparable within one answer only."""

    premise: Premise
    number: int
    score: float


def retrieve(
    index: PremiseIndex,
    goal: str,
    limit: int,
    model: Model,
    accessible: NDArray[np.bool_] | None = None,
    memory: Memory | None = None,
    place: Place | None = None,
) -> list[Found]:
    """The premises for a proof state as Lean prints it, or for a statement, best first; some hundred at most.

    Synchronous, some milliseconds for 50,000 premises; ``accessible``: a flag per premise, all if ``None``.  ``memory`` and ``place``
    sharpen it where they are known.
    """
    said = evidence(index, model, of_goal(goal), accessible, memory, place if memory is not None else None)
    kind = "goal" if memory is None else "memory" if place is None else "place"
    scores = model.rankers[kind].scores(said.features, said.names)
    order = np.argsort(-scores, kind="stable")[:limit]
    return [
        Found(index.premises[number], int(number), float(score))
        for number, score in zip(said.candidates[order], scores[order], strict=True)
    ]
