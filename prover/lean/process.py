"""One proof server process, asked asynchronously, one request at a time, each within a wall-clock limit."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
import signal
import sys
import time
from collections import deque
from collections.abc import Coroutine, Iterator
from typing import TypeVar

import psutil
from pydantic import BaseModel, ValidationError

from prover.concurrency import within
from prover.lean.bounds import out_of_bounds
from prover.lean.embedded.confined import launched
from prover.lean.errors import LeanCrashed, LeanGone, LeanNotAvailable, LeanOutOfMemory, LeanTimeout, ProtocolError
from prover.lean.launch import LeanCommand
from prover.lean.memory import VARIABLE, MemoryBounds, Weight, default_bounds
from prover.lean.messages import ANSWER_MARK, EXHAUSTED, NOISE, TRACE, Envelope, Fault, Ready, Request
from prover.lean.panics import PANIC, reports, with_panics

START_LIMIT = 600.0
"""Seconds a server may take from launch to its first line; importing Mathlib from a cold disk is slow."""
LINE_LIMIT = 64 * 1024 * 1024
LOOK = 0.1
"""Seconds between two looks at the memory of a process that is at work."""
END_LIMIT = 5.0
"""Seconds a process that has closed its output may take to end."""

M = TypeVar("M", bound=BaseModel)
logger = logging.getLogger(__name__)


class ServerFault(Exception):
    """The server answered that it cannot serve the request."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.text)
        self.fault = fault


