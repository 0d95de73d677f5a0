"""The search view as a person uses it: mouse, keyboard and what is to be read; waits for what comes, never for time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

PATIENCE = 240_000
"""Milliseconds.  Machines are shared and slow; what comes is not waited for any longer than it takes."""

_STILL = """async id => {
  const frame = () => new Promise(requestAnimationFrame);
  for (let before = null; ; ) {
    await frame(); await frame();
    const now = proverView.screen(id);
    if (now && before && Math.hypot(now.x - before.x, now.y - before.y) < 0.5) return now;
    before = now;
  }
}"""

_MARKUP = """() => {
  const ours = /^(data:|blob:|#|static\\/|lib\\/)/;
  const suspicious = element => element.matches('img, iframe, object, embed, base, [onerror], [onclick], script:not([src])')
    || ['href', 'src', 'action', 'xlink:href'].some(name => element.hasAttribute(name) && !ours.test(element.getAttribute(name)));
  return [...document.querySelectorAll('*')].filter(suspicious).map(element => element.outerHTML);
}"""
"""Whatever a text could have become, had it been taken for markup; nothing of it is on the page itself."""


class View:
    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, url: str, search: str | None = None) -> View:
        self.page.goto(url + (f"#/search/{quote(search, safe='')}" if search is not None else ""))
        self.page.wait_for_function("() => window.proverView !== undefined")
        self.page.evaluate("async () => { await proverView.ready }")
        return self

    def __getitem__(self, name: str) -> Locator:
        return self.page.get_by_test_id(name)

    def ask(self, expression: str, argument: Any = None) -> Any:
        return self.page.evaluate(f"argument => proverView.{expression}", argument)

    def until(self, condition: str, argument: Any = None) -> None:
        self.page.wait_for_function(f"argument => {condition}", arg=argument)

    def eventually(self, holds: Callable[[], Any]) -> None:
        """Look again at every frame until it holds."""
        deadline = time.monotonic() + PATIENCE / 1000
        while not holds():
            assert time.monotonic() < deadline, "it never came about"
            self.page.evaluate("() => new Promise(requestAnimationFrame)")

    @property
    def nodes(self) -> list[int]:
        return self.ask("nodes()")

    @property
    def moment(self) -> dict[str, Any]:
        return self.ask("moment()")

    @property
    def selected(self) -> int | None:
        return self.ask("selected()")

    def statuses(self) -> dict[int, str]:
        return {node: self.ask("status(argument)", node) for node in self.nodes}

    def at_end(self, events: int) -> View:
        """All these events are there and the last moment is shown."""
        expect(self["timeline"]).to_be_visible()
        self.until("proverView.moment().count === argument && proverView.moment().index === argument", events)
        return self

    def click_node(self, node: int) -> None:
        """With the mouse, on the graph."""
        for summary in self["graph"].locator("xpath=..").locator("details[open] > summary").all():
            summary.click()  # the legend lies over the graph
        self["fit"].click()
        at = self.page.evaluate(_STILL, node)
        box = self["graph"].bounding_box()
        assert box["x"] <= at["x"] <= box["x"] + box["width"] and box["y"] <= at["y"] <= box["y"] + box["height"]
        self.page.mouse.move(at["x"], at["y"])
        self.page.mouse.click(at["x"], at["y"])
        self.until("proverView.selected() === argument", node)

    def goals(self, goals: list[str]) -> None:
        """These goals are shown, every line of them as it is."""
        expected = [line for goal in goals for line in goal.split("\n")]
        self.until(
            """argument.every(line => [...document.querySelectorAll('[data-testid=goals] *')]
                 .some(element => element.textContent === line))""",
            expected,
        )
        shown = "".join(self["goals"].all_text_contents())
        position = 0
        for line in expected:
            position = shown.index(line, position) + len(line)

    def tab_to(self, name: str, back: bool = False) -> None:
        """By the keyboard alone."""
        for _ in range(200):
            if self.page.evaluate("name => !!document.activeElement.closest(`[data-testid=${name}]`)", name):
                return
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"the keyboard does not lead to {name}")

    def outcomes(self) -> list[str]:
        return self["tactics"].locator("tr[data-outcome]").evaluate_all("rows => rows.map(row => row.dataset.outcome)")

    def markup(self) -> list[str]:
        """Elements that a text may have become."""
        return self.page.evaluate(_MARKUP)

    def says(self, name: str, words: Any) -> None:
        expect(self[name]).to_contain_text(words)
