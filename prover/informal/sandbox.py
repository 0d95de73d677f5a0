"""The sandbox in which programs of thought run: Python in WebAssembly, in a process of its own that may do nothing else.

    async with Sandbox() as sandbox:
        run = await sandbox.run("from math import comb\\ncomb(10, 3)")     # ProgramRun("ok", "120\\n", …)

Guards, one behind the other: WebAssembly (the program's files and memory are its own and vanish with it), Node's permission
model (no writing, no reading but of Pyodide, no processes), ``sandbox_host.mjs`` (no way through JavaScript), the kernel's
filter on Linux (``prover.lean.embedded.confined``: no sockets, children, signals), and this module (time, memory, output).
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

from prover.concurrency import within
from prover.fetch import FetchError
from prover.fetch.progress import Progress
from prover.informal.sandbox_install import install
from prover.lean.embedded.confined import launched
from prover.lean.embedded.install import node_path
from prover.lean.errors import LeanNotAvailable
from prover.lean.process import kill_group

START_LIMIT = 120.0
"""Seconds the interpreter may take to come up; about 2 on an idle core."""
_HOST = Path(__file__).resolve().with_name("sandbox_host.mjs")
_BESIDES_MB = 512
"""What Node itself may take besides the program's memory."""
_PAGE = 64 * 1024
_LINE_LIMIT = 1 << 20
_ABORTED = (-signal.SIGABRT, 128 + signal.SIGABRT, -getattr(signal, "SIGTRAP", 5))
"""How Node ends where JavaScript's memory is used up."""


@dataclass(frozen=True)
class SandboxLimits:
    """For one program: wall-clock ``seconds`` of running (start-up apart), memory, and characters it may print."""

    seconds: float = 10.0
    memory_mb: int = 512
    output_chars: int = 20_000

    def __post_init__(self) -> None:
        if self.seconds <= 0 or self.output_chars <= 0:
            raise ValueError("a sandbox's limits on seconds and output_chars must be positive")
        if not 64 <= self.memory_mb <= 4096:
            raise ValueError(f"a sandbox's memory_mb must be from 64 to 4096, not {self.memory_mb}")


@dataclass(frozen=True)
class ProgramRun:
    """How a program ended: of itself (``ok``), by an exception, at a limit, or with its interpreter (``lost``)."""

    status: Literal["ok", "error", "time", "memory", "output", "lost"]
    output: str
    """What it printed, cut at the limit; where it printed nothing, the value of its last line."""
    error: str = ""
    """The exception, or what happened, in a line."""
    seconds: float = 0.0


class SandboxUnavailable(RuntimeError):
    """There can be no sandbox here; the message says what to do."""


class Sandbox:
    """Runs one program after the other, each in a fresh interpreter.

    The next interpreter is started while its caller is busy elsewhere, and waits (about 150 MB) until ``close``.
    """

    def __init__(self, limits: SandboxLimits = SandboxLimits(), progress: Progress = None) -> None:
        self.limits = limits
        self._progress = progress
        self._turn = asyncio.Lock()
        self._next: asyncio.Task[_Interpreter] | None = None

    async def __aenter__(self) -> Sandbox:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def run(self, program: str) -> ProgramRun:
        """Run a program to its end or to a limit.  Cancellation kills it.

        Raises:
            SandboxUnavailable: Python for it cannot be had or started here.
        """
        async with self._turn:
            interpreter = await self._take()
            try:
                done = await interpreter.run(program, self.limits)
            finally:
                await interpreter.kill()
            self._next = asyncio.create_task(self._start())
            return done

    async def close(self) -> None:
        """End what waits; a later ``run`` starts anew."""
        waiting, self._next = self._next, None
        if waiting is not None:
            waiting.cancel()
            with suppress(asyncio.CancelledError, SandboxUnavailable):
                await (await waiting).kill()

    async def _take(self) -> _Interpreter:
        waiting, self._next = self._next or asyncio.create_task(self._start()), None
        try:
            interpreter = await asyncio.shield(waiting)
        except asyncio.CancelledError:
            self._next = waiting
            raise
        return interpreter if interpreter.alive else await self._start()

    async def _start(self) -> _Interpreter:
        try:
            folder = await asyncio.to_thread(install, self._progress)
            node = node_path()
        except (FetchError, LeanNotAvailable) as error:
            raise SandboxUnavailable(f"the sandbox for programs cannot be had: {error}") from error
        return await _Interpreter.start(node, folder, self.limits)


