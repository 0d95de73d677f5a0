"""What proofs have used: states that were met before, and the premises that were used there.

The states most like a goal vote for the premises that they used: k nearest neighbours as in MaSh (Kühlwein, Blanchette, Kaliszyk and
Urban, *MaSh: Machine Learning for Sledgehammer*, 2013), with BM25 for the likeness.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from prover.premises.index import InvertedIndex, Scores
from prover.premises.symbols import Symbols

NEIGHBOURS = 200
RAREST = 40
"""Symbols of a goal that are looked up, the rarest."""
_SHARPNESS = 4
"""The power of its likeness with which a state votes."""


@dataclass(frozen=True)
class Place:
    """Where a theorem stands: its module, the line on which it begins, and the parts of its name before the last."""

    module: str
    line: int
    namespace: tuple[str, ...] = ()


class Memory:
    """States of proofs, where their theorems stand, and the numbers of the premises used; ``size``: how many premises there are."""

    def __init__(self, states: Sequence[Symbols], places: Sequence[Place], used: Sequence[Sequence[int]], size: int) -> None:
        self.size = size
        self._states = InvertedIndex.build((_bag(state) for state in states), k1=1.2, b=0.6)
        self._first = np.concatenate([[0], np.cumsum([len(numbers) for numbers in used])]).astype(np.int64)
        self._used = np.asarray([number for numbers in used for number in numbers], np.int32)
        self.uses: Scores = np.bincount(self._used, minlength=size).astype(np.float32)
        """How many states used each premise."""
        self._in_module: dict[str, list[int]] = {}
        for number, place in enumerate(places):
            self._in_module.setdefault(place.module, []).append(number)
        self._line = np.asarray([place.line for place in places], np.int64)

    def votes(self, state: Symbols, neighbours: int = NEIGHBOURS) -> Scores:
        """What each premise (``size``, float32) gets from the nearest states; a state shares its vote out."""
        likeness = self._states.scores(_bag(state), rarest=RAREST)
        out = np.zeros(self.size, np.float32)
        count = min(neighbours, len(likeness))
        if not count:
            return out
        nearest = np.argpartition(-likeness, count - 1)[:count]
        best = float(likeness[nearest].max())
        for number in nearest if best > 0 else ():
            mine = self._of(number)
            out[mine] += (likeness[number] / best) ** _SHARPNESS / np.sqrt(len(mine))
        return out

    def before(self, place: Place) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The premises that earlier proofs of the place's module used, each as often as it was used, and how many lines before."""
        states = [number for number in self._in_module.get(place.module, ()) if self._line[number] < place.line]
        if not states:
            return np.empty(0, np.int32), np.empty(0, np.int64)
        used = [self._of(number) for number in states]
        lines = np.repeat(place.line - self._line[states], [len(numbers) for numbers in used])
        return np.concatenate(used), lines

    def _of(self, state: int) -> NDArray[np.int32]:
        return self._used[self._first[state] : self._first[state + 1]]


def _bag(state: Symbols) -> dict[str, float]:
    """Symbols of the target, pairs of neighbours there, and symbols of the hypotheses, each told apart and counted once."""
    found = dict.fromkeys(("⊢" + name for name in state.target), 1.0)
    found.update((f"⊢{one} {other}", 1.0) for one, other in pairwise(state.target))
    found.update((name, 1.0) for name in state.hypotheses)
    return found
