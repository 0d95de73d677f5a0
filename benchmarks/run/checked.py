"""What the check in new Lean processes said of a run's proofs: ``checked.jsonl``, one verdict a line, the latest counts."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

NAME = "checked.jsonl"


class Checked(BaseModel):
    """The verdict on the proof of one attempt.  ``proof``: SHA-256 of its source; ``against``: of the original statement and
    of what was written in Lean."""

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
    """When, in UTC."""

    @property
    def key(self) -> tuple[str, int]:
        return self.problem, self.attempt


def digest(*texts: str) -> str:
    """SHA-256 of texts, in order."""
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


def read_checked(run: Path) -> dict[tuple[str, int], Checked]:
    """The verdicts of a run, the latest of each attempt; a line that is none is passed over, and so checked again."""
    try:
        lines = (run / NAME).read_bytes().split(b"\n")
    except FileNotFoundError:
        return {}
    found: dict[tuple[str, int], Checked] = {}
    for line in lines:
        try:
            verdict = Checked.model_validate_json(line)
        except ValidationError:
            continue
        found[verdict.key] = verdict
    return found


def append(run: Path, verdict: Checked) -> None:
    """Keep a verdict; it is on disk when this returns.  Raises ``OSError``."""
    path = run / NAME
    torn = _torn(path)
    with path.open("ab") as sink:
        sink.write((b"\n" if torn else b"") + verdict.model_dump_json().encode() + b"\n")
        sink.flush()
        os.fsync(sink.fileno())


def _torn(path: Path) -> bool:
    """Whether a killed writer left a line half-written."""
    if not path.exists() or not path.stat().st_size:
        return False
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"
