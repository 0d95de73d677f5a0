"""Cheap questions to Lean: has this statement a short proof?  Bounded in seconds; "no" means no more than "not found"."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Literal, Optional

from pydantic import BaseModel, ConfigDict

from prover.agent import AsyncProver
from prover.lean.environment import LeanEnvironment
from prover.lean.errors import BadStatement, LeanCrashed, LeanTimeout
from prover.lean.statement import ReadingKind
from prover.policy.portfolio import Portfolio
from search import Budget, Search
from search.game import Proved

HEARTBEATS = 15_000
"""Lean's own limit for one tactic, in thousands: these questions are to be cheap."""
TACTIC_LIMIT = 10.0
"""Seconds after which a tactic that does not heed Lean's own limit is given up, and its process with it."""


class Answer(BaseModel):
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
    """Asks on the workers of ``prover``, one statement a call; as many calls at once as it has workers."""

    def __init__(self, prover: AsyncProver) -> None:
        self._prover = prover
        self._portfolio = Portfolio(mathlib=prover.pool.command.backend == "native")

    async def ask(self, source: str, tactics: Sequence[str] = (), seconds: float = 5.0, search: float = 0.0) -> Answer:
        """Try the tactics, one after the other, each on the statement itself, while ``seconds`` last; then, for up to
        ``search`` seconds, the portfolio's search.

        Raises ``LeanNotAvailable``.
        """
        pool = self._prover.pool
        async with pool.lease() as worker:
            await worker.use(pool.command)
            try:
                environment = await LeanEnvironment.open(worker, source, None, TACTIC_LIMIT, HEARTBEATS)
            except BadStatement as error:
                return Answer(status="refused", message=str(error))
            except (LeanTimeout, LeanCrashed) as error:
                return Answer(status="lost", message=str(error))
            try:
                by = await self._closes(environment, tactics, seconds) or await self._found(environment, search)
            finally:
                await environment.close()
        reading = environment.statement.reading
        return Answer(status="open", reading=reading) if by is None else Answer(status="proved", by=by, reading=reading)

    async def read(self, text: str) -> str:
        """The theorem of a text as Lean reads it, up to where its proof begins; the text itself where Lean reads none.

        Raises ``LeanNotAvailable``.
        """
        pool = self._prover.pool
        async with pool.lease() as worker:
            await worker.use(pool.command)
            try:
                environment = await LeanEnvironment.open(worker, text, None, TACTIC_LIMIT, HEARTBEATS)
            except (BadStatement, LeanTimeout, LeanCrashed):
                return text
            await environment.close()
        return environment.statement.text

    async def _closes(self, environment: LeanEnvironment, tactics: Sequence[str], seconds: float) -> str | None:
        until = time.monotonic() + seconds
        for tactic in tactics:
            if time.monotonic() > until:
                break
            if isinstance(await environment.apply(environment.root, tactic), Proved):
                return tactic
        return None

    async def _found(self, environment: LeanEnvironment, seconds: float) -> str | None:
        if seconds <= 0:
            return None
        found = await Search().run(environment.root, environment, self._portfolio, budget=Budget(seconds=seconds))
        return "\n".join(found.proof) if found.proof is not None else None
