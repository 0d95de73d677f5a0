"""Where a background server lies: its folder, which is its user's alone, its socket, and the file that describes it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
import stat
import struct
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from prover.background.identity import surroundings
from prover.errors import ExpectedError
from prover.folders import cache_dir

UNIX = hasattr(socket, "AF_UNIX") and sys.platform != "win32"
_LONGEST_SOCKET = 100
"""Bytes that the path of a Unix socket may have everywhere."""


class ServerFolderError(ExpectedError):
    """The folder cannot be used; the message says what to do."""


@dataclass(frozen=True)
class ServerRecord:
    """What the file says of a server.  ``stage``: ``starting`` or ``ready``; ``created``: of the process, in seconds of the
    epoch; ``code``, ``policies``, ``surroundings``: as ``identity`` has them; ``specs``: as they were written, without
    passwords."""

    pid: int
    created: float
    stage: str
    token: str
    code: str
    policies: list[str]
    specs: list[str]
    workers: int
    idle_minutes: float
    surroundings: str = field(default_factory=surroundings)
    address: list[str | int] = field(default_factory=list)
    """``["unix", PATH]`` or ``["tcp", PORT]``."""


class ServerFolder:
    """The folder of this user's server on this machine, by default under ``cache_dir()``.  ``lock_path`` is held by a server as
    long as it lives."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or default_folder()
        self.socket_path = self.folder / "socket"
        self.record_path = self.folder / "server.json"
        self.lock_path = self.folder / "server.lock"
        self.log_path = self.folder / "server.log"

    def make(self) -> None:
        """Make the folder.  Raises ``ServerFolderError``."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if UNIX and self.folder.lstat().st_uid == os.getuid():
                self.folder.chmod(0o700)
        except OSError as error:
            raise ServerFolderError(
                f"{self.folder}: cannot be made: {error.strerror or error}; set PROVER_RUNTIME to a folder that can"
            ) from error
        if (trouble := self.trouble()) is not None:
            raise ServerFolderError(trouble)

    def trouble(self) -> str | None:
        """Why the folder is not to be trusted."""
        if not UNIX:
            return None
        found = self.folder.lstat()
        if not stat.S_ISDIR(found.st_mode):
            return f"{self.folder}: is no folder: remove it"
        if found.st_uid != os.getuid() or found.st_mode & 0o077:
            return f"{self.folder}: others have access to it: remove it, or set PROVER_RUNTIME to a folder of your own"
        return None

    def read(self) -> ServerRecord | None:
        """What the folder says; ``None`` if there is nothing, nothing readable, or nothing to be trusted."""
        try:
            if self.trouble() is not None:
                return None
            return ServerRecord(**json.loads(self.record_path.read_bytes()))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, record: ServerRecord) -> None:
        """Keep the record, readable by its user only.  Raises ``OSError``."""
        temporary = self.record_path.with_suffix(".new")
        temporary.unlink(missing_ok=True)
        with open(temporary, "x", encoding="utf-8", opener=partial(os.open, mode=0o600)) as sink:
            json.dump(asdict(record), sink)
        os.replace(temporary, self.record_path)

    def clear(self) -> None:
        """Remove what a server leaves."""
        for path in (self.record_path, self.socket_path):
            with contextlib.suppress(OSError):
                path.unlink()


def default_folder() -> Path:
    """``background/MACHINE`` in the cache folder, or ``PROVER_RUNTIME``; a short path elsewhere where a socket's would be too
    long."""
    chosen = os.environ.get("PROVER_RUNTIME")
    folder = Path(chosen).expanduser().absolute() if chosen else cache_dir() / "background" / socket.gethostname()
    if not UNIX or len(os.fsencode(folder / "socket")) <= _LONGEST_SOCKET:
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"prover-{os.getuid()}-{digest}"


def peer_uid(connected: socket.socket) -> int | None:
    """The user at the other end of a Unix socket; ``None`` where the system does not say."""
    if connected.family != getattr(socket, "AF_UNIX", None) or not hasattr(socket, "SO_PEERCRED"):
        return None
    size = struct.calcsize("3i")
    return struct.unpack("3i", connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))[1]


def stranger(connected: socket.socket) -> bool:
    """Whether the other end is another user's."""
    uid = peer_uid(connected)
    return uid is not None and uid != os.getuid()


@contextmanager
def listening(folder: ServerFolder, unix: bool = UNIX) -> Iterator[tuple[socket.socket, list[str | int]]]:
    """A socket that listens, and its address; what a killed server left behind is replaced.  Raises ``OSError``."""
    folder.socket_path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX if unix else socket.AF_INET, socket.SOCK_STREAM) as taken:
        earlier = os.umask(0o177)
        try:
            taken.bind(str(folder.socket_path) if unix else ("127.0.0.1", 0))
        finally:
            os.umask(earlier)
        taken.listen(64)
        yield taken, ["unix", str(folder.socket_path)] if unix else ["tcp", taken.getsockname()[1]]


def connect(record: ServerRecord, request: bytes = b"", seconds: float = 2.0) -> socket.socket:
    """A connection to the server of a record, with the ``request`` sent.  Raises ``OSError``; of another user's, ``PermissionError``."""
    kind, where = record.address
    connected = socket.socket(socket.AF_INET if kind == "tcp" else socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connected.settimeout(seconds)
        connected.connect(("127.0.0.1", where) if kind == "tcp" else where)
        if stranger(connected):
            raise PermissionError("the server is another user's")
        connected.sendall(request)
    except BaseException:
        connected.close()
        raise
    return connected
