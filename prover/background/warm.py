"""What a background server holds: a started prover, and a Lean process kept fresh for the next check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from prover.agent import AsyncProver
from prover.concurrency import together
from prover.lean.results import Claim
from prover.lean.verify import OnVerdict, check
from prover.result import CheckResult, ProofResult

WARM_UP = "theorem warm_up (n : ℕ) (x y : ℝ) (h : x = y + 1) : n + (x - 1) = y + n"
"""A fixed theorem of ours, proved once by every worker before the first request."""
_WARM_UP_SECONDS = 10.0


class WarmProver:
    """A started ``AsyncProver`` on ``workers`` processes, and checks on a fresh process for every request.

    Processes that have served long are the pool's matter; ``served`` counts the proofs asked for since the start.
    """

    def __init__(self, policies: Sequence[str], workers: int = 1, keep_fresh: bool = True) -> None:
        self.workers = workers
        self.served = 0
        self._prover = AsyncProver(list(policies), workers=workers, standby=keep_fresh, fresh_checks=True, progress=False)

    @property
    def fresh(self) -> bool:
        """Whether a Lean stands by for the next check."""
        return self._prover.started and self._prover.pool.standby.ready

    async def start(self) -> None:
        """As ``AsyncProver.start``, and all is used once."""
        await self._prover.start()
        await together(self._prover.prove(WARM_UP, time_limit=_WARM_UP_SECONDS) for _ in range(self.workers))

    async def prove(self, theorem: str, **options: Any) -> ProofResult:
        """As ``AsyncProver.prove``."""
        self.served += 1
        return await self._prover.prove(theorem, **options)

    async def check(self, claims: Sequence[Claim], on_verdict: OnVerdict, started: Callable[[], None]) -> list[CheckResult]:
        """Check on a Lean process of this request's own; ``started`` is called when it is up."""
        pool = self._prover.pool
        async with pool.standby.lease(pool.command) as worker:
            started()
            verdicts = []
            for index, claim in enumerate(claims):
                verdicts.append(await check(worker, claim))
                on_verdict(index, verdicts[-1])
            return verdicts

    async def close(self) -> None:
        await self._prover.close()
