"""One request to a model server and what came of it; waiting between tries."""

from __future__ import annotations

import asyncio
import email.utils
import logging
import math
import random
import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from prover.policy import replies
from prover.policy.address import Address, api_key, on_this_machine, over_https, without_password
from prover.policy.base import PolicyError
from prover.policy.replies import Failed, Moved, NotJson, Refused, Unavailable

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
        import httpx2

        self.requests, self.timeout, self.login = 0, timeout, address.login
        self.key_from, key = api_key(address.bases[0])
        self._secrets = sorted({secret for secret in (key, *(address.login or ())[1:]) if secret}, key=len, reverse=True)
        self.client = httpx2.AsyncClient(
            timeout=httpx2.Timeout(timeout, connect=min(10.0, timeout), pool=None),
            limits=httpx2.Limits(max_connections=concurrency, max_keepalive_connections=concurrency),
            headers={"Authorization": f"Bearer {key}"} if key else None,
            auth=httpx2.BasicAuth(*address.login) if address.login else None,
            trust_env=not on_this_machine(address.bases[0]),
        )

    async def close(self) -> None:
        await self.client.aclose()

    async def send(self, method: str, url: str, body: Mapping[str, Any] | None = None) -> Any:
        """The JSON that is answered.  Raises ``Refused``, ``Unavailable``."""
        import httpx2

        try:
            response = await self._followed(method, url, body)
        except httpx2.TimeoutException as error:
            down = isinstance(error, httpx2.ConnectTimeout)
            raise Unavailable(None, f"no answer in {self.timeout:g} s ({type(error).__name__})", down=down) from None
        except httpx2.RequestError as error:
            reason = self._open(str(error)) or type(error).__name__
            raise Unavailable(None, reason, down=isinstance(error, httpx2.ConnectError)) from None
        if response.status_code >= 300:
            raise self._failure(response.status_code, replies.words_of(response), response.headers)
        try:
            return replies.read(response)
        except replies.NotJson as error:
            raise NotJson(response.status_code, self._open(error.words)) from None
        except replies.Failed as error:
            raise self._failure(error.status or 200, error.words, response.headers) from None

    def key_error(self, url: str, error: Failed) -> str:
        """What to say of a server that answers 401 or 403."""
        if self.login is not None:
            return f"the server at {url} does not accept the user and password in its address ({error})"
        if self.key_from is not None:
            return f"the server at {url} does not accept the key in {self.key_from} ({error})"
        others = "or, as it is https, OPENAI_API_KEY" if over_https(url) else "(OPENAI_API_KEY is sent over https only)"
        return f"the server at {url} wants a key: set PROVER_API_KEY {others} ({error})"

    async def _followed(self, method: str, url: str, body: Mapping[str, Any] | None) -> Any:
        """The response, of the place where the server sends us."""
        import httpx2

        for _ in range(_MOST_MOVES):
            self.requests += 1
            response = await self.client.request(method, url, json=body)
            if not response.has_redirect_location:
                return response
            try:
                here, there = response.url, response.url.join(response.headers["Location"])
            except httpx2.InvalidURL:
                raise Refused(response.status_code, "it sends us to what is no address") from None
            upgraded = (here.scheme, there.scheme) == ("http", "https")
            if here.host != there.host or not (upgraded or (here.scheme, here.port) == (there.scheme, there.port)):
                shown = without_password(str(there.copy_with(query=None, fragment=None)))
                raise Moved(response.status_code, shown)
            url = str(there)
        raise Refused(response.status_code, f"it sends us from place to place, last to {without_password(url)}")

    def _failure(self, status: int, words: str, headers: Mapping[str, str]) -> Failed:
        words = self._open(words)
        spent = status == 429 and _SPENT.search(words)
        if not spent and (status in _AGAIN or (status >= 500 and status not in (501, 505))):
            return Unavailable(status, words, _retry_after(headers))
        return Refused(status, words)

    def _open(self, words: str) -> str:
        """Without a key or password that the server repeats."""
        for secret in self._secrets:
            words = words.replace(secret, "…")
        return words


class Patience:
    """Waits after each failure of one request, longer each time, and gives up after ``retries``.

    ``tried`` counts the tries; ``say`` makes a message an error.
    """

    def __init__(self, url: str, retries: int, say: Callable[[str], PolicyError]) -> None:
        self.url, self.retries, self._say = url, retries, say
        self.tried = self.waits = 0

    async def after(self, error: Unavailable) -> None:
        """Raises ``PolicyError`` instead of waiting when it is time to give up."""
        if error.wait is not None and error.wait > PATIENCE:
            raise self._say(f"the server at {self.url} asks to wait {error.wait:.0f} s ({error}): try again then")
        if self.waits == self.retries:
            tried = f"tried {self.tried} times" if self.tried > 1 else "tried once"
            if error.down:
                raise self._say(
                    f"the model server at {self.url} is down or does not answer ({error}; {tried}). "
                    "Check that it runs and the address; `prover serve` starts one"
                )
            did = "answers nothing whole" if error.status is None else "answers with an error"
            raise self._say(f"the model server at {self.url} {did} ({error}; {tried})")
        wait = min(FIRST_WAIT * 2**self.waits, LONGEST_WAIT) * random.uniform(0.5, 1.0)
        self.waits += 1
        wait = max(wait, error.wait or 0.0)
        if wait > WORTH_SAYING:
            logger.warning("the server at %s asks to wait %.0f s (%s)", self.url, wait, error)
        await asyncio.sleep(wait)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, from a number or a date, or from the milliseconds that some state besides."""
    for name, unit in (("retry-after-ms", 0.001), ("Retry-After", 1.0)):
        value = headers.get(name)
        if not value:
            continue
        try:
            seconds = float(value) * unit
        except ValueError:
            try:
                seconds = email.utils.parsedate_to_datetime(value).timestamp() - time.time()
            except (TypeError, ValueError):
                continue
        if math.isfinite(seconds):
            return max(0.0, seconds)
    return None
