"""The search's environment: Lean judging tactics, states kept alive across lost processes by replay."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Union

from pydantic import RootModel

from prover.lean.errors import LeanCrashed, LeanError, LeanGone, LeanOutOfMemory, LeanTimeout, ProtocolError
from prover.lean.guard import refusal
from prover.lean.library import OPEN_LIBRARY_LIMIT, open_theorem
from prover.lean.messages import (
    ErrorOutcome,
    GaveUpOutcome,
    HoleOpened,
    LibraryOpened,
    Open,
    Opened,
    OpenHole,
    OpenLibrary,
    OpenOutcome,
    ProvedOutcome,
    Release,
    Tactic,
)
from prover.lean.messages import TacticOutcome as LeanOutcome
from prover.lean.process import ServerFault
from prover.lean.statement import OPEN_LIMIT, Statement, open_statement
from prover.lean.worker import LeanWorker
from search.game import GaveUp, NewState, Outcome, ProofState, Proved, TacticError

TACTIC_LIMIT = 10.0
"""Wall-clock seconds for one tactic; past it the process is killed and replaced."""
HEARTBEATS = 40_000
"""Lean's own limit for one tactic, in thousands of small allocations, as the option ``maxHeartbeats``."""


class _Outcome(RootModel[LeanOutcome]):
    pass


_Opened = Union[Opened, HoleOpened, LibraryOpened]


class Opening(NamedTuple):
    """How to open a theorem, again if need be: what to ask, what comes back, and the seconds it may take."""

    request: Open | OpenHole | OpenLibrary
    answer: type[_Opened]
    limit: float


@dataclass(eq=False)
class StateRef:
    """How to get to a state: from ``parent`` by ``tactic``; and its number in one generation of the worker."""

    parent: StateRef | None
    tactic: str
    key: str
    number: int
    generation: int
    released: bool = field(default=False)


