"""What makes a claim a proof: the one place where sources are checked.

The whole source is elaborated afresh, everything the theorem rests on beyond the base environment goes to the kernel once
more, the statement is compared with the original, and the axioms with Lean's own three.  The work is done by
``lean_project/ProofServer/Verify.lean``, which elaborates every source on the same base state: what a source brings along
(options, notations, instances, attributes) goes with it, so that many can be checked in one process.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any, Optional, Protocol

from prover.concurrency import together
from prover.lean import header
from prover.lean.errors import LeanCrashed, LeanTimeout, ProtocolError
from prover.lean.guard import metaprogram
from prover.lean.messages import Verdict, Verify
from prover.lean.own_imports import notes
from prover.lean.pool import LeanPool, LeanWorker
from prover.lean.process import ServerFault
from prover.lean.results import CheckResult, Claim, LeanInfo
from prover.lean.statement import Reading, Statement, asked, reading_of, readings_for
from prover.lean.text import as_lean

CHECK_LIMIT = 300.0
"""Seconds a whole proof may take to elaborate and to replay."""
CHECK_HEARTBEATS = 1_000_000
"""``maxHeartbeats`` written into exported proofs: a whole proof may need more than Lean's default for one."""
STANDARD_AXIOMS = ("propext", "Classical.choice", "Quot.sound")
"""All that Lean's own library rests on."""
LOST, UNFINISHED = "Lean was lost over the check", "Lean did not finish"
"""How the reasons begin that say nothing of the proof."""

_OPTION = f"set_option maxHeartbeats {CHECK_HEARTBEATS}"

OnVerdict = Callable[[int, CheckResult], Any]
"""Called as verdicts come, with the claim's place in the batch."""


class Checker(Protocol):
    """What checks claims, given by their fields: an ``AsyncProver``."""

    workers: int

    async def check(self, source: str, **claim: Any) -> CheckResult: ...


def lean_info(worker: LeanWorker) -> LeanInfo:
    process = worker.process
    version = process.ready.version if process is not None else ""
    return LeanInfo(version=version, backend=worker.command.backend)


def exported(source: str, modules: tuple[str, ...] = ()) -> str:
    """A proof's source as it is checked and kept: with the limits it may need written into it, and with the ``modules`` it was
    found with imported (``LeanCommand.header``)."""
    head, rest = header.divided(source)
    if not rest.startswith(_OPTION):
        source = f"{head}\n\n{_OPTION}\n\n{rest}".lstrip("\n")
    return header.importing(source, modules)


async def check(worker: LeanWorker, claim: Claim, limit: float = CHECK_LIMIT) -> CheckResult:
    """Check a claim on ``worker``, whose Lean has the modules it wants, in up to ``limit`` wall-clock seconds a reading.

    Raises ``LeanNotAvailable``; a Lean lost over the check is a refusal, with the reason.
    """
    claim = replace(claim, source=as_lean(claim.source), statement=claim.statement and as_lean(claim.statement))
    result = await _check(worker, claim, readings_for(worker), limit)
    if result.accepted and result.own_notation and claim.statement is None and not claim.own_notation:
        remedy = "give the original with --statement, or accept this reading with --own-notation"
        result = result.model_copy(update={"accepted": False, "reason": f"{not_its_text(result)}\n{remedy}"})
    noted = notes(worker.command, (claim.source, claim.statement or ""), result.accepted)
    return result.model_copy(update={"notes": noted})


async def check_all(prover: Checker, claims: Sequence[Claim], on_verdict: Optional[OnVerdict] = None) -> list[CheckResult]:
    """The verdicts on claims in their order, as many checked side by side as ``prover`` has workers, which do nothing else.

    A proof over which Lean hangs or is lost is refused with that reason; Lean is started again for the others.

    Raises:
        LeanNotAvailable: a lost process could not be replaced.
    """
    verdicts: dict[int, CheckResult] = {}
    due = iter(enumerate(claims))

    async def work() -> None:
        for index, claim in due:
            verdicts[index] = await prover.check(**asdict(claim))
            if on_verdict is not None:
                on_verdict(index, verdicts[index])

    await together(work() for _ in range(min(prover.workers, len(claims))))
    return [verdicts[index] for index in range(len(claims))]


