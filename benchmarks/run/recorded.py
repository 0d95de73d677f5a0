"""A run folder, as the view sees it: a table of attempts, and the events of each."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import zstandard
from pydantic import ValidationError

from benchmarks.data.problem import DataError, Problem
from benchmarks.report.text import without_preamble
from benchmarks.run.results import CHECKED, BenchmarkResult, Key, RunError, by_problem, final, read_results
from benchmarks.run.run_config import RunConfig
from benchmarks.run.run_folder import events_path, read_config
from prover.fetch import FetchError
from prover.informal.log import WORDS, read_stages
from prover.informal.record import Hole, PartSearchBegun, StageEvent
from prover.result import ProofResult
from prover.web.server import ViewServer
from prover.web.source import NoSuchSearch, result_line
from prover.web.stages import as_json, hole_details, hole_of, hole_result, split_id
from search.log import read_lines

CHUNK = 1 << 18
"""Bytes sent at once."""


class RecordedRun:
    """The run in ``path``, read anew whenever asked, as it may still be going on.  Raises ``RunError`` if there is none."""

    mode: Literal["run"] = "run"

    def __init__(self, path: Path) -> None:
        self.path, self.title = path, path.resolve().name
        self._config = read_config(path)
        self._reading = threading.Lock()

    def table(self) -> dict[str, Any]:
        """The run and its attempts.  Raises ``RunError``."""
        results = self._results()
        config = self._config
        attempts = by_problem(results.values())
        return {
            "path": str(self.path),
            "benchmark": config.benchmark,
            "split": config.split,
            "mode": config.mode,
            "policy": config.policy,
            "search": config.search,
            "limits": config.limits.model_dump(),
            "total": len(config.problems),
            "done": len(attempts),
            "solved": sum(final(rows).proved for rows in attempts.values()),
            "rows": [self._row(row) for row in results.values()],
        }

    def details(self, id: str) -> dict[str, Any]:
        """One attempt, with what its ``stages`` did if it had words, or the search for a hole of one of its sketches
        (``PROBLEM~ATTEMPT~S_H``).  Raises ``NoSuchSearch``, ``RunError``."""
        whole, part = split_id(id)
        row = self._find(whole)
        stages = self._stages(row)
        about = self._about(whole, row)
        if part:
            return hole_details(*self._hole(stages, id, part), about)
        return about if stages is None else {**about, "stages": as_json(stages)}

    def _about(self, id: str, row: BenchmarkResult) -> dict[str, Any]:
        problem = self._problems.get(row.problem)
        return {
            "id": id,
            "problem": row.problem,
            "attempt": row.attempt,
            "statement": without_preamble(row.statement),
            "informal_statement": problem and problem.informal_statement,
            "informal_proof": problem and problem.informal_proof,
            "policy": row.policy,
            "search": self._config.search,
            "live": False,
            "interactive": False,
        }

    async def events(self, id: str, after: int) -> AsyncIterator[bytes]:
        """Chunks of lines from the event after ``after`` on; the result last.  Raises ``NoSuchSearch``, ``RunError``."""
        log, result = await asyncio.to_thread(self._told, id)
        lines = _numbered(read_lines(log)) if log.exists() else iter(())
        chunk: bytes | None = b""
        while chunk is not None:
            if chunk:
                yield chunk
            chunk = await asyncio.to_thread(_take, lines, after)
        yield result_line(result)

    def _told(self, id: str) -> tuple[Path, ProofResult]:
        """Where a search's events are, and what it came to."""
        whole, part = split_id(id)
        row = self._find(whole)
        if not part:
            return self._log(row), row
        stages = self._stages(row)
        self._hole(stages, id, part)
        return self._log(row, part), hole_result(stages or (), part)

    def _row(self, row: BenchmarkResult) -> dict[str, Any]:
        return {
            "id": f"{row.problem}~{row.attempt}",
            "problem": row.problem,
            "attempt": row.attempt,
            "split": row.split,
            "source": row.source,
            "won_by": row.informal and row.informal.won_by,
            "status": "unsupported" if row.unsupported else row.status,
            "reading": row.reading,
            "ended": row.ended,
            "error": row.error,
            "seconds": row.seconds.total,
            "lean_seconds": row.seconds.lean,
            "policy_seconds": row.seconds.policy,
            "expansions": row.expansions,
            "nodes": row.nodes,
            "has_events": self._log(row).exists(),
        }

    def _find(self, id: str) -> BenchmarkResult:
        problem, _, attempt = id.rpartition("~")
        row = self._results().get((problem, int(attempt))) if attempt.isdecimal() else None
        if row is None:
            raise NoSuchSearch(f"{self.path} has no attempt {id!r}")
        return row

    def _results(self) -> dict[Key, BenchmarkResult]:
        path = self.path / "results.jsonl"
        with self._reading:
            stamp = tuple(
                (file.stat().st_mtime_ns, file.stat().st_size) if file.exists() else (0, 0)
                for file in (path, self.path / CHECKED)
            )
            if stamp != self._stamp:
                self._known, self._stamp = read_results(path), stamp
            return self._known

    _known: dict[Key, BenchmarkResult] = {}
    _stamp: tuple[tuple[int, int], ...] | None = None

    def _log(self, row: BenchmarkResult, part: str = "") -> Path:
        return events_path(self.path, row.problem, row.attempt, part)

    def _stages(self, row: BenchmarkResult) -> list[StageEvent] | None:
        path = self._log(row, WORDS)
        try:
            return read_stages(path)
        except FileNotFoundError:
            return None
        except (OSError, zstandard.ZstdError, ValidationError) as error:
            raise RunError(f"{path}: no stream of stages can be read from it: remove it to see the rest: {error}") from error

    def _hole(self, stages: Sequence[StageEvent] | None, id: str, part: str) -> tuple[PartSearchBegun, Hole]:
        if (found := hole_of(stages or (), part)) is None:
            raise NoSuchSearch(f"{self.path} has no search for a hole {id!r}")
        return found

    @cached_property
    def _problems(self) -> dict[str, Problem]:
        """The data set's own words, if it can be had."""
        try:
            return {problem.name: problem for problem in _data(self._config)}
        except (DataError, FetchError, RunError, OSError):
            return {}


def _numbered(lines: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """The events with their numbers, up to where the file is damaged, if it is."""
    try:
        for line in lines:
            number = json.loads(line)["seq"]
            if not isinstance(number, int):
                return
            yield number, line
    except (zstandard.ZstdError, ValueError, TypeError, KeyError, RecursionError):
        return


def _take(lines: Iterator[tuple[int, bytes]], after: int) -> bytes | None:
    """The next lines, as many as make a chunk; ``None`` at the end."""
    chunk = bytearray()
    for number, line in lines:
        if number > after:
            chunk += line
        if len(chunk) >= CHUNK:
            return bytes(chunk)
    return bytes(chunk) or None


def _data(config: RunConfig) -> list[Problem]:
    from benchmarks.data import datasets

    words = config.selection or [config.benchmark]
    return [] if words[0] == "leandojo" else datasets.load_again(words, config.split).problems


def serve_run(path: Path | str, port: int = 0) -> ViewServer:
    """A server, not started yet, of the run in a folder.  Raises ``RunError`` if there is none."""
    return ViewServer(RecordedRun(Path(path)), port)
