"""The proof server, the tactics' programs and the prelude as source text, from the folder ``lean_project``.

The modules of each are joined into one file: ``lean --run`` takes no more, and in embedded Lean that file is
compiled once (``prover.lean.embedded.image``).
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

LEAN_PROJECT = Path(__file__).resolve().parents[2] / "lean_project"
SERVER_ROOT = "ProofServer.Main"
TACTICS_ROOT = "Tactics.Main"
IMAGE_ROOT = "ProofServer.Image"
PRELUDE_ROOT = "Prelude"
READINGS = LEAN_PROJECT / "readings.txt"

NO_LIMIT = "-DmaxHeartbeats=0"
"""How ``lean`` is asked to elaborate the server: what runs beside its main thread is charged with all that its thread has done
before, and would come to the limit."""

_MAIN = "\npublic meta unsafe def main (args : List String) : IO Unit := do {action}\n"
_RUN = "ProofServer.run (← Tactics.register) args"
_IMPORT = re.compile(r"^(?:public )?(?:meta )?import (\S+)\s*$", re.MULTILINE)


def toolchain_version() -> str:
    """The Lean version the server is written for, e.g. ``4.28.0``."""
    return (LEAN_PROJECT / "lean-toolchain").read_text().strip().rpartition(":v")[2]


def module_path(module: str) -> Path:
    return LEAN_PROJECT / (module.replace(".", "/") + ".lean")


def module_order(*roots: str) -> list[str]:
    """The project's own modules that ``roots`` rest on, each after those it imports, and the roots."""
    order: list[str] = []

    def visit(module: str) -> None:
        if module in order:
            return
        for name in _IMPORT.findall(module_path(module).read_text(encoding="utf-8")):
            if module_path(name).exists():
                visit(name)
        order.append(module)

    for root in roots:
        visit(root)
    return order


def joined(*roots: str) -> str:
    """One Lean file holding ``roots`` and the modules of ours they rest on."""
    imports: list[str] = []
    bodies: list[str] = []
    for module in module_order(*roots):
        text = module_path(module).read_text(encoding="utf-8")
        imports += [i for i in _IMPORT.findall(text) if not module_path(i).exists() and i not in imports]
        body = _IMPORT.sub("", text)
        bodies.append(re.sub(r"\Amodule\b", "", body).strip())
    head = "\n".join(f"public meta import {i}" for i in imports)
    return f"module\n{head}\n\n" + "\n\n".join(bodies) + "\n"


@cache
def server_source() -> str:
    """The proof server without a ``main``."""
    return joined(SERVER_ROOT)


@cache
def tactics_source() -> str:
    """The tactics' programs; neither they nor the server need the other to be compiled."""
    return joined(TACTICS_ROOT)


@cache
def server_program() -> str:
    """The proof server with the tactics as a program for ``lean --run``."""
    return joined(TACTICS_ROOT, SERVER_ROOT) + _MAIN.format(action=_RUN)


@cache
def builder_program() -> str:
    """The program that makes the images, for ``lean --run``."""
    return joined(IMAGE_ROOT) + _MAIN.format(action="ProofServer.build args")


def boot_program(*modules: str) -> str:
    """The server from its compiled modules, for ``lean --run``."""
    return "module\n" + "".join(f"public meta import {module}\n" for module in modules) + _MAIN.format(action=_RUN)


def prelude_files() -> list[Path]:
    """The prelude's files in the order they are to be elaborated."""
    return [module_path(m) for m in module_order(PRELUDE_ROOT)]


def source_hash() -> str:
    """Short hash of everything written in Lean; part of results, so that runs can be compared."""
    digest = hashlib.sha256((server_program() + builder_program()).encode())
    for path in [*prelude_files(), READINGS]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