class LeanEnvironment:
    """One theorem on one worker; implements ``search.game.Environment``.

    States made by a process that has since been lost are rebuilt on its successor, by running the tactics
    that led to them.  Make one with ``await LeanEnvironment.open(worker, text)``, ``open_hole`` or ``open_library``.
    """

    def __init__(
        self,
        worker: LeanWorker,
        opening: Opening,
        opened: _Opened,
        generation: int,
        statement: Statement | None,
        tactic_limit: float,
        heartbeats: int,
    ) -> None:
        self.worker = worker
        self._opening, self._statement = opening, statement
        ref = StateRef(None, "", opened.key, opened.state, generation)
        self.root = ProofState(_key(opened), tuple(opened.goals), ref)
        self.library = opened if isinstance(opened, LibraryOpened) else None
        """The library theorem that is proved again here, if it is one."""
        self.tactic_limit, self.heartbeats = tactic_limit, heartbeats
        self.axioms: list[str] = []
        """The axioms of the proof last found."""
        self.replayed = 0
        """Tactics run again to rebuild lost states."""

    @classmethod
    async def open(
        cls,
        worker: LeanWorker,
        text: str,
        name: str | None = None,
        tactic_limit: float = TACTIC_LIMIT,
        heartbeats: int = HEARTBEATS,
    ) -> LeanEnvironment:
        """Raises ``BadStatement``, ``LeanTimeout``, ``LeanCrashed``, ``LeanNotAvailable``."""
        generation = await _generation(worker)
        statement, opened = await open_statement(worker, text, name)
        opening = Opening(statement.request, Opened, OPEN_LIMIT)
        return cls(worker, opening, opened, generation, statement, tactic_limit, heartbeats)

    @classmethod
    async def open_hole(
        cls, worker: LeanWorker, request: OpenHole, tactic_limit: float = TACTIC_LIMIT, heartbeats: int = HEARTBEATS
    ) -> LeanEnvironment:
        """A hole of a sketch (``prover.lean.sketch``), as a theorem of its own.

        Raises ``ServerFault``, ``LeanTimeout``, ``LeanCrashed``, ``LeanNotAvailable``.
        """
        generation = await _generation(worker)
        opened, _ = await worker.ask(request, HoleOpened, OPEN_LIMIT)
        return cls(worker, Opening(request, HoleOpened, OPEN_LIMIT), opened, generation, None, tactic_limit, heartbeats)

    @classmethod
    async def open_library(
        cls, worker: LeanWorker, name: str, tactic_limit: float = TACTIC_LIMIT, heartbeats: int = HEARTBEATS
    ) -> LeanEnvironment:
        """A theorem of Lean's own library, to be proved again from what precedes it (``prover.lean.library``).

        A finished proof that uses what is barred is a tactic error that names it.  A proof found here is
        training material: it stands in no source, so no final check of its text is possible.

        Raises ``BadStatement`` (no such theorem), ``LeanTimeout``, ``LeanCrashed``, ``LeanNotAvailable``.
        """
        generation = await _generation(worker)
        opened = await open_theorem(worker, name)
        opening = Opening(OpenLibrary(name=opened.name), LibraryOpened, OPEN_LIBRARY_LIMIT)
        return cls(worker, opening, opened, generation, None, tactic_limit, heartbeats)

    @property
    def statement(self) -> Statement:
        """The statement as accepted.  Raises ``LeanError`` for a hole and for a library theorem, which have no source."""
        if self._statement is None:
            raise LeanError("this theorem has no source of its own to check a proof in")
        return self._statement

    async def apply(self, state: ProofState, tactic: str) -> Outcome:
        """Run ``tactic`` in ``state``.  Losing the process over it is an outcome, not an error."""
        if (reason := refusal(tactic)) is not None:
            return TacticError(reason)
        ref: StateRef = state.handle
        begun = time.monotonic()
        try:
            outcome, seconds, generation = await self._run(ref, tactic)
        except LeanTimeout as error:
            return GaveUp("time", str(error), time.monotonic() - begun)
        except LeanOutOfMemory as error:
            return GaveUp("memory", str(error), time.monotonic() - begun)
        except (LeanCrashed, ProtocolError) as error:
            return GaveUp("crash", str(error), time.monotonic() - begun)
        except ServerFault as error:
            if error.fault.kind == "unknown_state":  # forgotten while it was being asked about
                return GaveUp("crash", error.fault.text, time.monotonic() - begun)
            return TacticError(error.fault.text, time.monotonic() - begun)
        match outcome:
            case ProvedOutcome(axioms=axioms):
                self.axioms = axioms
                return Proved(seconds)
            case OpenOutcome() as new:
                child = StateRef(ref, tactic, new.key, new.state, generation)
                return NewState(ProofState(_key(new), tuple(new.goals), child), seconds)
            case GaveUpOutcome(reason=reason, message=message):
                return GaveUp(reason, message, seconds)
            case ErrorOutcome(message=message):
                return TacticError(message, seconds)

    async def release(self, states: Sequence[ProofState]) -> None:
        refs = [s.handle for s in states if not s.handle.released]
        for ref in refs:
            ref.released = True
        generation, process = self.worker.generation, self.worker.process
        numbers = [r.number for r in refs if r.generation == generation]
        if numbers and process is not None and process.alive:
            try:
                await self.worker.ask(Release(states=numbers), RootModel[dict], self.tactic_limit, generation)
            except (LeanTimeout, LeanCrashed, ProtocolError, ServerFault):
                pass  # a lost process has released everything

    async def close(self) -> None:
        """Forget the root, and with it what the search may have left: nothing of this theorem is asked for again."""
        await self.release([self.root])

    async def _run(self, ref: StateRef, tactic: str) -> tuple[LeanOutcome, float, int]:
        """The outcome of a tactic, Lean's seconds for it, and the generation of the worker that ran it."""
        while True:
            try:
                number, generation = await self._number(ref)
                request = Tactic(state=number, tactic=tactic, heartbeats=self.heartbeats)
                outcome, seconds = await self.worker.ask(request, _Outcome, self.tactic_limit, generation)
                return outcome.root, seconds, generation
            except LeanGone:
                continue  # another process has taken over before this one was asked

    async def _number(self, ref: StateRef) -> tuple[int, int]:
        """The state's number in the running process and its generation, rebuilt first if that process never held it."""
        await self.worker.start()
        generation = self.worker.generation
        if ref.generation == generation and not ref.released:
            return ref.number, generation
        if ref.parent is None:
            opened, _ = await self.worker.ask(*self._opening, generation)
            number, key = opened.state, opened.key
        else:
            outcome, _, generation = await self._run(ref.parent, ref.tactic)
            self.replayed += 1
            if not isinstance(outcome, OpenOutcome):
                raise LeanCrashed(f"a state could not be rebuilt: '{ref.tactic}' now ends with {outcome.outcome}")
            number, key = outcome.state, outcome.key
        if key != ref.key:
            raise LeanCrashed("a state could not be rebuilt: its goals came out differently")
        ref.number, ref.generation, ref.released = number, generation, False
        return number, generation


async def _generation(worker: LeanWorker) -> int:
    """The generation now running; a process that takes over later is not believed to hold what this one made."""
    await worker.start()
    return worker.generation


def _key(outcome: _Opened | OpenOutcome) -> str:
    return f"{outcome.key}\n" + "\n\n".join(outcome.goals)
