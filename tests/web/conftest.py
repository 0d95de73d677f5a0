"""A real Chromium on the search view, and nothing it complains of goes unheard."""

from __future__ import annotations

import os

import pytest

from benchmarks.measure.chromium import VARIABLE, NoBrowser, chromium
from benchmarks.run.recorded import serve_run


@pytest.fixture(scope="module")
def browser():
    """One for all tests of a module: while it is open no ``asyncio.run`` works in this thread (see ``chromium``)."""
    try:
        opened = chromium()
        started = opened.__enter__()
    except NoBrowser as reason:
        if VARIABLE in os.environ:
            raise
        pytest.skip(str(reason))
    yield started
    opened.__exit__(None, None, None)


@pytest.fixture
def page(browser):
    """A page in a profile of its own.  Its errors, dialogs and requests to anywhere else fail the test."""
    from playwright.sync_api import expect
    from viewing import PATIENCE

    expect.set_options(timeout=PATIENCE)
    context = browser.new_context(viewport={"width": 1440, "height": 900}, permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    complaints: list[str] = []

    def dialog(shown) -> None:
        complaints.append(f"dialog: {shown.message}")
        shown.dismiss()

    def said(message) -> None:
        about = message.location.get("url", "")
        if message.type == "error" and not about.endswith("/favicon.ico") and "/api/" not in about:  # refusals are answers
            complaints.append(f"console: {message.text}")

    def asked(request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:")):
            complaints.append(f"request: {request.url}")

    page.on("dialog", dialog)
    page.on("console", said)
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on("request", asked)
    yield page
    complaints += ["hacked"] * bool(page.evaluate("'hacked' in window"))
    context.close()
    assert not complaints, complaints


@pytest.fixture(scope="session")
def run(tmp_path_factory):
    """The folder of a recorded run; see ``recordings``."""
    from recordings import make_run

    return make_run(tmp_path_factory.mktemp("view"))


@pytest.fixture(scope="session")
def address(run):
    """Where that run is shown."""
    with serve_run(run) as serving:
        yield serving.url
