"""What is said on a background server's socket: one JSON object in, one object a line out.

The client asks once a connection and reads until the server closes it; a client that goes ends what it asked for.  Answers
are lines with one key: ``event`` (of the search), ``verdict`` (with the ``index`` of the proof it is about), ``result``,
``done``, ``status``, ``refused`` (the request; why) or ``failed`` (the work; why).
"""

from __future__ import annotations

from typing import Annotated, Literal, Optional, Union

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

REQUEST_LIMIT = 16 * 1024 * 1024
"""Bytes of a request."""
LINE_LIMIT = 256 * 1024 * 1024
"""Bytes of a line of the answer."""


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")

    token: str


class Limits(BaseModel):
    model_config = ConfigDict(extra="forbid")

    time_limit: Optional[float] = Field(default=None, ge=0)
    max_expansions: Optional[int] = Field(default=None, ge=0)
    max_nodes: Optional[int] = Field(default=None, ge=1)
    max_tactics: Optional[int] = Field(default=None, ge=0)
    search: str = "best-first"
    concurrency: int = Field(default=1, ge=1)
    seed: int = Field(default=0, ge=0)


class ProveRequest(_Request):
    ask: Literal["prove"]
    theorem: str
    name: Optional[str] = None
    limits: Limits = Limits()


class ClaimText(BaseModel):
    """As ``prover.verification.Claim``."""

    model_config = ConfigDict(extra="forbid")

    source: str
    name: Optional[str] = None
    statement: Optional[str] = None
    own_notation: bool = False


class CheckRequest(_Request):
    ask: Literal["check"]
    claims: list[ClaimText]


class ShortRequest(_Request):
    ask: Literal["status", "stop"]


ServerRequest = Annotated[Union[ProveRequest, CheckRequest, ShortRequest], Field(discriminator="ask")]

_requests: TypeAdapter[ServerRequest] = TypeAdapter(ServerRequest)


def parse_request(line: bytes) -> ServerRequest:
    """Raises ``pydantic.ValidationError``."""
    return _requests.validate_json(line)
