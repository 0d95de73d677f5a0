"""Cheap questions to Lean: has this statement a short proof?  Bounded in seconds; "no" means no more than "not found"."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator, Sequence
from typing import Literal, Optional

from pydantic import BaseModel, ConfigDict

from prover.informal.candidate import Candidate, NotAStatement, checked, extract
from prover.lean.environment import LeanEnvironment
from prover.lean.errors import BadStatement, LeanCrashed, LeanTimeout
from prover.lean.pool import LeanPool
from prover.lean.statement import ReadingKind
from prover.policy.portfolio import Portfolio
from search import Budget, Search
from search.game import Proved

HEARTBEATS = 15_000
"""Lean's own limit for one tactic, in thousands: these questions are to be cheap."""
TACTIC_LIMIT = 10.0
"""Seconds after which a tactic that does not heed Lean's own limit is given up, and its process with it."""


class LeanAnswer(BaseModel):
    """``proved`` by the tactic ``by``; ``open``: no proof found; ``refused``: no statement, with Lean's ``message``; ``lost``:
    the process died over it."""

    model_config = ConfigDict(frozen=True)

    status: Literal["proved", "open", "refused", "lost"]
    by: str = ""
    message: str = ""
    reading: Optional[ReadingKind] = None

    @property
    def proved(self) -> bool:
        return self.status == "proved"


class Questions:
    """Asks on the workers of ``pool``, one statement a call; as many calls at once as it has workers."""

    def __init__(self, pool: LeanPool) -> None:
        self._pool = pool
        self._portfolio = Portfolio(mathlib=pool.command.backend == "native")

    async def ask(self, source: str, tactics: Sequence[str] = (), seconds: float = 5.0, search: float = 0.0) -> LeanAnswer:
        """Try the tactics, one after the other, each on the statement itself, while ``seconds`` last; then, for up to
        ``search`` seconds, the portfolio's search.

        Raises ``LeanNotAvailable``.
        """
        try:
            async with self._opened(source) as environment:
                by = await self._proof(environment, tactics, seconds, search)
                status, reading = "open" if by is None else "proved", environment.statement.reading
                return LeanAnswer(status=status, by=by or "", reading=reading)
        except BadStatement as error:
            return LeanAnswer(status="refused", message=str(error))
        except (LeanTimeout, LeanCrashed) as error:
            return LeanAnswer(status="lost", message=str(error))

    async def read(self, text: str, rename: str | None = None) -> Candidate:
        """The first theorem of a model's answer, as Lean holds it; ``rename``: its name from now on.

        Raises ``NotAStatement``, ``BadStatement`` (Lean accepts none), ``LeanNotAvailable``.
        """
        opening, name, code = extract(text)
        try:
            async with self._opened(f"{opening}\n{code}" if opening else code, name) as environment:
                goal = await environment.look(environment.root)
                if goal is None:
                    raise NotAStatement("Lean cannot tell its goal")
                stated = environment.statement.text
                return checked(opening, name, stated, goal, environment.statement.reading, rename)
        except (LeanTimeout, LeanCrashed) as error:
            raise NotAStatement(f"Lean is lost over it: {error}") from error

    @contextlib.asynccontextmanager
    async def _opened(self, source: str, name: str | None = None) -> AsyncIterator[LeanEnvironment]:
        async with self._pool.lease() as worker:
            await worker.use(self._pool.command)
            environment = await LeanEnvironment.open(worker, source, name, TACTIC_LIMIT, HEARTBEATS)
            try:
                yield environment
            finally:
                await environment.close()

    async def _proof(self, environment: LeanEnvironment, tactics: Sequence[str], seconds: float, search: float) -> str | None:
        until = time.monotonic() + seconds
        for tactic in tactics:
            if time.monotonic() > until:
                break
            if isinstance(await environment.apply(environment.root, tactic), Proved):
                return tactic
        if search <= 0:
            return None
        found = await Search().run(environment.root, environment, self._portfolio, budget=Budget(seconds=search))
        return "\n".join(found.proof) if found.proof is not None else None
