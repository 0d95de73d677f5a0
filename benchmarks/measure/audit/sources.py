"""Training material as a stream of texts: datasets of ours, and JSON lines of any kind."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import zstandard

from prover.training.errors import TrainingDataError
from prover.training.shards import SPLITS, Manifest, read_shards


@dataclass(frozen=True)
class TrainingText:
    """One piece of text a model was trained on.

    ``state``: the proof state that ``text`` (tactics or premises) answers, or ``None`` where ``text`` is all there is.
    ``theorem`` and ``source``: as in ``Record``; ``dataset``: the folder or file it is from.
    """

    text: str
    state: str | None
    theorem: str
    source: str
    dataset: str


@dataclass(frozen=True)
class Source:
    """One dataset to stream.  ``total``: records of a folder, bytes of a file; ``unit`` says which."""

    path: Path
    splits: tuple[str, ...]
    total: int
    unit: str

    def texts(self) -> Iterator[tuple[int, TrainingText | None]]:
        """What was read since the last item, in ``unit``, and a text (``None``: none, only progress).

        Raises ``TrainingDataError`` at damaged data.
        """
        if self.unit == "records":
            for split in self.splits:
                for record in read_shards(self.path, split):
                    yield 1, TrainingText(record.output, record.input, record.theorem, record.source, str(self.path))
        else:
            yield from _lines(self.path)


def open_sources(paths: Sequence[Path], splits: Sequence[str] = ("train",)) -> list[Source]:
    """Datasets written by ``prover data`` (of which ``splits`` are read), and files of JSON lines (``.jsonl``,
    ``.jsonl.zst``), of whose objects all strings are text.

    Raises ``TrainingDataError`` for what is neither, for an unknown split, or if a folder has no record in ``splits``.
    """
    if unknown := sorted(set(splits) - set(SPLITS)):
        raise TrainingDataError(f"no split {unknown[0]!r}: there are {', '.join(SPLITS)}")
    sources = []
    for path in map(Path, paths):
        if path.is_file():
            if not path.name.endswith((".jsonl", ".jsonl.zst")):
                raise TrainingDataError(f"{path}: neither a dataset's folder nor a file of JSON lines (.jsonl, .jsonl.zst)")
            sources.append(Source(path, (), path.stat().st_size, "bytes"))
        else:
            manifest = Manifest.load(path)
            total = sum(manifest.records(split) for split in splits)
            if not total:
                raise TrainingDataError(f"{path}: no record in {', '.join(splits)}; see `prover data stats {path}`")
            sources.append(Source(path, tuple(splits), total, "records"))
    return sources


def _lines(path: Path) -> Iterator[tuple[int, TrainingText | None]]:
    try:
        with path.open("rb") as file, _decompressed(file, path) as stream:
            read = 0
            for number, line in enumerate(stream, 1):
                yield file.tell() - read, None
                read = file.tell()
                if not line.strip():
                    continue
                try:
                    value = json.loads(line)
                except ValueError as error:
                    raise TrainingDataError(f"{path}:{number}: not JSON ({error})") from None
                named = value if isinstance(value, dict) else {}
                name = next((str(named[key]) for key in ("theorem", "name", "id") if named.get(key)), f"line {number}")
                for text in _strings(value):
                    yield 0, TrainingText(text, None, name, str(named.get("source") or path.name), str(path))
    except (OSError, zstandard.ZstdError) as error:
        raise TrainingDataError(f"{path}: cannot be read: {error}") from error


@contextmanager
def _decompressed(file: BinaryIO, path: Path) -> Iterator[BinaryIO]:
    if path.suffix != ".zst":
        yield file
        return
    with zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True) as stream:
        yield io.BufferedReader(stream)  # type: ignore[arg-type]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
