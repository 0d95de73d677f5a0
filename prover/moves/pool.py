"""Processes beside Lean for what may take long, hang, or eat memory: a Gröbner basis, an SDP, a solver.

    async with ProcessPool() as pool:
        found = await pool.run(certificate, goal, seconds=2.0)

A function that does not come to its end costs its own call only: the process is killed, and the next call gets a new one.
``multiprocessing``, and what is built on it, imports the main module again in every process, which would run a user's script
that proves something a second time; hence processes of our own.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from prover.concurrency import within
from prover.moves.pool_process import BEGUN, HEAD, MEMORY, RAISED, packed, unpacked_length

SIZE = 2
"""Processes at most."""
MEMORY_LIMIT = 2_000_000_000
"""Bytes a process may take."""
NICENESS = 3
"""So much Lean goes before them (``nice``)."""
START_LIMIT = 60.0
"""Seconds a process may take to start and to import what a function needs; not counted against the function."""

_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1")

T = TypeVar("T")


class CallFailed(Exception):
    """A function did not come to a result through no exception of its own."""


class OutOfTime(CallFailed):
    """It took longer than it may."""


class OutOfMemory(CallFailed):
    """It took more memory than it may."""


class ProcessDied(CallFailed):
    """Its process ended under it."""


class ProcessPool:
    """Up to ``size`` processes, each started when it is first needed, that end with this one whatever becomes of it."""

    def __init__(self, size: int = SIZE, memory: int = MEMORY_LIMIT, niceness: int = NICENESS) -> None:
        self._memory, self._niceness = memory, niceness
        self._turns = asyncio.Semaphore(size)
        self._idle: list[_Process] = []
        self._processes: set[_Process] = set()
        self._ending: set[asyncio.Task[None]] = set()
        self._closed = False

    async def run(self, function: Callable[..., T], *args: Any, seconds: float) -> T:
        """``function(*args)`` in another process; the function is one of a module that can be imported, and all can be pickled.

        ``seconds`` count from when it begins, not while others have their turn.  A cancelled call ends at once.

        Raises ``OutOfTime``, ``OutOfMemory``, ``ProcessDied``, and what the function raises; ``RuntimeError`` once closed.
        """
        request = packed((function, args))
        async with self._turns:
            if self._closed:
                raise RuntimeError("the pool of processes is closed")
            process = self._idle.pop() if self._idle else await self._start()
            try:
                kind, value = await process.call(request, seconds)
            except BaseException:
                self._end(process)
                raise
            if kind == MEMORY or self._closed:
                self._end(process)
            else:
                self._idle.append(process)
        if kind == MEMORY:
            raise OutOfMemory(f"{function.__name__} took more than {self._memory / 1e9:.3g} GB of memory")
        if kind == RAISED:
            raise value
        return value

    async def close(self) -> None:
        """End all processes; calls under way fail."""
        self._closed = True
        for process in list(self._processes):
            self._end(process)
        while self._ending:
            await asyncio.wait(self._ending)

    async def __aenter__(self) -> ProcessPool:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _start(self) -> _Process:
        settings = packed((sys.path, os.getpid(), self._niceness, self._memory))
        starting = asyncio.ensure_future(_Process.start(settings))
        try:
            process = await asyncio.shield(starting)
        except asyncio.CancelledError:
            starting.add_done_callback(lambda done: done.cancelled() or done.exception() or done.result().kill())
            raise
        self._processes.add(process)
        if self._closed:
            self._end(process)
        return process

    def _end(self, process: _Process) -> None:
        self._processes.discard(process)
        process.kill()
        ending = asyncio.ensure_future(process.ended())
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)


class _Process:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, settings: bytes) -> _Process:
        """Raises ``ProcessDied`` where it cannot be started."""
        pipe = asyncio.subprocess.PIPE
        command = [sys.executable, "-I", str(Path(__file__).with_name("pool_process.py"))]
        try:
            process = await asyncio.create_subprocess_exec(
                *command, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL, env={**os.environ, **_ONE_THREAD},
                start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise ProcessDied(f"no process can be started: {error}") from error
        self = cls(process)
        self._write(settings)
        return self

    async def call(self, request: bytes, seconds: float) -> tuple[str, Any]:
        """How a call ended, and its result or what it raised.  Raises ``CallFailed``; the process is then of no use."""
        self._write(request)
        try:
            kind, value = await within(START_LIMIT, self._answer())
            if kind == BEGUN:
                kind, value = await within(seconds, self._answer())
        except asyncio.TimeoutError:
            raise OutOfTime(f"no result within {seconds:g} s") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise ProcessDied("the process has ended") from None
        return kind, value

    def kill(self) -> None:
        if self._process.returncode is None:
            self._process.kill()

    async def ended(self) -> None:
        await self._process.wait()

    def _write(self, data: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(data)

    async def _answer(self) -> tuple[str, Any]:
        assert self._process.stdout is not None
        length = unpacked_length(await self._process.stdout.readexactly(HEAD))
        return pickle.loads(await self._process.stdout.readexactly(length))
