"""miniF2F for Lean 4 (Zheng et al. 2022, arXiv:2109.00110): 488 problems, 244 valid and 244 test.

Read from the copy with informal statements and proofs in the source archive of COPRA (MIT), fetched on first
use, or from a JSONL file of the same or a similar layout.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from benchmarks import jsonl
from benchmarks.jsonl import file_hash
from benchmarks.problem import DataError, Problem

__all__ = ["SPLITS", "Split", "data_file", "file_hash", "load", "select", "source_of"]

Split = Literal["valid", "test", "all"]
SPLITS = ("valid", "test", "all")

_SOURCES = (
    ("mathd_algebra", "MATHD algebra"),
    ("mathd_numbertheory", "MATHD number theory"),
    ("amc", "AMC"),
    ("aime", "AIME"),
    ("imo", "IMO"),
    ("algebra", "algebra"),
    ("numbertheory", "number theory"),
    ("induction", "induction"),
)


def data_file(path: Path | None = None) -> Path:
    """``path``, or the registry's copy.

    Raises:
        DataError: there is no such file.
        prover.fetch.FetchError: the registry's copy cannot be had.
    """
    if path is None:
        from prover.fetch import COPRA, MINIF2F_MEMBER, member

        return member(COPRA, MINIF2F_MEMBER)
    if not path.is_file():
        raise DataError(f"{path}: no such file")
    return path


def load(path: Path | None = None, split: Split = "all") -> list[Problem]:
    """The problems of a split, in the file's order.

    Raises:
        DataError: no such file, a line that is no problem, or a name given twice.
        prover.fetch.FetchError: the registry's copy cannot be had.
    """
    problems = jsonl.read(data_file(path), ("split",), source_of)
    return [p for p in problems if split in ("all", p.split)]


def select(problems: Iterable[Problem], names: Iterable[str] = (), limit: int | None = None) -> list[Problem]:
    """The problems of these names (all if none is given), the first ``limit`` of them.

    Raises:
        DataError: a name that no problem has.
    """
    chosen = list(problems)
    wanted = list(dict.fromkeys(names))
    if wanted:
        by_name = {p.name: p for p in chosen}
        missing = [name for name in wanted if name not in by_name]
        if missing:
            raise DataError(f"no problem named {', '.join(missing)} in this split")
        chosen = [by_name[name] for name in wanted]
    return chosen[:limit]


def source_of(name: str) -> str:
    """Where a problem is from, by the prefix of its name."""
    return next((source for prefix, source in _SOURCES if name.startswith(prefix)), "other")
