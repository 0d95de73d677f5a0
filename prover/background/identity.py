"""Whether a background server is of this very program and holds what is asked for."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, unquote_plus

from prover.folders import cache_dir

if TYPE_CHECKING:
    from prover.background.server_folder import ServerRecord

_ROOT = Path(__file__).resolve().parents[2]
_SOURCES = (
    ("prover", "*.py"),
    ("prover/policy", "*.yaml"),
    ("prover/fetch", "*.json"),
    ("prover/lean", "*.js"),
    ("search", "*.py"),
    ("lean_project", "*.lean"),
)
_OF_FILES = ("template_file", "prompts")
"""Options of policies that name a file or a folder."""


def code_hash() -> str:
    """A digest of the version, of all that search, prover and proof server are written in, and of the interpreter: a server
    started before any of it was changed is not this program's."""
    from prover import __version__

    digest = hashlib.sha256(f"{__version__}\0{sys.version}\0{sys.prefix}\0{_ROOT}\0".encode())
    files = [file for folder, pattern in _SOURCES for file in sorted((_ROOT / folder).rglob(pattern))]
    for file in [*files, *sorted((_ROOT / "lean_project").glob("*.txt")), _ROOT / "lean_project" / "lean-toolchain"]:
        digest.update(os.fsencode(file.relative_to(_ROOT)) + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:24]


def surroundings() -> str:
    """A digest of the settings of the environment that decide what is run, and how large it may grow."""
    return _digest(os.environ.get("PROVER_LEAN_MEMORY", "").strip(), str(cache_dir()))


def foreign(record: ServerRecord) -> str | None:
    """Why a server is not the one that this program would start; ``None`` if it is."""
    if record.code != code_hash():
        return "is of another version of this program"
    if record.surroundings != surroundings():
        return "was started with another PROVER_LEAN_MEMORY or PROVER_CACHE"
    return None


def policy_keys(specs: Sequence[str]) -> list[str]:
    """What distinguishes policies: their specs, without passwords and with paths in full, and a digest of all else that they are
    made of: when the weights in a folder were last changed, what is in the files that options name, the password and the
    key that a model server is asked with."""
    return [_key(spec) for spec in dict.fromkeys(specs or ["default"])]


def absolute(spec: str) -> str:
    """A policy's spec with the folder of its model and the files of its options in full, so that it means the same elsewhere."""
    kind, _, rest = spec.partition(":")
    model, mark, query = rest.partition("?")
    if kind == "hf" and model and Path(model).is_dir():
        model = str(Path(model).resolve())
    options = query.split("&")
    for i, option in enumerate(options):
        if (path := _named(option)) is not None:
            options[i] = f"{option.partition('=')[0]}={quote_plus(str(path.absolute()), safe='/')}"
    return f"{kind}:{model}{mark}{'&'.join(options)}" if rest else spec


def _named(option: str) -> Path | None:
    """The file or folder that an option names, if it is of that kind and there is one."""
    name, _, value = option.partition("=")
    path = Path(unquote_plus(value))
    return path if name in _OF_FILES and value and path.exists() else None


def _key(spec: str) -> str:
    spec = absolute(spec)
    kind, _, rest = spec.partition(":")
    model, _, query = rest.partition("?")
    made_of = [repr(_contents(path)) for option in query.split("&") if (path := _named(option)) is not None]
    shown = spec
    if kind == "openai":
        from prover.policy.address import without_password

        shown = without_password(spec)
        made_of += [spec, _secret(model.partition("#")[0])]
    elif kind == "hf" or spec == "default":
        folder = _ROOT / "prover" / "models" / "default" if (model or "default") == "default" else Path(model)
        made_of += [repr(_contents(folder))] if folder.is_dir() else []
    return f"{shown} {_digest(*made_of)}" if made_of else shown


def _secret(url: str) -> str:
    from prover.policy.address import api_key, read_address
    from prover.policy.base import PolicyError

    try:
        return api_key(read_address(url).bases[0])[1] or ""
    except PolicyError:
        return ""  # an error once the policy is loaded


def _contents(path: Path) -> object:
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return sorted((f.name, f.stat().st_size, f.stat().st_mtime_ns) for f in path.iterdir() if f.is_file())


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:12]
