"""Recall and reciprocal rank, as ReProver's ``retrieval/evaluate.py`` computes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

RETRIEVED = 100
"""Premises retrieved for a query; a first hit beyond counts 0."""


@dataclass(frozen=True)
class Figures:
    """Means over queries.  ``recall_1``, ``recall_10`` in per cent; ``milliseconds`` a query."""

    recall_1: float
    recall_10: float
    mrr: float
    queries: int = 0
    milliseconds: float | None = None


def of_query(retrieved: Sequence[int], used: Sequence[int]) -> tuple[float, float, float]:
    """Recall at 1 and at 10 (parts of 1) and the reciprocal rank of the first hit, for one query."""
    right = set(used)
    recall = [len(right.intersection(retrieved[:count])) / len(right) for count in (1, 10)]
    rank = next((place for place, premise in enumerate(retrieved[:RETRIEVED], start=1) if premise in right), None)
    return recall[0], recall[1], 0.0 if rank is None else 1 / rank


def mean(queries: Iterable[tuple[float, float, float]], seconds: float | None = None) -> Figures:
    """The means; ``seconds``: what all queries took."""
    rows = list(queries)
    one, ten, mrr = (sum(column) / len(rows) for column in zip(*rows, strict=True))
    return Figures(100 * one, 100 * ten, mrr, len(rows), None if seconds is None else 1000 * seconds / len(rows))
