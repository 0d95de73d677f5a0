"""lean-dojo's ``Dojo`` as the search's environment, for those who have repositories traced with it.

    async with await DojoEnvironment.open(theorem(url, commit, "Mathlib/Order/Basic.lean", "le_of_le_of_eq")) as dojo:
        found = await Search().run(dojo.root, dojo, policy, budget=Budget(seconds=60))
        accepted = found.proof and await dojo.check(found.proof)

It runs Lean versions the proof server does not, the one of LeanDojo Benchmark's own commit of Mathlib among them.
``prover.dojo_prover`` makes a prover of it.

What lean-dojo 4.20 (Yang et al., *LeanDojo*, NeurIPS 2023; MIT) does that its callers must know:

- Its import imports Ray (0.6 s), makes its cache folder (``CACHE_DIR``, else ``~/.cache/lean_dojo``), reads a ``.env`` above
  its files, runs ``git``, and asks GitHub who ``GITHUB_ACCESS_TOKEN`` is, if set.  So it is imported where it is used.
- It changes the working folder of the whole process while it opens a repository, enters a ``Dojo`` or checks a proof.
  These wait for each other here, however many searches run at once; files must be written under absolute paths.
- ``LeanGitRepo`` makes the folder of a local path that is not there.
- ``check_proof`` knows no time limit, and takes a ``lake`` that does not run for a refusal.
- Lean reads requests from a terminal, which drops lines of more than 4,095 bytes.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, TypeVar

import psutil

from prover.lean.errors import BadStatement, LeanCrashed, LeanError, LeanNotAvailable, LeanTimeout
from prover.lean.guard import refusal
from search.game import GaveUp, NewState, Outcome, ProofState, Proved, TacticError

OPEN_LIMIT = 600
"""Seconds Lean may take to reach the theorem in its file."""
TACTIC_LIMIT = 30
"""Wall-clock seconds for one tactic; past it the Dojo is replaced."""

CHECK_LIMIT = 1200
"""Seconds the theorem's file may take to compile with a proof in it."""
LINE = 4095
"""Bytes of a request that arrive."""

_WORKING_FOLDER = threading.Lock()
"""Held by whoever has lean-dojo change the process's working folder."""
T = TypeVar("T")


def theorem(url: str, commit: str, file_path: str | Path, full_name: str) -> Any:
    """A ``lean_dojo.Theorem``; blocks.  A repository that is not a folder here is looked up on GitHub, or cloned.
    Raises ``LeanNotAvailable``: lean-dojo is not installed, or does not get at the repository.
    """
    lean_dojo = load()
    local = "://" not in url and not url.startswith("git@")
    if local and not Path(url).is_dir():
        raise LeanNotAvailable(f"{url}: no such folder; a repository is a URL, or a folder with a git checkout")
    try:
        with _WORKING_FOLDER:
            return lean_dojo.Theorem(lean_dojo.LeanGitRepo(url, commit), Path(file_path), full_name)
    except Exception as error:  # git's, GitHub's and lean-dojo's own; all of them say what is wrong with the repository
        raise LeanNotAvailable(f"lean-dojo cannot open {url} at {commit}: {_said(error)}") from error


def proof_text(tactics: Sequence[str]) -> str:
    """The proof, to stand after the theorem's ``:=``."""
    return "by\n" + "\n".join("  " + line for block in tactics for line in block.split("\n"))


@dataclass(eq=False)
class _Ref:
    """How to get to a state: from ``parent`` by ``tactic``; and Dojo's state in one generation of it."""

    parent: _Ref | None
    tactic: str
    text: str
    state: Any
    generation: int


