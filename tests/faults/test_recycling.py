"""Processes that have grown are replaced between two requests, and no state, tactic or second of a limit is lost by it."""

from __future__ import annotations

import asyncio
import random
import time

import psutil
import pytest
from pydantic import RootModel

from prover.lean import worker as workers
from prover.lean.environment import LeanEnvironment
from prover.lean.memory import MemoryBounds
from prover.lean.messages import Ping
from prover.lean.pool import LeanPool
from search import Budget, Search
from search.events import TacticTried
from search.game import Proposal

GROWING = MemoryBounds(limit=2e9, growth=0.0, grown=30e6, requests=20)
NEVER = MemoryBounds(limit=2e9, grown=1e9)


class Some:
    """Proposes tactics, the same ones in each of two searches."""

    name = "some"

    def __init__(self) -> None:
        self.draw = random.Random(3)

    async def propose(self, states):
        names = ["no", "a", "b", "c", "sleep 0.01"]
        return [[Proposal(tactic, -self.draw.random(), self.name) for tactic in self.draw.sample(names, 3)] for _ in states]


def searched(command, memory, concurrency=1, standby=False):
    """The outcomes of a search of 250 tactics, and what became of its worker."""
    before = set(psutil.Process().children())

    async def scenario():
        async with LeanPool(command, memory=memory, standby=standby) as pool:
            await pool.start()
            worker = pool.workers[0]
            environment = await LeanEnvironment.open(worker, "theorem t : True")
            told = []
            search = Search(concurrency=concurrency)
            budget = Budget(tactics=250)
            result = await search.run(environment.root, environment, Some(), listeners=[told.append], budget=budget)
            assert result.error is None
            await environment.close()
            left = await worker.ask(Ping(), RootModel[dict], 5)
            assert left
            outcome = [(event.node, event.tactic, event.outcome) for event in told if isinstance(event, TacticTried)]
            return outcome, worker.recycled, environment.replayed, len(result.graph)

    found = asyncio.run(scenario())
    assert set(psutil.Process().children()) <= before
    return found


@pytest.mark.parametrize("room", [True, False], ids=["a successor beside it", "no room for two"])
def test_a_search_is_the_same_across_recyclings(fake_command, monkeypatch, room):
    monkeypatch.setattr(workers, "room_for", lambda size: room)
    plain, none, _, nodes = searched(fake_command(), NEVER)
    recycled, count, replayed, again = searched(fake_command("--leak"), GROWING)
    assert none == 0 and count >= 2 and replayed > 0
    assert recycled == plain and again == nodes
    assert not any(outcome == "gave_up" for _, _, outcome in recycled)


@pytest.mark.parametrize("standby", [True, False])
def test_tactics_of_several_states_at_once_are_not_lost_either(fake_command, standby):
    told, count, _, _ = searched(fake_command("--leak"), GROWING, concurrency=4, standby=standby)
    assert count >= 2 and len(told) == 250
    assert not any(outcome == "gave_up" for _, _, outcome in told)


def test_a_pool_closed_in_the_middle_of_a_recycling_leaves_nothing(fake_command):
    before = set(psutil.Process().children())

    async def scenario():
        async with LeanPool(fake_command("--leak"), memory=GROWING) as pool:
            worker = pool.workers[0]
            environment = await LeanEnvironment.open(worker, "theorem t : True")
            while worker._successor is None:
                await environment.apply(environment.root, "no")
            slow = asyncio.create_task(environment.apply(environment.root, "sleep 30"))
            while worker.recycled == 0:
                await asyncio.sleep(0.01)
            begun = time.monotonic()
        assert time.monotonic() - begun < 5
        await asyncio.gather(slow, return_exceptions=True)

    asyncio.run(scenario())
    assert set(psutil.Process().children()) <= before


@pytest.mark.lean
def test_lean_itself_is_recycled_in_the_middle_of_a_search(async_prover, loop_thread, monkeypatch, note_fault):
    """The same search on Lean with and without a recycling of its process comes to the same."""
    from benchmarks.measure.soak_mix import Mix

    worker = async_prover.pool.workers[0]
    statement = "theorem t (p q r : Prop) (a b : ℕ) : (p → q) → (q → r) → p → (r ∧ a + b = b + a) ∧ (q ∨ a = b)"
    waits: list[float] = []

    async def search():
        environment = await LeanEnvironment.open(worker, statement)
        told, before = [], time.monotonic()

        def listener(event):
            nonlocal before
            if isinstance(event, TacticTried):
                told.append((event.node, event.tactic, event.outcome))
                waits.append(time.monotonic() - before)
            before = time.monotonic()

        await Search().run(environment.root, environment, Mix(1), listeners=[listener], budget=Budget(tactics=400))
        await environment.close()
        return told, environment.replayed

    async def scenario():
        plain, _ = await search()
        process = await worker.start()
        before = worker.recycled
        process.memory = MemoryBounds(limit=8e9, growth=0.0, grown=-8e9, requests=process.requests + 40)
        waits.clear()
        recycled, replayed = [], 0
        while worker.recycled == before:
            again, more = await search()
            assert again == plain
            replayed += more
            recycled += again
        for _ in range(200):
            if not process.alive:
                break
            await asyncio.sleep(0.05)
        assert not psutil.pid_exists(process.pid)
        assert (await worker.start()).pid != process.pid
        note_fault("proof server grown past its bound, replaced", "nothing", "everything", max(waits))
        assert recycled

    loop_thread.run(scenario())
