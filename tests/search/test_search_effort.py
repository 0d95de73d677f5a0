"""Tactics that cost much: first within a part of the environment's limit, again with all of it when that is their turn."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial

import hypothesis.strategies as st
from hypothesis import given, settings
from toy_games import Game, Watcher, games, snapshot
from toy_games import play as play_

from search import Beam, BestFirst, GaveUp, MonteCarlo, Search, Status, parse_event, replay


class Costly(Game):
    """Each tactic takes the effort of its name in ``costs``; proposals begin with ``efforts``."""

    costs: dict[str, float] = {}
    efforts: dict[str, float] = {}

    async def propose(self, states):
        return [[replace(p, effort=self.efforts.get(p.tactic, 1.0)) for p in ps] for ps in await super().propose(states)]

    async def apply(self, state, tactic, effort=1.0):
        assert 0.0 < effort <= 1.0
        if effort < self.costs.get(tactic, 0.0):
            await self._delay()
            return GaveUp("heartbeats", seconds=effort)
        return await super().apply(state, tactic)


def play(game: Costly, **settings):
    watcher = Watcher(search := Search(**settings))
    result = play_(search, game, listeners=[watcher])
    assert not watcher.problems
    return result, [(e.node, e.tactic, e.effort) for e in watcher.events if e.kind == "tactic_tried"], watcher


def test_all_effort_comes_when_nothing_is_better():
    """At the root ``t0`` is cut short; node 1, which is more probable than trying again, comes first."""
    game = Costly([[("t0", -0.9, "error"), ("go", -1.0, 1)], [("t1", -0.1, "error"), ("t2", -0.4, "error")]])
    game.costs, game.efforts = {"t0": 1.0}, {"t0": 1 / 16}
    _, tried, _ = play(game)
    assert tried == [(0, "t0", 1 / 16), (0, "go", 1.0), (1, "t1", 1.0), (1, "t2", 1.0), (0, "t0", 1.0)]


def test_what_needs_no_more_is_not_tried_again():
    game = Costly([[("t0", -0.5, "error"), ("t1", -0.6, "error")]])
    game.costs, game.efforts = {"t0": 0.05, "t1": 0.2}, {"t0": 1 / 16, "t1": 1 / 16}
    _, tried, _ = play(game)
    assert tried == [(0, "t0", 1 / 16), (0, "t1", 1 / 16), (0, "t1", 1.0)]


FRONTIERS = [BestFirst, partial(BestFirst, eager=True), partial(Beam, width=2), MonteCarlo]
EFFORTS = st.dictionaries(st.sampled_from(["t0", "t1", "t2", "t3"]), st.sampled_from([1 / 64, 1 / 8, 0.5, 1.0]))


@given(games(), st.sampled_from(FRONTIERS), st.integers(1, 3), st.integers(1, 3), EFFORTS, EFFORTS, st.integers(0, 2**32))
@settings(max_examples=200)
def test_nothing_is_lost(game, frontier, concurrency, parallel, costs, efforts, seed):
    game = Costly(game.moves, seed=seed, parallel=parallel)
    game.costs, game.efforts = costs, efforts
    result, tried, watcher = play(game, frontier=frontier, concurrency=concurrency)
    assert result.proved == (game.shortest() is not None) and game.live == {0}
    if not result.proved:
        assert result.reason == "exhausted" and result.graph.root.status is Status.FAILED
    assert len(set(tried)) == len(tried)
    again = replay(parse_event(event.model_dump_json()) for event in watcher.events)
    assert snapshot(again) == snapshot(result.graph)


def test_a_policy_that_proposes_the_same_again_loses_nothing_and_repeats_nothing():
    game = Costly([[("t0", -0.5, "error")]])
    game.costs, game.efforts = {"t0": 1.0}, {"t0": 1 / 4}

    async def main():
        search = Search(interactive=True)
        task = asyncio.ensure_future(search.run(game.root, game, game))
        await asyncio.sleep(0.02)
        await search.more_proposals(0)
        search.stop()
        return await task

    result = asyncio.run(main())
    assert [attempt.effort for attempt in result.graph.root.attempts] == [1 / 4, 1.0]
