"""The search's environment: Lean judging tactics, states kept alive across lost processes by replay."""

from __future__ import annotations

import asyncio
import itertools
import logging
import math
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from typing import TypeVar, Union

from pydantic import BaseModel

from prover.lean.decoding import NoTerms, decode
from prover.lean.errors import LeanCrashed, LeanError, LeanGone, LeanOutOfMemory, LeanTimeout, ProtocolError
from prover.lean.guard import refusal
from prover.lean.library import OPEN_LIBRARY_LIMIT, open_theorem
from prover.lean.messages import (
    Close,
    HoleOpened,
    LibraryOpened,
    NewGoals,
    Open,
    Opened,
    OpenHole,
    OpenLibrary,
    Release,
    Request,
    Tactic,
    TacticAnswer,
    Terms,
    TermsAnswer,
)
from prover.lean.process import ServerFault
from prover.lean.statement import OPEN_LIMIT, Statement, open_statement
from prover.lean.terms import GoalTerms
from prover.lean.worker import LeanWorker
from search.game import GaveUp, NewState, Outcome, ProofState, Proved, TacticError

TACTIC_LIMIT = 10.0
"""Wall-clock seconds for one tactic; past it the process is killed and replaced."""
HEARTBEATS = 40_000
"""Lean's own limit for one tactic, in thousands of small allocations, as the option ``maxHeartbeats``."""

logger = logging.getLogger(__name__)

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")
_numbers = itertools.count(1)
_NEVER = -1
"""No worker's generation."""
_Opened = Union[Opened, HoleOpened, LibraryOpened]
TacticOutcome = Union[Proved, NewGoals, TacticError, GaveUp]


@dataclass(eq=False)
class StateRef:
    """How to get to a state: from ``parent`` by ``tactic``; its ``key``, Lean's own hash of it; and its ``number`` in one
    ``generation`` of the worker, until it is released."""

    parent: StateRef | None
    tactic: str
    key: str
    number: int | None
    generation: int

    def held(self, generation: int) -> bool:
        """Whether the process of this generation holds it."""
        return self.number is not None and self.generation == generation


