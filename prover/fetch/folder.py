"""Files and folders that are there whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A folder beside ``path`` to fill; it gets the name ``path``, in the place of what is there, if the body comes to its end.

    For one builder at a time; what a killed one left behind is removed.  Raises ``OSError``.
    """
    for leftover in path.parent.glob(f".{path.name}.new-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    work = path.with_name(f".{path.name}.new-{os.getpid()}")
    work.mkdir(parents=True)
    try:
        yield work
        shutil.rmtree(path, ignore_errors=True)
        os.replace(work, path)
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A name beside ``path`` to write under, which becomes ``path`` if the body comes to its end; for one writer at a time."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write that gets the name ``path`` once it is whole and on the disk."""
    with replacing(path) as temporary, temporary.open("wb") as sink:
        yield sink
        sink.flush()
        os.fsync(sink.fileno())


def write_text(path: Path, text: str) -> None:
    """Give ``path`` this content in one step: a process killed meanwhile leaves the old one."""
    with new_file(path) as sink:
        sink.write(text.encode("utf-8"))