class DojoEnvironment(AbstractAsyncContextManager):
    """One theorem in one Dojo; implements ``search.game.Environment``.

    Dojo blocks, and is used in one thread; concurrent tactics wait for each other.  One that hangs or dies is
    replaced, and its states are rebuilt by running the tactics that led to them.  States with the same text are the
    same state, as they are for lean-dojo.  Make one with ``await DojoEnvironment.open(theorem)``.
    """

    def __init__(self, lean_dojo: ModuleType, goal: Any, tactic_limit: int, open_limit: int) -> None:
        self._lean_dojo, self.theorem = lean_dojo, goal
        self.tactic_limit, self.open_limit = tactic_limit, open_limit
        self.root: ProofState
        self.generation = 0
        """How many Dojos there have been."""
        self.replayed = 0
        """Tactics run again to rebuild lost states."""
        self._dojo: Any = None
        self._first: Any = None
        self._end_check: Callable[[], None] = lambda: None
        self._closed = False
        self._lock = threading.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="dojo")

    @classmethod
    async def open(cls, goal: Any, tactic_limit: int = TACTIC_LIMIT, open_limit: int = OPEN_LIMIT) -> DojoEnvironment:
        """Enter a Dojo at ``goal``, a ``lean_dojo.Theorem`` such as ``theorem`` makes.
        Raises ``BadStatement`` if Dojo cannot open it, ``LeanNotAvailable`` if lean-dojo is not installed, or the repository
        has not been traced (which takes hours, and is left to the user).
        """
        self = cls(load(), goal, tactic_limit, open_limit)
        try:
            await self._in_thread(self._require_traced)
            first = await self._in_thread(self._enter)
        except BaseException:
            await self.close()
            raise
        self.root = ProofState(first.pp, _goals(first.pp), _Ref(None, "", first.pp, first, self.generation))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def apply(self, state: ProofState, tactic: str, effort: float = 1.0) -> Outcome:
        """Run ``tactic`` in ``state``.  Losing the Dojo over it is an outcome, not an error.

        Raises ``LeanError`` once the environment has been closed."""
        if (reason := refusal(tactic, strict=True)) is not None:
            return TacticError(reason)
        if len(json.dumps({"sid": 10**6, "cmd": tactic}, ensure_ascii=False).encode()) > LINE:
            return TacticError("too long a tactic for lean-dojo")
        return await self._in_thread(lambda: self._apply(state.handle, tactic))

    async def release(self, states: Sequence[ProofState]) -> None:
        """Nothing: Dojo cannot forget states."""

    async def check(self, tactics: Sequence[str], limit: float = CHECK_LIMIT) -> bool:
        """Whether lean-dojo's ``check_proof`` accepts a proof: the theorem's file, with this proof in it, compiles and the
        theorem does not use ``sorry``.  The axioms it rests on are not looked at.
        Raises ``LeanTimeout`` after ``limit`` seconds, ``LeanError``: lean-dojo cannot check it, or all has been closed.
        """
        if not tactics:
            raise ValueError("a proof needs at least one tactic")
        return await self._in_thread(lambda: self._check(proof_text(tactics), limit))

    async def close(self) -> None:
        """End the Dojo, also one that is in the middle of a tactic or a check, and the thread."""
        self._closed = True
        ended = asyncio.ensure_future(asyncio.to_thread(self._thread.shutdown, True, cancel_futures=True))
        while True:  # the thread waits for the process that is ended here, or is about to start it
            await asyncio.to_thread(self._leave)
            await asyncio.to_thread(self._end_check)
            done, _ = await asyncio.wait({ended}, timeout=0.2)
            if done:
                break
        await asyncio.to_thread(self._leave)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        if self._closed:
            raise LeanError("the Dojo has been closed")
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _require_traced(self) -> None:
        repo = self.theorem.repo
        try:
            traced = self._lean_dojo.is_available_in_cache(repo)
        except Exception as error:
            raise LeanNotAvailable(f"lean-dojo cannot tell whether {repo} has been traced: {_said(error)}") from error
        if not traced:
            raise LeanNotAvailable(
                f"{repo} has not been traced: run lean_dojo.trace on it once (hours for Mathlib; it needs GitHub and elan)"
            )

    def _enter(self) -> Any:
        """A new Dojo in place of the present one; returns its first state."""
        self._leave()
        dojo = self._lean_dojo.Dojo(self.theorem, timeout=self.open_limit)
        with self._lock:
            self._dojo = dojo
        try:
            with _WORKING_FOLDER:
                _, first = dojo.__enter__()
        except Exception as error:
            self._leave()
            if shutil.which("lake") is None:
                raise LeanNotAvailable("lean-dojo runs Lean by 'lake', which is not on PATH: install elan") from error
            raise BadStatement("request", [], f"Dojo cannot open {self.theorem}: {_said(error)}") from error
        with self._lock:
            kept = self._dojo is dojo and not self._closed
            self.generation += 1
            self._first = first
        if not kept:
            _dispose(dojo)
            raise _Lost("crash", "the Dojo has been closed")
        dojo.proc.timeout = self.tactic_limit  # Dojo has one limit for a tactic and for the file before the theorem
        return first

    def _leave(self) -> None:
        with self._lock:
            dojo, self._dojo = self._dojo, None
        if dojo is not None:
            _dispose(dojo)

    def _apply(self, ref: _Ref, tactic: str) -> Outcome:
        begun = time.monotonic()
        try:
            result = self._run(self._state(ref), tactic)
        except _Lost as lost:
            return GaveUp(lost.reason, str(lost), time.monotonic() - begun)
        seconds = time.monotonic() - begun
        names = self._lean_dojo
        if isinstance(result, names.ProofFinished):
            return Proved(seconds)
        if isinstance(result, names.TacticState):
            child = _Ref(ref, tactic, result.pp, result, self.generation)
            return NewState(ProofState(result.pp, _goals(result.pp), child), seconds)
        if isinstance(result, names.ProofGivenUp):
            return TacticError("the proof contains 'sorry'", seconds)
        if isinstance(result, names.LeanError):
            return TacticError(result.error, seconds)
        return GaveUp("crash", f"Dojo answered with something that is not a result: {result!r}", seconds)

    def _state(self, ref: _Ref) -> Any:
        """Dojo's own state, rebuilt first if the running Dojo never made it."""
        if self._dojo is None:
            try:
                self._enter()
            except (BadStatement, LeanNotAvailable) as error:
                raise _Lost("crash", str(error)) from error
        if ref.generation != self.generation:
            if ref.parent is None:
                found = self._first
            else:
                found = self._run(self._state(ref.parent), ref.tactic)
                self.replayed += 1
            if not isinstance(found, self._lean_dojo.TacticState) or found.pp != ref.text:
                raise _Lost("crash", f"a state could not be rebuilt: '{ref.tactic}' now has another result")
            ref.state, ref.generation = found, self.generation
        return ref.state

    def _check(self, proof: str, limit: float) -> bool:
        self._leave()
        ended = threading.Event()
        with _WORKING_FOLDER:  # so no other Dojo is entered meanwhile: every new process is the check's
            earlier = set(psutil.Process().children())

            def end() -> None:
                ended.set()
                for child in set(psutil.Process().children()) - earlier:
                    with suppress(psutil.NoSuchProcess):
                        for process in (*child.children(recursive=True), child):
                            process.kill()

            timer = threading.Timer(limit, end)
            timer.daemon = True
            timer.start()
            self._end_check = end
            try:
                accepted = bool(self._lean_dojo.check_proof(self.theorem, proof))
            except Exception as error:
                raise LeanError(f"lean-dojo cannot check the proof: {_said(error)}") from error
            finally:
                self._end_check = lambda: None
                timer.cancel()
        if ended.is_set():
            raise LeanTimeout(f"lean-dojo's check did not end within {limit:g} s")
        return accepted

    def _run(self, state: Any, tactic: str) -> Any:
        names = self._lean_dojo
        try:
            return self._dojo.run_tac(state, tactic)
        except names.DojoTacticTimeoutError as error:
            self._leave()
            raise _Lost("time", f"no answer within {self.tactic_limit} s") from error
        except names.DojoCrashError as error:
            self._leave()
            raise _Lost("memory" if error.is_out_of_memory else "crash", f"the Dojo crashed: {error}") from error
        except Exception as error:  # goals it cannot parse, a pipe that broke: the Dojo's own state is not known then
            self._leave()
            raise _Lost("crash", f"the Dojo failed: {_said(error)}") from error


