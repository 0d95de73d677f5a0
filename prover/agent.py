"""Prove one theorem: environment, policy, search, final check.

from prover import Prover
with Prover(policy="default") as p:
    result = p.prove("theorem t (a b : ℕ) : a + b = b + a", time_limit=30)
print(result.proof, result.status, result.axioms)
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from prover.conclusion import unopened
from prover.lean.environment import HEARTBEATS, TACTIC_LIMIT, LeanEnvironment
from prover.lean.errors import BadStatement, LeanCrashed, LeanNotAvailable, LeanTimeout
from prover.lean.launch import LeanCommand, embedded_command, native_command
from prover.lean.own_imports import OwnImports, notes
from prover.lean.pool import LeanPool, LeanWorker
from prover.lean.results import Claim
from prover.lean.shared import SharedEnvironment
from prover.lean.verify import check, lean_info
from prover.limits import SearchOptions
from prover.moves.pool import ProcessPool
from prover.opened import OpenTheorem
from prover.policy.base import loading, use_processes, with_seed
from prover.policy.holder import PolicyHolder
from prover.refuter import GoalRefuter
from prover.result import CheckResult, LeanInfo, ProofResult, Seconds
from search import Listener, Policy, Search, algorithm

if TYPE_CHECKING:
    from prover.informal.attempt import InformalAttempt

Backend = Literal["auto", "embedded", "native"]
T = TypeVar("T")


class AsyncProver(PolicyHolder):
    """Proves theorems on a pool of Lean workers with one shared policy.

    As many ``prove`` and ``check`` calls run at once as there are ``workers``; further ones wait.  Workers that have none help with
    a theorem that another one proves.

    Args:
        policy: specs such as ``portfolio`` or ``hf:ID`` (see ``prover.policy``), or a policy object.
        project: a Lake project to run native Lean in, with the modules that a theorem's text imports, else with ``imports``
            (default: Mathlib where it has it), and with those in ``also`` in any case.
        backend: ``auto`` takes native Lean for a ``project``, else embedded Lean.
        workers: Lean processes at most, each started when it is first needed; 0.6 GB of memory each when ready, replaced when
            they have grown by 1 GB.
        standby: keep one more process ready, where memory has room for it: it makes the final checks, and takes the place of
            one that is lost.  Without it, every final check waits for the start of a process.
        fresh_checks: no process makes more than one final check.
        tactic_limit: wall-clock seconds a tactic may take before its process is replaced.
        heartbeats: Lean's own limit for a tactic, in thousands.
        progress: show a progress bar while something is fetched; None: where standard error is a terminal.
        first: the text that will come first; native Lean is started as it wants it.
        late_models: begin to prove with what needs no model, as importing torch takes seconds; a model that is merged with the
            portfolio joins in when it is loaded.  Else all is loaded by ``start``.

    Raises on ``start`` (or ``async with``):
        LeanNotAvailable, FetchError: no usable Lean; the message says what to do.
        ValueError: a policy spec that names no policy.
    """

    def __init__(
        self,
        policy: str | Sequence[str] | Policy = "default",
        *,
        project: Path | str | None = None,
        backend: Backend = "auto",
        imports: tuple[str, ...] | None = None,
        workers: int = 1,
        standby: bool = True,
        fresh_checks: bool = False,
        tactic_limit: float = TACTIC_LIMIT,
        heartbeats: int = HEARTBEATS,
        progress: bool | None = None,
        also: tuple[str, ...] = (),
        first: str = "",
        late_models: bool = False,
    ) -> None:
        super().__init__(policy)
        self.workers, self.tactic_limit, self.heartbeats = workers, tactic_limit, heartbeats
        self._standby, self._fresh_checks = standby, fresh_checks
        self._project = Path(project) if project is not None else None
        self._backend, self._imports, self._progress = backend, imports, progress
        self._also, self._first = also, first
        self._own_imports: OwnImports
        self._late_models = late_models
        self._pool: LeanPool | None = None
        self.processes: ProcessPool | None = None
        """Where what takes long is computed beside Lean."""
        self.refuter: GoalRefuter | None = None

    async def start(self) -> None:
        """Install Lean if need be, start a worker and load the policy, side by side."""
        if self._pool is not None:
            return
        command = await asyncio.to_thread(self._command)
        self._own_imports = OwnImports(command, self._also)
        first = self._own_imports.command([self._first])
        self._pool = LeanPool(first, self.workers, self._standby, fresh_checks=self._fresh_checks)
        await asyncio.gather(
            self._start_lean(self._pool),
            self._load_policy(mathlib=not command.prelude, late_models=self._late_models, lean=first),
        )
        self.processes, self.refuter = ProcessPool(), GoalRefuter()
        use_processes(self.policy, self.processes)

    async def _start_lean(self, pool: LeanPool) -> None:
        try:
            await pool.start()
        except LeanNotAvailable:
            if pool.command == self._own_imports.default:
                raise  # else the text is refused with this reason, when it comes

    async def close(self) -> None:
        """End every process and free the model."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()
        processes, self.processes = self.processes, None
        if processes is not None:
            await processes.close()
        refuter, self.refuter = self.refuter, None
        if refuter is not None:
            await refuter.close()
        await super().close()

    def _command(self) -> LeanCommand:
        if self._backend == "native" or (self._backend == "auto" and self._project is not None):
            return native_command(self._project, self._imports, self._also)
        if self._project is not None:
            raise ValueError("embedded Lean runs no project: leave --project or --lean embedded out")
        return embedded_command(self._progress)

    async def lean_for(self, worker: LeanWorker, texts: Sequence[str], imports: tuple[str, ...] | None = None) -> None:
        """Have a worker of the pool run Lean as these texts want it, with ``imports`` too.

        Raises ``BadStatement`` where Lean does not start with what they import, ``LeanNotAvailable``.
        """
        await self._own_imports.start(worker, texts, imports)

    @property
    def started(self) -> bool:
        return self._pool is not None

    @property
    def pool(self) -> LeanPool:
        if self._pool is None:
            raise RuntimeError("the prover has not been started: use 'async with' or call start()")
        return self._pool

    @property
    def lean(self) -> LeanInfo:
        return lean_info(self.pool.workers[0])

    async def prove(
        self,
        theorem: str,
        *,
        name: str | None = None,
        imports: tuple[str, ...] | None = None,
        time_limit: float | None = None,
        max_expansions: int | None = None,
        max_nodes: int | None = None,
        max_tactics: int | None = None,
        search: str = "best-first",
        concurrency: int = 1,
        seed: int = 0,
        listeners: Iterable[Listener] = (),
        steer: Callable[[Search, Policy], None] | None = None,
        words: InformalAttempt | None = None,
    ) -> ProofResult:
        """Search for a proof of ``theorem`` and check it.

        Args:
            theorem: a Lean source with the theorem ``name`` (default: its last), a theorem without a body, or
                a bare proposition.
            imports: start native Lean with these modules for this theorem, beside those that its text imports.
            time_limit: wall-clock seconds for the search, from the opened statement on.
            search: the algorithm and its settings, such as ``best-first?alpha=0.5``, ``beam?width=8`` or ``mcts``
                (``search.algorithms``).
            concurrency: nodes expanded at once; more of them fill a model's batches.
            seed: added to the seeds of the models that draw samples.
            listeners: called with every event of the whole theorem's search.
            steer: called with the search and its policy before it begins; commands may be given to it from then on, in
                this event loop.  With nothing left to try, it waits for one instead of ending.
            words: what is said of the theorem in words (``prover.informal``); the limits are for all its searches together.

        A statement Lean does not accept is a result with status ``error``, not an exception.

        Raises ``LeanNotAvailable`` (a lost process could not be replaced), ``UnknownAlgorithm`` (no such ``search``),
        ``ValidationError`` (a ``ValueError``; a limit that is none).
        """
        begun = time.monotonic()
        options = SearchOptions(
            time_limit=time_limit, max_expansions=max_expansions, max_nodes=max_nodes, max_tactics=max_tactics, search=search,
            concurrency=concurrency, seed=seed,
        )  # fmt: skip
        frontier, policy = algorithm(search), with_seed(self.policy, seed)
        if words is not None:
            policy = words.with_facts(policy)
        async with self.pool.lease() as worker:
            lean_before = worker.lean_seconds
            try:
                await self.lean_for(worker, [theorem], imports)
                alone = await LeanEnvironment.open(worker, theorem, name, self.tactic_limit, self.heartbeats)
            except (BadStatement, LeanTimeout, LeanCrashed) as error:
                return unopened(theorem, name, worker, self.policy.name, begun, error)
            environment = SharedEnvironment(alone, self.pool)
            try:
                limits = (self.tactic_limit, self.heartbeats)
                opened = OpenTheorem(self.pool, worker, environment, policy, options, *limits, self.refuter)
                searching = Search(frontier=frontier, concurrency=concurrency, interactive=steer is not None)
                if steer is not None:
                    steer(searching, policy)
                if words is not None:
                    result = await words.run(opened, searching, listeners)
                else:
                    result = await opened.conclude(await opened.search(searching, listeners, options.budget))
                lean_seconds = worker.lean_seconds - lean_before + result.seconds.lean
            finally:
                await environment.close()  # also when cancelled: the processes serve others after this
            lean_seconds += environment.lean_seconds
        seconds = Seconds(total=time.monotonic() - begun, lean=lean_seconds, policy=result.seconds.policy)
        noted = notes(worker.command, [theorem], result.proved)
        if not result.proved and loading(policy):
            noted = [*noted, "the search ended before the model was loaded: no tactic is the model's; give it more time"]
        return result.model_copy(update={"seconds": seconds, "notes": [*result.notes, *noted]})

    async def check(
        self,
        source: str,
        *,
        name: str | None = None,
        statement: str | None = None,
        imports: tuple[str, ...] | None = None,
        own_notation: bool = False,
    ) -> CheckResult:
        """Check a proof source: its theorem ``name`` (default: the last), against ``statement`` if given, with ``own_notation``
        as in ``Claim``.  Native Lean is started with what the two import, and ``imports``.

        Only a prover that has done nothing else checks in a fresh Lean; ``prover check`` starts one.
        """
        async with self.pool.lease() as worker:
            try:
                await self.lean_for(worker, [source, statement or ""], imports)
            except BadStatement as error:
                return CheckResult(name=name or "", accepted=False, reason=str(error), bad_input=True, lean=lean_info(worker))
            return await check(worker, Claim(source, name, statement, own_notation=own_notation))


class Prover:
    """``AsyncProver`` for synchronous code: same arguments, same methods (see there), usable in notebooks and threads."""

    def __init__(self, policy: str | Sequence[str] | Policy = "default", **options: Any) -> None:
        self._prover = AsyncProver(policy, **options)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Prover:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        if self._loop is not None:
            return
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="prover", daemon=True)
        self._thread.start()
        try:
            self._call(self._prover.start())
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop is None or thread is None:
            return
        asyncio.run_coroutine_threadsafe(self._prover.close(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

    def prove(self, theorem: str, **options: Any) -> ProofResult:
        return self._call(self._prover.prove(theorem, **options))

    def check(self, source: str, **options: Any) -> CheckResult:
        return self._call(self._prover.check(source, **options))

    @property
    def lean(self) -> LeanInfo:
        return self._prover.lean

    @property
    def policy(self) -> Policy:
        return self._prover.policy

    def _call(self, work: Coroutine[Any, Any, T]) -> T:
        if self._loop is None:
            work.close()
            raise RuntimeError("the prover has not been started: use 'with' or call start()")
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except KeyboardInterrupt:
            future.cancel()
            with contextlib.suppress(BaseException):
                future.result(timeout=5)
            raise
