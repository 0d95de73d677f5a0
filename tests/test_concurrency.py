"""Work done at once."""

from __future__ import annotations

import asyncio

import pytest

from prover.concurrency import together


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
