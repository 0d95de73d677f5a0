"""What is said on a background server's socket: one JSON object in, one object a line out.

The client asks once a connection and reads until the server closes it; a client that goes ends what it asked for.  Answers
are lines with one key: ``event`` (of the search), ``verdict`` (with the ``index`` of the proof it is about), ``result``,
``done``, ``status``, ``refused`` (the request; why) or ``failed`` (the work; why).
"""

from __future__ import annotations

from typing import Annotated, Literal, Optional, Union

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from prover.lean.results import Claim
from prover.limits import SearchOptions

REQUEST_LIMIT = 16 * 1024 * 1024
"""Bytes of a request."""


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")

    token: str


class ProveRequest(_Request):
    ask: Literal["prove"]
    theorem: str
    name: Optional[str] = None
    limits: SearchOptions = SearchOptions()


class CheckRequest(_Request):
    ask: Literal["check"]
    claims: list[Claim]


class ShortRequest(_Request):
    ask: Literal["status", "stop"]


ServerRequest = Annotated[Union[ProveRequest, CheckRequest, ShortRequest], Field(discriminator="ask")]

_requests: TypeAdapter[ServerRequest] = TypeAdapter(ServerRequest)


def parse_request(line: bytes) -> ServerRequest:
    """Raises ``pydantic.ValidationError``."""
    return _requests.validate_json(line)