class LeanProcess:
    """A running proof server.  Make one with ``await LeanProcess.start(command)``."""

    def __init__(self, command: LeanCommand, process: asyncio.subprocess.Process, memory: MemoryBounds) -> None:
        self.command, self.memory = command, memory
        self.ready: Ready
        self.size_when_ready = 0
        """Bytes, as ``prover.lean.memory`` counts them."""
        self.lean_seconds = 0.0
        """Time Lean itself spent on answers so far."""
        self.requests = 0
        self._process = process
        self._noise: deque[str] = deque(maxlen=40)
        self._panics: deque[str] = deque(maxlen=40)
        self._turn = asyncio.Lock()
        self._turns: set[asyncio.Task[Envelope]] = set()
        self._weight: Weight

    @classmethod
    async def start(cls, command: LeanCommand, limit: float = START_LIMIT, memory: MemoryBounds | None = None) -> LeanProcess:
        """Start a server and wait until imports and prelude are loaded.

        Raises:
            LeanNotAvailable: it does not start, or not within ``limit`` seconds, or what it is started from was changed.
        """
        memory = memory or default_bounds(command.backend)
        try:
            process = await asyncio.create_subprocess_exec(
                *confined(command),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                env=command.env,
                cwd=command.cwd,
                limit=LINE_LIMIT,
                start_new_session=True,
            )
        except OSError as error:
            raise LeanNotAvailable(f"Lean does not start: {command.argv[0]}: {error}") from error
        self = cls(command, process, memory)
        verifying = asyncio.ensure_future(asyncio.to_thread(command.verify))
        try:
            line = await within(limit, self._answer_line())
            self.ready = Ready.model_validate_json(line)
            await verifying
            self._weight = Weight(process.pid)
            self.size_when_ready = self._weight.now()
            if self.size_when_ready > memory.limit:
                raise LeanCrashed(
                    f"it takes {self.size_when_ready / 1e9:.1f} GB, {memory.limit / 1e9:.3g} are allowed: raise {VARIABLE}"
                )
        except asyncio.TimeoutError:
            await self.kill()
            raise LeanNotAvailable(f"Lean did not come up within {limit:.0f} s\n{self.noise}") from None
        except (LeanCrashed, ValidationError, psutil.Error) as error:
            await self.kill()
            await verifying
            raise LeanNotAvailable(f"Lean does not start ({command.backend}): {error}") from error
        except BaseException:
            await self.kill()
            raise
        finally:
            await asyncio.wait([verifying])
            if not verifying.cancelled():
                verifying.exception()
        return self

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    @property
    def noise(self) -> str:
        """The last lines the process wrote besides its answers, since it was last asked."""
        return "\n".join(self._noise)

    async def ask(self, request: Request, answer: type[M], limit: float) -> tuple[M, float]:
        """Send a request; returns the answer and the seconds Lean itself took.

        A request not answered in ``limit`` seconds costs the process.  If the caller is cancelled, a request
        already sent is left to finish, or to run into its limit, before the next one has its turn.

        Raises:
            LeanGone: the process had ended before; nothing was asked.
            LeanTimeout, LeanOutOfMemory, LeanCrashed, ProtocolError: the process is gone afterwards.
            ServerFault: the request is refused, by the server or by ``prover.lean.bounds``; the process is fine.
        """
        for text in _texts(request.model_dump()):
            if (reason := out_of_bounds(text)) is not None:
                raise ServerFault(Fault(kind="request", message=reason))
        sent = asyncio.Event()
        turn = self._queue(request, limit, sent)
        try:
            envelope = await asyncio.shield(turn)
        except asyncio.CancelledError:
            if not sent.is_set():
                turn.cancel()
            raise
        seconds = envelope.us / 1e6
        self.lean_seconds += seconds
        if envelope.error is not None:
            raise ServerFault(with_panics(envelope.error, envelope.panics))
        try:
            return with_panics(answer.model_validate(envelope.ok), envelope.panics), seconds
        except ValidationError as error:
            await self.kill()
            raise ProtocolError(f"not the protocol: {envelope.ok}: {error}") from error

    def post(self, request: Request, limit: float) -> None:
        """Send a request, after those that have been asked before; nobody waits for its answer."""
        self._queue(request, limit, asyncio.Event())

    def _queue(self, request: Request, limit: float, sent: asyncio.Event) -> asyncio.Task[Envelope]:
        turn = asyncio.create_task(self._take_turn(request, limit, sent))
        self._turns.add(turn)
        turn.add_done_callback(self._turn_done)
        return turn

    async def _take_turn(self, request: Request, limit: float, sent: asyncio.Event) -> Envelope:
        async with self._turn:
            if not self.alive:
                raise LeanGone("the Lean process is gone", self.noise)
            sent.set()
            # not to be guessed: what Lean evaluates for a source may write to the stream, and must not write an answer
            number = secrets.randbits(52)
            line = json.dumps({"id": number, **request.model_dump()}, ensure_ascii=False)
            try:
                received = await self._within(self._exchange(line), limit, request.cmd)
                envelope = Envelope.model_validate_json(received)
                if envelope.id != number:
                    raise ProtocolError(f"answer to request {envelope.id} instead of {number}")
            except BaseException as error:
                await self.kill()
                if isinstance(error, ValidationError):
                    raise ProtocolError(f"not the protocol: {received[:200]!r}: {error}") from error
                raise
            self.requests += 1
            return envelope.model_copy(update={"panics": list(self._panics)})

    async def _within(self, exchange: Coroutine[None, None, str], limit: float, cmd: str) -> str:
        """The answer of an exchange.  Raises ``LeanTimeout``, ``LeanOutOfMemory``, and what the exchange raises."""
        task = asyncio.ensure_future(exchange)
        end = time.monotonic() + limit
        try:
            while (left := end - time.monotonic()) > 0:
                done, _ = await asyncio.wait({task}, timeout=min(LOOK, left))
                if done:
                    return task.result()
                if self._weight.now() > self.memory.limit:
                    raise LeanOutOfMemory(f"Lean took more than {self.memory.limit / 1e9:.3g} GB of memory")
            raise LeanTimeout("\n".join([f"no answer to '{cmd}' within {limit:g} s", *reports(self._panics)]))
        finally:
            if not task.done():
                task.cancel()
                await asyncio.wait({task})

    def _turn_done(self, turn: asyncio.Task[Envelope]) -> None:
        self._turns.discard(turn)
        if not turn.cancelled():
            turn.exception()  # the caller may have gone

    async def _exchange(self, line: str) -> str:
        stdin = self._process.stdin
        assert stdin is not None
        self._noise.clear()
        self._panics.clear()
        try:
            stdin.write(line.encode("utf-8", "replace") + b"\n")
            await stdin.drain()
        except (BrokenPipeError, ConnectionResetError):
            pass  # what the process said before it died is read below
        return await self._answer_line()

    async def _answer_line(self) -> str:
        stdout = self._process.stdout
        assert stdout is not None
        while True:
            try:
                raw = await stdout.readline()
            except ValueError as error:  # a line beyond LINE_LIMIT
                raise LeanCrashed(f"an answer longer than {LINE_LIMIT} bytes: {error}", self.noise) from error
            if not raw.endswith(b"\n"):
                ended = await self._end()
                if (said := next((line for line in self._noise if any(sign in line for sign in EXHAUSTED)), None)) is not None:
                    raise LeanOutOfMemory(f"Lean's stack or memory was used up: {said}")
                raise LeanCrashed(f"the Lean process {ended}", self.noise)
            line = raw.decode("utf-8", "replace").rstrip("\n")
            if line.startswith(ANSWER_MARK):
                return line[len(ANSWER_MARK) :]
            if line.startswith(PANIC):
                logger.info("Lean reports a panic: %s", line[:500])
                self._panics.append(line[:500])
            if line.strip() and not line.startswith((*NOISE, *TRACE)):
                self._noise.append(line[:500])

    async def _end(self) -> str:
        """How a process whose output has come to its end ended."""
        try:
            code = await within(END_LIMIT, self._process.wait())
        except asyncio.TimeoutError:
            return "closed its output"
        return f"ended ({_describe_exit(code)})"

    def outgrown(self) -> bool:
        """Whether it has grown so much that it should be replaced."""
        return self.memory.outgrown(self.size_when_ready, self._weight.now(), self.requests)

    async def retire(self) -> None:
        """End once all that has been asked so far is answered."""
        while self._turns:
            await asyncio.wait(self._turns)
        await self.kill()

    async def end(self) -> None:
        """End the process now; what it has been asked and has not answered fails.  Returns once all that is over."""
        await self.kill()
        while self._turns:
            await asyncio.wait(self._turns)

    async def kill(self) -> None:
        """End the process and all it started; returns once it is gone."""
        await kill_group(self._process)


def confined(command: LeanCommand) -> list[str]:
    """The command line that starts a Lean process: embedded Lean has no sockets, children or signals, and no files but those it
    is started from."""
    embedded = command.backend == "embedded"
    return launched(command.argv, closed=embedded, reads=command.reads if embedded else ())


async def kill_group(process: asyncio.subprocess.Process) -> None:
    """End a process that leads a group of its own, and all it started; returns once it is gone."""
    if process.returncode is None:
        try:
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    await asyncio.shield(process.wait())
    if process.stdin is not None:
        process.stdin.close()


def _texts(value: object) -> Iterator[str]:
    """All texts in a request."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _describe_exit(code: int | None) -> str:
    if code is not None and code < 0:
        return signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    return f"exit code {code}"
