"""Python in WebAssembly for the sandbox: Pyodide's few files, unpacked once into the cache folder."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

from filelock import FileLock

from prover.fetch import PYODIDE, FetchError, cache_dir, fetch
from prover.fetch.errors import describe_os_error
from prover.fetch.folder import new_folder
from prover.fetch.progress import Progress

FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide-lock.json", "python_stdlib.zip")


def install(progress: Progress = None) -> Path:
    """The folder with Pyodide, made first if there is none (a 6.5 MB download, 14 MB on disk).

    Raises:
        FetchError: it cannot be had or stored; the message says what to do.
    """
    root = cache_dir() / f"pyodide-{PYODIDE.version}"
    if root.exists():
        return root
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        archive = fetch(PYODIDE, progress)
        with FileLock(root.with_name(f".{root.name}.lock")):
            if root.exists():
                return root
            with new_folder(root) as work:
                _unpack(archive, work)
    except OSError as error:
        raise FetchError(f"Pyodide: {describe_os_error(error, root.parent)}") from error
    return root


def _unpack(archive: Path, folder: Path) -> None:
    with tarfile.open(archive, "r:gz") as package:
        for name in FILES:
            with (folder / name).open("wb") as sink:
                shutil.copyfileobj(package.extractfile(f"package/{name}"), sink, 1 << 20)
