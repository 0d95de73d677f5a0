"""Live searches with real Lean in a real browser: watched from start to proof, steered, and proved by a person."""

from __future__ import annotations

import asyncio
import copy
import json
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from prover.web import LiveSearch, ViewServer
from search import Proposal, read_events, replay

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.lean, pytest.mark.network]

INDUCTION = "theorem t (n : ℕ) : 3 ∣ 2 ^ (2 * n + 1) + 1"
FEW_MOVES = "portfolio?only=induct_open,generic,logic"
"""Takes these moves four proof states."""
SCRIPT = '"<script>window.hacked=1</script><img src=x onerror=window.hacked=1>"'
CONJUNCTION = f"theorem t (p q : Prop) (s : String) (h : s = {SCRIPT}) (hp : p) (hq : q) : p ∧ q ∧ s = {SCRIPT}"


FOUR = "theorem t (p q r s : Prop) (hp : p) (hq : q) (hr : r) (hs : s) : (p ∧ q) ∧ (r ∧ s)"


class FewTactics:
    """Quick ones, that lead to ever more states on the way to a proof of ``FOUR``."""

    name = "few"
    tactics = ("exact hp", "exact hq", "exact hr", "exact hs", "constructor", "have h1 := hp", "have h2 := hq", "rotate_left")

    async def propose(self, states):
        return [[Proposal(tactic, -0.2 - i / 10, self.name) for i, tactic in enumerate(self.tactics)] for _ in states]


@pytest.fixture
def view(page):
    from viewing import View

    return View(page)


class Proving:
    """A search on the session's Lean; ``events`` are those it has told."""

    def __init__(self, prover, loop, theorem: str, **options) -> None:
        self.live, self.events = LiveSearch(theorem, paused=True), []
        self.server = ViewServer(self.live)
        self._work = prover.prove(theorem, listeners=[self.live, self.events.append], steer=self.live.steer, **options)
        self._loop = loop

    def __enter__(self) -> Proving:
        async def prove():
            result = await self._work
            self.live.finish(result)
            return result

        self.server.start()
        self._proving = asyncio.run_coroutine_threadsafe(prove(), self._loop)
        return self

    def __exit__(self, *_) -> None:
        self._proving.cancel()
        self.server.stop()

    @property
    def url(self) -> str:
        return self.server.url

    def result(self):
        return self._proving.result(timeout=300)


@pytest.fixture
def proving(async_prover, loop_thread):
    """``proving(theorem, **options) -> Proving``, with few tactics."""
    prover = copy.copy(async_prover)
    prover._policy = FewTactics()
    return lambda theorem, **options: Proving(prover, loop_thread.loop, theorem, **options)


@contextmanager
def program(*arguments: object):
    """``prover`` with these arguments, killed at the end; and the address it tells."""
    command = [sys.executable, "-c", "from prover.cli import app; app(prog_name='prover')", *map(str, arguments)]
    pipe, env = subprocess.PIPE, {**os.environ, "PYTHONIOENCODING": "utf-8"}
    running = subprocess.Popen(command, stdout=pipe, stderr=pipe, encoding="utf-8", cwd=ROOT, env=env)
    try:
        said = ""
        for line in running.stderr:
            said += line
            if found := re.search(r"http://127\.0\.0\.1:\S+", line):
                yield running, found.group()
                return
        raise AssertionError(said)
    finally:
        running.kill()
        running.communicate()


def state(view) -> str:
    return view["status"].text_content().strip().lower()


def test_a_search_is_watched_from_start_to_proof(view, tmp_path):
    log = tmp_path / "events.jsonl"
    options = ["--view", "--no-open", "--paused", "-p", FEW_MOVES, "-t", "inf", "--json", "--events", log]
    with program("prove", INDUCTION, *options) as (running, url):
        view.open(url)
        view.eventually(lambda: view.nodes == [0])
        view.says("theorem", "3 ∣ 2 ^ (2 * n + 1) + 1")
        view.says("status", "searching")
        view.eventually(view["paused"].is_visible)
        view["resume"].click()
        view.until("proverView.nodes().length > 2")
        view.eventually(lambda: state(view).startswith("proved"))
        view.says("policy", FEW_MOVES)
        shown = view["proof"].text_content().strip()

        assert any("the view stays open" in line for line in running.stderr)
        running.send_signal(signal.SIGINT)
        out, said = running.communicate(timeout=60)
        assert running.returncode == 0, said
        result = json.loads(out)
        assert result["status"] == "proved" and shown == result["proof"].strip()

        events = list(read_events(log))
        graph = replay(events)
        assert view.moment["index"] == view.moment["count"] == len(events)
        assert view.statuses() == {node.id: node.status.value for node in graph}
        for node in (graph.root, graph[len(graph) - 1]):
            view.click_node(node.id)
            view.goals(list(node.state.goals))


