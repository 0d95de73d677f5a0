"""Proof games small enough to know the answer: implicit graphs with cycles, merges, errors and gave-ups."""

from __future__ import annotations

import asyncio
import math
import random
from collections import deque
from dataclasses import dataclass, field

from hypothesis import strategies as st

from search import Attempt, GaveUp, NewState, ProofState, Proposal, Proved, Status, TacticError

# Where a move leads: the number of a state, or one of the words below.
Move = tuple[str, float, "int | str"]


@dataclass
class Game:
    """``moves[i]`` are the moves at state ``i``, best first; state 0 is the root.  Environment and policy in one.

    Hands out a fresh handle for every state it returns, and insists that only handles not yet released are
    asked about or released.  With a seed, every answer takes a random number of turns of the event loop.
    """

    moves: list[list[Move]]
    seed: int | None = None
    name: str = "toy"
    parallel: int = 1
    live: set[int] = field(default_factory=lambda: {0})
    handles: int = 0
    asked: list[list[str]] = field(default_factory=list)
    in_flight: int = 0
    most_in_flight: int = 0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    @property
    def root(self) -> ProofState:
        return ProofState("s0", ("⊢ 0",), handle=0)

    async def _delay(self) -> None:
        if self.seed is not None:
            for _ in range(self._random.randrange(6)):
                await asyncio.sleep(0)

    async def apply(self, state: ProofState, tactic: str):
        assert state.handle in self.live, "asked about a released state"
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            await self._delay()
        finally:
            self.in_flight -= 1
        result = next((r for t, _, r in self.moves[int(state.key[1:])] if t == tactic), "error")
        if result == "proved":
            return Proved(0.001)
        if result == "error":
            return TacticError("it does not apply")
        if result == "gave_up":
            return GaveUp("crash", "gone")
        self.handles += 1
        self.live.add(self.handles)
        return NewState(ProofState(f"s{result}", (f"⊢ {result}",), handle=self.handles), 0.002)

    async def release(self, states) -> None:
        for state in states:
            self.live.remove(state.handle)  # KeyError: released twice
        await self._delay()

    async def propose(self, states):
        self.asked.append([state.key for state in states])
        await self._delay()
        return [[Proposal(t, p, "toy") for t, p, _ in self.moves[int(s.key[1:])]] for s in states]

    def shortest(self) -> int | None:
        """The fewest tactics that prove the root."""
        distance, queue = {0: 0}, deque([0])
        while queue:
            at = queue.popleft()
            for _, _, result in self.moves[at]:
                if result == "proved":
                    return distance[at] + 1
                if isinstance(result, int) and result not in distance:
                    distance[result] = distance[at] + 1
                    queue.append(result)
        return None

    def proves(self, tactics) -> bool:
        at: int | str = 0
        for tactic in tactics:
            at = next(r for t, _, r in self.moves[at] if t == tactic) if isinstance(at, int) else "error"
        return at == "proved"


class Thinking:
    """Proposes a game's moves in ``fast`` at once, the others one by one, each after some ``turns`` of the event loop."""

    name = "thinking"

    def __init__(self, game: Game, fast: set[str], turns: int = 0) -> None:
        self.game, self.fast, self.turns = game, fast, turns
        self.begun: list[str] = []
        self.cancelled: list[str] = []

    async def propose(self, states):
        return [[p for p in ps if p.tactic in self.fast] for ps in await self.game.propose(states)]

    async def afterwards(self, state):
        self.begun.append(state.key)
        try:
            for proposals in await self.game.propose([state]):
                for proposal in proposals:
                    if proposal.tactic not in self.fast:
                        await self.think()
                        yield [proposal]
        except (asyncio.CancelledError, GeneratorExit):
            self.cancelled.append(state.key)
            raise

    async def think(self) -> None:
        for _ in range(self.turns):
            await asyncio.sleep(0)


@dataclass(frozen=True)
class Values:
    text: str


class Oracle:
    """Refutes some states, each after some turns of the event loop."""

    def __init__(self, false: set[int], turns: int = 0) -> None:
        self.false, self.turns = {f"s{state}" for state in false}, turns
        self.asked: list[str] = []

    async def __call__(self, state):
        self.asked.append(state.key)
        for _ in range(self.turns):
            await asyncio.sleep(0)
        return Values(f"{state.key}: x = 3") if state.key in self.false else None


