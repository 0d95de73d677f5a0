"""The server's addresses: ``/v1/completions``, ``/v1/models``, ``/health``, ``/metrics``."""

from __future__ import annotations

import asyncio
import hmac
import logging
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from prover.serving.engine import CompletionEngine, SamplingSettings
from prover.serving.errors import ApiError
from prover.serving.protocol import CompletionRequest, completion

logger = logging.getLogger(__name__)


def create_app(engine: CompletionEngine, name: str, prompt_format: str, api_key: str | None = None) -> FastAPI:
    """The application that serves ``engine`` as the model ``name``; it closes the engine when it ends.

    With an ``api_key``, everything under ``/v1`` wants ``Authorization: Bearer KEY``.  Errors have OpenAI's shape.
    """
    metrics, begun = engine.metrics, int(time.time())

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        yield
        await asyncio.to_thread(engine.close)

    async def allowed(request: Request) -> None:
        given = request.headers.get("Authorization", "")
        if api_key is not None and not hmac.compare_digest(given.encode(), f"Bearer {api_key}".encode()):
            raise ApiError(401, "wrong or missing API key: send 'Authorization: Bearer KEY'", code="invalid_api_key")

    app = FastAPI(title="prover serve", lifespan=life, docs_url=None, redoc_url=None)
    locked = [Depends(allowed)]

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/metrics")
    async def figures() -> Response:
        return Response(metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    @app.get("/v1/models", dependencies=locked)
    async def models() -> dict[str, Any]:
        """``prompt_format`` (ours) names the format the model is to be asked in, ``max_model_len`` (vLLM's) how many
        tokens prompt and answer may have together."""
        entry = {"id": name, "object": "model", "created": begun, "owned_by": "prover", "prompt_format": prompt_format}
        return {"object": "list", "data": [{**entry, "max_model_len": engine.context}]}

    @app.post("/v1/completions", dependencies=locked)
    async def completions(body: CompletionRequest, request: Request) -> dict[str, Any]:
        if body.model not in (None, "", name):
            raise ApiError(404, f"The model {body.model!r} does not exist; there is: {name}", "model_not_found", "model")
        if body.best_of not in (None, body.n):
            raise ApiError(400, "not supported by this server unless equal to n", param="best_of")
        body.refuse_too_much(engine.context)
        settings = SamplingSettings(body.n, body.max_tokens, body.temperature, max(0, body.top_k), body.stops)
        start = time.perf_counter()
        answers, read = await _unless_gone(request, engine.complete(body.prompts, settings, body.seed))
        samples = [sample for one in answers for sample in one]
        texts = None if body.logprobs is None else [engine.token_texts(sample.tokens) for sample in samples]
        metrics.latency.observe(time.perf_counter() - start)
        metrics.requests.labels("200").inc()
        return completion(name, samples, texts, read)

    async def failed(request: Request, error: Exception) -> JSONResponse:
        if isinstance(error, RequestValidationError):
            answer = _malformed(error.errors()[0])
        elif isinstance(error, HTTPException):
            answer = ApiError(error.status_code, f"{request.method} {request.url.path}: {error.detail}")
        elif isinstance(error, ApiError):
            answer = error
        else:
            logger.error("a request failed", exc_info=error)
            answer = ApiError(500, f"{type(error).__name__}: {error}")
        metrics.requests.labels(str(answer.status)).inc()
        headers = {"Retry-After": "1"} if answer.status in (429, 503) else None
        return JSONResponse(answer.body(), answer.status, headers=headers)

    for kind in (ApiError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, failed)
    return app


def _malformed(problem: Mapping[str, Any]) -> ApiError:
    if problem["type"] == "json_invalid":
        return ApiError(400, f"the body is not JSON: {problem.get('ctx', {}).get('error', '')}")
    where = [str(part) for part in problem["loc"] if part != "body"]
    message = problem["msg"].removeprefix("Value error, ")
    return ApiError(400, f"{'.'.join(where) or 'body'}: {message}", param=where[0] if where else None)


async def _unless_gone(request: Request, work):
    """The outcome of ``work``, which is cancelled when the client hangs up: nobody waits for it any longer."""

    async def gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    tasks = [asyncio.ensure_future(work), asyncio.ensure_future(gone())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if not tasks[0].done():
            raise ApiError(499, "the client has gone")
        return tasks[0].result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
