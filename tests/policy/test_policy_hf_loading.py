"""From a folder and the options of its spec to a policy; one test loads SmolLM2."""

from __future__ import annotations

import asyncio
import json
import shutil

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from prover.policy import PolicyError, load_policy  # noqa: E402
from prover.policy.hf import HfPolicy  # noqa: E402
from prover.policy.prompts import DEFAULT, LLEMMA, PLAIN  # noqa: E402
from search.game import ProofState  # noqa: E402

TEXTS = ["n : ℕ\n⊢ n = n", "a b c d : ℤ\nh₀ : a + b = 7\nh₁ : c < d\n⊢ a * c ≤ b * d ∨ True", "⊢ p", "p q : Prop\n⊢ q"]
STATES = [ProofState(text, (text,)) for text in TEXTS]


pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.mark.parametrize("dtype", ["auto", "float32"])
def test_a_folder_is_loaded_with_the_options_of_its_spec(folder, dtype):
    one = load_policy([f"hf:{folder}?n=3&dtype={dtype}&max_new_tokens=4"], n=5, seed=2, device="cpu")
    try:
        assert (one.options.n, one.options.seed, one.prompt) == (3, 2, LLEMMA)
        assert len(asyncio.run(one.propose(STATES))) == 4
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
        ("?decoding=guess", "decoding"),
        ("?template=no%20hole", "must contain {state}"),
        ("?template={state}&format=llemma", "choose one of format, template"),
        ("?stop=%0A", "stop goes with template"),
        ("?template_file=/absent/file", "there is no file /absent/file"),
    ],
)
def test_a_wrong_option_is_named(folder, query, said):
    with pytest.raises(PolicyError, match=said):
        load_policy([f"hf:{folder}{query}"])


def test_a_folder_that_is_none(tmp_path):
    with pytest.raises(PolicyError, match="language model"):
        load_policy([f"hf:{tmp_path}"])
    with pytest.raises(PolicyError, match="folder on this machine nor"):
        load_policy([f"hf:{tmp_path}/absent/deeper"])


def test_a_template_of_one_s_own(folder, tmp_path):
    (tmp_path / "t.txt").write_text("Goal: {state}\nTactic:\n", encoding="utf-8")
    for query in ("template=Goal:%20{state}%0ATactic:%0A&stop=%0A", f"template_file={tmp_path / 't.txt'}&stop=%0A"):
        one = load_policy([f"hf:{folder}?{query}&n=2&max_new_tokens=4&device=cpu"])
        one.close()
        assert one.prompt.prompt(STATES[2]) == "Goal: ⊢ p\nTactic:\n" and one.prompt.stop == ("\n",)


def test_the_model_s_folder_chooses_the_format(folder, tmp_path):
    def format_of(name, *files, **said):
        path = shutil.copytree(folder, tmp_path / name)
        [(path / file).touch() for file in files]
        config = json.loads((path / "config.json").read_text())
        (path / "config.json").write_text(json.dumps({**config, **said}))
        one = load_policy([f"hf:{path}?device=cpu&max_new_tokens=4"])
        one.close()
        return one.prompt.name

    assert format_of("some-model") == "llemma"
    assert format_of("BFS-Prover-V2-7B") == "bfs-prover"
    assert format_of("mine", "train.yaml") == "default"
    assert format_of("other", prover_format="plain") == "plain"
    with pytest.raises(PolicyError, match="there are: bfs-prover, default"):
        format_of("wrong", prover_format="nope")


def test_a_format_brings_its_own_lengths(model, tokenizer):
    one = HfPolicy(model, tokenizer, DEFAULT)
    one.close()
    assert (one.options.max_new_tokens, one.options.max_state_tokens, one.options.decoding) == (
        DEFAULT.max_new_tokens,
        512,
        "sample",
    )


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
