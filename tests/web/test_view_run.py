"""A recorded run in a real browser: its table, replay, what is known of a state, hostile texts, the keyboard."""

from __future__ import annotations

import re

import pytest
from recordings import (
    HOSTILE_CHILD,
    HOSTILE_GOAL,
    HOSTILE_MESSAGE,
    HOSTILE_NAME,
    HOSTILE_SOURCE,
    HOSTILE_TACTIC,
    IMAGE,
    LARGE,
    LINK,
    PROVED,
    SCRIPT,
    HostileGame,
)

from benchmarks.run.results import read_results
from benchmarks.run.run_folder import file_name
from search import read_events, replay

pytestmark = pytest.mark.network  # the page's libraries, once


@pytest.fixture
def view(page, address):
    from viewing import View

    return View(page)


def events_of(run, name):
    return list(read_events(run / f"events/{file_name(name)}.jsonl.zst"))


def result_of(run, name):
    return read_results(run / "results.jsonl")[name, 0]


def rows(view):
    return view["run-table"].locator("tr[data-id]")


def ids(view) -> list[str]:
    return rows(view).evaluate_all("rows => rows.map(row => row.dataset.id)")


def sort_by(view, name: str) -> None:
    head = view["run-table"].locator("th", has_text=re.compile(name, re.IGNORECASE))
    (head.get_by_role("button").first if head.get_by_role("button").count() else head).click()


def test_the_table_sorts_and_filters(view, address, run):
    view.open(address)
    results = {f"{name}~{attempt}": row for (name, attempt), row in read_results(run / "results.jsonl").items()}
    view.eventually(lambda: set(ids(view)) == set(results))

    def expansions():
        return [results[id].expansions for id in ids(view)]

    ordered = sorted(row.expansions for row in results.values())
    sort_by(view, "expansions")
    view.eventually(lambda: expansions() in (ordered, ordered[::-1]))
    first = expansions()
    sort_by(view, "expansions")
    view.eventually(lambda: expansions() == first[::-1])

    view["filter-status"].select_option("failed")
    view.eventually(lambda: set(ids(view)) == {f"{LARGE}~0", "hopeless~0"})
    view["filter-status"].select_option("unsupported")
    view.eventually(lambda: ids(view) == ["refused~0"])
    view["filter-status"].select_option(index=0)
    view["filter-source"].select_option("AMC")
    view.eventually(lambda: set(ids(view)) == {f"{PROVED}~0", "other_proof~0"})
    view["filter-text"].fill("other")
    view.eventually(lambda: ids(view) == ["other_proof~0"])
    view["filter-source"].select_option(index=0)
    view["filter-text"].fill("")
    view.eventually(lambda: len(ids(view)) == len(results))


def test_a_row_opens_its_search_and_back_leads_to_the_table(view, address, run):
    view.open(address)
    rows(view).filter(has_text=PROVED).first.click()
    view.at_end(len(events_of(run, PROVED)))
    assert view.page.url.endswith(f"#/search/{PROVED}~0")
    view.says("theorem", PROVED)
    view.says("policy", "invented")
    view.says("status", re.compile("proved", re.IGNORECASE))
    proof = result_of(run, PROVED).proof
    view.eventually(lambda: view["proof"].text_content().strip() == proof.strip())
    view["copy-proof"].click()
    view.eventually(lambda: view.page.evaluate("navigator.clipboard.readText()") == proof)
    with view.page.expect_download() as download:
        view["download-proof"].click()
    assert download.value.path().read_text(encoding="utf-8") == proof
    assert download.value.suggested_filename.endswith(".lean")
    assert view["informal"].locator(".katex").count() >= 2
    view["back"].click()
    view.eventually(lambda: len(ids(view)) == 6)
    view.page.go_back()
    view.at_end(len(events_of(run, PROVED)))


def same_as_the_log(view, events) -> None:
    """What is shown is what ``replay`` says of the moment that is shown."""
    moment = view.moment
    graph = replay(events, events[moment["index"] - 1].t)
    assert view.statuses() == {node.id: node.status.value for node in graph}