def test_a_person_s_tactics_close_the_goal_and_the_checked_proof_is_shown(view, proving):
    with proving(CONJUNCTION) as search:
        view.open(search.url)
        view.eventually(lambda: view.nodes == [0])
        view.click_node(0)
        view.goals([f"p q : Prop\ns : String\nh : s = {SCRIPT}\nhp : p\nhq : q\n⊢ p ∧ q ∧ s = {SCRIPT}"])

        view["tactic-input"].fill("exact hp")
        view["tactic-run"].click()
        view.eventually(lambda: view.outcomes() == ["tactic_error"])
        error = next(event for event in search.events if event.kind == "tactic_tried")
        view.says("tactics", error.message.split("\n")[0])

        view["tactic-input"].fill("constructor")
        view["tactic-run"].click()
        view.eventually(lambda: view.nodes == [0, 1])
        view.click_node(1)
        graph = replay(search.events)
        assert len(graph[1].state.goals) == 2
        view.goals(list(graph[1].state.goals))

        view.tab_to("tactic-input")
        view.page.keyboard.type("exact hp")
        view.page.keyboard.press("Enter")
        view.eventually(lambda: view.nodes == [0, 1, 2])
        view.click_node(2)
        view["tactic-input"].fill("exact ⟨hq, h⟩")
        view["tactic-input"].press("Enter")
        view.eventually(lambda: state(view).startswith("proved"))

        result = search.result()
        assert result.status == "proved" and result.sources == ["user"] * 3
        view.eventually(lambda: view["proof"].text_content().strip() == result.proof.strip())
        assert "exact ⟨hq, h⟩" in result.proof
        assert [view.ask("status(argument)", node) for node in (0, 1, 2)] == ["proved"] * 3


def test_the_running_search_obeys(view, proving):
    with proving(FOUR) as search:
        view.open(search.url)
        view.eventually(lambda: view.nodes == [0])
        view.click_node(0)
        view["propose"].click()
        view.until("proverView.nodes().length > 2")
        view.until("proverView.status(0) === 'expanded'")

        def selected():
            return [event.node for event in search.events if event.kind == "node_selected"]

        assert selected() == [0]
        open_ones = [node for node in view.nodes if view.ask("status(argument)", node) == "open"]
        pruned, pinned = open_ones[0], open_ones[-1]
        view.click_node(pruned)
        view["prune"].click()
        view.until("proverView.status(argument) === 'pruned'", pruned)
        view.click_node(pinned)
        view["pin"].click()
        view.eventually(lambda: replay(search.events).pinned == {pinned})
        view["step"].click()
        view.eventually(lambda: selected()[1:] == [pinned])
        view.click_node(pruned)
        view["prune"].click()
        view.until("proverView.status(argument) !== 'pruned'", pruned)
        view["stop"].click()
        assert search.result().ended == "stopped"
        view.eventually(lambda: re.match("not proved|stopped", state(view)))


def test_pause_and_resume_by_keyboard(view, proving):
    with proving(FOUR) as search:
        view.open(search.url)
        view.eventually(view["paused"].is_visible)
        view.tab_to("resume")
        view.page.keyboard.press("Enter")
        view.eventually(lambda: [event.paused for event in search.events if event.kind == "search_paused"][-1:] == [False])
        view.tab_to("pause", back=view["pause"].is_visible())
        view.page.keyboard.press("Enter")
        view.eventually(lambda: view["paused"].is_visible() or state(view).startswith("proved"))
        if not state(view).startswith("proved"):
            view.tab_to("resume")
            view.page.keyboard.press("Enter")
        view.eventually(lambda: state(view).startswith("proved"))
        assert search.result().proved


def test_a_statement_that_lean_refuses_is_told(view, proving):
    with proving("theorem t : nonsense_here = <img>") as search:
        view.open(search.url)
        assert search.result().status == "error"
        view.eventually(lambda: "nonsense_here" in view.page.locator("body").inner_text())
        view.says("status", re.compile("error|not accepted|not proved", re.I))


def test_ctrl_c_ends_a_watched_search_without_a_fuss(view):
    with program("prove", INDUCTION, "--view", "--no-open", "--paused", "-p", "portfolio") as (running, url):
        with view.page.expect_response(lambda answer: "/api/events" in answer.url):
            view.page.goto(url)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=120)
        assert running.returncode == 130
        assert "Traceback" not in said, said


def test_a_server_that_is_gone_is_told(view, proving):
    with proving(FOUR) as search:
        view.open(search.url)
        view.eventually(lambda: view.nodes == [0])
        search.server.stop()
        view.eventually(lambda: view["message"].is_visible() and view["message"].text_content().strip())
        assert view.nodes == [0]