@st.composite
def games(draw, uniform: bool = False, largest: int = 9, provable: bool | None = None) -> Game:
    size = draw(st.integers(1, largest))
    words = ["error", "gave_up"] + (["proved"] if provable is not False else [])
    result = st.one_of(st.integers(0, size - 1), st.integers(0, size - 1), st.sampled_from(words))
    logprob = st.just(math.log(0.25)) if uniform else st.sampled_from([0.0, -0.1, -0.5, -1.0, -1.0, -2.5, -7.0])
    moves = []
    for _ in range(size):
        results = draw(st.lists(result, max_size=4))
        moves.append([(f"t{i}", draw(logprob), r) for i, r in enumerate(results)])
    return Game(moves)


def chain(length: int, width: int = 1) -> Game:
    """A line of states proved after ``length`` tactics; further moves at each are errors."""
    steps = [[("go", -0.1, i + 1 if i + 1 < length else "proved")] for i in range(length)]
    return Game([here + [(f"no{j}", -1.0, "error") for j in range(width - 1)] for here in steps])


def binary_tree(depth: int) -> Game:
    """Every state has two children, none is ever proved."""
    size = 2**depth - 1

    def child(i: int) -> int | str:
        return i if i < size else "error"

    half = math.log(0.5)
    return Game([[("l", half, child(2 * i + 1)), ("r", half, child(2 * i + 2))] for i in range(size)])


def snapshot(graph) -> list[tuple]:
    """All there is to a graph, comparable."""
    return [
        (
            *(node.id, node.state, node.stage, node.status, node.depth, node.logprob, node.parent),
            node.via and node.via.tactic,
            [attempt.model_dump(include=set(Attempt.model_fields)) for attempt in node.attempts],
        )
        for node in graph
    ] + [(sorted(graph.pruned), sorted(graph.pinned), graph.refuted)]


def check_invariants(graph) -> None:
    """Check everything that the graph's methods promise.  Raises ``AssertionError``."""
    assert graph.root.parent is None and graph.root.depth == 0 and graph.root.logprob == 0.0
    assert len(graph._by_key) == len(graph._nodes) == len(graph._parents)
    edges = {(source, target) for target, sources in enumerate(graph._parents) for source in sources}
    assert edges == {(n.id, child) for n in graph._nodes for child in graph.children(n.id)}
    for node in graph._nodes:
        assert graph._by_key[node.state.key] is node
        if node is not graph.root:
            assert node.parent is not None and node.via is not None
            parent = graph._nodes[node.parent]
            assert node.via in parent.attempts and node.via.child == node.id
            assert node.logprob == parent.logprob + node.via.logprob and node.depth == parent.depth + 1
            assert len(graph.path(node)) == node.depth
        for source in graph.parents(node.id):
            best = graph[source].logprob + graph._best_edge(source, node.id).logprob
            assert best <= node.logprob, "a better path was missed"
    assert [n.status for n in graph._nodes] == graph._statuses_from_scratch()
    proof = graph.shortest_proof()
    assert (proof is not None) == (graph.root.status is Status.PROVED)
    at = graph.root
    for step in proof or ():
        assert step in at.attempts and at.status is Status.PROVED
        assert (step.outcome == "proved") == (step.child is None)
        at = at if step.child is None else graph[step.child]


class Watcher:
    """A listener that keeps all events and checks the graph at every one of them."""

    def __init__(self, search) -> None:
        self.search = search
        self.events = []
        self.problems = []

    def __call__(self, event) -> None:
        self.events.append(event)
        try:
            check_invariants(self.search.graph)
        except AssertionError as problem:
            self.problems.append((event, problem))

    def kinds(self) -> list[str]:
        return [event.kind for event in self.events]


def play(search, game: Game, *, listeners=(), seconds: float = 20.0, **kwargs):
    """Run a search to its end; a lost wake-up shows as a timeout."""

    async def run():
        return await asyncio.wait_for(search.run(game.root, game, game, listeners=listeners, **kwargs), seconds)

    return asyncio.run(run())
