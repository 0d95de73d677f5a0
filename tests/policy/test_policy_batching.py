"""Concurrent callers of one blocking function."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prover.policy.batching import Batcher


class Gate:
    """A blocking function that records its batches and can be held."""

    def __init__(self, hold=False):
        self.batches, self.entered, self.open = [], threading.Event(), threading.Event()
        if not hold:
            self.open.set()

    def __call__(self, items):
        self.batches.append(list(items))
        self.entered.set()
        assert self.open.wait(20)
        if "bad" in items:
            raise ValueError("bad batch")
        return [("done", item) for item in items]


async def until(event: threading.Event) -> None:
    while not event.is_set():
        await asyncio.sleep(0.001)


def run(scenario, gate, max_batch=4):
    batcher = Batcher(gate, max_batch)
    try:
        return asyncio.run(asyncio.wait_for(scenario(batcher), 20))
    finally:
        gate.open.set()
        batcher.close()


@settings(deadline=None, max_examples=30)
@given(st.lists(st.lists(st.integers(), max_size=7), max_size=12), st.integers(1, 5))
def test_everyone_gets_their_own_answers_and_no_batch_is_too_large(calls, max_batch):
    gate = Gate()

    async def scenario(batcher):
        return await asyncio.gather(*(batcher.submit(call) for call in calls))

    assert run(scenario, gate, max_batch) == [[("done", item) for item in call] for call in calls]
    assert sorted(item for batch in gate.batches for item in batch) == sorted(item for call in calls for item in call)
    assert all(1 <= len(batch) <= max_batch for batch in gate.batches)


def test_callers_of_one_moment_share_a_batch():
    gate = Gate()

    async def scenario(batcher):
        await asyncio.gather(*(batcher.submit([i]) for i in range(4)))

    run(scenario, gate)
    assert gate.batches == [[0, 1, 2, 3]]


def test_while_the_model_works_the_next_batch_fills_up():
    gate = Gate(hold=True)

    async def scenario(batcher):
        first = asyncio.ensure_future(batcher.submit(["first"]))
        await until(gate.entered)
        rest = []
        for i in range(9):
            rest.append(asyncio.ensure_future(batcher.submit([i])))
            await asyncio.sleep(0.002)
        gate.open.set()
        await asyncio.gather(first, *rest)

    run(scenario, gate)
    assert gate.batches == [["first"], [0, 1, 2, 3], [4, 5, 6, 7], [8]]


def test_an_idle_model_starts_at_once():
    async def scenario(batcher):
        start = time.perf_counter()
        for _ in range(20):
            await batcher.submit([0])
        return (time.perf_counter() - start) / 20

    assert run(scenario, Gate(), max_batch=64) < 0.02


def test_an_error_reaches_its_own_batch_only():
    gate = Gate(hold=True)

    async def scenario(batcher):
        calls = [asyncio.ensure_future(batcher.submit([0]))]
        await until(gate.entered)
        for call in (["bad"], [1], [2], [3], [4]):
            calls.append(asyncio.ensure_future(batcher.submit(call)))
            await asyncio.sleep(0.002)
        gate.open.set()
        return await asyncio.gather(*calls, return_exceptions=True)

    answers = run(scenario, gate)
    assert answers[0] == [("done", 0)] and answers[5] == [("done", 4)]
    assert [str(answer) for answer in answers[1:5]] == ["bad batch"] * 4


def test_a_wrong_number_of_answers_is_an_error():
    batcher = Batcher(lambda items: [1], 4)
    with pytest.raises(RuntimeError, match="1 answers to a batch of 2"):
        asyncio.run(batcher.submit([1, 2]))
    batcher.close()


def test_a_cancelled_request_is_not_run_and_harms_no_other():
    gate = Gate(hold=True)

    async def scenario(batcher):
        running = asyncio.ensure_future(batcher.submit(["running"]))
        await until(gate.entered)
        cancelled, kept = (asyncio.ensure_future(batcher.submit([name])) for name in ("cancelled", "kept"))
        await asyncio.sleep(0.01)
        cancelled.cancel()
        running.cancel()
        await asyncio.sleep(0)
        gate.open.set()
        return await asyncio.gather(running, cancelled, kept, return_exceptions=True)

    running, cancelled, kept = run(scenario, gate)
    assert isinstance(running, asyncio.CancelledError) and isinstance(cancelled, asyncio.CancelledError)
    assert kept == [("done", "kept")]
    assert gate.batches == [["running"], ["kept"]]


def test_closing_refuses_what_waits_and_finishes_what_runs():
    gate = Gate(hold=True)

    async def scenario(batcher):
        running = asyncio.ensure_future(batcher.submit(["running"]))
        await until(gate.entered)
        waiting = asyncio.ensure_future(batcher.submit(["waiting"]))
        await asyncio.sleep(0.01)
        batcher.close(wait=False)
        gate.open.set()
        answers = await asyncio.gather(running, waiting, return_exceptions=True)
        with pytest.raises(RuntimeError, match="closed"):
            await batcher.submit(["late"])
        return answers

    running, waiting = run(scenario, gate)
    assert running == [("done", "running")]
    assert isinstance(waiting, RuntimeError) and "closed" in str(waiting)
    assert gate.batches == [["running"]]


def test_closing_in_the_moment_of_asking_leaves_nobody_waiting():
    async def scenario(batcher):
        call = asyncio.ensure_future(batcher.submit([1]))
        await asyncio.sleep(0)
        batcher.close(wait=False)
        return await asyncio.gather(call, return_exceptions=True)

    (answer,) = run(scenario, Gate())
    assert answer == [("done", 1)] or isinstance(answer, RuntimeError)


def test_closing_twice_and_nothing_asked():
    gate = Gate()
    batcher = Batcher(gate, 2)
    assert asyncio.run(batcher.submit([])) == []
    batcher.close()
    batcher.close()
    assert not batcher._thread.is_alive() and gate.batches == []


def test_callers_in_different_event_loops():
    batcher, answers = Batcher(Gate(), 4), {}

    def caller(name):
        answers[name] = asyncio.run(batcher.submit([name, name]))

    threads = [threading.Thread(target=caller, args=(i,)) for i in range(6)]
    [thread.start() for thread in threads]
    [thread.join(20) for thread in threads]
    batcher.close()
    assert answers == {i: [("done", i)] * 2 for i in range(6)}
