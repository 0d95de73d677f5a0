"""The benchmarks by name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.data.problem import DataError, Defect, Problem, describe_unusable
from benchmarks.data.problem_file import ProblemFile
from benchmarks.data.tables import SUFFIXES, is_table, stem
from prover.fetch.artefact import hash_file


@dataclass(frozen=True)
class ProblemSelection:
    """Which problems of a data set are wanted.

    ``split`` None is the data set's usual one; ``names`` are names, or several in one text, separated by commas; ``data`` is the user's own copy; ``split_kind`` is LeanDojo's; ``project``
    is the Lake project whose sources hold the statements, where the data set has none; with ``dojo`` they are left to lean-dojo.
    """

    split: str | None = None
    names: Sequence[str] = ()
    limit: int | None = None
    data: Path | None = None
    split_kind: str = "random"
    project: Path | None = None
    dojo: bool = False
    progress: Callable[[int], None] | None = None


@dataclass(frozen=True)
class DataSet:
    """The problems chosen.  ``name`` and ``split`` stand in a run's results, ``note`` is for the person who runs it,
    ``unusable`` are rows of its file that are no problems."""

    name: str
    split: str
    problems: list[Problem]
    data_hash: str
    note: str = ""
    unusable: list[Defect] = field(default_factory=list)


def load(benchmark: str, selection: ProblemSelection) -> DataSet:
    """The problems of ``minif2f``, of ``leandojo``, or of a file of problems.

    Raises:
        DataError: no such benchmark, split, problem or file, or a file of which nothing can be used.
        prover.fetch.FetchError: the registry's copy cannot be had.
    """
    if benchmark == "minif2f":
        return _minif2f(selection)
    if benchmark == "leandojo":
        return _leandojo(selection)
    if is_file(benchmark):
        return _file(Path(benchmark), selection)
    raise DataError(f"no benchmark {benchmark!r}: there are minif2f, leandojo, and any file of problems: {', '.join(SUFFIXES)}")


def is_file(benchmark: str) -> bool:
    """Whether it is meant as a file, there or not."""
    return benchmark not in ("minif2f", "leandojo") and (is_table(benchmark) or os.sep in benchmark or Path(benchmark).exists())


def select(problems: Iterable[Problem], names: Iterable[str] = (), limit: int | None = None) -> list[Problem]:
    """The problems of these names (all if none is given), the first ``limit`` of them; ``names`` as in ``ProblemSelection``.

    Raises:
        DataError: a name that no problem has.
    """
    chosen = list(problems)
    by_name = {p.name: p for p in chosen}
    commas = max((name.count(",") for name in by_name), default=0)
    wanted: dict[str, None] = {}
    missing: list[str] = []
    for text in names:
        parts, at = text.split(","), 0
        while at < len(parts):
            spans = (",".join(parts[at:end]).strip() for end in range(min(len(parts), at + commas + 1), at, -1))
            found = next((name for name in spans if name in by_name), None)
            if found is not None:
                wanted.setdefault(found)
            elif plain := parts[at].strip():
                missing.append(plain)
            at += 1 + (found or "").count(",")
    if missing:
        raise DataError(f"no problem named {', '.join(missing)} in this split")
    return ([by_name[name] for name in wanted] if wanted else chosen)[:limit]


def load_again(words: Sequence[str], split: str, project: Path | None = None) -> DataSet:
    """The whole data set of a run, from what its configuration says: the words of ``selection``, the split, and the project
    it ran in.  Raises as ``load``."""
    options = dict(zip(words[1::2], words[2::2], strict=False))
    data = options.get("--data")
    kind = options.get("--split-kind", "random")
    names = [options["--names"]] if words[0] == "leandojo" and "--names" in options else ()
    limit = int(options["--limit"]) if words[0] == "leandojo" and "--limit" in options else None
    return load(words[0], ProblemSelection(split, names, limit, data and Path(data), kind, project))


def _minif2f(selection: ProblemSelection) -> DataSet:
    from benchmarks.data import minif2f

    split = selection.split or "valid"
    if split not in ("valid", "test", "all"):
        raise DataError(f"no split {split!r}: there are valid, test and all")
    file = minif2f.data_file(selection.data)
    return _chosen("minif2f", split, minif2f.read(file, split), selection, file)


def _leandojo(selection: ProblemSelection) -> DataSet:
    from benchmarks.data import leandojo

    split = selection.split or "test"
    names = [part.strip() for text in selection.names for part in text.split(",") if part.strip()]
    chosen: dict[str, Any] = {"names": names, "limit": selection.limit, "progress": selection.progress}
    if selection.dojo:
        found = leandojo.named(selection.split_kind, split, selection.data, **chosen)
    else:
        found = leandojo.collect(selection.split_kind, split, selection.project, selection.data, **chosen)
    return DataSet(f"leandojo-{selection.split_kind}", split, found.problems, found.data_hash, found.note)


def _file(path: Path, selection: ProblemSelection) -> DataSet:
    from benchmarks.data import problem_file

    if selection.data is not None:
        raise DataError(f"--data goes with minif2f and leandojo; {path} is the data")
    split = selection.split or problem_file.ALL
    return _chosen(stem(path), split, problem_file.load(path, split), selection, path)


def _chosen(name: str, split: str, found: ProblemFile, selection: ProblemSelection, file: Path) -> DataSet:
    try:
        problems = select(found.problems, selection.names, selection.limit)
    except DataError as error:
        if not found.unusable:
            raise
        raise DataError(f"{error}; {describe_unusable(found.unusable)}") from None
    return DataSet(name, split, problems, hash_file(file, "sha256"), found.note, found.unusable)
