"""What an attempt at a theorem may spend, and how it searches: one shape from the command line to the run's record."""

from __future__ import annotations

from typing import Optional

from pydantic import BaseModel, ConfigDict, Field

from search import Budget


class Limits(BaseModel):
    """``None`` is no limit.  ``time_limit``: seconds of searching; ``concurrency``: the proof states expanded at once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    time_limit: Optional[float] = Field(None, ge=0)
    max_expansions: Optional[int] = Field(None, ge=0)
    max_nodes: Optional[int] = Field(None, ge=1)
    max_tactics: Optional[int] = Field(None, ge=0)
    concurrency: int = Field(1, ge=1)

    @property
    def budget(self) -> Budget:
        """For the searches of one attempt together."""
        return Budget(seconds=self.time_limit, expansions=self.max_expansions, nodes=self.max_nodes, tactics=self.max_tactics)


class SearchOptions(Limits):
    """With the algorithm (``search.algorithms``) and what is added to the seeds of models that draw samples."""

    search: str = "best-first"
    seed: int = Field(0, ge=0)
