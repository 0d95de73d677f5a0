"""How much of what informal-to-formal tries."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class InformalSettings(BaseModel):
    """Shares are of the time limit, or of the limits in expansions, nodes and tactics."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    search_first: float = Field(0.5, ge=0, le=1)
    """What plain search has (with the facts of the words) before the first sketch; it goes on when the sketches are done."""
    words_share: float = Field(0.3, ge=0, le=1)
    """What the sketches have while plain search has not come to its end; if it has, they have all that is left."""
    drafts: int = Field(3, ge=0, le=64)
    """Solutions in words that the writer is asked for, beside the one that is given."""
    sketches: int = Field(4, ge=1, le=64)
    """Sketches asked for at once."""
    rounds: int = Field(3, ge=1)
    """How often sketches are asked for: the first time, and while holes stay open."""
    mends: int = Field(2, ge=0)
    """How often a sketch that Lean does not accept is sent back with Lean's messages."""
    hole_seconds: float = Field(6.0, gt=0)
    """The search for one hole may take so long."""
