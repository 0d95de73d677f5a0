"""The background server: one request a connection, answered as the work goes on, dropped when its client goes.

A request is one line of JSON, the answer one JSON object a line, until the server closes.  The lines of an answer have one key:
``event`` (of the search), ``verdict`` (with the ``index`` of the proof it is about), ``result``, ``done``, ``status``,
``refused`` (the request; why) or ``failed`` (the work; why).
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, Optional, Union

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from prover.agent import AsyncProver
from prover.background.server_folder import UNIX, ServerFolder, ServerRecord, listening, stranger
from prover.concurrency import together, within
from prover.lean.errors import LeanError
from prover.lean.results import Claim
from prover.lean.verify import OnVerdict, check
from prover.limits import SearchOptions
from prover.policy.base import PolicyError
from prover.result import CheckResult
from search import UnknownAlgorithm, algorithm

logger = logging.getLogger(__name__)

REQUEST_LIMIT = 16 * 1024 * 1024
"""Bytes of a request."""
ASK_LIMIT = 30.0
"""Seconds a client may take to say what it wants."""
LOOK_SECONDS = 1.0
"""How often the server looks whether it is still wanted."""
BACKLOG_LIMIT = 256 * 1024 * 1024
"""Bytes of answers that may wait for a client that does not read."""


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")

    token: str


class ProveRequest(_Request):
    ask: Literal["prove"]
    theorem: str
    name: Optional[str] = None
    limits: SearchOptions = SearchOptions()


class CheckRequest(_Request):
    ask: Literal["check"]
    claims: list[Claim]


class ShortRequest(_Request):
    ask: Literal["status", "stop"]


ServerRequest = Annotated[Union[ProveRequest, CheckRequest, ShortRequest], Field(discriminator="ask")]

_requests: TypeAdapter[ServerRequest] = TypeAdapter(ServerRequest)


WARM_UP = "theorem warm_up (n : ℕ) (x y : ℝ) (h : x = y + 1) : n + (x - 1) = y + n"
"""A fixed theorem of ours, proved once by every worker before the first request."""
_WARM_UP_SECONDS = 10.0


class WarmProver:
    """What a server holds: a started ``AsyncProver`` on ``workers`` processes, and for the checks of every request a Lean
    process of its own, kept ready if ``keep_fresh``."""

    def __init__(self, policies: Sequence[str], workers: int = 1, keep_fresh: bool = True) -> None:
        self.workers = workers
        self._prover = AsyncProver(list(policies), workers=workers, standby=keep_fresh, fresh_checks=True, progress=False)
        self.prove = self._prover.prove
        self.close = self._prover.close

    @property
    def fresh(self) -> bool:
        """Whether a Lean stands by for the next check."""
        return self._prover.started and self._prover.pool.standby.ready

    async def start(self) -> None:
        """As ``AsyncProver.start``, and all is used once."""
        await self._prover.start()
        await together(self.prove(WARM_UP, time_limit=_WARM_UP_SECONDS) for _ in range(self.workers))

    async def check(self, claims: Sequence[Claim], on_verdict: OnVerdict) -> list[CheckResult]:
        """Check on a Lean process of this request's own."""
        pool = self._prover.pool
        async with pool.standby.lease(pool.command) as worker:
            verdicts = []
            for index, claim in enumerate(claims):
                verdicts.append(await check(worker, claim))
                on_verdict(index, verdicts[-1])
            return verdicts


