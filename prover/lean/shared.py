"""One theorem on several workers: the search's environment where workers would be idle otherwise.

The theorem is opened on one worker, which stays its own.  While more tactics are waiting than it can judge, idle workers of the
pool help: each opens the theorem when it joins, and reaches a state that another worker made by running the tactics that led to
it.  A helper goes back to the pool as soon as another theorem needs it.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from prover.lean.environment import LeanEnvironment, StateRef
from prover.lean.errors import LeanError, LeanNotAvailable
from prover.lean.pool import LeanPool
from prover.lean.statement import Statement
from prover.lean.terms import GoalTerms
from prover.lean.worker import LeanWorker
from search.game import NewState, Outcome, ProofState

HELP_AFTER = 1.0
"""Seconds after which helpers join: many theorems are proved before one would have started."""
MOST_REPLAYED = 1.0
"""Seconds of tactics run again at most to reach a state on a worker that is idle, while another one holds it."""
TYPICAL_TACTIC = 0.05
"""Seconds until a worker that judges a tactic is likely to be done."""
PATIENCE = 0.005
"""Seconds for which a worker that has judged a tactic waits for one at a state it holds before it takes another."""
SPARE = 2
"""Tactics at hand beyond those that are judged, where there are several workers: each shall find one at a state it holds."""

logger = logging.getLogger(__name__)


@dataclass(eq=False)
class SharedRef:
    """A state: how to get to it (from ``parent`` by ``tactic``, in ``seconds``), and what it is on each worker that knows it."""

    parent: SharedRef | None
    tactic: str
    seconds: float
    on: dict[LeanEnvironment, StateRef] = field(default_factory=dict)
    unreachable: set[LeanEnvironment] = field(default_factory=set)
    """Where it came out differently."""
    judged_on: LeanEnvironment | None = None
    """Where its last tactic was judged: what failed there is remembered there (``Remembered.lean``)."""

    @property
    def key(self) -> str:
        """Lean's own hash of it."""
        return next(iter(self.on.values())).key

    def cost(self, environment: LeanEnvironment) -> float:
        """Seconds of tactics to run again before a worker holds it."""
        at: SharedRef | None = self
        total = 0.0
        while at is not None and not at.held(environment):
            if environment in at.unreachable:
                return math.inf
            total += at.seconds
            at = at.parent
        return total

    def held(self, environment: LeanEnvironment) -> bool:
        ref = self.on.get(environment)
        return ref is not None and ref.held(environment.worker.generation)

    def of(self, environment: LeanEnvironment) -> StateRef:
        """The state on a worker, which need not hold it yet."""
        at: SharedRef = self
        unknown: list[SharedRef] = []
        while environment not in at.on and at.parent is not None:
            unknown.append(at)
            at = at.parent
        if environment not in at.on:
            at.on[environment] = environment.root.handle
        for state in reversed(unknown):
            state.on[environment] = StateRef(at.on[environment], state.tactic, state.key, None, 0)
            at = state
        return self.on[environment]


@dataclass(eq=False)
class _Seat:
    """A worker at the theorem, which judges one tactic at a time."""

    environment: LeanEnvironment
    lean_before: float = 0.0
    busy: bool = False
    leaving: bool = False
    idle_since: float = 0.0


@dataclass(eq=False)
class _Waiting:
    ref: SharedRef
    seat: asyncio.Future[_Seat]


