"""Final checks are made in a process that has run no tactic, and one that is lost or hangs costs no proof."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

import pytest

from prover.agent import AsyncProver
from prover.lean import standby as standbys
from prover.lean.pool import LeanPool
from search.game import Proposal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="uses POSIX signals")


class Finishes:
    """Takes two steps and ends the proof."""

    name = "finishes"

    async def propose(self, states):
        return [[Proposal("done" if "; b" in state.text else "b", -0.1), Proposal("a", -1.0)] for state in states]


class FakeProver(AsyncProver):
    def __init__(self, command, **options) -> None:
        super().__init__(Finishes(), **options)
        self._fake = command

    def _command(self):
        return self._fake


def run(command, work, **options):
    async def scenario():
        async with FakeProver(command, **options) as prover:
            return await work(prover)

    return asyncio.run(scenario())


async def standing_by(prover):
    while not prover.pool.standby.ready:
        await asyncio.sleep(0.01)
    return prover.pool.standby._next.result()


@pytest.mark.parametrize("room", [True, False], ids=["room", "no room"])
@pytest.mark.parametrize("standby", [True, False], ids=["standby", "on claim"])
@pytest.mark.parametrize("fresh_checks", [True, False], ids=["a process each", "one process"])
def test_it_is_a_process_without_tactics(fake_command, monkeypatch, standby, fresh_checks, room):
    monkeypatch.setattr(standbys, "room_for", lambda size: room)

    async def work(prover):
        return [await prover.prove("theorem t : True") for _ in range(3)], prover.pool.workers[0].generation

    results, generation = run(fake_command(), work, standby=standby, fresh_checks=fresh_checks)
    assert [result.status for result in results] == ["proved"] * 3
    served = [result.axioms for result in results]
    assert served == ([[], ["checks"], ["checks"]] if standby and not fresh_checks and room else [[]] * 3)
    assert generation == (1 if room else 4)


def test_many_at_once(fake_command):
    async def work(prover):
        return await asyncio.gather(*(prover.prove(f"theorem t{n} : True") for n in range(6)))

    assert all(result.proved for result in run(fake_command(), work, workers=3))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP], ids=["lost", "hung"])
@pytest.mark.parametrize("when", ["before", "in the middle"])
def test_a_checker_that_is_lost_costs_no_proof(fake_command, monkeypatch, number, when):
    monkeypatch.setattr(standbys, "ALIVE_LIMIT", 0.5)
    monkeypatch.setattr("prover.lean.verify.CHECK_LIMIT", 1.5)

    async def work(prover):
        process = await standing_by(prover)
        if when == "before":
            os.kill(process.pid, number)
            return await prover.prove("theorem t : True -- slow"), process
        proving = asyncio.create_task(prover.prove("theorem t : True -- slow"))
        while not prover.pool.standby._lent:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)
        os.kill(process.pid, number)
        return await proving, process

    result, process = run(fake_command(), work)
    assert result.proved and result.axioms == []
    assert not process.alive


def test_cancelled_in_the_middle_of_the_check(fake_command):
    async def work(prover):
        process = await standing_by(prover)
        answered = process.requests
        proving = asyncio.create_task(prover.prove("theorem t : True -- slow"))
        while not prover.pool.standby._lent or process.requests == answered:  # it is asked first whether it is alive
            await asyncio.sleep(0.01)
        proving.cancel()
        await asyncio.wait([proving])
        assert proving.cancelled() and await standing_by(prover) is process
        return await prover.prove("theorem t : True")

    assert run(fake_command(), work).proved


def test_a_worker_that_loses_its_process_has_the_one_on_standby(fake_command):
    """It makes no check from then on."""

    async def work(prover):
        process = await standing_by(prover)
        (worker,) = prover.pool.workers
        first = await worker.start()
        os.kill(first.pid, signal.SIGKILL)
        while first.alive:
            await asyncio.sleep(0.01)
        result = await prover.prove("theorem t : True")
        assert (await worker.start()).pid == process.pid
        return result

    assert run(fake_command(), work).proved


def test_only_what_is_used_is_started(fake_command):
    async def scenario():
        async with LeanPool(fake_command(), size=4) as pool:
            await pool.start()
            assert [worker.process is not None for worker in pool.workers] == [True, False, False, False]
            async with pool.lease() as one, pool.lease() as other:
                assert one is pool.workers[0]
                await other.start()
            assert sum(worker.process is not None for worker in pool.workers) == 2
            assert not pool.standby.there

    asyncio.run(scenario())


def test_a_prover_of_many_workers_starts_what_one_search_uses(fake_command):
    async def work(prover):
        assert (await prover.prove("theorem t : True")).proved
        alone = [worker.process is not None for worker in prover.pool.workers]
        await asyncio.gather(*(prover.prove(f"theorem t{n} : True") for n in range(3)))
        return alone, [worker.process is not None for worker in prover.pool.workers]

    alone, together = run(fake_command(), work, workers=4)
    assert alone == [True, False, False, False] and together == [True, True, True, False]


@pytest.mark.lean
def test_lean_checks_where_no_tactic_was_run(prover, async_prover):
    worker, standby = async_prover.pool.workers[0], async_prover.pool.standby
    used = worker.process.requests
    result = prover.prove("theorem t (a b : ℕ) (h : a < b) : a + 1 ≤ b", time_limit=30)
    assert result.proved and worker.process.requests > used
    assert standby.there and standby._next.result() is not worker.process
