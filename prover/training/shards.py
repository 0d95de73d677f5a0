"""A dataset on disk: compressed JSON lines and a manifest.

    FOLDER/{split}-{number:05d}.jsonl.zst   records, one JSON object a line
    FOLDER/manifest.json                    counts, what was dropped and why, hashes of the shards, provenance

A shard gets its name when it is complete, the manifest is written last, and only a folder with a manifest is a
dataset: whatever stops a writer, no half of one is ever read.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import chain, islice
from pathlib import Path
from typing import Any

import zstandard
from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from prover.fetch.artefact import hash_file
from prover.fetch.folder import new_file, write_text
from prover.policy.views import VIEWS
from prover.training.errors import TrainingDataError
from prover.training.records import Record

SPLITS = ("train", "val", "test")
MANIFEST = "manifest.json"
FORMAT = 1
SHARD_RECORDS = 50_000
"""Records a shard holds at most; some 30 MB of text, a few MB on disk."""

_LEVEL = 9
_SHARD_NAME = re.compile(rf"^\.?(?:{'|'.join(SPLITS)})-\d{{5,}}\.jsonl\.zst(?:\.tmp)?$")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Count(_Part):
    """How much there is of one view from one source; lengths in characters."""

    view: str
    source: str
    records: int
    input_characters: int
    output_characters: int


class Shard(_Part):
    """One file of a split; ``bytes`` is its compressed size."""

    name: str
    split: str
    records: int
    bytes: int
    sha256: str
    counts: list[Count]


class SplitCount(Count):
    """A ``Count`` of one split."""

    split: str


class Manifest(_Part):
    """What a dataset folder holds.

    ``dropped``: split → view → reason → number of examples left out.  ``provenance``: where the records come from
    and how they were made (names, versions, digests, settings), as its maker wrote it.
    """

    format: int = FORMAT
    shards: list[Shard]
    dropped: dict[str, dict[str, dict[str, int]]] = {}
    provenance: dict[str, Any] = {}

    @property
    def counts(self) -> list[SplitCount]:
        """One entry a split, view and source that has records, over all shards."""
        sums: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
        for shard in self.shards:
            for count in shard.counts:
                sums[shard.split, count.view, count.source].update(count.model_dump(exclude={"view", "source"}))
        return [SplitCount(split=split, view=view, source=source, **sums[split, view, source]) for split, view, source in sums]

    def records(self, split: str, views: Iterable[str] | None = None) -> int:
        """How many records ``read_shards`` would give."""
        wanted = _known_views(views)
        return sum(count.records for count in self.counts if count.split == split and count.view in wanted)

    def save(self, folder: Path) -> None:
        """Write it into ``folder``; from then on the folder is a dataset."""
        write_text(folder / MANIFEST, json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n")

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Raises ``TrainingDataError`` if ``folder`` is no finished dataset."""
        path = folder / MANIFEST
        try:
            text = path.read_text("utf-8")
        except (FileNotFoundError, NotADirectoryError):
            raise TrainingDataError(
                f"{folder}: no finished dataset (it has no {MANIFEST}); make one with `prover data`"
            ) from None
        except (OSError, UnicodeDecodeError) as error:
            raise TrainingDataError(f"{path}: cannot be read: {error}") from error
        try:
            manifest = cls.model_validate_json(text)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise TrainingDataError(
                f"{path}: damaged ({where + ': ' if where else ''}{first['msg']}); make the dataset again (--force)"
            ) from None
        if manifest.format != FORMAT:
            raise TrainingDataError(f"{path}: format {manifest.format}, this version reads {FORMAT}; make the dataset again")
        return manifest


def write_shards(folder: Path, split: str, records: Iterable[Record], *, shard_records: int = SHARD_RECORDS) -> list[Shard]:
    """Write ``records`` as the shards of ``split``, numbered from 0; for the manifest, what was written.

    No shard is written for no record.  Call within ``writing(folder)``.
    """
    if split not in SPLITS:
        raise ValueError(f"no split {split!r}: there are {', '.join(SPLITS)}")
    if shard_records < 1:
        raise ValueError("shard_records must be at least 1")
    shards: list[Shard] = []
    iterator = iter(records)
    while (first := next(iterator, None)) is not None:
        path = folder / f"{split}-{len(shards):05d}.jsonl.zst"
        shards.append(_write_one(path, split, chain([first], islice(iterator, shard_records - 1))))
    return shards


