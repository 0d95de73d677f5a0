"""The model that comes with the program, and the default policy."""

from __future__ import annotations

import asyncio
import json

import pytest
import yaml
from transformers import AutoModelForCausalLM, AutoTokenizer

from prover.policy import Merged, load_policy
from prover.policy.sources import SHIPPED
from search.game import ProofState, Proposal

STATE = ProofState("s", ("x : ℝ\nh₀ : x ^ 2 - 5 * x + 6 = 0\nh₁ : 2 < x\n⊢ x = 3",))


@pytest.fixture(scope="module")
def default():
    policy = load_policy([])
    yield policy
    policy.close()


def test_it_is_small_and_says_what_it_is():
    sizes = [file.stat().st_size for file in SHIPPED.rglob("*") if file.is_file()]
    assert max(sizes) <= 16e6 and sum(sizes) <= 64e6
    card = (SHIPPED / "README.md").read_text("utf-8")
    for said in ("Apache-2.0", "seed", "leandojo-random", "generated", "Next tactic", "exact @1"):
        assert said in card
    recipe = yaml.safe_load((SHIPPED / "train.yaml").read_text("utf-8"))
    figures = json.loads((SHIPPED / "metrics.json").read_text("utf-8"))
    assert {entry["path"] for entry in recipe["data"]} >= set(figures)


def test_transformers_loads_it():
    model = AutoModelForCausalLM.from_pretrained(SHIPPED)
    tokenizer = AutoTokenizer.from_pretrained(SHIPPED)
    assert model.get_input_embeddings().weight.shape[0] == len(tokenizer)
    assert tokenizer.decode(tokenizer("h₀ : ∀ x : ℝ, √x ≤ 1 ⊢ ∑ k ∈ s, k")["input_ids"], skip_special_tokens=True) == (
        "h₀ : ∀ x : ℝ, √x ≤ 1 ⊢ ∑ k ∈ s, k"
    )


def test_the_default_is_the_portfolio_and_the_model(default):
    assert isinstance(default, Merged) and default.name == "default"

    async def later() -> list[Proposal]:
        return [proposal async for proposals in default.afterwards(STATE) for proposal in proposals]

    (at_once,), beside = asyncio.run(default.propose([STATE])), asyncio.run(later())
    assert ({p.source for p in at_once}, {p.source for p in beside}) == ({"portfolio"}, {"hf:default"})
    for proposals in (at_once, beside):
        assert all(proposal.logprob <= 0 for proposal in proposals)
        assert len({proposal.tactic for proposal in proposals}) == len(proposals)


def test_the_model_alone_proposes_the_same_again():
    answers = []
    for _ in range(2):
        policy = load_policy(["hf:default"])
        answers.append(asyncio.run(policy.propose([STATE])))
        policy.close()
    assert answers[0] == answers[1] and len(answers[0][0]) > 1
