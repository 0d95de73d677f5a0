"""Monte-Carlo tree search: from the root, again and again, to where it has paid off and where little was tried."""

from __future__ import annotations

import math
from collections import defaultdict

from .frontier import Frontier
from .graph import LIVE, Node, SearchGraph, Status


class MonteCarlo(Frontier):
    """Walks from the root by PUCT (Silver et al. 2017, as in HyperTree Proof Search, Lample et al. 2022,
    arXiv:2205.11491) to an open node, expands it, and tells every node of the walk what came of it.

    From a node with ``N`` visits the walk goes on to the child with the highest ``q + c · p · √N / (1 + n)``: ``n`` its
    visits, ``q`` the mean of what they were worth, ``p`` the policy's probability of the tactic that leads there,
    normalized over the children that are still alive.  There is no critic.  As in RMaxTS (DeepSeek-Prover-V1.5, Xin et
    al. 2024, arXiv:2408.08152) an expansion is worth what it found that is new: here the share of the tactics tried
    there that led to states not seen before; at ``d`` steps above, ``gamma ** d`` of that.

    The game is a graph: visits and values belong to states, not to the ways to them, and a walk enters no state twice.
    A walk under way counts as a visit worth nothing, so that walks begun side by side spread out.  All tactics of a node
    are tried at once.  Walks begin at a pinned node while anything is open below it.
    """

    def __init__(self, graph: SearchGraph, c: float = 1.0, gamma: float = 0.99) -> None:
        if not c >= 0.0 or math.isinf(c):
            raise ValueError(f"c must be a number from 0 on, not {c}")
        if not 0.0 <= gamma <= 1.0:
            raise ValueError(f"gamma must lie between 0 and 1, not {gamma}")
        self.c, self.gamma = c, gamma
        self._graph = graph
        self._visits: defaultdict[int, int] = defaultdict(int)
        self._worth: defaultdict[int, float] = defaultdict(float)
        self._walks: dict[int, tuple[list[int], int, int]] = {}
        """By the node they lead to: the walks under way, how many tactics had been tried there before, and how many
        states there were."""

    def pop(self) -> Node | None:
        for start in (*sorted(self._graph.pinned), 0):
            walk = self._walk(self._graph[start])
            if walk:
                for node in walk:
                    self._visits[node] += 1
                last = self._graph[walk[-1]]
                self._walks[last.id] = walk, len(last.attempts), len(self._graph)
                return last
        return None

    def expanded(self, node: Node) -> None:
        walk, before, states = self._walks.pop(node.id, ([], 0, 0))
        tried = node.attempts[before:]
        if node.status is Status.OPEN and not tried:  # broken off before it began
            for visited in walk:
                self._visits[visited] -= 1
            return
        found = {attempt.child for attempt in tried if attempt.child is not None and attempt.child >= states}
        new = [child for child in found if self._graph.parents(child)[0] == node.id]
        worth = len(new) / len(tried) if tried else 0.0
        for distance, visited in enumerate(reversed(walk)):
            self._worth[visited] += worth * self.gamma**distance

    def _walk(self, start: Node) -> list[int]:
        """The ids of a walk to an open node, by PUCT wherever there is a choice; empty if there is none to reach."""
        if start.status not in LIVE:
            return []
        seen = {start.id}
        steps: list[tuple[Node, list[Node]]] = [(start, self._in_order(start))]
        while steps:
            node, ways = steps[-1]
            if node.ready:
                return [step.id for step, _ in steps]
            while ways and ways[-1].id in seen:
                ways.pop()
            if not ways:
                steps.pop()
                continue
            child = ways.pop()
            seen.add(child.id)
            steps.append((child, self._in_order(child)))
        return []

    def _in_order(self, node: Node) -> list[Node]:
        """The node's children that are alive, the one to visit first last."""
        logprobs: dict[int, float] = {}
        for attempt in node.attempts:
            if attempt.child is not None and self._graph[attempt.child].status in LIVE:
                logprobs[attempt.child] = max(attempt.logprob, logprobs.get(attempt.child, -math.inf))
        if not logprobs:
            return []
        best = max(logprobs.values())
        total = math.fsum(math.exp(logprob - best) for logprob in logprobs.values())
        explore = self.c * math.sqrt(self._visits[node.id])

        def puct(child: int) -> tuple[float, int]:
            visits = self._visits[child]
            q = self._worth[child] / visits if visits else 0.0
            return q + explore * math.exp(logprobs[child] - best) / total / (1 + visits), -child

        return [self._graph[child] for child in sorted(logprobs, key=puct)]
