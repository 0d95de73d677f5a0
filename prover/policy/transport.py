"""One request to a model server and what came of it; waiting between tries."""

from __future__ import annotations

import asyncio
import contextlib
import email.utils
import logging
import math
import random
import re
import time
from collections.abc import Mapping
from typing import Any

import httpx2

from prover.policy.address import Address, api_key, over_https, without_password
from prover.policy.replies import Failed, Kind, read, words_of

logger = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 0.5, 8.0
"""Seconds before the first retry, doubled each time up to the second number; each is drawn between half and all of it."""

PATIENCE = 120.0
"""Seconds a server may ask for (``Retry-After``) without being given up."""

WORTH_SAYING = 10.0
"""Seconds of waiting above which a warning is logged."""

_AGAIN = (408, 409, 425, 429)
_SPENT = re.compile(r"insufficient_quota|current quota|billing")
_MOST_MOVES = 5


class Http:
    """Sends requests to one server.  Lives in the event loop it is first used in; ``close`` it there.

    ``key_from``: the variable whose key is sent, if any.  ``timeout``: seconds without a byte.  Redirections are followed
    with method and body unchanged, on the same host and never from https to http, for the key goes along.
    """

    def __init__(self, address: Address, *, concurrency: int, timeout: float) -> None:
        self.timeout, self.login = timeout, address.login
        host = httpx2.URL(address.bases[0]).host
        self.key_from, key = api_key(address.bases[0])
        self._secrets = sorted({secret for secret in (key, *(address.login or ())[1:]) if secret}, key=len, reverse=True)
        self.client = httpx2.AsyncClient(
            timeout=httpx2.Timeout(timeout, connect=min(10.0, timeout), pool=None),
            limits=httpx2.Limits(max_connections=concurrency, max_keepalive_connections=concurrency),
            headers={"Authorization": f"Bearer {key}"} if key else None,
            auth=httpx2.BasicAuth(*address.login) if address.login else None,
            trust_env=host not in ("localhost", "::1") and not host.startswith("127."),
        )

    async def close(self) -> None:
        await self.client.aclose()

    async def send(self, method: str, url: str, body: Mapping[str, Any] | None = None) -> Any:
        """The JSON that is answered.  Raises ``Failed``."""
        try:
            response = await self._followed(method, url, body)
        except httpx2.RequestError as error:
            words = self._open(str(error)) or type(error).__name__
            if isinstance(error, httpx2.TimeoutException):
                words = f"no answer in {self.timeout:g} s ({type(error).__name__})"
            down = isinstance(error, (httpx2.ConnectError, httpx2.ConnectTimeout))
            raise Failed(None, words, "down" if down else "unavailable") from None
        if response.status_code >= 300:
            raise self._failure(response.status_code, words_of(response), response.headers)
        try:
            return read(response)
        except Failed as error:
            raise self._failure(error.status or 200, error.words, response.headers, error.kind) from None

    def key_error(self, url: str, error: Failed) -> str:
        """What to say of a server that answers 401 or 403."""
        if self.login is not None:
            return f"the server at {url} does not accept the user and password in its address ({error})"
        if self.key_from is not None:
            return f"the server at {url} does not accept the key in {self.key_from} ({error})"
        others = "or, as it is https, OPENAI_API_KEY" if over_https(url) else "(OPENAI_API_KEY is sent over https only)"
        return f"the server at {url} wants a key: set PROVER_API_KEY {others} ({error})"

    async def _followed(self, method: str, url: str, body: Mapping[str, Any] | None) -> httpx2.Response:
        """The response, of the place where the server sends us."""
        for _ in range(_MOST_MOVES):
            response = await self.client.request(method, url, json=body)
            if not response.has_redirect_location:
                return response
            try:
                here, there = response.url, response.url.join(response.headers["Location"])
            except httpx2.InvalidURL:
                raise Failed(response.status_code, "it sends us to what is no address") from None
            upgraded = (here.scheme, there.scheme) == ("http", "https")
            if here.host != there.host or not (upgraded or (here.scheme, here.port) == (there.scheme, there.port)):
                shown = without_password(str(there.copy_with(query=None, fragment=None)))
                raise Failed(response.status_code, shown, "moved")
            url = str(there)
        raise Failed(response.status_code, f"it sends us from place to place, last to {without_password(url)}")

    def _failure(self, status: int, words: str, headers: Mapping[str, str], kind: Kind = "refused") -> Failed:
        words = self._open(words)
        spent = status == 429 and _SPENT.search(words)
        if not spent and (status in _AGAIN or (status >= 500 and status not in (501, 505))):
            return Failed(status, words, "unavailable", _retry_after(headers))
        return Failed(status, words, kind)

    def _open(self, words: str) -> str:
        """Without a key or password that the server repeats."""
        for secret in self._secrets:
            words = words.replace(secret, "…")
        return words


async def wait_after(error: Failed, url: str, retries: int, tried: int, waits: int) -> str | None:
    """Wait after the failure of a request that was ``tried`` so often, longer after each of the ``waits`` before.

    Instead, when it is time to give up: what to say.
    """
    if error.wait is not None and error.wait > PATIENCE:
        return f"the server at {url} asks to wait {error.wait:.0f} s ({error}): try again then"
    if waits == retries:
        times = f"tried {tried} times" if tried > 1 else "tried once"
        if error.kind == "down":
            return (
                f"the model server at {url} is down or does not answer ({error}; {times}). "
                "Check that it runs and the address; `prover serve` starts one"
            )
        did = "answers nothing whole" if error.status is None else "answers with an error"
        return f"the model server at {url} {did} ({error}; {times})"
    wait = max(min(FIRST_WAIT * 2**waits, LONGEST_WAIT) * random.uniform(0.5, 1.0), error.wait or 0.0)
    if wait > WORTH_SAYING:
        logger.warning("the server at %s asks to wait %.0f s (%s)", url, wait, error)
    await asyncio.sleep(wait)
    return None


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, from a number or a date, or from the milliseconds that some state besides."""
    for name, unit in (("retry-after-ms", 0.001), ("Retry-After", 1.0)):
        value = headers.get(name, "")
        with contextlib.suppress(ValueError):
            try:
                seconds = float(value) * unit
            except ValueError:
                seconds = email.utils.parsedate_to_datetime(value).timestamp() - time.time()
            if math.isfinite(seconds):
                return max(0.0, seconds)
    return None
