"""Which samples are read when: weighted, shuffled, in batches of like length, and the place kept as a few numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from prover.training.dataset import VIEW_NAMES, TokenArrays

_ROUND = 8
"""Batches' widths are multiples of this, so that few shapes occur."""


@dataclass
class Batch:
    """``ids`` (B, L) padded on the right with ``pad``; one entry a predicted token for the rest:
    ``where`` (K,) index into the flattened ids of the token before it, ``targets`` (K,), ``weights`` (K,) its
    weight in the loss, ``views`` (K,) index into ``VIEW_NAMES`` or -1 for the input's own tokens.
    ``tokens``: tokens that are not padding.

    Attention is causal, so that padding on the right is seen by no token that counts.
    """

    ids: np.ndarray
    where: np.ndarray
    targets: np.ndarray
    weights: np.ndarray
    views: np.ndarray
    tokens: int


def make_batch(samples: Sequence[tuple[np.ndarray, int, str]], pad: int, input_loss: float = 0.0) -> Batch:
    """A batch of (ids, prompt length, view) samples."""
    width = max(len(ids) for ids, _, _ in samples) - 1
    width = -(-width // _ROUND) * _ROUND
    rows = np.full((len(samples), width), pad, dtype=np.int64)
    parts: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = []
    for i, (ids, prompt, view) in enumerate(samples):
        rows[i, : len(ids) - 1] = ids[:-1]
        first = 1 if input_loss > 0 else max(prompt, 1)
        places = np.arange(first, len(ids))
        own = places < prompt
        parts.append((
            i * width + places - 1,
            ids[first:].astype(np.int64),
            np.where(own, input_loss, 1.0).astype(np.float32),
            np.where(own, -1, VIEW_NAMES.index(view)),
        ))  # fmt: skip
    where, targets, weights, views = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Batch(rows, where, targets, weights, views, sum(len(ids) - 1 for ids, _, _ in samples))


def by_length(lengths: np.ndarray, batch_tokens: int) -> list[np.ndarray]:
    """Indices grouped so that samples of like length share a batch of at most ``batch_tokens`` with padding."""
    order = np.argsort(lengths, kind="stable")
    batches: list[np.ndarray] = []
    first = 0
    for last in range(1, len(order) + 1):
        if last == len(order) or (last + 1 - first) * (int(lengths[order[last]]) + _ROUND) > batch_tokens:
            batches.append(order[first:last])
            first = last
    return batches


@dataclass
class StreamPosition:
    """How far the reading has come: samples taken of each group before the current pool, the pool's number,
    batches of it that are done."""

    taken: list[int]
    pool: int = 0
    batch: int = 0


@dataclass
class Stream:
    """An endless stream of training batches, the same for equal arguments.

    ``groups``: arrays and the share of samples drawn from each.  Each group is gone through in a new random
    order again and again.  ``pool`` samples at a time are drawn, sorted into batches by length, and the batches
    shuffled.  ``place`` says where the stream stands; setting it goes on from there exactly.
    """

    groups: Sequence[tuple[TokenArrays, float]]
    batch_tokens: int
    pad: int
    seed: int = 0
    input_loss: float = 0.0
    pool: int = 2048
    place: StreamPosition = field(init=False)

    def __post_init__(self) -> None:
        self.groups = [(arrays, share) for arrays, share in self.groups if len(arrays) and share > 0]
        if not self.groups:
            raise ValueError("no samples to read")
        self.place = StreamPosition([0] * len(self.groups))

    def __iter__(self) -> Iterator[Batch]:
        while True:
            chosen, counts = self._draw()
            lengths = np.array([len(self.groups[g][0].sample(i)[0]) for g, i in chosen])
            batches = by_length(lengths, self.batch_tokens)
            order = self._random(1, self.place.pool).permutation(len(batches))
            while self.place.batch < len(batches):
                members = [chosen[i] for i in batches[order[self.place.batch]]]
                self.place.batch += 1
                yield make_batch([self.groups[g][0].sample(i) for g, i in members], self.pad, self.input_loss)
            taken = [before + new for before, new in zip(self.place.taken, counts, strict=True)]
            self.place = StreamPosition(taken, self.place.pool + 1)

    def _draw(self) -> tuple[list[tuple[int, int]], list[int]]:
        """The samples of the current pool as (group, index), and how many each group gave."""
        shares = np.array([share for _, share in self.groups])
        groups = self._random(0, self.place.pool).choice(len(self.groups), self.pool, p=shares / shares.sum())
        counts = np.bincount(groups, minlength=len(self.groups)).tolist()
        return [(g, i) for g, count in enumerate(counts) for i in self._take(g, self.place.taken[g], count)], counts

    def _take(self, group: int, first: int, count: int) -> list[int]:
        size = len(self.groups[group][0])
        indices: list[int] = []
        while len(indices) < count:
            epoch, offset = divmod(first + len(indices), size)
            order = self._random(2, group, epoch).permutation(size)
            indices += order[offset : offset + count - len(indices)].tolist()
        return indices

    def _random(self, *what: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, *what])


def fixed_batches(arrays: TokenArrays, indices: np.ndarray, batch_tokens: int, pad: int) -> Iterator[Batch]:
    """The samples named, each once, for measuring a loss."""
    lengths = arrays.lengths()[indices]
    for members in by_length(lengths, batch_tokens):
        yield make_batch([arrays.sample(int(indices[i])) for i in members], pad)
