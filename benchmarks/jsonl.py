"""Problems from a JSONL file: one theorem a line, with the keys that widely used files have.

=====================  =================================================================================
``formal_statement``   or ``lean4_statement`` (PutnamBench) or ``statement``: the theorem, with or without a body
``name``               or ``problem_name``; else the name of the last theorem in the statement
``header``             imports and ``open`` commands (optional)
``split``              default ``all``, which every choice of split takes
``source``             where the problem is from (optional)
``informal_stmt``      or ``informal_statement``, or ``informal_prefix``, a comment (optional)
``informal_proof``     (optional)
``id``                 the data set's own (optional; default the name)
=====================  =================================================================================

miniF2F's, DeepSeek-Prover's ``minif2f.jsonl`` and ``proofnet.jsonl``, and PutnamBench's rows are of this layout.  A
statement that rests on a ``sorry`` before its theorem (PutnamBench's open answers) has no proof that the check accepts.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from benchmarks.lean_text import LeanText
from benchmarks.problem import DataError, Problem

ALL = "all"

_STATEMENT = ("formal_statement", "lean4_statement", "statement")
_NAME = ("name", "problem_name")
_INFORMAL = ("informal_stmt", "informal_statement", "informal_prefix")

_BEGUN = re.compile(r":=(?:\s*by)?\Z")

SourceOf = Callable[[str], str]
"""Tells where a problem is from by its name, in a data set that does not say."""


def load(path: Path, split: str = ALL) -> list[Problem]:
    """The problems of a split, in the file's order; those without a split are in every one.

    Raises:
        DataError: no such file, a line that is no problem, a name given twice, or no problem in the split.
    """
    problems = list(read(path))
    chosen = [problem for problem in problems if split == ALL or problem.split in (split, ALL)]
    if not chosen:
        there = ", ".join(dict.fromkeys(problem.split for problem in problems))
        raise DataError(f"{path}: no problem in the split {split!r}; there are {there}" if there else f"{path}: has no problem")
    return chosen


def splits(path: Path) -> list[str]:
    """The splits of a file, in its order.  Raises ``DataError``."""
    return list(dict.fromkeys(problem.split for problem in read(path)))


def file_hash(path: Path) -> str:
    """SHA-256 of the data, so that two runs can be told to be on the same problems."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read(path: Path, required: tuple[str, ...] = (), source_of: SourceOf | None = None) -> Iterator[Problem]:
    """Every problem of a file; blank lines are passed over.

    ``required``: optional keys that this data set always has.  Raises ``DataError``, which names file and line.
    """
    seen: set[str] = set()
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                where = f"{path}:{number}"
                problem = problem_of(line, where, required, source_of)
                if problem.name in seen:
                    raise DataError(f"{where}: a second problem named {problem.name!r}")
                seen.add(problem.name)
                yield problem
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not UTF-8 text ({error.reason} at byte {error.start} of a part)") from None
    except FileNotFoundError:
        raise DataError(f"{path}: no such file") from None
    except OSError as error:
        raise DataError(f"{path}: {error.strerror or error}") from None


def problem_of(line: str, where: str, required: tuple[str, ...] = (), source_of: SourceOf | None = None) -> Problem:
    """One line as a problem.  Raises ``DataError``, whose message begins with ``where``."""
    try:
        row = json.loads(line, parse_constant=lambda _: None)  # one of miniF2F's informal proofs is NaN
        if not isinstance(row, dict):
            raise DataError(f"{where}: not a problem: not a JSON object")
        for key in required:
            if key not in row:
                raise DataError(f"{where}: no field {key!r}")
        statement = _first(row, _STATEMENT)
        if statement is None:
            raise DataError(f"{where}: no field {_STATEMENT[0]!r}, nor {' or '.join(map(repr, _STATEMENT[1:]))}")
        name = _first(row, _NAME) or _declared(statement)
        if not name:
            raise DataError(f"{where}: no field 'name', and no theorem in the statement to take it from")
        source = row.get("source") or (source_of(name) if source_of is not None else "")
        return Problem(
            id=str(row.get("id") or name),
            name=name,
            split=row.get("split") or ALL,
            source=source,
            statement=with_body(statement),
            header=row.get("header") or "",
            informal_statement=_plain(_first(row, _INFORMAL) or ""),
            informal_proof=row.get("informal_proof") or "",
        )
    except DataError:
        raise
    except (ValueError, TypeError, AttributeError, ValidationError) as error:
        raise DataError(f"{where}: not a problem: {error}") from error


def with_body(statement: str) -> str:
    """A statement given a body that is to be replaced, if it has none, or only its beginning."""
    statement = statement.rstrip()
    lean = LeanText(statement)
    bare = lean.masked.rstrip()  # without a comment at the end
    if _BEGUN.search(bare):
        return f"{statement[: len(bare)]} sorry"
    theorems = list(lean.theorems())
    if theorems and lean.statement_end(theorems[-1]) is None:
        return f"{statement[: len(bare)]} := sorry"
    return statement


def _declared(statement: Any) -> str | None:
    """The name of the last theorem in a source."""
    theorems = list(LeanText(statement).theorems())
    return theorems[-1].full_name if theorems else None


def _first(row: dict[str, Any], keys: tuple[str, ...]) -> Any:
    """What the first of these keys holds that the row has and that is not empty."""
    return next((row[key] for key in keys if row.get(key)), None)


def _plain(text: Any) -> Any:
    """What a Lean comment says; other text as it is."""
    inner = text.strip() if isinstance(text, str) else ""
    if inner.startswith("/-") and inner.endswith("-/"):
        return inner.removeprefix("/-").removeprefix("-").removesuffix("-/").strip()
    return text
