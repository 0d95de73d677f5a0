"""What speaks for a premise at a goal, as numbers that a ranker weighs: candidates and their features."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prover.premises.index import Scores
from prover.premises.memory import Memory, Place
from prover.premises.model import Model
from prover.premises.premise import KINDS
from prover.premises.premise_index import PremiseIndex
from prover.premises.symbols import Symbols

Numbers = NDArray[np.int64]

OF_GOAL = (
    "cosine", "cosine rank", "conclusion", "conclusion rank", "everything", "everything rank", "popular", "in target",
    "in hypotheses", "name shared", "conclusion shared", "shape shared", "length", *(f"is {kind or 'other'}" for kind in KINDS),
)  # fmt: skip
OF_MEMORY = ("votes", "votes share", "votes rank", "uses")
OF_PLACE = (
    "same module",
    "declarations before",
    "modules shared",
    "namespace shared",
    "namespace same",
    "used before",
    "used near",
)

NEAREST, VOTED, MATCHING = 128, 128, 48
"""Candidates by cosine, by votes, and by each of the two indices."""
_NAMED = 4
"""A symbol of the goal that is the last part of at most so many names makes those candidates."""
_LINES = 30.0


@dataclass(frozen=True)
class Evidence:
    """``candidates``: numbers of premises; ``features``: candidates × features, in the order of ``names``."""

    candidates: Numbers
    features: Scores
    names: tuple[str, ...]


def evidence(
    index: PremiseIndex,
    model: Model,
    goal: Symbols,
    accessible: NDArray[np.bool_] | None = None,
    memory: Memory | None = None,
    place: Place | None = None,
) -> Evidence:
    """The candidates at a goal and what speaks for them; none where nothing is accessible.

    ``accessible``: a flag per premise, all if ``None``.  ``memory`` and ``place`` add their features.
    """
    weights = dict.fromkeys(goal.hypotheses, 1.0) | dict.fromkeys(goal.target, 3.0)
    scores = {
        "cosine": index.vectors @ model.embedding.goal(goal),
        "conclusion": index.conclusions.scores(dict.fromkeys(goal.target, 1.0)),
        "everything": index.everything.scores(weights),
    }
    takes = {"cosine": NEAREST, "conclusion": MATCHING, "everything": MATCHING}
    if memory is not None:
        scores["votes"], takes["votes"] = memory.votes(goal), VOTED
    found = [_named(index, goal)]
    if place is not None and memory is not None:
        found.append(memory.before(place)[0].astype(np.int64))
    found += [_best(scores[name], accessible, count) for name, count in takes.items()]
    candidates = np.unique(np.concatenate(found))
    if accessible is not None:
        candidates = candidates[accessible[candidates]]
    columns = _of_goal(index, model, goal, candidates, {name: score[candidates] for name, score in scores.items()})
    names = OF_GOAL
    if memory is not None:
        votes = scores["votes"][candidates]
        columns += [np.log1p(100 * votes), votes / max(1e-9, float(votes.max(initial=0))), _rank(votes)]
        columns.append(np.log1p(memory.uses[candidates]))
        names += OF_MEMORY
        if place is not None:
            columns += _of_place(index, memory, place, candidates, accessible)
            names += OF_PLACE
    return Evidence(candidates, np.stack(columns, axis=1).astype(np.float32), names)


def _best(scores: Scores, accessible: NDArray[np.bool_] | None, count: int) -> Numbers:
    """The best accessible ones, in no order."""
    if accessible is not None:
        scores = np.where(accessible, scores, -np.inf)
    if count >= len(scores):
        return np.arange(len(scores))
    return np.argpartition(-scores, count)[:count]


def _named(index: PremiseIndex, goal: Symbols) -> Numbers:
    found = [index.called(name) for name in dict.fromkeys(goal.all)]
    return np.asarray([number for numbers in found if len(numbers) <= _NAMED for number in numbers], np.int64)


def _rank(scores: Scores) -> Scores:
    """The logarithm of each candidate's place among them."""
    ranks = np.empty(len(scores), np.float32)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    return np.log1p(ranks)


def _of_goal(
    index: PremiseIndex, model: Model, goal: Symbols, candidates: Numbers, scores: dict[str, Scores]
) -> list[NDArray[np.float32]]:
    columns: list[NDArray] = []
    cosine = scores["cosine"]
    columns += [model.embedding.scale * (cosine - cosine.max(initial=-1)), _rank(cosine)]
    for name in ("conclusion", "everything"):
        columns += [scores[name] / max(1e-9, float(scores[name].max(initial=0))), _rank(scores[name])]
    target, hypotheses, shape = frozenset(goal.target), frozenset(goal.hypotheses), frozenset(goal.shape)
    here = [index.premises[number] for number in candidates]
    columns.append(np.log1p([model.popular.get(premise.name, 0) for premise in here]))
    columns.append(np.asarray([premise.last in target for premise in here]))
    columns.append(np.asarray([premise.last in hypotheses for premise in here]))
    columns.append(np.asarray([_share(premise.own_name, target) for premise in here]))
    columns.append(np.asarray([_share(premise.symbols.target, target) for premise in here]))
    columns.append(np.asarray([_share(premise.symbols.shape, shape) for premise in here]))
    columns.append(np.log1p(index.length[candidates]))
    return columns + [index.kind[candidates] == number for number in range(len(KINDS))]


def _share(names: tuple[str, ...], among: frozenset[str]) -> float:
    return sum(name in among for name in names) / len(names) if names else 0.0


def _of_place(
    index: PremiseIndex, memory: Memory, place: Place, candidates: Numbers, accessible: NDArray[np.bool_] | None
) -> list[NDArray]:
    own = index.module[candidates] == index.module_number.get(place.module, -1)
    inside = np.flatnonzero(index.module == index.module_number.get(place.module, -1))
    if accessible is not None:
        inside = inside[accessible[inside]]
    last = int(inside[-1]) if len(inside) else 0
    here = [index.premises[number] for number in candidates]
    parts, namespace = place.module.split("."), place.namespace
    modules = [_common(premise.module.split("."), parts) / max(1, len(parts)) for premise in here]
    spaces = [premise.name.split(".")[:-1] for premise in here]
    used, lines = memory.before(place)
    times, near = np.zeros(memory.size, np.float32), np.zeros(memory.size, np.float32)
    np.add.at(times, used, 1)
    np.maximum.at(near, used, np.exp(-lines / _LINES).astype(np.float32))
    return [
        own,
        np.where(own, 1 / (1 + np.log1p(np.maximum(0, last - candidates))), 0),
        np.asarray(modules),
        np.asarray([_common(space, namespace) for space in spaces]),
        np.asarray([tuple(space) == namespace for space in spaces]),
        np.log1p(times[candidates]),
        near[candidates],
    ]


def _common(one, other) -> int:
    """How many first parts two dotted names have in common."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
