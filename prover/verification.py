"""Many finished proofs checked on a few Lean processes instead of one each, with what ``check_source`` promises of one.

The proof server elaborates every source on the same base state, which nothing changes, so that no proof knows of those
before it; what a source brings along (options, notations, instances, attributes) goes with it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from prover.concurrency import together
from prover.lean.pool import LeanWorker
from prover.lean.verify import CHECK_LIMIT, check_source
from prover.result import CheckResult

Told = Callable[[int, CheckResult], None]
"""Called as verdicts come, with the claim's place in the batch."""


@dataclass(frozen=True)
class Claim:
    """A source said to prove its theorem ``name`` (default: the last), as ``statement`` states it if that is given; with
    ``imports`` where native Lean is to be started with these modules, and ``own_notation`` as ``check_source`` has it."""

    source: str
    name: str | None = None
    statement: str | None = None
    imports: tuple[str, ...] | None = None
    own_notation: bool = False


async def check_batch(
    check: Callable[[Claim], Awaitable[CheckResult]], claims: Sequence[Claim], at_once: int = 1, told: Told | None = None
) -> list[CheckResult]:
    """Check every claim, ``at_once`` of them side by side; the verdicts in the order of the claims.

    A proof over which Lean hangs or is lost is refused with that reason; Lean is started again for the others.

    Args:
        check: checks one on processes that nothing but this batch uses, as ``on(worker)`` does.

    Raises:
        LeanNotAvailable: a lost process could not be replaced.
    """
    verdicts: dict[int, CheckResult] = {}
    due = iter(enumerate(claims))

    async def work() -> None:
        for index, claim in due:
            verdicts[index] = await check(claim)
            if told is not None:
                told(index, verdicts[index])

    await together(work() for _ in range(min(at_once, len(claims))))
    return [verdicts[index] for index in range(len(claims))]


def on(worker: LeanWorker, limit: float = CHECK_LIMIT) -> Callable[[Claim], Awaitable[CheckResult]]:
    """Checks on ``worker``, in up to ``limit`` wall-clock seconds each."""
    return lambda claim: check_source(worker, claim.source, claim.name, claim.statement, limit, claim.own_notation)
