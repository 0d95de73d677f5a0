"""Images of the proof server, the tactics' programs and the prelude: compiled and elaborated once, and a server started from them.

They are made by Lean itself (see ``lean_project/ProofServer/Image.lean``).  They serve to make the snapshot that
every later start begins with (``prover.lean.embedded.snapshot``).
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from prover.lean.embedded.confined import launched
from prover.lean.embedded.install import EmbeddedInstallation
from prover.lean.embedded.node import node_command, node_environment
from prover.lean.errors import LeanNotAvailable
from prover.lean.messages import ANSWER_MARK, NOISE
from prover.lean.source import (
    LEAN_PROJECT,
    NO_LIMIT,
    boot_program,
    builder_program,
    prelude_files,
    server_source,
    tactics_source,
)

COMPILED = {"ProofServerImage": server_source, "TacticsImage": tactics_source}
"""Modules, and what their source is."""
PRELUDE_MODULE = "PreludeImage"
CORE_IMPORTS = ("Init", "Std")
BUILD_LIMIT = 1200.0
"""Seconds the build may take."""
ROOM = 1_000_000
"""Bytes: a disk with less left may have cut short what was written last."""


def build_images(installation: EmbeddedInstallation, work: Path) -> None:
    """Compile the server and the tactics and elaborate the prelude side by side, then join what they made, in the folder ``work``.

    Raises ``LeanNotAvailable`` if Lean does not accept the sources, ``OSError`` if they cannot be stored.
    """
    (work / "Build.lean").write_text(builder_program(), encoding="utf-8")
    mounts = [(installation.root, "/lean"), (LEAN_PROJECT, "/project"), (work, "/images")]
    run = partial(running, installation, mounts, work)
    build = [NO_LIMIT, "--run", "/images/Build.lean", "--path", "/lean/lib/lean", *import_arguments(CORE_IMPORTS)]
    for path in prelude_files():
        build += ["--prelude", f"/project/{path.relative_to(LEAN_PROJECT).as_posix()}"]
    build += ["--prelude-image", f"/images/{PRELUDE_MODULE}.olean"]
    for module in COMPILED:
        build += ["--compiled", f"/images/{module}"]

    with ExitStack() as stack:
        compiling: dict[Path, subprocess.Popen[bytes]] = {}
        for module, source in COMPILED.items():
            (work / f"{module}.lean").write_text(source(), encoding="utf-8")
            stem, log = f"/images/{module}", work / f"{module}.log"
            compiling[log] = stack.enter_context(run([NO_LIMIT, "-o", f"{stem}.olean", f"{stem}.lean"], log))
        built = work / "build.log"
        building = stack.enter_context(run(build, built))
        deadline = time.monotonic() + BUILD_LIMIT
        while compiling:
            for log in [log for log, process in compiling.items() if process.poll() is not None]:
                _refuse_without("hasErrors = false", log)
                del compiling[log]
            if building.poll() is not None:
                _refuse_without(f"{ANSWER_MARK}built", built)
            if time.monotonic() > deadline:
                raise _too_slow()
            time.sleep(0.2)
        finish(building, b"go\n", built, f"{ANSWER_MARK}built")
        _refuse_full(work)
    for module in COMPILED:
        for suffix in (".olean", ".olean.private", ".olean.server", ".ir", ".lean"):
            (work / f"{module}{suffix}").unlink(missing_ok=True)
        (work / f"{module}.image").rename(work / f"{module}.olean")
    (work / "Boot.lean").write_text(boot_program(*COMPILED), encoding="utf-8")


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
        raise _too_slow() from None
    _refuse_without(sign, log)


def _too_slow() -> LeanNotAvailable:
    return LeanNotAvailable(f"preparing embedded Lean took longer than {BUILD_LIMIT:.0f} s")


def _refuse_without(sign: str, log: Path) -> None:
    lines = log.read_text("utf-8", "replace").splitlines()
    if not any(sign in line for line in lines):
        _refuse_full(log.parent)
        said = "\n".join([x for x in lines if not x.startswith(NOISE)][-20:])
        raise LeanNotAvailable(f"embedded Lean cannot be prepared: Lean does not accept the sources\n{said}")


def _refuse_full(folder: Path) -> None:
    """Lean does not say so when a file of its own is cut short.  Raises ``OSError`` where the disk is full."""
    if shutil.disk_usage(folder).free < ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
