"""From what a user writes to a theorem Lean has accepted.

A statement may come as a whole Lean source (with ``open``, ``namespace``, definitions, and any body), as a theorem
without a body, or as a bare proposition: ``ProofServer/Reader.lean`` finds it and completes it.  Without Mathlib, real
and complex numbers are read as any field that obeys their laws: the readings are lines in
``lean_project/readings.txt``, tried in order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from prover.lean.errors import BadStatement
from prover.lean.messages import Open, Opened, Stated
from prover.lean.pool import LeanWorker
from prover.lean.process import ServerFault
from prover.lean.results import ReadingKind
from prover.lean.source import READINGS
from prover.lean.text import as_lean

OPEN_LIMIT = 60.0
"""Seconds to elaborate a statement."""

_READING = re.compile(r"^reading: (.+)$", re.MULTILINE)
_MACHINERY = re.compile(r"^generalization: (.+)$", re.MULTILINE)
_BINDER = re.compile(r"[{(]\s*([^\s:{}()]+)\s*:\s*Type")


@dataclass(frozen=True)
class Reading:
    """A ``variable`` command put before a statement, and the variables it brings (empty: none)."""

    variables: str
    hide: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """A theorem Lean has accepted, in the form and reading it was accepted in."""

    source: str
    """Whole source, UTF-8, with the body it may have lacked."""
    name: str
    """Full name of the theorem."""
    variables: str
    hide: tuple[str, ...]
    reading: ReadingKind
    body: tuple[int, int]
    """Where the theorem's body starts and ends, in bytes."""
    tail: int = 0
    """Where its command ends, in bytes, if that is not where the body does; else 0."""
    definitions: tuple[str, ...] = ()
    """The source's own definitions that the statement rests on."""
    note: str = ""
    """What of the text was left out."""

    @property
    def request(self) -> Open:
        """What opens it again."""
        return Open(source=self.source, name=self.name, variables=self.variables, hide=list(self.hide))

    @property
    def text(self) -> str:
        """The source up to where the theorem's body begins."""
        return self._part(0, self.body[0]).rstrip()

    def with_proof(self, tactics: list[str] | tuple[str, ...]) -> str:
        """The source with the theorem proved by these tactic blocks, one after the other."""
        if not tactics:
            raise ValueError("a proof needs at least one tactic")
        indented = "\n".join("  " + line for block in tactics for line in block.split("\n"))
        return self.with_body(f":= by\n{indented}")

    def with_body(self, body: str) -> str:
        """The source with this body (``:= …``), to the end of the theorem's command."""
        rest = self._part(self.body[1], self.tail).strip() if self.tail else ""
        return f"{self.text} {body}\n" + (f"{rest}\n" if rest else "")

    def _part(self, start: int, stop: int) -> str:
        return self.source.encode("utf-8")[start:stop].decode("utf-8")


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


def asked(name: str | None) -> str | None:
    """A theorem's name as it was asked for, without what does not matter in it; ``None`` if there is none."""
    return (name or "").strip().removeprefix("_root_.") or None


async def open_statement(
    worker: LeanWorker, text: str, name: str | None = None, limit: float = OPEN_LIMIT, theorem: int = 0
) -> tuple[Statement, Opened]:
    """Have Lean accept a statement; returns it with the opened first state on ``worker``, of the theorem of this number.

    Raises:
        BadStatement: Lean accepts it in no reading; the messages are Lean's own.
        LeanTimeout, LeanCrashed: Lean was lost over it.
    """
    source = as_lean(text)
    if not source.strip():
        raise BadStatement("request", [], "the statement is empty")
    fault: ServerFault | None = None
    for reading in readings_for(worker):
        request = Open(source=source, name=asked(name), variables=reading.variables, hide=list(reading.hide), theorem=theorem)
        try:
            opened, _ = await worker.ask(request, Opened, limit)
        except ServerFault as error:
            fault = error
            if error.fault.kind != "elaboration":
                break
            continue
        same = {name: getattr(opened, name) for name in ("source", "name", "body", "tail", "note")}
        definitions, how = tuple(opened.definitions), reading_of(worker, opened)
        return Statement(**vars(reading), **same, reading=how, definitions=definitions), opened
    assert fault is not None
    raise BadStatement(fault.fault.kind, list(fault.fault.messages), fault.fault.text)


def reading_of(worker: LeanWorker, stated: Stated) -> ReadingKind:
    """How a theorem's statement was read."""
    return reading_kind(stated.prelude) if worker.command.prelude else "mathlib"


def reading_kind(prelude: list[str]) -> ReadingKind:
    """How a statement was read, by the constants of the prelude that it rests on."""
    prefixes = generalization_prefixes()
    models = [c for c in prelude if not any(c == p or c.startswith(p + ".") for p in prefixes)]
    if any(not c.rpartition(".")[2].startswith("inst") for c in models):
        return "modelled"
    return "generalized" if prelude else "exact"
