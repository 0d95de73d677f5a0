"""Work done at once."""

from __future__ import annotations

import asyncio

import pytest

from prover.concurrency import as_they_come, together, within


class Work:
    """``run`` ends with its own name, or raises; ``log`` is what happened to it."""

    def __init__(self, name: str, turns: float = 1, error: Exception | None = None) -> None:
        self.name, self.turns, self.error = name, turns, error
        self.log: list[str] = []

    async def run(self):
        self.log.append("begun")
        try:
            turn = 0
            while turn < self.turns:
                await asyncio.sleep(0)
                turn += 1
            if self.error is not None:
                raise self.error
        except asyncio.CancelledError:
            self.log.append("cancelled")
            await asyncio.sleep(0)  # cleaning up takes a while
            self.log.append("cleaned up")
            raise
        return self.name


def test_results_come_in_order():
    assert asyncio.run(together(Work(name, turns).run() for name, turns in [("a", 9), ("b", 1), ("c", 4)])) == ["a", "b", "c"]
    assert asyncio.run(together([])) == []


def test_after_the_first_error_nothing_is_left_running():
    endless = [Work(name, float("inf")) for name in "ab"]
    bad, also_bad = Work("bad", 3, ConnectionError("first")), Work("bad", 4, ValueError("second"))

    async def story():
        with pytest.raises(ConnectionError, match="first"):
            await together(work.run() for work in [endless[0], bad, also_bad, endless[1]])
        assert all(work.log == ["begun", "cancelled", "cleaned up"] for work in endless)
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(story())


def test_cancelling_reaches_all_and_waits_for_them():
    endless = [Work(name, float("inf")) for name in "ab"]

    async def story():
        task = asyncio.ensure_future(together(work.run() for work in endless))
        while not all(work.log for work in endless):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert all(work.log == ["begun", "cancelled", "cleaned up"] for work in endless)

    asyncio.run(story())


async def counting(name: str, count: int, turns: int, log: list[str]):
    try:
        for i in range(count):
            for _ in range(turns):
                await asyncio.sleep(0)
            if i == 3:
                raise LookupError(name)
            yield f"{name}{i}"
    finally:
        log.append(name)


def test_what_several_streams_give_comes_as_it_comes():
    async def read(*streams):
        return [one async for one in as_they_come(streams)]

    log: list[str] = []
    assert asyncio.run(read(counting("a", 2, 100, log), counting("b", 3, 10, log))) == ["b0", "b1", "b2", "a0", "a1"]
    assert asyncio.run(read()) == [] and asyncio.run(read(counting("c", 0, 1, log))) == []
    assert log == ["b", "a", "c"]


def test_a_stream_that_raises_ends_the_others():
    async def read(log):
        with pytest.raises(LookupError, match="a"):
            async for _ in as_they_come([counting("a", 9, 2, log), counting("b", 3, 1000, log)]):
                pass
        return asyncio.all_tasks() - {asyncio.current_task()}

    log: list[str] = []
    assert not asyncio.run(read(log)) and sorted(log) == ["a", "b"]


def test_streams_end_when_their_reader_is_cancelled():
    async def read(log):
        async def all_of_it():
            return [one async for one in as_they_come([counting("a", 2, 10**6, log), counting("b", 3, 10**6, log)])]

        reading = asyncio.ensure_future(all_of_it())
        await asyncio.sleep(0.01)
        reading.cancel()
        await asyncio.wait([reading])
        return reading.cancelled(), asyncio.all_tasks() - {asyncio.current_task()}

    log: list[str] = []
    assert asyncio.run(read(log)) == (True, set()) and sorted(log) == ["a", "b"]


def test_a_cancellation_counts_even_in_the_moment_of_the_result():
    async def main():
        result = asyncio.get_running_loop().create_future()

        async def work():
            return await result

        waiting = asyncio.ensure_future(within(60, work()))
        await asyncio.sleep(0)
        result.set_result(1)
        await asyncio.sleep(0)  # the work has its result, and who waits for it does not know yet
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    asyncio.run(main())


@pytest.mark.parametrize(
    ("way", "error"), [("time", asyncio.TimeoutError), ("cancelled", asyncio.CancelledError), ("error", ZeroDivisionError)]
)
def test_work_within_a_time_has_ended_when_it_is_over(way, error):
    ended = []

    async def work():
        try:
            await asyncio.sleep(0.02 if way == "error" else 60)
            return 1 / 0
        finally:
            ended.append(way)

    async def main():
        waiting = asyncio.ensure_future(within(0.05 if way == "time" else 60, work()))
        await asyncio.sleep(0.01)
        if way == "cancelled":
            waiting.cancel()
        with pytest.raises(error):
            await waiting
        assert ended == [way]

    asyncio.run(main())
    assert asyncio.run(within(60, asyncio.sleep(0, "result"))) == "result"
