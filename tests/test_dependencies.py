"""What the code imports is declared, and what is declared is imported."""

from __future__ import annotations

import ast
import re
import sys
from importlib import metadata
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DISTRIBUTIONS = metadata.packages_distributions()
OWN = {"prover", "search", "benchmarks", "lean_project"}
BESIDE = {"landlock", "seccomp"}
"""Modules that lie beside the program which imports them (``prover/lean/embedded/confined``)."""
NOT_IMPORTED = {"gguf": "transformers reads hf:smollm2 with it"}


def declared(extra: str | None = None) -> set[str]:
    lines = PROJECT["dependencies"] if extra is None else PROJECT["optional-dependencies"][extra]
    return {re.split(r"[^\w.-]", line, maxsplit=1)[0].lower().replace("_", "-") for line in lines}


def imported(*folders: str) -> dict[str, str]:
    """The foreign top-level modules that the code of these folders imports anywhere, each with a file that does."""
    found = {}
    for path in (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))):
        if "measure" in path.relative_to(ROOT).parts[:2]:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            else:
                continue
            found |= {name.partition(".")[0]: str(path.relative_to(ROOT)) for name in names}
    return {name: path for name, path in found.items() if name not in OWN | BESIDE and name not in sys.stdlib_module_names}


def distributions(module: str) -> set[str]:
    return {name.lower().replace("_", "-") for name in DISTRIBUTIONS.get(module, [])}


def test_what_is_imported_is_declared():
    """At the least for an extra, which the code that imports it asks for."""
    known = declared() | declared("train")
    undeclared = {
        module: path for module, path in imported("prover", "search", "benchmarks").items() if not distributions(module) & known
    }
    assert undeclared == {}


def test_what_is_declared_is_imported():
    used = set().union(*map(distributions, imported("prover", "search", "benchmarks")), NOT_IMPORTED)
    assert sorted((declared() | declared("train")) - used) == []
