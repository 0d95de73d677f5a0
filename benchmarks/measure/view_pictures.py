"""The README's pictures of the search view, of real searches in headless Chromium.

    python -m benchmarks.measure.view_pictures runs/valid pictures

``live.png``: a search under way, started for the picture.  ``failed.png``: a failed search of the run, explained.
``run.png``: the run's table.  ``words.png``, with ``--words RUN``: a proof of that run with its sketches and their holes.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from benchmarks.measure.chromium import NoBrowser, chromium
from benchmarks.run.results import RunError, read_results
from benchmarks.run.run_folder import events_path
from prover.fetch import FetchError
from search import read_events

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

THEOREM = "theorem three_dvd (n : ℕ) : 3 ∣ 2 ^ (2 * n + 1) + 1"
"""Takes the shipped policy some thirty proof states."""
SIZE = {"width": 1440, "height": 900}
_ENDED = "/proved|error/.test(document.querySelector('[data-testid=status]').textContent)"
PATIENCE = 300_000
"""Milliseconds that anything may take."""


def live(browser: Browser, theorem: str, nodes: int, picture: Path) -> None:
    """A search under way, with so many nodes.  Raises ``RunError`` if it ends before."""
    with tempfile.TemporaryDirectory() as folder, _proving(theorem, log := Path(folder) / "events.jsonl") as url:
        with _page(browser, url) as page:
            page.get_by_test_id("resume").click()
            page.wait_for_function(f"() => proverView.nodes().length >= {nodes} || {_ENDED}")
            if page.evaluate(f"proverView.nodes().length < {nodes}"):
                raise RunError(f"the search ended before it had {nodes} nodes: choose another --theorem, or fewer --nodes")
            _show(page, _most_tried(log))
            page.screenshot(path=picture)


def failed(browser: Browser, url: str, run: Path, problem: str | None, picture: Path) -> None:
    """A failed search, and why it failed.  Raises ``RunError`` if there is none."""
    name, log = _failed(run, problem)
    with _page(browser, f"{url}#/search/{quote(name, safe='')}~0") as page:
        page.wait_for_function(f"() => {_ENDED}")
        for summary in page.locator("#legend[open] > summary").all():
            summary.click()
        _show(page, _most_tried(log))
        page.locator("#side").hover()
        page.mouse.wheel(0, -10_000)
        page.wait_for_function("() => document.getElementById('side').scrollTop === 0")
        page.screenshot(path=picture)


def _most_tried(log: Path) -> int:
    """The proof state, not the root, where most tactics were tried."""
    tried = Counter(event.node for event in read_events(log) if event.kind == "tactic_tried" and event.node)
    return max(tried, key=lambda node: (tried[node], -node))


def table(browser: Browser, url: str, picture: Path) -> None:
    with _page(browser, url) as page:
        page.locator("tr[data-id]").first.wait_for()
        page.screenshot(path=picture)


def words(browser: Browser, url: str, run: Path, picture: Path) -> None:
    """An attempt with sketches, if possible one that they won: the tree of its searches.  Raises ``RunError`` if none has any."""
    rows = [row for row in read_results(run / "results.jsonl").values() if row.informal and row.informal.accepted]
    if not rows:
        raise RunError(f"{run}: no attempt with a sketch that Lean accepts")
    row = min(rows, key=lambda row: (row.informal.won_by != "sketch", -row.informal.sketches))
    with _page(browser, f"{url}#/search/{quote(f'{row.problem}~{row.attempt}', safe='')}") as page:
        page.wait_for_function(f"() => {_ENDED}")
        page.locator("[data-testid=hole] a").last.click()
        page.wait_for_function("() => document.querySelector('[data-hole] a[aria-current]')")
        page.wait_for_function(f"() => {_ENDED}")
        _show(page, 0)
        page.evaluate("document.getElementById('side').scrollTo({top: 0})")
        page.screenshot(path=picture)


@contextmanager
def _page(browser: Browser, url: str) -> Iterator[Page]:
    context = browser.new_context(viewport=SIZE, color_scheme="light", device_scale_factor=1)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(url)
    page.wait_for_function("() => window.proverView !== undefined")
    page.evaluate("proverView.ready")
    try:
        yield page
    finally:
        context.close()


def _show(page: Page, node: int) -> None:
    """The node selected and the whole graph in sight, drawn."""
    page.evaluate("node => proverView.select(node)", node)
    page.get_by_test_id("fit").click()
    page.mouse.move(SIZE["width"] - 2, SIZE["height"] - 2)
    page.evaluate("new Promise(done => setTimeout(() => requestAnimationFrame(done), 500))")


@contextmanager
def _proving(theorem: str, log: Path) -> Iterator[str]:
    """``prover prove`` with a view, paused; where the view is."""
    options = ["--view", "--paused", "--no-open", "--time-limit", "300", "--events", str(log)]
    command = [sys.executable, "-c", "from prover.cli import app; app()", "prove", theorem, *options]
    program = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8")
    try:
        assert program.stderr is not None
        said = ""
        for line in program.stderr:
            said += line
            if found := re.search(r"http://127\.0\.0\.1:\S+", line):
                yield found.group()
                return
        raise RunError(f"no view of the search:\n{said}")
    finally:
        program.kill()
        program.communicate()


def _failed(run: Path, problem: str | None) -> tuple[str, Path]:
    """The problem wanted, or the failed one whose search has a size good to look at; and its log."""
    rows = [
        row
        for row in read_results(run / "results.jsonl").values()
        if row.attempt == 0 and events_path(run, row.problem).exists()
    ]
    found = [row for row in rows if (row.problem == problem if problem else row.status == "failed")]
    if not found:
        raise RunError(f"{run}: no search of {problem}" if problem else f"{run}: no failed search with its events")
    row = min(found, key=lambda row: abs(row.nodes - 60))
    return row.problem, events_path(run, row.problem)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", type=Path, help="the folder of a run, for failed.png and run.png")
    parser.add_argument("pictures", type=Path, help="the folder to put them into")
    parser.add_argument("--theorem", default=THEOREM, help=f"for live.png (default: {THEOREM})")
    parser.add_argument("--nodes", type=int, default=24, metavar="N", help="proof states in live.png (default: 24)")
    parser.add_argument("--problem", metavar="NAME", help="for failed.png (default: a failed one with about 60 proof states)")
    parser.add_argument("--words", type=Path, metavar="RUN", help="a run in mode i2f, for words.png")
    options = parser.parse_args()
    options.pictures.mkdir(parents=True, exist_ok=True)
    try:
        from benchmarks.run.recorded import serve_run

        with serve_run(options.run) as server, chromium() as browser:
            table(browser, server.url, options.pictures / "run.png")
            failed(browser, server.url, options.run, options.problem, options.pictures / "failed.png")
            live(browser, options.theorem, options.nodes, options.pictures / "live.png")
            if options.words is not None:
                with serve_run(options.words) as other:
                    words(browser, other.url, options.words, options.pictures / "words.png")
    except (NoBrowser, RunError, FetchError) as error:
        sys.exit(f"view_pictures: {error}")
    names = ["live", "failed", "run"] + ["words"] * (options.words is not None)
    print(*(options.pictures / f"{name}.png" for name in names), sep="\n")


if __name__ == "__main__":
    main()
