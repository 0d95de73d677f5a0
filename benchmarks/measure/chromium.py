"""A Chromium of this machine, driven headless by Playwright (``pip install playwright``), for tests, figures and pictures."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VARIABLE = "PROVER_TEST_BROWSER"
"""The environment variable that names the browser to use."""

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoBrowser(RuntimeError):
    """There is no Chromium, or no Playwright to drive it; the message says what to do."""


def find() -> str:
    """The browser's path.  Raises ``NoBrowser``."""
    wanted = os.environ.get(VARIABLE)
    for name in (wanted,) if wanted else _NAMES:
        if (path := shutil.which(name)) is not None:
            return path
    if wanted:
        raise NoBrowser(f"{VARIABLE}: no browser at {wanted}")
    raise NoBrowser(f"no Chromium on this machine: install one (Debian: apt-get install chromium), or name one in {VARIABLE}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, for as long as it is needed.  Raises ``NoBrowser``.

    Playwright keeps an event loop running in the calling thread meanwhile: no ``asyncio.run`` there until it is closed.
    """
    path = find()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise NoBrowser("no Playwright: pip install playwright") from None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS), timeout=120_000)
        try:
            yield browser
        finally:
            browser.close()