class _Interpreter:
    """A process with Python loaded, good for one program."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._printed: list[str] = []
        self._over_memory = False

    @classmethod
    async def start(cls, node: Path, folder: Path, limits: SandboxLimits) -> _Interpreter:
        try:
            process = await asyncio.create_subprocess_exec(
                *launched(_command(node, folder, limits), closed=True),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={"SYSTEMROOT": os.environ["SYSTEMROOT"]} if sys.platform == "win32" else {},
                cwd=folder,
                limit=_LINE_LIMIT,
                start_new_session=True,
            )
        except OSError as error:
            raise SandboxUnavailable(f"the sandbox for programs does not start: {node}: {error}") from error
        self = cls(process)
        try:
            line = await within(START_LIMIT, process.stdout.readline())
        except asyncio.TimeoutError:
            line = b""
        except BaseException:
            await self.kill()
            raise
        if line.strip() != b"READY":
            await self.kill()
            raise SandboxUnavailable(
                f"the sandbox for programs does not start; remove the folder {folder} to have it fetched anew, and try again"
            )
        return self

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def run(self, program: str, limits: SandboxLimits) -> ProgramRun:
        nonce = secrets.token_hex(16)
        task = {"nonce": nonce, "program": program, "output_chars": limits.output_chars}
        begun = time.monotonic()
        watch = asyncio.create_task(self._watch_memory(limits))
        try:
            status, error = await within(limits.seconds, self._outcome(json.dumps(task), nonce, limits))
        except asyncio.TimeoutError:
            status, error = "time", f"stopped after {limits.seconds:g} s"
        finally:
            watch.cancel()
        return ProgramRun(status, "".join(self._printed)[: limits.output_chars], error, time.monotonic() - begun)

    async def kill(self) -> None:
        """End the process with its group; returns when it is gone."""
        await kill_group(self._process)

    async def _outcome(self, task: str, nonce: str, limits: SandboxLimits) -> tuple[str, str]:
        """Collect what is printed until the end, and say how it came; lines without the nonce are not the host's."""
        room = _LINE_LIMIT + 100 * limits.output_chars
        try:
            self._process.stdin.write(task.encode() + b"\n")
            self._process.stdin.write_eof()
            await self._process.stdin.drain()
            while line := await self._process.stdout.readline():
                if (room := room - len(line)) <= 0:
                    return "output", "the program printed more than the limit"
                answer = _read(line, nonce)
                if "status" in answer:
                    return answer["status"], answer["error"]
                self._printed.append(answer.get("out", ""))
        except (OSError, ValueError):
            await self.kill()
        if await self._process.wait() in _ABORTED or self._over_memory:
            return "memory", f"it took more than {limits.memory_mb} MB"
        return "lost", "the interpreter broke down"

    async def _watch_memory(self, limits: SandboxLimits) -> None:
        """Ends, and ends the process, when it is over its memory: files in WebAssembly lie outside its own limit."""
        try:
            process = psutil.Process(self._process.pid)
            while process.memory_info().rss < (limits.memory_mb + _BESIDES_MB) * 2**20:
                await asyncio.sleep(0.05)
            self._over_memory = True
            await self.kill()
        except psutil.Error:
            await asyncio.Event().wait()


def _command(node: Path, folder: Path, limits: SandboxLimits) -> list[str]:
    return [
        str(node),
        "--no-warnings",
        "--permission",
        f"--allow-fs-read={folder}",
        f"--allow-fs-read={_HOST}",
        "--disallow-code-generation-from-strings",
        f"--wasm-max-mem-pages={limits.memory_mb * 2**20 // _PAGE}",
        f"--max-old-space-size={_BESIDES_MB // 2}",
        str(_HOST),
        str(folder),
    ]


def _read(line: bytes, nonce: str) -> dict[str, str]:
    try:
        answer = json.loads(line)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) and answer.get("nonce") == nonce else {}
