"""Beam search: level by level, the most probable states of each."""

from __future__ import annotations

from collections import deque

from .frontier import Frontier
from .graph import Node, SearchGraph


class Beam(Frontier):
    """Expands the ``width`` most probable open nodes, then the most probable of what came of them, and so on.

    All tactics of a node are tried before its level ends.  What did not make it into a level is kept, and makes up
    new levels, ``width`` at a time, once nothing is left below the others; so the search is complete, and a beam that
    went the wrong way does not waste the rest of the budget.  Pinned nodes, and those below them, go first.
    """

    def __init__(self, graph: SearchGraph, width: int = 16) -> None:
        if width < 1:
            raise ValueError(f"the width of a beam must be at least 1, not {width}")
        self.width = width
        self._graph = graph
        self._level: deque[Node] = deque()
        self._next: dict[int, Node] = {}
        self._left_out: dict[int, Node] = {}
        self._under_way: set[int] = set()

    def push(self, node: Node) -> None:
        if node not in self._level:
            self._left_out.pop(node.id, None)
            self._next[node.id] = node

    def pop(self) -> Node | None:
        while True:
            while self._level:
                node = self._level.popleft()
                if node.ready:
                    self._under_way.add(node.id)
                    return node
            if self._under_way or not (self._fill(self._next) or self._fill(self._left_out)):
                return None

    def expanded(self, node: Node) -> None:
        self._under_way.discard(node.id)

    def _fill(self, candidates: dict[int, Node]) -> bool:
        """Make a level of the best of ``candidates``; the rest is left out.  Whether there is any."""
        alive = [node for node in candidates.values() if node.ready]
        alive.sort(key=lambda node: (not self._graph.is_pinned(node), -node.logprob, node.id))
        candidates.clear()
        self._level.extend(alive[: self.width])
        self._left_out.update((node.id, node) for node in alive[self.width :])
        return bool(self._level)
