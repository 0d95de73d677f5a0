"""A run's proofs checked in new Lean processes, many in each, against the statements of the data set: at the run's end
(``verify``), and with whatever else a finished run's files say (``read_run``, ``check_run``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from pydantic import BaseModel, Field, computed_field

from benchmarks.data import datasets
from benchmarks.data.problem import Defect, Problem
from benchmarks.run.results import BenchmarkResult, Checked, Key, RunError, digest, now, read_checked, read_objects, was_refused
from benchmarks.run.run_folder import RunFolder, file_name, read_config
from prover.lean.results import CheckResult, Claim
from prover.lean.source import source_hash
from prover.lean.text import as_lean
from prover.lean.verify import LOST, UNFINISHED, Checker, OnVerdict, check_all


@dataclass(frozen=True)
class Recorded:
    """A proof that a run recorded, and the problem it is said to solve."""

    result: BenchmarkResult
    problem: Problem

    @property
    def claim(self) -> Claim:
        return Claim(self.result.proof or "", self.problem.theorem, self.problem.text, self.problem.imports)

    @property
    def hashes(self) -> dict[str, str]:
        """Of the proof, and of what the verdict on it depends on beside it; as in ``Checked``."""
        claim = self.claim
        against = digest(self.problem.text, repr(claim.name), repr(claim.imports), source_hash())
        return {"proof": digest(claim.source), "against": against}


def unverified(folder: RunFolder, problems: Iterable[Problem]) -> list[Recorded]:
    """The proofs that have no verdict yet, were made or stated otherwise when they had theirs, or had it because Lean was
    lost or took too long, which another time it may not."""
    known, by_name = read_checked(folder.path), {problem.name: problem for problem in problems}
    due = []
    for key, result in folder.results.items():
        if (result.proved or was_refused(result)) and result.problem in by_name:
            one, verdict = Recorded(result, by_name[result.problem]), known.get(key)
            same = verdict is not None and {"proof": verdict.proof, "against": verdict.against} == one.hashes
            if not same or verdict.reason.startswith((LOST, UNFINISHED)):
                due.append(one)
    return due


async def verify(
    folder: RunFolder, due: Sequence[Recorded], prover: Checker, on_verdict: Optional[OnVerdict] = None
) -> list[Checked]:
    """Check the proofs and keep the verdicts in the run's folder as they come; ``prover`` does nothing else.

    Raises ``LeanNotAvailable``, ``RunError`` (a verdict cannot be written).
    """
    verdicts: list[Checked] = []

    def keep(index: int, result: CheckResult) -> None:
        one = due[index]
        verdict = Checked(
            problem=one.result.problem,
            attempt=one.result.attempt,
            accepted=result.accepted,
            reason="" if result.accepted else result.why,
            axioms=result.axioms,
            seconds=round(result.seconds, 3),
            checked=now().isoformat(timespec="seconds"),
            **one.hashes,
        )
        folder.record_check(verdict)
        verdicts.append(verdict)
        if on_verdict is not None:
            on_verdict(index, result)

    await check_all(prover, [one.claim for one in due], keep)
    return verdicts


class RunCheck(BaseModel):
    """What is wrong with a run.

    ``recorded``: how many proofs it says it has; ``accepted``: of those, how many are; ``unusable``: rows of its data that are
    no problems, and so in none of its counts.  ``lean`` as in ``RunConfig``; ``proofs``: those to check, of problems that there
    are.
    """

    run: str
    recorded: int
    accepted: int = 0
    troubles: list[Defect]
    unusable: list[Defect]
    lean: str = Field(exclude=True)
    proofs: list[Recorded] = Field(exclude=True)

    @computed_field
    @property
    def sound(self) -> bool:
        return not self.troubles


def read_run(path: Path) -> RunCheck:
    """Read a run strictly and find what needs no Lean to be found.

    Raises:
        RunError: there is no run, or it cannot be read at all.
        DataError, FetchError: its data set cannot be had.
    """
    config = read_config(path)
    if config.lean == "dojo":
        raise RunError(
            f"{path}: its proofs were found and checked by lean-dojo, in the Lean of their repositories; ours has not these theorems"
        )
    project = config.lean.partition(" ")[2]
    data = datasets.load_again(config.selection or [config.benchmark], config.split, Path(project) if project else None)
    troubles: list[Defect] = []
    if data.data_hash != config.hashes.data:
        troubles.append(Defect(where="config.json", reason="the data set is not, or is no longer, the one that the run was on"))
    problems = {problem.name: problem for problem in data.problems}
    rows = _rows(path, troubles)
    selected = set(config.problems)
    for row in rows:
        troubles += [Defect(where=_name(row), reason=reason) for reason in _faults(row, problems, selected, path)]
    return RunCheck(
        run=str(path),
        recorded=sum(row.status == "proved" for row in rows),
        troubles=troubles,
        unusable=data.unusable,
        lean=config.lean,
        proofs=[Recorded(row, problems[row.problem]) for row in rows if row.proof and not row.disproved and row.problem in problems],
    )


async def check_run(run: RunCheck, prover: Checker, on_verdict: Optional[OnVerdict] = None) -> RunCheck:
    """Check every recorded proof in Lean, against the statement in the data set.  Raises ``LeanNotAvailable``."""
    troubles, accepted = list(run.troubles), 0
    verdicts = await check_all(prover, [one.claim for one in run.proofs], on_verdict)
    for one, verdict in zip(run.proofs, verdicts, strict=True):
        result = one.result
        claimed = result.status == "proved"
        accepted += verdict.accepted and claimed
        if not verdict.accepted:
            troubles.append(Defect(where=_name(result), reason=verdict.why))
        elif claimed and (verdict.reading, verdict.axioms) != (result.reading, result.axioms):
            difference = f"recorded as {_reading_and_axioms(result)}; it is {_reading_and_axioms(verdict)}"
            troubles.append(Defect(where=_name(result), reason=difference))
    return run.model_copy(update={"accepted": accepted, "troubles": troubles})


def _rows(path: Path, troubles: list[Defect]) -> list[BenchmarkResult]:
    """The rows of the results, the latest of each attempt; what is none, or twice there, is added to the troubles."""
    rows: dict[Key, BenchmarkResult] = {}
    for number, _, row in read_objects(path / "results.jsonl", BenchmarkResult):
        where = f"results.jsonl:{number}"
        if isinstance(row, str):
            troubles.append(Defect(where=where, reason=row))
            continue
        earlier = rows.pop(row.key, None)
        if earlier is not None and not earlier.broken:
            troubles.append(Defect(where=where, reason=f"a second result of {_name(row)}, which had one already"))
        rows[row.key] = row
    return list(rows.values())


def _faults(row: BenchmarkResult, problems: dict[str, Problem], selected: set[str], path: Path) -> list[str]:
    problem = problems.get(row.problem)
    if problem is None:
        return ["no such problem in the data set"]
    proved, proof = row.status == "proved", row.proof or ""
    kept = path / "proofs" / f"{file_name(row.problem)}.lean"
    faults = {
        "not among the problems that the run was to do (config.json)": row.problem not in selected,
        "said to be proved, without a proof": proved and not proof,
        f"said to be {row.status}, with a proof": proof and not (proved or row.disproved),
        "the recorded statement is not that of the data set": row.status != "error" and not _states(row.statement, problem.text),
        f"proofs/{kept.name} is not the recorded proof": proved and proof and kept.is_file() and kept.read_bytes() != proof.encode(),
    }  # fmt: skip
    return [reason for reason, found in faults.items() if found]


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


def _reading_and_axioms(result: BenchmarkResult | CheckResult) -> str:
    return f"{result.reading}, resting on {', '.join(result.axioms) or 'no axioms'}"


def _name(row: BenchmarkResult) -> str:
    return row.problem + (f" (attempt {row.attempt + 1})" if row.attempt else "")
