"""A part of a policy that comes late: the search begins without it, and misses nothing of it."""

from __future__ import annotations

import asyncio
from functools import partial

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from toy_games import Game, Watcher, games

import search.late
from search import Beam, BestFirst, Budget, MonteCarlo, Proposal, Search, Status


class Halves:
    """Proposes some of a game's moves at once, and the others when its other half has been loaded."""

    name = "halves"

    def __init__(self, game: Game, early: set[str], load) -> None:
        self.game, self.early, self._load = game, early, load
        self.loaded = False
        self.calls: list[list[str]] = []

    @property
    def late(self):
        return None if self.loaded else _Late(self)

    async def ready(self) -> None:
        await self._load()
        self.loaded = True

    async def propose(self, states):
        answers = await self.game.propose(states)
        return answers if self.loaded else [[p for p in answer if p.tactic in self.early] for answer in answers]


class _Late:
    name = "late"

    def __init__(self, whole: Halves) -> None:
        self._whole = whole
        self.ready = whole.ready

    async def propose(self, states) -> list[list[Proposal]]:
        assert self._whole.loaded
        self._whole.calls.append([state.key for state in states])
        answers = await self._whole.game.propose(states)
        return [[p for p in answer if p.tactic not in self._whole.early] for answer in answers]


def play(searching: Search, policy: Halves, seconds: float = 20.0, **options):
    async def run():
        root, game = policy.game.root, policy.game
        return await asyncio.wait_for(searching.run(root, game, policy, **options), seconds)

    return asyncio.run(run())


async def after(turns: int) -> None:
    for _ in range(turns):
        await asyncio.sleep(0)


FRONTIERS = [BestFirst, partial(BestFirst, eager=True), partial(BestFirst, alpha=0.5), partial(Beam, width=2), MonteCarlo]


@given(
    games(), st.sampled_from(FRONTIERS), st.integers(1, 3), st.sets(st.sampled_from(["t0", "t1", "t2", "t3"])),
    st.integers(0, 60), st.integers(0, 2**32), st.none() | st.integers(0, 6),
)  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_a_proof_is_found_exactly_if_there_is_one(game, frontier, concurrency, early, turns, seed, most):
    game.seed = seed
    game.__post_init__()
    policy = Halves(game, early, lambda: after(turns))
    searching = Search(frontier=frontier, concurrency=concurrency)
    watcher = Watcher(searching)
    result = play(searching, policy, listeners=[watcher], budget=Budget(expansions=most))
    assert not watcher.problems
    assert game.live == {0}, "all states but the root's are given back"
    if result.proved:
        assert game.proves(result.proof)
    elif result.reason == "exhausted":
        assert game.shortest() is None and result.graph.root.status is Status.FAILED
    else:
        assert result.reason == "expansions" and most is not None
        assert sum(event.kind == "node_selected" and not event.again for event in watcher.events) <= most


def test_the_late_part_is_asked_about_the_states_that_were_there_before_it():
    """Nodes 0, 1, 2 by what is there; the proof leads from the root by what comes late."""
    game = Game([[("t0", -0.1, 1), ("late", -2.0, 3)], [("t0", -0.1, 2)], [], [("late", -0.1, "proved")]])
    policy = Halves(game, {"t0"}, lambda: after(100))
    result = play(Search(), policy)
    assert result.proof == ("late", "late")
    assert policy.calls[0] == ["s0"], "the root's turn comes first"


def test_a_proof_that_needs_nothing_late_waits_for_nothing():
    loads: list[int] = []

    async def load() -> None:
        loads.append(1)
        await asyncio.sleep(100)

    policy = Halves(Game([[("t0", -0.1, "proved")]]), {"t0"}, load)
    assert play(Search(), policy, seconds=5).proved
    assert not loads, "loading begins when the first expansion has ended without a proof"


def test_what_takes_long_at_the_first_state_does_not_keep_the_late_part_waiting(monkeypatch):
    monkeypatch.setattr(search.late, "LATE_AFTER", 0.01)

    class Slow(Game):
        async def apply(self, state, tactic):
            if tactic == "t0":
                await loaded.wait()
            return await super().apply(state, tactic)

    loaded = asyncio.Event()

    async def load() -> None:
        loaded.set()

    assert play(Search(), Halves(Slow([[("t0", -0.1, "error"), ("t1", -0.2, "proved")]]), {"t0"}, load), seconds=5).proved


@pytest.mark.parametrize("budget", [Budget(seconds=0.2), Budget(expansions=0)])
def test_a_budget_ends_the_search_before_the_late_part_is_there(budget):
    policy = Halves(Game([[("t0", -0.1, "error"), ("t1", -1.0, "proved")]]), {"t0"}, lambda: asyncio.sleep(100))
    result = play(Search(), policy, seconds=5, budget=budget)
    assert result.reason == ("time" if budget.seconds else "expansions")


def test_a_late_part_that_cannot_be_loaded_ends_the_search_with_its_error():
    async def load() -> None:
        raise LookupError("no model there")

    result = play(Search(), Halves(Game([[("t0", -0.1, "error")]]), {"t0"}, load))
    assert result.reason == "error" and isinstance(result.cause, LookupError)
