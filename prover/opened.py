"""A theorem opened in Lean: what every way to its proof starts from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from prover.algebra.counter_models import CounterModel
from prover.conclusion import conclude
from prover.disproof import disprove
from prover.lean.environment import LeanEnvironment
from prover.lean.pool import LeanPool, LeanWorker
from prover.lean.shared import SharedEnvironment
from prover.lean.terms import Bind, GoalTerms
from prover.lean.verify import lean_info
from prover.limits import SearchOptions
from prover.refuter import GoalRefuter
from prover.result import ProofResult
from search import Budget, Environment, Listener, Policy, ProofState, Search, SearchResult, algorithm

DISPROOF_SECONDS = 8.0
"""To prove what is false at a counter-model to be so, where quick tactics do not."""


@dataclass(frozen=True)
class OpenTheorem:
    """A theorem's ``environment`` on ``worker``, and on others of ``pool`` that help, and how it is to be searched for.

    ``tactic_limit`` (seconds) and ``heartbeats`` (thousands) are those of ``environment``, for others that are opened beside it.
    ``refuter``: looks for counter-models beside the search, and of the theorem where it was not proved.
    """

    pool: LeanPool
    worker: LeanWorker
    environment: SharedEnvironment
    policy: Policy
    options: SearchOptions
    tactic_limit: float
    heartbeats: int
    refuter: GoalRefuter | None = None

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
            root,
            environment or self.environment,
            self.policy,
            listeners=listeners,
            budget=budget,
            refuter=self.refuter,
            info=info,
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
        if result.status == "failed" and result.error is None and self.refuter is not None:
            result = await self._refuted(result, fields)
        return result.model_copy(update={"seconds": result.seconds.model_copy(update={"policy": usage.seconds_policy})})

    async def _refuted(self, result: ProofResult, fields: dict[str, Any]) -> ProofResult:
        """What becomes of a theorem without a proof: disproved, where it has a counter-model that Lean confirms."""
        assert self.refuter is not None
        root = self.environment.root
        terms = await root.look(0) if root.look is not None and len(root.goals) == 1 else None
        if terms is None:
            return result
        without_variables = not terms.hypotheses and not (isinstance(terms.target, Bind) and terms.target.kind == "∀")
        if without_variables and (disproved := await self._disproved(terms, CounterModel(()), fields)) is not None:
            return disproved  # there is but one way to be false
        async for model in self.refuter.models(terms):
            if not without_variables and (disproved := await self._disproved(terms, model, fields)) is not None:
                return disproved
            if model.found_by in ("numbers", "z3"):
                result = result.model_copy(update={"counter_model": model.text})
        return result

    async def _disproved(self, terms: GoalTerms, model: CounterModel, fields: dict[str, Any]) -> ProofResult | None:
        return await disprove(self.pool, self.environment.first, terms, model, fields, self._proof_of_part)

    async def _proof_of_part(self, environment: LeanEnvironment, state: ProofState) -> Sequence[str] | None:
        """A proof of what is left of a disproof."""
        budget = Budget(seconds=DISPROOF_SECONDS)
        found = await self.new_search().run(state, environment, self.policy, budget=budget, refuter=self.refuter)
        return found.proof
