"""The policy that proposes tactics with retrieved premises."""

from __future__ import annotations

import asyncio
import math
from dataclasses import replace
from pathlib import Path

import pytest

from prover.lean.launch import LeanCommand
from prover.lean.messages import LibraryOpened
from prover.policy import Merged, PolicyError, load_policy
from prover.policy.base import preceding
from prover.policy.portfolio import Portfolio
from prover.policy.premises import PremisePolicy, tactics
from prover.policy.retrieval import MOST_BYTES, WithPremises, augmented
from prover.premises.model import shipped
from prover.premises.premise import Premise
from prover.premises.premise_index import PremiseIndex
from prover.premises.retriever import Found
from search.game import ProofState

COMM = Premise("Nat.gcd_comm", "theorem Nat.gcd_comm (m n : ℕ) : m.gcd n = n.gcd m", "Init.Data.Nat.Gcd")
DVD = Premise("Nat.gcd_dvd_left", "theorem Nat.gcd_dvd_left (m n : ℕ) : m.gcd n ∣ m", "Init.Data.Nat.Gcd")

LEAN = LeanCommand((), {}, Path("my_project"), "embedded", (), True)


def test_better_premises_come_first_and_all_is_a_probability():
    made = tactics([Found(COMM, 0, 3.0), Found(DVD, 1, 1.0)])
    order = [tactic for tactic, _ in made]
    assert order.index("apply Nat.gcd_comm") < order.index("apply Nat.gcd_dvd_left")
    assert {"rw [← Nat.gcd_comm]", "simp [Nat.gcd_comm, Nat.gcd_dvd_left]"} <= set(order)
    assert sum(math.exp(logprob) for _, logprob in made) == pytest.approx(math.exp(-2.5))
    assert tactics([]) == []
    sooner = tactics([Found(COMM, 0, 3.0)], at=-0.5)
    assert sum(math.exp(logprob) for _, logprob in sooner) == pytest.approx(math.exp(-0.5))


def test_proposals_are_for_the_first_goal():
    policy = PremisePolicy(PremiseIndex.build([COMM, DVD], shipped().embedding), 1)
    states = [ProofState("a", ("m n : ℕ\n⊢ m.gcd n = n.gcd m", "⊢ False")), ProofState("b", ())]
    first, second = asyncio.run(policy.propose(states))
    assert "rw [Nat.gcd_comm]" in [proposal.tactic for proposal in first] and second == []
    assert {proposal.source for proposal in first} == {"premises"}


@pytest.mark.parametrize(
    "spec", ["premises?m=3", "premises?n=0", "premises?n=x", "premises?n", "premises?at=1", "premises?at=x", "premises?at=nan"]
)
def test_what_is_no_option_is_refused(spec):
    with pytest.raises(PolicyError, match="premises"):
        load_policy([spec])


@pytest.fixture
def unindexed(monkeypatch):
    """A Lean whose theorems are in no index."""
    monkeypatch.setattr("prover.lean.launch.embedded_command", lambda: LEAN)
    monkeypatch.setattr("prover.premises.environment.cached_index", lambda command, model: None)


@pytest.mark.usefixtures("unindexed")
def test_without_an_index_it_says_what_to_run():
    with pytest.raises(PolicyError, match="embedded .*: run 'prover premises \"1 = 1\"' once"):
        load_policy(["premises"])
    with pytest.raises(PolicyError, match="run 'prover premises \"1 = 1\" --project my_project' once"):
        load_policy(["premises"], lean=replace(LEAN, backend="native"))


def opened(name, before, namesakes=()):
    return LibraryOpened(key="k", state=0, goals=["⊢ p"], name=name, module="M", before=before, namesakes=list(namesakes))


def test_what_is_barred_in_a_library_theorem_is_not_proposed():
    primed = Premise("Nat.gcd_comm'", COMM.statement.replace("comm", "comm'"), "Init.Data.Nat.Basic")
    lcm = Premise("Nat.lcm_comm", "theorem Nat.lcm_comm (m n : ℕ) : m.lcm n = n.lcm m", "Init.Data.Nat.Lcm")
    index = PremiseIndex.build([COMM, primed, DVD, lcm], shipped().embedding)
    state = ProofState("a", ("m n : ℕ\n⊢ m.gcd n = n.gcd m",))

    def named(policy):
        (proposals,) = asyncio.run(policy.propose([state]))
        return {premise.name for premise in index.premises if any(f"apply {premise.name}" == p.tactic for p in proposals)}

    def left(*about):
        policy = preceding(Merged([PremisePolicy(index), Portfolio()]), opened(*about))
        return named(policy)

    both = ["Init.Data.Nat.Basic", "Init.Data.Nat.Gcd"]
    assert named(PremisePolicy(index)) == {"Nat.gcd_comm", "Nat.gcd_comm'", "Nat.gcd_dvd_left", "Nat.lcm_comm"}
    assert left("Nat.gcd_comm", both) == {"Nat.gcd_dvd_left"}, "nor what differs in primes only"
    assert left("X.y", both, ["Nat.gcd_dvd_left"]) == {"Nat.gcd_comm", "Nat.gcd_comm'"}
    assert left("X.y", ["Init.Data.Nat.Basic", "Init.Other"]) == {"Nat.gcd_comm'"}
    assert left("X.y", []) == set()


# ------------------------------------------------------------------------------------------------ premises in prompts


class Model:
    """Remembers what it is shown."""

    name, draws = "model", True

    def __init__(self):
        self.shown = []

    async def propose(self, states):
        self.shown += states
        return [[] for _ in states]


def test_a_model_sees_premises_in_front_of_the_main_goal():
    model = Model()
    policy = WithPremises(model, PremiseIndex.build([COMM, DVD], shipped().embedding), 1)
    goal = "m n : ℕ\n⊢ m.gcd n = n.gcd m"
    state = ProofState("a", (goal, "⊢ False"))
    assert asyncio.run(policy.propose([state, ProofState("b", ())])) == [[], []]
    first, empty = model.shown
    assert (
        first.goals == (f"theorem <a>Nat.gcd_comm</a> (m n : ℕ) : m.gcd n = n.gcd m\n\n{goal}", "⊢ False") and empty.goals == ()
    )
    assert policy.draws and policy.name == "model"


def test_a_model_sees_nothing_that_is_barred():
    model = Model()
    policy = WithPremises(model, PremiseIndex.build([COMM, DVD], shipped().embedding), 8)
    barred = preceding(Merged([policy, Portfolio()]), opened("Nat.gcd_comm", ["Init.Data.Nat.Gcd"]))
    asyncio.run(barred.propose([ProofState("a", ("m n : ℕ\n⊢ m.gcd n = n.gcd m",))]))
    assert "gcd_dvd_left" in model.shown[0].text and "gcd_comm" not in model.shown[0].text


def test_the_best_premise_stands_next_to_the_goal_and_long_ones_are_left_out():
    long = Premise("X.long", "theorem X.long : " + "é" * MOST_BYTES)
    text = augmented("⊢ p", [COMM, long, DVD])
    assert text.index("gcd_dvd_left") < text.index("gcd_comm") < text.index("⊢ p") and "X.long" not in text
    assert len(text.encode()) <= MOST_BYTES


@pytest.mark.usefixtures("unindexed")
def test_a_model_asked_to_see_premises_needs_the_index():
    with pytest.raises(PolicyError, match="prover premises"):
        load_policy(["hf:default?premises=4"])
    with pytest.raises(PolicyError, match="premises"):
        load_policy(["hf:default?premises=-1"])
