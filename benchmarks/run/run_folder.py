"""A run on disk, written so that killing it at any moment loses only the theorems in flight.

::

    config.json             what was run: options, versions, hashes, host facts of every session
    results.jsonl           one object an attempt, appended, flushed and synced as it ends
    events/NAME.jsonl.zst   the event stream of that search (of attempt 1, the second: NAME~1.jsonl.zst); with words also
                            NAME~words.jsonl.zst, what the stages did, and NAME~S_H.jsonl.zst, the search for hole H of
                            sketch S (NAME~1~words.jsonl.zst, …)
    proofs/NAME.lean        the checked proof (NAME.lean.refused: the check in a new process refused it)
    checked.jsonl           what that check said, a verdict a line (``results.py``)
    load.jsonl              where CPU time went, a sample a second (``load.py``)
    summary.json            counts, rewritten at the end of every session
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from filelock import FileLock, Timeout
from pydantic import ValidationError

from benchmarks.run.results import CHECKED, BenchmarkResult, Checked, Key, RunError, judged, recover_results
from benchmarks.run.run_config import RunConfig
from prover.fetch.folder import write_text

_LONGEST_NAME = 200
"""Bytes, of the 255 that file systems allow with what is put before and after."""


class RunFolder:
    """An open run, locked against a second writer.  Make one with ``RunFolder.open``.  ``sink`` takes the results' lines."""

    def __init__(self, path: Path, config: RunConfig, results: dict[Key, BenchmarkResult], sink: BinaryIO) -> None:
        self.path, self.config, self.results = path, config, results
        self._file = sink

    @classmethod
    @contextmanager
    def open(cls, path: Path, config: RunConfig) -> Iterator[RunFolder]:
        """Begin a run in a new or empty folder, or continue the one that is there.

        ``config`` has one session, this one; it is added to those of an earlier config.

        Raises:
            RunError: the folder holds a different run or something else, is in use, or cannot be written.
        """
        with ExitStack() as held:
            with writing(path):
                _refuse_foreign(path)
                path.mkdir(parents=True, exist_ok=True)
                try:
                    held.enter_context(FileLock(path / ".lock", timeout=0))
                except Timeout:
                    raise RunError(f"{path}: another process is writing to this run") from None
                config = _joined(path, config)
                for folder in ("events", "proofs"):
                    (path / folder).mkdir(exist_ok=True)
                results = recover_results(path / "results.jsonl")
                write_text(path / "config.json", config.model_dump_json(indent=2) + "\n")
                sink = held.enter_context((path / "results.jsonl").open("ab"))
            yield cls(path, config, results, sink)

    def code_changes(self) -> str | None:
        """A sentence if the Python code is not what the run began with."""
        if self.config.sessions[0].hashes.python == self.config.sessions[-1].hashes.python:
            return None
        return "the Python code has changed since this run began: its results are not all by the same program"

    def events_path(self, problem: str, attempt: int = 0, part: str = "") -> Path:
        return events_path(self.path, problem, attempt, part)

    def proof_path(self, problem: str) -> Path:
        return self.path / "proofs" / f"{file_name(problem)}.lean"

    def record(self, result: BenchmarkResult) -> None:
        """Append a result; it is on disk when this returns.  Raises ``RunError`` where that is not possible."""
        with writing(self.path):
            if result.proved and result.proof is not None:
                write_text(self.proof_path(result.problem), result.proof)
            begun = self._file.tell()
            try:
                self._file.write(result.model_dump_json().encode() + b"\n")
                self._file.flush()
                os.fsync(self._file.fileno())
            except OSError:
                os.ftruncate(self._file.fileno(), begun)
                raise
        self.results.pop(result.key, None)
        self.results[result.key] = result

    def record_check(self, verdict: Checked) -> None:
        """Keep what the check in a new process said of an attempt's proof.  Raises ``RunError`` where that is not possible."""
        with writing(self.path):
            with (self.path / CHECKED).open("a+b") as file:
                if file.tell():
                    file.seek(-1, os.SEEK_END)
                torn = file.read(1) not in (b"", b"\n")  # a killed writer left a line half-written
                file.write((b"\n" if torn else b"") + verdict.model_dump_json().encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
            self.results[verdict.key] = judged(self.results[verdict.key], verdict)
            good = self.proof_path(verdict.problem)
            bad = good.with_name(f"{good.name}.refused")
            now, then = (bad, good) if verdict.accepted else (good, bad)
            if now.exists():
                os.replace(now, then)


def read_config(path: Path) -> RunConfig:
    """The configuration of the run in a folder.  Raises ``RunError``."""
    try:
        return RunConfig.model_validate_json((path / "config.json").read_bytes())
    except FileNotFoundError:
        raise RunError(f"{path}: no run: there is no config.json") from None
    except (OSError, ValidationError) as error:
        raise RunError(f"{path}/config.json cannot be read: {error}") from error


def events_path(run: Path, problem: str, attempt: int = 0, part: str = "") -> Path:
    """Where a run keeps the event stream of an attempt, or of a ``part`` of it (``prover.informal.log``)."""
    which = (f"~{attempt}" if attempt else "") + (f"~{part}" if part else "")
    return run / "events" / f"{file_name(problem)}{which}.jsonl.zst"


def file_name(problem: str) -> str:
    """A problem's name as a file name; different names stay different, long ones are shortened."""
    name = quote(problem, safe="'«»!(),+=@ ").replace("~", "%7E")
    name = f"%2E{name[1:]}" if name.startswith(".") else name  # no hidden files
    if len(name.encode()) <= _LONGEST_NAME:
        return name
    digest = hashlib.blake2b(problem.encode(), digest_size=16).hexdigest()
    return name.encode()[: _LONGEST_NAME - 33].decode(errors="ignore") + "~" + digest


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns what the file system refuses into a ``RunError`` that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
            raise RunError(
                f"{path}: no space left on the disk: every finished theorem is kept; free some and run the same command again"
            ) from error
        raise RunError(f"{path}: cannot be written: {error.strerror or error}") from error


def _refuse_foreign(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise RunError(f"{path}: is a file, not a folder for a run")
    if path.is_dir() and not (path / "config.json").exists():
        ours = (".lock", "events", "proofs", ".config.json.tmp")
        strangers = [entry.name for entry in path.iterdir() if entry.name not in ours]
        if strangers:
            raise RunError(f"{path}: not empty and no run (it holds {strangers[0]}): choose another folder")


def _joined(path: Path, config: RunConfig) -> RunConfig:
    if not (path / "config.json").exists():
        return config
    earlier = read_config(path)
    differences = earlier.differences(config)
    if earlier.attempts > config.attempts:
        differences.append(f"attempts: {earlier.attempts} there, {config.attempts} now")
    if dropped := sorted(set(earlier.problems) - set(config.problems)):
        differences.append(f"{len(dropped)} of its problems are not selected now, such as {dropped[0]}")
    if differences:
        raise RunError(f"{path} holds a different run; choose another folder\n  " + "\n  ".join(differences))
    return config.model_copy(update={"sessions": earlier.sessions + config.sessions})
