"""LeanDojo Benchmark 4 as a retrieval task: its corpus of premises, which of them a theorem may use, and its traced tactics as queries.

All as ReProver does it (Yang et al., *LeanDojo: Theorem Proving with Retrieval-Augmented Language Models*, 2023; ``common.py`` and
``retrieval/`` of its repository).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from prover.training.leandojo_archive import entries, member, opened

Position = tuple[int, int]
"""Line and column."""


@dataclass(frozen=True)
class CorpusPremise:
    """A declaration of the corpus; ``file``: the number of its file in import order; ``code``: its source without its proof."""

    name: str
    code: str
    file: int
    start: Position
    end: Position


@dataclass(frozen=True)
class Query:
    """A traced tactic with premises.  ``used``: numbers of the premises that it names; ``theorem``: the theorem's full name."""

    state: str
    theorem: str
    file: int
    start: Position
    used: tuple[int, ...]


class Corpus:
    """All premises in the corpus's order, and the files they are in; a file comes after those it imports."""

    def __init__(self, files: Iterable[dict[str, Any]]) -> None:
        self.paths: list[str] = []
        self.premises: list[CorpusPremise] = []
        self.first: list[int] = [0]
        """Where each file's premises begin, and at the end their number."""
        self.imports: list[list[int]] = []
        self._number: dict[str, int] = {}
        for number, file in enumerate(files):
            self._number[file["path"]] = number
            self.paths.append(file["path"])
            self.imports.append([self._number[path] for path in file["imports"]])
            self.premises += (
                CorpusPremise(p["full_name"], p["code"], number, tuple(p["start"]), tuple(p["end"]))
                for p in file["premises"]
                if _well_formed(p)
            )
            self.first.append(len(self.premises))
        count = len(self.paths)
        self._imported = np.zeros((count, count), bool)
        """Row: a file; column: a file that it imports, itself or through others."""
        for number, imports in enumerate(self.imports):
            for other in imports:
                self._imported[number, other] = True
                self._imported[number] |= self._imported[other]
        self.file_of = np.repeat(np.arange(count), np.diff(self.first))

    @classmethod
    def load(cls, data: Path) -> Corpus:
        """The corpus of an archive or a folder.  Raises ``TrainingDataError``."""
        with member(data, "corpus.jsonl") as (stream, _):
            return cls(json.loads(line) for line in stream)

    def __len__(self) -> int:
        return len(self.premises)

    def file(self, path: str) -> int | None:
        """The number of a file."""
        return self._number.get(path)

    def accessible(self, file: int, start: Position) -> NDArray[np.bool_]:
        """Which premises (one flag each) a theorem of ``file`` that begins at ``start`` may use: those of all files that its own
        imports, directly or not, and those of its own that end before it begins."""
        flags = self._imported[file][self.file_of]
        for number in range(self.first[file], self.first[file + 1]):
            flags[number] = self.premises[number].end <= start
        return flags

    def at(self, path: str | None, place: Position) -> int | None:
        """The number of the first premise of a file whose source spans a place."""
        number = self._number.get(path or "")
        if number is None:
            return None
        for premise in range(self.first[number], self.first[number + 1]):
            if self.premises[premise].start <= place <= self.premises[premise].end:
                return premise
        return None

    def queries(self, data: Path, kind: str, split: str, report: Callable[[int, int], None] | None = None) -> Iterator[Query]:
        """The traced tactics of a split that name at least one premise of the corpus.

        ``report`` gets the number of theorems and of bytes read.  Raises ``TrainingDataError``.
        """
        fields = ("full_name", "file_path", "start", "traced_tactics")
        with opened(data, kind, split) as (stream, _):
            for name, path, start, traced in entries(stream, f"{data}: {split}.json", fields, report):
                file = self._number.get(path)
                if file is None:
                    continue
                for step in traced:
                    found = (self.at(p["def_path"], tuple(p["def_pos"])) for p in step["annotated_tactic"][1])
                    if used := {premise for premise in found if premise is not None}:
                        yield Query(step["state_before"], name, file, tuple(start), tuple(sorted(used)))


def _well_formed(premise: dict[str, Any]) -> bool:
    """Whether ReProver takes it up: it has a name and a source, and is no ``mutual`` block."""
    name = premise["full_name"]
    return name is not None and "user__.n" not in name and premise["code"] != "" and not (name[0] == "[" and name[-1] == "]")


def part_of(theorem: str, parts: int) -> int:
    """A number below ``parts`` by a theorem's name, the same on every machine: what divides train."""
    return zlib.crc32(theorem.encode("utf-8")) % parts
