"""miniF2F for Lean 4 (Zheng et al. 2022, arXiv:2109.00110): 488 problems, 244 valid and 244 test.

Read from the copy with informal statements and proofs in the source archive of COPRA (MIT), fetched on first
use, or from a file of problems with their splits (``problem_file``).
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.data import problem_file
from benchmarks.data.problem import DataError, Problem
from benchmarks.data.problem_file import ProblemFile

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


def read(path: Path | None = None, split: str = "all") -> ProblemFile:
    """The problems of a split (``valid``, ``test``, ``all``), in the file's order, and the rows that are none.

    Raises:
        DataError: no such file, none of its rows can be used, or no problem is in the split.
        prover.fetch.FetchError: the registry's copy cannot be had.
    """
    return problem_file.load(data_file(path), split, with_split=True, source_of=source_of)


def load(path: Path | None = None, split: str = "all") -> list[Problem]:
    """The problems of ``read``."""
    return read(path, split).problems


def source_of(name: str) -> str:
    """Where a problem is from, by the prefix of its name."""
    return next((source for prefix, source in _SOURCES if name.startswith(prefix)), "other")
