"""The result of an attempt at a theorem, after the final check of what a search or a sketch claims."""

from __future__ import annotations

import time
from typing import Any

from prover.lean.errors import BadStatement, LeanCrashed, LeanError, LeanTimeout
from prover.lean.own_imports import notes
from prover.lean.pool import LeanPool, LeanWorker
from prover.lean.portable import not_portable
from prover.lean.shared import SharedEnvironment
from prover.lean.statement import Statement
from prover.lean.verify import exported, final_check, lean_info, not_its_text
from prover.policy.base import PolicyError
from prover.result import ProofResult, Seconds
from search import SearchResult


async def conclude(
    pool: LeanPool, worker: LeanWorker, environment: SharedEnvironment, found: SearchResult, common: dict[str, Any]
) -> ProofResult:
    """What a search on ``worker`` comes to, after the final check of what it claims; ``common`` are ``OpenTheorem.fields``."""
    if found.proof is None:
        return unproved(found, common)
    sources = [step.source for step in found.graph.shortest_proof() or []]
    tactics = list(found.proof)
    source = exported(environment.statement.with_proof(tactics), worker.command.header)
    return await checked(pool, worker, environment.statement, source, tactics, sources, common)


def unproved(found: SearchResult, common: dict[str, Any]) -> ProofResult:
    """What a search without a proof comes to."""
    if found.reason != "error":
        return ProofResult(status="failed", **common)
    kind = "lean" if isinstance(found.cause, LeanError) else "policy"
    error = str(found.cause) if isinstance(found.cause, (LeanError, PolicyError)) else found.error
    return ProofResult(status="error", error_kind=kind, error=error, **common)


async def checked(
    pool: LeanPool,
    worker: LeanWorker,
    statement: Statement,
    source: str,
    tactics: list[str],
    sources: list[str],
    common: dict[str, Any],
) -> ProofResult:
    """``proved`` only if the final check accepts ``source`` as a proof of ``statement``.  ``seconds.lean`` are Lean's for it that
    do not count among those of ``worker``."""
    verdict, lean = await final_check(pool, worker, statement, source)
    common = {**common, "seconds": Seconds(lean=lean)}
    if not verdict.accepted:
        error = f"the final check refused the proof: {verdict.why}"
        return ProofResult(status="failed", error_kind="check", error=error, **common)
    if verdict.own_notation:
        common["notes"] = [*common["notes"], not_its_text(verdict)]
    if worker.command.prelude:
        own = not_portable(tactics)
        common |= {"portable": not own, "not_portable": own}
    return ProofResult(status="proved", proof=source, tactics=tactics, sources=sources, axioms=verdict.axioms, **common)


def unopened(
    theorem: str,
    name: str | None,
    worker: LeanWorker,
    policy: str,
    begun: float,
    error: BadStatement | LeanTimeout | LeanCrashed,
) -> ProofResult:
    """The result where Lean does not accept the statement, or was lost over it."""
    return ProofResult(
        name=name or "",
        statement=theorem,
        status="error",
        error_kind="statement" if isinstance(error, BadStatement) else "lean",
        error=str(error),
        seconds=Seconds(total=time.monotonic() - begun),
        lean=lean_info(worker),
        policy=policy,
        notes=notes(worker.command, [theorem], False),
    )