def test_replay_shows_exactly_the_nodes_of_the_moment(view, address, run):
    events = events_of(run, LARGE)
    ends = [k for k in range(1, len(events) + 1) if k == len(events) or events[k].t > events[k - 1].t]
    view.open(address, f"{LARGE}~0").at_end(len(events))
    assert len(view.nodes) == 250
    same_as_the_log(view, events)

    box = view["timeline"].bounding_box()
    view.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    view.until("proverView.moment().index < argument", len(events))
    while (index := view.moment["index"]) not in ends:  # in the midst of what belongs together: on to its end
        view.page.keyboard.press("ArrowRight")
        view.until("proverView.moment().index > argument", index)
    assert 0.4 * len(events) < index < 0.6 * len(events)
    assert view.moment["seq"] == events[index - 1].seq
    assert 10 < len(view.nodes) < 240
    same_as_the_log(view, events)

    for k in (ends[0], ends[1], ends[len(ends) // 3], ends[-2], ends[len(ends) // 7], ends[-1]):
        view.ask("seek(argument)", k)
        view.until("proverView.moment().index === argument", k)
        same_as_the_log(view, events)
    view["timeline"].focus()
    view.page.keyboard.press("Home")
    view.until("proverView.moment().index === 0")
    assert view.nodes == []
    view.page.keyboard.press("End")
    view.at_end(len(events))


_NOTE_MOMENTS = """() => {
  window.noted = [];
  const note = () => {
    const { index, count } = proverView.moment();
    noted.push(index);
    if (index < count) requestAnimationFrame(note);
  };
  note();
}"""


def test_replay_plays_to_the_end_from_the_log_alone(view, address, run):
    events = events_of(run, LARGE)
    view.open(address, f"{LARGE}~0").at_end(len(events))
    view.page.context.set_offline(True)
    view["timeline"].focus()
    view.page.keyboard.press("Home")
    view.until("proverView.moment().index === 0")
    view["speed"].select_option("0.25")
    view.page.evaluate(_NOTE_MOMENTS)
    view["play"].click()
    view.at_end(len(events))
    noted = view.page.evaluate("noted")
    assert noted == sorted(noted) and noted[0] == 0
    assert any(0 < index < len(events) for index in noted)


def test_a_node_picked_with_the_mouse_is_told_of_as_in_the_log(view, address, run):
    events = events_of(run, PROVED)
    graph = replay(events)
    view.open(address, f"{PROVED}~0").at_end(len(events))
    child = next(node for node in graph if node.parent == 0 and node.attempts)
    for node in (graph.root, child):
        view.click_node(node.id)
        view.goals(list(node.state.goals))
        view.eventually(lambda node=node: sorted(view.outcomes()) == sorted(a.outcome for a in node.attempts))
        for attempt in node.attempts:
            view.says("tactics", attempt.tactic)
            view.says("tactics", attempt.message.split("\n")[0])
    old = set(graph.root.state.text.split("\n"))
    new = {line for line in child.state.text.split("\n") if line not in old}
    changed = set(view["goals"].locator(".changed").all_text_contents())
    assert new and changed == new


def test_finding_collapsing_and_the_best_open_node(view, address, run):
    events = events_of(run, LARGE)
    graph = replay(events)
    view.open(address, f"{LARGE}~0").at_end(len(events))
    view.click_node(0)
    view["jump-best"].click()
    view.until("proverView.selected() !== 0")
    assert graph[view.selected].status == "open"

    wanted = "h1 : 1 ≤ x + 1"
    view["find"].fill(wanted)
    view["find"].press("Enter")
    view.eventually(lambda: wanted in graph[view.selected].state.text)
    first = view.selected
    view["find"].press("Enter")
    view.eventually(lambda: view.selected != first and wanted in graph[view.selected].state.text)
    view["find"].fill("")

    parent = next(node for node in graph if node.depth == 1 and any(a.child is not None for a in node.attempts))
    below = next(node for node in graph if node.parent == parent.id)
    view.click_node(parent.id)
    view["collapse"].click()
    view.until("proverView.screen(argument) === null", below.id)
    assert len(view.nodes) == len(graph), "collapsed nodes are still there"
    view["collapse"].click()
    view.until("proverView.screen(argument) !== null", below.id)


def test_hostile_texts_stay_texts(view, address, run):
    id = f"{HOSTILE_NAME}~0"
    view.open(address)
    view.eventually(lambda: id in ids(view))
    row = rows(view).filter(has_text=HOSTILE_NAME).first
    assert HOSTILE_SOURCE in row.text_content()
    refused = rows(view).filter(has_text="refused").first
    assert IMAGE not in refused.inner_html()
    view["filter-source"].select_option(HOSTILE_SOURCE)
    view.eventually(lambda: ids(view) == [id])
    row.click()
    view.at_end(len(events_of(run, HOSTILE_NAME)))
    view.says("theorem", HOSTILE_NAME)
    view.says("policy", HostileGame.name)
    view.says("proof", HOSTILE_TACTIC)

    view.click_node(0)
    view.goals([HOSTILE_GOAL])
    view.says("tactics", HOSTILE_TACTIC)
    for line in HOSTILE_MESSAGE.split("\n"):
        view.says("tactics", line)
    at = view.ask("screen(1)")
    view.click_node(1)
    view.goals([HOSTILE_CHILD])
    assert "x" in view["goals"].locator(".changed").all_text_contents()[0]

    for text in (SCRIPT, IMAGE, LINK):
        view.says("informal", text)
    view["find"].fill(SCRIPT)
    view["find"].press("Enter")
    assert view.markup() == []
    view.page.mouse.move(at["x"], at["y"])
    assert view.markup() == []


def test_the_whole_way_by_keyboard(view, address, run):
    view.open(address)
    view.eventually(lambda: len(ids(view)) == 6)
    keyboard = view.page.keyboard
    view.tab_to("filter-text")
    keyboard.type("other_pr")
    view.eventually(lambda: ids(view) == ["other_proof~0"])
    for _ in range(50):
        keyboard.press("Tab")
        if view.page.evaluate("() => !!document.activeElement.closest('tr[data-id]')"):
            break
    keyboard.press("Enter")
    events = events_of(run, "other_proof")
    graph = replay(events)
    view.at_end(len(events))

    view.tab_to("graph")
    keyboard.press("ArrowRight")
    view.until("proverView.selected() !== null")
    for _ in range(3):
        keyboard.press("ArrowRight")
    view.eventually(lambda: graph[view.selected].depth >= 2)
    view.goals(list(graph[view.selected].state.goals))
    deep = view.selected
    keyboard.press("ArrowLeft")
    view.eventually(lambda: view.selected != deep and graph[view.selected].depth >= 1)

    dialog = view.page.locator("dialog[open]")
    keyboard.press("?")
    dialog.wait_for()
    view.page.locator("dialog[open] button").focus()
    keyboard.press("Enter")
    dialog.wait_for(state="hidden")

    view.tab_to("timeline")
    keyboard.press("Home")
    view.until("proverView.moment().index === 0")
    keyboard.press("ArrowRight")
    view.until("proverView.moment().index === 1")
    view.tab_to("play")
    keyboard.press("Enter")
    view.at_end(len(events))
    view.tab_to("copy-proof")
    keyboard.press("Enter")
    proof = result_of(run, "other_proof").proof
    view.eventually(lambda: view.page.evaluate("navigator.clipboard.readText()") == proof)
    view.tab_to("back")
    keyboard.press("Enter")
    view.eventually(lambda: len(ids(view)) >= 1 and rows(view).first.is_visible())


def test_a_search_that_is_not_there_is_told_in_words(view, address):
    view.open(address, "nothing~0")
    view.eventually(lambda: "nothing~0" in view.page.get_by_role("alert").inner_text())


@pytest.mark.parametrize("search", [None, f"{PROVED}~0"])
def test_nothing_is_wider_than_a_narrow_window(view, address, run, search):
    view.page.set_viewport_size({"width": 400, "height": 800})
    view.open(address, search)
    if search is None:
        view["run-table"].wait_for()
        wide = "#table-view > :not(.table-scroll)"
    else:
        view.at_end(len(events_of(run, PROVED)))
        view.until("document.querySelector('[data-testid=state-panel]').getBoundingClientRect().width > 300")
        wide = "#search-view *"
    assert view.page.evaluate("document.documentElement.scrollWidth") <= 400
    beyond = view.page.evaluate(
        """shown => [...document.querySelectorAll(shown)].filter(e => e.checkVisibility() && !e.closest('.track, .goal, .katex, pre, .off-screen, .hover-card, .message')
             && e.getBoundingClientRect().right > 401).map(e => e.outerHTML.slice(0, 120))""",
        wide,
    )
    assert beyond == []
