"""What an attempt at a theorem comes to: the final check of what a search claims, and the result."""

from __future__ import annotations

import time
from typing import Any

from prover.lean.environment import LeanEnvironment
from prover.lean.errors import BadStatement, LeanCrashed, LeanError, LeanTimeout
from prover.lean.own_imports import notes
from prover.lean.pool import LeanPool, LeanWorker
from prover.lean.statement import Statement
from prover.lean.verify import check_statement, lean_info, not_its_text, proof_source
from prover.result import ProofResult, Seconds
from search import SearchResult


def result_fields(worker: LeanWorker, statement: Statement, policy: str, **counts: Any) -> dict[str, Any]:
    """What every result of a statement that was opened says."""
    return {
        "name": statement.name,
        "statement": statement.text,
        "reading": statement.reading,
        "definitions": list(statement.definitions),
        "notes": [statement.note] if statement.note else [],
        "lean": lean_info(worker),
        "policy": policy,
        **counts,
    }


async def conclude(
    pool: LeanPool, worker: LeanWorker, environment: LeanEnvironment, found: SearchResult, common: dict[str, Any]
) -> ProofResult:
    """What a search on ``worker`` comes to, after the final check of what it claims; ``common`` are ``result_fields``."""
    if found.proof is None:
        if found.reason == "error":
            return _broken(found, common)
        return ProofResult(status="failed", **common)
    sources = [step.source for step in found.graph.shortest_proof() or []]
    source = proof_source(environment.statement, found.proof, worker.command.header)
    return await checked(pool, worker, environment.statement, source, list(found.proof), sources, common)


async def checked(
    pool: LeanPool,
    worker: LeanWorker,
    statement: Statement,
    source: str,
    tactics: list[str],
    sources: list[str],
    common: dict[str, Any],
) -> ProofResult:
    """The final check, in a process in which no tactic has been run: ``proved`` only if it accepts ``source`` as a proof of
    ``statement``.  ``seconds.lean`` are Lean's for it that do not count among those of ``worker``.

    A process lost over it is replaced and asked once more: perhaps it was not lost through the proof.
    """
    async with pool.standby.lease(worker.command, worker) as fresh:
        before, generation = fresh.lean_seconds, fresh.generation
        verdict = await check_statement(fresh, statement, source)
        if not verdict.accepted and fresh.generation != generation:
            verdict = await check_statement(fresh, statement, source)
        seconds = Seconds(lean=0.0 if fresh is worker else fresh.lean_seconds - before)
    if verdict.accepted:
        if verdict.own_notation:
            common = {**common, "notes": [*common["notes"], not_its_text(verdict)]}
        return ProofResult(
            status="proved", proof=source, tactics=tactics, sources=sources, axioms=verdict.axioms, seconds=seconds, **common
        )
    why = "; ".join([verdict.reason, *verdict.messages])
    error = f"the final check refused the proof: {why}"
    return ProofResult(status="failed", error_kind="check", error=error, seconds=seconds, **common)


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


def _broken(found: SearchResult, common: dict[str, Any]) -> ProofResult:
    """The result of a search that Lean or the policy ended by raising; errors made to be read are told as they are."""
    from prover.policy.base import PolicyError

    kind = "lean" if isinstance(found.cause, LeanError) else "policy"
    error = str(found.cause) if isinstance(found.cause, (LeanError, PolicyError)) else found.error
    return ProofResult(status="error", error_kind=kind, error=error, **common)
