"""The work on nodes: the policy is asked, what it proposes is tried in order, and what comes later joins in."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from . import events as ev
from .budget import Meter
from .frontier import Frontier
from .game import Attempt, Environment, NewState, Policy, Proposal
from .graph import Node, SearchGraph, Status
from .listeners import Announcer
from .recording import Recorder
from .states import HeldStates
from .tasks import Tasks


@dataclass(eq=False)
class Work:
    """What is left to do at a node, and what is under way there."""

    node: Node
    slow: Literal["due", "under way", "over"]
    """The policy's ``afterwards`` for it."""
    todo: list[Proposal] = field(default_factory=list)
    """Proposals not yet tried, best first."""
    trying: set[str] = field(default_factory=set)
    asked: bool = False
    """Whether the policy has answered; if so and nobody is at it, the node was put off."""
    lanes: int = 0
    """How many are at it, each with one tactic at a time; 0: it is not under way."""
    commanded: bool = False
    """By a person: it is not put off for another node."""
    may_put_off: bool = False
    over: asyncio.Future[None] | None = None
    """Done once it is no longer under way."""


class Expansions:
    """Expands nodes.  ``begin`` and ``expand`` one; ``widen`` has more tactics judged at once.

    ``over`` says whether the search has ended, ``out_of_time`` too but ends it if its time is; ``wake`` has the search look again
    at what may be begun, ``release`` gives states back.
    """

    def __init__(
        self,
        graph: SearchGraph,
        frontier: Frontier,
        states: HeldStates,
        meter: Meter,
        announce: Announcer,
        record: Recorder,
        tasks: Tasks,
        environment: Environment,
        policy: Policy,
        *,
        over: Callable[[], bool],
        out_of_time: Callable[[], bool],
        wake: Callable[[], None],
        release: Callable[[], Awaitable[None]],
    ) -> None:
        self._graph, self._frontier, self._states, self._meter = graph, frontier, states, meter
        self._announce, self._record, self._tasks = announce, record, tasks
        self._environment, self._policy = environment, policy
        self._over, self._out_of_time, self._wake, self._release = over, out_of_time, wake, release
        self._afterwards = getattr(policy, "afterwards", None)
        self._works: dict[int, Work] = {}
        self.under_way: dict[int, Work] = {}

    # What the search asks

    @property
    def idle_lanes(self) -> int:
        """How many more tactics the environment could judge at once."""
        return getattr(self._environment, "parallel", 1) - sum(work.lanes for work in self.under_way.values())

    @property
    def more_to_come(self) -> bool:
        """Whether proposals are on their way for a node that is open."""
        return any(work.node.status is Status.OPEN and self._expects_more(work) for work in self._works.values())

    @property
    def any_put_off(self) -> bool:
        """Whether there are nodes to go on with."""
        return any(work.asked and work.node.ready for work in self._works.values())

    def put_off(self, node: Node) -> bool:
        """Whether the policy has been asked about the node, and there is something left to do."""
        work = self._works.get(node.id)
        return work is not None and work.asked

    def begin(self, node: Node, asking: bool = False) -> None:
        """Announce work on a node, and count it if the policy is to be asked; ``expand`` must follow."""
        again = self.put_off(node) and not asking
        slow: Literal["due", "over"] = "over" if self._afterwards is None else "due"
        work = self.under_way[node.id] = self._works.setdefault(node.id, Work(node, slow))
        work.over = asyncio.get_running_loop().create_future()
        work.lanes = 1
        if not again:
            self._meter.usage.expansions += 1
        change = self._graph.select(node)
        self._announce.now(ev.NodeSelected, node=node.id, again=again)
        self._record.follow_up(change)

    async def expand(self, nodes: Sequence[Node], commanded: bool = False, policy: Policy | None = None) -> None:
        """Ask for the nodes' proposals in one batch, but for nodes that were put off; then each goes its own way.

        ``commanded``: ask in any case, and put none off.  ``policy``: ask this one instead of the search's own.
        """
        works = [self.under_way[node.id] for node in nodes]
        fresh = [work for work in works if commanded or not work.asked]
        for work in works:
            work.commanded, work.may_put_off = commanded, False
            if policy is None and work.slow == "due":
                work.slow = "under way"
                self._tasks.spawn(self._slow(work), beside=True)
            if work not in fresh:
                self._tasks.spawn(self._try(work))
        if fresh:
            await self._ask(fresh, policy or self._policy)

    def widen(self) -> bool:
        """Have one more tactic tried at a node under way, at the one where the most probable is next; whether there is any."""

        def may(work: Work) -> bool:
            return (
                len(work.todo) > work.lanes - len(work.trying)
                and self._may_try(work.node)
                and (work.commanded or not self._frontier.prefers_another(work.node, work.todo[0].logprob))
            )

        if not (works := [work for work in self.under_way.values() if may(work)]):
            return False
        work = max(works, key=lambda work: work.node.logprob + work.todo[0].logprob)
        work.lanes += 1
        self._tasks.spawn(self._try(work))
        return True

    def closed(self, node: Node) -> None:
        """What is under way for it is not needed any longer."""
        self._tasks.drop(("afterwards", node.id))
        if node.status is Status.REFUTED:
            self._tasks.drop(("tactic", node.id))

    def interrupt(self) -> None:
        """The search is over: let go of those who wait for an expansion."""
        for work in self.under_way.values():
            if work.over is not None and not work.over.done():
                work.over.set_result(None)

    def break_off(self) -> None:
        """End the expansions that never got to do it themselves."""
        for work in list(self.under_way.values()):
            self._put_down(work)

    async def judge(self, node: Node, proposal: Proposal, about: object = None) -> Attempt | None:
        """Have one tactic judged and recorded; ``None`` if the search is over before that, or the call about this is dropped."""
        state = self._states.get(node)
        assert state is not None, "an open node's state is held"
        self._meter.tactics_begun += 1
        begun = time.monotonic()
        with self._states.using(node):
            share = () if proposal.effort >= 1.0 else (proposal.effort,)
            outcome = await self._tasks.ask(self._environment.apply(state, proposal.tactic, *share), about)
        if outcome is None:
            self._meter.tactics_begun -= 1
            return None
        if self._out_of_time():
            if isinstance(outcome, NewState):
                self._states.spare(outcome.state)
            return None
        return self._record.outcome(node, proposal, outcome, time.monotonic() - begun)

    # Asking

    async def _ask(self, works: Sequence[Work], policy: Policy) -> None:
        begun = time.monotonic()
        answer = await self._tasks.ask(policy.propose([work.node.state for work in works]))
        self._meter.usage.seconds_policy += time.monotonic() - begun
        if answer is None:
            answer = [[] for _ in works]
        if len(answer) != len(works):
            raise ValueError(f"policy {policy.name} answered {len(answer)} lists for {len(works)} states")
        for work, ranked in zip(works, answer, strict=True):
            work.asked = True
            self._add(work, ranked, first=work.commanded)
            self._tasks.spawn(self._try(work))

    def _add(self, work: Work, proposals: Iterable[Proposal], first: bool = False) -> None:
        """Put what is new among proposals in its place among those to be tried, or before them."""
        ranked = [*proposals, *work.todo]
        if work.todo and not first:
            ranked.sort(key=lambda proposal: -proposal.logprob)
        seen = set(work.trying)
        tried = {attempt.tactic: _effort(attempt) for attempt in work.node.attempts}
        work.todo = []
        for proposal in ranked:
            if proposal.tactic not in seen and proposal.effort > tried.get(proposal.tactic, 0.0):
                seen.add(proposal.tactic)
                work.todo.append(checked(proposal, self._policy.name))

    # Trying

    async def _try(self, work: Work) -> None:
        """One lane: try the proposals in their order, until the frontier prefers another node."""
        node = work.node
        while work.todo and self._may_try(node):
            if work.may_put_off and self._frontier.prefers_another(node, work.todo[0].logprob):
                break
            work.may_put_off = not work.commanded
            proposal = work.todo.pop(0)
            work.trying.add(proposal.tactic)
            attempt = await self.judge(node, proposal, ("tactic", node.id))
            work.trying.discard(proposal.tactic)
            if attempt is not None and attempt.reason == "heartbeats" and (again := proposal.after_giving_up()) is not None:
                self._add(work, [again])
            if self.idle_lanes > 0:
                self._wake()
        work.lanes -= 1
        if work.lanes == 0:
            self._put_down(work)
        await self._release()

    def _may_try(self, node: Node) -> bool:
        closed = node.status in (Status.PRUNED, Status.REFUTED)
        return not (self._out_of_time() or closed or self._meter.out_of_tactics())

    def _put_down(self, work: Work) -> None:
        """The work at a node has ended, for now or for good."""
        node = work.node
        work.lanes = 0
        del self.under_way[node.id]
        self._settle(work, finished=not (work.todo or self._expects_more(work) or self._over()))
        self._frontier.expanded(node)
        if node.ready:
            self._frontier.push(node)
        if work.over is not None and not work.over.done():
            work.over.set_result(None)
        self._wake()

    def _settle(self, work: Work, finished: bool) -> None:
        """Tell the graph and the listeners how far the work at a node is."""
        node = work.node
        node.promise = work.todo[0].logprob if work.todo else 0.0
        node.waits = not finished and not work.todo and work.slow == "under way"
        if finished:
            self._works.pop(node.id, None)
        change = self._graph.finish(node) if finished else self._graph.abandon(node)
        self._announce.now(ev.NodeExpanded if finished else ev.ExpansionBrokenOff, node=node.id)
        self._record.follow_up(change)
        self._states.stale(node)

    @staticmethod
    def _expects_more(work: Work) -> bool:
        return work.slow != "over"

    # What comes later

    async def _slow(self, work: Work) -> None:
        complete = await self._tasks.ask(self._collect(work), ("afterwards", work.node.id))
        work.slow = "over" if complete else "due"
        if not self._over():
            self._take_up(work)

    async def _collect(self, work: Work) -> bool:
        assert self._afterwards is not None
        async for proposals in self._afterwards(work.node.state):
            if not self._over():
                self._add(work, proposals)
                self._take_up(work)
        return True

    def _take_up(self, work: Work) -> None:
        """More has come for a node, or can be asked for, or will not come: if it waits for that, it does so no longer."""
        node = work.node
        if not work.lanes:
            if work.todo or work.slow == "due":
                node.waits = False
                node.promise = 0.0 if work.slow == "due" or not work.todo else work.todo[0].logprob
                if node.ready:
                    self._frontier.push(node)
            elif not self._expects_more(work):
                node.waits = False
                if node.status is Status.OPEN:
                    self._settle(work, finished=True)
        self._wake()


def _effort(attempt: Attempt) -> float:
    """With how much effort a tactic need not be tried again."""
    return attempt.effort if attempt.reason == "heartbeats" else math.inf


def checked(proposal: Proposal, proposer: str) -> Proposal:
    """The proposal.  Raises ``ValueError`` if its log-probability is none."""
    if not (math.isfinite(proposal.logprob) and proposal.logprob <= 0.0):
        raise ValueError(f"{proposer}: the log-probability of `{proposal.tactic}` is {proposal.logprob}")
    return proposal
