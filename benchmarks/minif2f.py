"""miniF2F for Lean 4 (Zheng et al. 2022, arXiv:2109.00110): 488 problems, 244 valid and 244 test.

Read from the copy with informal statements and proofs in the source archive of COPRA (MIT), fetched on first
use, or from a JSONL file of the same or a similar layout.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from benchmarks.problem import DataError, Problem

Split = Literal["valid", "test", "all"]

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


def file_hash(path: Path) -> str:
    """SHA-256 of the data, so that two runs can be told to be on the same problems."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def load(path: Path | None = None, split: Split = "all") -> list[Problem]:
    """The problems of a split, in the file's order.

    Raises:
        DataError: no such file, a line that is no problem, or a name given twice.
        prover.fetch.FetchError: the registry's copy cannot be had.
    """
    file = data_file(path)
    problems: list[Problem] = []
    seen: set[str] = set()
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            problem = _problem(line, f"{file}:{number}")
            if problem.name in seen:
                raise DataError(f"{file}:{number}: a second problem named {problem.name!r}")
            seen.add(problem.name)
            problems.append(problem)
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


def _problem(line: str, where: str) -> Problem:
    try:
        row = json.loads(line, parse_constant=lambda _: None)  # one problem's informal proof is NaN
        name = row["name"]
        return Problem(
            id=row.get("id") or name,
            name=name,
            split=row["split"],
            source=source_of(name),
            statement=_with_body(row["formal_statement"]),
            header=row.get("header") or "",
            informal_statement=row.get("informal_stmt") or row.get("informal_prefix") or "",
            informal_proof=row.get("informal_proof") or "",
        )
    except KeyError as error:
        raise DataError(f"{where}: no field {error}") from None
    except (ValueError, TypeError, AttributeError, ValidationError) as error:
        raise DataError(f"{where}: not a problem: {error}") from error


def _with_body(statement: str) -> str:
    statement = statement.rstrip()
    return f"{statement} sorry" if statement.endswith((":= by", ":=")) else statement
