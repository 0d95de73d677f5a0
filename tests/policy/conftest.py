"""A random model of 40,000 weights and its tokenizer, for the tests of what runs models; a model server and its policies."""

from __future__ import annotations

import asyncio

import pytest
from model_server import Server

from prover.policy import address, load_policy, transport
from prover.policy.openai import OpenAiPolicy
from prover.policy.prompts import LLEMMA

TEXTS = ["n : ℕ\n⊢ n = n", "a b c d : ℤ\nh₀ : a + b = 7\nh₁ : c < d\n⊢ a * c ≤ b * d ∨ True", "⊢ p", "p q : Prop\n⊢ q"]


@pytest.fixture(scope="module")
def one_thread():
    """Threads that wait for each other on a busy machine make tiny models slow."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def tokenizer():
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    raw = Tokenizer(models.BPE())
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=320, special_tokens=["<end>", "<begin>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
    )
    raw.train_from_iterator([LLEMMA.prefix, *TEXTS], trainer)
    return PreTrainedTokenizerFast(tokenizer_object=raw, eos_token="<end>", bos_token="<begin>")


@pytest.fixture(scope="session")
def model(tokenizer):
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(1)
    shape = dict(hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2)
    config = LlamaConfig(
        vocab_size=len(tokenizer), max_position_embeddings=1024, initializer_range=0.4,
        eos_token_id=tokenizer.eos_token_id, bos_token_id=tokenizer.bos_token_id, **shape,
    )  # fmt: skip
    return LlamaForCausalLM(config).eval()


@pytest.fixture(scope="session")
def folder(model, tokenizer, tmp_path_factory):
    path = tmp_path_factory.mktemp("model")
    model.save_pretrained(path)
    tokenizer.save_pretrained(path)
    return path


@pytest.fixture
def server():
    made = Server()
    yield made
    made.close()


@pytest.fixture
def load(monkeypatch, server):
    """Loads policies of the server, closes them, and lets retries not wait; ``load.waits`` are the waits."""
    waits: list[float] = []
    policies: list[OpenAiPolicy] = []
    real = asyncio.sleep

    async def sleep(seconds, *rest):
        waits.append(seconds)
        await real(0)

    for variable in address.KEY_VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(transport.asyncio, "sleep", sleep)

    def load(query="", model="#m", path=""):
        policies.append(load_policy([f"openai:{server.url}{path}{model}{query}"]))
        return policies[-1]

    load.waits = waits
    yield load
    for policy in policies:
        policy.close()
