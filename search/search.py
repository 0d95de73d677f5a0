"""One search for one proof, and the commands to it; the order of work is its frontier's."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from . import events as ev
from .budget import UNLIMITED, Budget, Usage
from .expansions import checked
from .frontier import BestFirst, FrontierFactory
from .game import Attempt, CounterModel, Environment, NewState, Policy, ProofState, Proposal, Refuter
from .graph import Node, SearchGraph, Status
from .running import RunningSearch


class SearchOver(RuntimeError):
    """A command came to a search that is not running, or has no budget left for it."""


class StateLost(RuntimeError):
    """A state that had been released could not be reached again by the tactics that led to it."""


@dataclass(frozen=True)
class SearchResult:
    """How a search ended.  ``proof`` is the environment's claim; whoever says "proved" checks it first."""

    reason: ev.EndReason
    proof: tuple[str, ...] | None
    """The tactics in order, as few as the graph allows."""
    error: str | None
    usage: Usage
    graph: SearchGraph
    cause: BaseException | None = None
    """With reason ``error``: what the environment or the policy raised."""
    counter_model: CounterModel | None = None
    """With reason ``refuted``: values under which the root is false; the refuter's claim, to be checked."""

    @property
    def proved(self) -> bool:
        return self.proof is not None


class Search:
    """One search; ``run`` it once.  The other methods are commands to it while it runs, from the same thread.

    ``concurrency``: how many nodes are expanded at once, one tactic at a time at each; more where the environment judges more
    tactics at once.  ``interactive``: a person is at the other end; with nothing left to expand the search waits for a command
    instead of ending, and states are kept at hand.  ``frontier`` makes the order of expansion, e.g. ``algorithm("beam?width=8")``.

    With ``concurrency=1``, a deterministic environment and a deterministic policy, two runs give the same events but
    for the times.
    """

    def __init__(self, *, frontier: FrontierFactory = BestFirst, concurrency: int = 1, interactive: bool = False) -> None:
        if concurrency < 1:
            raise ValueError("concurrency must be at least 1")
        self._prepared = partial(RunningSearch, frontier=frontier, concurrency=concurrency, interactive=interactive)
        self._begin_paused = False
        self._running: RunningSearch | None = None

    async def run(
        self,
        root: ProofState,
        environment: Environment,
        policy: Policy,
        *,
        listeners: Iterable[ev.Listener] = (),
        budget: Budget = UNLIMITED,
        refuter: Refuter | None = None,
        info: Mapping[str, Any] | None = None,
    ) -> SearchResult:
        """Search for a proof of ``root`` until one is found, nothing is left to try, or the budget is spent.

        An exception of the environment or the policy ends the search with reason ``error``, and is in the result.  When cancelled it winds up (``search_ended`` says ``stopped``) and raises ``CancelledError``.
        ``refuter`` is asked about every new state, beside the search; what it refutes is searched no further, and the search
        ends with reason ``refuted`` if that is the root.  ``info`` goes into ``search_started``.  Raises ``RuntimeError`` if it has been run before.
        """
        if self._running is not None:
            raise RuntimeError("a Search runs once; make a new one")
        running = self._prepared(root, environment, policy, refuter, listeners, budget, self._begin_paused)
        self._running = running
        await running.run(info or {})
        assert running.reason is not None
        proof = running.graph.shortest_proof()
        tactics = None if proof is None else tuple(step.tactic for step in proof)
        return SearchResult(
            running.reason, tactics, running.error, running.meter.usage, running.graph, running.cause,
            running.record.counter_model if running.reason == "refuted" else None,
        )  # fmt: skip

    @property
    def graph(self) -> SearchGraph:
        """The graph so far, to read.  Raises ``SearchOver`` before the search has begun."""
        if self._running is None:
            raise SearchOver("the search has not begun")
        return self._running.graph

    def pause(self) -> None:
        """Select no further node; expansions under way finish.  The budget's clock stands still."""
        self._set_paused(True)

    def resume(self) -> None:
        """Take up again after ``pause`` or ``step``."""
        self._set_paused(False)

    def step(self) -> None:
        """Pause, but for one more expansion, or for going on with one that was put off.  Raises ``SearchOver``."""
        running = self._under_way()
        self.pause()
        running.steps += 1
        running.wake()

    def stop(self) -> None:
        """End the search; ``run`` returns with reason ``stopped``.  Raises ``SearchOver``."""
        self._under_way().end("stopped")

    def prune(self, node: int, pruned: bool = True) -> None:
        """Keep the search out of a node and of what can only be reached through it, or let it in again.

        Raises ``KeyError`` for no node, ``SearchOver``.
        """
        running = self._under_way()
        change = running.graph.prune(running.graph[node], pruned)
        running.announce.now(ev.NodePruned, node=node, pruned=pruned)
        running.record.follow_up(change)
        running.wake()

    def pin(self, node: int, pinned: bool = True) -> None:
        """Have the search work below a node first, or no longer.  Raises ``KeyError`` for no node, ``SearchOver``."""
        running = self._under_way()
        running.graph.pin(running.graph[node], pinned)
        running.announce.now(ev.NodePinned, node=node, pinned=pinned)
        for other in running.graph:
            if other.status is Status.OPEN:
                running.frontier.push(other)

    async def try_tactic(self, node: int, tactic: str, source: str = "user", logprob: float = 0.0) -> Attempt:
        """Try a tactic at a node now, paused or not, and return what came of it.

        A tactic tried there before is not tried again, unless the environment gave up on it.  Raises
        ``KeyError`` for no node, ``SearchOver`` if the search ends first, ``StateLost``.
        """
        running = self._under_way()
        target = running.graph[node]
        known = target.attempt(tactic)
        if known is not None and known.outcome != "gave_up":
            return known
        return await running.tasks.command(_try(running, target, checked(Proposal(tactic, logprob, source), source)))

    async def more_proposals(self, node: int, policy: Policy | None = None) -> list[Attempt]:
        """Ask the policy (again), or another one, about a node now, try what is new, and return what came of that.

        Counts as an expansion.  Raises as ``try_tactic``.
        """
        running = self._under_way()
        return await running.tasks.command(_expand(running, running.graph[node], policy))

    def _under_way(self) -> RunningSearch:
        if self._running is None or self._running.over():
            raise SearchOver("the search is not running")
        return self._running

    def _set_paused(self, paused: bool) -> None:
        running = self._running
        if running is None:
            self._begin_paused = paused
        elif not running.over() and paused != running.meter.paused:
            (running.meter.pause if paused else running.meter.resume)()
            running.steps = 0
            running.announce.now(ev.SearchPaused, paused=paused)
            running.wake()


