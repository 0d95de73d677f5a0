"""Shared fixtures: one prover, and so one Lean process, for all tests of a session that need Lean."""

from __future__ import annotations

import asyncio
import json
import os
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# machines are shared and noisy: no test is judged by how long an example takes
settings.register_profile("noisy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("noisy")


os.environ["PROVER_NO_SERVER"] = "1"  # a developer's own background server is left alone


class LoopThread:
    """An event loop in a thread of its own, so that synchronous tests can share asynchronous objects."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Any], timeout: float = 300) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


@pytest.fixture(scope="session")
def note_fault() -> Callable[..., None]:
    """``note_fault(fault, seen, kept, seconds)``: what a fault came to and the seconds until work went on, as a line of the
    file that ``PROVER_FAULT_FIGURES`` names (``benchmarks.measure.faults``)."""
    path = os.environ.get("PROVER_FAULT_FIGURES")

    def note(fault: str, seen: str, kept: str, seconds: float | None) -> None:
        if path:
            line = {"fault": fault, "seen": seen, "kept": kept, "seconds": None if seconds is None else round(seconds, 3)}
            with Path(path).open("a", encoding="utf-8") as sink:
                sink.write(json.dumps(line, ensure_ascii=False) + "\n")

    return note


@pytest.fixture(scope="session")
def exchange() -> Callable[..., Coroutine[Any, Any, str]]:
    """``exchange(process, line, limit)``: one line of Lean's protocol as it stands, and the line that answers it."""

    async def exchange(process: Any, line: str, limit: float) -> str:
        async with process._turn:
            try:
                return await process._within(process._exchange(line), limit, "a line")
            except BaseException:
                await process.kill()
                raise

    return exchange


@pytest.fixture(scope="session")
def loop_thread() -> Iterator[LoopThread]:
    thread = LoopThread()
    yield thread
    thread.close()


@pytest.fixture(scope="session")
def async_prover(loop_thread: LoopThread) -> Iterator[Any]:
    """A started ``AsyncProver`` living on ``loop_thread``; its one worker is the session's Lean."""
    from prover import AsyncProver

    prover = AsyncProver("portfolio")
    loop_thread.run(prover.start(), timeout=1100)
    yield prover
    loop_thread.run(prover.close())


@pytest.fixture(scope="session")
def worker(async_prover: Any) -> Any:
    """The session's Lean worker."""
    return async_prover.pool.workers[0]


@pytest.fixture(scope="session")
def prover(async_prover: Any, loop_thread: LoopThread) -> Any:
    """``Prover``'s methods over the session's Lean."""

    class Shared:
        policy = async_prover.policy
        lean = async_prover.lean

        def prove(self, theorem: str, **options: Any) -> Any:
            return loop_thread.run(async_prover.prove(theorem, **options))

        def check(self, source: str, **options: Any) -> Any:
            return loop_thread.run(async_prover.check(source, **options))

    return Shared()


@pytest.fixture(scope="session")
def goal_of(worker: Any, loop_thread: LoopThread) -> Callable[..., Any]:
    """``goal_of("(x : ℝ) (h : 0 < x) : x ≠ 0")``: the statement's goal as terms (``prover.moves.goal.Goal``), or the first one after
    some tactics."""
    from prover.lean.environment import LeanEnvironment
    from prover.moves.goal import Goal

    async def run(statement: str, after: tuple[str, ...]) -> Goal:
        environment = await LeanEnvironment.open(worker, f"theorem t {statement}")
        state = environment.root
        for tactic in after:
            state = (await environment.apply(state, tactic)).state
        terms = await state.look(0)
        await environment.close()
        assert terms is not None
        return Goal(terms)

    return lambda statement, *after: loop_thread.run(run(statement, after))


class OverSession:
    """The commands over the session's Lean instead of a new one."""

    workers = 1

    def __init__(self, prover) -> None:
        self.prover = prover

    def __call__(self, *_, **__):
        return self

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def prove(self, theorem, **options):
        return await asyncio.to_thread(self.prover.prove, theorem, **options)

    async def check(self, source, **options):
        return await asyncio.to_thread(self.prover.check, source, **options)


@pytest.fixture
def over_session(prover: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands use the session's Lean."""
    from prover.cli import common

    monkeypatch.setattr(common, "open_prover", OverSession(prover))
