"""Run folders, read for a report: finished or not, of this version or an earlier one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.data.problem import counted
from benchmarks.report.text import unsolved_because, visible
from benchmarks.run.load import Sample, read_load
from benchmarks.run.results import BenchmarkResult, RunError, by_problem, final, read_results
from benchmarks.run.run_config import RunConfig
from benchmarks.run.run_folder import read_config
from benchmarks.run.summary import Summary, summarize

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class ReportedRun:
    """A run as read from its folder.  ``name`` tells it from the others of a report."""

    path: Path
    name: str
    config: RunConfig
    attempts: dict[str, list[BenchmarkResult]]
    """By problem, in the order of the configuration."""
    load: list[Sample] = field(default_factory=list)

    @cached_property
    def finals(self) -> dict[str, BenchmarkResult]:
        """What each problem's attempts come to."""
        return {problem: final(rows) for problem, rows in self.attempts.items()}

    @cached_property
    def summary(self) -> Summary:
        return summarize(self.config, self.rows)

    @cached_property
    def notes(self) -> list[str]:
        """What a reader of the numbers should know."""
        config, notes = self.config, []
        if undone := self.summary.undone:
            notes.append(f"not complete: {undone} of {len(config.problems)} problems wait for an attempt")
        if config.unusable:
            notes.append(f"of its data {counted(config.unusable)}, such as {config.unusable[0]}")
        notes += [f"{one.problem} does not count as solved: {one.reason}" for one in self.summary.refused]
        if broken := sum(row.broken for row in self.finals.values()):
            notes.append(f"{broken} problems count as unsolved because something broke; the same command tries them again")
        if len({session.hashes.python for session in config.sessions}) > 1:
            notes.append("the Python code changed between its sessions: its results are not all by the same program")
        if len({json.dumps(session.host, sort_keys=True) for session in config.sessions}) > 1:
            notes.append("its sessions ran on different machines: seconds are not all of one kind")
        return notes

    @property
    def rows(self) -> Iterator[BenchmarkResult]:
        return (row for rows in self.attempts.values() for row in rows)


def load_run(path: str | PathLike[str], name: str | None = None) -> ReportedRun:
    """Read the run in a folder.

    Raises:
        RunError: no such folder, no run in it, a file of it is broken, or it has no result yet.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise RunError(f"{folder}: no such folder" if not folder.exists() else f"{folder}: is a file, not the folder of a run")
    config = read_config(folder)
    found = by_problem(read_results(folder / "results.jsonl").values())
    if not found:
        raise RunError(f"{folder}: no result yet: run the benchmark first")
    order = {problem: position for position, problem in enumerate(config.problems)}
    attempts = {problem: found[problem] for problem in sorted(found, key=lambda p: (order.get(p, len(order)), p))}
    load = [sample for sample in read_load(folder / "load.jsonl") if sample.seconds > 0 and sample.cpus > 0]
    return ReportedRun(folder, visible(name or folder.resolve().name), config, attempts, load)


def load_runs(paths: Sequence[str | PathLike[str]]) -> list[ReportedRun]:
    """Read several runs, named by their folders; by the whole path where two folders have one name.

    Raises:
        RunError: as ``load_run``, or a run is given twice.
    """
    places = [Path(path).resolve() for path in paths]
    for place, path in zip(places, paths, strict=True):
        if places.count(place) > 1:
            raise RunError(f"{path} is given twice")
    names = [place.name for place in places]
    return [load_run(path, name if names.count(name) == 1 else str(path)) for path, name in zip(paths, names, strict=True)]


def table(path: str | PathLike[str]) -> pandas.DataFrame:
    """The results of a run as a ``pandas.DataFrame``, one row an attempt, in the order they ended.

    Columns: ``problem``, ``attempt``, ``seed``, ``split``, ``source``, ``status``, ``proved``, ``reading``, ``ended``,
    ``reason`` (why not proved, in words), ``seconds``, ``seconds_lean``, ``seconds_policy``, ``expansions``, ``nodes``,
    ``counter_model`` (of what is disproved), ``length`` (of the proof, in tactics), ``tactics``, ``sources`` (which policy proposed each), ``axioms``, ``statement``,
    ``proof``, ``error_kind``, ``error``, ``policy``, ``started``, ``finished`` (UTC).

    Raises:
        RunError: as ``load_run``.
    """
    import pandas

    run = load_run(path)
    rows = sorted(run.rows, key=lambda row: row.finished)
    frame = pandas.json_normalize([row.model_dump(exclude={"informal", "lean"}) for row in rows], sep="_", max_level=1)
    frame = frame.rename(columns={"seconds_total": "seconds"}).assign(
        proved=[row.proved for row in rows],
        reason=[None if row.proved else unsolved_because(row, run.config.limits) for row in rows],
        length=[len(row.tactics) if row.proved else None for row in rows],
    )[_COLUMNS]
    for column in ("started", "finished"):
        frame[column] = pandas.to_datetime(frame[column], utc=True, format="ISO8601")
    return frame


_COLUMNS = (
    "problem attempt seed split source status proved reading ended reason seconds seconds_lean seconds_policy expansions nodes "
    "length tactics sources axioms statement proof counter_model error_kind error policy started finished"
).split()
