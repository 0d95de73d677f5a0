"""A proof server that breaks the protocol, hangs or dies: the tactic at fault is given up, everything else goes on."""

from __future__ import annotations

import asyncio
import sys
import time

import psutil
import pytest

from prover.lean.environment import LeanEnvironment
from prover.lean.errors import LeanNotAvailable
from prover.lean.launch import LeanCommand
from prover.lean.memory import MemoryBounds
from prover.lean.pool import LeanPool
from prover.lean.process import LeanProcess
from search.game import GaveUp, NewState, Proved, TacticError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the faults are made with POSIX signals")
LIMIT = 0.6
MEMORY = MemoryBounds(limit=300e6)


@pytest.mark.parametrize(
    ("fault", "reason", "said"),
    [
        ("garbage", "crash", "not the protocol"),
        ("half a line", "time", "no answer to 'tactic' within 0.6 s"),
        ("half a line and the end", "crash", "the Lean process ended (exit code 3)"),
        ("another s answer", "crash", "instead of"),
        ("another kind of answer", "crash", "not the protocol"),
        ("closed pipe", "crash", "the Lean process closed its output"),
        ("noise without end", "time", "no answer"),
        ("a line without end", "crash", "an answer longer than"),
        ("silence", "time", "no answer"),
        ("stopped", "time", "no answer"),
        ("death", "crash", "the fake server was told to die"),
        ("runaway", "memory", "Lean took more than 0.3 GB of memory"),
    ],
)
def test_a_broken_server_costs_one_tactic(fake_command, monkeypatch, note_fault, fault, reason, said):
    monkeypatch.setattr("prover.lean.process.END_LIMIT", 0.3)
    limit = LIMIT if reason == "time" else 30.0

    async def scenario():
        async with LeanPool(fake_command(), memory=MEMORY) as pool:
            worker = pool.workers[0]
            environment = await LeanEnvironment.open(worker, "theorem t : True", tactic_limit=limit)
            one = await environment.apply(environment.root, "one")
            two = await environment.apply(one.state, "two")
            lost = await worker.start()
            begun = time.monotonic()
            outcome = await environment.apply(two.state, fault)
            given_up = time.monotonic()
            assert isinstance(outcome, GaveUp) and outcome.reason == reason and said in outcome.message
            assert not psutil.pid_exists(lost.pid)
            after = await environment.apply(two.state, "three")
            note_fault(f"proof server: {fault}", f"gave up ({reason}): {said}", "all states", time.monotonic() - given_up)
            assert isinstance(after, NewState) and after.state.goals[0].endswith("one; two; three")
            assert environment.replayed == 2
            assert given_up - begun < (LIMIT + 2 if reason == "time" else 20)
            last = await worker.start()
        assert not psutil.pid_exists(last.pid)

    asyncio.run(scenario())


def test_tactics_behind_a_lost_one_are_asked_again(fake_command):
    async def scenario():
        async with LeanPool(fake_command()) as pool:
            environment = await LeanEnvironment.open(pool.workers[0], "theorem t : True")
            one = await environment.apply(environment.root, "one")
            work = ["death", "done", "no", "two", "silence", "three"]
            environment.tactic_limit = LIMIT
            outcomes = await asyncio.gather(*(environment.apply(one.state, tactic) for tactic in work))
            assert [type(outcome) for outcome in outcomes] == [GaveUp, Proved, TacticError, NewState, GaveUp, NewState]

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("garbage", "Lean does not start"),
        ("half a line and the end", "ended (exit code 3)"),
        ("closed pipe", "closed its output"),
        ("death", "the fake server was told to die"),
        ("silence", "did not come up within 1 s"),
        ("stopped", "did not come up within 1 s"),
    ],
)
def test_a_server_that_does_not_come_up_is_told(fake_command, monkeypatch, fault, said):
    monkeypatch.setattr("prover.lean.process.END_LIMIT", 0.3)
    before = psutil.Process().children()

    async def scenario():
        with pytest.raises(LeanNotAvailable, match="Lean d") as raised:
            await LeanProcess.start(fake_command(fault), limit=1.0)
        assert said in str(raised.value)

    asyncio.run(scenario())
    assert set(psutil.Process().children()) <= set(before)


def test_a_server_that_may_not_have_the_memory_it_needs(fake_command):
    with pytest.raises(LeanNotAvailable, match="PROVER_LEAN_MEMORY"):
        asyncio.run(LeanProcess.start(fake_command(), memory=MemoryBounds(limit=1e6)))


def test_a_program_that_is_not_there_is_told(fake_command, note_fault):
    command = LeanCommand(("/no/such/node",), {}, fake_command().cwd, "embedded", (), True)
    with pytest.raises(LeanNotAvailable, match=r"(?s)Lean does not start.*/no/such/node.*No such file") as raised:
        asyncio.run(LeanProcess.start(command))
    note_fault("the program that runs Lean is missing", str(raised.value), "everything: nothing had begun", None)


def test_a_server_that_dies_while_nobody_asks_costs_nothing(fake_command, note_fault):
    async def scenario():
        async with LeanPool(fake_command()) as pool:
            worker = pool.workers[0]
            environment = await LeanEnvironment.open(worker, "theorem t : True")
            one = await environment.apply(environment.root, "one")
            psutil.Process((await worker.start()).pid).kill()
            while worker.process.alive:
                await asyncio.sleep(0.01)
            begun = time.monotonic()
            assert isinstance(await environment.apply(one.state, "two"), NewState)
            note_fault("proof server killed between two tactics", "nothing", "everything", time.monotonic() - begun)

    asyncio.run(scenario())


def test_a_standby_that_dies_is_no_matter(fake_command, note_fault):
    async def scenario():
        async with LeanPool(fake_command(), standby=True) as pool:
            await pool.start()
            standby = await asyncio.shield(pool.standby._next)
            psutil.Process(standby.pid).kill()
            while standby.alive:
                await asyncio.sleep(0.01)
            environment = await LeanEnvironment.open(pool.workers[0], "theorem t : True")
            one = await environment.apply(environment.root, "one")
            assert isinstance(await environment.apply(one.state, "death"), GaveUp)
            begun = time.monotonic()
            assert isinstance(await environment.apply(one.state, "two"), NewState)
            note_fault(
                "the process on standby killed, then the worker's", "gave up (crash)", "all states", time.monotonic() - begun
            )
            assert (await pool.workers[0].start()).pid != standby.pid
            following = await asyncio.shield(pool.standby._next)
            assert following.alive

    asyncio.run(scenario())
