"""Processes for slow moves: what hangs, dies or eats memory costs its own call, and nothing is left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pool_functions as functions
import psutil
import pytest

from prover.moves.pool import NICENESS, CallFailed, OutOfMemory, OutOfTime, ProcessDied, ProcessPool


def with_pool(work, **options):
    async def main():
        async with ProcessPool(**options) as pool:
            return await asyncio.wait_for(work(pool), 60)

    return asyncio.run(main())


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True) if child.status() != psutil.STATUS_ZOMBIE}


def test_results_come_back_and_processes_are_kept():
    async def work(pool):
        assert await pool.run(functions.niceness, seconds=5) == min(19, NICENESS + os.nice(0))
        assert await pool.run(functions.process, seconds=5) == await pool.run(functions.process, seconds=5)
        return await asyncio.gather(*(pool.run(functions.add, i, i, seconds=5) for i in range(20)))

    before = children()
    assert with_pool(work) == [2 * i for i in range(20)]
    assert children() <= before


@pytest.mark.parametrize(
    ("function", "error"),
    [
        (functions.spin, OutOfTime),
        (functions.die, ProcessDied),
        (functions.eat, OutOfMemory),
        (functions.fail, LookupError),
        (functions.fail_unpicklable, RuntimeError),
    ],
)
def test_what_goes_wrong_costs_its_own_call(function, error):
    async def work(pool):
        begun = time.monotonic()
        others = [asyncio.ensure_future(pool.run(functions.add, 1, 2, seconds=20)) for _ in range(3)]
        with pytest.raises(error) as raised:
            await pool.run(function, seconds=0.3 if error is OutOfTime else 20)
        assert issubclass(error, CallFailed) or not isinstance(raised.value, CallFailed)
        assert await asyncio.gather(*others) == [3, 3, 3]
        assert await pool.run(functions.add, 3, 4, seconds=20) == 7
        return time.monotonic() - begun

    assert with_pool(work, size=2) < 30


def test_what_cannot_be_pickled_is_the_callers_or_the_functions_error():
    async def work(pool):
        with pytest.raises(Exception, match="lambda|pickle"):
            await pool.run(lambda: 0, seconds=5)
        with pytest.raises(Exception, match="lambda|pickle"):
            await pool.run(functions.give_unpicklable, seconds=5)
        return await pool.run(functions.add, 1, 1, seconds=5)

    assert with_pool(work) == 2


def test_time_spent_waiting_for_a_turn_does_not_count():
    async def work(pool):
        await asyncio.gather(*(pool.run(functions.sleep, 0.3, seconds=0.9) for _ in range(4)))

    with_pool(work, size=1)


@pytest.mark.parametrize("after", [0.0, 0.02, 0.3, 1.0])
def test_a_cancelled_call_leaves_no_process_at_work(after):
    async def work(pool):
        call = asyncio.ensure_future(pool.run(functions.sleep, 100, seconds=200))
        await asyncio.sleep(after)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert await pool.run(functions.add, 1, 1, seconds=5) == 2

    before = children()
    with_pool(work, size=1)
    time.sleep(0.5)
    assert children() <= before


def test_closing_ends_what_is_under_way():
    async def main():
        pool = ProcessPool()
        call = asyncio.ensure_future(pool.run(functions.sleep, 100, seconds=200))
        await asyncio.sleep(0.5)
        await pool.close()
        with pytest.raises(ProcessDied):
            await call
        with pytest.raises(RuntimeError):
            await pool.run(functions.add, 1, 1, seconds=5)

    asyncio.run(main())


PARENT = """
import asyncio, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job has it ignored
sys.path.insert(0, sys.argv[1])
import pool_functions as functions
from prover.moves.pool import ProcessPool

async def main():
    pool = ProcessPool()
    print(*await asyncio.gather(*(pool.run(functions.process, seconds=20) for _ in range(2))), flush=True)
    await asyncio.gather(*(pool.run(functions.spin, seconds=500) for _ in range(2)))

asyncio.run(main())
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_no_process_outlives_its_parent(sign):
    """The parent's main module has no guard: a process that imported it would never come up."""
    place = str(Path(__file__).parent)
    with subprocess.Popen([sys.executable, "-c", PARENT, place], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as parent:
        assert parent.stdout is not None
        processes = [psutil.Process(int(pid)) for pid in parent.stdout.readline().split()]
        assert processes
        time.sleep(0.3)
        parent.send_signal(sign)
        try:
            parent.wait(20)
        finally:
            parent.kill()
    _, alive = psutil.wait_procs(processes, timeout=10)
    assert not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]
