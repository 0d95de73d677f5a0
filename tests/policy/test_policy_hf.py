"""A causal language model as a policy, on a random model of 40,000 weights (conftest.py)."""

from __future__ import annotations

import asyncio
import copy
import math
import threading
import time

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from transformers import (  # noqa: E402
    BloomConfig,
    BloomForCausalLM,
    GenerationConfig,
)

from prover.policy.decoding import draw  # noqa: E402
from prover.policy.hf import HfOptions, HfPolicy  # noqa: E402
from prover.policy.prompts import DEFAULT, LLEMMA, PromptFormat  # noqa: E402
from prover.policy.readers import TreeReader  # noqa: E402
from prover.policy.sampling import CausalSampler, Interrupted, Sample  # noqa: E402
from prover.policy.views import VIEWS  # noqa: E402
from search.game import Policy, ProofState, Proposal  # noqa: E402

TEXTS = ["n : ℕ\n⊢ n = n", "a b c d : ℤ\nh₀ : a + b = 7\nh₁ : c < d\n⊢ a * c ≤ b * d ∨ True", "⊢ p", "p q : Prop\n⊢ q"]
STATES = [ProofState(text, (text,)) for text in TEXTS]
SHORT = PromptFormat("short", "Say a tactic.\n{state}\nTactic:", stop=("e", "\n"))


pytestmark = pytest.mark.usefixtures("one_thread")


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
            assert sample.logprobs == pytest.approx(expected, abs=1e-3)
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
    drawer = sampler(model, tokenizer, max_prompt_tokens=40)
    suffix = SHORT.suffix(ProofState("k", ("h : " + "x + " * 3000 + "1 = 0\n⊢ p",)))
    kept = tokenizer.decode(drawer._suffix_ids(suffix))
    assert len(drawer._suffix_ids(suffix)) == 40 and kept.endswith("1 = 0\n⊢ p\nTactic:")
    huge = sampler(model, tokenizer, max_prompt_tokens=10**6)
    assert len(huge.prefix_ids) + huge.max_prompt_tokens + 12 == 1024
    assert len(huge.sample([suffix], 2, [0])[0]) == 2


def test_a_prompt_the_model_cannot_hold_is_an_error(model, tokenizer):
    with pytest.raises(ValueError, match="no room"):
        sampler(model, tokenizer, PromptFormat("long", "x y z " * 1000 + "{state}"))


def test_drawing_follows_the_distribution():
    torch.manual_seed(0)
    logits = torch.randn(1, 1, 50).expand(1, 20_000, 50)
    drawn, logprobs = draw(logits, torch.rand(1, 20_000), 0.8, 0)
    expected = torch.softmax(logits[0, 0] / 0.8, -1)
    share = torch.bincount(drawn[0], minlength=50) / 20_000
    assert (share - expected).abs().max() < 0.015
    assert torch.allclose(logprobs[0], torch.log_softmax(logits[0, 0], -1)[drawn[0]], atol=1e-5)
    drawn, _ = draw(logits, torch.rand(1, 20_000), 0.8, 4)
    assert set(drawn[0].tolist()) == set(logits[0, 0].topk(4).indices.tolist())


def test_drawing_at_the_edges_stays_in_the_vocabulary():
    logits = torch.full((1, 3, 10), -1e9)
    logits[..., 4] = 0.0
    for top_k in (0, 3, 99):
        drawn, logprobs = draw(logits, torch.tensor([[0.0, 0.5, 1.0 - 2**-24]]), 1.0, top_k)
        assert drawn.tolist() == [[4, 4, 4]] and logprobs.abs().max() < 1e-6


# ------------------------------------------------------------------------------ beams, rows, whole tokens


def generated(model, ids, n, steps, eos):
    """transformers' own beam search: (tokens, summed log-probability), best first."""
    config = GenerationConfig(
        num_beams=n, num_return_sequences=n, max_new_tokens=steps, length_penalty=0.0, do_sample=False, early_stopping=False,
        eos_token_id=eos, pad_token_id=eos, return_dict_in_generate=True, output_scores=True,
    )  # fmt: skip
    ids = torch.tensor([ids])
    out = model.generate(input_ids=ids, attention_mask=torch.ones_like(ids), generation_config=config)
    rows = [row[ids.shape[1] :].tolist() for row in out.sequences]
    return [tuple(row[: row.index(eos) + 1] if eos in row else row) for row in rows], out.sequences_scores.tolist()


@pytest.fixture(scope="module")
def eager(model, tokenizer):
    """The model with an end of text as likely as other tokens are."""
    short = copy.deepcopy(model)
    with torch.no_grad():
        short.lm_head.weight[tokenizer.eos_token_id] *= 2.5
    return short


@pytest.mark.parametrize("trees", [True, False])
def test_beam_search_finds_what_transformers_finds(eager, tokenizer, trees):
    drawer = sampler(eager, tokenizer, PromptFormat("ours", "{state}\n\nNext tactic:\n", ()))
    drawer.cut, drawer.trees = None, trees
    suffixes = [text + "\n\nNext tactic:\n" for text in TEXTS]
    for suffix, found in zip(suffixes, drawer.beam(suffixes, 5), strict=True):
        ids = drawer.prefix_ids + tokenizer(suffix, add_special_tokens=False)["input_ids"]
        tokens, scores = generated(eager, ids, 5, 12, tokenizer.eos_token_id)
        ended = [(row, s) for row, s in zip(tokens, scores, strict=True) if row[-1] == tokenizer.eos_token_id]
        ours = [beam for beam in found if beam.finished][: len(ended)]  # theirs gives places to beams cut off, too
        assert [beam.tokens for beam in ours] == [row for row, _ in ended]
        assert [beam.logprob for beam in ours] == pytest.approx([score for _, score in ended], abs=2e-3)
        assert any(beam.finished for beam in found)
        for beam in found:
            assert beam.logprobs == pytest.approx(plain_logprobs(eager, ids, beam.tokens), abs=1e-3)


