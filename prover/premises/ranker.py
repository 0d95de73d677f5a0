"""The ranker: a small network that weighs what speaks for each candidate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from prover.premises.index import Scores


class Ranker:
    """Fully connected layers with ``max(0, ·)`` between them, over features that are brought to mean 0 and deviation 1 first.

    ``names``: the features that it was trained on, in order; ``layers``: a matrix (inputs × outputs) and a bias each.
    """

    def __init__(
        self, names: Sequence[str], mean: Scores, deviation: Scores, layers: Sequence[tuple[NDArray[Any], NDArray[Any]]]
    ) -> None:
        self.names, self._mean, self._deviation, self._layers = tuple(names), mean, deviation, list(layers)

    def scores(self, features: Scores, names: Sequence[str]) -> Scores:
        """A score per candidate, of features (candidates × features) called ``names``.  ``ValueError`` unless they are all there."""
        if tuple(names) != self.names:
            features = features[:, [names.index(name) for name in self.names]]
        values = (features - self._mean) / self._deviation
        for matrix, bias in self._layers[:-1]:
            values = np.maximum(values @ matrix + bias, 0)
        matrix, bias = self._layers[-1]
        return (values @ matrix + bias)[:, 0]

    def arrays(self, prefix: str) -> dict[str, Any]:
        """As arrays for a file."""
        out: dict[str, Any] = {f"{prefix}_names": np.asarray(self.names), f"{prefix}_mean": self._mean}
        out[f"{prefix}_deviation"] = self._deviation
        for number, (matrix, bias) in enumerate(self._layers):
            out[f"{prefix}_matrix_{number}"], out[f"{prefix}_bias_{number}"] = matrix, bias
        return out

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any], prefix: str) -> Ranker:
        """What ``arrays`` wrote.  Raises ``KeyError`` if something is missing."""
        layers = []
        while f"{prefix}_matrix_{len(layers)}" in arrays:
            layers.append((arrays[f"{prefix}_matrix_{len(layers)}"], arrays[f"{prefix}_bias_{len(layers)}"]))
        if not layers:
            raise KeyError(f"{prefix}_matrix_0")
        names = tuple(str(name) for name in arrays[f"{prefix}_names"])
        return cls(names, arrays[f"{prefix}_mean"], arrays[f"{prefix}_deviation"], layers)
