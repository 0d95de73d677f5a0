"""What can go wrong in serving."""

from __future__ import annotations

from typing import Optional

from prover.errors import ExpectedError


class ServingError(ExpectedError, RuntimeError):
    """The server cannot start as asked for; the message says why and what to do."""


class ApiError(Exception):
    """A request is answered with an error: an HTTP status and the fields of OpenAI's error object."""

    def __init__(self, status: int, message: str, code: Optional[str] = None, param: Optional[str] = None) -> None:
        super().__init__(message)
        self.status, self.message, self.code, self.param = status, message, code, param

    def body(self) -> dict[str, object]:
        kind = "invalid_request_error" if self.status < 500 and self.status != 429 else "server_error"
        return {"error": {"message": self.message, "type": kind, "param": self.param, "code": self.code}}
