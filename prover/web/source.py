"""What the view's server asks of whatever it shows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Literal, Protocol, runtime_checkable

from prover.result import ProofResult


class NoSuchSearch(LookupError):
    """No search with this id; the message says which there are."""


class ViewSource(Protocol):
    """A live search, the live searches of an informal problem, or a recorded run."""

    mode: Literal["live", "run"]
    title: str

    def details(self, id: str) -> dict[str, Any]: ...

    def events(self, id: str, after: int) -> AsyncIterator[bytes]: ...


@runtime_checkable
class RunSource(ViewSource, Protocol):
    """A recorded run."""

    def table(self) -> dict[str, Any]:
        """The run and its attempts."""
        ...


def result_line(result: ProofResult | None) -> bytes:
    """The last line of a stream of events."""
    return b'{"kind":"result","result":' + (b"null" if result is None else result.model_dump_json().encode()) + b"}\n"