async def check_statement(worker: LeanWorker, statement: Statement, source: str) -> CheckResult:
    """Check a source against a statement that has been opened, in the reading it was opened in.  Raises as ``check``."""
    reading = Reading(statement.variables, statement.hide)
    return await _check(worker, Claim(source, statement.name, statement.source), [reading], CHECK_LIMIT)


async def final_check(pool: LeanPool, worker: LeanWorker, statement: Statement, source: str) -> tuple[CheckResult, float]:
    """As ``check_statement``, in a process of ``worker``'s kind in which no tactic has been run; and the seconds that Lean took
    for it, but for those that count among ``worker``'s.

    A process lost over it is replaced and asked once more: perhaps it was not lost through the proof.
    """
    async with pool.standby.lease(worker.command, worker) as fresh:
        before, generation = fresh.lean_seconds, fresh.generation
        verdict = await check_statement(fresh, statement, source)
        if not verdict.accepted and fresh.generation != generation:
            verdict = await check_statement(fresh, statement, source)
        return verdict, 0.0 if fresh is worker else fresh.lean_seconds - before


def not_its_text(result: CheckResult) -> str:
    """That the source's ``own_notation`` makes its text say something else, and what was proved."""
    return f"the theorem's text does not say what was proved: {result.own_notation}. Lean holds\n{result.statement}"


async def _check(worker: LeanWorker, claim: Claim, readings: Sequence[Reading], limit: float) -> CheckResult:
    """The verdict in the first of the readings, of which there is one at least, that Lean takes the source in."""
    begun = time.monotonic()
    if (word := metaprogram(claim.source)) is not None:
        result = _refused(claim, f"'{word}' runs a program at elaboration time, which is not allowed in a proof")
    else:
        for reading in readings:
            result = await _ask(worker, claim, reading, limit)
            if not result.bad_input:
                break
    return result.model_copy(update={"seconds": time.monotonic() - begun, "lean": lean_info(worker)})


async def _ask(worker: LeanWorker, claim: Claim, reading: Reading, limit: float) -> CheckResult:
    request = Verify(source=claim.source, name=asked(claim.name), variables=reading.variables, statement=claim.statement)
    try:
        verdict, _ = await worker.ask(request, Verdict, limit)
    except ServerFault as fault:
        messages = [str(message) for message in fault.fault.messages]
        return _refused(claim, fault.fault.text, messages=messages, bad_input=True)
    except LeanTimeout:
        return _refused(claim, f"{UNFINISHED} within {limit:g} s")
    except (LeanCrashed, ProtocolError) as error:
        return _refused(claim, f"{LOST}: {error}")
    worth_saying = ("error",) if verdict.accepted else ("error", "warning")
    return CheckResult(
        name=verdict.name or claim.name or "",
        accepted=verdict.accepted,
        reason=verdict.reason,
        axioms=_axioms(verdict),
        reading=reading_of(worker, verdict) if verdict.accepted else None,
        statement=verdict.statement,
        definitions=verdict.definitions,
        own_notation=verdict.changed,
        messages=[str(message) for message in verdict.messages if message.severity in worth_saying],
    )


def _refused(claim: Claim, reason: str, **fields: Any) -> CheckResult:
    return CheckResult(name=claim.name or "", accepted=False, reason=reason, **fields)


def _axioms(verdict: Verdict) -> list[str]:
    """What the proof rests on; at most, where theorems of Lean's library are loaded without their proofs."""
    found = {*verdict.axioms, *(STANDARD_AXIOMS if verdict.unresolved else ())}
    return [a for a in STANDARD_AXIOMS if a in found] + sorted(found.difference(STANDARD_AXIOMS))
