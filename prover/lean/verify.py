"""The final check: what makes a claim a proof.

The whole source is elaborated afresh, everything the theorem rests on beyond the base environment goes to
the kernel once more, the statement is compared with the original, and the axioms with Lean's own three.
The work is done by ``lean_project/ProofServer/Verify.lean``.
"""

from __future__ import annotations

import time

from prover.lean import header
from prover.lean.errors import LeanCrashed, LeanTimeout, ProtocolError
from prover.lean.guard import metaprogram
from prover.lean.messages import LeanMessage, Verdict, Verify
from prover.lean.own_imports import notes
from prover.lean.pool import LeanWorker
from prover.lean.process import ServerFault
from prover.lean.statement import Reading, Statement, asked, reading_of, readings_for
from prover.lean.text import as_lean
from prover.result import CheckResult, LeanInfo

CHECK_LIMIT = 300.0
"""Seconds a whole proof may take to elaborate and to replay."""
CHECK_HEARTBEATS = 1_000_000
"""``maxHeartbeats`` written into exported proofs: a whole proof may need more than Lean's default for one."""

STANDARD_AXIOMS = ("propext", "Classical.choice", "Quot.sound")
"""All that Lean's own library rests on."""

_OPTION = f"set_option maxHeartbeats {CHECK_HEARTBEATS}"


def lean_info(worker: LeanWorker) -> LeanInfo:
    process = worker.process
    version = process.ready.version if process is not None else ""
    return LeanInfo(version=version, backend=worker.command.backend)


def proof_source(statement: Statement, tactics: list[str] | tuple[str, ...], modules: tuple[str, ...] = ()) -> str:
    """The complete Lean source of a proved theorem, as it is checked and exported; ``modules`` as in ``exported``."""
    return exported(statement.with_proof(tactics), modules)


def exported(source: str, modules: tuple[str, ...] = ()) -> str:
    """A proof's source with the limits it may need written into it, and with the ``modules`` it was found with imported
    (``LeanCommand.header``)."""
    head, rest = header.divided(source)
    if not rest.startswith(_OPTION):
        source = f"{head}\n\n{_OPTION}\n\n{rest}".lstrip("\n")
    return header.importing(source, modules)


async def check_source(
    worker: LeanWorker,
    source: str,
    name: str | None = None,
    original: str | None = None,
    limit: float = CHECK_LIMIT,
    own_notation: bool = False,
) -> CheckResult:
    """Check that ``source`` proves the theorem ``name`` (or its last), as ``original`` states it if given.

    Without an ``original``, a source that makes the text of its own theorem say something else than it says in Lean is
    refused, unless ``own_notation`` allows it.  Raises ``LeanNotAvailable``; a Lean lost over the check is a refusal, with
    the reason.
    """
    begun = time.monotonic()
    result: CheckResult | None = None
    source, original = as_lean(source), None if original is None else as_lean(original)
    for reading in readings_for(worker):
        result = await _check_in(worker, source, name, original, reading, limit)
        if not result.bad_input:
            break
    assert result is not None
    if result.accepted and result.own_notation and original is None and not own_notation:
        remedy = "give the original with --statement, or accept this reading with --own-notation"
        result = result.model_copy(update={"accepted": False, "reason": f"{not_its_text(result)}\n{remedy}"})
    noted = notes(worker.command, (source, original or ""), result.accepted)
    return result.model_copy(update={"seconds": time.monotonic() - begun, "lean": lean_info(worker), "notes": noted})


def not_its_text(result: CheckResult) -> str:
    """That the source's ``own_notation`` makes its text say something else, and what was proved."""
    return f"the theorem's text does not say what was proved: {result.own_notation}. Lean holds\n{result.statement}"


async def check_statement(worker: LeanWorker, statement: Statement, source: str) -> CheckResult:
    """Check a source against a statement that has been opened, in the reading it was opened in."""
    begun = time.monotonic()
    reading = Reading(statement.variables, statement.hide)
    result = await _check_in(worker, source, statement.name, statement.source, reading, CHECK_LIMIT)
    return result.model_copy(update={"seconds": time.monotonic() - begun, "lean": lean_info(worker)})


async def _check_in(
    worker: LeanWorker, source: str, name: str | None, original: str | None, reading: Reading, limit: float
) -> CheckResult:
    shown = name or ""
    if (found := metaprogram(source)) is not None:
        return CheckResult(
            name=shown, accepted=False, reason=f"'{found}' runs a program at elaboration time, which is not allowed in a proof"
        )
    request = Verify(source=source, name=asked(name), variables=reading.variables, statement=original)
    try:
        verdict, _ = await worker.ask(request, Verdict, limit)
    except ServerFault as fault:
        messages = [str(m) for m in fault.fault.messages]
        return CheckResult(name=shown, accepted=False, reason=fault.fault.text, messages=messages, bad_input=True)
    except LeanTimeout:
        return CheckResult(name=shown, accepted=False, reason=f"Lean did not finish within {limit:g} s")
    except (LeanCrashed, ProtocolError) as error:
        return CheckResult(name=shown, accepted=False, reason=f"Lean was lost over the check: {error}")
    return CheckResult(
        name=verdict.name or shown,
        accepted=verdict.accepted,
        reason=verdict.reason,
        axioms=_axioms(verdict),
        reading=reading_of(worker, verdict) if verdict.accepted else None,
        statement=verdict.statement,
        definitions=verdict.definitions,
        own_notation=verdict.changed,
        messages=[str(m) for m in verdict.messages if _worth_telling(m, verdict)],
    )


def _axioms(verdict: Verdict) -> list[str]:
    """What the proof rests on; at most, where theorems of Lean's library are loaded without their proofs."""
    found = {*verdict.axioms, *(STANDARD_AXIOMS if verdict.unresolved else ())}
    return [a for a in STANDARD_AXIOMS if a in found] + sorted(found.difference(STANDARD_AXIOMS))


def _worth_telling(message: LeanMessage, verdict: Verdict) -> bool:
    return message.severity == "error" or not verdict.accepted and message.severity == "warning"