def test_beams_end_at_stop_strings(model, tokenizer):
    drawer = sampler(model, tokenizer)
    for found in drawer.beam([SHORT.suffix(state) for state in STATES], 4):
        assert len({beam.tokens for beam in found}) == 4
        for beam in found:
            text = tokenizer.decode(beam.tokens, skip_special_tokens=True)
            assert beam.finished == (SHORT.cut(text)[1] or beam.tokens[-1] == tokenizer.eos_token_id)
            assert not SHORT.cut(tokenizer.decode(beam.tokens[:-1], skip_special_tokens=True))[1]


def test_rows_and_trees_give_the_same(model, tokenizer):
    trees, rows = sampler(model, tokenizer), sampler(model, tokenizer)
    assert trees.trees
    rows.trees = False
    suffixes = [SHORT.suffix(state) for state in STATES]
    ours, theirs = (drawer.sample(suffixes, 4, [1, 2, 3, 4]) for drawer in (trees, rows))
    assert [[s.tokens for s in row] for row in ours] == [[s.tokens for s in row] for row in theirs]


def test_a_model_whose_memory_is_no_mask_is_read_in_rows(tokenizer):
    """A recurrent state and ALiBi know nothing of a mask over query and key."""
    torch.manual_seed(0)
    bloom = BloomForCausalLM(BloomConfig(vocab_size=len(tokenizer), hidden_size=32, n_layer=2, n_head=2)).eval()
    drawer = sampler(bloom, tokenizer)
    assert not drawer.trees
    suffixes = [SHORT.suffix(state) for state in STATES]
    for suffix, samples in zip(suffixes, drawer.sample(suffixes, 3, [1, 2, 3, 4]), strict=True):
        ids = drawer.prefix_ids + tokenizer(suffix, add_special_tokens=False)["input_ids"]
        for sample in samples:
            assert sample.logprob == pytest.approx(sum(plain_logprobs(bloom, ids, sample.tokens)), abs=2e-3)


def test_our_own_format_reads_what_the_trainer_wrote(model, tokenizer):
    """Start, the state's last tokens, the whole instruction; nothing else."""
    drawer = sampler(model, tokenizer, DEFAULT, max_prompt_tokens=40)
    prompt = VIEWS["tactic"].prompt("h : " + "x + " * 300 + "1 = 0\n⊢ p")
    read = drawer.prefix_ids + drawer._suffix_ids(DEFAULT.suffix(ProofState("k", (prompt.removesuffix(VIEWS["tactic"].tail),))))
    assert read == [tokenizer.bos_token_id, *tokenizer(prompt, add_special_tokens=False)["input_ids"][-40:]]
    assert tokenizer.decode(read).endswith("1 = 0\n⊢ p\n\nNext tactic:\n")


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
            assert proposal.logprob <= 0 and proposal.source == "hf:tiny"
            assert proposal.tactic == proposal.tactic.strip() != ""
    assert sum(map(len, answers)) <= 64 <= one.tokens and one.seconds > 0


@pytest.mark.parametrize(("score", "tokens"), [("sum", 1), ("mean", 2)])
def test_equal_tactics_become_one(model, tokenizer, score, tokens):
    one = policy(model, tokenizer, score=score, weight=0.5)
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
        Proposal("ring", -0.75 / tokens, "hf:tiny"),
        Proposal("omega", pytest.approx(math.log(math.exp(-2.0) + math.exp(-3.0)) / 2 / tokens), "hf:tiny"),
    ]


def test_concurrent_searches_share_batches_and_get_what_they_would_get_alone(model, tokenizer):
    one, batches = policy(model, tokenizer, batch=4), []
    sample = one._sample
    one._sample = lambda asked: batches.append(len(asked)) or sample(asked)

    async def together():
        return await asyncio.gather(*(one.propose([state]) for state in STATES))

    shared = asyncio.run(together())
    assert batches == [4]
    alone = [asyncio.run(one.propose([state])) for state in STATES]
    one.close()
    assert batches == [4, 1, 1, 1, 1]
    assert [[p.tactic for p in a[0]] for a in shared] == [[p.tactic for p in a[0]] for a in alone]


def test_closing_ends_the_sampling_under_way(model, tokenizer, monkeypatch):
    one = policy(model, tokenizer)
    entered = threading.Event()
    forward = TreeReader.forward

    def slow(*args):
        entered.set()
        time.sleep(0.05)
        return torch.zeros_like(forward(*args))  # nothing ever stops

    monkeypatch.setattr(TreeReader, "forward", slow)
    one._sampler.max_new_tokens = 500
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
    sizes, read = [], one._sampler.read

    def small(suffixes):
        sizes.append(len(suffixes))
        if len(suffixes) > 1:
            raise torch.OutOfMemoryError("too much")
        return read(suffixes)

    monkeypatch.setattr(one._sampler, "read", small)
    answers = asyncio.run(one.propose(STATES))
    assert len(answers) == 4 and sizes == [4, 2, 1, 1, 2, 1, 1]

    def none(suffixes):
        raise torch.OutOfMemoryError("too much")

    monkeypatch.setattr(one._sampler, "read", none)
    with pytest.raises(torch.OutOfMemoryError):
        asyncio.run(one.propose(STATES))
    one.close()
