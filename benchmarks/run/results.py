"""One line of a run's ``results.jsonl``, and one of its ``checked.jsonl``, and reading such files back.

``checked.jsonl`` holds what the check in new Lean processes said of the run's proofs, one verdict a line; the latest counts.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Literal, Optional, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from benchmarks.data.problem import Problem
from prover.errors import ExpectedError
from prover.result import ProofResult

Key = tuple[str, int]
"""A problem's name and the number of an attempt at it."""

CHECKED = "checked.jsonl"
HALF_WRITTEN = "the last line is half-written"
REFUSED = "the check in a new Lean process refused the proof"


M = TypeVar("M", bound=BaseModel)


class RunError(ExpectedError):
    """A run cannot start, resume or be read; the message says why and what to do."""


class BenchmarkResult(ProofResult):
    """A ``ProofResult`` with the problem it is about.

    ``problem`` is the problem's name in its data set (``name`` is what Lean calls the theorem); ``attempt``
    counts the attempts at it from 0, each with a ``seed`` of its own; ``started`` and ``finished`` are UTC times in
    ISO format.
    """

    problem: str
    attempt: int = 0
    seed: int = 0
    benchmark: str
    split: str
    source: str
    started: str
    finished: str
    error_kind: Optional[Literal["statement", "lean", "policy", "check", "internal"]] = None
    """As in ``ProofResult``; ``internal``: an exception nobody expected."""

    @classmethod
    def of(
        cls, benchmark: str, problem: Problem, result: ProofResult, started: datetime, attempt: int = 0, seed: int = 0
    ) -> BenchmarkResult:
        return cls(
            **{**dict(result), "name": result.name or problem.name},
            problem=problem.name,
            attempt=attempt,
            seed=seed,
            benchmark=benchmark,
            split=problem.split,
            source=problem.source,
            started=started.isoformat(timespec="milliseconds"),
            finished=now().isoformat(timespec="milliseconds"),
        )

    @property
    def key(self) -> Key:
        return self.problem, self.attempt

    @property
    def broken(self) -> bool:
        """Whether something of ours or the machine's failed, so that the problem deserves another try."""
        return self.status == "error" and self.error_kind in ("lean", "policy", "internal")

    @property
    def unsupported(self) -> bool:
        """Whether Lean, as this project runs it, does not accept the statement."""
        return self.error_kind == "statement"


class Checked(BaseModel):
    """The verdict on the proof of one attempt.  ``proof``: SHA-256 of its source; ``against``: of the original statement and
    of what was written in Lean; ``checked``: when, in UTC."""

    model_config = ConfigDict(frozen=True)

    problem: str
    attempt: int
    proof: str
    against: str
    accepted: bool
    reason: str = ""
    axioms: list[str] = []
    seconds: float = 0.0
    checked: str = ""

    @property
    def key(self) -> Key:
        return self.problem, self.attempt


def digest(*texts: str) -> str:
    """SHA-256 of texts, in order."""
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


def now() -> datetime:
    return datetime.now(timezone.utc)


def read_results(path: Path) -> dict[Key, BenchmarkResult]:
    """The results of a run by problem and attempt, the latest of each; a half-written last line is left out.

    What the run's own check in new processes refused (``checked.jsonl``) is not proved.

    Raises ``RunError`` for a line, other than a broken last one, that is no result.
    """
    return _parse(path)[0]


def read_checked(run: Path) -> dict[Key, Checked]:
    """The verdicts of a run, the latest of each attempt; a line that is none is passed over, and so checked again."""
    return {found.key: found for _, _, found in read_objects(run / CHECKED, Checked) if isinstance(found, Checked)}


def recover_results(path: Path) -> dict[Key, BenchmarkResult]:
    """As ``read_results``, and cuts off what a killed writer left half-written, so that lines can be appended."""
    results, good = _parse(path)
    if path.exists():
        os.truncate(path, good)
    return results


def by_problem(results: Iterable[BenchmarkResult]) -> dict[str, list[BenchmarkResult]]:
    """The attempts at each problem, in their order."""
    attempts: dict[str, list[BenchmarkResult]] = {}
    for result in results:
        attempts.setdefault(result.problem, []).append(result)
    return {problem: sorted(rows, key=lambda row: row.attempt) for problem, rows in attempts.items()}


def final(attempts: Sequence[BenchmarkResult]) -> BenchmarkResult:
    """What the attempts at one problem come to: the one that solved it or disproved it, else the last."""
    return next((row for row in attempts if row.proved or row.disproved), attempts[-1])


def judged(result: BenchmarkResult, verdict: Checked | None) -> BenchmarkResult:
    """The result with what the check in a new Lean process said of this very proof of it: where that refused it, it is not
    proved."""
    if verdict is None or verdict.proof != digest(result.proof or ""):
        return result
    if result.proved and not verdict.accepted:
        error = f"{REFUSED}: {verdict.reason}"
        return result.model_copy(update={"status": "failed", "error_kind": "check", "error": error})
    if verdict.accepted and was_refused(result):
        return result.model_copy(update={"status": "proved", "error_kind": None, "error": None})
    return result


def was_refused(result: BenchmarkResult) -> bool:
    """Whether it was recorded as proved, and the check in a new process refused the proof."""
    return result.error_kind == "check" and (result.error or "").startswith(REFUSED)


def _parse(path: Path) -> tuple[dict[Key, BenchmarkResult], int]:
    """The results and how many bytes at the start of the file hold them."""
    results: dict[Key, BenchmarkResult] = {}
    good = 0
    lines = list(read_objects(path, BenchmarkResult))
    for number, size, found in lines:
        if isinstance(found, BenchmarkResult):
            results.pop(found.key, None)
            results[found.key] = found
            good += size
        elif number < len(lines):
            raise RunError(f"{path}:{number}: {found}: mend or remove that line")
    verdicts = read_checked(path.parent)
    return {key: judged(result, verdicts.get(key)) for key, result in results.items()}, good


def read_objects(path: Path, kind: type[M]) -> Iterator[tuple[int, int, M | str]]:
    """The lines of a file, none if there is no such file: number, bytes, and what it says or what is wrong with it.

    Raises ``RunError`` where the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                found: M | str = HALF_WRITTEN
                if line.endswith(b"\n"):
                    try:
                        found = kind.model_validate_json(line)
                    except ValidationError as error:
                        found = f"not a result: {error.errors()[0]['msg']}"
                yield number, len(line), found
    except FileNotFoundError:
        return
    except OSError as error:
        raise RunError(f"{path} cannot be read: {error.strerror or error}") from error
