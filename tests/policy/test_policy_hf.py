"""A causal language model as a policy, on a random model of 40,000 weights made here; one test loads SmolLM2."""

from __future__ import annotations

import asyncio
import math
import threading
import time

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers  # noqa: E402
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast  # noqa: E402

from prover.policy import PolicyError, load_policy  # noqa: E402
from prover.policy.base import ModelProposal  # noqa: E402
from prover.policy.hf import HfOptions, HfPolicy  # noqa: E402
from prover.policy.prompts import LLEMMA, PLAIN, PromptFormat  # noqa: E402
from prover.policy.sampling import CausalSampler, Interrupted, Sample, _draw  # noqa: E402
from search.game import Policy, ProofState  # noqa: E402

TEXTS = ["n : ℕ\n⊢ n = n", "a b c d : ℤ\nh₀ : a + b = 7\nh₁ : c < d\n⊢ a * c ≤ b * d ∨ True", "⊢ p", "p q : Prop\n⊢ q"]
STATES = [ProofState(text, (text,)) for text in TEXTS]
SHORT = PromptFormat("short", "Say a tactic.\n{state}\nTactic:", stop=("e", "\n"))


@pytest.fixture(scope="module")
def tokenizer():
    raw = Tokenizer(models.BPE())
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=320, special_tokens=["<end>", "<begin>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
    )
    raw.train_from_iterator([LLEMMA.prefix, *TEXTS], trainer)
    return PreTrainedTokenizerFast(tokenizer_object=raw, eos_token="<end>", bos_token="<begin>")


@pytest.fixture(scope="module")
def model(tokenizer):
    torch.manual_seed(1)
    shape = dict(hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2)
    config = LlamaConfig(
        vocab_size=len(tokenizer), max_position_embeddings=1024, initializer_range=0.4,
        eos_token_id=tokenizer.eos_token_id, bos_token_id=tokenizer.bos_token_id, **shape,
    )  # fmt: skip
    return LlamaForCausalLM(config).eval()


def sampler(model, tokenizer, prompt=SHORT, **more) -> CausalSampler:
    return CausalSampler(model, tokenizer, prompt.prefix, prompt.cut, **{"max_new_tokens": 12, **more})


@torch.no_grad()
def plain_logprobs(model, prompt_ids, tokens) -> list[float]:
    """Each token's log-probability by one uncached pass over one sequence."""
    ids = torch.tensor([[*prompt_ids, *tokens]])
    table = model(ids).logits[0].log_softmax(-1)
    return [table[len(prompt_ids) + i - 1, token].item() for i, token in enumerate(tokens)]


LONG = PromptFormat("long", LLEMMA.template, stop=("e", "t", "\n"))
BARE = PromptFormat("bare", "{state}:::", stop=("e",))


@pytest.mark.parametrize("prompt", [SHORT, LONG, BARE], ids=lambda p: p.name)
@pytest.mark.parametrize("top_k", [0, 5])
def test_logprobs_are_those_of_a_plain_forward_pass(model, tokenizer, prompt, top_k):
    drawer = sampler(model, tokenizer, prompt)
    suffixes = [prompt.suffix(state) for state in STATES]
    out = drawer.sample(suffixes, 5, [1, 2, 3, 4], temperature=1.3, top_k=top_k)
    lengths = set()
    for suffix, samples in zip(suffixes, out, strict=True):
        assert len(samples) == 5
        ids = drawer.prefix_ids + tokenizer(suffix, add_special_tokens=False)["input_ids"]
        for sample in samples:
            expected = plain_logprobs(model, ids, sample.tokens)
            assert sample.logprob == pytest.approx(sum(expected), abs=2e-3)
            text, stopped = prompt.cut(tokenizer.decode(sample.tokens, skip_special_tokens=True))
            assert sample.text == text
            assert sample.finished == (stopped or sample.tokens[-1] == tokenizer.eos_token_id)
            assert sample.finished or len(sample.tokens) == 12
            lengths.add(len(sample.tokens))
    assert len(lengths) > 1, "the samples are to end at different steps for this test to mean something"


def test_a_state_s_samples_do_not_depend_on_its_company(model, tokenizer):
    drawer = sampler(model, tokenizer)
    suffixes = [SHORT.suffix(state) for state in STATES]
    together = drawer.sample(suffixes, 4, [7, 8, 9, 10])
    alone = [drawer.sample([suffix], 4, [seed])[0] for suffix, seed in zip(suffixes, [7, 8, 9, 10], strict=True)]
    assert [[s.tokens for s in row] for row in together] == [[s.tokens for s in row] for row in alone]


def test_seeds_decide(model, tokenizer):
    drawer, suffix = sampler(model, tokenizer), SHORT.suffix(STATES[0])
    first, same, other = (drawer.sample([suffix], 6, [seed])[0] for seed in (3, 3, 4))
    assert first == same
    assert [s.tokens for s in first] != [s.tokens for s in other]


