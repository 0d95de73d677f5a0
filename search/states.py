"""Which proof states the environment has to keep for a search, and which it may forget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from .game import ProofState
from .graph import Node, SearchGraph, Status


class HeldStates:
    """Keeps account of the states handed out by the environment, so that each is released once.

    A node's state is needed until the node is expanded, and while something is ``using`` it.  With
    ``keep_expanded`` it is kept until the node has failed: a person may want to try a tactic of their own there.
    A pruned node's state is kept, for prunings can be taken back.
    The root's state belongs to the caller of the search.
    """

    def __init__(self, graph: SearchGraph, keep_expanded: bool) -> None:
        self._graph = graph
        done = {Status.PROVED, Status.FAILED, Status.REFUTED}
        self._dispensable = done if keep_expanded else done | {Status.EXPANDED}
        self._held: dict[int, ProofState] = {0: graph.root.state}
        self._spare: list[ProofState] = []
        self._stale: dict[int, None] = {}
        self._used: Counter[int] = Counter()

    def get(self, node: Node) -> ProofState | None:
        """The node's state, or ``None`` if it has been released."""
        return self._held.get(node.id)

    def keep(self, node: Node, state: ProofState) -> ProofState:
        """``state`` is the node's; if it has one already, that stays and this is spare (unless it is the same)."""
        held = self._held.setdefault(node.id, state)
        if held.handle != state.handle:
            self._spare.append(state)
        self._stale[node.id] = None
        return held

    def spare(self, state: ProofState) -> None:
        """``state`` is no node's."""
        self._spare.append(state)

    def stale(self, *nodes: Node) -> None:
        """These nodes may be done with their states."""
        self._stale.update((node.id, None) for node in nodes)

    @contextmanager
    def using(self, node: Node) -> Iterator[None]:
        self._used[node.id] += 1
        try:
            yield
        finally:
            self._used[node.id] -= 1
            self._stale[node.id] = None

    def take_released(self) -> list[ProofState]:
        """Strike out, and return, what need not be kept any longer."""
        released, self._spare = self._spare, []
        for node in [self._graph[i] for i in self._stale if not self._used[i]]:
            del self._stale[node.id]
            if node.id and node.status in self._dispensable and node.id in self._held:
                released.append(self._held.pop(node.id))
        return released

    def take_all(self) -> list[ProofState]:
        """Strike out, and return, everything but the root."""
        released, self._spare = self._spare, []
        released += [state for node, state in self._held.items() if node]
        self._held = {0: self._held[0]}
        return released
