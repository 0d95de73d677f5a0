"""What a person can do to a search while it runs."""

import asyncio
import math

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from toy_games import Game, Watcher, binary_tree, chain, games, snapshot

from search import Attempt, Budget, Search, SearchOver, StateLost, Status, replay


def run(act, game: Game, *, budget: Budget | None = None, paused: bool = False, **settings):
    """Run a search with ``await act(search, watcher)`` beside it; returns the result and the watcher."""

    async def main():
        search = Search(**settings)
        watcher = Watcher(search)
        if paused:
            search.pause()
        task = asyncio.ensure_future(search.run(game.root, game, game, listeners=[watcher], budget=budget or Budget()))
        await asyncio.sleep(0)
        try:
            await asyncio.wait_for(act(search, watcher), 10)
            return await asyncio.wait_for(task, 10), watcher
        finally:
            task.cancel()

    result, watcher = asyncio.run(main())
    assert not watcher.problems and game.live == {0}
    assert snapshot(replay(watcher.events)) == snapshot(result.graph)
    return result, watcher


async def settle():
    for _ in range(50):
        await asyncio.sleep(0)


def selected(watcher) -> list[int]:
    return [event.node for event in watcher.events if event.kind == "node_selected" and not event.again]


def test_pause_step_resume():
    async def act(search, watcher):
        await settle()
        assert selected(watcher) == []
        search.step()
        await settle()
        assert selected(watcher) == [0]
        search.step()
        search.step()
        await settle()
        assert selected(watcher) == [0, 1, 2]
        search.pause()
        await settle()
        assert selected(watcher) == [0, 1, 2]
        search.resume()

    result, watcher = run(act, chain(6), paused=True)
    assert result.proved
    assert [e.paused for e in watcher.events if e.kind == "search_paused"] == [True, False]


def test_steps_left_over_do_not_outlive_the_pause():
    async def act(search, watcher):
        for _ in range(5):
            search.step()
        search.resume()
        search.pause()
        await settle()
        assert selected(watcher) == []
        search.resume()

    run(act, chain(3), paused=True)


def test_the_clock_stands_still_while_paused():
    async def act(search, watcher):
        await asyncio.sleep(0.3)
        search.resume()

    result, _ = run(act, chain(3), paused=True, budget=Budget(seconds=0.25))
    assert result.proved and result.usage.seconds_total > 0.25

    async def pause_and_resume(search, watcher):
        search.pause()
        await asyncio.sleep(0.1)
        search.resume()

    result, _ = run(pause_and_resume, Game([[]]), interactive=True, budget=Budget(seconds=0.1))
    assert result.reason == "time" and result.usage.seconds_total >= 0.2


def test_stop():
    async def act(search, watcher):
        search.stop()

    result, watcher = run(act, chain(3), paused=True)
    assert result.reason == "stopped" and watcher.events[-1].reason == "stopped"


def test_a_pruned_node_and_what_lies_below_are_left_alone():
    async def act(search, watcher):
        search.step()
        await settle()
        search.prune(1)
        search.resume()

    result, watcher = run(act, binary_tree(4), paused=True)
    assert result.reason == "exhausted" and result.usage.expansions == 8
    assert 1 not in selected(watcher) and result.graph[1].status is Status.PRUNED
    assert result.graph.find("s3") is None, "nothing below it was ever made"


def test_a_node_pruned_while_its_tactics_are_tried_gets_no_further_one():
    async def act(search, watcher):
        await asyncio.sleep(0)
        search.prune(0)

    game = Game([[(f"t{i}", -0.1, "error") for i in range(50)]], seed=0)
    result, watcher = run(act, game)
    assert result.reason == "exhausted" and result.usage.tactics < 5
    assert "expansion_broken_off" in watcher.kinds()


@pytest.mark.parametrize("turns", [0, 1, 2, 3, 4, 5, 6, 7, 8, 50])
def test_a_pruning_taken_back_at_any_moment_goes_on_where_it_left_off(turns):
    async def act(search, watcher):
        await asyncio.sleep(0)
        search.prune(0)
        for _ in range(turns):
            await asyncio.sleep(0)
        search.prune(0, False)

    game = Game([[(f"t{i}", -0.1, "error") for i in range(9)] + [("win", -9.0, "proved")]], seed=0)
    result, watcher = run(act, game, interactive=True)
    tried = [event.tactic for event in watcher.events if event.kind == "tactic_tried"]
    assert result.proof == ("win",) and len(set(tried)) == len(tried) >= 10


def test_what_lies_below_a_pinned_node_is_expanded_first():
    async def act(search, watcher):
        search.step()
        await settle()
        search.pin(2)
        search.resume()

    _, watcher = run(act, binary_tree(4), paused=True)
    below = {2, 5, 6, *range(11, 15)}
    keys = [next(e.key for e in watcher.events if e.kind == "node_created" and e.node == n) for n in selected(watcher)]
    assert {int(k[1:]) for k in keys[1:8]} == below


