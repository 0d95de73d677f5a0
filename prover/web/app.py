"""The view's addresses.  See ``guard`` for who may ask."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, StreamingResponse
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from prover.errors import ExpectedError
from prover.web.live import Command, CommandRefused, LiveSearch
from prover.web.source import NoSuchSearch, RunSource, ViewSource

logger = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"
NDJSON = "application/x-ndjson; charset=utf-8"


def create_app(source: ViewSource, libraries: Mapping[str, Path]) -> FastAPI:
    """The application that shows ``source``; ``libraries``: files by their address under ``lib/``.

    Errors are ``{"error": "what is wrong"}``.
    """
    app = FastAPI(title="prover view", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/")
    async def page() -> Response:
        return FileResponse(STATIC / "index.html")

    app.mount("/static", StaticFiles(directory=STATIC))

    @app.get("/lib/{address:path}")
    async def library(address: str) -> Response:
        if address not in libraries:
            raise HTTPException(404, f"no library {address}")
        return FileResponse(libraries[address], headers={"Cache-Control": "max-age=3600"})

    @app.get("/api/info")
    async def info() -> dict[str, str]:
        return {"mode": source.mode, "title": source.title}

    @app.get("/api/search")
    async def details(id: str) -> dict[str, Any]:
        return await asyncio.to_thread(source.details, id)

    @app.get("/api/events")
    async def events(id: str, after: int = -1) -> Response:
        stream = source.events(id, after)
        first = await anext(stream)  # an unknown search is an error before the answer begins
        return StreamingResponse(_followed(first, stream), media_type=NDJSON)

    if isinstance(source, RunSource):

        @app.get("/api/run")
        async def table() -> dict[str, Any]:
            return await asyncio.to_thread(source.table)

    if isinstance(source, LiveSearch):

        @app.post("/api/commands")
        async def command(command: Command) -> dict[str, Any]:
            attempts = await source.command(command)
            return {"attempts": [attempt.model_dump() for attempt in attempts]}

    _explain(app)
    return app


async def _followed(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk


def _explain(app: FastAPI) -> None:
    """Answer every error with its message."""
    codes: dict[type[Exception], int] = {NoSuchSearch: 404, KeyError: 404, CommandRefused: 409, ExpectedError: 409}

    async def answer(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException):
            return JSONResponse({"error": error.detail}, error.status_code)
        if isinstance(error, RequestValidationError):
            invalid = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors())
            return JSONResponse({"error": invalid}, 422)
        code = next(code for kind, code in codes.items() if isinstance(error, kind))
        return JSONResponse({"error": str(error.args[0] if error.args else error)}, code)

    for kind in (*codes, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, answer)
