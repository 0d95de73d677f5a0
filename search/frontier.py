"""Which open node comes next.

A frontier is given nodes and asked for one; nothing else about a search depends on the algorithm.  Best-first
is here; beam search (``beam.py``) returns ``None`` while a level is under way, Monte-Carlo tree search (``mcts.py``)
selects from the root and backs values up in ``expanded``.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Protocol

from .graph import Node, SearchGraph


class Frontier(Protocol):
    """The open nodes of one search, in the algorithm's order."""

    def push(self, node: Node) -> None:
        """An open node is new, has come back, or its place in the order may have changed."""

    def pop(self) -> Node | None:
        """Take out the node to expand next, which is ``ready``, or ``None`` if there is none to expand now.

        The search asks again whenever an expansion has ended; ``None`` with nothing under way ends it.
        """
        ...

    def expanded(self, node: Node) -> None:
        """The work on a popped node has ended, was put off, or was not begun (then it is open, and pushed again)."""

    def prefers_another(self, node: Node, logprob: float) -> bool:
        """Whether to put a popped node off, whose next tactic has this log-probability, for another one."""
        return False


FrontierFactory = Callable[[SearchGraph], Frontier]


class BestFirst(Frontier):
    """The most probable open node first; below a pinned node before everywhere else; first come, first served.

    A node ``depth`` tactics from the root with log-probability ``logprob`` (summed along its best path) scores
    ``logprob / depth ** alpha``.  ``alpha = 0`` is plain best-first search; ``alpha`` in (0, 1] makes up for
    the price of depth (length normalization of BFS-Prover, Xin et al. 2025, arXiv:2502.03438).

    The order is one of tactics: a node whose next tactic is less probable than another open node is put off
    for that (partial expansion, Yoshizumi et al. 2000), as judging a tactic costs more than proposing it.
    With ``eager``, all tactics of a node are tried before the next node.
    """

    def __init__(self, graph: SearchGraph, alpha: float = 0.0, eager: bool = False) -> None:
        if not 0.0 <= alpha <= 1.0:
            raise ValueError(f"alpha must lie between 0 and 1, not {alpha}")
        self.alpha, self.eager = alpha, eager
        self._graph = graph
        self._heap: list[tuple[bool, float, int]] = []

    def score(self, node: Node) -> float:
        """The higher, the sooner."""
        return self._score(node, node.promise)

    def _score(self, node: Node, promise: float) -> float:
        depth = node.depth + (promise < 0.0)
        return (node.logprob + promise) / max(depth, 1) ** self.alpha

    def push(self, node: Node) -> None:
        heapq.heappush(self._heap, self._entry(node))

    def pop(self) -> Node | None:
        best = self._best()
        return None if best is None else self._graph[heapq.heappop(self._heap)[2]]

    def prefers_another(self, node: Node, logprob: float) -> bool:
        if self.eager or (best := self._best()) is None:
            return False
        return best[:2] < (not self._graph.is_pinned(node), -self._score(node, logprob))

    def _best(self) -> tuple[bool, float, int] | None:
        """The first entry of the heap that is true."""
        while self._heap:
            node = self._graph[self._heap[0][2]]
            # An entry that is no longer true has been pushed again since, or its node has closed.
            if node.ready and self._heap[0] == self._entry(node):
                return self._heap[0]
            heapq.heappop(self._heap)
        return None

    def _entry(self, node: Node) -> tuple[bool, float, int]:
        return (not self._graph.is_pinned(node), -self.score(node), node.id)
