"""A proof with words in a real browser: the tree of its searches, recorded and live."""

from __future__ import annotations

import re

import pytest
from recordings import IMAGE, SCRIPT
from words_recording import COMPLAINT, GOOD, HOSTILE_GOAL, NAME, NEAR, PROGRAM, act, make_words_run, result

from benchmarks.run.recorded import serve_run
from benchmarks.run.run_folder import events_path
from prover.informal.problem import InformalProblem
from prover.web import LiveInformal, ViewServer
from search import read_events

pytestmark = pytest.mark.network  # the page's libraries, once

WHOLE = f"{NAME}~0"


@pytest.fixture
def view(page):
    from viewing import View

    return View(page)


@pytest.fixture
def expect(page):
    from playwright.sync_api import expect

    return expect


@pytest.fixture(scope="module")
def words_run(tmp_path_factory):
    return make_words_run(tmp_path_factory.mktemp("words"))


@pytest.fixture(scope="module")
def words_address(words_run):
    with serve_run(words_run) as serving:
        yield serving.url


def events_of(run, part: str = "") -> list:
    return list(read_events(events_path(run, NAME, 0, part)))


def ids(view) -> list[str]:
    return view["run-table"].locator("tr[data-id]").evaluate_all("rows => rows.map(row => row.dataset.id)")


def hole(view, part: str):
    return view["stages"].locator(f"[data-hole='{part}']")


def test_the_table_tells_who_won(view, expect, words_address):
    view.open(words_address)
    view.eventually(lambda: len(ids(view)) == 2)
    heads = view["run-table"].locator("th").all_text_contents()
    won = heads.index("Won by")
    rows = view["run-table"].locator("tr[data-id]")
    assert [row.locator("td").nth(won).text_content() for row in rows.all()] == ["sketch", "facts"]
    view["filter-text"].fill("facts")
    view.eventually(lambda: ids(view) == ["plain~0"])
    rows.first.click()
    view.says("theorem", "plain")
    expect(view["stages"]).to_be_hidden()


def test_the_tree_shows_every_stage_and_texts_stay_texts(view, expect, words_address):
    view.open(words_address, WHOLE)
    view.says("stages", "Won by a sketch whose holes were closed")
    view.says("root-search", re.compile("whole theorem.*not proved"))
    drafts, sketches = view["draft"], view["sketch"]
    assert [line.text_content() for line in drafts.locator("summary").all()] == [
        "draft 1 given with the problem · answer 2 chosen, 2 votes",
        "draft 2 written by the model ",
    ]
    drafts.nth(1).locator("summary").click()
    for text in (SCRIPT, PROGRAM, "x**2 - 2*x*y + y**2\n2"):
        expect(drafts.nth(1)).to_contain_text(text)

    assert [sketches.nth(i).locator("summary").first.text_content() for i in range(3)] == [
        f"sketch 1 refused{COMPLAINT.splitlines()[0]}",
        "sketch 2 mends sketch 1 open",
        "sketch 3 mends sketch 2 provedwon",
    ]
    assert sketches.nth(0).locator("[data-testid=sketch]").count() == 2, "what mends it lies under it"
    sketches.nth(0).locator("summary").first.click()
    assert sketches.nth(0).locator("pre").first.text_content() == COMPLAINT
    sketches.nth(1).locator("summary").first.click()
    assert sketches.nth(1).locator("pre").first.text_content() == NEAR
    expect(sketches.nth(2).locator("pre").first).to_be_visible()
    assert sketches.nth(2).locator("pre").first.text_content() == GOOD
    assert sketches.nth(1).locator(".hole-line").first.get_attribute("data-status") == "proved"

    parts = {"1_0": "proved", "1_1": "open", "2_0": "reused", "2_1": "proved"}
    assert {part: hole(view, part).locator(".pill").text_content() for part in parts} == parts
    assert [part for part in parts if hole(view, part).locator("a").count()] == ["1_0", "1_1", "2_1"]
    expect(hole(view, "1_1")).to_contain_text(f"⊢ {IMAGE} = {SCRIPT}")
    view.says("stages", f"the server is gone {IMAGE}")
    assert view.markup() == []


def test_a_hole_opens_by_keyboard_and_back_leads_to_the_whole_theorem(view, expect, words_address, words_run):
    view.open(words_address, WHOLE)
    view.at_end(len(events_of(words_run)))
    view["sketch"].nth(1).locator("summary").first.click()
    hole(view, "1_1").locator("a").focus()
    view.page.keyboard.press("Enter")
    events = events_of(words_run, "1_1")
    view.at_end(len(events))
    view.says("theorem", f"{NAME} · sketch 2, line 5")
    assert view.page.locator("#statement").text_content() == HOSTILE_GOAL
    expect(view["informal"]).to_be_hidden()
    view.says("status", "not proved")
    expect(view["stages"].locator("a[aria-current=page]")).to_have_text("line 5")
    expect(view["sketch"].nth(1).locator("pre").first).to_be_visible()
    assert view.markup() == []

    hole(view, "2_1").locator("a").click()
    view.says("proof-panel", "Proof of this step")
    proof = next(event for event in events_of(words_run, "2_1") if event.kind == "proof_found")
    view.eventually(lambda: view["proof"].text_content() == "\n".join(proof.tactics))
    expect(view["download-proof"]).to_be_hidden()

    view["back"].click()
    view.at_end(len(events_of(words_run)))
    expect(view["theorem"]).to_have_text(NAME)
    view.eventually(lambda: view["proof"].text_content().strip() == result().proof.strip())
    view["back"].click()
    view.eventually(lambda: len(ids(view)) == 2)


def test_a_proof_under_way_grows_on_the_page(view, expect):
    live = LiveInformal(InformalProblem(name=NAME, formal_statement="theorem sum : p := by"))
    scenes = act(live)
    with ViewServer(live) as server:
        next(scenes)
        view.open(server.url)
        view.says("status", "searching")
        view.says("stages", "watched, not steered")
        expect(view["pause"]).to_be_hidden()
        next(scenes)
        expect(view["sketch"]).to_have_count(2)
        view.says("root-search", "not proved")
        expect(hole(view, "1_0").locator(".pill")).to_have_text("waiting")
        view["sketch"].nth(1).locator("summary").first.click()
        next(scenes)
        expect(hole(view, "1_0").locator(".pill")).to_have_text("proved")
        expect(view["sketch"].nth(1).locator("pre").first).to_be_visible()
        hole(view, "1_0").locator("a").click()
        view.says("theorem", f"{NAME} · sketch 2, line 3")
        view.says("status", "proved")
        list(scenes)
        live.finish(result())
        expect(hole(view, "2_1").locator(".pill")).to_have_text("proved")
        view["back"].click()
        view.says("status", "proved")
        view.eventually(lambda: view["proof"].text_content().strip() == result().proof.strip())
