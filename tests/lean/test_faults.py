"""Lost and hung servers, with real processes: what a search sees, and that nothing but the tactic is lost."""

from __future__ import annotations

import asyncio
import os
import signal

import psutil
import pytest

from prover.lean.environment import LeanEnvironment
from prover.lean.pool import LeanPool
from search.game import GaveUp, NewState, Proved, TacticError

pytestmark = pytest.mark.lean

SLOW = "simp [Nat.pow_succ, Nat.mul_add, Nat.add_mul]"
SLOW_THEOREM = "theorem t (p : Prop) (hp : p) (a b c d e f g : ℕ) : p ∧ (a+b+c+d+e+f+g)^9 = (g+f+e+d+c+b+a)^9"


def test_hung_tactic_costs_only_itself(worker, loop_thread):
    """A tactic past its wall-clock limit: its process is killed and replaced, earlier states are rebuilt."""

    async def scenario():
        environment = await LeanEnvironment.open(worker, SLOW_THEOREM, tactic_limit=2.0, heartbeats=0)
        split = await environment.apply(environment.root, "refine ⟨hp, ?_⟩")
        assert isinstance(split, NewState)
        before = (await worker.start()).pid
        hung = await environment.apply(split.state, SLOW)
        assert isinstance(hung, GaveUp) and hung.reason == "time"
        assert not psutil.pid_exists(before)
        environment.tactic_limit = 60.0
        again = await environment.apply(split.state, "grind")
        assert isinstance(again, Proved)
        assert environment.replayed == 1
        assert (await worker.start()).pid != before

    loop_thread.run(scenario())


def test_killed_server_is_replaced_and_states_rebuilt(worker, loop_thread):
    async def scenario():
        environment = await LeanEnvironment.open(worker, "theorem t (p q : Prop) : p → q → q ∧ p")
        one = await environment.apply(environment.root, "intro hp")
        two = await environment.apply(one.state, "intro hq")
        process = await worker.start()
        os.kill(process.pid, signal.SIGKILL)
        outcome = await environment.apply(two.state, "constructor")
        while isinstance(outcome, GaveUp):  # the kill may be noticed only by the request under way
            assert outcome.reason == "crash"
            outcome = await environment.apply(two.state, "constructor")
        assert isinstance(outcome, NewState)
        assert outcome.state.goals == (
            "case left\np q : Prop\nhp : p\nhq : q\n⊢ q",
            "case right\np q : Prop\nhp : p\nhq : q\n⊢ p",
        )
        assert environment.replayed == 2
        assert isinstance(await environment.apply(outcome.state, "all_goals assumption"), Proved)

    loop_thread.run(scenario())


def test_cancelled_request_leaves_the_server_usable(worker, loop_thread):
    async def scenario():
        environment = await LeanEnvironment.open(worker, SLOW_THEOREM, tactic_limit=60.0, heartbeats=3000)
        split = await environment.apply(environment.root, "refine ⟨hp, ?_⟩")
        process = await worker.start()
        slow = asyncio.create_task(environment.apply(split.state, SLOW))
        queued = asyncio.create_task(environment.apply(split.state, SLOW))
        await asyncio.sleep(0.1)
        slow.cancel()
        queued.cancel()
        served = process.requests
        assert isinstance(await environment.apply(split.state, "grind"), Proved)
        assert process.requests == served + 2  # the one that had been sent, and this one; the queued one never was
        assert (await worker.start()).pid == process.pid

    loop_thread.run(scenario())


def test_no_state_outlives_its_release(worker, loop_thread):
    async def scenario():
        environment = await LeanEnvironment.open(worker, "theorem t (p q : Prop) : p → q → q ∧ p")
        one = await environment.apply(environment.root, "intro hp")
        await environment.release([one.state])
        rebuilt = await environment.apply(one.state, "intro hq")
        assert isinstance(rebuilt, NewState) and environment.replayed == 1
        assert isinstance(await environment.apply(one.state, "exact hp"), TacticError)

    loop_thread.run(scenario())


def test_an_answer_longer_than_a_pipe_holds_comes_whole(worker, loop_thread):
    text = "ab" * 100_000
    environment = loop_thread.run(
        LeanEnvironment.open(worker, f'theorem t (s : String) (h : s = "{text}") : s.length = 200000')
    )
    assert text in environment.root.goals[0]
    loop_thread.run(environment.close())


def test_a_process_on_standby_takes_the_place_of_a_lost_one(async_prover, loop_thread):
    async def scenario():
        async with LeanPool(async_prover.pool.command, standby=True) as pool:
            await pool.start()
            worker = pool.workers[0]
            ready = await asyncio.shield(pool.standby._next)
            environment = await LeanEnvironment.open(worker, "theorem t (p q : Prop) : p → q → q ∧ p")
            one = await environment.apply(environment.root, "intro hp")
            os.kill((await worker.start()).pid, signal.SIGKILL)
            outcome = await environment.apply(one.state, "intro hq")
            while isinstance(outcome, GaveUp):
                outcome = await environment.apply(one.state, "intro hq")
            assert isinstance(outcome, NewState) and environment.replayed == 1
            assert (await worker.start()) is ready
            following = await asyncio.shield(pool.standby._next)
            assert following.alive and following is not ready
        assert not any(process.alive for process in (ready, following))

    loop_thread.run(scenario())
