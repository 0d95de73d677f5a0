"""One theorem of a benchmark, as every data set is read into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from pydantic import BaseModel, ConfigDict

from prover.errors import ExpectedError


class DataError(ExpectedError, ValueError):
    """A data set cannot be read; the message names file and line."""


class Problem(BaseModel):
    """A theorem to prove, with what is known of it.

    ``name`` is unique in the data set, and any text; ``theorem`` is what Lean calls the theorem, ``None`` where it is the
    last of the text; ``id`` is the data set's own and may not be unique.  ``statement`` has any body or none; ``header`` is
    the imports and other commands that go before it.  ``source`` is where the problem is from (``AMC``, ``IMO``, …).
    ``imports`` are the modules native Lean must be started with, where it is not the project's choice.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    theorem: Optional[str] = None
    split: str
    source: str
    statement: str
    header: str = ""
    informal_statement: str = ""
    informal_proof: str = ""
    imports: Optional[tuple[str, ...]] = None

    @property
    def text(self) -> str:
        """The complete Lean source: header, then statement."""
        return f"{self.header}\n\n{self.statement}".strip() + "\n"


class Defect(BaseModel):
    """What is wrong, and where: a line of a file, or a problem's name.  A row of a data set with one is no problem."""

    model_config = ConfigDict(frozen=True)

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


SHOWN = 5
"""How many rows that cannot be used are named."""


def counted(unusable: Sequence[Defect]) -> str:
    return f"{len(unusable)} {'row' if len(unusable) == 1 else 'rows'} cannot be used"


def describe_unusable(unusable: Sequence[Defect]) -> str:
    """How many rows cannot be used, and the first of them, a line each."""
    more = len(unusable) - SHOWN
    return "\n  ".join([f"{counted(unusable)}:", *map(str, unusable[:SHOWN]), *([f"and {more} more"] if more > 0 else [])])
