"""A client of the completions protocol that OpenAI began and vLLM, llama.cpp and ``prover serve`` speak.

It knows nothing of proofs: prompts in, completions out, and every failure a ``PolicyError`` that says what to do.
"""

from __future__ import annotations

import asyncio
import email.utils
import math
import os
import random
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from prover.concurrency import together
from prover.policy.base import PolicyError

KEY_VARIABLES = ("PROVER_API_KEY", "OPENAI_API_KEY")
"""Environment variables a key is taken from, the first that is set: ``PROVER_API_KEY`` for any server,
``OPENAI_API_KEY``, which is often set for other programs and other servers, over https only."""

FIRST_WAIT, LONGEST_WAIT = 0.5, 8.0
"""Seconds before the first retry, doubled each time up to the second number; each is drawn between half and all of it."""

PATIENCE = 120.0
"""Seconds a server may ask for (``Retry-After``) without being given up."""

_AGAIN = (408, 425, 429, 500, 502, 503, 504)
_OPTIONAL = ("top_k", "seed", "logprobs")
_ABOUT_N = re.compile(r"(?<!\w)(?:n|n_cmpl|best_of)(?!\w)")
_TOO_LONG = re.compile(r"context|too long|maximum.{0,20}length|too many tokens|exceed", re.IGNORECASE)


@dataclass(frozen=True)
class Completion:
    """One completion: its text, the tokens' texts and log-probabilities (``None`` where the server gives none),
    and whether it ended by itself rather than at the limit of tokens."""

    text: str
    tokens: tuple[str, ...] | None
    logprobs: tuple[float, ...] | None
    finished: bool


class TooLong(Exception):
    """The prompt does not fit into the model's context."""


class _Refused(Exception):
    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"HTTP {status}: {said}")
        self.status, self.said = status, said


class NoChat(Exception):
    """The server offers no chat."""


