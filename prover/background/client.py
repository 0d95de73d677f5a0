"""The other end of a background server's socket, for programs that must begin at once: it imports neither models nor Lean.

found = ServerFolder().read()                         # a ServerRecord, if one says that it is there; it may have died since
call = begin(found, ask="prove", theorem="…")         # sent; whatever else is to be imported may be imported now
result = await call.result([listener])
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from typing import TYPE_CHECKING, Any

from prover.background.server_folder import ServerRecord, connect

if TYPE_CHECKING:
    from prover.result import CheckResult, ProofResult

_LINE_LIMIT = 256 * 1024 * 1024


class ServerLost(RuntimeError):
    """The server has gone, or cannot do it; the message says why.  The work is to be done elsewhere."""


class ServerRefused(RuntimeError):
    """The server found the request itself wrong; the message says why."""


def begin(record: ServerRecord, **request: Any) -> Call:
    """Connect and ask.  Raises ``ServerLost`` if there is no one to ask."""
    try:
        return Call(connect(record, json.dumps({"token": record.token, **request}).encode() + b"\n"))
    except (OSError, ValueError) as error:
        raise ServerLost(f"it does not answer: {error}") from error


def ask(record: ServerRecord, what: str, seconds: float = 5.0) -> dict[str, Any]:
    """The answer to ``status`` or ``stop``.  Raises ``ServerLost``, ``ServerRefused``."""
    with contextlib.closing(begin(record, ask=what)) as call:
        call.socket.settimeout(seconds)
        try:
            with call.socket.makefile("rb") as lines:
                return _parsed(lines.readline(_LINE_LIMIT))
        except OSError as error:
            raise ServerLost(f"it does not answer: {error}") from error


class Call:
    """A request that has been sent.  Closing it gives the work up."""

    def __init__(self, connected: socket.socket) -> None:
        self.socket = connected

    def close(self) -> None:
        self.socket.close()

    async def result(self, listeners: Sequence[Callable[[Any], None]] = ()) -> ProofResult:
        """Hand the search's events to the listeners as they come, and return the result.

        Raises ``ServerLost``, ``ServerRefused``.
        """
        async with contextlib.aclosing(self._lines()) as lines:
            async for line in lines:
                if line.startswith(b'{"event":'):
                    if listeners:
                        from search.events import parse_event

                        event = parse_event(line[len(b'{"event":') : -len(b"}\n")])
                        for listener in listeners:
                            listener(event)
                    continue
                answer = _parsed(line)
                if "result" in answer:
                    from prover.result import ProofResult

                    return ProofResult.model_validate(answer["result"])

    async def verdicts(self, count: int, on_verdict: Callable[[int, CheckResult], None]) -> list[CheckResult]:
        """The verdicts on ``count`` proofs in their order; ``on_verdict`` gets each as it comes.  Raises as ``result``."""
        from prover.result import CheckResult

        found: dict[int, CheckResult] = {}
        async with contextlib.aclosing(self._lines()) as lines:
            async for line in lines:
                answer = _parsed(line)
                if "verdict" in answer:
                    verdict = CheckResult.model_validate(answer["verdict"])
                    found[answer["index"]] = verdict
                    on_verdict(answer["index"], verdict)
                elif "done" in answer and set(found) == set(range(count)):
                    return [found[index] for index in range(count)]

    async def _lines(self) -> AsyncIterator[bytes]:
        """Until the answer is complete, which the caller sees.  Raises ``ServerLost`` if there are no more before that."""
        self.socket.settimeout(None)
        self.socket.setblocking(False)
        opened = asyncio.open_unix_connection if self.socket.family != socket.AF_INET else asyncio.open_connection
        reader, writer = await opened(sock=self.socket, limit=_LINE_LIMIT)
        try:
            while line := await reader.readline():
                if not line.endswith(b"\n"):
                    break
                yield line
            raise ServerLost("it ended before it had answered")
        except (OSError, ValueError) as error:
            raise ServerLost(f"the connection broke: {error}") from error
        finally:
            writer.close()


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(line)
    except ValueError:
        raise ServerLost("it ended before it had answered") from None
    if not isinstance(answer, dict):
        raise ServerLost(f"its answer cannot be read: {line[:100]!r}")
    if "refused" in answer:
        raise ServerRefused(answer["refused"])
    if "failed" in answer:
        raise ServerLost(answer["failed"])
    return answer
