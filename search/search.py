"""One search for one proof, and the commands to it; the order of work is its frontier's."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from . import events as ev
from .budget import UNLIMITED, Budget, Usage
from .engine import Engine, Settings, checked
from .frontier import BestFirst, FrontierFactory
from .game import Environment, NewState, Policy, ProofState, Proposal
from .graph import Attempt, Node, SearchGraph, Status


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

    @property
    def proved(self) -> bool:
        return self.proof is not None


class Search:
    """One search; ``run`` it once.  The other methods are commands to it while it runs, from the same thread.

    ``concurrency``: how many nodes are expanded at once.  ``tactics_at_once``: how many tactics are judged at
    once at each of them; they start in the order of their rank.  ``interactive``: a person is at the other end;
    with nothing left to expand the search waits for a command instead of ending, and states are kept at hand.
    ``frontier`` makes the order of expansion, e.g. ``algorithm("beam?width=8")``.

    With ``concurrency=1`` and ``tactics_at_once=1``, a deterministic environment and a deterministic policy,
    two runs tell the same events but for the times.
    """

    def __init__(
        self,
        *,
        frontier: FrontierFactory = BestFirst,
        concurrency: int = 1,
        tactics_at_once: int = 1,
        interactive: bool = False,
    ) -> None:
        if concurrency < 1 or tactics_at_once < 1:
            raise ValueError("concurrency and tactics_at_once must be at least 1")
        self._settings = Settings(frontier, concurrency, tactics_at_once, interactive)
        self._begin_paused = False
        self._engine: Engine | None = None

    async def run(
        self,
        root: ProofState,
        environment: Environment,
        policy: Policy,
        *,
        listeners: Iterable[ev.Listener] = (),
        budget: Budget = UNLIMITED,
        info: Mapping[str, Any] | None = None,
    ) -> SearchResult:
        """Search for a proof of ``root`` until one is found, nothing is left to try, or the budget is spent.

        An exception of the environment or the policy ends the search with reason ``error`` and is told in the
        result.  When cancelled it winds up (``search_ended`` says ``stopped``) and raises ``CancelledError``.
        ``info`` goes into ``search_started``.  Raises ``RuntimeError`` if it has been run before.
        """
        if self._engine is not None:
            raise RuntimeError("a Search runs once; make a new one")
        engine = Engine(self._settings, root, environment, policy, listeners, budget, self._begin_paused)
        self._engine = engine
        await engine.run(info or {})
        assert engine.reason is not None
        proof = engine.graph.shortest_proof()
        tactics = None if proof is None else tuple(step.tactic for step in proof)
        return SearchResult(engine.reason, tactics, engine.error, engine.meter.usage, engine.graph, engine.cause)

    @property
    def graph(self) -> SearchGraph:
        """The graph so far, to read.  Raises ``SearchOver`` before the search has begun."""
        if self._engine is None:
            raise SearchOver("the search has not begun")
        return self._engine.graph

    def pause(self) -> None:
        """Select no further node; expansions under way finish.  The budget's clock stands still."""
        self._set_paused(True)

    def resume(self) -> None:
        """Take up again after ``pause`` or ``step``."""
        self._set_paused(False)

    def step(self) -> None:
        """Pause, but for one more expansion, or for going on with one that was put off.  Raises ``SearchOver``."""
        engine = self._running()
        self.pause()
        engine.steps += 1
        engine.wake()

    def stop(self) -> None:
        """End the search; ``run`` returns with reason ``stopped``.  Raises ``SearchOver``."""
        self._running().end("stopped")

    def prune(self, node: int, pruned: bool = True) -> None:
        """Keep the search out of a node and of what can only be reached through it, or let it in again.

        Raises ``KeyError`` for no node, ``SearchOver``.
        """
        engine = self._running()
        change = engine.graph.prune(engine.graph[node], pruned)
        engine.announce.tick()
        engine.announce(ev.NodePruned, node=node, pruned=pruned)
        engine.follow_up(change)
        engine.wake()

    def pin(self, node: int, pinned: bool = True) -> None:
        """Have the search work below a node first, or no longer.  Raises ``KeyError`` for no node, ``SearchOver``."""
        engine = self._running()
        engine.graph.pin(engine.graph[node], pinned)
        engine.announce.tick()
        engine.announce(ev.NodePinned, node=node, pinned=pinned)
        for other in engine.graph:
            if other.status is Status.OPEN:
                engine.frontier.push(other)

    async def try_tactic(self, node: int, tactic: str, source: str = "user", logprob: float = 0.0) -> Attempt:
        """Try a tactic at a node now, paused or not, and return what came of it.

        A tactic tried there before is not tried again, unless the environment gave up on it.  Raises
        ``KeyError`` for no node, ``SearchOver`` if the search ends first, ``StateLost``.
        """
        engine = self._running()
        target = engine.graph[node]
        known = target.attempt(tactic)
        if known is not None and known.outcome != "gave_up":
            return known
        return await engine.tasks.command(_try(engine, target, checked(Proposal(tactic, logprob, source), source)))

    async def more_proposals(self, node: int, policy: Policy | None = None) -> list[Attempt]:
        """Ask the policy (again), or another one, about a node now, try what is new, and return what came of that.

        Counts as an expansion.  Raises as ``try_tactic``.
        """
        engine = self._running()
        return await engine.tasks.command(_expand(engine, engine.graph[node], policy))

    def _running(self) -> Engine:
        if self._engine is None or self._engine.over():
            raise SearchOver("the search is not running")
        return self._engine

    def _set_paused(self, paused: bool) -> None:
        engine = self._engine
        if engine is None:
            self._begin_paused = paused
        elif not engine.over() and paused != engine.meter.paused:
            (engine.meter.pause if paused else engine.meter.resume)()
            engine.steps = 0
            engine.announce.tick()
            engine.announce(ev.SearchPaused, paused=paused)
            engine.wake()


