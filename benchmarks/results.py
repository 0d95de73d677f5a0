"""One line of a run's ``results.jsonl``, and reading such files back."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Literal, Optional

from pydantic import ValidationError

from benchmarks.problem import Problem
from prover.result import ProofResult


class RunError(RuntimeError):
    """A run cannot start, go on or be read; the message says why and what to do."""


class BenchmarkResult(ProofResult):
    """A ``ProofResult`` with the problem it is about.

    ``problem`` is the problem's name in its data set (``name`` is what Lean calls the theorem); ``started``
    and ``finished`` are UTC times in ISO format.
    """

    problem: str
    benchmark: str
    split: str
    source: str
    started: str
    finished: str
    error_kind: Optional[Literal["statement", "lean", "policy", "check", "internal"]] = None
    """As in ``ProofResult``; ``internal``: an exception nobody expected."""

    @classmethod
    def of(cls, benchmark: str, problem: Problem, result: ProofResult, started: datetime) -> BenchmarkResult:
        fields: dict[str, Any] = dict(result)
        fields["name"] = fields["name"] or problem.name
        return cls(
            **fields,
            problem=problem.name,
            benchmark=benchmark,
            split=problem.split,
            source=problem.source,
            started=started.isoformat(timespec="milliseconds"),
            finished=now().isoformat(timespec="milliseconds"),
        )

    @property
    def broken(self) -> bool:
        """Whether something of ours or the machine's failed, so that the problem deserves another try."""
        return self.status == "error" and self.error_kind in ("lean", "policy", "internal")

    @property
    def unsupported(self) -> bool:
        """Whether Lean, as this project runs it, does not accept the statement."""
        return self.error_kind == "statement"


def now() -> datetime:
    return datetime.now(timezone.utc)


def read_results(path: Path) -> dict[str, BenchmarkResult]:
    """The results of a run, the latest of each problem, by its name; a half-written last line is left out.

    Raises ``RunError`` for a line, other than a broken last one, that is no result.
    """
    return _parse(path)[0]


def recover_results(path: Path) -> dict[str, BenchmarkResult]:
    """As ``read_results``, and cuts off what a killed writer left half-written, so that lines can be appended."""
    results, good = _parse(path)
    if path.exists() and path.stat().st_size > good:
        with path.open("r+b") as file:
            file.truncate(good)
    return results


def _parse(path: Path) -> tuple[dict[str, BenchmarkResult], int]:
    """The results and how many bytes at the start of the file hold them."""
    results: dict[str, BenchmarkResult] = {}
    good = 0
    if not path.exists():
        return results, good
    lines = path.read_bytes().split(b"\n")
    for number, line in enumerate(lines[:-1], 1):
        try:
            result = BenchmarkResult.model_validate_json(line)
        except ValidationError as error:
            if number == len(lines) - 1 and not lines[-1]:
                break
            reason = error.errors()[0]["msg"]
            raise RunError(f"{path}:{number}: not a result ({reason}): mend or remove that line") from None
        results.pop(result.problem, None)
        results[result.problem] = result
        good += len(line) + 1
    return results, good
