"""A policy that goes on thinking about a state beside the search: what it finds is tried in its place, none of it is lost."""

from __future__ import annotations

import asyncio
from functools import partial

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from toy_games import Game, Thinking, Watcher, games, snapshot

from search import Beam, BestFirst, Budget, MonteCarlo, Search, Status, replay


class Forever(Thinking):
    async def think(self) -> None:
        await asyncio.sleep(100)


def play(searching: Search, policy: Thinking, seconds: float = 20.0, **options):
    async def run():
        root, game = policy.game.root, policy.game
        return await asyncio.wait_for(searching.run(root, game, policy, **options), seconds)

    return asyncio.run(run())


FRONTIERS = [BestFirst, partial(BestFirst, eager=True), partial(BestFirst, alpha=0.5), partial(Beam, width=2), MonteCarlo]


@given(
    games(), st.sampled_from(FRONTIERS), st.integers(1, 3), st.integers(1, 3), st.sets(st.sampled_from(["t0", "t1", "t2"])),
    st.integers(0, 40), st.integers(0, 2**32), st.builds(Budget, expansions=st.none() | st.integers(0, 6), tactics=st.none() | st.integers(0, 9)),
)  # fmt: skip
@settings(max_examples=200)
def test_a_proof_is_found_exactly_if_there_is_one(game, frontier, concurrency, parallel, fast, turns, seed, budget):
    game.seed, game.parallel = seed, parallel
    game.__post_init__()
    policy = Thinking(game, fast, turns)
    searching = Search(frontier=frontier, concurrency=concurrency)
    watcher = Watcher(searching)
    result = play(searching, policy, listeners=[watcher], budget=budget)
    assert not watcher.problems
    assert game.live == {0}, "all states but the root's are given back"
    assert snapshot(replay(watcher.events)) == snapshot(result.graph)
    tried = [(event.node, event.tactic) for event in watcher.events if event.kind == "tactic_tried"]
    assert len(set(tried)) == len(tried)
    if result.proved:
        assert game.proves(result.proof)
    elif result.reason == "exhausted":
        assert game.shortest() is None and result.graph.root.status is Status.FAILED
    else:
        assert getattr(budget, result.reason) == getattr(result.usage, result.reason)


@pytest.mark.parametrize("frontier", FRONTIERS)
def test_what_is_found_late_at_one_node_does_not_hold_up_the_others(frontier):
    game = Game([[("t0", -0.1, 1), ("t1", -0.2, 2)], [("slow", -0.1, "error")], [("t0", -3.0, "proved")]])
    policy = Forever(game, {"t0", "t1"})
    assert play(Search(frontier=frontier), policy, seconds=5).proof == ("t1", "t0")
    assert policy.cancelled == ["s1"]


def test_what_is_found_late_is_tried_in_its_place():
    """``slow`` comes while ``t0`` is judged, and is more probable than ``t1``."""
    game = Game([[("t0", -0.1, "error"), ("slow", -0.5, "error"), ("t1", -1.0, "error")]], seed=1)
    game._random.randrange = lambda _: 5
    watcher = Watcher(search := Search())
    play(search, Thinking(game, {"t0", "t1"}), listeners=[watcher])
    assert [event.tactic for event in watcher.events if event.kind == "tactic_tried"] == ["t0", "slow", "t1"]


def test_a_search_without_anything_else_to_do_waits():
    game = Game([[("t0", -0.1, "error"), ("slow", -9.0, 1)], [("slow", -9.0, "proved")]])
    watcher = Watcher(search := Search())
    assert play(search, Thinking(game, {"t0"}, turns=50), listeners=[watcher]).proof == ("slow", "slow")
    assert [(e.node, e.again) for e in watcher.events if e.kind == "node_selected"] == [
        (0, False), (0, True), (1, False), (1, True)]  # fmt: skip


@pytest.mark.parametrize("budget", [Budget(seconds=0.2), Budget(tactics=1)])
def test_a_budget_ends_the_search_while_it_waits(budget):
    policy = Forever(Game([[("t0", -0.1, "error"), ("slow", -1.0, "proved")]]), {"t0"})
    result = play(Search(), policy, seconds=5, budget=budget)
    assert result.reason == ("time" if budget.seconds else "tactics") and policy.cancelled == ["s0"]


def test_thinking_about_a_node_ends_when_it_is_pruned_and_begins_again_with_it():
    game = Game([[("slow", -1.0, "proved")]])
    policy = Forever(game, set())

    async def main():
        searching = Search(interactive=True)
        task = asyncio.ensure_future(searching.run(game.root, game, policy))
        for pruned in (True, False):
            await asyncio.sleep(0.02)
            searching.prune(0, pruned)
        policy.think = partial(asyncio.sleep, 0)
        return await asyncio.wait_for(task, 5)

    assert asyncio.run(main()).proved
    assert policy.begun == ["s0", "s0"] and policy.cancelled == ["s0"]


def test_an_exception_in_it_ends_the_search():
    class Broken(Thinking):
        async def think(self) -> None:
            raise ConnectionError("gone")

    result = play(Search(), Broken(Game([[("t0", -0.1, "error"), ("slow", -1.0, "proved")]]), {"t0"}))
    assert result.reason == "error" and isinstance(result.cause, ConnectionError)