async def _try(running: RunningSearch, node: Node, proposal: Proposal) -> Attempt:
    with running.states.using(node):
        await _restore(running, node)
        if running.meter.out_of_tactics():
            raise SearchOver("the budget of tactics is spent")
        attempt = await running.expansions.judge(node, proposal)
    if attempt is None:
        raise SearchOver(f"the search ended: {running.reason}")
    await running.release()
    return attempt


async def _expand(running: RunningSearch, node: Node, policy: Policy | None) -> list[Attempt]:
    before = len(node.attempts)
    with running.states.using(node):
        expansions = running.expansions
        if node.id not in expansions.under_way:
            await _restore(running, node)
        if node.id not in expansions.under_way:
            if running.over():
                raise SearchOver(f"the search ended: {running.reason}")
            if (spent := running.meter.spent()) is not None:
                raise SearchOver(f"the budget of {spent} is spent")
            expansions.begin(node, asking=True)
            running.tasks.spawn(expansions.expand([node], commanded=True, policy=policy))
        if (over := expansions.under_way[node.id].over) is not None:
            await asyncio.wait([over])
    return node.attempts[before:]


async def _restore(running: RunningSearch, node: Node) -> ProofState:
    """The node's state; if it was released, made again by the last step of its best path."""
    state = running.states.get(node)
    if state is not None:
        return state
    assert node.parent is not None and node.via is not None, "the root's state is never released"
    parent, tactic = running.graph[node.parent], node.via.tactic
    with running.states.using(parent):
        before = await _restore(running, parent)
        outcome = await running.tasks.ask(running.environment.apply(before, tactic))
    if outcome is None:
        raise SearchOver(f"the search ended: {running.reason}")
    if isinstance(outcome, NewState):
        if outcome.state.key == node.state.key:
            return running.states.keep(node, outcome.state)
        running.states.spare(outcome.state)
    raise StateLost(f"node {node.id} cannot be reached again: `{tactic}` now leads elsewhere")
