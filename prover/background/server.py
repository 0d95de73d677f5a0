"""The background server: one request a connection, answered as the work goes on, dropped when its client goes."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from pydantic import ValidationError

from prover.background import messages
from prover.background.place import UNIX, Place, Record, listening, stranger
from prover.lean.errors import LeanError
from prover.lean.results import Claim
from prover.policy.base import PolicyError
from prover.result import CheckResult, ProofResult
from search import Event, UnknownAlgorithm, algorithm

logger = logging.getLogger(__name__)

ASK_LIMIT = 30.0
"""Seconds a client may take to say what it wants."""
LOOK_SECONDS = 1.0
"""How often the server looks whether it is still wanted."""
BACKLOG_LIMIT = 256 * 1024 * 1024
"""Bytes of answers that may wait for a client that does not read."""


class Work(Protocol):
    """What does the work: ``warm.WarmProver``."""

    workers: int

    @property
    def fresh(self) -> bool: ...

    async def prove(self, theorem: str, **options: Any) -> ProofResult: ...

    async def check(
        self, claims: Sequence[Claim], told: Callable[[int, CheckResult], None], started: Callable[[], None]
    ) -> list[CheckResult]: ...


@dataclass
class _Counts:
    proofs: int = 0
    checks: int = 0
    proving: int = 0


class BackgroundServer:
    """Serves ``work`` in ``place`` until it is told to stop, has been idle for ``record.idle_minutes``, or its socket or its
    record is no longer there or no longer its own.

    ``record`` is what the place says of it; its address is filled in when requests are taken.
    """

    def __init__(self, work: Work, place: Place, record: Record, unix: bool = UNIX) -> None:
        self._work, self._place, self._record, self._unix = work, place, record, unix
        self._begun = self._last = time.monotonic()
        self._counts = _Counts()
        self._calls: set[asyncio.Task[None]] = set()
        self._running = 0
        self._over = asyncio.Event()
        self._why = "told to stop"

    def stop(self, why: str = "told to stop") -> None:
        """Have ``serve`` end; requests under way end with it."""
        self._why = why
        self._over.set()

    async def serve(self) -> str:
        """Serve until it is over; returns why it is.  Raises ``OSError`` if it cannot listen."""
        with listening(self._place, self._unix) as (taken, address):
            self._record = replace(self._record, address=address, stage="ready")
            mark = _mark(self._place.socket_path) if self._unix else None
            start = asyncio.start_unix_server if self._unix else asyncio.start_server
            server = await start(self._connected, sock=taken, limit=messages.REQUEST_LIMIT)
            self._place.write(self._record)
            watching = asyncio.create_task(self._watch(mark))
            try:
                logger.info("ready: %s", address)
                await self._over.wait()
            finally:
                server.close()
                watching.cancel()
                for call in self._calls:
                    call.cancel()
                await asyncio.gather(watching, *self._calls, return_exceptions=True)
                if self._ours(mark):
                    self._place.clear()
        logger.info("ended: %s", self._why)
        return self._why

    # ------------------------------------------------------------------------------ is it still wanted

    async def _watch(self, mark: tuple[int, int] | None) -> None:
        limit = self._record.idle_minutes * 60
        while True:
            await asyncio.sleep(min(LOOK_SECONDS, limit / 4))
            if not self._ours(mark):
                self.stop("its socket or its record was removed or replaced")
            elif not self._running and time.monotonic() - self._last > limit:
                self.stop(f"idle for {self._record.idle_minutes:g} minutes")

    def _ours(self, mark: tuple[int, int] | None) -> bool:
        record = self._place.read()
        return record is not None and record.token == self._record.token and (
            mark is None or _mark(self._place.socket_path) == mark
        )  # fmt: skip

    # ---------------------------------------------------------------------------------------- requests

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        call = asyncio.current_task()
        assert call is not None
        self._calls.add(call)
        try:
            await self._answer(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            pass  # the client has gone, or the server ends
        except Exception:
            logger.exception("a request broke the server's own code")
        finally:
            self._calls.discard(call)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if stranger(writer.get_extra_info("socket")):
            logger.warning("another user was turned away")
            return
        answers = _Answers(writer)
        request = await self._request(reader, answers)
        if isinstance(request, messages.StatusRequest):
            answers.send(status=self._status().model_dump())
        elif isinstance(request, messages.StopRequest):
            answers.send(done=True)
            self.stop()
        elif request is not None:
            self._running += 1
            try:
                await _unless_gone(reader, self._do(request, answers))
            finally:
                self._running -= 1
                self._last = time.monotonic()
        await asyncio.wait_for(writer.drain(), ASK_LIMIT)

    async def _request(self, reader: asyncio.StreamReader, answers: _Answers) -> messages.Request | None:
        try:
            line = await asyncio.wait_for(reader.readuntil(b"\n"), ASK_LIMIT)
            request = messages.parse_request(line)
        except asyncio.TimeoutError:
            answers.send(refused=f"no request came within {ASK_LIMIT:g} s")
        except asyncio.IncompleteReadError:
            pass
        except asyncio.LimitOverrunError:
            answers.send(refused=f"the request is longer than {messages.REQUEST_LIMIT} bytes")
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            answers.send(refused=f"not a request: {'.'.join(map(str, first['loc']))}: {first['msg']}")
        else:
            if hmac.compare_digest(request.token.encode(), self._record.token.encode()):
                return request
            logger.warning("a request with a wrong token was turned away")
            answers.send(refused="wrong token")
        return None

    async def _do(self, request: messages.ProveRequest | messages.CheckRequest, answers: _Answers) -> None:
        try:
            if isinstance(request, messages.ProveRequest):
                await self._prove(request, answers)
            else:
                await self._check(request, answers)
        except UnknownAlgorithm as error:
            answers.send(refused=str(error))
        except (LeanError, PolicyError) as error:
            logger.warning("failed: %s", error)
            answers.send(failed=str(error))
        except Exception as error:
            logger.exception("an exception nobody expected")
            answers.send(failed=f"{type(error).__name__}: {error}")

    async def _prove(self, request: messages.ProveRequest, answers: _Answers) -> None:
        algorithm(request.limits.search)
        if self._counts.proving >= self._work.workers:
            answers.send(failed=f"all its workers ({self._work.workers}) are busy")
            return
        self._counts.proofs += 1
        self._counts.proving += 1
        begun = time.monotonic()
        try:
            result = await self._work.prove(
                request.theorem, name=request.name, listeners=[answers.event], **request.limits.model_dump()
            )
        finally:
            self._counts.proving -= 1
        logger.info("prove: %s in %.2f s", result.status, time.monotonic() - begun)
        answers.line("result", result.model_dump_json())

    async def _check(self, request: messages.CheckRequest, answers: _Answers) -> None:
        self._counts.checks += 1
        begun = time.monotonic()

        def told(index: int, verdict: CheckResult) -> None:
            answers.send(index=index, verdict=verdict.model_dump(mode="json"))

        verdicts = await self._work.check(request.claims, told, lambda: answers.send(started=True))
        accepted = sum(verdict.accepted for verdict in verdicts)
        logger.info("check: %d of %d accepted in %.2f s", accepted, len(verdicts), time.monotonic() - begun)
        answers.send(done=True)

    def _status(self) -> messages.Status:
        now = time.monotonic()
        return messages.Status(
            pid=os.getpid(),
            up_seconds=now - self._begun,
            idle_seconds=0.0 if self._running else now - self._last,
            running=self._running,
            proofs_asked=self._counts.proofs,
            checks_asked=self._counts.checks,
            fresh=self._work.fresh,
        )


class _Answers:
    """The lines of one answer.  They wait in memory; a client that lets too many wait is let go."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    def send(self, **line: Any) -> None:
        self._write(json.dumps(line, ensure_ascii=False))

    def line(self, key: str, text: str) -> None:
        """A line whose one value is JSON already."""
        self._write(f'{{"{key}":{text}}}')

    def event(self, event: Event) -> None:
        self.line("event", event.model_dump_json())

    def _write(self, text: str) -> None:
        if self._writer.is_closing():
            return
        self._writer.write(text.encode("utf-8", "replace") + b"\n")
        if self._writer.transport.get_write_buffer_size() > BACKLOG_LIMIT:
            self._writer.transport.abort()


async def _unless_gone(reader: asyncio.StreamReader, work: Any) -> None:
    """Do the work, but give it up when the client goes, or says more than it was to."""
    doing = asyncio.ensure_future(work)
    listening_ = asyncio.ensure_future(reader.read(1))
    try:
        await asyncio.wait([doing, listening_], return_when=asyncio.FIRST_COMPLETED)
    finally:
        if not doing.done():
            logger.info("the client has gone: its work is given up")
        doing.cancel()
        listening_.cancel()
        await asyncio.gather(doing, listening_, return_exceptions=True)


def _mark(path: Path) -> tuple[int, int] | None:
    """What tells a file from one that replaced it."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
