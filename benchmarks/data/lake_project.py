"""What a Lake project is made of: its packages, where their sources are, at which revision, with which options."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks.data.problem import DataError

_LAKEFILES = ("lakefile.toml", "lakefile.lean")
_DEFAULTS = {"autoImplicit": "true", "relaxedAutoImplicit": "true"}
_OPTION = re.compile(
    r"(?<![\w.])(?:weak\.)?(autoImplicit|relaxedAutoImplicit|maxSynthPendingDepth|pp\.unicode\.fun|backward(?:\.\w+)+)"
    r"\s*(?:=|,)\s*(?:\.ofNat\s*)?(true|false|\d+)"
)


@dataclass(frozen=True)
class Package:
    """A package's sources; ``revision`` is the Git commit they are of, as far as it is known."""

    name: str
    root: Path
    revision: str | None

    @cached_property
    def options(self) -> dict[str, str]:
        """The options its lakefile sets that change what a source means or how goals print, and Lean's defaults
        for automatic binders, which the proof server turns off as Mathlib does."""
        found = dict(_DEFAULTS)
        for name in _LAKEFILES:
            try:
                found.update(_OPTION.findall((self.root / name).read_text(encoding="utf-8")))
            except OSError:
                continue
        return found


class LakeProject:
    """A user's Lake project, as its ``lake-manifest.json`` describes it.

    Raises:
        DataError: it is no Lake project, or its manifest cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not any((path / name).is_file() for name in _LAKEFILES):
            raise DataError(f"{path} is no Lake project: it has no lakefile.toml or lakefile.lean")
        manifest = path / "lake-manifest.json"
        try:
            self._manifest = json.loads(manifest.read_text(encoding="utf-8"))
            self._entries = {str(entry["name"]): entry for entry in self._manifest.get("packages", [])}
        except FileNotFoundError:
            raise DataError(f"{path} has no lake-manifest.json: run 'lake update' in it first") from None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise DataError(f"{manifest}: not a manifest as Lake writes it ({error!r}): run 'lake update'") from error

    def package(self, name: str) -> Package | None:
        """The package of that name, the project itself included; ``None`` if it is not there or not downloaded."""
        if _plain(self._manifest.get("name")) == name:
            return Package(name, self.path, _head(self.path))
        entry = next((entry for key, entry in self._entries.items() if _plain(key) == name), None)
        if entry is None:
            return None
        if entry.get("type") == "path":
            root = self.path / str(entry.get("dir") or "")
            revision = _head(root)
        else:
            root = self.path / str(self._manifest.get("packagesDir") or ".lake/packages") / name
            revision = entry.get("rev")
        root = root / str(entry.get("subDir") or "")
        return Package(name, root, revision) if root.is_dir() else None


def _plain(name: object) -> str:
    return str(name or "").strip("«»")


def _head(folder: Path) -> str | None:
    """The commit a Git work tree is at, if it is one and Git can tell."""
    if not (folder / ".git").exists():  # Git would tell of a work tree around it
        return None
    try:
        done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=folder, capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() or None if done.returncode == 0 else None
