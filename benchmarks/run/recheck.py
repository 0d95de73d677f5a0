"""A finished run held against its data set: whether every proof it records is one, of the statement it was to prove."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel, ValidationError

from benchmarks.data import datasets
from benchmarks.data.problem import Problem, UnusableRow
from benchmarks.run.results import BenchmarkResult, RunError
from benchmarks.run.run_config import RunConfig
from benchmarks.run.run_folder import file_name, read_config
from benchmarks.run.verify import Checks, Recorded, check_recorded
from prover.lean.text import as_lean
from prover.result import CheckResult


class Trouble(BaseModel):
    """What is wrong, and where: a problem's name, or a line of a file."""

    where: str
    reason: str


class RunCheck(BaseModel):
    """``recorded``: how many proofs the run says it has; ``accepted``: of those, how many are; ``unusable``: rows of its data
    that are no problems, and so in none of its counts."""

    run: str
    recorded: int
    accepted: int
    troubles: list[Trouble]
    unusable: list[UnusableRow] = []

    @property
    def sound(self) -> bool:
        return not self.troubles


class RunReading(BaseModel):
    """What a run's files say, before Lean is asked."""

    run: str
    lean: str
    """As in ``RunConfig``."""
    rows: list[BenchmarkResult]
    problems: dict[str, Problem]
    troubles: list[Trouble]
    unusable: list[UnusableRow] = []

    @property
    def recorded(self) -> list[Recorded]:
        """The proofs to check: of problems that there are."""
        return [Recorded(row, self.problems[row.problem]) for row in self.rows if row.proof and row.problem in self.problems]


def read_run(path: Path) -> RunReading:
    """Read a run strictly and find what needs no Lean to be found.

    Raises:
        RunError: there is no run, or it cannot be read at all.
        DataError, FetchError: its data set cannot be had.
    """
    config = read_config(path)
    data = _data(config)
    troubles: list[Trouble] = []
    if data.data_hash != config.hashes.data:
        troubles.append(
            Trouble(where="config.json", reason="the data set is not, or is no longer, the one that the run was on")
        )
    problems = {problem.name: problem for problem in data.problems}
    rows = _rows(path, troubles)
    selected = set(config.problems)
    for row in rows:
        troubles += [Trouble(where=_name(row), reason=reason) for reason in _faults(row, problems, selected, path)]
    return RunReading(run=str(path), lean=config.lean, rows=rows, problems=problems, troubles=troubles, unusable=data.unusable)


async def check_run(reading: RunReading, prover: Checks, told: Callable[[int, CheckResult], None] | None = None) -> RunCheck:
    """Check every recorded proof in Lean, against the statement in the data set.  Raises ``LeanNotAvailable``."""
    recorded = reading.recorded
    verdicts = await check_recorded(recorded, prover, told)
    troubles = list(reading.troubles)
    accepted = 0
    for one, verdict in zip(recorded, verdicts, strict=True):
        claimed = one.result.status == "proved"
        accepted += verdict.accepted and claimed
        if not verdict.accepted:
            troubles.append(Trouble(where=_name(one.result), reason="; ".join([verdict.reason, *verdict.messages])))
        elif claimed and (verdict.reading, verdict.axioms) != (one.result.reading, one.result.axioms):
            troubles.append(Trouble(where=_name(one.result), reason=_otherwise(one.result, verdict)))
    claims = sum(row.status == "proved" for row in reading.rows)
    return RunCheck(run=reading.run, recorded=claims, accepted=accepted, troubles=troubles, unusable=reading.unusable)


def _data(config: RunConfig) -> datasets.DataSet:
    project = config.lean.partition(" ")[2]
    words = config.selection or [config.benchmark]
    return datasets.load_again(words, config.split, Path(project) if project else None)


def _rows(path: Path, troubles: list[Trouble]) -> list[BenchmarkResult]:
    """The rows of the results, the latest of each attempt; what is none, or twice there, is told."""
    try:
        lines = (path / "results.jsonl").read_bytes().split(b"\n")
    except OSError as error:
        raise RunError(f"{path}/results.jsonl cannot be read: {error.strerror or error}") from error
    if lines[-1]:
        troubles.append(Trouble(where=f"results.jsonl:{len(lines)}", reason="the last line is half-written"))
    rows: dict[tuple[str, int], BenchmarkResult] = {}
    for number, line in enumerate(lines[:-1], 1):
        where = f"results.jsonl:{number}"
        try:
            row = BenchmarkResult.model_validate_json(line)
        except ValidationError as error:
            troubles.append(Trouble(where=where, reason=f"not a result: {error.errors()[0]['msg']}"))
            continue
        earlier = rows.pop(row.key, None)
        if earlier is not None and not earlier.broken:
            troubles.append(Trouble(where=where, reason=f"a second result of {_name(row)}, which had one already"))
        rows[row.key] = row
    return list(rows.values())


def _faults(row: BenchmarkResult, problems: dict[str, Problem], selected: set[str], path: Path) -> list[str]:
    problem = problems.get(row.problem)
    if problem is None:
        return ["no such problem in the data set"]
    faults = []
    if row.problem not in selected:
        faults.append("not among the problems that the run was to do (config.json)")
    if row.status == "proved" and not row.proof:
        faults.append("said to be proved, without a proof")
    if row.status != "proved" and row.proof:
        faults.append(f"said to be {row.status}, with a proof")
    if row.status != "error" and not _states(row.statement, problem.text):
        faults.append("the recorded statement is not that of the data set")
    if row.status == "proved" and row.proof and (kept := _kept_proof(path, row)) is not None and kept != row.proof:
        faults.append(f"proofs/{file_name(row.problem)}.lean is not the recorded proof")
    return faults


def _kept_proof(path: Path, row: BenchmarkResult) -> str | None:
    try:
        return (path / "proofs" / f"{file_name(row.problem)}.lean").read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return None


def _states(recorded: str, text: str) -> bool:
    """Whether what was recorded is the text up to where its theorem's body begins, but for comments, white space, what stands
    around a Markdown fence, and the name of a nameless one."""
    text, recorded = _bare(as_lean(text)), _bare(recorded)
    made_up = _MADE_UP.search(recorded)
    name = made_up[0] if made_up is not None else "theorem statement"
    named = (text, f"{name} : {text}", name.join(text.rsplit("example", 1)))
    rests = (form[len(recorded) :].lstrip() for form in named if form.startswith(recorded))
    return bool(recorded) and any(not rest or rest.startswith((":=", "|", "where")) for rest in rests)


_MADE_UP = re.compile(r"\btheorem statement\d*(?![\w.'])")
_COMMENT = re.compile(r"/-.*?-/|--[^\n]*", re.DOTALL)


def _bare(text: str) -> str:
    return " ".join(_COMMENT.sub(" ", text).split())


def _otherwise(result: BenchmarkResult, verdict: CheckResult) -> str:
    return (
        f"recorded as {result.reading}, resting on {', '.join(result.axioms) or 'no axioms'}; "
        f"it is {verdict.reading}, resting on {', '.join(verdict.axioms) or 'no axioms'}"
    )


def _name(row: BenchmarkResult) -> str:
    return row.problem + (f" (attempt {row.attempt + 1})" if row.attempt else "")
