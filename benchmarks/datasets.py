"""The benchmarks by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.problem import DataError, Problem


@dataclass(frozen=True)
class Selection:
    """Which problems of a data set are wanted.

    ``split`` None is the data set's usual one; ``data`` is the user's own copy; ``split_kind`` is LeanDojo's; ``project``
    is the Lake project whose sources hold the statements, where the data set has none.
    """

    split: str | None = None
    names: Sequence[str] = ()
    limit: int | None = None
    data: Path | None = None
    split_kind: str = "random"
    project: Path | None = None
    progress: Callable[[int], None] | None = None


@dataclass(frozen=True)
class DataSet:
    """The problems chosen.  ``name`` and ``split`` stand in a run's results, ``note`` is for the person who runs it."""

    name: str
    split: str
    problems: list[Problem]
    data_hash: str
    note: str = ""


def load(benchmark: str, selection: Selection) -> DataSet:
    """The problems of ``minif2f``, of ``leandojo``, or of a JSONL file.

    Raises:
        DataError: no such benchmark, split, problem or file, or a file that cannot be read.
        prover.fetch.FetchError: the registry's copy cannot be had.
    """
    if benchmark == "minif2f":
        return _minif2f(selection)
    if benchmark == "leandojo":
        return _leandojo(selection)
    if benchmark.endswith(".jsonl"):
        return _file(Path(benchmark), selection)
    raise DataError(f"no benchmark {benchmark!r}: there are minif2f, leandojo, and any FILE.jsonl")


def load_again(words: Sequence[str], split: str, project: Path | None = None) -> DataSet:
    """The whole data set of a run, from what its configuration says: the words of ``selection``, the split, and the project
    it ran in.  Raises as ``load``."""
    options = dict(zip(words[1::2], words[2::2], strict=False))
    data = options.get("--data")
    kind = options.get("--split-kind", "random")
    names = options.get("--names", "").split(",") if words[0] == "leandojo" and "--names" in options else ()
    limit = int(options["--limit"]) if words[0] == "leandojo" and "--limit" in options else None
    return load(words[0], Selection(split, names, limit, data and Path(data), kind, project))


def _minif2f(selection: Selection) -> DataSet:
    from benchmarks import minif2f

    split = selection.split or "valid"
    if split not in ("valid", "test", "all"):
        raise DataError(f"no split {split!r}: there are valid, test and all")
    file = minif2f.data_file(selection.data)
    problems = minif2f.select(minif2f.load(file, split), selection.names, selection.limit)
    if not problems:
        raise DataError(f"{file}: no problem in the split {split!r}")
    return DataSet("minif2f", split, problems, minif2f.file_hash(file))


def _leandojo(selection: Selection) -> DataSet:
    from benchmarks import leandojo

    split = selection.split or "test"
    found = leandojo.collect(
        selection.split_kind,
        split,
        selection.project,
        selection.data,
        names=selection.names,
        limit=selection.limit,
        progress=selection.progress,
    )
    return DataSet(f"leandojo-{selection.split_kind}", split, found.problems, found.data_hash, found.note)


def _file(path: Path, selection: Selection) -> DataSet:
    from benchmarks import jsonl, minif2f

    if selection.data is not None:
        raise DataError(f"--data goes with minif2f and leandojo; {path} is the data")
    split = selection.split or jsonl.ALL
    problems = minif2f.select(jsonl.load(path, split), selection.names, selection.limit)
    return DataSet(path.stem, split, problems, jsonl.file_hash(path))
