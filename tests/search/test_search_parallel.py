"""An environment that judges several tactics at once is kept busy, and nothing else changes."""

from __future__ import annotations

import asyncio
from functools import partial

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from toy_games import Game, Watcher, games, play, snapshot

from search import Beam, BestFirst, Budget, MonteCarlo, Search, Status, replay

FRONTIERS = [BestFirst, partial(BestFirst, alpha=0.5), partial(BestFirst, eager=True), partial(Beam, width=2), MonteCarlo]


@given(games(), st.sampled_from(FRONTIERS), st.integers(1, 3), st.integers(2, 4), st.integers(0, 2**32), st.data())
@settings(max_examples=200)
def test_a_proof_is_found_exactly_if_there_is_one_and_budgets_are_held(game, frontier, concurrency, parallel, seed, data):
    game.seed, game.parallel = seed, parallel
    game.__post_init__()
    budget = Budget(
        expansions=data.draw(st.none() | st.integers(0, 8)),
        nodes=data.draw(st.none() | st.integers(1, 8)),
        tactics=data.draw(st.none() | st.integers(0, 20)),
    )
    search = Search(frontier=frontier, concurrency=concurrency)
    watcher = Watcher(search)
    result = play(search, game, listeners=[watcher], budget=budget)
    assert not watcher.problems and game.live == {0}
    assert game.most_in_flight <= max(concurrency, parallel)
    assert snapshot(replay(watcher.events)) == snapshot(search.graph)
    limits = budget.model_dump(exclude={"seconds"}, exclude_none=True)
    assert all(getattr(result.usage, what) <= limit for what, limit in limits.items())
    tried = [(event.node, event.tactic) for event in watcher.events if event.kind == "tactic_tried"]
    assert len(set(tried)) == len(tried) == result.usage.tactics
    if result.proved:
        assert game.proves(result.proof)
    elif result.reason == "exhausted":
        assert game.shortest() is None and result.graph.root.status is Status.FAILED
    else:
        assert getattr(result.usage, result.reason) == limits[result.reason]


class Timed(Game):
    """Judging takes 10 ms."""

    async def _delay(self) -> None:
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("parallel", [1, 3])
def test_the_tactics_of_one_node_are_judged_side_by_side(parallel):
    game = Timed([[(f"t{i}", -0.1 * i, "error") for i in range(12)]])
    game.parallel = parallel
    assert play(Search(), game).reason == "exhausted"
    assert game.most_in_flight == parallel


def test_where_one_node_has_no_more_tactics_than_are_under_way_the_next_one_is_begun():
    """Node 1 has one tactic, which takes long; the proof is found at node 2 meanwhile."""

    class Slow(Game):
        async def apply(self, state, tactic):
            if tactic == "long":
                await asyncio.sleep(100)
            return await super().apply(state, tactic)

    game = Slow([[("a", -0.1, 1), ("b", -1.0, 2)], [("long", -0.1, "error")], [("t", -3.0, "proved")]])
    game.parallel = 2
    assert play(Search(), game, seconds=5).proof == ("b", "t")


def test_more_tactics_are_tried_at_the_most_probable_node_before_another_is_begun():
    """Both lanes take the tactics of the root while they are more probable than node 1."""
    moves = [[("a", -2.0, 1), *((f"t{i}", -0.1 * i, "error") for i in range(6))], [("t", -0.1, "proved")]]
    game = Timed([sorted(moves[0], key=lambda move: -move[1]), moves[1]])
    game.parallel = 2
    watcher = Watcher(search := Search())
    assert play(search, game, listeners=[watcher]).proved
    assert [(e.node, e.tactic) for e in watcher.events if e.kind == "tactic_tried"][-2:] == [(0, "a"), (1, "t")]


def test_an_environment_that_can_judge_more_from_now_on_is_given_more():
    game = Timed([[(f"t{i}", -0.1 * i, "error") for i in range(30)]])

    def listener(event):
        if event.kind == "tactic_tried":
            game.parallel = 3

    play(Search(), game, listeners=[listener])
    assert game.most_in_flight == 3