def _write_one(path: Path, split: str, records: Iterable[Record]) -> Shard:
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    with new_file(path) as sink:
        compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        with compressor.stream_writer(sink, closefd=False) as stream:
            for record in records:
                stream.write(json.dumps(asdict(record), ensure_ascii=False).encode("utf-8") + b"\n")
                sizes = {"input_characters": len(record.input), "output_characters": len(record.output)}
                counts[record.view, record.source].update(records=1, **sizes)
    return Shard(
        name=path.name,
        split=split,
        records=sum(numbers["records"] for numbers in counts.values()),
        bytes=path.stat().st_size,
        sha256=hash_file(path, "sha256"),
        counts=[Count(view=view, source=source, **numbers) for (view, source), numbers in counts.items()],
    )


def read_shards(folder: Path, split: str, views: Iterable[str] | None = None) -> Iterator[Record]:
    """The records of ``split`` (of ``views`` only, if given) in the order written, never more than a shard of them in memory.

    Raises ``TrainingDataError`` at once if ``folder`` is no finished dataset or ``split`` or a view is unknown, and
    while reading, before any record of it is given, at a shard that is missing or is not as it was written.
    """
    if split not in SPLITS:
        raise TrainingDataError(f"no split {split!r}: there are {', '.join(SPLITS)}")
    wanted = _known_views(views)
    shards = [shard for shard in Manifest.load(folder).shards if shard.split == split]
    return _read(folder, shards, wanted)


def _read(folder: Path, shards: list[Shard], views: frozenset[str]) -> Iterator[Record]:
    for shard in shards:
        if not any(count.view in views for count in shard.counts):
            continue
        path = folder / shard.name
        if not path.is_file():
            raise TrainingDataError(f"{path}: missing; make the dataset again (--force)")
        if path.stat().st_size != shard.bytes or hash_file(path, "sha256") != shard.sha256:
            raise TrainingDataError(f"{path}: damaged (not the bytes its manifest tells of); make the dataset again (--force)")
        with path.open("rb") as source, zstandard.ZstdDecompressor().stream_reader(source) as stream:
            for line in io.TextIOWrapper(stream, encoding="utf-8", newline="\n"):
                try:
                    record = Record(**json.loads(line))
                except (TypeError, ValueError) as error:
                    raise TrainingDataError(f"{path}: holds something else than records ({error}); make it again") from None
                if record.view in views:
                    yield record


@contextmanager
def writing(folder: Path) -> Iterator[Path]:
    """Empties ``folder`` of an earlier dataset (nothing else in it is touched) for the caller to write one.

    Within, call ``write_shards`` for each split, then ``Manifest.save``.  What was written is removed if that does not
    come to its end.  Raises ``TrainingDataError`` if the folder cannot be written or another process is at it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=0)
        lock.acquire()
    except Timeout:
        raise TrainingDataError(
            f"{folder}: another process is writing this dataset; wait for it, or choose another folder"
        ) from None
    except OSError as error:
        raise TrainingDataError(f"{folder}: cannot be written: {error.strerror or error}; choose another folder") from error
    try:
        _clear(folder)
        yield folder
    except OSError as error:
        _clear(folder)
        raise TrainingDataError(f"{folder}: the dataset was not made: {error}; nothing of it was kept") from error
    except BaseException:
        _clear(folder)
        raise
    finally:
        lock.release()


def _clear(folder: Path) -> None:
    (folder / MANIFEST).unlink(missing_ok=True)
    (folder / f".{MANIFEST}.tmp").unlink(missing_ok=True)
    for path in folder.iterdir():
        if _SHARD_NAME.match(path.name) and path.is_file():
            path.unlink()


def _known_views(views: Iterable[str] | None) -> frozenset[str]:
    wanted = frozenset(VIEWS if views is None else views)
    if unknown := sorted(wanted - set(VIEWS)):
        raise TrainingDataError(f"no view {unknown[0]!r}: there are {', '.join(VIEWS)}")
    return wanted