def test_a_persons_tactic_joins_the_graph_and_can_win():
    async def act(search, watcher):
        attempt = await search.try_tactic(0, "secret")
        assert (attempt.outcome, attempt.source, attempt.child) == ("new_state", "user", 1)
        assert (await search.try_tactic(0, "secret")) is attempt, "known already"
        assert (await search.try_tactic(1, "nonsense")).outcome == "tactic_error"
        assert (await search.try_tactic(1, "win")).outcome == "proved"

    game = Game([[("secret", -9.0, 1)], [("win", -9.0, "proved")]])
    result, watcher = run(act, game, paused=True)
    assert result.proof == ("secret", "win") and result.usage.expansions == 0
    assert {e.source for e in watcher.events if e.kind == "tactic_tried"} == {"user"}


def test_a_persons_tactic_revives_an_exhausted_interactive_search():
    class Hidden(Game):
        async def propose(self, states):
            return [[p for p in ps if p.tactic != "secret"] for ps in await super().propose(states)]

    async def act(search, watcher):
        await settle()
        assert search.graph.root.status is Status.FAILED
        await search.try_tactic(1, "secret")

    game = Hidden([[("a", -1.0, 1)], [("secret", 0.0, 2)], [("win", -1.0, "proved")]])
    result, watcher = run(act, game, interactive=True)
    assert result.proof == ("a", "secret", "win")
    assert [e.node for e in watcher.events if e.kind == "node_reopened"] == [0, 1]


@pytest.mark.parametrize("interactive", [False, True])
def test_a_tactic_at_a_node_whose_state_was_released(interactive):
    class Hidden(Game):
        async def propose(self, states):
            return [[p for p in ps if p.tactic != "secret"] for ps in await super().propose(states)]

    async def act(search, watcher):
        for _ in range(3):
            search.step()
        await settle()
        assert search.graph[2].stage is Status.EXPANDED
        assert (await search.try_tactic(2, "secret")).outcome == "proved"

    game = Hidden([[("a", -1.0, 1)], [("b", -1.0, 2)], [("c", -1.0, 3), ("secret", 0.0, "proved")], []])
    result, _ = run(act, game, paused=True, interactive=interactive)
    assert result.proof == ("a", "b", "secret")


def test_a_state_in_use_by_a_person_is_not_released():
    class Pondering(Game):
        async def apply(self, state, tactic):
            if tactic == "ponder":
                await asked.wait()
                assert state.handle in self.live
            return await super().apply(state, tactic)

    async def act(search, watcher):
        search.step()
        search.step()
        await settle()
        pondering = asyncio.ensure_future(search.try_tactic(1, "ponder"))
        await settle()
        search.step()
        await settle()
        asked.set()
        assert (await pondering).outcome == "tactic_error"
        search.resume()

    asked = asyncio.Event()
    game = Pondering([[("a", -1.0, 1)], [("b", -1.0, 2)], [("c", -1.0, 3)], []])
    result, _ = run(act, game, paused=True)
    assert result.reason == "exhausted"


def test_a_released_state_that_cannot_be_reached_again_is_told_to_who_asked():
    async def act(search, watcher):
        search.step()
        search.step()
        await settle()
        game.moves[0] = []
        with pytest.raises(StateLost, match="node 1"):
            await search.try_tactic(1, "x")
        search.resume()

    game = Game([[("a", -1.0, 1)], [("b", -1.0, 2)], []])
    result, _ = run(act, game, paused=True)
    assert result.reason == "exhausted"


def test_more_proposals():
    class Fresh(Game):
        async def propose(self, states):
            answer = await super().propose(states)
            return [ps[: len(self.asked)] for ps in answer]  # one more each time it is asked

    async def act(search, watcher):
        await settle()
        assert [a.tactic for a in await search.more_proposals(0)] == ["b"]
        assert search.graph.root.status is Status.FAILED
        other = Game([[("d", -1.0, "error"), ("a", -0.1, "error")]])
        assert [a.tactic for a in await search.more_proposals(0, other)] == ["d"]
        assert [a.tactic for a in await search.more_proposals(0)] == ["c"]

    game = Fresh([[("a", -1.0, "error"), ("b", -1.0, "error"), ("c", -1.0, "proved")]])
    result, watcher = run(act, game, interactive=True)
    assert result.proof == ("c",) and selected(watcher) == [0, 0, 0, 0] and result.usage.expansions == 4


def test_more_proposals_at_a_node_being_expanded_waits_for_it():
    async def act(search, watcher):
        await asyncio.sleep(0)
        first, second = await asyncio.gather(search.more_proposals(0), search.more_proposals(0))
        assert [a.tactic for a in first] == [a.tactic for a in second] == ["a", "b"]
        search.stop()

    game = Game([[("a", -1.0, "error"), ("b", -1.0, "error")]], seed=3)
    _, watcher = run(act, game, interactive=True)
    assert selected(watcher) == [0]


