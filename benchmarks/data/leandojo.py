"""LeanDojo Benchmark 4 (Yang et al. 2023, arXiv:2306.15626) as problems for native Lean in a user's project.

The benchmark names theorems of Mathlib and of its packages at one commit of Mathlib (June 2024, Lean 4.10) and holds
no statement.  A statement, and all of the file before it, is read from the project's own sources.  Where the project
is at another commit a theorem is found by its full name, in its file or, if that has changed, in the files of its
package, and is stated as it is there: ``Collected.note`` says so, as its author must when figures are told.

A problem's text imports what its file imports, and no more: ``Problem.imports`` tells the modules Lean must be started
with.  (With all of Mathlib imported, the theorem would be there already.)  A theorem's name inside its namespaces is
not its full name; open the text without a name, the theorem is its last.

For lean-dojo's own Lean (``prover.dojo_prover``) a theorem is named, not stated: ``named``.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath

from benchmarks.data.lake_project import LakeProject, Package
from benchmarks.data.lean_text import NAME, LeanText, Theorem, components
from benchmarks.data.leandojo_rows import Entry, chosen_rows, ensure_all_there, ensure_known, repository
from benchmarks.data.problem import DataError, Problem
from prover.dojo_prover import RepositoryFile
from prover.lean.guard import metaprogram
from prover.lean.source import toolchain_version

AT_POSITION = "at the benchmark's commit and position"
BY_DOJO = "in the benchmark; lean-dojo opens them at its commit, and its check_proof is what accepts a proof"
BY_NAME = "by name, in the file the benchmark names"
MOVED = "by name, in another file"

NO_PACKAGE = "its package is not in the project"
NO_THEOREM = "no theorem of that name in the project"
SEVERAL = "several theorems of that name"
NO_BODY = "where its proof begins cannot be told"
IN_MUTUAL = "in a mutual block"

_BLOCK = 500
_DECLARED = re.compile(rf"\b(?:theorem|lemma)\s+({NAME})")
_PRIVATE = re.compile(r"(?<![\w.])private\s+")

Progress = Callable[[int], None]
"""Told how many of the benchmark's theorems have been looked for."""


@dataclass(frozen=True)
class Collected:
    """The problems found.

    ``placed`` counts them by how they were found, ``skipped`` the others by reason; ``commit`` is the benchmark's,
    ``revision`` that of the project's Mathlib, as far as it is known.
    """

    problems: list[Problem]
    placed: dict[str, int]
    skipped: dict[str, int]
    commit: str
    revision: str | None

    @property
    def data_hash(self) -> str:
        """SHA-256 of names and texts, so that two runs can be told to be on the same problems."""
        digest = hashlib.sha256()
        for problem in self.problems:
            digest.update(f"{problem.name}\0{problem.text}\0".encode())
        return digest.hexdigest()

    @property
    def note(self) -> str:
        """In a few lines, what these problems are and what is missing."""
        looked_for = len(self.problems) + sum(self.skipped.values())
        lines = [f"{len(self.problems)} of {looked_for} theorems of LeanDojo Benchmark 4 found"]
        if self.revision != self.commit:
            where = f"at {self.revision[:8]}" if self.revision else "of an unknown revision"
            lines.append(
                f"Mathlib is {where}, not at the benchmark's {self.commit[:8]}: theorems are found by name and stated as "
                "they are there, so results are not comparable with those on the benchmark's own commit"
            )
        lines += [f"found {how}: {number}" for how, number in self.placed.items()]
        lines += [f"skipped, {why}: {number}" for why, number in self.skipped.items()]
        return "\n".join(lines)


def load(split_kind: str, split: str, project: Path | None, data: Path | None = None) -> list[Problem]:
    """``collect(…).problems``."""
    return collect(split_kind, split, project, data).problems


def collect(
    split_kind: str,
    split: str,
    project: Path | None,
    data: Path | None = None,
    *,
    names: Iterable[str] = (),
    limit: int | None = None,
    progress: Progress | None = None,
) -> Collected:
    """The theorems of a split that the project has, in the benchmark's order.

    Args:
        split_kind: ``random`` or ``novel_premises``.
        split: ``val``, ``test`` or ``train``; the first two have 2,000 theorems, ``train`` over 110,000, whose
            problems take about 10 KB of memory each.
        project: the Lake project that has Mathlib, or is Mathlib.
        data: the user's own copy of the benchmark, an archive or a folder; else the package registry's.
        names: only the theorems of these full names.
        limit: only the first so many problems.

    Raises:
        DataError: no project, a project without Mathlib, no such split, or nothing found.
        prover.training.errors.TrainingDataError: the benchmark cannot be read.
        prover.fetch.FetchError: the registry's copy cannot be had.
    """
    ensure_known(split_kind, split)
    if project is None:
        raise DataError(f"LeanDojo Benchmark's theorems need native Lean in a project with Mathlib: {_advice()}")
    lake = LakeProject(project)
    mathlib = lake.package("mathlib")
    if mathlib is None:
        raise DataError(f"{project} has no Mathlib, or it is not downloaded yet: {_advice()}")

    finder = _Finder(lake, mathlib, split)
    wanted = set(names)
    found: list[Problem] = []
    looked_for = 0
    with chosen_rows(split_kind, split, data, wanted) as chosen:
        while block := list(islice(chosen, _BLOCK if limit is None else min(_BLOCK, limit - len(found)))):
            for index, problem in enumerate(finder.problems(block), start=1):
                if problem is not None:
                    found.append(problem)
                if progress is not None:
                    progress(looked_for + index)
            looked_for += len(block)
    if limit is None or len(found) < limit:
        ensure_all_there(wanted.difference(finder.seen), split_kind, split)
    result = Collected(
        found, dict(finder.placed.most_common()), dict(finder.skipped.most_common()), finder.commit, mathlib.revision
    )
    if not found:
        raise DataError(f"{project}: no theorem to prove\n{result.note}\n{_advice()}")
    return result


