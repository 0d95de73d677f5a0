"""The cache of verified archives and of files taken out of them.

Layout, under ``cache_dir()``::

    archives/NAME-VERSION/FILENAME          the archive, there only once its hash was right
    archives/NAME-VERSION/FILENAME.part     a download under way or cut
    archives/NAME-VERSION/FILENAME.ok       size, times and pinned digest when last verified
    archives/NAME-VERSION/files/…           extracted members, each with its own ``.ok``

A file gets its final name by ``os.replace`` after it is complete and verified, under a lock that the
operating system drops when its holder dies; so a process killed at any point leaves nothing half-done
under a final name.
"""

from __future__ import annotations

import json
import os
import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from filelock import FileLock, Timeout

from prover.fetch.artefact import Artefact, hash_file
from prover.fetch.errors import FetchError, Refused, describe_os_error
from prover.fetch.folder import new_file, replacing
from prover.fetch.progress import Progress, say, showing
from prover.folders import cache_dir


def cached(artefact: Artefact) -> Path | None:
    """The verified archive if it is in the cache, else ``None``; never touches the network."""
    path = _folder(artefact) / artefact.filename
    return path if _verified(path, artefact.digest) else None


def fetch(artefact: Artefact, progress: Progress = None) -> Path:
    """The archive, verified against its pinned hash, downloaded first where it is not in the cache.

    Raises ``FetchError``.
    """
    if (path := cached(artefact)) is not None:
        return path
    path = _folder(artefact) / artefact.filename
    with _locked("archive", artefact, progress):
        if not _verified(path, artefact.digest):
            if not (path.exists() and _matches(path, artefact)):
                _obtain(artefact, path, progress)
            _mark(path, artefact.digest)
    return path


def member(artefact: Artefact, inner: str, progress: Progress = None) -> Path:
    """One file of the archive, extracted into the cache; ``inner`` is its name in the archive.

    A file whose size or times are not those of its extraction is extracted anew.  Raises ``FetchError``, ``KeyError`` if
    the archive has no such file.
    """
    parts = PurePosixPath(inner).parts
    if not parts or PurePosixPath(inner).is_absolute() or ".." in parts or "\\" in inner or ":" in inner:
        raise ValueError(f"not a name inside an archive: {inner!r}")
    path = _folder(artefact) / "files" / Path(*parts)
    if _verified(path, artefact.digest):
        return path
    archive = fetch(artefact, progress)
    with _locked("files", artefact, progress):
        if not _verified(path, artefact.digest):
            path.parent.mkdir(parents=True, exist_ok=True)
            with new_file(path) as sink, _open_member(archive, inner) as source:
                shutil.copyfileobj(source, sink, 1 << 20)
            _mark(path, artefact.digest)
    return path


# ---------------------------------------------------------------------------------------- download


def _obtain(artefact: Artefact, path: Path, progress: Progress) -> None:
    """Download to ``.part``, verify, give it its name."""
    from prover.fetch import registries
    from prover.fetch.download import download

    part = path.with_name(path.name + ".part")
    resumed = part.exists() and part.stat().st_size > 0
    url, client = registries.locate(artefact)
    try:
        with closing(client), showing(f"fetching {artefact.label}", artefact.size, progress) as advance:
            download(artefact, url, client, part, advance)
            if resumed and not _matches(part, artefact):
                part.unlink()
                download(artefact, url, client, part, advance)
    except Refused:
        if artefact.registry != "npm":
            raise
        say(f"fetching {artefact.label} through npm", progress)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".npm-") as folder:
            os.replace(registries.npm_pack(artefact, Path(folder)), part)
    if not _matches(part, artefact):
        rejected = path.with_name(path.name + ".rejected")
        size, digest = part.stat().st_size, hash_file(part, artefact.algorithm)
        os.replace(part, rejected)
        raise FetchError(
            f"{artefact.label}: what the registry sent is not the pinned archive: expected {artefact.algorithm} "
            f"{artefact.hexdigest} ({artefact.size} bytes), got {digest} ({size} bytes). It was set aside as {rejected} "
            "and nothing else was touched. Something between here and the registry (a proxy's login page, a mirror) "
            "may have changed it: look at that file, then run again"
        )
    os.replace(part, path)


def _matches(path: Path, artefact: Artefact) -> bool:
    return path.stat().st_size == artefact.size and hash_file(path, artefact.algorithm) == artefact.hexdigest


# ----------------------------------------------------------------------------------------- members


@contextmanager
def _open_member(archive: Path, inner: str) -> Iterator[IO[bytes]]:
    with ExitStack() as opened:
        stream: IO[bytes] | None = None
        if zipfile.is_zipfile(archive):
            bundle = opened.enter_context(zipfile.ZipFile(archive))
            if inner in bundle.namelist():
                stream = bundle.open(inner)
        else:
            tar = opened.enter_context(tarfile.open(archive, "r|*"))
            entry = next((entry for entry in tar if entry.name == inner and entry.isfile()), None)
            stream = tar.extractfile(entry) if entry else None
        if stream is None:
            raise KeyError(f"{archive.name} has no file {inner!r}")
        yield opened.enter_context(stream)


# ----------------------------------------------------------------------------------------- markers


def _folder(artefact: Artefact) -> Path:
    return cache_dir() / "archives" / f"{artefact.name.replace('/', '+')}-{artefact.version}"


def _marker(path: Path) -> Path:
    return path.with_name(path.name + ".ok")


def _verified(path: Path, pinned: str) -> bool:
    """Whether ``path`` is, by size and times, the file that was verified against ``pinned``."""
    try:
        return json.loads(_marker(path).read_text("utf-8")).items() >= _what_marks(path, pinned).items()
    except (OSError, ValueError, AttributeError):
        return False


def _what_marks(path: Path, pinned: str) -> dict[str, Any]:
    """Of a verified file.  The time of its last change of status cannot be set back, as that of its content can."""
    status = path.stat()
    return {"pinned": pinned, "size": status.st_size, "mtime_ns": status.st_mtime_ns, "ctime_ns": status.st_ctime_ns}


def _mark(path: Path, pinned: str) -> None:
    with replacing(_marker(path)) as temporary:
        temporary.write_text(json.dumps(_what_marks(path, pinned)), "utf-8")


@contextmanager
def _locked(what: str, artefact: Artefact, progress: Progress) -> Iterator[None]:
    """Between threads and processes, one at a time; freed by the system when the holder dies.  What the file system
    refuses meanwhile becomes a ``FetchError``."""
    try:
        _folder(artefact).mkdir(parents=True, exist_ok=True)
        lock = FileLock(_folder(artefact) / f".{what}.lock")
        try:
            lock.acquire(timeout=0.5)
        except Timeout:
            say(f"waiting for another process that fetches {artefact.label}", progress)
            lock.acquire()
        try:
            yield
        finally:
            lock.release()
    except OSError as error:
        raise FetchError(f"{artefact.label}: {describe_os_error(error, cache_dir())}") from error
