"""An encoder-decoder as a policy, on a random T5 of bytes made here."""

from __future__ import annotations

import asyncio

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from transformers import ByT5Tokenizer, GenerationConfig, T5Config, T5ForConditionalGeneration  # noqa: E402

from prover.policy import load_policy  # noqa: E402
from prover.policy.hf import HfOptions, HfPolicy  # noqa: E402
from prover.policy.prompts import REPROVER, PromptFormat  # noqa: E402
from prover.policy.sampling import Sample, Seq2SeqSampler  # noqa: E402
from search.game import ProofState  # noqa: E402

TEXTS = ["n : ℕ\n⊢ n = n", "a b : ℤ\nh₀ : a + b = 7\n⊢ a * b ≤ b * a ∨ True", "⊢ p"]
STATES = [ProofState(text, (text,)) for text in TEXTS]
STEPS = 10


pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def tokenizer():
    return ByT5Tokenizer()


@pytest.fixture(scope="module")
def model(tokenizer):
    torch.manual_seed(3)
    config = T5Config(
        vocab_size=len(tokenizer), d_model=32, d_kv=8, d_ff=64, num_layers=2, num_decoder_layers=2, num_heads=4,
        feed_forward_proj="gated-gelu", tie_word_embeddings=False, initializer_factor=2.0, decoder_start_token_id=0,
        pad_token_id=0, eos_token_id=1,
    )  # fmt: skip
    model = T5ForConditionalGeneration(config).eval()
    with torch.no_grad():
        model.lm_head.weight *= 0.3 / model.lm_head.weight.std()
        model.lm_head.weight[1] *= 3  # so that answers end at different steps
    return model


def sampler(model, tokenizer, **more):
    return Seq2SeqSampler(model, tokenizer, "", None, **{"max_new_tokens": STEPS, "max_prompt_tokens": 2300, **more})


@torch.no_grad()
def plain_logprobs(model, tokenizer, text, tokens):
    """Each token's log-probability by one uncached pass."""
    ids = torch.tensor([tokenizer(text)["input_ids"]])
    table = model(input_ids=ids, decoder_input_ids=torch.tensor([[0, *tokens[:-1]]])).logits[0].log_softmax(-1)
    return [table[i, token].item() for i, token in enumerate(tokens)]


def test_samples_have_the_model_s_own_logprobs_whatever_their_company(model, tokenizer):
    drawer = sampler(model, tokenizer)
    together = drawer.sample(TEXTS, 5, [1, 2, 3], temperature=1.2)
    alone = [drawer.sample([text], 5, [seed], temperature=1.2)[0] for text, seed in zip(TEXTS, [1, 2, 3], strict=True)]
    assert [[s.tokens for s in row] for row in together] == [[s.tokens for s in row] for row in alone]
    lengths = set()
    for text, samples in zip(TEXTS, together, strict=True):
        for sample in samples:
            expected = plain_logprobs(model, tokenizer, text, sample.tokens)
            assert sample.logprobs == pytest.approx(expected, abs=1e-3)
            assert sample.logprob == pytest.approx(sum(expected), abs=2e-3)
            assert sample.finished == (sample.tokens[-1] == 1)
            lengths.add(len(sample.tokens))
    assert len(lengths) > 1, "the samples are to end at different steps for this test to mean something"


def test_beam_search_finds_what_transformers_finds(model, tokenizer):
    config = GenerationConfig(
        num_beams=6, num_return_sequences=6, max_new_tokens=STEPS, length_penalty=0.0, do_sample=False, early_stopping=False,
        eos_token_id=1, pad_token_id=0, decoder_start_token_id=0, return_dict_in_generate=True, output_scores=True,
    )  # fmt: skip
    ended = 0
    for text, found in zip(TEXTS, sampler(model, tokenizer).beam(TEXTS, 6), strict=True):
        ids = torch.tensor([tokenizer(text)["input_ids"]])
        out = model.generate(input_ids=ids, generation_config=config)
        rows = [row[1:].tolist() for row in out.sequences]
        theirs = [
            (tuple(row[: row.index(1) + 1]), pytest.approx(score, abs=2e-3))
            for row, score in zip(rows, out.sequences_scores.tolist(), strict=True)
            if 1 in row
        ]
        # theirs gives places to beams cut off at the length limit, too
        assert [(beam.tokens, beam.logprob) for beam in found if beam.finished][: len(theirs)] == theirs
        ended += len(theirs)
        for beam in found:
            assert beam.logprobs == pytest.approx(plain_logprobs(model, tokenizer, text, beam.tokens), abs=1e-3)
    assert ended


def test_a_long_state_loses_its_end(model, tokenizer):
    drawer = sampler(model, tokenizer, max_prompt_tokens=20)
    start = "abcdefghijklmnopqrs"  # 19 bytes and the end of text
    first, _ = drawer.read([start + "tuvwxyz" * 100])
    expected, _ = drawer.read([start])
    assert torch.allclose(first, expected)


def test_reprover_s_marks_are_no_part_of_a_tactic(model, tokenizer):
    one = HfPolicy(model, tokenizer, REPROVER, HfOptions(n=4, max_new_tokens=6))
    one.close()
    (proposal,) = one._proposals([Sample("rw [<a>foo</a>]", (1,), -1.0, True, (-1.0,))])
    assert proposal.tactic == "rw [foo]" and proposal.logprob == -1.0 and one.options.decoding == "beam"


def test_a_folder_is_loaded_as_what_it_is(model, tokenizer, tmp_path):
    model.save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    one = load_policy([f"hf:{tmp_path}?n=3&max_new_tokens=6&device=cpu&dtype=float32"])
    try:
        assert one.prompt is REPROVER and one.options.decoding == "beam" and one.options.max_state_tokens == 2300
        answers = asyncio.run(one.propose(STATES))
    finally:
        one.close()
    assert len(answers) == 3 and any(answers) and all(p.logprob < 0 for row in answers for p in row)


def test_stop_strings_work_with_an_encoder_decoder_too(model, tokenizer):
    prompt = PromptFormat("x", "{state}", stop=tuple("abcdefgh"))
    drawer = Seq2SeqSampler(model, tokenizer, "", prompt.cut, STEPS)
    for sample in drawer.sample(TEXTS, 8, [1, 2, 3])[0]:
        assert not set(sample.text) & set("abcdefgh")