def test_temperature_zero_takes_the_likeliest_token(model, tokenizer):
    drawer, suffix = sampler(model, tokenizer), SHORT.suffix(STATES[1])
    samples = drawer.sample([suffix], 3, [0], temperature=0)[0]
    assert len({s.tokens for s in samples}) == 1
    ids = drawer.prefix_ids + tokenizer(suffix, add_special_tokens=False)["input_ids"]
    with torch.no_grad():
        for token in samples[0].tokens:
            assert model(torch.tensor([ids])).logits[0, -1].argmax().item() == token
            ids.append(token)


def test_a_shared_prefix_changes_nothing(model, tokenizer):
    """The same text, once as prefix + suffix and once as suffix alone."""
    whole = PromptFormat("whole", "{state}", SHORT.stop)
    drawer, bare = sampler(model, tokenizer), sampler(model, tokenizer, whole)
    bare.prefix_ids = []
    for state in STATES:
        ids = drawer.prefix_ids + drawer._suffix_ids(SHORT.suffix(state))
        bare._suffix_ids = lambda _, ids=ids: ids
        ours, theirs = (d.sample([SHORT.suffix(state)], 4, [5])[0] for d in (drawer, bare))
        assert [s.tokens for s in ours] == [s.tokens for s in theirs]
        assert [s.logprob for s in ours] == pytest.approx([s.logprob for s in theirs], abs=1e-3)


def test_a_long_state_keeps_its_end_and_fits_the_model(model, tokenizer):
    drawer = sampler(model, tokenizer, max_suffix_tokens=40)
    suffix = SHORT.suffix(ProofState("k", ("h : " + "x + " * 3000 + "1 = 0\n⊢ p",)))
    kept = tokenizer.decode(drawer._suffix_ids(suffix))
    assert len(drawer._suffix_ids(suffix)) == 40 and kept.endswith("1 = 0\n⊢ p\nTactic:")
    huge = sampler(model, tokenizer, max_suffix_tokens=10**6)
    assert len(huge.prefix_ids) + huge.max_suffix_tokens + 12 == 1024
    assert len(huge.sample([suffix], 2, [0])[0]) == 2


def test_a_prompt_the_model_cannot_hold_is_an_error(model, tokenizer):
    with pytest.raises(ValueError, match="no room"):
        sampler(model, tokenizer, PromptFormat("long", "x y z " * 1000 + "{state}"))


def test_drawing_follows_the_distribution():
    torch.manual_seed(0)
    logits = torch.randn(1, 1, 50).expand(1, 20_000, 50)
    drawn, logprobs = _draw(logits, torch.rand(1, 20_000), 0.8, 0)
    expected = torch.softmax(logits[0, 0] / 0.8, -1)
    share = torch.bincount(drawn[0], minlength=50) / 20_000
    assert (share - expected).abs().max() < 0.015
    assert torch.allclose(logprobs[0], torch.log_softmax(logits[0, 0], -1)[drawn[0]], atol=1e-5)
    drawn, _ = _draw(logits, torch.rand(1, 20_000), 0.8, 4)
    assert set(drawn[0].tolist()) == set(logits[0, 0].topk(4).indices.tolist())


def test_drawing_at_the_edges_stays_in_the_vocabulary():
    logits = torch.full((1, 3, 10), -1e9)
    logits[..., 4] = 0.0
    for top_k in (0, 3, 99):
        drawn, logprobs = _draw(logits, torch.tensor([[0.0, 0.5, 1.0 - 2**-24]]), 1.0, top_k)
        assert drawn.tolist() == [[4, 4, 4]] and logprobs.abs().max() < 1e-6


# -------------------------------------------------------------------------------------------- policy


def policy(model, tokenizer, **options) -> HfPolicy:
    return HfPolicy(model, tokenizer, SHORT, HfOptions(**{"max_new_tokens": 12, "top_k": 0, **options}), "hf:tiny")


def test_proposals_are_ranked_clean_and_signed(model, tokenizer):
    one = policy(model, tokenizer, n=16)
    try:
        answers = asyncio.run(one.propose(STATES))
    finally:
        one.close()
    assert isinstance(one, Policy) and len(answers) == 4 and any(answers)
    for answer in answers:
        assert [p.logprob for p in answer] == sorted((p.logprob for p in answer), reverse=True)
        assert len({" ".join(p.tactic.split()) for p in answer}) == len(answer)
        for proposal in answer:
            assert proposal.logprob <= 0 and proposal.tokens > 0 and proposal.source == "hf:tiny"
            assert proposal.tactic == proposal.tactic.strip() != ""
    stats = one.stats
    assert stats.samples == 64 == stats.proposals + stats.unfinished + stats.refused + stats.repeated
    assert stats.proposals == sum(map(len, answers)) and one.describe()["options"]["n"] == 16


