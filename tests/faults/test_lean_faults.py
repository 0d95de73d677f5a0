"""Lean itself hung, stopped, killed, out of memory or out of stack: what a search sees, what is kept, and how soon it goes on."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from contextlib import contextmanager
from dataclasses import replace

import psutil
import pytest

from prover.lean.environment import LeanEnvironment
from prover.lean.errors import BadStatement
from search.game import GaveUp, NewState, Proved, TacticError

pytestmark = [pytest.mark.lean, pytest.mark.skipif(sys.platform == "win32", reason="uses POSIX signals")]

BLIND = "have : (List.range 300000).foldl (fun a b => (a * 31 + b) % 1000003) 7 = 1 := by decide +kernel"
"""Lean's kernel looks at no heartbeats."""
HUNGRY = "have : (List.range 4000).foldl (fun a i => (a + 2 ^ (16000000 + i)) % (2 ^ 16000000 + 1)) 0 = 1 := by decide +kernel"
STATEMENT = "theorem t (p q : Prop) (n : ℕ) : p → q → q ∧ p ∧ n + 0 = n"


@contextmanager
def recovery(note_fault, fault, seen, kept="all states"):
    begun = time.monotonic()
    yield
    note_fault(fault, seen, kept, time.monotonic() - begun)


async def two_steps(worker, **options):
    environment = await LeanEnvironment.open(worker, STATEMENT, **options)
    one = await environment.apply(environment.root, "intro hp")
    two = await environment.apply(one.state, "intro hq")
    assert isinstance(two, NewState)
    return environment, two.state


async def goes_on(environment, state):
    outcome = await environment.apply(state, "exact ⟨hq, hp, rfl⟩")
    assert isinstance(outcome, Proved), outcome


def test_a_tactic_that_ignores_heartbeats_costs_only_itself(worker, loop_thread, note_fault):
    async def scenario():
        environment, state = await two_steps(worker, tactic_limit=2.0)
        hung = (await worker.start()).pid
        outcome = await environment.apply(state, BLIND)
        assert isinstance(outcome, GaveUp) and outcome.reason == "time" and 2.0 <= outcome.seconds < 6
        assert not psutil.pid_exists(hung)
        environment.tactic_limit = 60.0
        with recovery(note_fault, "Lean hung in a loop that looks at no heartbeats", f"gave up (time): {outcome.message}"):
            await goes_on(environment, state)
        assert environment.replayed == 2

    loop_thread.run(scenario())


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "stopped"])
def test_a_process_lost_in_the_middle_of_a_tactic(worker, loop_thread, note_fault, number):
    """What was asked behind it is asked again."""
    reason = "crash" if number == signal.SIGKILL else "time"

    async def scenario():
        environment, state = await two_steps(worker, tactic_limit=2.0 if reason == "time" else 60.0)
        process = await worker.start()
        struck = asyncio.create_task(environment.apply(state, BLIND))
        behind = [asyncio.create_task(environment.apply(state, t)) for t in ("exact ⟨hq, hp, rfl⟩", "exact hp", "constructor")]
        await asyncio.sleep(0.3)
        os.kill(process.pid, number)
        outcome = await struck
        assert isinstance(outcome, GaveUp) and outcome.reason == reason
        environment.tactic_limit = 60.0
        with recovery(note_fault, f"Lean {number.name} in the middle of a tactic", f"gave up ({reason}): {outcome.message}"):
            assert [type(o) for o in await asyncio.gather(*behind)] == [Proved, TacticError, NewState]
        assert not psutil.pid_exists(process.pid)

    loop_thread.run(scenario())


def test_a_tactic_that_takes_too_much_memory_costs_only_itself(worker, loop_thread, note_fault):
    async def scenario():
        environment, state = await two_steps(worker, tactic_limit=60.0, heartbeats=0)
        process = await worker.start()
        process.memory = replace(process.memory, limit=process.size_when_ready + 700e6)
        outcome = await environment.apply(state, HUNGRY)
        assert isinstance(outcome, GaveUp) and outcome.reason == "memory" and "GB of memory" in outcome.message
        with recovery(note_fault, "memory limit hit", f"gave up (memory): {outcome.message}"):
            await goes_on(environment, state)
        assert not psutil.pid_exists(process.pid)

    loop_thread.run(scenario())


@pytest.mark.parametrize("depth", [900, 100_000])
def test_deep_terms_are_refused_without_losing_anything(worker, loop_thread, note_fault, depth):
    async def scenario():
        environment, state = await two_steps(worker)
        process = await worker.start()
        told = set()
        for tactic in ("(" * depth + "skip" + ")" * depth, "exact " + "(" * depth + "hp" + ")" * depth, "exact " + "(" * depth):
            outcome = await environment.apply(state, tactic)
            assert isinstance(outcome, (TacticError, GaveUp, NewState, Proved))
            if isinstance(outcome, (TacticError, GaveUp)):
                told.add(outcome.message.partition("\n")[0])
        with pytest.raises(BadStatement) as raised:
            await LeanEnvironment.open(worker, "theorem t : " + "(" * depth + "True" + ")" * depth)
        with recovery(note_fault, f"{depth} nested brackets", str(raised.value).partition("\n")[0]):
            await goes_on(environment, state)
        assert (await worker.start()).pid == process.pid and told

    loop_thread.run(scenario())
