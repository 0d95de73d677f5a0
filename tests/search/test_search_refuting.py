"""States that are false: they are searched no further, and what cannot be proved is told to be false where it is."""

from __future__ import annotations

import asyncio
from functools import partial

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from toy_games import Game, Oracle, Values, Watcher, chain, games, snapshot

from search import Beam, BestFirst, MonteCarlo, Search, Status, parse_event, replay


def play(searching: Search, game: Game, refuter, seconds: float = 20.0, **options):
    async def run():
        return await asyncio.wait_for(searching.run(game.root, game, game, refuter=refuter, **options), seconds)

    return asyncio.run(run())


def unprovable(game: Game) -> set[int]:
    """The states from which no move leads to a proof, however many are made."""
    provable: set[int] = set()
    while True:
        more = {
            state for state, moves in enumerate(game.moves) if any(r == "proved" or r in provable for _, _, r in moves)
        } - provable
        if not more:
            return set(range(len(game.moves))) - provable
        provable |= more


FRONTIERS = [BestFirst, partial(BestFirst, eager=True), partial(Beam, width=2), MonteCarlo]


@given(
    games(), st.sampled_from(FRONTIERS), st.integers(1, 3), st.integers(0, 30), st.integers(0, 2**32), st.data()
)  # fmt: skip
@settings(max_examples=200)
def test_a_proof_is_found_exactly_if_there_is_one_whatever_is_refuted(game, frontier, concurrency, turns, seed, data):
    game.seed, game.parallel = seed, data.draw(st.integers(1, 3))
    game.__post_init__()
    false = data.draw(st.sets(st.sampled_from(sorted(unprovable(game))))) if unprovable(game) else set()
    oracle = Oracle(false, turns)
    searching = Search(frontier=frontier, concurrency=concurrency)
    watcher = Watcher(searching)
    result = play(searching, game, oracle, listeners=[watcher])
    assert not watcher.problems and game.live == {0} and game.in_flight == 0
    assert len(set(oracle.asked)) == len(oracle.asked)
    told = {event.node: event.counter_model for event in watcher.events if event.kind == "node_refuted"}
    assert told == result.graph.refuted
    assert {result.graph[node].state.key for node in told} <= oracle.false
    again = replay(parse_event(event.model_dump_json()) for event in watcher.events)
    assert snapshot(again) == snapshot(result.graph) and again.refuted == told
    if game.shortest() is not None:
        assert result.proved and game.proves(result.proof)
    elif 0 in false:
        assert result.reason == "refuted" and result.graph.root.status is Status.REFUTED
        assert result.counter_model == Values("s0: x = 3")
    else:
        assert result.reason == "exhausted" and result.counter_model is None


def test_a_refuted_node_gets_no_further_tactic_and_the_one_under_way_ends():
    class Hanging(Game):
        async def apply(self, state, tactic):
            if state.key == "s1" and tactic == "t0":
                await asyncio.sleep(100)
            return await super().apply(state, tactic)

    game = Hanging([[("a", -0.1, 1), ("b", -5.0, 2)], [("t0", -0.1, "error"), ("t1", -0.1, 2)], [("t", -0.1, "proved")]])
    watcher = Watcher(search := Search())
    result = play(search, game, Oracle({1}, turns=20), seconds=5, listeners=[watcher])
    assert result.proof == ("b", "t") and result.graph[1].attempts == []
    told = [event for event in watcher.events if event.kind in ("node_refuted", "node_closed") and event.node == 1]
    assert told[0].counter_model == "s1: x = 3" and told[1].status is Status.REFUTED
    assert sum(event.kind == "tactic_tried" for event in watcher.events) == result.usage.tactics == 3


def test_a_person_can_tell_what_they_pruned_from_what_is_false():
    async def main():
        searching, game = Search(interactive=True), Game([[("a", -0.1, 1), ("b", -0.2, 2)], [], []])
        task = asyncio.ensure_future(searching.run(game.root, game, game, refuter=Oracle({1})))
        await asyncio.sleep(0.02)
        searching.prune(2)
        found = [node.status for node in searching.graph]
        searching.prune(1)
        searching.prune(1, False)
        assert searching.graph[1].status is Status.REFUTED
        searching.stop()
        await task
        return found

    assert asyncio.run(main()) == [Status.FAILED, Status.REFUTED, Status.PRUNED]


@pytest.mark.parametrize("turns", [0, 3, 200])
def test_a_search_without_anything_left_to_try_waits_for_what_is_said_of_its_root_only(turns):
    game = Game([[("a", -0.1, 1)], []])
    assert play(Search(), game, Oracle({0}, turns)).reason == "refuted"

    async def slow_but_for_the_root(state):
        await asyncio.sleep(0 if state.key == "s0" else 100)

    assert play(Search(), game, slow_but_for_the_root, seconds=5).reason == "exhausted"


def test_a_proof_counts_more():
    """It cannot be, but if it were: what Lean accepts is proved."""
    game = chain(1)
    result = play(Search(), game, Oracle({0}, turns=100))
    assert result.proved and result.counter_model is None


def test_an_exception_of_the_refuter_ends_the_search():
    async def broken(state):
        raise ConnectionError("gone")

    game = Game([[("hang", -0.1, "error")]], seed=3)
    result = play(Search(), game, broken)
    assert result.reason == "error" and isinstance(result.cause, ConnectionError)
