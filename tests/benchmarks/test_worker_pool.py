"""The workers of a cluster, started by a Ray that is not there."""

from __future__ import annotations

import asyncio

import pytest

from benchmarks.cluster import worker_pool as module
from benchmarks.cluster.worker_pool import WorkerPool
from prover.lean.errors import LeanError


class Method:
    def __init__(self, work):
        self.remote = work


class Worker:
    """``starts``: what its start does: nothing, raises, or never ends."""

    def __init__(self, starts):
        self.start, self.close = Method(lambda: self._start(starts)), Method(self._end)

    async def _start(self, starts):
        if starts == "never":
            await asyncio.Event().wait()
        if starts == "fails":
            raise RuntimeError("no room\nfor it")
        return "here"

    async def _end(self):
        pass


class Ray:
    def __init__(self):
        self.killed = []

    def kill(self, worker):
        self.killed.append(worker)

    def available_resources(self):
        return {"CPU": 0.5, "memory": 1e9}


def made(*starts):
    workers = [Worker(one) for one in starts]
    return workers, iter(workers).__next__


def test_lends_each_worker_to_one_at_a_time():
    async def work():
        workers, hire = made("at once", "at once")
        pool = WorkerPool(Ray(), hire, 2, "1 CPU")
        lent = [await pool.lease(), await pool.lease()]
        assert set(lent) == set(workers)
        third = asyncio.create_task(pool.lease())
        await asyncio.sleep(0.05)
        assert not third.done()
        pool.give_back(lent[1])
        assert await third is lent[1]
        await pool.close()

    asyncio.run(work())


def test_one_that_is_lost_is_replaced_and_never_lent_again():
    async def work():
        workers, hire = made("at once", "at once")
        ray = Ray()
        pool = WorkerPool(ray, hire, 1, "1 CPU")
        first = await pool.lease()
        pool.dismiss(first)
        pool.give_back(first)
        assert await pool.lease() is workers[1] and ray.killed == [first]
        await pool.close()

    asyncio.run(work())


def test_one_that_cannot_be_started_does_not_keep_the_others_from_working():
    async def work():
        workers, hire = made(*["fails"] * (module.TRIES), "at once")
        pool = WorkerPool(Ray(), hire, 2, "1 CPU")
        assert await pool.lease() is workers[-1]
        await pool.all_ready()
        await pool.close()

    asyncio.run(work())


def test_none_that_can_be_started_is_an_error_with_the_reason():
    async def work():
        _, hire = made(*["fails"] * module.TRIES)
        pool = WorkerPool(Ray(), hire, 1, "1 CPU")
        with pytest.raises(LeanError, match="no Lean worker can be started: no room$"):
            await pool.lease()
        await pool.close()

    asyncio.run(work())


def test_a_cluster_without_room_is_told_of_and_then_given_up(monkeypatch, caplog):
    monkeypatch.setattr(module, "WARN_AFTER", 0.0)
    monkeypatch.setattr(module, "GIVE_UP_AFTER", 0.2)
    monkeypatch.setattr(module, "LOOK_AGAIN", 0.05)

    async def work():
        _, hire = made("never")
        pool = WorkerPool(Ray(), hire, 1, "1 CPU and 2.1 GB")
        with pytest.raises(LeanError, match="each needs 1 CPU and 2.1 GB; free on the whole cluster: 0.5 CPUs, 1.0 GB"):
            await pool.lease()
        await pool.close()

    asyncio.run(work())
    assert sum("still waiting" in record.message for record in caplog.records) == 1
