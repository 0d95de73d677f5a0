"""How the search view fares with a large search: time to load, to scrub, to pan and to zoom, in headless Chromium.

    python -m benchmarks.measure.view_speed
    python -m benchmarks.measure.view_speed --nodes 10000 --json

A search of an invented game is recorded, served as any run is, and opened in a browser that draws without a GPU.
``load``: from the navigation to the whole graph drawn.  ``seek``: from a jump on the timeline to the second frame after
it, so that two frames (33 ms at 60 Hz) are the least there can be; ``seek, script``: of that, the page's own work.
``pan`` and ``zoom``: between two frames while the mouse drags or the wheel turns, from the whole graph in sight inwards.
``longest task``: the longest time that the page did not answer.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.data.problem import Problem
from benchmarks.measure.chromium import NoBrowser, chromium
from benchmarks.measure.view_recording import InventedGame, open_run, record
from search import Budget, read_events

if TYPE_CHECKING:
    from playwright.sync_api import Page

_NAME = "invented_theorem"

_PREPARE = """
window.measured = {tasks: [], frames: []};
new PerformanceObserver(list => measured.tasks.push(...list.getEntries().map(entry => entry.duration)))
  .observe({type: "longtask", buffered: true});
window.nextFrame = () => new Promise(requestAnimationFrame);
window.recordFrames = () => {
  measured.frames = []; measured.recording = true;
  const step = now => { measured.frames.push(now); if (measured.recording) requestAnimationFrame(step); };
  requestAnimationFrame(step);
};
window.takeFrames = () => { measured.recording = false; return measured.frames; };
"""

_LOADED = """async nodes => {
  while (!window.proverView) await nextFrame();
  await proverView.ready;
  while (proverView.nodes().length < nodes || !proverView.screen(0)) await nextFrame();
  await nextFrame(); await nextFrame();
  return performance.now();
}"""

_SEEK = """async indices => {
  const total = [], script = [];
  for (const index of indices) {
    await nextFrame();
    const begun = performance.now();
    await proverView.seek(index);
    script.push(performance.now() - begun);
    await nextFrame(); await nextFrame();
    total.push(performance.now() - begun);
    if (proverView.moment().index !== index) throw new Error(`at ${proverView.moment().index} instead of ${index}`);
  }
  return [total, script];
}"""


def measure(nodes: int, seeks: int, seed: int) -> dict[str, Any]:
    """The figures, times in milliseconds.  Raises ``NoBrowser``."""
    from benchmarks.run.recorded import serve_run

    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        run, events, recorded = _recording(Path(folder) / "run", nodes, seed)
        with serve_run(run) as server:
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            context.set_default_timeout(300_000)
            context.add_init_script(_PREPARE)
            page = context.new_page()
            page.goto(f"{server.url}#/search/{_NAME}~0")
            loaded = page.evaluate(_LOADED, recorded)
            loading_tasks = page.evaluate("measured.tasks.splice(0)")
            draw = random.Random(seed)
            total, script = page.evaluate(_SEEK, [draw.randrange(1, events + 1) for _ in range(seeks)])
            page.evaluate("count => proverView.seek(count)", events)
            pan, zoom = _dragged(page), _wheeled(page)
            return {
                "browser": f"Chromium {browser.version}",
                "nodes": recorded,
                "events": events,
                "load": loaded,
                "load_longest_task": max(loading_tasks, default=0.0),
                "seek": _spread(total),
                "seek_script": _spread(script),
                "pan": _spread(pan),
                "zoom": _spread(zoom),
                "longest_task": max(page.evaluate("measured.tasks"), default=0.0),
                "heap_mb": _heap(page) / 1e6,
            }


def _recording(path: Path, nodes: int, seed: int) -> tuple[Path, int, int]:
    """A run of one search of so many nodes, how many events it has, and how many nodes."""
    statement = f"theorem {_NAME} (x y : ℝ) (h₀ : 0 < x) : x * y + y ≤ y * (x + 1) := sorry"
    problem = Problem(id=_NAME, name=_NAME, split="all", source="invented", statement=statement)
    with open_run(path, [problem]) as run:
        row = record(run, problem, InventedGame(seed), Budget(nodes=nodes))
        return path, sum(1 for _ in read_events(run.events_path(_NAME))), row.nodes


def _middle(page: Page) -> tuple[float, float]:
    box = page.get_by_test_id("graph").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _dragged(page: Page) -> list[float]:
    """Frame times while the whole graph is dragged about."""
    page.get_by_test_id("fit").click()
    page.evaluate("nextFrame().then(nextFrame)")
    x, y = _middle(page)
    page.mouse.move(x, y - 60)
    page.evaluate("recordFrames()")
    page.mouse.down()
    for dx, dy in ((200, 0), (0, 100), (-300, 50), (100, -150)):
        x, y = x + dx, y + dy
        page.mouse.move(x, y, steps=25)
    page.mouse.up()
    return _gaps(page)


def _wheeled(page: Page) -> list[float]:
    """Frame times while the wheel zooms in and out again."""
    page.mouse.move(*_middle(page))
    page.evaluate("recordFrames()")
    for turn in [-120] * 25 + [120] * 25:
        page.mouse.wheel(0, turn)
        page.evaluate("nextFrame()")
    return _gaps(page)


def _gaps(page: Page) -> list[float]:
    frames = page.evaluate("takeFrames()")
    return [after - before for before, after in zip(frames, frames[1:], strict=False)]


def _heap(page: Page) -> float:
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    return session.send("Runtime.getHeapUsage")["usedSize"]


def _spread(values: Sequence[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {
        "median": statistics.median(ordered),
        "p95": ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))],
        "max": ordered[-1],
        "count": len(ordered),
    }


def show(figures: dict[str, Any]) -> None:
    print(f"{figures['nodes']} nodes, {figures['events']} events, {figures['browser']}")
    print(f"{'':14} {'median':>9} {'95 %':>9} {'max':>9}")
    for key, name in (("seek", "seek"), ("seek_script", "seek, script"), ("pan", "pan, frame"), ("zoom", "zoom, frame")):
        spread = figures[key]
        print(f"{name:14} " + " ".join(f"{spread[column]:6.1f} ms" for column in ("median", "p95", "max")))
    print(f"load           {figures['load'] / 1000:.2f} s, longest task {figures['load_longest_task']:.0f} ms")
    print(f"longest task   {figures['longest_task']:.0f} ms after loading")
    print(f"JS heap        {figures['heap_mb']:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nodes", type=int, default=5000, metavar="N", help="of the recorded graph (default: 5000)")
    parser.add_argument("--seeks", type=int, default=50, metavar="N", help="jumps on the timeline (default: 50)")
    parser.add_argument("--seed", type=int, default=1, help="of the invented search and of the jumps")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    options = parser.parse_args()
    begun = time.monotonic()
    try:
        figures = measure(options.nodes, options.seeks, options.seed)
    except NoBrowser as error:
        sys.exit(f"view_speed: {error}")
    if options.json:
        print(json.dumps(figures))
    else:
        show(figures)
        print(f"measured in    {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
