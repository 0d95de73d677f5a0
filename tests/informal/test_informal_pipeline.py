"""From words to a checked proof, with real Lean and a real HTTP server that answers with fixed texts."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager

import pytest
from scripted import ScriptedServer, stage_of

from prover import AsyncProver
from prover.informal.agent import InformalProver
from prover.informal.problem import InformalProblem
from prover.informal.record import ROOT
from prover.informal.settings import InformalSettings
from prover.informal.stages import Recorder
from prover.informal.writers import load_writer
from prover.lean.messages import Ping, Pong
from prover.opened import OpenTheorem
from prover.policy import load_policy
from prover.policy.base import PolicyError
from search import Proposal

pytestmark = pytest.mark.lean

STATEMENT = "theorem t (n : ℕ) (f : ℕ → ℕ) (h₀ : f 0 = 3) (h₁ : ∀ k, f (k + 1) = 2 * f k + 1) : f n + 1 = 2 ^ (n + 2)"
PROBLEM = InformalProblem(name="t", formal_statement=f"{STATEMENT} := sorry", informal_stmt="A recurrence.")
SKETCH = f"""```lean
{STATEMENT} := by
  induction n with
  | zero => sorry
  | succ k ih =>
    have step : f (k + 1) + 1 = 2 * (f k + 1) := by sorry
    have power : 2 ^ (k + 1 + 2) = 2 * 2 ^ (k + 2) := by sorry
    sorry
```"""
UNKNOWN = SKETCH.replace("2 * f k + 1) : f n", "2 * f k + 1) : f n").replace("2 * (f k + 1) := by", "2 * (g k + 1) := by")
FALSE_STEP = SKETCH.replace("f (k + 1) + 1 = 2 * (f k + 1)", "f (k + 1) + 1 = 3 * (f k + 1)")
WORDS_ONLY = InformalSettings(search_first=0.0, words_share=1.0, drafts=0, sketches=1, rounds=2, mends=1, hole_seconds=20)


class Kept(Recorder):
    def __init__(self):
        self.events, self.searches = [], {}

    def stage(self, event):
        self.events.append(event)

    @contextmanager
    def search(self, id):
        self.searches[id] = []
        yield [self.searches[id].append]

    def of(self, kind):
        return [event for event in self.events if event.kind == kind]


@pytest.fixture(autouse=True)
def weak_policy(async_prover, monkeypatch):
    """Without the moves that compute, the theorem is proved only with a sketch."""
    monkeypatch.setattr(async_prover, "_policy", load_policy(["portfolio?only=generic,logic,implications,rewriting"]))


@pytest.fixture
def solve(async_prover, loop_thread):
    def run(server, settings=WORDS_ONLY, problem=PROBLEM, query="retries=0", **limits):
        kept = Kept()

        async def work():
            informal = InformalProver(async_prover, load_writer(f"openai:{server.url}#scripted?{query}"), settings)
            try:
                return await informal.prove(problem, recorder=kept, **{"time_limit": 120, **limits})
            finally:
                await informal.close()

        return loop_thread.run(work()), kept

    return run


def replies(**texts):
    return lambda system, words, n: [texts.get(stage_of(system), "")] * min(n, 1)


def test_sketch_and_close(solve, async_prover, loop_thread):
    with ScriptedServer(replies(sketch=SKETCH)) as server:
        result, kept = solve(server)
    assert result.proved and result.informal.won_by == "sketch" and result.sources == ["sketch"]
    assert "sorry" not in result.proof and result.proof.count("induction") == 1
    assert loop_thread.run(async_prover.check(result.proof, statement=PROBLEM.text)).accepted
    holes = kept.of("sketch_read")[0].holes
    assert [hole.line for hole in holes] == [3, 5, 6, 7]
    assert {search.search for search in kept.of("search_ended") if search.proved} == {"0_0", "0_1", "0_2", "0_3"}
    assert {"0_0", "0_1", "0_2", "0_3", ROOT} <= set(kept.searches)
    assert all(events[-1].kind == "search_ended" for events in kept.searches.values())
    assert [event.seq for event in kept.events] == list(range(len(kept.events)))
    assert (result.informal.holes, result.informal.closed) == (4, 4)


def test_a_broken_sketch_is_sent_back_with_leans_words(solve):
    with ScriptedServer(replies(sketch=UNKNOWN, mend=SKETCH)) as server:
        result, kept = solve(server)
    assert result.proved and result.informal.mended == 1
    assert "Unknown identifier `g`" in kept.of("sketch_refused")[0].message
    assert any(stage_of(system) == "mend" and "Unknown identifier `g`" in words for system, words in server.asked)


def test_a_hole_that_stays_open_is_sketched_again(solve):
    with ScriptedServer(replies(sketch=FALSE_STEP, mend=SKETCH)) as server:
        result, kept = solve(server, WORDS_ONLY.model_copy(update={"hole_seconds": 5.0}))
    assert result.proved
    assert kept.of("sketch_ended")[0].status == "open" and "line 5" in kept.of("sketch_ended")[0].message
    words = next(words for system, words in server.asked if stage_of(system) == "mend")
    assert "⊢ f (k + 1) + 1 = 3 * (f k + 1)" in words
    assert any(event.reason == "reused" and event.proved for event in kept.of("search_ended"))


@pytest.mark.parametrize(
    "lie",
    [
        STATEMENT.replace("2 ^ (n + 2)", "f n + 1") + " := rfl",
        f"{STATEMENT} := by\n  sorry",
        f"{STATEMENT} := by\n  native_decide",
        f"axiom cheat : False\n{STATEMENT} := cheat.elim",
        f"{STATEMENT} := by\n  run_tac Lean.Elab.Tactic.done",
        "Here is the proof. It is obvious.",
        "",
    ],
)
def test_a_lying_server_proves_nothing(solve, lie):
    with ScriptedServer(replies(sketch=lie, mend=lie)) as server:
        result, kept = solve(server, WORDS_ONLY.model_copy(update={"hole_seconds": 2.0}), max_tactics=3)
    assert not result.proved and result.status == "failed"
    assert not result.informal.trouble
    if lie:
        assert kept.of("sketch_refused") and all(event.message for event in kept.of("sketch_refused"))


@pytest.mark.parametrize(
    ("raw", "says"),
    [((200, "<html>"), "no JSON object"), ((200, '{"choices": [{"x": 1}]}'), "gives no completions"), ((500, "{}"), "answers with an error (HTTP 500"),
     ((401, "{}"), "wants a key")],
)  # fmt: skip
def test_a_malformed_server_is_told_and_plain_search_goes_on(solve, raw, says):
    easy = InformalProblem(name="e", formal_statement="theorem e (a b : ℕ) (h : a < b) : a + 1 ≤ b := sorry")
    with ScriptedServer(replies(), raw=raw) as server:
        result, _ = solve(server, problem=easy)
    assert result.proved and result.informal.won_by == "search"
    assert says in result.informal.trouble[0]


def test_a_hanging_server_costs_its_share_of_the_time(solve):
    easy = InformalProblem(name="e", formal_statement="theorem e (a b : ℕ) (h : a < b) : a + 1 ≤ b := sorry")
    with ScriptedServer(replies(), delay=600) as server:
        result, kept = solve(server, WORDS_ONLY.model_copy(update={"words_share": 0.2}), easy, time_limit=20)
    assert result.proved and result.informal.won_by == "search"
    assert 4.0 <= result.informal.seconds["search"] < 15.0


def test_plain_search_comes_first_and_limits_hold_for_all_together(solve):
    with ScriptedServer(replies(sketch=FALSE_STEP, mend=FALSE_STEP)) as server:
        settings = InformalSettings(drafts=0, sketches=1, mends=0, rounds=1, hole_seconds=20)
        result, kept = solve(server, settings, max_tactics=60, time_limit=None)
    assert result.status == "failed" and result.ended == "tactics"
    tried = [event for events in kept.searches.values() for event in events if event.kind == "tactic_tried"]
    assert 60 <= len(tried) <= 62
    assert [event.kind for event in kept.events][:2] == ["words_started", "search_begun"]
    first = next(event.seq for event in kept.events if event.kind == "sketch_written")
    before = [event for event in kept.searches[ROOT] if event.kind == "tactic_tried"]
    assert first > 1 and len(before) >= 30


def test_holes_are_searched_side_by_side_where_workers_are_idle():
    async def scenario():
        kept = Kept()
        async with AsyncProver("portfolio", workers=2) as prover:
            with ScriptedServer(replies(sketch=SKETCH)) as server:
                informal = InformalProver(prover, load_writer(f"openai:{server.url}#scripted"), WORDS_ONLY)
                result = await informal.prove(PROBLEM, recorder=kept, time_limit=120)
                await informal.close()
        return result, kept

    result, kept = asyncio.run(scenario())
    assert result.proved and result.informal.closed == 4
    at_once = [0]
    for event in kept.events:
        if event.kind in ("search_begun", "search_ended") and event.search != ROOT:
            at_once.append(at_once[-1] + (1 if event.kind == "search_begun" else -1))
    assert max(at_once) == 2


def test_cancelling_leaves_a_prover_that_works(async_prover, loop_thread):
    async def scenario():
        with ScriptedServer(replies(sketch=FALSE_STEP, mend=FALSE_STEP)) as server:
            informal = InformalProver(async_prover, load_writer(f"openai:{server.url}#scripted"), WORDS_ONLY)
            task = asyncio.create_task(informal.prove(PROBLEM))
            await asyncio.sleep(3)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await informal.close()
        return await async_prover.prove("theorem e (a b : ℕ) (h : a < b) : a + 1 ≤ b", time_limit=60)

    assert loop_thread.run(scenario()).proved


class Breaks:
    """A policy that fails, or goes on for ever, after its first answer."""

    name = "breaks"

    def __init__(self, error: BaseException | None) -> None:
        self.error, self.asked = error, asyncio.Event()

    async def propose(self, states):
        if self.asked.is_set():
            if self.error is not None:
                raise self.error
            await asyncio.sleep(600)
        self.asked.set()
        return [[Proposal("have := h₀", -0.1), Proposal("have := h₁ 0", -0.2)] for _ in states]


@pytest.mark.parametrize("ending", ["the policy fails", "cancelled", "the words break"])
def test_nothing_is_left_in_lean_however_it_ends(async_prover, loop_thread, monkeypatch, ending):
    async def scenario():
        worker = async_prover.pool.workers[0]
        before, _ = await worker.ask(Ping(), Pong, 60)
        policy = Breaks(PolicyError("the model has gone") if ending == "the policy fails" else None)
        if ending == "the words break":
            policy.error = RuntimeError("a fault of our own")
            monkeypatch.setattr(OpenTheorem, "fields", lambda *_: 1 / 0)
        monkeypatch.setattr(async_prover, "_policy", policy)
        informal = InformalProver(async_prover)
        proving = asyncio.create_task(informal.prove(PROBLEM, time_limit=60))
        await policy.asked.wait()
        if ending == "cancelled":
            await asyncio.sleep(0.2)
            proving.cancel()
        await asyncio.gather(proving, return_exceptions=True)
        await informal.close()
        assert (ending == "the policy fails") == (not proving.cancelled() and proving.exception() is None)
        after, _ = await worker.ask(Ping(), Pong, 60)
        assert after == before

    loop_thread.run(scenario())
