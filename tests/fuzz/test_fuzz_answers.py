"""Whatever a proof server writes is an answer or an error that says so, within the limit."""

from __future__ import annotations

import asyncio
import json

from hostile import mutated
from hypothesis import given
from hypothesis import strategies as st
from trying import tries

from prover.lean.errors import LeanCrashed, LeanTimeout, ProtocolError
from prover.lean.memory import MemoryBounds
from prover.lean.messages import Tactic, TacticAnswer
from prover.lean.process import LeanProcess, ServerFault


class Written:
    """Stands in for a process that writes ``data`` to its output and then either ends or says nothing more."""

    def __init__(self, data: bytes, ends: bool) -> None:
        self.stdout, self.stdin, self.pid, self.returncode = asyncio.StreamReader(limit=1 << 20), self, 0, None
        self.stdout.feed_data(data)
        self.ends = ends
        if ends:
            self.stdout.feed_eof()

    def write(self, data: bytes) -> None: ...
    def close(self) -> None: ...
    def kill(self) -> None: ...

    async def drain(self) -> None: ...

    async def wait(self) -> int:
        self.returncode = 1
        return 1


GOOD = (
    b"[DEBUG x\n#prover "
    + json.dumps({"id": 1, "ok": {"outcome": "open", "state": 1, "goals": ["p"], "key": "k"}, "us": 3}).encode()
    + b"\n"
)
FAULT = b"#prover " + json.dumps({"id": 1, "error": {"kind": "request", "message": "no"}, "us": 3}).encode() + b"\n"
answers = st.one_of(
    st.binary(max_size=300), st.sampled_from([GOOD, FAULT]).flatmap(mutated), st.just(b"#prover " + b"[" * 100_000 + b"\n")
)


def test_any_answer(count, monkeypatch):
    monkeypatch.setattr("prover.lean.process.kill_group", lambda process: process.wait())

    class Weightless:
        def now(self) -> int:
            return 0

    @tries(300)
    @given(answers, st.booleans())
    def fuzz(data, ends):
        async def scenario():
            process = LeanProcess(None, Written(data, ends), MemoryBounds(1e9))
            process._weight = Weightless()
            try:
                await process.ask(Tactic(state=0, tactic="x"), TacticAnswer, 0.01)
            except (LeanCrashed, LeanTimeout, ProtocolError, ServerFault) as error:
                assert "Traceback" not in str(error) and len(str(error)) < 100_000

        with count("answers of a server").one(5.0):
            asyncio.run(scenario())

    fuzz()
