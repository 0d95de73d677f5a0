"""The orders in which the algorithms work, and their names."""

import asyncio
from functools import partial

import pytest
from toy_games import Game, Watcher, play

from search import Beam, BestFirst, Budget, MonteCarlo, Search, UnknownAlgorithm, algorithm

# Two promising ways down to nowhere, and an unlikely one to a proof: states 0 → 1, 2, 3; below 1 and 2 chains; 3 proves.
CHAINS = [
    [("a", -0.1, 1), ("b", -0.2, 2), ("c", -3.0, 3)],
    [("a", -0.1, 4)],
    [("b", -0.1, 5)],
    [("c", -0.1, "proved")],
    [("a", -0.1, 6)],
    [("b", -0.1, 7)],
    [],
    [],
]


def order(frontier, game=None, **budget) -> list[str]:
    """The states in the order of their expansion."""
    search = Search(frontier=frontier)
    watcher = Watcher(search)
    play(search, game or Game(CHAINS), listeners=[watcher], budget=Budget(**budget))
    keys = {event.node: event.key for event in watcher.events if event.kind == "node_created"}
    return [keys[event.node] for event in watcher.events if event.kind == "node_selected"]


def test_a_beam_goes_level_by_level_and_comes_back_for_what_it_left_out():
    assert order(partial(Beam, width=1)) == ["s0", "s1", "s4", "s6", "s2", "s5", "s7", "s3"]
    assert order(partial(Beam, width=2)) == ["s0", "s1", "s2", "s4", "s5", "s6", "s7", "s3"]
    assert order(partial(Beam, width=3)) == ["s0", "s1", "s2", "s3"]


def test_eager_best_first_tries_all_tactics_of_a_state_at_once():
    selected = order(partial(BestFirst, eager=True))
    assert len(selected) == len(set(selected)), "none is put off"
    again = order(BestFirst)
    assert len(again) > len(set(again)), "without it states are put off and taken up again"


def test_monte_carlo_explores_what_best_first_would_leave_for_last():
    curious = order(partial(MonteCarlo, c=50.0))
    assert curious.index("s2") < curious.index("s4"), "both likely ways are entered before either is followed"


@pytest.mark.parametrize(
    ("spec", "made"),
    [
        ("best-first", BestFirst),
        ("best-first?alpha=0.5&eager=true", BestFirst),
        ("beam?width=3", Beam),
        ("mcts?c=2&gamma=0.9", MonteCarlo),
    ],
)
def test_algorithms_by_name(spec, made):
    factory = algorithm(spec)
    assert factory.func is made
    assert order(factory)[0] == "s0"


def test_settings_are_read_as_what_they_are():
    frontier = algorithm("best-first?alpha=1&eager=true")(None)
    assert (frontier.alpha, frontier.eager) == (1.0, True)
    assert algorithm("beam?width=7")(None).width == 7


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("depth-first", "best-first, beam, mcts"),
        ("beam?size=3", "no setting 'size'"),
        ("beam?width=many", "it takes a whole number"),
        ("beam?width=0", "at least 1"),
        ("best-first?alpha=2", "between 0 and 1"),
        ("best-first?alpha", "cannot be ''"),
        ("mcts?gamma=2", "between 0 and 1"),
    ],
)
def test_mistakes_in_a_name_are_told(spec, said):
    with pytest.raises(UnknownAlgorithm, match=said):
        algorithm(spec)


@pytest.mark.parametrize("spec", ["best-first", "best-first?eager=true", "beam?width=2", "mcts"])
def test_with_no_expansions_left_nodes_that_were_put_off_are_gone_on_with_and_the_search_ends(spec):
    """A node pruned in the middle of its expansion and let in again when the budget is spent."""

    async def scenario():
        search, game = Search(frontier=algorithm(spec)), Game(CHAINS, seed=1)

        def prune_in_the_middle(event):
            if event.kind == "tactic_tried" and event.node == 1:
                search.prune(1)
            if event.kind == "expansion_broken_off" and event.node == 1:
                search.prune(1, False)

        return await search.run(game.root, game, game, listeners=[prune_in_the_middle], budget=Budget(expansions=2))

    result = asyncio.run(asyncio.wait_for(scenario(), 60))
    assert result.reason == "expansions" and result.usage.expansions == 2
