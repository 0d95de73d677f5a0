"""What a background server holds: a started prover, and a Lean process kept fresh for the next check."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from prover.agent import AsyncProver
from prover.check import check_source
from prover.concurrency import together
from prover.lean.errors import LeanError
from prover.lean.launch import LeanCommand
from prover.lean.pool import LeanWorker
from prover.result import CheckResult, ProofResult
from prover.verification import Claim, Told, check_batch, on

WARM_UP = "theorem warm_up (n : ℕ) (x y : ℝ) (h : x = y + 1) : n + (x - 1) = y + n"
"""A fixed theorem of ours.  The first request costs a new process several times what the next ones do."""
_WARM_UP_SECONDS = 10.0
_PROOF = f"{WARM_UP} := by\n  grind\n"


class FreshLean:
    """Lean processes of which nothing has been asked but to check a fixed proof of ours, one started ahead of need, each
    lent out once.

    ``ahead`` false: each is started when it is asked for, so that no memory is taken meanwhile.
    """

    def __init__(self, command: LeanCommand, ahead: bool = True) -> None:
        self._command, self._ahead = command, ahead
        self._next: LeanWorker | None = None
        self._starting: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self._closed = False

    @property
    def ready(self) -> bool:
        """Whether the next one has started."""
        return self._next is not None and self._next.process is not None and self._next.process.alive

    def prepare(self) -> None:
        """Have the next one started, in the background."""
        if self._ahead and not self._closed and self._next is None:
            self._next = LeanWorker(self._command)
            self._starting = asyncio.create_task(self._start(self._next))

    @contextlib.asynccontextmanager
    async def lease(self) -> AsyncIterator[LeanWorker]:
        """One for a single use, started; whoever asks at the same time waits.  Raises ``LeanNotAvailable``."""
        async with self._turn:
            worker, self._next = self._next or LeanWorker(self._command), None
            try:
                if worker.process is not None and not worker.process.alive:  # it died while it stood by
                    await worker.close()
                    worker = LeanWorker(self._command)
                await worker.start()
                yield worker
            finally:
                await asyncio.shield(worker.close())
                self.prepare()  # only now: a start takes the processors that the check needs

    async def close(self) -> None:
        self._closed = True
        worker, self._next = self._next, None
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        if worker is not None:
            await worker.close()

    @staticmethod
    async def _start(worker: LeanWorker) -> None:
        with contextlib.suppress(LeanError):  # told to who asks for it
            await worker.start()
            await check_source(worker, _PROOF)


class WarmProver:
    """A started ``AsyncProver`` on ``workers`` processes, and checks on a fresh process for every request.

    Processes that have served long are the pool's matter; ``served`` counts the proofs asked for since the start.
    """

    def __init__(self, policies: Sequence[str], workers: int = 1, keep_fresh: bool = True) -> None:
        self.workers = workers
        self.served = 0
        self._keep_fresh = keep_fresh
        self._prover = AsyncProver(list(policies), workers=workers, progress=False)
        self._fresh: FreshLean | None = None

    @property
    def fresh(self) -> bool:
        """Whether a Lean stands by for the next check."""
        return self._fresh is not None and self._fresh.ready

    async def start(self) -> None:
        """As ``AsyncProver.start``, and all is used once; the Lean for the first check comes up afterwards, in the
        background."""
        await self._prover.start()
        await together(self._prover.prove(WARM_UP, time_limit=_WARM_UP_SECONDS) for _ in range(self.workers))
        self._fresh = FreshLean(self._prover.pool.command, self._keep_fresh)
        self._fresh.prepare()

    async def prove(self, theorem: str, **options: Any) -> ProofResult:
        """As ``AsyncProver.prove``."""
        self.served += 1
        return await self._prover.prove(theorem, **options)

    async def check(self, claims: Sequence[Claim], told: Told, started: Callable[[], None]) -> list[CheckResult]:
        """Check on a Lean process of this request's own; ``started`` is called when it is up."""
        assert self._fresh is not None, "start() comes first"
        async with self._fresh.lease() as worker:
            started()
            return await check_batch(on(worker), claims, told=told)

    async def close(self) -> None:
        fresh, self._fresh = self._fresh, None
        if fresh is not None:
            await fresh.close()
        await self._prover.close()
