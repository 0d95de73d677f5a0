"""What happens in a search: nodes are selected, their tactics proposed, tried and recorded, until it ends.

Selection, proposal and judging overlap: several nodes are expanded at once, every change of the graph happens
between two awaits of one event loop, and a single coordinator wakes whenever something has ended.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from . import events as ev
from .budget import Budget, Meter
from .expansions import Expansions
from .frontier import FrontierFactory
from .game import Environment, Policy, ProofState, Refuter
from .graph import Node, SearchGraph, Status
from .listeners import Announcer
from .recording import Recorder
from .refuting import Refuting
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
        refuter: Refuter | None,
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
        self.record = Recorder(
            self.graph, self.frontier, self.states, self.meter, self.announce, self.over, self.end,
            created=lambda node: self.refuting.offer(node), closed=lambda node: self.expansions.closed(node),
        )  # fmt: skip
        self.refuting = Refuting(refuter, self.tasks, self.record.refuted)
        self.expansions = Expansions(
            self.graph, self.frontier, self.states, self.meter, self.announce, self.record, self.tasks, environment, policy,
            over=self.over, out_of_time=self._out_of_time, wake=self.wake, release=self.release,
        )  # fmt: skip
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
            self.refuting.offer(root)
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

    async def release(self) -> None:
        """Let the environment forget what is not needed any longer."""
        states = [] if self.over() else self.states.take_released()
        if states:
            await self.tasks.ask(self.environment.release(states))

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
        """Begin what may be begun; end the search if nothing is under way and nothing will be.

        So many nodes are expanded at once as ``concurrency`` says, and more only where the environment would be idle; where there
        are no others, more than one tactic is tried at once at a node under way.
        """
        if self._out_of_time():
            return
        expansions = self.expansions
        chosen: list[Node] = []
        skipped: list[Node] = []
        held_back = False
        while self._spent() is None:
            if len(expansions.under_way) >= self.concurrency and expansions.idle_lanes <= 0:
                break
            held_back = self.meter.paused and self.steps == 0
            node = None if held_back else self.frontier.pop()
            if node is None:
                break
            if self.meter.spent() and not expansions.put_off(node):
                self.frontier.expanded(node)
                if node in skipped:
                    break
                skipped.append(node)
                continue
            if self.meter.paused:
                self.steps -= 1
            expansions.begin(node)
            chosen.append(node)
        for node in skipped:
            self.frontier.push(node)
        if chosen:
            self.tasks.spawn(expansions.expand(chosen))
        while expansions.idle_lanes > 0 and expansions.widen():
            pass
        if not self.tasks and not held_back:
            self._end_if_done()

    def _end_if_done(self) -> None:
        """Nothing is under way but what goes on beside."""
        root, more = self.graph.root, self.expansions.more_to_come
        dead = root.status in (Status.FAILED, Status.PRUNED)
        if (spent := self.meter.spent()) is not None and not dead:
            if spent == "tactics" or not more:
                self.end(spent)
        elif not (more or self.interactive or self.refuting.asks_about(root)):
            self.end("exhausted")

    def _spent(self) -> Literal["expansions", "tactics"] | None:
        """What forbids to begin anything; without expansions left, nodes that were put off are taken up again."""
        if self.meter.out_of_tactics():
            return "tactics"
        if (spent := self.meter.spent()) and self.expansions.any_put_off:
            return None
        return spent

    def _out_of_time(self) -> bool:
        if self.meter.out_of_time():
            self.end("time")
        return self.over()

    async def _wind_up(self) -> None:
        """Cancel what is under way, wait until it is gone, give all states back, announce the end."""
        self.expansions.interrupt()
        await self.tasks.wind_up()
        self.expansions.break_off()
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


def _in_words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
