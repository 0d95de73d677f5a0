"""Which open node comes next.

A frontier is told of nodes and asked for one; nothing else about a search depends on the algorithm.  Best-first
is here; beam search returns ``None`` while a level is under way, Monte-Carlo tree search selects from the root
and backs values up in ``expanded``.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Protocol

from .graph import Node, SearchGraph, Status


class Frontier(Protocol):
    """The open nodes of one search, in the algorithm's order."""

    def push(self, node: Node) -> None:
        """An open node is new, has come back, or its place in the order may have changed."""
        ...

    def pop(self) -> Node | None:
        """Take out the node to expand next: open, or ``None`` if there is none to expand now.

        The search asks again whenever an expansion has ended; ``None`` with nothing under way ends it.
        """
        ...

    def expanded(self, node: Node) -> None:
        """The expansion of a popped node has ended."""
        ...


FrontierFactory = Callable[[SearchGraph], Frontier]


class BestFirst:
    """The most probable open node first; below a pinned node before everywhere else; first come, first served.

    A node ``depth`` tactics from the root with log-probability ``logprob`` (summed along its best path) scores
    ``logprob / depth ** alpha``.  ``alpha = 0`` is plain best-first search; ``alpha`` in (0, 1] makes up for
    the price of depth (length normalization of BFS-Prover, Xin et al. 2025, arXiv:2502.03438).
    """

    def __init__(self, graph: SearchGraph, alpha: float = 0.0) -> None:
        if not 0.0 <= alpha <= 1.0:
            raise ValueError(f"alpha must lie between 0 and 1, not {alpha}")
        self.alpha = alpha
        self._graph = graph
        self._heap: list[tuple[bool, float, int]] = []

    def score(self, node: Node) -> float:
        """The higher, the sooner."""
        return node.logprob / max(node.depth, 1) ** self.alpha

    def push(self, node: Node) -> None:
        heapq.heappush(self._heap, self._entry(node))

    def pop(self) -> Node | None:
        while self._heap:
            entry = heapq.heappop(self._heap)
            node = self._graph[entry[2]]
            # An entry that is no longer true has been pushed again since, or its node has closed.
            if node.status is Status.OPEN and entry == self._entry(node):
                return node
        return None

    def expanded(self, node: Node) -> None:
        pass

    def _entry(self, node: Node) -> tuple[bool, float, int]:
        return (not self._graph.is_pinned(node), -self.score(node), node.id)
