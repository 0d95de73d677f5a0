"""Proofs found by our own search or written by a family's teacher, step by step, and the records they give."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import zstandard
from filelock import FileLock, Timeout

from prover.policy.base import clean_tactic
from prover.training.errors import TrainingDataError
from prover.training.printed import parse_goal
from prover.training.records import Record
from prover.training.statements import normalized
from search.events import Event, SearchStarted
from search.log import read_events, replay


@dataclass(frozen=True)
class ProofStep:
    """A proof state, as ``ProofState.text``, and the tactic run in it."""

    state: str
    tactic: str


@dataclass(frozen=True)
class Trace:
    """One attempt to prove one statement.  ``steps`` is the proof, empty if none was found.

    ``group``: the family or the module of the library, by which traces are balanced; ``source``: who found it.
    """

    theorem: str
    group: str
    source: str
    statement: str
    steps: tuple[ProofStep, ...]
    seconds: float = 0.0

    @property
    def proved(self) -> bool:
        return bool(self.steps)

    def records(self) -> Iterator[Record]:
        """The proof in every view, of a state its main goal (as Mathlib's data has it, and as our policy is asked).
        Steps that a policy could not propose (see ``clean_tactic``) give no record."""
        for step in self.steps:
            if clean_tactic(step.tactic) is None:
                continue
            goal = main_goal(step.state)
            yield Record("tactic", goal, step.tactic, self.theorem, self.source)
            if premises := premises_of(step.tactic, goal):
                yield Record("premises", goal, ", ".join(premises), self.theorem, self.source)
        if self.steps:
            tactics = "\n".join(step.tactic for step in self.steps)
            yield Record("proof", main_goal(self.steps[0].state), tactics, self.theorem, self.source)


def main_goal(state: str) -> str:
    """The first of a state's goals."""
    return state.partition("\n\n")[0]


_NAME = re.compile(r"(?<![\w.'₀-₉])[A-Za-z_][\w'₀-₉]*(?:\.[A-Za-z_][\w'₀-₉]*)+|(?<![\w.'₀-₉])[a-z]+(?:_[\w'₀-₉]+)+")
_TACTICS = frozenset(
    "norm_num norm_cast push_cast simp_all simp_arith ring_nf field_simp interval_cases by_contra by_cases push_neg "
    "subst_vars exact_mod_cast all_goals any_goals linear_combination bv_decide split_ifs fin_cases".split()
)


def premises_of(tactic: str, state: str) -> list[str]:
    """Names of library theorems in a tactic, in order of appearance: what has a dot or an underscore in its name
    and is neither a tactic nor a hypothesis (or a projection of one)."""
    local = {name for text in state.split("\n\n") for h in parse_goal(text).hypotheses for name in h.names}
    found = dict.fromkeys(_NAME.findall(tactic))
    return [name for name in found if name not in _TACTICS and name.partition(".")[0] not in local and name not in local]


def trace_of_search(events: Iterable[Event], theorem: str, group: str, source: str, statement: str) -> Trace:
    """The trace of a search, from its events alone: the steps of the proof it found, if it did."""
    recorded = list(events)
    graph = replay(recorded)
    steps: list[ProofStep] = []
    at = graph.root
    for attempt in graph.shortest_proof() or ():
        steps.append(ProofStep(at.state.text, attempt.tactic))
        if attempt.child is not None:
            at = graph[attempt.child]
    return Trace(theorem, group, source, statement, tuple(steps), recorded[-1].t)


def is_held_out(statement: str, one_in: int = 50) -> bool:
    """Whether a statement belongs to the validation split: one in ``one_in``; statements that differ in names only
    are on the same side."""
    text = normalized(statement)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") % one_in == 0


class TraceFile(AbstractContextManager):
    """Traces as JSON lines, appended and flushed as they come; opened again it goes on where it was.

    A last line cut short by a kill is dropped.  ``done``: theorem → statement.  Raises ``TrainingDataError`` for a
    file that holds something else, cannot be written, or is being written by another process.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        self.done: dict[str, str] = {}
        self._lock = FileLock(self.path.with_name(f".{self.path.name}.lock"), timeout=0)
        try:
            with self._writing():
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._lock.acquire()
                self.path.touch()
                self.done = {trace.theorem: trace.statement for trace in read_traces(self.path)}
                self._file = self.path.open("r+b")
                self._file.truncate(self._file.read().rfind(b"\n") + 1)
                self._file.seek(0, 2)
        except BaseException:
            self._lock.release()
            raise

    def left(self, tasks: Iterable[Any]) -> list[Any]:
        """Those (with a ``name`` and a ``statement``) of which there is no trace yet."""
        return [task for task in tasks if self.done.get(task.name) != task.statement]

    def add(self, trace: Trace) -> None:
        with self._writing():
            self._file.write(json.dumps(asdict(trace), ensure_ascii=False).encode() + b"\n")
            self._file.flush()
        self.done[trace.theorem] = trace.statement

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except Timeout:
            raise TrainingDataError(f"{self.path}: another process is at it; wait for it, or choose another folder") from None
        except OSError as error:
            raise TrainingDataError(f"{self.path}: cannot be written: {error.strerror or error}") from error

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._lock.release()


def read_any(path: Path) -> Iterator[Trace]:
    """The traces of a file of them, or the one of a search's event log.  Raises ``TrainingDataError``."""
    try:
        first = next(iter(read_events(path)), None)
    except (OSError, ValueError, zstandard.ZstdError):
        first = None
    if isinstance(first, SearchStarted):
        try:
            yield trace_of_search(read_events(path), path.name, "search", "search:own", str(first.info.get("theorem", "")))
        except (OSError, ValueError, KeyError, zstandard.ZstdError) as error:
            raise TrainingDataError(f"{path}: the log is damaged ({error}); leave the file out") from error
    else:
        yield from read_traces(path)


def read_traces(path: Path) -> Iterator[Trace]:
    """The traces of a file, but for a broken last line.  Raises ``TrainingDataError``."""
    try:
        with Path(path).open("rb") as file:
            for number, line in enumerate(file, 1):
                if not line.endswith(b"\n"):
                    return
                try:
                    found = json.loads(line)
                    yield Trace(**{**found, "steps": tuple(ProofStep(**step) for step in found["steps"])})
                except (ValueError, TypeError, KeyError) as error:
                    raise TrainingDataError(
                        f"{path}:{number}: not a trace ({error}); remove the file to make it again"
                    ) from error
    except OSError as error:
        raise TrainingDataError(f"{path}: {error.strerror or error}") from error
