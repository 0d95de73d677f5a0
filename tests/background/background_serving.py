"""A background server over work that needs no Lean."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from prover.background.client import ServerLost, ask
from prover.background.identity import code_hash, policy_keys
from prover.background.server import BackgroundServer
from prover.background.server_folder import ServerFolder, ServerRecord, connect
from prover.result import CheckResult, ProofResult
from search import Budget, Usage
from search.events import NodeCreated, SearchEnded, SearchStarted

TOKEN = "right"


class FakeWork:
    """Proves everything but ``slow…``, which takes until it is given up, and ``break``, which raises."""

    def __init__(self, workers: int = 1) -> None:
        self.workers, self.fresh = workers, True
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.given_up = 0
        self.closed = False

    async def start(self) -> None: ...

    async def close(self) -> None:
        self.closed = True

    async def prove(self, theorem: str, *, listeners=(), **options: Any) -> ProofResult:
        self.asked.append((theorem, options))
        events = [
            SearchStarted(seq=0, t=0.0, policy="fake", budget=Budget(), info={"theorem": theorem}),
            NodeCreated(seq=1, t=0.0, node=0, key="g", goals=["x : ℝ\n⊢ x = x"]),
            SearchEnded(seq=2, t=0.1, reason="proved", usage=Usage()),
        ]
        for event in events[: 2 if theorem.startswith("slow") else 3]:
            for listener in listeners:
                listener(event)
        if theorem == "break":
            raise ZeroDivisionError("oops")
        if theorem.startswith("slow"):
            try:
                await asyncio.sleep(600)
            finally:
                self.given_up += 1
        return ProofResult(name="t", statement=theorem, status="proved", proof=f"{theorem} := by\n  rfl\n", axioms=["propext"])

    async def check(self, claims, on_verdict) -> list[CheckResult]:
        verdicts = [CheckResult(name=claim.name or "t", accepted="sorry" not in claim.source) for claim in claims]
        for index in reversed(range(len(verdicts))):
            on_verdict(index, verdicts[index])
        return verdicts


def record_for(specs: list[str] = ["default"], idle_minutes: float = 30.0, code: str | None = None) -> ServerRecord:  # noqa: B006
    return ServerRecord(
        pid=os.getpid(), created=psutil.Process().create_time(), stage="starting", token=TOKEN, code=code or code_hash(),
        policies=policy_keys(specs), specs=specs, workers=1, idle_minutes=idle_minutes,
    )  # fmt: skip


class Serving:
    """A ``BackgroundServer`` on another thread's loop; a context manager."""

    def __init__(
        self, loop_thread: Any, folder: Path, work: Any = None, record: ServerRecord | None = None, unix: bool = True
    ) -> None:
        self.place, self.work, self.unix = ServerFolder(folder), work or FakeWork(), unix
        self.record = record or record_for()
        self._loop = loop_thread.loop

    def __enter__(self) -> Serving:
        self.place.make()
        self.place.clear()
        self.server = BackgroundServer(self.work, self.place, self.record, self.unix)
        self.over = asyncio.run_coroutine_threadsafe(self.server.serve(), self._loop)
        until(lambda: self.over.done() or (self.found is not None and self.found.stage == "ready"))
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self.server.stop)
        self.over.result(timeout=10)

    @property
    def found(self) -> ServerRecord | None:
        return self.place.read()

    def connect(self) -> socket.socket:
        assert self.found is not None
        return connect(self.found)

    def status(self) -> dict[str, Any]:
        assert self.found is not None
        return ask(self.found, "status")["status"]

    def answers(self, line: bytes, end: bool = False) -> bytes:
        """All that the server says to these bytes until it closes."""
        said = b""
        with self.connect() as connected:
            connected.settimeout(20)
            try:
                connected.sendall(line)
                if end:
                    connected.shutdown(socket.SHUT_WR)
                while part := connected.recv(1 << 16):
                    said += part
            except ConnectionError:
                pass
        return said

    @property
    def lives(self) -> bool:
        try:
            return self.status()["pid"] == os.getpid()
        except ServerLost:
            return False


def until(what: Callable[[], Any], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.01)
