"""A model of 40,000 random weights in a folder, and servers of it."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory):
    """Named ``tiny``; wants the prompt format ``plain``."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    from prover.policy.prompts import PLAIN

    raw = Tokenizer(models.BPE())
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=320, special_tokens=["<end>", "<begin>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
    )
    raw.train_from_iterator([PLAIN.prefix], trainer)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=raw, eos_token="<end>", bos_token="<begin>")
    torch.manual_seed(1)
    config = LlamaConfig(
        vocab_size=len(tokenizer), max_position_embeddings=1024, initializer_range=0.4, hidden_size=32,
        intermediate_size=64, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
        eos_token_id=tokenizer.eos_token_id, bos_token_id=tokenizer.bos_token_id, prover_format="plain",
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("models") / "tiny"
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


class Program:
    """``prover serve`` as a process of its own; ``said`` is all it wrote up to the line with the policy."""

    def __init__(self, *arguments: str, env: dict[str, str] | None = None) -> None:
        command = [sys.executable, "-c", "from prover.cli import app; app(prog_name='prover')", "serve", *arguments]
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT), **(env or {})}
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", env=environment
        )
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if "use it with" in line:
                break
        found = re.search(r"--policy '?(openai:(http://[^#]*)#[^'\s]*)", self.said)
        self.policy, self.url = found.groups() if found else ("", "")

    def end(self, number: int = signal.SIGKILL) -> tuple[int, str]:
        """Send the signal; the exit code and all that was said."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=60)
        return self.process.returncode, self.said + rest


@pytest.fixture
def serve():
    """``serve(*arguments) -> Program``, all killed at the end."""
    programs: list[Program] = []

    def start(*arguments, **more) -> Program:
        programs.append(Program(*map(str, arguments), **more))
        return programs[-1]

    yield start
    for program in programs:
        if program.process.poll() is None:
            program.end()
