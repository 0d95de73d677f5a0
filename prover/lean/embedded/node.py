"""How Node.js runs embedded Lean's loader: what it may touch, and its settings."""

from __future__ import annotations

import json
import os
from pathlib import Path

from prover.lean.embedded.install import EmbeddedInstallation, node_path

_FLAGS = (
    "--stack-size=60000",  # deep terms end in Lean's own recursion error instead of the process's end
    "--wasm-lazy-validation",  # functions are checked when they are first called; the module's own digest is checked before
    "--single-threaded-gc",  # the loader's own objects are few
    "--expose-gc",
    "--allow-natives-syntax",  # to keep compiled code, see loader.js
    "--no-warnings",
)


def node_command(installation: EmbeddedInstallation, readable: list[Path], writable: Path | None = None) -> list[str]:
    """Node with embedded Lean's loader, allowed to read the ``readable`` folders and to start no process.

    It may start threads, as Lean does while it compiles and for ``exact?``.  Node's permissions do not bind what runs in them;
    that is the loader and WebAssembly alone, and on Linux the filter of system calls binds them too.

    None of the folders may lie in another: Node's permission model then forgets one.
    """
    command = [str(node_path()), *_FLAGS, "--permission", "--allow-worker"]
    command += [f"--allow-fs-read={folder}" for folder in readable]
    if writable is not None:
        command.append(f"--allow-fs-write={writable}")
    return [*command, str(installation.loader)]


def node_environment(mounts: list[tuple[Path, str]], **more: str) -> dict[str, str]:
    """The loader's settings: which folders Lean sees under which names (``mounts``), and ``PROVER_…`` variables of loader.js."""
    return {
        "PROVER_MOUNTS": json.dumps([[str(folder), name] for folder, name in mounts]),
        "LEAN_PATH": "/lean/lib/lean:/images",
        "PATH": os.defpath,
        **more,
    }
