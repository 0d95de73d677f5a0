"""A run's proofs checked in new Lean processes, many in each, against the statements of the data set."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from benchmarks.data.problem import Problem
from benchmarks.run.checked import Checked, digest, read_checked
from benchmarks.run.results import BenchmarkResult, now, was_refused
from benchmarks.run.run_folder import RunFolder
from prover.result import CheckResult
from prover.verification import Claim, check_batch

_LOST = ("Lean was lost over the check", "Lean did not finish")
"""How the reasons begin that say nothing of the proof (``prover.check``)."""


class Checks(Protocol):
    """What checks: a ``prover.AsyncProver`` that does nothing else."""

    workers: int

    async def check(
        self, source: str, *, name: str | None, statement: str | None, imports: tuple[str, ...] | None
    ) -> CheckResult: ...


@dataclass(frozen=True)
class Recorded:
    """A proof that a run recorded, and the problem it is said to solve."""

    result: BenchmarkResult
    problem: Problem

    @property
    def proof(self) -> str:
        return self.result.proof or ""

    @property
    def against(self) -> str:
        """What the verdict depends on beside the proof."""
        from prover.lean.source import source_hash

        return digest(self.problem.text, repr(self.problem.theorem), repr(self.problem.imports), source_hash())


def unverified(folder: RunFolder, problems: Iterable[Problem]) -> list[Recorded]:
    """The proofs that have no verdict yet, were made or stated otherwise when they had theirs, or had it because Lean was
    lost or took too long, which another time it may not."""
    known, by_name = read_checked(folder.path), {problem.name: problem for problem in problems}
    due = []
    for key, result in folder.results.items():
        if not (result.proved or was_refused(result)) or result.problem not in by_name:
            continue
        one = Recorded(result, by_name[result.problem])
        verdict = known.get(key)
        same = verdict is not None and (verdict.proof, verdict.against) == (digest(one.proof), one.against)
        if not same or verdict.reason.startswith(_LOST):
            due.append(one)
    return due


async def verify(
    folder: RunFolder, due: Sequence[Recorded], prover: Checks, told: Callable[[], Any] = lambda: None
) -> list[Checked]:
    """Check the proofs and keep the verdicts in the run's folder as they come.

    Raises ``LeanNotAvailable``, ``RunError`` (a verdict cannot be written).
    """
    verdicts: list[Checked] = []

    def keep(index: int, result: CheckResult) -> None:
        one = due[index]
        verdict = Checked(
            problem=one.result.problem,
            attempt=one.result.attempt,
            proof=digest(one.proof),
            against=one.against,
            accepted=result.accepted,
            reason=_reason(result),
            axioms=result.axioms,
            seconds=round(result.seconds, 3),
            checked=now().isoformat(timespec="seconds"),
        )
        folder.record_check(verdict)
        verdicts.append(verdict)
        told()

    await check_recorded(due, prover, keep)
    return verdicts


async def check_recorded(
    recorded: Sequence[Recorded], prover: Checks, told: Callable[[int, CheckResult], None] | None = None
) -> list[CheckResult]:
    """The verdicts on proofs against their problems' statements, in order.  Raises ``LeanNotAvailable``."""

    def check(claim: Claim) -> Awaitable[CheckResult]:
        return prover.check(claim.source, name=claim.name, statement=claim.statement, imports=claim.imports)

    return await check_batch(check, list(map(_claim, recorded)), prover.workers, told)


def _claim(one: Recorded) -> Claim:
    problem = one.problem
    return Claim(one.proof, problem.theorem, problem.text, problem.imports)


def _reason(result: CheckResult) -> str:
    return "" if result.accepted else "; ".join([result.reason, *(m for m in result.messages if m not in result.reason)])
