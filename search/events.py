"""What a search announces to its listeners: small typed records, complete enough to rebuild its graph from them.

Every event has a sequence number ``seq`` (0, 1, 2, …) and the seconds ``t`` since the search began, which never
decrease; events that belong to one moment share one ``t``.  What ``node_closed`` and ``node_reopened`` say also
follows from the other events; they are there so that a listener need not work it out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from .budget import Budget, Usage
from .game import Attempt
from .status import Status

EndReason = Literal["proved", "exhausted", "time", "expansions", "nodes", "tactics", "refuted", "stopped", "error"]


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, ser_json_inf_nan="constants")

    seq: int
    t: float


class SearchStarted(_Event):
    kind: Literal["search_started"] = "search_started"
    policy: str
    budget: Budget
    info: dict[str, Any] = Field(default_factory=dict)
    """Whatever the caller wants kept with the search, e.g. the theorem's name; JSON values only."""


class NodeCreated(_Event):
    """A new proof state; its ``tactic_tried`` follows at once.  The root has no parent."""

    kind: Literal["node_created"] = "node_created"
    node: int
    key: str
    goals: list[str]
    parent: int | None = None
    tactic: str | None = None
    depth: int = 0
    logprob: float = 0.0
    """Along the best path from the root."""


class NodeMerged(_Event):
    """A tactic led to a proof state already there; its ``tactic_tried`` follows at once."""

    kind: Literal["node_merged"] = "node_merged"
    node: int
    parent: int
    tactic: str
    better: bool
    """Whether this is the node's best path now; ``depth`` and ``logprob`` are those of its best path."""
    depth: int
    logprob: float


class NodeSelected(_Event):
    """The node's expansion begins, or goes on ``again`` after it was put off."""

    kind: Literal["node_selected"] = "node_selected"
    node: int
    again: bool = False


class TacticTried(Attempt, _Event):
    kind: Literal["tactic_tried"] = "tactic_tried"
    node: int


class NodeExpanded(_Event):
    """All tactics proposed for the node are tried, and none is still to come."""

    kind: Literal["node_expanded"] = "node_expanded"
    node: int


class ExpansionBrokenOff(_Event):
    """The node is open again before all its tactics were tried: it was put off for another, pruned or refuted, proposals are
    still to come (``search.game.SlowPolicy``), a budget ran out, or the search ended."""

    kind: Literal["expansion_broken_off"] = "expansion_broken_off"
    node: int


class NodeClosed(_Event):
    """The node is proved, failed, refuted or pruned."""

    kind: Literal["node_closed"] = "node_closed"
    node: int
    status: Status


class NodeReopened(_Event):
    """A closed node has come back to life: something open can be reached from it again."""

    kind: Literal["node_reopened"] = "node_reopened"
    node: int
    status: Status


class NodePinned(_Event):
    kind: Literal["node_pinned"] = "node_pinned"
    node: int
    pinned: bool


class NodePruned(_Event):
    kind: Literal["node_pruned"] = "node_pruned"
    node: int
    pruned: bool


class NodeRefuted(_Event):
    """The node is false: ``counter_model`` says where, as a text for people."""

    kind: Literal["node_refuted"] = "node_refuted"
    node: int
    counter_model: str


class SearchPaused(_Event):
    kind: Literal["search_paused"] = "search_paused"
    paused: bool


class ProofFound(_Event):
    kind: Literal["proof_found"] = "proof_found"
    tactics: list[str]


class SearchEnded(_Event):
    kind: Literal["search_ended"] = "search_ended"
    reason: EndReason
    error: str | None = None
    usage: Usage


Event = Annotated[
    Union[
        SearchStarted,
        NodeCreated,
        NodeMerged,
        NodeSelected,
        TacticTried,
        NodeExpanded,
        ExpansionBrokenOff,
        NodeClosed,
        NodeReopened,
        NodePinned,
        NodePruned,
        NodeRefuted,
        SearchPaused,
        ProofFound,
        SearchEnded,
    ],
    Field(discriminator="kind"),
]

Listener = Callable[[Event], None]
"""Called in the search's own thread, in order, as things happen; see ``search.listeners`` for slow ones."""

_adapter: TypeAdapter[Event] = TypeAdapter(Event)


def parse_event(line: str | bytes) -> Event:
    """One event from its JSON.  Raises ``pydantic.ValidationError``."""
    return _adapter.validate_json(line)
