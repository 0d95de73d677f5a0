"""However a theorem's work ends, the process that served it keeps no state of it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prover.lean.environment import LeanEnvironment
from prover.lean.errors import LeanError
from prover.lean.messages import Ping, Pong
from prover.lean.pool import LeanPool
from search import Budget, Search
from search.game import GaveUp, NewState, Proposal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="uses POSIX signals")


class Says:
    """A policy that proposes the same tactics everywhere."""

    name = "says"

    def __init__(self, *tactics: str) -> None:
        self.tactics = tactics

    async def propose(self, states):
        return [[Proposal(tactic, -0.1 * at, self.name) for at, tactic in enumerate(self.tactics)] for _ in states]


async def live(worker) -> int:
    """The states the worker's process holds."""
    return (await worker.ask(Ping(), Pong, 60))[0].states


async def kill(worker) -> None:
    process = await worker.start()
    os.kill(process.pid, signal.SIGKILL)
    while process.alive:
        await asyncio.sleep(0.01)


async def cancelled(worker, theorem, tactics):
    environment = await LeanEnvironment.open(worker, theorem)
    running = asyncio.create_task(Search(concurrency=3).run(environment.root, environment, Says(*tactics)))
    try:
        while await live(worker) < 4:
            await asyncio.sleep(0.01)
        running.cancel()
        await asyncio.wait([running])
    finally:
        await environment.close()


async def out_of_time(worker, theorem, tactics):
    environment = await LeanEnvironment.open(worker, theorem)
    found = await Search(concurrency=3).run(environment.root, environment, Says(*tactics), budget=Budget(seconds=0.5))
    assert found.reason == "time"
    await environment.close()


async def without_release(worker, theorem, tactics):
    environment = await LeanEnvironment.open(worker, theorem)
    states = [environment.root]
    for tactic in tactics * 2:
        if isinstance(outcome := await environment.apply(states[-1], tactic), NewState):
            states.append(outcome.state)
    assert len(states) > 2
    await environment.close()


async def lost_and_rebuilt(worker, theorem, tactics):
    """The states on the way to the one that is asked about had been released when the process was lost."""
    environment = await LeanEnvironment.open(worker, theorem)
    states = [environment.root]
    for tactic in tactics * 2:
        if isinstance(outcome := await environment.apply(states[-1], tactic), NewState):
            states.append(outcome.state)
    await environment.release(states[:-1])
    await kill(worker)
    outcome = await environment.apply(states[-1], tactics[0])
    while isinstance(outcome, GaveUp):
        outcome = await environment.apply(states[-1], tactics[0])
    await environment.release([states[-1]])
    await environment.close()


async def rebuilt_at_once(worker, theorem, tactics):
    environment = await LeanEnvironment.open(worker, theorem)
    state = environment.root
    for tactic in tactics * 2:
        if isinstance(outcome := await environment.apply(state, tactic), NewState):
            state = outcome.state
    await kill(worker)
    await worker.start()
    before = environment.replayed
    outcomes = await asyncio.gather(*(environment.apply(state, tactic) for tactic in tactics * 3))
    assert not any(isinstance(outcome, GaveUp) for outcome in outcomes), outcomes
    depth, ref = 0, state.handle
    while ref.parent is not None:
        depth, ref = depth + 1, ref.parent
    assert environment.replayed - before == depth
    await environment.close()


async def opening_cancelled(worker, theorem, tactics):
    for wait in (0.0, 0.0, 0.001, 0.01):
        opening = asyncio.create_task(LeanEnvironment.open(worker, theorem))
        await asyncio.sleep(wait)
        opening.cancel()
        await asyncio.wait([opening])
        if not opening.cancelled():
            await opening.result().close()


async def closed_in_the_middle(worker, theorem, tactics):
    environment = await LeanEnvironment.open(worker, theorem)
    under_way = [asyncio.create_task(environment.apply(environment.root, tactic)) for tactic in tactics]
    await asyncio.sleep(0)
    await environment.close()
    await asyncio.gather(*under_way, return_exceptions=True)
    with pytest.raises(LeanError):
        await environment.apply(environment.root, tactics[0])


