"""Seals: the digests of a folder's files, taken when they were made, so that a changed one is not used."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from prover.fetch.artefact import hash_file

SEAL = "seal.json"

_known: dict[tuple[Path, int, int, int, int], str] = {}
"""What this process has hashed, by file, size, times and inode; the time of the last change of status cannot be set back."""


def seal(folder: Path) -> None:
    """Write down the SHA-256 of every file in a folder, in its ``seal.json``.  Raises ``OSError``."""
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and p.name != SEAL)
    (folder / SEAL).write_text(json.dumps({name: digest(folder / name) for name in names}, indent=0), encoding="utf-8")


def broken(folder: Path, below: Iterable[str] = ("",)) -> list[str]:
    """The sealed files, of those whose names begin with one of ``below``, that are gone or not what they were.

    If the seal itself cannot be read, or holds none of them, it is what is broken.
    """
    try:
        sealed = json.loads((folder / SEAL).read_text(encoding="utf-8"))
        wanted = {name: known for name, known in sealed.items() if name.startswith(tuple(below))}
    except (OSError, ValueError, AttributeError):
        return [SEAL]
    return [name for name, known in wanted.items() if digest(folder / name) != known] if wanted else [SEAL]


def digest(path: Path) -> str | None:
    """SHA-256 of a file in hex, or None if it cannot be read; one unchanged since this process hashed it is not read again."""
    try:
        status = path.stat()
        key = (path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
        if key not in _known:
            _known[key] = hash_file(path, "sha256")
        return _known[key]
    except OSError:
        return None
