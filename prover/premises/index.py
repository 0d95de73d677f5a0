"""An inverted index: for every symbol the documents that have it, and what that is worth.

The weights are those of BM25 (Robertson and Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond*, 2009): a symbol counts
the more the rarer it is, and the less the longer the document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


class InvertedIndex:
    """Postings of ``size`` documents, each symbol's in a stretch of ``documents`` and ``weights``.

    ``starts[i]:starts[i + 1]`` is the stretch of symbol ``i``; ``vocabulary`` maps symbols to their number.
    """

    def __init__(
        self,
        vocabulary: dict[str, int],
        starts: NDArray[np.int64],
        documents: NDArray[np.int32],
        weights: Scores,
        size: int,
        idf: Scores,
    ) -> None:
        self.vocabulary, self.starts, self.documents, self.weights = vocabulary, starts, documents, weights
        self.size, self.idf = size, idf

    @classmethod
    def build(cls, documents: Iterable[Mapping[str, float] | Sequence[str]], k1: float = 1.5, b: float = 0.75) -> InvertedIndex:
        """The index of documents, each a bag of symbols or their (weighted) counts."""
        vocabulary: dict[str, int] = {}
        symbol, document, count, lengths = [], [], [], []
        for number, bag in enumerate(documents):
            counts = bag if isinstance(bag, Mapping) else Counter(bag)
            lengths.append(float(sum(counts.values())))
            for name, times in counts.items():
                symbol.append(vocabulary.setdefault(name, len(vocabulary)))
                document.append(number)
                count.append(times)
        size = len(lengths)
        symbols = np.asarray(symbol, np.int32)
        order = np.argsort(symbols, kind="stable")
        frequency = np.bincount(symbols, minlength=len(vocabulary))
        starts = np.concatenate([[0], np.cumsum(frequency)]).astype(np.int64)
        documents_ = np.asarray(document, np.int32)[order]
        counts_ = np.asarray(count, np.float32)[order]
        idf = np.log1p((size - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
        length = np.asarray(lengths, np.float32)
        norm = k1 * (1 - b + b * length / max(1e-9, float(length.mean()) if size else 1.0))
        weights = counts_ * (k1 + 1) / (counts_ + norm[documents_]) * np.repeat(idf, frequency)
        return cls(vocabulary, starts, documents_, weights.astype(np.float32), size, idf)

    def scores(self, query: Mapping[str, float] | Sequence[str], rarest: int | None = None) -> Scores:
        """The score of every document (``size``, float32) for a query of symbols or weighted symbols.

        ``rarest``: only that many symbols are looked up, those with the fewest documents.
        """
        weighted = query if isinstance(query, Mapping) else Counter(query)
        known = [(self.vocabulary[name], weight) for name, weight in weighted.items() if name in self.vocabulary]
        if rarest is not None and len(known) > rarest:
            known.sort(key=lambda item: self.starts[item[0] + 1] - self.starts[item[0]])
            known = known[:rarest]
        out = np.zeros(self.size, np.float32)
        for number, weight in known:
            stretch = slice(self.starts[number], self.starts[number + 1])
            out[self.documents[stretch]] += self.weights[stretch] * np.float32(weight)
        return out

    def arrays(self, prefix: str) -> dict[str, Any]:
        """As arrays for a file."""
        words = np.frombuffer("\0".join(self.vocabulary).encode("utf-8"), np.uint8)
        parts = {"words": words, "starts": self.starts, "documents": self.documents, "weights": self.weights, "idf": self.idf}
        return {f"{prefix}_{name}": array for name, array in (parts | {"size": np.int64(self.size)}).items()}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any], prefix: str) -> InvertedIndex:
        """What ``arrays`` wrote.  Raises ``KeyError`` if something is missing."""
        words = bytes(arrays[f"{prefix}_words"]).decode("utf-8").split("\0")
        vocabulary = {word: number for number, word in enumerate(words)} if words != [""] else {}
        rest = (arrays[f"{prefix}_{name}"] for name in ("starts", "documents", "weights"))
        return cls(vocabulary, *rest, int(arrays[f"{prefix}_size"]), arrays[f"{prefix}_idf"])
