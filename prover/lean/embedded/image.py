"""Images of the proof server and the prelude: compiled and elaborated once, and a server started from them.

Both are made by Lean itself (see ``lean_project/ProofServer/Image.lean``).  They serve to make the snapshot that
every later start begins with (``prover.lean.embedded.snapshot``).
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from prover.lean.embedded.confined import launched
from prover.lean.embedded.install import EmbeddedInstallation
from prover.lean.embedded.node import node_command, node_environment
from prover.lean.errors import LeanNotAvailable
from prover.lean.messages import ANSWER_MARK, NOISE
from prover.lean.source import LEAN_PROJECT, NO_LIMIT, boot_program, builder_program, prelude_files, server_source

SERVER_MODULE = "ProofServerImage"
PRELUDE_MODULE = "PreludeImage"
CORE_IMPORTS = ("Init", "Std")
BUILD_LIMIT = 1200.0
"""Seconds the build may take; about 40 on two idle cores."""
ROOM = 1_000_000
"""Bytes: a disk with less left may have cut short what was written last."""


def build_images(installation: EmbeddedInstallation, work: Path) -> None:
    """Compile the server and elaborate the prelude side by side, then join what they made, in the folder ``work``.

    Raises ``LeanNotAvailable`` if Lean does not accept the sources, ``OSError`` if they cannot be stored.
    """
    (work / f"{SERVER_MODULE}.lean").write_text(server_source(), encoding="utf-8")
    (work / "Build.lean").write_text(builder_program(), encoding="utf-8")
    mounts = [(installation.root, "/lean"), (LEAN_PROJECT, "/project"), (work, "/images")]
    stem = f"/images/{SERVER_MODULE}"
    compile_ = [NO_LIMIT, "-o", f"{stem}.olean", "-i", f"{stem}.ilean", f"{stem}.lean"]
    build = [NO_LIMIT, "--run", "/images/Build.lean", "--path", "/lean/lib/lean", *import_arguments(CORE_IMPORTS)]
    for path in prelude_files():
        build += ["--prelude", f"/project/{path.relative_to(LEAN_PROJECT).as_posix()}"]
    build += ["--prelude-image", f"/images/{PRELUDE_MODULE}.olean", "--server-image", stem]

    compiled, built = work / "compile.log", work / "build.log"
    run = partial(running, installation, mounts, work)
    with run(compile_, compiled) as compiling, run(build, built) as building:
        finish(compiling, b"", compiled, "hasErrors = false")
        finish(building, b"go\n", built, f"{ANSWER_MARK}built")
        _refuse_full(work)
    for suffix in (".olean", ".olean.private", ".olean.server", ".ir", ".ilean", ".lean"):
        (work / f"{SERVER_MODULE}{suffix}").unlink(missing_ok=True)
    (work / f"{SERVER_MODULE}.image").rename(work / f"{SERVER_MODULE}.olean")
    (work / "Boot.lean").write_text(boot_program(SERVER_MODULE), encoding="utf-8")


def freeze(installation: EmbeddedInstallation, images: Path, work: Path) -> None:
    """Start the server from its images and save its memory in the folder ``work``, just before its first request.

    Raises ``LeanNotAvailable`` if it does not start, ``OSError`` if the snapshot cannot be stored.
    """
    mounts = [(installation.root, "/lean"), (images, "/images")]
    start = ["--run", "/images/Boot.lean", "--path", "/lean/lib/lean", "--path", "/images"]
    start += [*import_arguments((*CORE_IMPORTS, PRELUDE_MODULE)), "--snapshot"]
    log = images / "freeze.log"
    with running(installation, mounts, work, start, log, PROVER_SAVE_SNAPSHOT=str(work)) as freezing:
        finish(freezing, b"", log, f"{ANSWER_MARK}saved")


def import_arguments(modules: tuple[str, ...]) -> list[str]:
    return [argument for module in modules for argument in ("--import", module)]


@contextmanager
def running(
    installation: EmbeddedInstallation, mounts: list[tuple[Path, str]], work: Path, arguments: list[str], log: Path, **more: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Lean with these arguments, its output in ``log``, ended in any case."""
    command = node_command(installation, [folder for folder, _ in mounts], work)
    with log.open("wb") as sink:
        process = subprocess.Popen(
            launched([*command, *arguments]), env=node_environment(mounts, **more), cwd=work,
            stdin=subprocess.PIPE, stdout=sink, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def finish(process: subprocess.Popen[bytes], given: bytes, log: Path, sign: str) -> None:
    """Wait for the end; success is the ``sign`` in the log, for the loader's exit code says nothing."""
    try:
        process.communicate(given, timeout=BUILD_LIMIT)
    except subprocess.TimeoutExpired:
        raise LeanNotAvailable(f"preparing embedded Lean took longer than {BUILD_LIMIT:.0f} s") from None
    lines = log.read_text("utf-8", "replace").splitlines()
    if not any(sign in line for line in lines):
        _refuse_full(log.parent)
        said = "\n".join([x for x in lines if not x.startswith(NOISE)][-20:])
        raise LeanNotAvailable(f"embedded Lean cannot be prepared: Lean does not accept the sources\n{said}")


def _refuse_full(folder: Path) -> None:
    """Lean does not say so when a file of its own is cut short.  Raises ``OSError`` where the disk is full."""
    if shutil.disk_usage(folder).free < ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
