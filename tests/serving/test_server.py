"""``prover serve`` with a tiny model: what clients may ask and get, and the program's life."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytest.importorskip("torch")
import httpx2  # noqa: E402

from prover.cli.serve import serve as serve_command  # noqa: E402
from prover.policy import PolicyError, load_policy  # noqa: E402
from prover.serving import server as serving  # noqa: E402
from prover.serving import vllm  # noqa: E402
from prover.serving.errors import ApiError, ServingError  # noqa: E402
from prover.serving.protocol import MOST_DRAWN, MOST_SAMPLES, MOST_TOKENS, CompletionRequest  # noqa: E402
from search.game import ProofState  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tiny(tiny_folder, loop_thread):
    """The address of a server in this process."""
    loaded = serving.load(str(tiny_folder), "tiny", dtype="float32", max_queue=64)
    taken = serving.bind("127.0.0.1", 0)

    async def start():
        ready = asyncio.Event()
        task = asyncio.ensure_future(loaded.run(taken, ready.set))
        await ready.wait()
        return task

    task = loop_thread.run(start())
    yield serving.address_of(taken, "127.0.0.1")

    async def stop():
        loaded.uvicorn.should_exit = True
        await task

    loop_thread.run(stop())


def post(url, **body):
    return httpx2.post(url + "/v1/completions", json=body, timeout=60, trust_env=False)


def test_completions_in_the_protocol_s_shape(tiny):
    answer = post(tiny, model="tiny", prompt=["a b", "c"], n=3, max_tokens=5, seed=1, logprobs=1).json()
    assert answer["object"] == "text_completion" and answer["model"] == "tiny"
    assert [choice["index"] for choice in answer["choices"]] == list(range(6))
    for choice in answer["choices"]:
        given = choice["logprobs"]
        assert len(given["tokens"]) == len(given["token_logprobs"]) == len(given["text_offset"]) <= 5
        assert all(value <= 0 for value in given["token_logprobs"])
    drawn = sum(len(choice["logprobs"]["tokens"]) for choice in answer["choices"])
    usage = answer["usage"]
    assert usage["completion_tokens"] == drawn and usage["total_tokens"] == drawn + usage["prompt_tokens"]
    assert post(tiny, prompt="a").json()["choices"][0]["logprobs"] is None


def test_a_seed_repeats_and_company_changes_nothing(tiny):
    def texts(**more):
        return [c["text"] for c in post(tiny, max_tokens=8, n=4, **more).json()["choices"]]

    alone = texts(prompt="x y z", seed=5)
    assert texts(prompt="x y z", seed=5) == alone != texts(prompt="x y z", seed=6)
    assert texts(prompt=["x y z", "a much longer prompt than the other one"], seed=5)[:4] == alone
    with ThreadPoolExecutor(8) as pool:
        several = [pool.submit(texts, prompt="x y z", seed=5) for _ in range(8)]
        assert all(one.result() == alone for one in several)


def test_the_log_probabilities_are_the_model_s(tiny, tiny_folder):
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(tiny_folder)
    model = AutoModelForCausalLM.from_pretrained(tiny_folder, dtype=torch.float32)
    choice = post(tiny, prompt="p ∧ q", max_tokens=1, temperature=0, logprobs=1).json()["choices"][0]
    ids = torch.tensor([[tokenizer.bos_token_id, *tokenizer("p ∧ q", add_special_tokens=False)["input_ids"]]])
    with torch.no_grad():
        best = model(ids).logits[0, -1].log_softmax(-1).max().item()
    assert choice["logprobs"]["token_logprobs"][0] == pytest.approx(best, abs=1e-4)


def test_stops_and_limits(tiny):
    free = post(tiny, prompt="q", max_tokens=30, seed=3, temperature=1).json()["choices"][0]
    text = free["text"]
    assert len(text) > 3
    stop = text[2]
    cut = post(tiny, prompt="q", max_tokens=30, seed=3, temperature=1, stop=[stop, "@@@"]).json()["choices"][0]
    assert (cut["text"], cut["finish_reason"]) == (text[: text.index(stop)], "stop")
    assert post(tiny, prompt="q", max_tokens=1, temperature=0).json()["usage"]["completion_tokens"] == 1


@pytest.mark.parametrize(
    ("body", "status", "param", "said"),
    [
        ({}, 400, "prompt", "Field required"),
        ({"prompt": ""}, 400, "prompt", "empty"),
        ({"prompt": []}, 400, "prompt", "from 1 to"),
        ({"prompt": [1, 2]}, 400, "prompt", "token ids are not"),
        ({"prompt": "a", "n": 0}, 400, "n", "greater than or equal to 1"),
        ({"prompt": "a", "max_tokens": 0}, 400, "max_tokens", "greater"),
        ({"prompt": "a", "temperature": -1}, 400, "temperature", "greater"),
        ({"prompt": "a", "stream": True}, 400, "stream", "not supported"),
        ({"prompt": "a", "echo": True}, 400, "echo", "not supported"),
        ({"prompt": "a", "top_p": 0.5}, 400, "top_p", "not supported"),
        ({"prompt": "a", "best_of": 3}, 400, "best_of", "not supported"),
        ({"prompt": "a", "stop": ["a", ""]}, 400, "stop", "none of them empty"),
        ({"prompt": "a", "logprobs": 5}, 400, "logprobs", "less than or equal to 1"),
        ({"prompt": "a", "wat": 1}, 400, "wat", "not permitted"),
        ({"prompt": "a", "model": "other"}, 404, "model", "does not exist; there is: tiny"),
        ({"prompt": "a " * 2000}, 400, "prompt", "maximum context length is 1024"),
        ({"prompt": "a", "max_tokens": 1024}, 400, "prompt", "maximum context length is 1024"),
        ({"prompt": "a", "max_tokens": 1025}, 400, "max_tokens", "max_tokens is 1025: at most 1024"),
        ({"prompt": ["a"] * 3, "n": 1024}, 400, "n", "n × prompts is 3072: at most 2048"),
        ({"prompt": ["a"] * 2, "n": 1024, "max_tokens": 513}, 400, "n", "tokens is 1050624: at most 1048576"),
        ({"prompt": ["a"] * 65}, None, None, None),
    ],
)
def test_what_is_refused_is_refused_in_openai_s_words(tiny, body, status, param, said):
    response = post(tiny, **body)
    if status is None:
        assert response.status_code == 200  # more prompts than may wait, but nobody else waits
        return
    error = response.json()["error"]
    assert (response.status_code, error["type"], error["param"]) == (status, "invalid_request_error", param)
    assert said in error["message"]


def test_a_model_that_states_no_context_has_a_limit_all_the_same():
    CompletionRequest(prompt="a", max_tokens=MOST_TOKENS).refuse_too_much(None)
    with pytest.raises(ApiError, match=f"at most {MOST_TOKENS} for this model") as caught:
        CompletionRequest(prompt="a", max_tokens=MOST_TOKENS + 1).refuse_too_much(None)
    assert (caught.value.status, caught.value.param) == (400, "max_tokens")


def test_the_help_states_the_limits():
    said = " ".join((serve_command.__doc__ or "").split())
    assert f"{MOST_SAMPLES} completions" in said and f"{MOST_DRAWN:,} tokens" in said


def test_not_json_and_wrong_addresses(tiny):
    response = httpx2.post(
        tiny + "/v1/completions", content="{nojson", headers={"content-type": "application/json"}, trust_env=False
    )
    assert response.status_code == 400 and "not JSON" in response.json()["error"]["message"]
    assert httpx2.get(tiny + "/v1/else", trust_env=False).json()["error"]["message"] == "GET /v1/else: Not Found"
    assert httpx2.get(tiny + "/v1/completions", trust_env=False).status_code == 405


def test_health_models_and_metrics(tiny):
    assert httpx2.get(tiny + "/health", trust_env=False).json() == {"status": "ok"}
    (entry,) = httpx2.get(tiny + "/v1/models", trust_env=False).json()["data"]
    assert (entry["id"], entry["prompt_format"], entry["max_model_len"]) == ("tiny", "plain", 1024)

    def figure(line):
        text = httpx2.get(tiny + "/metrics", trust_env=False).text
        return sum(float(row.rpartition(" ")[2]) for row in text.splitlines() if row.startswith(line))

    post(tiny, prompt="a", max_tokens=1)
    asked, drawn = figure('prover_requests_total{status="200"}'), figure('prover_tokens_total{kind="completion"}')
    post(tiny, prompt=["a", "b"], n=2, max_tokens=1)
    assert figure('prover_requests_total{status="200"}') == asked + 1
    assert figure('prover_tokens_total{kind="completion"}') == drawn + 4
    assert figure("prover_queue_prompts") == 0 and figure("prover_batch_prompts_sum") >= 3
    assert figure("prover_request_seconds_count") == figure('prover_requests_total{status="200"}')


def test_the_policy_of_it_proposes_in_its_model_s_format(tiny, tiny_folder):
    policy = load_policy([f"openai:{tiny}?max_new_tokens=4&temperature=2&top_k=0"])
    assert policy.prompt.name == "plain" and policy.name == f"openai:{tiny}#tiny"
    states = [ProofState(str(i), (f"x_{i} : ℕ\n⊢ x_{i} = {i}",)) for i in range(6)]
    answers = asyncio.run(policy.propose(states))
    assert len(answers) == 6 and all(p.logprob <= 0 for one in answers for p in one)
    policy.close()


# The program


def test_a_key_is_asked_for(serve, tiny_folder, monkeypatch):
    program = serve(tiny_folder, "--port", 0, env={"PROVER_API_KEY": "sk-secret"})
    assert "secret" not in program.said and "PROVER_API_KEY=" in program.said
    assert httpx2.get(program.url + "/health", trust_env=False).status_code == 200
    refused = post(program.url, prompt="a")
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "invalid_api_key")
    monkeypatch.delenv("PROVER_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(PolicyError, match="wants a key"):
        load_policy([program.policy])
    monkeypatch.setenv("PROVER_API_KEY", "sk-secret")
    load_policy([program.policy]).close()


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_how_to_use_it_and_ends_when_told(serve, tiny_folder, number):
    program = serve(tiny_folder, "--port", 0, "--name", "mine", "--format", "llemma")
    assert program.said.startswith(f"serving mine at {program.url} (cpu, ") and "prompt format llemma" in program.said
    policy = load_policy([program.policy])
    assert policy.prompt.name == "llemma"
    policy.close()
    code, said = program.end(number)
    assert code == 0 and said.endswith("prover: the server has ended\n") and "Traceback" not in said


def test_what_it_cannot_serve(serve, tiny_folder, tmp_path):
    with serving.bind("127.0.0.1", 0) as taken:  # as does another server that has not loaded its model yet
        program = serve(tiny_folder, "--port", taken.getsockname()[1])
        code, said = program.end()
    assert code == 2 and "choose another --port" in said and "Traceback" not in said
    code, said = serve(tmp_path, "--port", 0).end()
    assert code == 2 and "not a folder" in said and "Traceback" not in said
    code, said = serve(tiny_folder, "--port", 0, "--format", "none").end()
    assert code == 2 and "unknown prompt format 'none'" in said


def test_names_and_addresses(tmp_path, tiny_folder):
    assert serving.served_name(str(tiny_folder)) == "tiny" and serving.served_name("org/model") == "org/model"
    with serving.bind("0.0.0.0", 0) as taken:
        port = taken.getsockname()[1]
        assert serving.address_of(taken, "0.0.0.0") == f"http://127.0.0.1:{port}"
        for host in ("0.0.0.0", "127.0.0.1"):
            with pytest.raises(ServingError, match=f"cannot listen on {host} port {port} .*choose another --port"):
                serving.bind(host, port)
    serving.bind("0.0.0.0", port).close()
    with pytest.raises(ServingError, match="--host"):
        serving.bind("no.such.host.invalid", 0)


FAKE_VLLM = "import os, sys\nprint('vllm', sys.argv[1:], os.environ.get('VLLM_API_KEY'))\nsys.exit(7)\n"


def test_it_goes_on_as_vllm_where_that_runs(tmp_path, tiny_folder):
    package = tmp_path / "vllm" / "entrypoints" / "openai"
    package.mkdir(parents=True)
    for folder in (tmp_path / "vllm", package.parent, package):
        (folder / "__init__.py").touch()
    (package / "api_server.py").write_text(FAKE_VLLM)
    code = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(tmp_path)!r}]\n"
        "import os; os.environ['PYTHONPATH'] = os.pathsep.join(sys.path[:2])\n"
        "import torch; torch.cuda.is_available = lambda: True\n"
        "from prover.cli import app; app(prog_name='prover')"
    )
    arguments = ["serve", str(tiny_folder), "--port", "0", "--vllm-args", "--seed 3", "--api-key", "sk-1"]
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 7, done.stderr
    assert "#tiny?format=plain'" in done.stdout
    last = done.stdout.splitlines()[-1]
    assert last.startswith("vllm [") and last.endswith(" sk-1") and "sk-1" not in done.stdout[: -len(" sk-1\n")]
    assert f"'--model', '{tiny_folder}', '--served-model-name', 'tiny', '--host', '127.0.0.1'" in last
    assert "'--enable-prefix-caching', '--seed', '3']" in last


def test_vllm_where_it_cannot_run(serve, tiny_folder):
    if vllm.why_not() is None:
        pytest.skip("vLLM runs here")
    code, said = serve(tiny_folder, "--port", 0, "--engine", "vllm").end()
    assert code == 2 and "vLLM" in said and "--engine torch" in said


def test_the_command_line_starts_without_the_server_s_libraries():
    code = (
        "import sys, prover.cli; print([m for m in ('fastapi', 'uvicorn', 'torch', 'prometheus_client') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr
