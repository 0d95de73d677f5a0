"""What models answer, read: tactics and statements with all that stands around them."""

from __future__ import annotations

import json

import httpx2
import pytest
from habits import HabitServer, answers, chatting, no, usual, without_waiting
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from prover.cli import app
from prover.concurrency import close_model
from prover.informal.formalize import Formalizer
from prover.informal.writers import load_writer
from prover.policy import replies
from prover.policy.wrapping import tactics_in


@pytest.fixture
def quick(monkeypatch):
    without_waiting(monkeypatch)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from([502, "429"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["error", "message", "code", "detail", "choices", "text", "delta", "content", "logprobs", "index", "param"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(answer=json_values, status=st.sampled_from([200, 400, 500]), stream=st.booleans())
def test_whatever_is_answered_is_an_answer_or_has_words(answer, status, stream):
    text = json.dumps(answer)
    asked = httpx2.Request("POST", "http://h")
    response = httpx2.Response(status, text=f"data: {text}\n\n" if stream else text, request=asked)
    assert isinstance(replies.words_of(response), str)
    try:
        assert replies.completions_in(replies.read(response))
    except replies.Failed as error:
        assert len(str(error)) <= replies.LONGEST_WORDS + 1


@pytest.mark.parametrize(
    ("text", "tactics"),
    [
        ("rw [h]", ["rw [h]"]),
        (" exact h ", [" exact h "]),
        ("by_contra h", ["by_contra h"]),
        ("constructor\n· exact hp\n· exact hq", ["constructor\n· exact hp\n· exact hq"]),
        ("have h : a ≤ b := by\n  omega\nexact h", ["have h : a ≤ b := by\n  omega\nexact h"]),
        ("by exact h", ["exact h"]),
        ("```\nby\n  intro x\n  simp\n```", ["intro x\nsimp"]),
        ("```lean\nsimp\n```\nor\n```lean\nomega\n```", ["simp", "omega"]),
        ("- simp\n- omega", ["simp", "omega"]),
        ("exact\u00a0h", ["exact h"]),
        ("<think>never ends", [""]),
        ("<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>omega<|return|>", ["omega"]),
        ("[THINK]hm[/THINK]omega", ["omega"]),
        ("Tactic: omega", [" omega"]),
        ("", [""]),
    ],
)
def test_tactics_in_an_answer(text, tactics):
    assert [reading.text for reading in tactics_in(text)] == tactics


# ------------------------------------------------------------------------------------------- statements


WORDS = "Let x be a real number with x + 4 = 10. Show that x equals 6."
RIGHT = "theorem find (x : ℝ) (h : x + 4 = 10) : x = 6"
FALSE = "theorem find (x : ℝ) (h : x + 4 = 10) : x = 7"
FENCED = f"```lean\n{RIGHT} := by sorry\n```"
CANDIDATES = {
    "in a fence, proved": (chatting(f"```lean4\nimport Mathlib\n\n{RIGHT} := by\n  linarith\n```"), 1),
    "prose around": (chatting(f"Here is the statement.\n\n```lean\n{RIGHT} := by sorry\n```\n\nIt says that x is 6."), 1),
    "bare": (chatting(f"{RIGHT} := sorry"), 1),
    "line ends of Windows": (chatting(f"```lean\r\n{RIGHT} := by\r\n  sorry\r\n```\r\n"), 1),
    "thinking": (chatting(f"<think>Maybe\n```lean\n{FALSE}\n```\nno.</think>\n```lean\n{RIGHT} := by sorry\n```"), 1),
    "several in one answer": (chatting(f"First:\n```lean\n{FALSE} := by sorry\n```\nBetter:\n```lean\n{RIGHT} := by sorry\n```"), 2),
    "several in one fence": (chatting(f"```lean\nopen Real\n\n{FALSE} := by sorry\n\n{RIGHT} := by sorry\n```"), 2),
    "no chat": (lambda r: usual(r, apis=("/completions",)) or answers(r, FENCED), 1),
    "no chat template": (lambda r: usual(r) or (no(500, "no chat template is defined") if r.chat else answers(r, FENCED)), 1),
    "an empty one among good ones": (chatting(["", f"{RIGHT} := by sorry", {"content": None, "reasoning": "hm"}]), 1),
}  # fmt: skip


@pytest.mark.lean
@pytest.mark.parametrize("written", CANDIDATES)
def test_candidates_as_models_write_them(written, quick, async_prover, loop_thread):
    behaviour, count = CANDIDATES[written]

    async def formalize():
        writer = load_writer(f"openai:{server.url}#m")
        try:
            return await Formalizer(async_prover.pool, writer).formalize(WORDS, n=3 if "among" in written else 1, time_limit=60)
        finally:
            await close_model(writer)

    with HabitServer(behaviour) as server:
        done = loop_thread.run(formalize())
    assert len(done.candidates) == count and done.statement and "x = 6" in done.statement


def test_a_writer_whose_answers_are_all_empty_says_why(quick):
    with HabitServer(chatting({"content": None}, end="length")) as server:
        done = CliRunner().invoke(app, ["formalize", WORDS, "-n", "2", "--writer", f"openai:{server.url}#m"])
    assert done.exit_code == 2 and "only empty answers" in done.output and "max_tokens" in done.output
