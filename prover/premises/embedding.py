"""Goals and premises as vectors of one space, near each other where a goal's next step is likely to use the premise.

Two encoders that know no order, each the normalized sum of a learnt vector per feature: dense passage retrieval (Karpukhin et al.,
2020), which ReProver does with a transformer, by bags of symbols as StarSpace (Wu et al., 2017) has them.  A goal takes well under a
millisecond.  Trained by ``python -m benchmarks.measure.retrieval --train``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from prover.premises.premise import Premise, goal_features
from prover.premises.symbols import Symbols

Vectors = NDArray[np.float32]
_AT_ONCE = 4096


class Bags:
    """Bags of known features in a row: bag ``i`` is ``numbers[starts[i]:starts[i + 1]]``, with ``weights`` 1 + log(count)."""

    def __init__(self, bags: Iterable[Mapping[str, float]], vocabulary: Mapping[str, int]) -> None:
        numbers: list[int] = []
        counts: list[float] = []
        starts = [0]
        for bag in bags:
            for name, count in bag.items():
                if (number := vocabulary.get(name)) is not None:
                    numbers.append(number)
                    counts.append(count)
            starts.append(len(numbers))
        self.numbers = np.asarray(numbers, np.int32)
        self.weights = (1 + np.log(np.asarray(counts, np.float32))).astype(np.float32)
        self.starts = np.asarray(starts, np.int64)

    def __len__(self) -> int:
        return len(self.starts) - 1


class Embedding:
    """``goals``, ``premises``: a vector per feature (features × ``dimension``); the vocabularies number the features.

    ``scale``: what a cosine is multiplied by to be a logarithm of odds.
    """

    def __init__(
        self, goal_words: Sequence[str], goals: Vectors, premise_words: Sequence[str], premises: Vectors, scale: float
    ) -> None:
        self.goal_words, self.premise_words = list(goal_words), list(premise_words)
        self._goal_number = {word: number for number, word in enumerate(goal_words)}
        self._premise_number = {word: number for number, word in enumerate(premise_words)}
        self._goals, self._premises, self.scale = goals, premises, scale

    @property
    def dimension(self) -> int:
        return self._goals.shape[1]

    def goal(self, goal: Symbols) -> Vectors:
        """The goal's vector (``dimension``, of length 1, or 0 where no feature is known)."""
        return _sums(Bags([goal_features(goal)], self._goal_number), self._goals)[0]

    def embed(self, premises: Iterable[Premise]) -> Vectors:
        """The premises' vectors (premises × ``dimension``)."""
        return _sums(Bags((premise.features() for premise in premises), self._premise_number), self._premises)

    def arrays(self) -> dict[str, Any]:
        """As arrays for a file, in 8 bits a number."""
        out: dict[str, Any] = {"embedding_scale": np.float32(self.scale)}
        for name, words, matrix in (
            ("goal", self.goal_words, self._goals), ("premise", self.premise_words, self._premises)
        ):  # fmt: skip
            step = np.maximum(np.abs(matrix).max(axis=1, keepdims=True), 1e-9) / 127
            out[f"{name}_words"] = np.frombuffer("\n".join(words).encode("utf-8"), np.uint8)
            out[f"{name}_vectors"] = np.rint(matrix / step).astype(np.int8)
            out[f"{name}_steps"] = step.astype(np.float16)
        return out

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> Embedding:
        """What ``arrays`` wrote.  Raises ``KeyError`` if something is missing."""
        read = []
        for name in ("goal", "premise"):
            read.append(bytes(arrays[f"{name}_words"]).decode("utf-8").split("\n"))
            read.append(arrays[f"{name}_vectors"].astype(np.float32) * arrays[f"{name}_steps"].astype(np.float32))
        return cls(*read, scale=float(arrays["embedding_scale"]))


def _sums(bags: Bags, matrix: Vectors) -> Vectors:
    out = np.zeros((len(bags), matrix.shape[1]), np.float32)
    for begin in range(0, len(bags), _AT_ONCE):
        end = min(begin + _AT_ONCE, len(bags))
        starts = bags.starts[begin : end + 1]
        filled = np.flatnonzero(np.diff(starts))
        if not len(filled):
            continue
        stretch = slice(starts[0], starts[-1])
        rows = matrix[bags.numbers[stretch]] * bags.weights[stretch, None]
        out[begin + filled] = np.add.reduceat(rows, starts[filled] - starts[0], axis=0)
    length = np.linalg.norm(out, axis=1, keepdims=True)
    return out / np.maximum(length, 1e-9)
