"""When a command is served by the background server, and what is said when it is not."""

from __future__ import annotations

import os
from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from prover.cli.common import fail, run_async

if TYPE_CHECKING:
    from prover.background.client import Call
    from prover.background.server_folder import ServerRecord

T = TypeVar("T")


def begin(wanted: bool, obstacle: str | None, policy: Sequence[str] | None = None, **request: Any) -> Call | None:
    """Hand the request to the background server if there is one that can serve it; it is at work when this returns.

    ``obstacle``: what in the command stands against it.  ``policy``: what must be the server's own, if it matters.
    Where a server runs but is not used, a line says why.
    """
    from prover.background.client import ServerLost, begin
    from prover.background.server_folder import ServerFolder

    disabled = os.environ.get("PROVER_NO_SERVER", "") not in ("", "0")
    if not wanted or disabled or (record := ServerFolder().read()) is None or not _lives(record.pid):
        return None
    why = obstacle or _unfit(record, policy)
    if why is None:
        try:
            return begin(record, **request)
        except ServerLost as error:
            why = str(error)
    _say(f"the background server is not used: {why}")
    return None


def answer(call: Call | None, work: Callable[[Call], Coroutine[Any, Any, T]]) -> T | None:
    """What ``work`` gets from the server; ``None`` if there is none or it is lost, so that all is to be done here."""
    from prover.background.client import ServerLost, ServerRefused

    if call is None:
        return None
    try:
        return run_async(lambda: work(call))
    except ServerRefused as error:
        fail(str(error))
    except ServerLost as error:
        _say(f"the background server does not do it ({error}): it is done here, from the start")
        return None
    finally:
        call.close()


def _say(text: str) -> None:
    typer.secho(f"prover: {text}", dim=True, err=True)


def _unfit(record: ServerRecord, policy: Sequence[str] | None) -> str | None:
    from prover.background.identity import foreign, policy_keys

    if record.stage != "ready":
        return "it is still starting"
    if (why := foreign(record)) is not None:
        return f"it {why}: 'prover up' replaces it"
    if policy is not None and record.policies != (wanted := policy_keys(policy)):
        if [key.split(" ")[0] for key in wanted] == [key.split(" ")[0] for key in record.policies]:
            return (
                "its model, the key for its model server, or a file that its policy names has changed: prover down && prover up"
            )
        return f"its policy is {' + '.join(record.specs)}"
    return None


def _lives(pid: int) -> bool:
    """Whether there is such a process; a guess is enough, as connecting tells."""
    try:
        if os.name != "nt":
            os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


class Served:
    """A request to the server in the place of an ``AsyncProver`` that is to do the same."""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def start(self) -> None: ...

    async def prove(self, theorem: str, *, listeners: Sequence[Any] = (), **_: Any) -> Any:
        """What was asked for.  Raises ``ServerLost``, ``ServerRefused``."""
        return await self._call.result(listeners)

    async def close(self) -> None:
        self._call.close()
