"""Problems from a file of rows (``tables``), each with a theorem under one of the usual keys (``prover.spellings``).

A statement is taken as it is written: what it says, and which of its theorems is meant, Lean's parser decides.  A statement
that rests on a ``sorry`` before its theorem (PutnamBench's open answers) has no proof that the check accepts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.data.problem import DataError, Defect, Problem, describe_unusable
from benchmarks.data.tables import Found, read_rows
from prover.spellings import Row, declared

ALL = "all"
"""The split that every choice of split takes."""
_SPLITS = {"validation": "valid", "val": "valid", "valid": "valid", "test": "test", "train": "train", "all": ALL}

SourceOf = Callable[[str], str]
"""Where a problem is from, by its name, in a data set that does not say."""


@dataclass
class ProblemFile:
    """What a file holds.  ``numbered``: names given to rows whose own name an earlier row has."""

    problems: list[Problem] = field(default_factory=list)
    unusable: list[Defect] = field(default_factory=list)
    numbered: list[str] = field(default_factory=list)

    @property
    def note(self) -> str:
        """What the person who runs it should know of its names."""
        if not self.numbered:
            return ""
        some = ", ".join(self.numbered[:3]) + (", …" if len(self.numbered) > 3 else "")
        return f"note: {len(self.numbered)} names that an earlier row has, capitals aside, are numbered: {some}"


def load(path: Path, split: str = ALL, with_split: bool = False, source_of: SourceOf | None = None) -> ProblemFile:
    """The problems of a split, in the file's order; those without a split are in every one.

    ``with_split``: every row of this data set has one.

    Raises:
        DataError: no such file, none of its rows can be used, or no problem is in the split.
    """
    found = ProblemFile()
    names: dict[str, int] = {}
    splits: dict[str, None] = {}
    wanted = _split(split)
    for row in read_rows(path):
        try:
            problem = _problem(row, path, with_split, source_of)
        except ValueError as error:
            found.unusable.append(Defect(where=row.where, reason=str(error)))
            continue
        name = _unique(problem.name, names)
        splits.setdefault(problem.split)
        if wanted != ALL and problem.split not in (wanted, ALL):
            continue
        if name != problem.name:
            found.numbered.append(name)
            problem = problem.model_copy(update={"name": name})
        found.problems.append(problem)
    if not splits and found.unusable:
        raise DataError(f"{path}: none of its rows can be used: {describe_unusable(found.unusable)}")
    if not splits:
        raise DataError(f"{path}: has no problem")
    if not found.problems:
        raise DataError(f"{path}: no problem in the split {split!r}; there are {', '.join(splits)}")
    return found


def _problem(found: Found, path: Path, with_split: bool, source_of: SourceOf | None) -> Problem:
    """A row as a problem.  Raises ``ValueError`` with the reason why it is none."""
    if found.row is None:
        raise ValueError(found.fault)
    row = Row(found.row)
    header, statement = row.source()
    names = declared(f"{header}\n{statement}")
    given = row.label("name")
    name = given or (names[-1] if names else found.where.removeprefix(f"{path.parent}/"))
    split = row.label("split")
    if with_split and not split:
        raise ValueError(f"no 'split', which every row of this data set has: `prover bench {path}` takes rows without")
    return Problem(
        id=row.label("id") or name,
        name=name,
        theorem=given if given and given in [one.replace("«", "").replace("»", "") for one in names] else None,
        split=_split(split) or ALL,
        source=row.label("source") or (source_of(name) if source_of is not None else ""),
        statement=statement,
        header=header,
        informal_statement=row.words("informal_statement"),
        informal_proof=row.words("informal_proof"),
    )


def _split(name: str) -> str:
    """A split by its usual name, if it has one."""
    return _SPLITS.get(name.lower(), name)


def _unique(name: str, numbers: dict[str, int]) -> str:
    """The name, with a number where it is taken.  Capitals do not tell names apart: not on every disk do they files."""
    chosen, key = name, name.casefold()
    while chosen.casefold() in numbers:
        numbers[key] += 1
        chosen = f"{name}#{numbers[key]}"
    numbers[chosen.casefold()] = 1
    return chosen
