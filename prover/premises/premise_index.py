"""All premises in sight, laid out to be asked: two inverted indices, a vector each, and what the ranker looks at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from prover.premises.embedding import Embedding, Vectors
from prover.premises.index import InvertedIndex
from prover.premises.premise import Premise

_AT_ONCE = 2000
_BREAK = "\0"


class PremiseIndex:
    """``premises`` by number, and of each: ``vectors`` (premises × dimension, float32), ``kind`` (a number in ``KINDS``), ``length``
    in symbols.  ``everything``: over names and whole statements; ``conclusions``: over names and conclusions."""

    def __init__(
        self,
        premises: Sequence[Premise],
        vectors: Vectors,
        conclusions: InvertedIndex,
        everything: InvertedIndex,
        kind: NDArray[np.int8],
        length: NDArray[np.float32],
    ) -> None:
        self.premises, self.vectors, self.conclusions, self.everything = list(premises), vectors, conclusions, everything
        self.kind, self.length = kind, length
        self.module_number: dict[str, int] = {}
        numbers = [self.module_number.setdefault(p.module, len(self.module_number)) for p in premises]
        self.module = np.asarray(numbers, np.int32)
        """The number of each premise's module."""
        self._by_last: dict[str, list[int]] = {}
        for number, premise in enumerate(premises):
            self._by_last.setdefault(premise.last, []).append(number)

    @classmethod
    def build(
        cls, premises: Sequence[Premise], embedding: Embedding, progress: Callable[[int], None] | None = None
    ) -> PremiseIndex:
        """The index of premises; ``progress`` gets how many have been read.  A second takes some 10,000 premises on one core."""
        parts = [np.zeros((0, embedding.dimension), np.float32)]
        for begin in range(0, len(premises), _AT_ONCE):
            parts.append(embedding.embed(premises[begin : begin + _AT_ONCE]))
            if progress is not None:
                progress(min(begin + _AT_ONCE, len(premises)))
        return cls(
            premises,
            np.concatenate(parts),
            InvertedIndex.build(Counter((*p.own_name, *p.symbols.target)) for p in premises),
            InvertedIndex.build(Counter((*p.own_name, *p.symbols.all)) for p in premises),
            np.asarray([p.kind for p in premises], np.int8),
            np.asarray([len(p.symbols.all) for p in premises], np.float32),
        )

    def __len__(self) -> int:
        return len(self.premises)

    def called(self, last: str) -> list[int]:
        """The numbers of the premises whose names end so."""
        return self._by_last.get(last, [])

    def arrays(self) -> dict[str, Any]:
        """As arrays for a file."""
        out = {"vectors": self.vectors.astype(np.float16), "kind": self.kind, "length": self.length}
        for field in ("name", "statement", "module"):
            text = _BREAK.join(getattr(premise, field) for premise in self.premises)
            out[f"premise_{field}s"] = np.frombuffer(text.encode("utf-8"), np.uint8)
        return out | self.conclusions.arrays("conclusions") | self.everything.arrays("everything")

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> PremiseIndex:
        """What ``arrays`` wrote.  Raises ``KeyError``, ``ValueError`` where something is missing or does not fit."""
        texts = [bytes(arrays[f"premise_{field}s"]).decode("utf-8").split(_BREAK) for field in ("name", "statement", "module")]
        premises = [Premise(*row) for row in zip(*texts, strict=True)] if len(arrays["kind"]) else []
        if not len(premises) == len(arrays["kind"]) == len(arrays["vectors"]):
            raise ValueError("the arrays of an index do not fit each other")
        indices = (InvertedIndex.from_arrays(arrays, name) for name in ("conclusions", "everything"))
        return cls(premises, arrays["vectors"].astype(np.float32), *indices, arrays["kind"], arrays["length"])
