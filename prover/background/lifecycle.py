"""Starting a background server and ending it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import signal
import site
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import psutil
from filelock import FileLock, Timeout
from pydantic import AfterValidator, BaseModel, Field

from prover.background.client import ServerLost, ServerRefused, ask
from prover.background.identity import absolute, code_hash, policy_keys
from prover.background.server_folder import UNIX, ServerFolder, ServerFolderError, ServerRecord
from prover.errors import ExpectedError

RUNNING_ALREADY = 3
"""Exit code of a server's process where another one has the folder."""
END_SECONDS = 20.0
"""How long a server may take to end before it is killed."""
_LOOK = 0.05
ROOT = Path(__file__).resolve().parents[2]
"""The folder that this program's packages are in."""


class ServerOptions(BaseModel):
    """What a server is started with."""

    specs: list[Annotated[str, AfterValidator(absolute)]] = Field(default=["default"], min_length=1)
    """With folders in full, as the server's process does not share the caller's folder."""
    workers: int = Field(default=1, ge=1)
    idle_minutes: float = Field(default=30.0, gt=0)
    keep_fresh: bool = True
    """Whether a Lean stands by for the next check."""


class StartFailed(ExpectedError):
    """The server did not come up; the message says why, and where the log is."""


def run(options: ServerOptions, folder: ServerFolder, work: Any = None, unix: bool = UNIX) -> int:
    """Be the server of ``folder`` until it is over; returns the exit code.  ``work``: instead of a ``WarmProver``."""
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.INFO, force=True)
    for name in ("search", "httpx2"):  # the second would write addresses, with the passwords in them
        logging.getLogger(name).setLevel(logging.WARNING)
    lock = FileLock(folder.lock_path)
    try:
        folder.make()
        lock.acquire(timeout=1.0)  # someone may be looking just now whether it is held
    except Timeout:
        return RUNNING_ALREADY
    except (ServerFolderError, OSError) as error:
        print(f"prover: {error}", file=sys.stderr)
        return 2
    try:
        return asyncio.run(_serve(options, folder, work, unix))
    finally:
        lock.release()


async def _serve(options: ServerOptions, folder: ServerFolder, work: Any, unix: bool) -> int:
    from prover.background.server import BackgroundServer, WarmProver
    from prover.lean.errors import LeanError
    from prover.policy.address import without_password

    specs = options.specs
    record = ServerRecord(
        pid=os.getpid(), created=psutil.Process().create_time(), stage="starting", token=secrets.token_hex(32),
        code=code_hash(), policies=policy_keys(specs), specs=list(map(without_password, specs)), workers=options.workers,
        idle_minutes=options.idle_minutes,
    )  # fmt: skip
    work = work or WarmProver(specs, options.workers, options.keep_fresh)
    server = BackgroundServer(work, folder, record, unix)
    starting = asyncio.ensure_future(work.start())
    _on_signals(lambda: (starting.cancel(), server.stop("ended by a signal")))
    try:
        folder.clear()
        folder.write(record)
        await starting
        await server.serve()
        return 0
    except asyncio.CancelledError:
        return 0
    except (LeanError, ExpectedError, OSError, ValueError) as error:
        print(f"prover: {error}", file=sys.stderr, flush=True)
        return 2
    finally:
        await work.close()
        found = folder.read()
        if found is not None and found.token == record.token:
            folder.clear()


def _on_signals(end: Callable[[], Any]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, end)
        except NotImplementedError:
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(end))


def alive(record: ServerRecord | None) -> bool:
    """Whether the process that wrote the record still runs."""
    if record is None:
        return False
    try:
        process = psutil.Process(record.pid)
        return process.status() != psutil.STATUS_ZOMBIE and abs(process.create_time() - record.created) < 2.0
    except psutil.Error:
        return False


