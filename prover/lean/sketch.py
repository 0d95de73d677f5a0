"""Sketches: proofs of a statement with ``sorry`` in them; reading one, opening its holes, and filling them.

The work is done by ``lean_project/ProofServer/Sketch.lean``: Lean elaborates the whole proof once, and every ``sorry`` it
meets becomes a theorem of its own, with the hypotheses in sight there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prover.lean.guard import metaprogram
from prover.lean.messages import Body, BodyRead, FoundHole, OpenHole, Sketch, SketchHoles
from prover.lean.pool import LeanWorker
from prover.lean.process import ServerFault
from prover.lean.statement import Statement
from prover.lean.text import as_lean

SKETCH_LIMIT = 10.0
"""Seconds for Lean to elaborate a sketch."""


class SketchRefused(Exception):
    """Lean does not accept the sketch even with its holes; the message is Lean's own, places counted in ``source``."""

    def __init__(self, text: str, source: str) -> None:
        super().__init__(text)
        self.source = source


@dataclass(frozen=True)
class ReadSketch:
    """A sketch that Lean accepts but for its holes."""

    statement: Statement
    source: str
    holes: tuple[FoundHole, ...]

    def line(self, hole: int) -> int:
        """The line of the source, from 1, where the hole stands."""
        return self.source.encode("utf-8")[: self.holes[hole].span[0]].count(b"\n") + 1

    def opening(self, hole: int) -> OpenHole:
        """What opens the hole of this number as a theorem."""
        s = self.statement
        return OpenHole(source=self.source, name=s.name, variables=s.variables, hide=list(s.hide), hole=hole)

    def filled(self, proofs: Mapping[int, Sequence[str]]) -> str:
        """The proof's source with the holes of these numbers filled by tactic blocks, one after the other; the others stay."""
        data = self.source.encode("utf-8")
        for number in sorted(proofs, reverse=True):
            hole = self.holes[number]
            start, stop = hole.span
            column = len(data[:start].rpartition(b"\n")[2].decode("utf-8"))
            text = in_place(proofs[number], column, hole.tactic)
            data = data[:start] + text.encode("utf-8") + data[stop:]
        return data.decode("utf-8")


def in_place(tactics: Sequence[str], column: int, tactic: bool) -> str:
    """Tactic blocks as they stand in the place of a ``sorry`` that begins at ``column``."""
    if tactic and len(tactics) == 1 and not re.search(r"[\n;]", tactics[0]):
        return tactics[0]
    head = "(" if tactic else "(by "
    lines = [line for block in tactics for line in block.split("\n")]
    return head + ("\n" + " " * (column + len(head))).join(lines) + ")"


async def sketch_source(worker: LeanWorker, statement: Statement, text: str) -> str:
    """The statement with the proof that a model's ``text`` holds: a whole theorem, or a proof alone.

    What the text says of the statement itself is not believed: only its proof counts.  Raises ``LeanTimeout``,
    ``LeanCrashed``, ``ProtocolError`` if Lean was lost over it.
    """
    text = as_lean(text.expandtabs(2), last=True).strip("\n").rstrip()
    request = Body(source=statement.source, name=statement.name, variables=statement.variables, text=text)
    try:
        read, _ = await worker.ask(request, BodyRead, SKETCH_LIMIT)
    except ServerFault as error:  # the text is out of bounds
        return statement.with_body(f":= by\n  sorry -- {error.fault.text}")
    return statement.with_body(f":= {_proof(text, read.body)}")


async def read_sketch(worker: LeanWorker, statement: Statement, source: str, limit: float = SKETCH_LIMIT) -> ReadSketch:
    """Have Lean read ``source``, a sketch of ``statement`` (``sketch_source``).

    Raises ``SketchRefused``, and ``LeanTimeout``, ``LeanCrashed``, ``ProtocolError`` if Lean was lost over it.
    """
    if (found := metaprogram(source)) is not None:
        raise SketchRefused(f"'{found}' runs a program at elaboration time, which is not allowed in a proof", source)
    request = Sketch(source=source, name=statement.name, variables=statement.variables, hide=list(statement.hide))
    try:
        read, _ = await worker.ask(request, SketchHoles, limit)
    except ServerFault as error:
        raise SketchRefused(error.fault.text, source) from None
    return ReadSketch(statement, source, tuple(read.holes))


def _proof(text: str, body: str | None) -> str:
    """A proof, from ``by`` on or as a term: a theorem's body, or a text that is a proof alone."""
    if body is not None:
        text = body.removeprefix(":=").strip()
    if re.match(r"\s*by\b", text):
        first, rest = re.match(r"\s*by[ ]*(.*?)(?:\n|\Z)(.*)", text, re.DOTALL).groups()
        return "by\n" + (f"  {first}\n" if first else "") + _shifted(rest)
    return ("by\n" + _shifted(text)) if body is None else text


def _shifted(block: str) -> str:
    """A block that stands two columns in."""
    lines = [line.rstrip() for line in block.split("\n")]
    least = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
    return "\n".join("  " + line[least:] if line else "" for line in lines).rstrip()
