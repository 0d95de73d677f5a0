"""Prompt formats."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prover.policy.base import clean_tactic
from prover.policy.prompts import FORMATS, LLEMMA, PLAIN, PromptFormat, get_format
from search.game import ProofState

STATE = ProofState("k", ("n : ℕ\nh : 0 < n\n⊢ n ≠ 0", "⊢ True"))


def tactic_of(prompt: PromptFormat, completion: str) -> str | None:
    return clean_tactic(prompt.unmarked(prompt.cut(completion)[0]))


def test_llemma_shows_state_and_asks_for_a_tactic():
    prompt = LLEMMA.prompt(STATE)
    assert prompt.startswith("Given the Lean 4 tactic state, suggest a next tactic.")
    assert prompt.endswith("Tactic state:\n---\nn : ℕ\nh : 0 < n\n⊢ n ≠ 0\n\n⊢ True\n---\nNext tactic:\n---\n")
    assert prompt.count("Next tactic:") >= 4


@pytest.mark.parametrize("prompt", FORMATS.values(), ids=FORMATS)
def test_the_shared_part_is_shared(prompt):
    assert prompt.prompt(STATE) == prompt.prefix + prompt.suffix(STATE)
    assert STATE.text not in prompt.prefix and (not prompt.prefix or prompt.prefix.endswith("\n"))
    assert get_format(prompt.name) is prompt


def test_published_step_provers_see_the_state_as_they_were_trained():
    assert get_format("bfs-prover").prompt(STATE) == STATE.text + ":::"
    assert tactic_of(get_format("bfs-prover"), " linarith\n  [h]:::") == "linarith\n  [h]"
    assert get_format("reprover").prompt(STATE) == STATE.text
    assert tactic_of(get_format("reprover"), "rw [<a>Nat.add_comm</a>, h]") == "rw [Nat.add_comm, h]"
    assert tactic_of(get_format("default"), "constructor\n· simp\n· omega") == "constructor\n· simp\n· omega"


@pytest.mark.parametrize("prompt", [LLEMMA, PLAIN], ids=lambda p: p.name)
def test_an_example_s_own_answer_is_parsed_back(prompt):
    assert tactic_of(prompt, "nlinarith [sq_nonneg (a - b)]\n---\n\nTactic state:\n---\nx") == "nlinarith [sq_nonneg (a - b)]"
    assert tactic_of(prompt, " omega\n\nState:\n") == "omega"
    assert tactic_of(prompt, "sorry\n") is None
    assert tactic_of(prompt, "\n") is None


def test_llemma_also_stops_at_the_separator():
    assert LLEMMA.cut("ring---") == ("ring", True)
    assert PLAIN.cut("ring") == ("ring", False)


@given(st.text(alphabet="ab\n-", max_size=30))
def test_cut_ends_at_the_first_stop(text):
    cut, stopped = LLEMMA.cut(text)
    assert text.startswith(cut) and not any(stop in cut for stop in LLEMMA.stop)
    assert stopped == any(stop in text for stop in LLEMMA.stop)
    assert not stopped or any(text[len(cut) :].startswith(stop) for stop in LLEMMA.stop)


@pytest.mark.parametrize(("template", "stop"), [("no hole", ("\n",)), ("{state}{state}", ("\n",)), ("{state}", ("",))])
def test_a_malformed_format_is_refused(template, stop):
    with pytest.raises(ValueError):
        PromptFormat("x", template, stop)


def test_an_unknown_format_names_the_known():
    with pytest.raises(ValueError, match="llemma"):
        get_format("nope")
