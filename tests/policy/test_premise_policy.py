"""The policy that proposes tactics with retrieved premises."""

from __future__ import annotations

import asyncio
import math

import pytest

from prover.policy import PolicyError, load_policy
from prover.policy.premises import PremisePolicy, tactics
from prover.premises.model import shipped
from prover.premises.premise import Premise
from prover.premises.premise_index import PremiseIndex
from prover.premises.retriever import Found
from search.game import ProofState

COMM = Premise("Nat.gcd_comm", "theorem Nat.gcd_comm (m n : ℕ) : m.gcd n = n.gcd m", "Init.Data.Nat.Gcd")
DVD = Premise("Nat.gcd_dvd_left", "theorem Nat.gcd_dvd_left (m n : ℕ) : m.gcd n ∣ m", "Init.Data.Nat.Gcd")


def test_better_premises_come_first_and_all_is_a_probability():
    made = tactics([Found(COMM, 0, 3.0), Found(DVD, 1, 1.0)])
    order = [tactic for tactic, _ in made]
    assert order.index("apply Nat.gcd_comm") < order.index("apply Nat.gcd_dvd_left")
    assert {"rw [← Nat.gcd_comm]", "simp [Nat.gcd_comm, Nat.gcd_dvd_left]"} <= set(order)
    assert sum(math.exp(logprob) for _, logprob in made) == pytest.approx(math.exp(-2.5))
    assert tactics([]) == []


def test_proposals_are_for_the_first_goal():
    policy = PremisePolicy(PremiseIndex.build([COMM, DVD], shipped().embedding), 1)
    states = [ProofState("a", ("m n : ℕ\n⊢ m.gcd n = n.gcd m", "⊢ False")), ProofState("b", ())]
    first, second = asyncio.run(policy.propose(states))
    assert "rw [Nat.gcd_comm]" in [proposal.tactic for proposal in first] and second == []
    assert {proposal.source for proposal in first} == {"premises"}


@pytest.mark.parametrize("spec", ["premises?m=3", "premises?n=0", "premises?n=x", "premises?n"])
def test_what_is_no_option_is_refused(spec):
    with pytest.raises(PolicyError, match="premises"):
        load_policy([spec])


def test_without_an_index_it_says_what_to_run(monkeypatch):
    monkeypatch.setattr("prover.lean.launch.embedded_command", lambda: None)
    monkeypatch.setattr("prover.premises.environment.cached_index", lambda command, model: None)
    with pytest.raises(PolicyError, match="prover premises"):
        load_policy(["premises"])
