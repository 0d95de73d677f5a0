"""What an outcome means for a search: for its graph, its listeners, its frontier and the states that are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from . import events as ev
from .budget import Meter
from .frontier import Frontier
from .game import Attempt, CounterModel, NewState, Outcome, Proposal
from .graph import Change, Node, SearchGraph, Status
from .listeners import Announcer
from .states import HeldStates


class End(Protocol):
    """Ends the search; the first reason counts."""

    def __call__(self, reason: ev.EndReason, error: str | None = None) -> None: ...


class Recorder:
    """Puts what has happened into the graph, announces it, and draws the consequences.

    ``created`` is called with every node after the root, ``closed`` with every one that need not be searched any longer.
    """

    def __init__(
        self,
        graph: SearchGraph,
        frontier: Frontier,
        states: HeldStates,
        meter: Meter,
        announce: Announcer,
        over: Callable[[], bool],
        end: End,
        created: Callable[[Node], None],
        closed: Callable[[Node], None],
    ) -> None:
        self._graph, self._frontier, self._states, self._meter = graph, frontier, states, meter
        self._announce, self._over, self._end = announce, over, end
        self._created, self._closed = created, closed
        self.counter_model: CounterModel | None = None
        """Of the root, once it is refuted."""

    def outcome(self, node: Node, proposal: Proposal, outcome: Outcome, elapsed: float) -> Attempt:
        """A tactic has been judged, ``elapsed`` seconds after that was asked for."""
        attempt = Attempt.of(proposal, outcome)
        state = outcome.state if isinstance(outcome, NewState) else None
        limit = self._meter.budget.nodes
        too_many = state is not None and limit is not None and len(self._graph) >= limit and self._graph.find(state.key) is None
        change = self._graph.record(node, attempt, None if too_many else state)
        attempt = change.attempt or attempt

        self._announce.tick()
        if attempt.child is not None and state is not None:
            child = self._graph[attempt.child]
            self._states.keep(child, state)
            about = dict(node=child.id, parent=node.id, tactic=attempt.tactic, depth=child.depth, logprob=child.logprob)
            if child is change.created:
                self._announce(ev.NodeCreated, key=state.key, goals=list(state.goals), **about)
            else:
                self._announce(ev.NodeMerged, better=child.via is attempt, **about)
        elif state is not None:
            self._states.spare(state)
        self._announce(ev.TacticTried, node=node.id, **vars(attempt))
        self._meter.count(attempt.outcome, attempt.seconds, elapsed)
        self._meter.usage.nodes = len(self._graph)
        self.follow_up(change)
        if too_many:
            self._end("nodes")
        return attempt

    def refuted(self, node: Node, found: CounterModel) -> None:
        """There is a counter-model of a node."""
        if self._over() or node.status is Status.PROVED:
            return
        if node is self._graph.root:
            self.counter_model = found
        self._announce.now(ev.NodeRefuted, node=node.id, counter_model=found.text)
        self.follow_up(self._graph.refute(node, found.text))
        if node is self._graph.root:
            self._end("refuted")

    def follow_up(self, change: Change) -> None:
        """Tell listeners, frontier and held states what a change of the graph means for them."""
        for node in change.closed:
            self._announce(ev.NodeClosed, node=node.id, status=node.status)
            self._closed(node)
        for node in change.reopened:
            self._announce(ev.NodeReopened, node=node.id, status=node.status)
        created = [] if change.created is None else [change.created]
        for node in [*created, *change.moved.values(), *change.reopened]:
            if node.status is Status.OPEN:
                self._frontier.push(node)
        self._states.stale(*change.closed)
        if not self._over() and self._graph.root.status is Status.PROVED:
            self._announce(ev.ProofFound, tactics=[step.tactic for step in self._graph.shortest_proof() or ()])
            self._end("proved")
        for node in created:
            self._created(node)