def test_equal_tactics_become_one(model, tokenizer):
    one = policy(model, tokenizer)
    drawn = [
        Sample(" omega", (1, 2), -2.0, True),
        Sample(" omega", (1, 2), -2.0, True),  # the same draw again says nothing new
        Sample("omega ", (3, 4, 5), -3.0, True),  # another spelling: probabilities add
        Sample("simp", (6,), -2.5, False),
        Sample("sorry", (7,), -0.1, True),
        Sample("", (8,), -0.2, True),
        Sample("ring", (9, 9), -1.5, True),
    ]
    answer = one._proposals(drawn)
    one.close()
    assert answer == [
        ModelProposal("ring", -1.5, "hf:tiny", tokens=2),
        ModelProposal("omega", pytest.approx(math.log(math.exp(-2.0) + math.exp(-3.0))), "hf:tiny", tokens=2),
    ]
    assert (one.stats.unfinished, one.stats.refused, one.stats.repeated) == (1, 2, 2)


def test_concurrent_searches_share_batches_and_get_what_they_would_get_alone(model, tokenizer):
    one = policy(model, tokenizer, batch=4)

    async def together():
        return await asyncio.gather(*(one.propose([state]) for state in STATES))

    shared = asyncio.run(together())
    assert one.stats.batches == 1
    alone = [asyncio.run(one.propose([state])) for state in STATES]
    one.close()
    assert one.stats.batches == 5
    assert [[p.tactic for p in a[0]] for a in shared] == [[p.tactic for p in a[0]] for a in alone]


def test_closing_ends_the_sampling_under_way(model, tokenizer):
    one = policy(model, tokenizer)
    entered = threading.Event()
    forward = one._sampler._forward

    def slow(*args):
        entered.set()
        time.sleep(0.05)
        return torch.zeros_like(forward(*args))  # nothing ever stops

    one._sampler._forward, one._sampler.max_new_tokens = slow, 500
    raised = []

    def ask():
        try:
            asyncio.run(one.propose(STATES[:1]))
        except RuntimeError as error:
            raised.append(error)

    caller = threading.Thread(target=ask)
    caller.start()
    assert entered.wait(10)
    start = time.perf_counter()
    one.close()
    caller.join(10)
    assert time.perf_counter() - start < 5
    assert isinstance(raised[0], Interrupted)


def test_a_batch_too_large_for_the_memory_is_halved(model, tokenizer, monkeypatch):
    one = policy(model, tokenizer)
    sizes, sample = [], one._sampler.sample

    def small(suffixes, *rest):
        sizes.append(len(suffixes))
        if len(suffixes) > 1:
            raise torch.OutOfMemoryError("too much")
        return sample(suffixes, *rest)

    monkeypatch.setattr(one._sampler, "sample", small)
    answers = asyncio.run(one.propose(STATES))
    one.close()
    assert len(answers) == 4 and sizes == [4, 2, 1, 1, 2, 1, 1]


# ------------------------------------------------------------------------------------------- loading


@pytest.fixture(scope="module")
def folder(model, tokenizer, tmp_path_factory):
    path = tmp_path_factory.mktemp("model")
    model.save_pretrained(path)
    tokenizer.save_pretrained(path)
    return path


@pytest.mark.parametrize("dtype", ["auto", "float32"])
def test_a_folder_is_loaded_with_the_options_of_its_spec(folder, dtype):
    one = load_policy([f"hf:{folder}?n=3&dtype={dtype}&max_new_tokens=4"], n=5, seed=2, device="cpu")
    try:
        assert (one.options.n, one.options.seed, one.prompt) == (3, 2, LLEMMA)
        assert len(asyncio.run(one.propose(STATES))) == 4
        assert one.stats.samples == 12
    finally:
        one.close()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?n=0", "n:"),
        ("?n=many", "n:"),
        ("?speed=9", "speed"),
        ("?format=nope", "llemma"),
        ("?oops", "name=value"),
        ("?device=tpu", "device"),
    ],
)
def test_a_wrong_option_is_named(folder, query, said):
    with pytest.raises(PolicyError, match=said):
        load_policy([f"hf:{folder}{query}"])


def test_a_folder_that_is_none(tmp_path):
    with pytest.raises(PolicyError, match="causal language model"):
        load_policy([f"hf:{tmp_path}"])
    with pytest.raises(PolicyError, match="folder on this machine nor"):
        load_policy([f"hf:{tmp_path}/absent/deeper"])


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has the device")
def test_a_device_that_is_not_here(folder):
    with pytest.raises(PolicyError, match="cuda"):
        load_policy([f"hf:{folder}?device=cuda"])


@pytest.mark.model
@pytest.mark.network
def test_smollm2_from_the_registry_proposes_lean_tactics():
    one = load_policy(["hf:smollm2?seed=0"])
    try:
        assert one.prompt is PLAIN
        answers = asyncio.run(one.propose([ProofState("s", ("m : ℕ\nh : m % 10 = 7\n⊢ m % 5 = 2",))]))
        assert "omega" in [proposal.tactic for proposal in answers[0]]
        prompt, state = PLAIN.prompt(STATES[1]), PLAIN.suffix(STATES[1])
        tokenizer = one._sampler.tokenizer
        parts = one._sampler.prefix_ids + tokenizer(state, add_special_tokens=False)["input_ids"]
        assert parts == tokenizer(prompt)["input_ids"], "cutting the prompt after the prefix changes no token"
    finally:
        one.close()