class CompletionsClient:
    """One server, one model.  Lives in the event loop it is first used in; ``close`` it there.

    ``name`` begins every error message.  ``requests`` and ``retries`` count.  What a server does not take
    (``n``, ``top_k``, ``seed``, ``logprobs``) is learnt from its answers and not asked for again.  Which key is sent,
    if any, says ``KEY_VARIABLES``.
    """

    def __init__(self, name: str, url: str, model: str, *, concurrency: int, timeout: float, retries: int) -> None:
        import httpx2

        self.name, self.model, self.timeout = name, model, timeout
        self._url = base_url(url)
        self.url = without_password(self._url)
        self.most_retries = retries
        self.requests = self.retries = 0
        self.most_at_once: int | None = None
        self.left_out: set[str] = set()
        self.key_from, key = api_key(self._url)
        self._limit = asyncio.Semaphore(concurrency)
        self._http = httpx2.AsyncClient(
            timeout=httpx2.Timeout(timeout, connect=min(10.0, timeout), pool=None),
            limits=httpx2.Limits(max_connections=concurrency, max_keepalive_connections=concurrency),
            headers={"Authorization": f"Bearer {key}"} if key else None,
            trust_env=not _here(self.url),
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def models(self) -> list[Mapping[str, Any]] | None:
        """What the server says of its models; ``None`` if it has no such list.  Raises ``PolicyError``."""
        try:
            answer = await self._ask("GET", "/models")
        except _Refused as error:
            if error.status in (404, 405, 501):
                return None
            raise self._error(f"the server at {self.url} refused to list its models ({error})") from None
        models = answer.get("data")
        if not isinstance(models, list) or not all(isinstance(m, dict) and isinstance(m.get("id"), str) for m in models):
            raise self._error(f"{self.url}/models is not a list of models: is this an OpenAI-compatible server?")
        return models

    async def choose(self) -> Mapping[str, Any]:
        """The server's entry for the model; with no model named, for its only one.  Raises ``PolicyError``."""
        models = await self.models()
        if models is None:
            if not self.model:
                raise self._error("this server does not list its models: name one, openai:URL#MODEL")
            return {"id": self.model}
        if not self.model and len(models) == 1:
            self.model = models[0]["id"]
        for entry in models:
            if self.model == entry["id"] or self.model in (entry.get("aliases") or ()):
                return entry
        said = f"the server has no model {self.model!r}" if self.model else "the server has several models: name one"
        raise self._error(f"{said}; it has {', '.join(m['id'] for m in models) or 'none'}. Write openai:URL#MODEL")

    async def complete(
        self, prompt: str, n: int, *, max_tokens: int, temperature: float, top_k: int, stop: Sequence[str], seed: int
    ) -> list[Completion]:
        """``n`` completions of a prompt, in as many requests as the server makes necessary.

        Raises ``TooLong``, ``PolicyError``.
        """
        body: dict[str, Any] = {
            "model": self.model, "prompt": prompt, "max_tokens": max_tokens, "temperature": temperature,
            "top_k": top_k, "logprobs": 1,
        }  # fmt: skip
        if stop:
            body["stop"] = list(stop)
        return await self._several(body, n, seed)

    async def chat(
        self, messages: Sequence[Mapping[str, str]], n: int, *, max_tokens: int, temperature: float, seed: int
    ) -> list[Completion]:
        """``n`` answers to a conversation (``{"role": …, "content": …}`` each), without log-probabilities.

        Raises ``NoChat``, ``TooLong``, ``PolicyError``.
        """
        body = {"model": self.model, "messages": list(messages), "max_tokens": max_tokens, "temperature": temperature}
        return await self._several(body, n, seed)

    async def _several(self, body: dict[str, Any], n: int, seed: int) -> list[Completion]:
        got: list[Completion] = []
        while len(got) < n:
            size = min(n - len(got), self.most_at_once or n)
            parts = range(len(got), n, size)
            asked = [{**body, "n": min(size, n - part), "seed": (seed + part) % 2**31} for part in parts]
            for more in await together([self._completions(one) for one in asked]):
                got += more
        return got[:n]

    async def _completions(self, body: dict[str, Any]) -> list[Completion]:
        """At most ``body["n"]`` completions; none if the server gives only fewer at once, which is noted."""
        n: int = body["n"]
        path = "/chat/completions" if "messages" in body else "/completions"
        while True:
            asked = {key: value for key, value in body.items() if key not in self.left_out and (key, value) != ("n", 1)}
            try:
                async with self._limit:
                    answer = await self._ask("POST", path, asked)
                break
            except _Refused as error:
                if error.status == 404:
                    await self.choose()  # says which models there are, if that is the reason
                    if "messages" in body:
                        raise NoChat from None
                    raise self._error(f"{self.url}/completions is not there: this server offers no completions") from None
                refused = [key for key in _OPTIONAL if key in asked and key in error.said]
                if error.status in (400, 422) and refused:
                    self.left_out.update(refused)
                elif error.status in (400, 422) and n > 1 and _ABOUT_N.search(error.said):
                    self._give_less(n // 2)
                    return []
                elif error.status in (400, 413, 422, 500) and _TOO_LONG.search(error.said):
                    raise TooLong(error.said) from None
                else:
                    raise self._error(f"the server at {self.url} refuses: {error}") from None
        choices = answer.get("choices")
        try:
            got = [_completion(choice) for choice in sorted(choices, key=lambda choice: choice.get("index", 0))]
        except (AttributeError, KeyError, TypeError, ValueError):
            got = []
        if not got:
            raise self._error(f"{self.url}{path} gives no completions: is this an OpenAI-compatible server?")
        if len(got) < n:
            self._give_less(len(got))
        return got[:n]

    def _give_less(self, count: int) -> None:
        self.most_at_once = min(count, self.most_at_once or count)

    async def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The JSON object the server answers with, after as many retries as it takes.

        Raises ``_Refused`` for what asking again does not change, ``PolicyError`` for a server that is down.
        """
        import httpx2

        for attempt in range(self.most_retries + 1):
            asked_for: float | None = None
            self.requests += 1
            try:
                response = await self._http.request(method, self._url + path, json=body)
            except httpx2.TimeoutException as error:
                reason = f"no answer in time ({self.timeout:g} s; {type(error).__name__})"
            except httpx2.RequestError as error:
                reason = str(error) or type(error).__name__
            else:
                if response.status_code < 300:
                    return self._object(response)
                if response.status_code not in _AGAIN or (response.status_code == 500 and _TOO_LONG.search(response.text)):
                    raise self._refusal(response)
                reason = f"HTTP {response.status_code}: {_said(response)}"
                asked_for = _retry_after(response.headers.get("Retry-After"))
            if attempt == self.most_retries:
                break
            if asked_for is not None and asked_for > PATIENCE:
                raise self._error(f"the server at {self.url} asks to wait {asked_for:.0f} s ({reason}): try again then")
            self.retries += 1
            wait = min(FIRST_WAIT * 2**attempt, LONGEST_WAIT) * random.uniform(0.5, 1.0)
            await asyncio.sleep(max(wait, asked_for or 0.0))
        tried = f"tried {self.most_retries + 1} times" if self.most_retries else "tried once"
        raise self._error(
            f"the model server at {self.url} is down or does not answer ({reason}; {tried}). "
            "Check that it runs and the address; `prover serve` starts one"
        )

    def _object(self, response: Any) -> dict[str, Any]:
        try:
            answer = response.json()
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise self._error(f"{self.url} answers with no JSON object: is this an OpenAI-compatible server?")
        return answer

    def _refusal(self, response: Any) -> Exception:
        if response.status_code in (401, 403):
            if self.key_from is not None:
                return self._error(f"the server at {self.url} does not accept the key in {self.key_from}")
            others = (
                "or, as it is https, OPENAI_API_KEY" if _over_https(self._url) else "(OPENAI_API_KEY is sent over https only)"
            )
            return self._error(f"the server at {self.url} wants a key: set PROVER_API_KEY {others}")
        if response.is_redirect:
            return self._error(f"the server at {self.url} has moved to {response.headers.get('Location')}: use that address")
        return _Refused(response.status_code, _said(response))

    def _error(self, text: str) -> PolicyError:
        return PolicyError(f"policy {self.name!r}: {text}")


def base_url(url: str) -> str:
    """``URL/v1`` whether or not the last part was written.  Raises ``PolicyError``."""
    text = url.strip().rstrip("/").removesuffix("/completions").rstrip("/")
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise PolicyError(f"{without_password(url)!r} is no address of a server: write openai:http://HOST:PORT#MODEL")
    return text if text.endswith("/v1") else text + "/v1"


def without_password(url: str) -> str:
    """The address without what stands before ``@`` in it."""
    return re.sub(r"//[^/?#]*@", "//", url)


def api_key(url: str) -> tuple[str, str] | tuple[None, None]:
    """The variable of ``KEY_VARIABLES`` that has a key for the server at ``url``, and the key.

    Raises ``PolicyError``, which does not tell it, if it cannot be one.
    """
    for variable in KEY_VARIABLES if _over_https(url) else KEY_VARIABLES[:1]:
        key = os.environ.get(variable, "").strip()
        if key:
            if not (key.isascii() and key.isprintable() and " " not in key):
                raise PolicyError(f"the environment variable {variable} holds no key: it has blanks or odd characters in it")
            return variable, key
    return None, None


def _over_https(url: str) -> bool:
    return urlsplit(url).scheme == "https"


def _here(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return host == "localhost" or host == "::1" or host.startswith("127.")


def _retry_after(value: str | None) -> float | None:
    """Seconds, from a number or a date."""
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(value).timestamp() - time.time()
        except (TypeError, ValueError):
            return None
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _said(response: Any) -> str:
    """The server's own words, in a line."""
    try:
        answer = response.json()
        error = answer.get("error", answer.get("detail", answer))
        text = error.get("message") if isinstance(error, dict) else error
        if isinstance(error, dict) and error.get("param"):
            text = f"{text} ({error['param']})"
    except (ValueError, AttributeError):
        text = response.text
    line = " ".join(str(text).split())
    return line if len(line) <= 300 else line[:300] + "…"


def _completion(choice: Mapping[str, Any]) -> Completion:
    text = choice["message"]["content"] if "message" in choice else choice["text"]
    if not isinstance(text, str):
        raise TypeError
    tokens, logprobs = _logprobs(choice.get("logprobs"))
    return Completion(text, tokens, logprobs, choice.get("finish_reason") not in ("length", "abort", "content_filter"))


def _logprobs(given: Any) -> tuple[tuple[str, ...] | None, tuple[float, ...] | None]:
    """Both shapes there are: parallel lists (the completions protocol), or objects under ``content`` (llama.cpp)."""
    if not isinstance(given, Mapping):
        return None, None
    if isinstance(given.get("content"), list):
        pairs = [(entry.get("token", ""), entry.get("logprob")) for entry in given["content"]]
    else:
        values = given.get("token_logprobs") or []
        pairs = list(zip(given.get("tokens") or [""] * len(values), values))  # noqa: B905  (a server's lists)
    if not pairs or not all(isinstance(value, (int, float)) and math.isfinite(value) for _, value in pairs):
        return None, None
    return tuple(str(token) for token, _ in pairs), tuple(min(0.0, float(value)) for _, value in pairs)
