"""LeanDojo Benchmark 4 as it is stored: an archive or a folder of large JSON arrays, read as a stream."""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from prover.fetch import LEAN_DOJO
from prover.fetch.artefact import hash_file
from prover.training.errors import TrainingDataError

SPLIT_KINDS = ("random", "novel_premises")
"""``random``: theorems are split at random · ``novel_premises``: each proof in val and test uses a premise that no
proof in train uses."""

_FOLDER = "leandojo_benchmark_4"


def entries(
    stream: BinaryIO, where: str, fields: Sequence[str], report: Callable[[int, int], None] | None = None
) -> Iterator[tuple[Any, ...]]:
    """These fields of each theorem of a JSON array, one theorem in memory at a time.

    ``report`` is called now and then with the number of theorems and of bytes read.  Raises ``TrainingDataError``.
    """
    import ijson

    number = 0
    try:
        for number, theorem in enumerate(ijson.items(stream, "item", buf_size=1 << 18), start=1):
            try:
                entry = tuple(theorem[field] for field in fields)
            except (KeyError, TypeError):
                raise TrainingDataError(f"{where}: theorem {number} has no {' or no '.join(fields)}") from None
            yield entry
            if report is not None and number % 100 == 0:
                report(number, stream.tell())
    except (ijson.JSONError, EOFError, tarfile.ReadError, zlib.error) as error:
        raise TrainingDataError(f"{where}: damaged after {number} theorems ({error}); fetch it again") from None


def opened(path: Path, kind: str, split: str) -> AbstractContextManager[tuple[BinaryIO, int]]:
    """A split's JSON as a stream, and its size in bytes.  Raises ``TrainingDataError``."""
    return member(path, f"{kind}/{split}.json")


@contextmanager
def member(path: Path, name: str) -> Iterator[tuple[BinaryIO, int]]:
    """A file of the benchmark, such as ``corpus.jsonl``, as a stream, and its size in bytes.  Raises ``TrainingDataError``."""
    try:
        if path.is_dir():
            file = path / name
            with file.open("rb") as stream:
                yield stream, file.stat().st_size
            return
        with tarfile.open(path, "r|*") as bundle:
            for entry in bundle:
                if entry.isfile() and f"/{entry.name}".endswith(f"/{_FOLDER}/{name}"):
                    stream = bundle.extractfile(entry)
                    assert stream is not None
                    with stream:
                        yield stream, entry.size
                    return
    except FileNotFoundError as error:
        raise TrainingDataError(f"{error.filename}: no such file") from None
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise TrainingDataError(f"{path}: not an archive that can be read ({error})") from None
    raise TrainingDataError(f"{path}: has no {_FOLDER}/{name}; --data takes LeanDojo Benchmark 4 as an archive or a folder")


def origin_of(data: Path | None) -> dict[str, Any]:
    """Where the benchmark is from, with digests of what was read.  Raises ``TrainingDataError``."""
    if data is None:
        return {"name": LEAN_DOJO.name, "version": LEAN_DOJO.version, "digest": LEAN_DOJO.digest}
    if not data.exists():
        raise TrainingDataError(f"{data}: no such file or folder")
    if data.is_dir():
        digests = {file.relative_to(data).as_posix(): hash_file(file, "sha256") for file in sorted(data.glob("*/*.json"))}
        return {"name": data.name, "files": {name: f"sha256:{digest}" for name, digest in digests.items()}}
    return {"name": data.name, "digest": f"sha256:{hash_file(data, 'sha256')}"}
