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

from .best_first import Search, SearchOver, SearchResult, StateLost
from .budget import Budget, Usage
from .events import Event, Listener, parse_event
from .frontier import BestFirst, Frontier
from .game import Environment, GaveUp, NewState, Outcome, Policy, ProofState, Proposal, Proved, TacticError
from .graph import Attempt, Node, SearchGraph, Status
from .listeners import InBackground
from .log import EventWriter, read_events, replay

__all__ = [
    "Attempt",
    "BestFirst",
    "Budget",
    "Environment",
    "Event",
    "EventWriter",
    "Frontier",
    "GaveUp",
    "InBackground",
    "Listener",
    "NewState",
    "Node",
    "Outcome",
    "Policy",
    "ProofState",
    "Proposal",
    "Proved",
    "Search",
    "SearchGraph",
    "SearchOver",
    "SearchResult",
    "StateLost",
    "Status",
    "TacticError",
    "Usage",
    "parse_event",
    "read_events",
    "replay",
]
