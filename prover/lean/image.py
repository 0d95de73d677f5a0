"""Images of the proof server and the prelude: compiled and elaborated once, loaded at each start.

Embedded Lean took most of a start to elaborate the server's source and the prelude.  Both are done once for
each version of the sources, by Lean itself (``lean_project/ProofServer/Image.lean`` tells how), and kept
beside the installation in a folder named by the sources' hash.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from prover.fetch import FetchError
from prover.fetch.errors import describe_os_error
from prover.fetch.folder import new_folder
from prover.fetch.progress import Progress, showing
from prover.lean.errors import LeanNotAvailable
from prover.lean.install import EmbeddedInstallation, before_exec, node_path
from prover.lean.messages import ANSWER_MARK, NOISE
from prover.lean.source import (
    LEAN_PROJECT,
    boot_program,
    builder_program,
    prelude_files,
    server_source,
    source_hash,
)

SERVER_MODULE = "ProofServerImage"
PRELUDE_MODULE = "PreludeImage"
BUILD_LIMIT = 1200.0
"""Seconds the build may take; about 40 on two idle cores."""
ROOM = 1_000_000
"""Bytes: a disk with less left may have cut short what was written last."""


def node_command(installation: EmbeddedInstallation, mounts: list[tuple[Path, str]], writable: Path | None = None) -> list[str]:
    """Node with embedded Lean's loader, allowed to read the mounted folders only and to start nothing."""
    command = [str(node_path()), "--stack-size=60000", "--no-warnings", "--permission", "--allow-worker"]
    command += [f"--allow-fs-read={folder}" for folder, _ in mounts]
    if writable is not None:
        command.append(f"--allow-fs-write={writable}")
    return [*command, str(installation.loader)]


def node_environment(mounts: list[tuple[Path, str]]) -> dict[str, str]:
    return {
        "PROVER_MOUNTS": json.dumps([[str(folder), name] for folder, name in mounts]),
        "LEAN_PATH": "/lean/lib/lean:/images",
        "PATH": os.defpath,
    }


def _folder(installation: EmbeddedInstallation) -> Path:
    return installation.root / f"images-{source_hash()}"


def prepared(installation: EmbeddedInstallation) -> bool:
    """Whether the images of today's sources are there."""
    return (_folder(installation) / "complete").exists()


def images(installation: EmbeddedInstallation, progress: Progress = None) -> Path:
    """The folder with the images of today's sources, made first if there is none (about 40 s).

    Raises:
        LeanNotAvailable: Lean does not accept the sources.
        FetchError: they cannot be stored; the message says what to do.
    """
    folder = _folder(installation)
    if prepared(installation):
        return folder
    try:
        with FileLock(installation.root / ".images.lock"):
            if not prepared(installation):
                for leftover in installation.root.glob(".images-*.new-*"):  # of other sources too
                    shutil.rmtree(leftover, ignore_errors=True)
                with new_folder(folder) as work, showing("preparing Lean (once)", 0, progress):
                    _build(installation, work)
    except OSError as error:
        raise FetchError(f"embedded Lean: {describe_os_error(error, installation.root)}") from error
    return folder


def _build(installation: EmbeddedInstallation, work: Path) -> None:
    """Compile the server and elaborate the prelude side by side, then join what they made."""
    (work / f"{SERVER_MODULE}.lean").write_text(server_source(), encoding="utf-8")
    (work / "Build.lean").write_text(builder_program(), encoding="utf-8")
    mounts = [(installation.root, "/lean"), (LEAN_PROJECT, "/project"), (work, "/images")]
    stem = f"/images/{SERVER_MODULE}"
    compile_ = ["-o", f"{stem}.olean", "-i", f"{stem}.ilean", f"{stem}.lean"]
    build = ["--run", "/images/Build.lean", "--path", "/lean/lib/lean", "--import", "Init", "--import", "Std"]
    for path in prelude_files():
        build += ["--prelude", f"/project/{path.relative_to(LEAN_PROJECT).as_posix()}"]
    build += ["--prelude-image", f"/images/{PRELUDE_MODULE}.olean", "--server-image", stem]

    def start(arguments: list[str], log: Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*node_command(installation, mounts, work), *arguments],
            env=node_environment(mounts), cwd=work, stdin=subprocess.PIPE, stdout=log.open("wb"), stderr=subprocess.STDOUT,
            preexec_fn=before_exec,
        )  # fmt: skip

    compiled, built = work / "compile.log", work / "build.log"
    with _ended(start(compile_, compiled)) as compiling, _ended(start(build, built)) as building:
        _finish(compiling, b"", compiled, "hasErrors = false")
        _finish(building, b"go\n", built, f"{ANSWER_MARK}built")
        _refuse_full(work)
    for suffix in (".olean", ".olean.private", ".olean.server", ".ir", ".ilean", ".lean"):
        (work / f"{SERVER_MODULE}{suffix}").unlink(missing_ok=True)
    (work / f"{SERVER_MODULE}.image").rename(work / f"{SERVER_MODULE}.olean")
    (work / "Boot.lean").write_text(boot_program(SERVER_MODULE), encoding="utf-8")
    for name in ("Build.lean", "compile.log", "build.log"):
        (work / name).unlink()
    (work / "complete").touch()


@contextmanager
def _ended(process: subprocess.Popen[bytes]):
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _finish(process: subprocess.Popen[bytes], said: bytes, log: Path, sign: str) -> None:
    """Wait for the end; success is the ``sign`` in the log, for the loader's exit code says nothing."""
    try:
        process.communicate(said, timeout=BUILD_LIMIT)
    except subprocess.TimeoutExpired:
        raise LeanNotAvailable(f"preparing embedded Lean took longer than {BUILD_LIMIT:.0f} s") from None
    lines = log.read_text("utf-8", "replace").splitlines()
    if not any(sign in line for line in lines):
        _refuse_full(log.parent)
        told = "\n".join([x for x in lines if not x.startswith(NOISE)][-20:])
        raise LeanNotAvailable(f"embedded Lean cannot be prepared: Lean does not accept the sources\n{told}")


def _refuse_full(folder: Path) -> None:
    """Lean does not say so when a file of its own is cut short.  Raises ``OSError`` where the disk is full."""
    if shutil.disk_usage(folder).free < ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
