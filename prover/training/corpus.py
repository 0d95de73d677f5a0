"""The data sets of a run: found, tokenized, and split into what is trained on and what is held out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from prover.training.config import BaseModelConfig, DataConfig, TrainConfig, TrainingError
from prover.training.dataset import Encoding, TokenArrays, encode_view
from prover.training.records import Record
from prover.training.shards import Manifest, read_shards

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

Advance = Callable[[str, int, int], None]
"""Told (what is being done, records done, records in all)."""


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


def check_data(config: TrainConfig) -> dict[str, str]:
    """Data set → digest of the records trained on.  Raises ``TrainingError`` if one is missing or has nothing to train on."""
    digests: dict[str, str] = {}
    for entry in config.data:
        manifest = _manifest(config, entry)
        for view, share in entry.views.items():
            if share and not manifest.records(entry.split, [view]):
                raise TrainingError(
                    f"{config.data_folder(entry)}: no records of view {view!r} in split {entry.split!r}; "
                    f"take the view out of data.{config.data.index(entry)}.views, or make the data set again"
                )
        digests[f"{entry.path}:{entry.split}"] = _digest(manifest, entry.split)
    return digests


def tokenizer_texts(config: TrainConfig) -> Iterator[str]:
    """Prompts and answers to train a tokenizer on, evenly from the data sets' records."""
    total = sum(_count(config, entry) for entry in config.data)
    stride = max(1.0, total / config.tokenizer.records)
    at, following = 0, 0.0
    for entry in config.data:
        for record in _records(config, entry, entry.split, _views(entry)):
            if at >= following:
                following += stride
                yield record.prompt
                yield record.output
            at += 1


def load_corpus(config: TrainConfig, tokenizer: PreTrainedTokenizerBase, cache: Path, advance: Advance) -> Corpus:
    """Tokenize what ``config`` names, or find it in ``cache``."""
    encoding = Encoding(tokenizer, config.max_state_tokens, config.max_answer_tokens)
    total_weight = sum(entry.weight for entry in config.data)
    groups: list[tuple[TokenArrays, float]] = []
    held_out: list[HeldOut] = []
    samples: dict[str, dict[str, int]] = {}
    for entry in config.data:
        manifest = _manifest(config, entry)
        shares = sum(entry.views.values())
        for view in _views(entry):
            arrays = _encode(config, entry, manifest, entry.split, view, encoding, cache, entry.max_records, advance)
            if not len(arrays):
                raise TrainingError(
                    f"{config.data_folder(entry)}: every answer of view {view!r} is longer than max_answer_tokens "
                    f"({config.max_answer_tokens}); raise it or take the view out"
                )
            groups.append((arrays, entry.weight / total_weight * entry.views[view] / shares))
            samples[f"{entry.path}/{view}"] = {
                "samples": len(arrays),
                "tokens": int(arrays.starts[-1]),
                "answer_too_long": arrays.left_out,
            }
            split = config.evaluation.split
            if split == entry.split or not manifest.records(split, [view]):
                continue
            other = _encode(config, entry, manifest, split, view, encoding, cache, None, advance)
            if len(other):
                held_out.append(HeldOut(entry.path, view, other, evenly(len(other), config.evaluation.records)))
    return Corpus(groups, held_out, {"samples": samples, "mean_tokens": _mean(groups)})


def evenly(size: int, count: int) -> np.ndarray:
    """``count`` indices below ``size`` (or all), at equal distances."""
    return np.unique(np.linspace(0, size - 1, min(size, count)).astype(np.int64)) if size else np.zeros(0, np.int64)


def needs_tokenizer(config: TrainConfig) -> bool:
    """Whether the run trains a tokenizer of its own."""
    return not isinstance(config.model, BaseModelConfig)


def _mean(groups: list[tuple[TokenArrays, float]]) -> float:
    return round(float(sum(share * arrays.lengths().mean() for arrays, share in groups)), 1)


def _views(entry: DataConfig) -> list[str]:
    return [view for view, share in entry.views.items() if share > 0]


def _manifest(config: TrainConfig, entry: DataConfig) -> Manifest:
    folder = config.data_folder(entry)
    if not folder.is_dir():
        raise TrainingError(
            f"data.{config.data.index(entry)}.path: {folder} is not there; make it with `prover data`, or say where the "
            "data sets are with --set data_root=FOLDER"
        )
    return Manifest.load(folder)


def _count(config: TrainConfig, entry: DataConfig) -> int:
    manifest = _manifest(config, entry)
    return sum(min(manifest.records(entry.split, [view]), entry.max_records or 10**12) for view in _views(entry))


def _digest(manifest: Manifest, split: str) -> str:
    hashes = " ".join(shard.sha256 for shard in manifest.shards if shard.split == split)
    return hashlib.sha256(hashes.encode()).hexdigest()


def _records(config: TrainConfig, entry: DataConfig, split: str, views: Iterable[str]) -> Iterator[Record]:
    """At most ``max_records`` of each view."""
    left = {view: entry.max_records for view in views}
    for record in read_shards(config.data_folder(entry), split, list(left)):
        room = left[record.view]
        if room is None:
            yield record
        elif room > 0:
            left[record.view] = room - 1
            yield record


def _encode(
    config: TrainConfig,
    entry: DataConfig,
    manifest: Manifest,
    split: str,
    view: str,
    encoding: Encoding,
    cache: Path,
    limit: int | None,
    advance: Advance,
) -> TokenArrays:
    total = min(manifest.records(split, [view]), limit or 10**12)
    done = 0

    def on(count: int) -> None:
        nonlocal done
        done += count
        advance(f"tokenizing {entry.path} {split} {view}", done, total)

    return encode_view(
        view,
        lambda: read_shards(config.data_folder(entry), split, [view]),
        _digest(manifest, split),
        encoding,
        cache,
        limit,
        on,
    )
