"""One theorem of a benchmark, as every data set is read into."""

from __future__ import annotations

from typing import Optional

from pydantic import BaseModel, ConfigDict


class DataError(ValueError):
    """A data set cannot be read; the message names file and line."""


class Problem(BaseModel):
    """A theorem to prove, with what is known of it.

    ``name`` is the theorem's Lean name and unique in its data set; ``id`` is the data set's own and may not be.
    ``statement`` ends in a placeholder body (``:= sorry``); ``header`` is the imports and ``open`` commands
    that go before it.  ``source`` is where the problem is from (``AMC``, ``IMO``, …).  ``imports`` are the modules native
    Lean must be started with, where it is not the project's choice; the theorem of such a problem is the last of its
    text, whatever it is called inside its namespaces.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
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
