"""The rows of LeanDojo Benchmark 4: which theorem, in which file of which repository, at which commit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.data.problem import DataError
from prover.fetch import LEAN_DOJO, fetch
from prover.training.leandojo_archive import SPLIT_KINDS, entries, opened

SPLITS = ("val", "test", "train")

_FIELDS = ("full_name", "file_path", "start", "commit", "url")
_CACHED = re.compile(r"/(?P<owner>[^/]+)-(?P<name>[^/]+)-[0-9a-f]{40}/(?P=name)\Z")


@dataclass(frozen=True)
class Entry:
    """A theorem as the benchmark names it; ``start`` is line and column, both from 1, in code points."""

    full_name: str
    file_path: str
    start: tuple[int, int]
    commit: str
    url: str

    @classmethod
    def of(cls, row: tuple, where: str) -> Entry:
        try:
            name, path, (line, column), commit, url = row
            return cls(str(name), str(path), (int(line), int(column)), str(commit), str(url))
        except (TypeError, ValueError) as error:
            raise DataError(f"{where}: not a theorem as LeanDojo lists it ({error})") from None


def repository(url: str) -> str:
    """The repository's address.  The benchmark as published names the folder of lean-dojo's cache on its author's machine,
    ``…/OWNER-NAME-COMMIT/NAME``."""
    cached = _CACHED.search(url)
    return f"https://github.com/{cached['owner']}/{cached['name']}" if cached else url


def ensure_known(split_kind: str, split: str) -> None:
    """Raises ``DataError`` for a split, or a kind of split, that there is not."""
    if split_kind not in SPLIT_KINDS:
        raise DataError(f"LeanDojo Benchmark has no split kind {split_kind!r}: there are {', '.join(SPLIT_KINDS)}")
    if split not in SPLITS:
        raise DataError(f"LeanDojo Benchmark has no split {split!r}: there are {', '.join(SPLITS)}")


@contextmanager
def chosen_rows(split_kind: str, split: str, data: Path | None, names: set[str]) -> Iterator[Iterator[Entry]]:
    """The rows of a split with these names, or all."""
    path = data or fetch(LEAN_DOJO)
    where = f"{path}: {split}.json"
    with opened(path, split_kind, split) as (stream, _):
        rows = (Entry.of(row, where) for row in entries(stream, where, _FIELDS))
        yield (entry for entry in rows if not names or entry.full_name in names)


def ensure_all_there(missing: set[str], split_kind: str, split: str) -> None:
    """Raises ``DataError`` if a name is ``missing``."""
    if missing:
        raise DataError(f"no theorem named {', '.join(sorted(missing))} in {split_kind}/{split} of LeanDojo Benchmark")
