"""The data sets of a run: found, tokenized, and split into what is trained on and what is held out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from prover.training.config import DataConfig, TrainConfig, TrainingError
from prover.training.dataset import Encoding, TokenArrays, encode_view
from prover.training.records import Record
from prover.training.shards import Manifest, read_shards

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

Advance = Callable[[str, int, int], None]
"""Called with (what is being done, records done, records in all)."""


@dataclass(frozen=True)
class HeldOut:
    """Samples of one data set and view that are not trained on; ``indices`` are those looked at."""

    name: str
    view: str
    arrays: TokenArrays
    indices: np.ndarray


@dataclass(frozen=True)
class Corpus:
    """``groups``: arrays and share of the samples drawn.  ``about``: counts, for the run's record."""

    groups: list[tuple[TokenArrays, float]]
    held_out: list[HeldOut]
    about: dict[str, object]


class _DataSet:
    """One of a configuration's data sets.  Raises ``TrainingError`` if it is not there, ``TrainingDataError`` if unreadable."""

    def __init__(self, config: TrainConfig, index: int, entry: DataConfig) -> None:
        self.entry, self.place, self.folder = entry, f"data.{index}", config.data_folder(entry)
        self.views = [view for view, share in entry.views.items() if share > 0]
        if not self.folder.is_dir():
            raise TrainingError(
                f"{self.place}.path: {self.folder} is not there; make it with `prover data`, or say where the "
                "data sets are with --set data_root=FOLDER"
            )
        self.manifest = Manifest.load(self.folder)

    def count(self, view: str, split: str | None = None) -> int:
        """Records of a view; of the split trained on at most ``max_records``."""
        number = self.manifest.records(split or self.entry.split, [view])
        return number if split or self.entry.max_records is None else min(number, self.entry.max_records)

    def digest(self, split: str) -> str:
        hashes = " ".join(shard.sha256 for shard in self.manifest.shards if shard.split == split)
        return hashlib.sha256(hashes.encode()).hexdigest()

    def records(self) -> Iterator[Record]:
        """Those trained on."""
        left = {view: self.count(view) for view in self.views}
        for record in read_shards(self.folder, self.entry.split, self.views):
            if left[record.view] > 0:
                left[record.view] -= 1
                yield record

    def encoded(self, view: str, encoding: Encoding, cache: Path, advance: Advance, split: str | None = None) -> TokenArrays:
        """The view's records of a split, or those trained on."""
        total, which = self.count(view, split), split or self.entry.split
        what = f"tokenizing {self.entry.path} {which} {view}"
        limit = None if split else self.entry.max_records
        records = partial(read_shards, self.folder, which, [view])
        return encode_view(view, records, self.digest(which), encoding, cache, limit, lambda done: advance(what, done, total))


def _data_sets(config: TrainConfig) -> list[_DataSet]:
    return [_DataSet(config, index, entry) for index, entry in enumerate(config.data)]


def check_data(config: TrainConfig) -> dict[str, str]:
    """Data set → digest of the records trained on.  Raises ``TrainingError`` if one is missing or has nothing to train on."""
    digests: dict[str, str] = {}
    for data in _data_sets(config):
        split = data.entry.split
        for view in data.views:
            if not data.count(view):
                raise TrainingError(
                    f"{data.folder}: no records of view {view!r} in split {split!r}; "
                    f"take the view out of {data.place}.views, or make the data set again"
                )
        digests[f"{data.entry.path}:{split}"] = data.digest(split)
    return digests


def tokenizer_texts(config: TrainConfig) -> Iterator[str]:
    """Prompts and answers to train a tokenizer on, evenly from the data sets' records."""
    sets = _data_sets(config)
    total = sum(data.count(view) for data in sets for view in data.views)
    stride = max(1.0, total / config.tokenizer.records)
    following = 0.0
    for at, record in enumerate(record for data in sets for record in data.records()):
        if at >= following:
            following += stride
            yield record.prompt
            yield record.output


def load_corpus(config: TrainConfig, tokenizer: PreTrainedTokenizerBase, cache: Path, advance: Advance) -> Corpus:
    """Tokenize what ``config`` names, or find it in ``cache``."""
    encoding = Encoding(tokenizer, config.max_state_tokens, config.max_answer_tokens)
    total_weight = sum(entry.weight for entry in config.data)
    held_split = config.evaluation.split
    groups: list[tuple[TokenArrays, float]] = []
    held_out: list[HeldOut] = []
    samples: dict[str, dict[str, int]] = {}
    for data in _data_sets(config):
        entry = data.entry
        for view in data.views:
            arrays = data.encoded(view, encoding, cache, advance)
            if not len(arrays):
                raise TrainingError(
                    f"{data.folder}: every answer of view {view!r} is longer than max_answer_tokens "
                    f"({config.max_answer_tokens}); raise it or take the view out"
                )
            groups.append((arrays, entry.weight / total_weight * entry.views[view] / sum(entry.views.values())))
            samples[f"{entry.path}/{view}"] = {
                "samples": len(arrays),
                "tokens": int(arrays.starts[-1]),
                "answer_too_long": arrays.left_out,
            }
            if held_split != entry.split and data.count(view, held_split):
                other = data.encoded(view, encoding, cache, advance, held_split)
                if len(other):
                    held_out.append(HeldOut(entry.path, view, other, evenly(len(other), config.evaluation.records)))
    mean = round(float(sum(share * arrays.lengths().mean() for arrays, share in groups)), 1)
    return Corpus(groups, held_out, {"samples": samples, "mean_tokens": mean})


def evenly(size: int, count: int) -> np.ndarray:
    """``count`` indices below ``size`` (or all), at equal distances."""
    return np.unique(np.linspace(0, size - 1, min(size, count)).astype(np.int64)) if size else np.zeros(0, np.int64)
