import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from toy_games import check_invariants

from search import Attempt, BestFirst, ProofState, SearchGraph, Status


def state(name) -> ProofState:
    return ProofState(str(name), (f"⊢ {name}",))


def step(graph: SearchGraph, source: int, target, logprob: float = -1.0, tactic: str = "t"):
    return graph.record(
        graph[source], Attempt(tactic=tactic, logprob=logprob, source="test", outcome="new_state"), state(target)
    )


def expand(graph: SearchGraph, source: int, *targets):
    graph.select(graph[source])
    for target in targets:
        step(graph, source, target)
    return graph.finish(graph[source])


def prove(graph: SearchGraph, source: int, tactic: str = "done", logprob: float = -1.0):
    return graph.record(graph[source], Attempt(tactic=tactic, logprob=logprob, source="test", outcome="proved"))


def statuses(graph: SearchGraph) -> str:
    return " ".join(node.status.value for node in graph)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_invariants_hold_whatever_is_done(data):
    graph = SearchGraph(state(0))
    before = {}
    for _ in range(data.draw(st.integers(0, 25))):
        node = graph[data.draw(st.integers(0, len(graph) - 1))]
        act = data.draw(
            st.sampled_from(["step", "step", "step", "work", "work", "prune", "unprune", "prove", "error", "refute", "none"])
        )
        if act == "step":
            logprob = data.draw(st.sampled_from([0.0, -0.25, -1.0, -3.0]))
            change = step(graph, node.id, data.draw(st.integers(0, 7)), logprob)
        elif act == "refute":
            change = graph.refute(node, "x = 1")
        elif act == "none" and node.stage is Status.OPEN:
            change = graph.finish(node)
        elif act == "work" and node.stage is not Status.EXPANDING:
            change = graph.select(node)
        elif act == "work":
            change = (graph.finish if data.draw(st.integers(0, 4)) else graph.abandon)(node)
        elif act in ("prune", "unprune"):
            change = graph.prune(node, act == "prune")
        elif act == "error":
            change = graph.record(node, Attempt(tactic="t", logprob=-1.0, source="test", outcome="tactic_error"))
        elif act == "prove" and data.draw(st.integers(0, 3)) == 0:
            change = prove(graph, node.id)
        else:
            continue
        check_invariants(graph)
        # A change names exactly the nodes that closed or came back to life.
        dead = (Status.PROVED, Status.FAILED, Status.REFUTED, Status.PRUNED)
        closed = {n.id for n in graph if n.status in dead and before.get(n.id) is not n.status}
        reopened = {n.id for n in graph if n.status not in dead and before.get(n.id) in dead}
        assert {n.id for n in change.closed} == closed and {n.id for n in change.reopened} == reopened
        before = {n.id: n.status for n in graph}


def test_a_way_round_a_pruned_node_opens_what_lies_behind_a_proved_one():
    graph = SearchGraph(state("root"))
    step(graph, 0, "a", -1.0)
    graph.prune(graph[1])
    step(graph, 1, "b", -1.0)
    step(graph, 2, "c", -1.0)
    prove(graph, 2)
    assert statuses(graph) == "proved proved proved pruned"
    change = step(graph, 0, "b", -1.0, tactic="round")
    assert statuses(graph) == "proved proved proved open" and change.reopened == [graph[3]]
    check_invariants(graph)


def test_equal_states_are_one_node_and_the_better_path_wins_all_the_way_down():
    graph = SearchGraph(state("root"))
    step(graph, 0, "a", -1.0)
    step(graph, 0, "b", -5.0)
    step(graph, 2, "c", -1.0)
    assert (graph[3].logprob, graph[3].depth) == (-6.0, 2)
    change = step(graph, 1, "b", -1.0, tactic="shortcut")
    assert change.attempt.child == 2 and change.created is None and set(change.moved) == {2, 3}
    assert (graph[3].logprob, graph[3].depth) == (-3.0, 3)
    assert [a.tactic for a in graph.path(graph[3])] == ["t", "shortcut", "t"]
    assert len(graph) == 4
    check_invariants(graph)


def test_a_proof_reaches_every_ancestor_by_every_way():
    graph = SearchGraph(state(0))
    expand(graph, 0, "a", "b")
    expand(graph, 1, "c")
    expand(graph, 2, "c")
    change = prove(graph, 3)
    assert statuses(graph) == "proved proved proved proved"
    assert {n.id for n in change.closed} == {0, 1, 2, 3}


def test_the_shortest_proof_need_not_be_the_most_probable():
    graph = SearchGraph(state(0))
    step(graph, 0, "a", -0.1, "a")
    step(graph, 1, "b", -0.1, "b")
    step(graph, 0, "b", -9.0, "far")
    assert graph.shortest_proof() is None
    prove(graph, 2)
    assert [s.tactic for s in graph.shortest_proof()] == ["far", "done"]
    assert [s.tactic for s in graph.path(graph[2])] == ["a", "b"]


def test_the_shortest_of_several_proofs_by_the_most_probable_steps():
    graph = SearchGraph(state(0))
    step(graph, 0, "a", -0.1, "a")
    step(graph, 0, "a", -0.2, "a less likely")
    step(graph, 1, "b", -0.1, "b")
    for node, tactic, logprob in ((2, "long", -0.1), (1, "rare", -5.0), (1, "likely", -3.0)):
        prove(graph, node, tactic, logprob)
    assert [s.tactic for s in graph.shortest_proof()] == ["a", "likely"]
    check_invariants(graph)


