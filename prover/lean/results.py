"""What a check is asked and what it answers: plain data, to be read and written without Lean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Optional

from pydantic import BaseModel, ConfigDict

ReadingKind = Literal["exact", "generalized", "modelled", "mathlib"]
"""How a statement was read (``prover.lean.statement``)."""


class LeanInfo(BaseModel):
    version: str = ""
    backend: Literal["embedded", "native", "dojo"] = "embedded"


@dataclass(frozen=True)
class Claim:
    """A source said to prove a theorem.

    ``name``: the theorem's; the source's last by default.  ``statement``: the source of the original statement, which must be
    the one proved.  ``imports``: modules that native Lean is to be started with, beside those that the texts import.
    ``own_notation``: without a ``statement``, a source may make the text of its own theorem say something else than it says in
    Lean.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    source: str
    name: Optional[str] = None
    statement: Optional[str] = None
    imports: Optional[tuple[str, ...]] = None
    own_notation: bool = False


class CheckResult(BaseModel):
    """The verdict on a claim."""

    model_config = ConfigDict(frozen=True)

    name: str
    accepted: bool
    reason: str = ""
    axioms: list[str] = []
    reading: Optional[ReadingKind] = None
    statement: str = ""
    """What was proved as the kernel holds it, printed without the source's own notation."""
    definitions: list[str] = []
    """The source's own definitions that the statement rests on."""
    own_notation: str = ""
    """How the source's own notation, macros, instances or names make the theorem's text say something else; empty if they do
    not."""
    messages: list[str] = []
    """Lean's own errors and warnings."""
    bad_input: bool = False
    """The file does not parse, or states no theorem."""
    notes: list[str] = []
    """What a user should know of what became of the text's imports."""
    seconds: float = 0.0
    lean: LeanInfo = LeanInfo()

    @property
    def other_messages(self) -> list[str]:
        """Those that the reason does not repeat."""
        return [message for message in self.messages if message not in self.reason]

    @property
    def why(self) -> str:
        """Why it was refused, with Lean's messages."""
        return "; ".join([self.reason, *self.other_messages])
