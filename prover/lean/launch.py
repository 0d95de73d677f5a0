"""How to start Lean: the command line, environment and folder for each kind of Lean.

Only the command differs; the proof server and the protocol are the same.  Nothing is started here.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

from prover.fetch import cache_dir
from prover.fetch.progress import Progress
from prover.lean.embedded.image import CORE_IMPORTS, import_arguments
from prover.lean.embedded.install import install, verify
from prover.lean.embedded.node import node_command, node_environment
from prover.lean.embedded.snapshot import snapshot
from prover.lean.errors import LeanNotAvailable
from prover.lean.source import NO_LIMIT, prelude_files, server_program, toolchain_version


@dataclass(frozen=True)
class LeanCommand:
    """Everything needed to start one proof server."""

    argv: tuple[str, ...]
    env: dict[str, str] = field(hash=False)
    cwd: Path
    backend: str
    """``embedded`` or ``native``."""
    imports: tuple[str, ...]
    prelude: bool
    """Whether the Mathlib-compatible prelude is loaded; never together with Mathlib itself."""
    sealed: tuple[tuple[Path, tuple[str, ...]], ...] = ()
    """Folders with a seal, and the beginnings of the names in them, that must be unchanged for a process to be trusted."""
    reads: tuple[Path, ...] = ()
    """All that the process may read besides the system's libraries, where the kernel can see to that; empty: anything."""

    @property
    def header(self) -> tuple[str, ...]:
        """The modules that a file must import to mean in the user's project what it means here; none for embedded Lean."""
        return self.imports if self.backend == "native" else ()

    def importing(self, modules: tuple[str, ...]) -> LeanCommand:
        """The same Lean with these modules in place of its own, where it is native."""
        if self.backend != "native" or modules == self.imports:
            return self
        prelude = modules == CORE_IMPORTS
        argv = self.argv[: self.argv.index("--run") + 2] + _server_arguments(modules, prelude)
        return replace(self, argv=argv, imports=modules, prelude=prelude)

    def verify(self) -> None:
        """See that what the process is started from is what was installed.  Raises ``LeanNotAvailable``."""
        for folder, below in self.sealed:
            verify(folder, below)


def embedded_command(progress: Progress = None) -> LeanCommand:
    """Embedded Lean with the prelude, installed first if need be.

    The process may read the loader's folder and that of its snapshot, by Node's permission model and the kernel's Landlock, and
    Lean in it sees neither: no folder is mounted.  It can start no process and load no native code.

    Raises:
        LeanNotAvailable, FetchError: the message says what to do.
    """
    installation = install(progress)
    folder = snapshot(installation, progress)
    environment = node_environment([], PROVER_SNAPSHOT=str(folder))
    argv = tuple(node_command(installation, [installation.loader.parent, folder]))
    sealed = ((installation.root, ("bin/",)), (folder, ("",)))
    reads = (Path(argv[0]).resolve().parents[1], installation.loader.parent, folder)
    return LeanCommand(argv, environment, folder, "embedded", CORE_IMPORTS, True, sealed, reads)


def native_command(
    project: Path | None = None, imports: tuple[str, ...] | None = None, also: tuple[str, ...] = ()
) -> LeanCommand:
    """Native Lean: inside a user's Lake project, or with the ``lean`` on PATH if ``project`` is None.

    ``imports`` default to ``Mathlib`` where the project has it, else to core Lean, which gets the prelude; ``also`` comes to them.

    Raises:
        LeanNotAvailable: no such project, no ``lake`` or ``lean`` on PATH, or another Lean version than the
            proof server is written for.
    """
    if project is not None:
        project = project.resolve()
        if not any((project / name).exists() for name in ("lakefile.toml", "lakefile.lean")):
            raise LeanNotAvailable(f"{project} is no Lake project: it has no lakefile.toml or lakefile.lean")
        prefix = [_executable("lake", "--project needs Lake, which comes with Lean"), "env", "lean"]
        default = ("Mathlib",) if has_mathlib(project) else CORE_IMPORTS
    else:
        prefix = [_executable("lean", "no native Lean")]
        default = CORE_IMPORTS
    check_version(prefix, project)
    folder = cache_dir() / "native"
    folder.mkdir(parents=True, exist_ok=True)
    argv = (*prefix, NO_LIMIT, "--run", str(_server_file(folder)))
    bare = LeanCommand(argv, dict(os.environ), project or Path.cwd(), "native", (), False)
    return bare.importing(tuple(dict.fromkeys((*(imports or default), *also))))


def has_mathlib(project: Path) -> bool:
    """Whether a Lake project depends on Mathlib, by its manifest."""
    try:
        packages = json.loads((project / "lake-manifest.json").read_text(encoding="utf-8")).get("packages", [])
    except (OSError, ValueError):
        return False
    return any(isinstance(p, dict) and p.get("name") == "mathlib" for p in packages)


def check_version(prefix: list[str], project: Path | None) -> str:
    """The version a ``lean`` command reports.

    Raises:
        LeanNotAvailable: it does not run, or its major and minor version are not the server's.
    """
    wanted = toolchain_version()
    try:
        done = subprocess.run([*prefix, "--version"], cwd=project, capture_output=True, text=True, timeout=300)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise LeanNotAvailable(f"'{' '.join(prefix)} --version' does not run: {error}") from error
    found = re.search(r"version (\d+\.\d+\.\d+)", done.stdout)
    if done.returncode != 0 or found is None:
        raise LeanNotAvailable(f"'{' '.join(prefix)} --version' failed: {(done.stderr or done.stdout).strip()}")
    if found[1].split(".")[:2] != wanted.split(".")[:2]:
        raise LeanNotAvailable(
            f"the proof server is written for Lean {wanted}, this is Lean {found[1]}: "
            f"set the project's lean-toolchain to leanprover/lean4:v{wanted}, or leave --project out to use embedded Lean"
        )
    return found[1]


def _executable(name: str, purpose: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise LeanNotAvailable(
            f"{purpose}, and there is no '{name}' on PATH: install Lean {toolchain_version()} with elan, "
            "or leave --project out to use embedded Lean"
        )
    return found


def _server_arguments(imports: tuple[str, ...], prelude: bool) -> tuple[str, ...]:
    preludes = [argument for path in prelude_files() for argument in ("--prelude", str(path))] if prelude else []
    return (*import_arguments(imports), *preludes)


def _server_file(folder: Path) -> Path:
    """The joined server source as a file whose name holds its hash; written once, atomically."""
    text = server_program()
    path = folder / f"ProofServer-{hashlib.sha256(text.encode()).hexdigest()[:16]}.lean"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        handle, temporary = tempfile.mkstemp(prefix=".ProofServer-", dir=folder)
        with os.fdopen(handle, "w", encoding="utf-8") as sink:
            sink.write(text)
        os.replace(temporary, path)
    return path