def test_a_cycle_without_a_way_out_fails_and_not_before():
    graph = SearchGraph(state("root"))
    expand(graph, 0, "a")
    expand(graph, 1, "b", "out")
    expand(graph, 2, "a")
    assert statuses(graph) == "expanded expanded expanded open"
    expand(graph, 3)
    assert statuses(graph) == "failed failed failed failed"


def test_a_state_that_leads_to_itself_fails():
    graph = SearchGraph(state("root"))
    expand(graph, 0, "root")
    assert statuses(graph) == "failed"


def test_a_new_way_out_of_a_failed_node_revives_its_ancestors():
    graph = SearchGraph(state("root"))
    expand(graph, 0, "a")
    expand(graph, 1, "b")
    expand(graph, 2)
    assert statuses(graph) == "failed failed failed"
    change = step(graph, 1, "c", 0.0)
    assert statuses(graph) == "expanded expanded failed open"
    assert {n.id for n in change.reopened} == {0, 1}


def test_pruning_closes_what_can_only_be_reached_through_the_node_and_can_be_taken_back():
    graph = SearchGraph(state("root"))
    expand(graph, 0, "a", "b")
    expand(graph, 1, "only", "both")
    expand(graph, 2, "both")
    graph.prune(graph[1])
    assert statuses(graph) == "expanded pruned expanded pruned open"
    graph.prune(graph[2])
    assert statuses(graph) == "failed pruned pruned pruned pruned"
    graph.prune(graph[1], False)
    assert statuses(graph) == "expanded expanded pruned open open"


def test_a_new_way_around_a_pruned_node_reopens_what_lies_below_it():
    graph = SearchGraph(state("root"))
    expand(graph, 0, "a", "b")
    expand(graph, 1, "below")
    graph.prune(graph[1])
    assert graph[3].status is Status.PRUNED
    step(graph, 2, "below")
    assert graph[3].status is Status.OPEN and graph[1].status is Status.PRUNED


def test_a_refuted_state_is_closed_whatever_leads_to_it():
    graph = SearchGraph(state("root"))
    expand(graph, 0, "a", "b")
    expand(graph, 1, "false", "below")
    change = graph.refute(graph[3], "x = 1")
    assert change.closed == [graph[3]] and statuses(graph) == "expanded expanded open refuted open"
    expand(graph, 4)
    assert statuses(graph) == "expanded failed open refuted failed"
    expand(graph, 2, "false")
    assert statuses(graph) == "failed failed failed refuted failed"
    prove(graph, 3)
    assert statuses(graph) == "proved proved proved proved failed", "Lean is right"


def test_no_such_node():
    with pytest.raises(KeyError):
        SearchGraph(state(0))[1]
    with pytest.raises(KeyError):
        SearchGraph(state(0))[-1]


# The best-first frontier


def pops(frontier) -> list[str]:
    out = []
    while (node := frontier.pop()) is not None:
        out.append(node.state.key)
        node.status = Status.EXPANDING
    return out


def ordered(alpha: float = 0.0, pin=None) -> list[str]:
    graph = SearchGraph(state("root"))
    graph.select(graph.root)
    frontier = BestFirst(graph, alpha)
    step(graph, 0, "x", -1.0)
    step(graph, 1, "xx", -1.0)
    step(graph, 2, "xxx", -1.0)
    step(graph, 0, "y", -1.6)
    for node in list(graph)[1:]:
        frontier.push(node)
    if pin is not None:
        graph.pin(graph.find(pin))
        for node in list(graph)[1:]:
            frontier.push(node)
    return pops(frontier)


def test_best_first_takes_the_most_probable_first():
    assert ordered() == ["x", "y", "xx", "xxx"]


def test_length_normalization_favours_depth():
    # scores at alpha 1: x -1, xx -2/2, xxx -3/3, y -1.6
    assert ordered(alpha=1.0) == ["x", "xx", "xxx", "y"]
    # at alpha 0.5: xx -1.41, y -1.6, xxx -1.73
    assert ordered(alpha=0.5) == ["x", "xx", "y", "xxx"]
    with pytest.raises(ValueError):
        ordered(alpha=1.5)


def test_what_lies_below_a_pinned_node_comes_first():
    assert ordered(pin="xx") == ["xx", "xxx", "x", "y"]


def test_a_pin_taken_back_is_forgotten():
    graph = SearchGraph(state("root"))
    graph.select(graph.root)
    frontier = BestFirst(graph)
    for name, logprob in (("a", -1.0), ("b", -9.0)):
        frontier.push(step(graph, 0, name, logprob).created)
    for pinned in (True, False):
        graph.pin(graph[2], pinned)
        frontier.push(graph[2])
    assert pops(frontier) == ["a", "b"]


def test_a_better_path_moves_a_node_up_and_it_is_popped_once():
    graph = SearchGraph(state("root"))
    graph.select(graph.root)
    frontier = BestFirst(graph)
    for name, logprob in (("a", -1.0), ("b", -9.0), ("c", -2.0)):
        frontier.push(step(graph, 0, name, logprob).created)
    for node in step(graph, 0, "b", -0.5).moved.values():
        frontier.push(node)
    assert pops(frontier) == ["b", "a", "c"]
