"""Search for proofs in an abstract game: an environment judges tactics, a policy proposes them.

    import asyncio
    from search import Budget, EventWriter, Search

    async def prove(root, environment, policy):
        with EventWriter("events.jsonl.zst") as log:
            search = Search(concurrency=4)
            result = await search.run(root, environment, policy, listeners=[log], budget=Budget(seconds=30))
        return result.proof or result.reason

    print(asyncio.run(prove(root, environment, policy)))

``replay(read_events("events.jsonl.zst"), until=2.5)`` is the search graph 2.5 seconds into that search.
Nothing here knows Lean or any model; ``search.game`` holds the two protocols to implement.
"""

# ruff: noqa: F401
from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .algorithms import ALGORITHMS, UnknownAlgorithm, algorithm
    from .beam import Beam
    from .budget import Budget, Usage
    from .events import Event, Listener, parse_event
    from .frontier import BestFirst, Frontier, FrontierFactory
    from .game import (
        Attempt,
        CounterModel,
        Environment,
        GaveUp,
        NewState,
        Outcome,
        Policy,
        ProofState,
        Proposal,
        Proved,
        Refuter,
        SlowPolicy,
        TacticError,
    )
    from .graph import Node, SearchGraph
    from .listeners import Listeners
    from .log import EventWriter, read_events, replay
    from .mcts import MonteCarlo
    from .search import Search, SearchOver, SearchResult, StateLost
    from .status import Status

_HOMES = {
    "algorithms": "ALGORITHMS UnknownAlgorithm algorithm",
    "beam": "Beam",
    "budget": "Budget Usage",
    "events": "Event Listener parse_event",
    "frontier": "BestFirst Frontier FrontierFactory",
    "game": """
        Attempt CounterModel Environment GaveUp NewState Outcome Policy ProofState Proposal Proved Refuter SlowPolicy
        TacticError
    """,
    "graph": "Node SearchGraph",
    "listeners": "Listeners",
    "log": "EventWriter read_events replay",
    "mcts": "MonteCarlo",
    "search": "Search SearchOver SearchResult StateLost",
    "status": "Status",
}
"""What is exported, by the module it is in; imported when first asked for, so that who only reads events pays for no graph."""

__all__ = [name for names in _HOMES.values() for name in names.split()]


def __getattr__(name: str):
    for home, names in _HOMES.items():
        if name in names.split():
            return getattr(importlib.import_module(f".{home}", __name__), name)
    raise AttributeError(f"module 'search' has no attribute '{name}'")
