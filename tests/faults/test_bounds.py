"""What would cost the process is refused before Lean sees it, wherever in a request it stands."""

from __future__ import annotations

import asyncio

import pytest
from pydantic import RootModel

from prover.lean.messages import Library, Open, OpenHole, OpenLibrary, Ping, Pong, Sketch, Tactic, Verify
from prover.lean.process import LeanProcess, ServerFault

DEEP = "(" * 5000 + "True" + ")" * 5000
LONG = "x" * 4_000_001
SHORT = "theorem t : True := trivial"

PLACES = {
    "open, source": lambda text: Open(source=f"theorem t : {text}"),
    "open, name": lambda text: Open(source=SHORT, name=text),
    "open, variables": lambda text: Open(source=SHORT, variables=text),
    "open, hide": lambda text: Open(source=SHORT, hide=["x", text]),
    "tactic": lambda text: Tactic(state=0, tactic=text),
    "verify, source": lambda text: Verify(source=f"theorem t : {text} := by simp"),
    "verify, statement": lambda text: Verify(source=SHORT, statement=f"theorem t : {text} := sorry"),
    "verify, name": lambda text: Verify(source=SHORT, name=text),
    "sketch": lambda text: Sketch(source=f"theorem t : True := by\n  have : {text} := sorry\n  trivial"),
    "open hole": lambda text: OpenHole(source=f"theorem t : True := by\n  have : {text} := sorry\n  trivial", hole=0),
    "library": lambda text: Library(prefixes=["Init", text]),
    "open library": lambda text: OpenLibrary(name=text),
}


@pytest.mark.parametrize("text", [DEEP, LONG], ids=["deep", "long"])
def test_every_text_of_every_request_has_bounds(fake_command, text):
    async def scenario():
        process = await LeanProcess.start(fake_command())
        try:
            for place, request in PLACES.items():
                with pytest.raises(ServerFault, match="nested more than|characters long"):
                    await process.ask(request(text), RootModel[dict], 10)
                assert process.alive, place
            assert (await process.ask(Ping(), Pong, 10))[0].states == 0
        finally:
            await process.kill()

    asyncio.run(scenario())


@pytest.mark.lean
def test_a_deep_statement_costs_no_process(prover, worker, loop_thread):
    before = loop_thread.run(worker.start()).pid
    verdict = prover.check(SHORT, statement=f"theorem t : {DEEP * 20} := sorry")
    assert not verdict.accepted and verdict.bad_input and "nested" in verdict.reason
    assert loop_thread.run(worker.start()).pid == before