def named(
    split_kind: str,
    split: str,
    data: Path | None = None,
    *,
    names: Iterable[str] = (),
    limit: int | None = None,
    progress: Progress | None = None,
) -> Collected:
    """The theorems of a split as ``DojoProver.prove`` is asked about them, at the benchmark's own commit: the text of each is
    a ``RepositoryFile``.  Arguments and errors are ``collect``'s."""
    ensure_known(split_kind, split)
    wanted = set(names)
    with chosen_rows(split_kind, split, data, wanted) as chosen:
        rows = list(islice(chosen, limit))
    if limit is None or len(rows) < limit:
        ensure_all_there(wanted.difference(entry.full_name for entry in rows), split_kind, split)
    if not rows:
        raise DataError(f"{split_kind}/{split} of LeanDojo Benchmark has no theorem")
    if progress is not None:
        progress(len(rows))
    problems = [
        Problem(
            id=f"{entry.file_path}:{entry.full_name}",
            name=entry.full_name,
            theorem=entry.full_name,
            split=split,
            source=_area_of(entry.file_path),
            statement=str(RepositoryFile(repository(entry.url), entry.commit, entry.file_path)),
        )
        for entry in rows
    ]
    return Collected(problems, {BY_DOJO: len(problems)}, {}, rows[0].commit, rows[0].commit)


def _advice() -> str:
    version = toolchain_version()
    return (
        f"make one with 'lake +leanprover/lean4:v{version} new my_project math', set the revision of Mathlib in its lakefile "
        f"to v{version}, run 'lake update' and 'lake exe cache get' in it, and give --project my_project. (The proof server is "
        f"written for Lean {version}; the benchmark's own commit of Mathlib, 29dcec07, is of Lean 4.10: who has traced it with "
        "lean-dojo gives --lean dojo.)"
    )


@dataclass(frozen=True)
class _Source:
    """One file, read once for all theorems wanted of it."""

    package: Package
    lean: LeanText
    theorems: dict[str, list[Theorem]]
    line_starts: list[int]

    def offset(self, line: int, column: int) -> int | None:
        return self.line_starts[line - 1] + column - 1 if 0 < line <= len(self.line_starts) else None


