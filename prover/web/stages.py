"""The stages of an informal problem, as the view has them: the tree's events, and the search for one hole."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from prover.informal.record import Hole, PartSearchBegun, PartSearchEnded, SketchRead, StageEvent
from prover.result import ProofResult, Seconds

_PART = re.compile(r"[0-9]+_[0-9]+")


def split_id(id: str) -> tuple[str, str]:
    """The id of a whole theorem's search and the part after it: ``x~0~2_1`` is ``x~0`` and ``2_1``, ``x~0`` has no part."""
    whole, tilde, part = id.rpartition("~")
    return (whole, part) if tilde and _PART.fullmatch(part) else (id, "")


def as_json(stages: Sequence[StageEvent]) -> list[dict[str, Any]]:
    """The events in what JSON has; an infinite limit is none."""
    return [{key: _finite(value) for key, value in event.model_dump(mode="json").items()} for event in stages]


def hole_of(stages: Sequence[StageEvent], part: str) -> tuple[PartSearchBegun, Hole] | None:
    """The last begin of the search for a hole, and that hole; ``None`` if none has begun."""
    begun = next((e for e in reversed(stages) if isinstance(e, PartSearchBegun) and e.search == part), None)
    if begun is None or begun.hole is None:
        return None
    read = next((e for e in reversed(stages) if isinstance(e, SketchRead) and e.sketch == begun.sketch), None)
    return (begun, read.holes[begun.hole]) if read is not None and begun.hole < len(read.holes) else None


def hole_details(begun: PartSearchBegun, hole: Hole, whole: dict[str, Any]) -> dict[str, Any]:
    """Of the search for a hole, from the ``details`` of the whole theorem's."""
    kept = ("problem", "attempt", "policy", "search", "live")
    return {
        "id": f"{whole['id']}~{begun.search}",
        "parent": whole["id"],
        **{key: whole[key] for key in kept},
        "sketch": begun.sketch,
        "hole": begun.hole,
        "line": hole.line,
        "statement": "\n\n".join(hole.goals),
        "informal_statement": None,
        "informal_proof": None,
        "interactive": False,
    }


def hole_result(stages: Sequence[StageEvent], part: str) -> ProofResult:
    """What the last search for a hole that has begun came to.  Its tactics are checked with the whole proof only."""
    found = hole_of(stages, part)
    begun = found[0].seq if found else -1
    ended = next((e for e in stages if isinstance(e, PartSearchEnded) and e.search == part and e.seq > begun), None)
    return ProofResult(
        name=part,
        statement="\n\n".join(found[1].goals) if found else "",
        status="proved" if ended and ended.proved else "failed",
        tactics=ended.tactics if ended else [],
        seconds=Seconds(total=ended.seconds if ended else 0.0),
        ended=ended.reason if ended else None,
    )


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
