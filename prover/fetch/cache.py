"""The cache of verified archives and of files taken out of them.

Layout, under ``cache_dir()``::

    archives/NAME-VERSION/FILENAME          the archive, there only once its hash was right
    archives/NAME-VERSION/FILENAME.part     a download under way or cut
    archives/NAME-VERSION/FILENAME.ok       size, modification time and digest when last verified
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
from contextlib import closing, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from filelock import FileLock, Timeout

from prover.fetch.artefact import Artefact, hash_file
from prover.fetch.errors import FetchError, Refused, describe_os_error
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
    with _writing(artefact), _locked("archive", artefact, progress):
        if _verified(path, artefact.digest):
            return path
        if path.exists() and _matches(path, artefact):
            _mark(path, artefact.digest)
            return path
        _obtain(artefact, path, progress)
        _mark(path, artefact.digest)
    return path


def member(artefact: Artefact, inner: str, progress: Progress = None) -> Path:
    """One file of the archive, extracted into the cache; ``inner`` is its name in the archive.

    An extracted file whose size or time changed is compared with the digest taken at extraction, and
    extracted anew if it differs.  Raises ``FetchError``, ``KeyError`` if the archive has no such file.
    """
    parts = PurePosixPath(inner).parts
    if not parts or PurePosixPath(inner).is_absolute() or ".." in parts or "\\" in inner or ":" in inner:
        raise ValueError(f"not a name inside an archive: {inner!r}")
    path = _folder(artefact) / "files" / Path(*parts)
    if _verified(path, artefact.digest):
        return path
    archive = fetch(artefact, progress)
    with _writing(artefact), _locked("files", artefact, progress):
        if _verified(path, artefact.digest):
            return path
        if (recorded := _read_mark(path)) and path.is_file():
            if recorded.get("pinned") == artefact.digest and recorded.get("sha256") == hash_file(path, "sha256"):
                _mark(path, artefact.digest, recorded["sha256"])
                return path
        path.parent.mkdir(parents=True, exist_ok=True)
        with _temporary(path) as temporary:
            with _open_member(archive, inner) as source, temporary.open("wb") as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
                sink.flush()
                os.fsync(sink.fileno())
            digest = hash_file(temporary, "sha256")
            os.replace(temporary, path)
        _mark(path, artefact.digest, digest)
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
    missing = KeyError(f"{archive.name} has no file {inner!r}")
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as bundle:
            try:
                stream = bundle.open(inner)
            except KeyError:
                raise missing from None
            with stream:
                yield stream
        return
    with tarfile.open(archive, "r|*") as bundle:
        for entry in bundle:
            if entry.name == inner and entry.isfile():
                stream = bundle.extractfile(entry)
                assert stream is not None
                with stream:
                    yield stream
                return
    raise missing


@contextmanager
def _temporary(path: Path) -> Iterator[Path]:
    """A name beside ``path`` to write under first; only for the holder of the lock."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


# ----------------------------------------------------------------------------------------- markers


def _folder(artefact: Artefact) -> Path:
    return cache_dir() / "archives" / f"{artefact.name.replace('/', '+')}-{artefact.version}"


def _mark_path(path: Path) -> Path:
    return path.with_name(path.name + ".ok")


def _read_mark(path: Path) -> dict | None:
    try:
        record = json.loads(_mark_path(path).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) else None


def _verified(path: Path, pinned: str) -> bool:
    """Whether ``path`` is, by size and times, the file that was verified against ``pinned``."""
    record = _read_mark(path)
    if record is None:
        return False
    try:
        status = path.stat()
    except OSError:
        return False
    return {**record, "sha256": None} == _record(status, pinned)


def _record(status: os.stat_result, pinned: str) -> dict:
    """What marks a verified file.  The time of its last change of status cannot be set back, as that of its content can."""
    return {
        "pinned": pinned, "size": status.st_size, "mtime_ns": status.st_mtime_ns, "ctime_ns": status.st_ctime_ns, "sha256": None,
    }  # fmt: skip


def _mark(path: Path, pinned: str, sha256: str | None = None) -> None:
    record = {**_record(path.stat(), pinned), "sha256": sha256}
    with _temporary(_mark_path(path)) as temporary:
        temporary.write_text(json.dumps(record), "utf-8")
        os.replace(temporary, _mark_path(path))


@contextmanager
def _locked(what: str, artefact: Artefact, progress: Progress) -> Iterator[None]:
    """Between threads and processes, one at a time; freed by the system when the holder dies."""
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


@contextmanager
def _writing(artefact: Artefact) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FetchError(f"{artefact.label}: {describe_os_error(error, cache_dir())}") from error