class _Lost(LeanCrashed):
    def __init__(self, reason: Literal["time", "memory", "crash"], message: str) -> None:
        super().__init__(message)
        self.reason: Literal["time", "memory", "crash"] = reason


def load() -> ModuleType:
    """lean-dojo, imported.  Asked whether a repository has been traced, it would fetch gigabytes from its remote cache, were
    it not told otherwise before.  Raises ``LeanNotAvailable``."""
    os.environ.setdefault("DISABLE_REMOTE_CACHE", "1")
    try:
        import lean_dojo
    except ImportError as error:
        raise LeanNotAvailable(
            f"lean-dojo is not there ({error}): pip install lean-dojo==4.20.0, and trace the repository with it"
        ) from error
    except Exception as error:  # it asserts things of git and of its environment variables when it is imported
        raise LeanNotAvailable(f"lean-dojo does not load: {_said(error)}") from error
    return lean_dojo


def _dispose(dojo: Any) -> None:
    """End a Dojo's process and remove its file, whatever state it is in."""
    with suppress(Exception):
        dojo.__exit__(None, None, None)
    with suppress(Exception):  # not reached there if it never had a process
        dojo.modified_file.close()


def _goals(text: str) -> tuple[str, ...]:
    return tuple(goal for goal in text.split("\n\n") if goal.strip())


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")
