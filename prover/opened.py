"""A theorem opened in Lean: what every way to its proof starts from."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from prover.algebra.refuting import counter_model
from prover.conclusion import conclude
from prover.disproof import disprove
from prover.lean.environment import LeanEnvironment
from prover.lean.pool import LeanPool, LeanWorker
from prover.lean.verify import lean_info
from prover.limits import SearchOptions
from prover.result import ProofResult
from search import Budget, Environment, Listener, Policy, Search, SearchResult, algorithm

_REFUTING_SECONDS = 1.0
"""For a counter-model of a theorem that was not proved."""


@dataclass(frozen=True)
class OpenTheorem:
    """A theorem's ``environment`` on ``worker``, of ``pool``, and how it is to be searched for.

    ``tactic_limit`` (seconds) and ``heartbeats`` (thousands) are those of ``environment``, for others that are opened beside it.
    """

    pool: LeanPool
    worker: LeanWorker
    environment: LeanEnvironment
    policy: Policy
    options: SearchOptions
    tactic_limit: float
    heartbeats: int

    def new_search(self, interactive: bool = False) -> Search:
        return Search(frontier=algorithm(self.options.search), concurrency=self.options.concurrency, interactive=interactive)

    async def search(
        self, search: Search, listeners: Iterable[Listener], budget: Budget, environment: Environment | None = None
    ) -> SearchResult:
        """Run a search for the whole theorem, in ``environment`` if given."""
        info = {
            "theorem": self.environment.statement.text,
            "policy": self.policy.name,
            "search": self.options.search,
            "seed": self.options.seed,
        }
        root = self.environment.root
        return await search.run(
            root, environment or self.environment, self.policy, listeners=listeners, budget=budget, info=info
        )

    def fields(self, expansions: int, nodes: int, ended: str) -> dict[str, Any]:
        """What every result of this theorem says."""
        statement = self.environment.statement
        return {
            "name": statement.name,
            "statement": statement.text,
            "reading": statement.reading,
            "definitions": list(statement.definitions),
            "notes": [statement.note] if statement.note else [],
            "lean": lean_info(self.worker),
            "policy": self.policy.name,
            "expansions": expansions,
            "nodes": nodes,
            "ended": ended,
        }

    async def conclude(self, found: SearchResult, fields: dict[str, Any] | None = None) -> ProofResult:
        """What a search for the whole theorem comes to, after the final check; ``fields``: instead of the search's own counts."""
        usage = found.usage
        fields = fields or self.fields(usage.expansions, usage.nodes, found.reason)
        result = await conclude(self.pool, self.worker, self.environment, found, fields)
        if result.status == "failed" and result.error is None:
            result = await self._disproved(fields) or result
        return result.model_copy(update={"seconds": result.seconds.model_copy(update={"policy": usage.seconds_policy})})

    async def _disproved(self, fields: dict[str, Any]) -> ProofResult | None:
        """What becomes of a theorem without a proof that has a counter-model."""
        terms = await self.environment.look(self.environment.root)
        model = await asyncio.to_thread(counter_model, terms, _REFUTING_SECONDS) if terms is not None else None
        if model is None:
            return None
        return await disprove(self.pool, self.worker, self.environment, model, fields)
