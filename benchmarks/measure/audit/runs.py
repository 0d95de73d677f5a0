"""What an audit needs of a run: which problems it solved, and how Lean printed their statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import zstandard

from benchmarks.data.problem import Problem
from benchmarks.run.results import RunError, read_results
from benchmarks.run.run_folder import events_path
from search.events import NodeCreated
from search.log import read_events


@dataclass(frozen=True)
class Run:
    """``solved``: problem → whether any attempt at it was; ``printed``: problem → the state its search began from."""

    name: str
    solved: dict[str, bool]
    printed: dict[str, str]


def read_run(folder: Path, problems: Iterable[Problem]) -> Run:
    """A run on (some of) ``problems``.  Raises ``RunError`` if there is none in ``folder``, or it is on others."""
    path = Path(folder) / "results.jsonl"
    if not path.is_file():
        raise RunError(f"{folder}: no run (it has no results.jsonl)")
    solved: dict[str, bool] = {}
    for result in read_results(path).values():
        solved[result.problem] = solved.get(result.problem, False) or result.proved
    if foreign := sorted(solved.keys() - {problem.name for problem in problems}):
        raise RunError(f"{folder}: a run on other problems: {foreign[0]!r} is none of those audited")
    if not solved:
        raise RunError(f"{folder}: the run has no result yet")
    logs = {name: events_path(Path(folder), name) for name in solved}
    printed = {name: state for name, log in logs.items() if log.is_file() and (state := _first_state(log))}
    return Run(Path(folder).name, solved, printed)


def _first_state(log: Path) -> str | None:
    try:
        root = next((event for event in read_events(log) if isinstance(event, NodeCreated)), None)
    except (OSError, ValueError, zstandard.ZstdError) as error:
        raise RunError(f"{log}: cannot be read ({error}); without that file the run can be audited still") from error
    return "\n\n".join(root.goals) if root else None