class SharedEnvironment:
    """``first``, and the same theorem on idle workers of ``pool``; implements ``search.game.Environment``."""

    def __init__(self, first: LeanEnvironment, pool: LeanPool) -> None:
        self.first, self._pool = first, pool
        self._begun = time.monotonic()
        self._seats = [_Seat(first)]
        self._joining: dict[LeanWorker, asyncio.Task[LeanEnvironment]] = {}
        self._waiting: list[_Waiting] = []
        self._leaving: set[asyncio.Task[None]] = set()
        self._closed = False
        self.lean_seconds = 0.0
        """Lean's seconds on the helpers that have left."""
        self.root = self._shared(first.root, first, SharedRef(None, "", 0.0))

    @property
    def statement(self) -> Statement:
        """As ``LeanEnvironment.statement``."""
        return self.first.statement

    @property
    def workers(self) -> int:
        """How many are at the theorem now."""
        return len(self._seats)

    @property
    def parallel(self) -> int:
        """How many tactics are to be at hand: one for each worker that judges one, or would soon if it were asked to, and some
        to choose from."""
        idle = self._pool.lendable if time.monotonic() - self._begun >= HELP_AFTER else 0
        workers = sum(not seat.leaving for seat in self._seats) + len(self._joining) + idle
        return workers + SPARE * (workers > 1)

    async def apply(self, state: ProofState, tactic: str, effort: float = 1.0) -> Outcome:
        """As ``LeanEnvironment.apply``."""
        ref: SharedRef = state.handle
        while True:
            seat = await self._seat(ref)
            environment = ref.judged_on = seat.environment
            try:
                here = replace(state, handle=ref.of(environment))
                if environment is not self.first and not ref.held(environment) and not await environment.hold(here):
                    ref.unreachable.add(environment)
                    continue
                outcome = await environment.apply(here, tactic, effort)
            except LeanNotAvailable:
                if environment is self.first:
                    raise
                seat.leaving = True
                continue
            finally:
                self._free(seat)
            if isinstance(outcome, NewState):
                child = SharedRef(ref, tactic, outcome.seconds)
                return replace(outcome, state=self._shared(outcome.state, environment, child))
            return outcome

    async def look(self, ref: SharedRef, state: ProofState, goal: int = 0) -> GoalTerms | None:
        """As ``LeanEnvironment.look``."""

        def delay(seat: _Seat) -> tuple[bool, float]:
            return seat.leaving, ref.cost(seat.environment) + seat.busy * TYPICAL_TACTIC

        environment = min(self._seats, key=delay).environment
        return await environment.look(replace(state, handle=ref.of(environment)), goal)

    async def release(self, states: Sequence[ProofState]) -> None:
        """As ``LeanEnvironment.release``, on every worker."""
        for environment in [seat.environment for seat in self._seats]:
            known = [replace(s, handle=s.handle.on[environment]) for s in states if environment in s.handle.on]
            await environment.release(known)

    async def close(self) -> None:
        """As ``LeanEnvironment.close``; the helpers go back to the pool."""
        self._closed = True
        for worker in list(self._joining):
            self._recall(worker)
        for seat in self._seats[1:]:
            self._send_away(seat)
        while pending := {*self._joining.values(), *self._leaving}:
            await asyncio.shield(asyncio.wait(pending))
        await self.first.close()

    def _shared(self, state: ProofState, environment: LeanEnvironment, ref: SharedRef) -> ProofState:
        ref.on[environment] = state.handle
        shared = replace(state, handle=ref)
        return replace(shared, look=partial(self.look, ref, shared))

    # Who judges

    async def _seat(self, ref: SharedRef) -> _Seat:
        """A worker that judges nothing now, taken: one that holds the state, if there is one."""
        waiting = _Waiting(ref, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._assign()
        if not waiting.seat.done():
            self._ask_for_help()
        try:
            return await waiting.seat
        except asyncio.CancelledError:
            if waiting in self._waiting:
                self._waiting.remove(waiting)
            elif waiting.seat.done() and not waiting.seat.cancelled():
                self._free(waiting.seat.result())
            raise

    def _free(self, seat: _Seat) -> None:
        seat.busy, seat.idle_since = False, time.monotonic()
        if seat.leaving:
            self._send_away(seat)
        self._assign()

    def _assign(self) -> None:
        """Give idle workers the tactics that wait: each those it need not run much for again, or nobody less."""
        while free := [seat for seat in self._seats if not (seat.busy or seat.leaving)]:
            found = [(*offer, i) for i, waiting in enumerate(self._waiting) for offer in self._offers(waiting.ref, free)]
            if not found:
                if self._waiting and any(map(self._is_patient, free)):
                    asyncio.get_running_loop().call_later(PATIENCE, self._assign)
                return
            _, _, j, i = min(found)
            waiting, seat = self._waiting.pop(i), free[j]
            if not waiting.seat.done():
                seat.busy = True
                waiting.seat.set_result(seat)

    def _offers(self, ref: SharedRef, free: list[_Seat]) -> list[tuple[float, bool, int]]:
        """The seconds of tactics to run again, whether its last tactic was judged elsewhere, and the seat's index in ``free``."""
        least = min(ref.cost(seat.environment) for seat in self._seats if not seat.leaving)
        return [
            (cost, seat.environment is not ref.judged_on, j)
            for j, seat in enumerate(free)
            if (cost := ref.cost(seat.environment)) == 0.0 or (cost <= max(least, MOST_REPLAYED) and not self._is_patient(seat))
        ]

    def _is_patient(self, seat: _Seat) -> bool:
        """Whether a worker waits for a tactic at a state it holds; one alone does not."""
        return len(self._seats) > 1 and time.monotonic() < seat.idle_since + PATIENCE

    # Who helps

    def _ask_for_help(self) -> None:
        if self._closed or self._joining or time.monotonic() - self._begun < HELP_AFTER:
            return
        worker = self._pool.borrow(self._recall)
        if worker is not None:
            joining = self._joining[worker] = asyncio.ensure_future(self._join(worker))
            joining.add_done_callback(partial(self._joined, worker, worker.lean_seconds))

    async def _join(self, worker: LeanWorker) -> LeanEnvironment:
        """The theorem on another worker.  Raises ``LeanError``."""
        await worker.use(self.first.worker.command)
        await worker.start_new()
        environment = self.first.on(worker)
        try:
            if not await environment.hold(environment.root):
                raise LeanError("the theorem could not be opened again")
        except BaseException:
            await environment.close()
            raise
        return environment

    def _joined(self, worker: LeanWorker, lean_before: float, joining: asyncio.Task[LeanEnvironment]) -> None:
        del self._joining[worker]
        if joining.cancelled() or joining.exception() is not None:
            logger.info("a Lean worker does not help: %s", "recalled" if joining.cancelled() else joining.exception())
            self._pool.give_back(worker)
            return
        seat = _Seat(joining.result(), lean_before)
        self._seats.append(seat)
        if self._closed:
            self._send_away(seat)
        self._assign()

    def _recall(self, worker: LeanWorker) -> None:
        """The pool needs a worker back that it has lent."""
        if worker in self._joining:
            self._joining[worker].cancel()
        for seat in self._seats[1:]:
            if seat.environment.worker is worker:
                seat.leaving = True
                if not seat.busy:
                    self._send_away(seat)

    def _send_away(self, seat: _Seat) -> None:
        if seat in self._seats:
            self._seats.remove(seat)
            leaving = asyncio.ensure_future(self._leave(seat))
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)
            self._assign()

    async def _leave(self, seat: _Seat) -> None:
        worker = seat.environment.worker
        self.lean_seconds += worker.lean_seconds - seat.lean_before
        await seat.environment.close()
        self._pool.give_back(worker)
