"""What happens in a search: nodes are selected, their tactics proposed, tried and recorded, until it ends.

Selection, proposal and judging overlap: several nodes are expanded at once, every change of the graph happens
between two awaits of one event loop, and a single coordinator wakes whenever something has ended.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from . import events as ev
from .budget import Budget, Meter
from .frontier import FrontierFactory
from .game import Attempt, Environment, NewState, Outcome, Policy, ProofState, Proposal
from .graph import Change, Node, SearchGraph, Status
from .late import LatePart
from .listeners import Announcer
from .states import HeldStates
from .tasks import Tasks, to_the_end

logger = logging.getLogger(__name__)


class RunningSearch:
    """What ``Search`` runs and commands; see there.  ``steps`` are the expansions allowed while paused."""

    def __init__(
        self,
        root: ProofState,
        environment: Environment,
        policy: Policy,
        listeners: Iterable[ev.Listener],
        budget: Budget,
        paused: bool,
        *,
        frontier: FrontierFactory,
        concurrency: int,
        interactive: bool,
    ) -> None:
        self.concurrency, self.interactive = concurrency, interactive
        self.environment = environment
        self.policy = policy
        self.graph = SearchGraph(root)
        self.frontier = frontier(self.graph)
        self.states = HeldStates(self.graph, keep_expanded=interactive)
        self.meter = Meter(budget, paused)
        self.announce = Announcer(listeners)
        self.tasks = Tasks(self.over, self.fail, self.wake)
        self.steps = 0
        self.reason: ev.EndReason | None = None
        self.error: str | None = None
        self.cause: BaseException | None = None
        self.under_way: dict[int, asyncio.Future[None]] = {}
        self.untried: dict[int, list[Proposal]] = {}
        """Proposals of nodes that were put off."""
        self.late = LatePart(policy)
        self._awake = asyncio.Event()

    async def run(self, info: Mapping[str, Any]) -> None:
        """Until the search is over; then ``reason`` and ``error`` say why."""
        root = self.graph.root
        try:
            self.announce(ev.SearchStarted, policy=self.policy.name, budget=self.meter.budget, info=dict(info))
            self.announce(ev.NodeCreated, node=0, key=root.state.key, goals=list(root.state.goals))
            if self.meter.paused:
                self.announce(ev.SearchPaused, paused=True)
            self.frontier.push(root)
            await self._coordinate()
        except Exception as error:
            self.fail(error)
        except BaseException:
            self.end("stopped")
            raise
        finally:
            await to_the_end(self._wind_up())

    def wake(self) -> None:
        """Have the coordinator look again at what may be begun."""
        self._awake.set()

    def over(self) -> bool:
        return self.reason is not None

    def end(self, reason: ev.EndReason, error: str | None = None) -> None:
        """End the search; the first reason counts."""
        if self.reason is None:
            self.reason, self.error = reason, error
            self.wake()

    def fail(self, error: BaseException) -> None:
        logger.info("the search ends by an exception", exc_info=error)
        if self.reason is None:
            self.cause = error
        self.end("error", _in_words(error))

    # Coordination

    async def _coordinate(self) -> None:
        while self.reason is None:
            self._awake.clear()
            self._select()
            if self.reason is None:
                left = self.meter.seconds_left()
                alarm = None if left is None else asyncio.get_running_loop().call_later(left, self.wake)
                try:
                    await self._awake.wait()
                finally:
                    if alarm is not None:
                        alarm.cancel()

    def _select(self) -> None:
        """Begin what may be begun; end the search if nothing is under way and nothing will be."""
        if self._out_of_time():
            return
        chosen: list[Node] = []
        skipped: list[Node] = []
        held_back = False
        while self._spent() is None and len(self.under_way) < self.concurrency:
            held_back = self.meter.paused and self.steps == 0
            node = None if held_back else self.frontier.pop()
            if node is None:
                break
            if self._waits(node) or (self.meter.spent() and node.id not in self.untried):
                self.frontier.expanded(node)
                if node in skipped:
                    break
                skipped.append(node)
                continue
            if self.meter.paused:
                self.steps -= 1
            self.begin(node)
            chosen.append(node)
        for node in skipped:
            if not self._waits(node):
                self.frontier.push(node)
        if chosen:
            self.tasks.spawn(self.expand(chosen))
        elif not self.tasks:
            dead = self.graph.root.status in (Status.FAILED, Status.PRUNED)
            if (spent := self.meter.spent()) is not None and not dead and not held_back:
                self.end(spent)
            elif not held_back and not self.interactive:
                self.end("exhausted")

    def _spent(self) -> Literal["expansions", "tactics"] | None:
        """What forbids to begin anything; without expansions left, nodes that were put off are taken up again."""
        if self.meter.out_of_tactics():
            return "tactics"
        if (spent := self.meter.spent()) and any(self.graph[node].status is Status.OPEN for node in self.untried):
            return None
        return spent

    def _out_of_time(self) -> bool:
        if self.meter.out_of_time():
            self.end("time")
        return self.over()

    # Expansion

    def begin(self, node: Node, asking: bool = False) -> None:
        """Announce work on a node, and count it if the policy is to be asked; ``expand`` must follow."""
        again = node.id in self.untried and not asking
        self.under_way[node.id] = asyncio.get_running_loop().create_future()
        if not again:
            self.meter.usage.expansions += 1
        change = self.graph.select(node)
        self.announce.now(ev.NodeSelected, node=node.id, again=again)
        self.follow_up(change)

    async def expand(self, nodes: Sequence[Node], commanded: bool = False, policy: Policy | None = None) -> None:
        """Ask for the nodes' proposals in one batch, but for nodes that were put off; then each goes its own way.

        ``commanded``: ask in any case, and put none off.  ``policy``: ask this one instead of the search's own.
        """
        fresh = [node for node in nodes if commanded or node.id not in self.untried]
        for node in nodes:
            if node in fresh:
                continue
            if self.late.there and self.late.unasked(node.id):
                self.late.asked(node.id)
                self.tasks.spawn(self._ask([node], self.late.policy, commanded))
            else:
                self.tasks.spawn(self._try_all(node, self.untried.pop(node.id), commanded))
        if fresh:
            if policy is None and self.late.passed_over(*(node.id for node in fresh)):
                self.tasks.spawn(self._join_late(self.under_way[fresh[0].id]))
            await self._ask(fresh, policy or self.policy, commanded)

    async def _ask(self, nodes: Sequence[Node], policy: Policy, commanded: bool) -> None:
        begun = time.monotonic()
        answer = await self.tasks.ask(policy.propose([node.state for node in nodes]))
        self.meter.usage.seconds_policy += time.monotonic() - begun
        if answer is None:
            answer = [[] for _ in nodes]
        if len(answer) != len(nodes):
            raise ValueError(f"policy {policy.name} answered {len(answer)} lists for {len(nodes)} states")
        for node, ranked in zip(nodes, answer, strict=True):
            old = self.untried.pop(node.id, [])
            if old and not commanded:
                ranked = sorted([*ranked, *old], key=lambda proposal: -proposal.logprob)
            else:
                ranked = [*ranked, *old]
            self.tasks.spawn(self._try_all(node, ranked, commanded))

    def _waits(self, node: Node) -> bool:
        """Whether there is nothing to try at a node before the late part of the policy is there."""
        return not self.late.there and self.late.unasked(node.id) and not self.untried.get(node.id, True)

    async def _join_late(self, expansion: asyncio.Future[None]) -> None:
        """When the late part of the policy is there, its turn comes at the nodes that the others were asked about alone."""
        for node in map(self.graph.__getitem__, await self.late.join(expansion, self.tasks.ask)):
            node.promise = 0.0
            if node.status is Status.OPEN and node.id not in self.under_way:
                self.frontier.push(node)

    async def _try_all(self, node: Node, ranked: Sequence[Proposal], commanded: bool) -> None:
        """Try what is new among the proposals, in their order, until the frontier prefers another node."""
        seen = {attempt.tactic for attempt in node.attempts}
        todo: deque[Proposal] = deque()
        for proposal in ranked:
            if proposal.tactic not in seen:
                seen.add(proposal.tactic)
                todo.append(checked(proposal, self.policy.name))
        may_put_off = False
        while todo and self._may_try(node):
            if may_put_off and self.frontier.prefers_another(node, todo[0].logprob):
                break
            may_put_off = not commanded
            await self.judge(node, todo.popleft())
        unasked = self.late.unasked(node.id)
        if todo or unasked:
            self.untried[node.id] = list(todo)
        node.promise = todo[0].logprob if todo and not (unasked and self.late.there) else 0.0
        self._put_down(node, finished=not (todo or unasked or self.over()))
        await self.release()

    def _may_try(self, node: Node) -> bool:
        return not (self._out_of_time() or node.status is Status.PRUNED or self.meter.out_of_tactics())

    def _put_down(self, node: Node, finished: bool) -> None:
        """The expansion of a node has ended."""
        change = self.graph.finish(node) if finished else self.graph.abandon(node)
        self.announce.now(ev.NodeExpanded if finished else ev.ExpansionBrokenOff, node=node.id)
        self.follow_up(change)
        self.frontier.expanded(node)
        if node.status is Status.OPEN and not self._waits(node):
            self.frontier.push(node)
        self.states.stale(node)
        over = self.under_way.pop(node.id)
        if not over.done():
            over.set_result(None)
        self.wake()

    async def judge(self, node: Node, proposal: Proposal) -> Attempt | None:
        """Have one tactic judged and recorded; ``None`` if the search is over before that."""
        state = self.states.get(node)
        assert state is not None, "an open node's state is held"
        self.meter.tactics_begun += 1
        begun = time.monotonic()
        with self.states.using(node):
            outcome = await self.tasks.ask(self.environment.apply(state, proposal.tactic))
        if outcome is None:
            return None
        if self._out_of_time():
            if isinstance(outcome, NewState):
                self.states.spare(outcome.state)
            return None
        return self._record(node, proposal, outcome, time.monotonic() - begun)

    def _record(self, node: Node, proposal: Proposal, outcome: Outcome, elapsed: float) -> Attempt:
        """Put an outcome into the graph, announce it, and draw the consequences."""
        attempt = Attempt.of(proposal, outcome)
        state = outcome.state if isinstance(outcome, NewState) else None
        limit = self.meter.budget.nodes
        too_many = state is not None and limit is not None and len(self.graph) >= limit and self.graph.find(state.key) is None
        change = self.graph.record(node, attempt, None if too_many else state)
        attempt = change.attempt or attempt

        self.announce.tick()
        if attempt.child is not None and state is not None:
            child = self.graph[attempt.child]
            self.states.keep(child, state)
            about = dict(node=child.id, parent=node.id, tactic=attempt.tactic, depth=child.depth, logprob=child.logprob)
            if child is change.created:
                self.announce(ev.NodeCreated, key=state.key, goals=list(state.goals), **about)
            else:
                self.announce(ev.NodeMerged, better=child.via is attempt, **about)
        elif state is not None:
            self.states.spare(state)
        self.announce(ev.TacticTried, node=node.id, **vars(attempt))
        self.meter.count(attempt.outcome, attempt.seconds, elapsed)
        self.meter.usage.nodes = len(self.graph)
        self.follow_up(change)
        if too_many:
            self.end("nodes")
        return attempt

    def follow_up(self, change: Change) -> None:
        """Tell listeners, frontier and held states what a change of the graph means for them."""
        for node in change.closed:
            self.announce(ev.NodeClosed, node=node.id, status=node.status)
        for node in change.reopened:
            self.announce(ev.NodeReopened, node=node.id, status=node.status)
        created = [] if change.created is None else [change.created]
        for node in [*created, *change.moved.values(), *change.reopened]:
            if node.status is Status.OPEN:
                self.frontier.push(node)
        self.states.stale(*change.closed)
        if not self.over() and self.graph.root.status is Status.PROVED:
            self.announce(ev.ProofFound, tactics=[step.tactic for step in self.graph.shortest_proof() or ()])
            self.end("proved")

    # States and the end

    async def release(self) -> None:
        """Let the environment forget what is not needed any longer."""
        states = [] if self.over() else self.states.take_released()
        if states:
            await self.tasks.ask(self.environment.release(states))

    async def _wind_up(self) -> None:
        """Cancel what is under way, wait until it is gone, give all states back, announce the end."""
        for expansion in self.under_way.values():
            if not expansion.done():
                expansion.set_result(None)
        await self.tasks.wind_up()
        for node in list(self.under_way):
            self._put_down(self.graph[node], finished=False)
        if states := self.states.take_all():
            try:
                await self.environment.release(states)
            except Exception as error:
                logger.error("the environment failed to release states", exc_info=error)
                self.error = self.error or _in_words(error)
        self.announce.tick()
        usage = self.meter.usage
        usage.seconds_total = self.announce.t
        self.announce(ev.SearchEnded, reason=self.reason, error=self.error, usage=usage.model_copy(deep=True))


def checked(proposal: Proposal, proposer: str) -> Proposal:
    """The proposal.  Raises ``ValueError`` if its log-probability is none."""
    if not (math.isfinite(proposal.logprob) and proposal.logprob <= 0.0):
        raise ValueError(f"{proposer}: the log-probability of `{proposal.tactic}` is {proposal.logprob}")
    return proposal


def _in_words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
