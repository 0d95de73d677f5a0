import asyncio
import logging
from contextlib import suppress
from functools import partial
from itertools import pairwise

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from toy_games import Game, Watcher, binary_tree, chain, games, play, snapshot

from search import (
    Beam,
    BestFirst,
    Budget,
    MonteCarlo,
    NewState,
    ProofState,
    Proposal,
    Proved,
    Search,
    Status,
    TacticError,
    replay,
)

setups = st.fixed_dictionaries(
    {
        "concurrency": st.integers(1, 8),
        "frontier": st.sampled_from(
            [
                BestFirst,
                partial(BestFirst, alpha=0.5),
                partial(BestFirst, eager=True),
                partial(Beam, width=1),
                partial(Beam, width=3),
                MonteCarlo,
                partial(MonteCarlo, c=0.0),
            ]
        ),
    }
)


@given(games(), setups, st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_finds_a_proof_exactly_if_there_is_one(game, setup, seed):
    game.seed = seed
    game.__post_init__()
    search = Search(**setup)
    watcher = Watcher(search)
    result = play(search, game, listeners=[watcher])
    assert not watcher.problems
    if game.shortest() is None:
        assert result.reason == "exhausted" and not result.proved and result.graph.root.status is Status.FAILED
    else:
        assert result.reason == "proved" and game.proves(result.proof)
        assert [list(result.proof)] == [e.tactics for e in watcher.events if e.kind == "proof_found"]
    assert game.live == {0}, "all states but the root's are given back"
    assert len({n.state.key for n in result.graph}) == len(result.graph) == result.usage.nodes
    assert result.usage.tactics == watcher.kinds().count("tactic_tried") == sum(result.usage.outcomes.values())
    assert result.usage.expansions == sum(e.kind == "node_selected" and not e.again for e in watcher.events)
    assert watcher.kinds()[0] == "search_started" and watcher.kinds()[-1] == "search_ended"
    assert [e.seq for e in watcher.events] == list(range(len(watcher.events)))
    assert all(a.t <= b.t for a, b in pairwise(watcher.events))
    assert snapshot(replay(watcher.events)) == snapshot(search.graph)
    last = {e.node: e.status for e in watcher.events if e.kind in ("node_closed", "node_reopened")}
    closed = (Status.PROVED, Status.FAILED, Status.PRUNED)
    assert {i: s for i, s in last.items() if s in closed} == {n.id: n.status for n in search.graph if n.status in closed}


@given(games(uniform=True))
@settings(max_examples=100, deadline=None)
def test_equal_probabilities_give_a_shortest_proof(game):
    result = play(Search(), game)
    assert (len(result.proof) if result.proved else None) == game.shortest()


@given(games())
@settings(max_examples=50, deadline=None)
def test_two_runs_tell_the_same_events(game):
    def told():
        search = Search()
        watcher = Watcher(search)
        play(search, Game(game.moves), listeners=[watcher])
        times = {"t": 0.0, "usage": None}
        return [event.model_copy(update=times) for event in watcher.events]

    assert told() == told()


@given(games(provable=False), setups, st.integers(0, 2**32), st.data())
@settings(max_examples=100, deadline=None)
def test_budgets_are_held_exactly(game, setup, seed, data):
    game.seed = seed
    game.__post_init__()
    free = play(Search(**setup), Game(game.moves)).usage
    budget = Budget(
        expansions=data.draw(st.none() | st.integers(0, 8)),
        nodes=data.draw(st.none() | st.integers(1, 8)),
        tactics=data.draw(st.none() | st.integers(0, 20)),
    )
    search = Search(**setup)
    watcher = Watcher(search)
    result = play(search, game, budget=budget, listeners=[watcher])
    used, limits = result.usage, budget.model_dump(exclude={"seconds"}, exclude_none=True)
    assert all(getattr(used, what) <= limit for what, limit in limits.items())
    assert not watcher.problems and game.live == {0}
    if result.reason == "exhausted":
        assert (used.nodes, used.tactics) == (free.nodes, free.tactics)
    else:
        assert getattr(used, result.reason) == limits[result.reason], "a limit that ended it was reached"
    if all(getattr(free, what) <= limit for what, limit in limits.items()) and limits.get("tactics") != free.tactics:
        # Who has spent the last tactic does not ask whether the nodes still open have any.
        assert result.reason == "exhausted"
    assert snapshot(replay(watcher.events)) == snapshot(search.graph)


@pytest.mark.parametrize(("eager", "tactics"), [(True, 13), (False, 5)])
def test_a_budget_just_large_enough_finds_the_proof(eager, tactics):
    search = lambda: Search(frontier=partial(BestFirst, eager=eager))  # noqa: E731
    used = play(search(), chain(5, width=3)).usage
    assert (used.expansions, used.nodes, used.tactics) == (5, 5, tactics)
    assert play(search(), chain(5, width=3), budget=Budget(expansions=5, nodes=5, tactics=tactics)).proved
    for short in (Budget(expansions=4), Budget(nodes=4), Budget(tactics=tactics - 1)):
        result = play(search(), chain(5, width=3), budget=short)
        assert not result.proved
        assert {result.reason: getattr(short, result.reason)} == short.model_dump(exclude_none=True)


def test_a_node_is_put_off_for_a_more_probable_one_and_gone_on_with_later():
    game = Game([[("a", -0.1, 1), ("b", -1.0, 1), ("c", -3.0, "proved")], [("d", -0.5, 2), ("e", -4.0, 2)], []])
    watcher = Watcher(search := Search())
    assert play(search, game, listeners=[watcher]).proved
    assert [e.tactic for e in watcher.events if e.kind == "tactic_tried"] == ["a", "d", "b", "c"]
    assert [(e.node, e.again) for e in watcher.events if e.kind == "node_selected"] == [
        (0, False), (1, False), (2, False), (0, True)]  # fmt: skip
    assert not watcher.problems and search.graph.root.attempts[-1].tactic == "c"


@given(games(), st.data())
@settings(max_examples=50, deadline=None)
def test_a_replay_shows_the_graph_of_that_moment(game, data):
    search = Search(concurrency=3)
    events, moments = [], {}

    def listener(event):
        events.append(event)
        if event.kind in ("tactic_tried", "node_selected", "node_expanded", "expansion_broken_off"):
            moments[event.seq] = snapshot(search.graph)

    play(search, game, listeners=[listener])
    if moments:
        seq = data.draw(st.sampled_from(sorted(moments)))
        assert snapshot(replay(events[: seq + 1])) == moments[seq]
        known = [e.node for e in events if e.kind == "node_created" and e.t <= events[seq].t]
        assert [n.id for n in replay(events, until=events[seq].t)] == known


def test_nodes_expanded_together_are_proposed_for_in_one_batch():
    game = binary_tree(4)
    play(Search(concurrency=8), game)
    assert [len(batch) for batch in game.asked] == [1, 2, 4, 8]


def test_tactics_start_in_rank_order_one_at_a_time():
    game = Game([[(f"t{i}", -0.1 * i, "error") for i in range(8)]], seed=1)
    started = []
    judge = game.apply

    async def apply(state, tactic):
        started.append(tactic)
        return await judge(state, tactic)

    game.apply = apply
    assert play(Search(), game).reason == "exhausted"
    assert started == [f"t{i}" for i in range(8)] and game.most_in_flight == 1


def test_a_proof_ends_the_search_while_others_are_at_work():
    class Slow(Game):
        cancelled = 0

        async def apply(self, state, tactic):
            if tactic == "hang":
                try:
                    await asyncio.sleep(60)
                except asyncio.CancelledError:
                    self.cancelled += 1
                    raise
            return await super().apply(state, tactic)

    game = Slow([[("a", -0.1, 1), ("b", -0.2, 2)], [("hang", 0.0, "error")], [("win", 0.0, "proved")]])
    search = Search(concurrency=2)
    result = play(search, game, seconds=5)
    assert result.proof == ("b", "win") and game.cancelled == 1 and game.live == {0}
    assert search.graph[1].stage is Status.OPEN, "broken off"


def test_time_is_enforced_on_work_in_flight():
    game = Game([[("hang", 0.0, "error")]])

    async def hang(state, tactic):
        await asyncio.sleep(60)

    game.apply = hang
    search = Search()
    watcher = Watcher(search)
    result = play(search, game, budget=Budget(seconds=0.05), listeners=[watcher], seconds=5)
    assert result.reason == "time" and 0.05 <= result.usage.seconds_total < 4.0
    assert watcher.kinds()[-2:] == ["expansion_broken_off", "search_ended"]


def test_time_is_enforced_on_an_environment_that_never_yields():
    class Endless(Game):
        async def apply(self, state, tactic):
            return NewState(ProofState(f"s{int(state.key[1:]) + 1}", ()))

        async def propose(self, states):
            return await Game([[("go", 0.0, 0)]]).propose([ProofState("s0", ())])

        async def release(self, states):
            pass

    result = play(Search(), Endless([[]]), budget=Budget(seconds=0.1), seconds=5)
    assert result.reason == "time" and result.usage.nodes > 5 and result.usage.seconds_total < 4.0


def test_an_answer_that_comes_as_the_search_ends_is_given_back():
    class Late(Game):
        async def apply(self, state, tactic):
            with suppress(asyncio.CancelledError):  # it was just about to answer
                await asyncio.sleep(60)
            return await super().apply(state, tactic)

    game = Late([[("a", -0.1, 1)], []])
    result = play(Search(), game, budget=Budget(seconds=0.02))
    assert result.reason == "time" and len(result.graph) == 1 and game.handles == 1 and game.live == {0}


def test_a_duplicate_is_released_unless_it_is_the_same():
    game = Game([[("a", -0.1, 1), ("b", -0.2, 1), ("c", -0.3, 0)], []])
    released = []

    async def release(states):
        released.extend(s.handle for s in states)

    game.release = release
    play(Search(), game)
    assert sorted(released) == [1, 2, 3]

    class Canonical(Game):
        async def apply(self, state, tactic):
            outcome = await super().apply(state, tactic)
            return NewState(ProofState(outcome.state.key, (), handle=outcome.state.key))

    game = Canonical(game.moves, live={"s0", "s1"})
    game.release = release
    released.clear()
    search = Search(frontier=partial(BestFirst, eager=True))
    asyncio.run(search.run(ProofState("s0", (), handle="s0"), game, game))
    assert released == ["s1"]


# What goes wrong outside


@pytest.mark.parametrize("where", ["apply", "propose", "release"])
def test_an_exception_outside_ends_the_search_and_is_told(where, caplog):
    game = Game([[("a", -0.1, 1), ("b", -0.1, 1)], []])

    async def broken(*_):
        raise ConnectionError("the line is dead")

    setattr(game, where, broken)
    search = Search()
    watcher = Watcher(search)
    with caplog.at_level(logging.CRITICAL):
        result = play(search, game, listeners=[watcher])
    assert result.reason == "error" and result.error == "ConnectionError: the line is dead"
    assert watcher.events[-1].error == result.error and not watcher.problems


@pytest.mark.parametrize("answer", [[], [[], []]])
def test_a_policy_that_answers_for_the_wrong_number_of_states(answer):
    game = chain(2)

    async def propose(states):
        return answer

    game.propose = propose
    result = play(Search(), game)
    assert result.reason == "error" and f"{len(answer)} lists for 1 states" in result.error


@pytest.mark.parametrize("logprob", [0.5, float("nan"), float("-inf")])
def test_a_log_probability_that_is_none(logprob):
    result = play(Search(), Game([[("t", logprob, "error")]]))
    assert result.reason == "error" and "log-probability of `t`" in result.error


def test_an_outcome_that_is_none():
    game = chain(1)

    async def apply(state, tactic):
        return "fine"

    game.apply = apply
    result = play(Search(), game)
    assert result.reason == "error" and "str" in result.error


def test_a_call_cancelled_from_outside_is_an_error_and_not_a_hang():
    game = chain(1)

    async def apply(state, tactic):
        raise asyncio.CancelledError

    game.apply = apply
    result = play(Search(), game)
    assert result.reason == "error" and "cancelled" in result.error


def test_gave_up_counts_as_a_failed_tactic():
    result = play(Search(), Game([[("boom", 0.0, "gave_up"), ("go", -1.0, "proved")]]))
    assert result.proof == ("go",) and result.usage.outcomes == {"gave_up": 1, "proved": 1}
    (boom, _) = result.graph.root.attempts
    assert (boom.outcome, boom.reason, boom.message) == ("gave_up", "crash", "gone")


def test_a_tactic_proposed_twice_is_tried_once_at_its_best_rank():
    game = Game([[("a", -0.1, "error"), ("b", -0.2, "error"), ("a", -0.3, "error")]])
    result = play(Search(), game)
    assert [(a.tactic, a.logprob) for a in result.graph.root.attempts] == [("a", -0.1), ("b", -0.2)]


@given(games(), st.integers(0, 60), setups, st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_cancelling_leaves_nothing_behind(game, turns, setup, seed):
    game.seed = seed
    game.__post_init__()
    search = Search(**setup)
    watcher = Watcher(search)

    async def main():
        task = asyncio.ensure_future(search.run(game.root, game, game, listeners=[watcher]))
        for _ in range(turns):
            await asyncio.sleep(0)
        if not watcher.events or task.done():
            await asyncio.wait([task])
            return False
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            assert asyncio.all_tasks() == {asyncio.current_task()}
            return True
        return False

    asyncio.run(main())
    assert watcher.kinds()[-1] == "search_ended" and watcher.kinds().count("search_ended") == 1
    assert game.live == {0} and game.in_flight == 0 and not watcher.problems


def test_cancelling_while_it_winds_up_waits_for_that_too():
    game = chain(2)
    entered = asyncio.Event()

    async def release(states):
        entered.set()
        for _ in range(20):
            await asyncio.sleep(0)
        game.live.difference_update(s.handle for s in states)

    async def main():
        search = Search(interactive=True)
        watcher = Watcher(search)
        task = asyncio.ensure_future(search.run(game.root, game, game, listeners=[watcher]))
        await entered.wait()
        assert "proof_found" in watcher.kinds() and "search_ended" not in watcher.kinds()
        for _ in range(3):
            task.cancel()
            await asyncio.sleep(0)
        with pytest.raises(asyncio.CancelledError):
            await task
        assert watcher.kinds()[-1] == "search_ended" and game.live == {0}

    game.release = release
    asyncio.run(main())


def test_a_release_in_progress_does_not_hold_up_the_search():
    game = chain(6)
    done = asyncio.Event()

    async def release(states):
        await done.wait()

    def listener(event):
        if event.kind == "proof_found":
            done.set()

    game.release = release
    assert play(Search(), game, listeners=[listener], seconds=5).proved


def test_runs_once():
    search = Search()
    play(search, chain(1))
    with pytest.raises(RuntimeError, match="once"):
        play(search, chain(1))


def test_a_search_of_numbers():
    """Reach 37 from 1 by doubling and adding three, and not above 100, in as few steps as brute force finds."""

    class Numbers:
        name = "numbers"

        def __init__(self):
            self.steps = {"double": lambda n: 2 * n, "add 3": lambda n: n + 3}

        async def apply(self, state, tactic):
            number = self.steps[tactic](int(state.key))
            if number > 100:
                return TacticError("too large")
            if number == 37:
                return Proved()
            return NewState(ProofState(str(number), (f"{number} ⟶ 37",)))

        async def release(self, states):
            pass

        async def propose(self, states):
            return [[Proposal(t, -0.7) for t in self.steps] for _ in states]

    numbers = Numbers()
    level, fewest = {1}, 0
    while 37 not in level:
        level = {f(n) for n in level for f in numbers.steps.values()}
        fewest += 1
    result = asyncio.run(Search().run(ProofState("1", ("1 ⟶ 37",)), numbers, numbers))
    assert len(result.proof) == fewest