class _Finder:
    """Finds the benchmark's theorems in a project's sources, and counts how, or why not."""

    def __init__(self, lake: LakeProject, mathlib: Package, split: str) -> None:
        self.lake, self.mathlib, self.split = lake, mathlib, split
        self.packages: dict[str, Package | None] = {"mathlib": mathlib}
        self.placed: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()
        self.seen: set[str] = set()
        self.commit = ""
        self._files: dict[str, dict[str, list[Path]]] = {}

    def problems(self, block: list[Entry]) -> Iterator[Problem | None]:
        """The problem of each, or None; every file that has one of them is read once."""
        answers: dict[int, Problem | None] = {}
        by_file: dict[str, list[int]] = defaultdict(list)
        for index, entry in enumerate(block):
            by_file[entry.file_path].append(index)
        moved: dict[tuple[str, Path], list[int]] = defaultdict(list)
        for file_path, indices in by_file.items():
            located = self._locate(file_path)
            source = _read(*located) if located is not None else None
            for index in indices:
                entry = block[index]
                self.seen.add(entry.full_name)
                self.commit = self.commit or entry.commit
                if source is not None and _bare(entry.full_name) in source.theorems:
                    answers[index] = self._of(entry, source, file_path, moved=False)
                elif located is None:
                    self.skipped[NO_PACKAGE] += 1
                elif not (candidates := self._candidates(located[0], located[1], _bare(entry.full_name))):
                    self.skipped[NO_THEOREM] += 1
                else:
                    for candidate in candidates:
                        moved[located[0].name, candidate].append(index)
        self._elsewhere(block, moved, answers)
        yield from (answers.get(index) for index in range(len(block)))

    def _elsewhere(
        self, block: list[Entry], moved: dict[tuple[str, Path], list[int]], answers: dict[int, Problem | None]
    ) -> None:
        """Look for theorems in the files that may have them; one that is found twice is not taken."""
        hits: dict[int, list[Callable[[], Problem | None]]] = {index: [] for indices in moved.values() for index in indices}
        for (name, path), indices in moved.items():
            package = self.packages[name]
            assert package is not None
            source = _read(package, path)
            if source is None:
                continue
            where = path.relative_to(package.root).as_posix()
            for index in indices:
                entry = block[index]
                if _bare(entry.full_name) in source.theorems:
                    hits[index].append(lambda e=entry, s=source, w=where: self._of(e, s, w, moved=True))
        for index, made in hits.items():
            if len(made) == 1:
                answers[index] = made[0]()
            else:
                self.skipped[SEVERAL if made else NO_THEOREM] += 1

    def _locate(self, file_path: str) -> tuple[Package, Path] | None:
        """The package of a file, and the file's path in it, as the benchmark names it: relative to Mathlib."""
        parts = PurePosixPath(file_path).parts
        name = "mathlib"
        if parts[:2] == (".lake", "packages") and len(parts) > 3:
            name, parts = parts[2], parts[3:]
        if name not in self.packages:
            self.packages[name] = self.lake.package(name)
        package = self.packages[name]
        return (package, package.root.joinpath(*parts)) if package is not None else None

    def _candidates(self, package: Package, path: Path, full_name: str) -> list[Path]:
        """Other files of the library that have a theorem whose name ends as this one's does."""
        library = path.relative_to(package.root).parts[0]
        if package.name not in self._files:
            self._files[package.name] = _declaring(package.root / library)
        return [file for file in self._files[package.name].get(components(full_name)[-1], []) if file != path]

    def _of(self, entry: Entry, source: _Source, where: str, moved: bool) -> Problem | None:
        theorems = source.theorems[_bare(entry.full_name)]
        exact = [t for t in theorems if not moved and _stands(t, source.offset(*entry.start))]
        if len(exact or theorems) > 1:
            self.skipped[SEVERAL] += 1
            return None
        theorem = (exact or theorems)[0]
        made = _problem(entry, source, theorem, where, self.split)
        if isinstance(made, str):
            self.skipped[made] += 1
            return None
        same = exact and self.mathlib.revision == entry.commit
        self.placed[AT_POSITION if same else MOVED if moved else BY_NAME] += 1
        return made


def _bare(full_name: str) -> str:
    return ".".join(components(full_name))


def _stands(theorem: Theorem, offset: int | None) -> bool:
    """Whether the benchmark's position, of the keyword or of what goes before it, is this theorem's."""
    return offset is not None and theorem.begin <= offset <= theorem.keyword


def _read(package: Package, path: Path) -> _Source | None:
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    lean = LeanText(text)
    theorems: dict[str, list[Theorem]] = defaultdict(list)
    for theorem in lean.theorems():
        theorems[theorem.full_name].append(theorem)
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    return _Source(package, lean, dict(theorems), starts)


def _declaring(folder: Path) -> dict[str, list[Path]]:
    """The files of a library that have a theorem, by the last part of its name."""
    files: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(folder.rglob("*.lean")):
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        for last in {part[-1] for name in _DECLARED.findall(text) if (part := components(name))}:
            files[last].append(path)
    return dict(files)


def _problem(entry: Entry, source: _Source, theorem: Theorem, where: str, split: str) -> Problem | str:
    """The problem, or why it can be none."""
    if theorem.mutual:
        return IN_MUTUAL
    lean = source.lean
    body = lean.statement_end(theorem)
    if body is None:
        return NO_BODY
    text = lean.text
    # the server finds a theorem by its name in the environment, which a private one's is not
    modifiers = _PRIVATE.sub("", text[theorem.begin : theorem.keyword])
    header = _header(source, theorem)
    statement = f"{modifiers}{text[theorem.keyword : body[0]]} := sorry"
    if (word := metaprogram(header + statement, strict=True)) is not None:
        return f"its file has '{word}', which the final check does not allow"
    return Problem(
        id=f"{entry.file_path}:{entry.full_name}",
        name=entry.full_name,
        split=split,
        source=_area_of(where) if source.package.name == "mathlib" else source.package.name,
        statement=statement,
        header=header,
        imports=tuple(lean.imports()),
    )


def _header(source: _Source, theorem: Theorem) -> str:
    """The file up to the theorem: its imports plainly, the package's options, then everything as it is."""
    lean = source.lean
    imports = [f"import {module}" for module in lean.imports()]
    options = [f"set_option {name} {value}" for name, value in source.package.options.items()]
    before = lean.text[lean.header_end() : theorem.begin].strip()
    return "\n".join([*imports, "", *options, "", before]).rstrip()


def _area_of(file_path: str) -> str:
    """Where a theorem is from, coarse enough to count by: the part of Mathlib, or the package."""
    parts = PurePosixPath(file_path).parts
    if parts[:2] == (".lake", "packages") and len(parts) > 3:
        return parts[2]
    return Path(parts[1]).stem if len(parts) > 1 else "mathlib"
