"""Looking for counter-models beside the search: a state that is false need not be searched."""

from __future__ import annotations

from collections.abc import Callable

from .game import CounterModel, Refuter
from .graph import Node, Status
from .status import LIVE
from .tasks import Tasks

AT_ONCE = 2
"""States that the refuter is asked about at the same time."""


class Refuting:
    """Asks the ``refuter`` once about every node that is ``offered``, a few at a time: what is being expanded first, then the
    most probable.  ``refuted`` is called with what it finds."""

    def __init__(self, refuter: Refuter | None, tasks: Tasks, refuted: Callable[[Node, CounterModel], None]) -> None:
        self._refuter, self._tasks, self._refuted = refuter, tasks, refuted
        self._waiting: dict[int, Node] = {}
        self._asked: set[int] = set()

    def offer(self, node: Node) -> None:
        if self._refuter is not None:
            self._waiting[node.id] = node
            self._ask_next()

    def asks_about(self, node: Node) -> bool:
        """Whether it may still turn out that the node is false."""
        return node.id in self._waiting or node.id in self._asked

    def _ask_next(self) -> None:
        while self._waiting and len(self._asked) < AT_ONCE:
            node = max(self._waiting.values(), key=lambda n: (n.status is Status.EXPANDING, n.logprob, -n.id))
            del self._waiting[node.id]
            if node.status in LIVE:
                self._asked.add(node.id)
                self._tasks.spawn(self._ask(node), beside=True)

    async def _ask(self, node: Node) -> None:
        assert self._refuter is not None
        found = await self._tasks.ask(self._call(node))
        self._asked.discard(node.id)
        if found is not None:
            self._refuted(node, found)
        self._ask_next()

    async def _call(self, node: Node) -> CounterModel | None:
        assert self._refuter is not None
        return await self._refuter(node.state)