def test_commands_keep_to_the_budget():
    async def act(search, watcher):
        answers = await asyncio.gather(*(search.try_tactic(0, f"x{i}") for i in range(3)), return_exceptions=True)
        assert [type(answer) for answer in answers] == [Attempt, SearchOver, SearchOver]
        assert "tactics" in str(answers[1])

    result, _ = run(act, chain(3), paused=True, budget=Budget(tactics=1))
    assert result.usage.tactics == 1 and result.reason == "tactics"

    async def more(search, watcher):
        answers = await asyncio.gather(*(search.more_proposals(i) for i in (0, 1)), return_exceptions=True)
        assert [type(answer) for answer in answers] == [list, SearchOver]
        assert "expansions" in str(answers[1])

    async def begin(search, watcher):
        await search.try_tactic(0, "go")
        await more(search, watcher)

    result, _ = run(begin, chain(3), paused=True, budget=Budget(expansions=1))
    assert result.usage.expansions == 1 and result.reason == "expansions"


def test_commands_out_of_season():
    search = Search()
    with pytest.raises(SearchOver):
        search.prune(0)
    with pytest.raises(SearchOver):
        search.graph  # noqa: B018

    async def main():
        game = chain(2)
        await search.run(game.root, game, game)
        for command in (search.stop, search.step, lambda: search.pin(0), lambda: search.prune(0)):
            with pytest.raises(SearchOver):
                command()
        for work in (search.try_tactic(0, "go"), search.more_proposals(0)):
            with pytest.raises(SearchOver):
                await work
        search.pause()
        search.resume()

    asyncio.run(main())


def test_no_such_node():
    async def act(search, watcher):
        for command in (search.pin, search.prune):
            with pytest.raises(KeyError):
                command(7)
        with pytest.raises(KeyError):
            await search.try_tactic(7, "x")
        search.stop()

    run(act, chain(2), paused=True)


def test_a_command_in_flight_when_the_search_ends_is_told_so():
    async def act(search, watcher):
        command = asyncio.ensure_future(search.try_tactic(0, "hang"))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        search.stop()
        with pytest.raises(SearchOver):
            await command

    class Hanging(Game):
        async def apply(self, state, tactic):
            await asyncio.sleep(60)

    result, _ = run(act, Hanging([[]]), paused=True)
    assert result.reason == "stopped"


def test_a_caller_who_goes_away_does_not_break_the_search():
    async def act(search, watcher):
        command = asyncio.ensure_future(search.try_tactic(0, "go"))
        await asyncio.sleep(0)
        command.cancel()
        await settle()
        assert [a.tactic for a in search.graph.root.attempts] == ["go"]
        search.resume()

    result, _ = run(act, Game(chain(3).moves, seed=5), paused=True)
    assert result.proved


@given(games(largest=7), st.integers(0, 2**32), st.data())
@settings(max_examples=100, deadline=None)
def test_any_commands_at_any_time(game, seed, data):
    """Whatever a person does, the invariants hold, all states are given back, and the search ends."""
    game.seed = seed
    game.__post_init__()
    acts = ["pause", "resume", "step", "prune", "unprune", "pin", "try", "more", "wait"]
    script = data.draw(st.lists(st.tuples(st.sampled_from(acts), st.integers(0, 6), st.integers(0, 3)), max_size=12))

    async def act(search, watcher):
        pending = []
        try:
            for what, number, turns in script:
                node = number % len(search.graph)
                if what in ("pause", "resume", "step"):
                    getattr(search, what)()
                elif what in ("prune", "unprune"):
                    search.prune(node, what == "prune")
                elif what == "pin":
                    search.pin(node)
                elif what == "try":
                    pending.append(asyncio.ensure_future(search.try_tactic(node, f"t{turns}")))
                elif what == "more":
                    pending.append(asyncio.ensure_future(search.more_proposals(node)))
                for _ in range(turns):
                    await asyncio.sleep(0)
            answers = await asyncio.gather(*pending, return_exceptions=True)
            assert all(not isinstance(a, BaseException) or isinstance(a, SearchOver) for a in answers), answers
            search.resume()
            await settle()
            search.stop()
        except SearchOver:
            await asyncio.gather(*pending, return_exceptions=True)

    setup = data.draw(st.fixed_dictionaries({"concurrency": st.integers(1, 3), "interactive": st.booleans()}))
    result, _ = run(act, game, **setup)
    assert result.reason != "error", result.error
    if result.proved:
        assert game.proves(result.proof)


def test_no_tactic_is_lost_between_a_person_and_the_search():
    """A person's tactics from many tasks at once, the search working beside them."""

    async def act(search, watcher):
        attempts = await asyncio.gather(*(search.try_tactic(0, f"mine {i}") for i in range(20)))
        assert [a.tactic for a in attempts] == [f"mine {i}" for i in range(20)]
        await search.try_tactic(0, "win")

    game = Game([[("win", math.log(0.5), "proved"), *((f"mine {i}", -1.0, 0) for i in range(20))]], seed=9)
    result, _ = run(act, game, paused=True)
    assert result.proof == ("win",) and result.usage.tactics == 21
