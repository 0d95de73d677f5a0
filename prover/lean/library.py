"""The theorems of Lean's own library, as problems: each to be proved again from what precedes it.

They are material to learn from and are never reported as proofs.  There is no source to replay one in, so the
final check of ``prover.check`` does not apply: what counts is that the kernel accepts the term when the last
goal closes, and that a walk over it meets no barred theorem.  Barred are the theorem itself, those that say the
same (as stated, turned round, or as half of an equivalence) or differ from its name in primes only, the others of
its own module (whose order is not recorded) unless its statement mentions them, and those of modules its own does
not import.  A definition whose type is a proposition counts as a theorem.  Wherever they stand, allowed are other
definitions, the lemmas Lean makes for definitions, theorems of its own module that hold by definition, the lemmas
core tactics rest on, and what ``omega`` proves.  ``lean_project/ProofServer/Precede.lean`` draws the lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from prover.lean.errors import BadStatement
from prover.lean.messages import Library, LibraryEntry, LibraryOpened, LibraryPage, OpenLibrary
from prover.lean.pool import LeanWorker
from prover.lean.process import ServerFault

PREFIXES = ("Init", "Std")
PAGE = 500
"""Theorems in one answer."""
PAGE_LIMIT = 120.0
"""Seconds for one page."""
OPEN_LIBRARY_LIMIT = 120.0
"""Seconds to open a theorem; the first time, the server indexes all statements."""


@dataclass(frozen=True)
class LibraryTheorem:
    """A theorem of an imported module; ``statement`` is ``theorem NAME …`` as Lean prints it, or empty.

    Theorems of one listing that give each other away share ``statement_hash``: they say the same (whatever variables
    and universes are called, and equations turned round), one says half of the other, or their names differ in
    primes only.
    """

    name: str
    module: str
    statement: str = ""
    statement_hash: str = ""


async def library(
    worker: LeanWorker,
    prefixes: Iterable[str] = PREFIXES,
    statements: bool = False,
    progress: Callable[[int], None] | None = None,
) -> list[LibraryTheorem]:
    """The theorems of the modules under ``prefixes``, modules in import order, those of one module in no order.

    Left out are private, deprecated and internal ones, instances, and what Lean makes for definitions.
    ``progress`` gets after each page how many have been found.

    Raises:
        LeanTimeout, LeanCrashed, LeanNotAvailable: Lean was lost over it.
    """
    found: list[LibraryEntry] = []
    names = list(prefixes)
    start: tuple[int, int] | None = (0, 0)
    while start is not None:
        request = Library(prefixes=names, module=start[0], offset=start[1], limit=PAGE, statements=statements)
        page, _ = await worker.ask(request, LibraryPage, PAGE_LIMIT)
        found += page.theorems
        if progress is not None:
            progress(len(found))
        start = page.next
    return grouped(found)


def grouped(entries: Sequence[LibraryEntry]) -> list[LibraryTheorem]:
    """The theorems with their ``statement_hash``: that of a group joined by common keys, or by names up to primes."""
    leader: dict[int | str, int | str] = {}

    def group(item: int | str) -> int | str:
        while (above := leader.setdefault(item, item)) != item:
            leader[item] = item = leader[above]
        return item

    for entry in entries:
        for other in [*entry.keys[1:], entry.name.rstrip("'")]:
            leader[group(other)] = group(entry.keys[0])
    return [LibraryTheorem(e.name, e.module, e.statement, f"{group(e.keys[0]):016x}") for e in entries]


async def open_theorem(worker: LeanWorker, request: OpenLibrary, limit: float = OPEN_LIBRARY_LIMIT) -> LibraryOpened:
    """The first state of a library theorem on ``worker``.

    Raises:
        BadStatement: the imported modules have no such theorem.
        LeanTimeout, LeanCrashed, LeanNotAvailable: Lean was lost over it.
    """
    try:
        opened, _ = await worker.ask(request, LibraryOpened, limit)
    except ServerFault as error:
        raise BadStatement(error.fault.kind, list(error.fault.messages), error.fault.text) from error
    return opened
