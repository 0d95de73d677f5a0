"""Whether a background server is of this very program and holds what is asked for."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_SOURCES = (("prover", "*.py"), ("prover/lean", "*.js"), ("search", "*.py"), ("lean_project", "*.lean"))


def code_hash() -> str:
    """A digest of the version, of all that search, prover and proof server are written in, and of the interpreter: a server
    started before any of it was changed is not this program's."""
    from prover import __version__

    digest = hashlib.sha256(f"{__version__}\0{sys.version}\0{sys.prefix}\0{_ROOT}\0".encode())
    for file in _files():
        digest.update(os.fsencode(file.relative_to(_ROOT)) + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:24]


def _files() -> Iterable[Path]:
    for folder, pattern in _SOURCES:
        yield from sorted((_ROOT / folder).rglob(pattern))
    yield _ROOT / "lean_project" / "readings.txt"
    yield _ROOT / "lean_project" / "lean-toolchain"


def policy_keys(specs: Sequence[str]) -> list[str]:
    """What tells policies apart: their specs, with folders in full, when the weights in them were last changed, and a
    digest of the key that a model server is asked with."""
    return [_key(spec) for spec in dict.fromkeys(specs or ["default"])]


def absolute(spec: str) -> str:
    """A policy's spec with the folder of its model in full, so that it means the same elsewhere."""
    kind, _, rest = spec.partition(":")
    model, mark, query = rest.partition("?")
    if kind == "hf" and model and Path(model).is_dir():
        return f"hf:{Path(model).resolve()}{mark}{query}"
    return spec


def _key(spec: str) -> str:
    spec = absolute(spec)
    kind, _, rest = spec.partition(":")
    model = "default" if spec == "default" else rest.partition("?")[0] if kind == "hf" else ""
    if kind == "openai":
        secret = os.environ.get("PROVER_API_KEY", "")
        return f"{spec} {hashlib.sha256(secret.encode()).hexdigest()[:12]}"
    folder = _ROOT / "prover" / "models" / "default" if model == "default" else Path(model)
    if not model or not folder.is_dir():
        return spec
    stamps = sorted((f.name, f.stat().st_size, f.stat().st_mtime_ns) for f in folder.iterdir() if f.is_file())
    return f"{spec} {hashlib.sha256(repr(stamps).encode()).hexdigest()[:12]}"
