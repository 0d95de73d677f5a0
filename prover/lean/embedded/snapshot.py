"""The snapshot embedded Lean starts from: everything a start does, done once at installation.

A server started from its images (``prover.lean.embedded.image``), with the libraries imported and the prelude loaded, has its memory
written to a file; a later start takes the time to read that file (see ``loader.js``).  The machine code of a process that has
worked for a while comes beside it (``prover.lean.embedded.code``).  It lies beside the installation
in a folder named by the hash of the sources, with the digests of what a start reads.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

from filelock import FileLock

from prover.fetch import FetchError
from prover.fetch.errors import describe_os_error
from prover.fetch.folder import new_folder
from prover.fetch.progress import Progress, showing
from prover.fetch.seal import seal
from prover.lean.embedded.code import save_code
from prover.lean.embedded.image import build_images, freeze
from prover.lean.embedded.install import EmbeddedInstallation, verify
from prover.lean.source import source_hash

UNUSED_DAYS = 7
"""Snapshots of other sources go when no process may start Lean from them, none did so for so long, and a new one is made."""
_held: dict[Path, IO[bytes]] = {}
"""The marks of the snapshots that this process may start Lean from, each under a shared lock as long as it lives."""


def snapshot_path(installation: EmbeddedInstallation) -> Path:
    return installation.root / f"snapshot-{source_hash()}"


def prepared(installation: EmbeddedInstallation) -> bool:
    """Whether the snapshot of today's sources is there."""
    return (snapshot_path(installation) / "complete").exists()


def snapshot(installation: EmbeddedInstallation, progress: Progress = None) -> Path:
    """The folder with the snapshot of today's sources, made first if there is none (four to six minutes on two idle cores, 0.4 GB).

    Raises:
        LeanNotAvailable: Lean does not accept the sources.
        FetchError: it cannot be stored; the message says what to do.
    """
    folder = snapshot_path(installation)
    if _take(folder):
        return folder
    try:
        with FileLock(installation.root / ".snapshot.lock"):
            if not _take(folder):
                _tidy(installation)
                verify(installation.root, ("bin/", "lib/"))
                with new_folder(folder) as work, showing("preparing Lean (once)", 0, progress):
                    _make(installation, work)
                    seal(work)
                    (work / "complete").touch()
                _take(folder)
    except OSError as error:
        raise FetchError(f"embedded Lean: {describe_os_error(error, installation.root)}") from error
    return folder


def _take(folder: Path) -> bool:
    """Whether the snapshot is there; if so, nobody removes it as long as this process lives."""
    try:
        mark = (folder / "complete").open("rb")
    except OSError:
        return False
    with suppress(OSError):
        os.utime(folder / "complete")
    if not _locked(mark, shared=True):
        mark.close()
        return False
    _held[folder] = mark
    return True


def _locked(mark: IO[bytes], shared: bool) -> bool:
    """Whether the lock was to be had; where the system has none, it was."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(mark, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EWOULDBLOCK, errno.EACCES)
    return True


def _make(installation: EmbeddedInstallation, work: Path) -> None:
    images = work / "images"
    images.mkdir()
    build_images(installation, images)
    freeze(installation, images, work)
    shutil.rmtree(images)
    save_code(installation, work)


def _tidy(installation: EmbeddedInstallation) -> None:
    """Remove what killed processes left behind, and snapshots of other sources that are not used."""
    for leftover in installation.root.glob(".snapshot-*.new-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    for path in installation.root.glob("snapshot-*/complete"):
        with suppress(OSError), path.open("rb") as mark:
            if _locked(mark, shared=False) and time.time() - os.fstat(mark.fileno()).st_mtime > UNUSED_DAYS * 86400:
                shutil.rmtree(path.parent, ignore_errors=True)
