"""A Hugging Face model as a writer of drafts and sketches."""

from __future__ import annotations

import asyncio
import shutil

import pytest

from prover.concurrency import close_model
from prover.informal.problem import InformalProblem
from prover.informal.writer import Draft, Writer
from prover.informal.writers import load_writer
from prover.policy.base import PolicyError

pytestmark = pytest.mark.usefixtures("one_thread")

PROBLEM = InformalProblem(name="t", formal_statement="theorem t (n : ℕ) : n = n := sorry", informal_stmt="It is itself.")


def sketches(spec, seed):
    async def ask():
        writer = load_writer(spec)
        try:
            assert isinstance(writer, Writer)
            return await writer.sketch(PROBLEM, "n : ℕ\n⊢ n = n", Draft("Clear."), 3, seed)
        finally:
            await close_model(writer)

    return asyncio.run(ask())


def test_it_writes_and_the_same_seed_writes_the_same(folder):
    spec = f"hf:{folder}?max_tokens=16"
    texts = sketches(spec, 1)
    assert 1 <= len(texts) <= 3 and len(set(texts)) == len(texts)
    assert sketches(spec, 1) == texts != sketches(spec, 2)


def test_a_model_with_a_chat_template_is_asked_in_it(folder, tmp_path, tokenizer):
    chatting = shutil.copytree(folder, tmp_path / "chat")
    template = "{% for m in messages %}[{{ m['role'] }}] {{ m['content'] }}\n{% endfor %}[assistant] "
    (chatting / "chat_template.jinja").write_text(template)
    writer = load_writer(f"hf:{chatting}?max_tokens=16")
    seen: list[str] = []
    sampler = writer._completer._sampler
    read = sampler.read
    sampler.read = lambda suffixes: (seen.extend(suffixes), read(suffixes))[1]
    try:
        asyncio.run(writer.formalize("Show that $1 = 1$.", 1, 0))
    finally:
        asyncio.run(close_model(writer))
    assert seen[0].startswith("[system] You translate") and seen[0].endswith("Show that $1 = 1$.\n[assistant] ")


def test_no_model_is_told(tmp_path):
    with pytest.raises(PolicyError, match="not a folder"):
        load_writer(f"hf:{tmp_path / 'none'}")