def status(folder: ServerFolder) -> dict[str, Any] | None:
    """What the server says of itself (``BackgroundServer.status``); ``None`` if none is ready."""
    record = folder.read()
    if record is None or record.stage != "ready":
        return None
    try:
        return ask(record, "status")["status"]
    except (ServerLost, ServerRefused, KeyError):
        return None


def launch(options: ServerOptions, folder: ServerFolder) -> subprocess.Popen[bytes]:
    """Start a server's process, in a session of its own.  Raises ``ServerFolderError``, ``OSError``.

    It reads its options from its standard input: what stands among a process's arguments, all users of the machine can read.
    """
    folder.make()
    if not alive(folder.read()):
        folder.log_path.unlink(missing_ok=True)
    with open(folder.log_path, "ab", opener=partial(os.open, mode=0o600)) as log:
        launched = subprocess.Popen(
            [sys.executable, "-m", "prover.background"],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd=folder.folder,
            env=environment(),
            start_new_session=True,
        )
    assert launched.stdin is not None
    with contextlib.suppress(OSError), launched.stdin as sink:  # wait_until_ready reports one that has ended already
        sink.write(options.model_dump_json().encode())
    return launched


def environment(root: Path = ROOT) -> dict[str, str]:
    """What a new process of this interpreter needs in order to find this program, whatever folder it is in.

    Where the program is installed it is found, and nothing may come before the standard library.
    """
    given = os.environ.get("PYTHONPATH", "")
    known = [*map(sysconfig.get_path, ("purelib", "platlib")), *site.getsitepackages(), site.getusersitepackages()]
    known += given.split(os.pathsep)
    if root in [Path(path).resolve() for path in known if path]:
        return dict(os.environ)
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), *([given] if given else [])])}


def wait_until_ready(folder: ServerFolder, launched: subprocess.Popen[bytes] | None = None) -> ServerRecord:
    """The record of the server once it takes requests.  Raises ``StartFailed`` if it ends before that."""
    while True:
        record = folder.read()
        if record is not None and record.stage == "ready" and status(folder) is not None:
            return record
        if launched is not None and launched.poll() is not None and launched.returncode != RUNNING_ALREADY:
            raise StartFailed(f"the server did not come up: {_last_line(folder)}")
        if (launched is None or launched.returncode == RUNNING_ALREADY) and not _held(folder) and not alive(folder.read()):
            raise StartFailed(f"the server that was starting has ended: {_last_line(folder)}")
        time.sleep(_LOOK)


def end(folder: ServerFolder) -> ServerRecord | None:
    """End the server of a folder, its Lean processes with it; what it was, or ``None`` if there was none.

    It is asked first, then sent a signal, then killed.
    """
    record = folder.read()
    there = record is not None and alive(record)
    if there:
        asking = [partial(ask, record, "stop")] if record.stage == "ready" else []
        signals = [signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)]
        for end_it in [*asking, *(partial(os.kill, record.pid, number) for number in signals)]:
            with contextlib.suppress(ServerLost, ServerRefused, ProcessLookupError):
                end_it()
                if _gone(record):
                    break
    if not _held(folder):
        folder.clear()
    return replace(record, token="") if there else None


def _gone(record: ServerRecord) -> bool:
    until = time.monotonic() + END_SECONDS
    while alive(record) and time.monotonic() < until:
        time.sleep(_LOOK)
    return not alive(record)


def _held(folder: ServerFolder) -> bool:
    """Whether a server's process has the folder."""
    if not folder.lock_path.exists():
        return False
    try:
        with FileLock(folder.lock_path, timeout=0):
            return False
    except OSError as error:
        return isinstance(error, Timeout)


def _last_line(folder: ServerFolder) -> str:
    try:
        lines = folder.log_path.read_text("utf-8", "replace").strip().splitlines()
    except OSError:
        lines = []
    said = [line.removeprefix("prover: ") for line in lines if line.startswith("prover: ")] or lines[-1:]
    return f"{said[-1] if said else 'it said nothing'} (log: {folder.log_path})"
