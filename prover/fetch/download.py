"""One archive over HTTP into a ``.part`` file, resumed where it was cut."""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from prover.fetch.artefact import Artefact
from prover.fetch.errors import FetchError, Refused

logger = logging.getLogger(__name__)

ATTEMPTS = 5
"""How often a cut connection is taken up again before giving up."""

RETRY_WAIT = 0.5
"""Seconds before the first retry; doubled each time."""

_RETRY_STATUS = (408, 425, 429, 500, 502, 503, 504)


def download(artefact: Artefact, url: str, client: Any, part: Path, advance: Callable[[int], None]) -> None:
    """Fill ``part`` up to the archive's end; ``advance`` is called with the bytes present so far.

    Bytes already in ``part`` are kept if the server can continue there (``Range``).  Raises ``FetchError``
    when the server refuses or keeps failing, ``OSError`` when the disk does.
    """
    import httpx2

    missing, free = artefact.size - _size(part), shutil.disk_usage(part.parent).free
    if free < missing:
        raise FetchError(
            f"{artefact.label}: needs {missing / 1e6:.0f} MB, the disk that holds {part.parent} has "
            f"{free / 1e6:.0f} MB left. Free some, or point the environment variable PROVER_CACHE at another disk"
        )
    wait = RETRY_WAIT
    for attempt in range(1, ATTEMPTS + 1):
        before = _size(part)
        try:
            _once(artefact, url, client, part, advance)
            return
        except (httpx2.TransportError, _Again) as error:
            after = _size(part)
            logger.info("%s: attempt %d cut at %d bytes: %s", artefact.label, attempt, after, error)
            if attempt == ATTEMPTS:
                kind = Refused if after == 0 else FetchError
                raise kind(
                    f"{artefact.label}: the download stopped at {after} of {artefact.size} bytes "
                    f"({error or type(error).__name__}). Check the network (and proxy) and run again: "
                    "it goes on from there"
                ) from error
            if after <= before:
                time.sleep(wait)
                wait *= 2


class _Again(Exception):
    """The attempt failed in a way that another may not."""


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _once(artefact: Artefact, url: str, client: Any, part: Path, advance: Callable[[int], None]) -> None:
    have = _size(part) if _size(part) <= artefact.size else 0
    if have == artefact.size:
        return
    headers = {"Accept-Encoding": "identity", **({"Range": f"bytes={have}-"} if have else {})}
    with client.stream("GET", url, headers=headers) as response:
        status = response.status_code
        continued = status == 206 and response.headers.get("Content-Range", "").startswith(f"bytes {have}-")
        if status == 416 or (status == 206 and not continued):
            part.unlink(missing_ok=True)
            raise _Again("the server cannot continue there; starting over")
        if status in _RETRY_STATUS:
            raise _Again(f"HTTP {status}")
        if status >= 400:
            raise Refused(
                f"{artefact.label}: the registry answered HTTP {status} for its own archive. If it needs "
                "credentials, give them to npm (.npmrc) or pip (index-url, netrc, keyring)"
            )
        count = have if continued else 0
        with part.open("ab" if continued else "wb") as sink:
            advance(count)
            for block in response.iter_raw():
                sink.write(block)
                count += len(block)
                advance(count)
                if count > artefact.size:
                    break
            sink.flush()
            os.fsync(sink.fileno())
