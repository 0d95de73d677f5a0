"""The doors an attack may come in at, each answering in two words: was it accepted, and why not."""

from __future__ import annotations

from typing import NamedTuple

from attack import CLAIMS

from prover.lean.errors import LeanCrashed, LeanTimeout, ProtocolError
from prover.lean.messages import Open, Opened, Tactic, TacticAnswer, Verdict, Verify
from prover.lean.process import ServerFault
from prover.lean.statement import readings
from search.game import Proved

HEARTBEATS = 20_000
LIMIT = 60.0


class Answer(NamedTuple):
    accepted: bool
    why: str


class Server:
    """The proof server itself, without the first line in Python."""

    def __init__(self, worker, variables: str = readings()[0].variables) -> None:
        self.worker, self.variables = worker, variables
        self._states: dict[tuple[str, int], int] = {}

    async def tactic(self, theorem: str, text: str) -> Answer:
        """A tactic in the first state of a theorem."""
        await self.worker.start()
        key = theorem, self.worker.generation
        if key not in self._states:
            request = Open(source=f"{theorem} := by sorry", variables=self.variables)
            self._states[key] = (await self.worker.ask(request, Opened, LIMIT))[0].state
        try:
            request = Tactic(state=self._states[key], tactic=text, heartbeats=HEARTBEATS)
            outcome = (await self.worker.ask(request, TacticAnswer, LIMIT))[0].root
        except (LeanCrashed, LeanTimeout, ProtocolError) as error:
            return Answer(False, f"lost: {error}")
        except ServerFault as fault:
            return Answer(False, fault.fault.text)
        return Answer(isinstance(outcome, Proved), getattr(outcome, "message", "open goals"))

    async def on_claim(self, claim: str, text: str) -> Answer:
        return await self.tactic(f"theorem t : {CLAIMS[claim]}", text)

    async def verify(self, source: str, statement: str | None = None, name: str | None = "t") -> Answer:
        """A source as a proof of ``t``."""
        request = Verify(source=source, name=name, statement=statement, variables=self.variables)
        try:
            verdict = (await self.worker.ask(request, Verdict, LIMIT))[0]
        except (LeanCrashed, LeanTimeout, ProtocolError) as error:
            return Answer(False, f"lost: {error}")
        except ServerFault as fault:
            return Answer(False, fault.fault.text)
        errors = [m.text for m in verdict.messages if m.severity == "error"]
        return Answer(verdict.accepted, "\n".join([verdict.reason or "", *errors]))
