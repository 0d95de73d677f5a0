"""``prover moves`` on real Lean: what it refuses."""

from __future__ import annotations

from contextlib import asynccontextmanager

import pytest

from prover.cli import common
from prover.cli.common import LeanChoice
from prover.cli.moves import _listed
from prover.errors import ExpectedError

pytestmark = pytest.mark.lean


@pytest.fixture
def ask(monkeypatch, async_prover, loop_thread):
    @asynccontextmanager
    async def session(*_, **__):
        yield async_prover

    monkeypatch.setattr(common, "open_prover", session)
    return lambda text, name=None, after=(): loop_thread.run(
        _listed(text, name, list(after), None, False, None, LeanChoice.auto)
    )


@pytest.mark.parametrize(
    "text", ["", "  \n", "theorem t : 1 + = 2", "theorem t : undefined_thing", "theorem t (x : ℕ) : x", "Nat.add_comm", "(("]
)
def test_what_is_no_statement_is_refused(ask, text):
    with pytest.raises(ExpectedError):
        ask(text)


def test_a_name_that_the_text_does_not_have_and_a_tactic_that_leaves_no_goal(ask):
    with pytest.raises(ExpectedError):
        ask("theorem t : 1 + 1 = 2", name="u")
    with pytest.raises(ExpectedError, match="no goal"):
        ask("theorem t : 1 + 1 = 2", after=["rfl"])


def test_a_statement_is_listed(ask):
    _, steps, _ = ask("theorem t (x y : ℝ) (h : x + y = 3) (k : x - y = 1) : x = 2")
    assert steps and all(step.tactic and step.move for step in steps)