ENDINGS = [
    cancelled, out_of_time, without_release, lost_and_rebuilt, rebuilt_at_once, opening_cancelled, closed_in_the_middle,
]  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda f: f.__name__)
def test_nothing_is_left(fake_command, ending):
    async def scenario():
        async with LeanPool(fake_command()) as pool:
            (worker,) = pool.workers
            await ending(worker, "theorem t : True", ("sleep 0.05", "sleep 0.06", "no"))
            assert await live(worker) == 0

    asyncio.run(scenario())


@pytest.mark.lean
@pytest.mark.parametrize("ending", ENDINGS, ids=lambda f: f.__name__)
def test_nothing_is_left_in_lean(worker, loop_thread, ending):
    async def scenario():
        before = await live(worker)
        theorem = "theorem t (p q r : Prop) (a b : ℕ) : (p → q) → (q → r) → p → (r ∧ a + b = b + a) ∧ (q ∨ a = b)"
        steps = ("have := Nat.add_comm a b", "have : a * 3 + b = b + a * 3 := by omega", "exact foo")
        await ending(worker, theorem, steps)
        assert await live(worker) == (before if ending not in (lost_and_rebuilt, rebuilt_at_once) else 0)

    loop_thread.run(scenario())


ACTIONS = st.one_of(
    st.tuples(st.just("apply"), st.integers(0, 9), st.sampled_from("abc")),
    st.tuples(st.just("begin"), st.integers(0, 9), st.sampled_from(["sleep 0.01", "a", "no", "death"])),
    st.tuples(st.just("cancel"), st.integers(0, 9), st.none()),
    st.tuples(st.just("release"), st.integers(0, 9), st.none()),
    st.tuples(st.just("kill"), st.none(), st.none()),
)


@settings(max_examples=25)
@given(actions=st.lists(ACTIONS, max_size=25))
def test_whatever_is_done_nothing_is_left(fake_command, loop_thread, actions):
    """Two theorems by turns on one worker, tactics at once, cancelled, released under way, the process killed."""

    async def scenario():
        async with LeanPool(fake_command()) as pool:
            (worker,) = pool.workers
            environments = [await LeanEnvironment.open(worker, f"theorem t : {n} = {n}") for n in range(2)]
            states = [[environment.root] for environment in environments]
            under_way: list[asyncio.Task] = []
            for turn, (action, at, tactic) in enumerate(actions):
                environment, held = environments[turn % 2], states[turn % 2]
                state = held[at % len(held)] if at is not None and held else environment.root
                if action == "apply":
                    if isinstance(outcome := await environment.apply(state, tactic), NewState):
                        held.append(outcome.state)
                elif action == "begin":
                    under_way.append(asyncio.create_task(environment.apply(state, tactic)))
                    await asyncio.sleep(0)
                elif action == "cancel" and under_way:
                    under_way[at % len(under_way)].cancel()
                elif action == "release":
                    await environment.release([state])
                elif action == "kill":
                    await kill(worker)
            for task in under_way[::2]:
                task.cancel()
            await environments[0].close()
            await asyncio.gather(*under_way, return_exceptions=True)
            assert isinstance(await environments[1].apply(environments[1].root, "a"), (NewState, GaveUp))
            await environments[1].close()
            assert await live(worker) == 0

    loop_thread.run(scenario())


def test_a_state_s_key_is_a_short_hash_and_the_same_each_time(fake_command):
    async def keys(pool):
        environment = await LeanEnvironment.open(pool.workers[0], "theorem t : True")
        new = [(await environment.apply(environment.root, tactic)).state for tactic in ("a" * 500, "b")]
        await environment.close()
        return [environment.root.key, *(state.key for state in new)]

    async def scenario():
        async with LeanPool(fake_command()) as pool:
            return await keys(pool), await keys(pool)

    once, again = asyncio.run(scenario())
    assert once == again and len(set(once)) == 3 and {len(key) for key in once} == {24}
