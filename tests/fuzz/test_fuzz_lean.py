"""Hostile theorems, tactics and protocol lines given to a real Lean: it answers within its limits and outlives them all."""

from __future__ import annotations

import json

import pytest
from hostile import lean_text, mutated, mutated_text
from hypothesis import given
from hypothesis import strategies as st
from trying import tries

from prover.lean.environment import LeanEnvironment
from prover.lean.errors import BadStatement, LeanCrashed, LeanTimeout
from prover.lean.messages import Envelope
from prover.lean.results import Claim
from prover.lean.verify import check
from search.game import GaveUp, NewState, Proved, TacticError

pytestmark = pytest.mark.lean
LIMIT = 60.0
LINE_LIMIT = 15.0
SEEDS = (
    "theorem t (a b : ℕ) (h : a < b) : a + 1 ≤ b := by omega",
    "theorem t (x y : ℝ) : x * y ≤ (x ^ 2 + y ^ 2) / 2 := by nlinarith [sq_nonneg (x - y)]",
    "open Nat in\ntheorem t (n : ℕ) (h : 0 < n) : 3 ∣ n ^ 3 - n := by sorry",
    "namespace A\nlemma l (p q : Prop) : p ∧ q → q ∧ p := fun ⟨hp, hq⟩ => ⟨hq, hp⟩\nend A",
    "theorem t (f : ℕ → ℕ) (hf : ∀ x, f x = x + 1) : ∑ i ∈ Finset.range 3, f i = 6 := by simp [Finset.sum_range_succ, hf]",
    "∀ p q : Prop, p ∨ q → q ∨ p",
)
TACTICS = (
    "intro h",
    "exact ⟨h.2, h.1⟩",
    "simp [Nat.add_comm] at *",
    "rcases h with ⟨a, b⟩ | c",
    "induction n with\n| zero => rfl\n| succ n ih => omega",
)
theorems = st.one_of(lean_text, st.sampled_from(SEEDS).flatmap(mutated_text))
tactics = st.one_of(lean_text, st.sampled_from(TACTICS).flatmap(mutated_text))


def told(text: str) -> str:
    """What a user would read is no trace of a machine."""
    assert "wasm://" not in text and "Traceback" not in text and "    at " not in text, text
    return text


def test_any_theorem(worker, loop_thread, count):
    @tries(60)
    @given(theorems)
    def fuzz(text):
        async def scenario():
            try:
                environment = await LeanEnvironment.open(worker, text, tactic_limit=5.0)
            except (BadStatement, LeanTimeout, LeanCrashed) as error:
                told(str(error))
            else:
                await environment.close()

        with count("theorem text: open").one(2 * LIMIT):
            loop_thread.run(scenario())

    fuzz()


def test_any_proof(worker, loop_thread, count):
    @tries(40)
    @given(theorems)
    def fuzz(text):
        with count("theorem text: check").one(LIMIT):
            result = loop_thread.run(check(worker, Claim(text), 20.0))
        told(" ".join([result.reason, *result.messages]))
        assert not result.accepted or "sorry" not in text

    fuzz()


def test_any_tactic(worker, loop_thread, count):
    environment = loop_thread.run(
        LeanEnvironment.open(worker, "theorem t (p q : Prop) (n : ℕ) : p ∧ q → q ∧ p ∧ n = n", tactic_limit=5.0)
    )

    @tries(60)
    @given(tactics)
    def fuzz(text):
        with count("tactics").one(LIMIT):
            outcome = loop_thread.run(environment.apply(environment.root, text))
        if isinstance(outcome, NewState):
            loop_thread.run(environment.release([outcome.state]))
        else:
            assert isinstance(outcome, (Proved, TacticError, GaveUp))
            told(getattr(outcome, "message", ""))

    fuzz()
    assert isinstance(loop_thread.run(environment.apply(environment.root, "exact fun h => ⟨h.2, h.1, rfl⟩")), Proved)


REQUESTS = [
    json.dumps(request).encode()
    for request in (
        {"id": 1, "cmd": "ping"},
        {"id": 2, "cmd": "open", "source": "theorem t : True := by sorry", "name": None, "variables": "", "hide": ["R"]},
        {"id": 3, "cmd": "tactic", "state": 0, "tactic": "trivial", "heartbeats": 100},
        {"id": 4, "cmd": "release", "states": [999999999]},
        {"id": 5, "cmd": "verify", "source": "theorem t : True := trivial", "statement": None, "heartbeats": 100},
        {"id": 6, "cmd": "open_hole", "source": "theorem t : True := sorry", "hole": 3},
        {"id": 7, "cmd": "library", "prefixes": ["Nat"], "module": 10**9, "offset": 0, "limit": 1, "statements": True},
        {"id": 8, "cmd": "open_library", "name": "Nat.add_comm"},
    )
]
line_bytes = st.one_of(st.binary(max_size=200), st.sampled_from(REQUESTS).flatmap(mutated), st.sampled_from(REQUESTS))


def test_any_protocol_line(worker, loop_thread, count, exchange):
    @tries(100)
    @given(line_bytes)
    def fuzz(data):
        line = data.replace(b"\n", b" ").decode("utf-8", "surrogateescape")

        async def scenario():
            process = await worker.start()
            try:
                return json.loads(await exchange(process, line, LINE_LIMIT))
            except LeanTimeout:  # it may ask for all of the library
                return None

        with count("protocol lines to the server").one(LIMIT):
            answer = loop_thread.run(scenario())
        if answer is None:
            return
        assert ("ok" in answer) != ("error" in answer)
        if isinstance(answer["id"], int):
            Envelope.model_validate(answer)

    fuzz()
