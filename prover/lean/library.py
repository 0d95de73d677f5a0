"""The theorems of Lean's own library, as problems: each to be proved again from what precedes it.

They are material to learn from and are never reported as proofs.  There is no source to replay one in, so the
final check of ``prover.check`` does not apply: what counts is that the kernel accepts the term when the last
goal closes, and that a walk over it meets no barred theorem.  Barred are the theorem itself, those that say the
same (as stated, turned round, or as one half of an equivalence) or differ from its name in primes only, those of
its module that are not known to stand before it (order is known only among simp lemmas and among grind lemmas, as
they became such), and those of modules its own does not import.  Definitions, what holds by definition, the lemmas
Lean makes for definitions, and the lemmas core tactics rest on stay allowed.
``lean_project/ProofServer/Precede.lean`` draws the lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from prover.lean.errors import BadStatement
from prover.lean.messages import Library, LibraryOpened, LibraryPage, OpenLibrary
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
    """A theorem of an imported module; ``statement`` is ``theorem NAME …`` as Lean prints it, or empty."""

    name: str
    module: str
    statement: str = ""


async def library(
    worker: LeanWorker,
    prefixes: Iterable[str] = PREFIXES,
    statements: bool = False,
    progress: Callable[[int], None] | None = None,
) -> list[LibraryTheorem]:
    """The theorems of the modules under ``prefixes``, modules in import order, those of one module in no order.

    Left out are private, deprecated and internal ones, instances, and what Lean makes for definitions.
    ``progress`` is told after each page how many have been found.

    Raises:
        LeanTimeout, LeanCrashed, LeanNotAvailable: Lean was lost over it.
    """
    found: list[LibraryTheorem] = []
    names = list(prefixes)
    start: tuple[int, int] | None = (0, 0)
    while start is not None:
        request = Library(prefixes=names, module=start[0], offset=start[1], limit=PAGE, statements=statements)
        page, _ = await worker.ask(request, LibraryPage, PAGE_LIMIT)
        found += [LibraryTheorem(t.name, t.module, t.statement) for t in page.theorems]
        if progress is not None:
            progress(len(found))
        start = page.next
    return found


async def open_theorem(worker: LeanWorker, name: str, limit: float = OPEN_LIBRARY_LIMIT) -> LibraryOpened:
    """The first state of the library theorem ``name`` on ``worker``.

    Raises:
        BadStatement: the imported modules have no such theorem.
        LeanTimeout, LeanCrashed, LeanNotAvailable: Lean was lost over it.
    """
    try:
        opened, _ = await worker.ask(OpenLibrary(name=name), LibraryOpened, limit)
    except ServerFault as error:
        raise BadStatement(error.fault.kind, list(error.fault.messages), error.fault.text) from error
    return opened
