"""From what a user writes to a theorem Lean has accepted.

A statement may come as a whole Lean source (with ``open``, ``namespace``, definitions, and any body), as a
theorem without a body, or as a bare proposition.  Without Mathlib, real and complex numbers are read as any
field that obeys their laws: the readings are lines in ``lean_project/readings.txt``, tried in order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from prover.lean.errors import BadStatement
from prover.lean.messages import Open, Opened
from prover.lean.pool import LeanWorker
from prover.lean.process import ServerFault
from prover.lean.reading import ReadingKind
from prover.lean.source import READINGS

OPEN_LIMIT = 60.0
"""Seconds to elaborate a statement."""

_READING = re.compile(r"^reading: (.+)$", re.MULTILINE)
_MACHINERY = re.compile(r"^generalization: (.+)$", re.MULTILINE)
_BINDER = re.compile(r"[{(]\s*([^\s:{}()]+)\s*:\s*Type")
_DECLARATION = re.compile(r"\b(theorem|lemma|example)\b")


@dataclass(frozen=True)
class Reading:
    """A ``variable`` command put before a statement, and the variables it brings (empty: none)."""

    variables: str
    hide: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """A theorem Lean has accepted, in the form and reading it was accepted in."""

    source: str
    """Whole source, UTF-8; ends with the theorem or what follows it."""
    name: str
    """Full name of the theorem."""
    wanted: str | None
    """The name the source was searched for; None means its last theorem."""
    variables: str
    hide: tuple[str, ...]
    reading: ReadingKind
    body: tuple[int, int]

    @property
    def request(self) -> Open:
        """What opens it again."""
        return Open(source=self.source, name=self.wanted, variables=self.variables, hide=list(self.hide))

    @property
    def text(self) -> str:
        """The source up to where the theorem's body begins."""
        return self.source.encode("utf-8")[: self.body[0]].decode("utf-8").rstrip()

    def with_proof(self, tactics: list[str] | tuple[str, ...]) -> str:
        """The source with the theorem proved by these tactic blocks, one after the other."""
        if not tactics:
            raise ValueError("a proof needs at least one tactic")
        indented = "\n".join("  " + line for block in tactics for line in block.split("\n"))
        return f"{self.text} := by\n{indented}\n"


@cache
def readings() -> tuple[Reading, ...]:
    """The readings of ``ℝ`` and ``ℂ``, weakest assumptions first."""
    lines = _READING.findall(READINGS.read_text(encoding="utf-8"))
    return tuple(Reading(line.strip(), tuple(_BINDER.findall(line))) for line in lines)


def readings_for(worker: LeanWorker) -> tuple[Reading, ...]:
    """The readings to try on a worker: with Mathlib there is one, and it brings nothing."""
    return readings() if worker.command.prelude else (Reading("", ()),)


@cache
def generalization_prefixes() -> tuple[str, ...]:
    """Names of prelude constants that belong to the generalization, not to a model of a Mathlib notion."""
    lines = _MACHINERY.findall(READINGS.read_text(encoding="utf-8"))
    return tuple(name for line in lines for name in line.split())


def forms(text: str) -> list[str]:
    """The Lean sources a text may stand for, likeliest first.  A nameless one is called ``statement``."""
    text = text.strip()
    found = _DECLARATION.findall(text)
    if not found:
        return [f"theorem statement : {text} := by sorry"]
    if found[-1] == "example":
        start = [m.start() for m in re.finditer(r"\bexample\b", text)][-1]
        text = text[:start] + "theorem statement" + text[start + len("example") :]
    return [text, text + " := by sorry"]


async def open_statement(
    worker: LeanWorker, text: str, name: str | None = None, limit: float = OPEN_LIMIT, theorem: int = 0
) -> tuple[Statement, Opened]:
    """Have Lean accept a statement; returns it with the opened first state on ``worker``, of the theorem of this number.

    Raises:
        BadStatement: Lean accepts it in no form and no reading; the messages are Lean's own.
        LeanTimeout, LeanCrashed: Lean was lost over it.
    """
    if not text.strip():
        raise BadStatement("request", [], "the statement is empty")
    fault: ServerFault | None = None
    for reading in readings_for(worker):
        for source in forms(text):
            request = Open(source=source, name=name, variables=reading.variables, hide=list(reading.hide), theorem=theorem)
            try:
                opened, _ = await worker.ask(request, Opened, limit)
            except ServerFault as error:
                fault = error
                if error.fault.kind != "parse":
                    break
                continue
            return _statement(worker, source, name, reading, opened), opened
    assert fault is not None
    raise BadStatement(fault.fault.kind, list(fault.fault.messages), fault.fault.text)


def _statement(worker: LeanWorker, source: str, name: str | None, reading: Reading, opened: Opened) -> Statement:
    kind: ReadingKind = reading_kind(opened.constants) if worker.command.prelude else "mathlib"
    return Statement(source, opened.name, name, reading.variables, reading.hide, kind, opened.body)


def reading_kind(constants: list[str]) -> ReadingKind:
    """How a statement was read, by the constants it speaks of that are not the toolchain's own."""
    prefixes = generalization_prefixes()
    own = [c for c in constants if not any(c == p or c.startswith(p + ".") for p in prefixes)]
    if any(not c.rpartition(".")[2].startswith("inst") for c in own):
        return "modelled"
    return "generalized" if constants else "exact"
