"""The premises of a running Lean: listed by it once, indexed, and kept in the cache for the next time.

An environment's index is a file, ``premises/KEY.npz`` in the cache folder; the key is made of all that decides what Lean would list
(``key_of``) and of the embedding.  A file that is damaged is made anew; when one is made, those go that nobody has read for a month.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock

from prover.errors import ExpectedError
from prover.fetch.folder import new_file
from prover.folders import cache_dir
from prover.lean.embedded.image import PRELUDE_MODULE
from prover.lean.launch import LeanCommand
from prover.lean.library import library
from prover.lean.pool import LeanWorker
from prover.lean.source import source_hash
from prover.premises.model import Model
from prover.premises.premise import Premise
from prover.premises.premise_index import PremiseIndex

FORMAT = 1
"""Raised when what is kept changes."""
UNUSED_DAYS = 30
_LIBRARIES = (PRELUDE_MODULE, "Init", "Std", "Mathlib", "Batteries", "Aesop")
_MANIFEST = "lake-manifest.json"

Progress = Callable[[str, int], None]
"""``(what is done, how many theorems so far)``."""


async def premise_index(worker: LeanWorker, model: Model, progress: Progress | None = None) -> PremiseIndex:
    """The theorems that ``worker``'s Lean has imported, as an index: out of the cache, or listed and indexed first.

    Embedded Lean lists its 40,000 theorems in about two minutes, once.

    Raises:
        LeanTimeout, LeanCrashed, LeanNotAvailable: Lean was lost over it.
        ExpectedError: the cache folder cannot be written.
    """
    if (index := cached_index(worker.command, model)) is not None:
        return index
    report = progress or (lambda what, done: None)
    roots = libraries(worker.command)
    listed = await library(worker, roots, statements=True, progress=lambda done: report("listing theorems", done))
    premises = [Premise(theorem.name, theorem.statement, theorem.module) for theorem in listed]
    index = PremiseIndex.build(premises, model.embedding, lambda done: report("indexing theorems", done))
    save(index, _file(worker.command, model))
    return index


def cached_index(command: LeanCommand, model: Model) -> PremiseIndex | None:
    """The index of this Lean's theorems, if the cache has it."""
    return load(_file(command, model))


def _file(command: LeanCommand, model: Model) -> Path:
    return cache_dir() / "premises" / f"{key_of(command, model)}.npz"


def libraries(command: LeanCommand) -> list[str]:
    """The beginnings of the modules whose theorems are listed: of what is usual and of what is imported; not of Lean's own program."""
    return [name for name in dict.fromkeys([*_LIBRARIES, *(m.partition(".")[0] for m in command.imports)]) if name != "Lean"]


def key_of(command: LeanCommand, model: Model) -> str:
    """What tells the theorems of one Lean from those of another: its kind, what it imports, our Lean sources; in a project its
    folder, its manifest, and the compiled files of its own."""
    parts: list[Any] = [FORMAT, model.digest, command.backend, command.imports, libraries(command), source_hash()]
    if command.backend == "native":
        parts += [str(command.cwd), _text(command.cwd / _MANIFEST), list(_compiled(command.cwd / ".lake" / "build"))]
    return hashlib.sha256(json.dumps(parts).encode("utf-8")).hexdigest()[:24]


def _compiled(folder: Path) -> Iterator[tuple[str, int, int]]:
    for where, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(file for file in files if file.endswith(".olean")):
            status = (Path(where) / name).stat()
            yield str(Path(where, name).relative_to(folder)), status.st_size, status.st_mtime_ns


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, ValueError):
        return ""


def save(index: PremiseIndex, file: Path) -> None:
    """Keep an index.  Raises ``ExpectedError``."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(file.with_suffix(".lock")), new_file(file) as sink:
            np.savez(sink, **index.arrays())
            for other in file.parent.glob("*.npz"):
                with suppress(FileNotFoundError):
                    if other.stat().st_mtime < time.time() - UNUSED_DAYS * 86400:
                        other.unlink()
    except OSError as error:
        raise ExpectedError(f"{file}: the index of premises cannot be kept ({error.strerror or error})") from error


def load(file: Path) -> PremiseIndex | None:
    """The index that a file keeps; ``None`` if there is none, or none that can be read."""
    try:
        with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as stored:
            index = PremiseIndex.from_arrays(dict(stored))
        with suppress(OSError):
            os.utime(file)  # it is in use
        return index
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return None