class BackgroundServer:
    """Serves ``work`` (a ``WarmProver``) in ``folder`` until it is asked to stop, has been idle for ``record.idle_minutes``, or
    its socket or its record is no longer there or no longer its own.

    ``record`` is what the folder says of it; its address is filled in when requests are taken.
    """

    def __init__(self, work: WarmProver, folder: ServerFolder, record: ServerRecord, unix: bool = UNIX) -> None:
        self._work, self._folder, self._record, self._unix = work, folder, record, unix
        self._begun = self._last = time.monotonic()
        self._proofs = self._checks = self._proving = 0
        self._calls: set[asyncio.Task[None]] = set()
        self._running = 0
        self._over = asyncio.Event()
        self._why = "asked to stop"

    def stop(self, why: str = "asked to stop") -> None:
        """Have ``serve`` end; requests under way end with it."""
        self._why = why
        self._over.set()

    async def serve(self) -> str:
        """Serve until it is over; returns why it is.  Raises ``OSError`` if it cannot listen."""
        with listening(self._folder, self._unix) as (taken, address):
            self._record = replace(self._record, address=address, stage="ready")
            mark = _mark(self._folder.socket_path) if self._unix else None
            start = asyncio.start_unix_server if self._unix else asyncio.start_server
            server = await start(self._connected, sock=taken, limit=REQUEST_LIMIT)
            self._folder.write(self._record)
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
                    self._folder.clear()
        logger.info("ended: %s", self._why)
        return self._why

    async def _watch(self, mark: tuple[int, int] | None) -> None:
        limit = self._record.idle_minutes * 60
        while True:
            await asyncio.sleep(min(LOOK_SECONDS, limit / 4))
            if not self._ours(mark):
                self.stop("its socket or its record was removed or replaced")
            elif not self._running and time.monotonic() - self._last > limit:
                self.stop(f"idle for {self._record.idle_minutes:g} minutes")

    def _ours(self, mark: tuple[int, int] | None) -> bool:
        record = self._folder.read()
        return record is not None and record.token == self._record.token and (
            mark is None or _mark(self._folder.socket_path) == mark
        )  # fmt: skip

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
        if isinstance(request, ShortRequest):
            if request.ask == "status":
                answers.send(status=self.status())
            else:
                answers.send(done=True)
                self.stop()
        elif request is not None:
            self._running += 1
            try:
                await _unless_gone(reader, self._do(request, answers))
            finally:
                self._running -= 1
                self._last = time.monotonic()
        await within(ASK_LIMIT, writer.drain())

    async def _request(self, reader: asyncio.StreamReader, answers: _Answers) -> ServerRequest | None:
        try:
            line = await within(ASK_LIMIT, reader.readuntil(b"\n"))
            request = _requests.validate_json(line)
        except asyncio.TimeoutError:
            answers.send(refused=f"no request came within {ASK_LIMIT:g} s")
        except asyncio.IncompleteReadError:
            pass
        except asyncio.LimitOverrunError:
            answers.send(refused=f"the request is longer than {REQUEST_LIMIT} bytes")
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            answers.send(refused=f"not a request: {'.'.join(map(str, first['loc']))}: {first['msg']}")
        else:
            if hmac.compare_digest(request.token.encode(), self._record.token.encode()):
                return request
            logger.warning("a request with a wrong token was turned away")
            answers.send(refused="wrong token")
        return None

    async def _do(self, request: ProveRequest | CheckRequest, answers: _Answers) -> None:
        try:
            await (self._prove(request, answers) if isinstance(request, ProveRequest) else self._check(request, answers))
        except UnknownAlgorithm as error:
            answers.send(refused=str(error))
        except (LeanError, PolicyError) as error:
            logger.warning("failed: %s", error)
            answers.send(failed=str(error))
        except Exception as error:
            logger.exception("an exception nobody expected")
            answers.send(failed=f"{type(error).__name__}: {error}")

    async def _prove(self, request: ProveRequest, answers: _Answers) -> None:
        algorithm(request.limits.search)
        if self._proving >= self._work.workers:
            answers.send(failed=f"all its workers ({self._work.workers}) are busy")
            return
        self._proofs += 1
        self._proving += 1
        begun = time.monotonic()
        try:
            result = await self._work.prove(
                request.theorem, name=request.name, listeners=[partial(answers.line, "event")], **request.limits.model_dump()
            )
        finally:
            self._proving -= 1
        logger.info("prove: %s in %.2f s", result.status, time.monotonic() - begun)
        answers.line("result", result)

    async def _check(self, request: CheckRequest, answers: _Answers) -> None:
        self._checks += 1
        begun = time.monotonic()

        def on_verdict(index: int, verdict: CheckResult) -> None:
            answers.send(index=index, verdict=verdict.model_dump(mode="json"))

        verdicts = await self._work.check(request.claims, on_verdict)
        accepted = sum(verdict.accepted for verdict in verdicts)
        logger.info("check: %d of %d accepted in %.2f s", accepted, len(verdicts), time.monotonic() - begun)
        answers.send(done=True)

    def status(self) -> dict[str, Any]:
        """``fresh``: whether a Lean stands by for the next check; times in seconds."""
        now = time.monotonic()
        return {
            "pid": os.getpid(),
            "up_seconds": now - self._begun,
            "idle_seconds": 0.0 if self._running else now - self._last,
            "running": self._running,
            "proofs_asked": self._proofs,
            "checks_asked": self._checks,
            "fresh": self._work.fresh,
        }


class _Answers:
    """The lines of one answer.  They wait in memory; a client that lets too many wait is let go."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    def send(self, **line: Any) -> None:
        self._write(json.dumps(line, ensure_ascii=False))

    def line(self, key: str, value: BaseModel) -> None:
        self._write(f'{{"{key}":{value.model_dump_json()}}}')

    def _write(self, text: str) -> None:
        if self._writer.is_closing():
            return
        self._writer.write(text.encode("utf-8", "replace") + b"\n")
        if self._writer.transport.get_write_buffer_size() > BACKLOG_LIMIT:
            self._writer.transport.abort()


async def _unless_gone(reader: asyncio.StreamReader, work: Any) -> None:
    """Do the work, but give it up when the client goes, or says more than it was to."""
    doing = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(reader.read(1))
    try:
        await asyncio.wait([doing, leaving], return_when=asyncio.FIRST_COMPLETED)
    finally:
        if not doing.done():
            logger.info("the client has gone: its work is given up")
        doing.cancel()
        leaving.cancel()
        await asyncio.gather(doing, leaving, return_exceptions=True)


def _mark(path: Path) -> tuple[int, int] | None:
    """What distinguishes a file from one that replaced it."""
    with suppress(OSError):
        found = path.lstat()
        return found.st_dev, found.st_ino
    return None
