"""A run folder, as the view sees it: a table of attempts, and the events of each."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import zstandard
from pydantic import ValidationError

from benchmarks.data.lean_text import without_preamble
from benchmarks.data.problem import DataError, Problem
from benchmarks.run.results import CHECKED, BenchmarkResult, Key, RunError, by_problem, final, read_results
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
    """The run in ``path``, read anew whenever asked, as it may still be under way.  Raises ``RunError`` if there is none."""

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
            **config.model_dump(include={"benchmark", "split", "mode", "policy", "search", "limits"}),
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
        log, result = await asyncio.to_thread(self._search, id)
        chunks = _chunks(read_lines(log), after) if log.exists() else iter(())
        while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
            yield chunk
        yield result_line(result)

    def _search(self, id: str) -> tuple[Path, ProofResult]:
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
            **row.model_dump(
                include={"problem", "attempt", "split", "source", "reading", "ended", "error", "expansions", "nodes", "counter_model"}
            ),
            "won_by": row.informal and row.informal.won_by,
            "status": "unsupported" if row.unsupported else row.status,
            "seconds": row.seconds.total,
            "lean_seconds": row.seconds.lean,
            "policy_seconds": row.seconds.policy,
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
            files = [file for file in (path, self.path / CHECKED) if file.exists()]
            stamp = [(file, file.stat().st_mtime_ns, file.stat().st_size) for file in files]
            if stamp != self._stamp:
                self._known, self._stamp = read_results(path), stamp
            return self._known

    _known: dict[Key, BenchmarkResult] = {}
    _stamp: list[tuple[Path, int, int]] | None = None

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
        """Of the data set, if it can be had."""
        from benchmarks.data import datasets

        words = self._config.selection or [self._config.benchmark]
        try:
            data = [] if words[0] == "leandojo" else datasets.load_again(words, self._config.split).problems
        except (DataError, FetchError, RunError, OSError):
            return {}
        return {problem.name: problem for problem in data}


def _chunks(lines: Iterator[bytes], after: int) -> Iterator[bytes]:
    """The events after ``after``, many at a time, up to where the file is damaged, if it is."""
    chunk = bytearray()
    with contextlib.suppress(zstandard.ZstdError, ValueError, TypeError, KeyError, RecursionError):
        for line in lines:
            if int(json.loads(line)["seq"]) > after:
                chunk += line
            if len(chunk) >= CHUNK:
                yield bytes(chunk)
                chunk.clear()
    if chunk:
        yield bytes(chunk)


def serve_run(path: Path | str, port: int = 0) -> ViewServer:
    """A server, not started yet, of the run in a folder.  Raises ``RunError`` if there is none."""
    return ViewServer(RecordedRun(Path(path)), port)
