"""What runs on the nodes of a cluster: one Lean each, and the model they share."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from typing import Any

from prover.agent import AsyncProver
from prover.policy import Merged, load_policy
from prover.policy.base import Sampling, close_policy, draws, with_seed
from prover.policy.loading import beside as alongside
from search.game import Policy, ProofState, Proposal

SEND_EVERY = 0.5
"""Seconds between two messages of events."""

State = tuple[str, tuple[str, ...]]
"""A proof state's key and goals: what a policy sees of it."""
Message = tuple[list[bytes], bytes | None]
"""Events as JSON, and at the end the result as JSON."""


class ModelActor:
    """A policy that searches on other nodes ask; their concurrent requests share its batches."""

    def __init__(self, specs: Sequence[str], mathlib: bool) -> None:
        self._policy = load_policy(specs, mathlib=mathlib)

    async def draws(self) -> bool:
        """Whether another seed makes it propose something else; an answer says that it is ready, too."""
        return draws(self._policy)

    async def propose(self, states: Sequence[State], seed: int) -> list[list[tuple[str, float, str]]]:
        policy = with_seed(self._policy, seed)
        answers = await policy.propose([ProofState(key, tuple(goals)) for key, goals in states])
        return [[(p.tactic, p.logprob, p.source) for p in answer] for answer in answers]


class HostedPolicy(Sampling):
    """The policy of a ``ModelActor``, asked from another process.  What that raises is raised here."""

    def __init__(self, actor: Any, name: str, draws: bool) -> None:
        self.name, self.draws, self._actor = name, draws, actor

    async def _draw_for(self, states: Sequence[ProofState], seed: int) -> list[list[Proposal]]:
        import ray
        from ray.exceptions import RayTaskError

        asked = self._actor.propose.remote([(state.key, state.goals) for state in states], seed)
        try:
            answers = await asked
        except RayTaskError as error:
            raise error.cause from error
        except asyncio.CancelledError:
            ray.cancel(asked)
            raise
        return [[Proposal(*proposal) for proposal in answer] for answer in answers]


class LeanActor:
    """One Lean worker, with the policies that need no machine of their own."""

    def __init__(
        self, specs: Sequence[str], local: Sequence[str], hosted: HostedPolicy | None, mathlib: bool, **options: Any
    ) -> None:
        """``specs``: all policies; those in ``local`` are loaded here, the others are ``hosted``."""
        beside = {spec: load_policy([spec], mathlib=mathlib) for spec in local}
        names = [beside[spec].name if spec in beside else spec.partition("?")[0] for spec in specs]
        model: list[Policy] = [] if hosted is None else [alongside(hosted) if beside else hosted]
        policies = [*model, *beside.values()]
        self._policy = Merged(policies, "+".join(names))
        self._prover = AsyncProver(self._policy, workers=1, standby=False, progress=False, **options)

    async def start(self) -> str:
        """Start Lean, installing it on this node first if need be; the node."""
        import ray

        await self._prover.start()
        return f"{ray.util.get_node_ip_address()}/{ray.get_runtime_context().get_node_id()[:8]}/{os.getpid()}"

    async def draws(self) -> bool:
        """As ``AsyncProver.draws``."""
        return self._prover.draws

    async def prove(self, theorem: str, options: dict[str, Any]) -> AsyncIterator[Message]:
        """As ``AsyncProver.prove``: a message at once, the events as they happen, then the result."""
        yield [], None
        events: list[bytes] = []
        task = asyncio.create_task(
            self._prover.prove(theorem, listeners=[lambda event: events.append(event.model_dump_json().encode())], **options)
        )
        try:
            while not task.done():
                await asyncio.wait([task], timeout=SEND_EVERY)
                if events:
                    sent, events[:] = list(events), []
                    yield sent, None
            yield events, task.result().model_dump_json().encode()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def close(self) -> None:
        await self._prover.close()
        close_policy(self._policy)
