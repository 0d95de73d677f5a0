"""The search graph: proof states, the tactics tried at them, and what follows from both.

States with equal keys are one node, so the graph has several ways into a node and may have cycles.  Three
things are kept up to date at every change: each node's best path from the root (the parent chosen among all
ways in), proofs (handed back to every ancestor) and failures (a node has failed once nothing open can be
reached from it, which on a cycle is more than "all children have failed").

The invariants follow ReProver's ``prover/search_tree.py`` (Yang et al., *LeanDojo*, NeurIPS 2023), extended
to cycles, re-parenting and nodes that come back to life when a person tries a tactic of their own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from .game import Attempt, ProofState
from .status import CLOSED, LIVE, WAITING, Status


@dataclass(eq=False)
class Node:
    """A proof state in the graph.  ``depth`` and ``logprob`` are those of the best path from the root."""

    id: int
    state: ProofState
    depth: int = 0
    logprob: float = 0.0
    parent: int | None = None
    via: Attempt | None = None
    """The attempt at ``parent`` that is the last step of the best path."""
    stage: Status = Status.OPEN
    """How far the work at this node is: open, expanding or expanded."""
    status: Status = Status.OPEN
    """What follows from the stage of all nodes, the proofs, the prunings and the refutations."""
    attempts: list[Attempt] = field(default_factory=list)
    promise: float = 0.0
    """Log-probability of the best tactic proposed here and not yet tried; 0 while none has been asked for."""
    waits: bool = False
    """There is nothing to try here before more proposals come, which are on their way."""

    @property
    def ready(self) -> bool:
        """Whether it can be expanded now."""
        return self.status is Status.OPEN and not self.waits

    def attempt(self, tactic: str) -> Attempt | None:
        """The latest attempt of ``tactic`` here."""
        return next((a for a in reversed(self.attempts) if a.tactic == tactic), None)


@dataclass
class Change:
    """What one call changed, in the order it came about."""

    attempt: Attempt | None = None
    created: Node | None = None
    moved: dict[int, Node] = field(default_factory=dict)
    """Nodes already there that have a better path now."""
    closed: list[Node] = field(default_factory=list)
    """Nodes now proved, failed, refuted or pruned."""
    reopened: list[Node] = field(default_factory=list)
    """Nodes that had failed or were pruned and are alive again."""

    def set_status(self, node: Node, status: Status) -> None:
        was_closed, node.status = node.status in CLOSED, status
        if status in CLOSED:
            self.closed.append(node)
        elif was_closed:
            self.reopened.append(node)


def _closure(start: Iterable[int], step: Callable[[int], Iterable[int]]) -> set[int]:
    """All that can be reached from ``start`` in any number of steps."""
    found = set(start)
    stack = list(found)
    while stack:
        new = set(step(stack.pop())) - found
        found |= new
        stack.extend(new)
    return found


class SearchGraph:
    """Proof states as nodes 0, 1, 2, … (0 is the root), tactics that led from one to another as edges.

    An edge is an ``Attempt`` with a ``child``, kept at its source; several may join the same two nodes.
    """

    def __init__(self, root: ProofState) -> None:
        self.pruned: set[int] = set()
        self.pinned: set[int] = set()
        self.refuted: dict[int, str] = {}
        """Nodes that are false, each with a counter-model as a text for people."""
        self._nodes: list[Node] = []
        self._by_key: dict[str, Node] = {}
        self._parents: list[dict[int, None]] = []
        """For each node, the ids of the nodes that lead to it, the first found first."""
        self.root = self._add(root)

    def __len__(self) -> int:
        return len(self._nodes)

    def __iter__(self) -> Iterator[Node]:
        return iter(self._nodes)

    def __getitem__(self, node: int) -> Node:
        """The node with this id.  Raises ``KeyError`` when there is none."""
        if not 0 <= node < len(self._nodes):
            raise KeyError(f"the search graph has no node {node}")
        return self._nodes[node]

    def find(self, key: str) -> Node | None:
        """The node whose state has this key."""
        return self._by_key.get(key)

    # What the search has done

    def record(self, source: Node, attempt: Attempt, state: ProofState | None = None) -> Change:
        """Add a tried tactic; ``state`` is what it led to, merged into a node with the same key if there is one."""
        change = Change(attempt=attempt)
        target = None
        if state is not None:
            target = self._by_key.get(state.key)
            if target is None:
                target = change.created = self._add(state)
            change.attempt = attempt = attempt.model_copy(update={"child": target.id})
            self._parents[target.id].setdefault(source.id)
            self._improve_paths(source, attempt, change)
        source.attempts.append(attempt)
        if attempt.outcome == "proved":
            self._prove(source, change)
        elif target is not None:
            self._connect(source, target, change)
        return change

    def select(self, node: Node) -> Change:
        """Its tactics are about to be tried (once more, if it has been expanded before)."""
        change = Change()
        node.stage = Status.EXPANDING
        if node.status is Status.FAILED:
            self._revive(node, change)
        if node.status in LIVE:
            node.status = Status.EXPANDING
        return change

    def finish(self, node: Node) -> Change:
        """All its tactics are tried."""
        change = Change()
        node.stage = Status.EXPANDED
        if node.status in WAITING:
            node.status = Status.EXPANDED
            self._fail_if_hopeless(node, change)
        return change

    def abandon(self, node: Node) -> Change:
        """The work at it broke off; it is open again."""
        node.stage = Status.OPEN
        if node.status is Status.EXPANDING:
            node.status = Status.OPEN
        return Change()  # it was as alive before as it is now

    def prune(self, node: Node, pruned: bool = True) -> Change:
        """Close a node, and whatever can only be reached through it, to the search; or take that back."""
        change = Change()
        (self.pruned.add if pruned else self.pruned.discard)(node.id)
        self._restate(change)
        return change

    def refute(self, node: Node, counter_model: str) -> Change:
        """The node is false, and with it all that can only be reached through it is closed; a proof of it would count more."""
        change = Change()
        self.refuted[node.id] = counter_model
        if node.status is Status.PROVED or self.children(node.id):
            self._restate(change)
        elif node.status is not Status.REFUTED:
            change.set_status(node, Status.REFUTED)
            for parent in self.parents(node.id):
                if self._nodes[parent].status is Status.EXPANDED:
                    self._fail_if_hopeless(self._nodes[parent], change)
        return change

    def pin(self, node: Node, pinned: bool = True) -> None:
        """Mark a node and what lies below it on best paths as to be worked on first; or take that back."""
        (self.pinned.add if pinned else self.pinned.discard)(node.id)

    # What one may ask

    def parents(self, node: int) -> list[int]:
        """The ids of the nodes with a tactic that leads to this one, the first found first."""
        return list(self._parents[node])

    def children(self, node: int) -> set[int]:
        """The ids of the nodes that tactics tried here lead to."""
        return {attempt.child for attempt in self._nodes[node].attempts if attempt.child is not None}

    def is_pinned(self, node: Node) -> bool:
        """Whether the best path to the node leads through, or ends in, a pinned node."""
        return bool(self.pinned) and any(n.id in self.pinned for n in self._upward(node))

    def path(self, node: Node) -> list[Attempt]:
        """The best (most probable) path from the root."""
        return [n.via for n in self._upward(node) if n.via is not None][::-1]

    def shortest_proof(self) -> list[Attempt] | None:
        """A proof of the root with the fewest tactics; the most probable step where tactics lead to the same state."""
        ways = self._proving_attempts()
        if not ways:
            return None
        before, queue = {0: [0]}, deque([0])
        while queue:
            path = before[queue.popleft()]
            for child in sorted(self.children(path[-1]) - before.keys()):
                before[child] = [*path, child]
                queue.append(child)
        last, closing = min(ways, key=lambda way: (len(before[way[0].id]), -way[1].logprob, way[0].id))
        return [*(self._best_edge(a, b) for a, b in pairwise(before[last.id])), closing]

    # Paths

    def _add(self, state: ProofState) -> Node:
        node = Node(len(self._nodes), state, logprob=float("-inf") if self._nodes else 0.0)
        self._nodes.append(node)
        self._by_key[state.key] = node
        self._parents.append({})
        return node

    def _improve_paths(self, source: Node, attempt: Attempt, change: Change) -> None:
        """Take the new edge into account, and whatever gets better by it further down."""
        queue = deque([(source, attempt)])
        while queue:
            source, attempt = queue.popleft()
            assert attempt.child is not None
            target = self._nodes[attempt.child]
            new = (source.logprob + attempt.logprob, -(source.depth + 1))
            old = (target.logprob, -target.depth)
            if new == old or (new < old and target.via is not attempt):
                continue
            (target.logprob, target.depth), target.via, target.parent = (new[0], -new[1]), attempt, source.id
            if target is not change.created:
                change.moved[target.id] = target
            queue.extend((target, out) for out in target.attempts if out.child is not None)

    def _upward(self, node: Node) -> Iterator[Node]:
        at: Node | None = node
        while at is not None:
            yield at
            at = None if at.parent is None else self._nodes[at.parent]

    def _best_edge(self, source: int, target: int) -> Attempt:
        return max((a for a in self._nodes[source].attempts if a.child == target), key=lambda a: a.logprob)

    def _proving_attempts(self) -> list[tuple[Node, Attempt]]:
        return [(n, a) for n in self._nodes if n.status is Status.PROVED for a in n.attempts if a.outcome == "proved"]

    # Status

    def _upstream(self, node: Node, through: Container[Status]) -> list[Node]:
        """The node and those of its ancestors that lead to it by way of nodes with these statuses only."""
        found = _closure([node.id], lambda i: (p for p in self._parents[i] if self._nodes[p].status in through))
        return [self._nodes[i] for i in sorted(found)]

    def _connect(self, source: Node, target: Node, change: Change) -> None:
        """Draw what follows for statuses from a new edge."""
        reached = LIVE | {Status.FAILED}
        if (self.pruned or self.refuted) and not (source.status in reached and target.status in {*reached, Status.REFUTED}):
            self._restate(change)  # it may be a way round a pruned node, or lie behind one
        elif target.status is Status.PROVED:
            self._prove(source, change)
        elif target.status in LIVE and source.status is Status.FAILED:
            self._revive(source, change)

    def _prove(self, node: Node, change: Change) -> None:
        for proved in self._upstream(node, through=set(Status) - {Status.PROVED}):
            if proved.status is not Status.PROVED:
                change.set_status(proved, Status.PROVED)

    def _revive(self, node: Node, change: Change) -> None:
        for revived in self._upstream(node, through={Status.FAILED}):
            change.set_status(revived, Status.EXPANDED)

    def _fail_if_hopeless(self, node: Node, change: Change) -> None:
        """Fail a node just expanded, and those above it, if it was their last hope.

        Whether an ancestor still has hope may depend on another ancestor (a cycle), so all of them are
        doubted together and only those with a way out to something alive are cleared.
        """
        if any(self._nodes[child].status in WAITING for child in self.children(node.id)):
            return
        doubted = self._upstream(node, through={Status.EXPANDED})
        ids = {n.id for n in doubted}
        hopeful = [n.id for n in doubted if any(self._nodes[c].status in LIVE for c in self.children(n.id) - ids)]
        cleared = _closure(hopeful, lambda i: ids.intersection(self._parents[i]))
        for n in doubted:
            if n.id not in cleared:
                change.set_status(n, Status.FAILED)

    def _restate(self, change: Change) -> None:
        for node, status in zip(self._nodes, self._statuses_from_scratch(), strict=True):
            if node.status is not status:
                change.set_status(node, status)

    def _statuses_from_scratch(self) -> list[Status]:
        """The meaning of every status, from stages, attempts, prunings and refutations alone."""
        proving = [n.id for n in self._nodes if any(a.outcome == "proved" for a in n.attempts)]
        proved = _closure(proving, self.parents)
        closed = self.pruned | self.refuted.keys()
        reached = _closure({0} - closed, lambda i: self.children(i) - closed)
        waiting = [i for i in reached if self._nodes[i].stage in WAITING]
        hopeful = _closure(waiting, lambda i: reached.intersection(self._parents[i]))

        def status(node: Node) -> Status:
            if node.id in proved:
                return Status.PROVED
            if node.id in self.refuted:
                return Status.REFUTED
            if node.id not in reached:
                return Status.PRUNED
            if node.stage is Status.EXPANDED and node.id not in hopeful:
                return Status.FAILED
            return node.stage

        return [status(node) for node in self._nodes]
