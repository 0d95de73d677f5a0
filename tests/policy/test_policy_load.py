"""From what a person writes after ``--policy`` to a policy."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from prover.policy import Merged, PolicyError, load_policy
from search.game import Policy, ProofState


def test_a_policy_asked_for_twice_is_loaded_once():
    assert not isinstance(load_policy(["portfolio", "portfolio"]), Merged)


def test_several_are_merged():
    both = Merged([load_policy(["portfolio"]), load_policy(["portfolio"])])
    assert isinstance(both, Policy)
    (answer,) = asyncio.run(both.propose([ProofState("s", ("a b : ℕ\n⊢ a + b = b + a",))]))
    assert "omega" in [proposal.tactic for proposal in answer]


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("nonsense", "unknown policy"),
        ("hf:", "unknown policy"),
        ("", "unknown policy"),
    ],
)
def test_a_spec_that_means_nothing(spec, said):
    with pytest.raises(PolicyError, match=said):
        load_policy(["portfolio", spec])


def test_the_portfolio_needs_no_torch():
    code = (
        "import sys; from prover.policy import load_policy; load_policy(['portfolio'])\n"
        "print([name for name in ('torch', 'transformers', 'numpy') if name in sys.modules])"
    )
    environment = dict(os.environ, PYTHONPATH=str(Path(__file__).resolve().parents[2]))
    assert subprocess.check_output([sys.executable, "-c", code], env=environment, text=True).strip() == "[]"
