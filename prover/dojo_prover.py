"""A prover whose Lean is lean-dojo's, with the interface of ``prover.agent.AsyncProver``.

    async with DojoProver("portfolio") as prover:
        place = RepositoryFile("https://github.com/leanprover-community/mathlib4", commit, "Mathlib/Order/Basic.lean")
        result = await prover.prove(str(place), name="le_of_le_of_eq", time_limit=60)

``proved`` means here: lean-dojo's ``check_proof`` has compiled the theorem's file with the proof in it, without ``sorry``
and within the repository's own Lean.  Nothing is replayed in the kernel, and the axioms are not looked at;
``ProofResult.checked_by`` says which of the two checks a result had.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from prover.conclusion import unproved
from prover.lean import dojo
from prover.lean.errors import BadStatement, LeanTimeout
from prover.limits import SearchOptions
from prover.policy.base import with_seed
from prover.policy.holder import PolicyHolder
from prover.result import LeanInfo, ProofResult, Seconds
from search import Listener, Policy, Search, SearchResult, algorithm

CHECKED_BY = "lean-dojo"
NOTE = (
    "checked by lean-dojo's check_proof, in the repository's own Lean: the file compiles with the proof in it and without "
    "'sorry'; the kernel was not asked again, and the axioms were not looked at"
)
LEAN_GB = 6.0
"""Memory of one Lean that has loaded most of Mathlib; lean-dojo's own limit is ``TACTIC_MEMORY_LIMIT``, 32 GB."""


@dataclass(frozen=True)
class RepositoryFile:
    """A Lean file of a git repository at a commit; ``path`` is relative to the repository."""

    url: str
    commit: str
    path: str

    def __str__(self) -> str:
        return f"{self.url}@{self.commit}:{self.path}"

    @classmethod
    def parse(cls, text: str) -> RepositoryFile:
        """``URL@COMMIT:PATH`` read back.  Raises ``ValueError``."""
        before, _, path = text.strip().rpartition(":")
        url, _, commit = before.rpartition("@")
        if not (url and commit and path):
            raise ValueError(f"{text.strip()!r} names no file of a repository: write URL@COMMIT:PATH")
        return cls(url, commit, path)


class DojoProver(PolicyHolder):
    """Proves theorems of traced repositories.

    As many ``prove`` calls run at once as there are ``workers``, each with a Lean of its own; further ones wait.

    Args:
        policy: as for ``AsyncProver``.
        tactic_limit: wall-clock seconds for a tactic.

    Raises on ``start``: LeanNotAvailable (lean-dojo does not load), ``PolicyError``.
    """

    def __init__(
        self, policy: str | Sequence[str] | Policy = "default", *, workers: int = 1, tactic_limit: int = dojo.TACTIC_LIMIT
    ) -> None:
        super().__init__(policy)
        self.workers, self.tactic_limit = workers, tactic_limit
        self._free: asyncio.Semaphore

    async def start(self) -> None:
        """Import lean-dojo and load the policy."""
        await asyncio.to_thread(dojo.load)
        self._free = asyncio.Semaphore(self.workers)
        await self._load_policy(mathlib=True)

    async def prove(
        self,
        theorem: str,
        *,
        name: str | None,
        imports: tuple[str, ...] | None = None,
        listeners: Iterable[Listener] = (),
        steer: Callable[[Search, Policy], None] | None = None,
        **options: Any,
    ) -> ProofResult:
        """Search for a proof of the theorem with the full ``name`` in the file ``theorem``, a ``RepositoryFile`` as text, and
        have lean-dojo check it.  The other arguments are ``AsyncProver.prove``'s, ``options`` those of ``SearchOptions``; a file
        of a repository has its own imports.

        Raises ``LeanNotAvailable`` (no such repository, not traced), ``UnknownAlgorithm``, ``ValueError`` (no such text).
        """
        begun = time.monotonic()
        place, asked = RepositoryFile.parse(theorem), SearchOptions(**options)
        frontier, policy = algorithm(asked.search), with_seed(self.policy, asked.seed)
        if not name:
            raise ValueError(f"{place}: which theorem of this file? give its full name")
        common: dict[str, Any] = {"name": name, "policy": self.policy.name, "checked_by": CHECKED_BY}
        async with self._free:
            goal = await asyncio.to_thread(dojo.theorem, place.url, place.commit, place.path, name)
            common["lean"] = LeanInfo(version=goal.repo.lean_version, backend="dojo")
            try:
                environment = await dojo.DojoEnvironment.open(goal, self.tactic_limit)
            except BadStatement as error:
                seconds = Seconds(total=time.monotonic() - begun)
                return ProofResult(
                    statement=theorem, status="error", error=str(error), error_kind="statement", seconds=seconds, **common
                )
            async with environment:
                searching = Search(frontier=frontier, concurrency=asked.concurrency, interactive=steer is not None)
                if steer is not None:
                    steer(searching, policy)
                opened = time.monotonic()
                found = await searching.run(
                    environment.root,
                    environment,
                    policy,
                    listeners=listeners,
                    budget=asked.budget,
                    info={"theorem": f"{place} {name}", "policy": policy.name, "search": asked.search, "seed": asked.seed},
                )
                common |= {
                    "statement": "\n\n".join(environment.root.goals),
                    "expansions": found.usage.expansions,
                    "nodes": found.usage.nodes,
                    "ended": found.reason,
                }
                result = await _concluded(environment, found, common)
        total, policy_seconds = time.monotonic() - begun, found.usage.seconds_policy
        lean = max(0.0, time.monotonic() - opened - policy_seconds)
        return result.model_copy(update={"seconds": Seconds(total=total, lean=lean, policy=policy_seconds)})


async def _concluded(environment: dojo.DojoEnvironment, found: SearchResult, common: dict[str, Any]) -> ProofResult:
    """What a search comes to, after lean-dojo's check of what it claims."""
    if found.proof is None:
        return unproved(found, common)
    refusal = "it does not compile in the theorem's file, or uses 'sorry'"
    try:
        if await environment.check(found.proof):
            sources = [step.source for step in found.graph.shortest_proof() or []]
            proof, tactics = dojo.proof_text(found.proof), list(found.proof)
            return ProofResult(status="proved", proof=proof, tactics=tactics, sources=sources, notes=[NOTE], **common)
    except LeanTimeout as error:
        refusal = str(error)
    error = f"lean-dojo's check refused the proof: {refusal}"
    return ProofResult(status="failed", error_kind="check", error=error, **common)
