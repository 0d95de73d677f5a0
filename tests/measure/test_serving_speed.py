"""The benchmark of serving: what its limit counts, and that its server ends."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest.importorskip("torch")

from benchmarks.measure.serving_speed import bytes_read, end  # noqa: E402

STUBBORN = "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); print('ready', flush=True); time.sleep(600)"


@pytest.mark.parametrize("tied", [False, True])
def test_a_step_reads_an_embedding_only_where_the_output_layer_shares_it(tied):
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    config = LlamaConfig(
        vocab_size=100, hidden_size=8, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2,
        num_key_value_heads=2, tie_word_embeddings=tied,
    )  # fmt: skip
    model = LlamaForCausalLM(config).to(torch.bfloat16)
    attention, feed_forward, norms, output = 4 * 8 * 8, 3 * 8 * 16, 3 * 8, 100 * 8
    assert bytes_read(model) == 2 * (attention + feed_forward + norms + output)
    assert sum(p.numel() for p in model.parameters()) == attention + feed_forward + norms + output * (1 if tied else 2)


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_a_server_that_does_not_end_is_killed():
    with subprocess.Popen([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        end(process, patience=0.1)
        assert process.returncode == -9
        end(process)  # one that has ended is left in peace