class LeanEnvironment:
    """One theorem on one worker; implements ``search.game.Environment``.

    States made by a process that has since been lost are rebuilt on its successor, by running the tactics
    that led to them.  Make one with ``await LeanEnvironment.open(worker, text)``, ``open_hole`` or ``open_library``.

    Its states are those of one ``theorem`` number in the process, so that ``close`` need not know them: also those rebuilt on
    the way to others, and those whose answers came when nobody waited any longer, are forgotten with it.
    """

    def __init__(
        self,
        worker: LeanWorker,
        request: Open | OpenHole | OpenLibrary,
        opened: _Opened,
        generation: int,
        statement: Statement | None,
        tactic_limit: float,
        heartbeats: int,
    ) -> None:
        self.worker, self._theorem = worker, request.theorem
        self._closed = False
        self._rebuilding = asyncio.Lock()
        self._request, self._opened, self._statement = request, opened, statement
        self.root = self._proof_state(opened, StateRef(None, "", opened.key, opened.state, generation))
        self.library = opened if isinstance(opened, LibraryOpened) else None
        """The library theorem that is proved again here, if it is one."""
        self.tactic_limit, self.heartbeats = tactic_limit, heartbeats
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
        with _new_theorem(worker) as theorem:
            generation = await _generation(worker)
            statement, opened = await open_statement(worker, text, name, theorem=theorem)
        request = statement.request.model_copy(update={"theorem": theorem})
        return cls(worker, request, opened, generation, statement, tactic_limit, heartbeats)

    @classmethod
    async def open_hole(
        cls, worker: LeanWorker, request: OpenHole, tactic_limit: float = TACTIC_LIMIT, heartbeats: int = HEARTBEATS
    ) -> LeanEnvironment:
        """A hole of a sketch (``prover.lean.sketch``), as a theorem of its own.

        Raises ``ServerFault``, ``LeanTimeout``, ``LeanCrashed``, ``LeanNotAvailable``.
        """
        with _new_theorem(worker) as theorem:
            request = request.model_copy(update={"theorem": theorem})
            generation = await _generation(worker)
            opened, _ = await worker.ask(request, HoleOpened, OPEN_LIMIT)
        return cls(worker, request, opened, generation, None, tactic_limit, heartbeats)

    @classmethod
    async def open_library(
        cls, worker: LeanWorker, name: str, tactic_limit: float = TACTIC_LIMIT, heartbeats: int = HEARTBEATS
    ) -> LeanEnvironment:
        """A theorem of Lean's own library, to be proved again from what precedes it (``prover.lean.library``).

        A finished proof that uses what is barred is a tactic error that names it.  A proof found here is
        training material: it stands in no source, so no final check of its text is possible.

        Raises ``BadStatement`` (no such theorem), ``LeanTimeout``, ``LeanCrashed``, ``LeanNotAvailable``.
        """
        with _new_theorem(worker) as theorem:
            request = OpenLibrary(name=name, theorem=theorem)
            generation = await _generation(worker)
            opened = await open_theorem(worker, request)
        return cls(worker, request, opened, generation, None, tactic_limit, heartbeats)

    def on(self, worker: LeanWorker) -> LeanEnvironment:
        """The same theorem on another worker of the same kind of Lean, which opens it when it is first asked about a state."""
        request = self._request.model_copy(update={"theorem": next(_numbers)})
        return LeanEnvironment(worker, request, self._opened, _NEVER, self._statement, self.tactic_limit, self.heartbeats)

    async def hold(self, state: ProofState) -> bool:
        """Have the process hold a state, rebuilt if need be; whether it does, and the state has come out as it was."""

        async def nothing(ref: StateRef, generation: int) -> bool:
            return True

        try:
            return await self._with_state(state.handle, nothing)
        except (LeanTimeout, LeanCrashed, ProtocolError, ServerFault) as error:
            logger.info("a state cannot be reached on a worker: %s", error)
            return False

    @property
    def statement(self) -> Statement:
        """The statement as accepted.  Raises ``LeanError`` for a hole and for a library theorem, which have no source."""
        if self._statement is None:
            raise LeanError("this theorem has no source of its own to check a proof in")
        return self._statement

    async def apply(self, state: ProofState, tactic: str, effort: float = 1.0) -> Outcome:
        """Run ``tactic`` in ``state``, within this share of ``heartbeats``.  Losing the process over it is an outcome, not an error.  Raises ``LeanError`` once
        closed, and ``LeanNotAvailable``."""
        if self._closed:
            raise LeanError("the theorem has been closed")
        if (reason := refusal(tactic)) is not None:
            return TacticError(reason)
        ref: StateRef = state.handle
        begun = time.monotonic()
        try:
            answer, seconds, generation = await self._run(ref, tactic, math.ceil(effort * self.heartbeats))
        except LeanTimeout as error:
            return GaveUp("time", str(error), time.monotonic() - begun)
        except (LeanCrashed, ProtocolError) as error:
            reason = "memory" if isinstance(error, LeanOutOfMemory) else "crash"
            return GaveUp(reason, str(error), time.monotonic() - begun)
        except ServerFault as error:
            lost = error.fault.kind == "unknown_state"  # forgotten while it was being asked about
            outcome = GaveUp("crash", error.fault.text) if lost else TacticError(error.fault.text)
            return replace(outcome, seconds=time.monotonic() - begun)
        if isinstance(answer, NewGoals):
            child = StateRef(ref, tactic, answer.key, answer.state, generation)
            return NewState(self._proof_state(answer, child), seconds)
        return replace(answer, seconds=seconds)

    async def look(self, state: ProofState, goal: int = 0) -> GoalTerms | None:
        """A goal as a term, by its number; ``None`` where the process is lost over it or cannot tell it."""
        try:
            answer = await self._with_state(state.handle, partial(self._terms, goal))
            return decode(answer.nodes, answer.hypotheses, answer.target, answer.cut)
        except (LeanTimeout, LeanCrashed, ProtocolError, ServerFault, NoTerms) as error:
            logger.info("no terms of a goal: %s", error)
            return None

    async def release(self, states: Sequence[ProofState]) -> None:
        """Have the process forget states; if they are asked about nevertheless, they are rebuilt."""
        held = [ref for ref in (state.handle for state in states) if ref.held(self.worker.generation)]
        numbers = [ref.number for ref in held]
        for ref in held:
            ref.number = None
        if numbers:
            self.worker.post(Release(theorem=self._theorem, states=numbers), self.tactic_limit)

    async def close(self) -> None:
        """Have the process forget all states of the theorem.  What it has been asked before, it answers first; nobody waits."""
        self._closed = True
        _forget(self.worker, self._theorem)

    async def _run(self, ref: StateRef, tactic: str, heartbeats: int) -> tuple[TacticOutcome, float, int]:
        """The outcome of a tactic, Lean's seconds for it, and the generation of the worker that ran it."""

        async def run(ref: StateRef, generation: int) -> tuple[TacticOutcome, float, int]:
            return (*await self._tactic(ref, tactic, generation, heartbeats), generation)

        return await self._with_state(ref, run)

    async def _with_state(self, ref: StateRef, ask: Callable[[StateRef, int], Awaitable[T]]) -> T:
        """What ``ask`` comes to, given a state that the process of the given generation holds."""
        while True:
            try:
                generation = await _generation(self.worker)
                if not ref.held(generation):
                    async with self._rebuilding:
                        await self._rebuild(ref, generation)
                return await ask(ref, generation)
            except LeanGone:
                continue  # another process has taken over before this one was asked

    async def _rebuild(self, ref: StateRef, generation: int) -> None:
        """Have the process of this generation hold the state, and those on the way to it."""
        while not ref.held(generation):
            next_ = ref
            while next_.parent is not None and not next_.parent.held(generation):
                next_ = next_.parent
            if next_.parent is None:
                limit = OPEN_LIBRARY_LIMIT if self.library else OPEN_LIMIT
                made, _ = await self._ask(self._request, type(self._opened), limit, generation)
            else:
                made, _ = await self._tactic(next_.parent, next_.tactic, generation, self.heartbeats)
                self.replayed += 1
                if not isinstance(made, NewGoals):
                    raise LeanCrashed(f"a state could not be rebuilt: '{next_.tactic}' now ends with {made.kind}")
            if made.key != next_.key:
                raise LeanCrashed("a state could not be rebuilt: its goals came out differently")
            next_.number, next_.generation = made.state, generation

    def _proof_state(self, made: _Opened | NewGoals, ref: StateRef) -> ProofState:
        """Its key is a hash of Lean's own hash and of the goals as printed: states that either tells apart are two."""
        text = "\n\n".join([made.key, *made.goals])
        key = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
        state = ProofState(key, tuple(made.goals), ref)
        return replace(state, look=partial(self.look, state))

    async def _tactic(self, ref: StateRef, tactic: str, generation: int, heartbeats: int) -> tuple[TacticOutcome, float]:
        assert ref.number is not None
        request = Tactic(theorem=self._theorem, state=ref.number, tactic=tactic, heartbeats=heartbeats)
        outcome, seconds = await self._ask(request, TacticAnswer, self.tactic_limit, generation)
        return outcome.root, seconds

    async def _terms(self, goal: int, ref: StateRef, generation: int) -> TermsAnswer:
        assert ref.number is not None
        request = Terms(theorem=self._theorem, state=ref.number, goal=goal)
        answer, _ = await self._ask(request, TermsAnswer, self.tactic_limit, generation)
        return answer

    async def _ask(self, request: Request, answer: type[M], limit: float, generation: int) -> tuple[M, float]:
        try:
            return await self.worker.ask(request, answer, limit, generation)
        finally:
            if self._closed:  # in the middle of it
                _forget(self.worker, self._theorem)


@contextmanager
def _new_theorem(worker: LeanWorker) -> Iterator[int]:
    """The number of a theorem that is opened within; if that fails or is cancelled, nothing is left of it."""
    number = next(_numbers)
    try:
        yield number
    except BaseException:
        _forget(worker, number)
        raise


def _forget(worker: LeanWorker, theorem: int) -> None:
    worker.post(Close(theorem=theorem), TACTIC_LIMIT)


async def _generation(worker: LeanWorker) -> int:
    """The generation now running; a process that takes over later is not believed to hold what this one made."""
    await worker.start()
    return worker.generation