async def _try(engine: Engine, node: Node, proposal: Proposal) -> Attempt:
    with engine.states.using(node):
        await _restore(engine, node)
        if engine.meter.out_of_tactics():
            raise SearchOver("the budget of tactics is spent")
        attempt = await engine.judge(node, proposal)
    if attempt is None:
        raise SearchOver(f"the search ended: {engine.reason}")
    await engine.release()
    return attempt


async def _expand(engine: Engine, node: Node, policy: Policy | None) -> list[Attempt]:
    before = len(node.attempts)
    with engine.states.using(node):
        if node.id not in engine.under_way:
            await _restore(engine, node)
        if node.id not in engine.under_way:
            if engine.over():
                raise SearchOver(f"the search ended: {engine.reason}")
            if (spent := engine.meter.spent()) is not None:
                raise SearchOver(f"the budget of {spent} is spent")
            engine.begin(node, asking=True)
            engine.tasks.spawn(engine.expand([node], commanded=True, policy=policy))
        await asyncio.wait([engine.under_way[node.id]])
    return node.attempts[before:]


async def _restore(engine: Engine, node: Node) -> ProofState:
    """The node's state; if it was released, made again by the last step of its best path."""
    state = engine.states.get(node)
    if state is not None:
        return state
    assert node.parent is not None and node.via is not None, "the root's state is never released"
    parent, tactic = engine.graph[node.parent], node.via.tactic
    with engine.states.using(parent):
        before = await _restore(engine, parent)
        outcome = await engine.tasks.ask(engine.environment.apply(before, tactic))
    if outcome is None:
        raise SearchOver(f"the search ended: {engine.reason}")
    if isinstance(outcome, NewState):
        if outcome.state.key == node.state.key:
            return engine.states.keep(node, outcome.state)
        engine.states.spare(outcome.state)
    raise StateLost(f"node {node.id} cannot be reached again: `{tactic}` now leads elsewhere")
