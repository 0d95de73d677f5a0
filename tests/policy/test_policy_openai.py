"""The policy of a model server, against a server of the test's that answers as it is told to."""

from __future__ import annotations

import asyncio
import json
import math
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prover.policy import Merged, PolicyError, completions, load_policy
from prover.policy.openai import OpenAiOptions, OpenAiPolicy
from prover.policy.prompts import LLEMMA, PLAIN
from search.game import Policy, ProofState

STATE = ProofState("k", ("m n : ℕ\nh : m < n\n⊢ m + 1 ≤ n",))
OTHER = ProofState("l", ("p : Prop\n⊢ p ∨ ¬p",))


def legacy(*pairs):
    return {"tokens": [token for token, _ in pairs], "token_logprobs": [value for _, value in pairs]}


def choice(text, logprobs=None, finish="stop", index=0):
    return {"text": text, "index": index, "logprobs": logprobs, "finish_reason": finish}


class Server:
    """``answer(body) -> choices``, or ``(status, object or text, headers)``, for completions."""

    def __init__(self) -> None:
        self.models: object = {"data": [{"id": "m"}]}
        self.answer = lambda body: [choice("omega", index=i) for i in range(body.get("n", 1))]
        self.bodies: list[dict] = []
        self.headers: list[dict] = []
        self.at_once = self.most_at_once = 0
        lock, server = threading.Lock(), self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                server.headers.append(dict(self.headers))
                given = server.models if self.path == "/v1/models" else (404, {"error": "no"}, {})
                self.send(given)

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                assert self.path == "/v1/completions"
                server.headers.append(dict(self.headers))
                with lock:
                    server.bodies.append(body)
                    server.at_once += 1
                    server.most_at_once = max(server.at_once, server.most_at_once)
                try:
                    given = server.answer(body)
                finally:
                    with lock:
                        server.at_once -= 1
                self.send({"choices": given} if isinstance(given, list) else given)

            def send(self, given):
                status, content, headers = given if isinstance(given, tuple) else (200, given, {})
                data = (content if isinstance(content, str) else json.dumps(content)).encode()
                self.send_response(status)
                for key, value in {**headers, "Content-Length": str(len(data)), "Connection": "close"}.items():
                    self.send_header(key, value)
                self.end_headers()
                self.wfile.write(data)

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass  # clients that go away are part of the tests

        self.http = Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        self._thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


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

    for variable in completions.KEY_VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(completions.asyncio, "sleep", sleep)

    def load(query="", model="#m", path=""):
        policies.append(load_policy([f"openai:{server.url}{path}{model}{query}"]))
        return policies[-1]

    load.waits = waits
    yield load
    for policy in policies:
        policy.close()


def ask(policy, *states):
    return asyncio.run(policy.propose(states or [STATE]))


@pytest.mark.parametrize("path", ["", "/", "/v1", "/v1/", "/v1/completions"])
def test_the_address_may_be_written_in_several_ways(server, load, path):
    policy = load(path=path)
    assert isinstance(policy, Policy)
    assert [p.tactic for p in ask(policy)[0]] == ["omega"]


def test_what_is_asked(server, load):
    ask(load("?format=plain&n=3&temperature=0.5&max_new_tokens=9&top_k=7&seed=1"))
    (body,) = server.bodies
    seed = body.pop("seed")
    assert 0 <= seed < 2**31
    assert body == {
        "model": "m", "prompt": PLAIN.prompt(STATE), "n": 3, "temperature": 0.5, "max_tokens": 9, "top_k": 7,
        "logprobs": 1, "stop": ["\n"],
    }  # fmt: skip
    ask(load("?format=plain&n=3&seed=1"), OTHER, STATE)
    others = {body["seed"] for body in server.bodies[1:]}
    assert seed in others and len(others) == 2


def test_the_format_is_llemma_or_what_the_server_states(server, load):
    assert load().prompt is LLEMMA
    server.models = {"data": [{"id": "m", "prompt_format": "plain"}]}
    assert load().prompt is PLAIN
    assert load("?format=llemma").prompt is LLEMMA
    assert load("?template=S%20{state}%20T&stop=;").prompt.stop == (";",)
    with pytest.raises(PolicyError, match="unknown prompt format 'x'"):
        load("?format=x")


@pytest.mark.parametrize("shape", ["parallel", "objects"])
def test_log_probabilities_are_summed_and_spellings_added_up(server, load, shape):
    spelled = [[("ome", -1.0), ("ga", -0.5)], [("o", -2.0), ("mega", -1.0)], [("ome", -1.0), ("ga", -0.5)], [("simp", -3.0)]]

    def shaped(pairs):
        if shape == "parallel":
            return legacy(*pairs)
        return {"content": [{"token": token, "logprob": value} for token, value in pairs]}

    server.answer = lambda body: [
        choice("".join(t for t, _ in pairs), shaped(pairs), index=i) for i, pairs in enumerate(spelled)
    ]
    policy = load("?n=4")
    (proposals,) = ask(policy)
    assert [p.tactic for p in proposals] == ["omega", "simp"]
    assert proposals[0].logprob == pytest.approx(math.log(math.exp(-1.5) + math.exp(-3)))
    assert (proposals[0].tokens, proposals[0].token_logprobs) == (2, (-1.0, -0.5))
    assert proposals[1].logprob == -3.0 and proposals[1].source == policy.name
    assert policy.stats.repeated == 2 and policy.stats.uncounted == 0


def test_without_log_probabilities_shares_are_counted(server, load):
    texts = ["omega", "simp", "omega ", "linarith -- so", "sorry", "omega", "rw [", "x"]
    ends = ["stop"] * 6 + ["length"] + ["stop"]
    server.answer = lambda body: [choice(t, finish=e, index=i) for i, (t, e) in enumerate(zip(texts, ends, strict=True))]
    policy = load()
    found = {p.tactic: p.logprob for p in ask(policy)[0]}
    assert found == {"omega": math.log(3 / 8), "simp": math.log(1 / 8), "linarith": math.log(1 / 8), "x": math.log(1 / 8)}
    stats = policy.stats
    assert (stats.samples, stats.unfinished, stats.refused, stats.repeated, stats.uncounted) == (8, 1, 1, 2, 1)


def test_a_server_that_reads_no_stop_strings(server, load):
    pairs = [("omega", -1.0), ("\n", -0.5), ("simp", -7.0)]
    server.answer = lambda body: [choice("omega\nsimp", legacy(*pairs), finish="length")]
    (proposal,) = ask(load("?n=1&format=plain"))[0]
    assert (proposal.tactic, proposal.logprob) == ("omega", -1.5)


def ignoring(body):
    return [choice(f"simp [h{body['seed'] % 1000}]")]


def refusing(body):
    return ignoring(body) if "n" not in body else (400, {"error": {"message": "n must be 1"}}, {})


def few(body):
    if body.get("n", 1) > 4:
        return 400, {"error": {"message": "Field 'n': Value must be between 1 <= value <= 4, but got 9"}}, {}
    return [choice(f"simp [h{body['seed'] % 1000}, {i}]", index=i) for i in range(body.get("n", 1))]


@pytest.mark.parametrize(("behaviour", "size"), [(ignoring, 1), (refusing, 1), (few, 4)])
def test_servers_that_give_fewer_at_once_are_asked_again(server, load, behaviour, size):
    server.answer = behaviour
    policy = load("?n=8")
    assert len(ask(policy)[0]) == 8  # all different: no seed is used twice
    before = len(server.bodies)
    assert len(ask(policy)[0]) == 8
    assert len(server.bodies) - before == 8 // size  # learnt


@pytest.mark.parametrize("field", ["top_k", "seed", "logprobs"])
def test_fields_a_server_does_not_know_are_left_out(server, load, field):
    def answer(body):
        if field in body:
            return 422, {"error": {"message": f"Unrecognized request argument supplied: {field}"}}, {}
        return [choice("omega", index=i) for i in range(body["n"])]

    server.answer = answer
    policy = load()
    ask(policy, STATE, OTHER)
    assert ask(policy)[0][0].tactic == "omega" and field not in server.bodies[-1]
    assert policy.describe()["stats"]["not_taken"] == [field]


@pytest.mark.parametrize(("value", "least"), [("7", 7), ("0", 0), (None, 0), ("soon", 0), ("Fri, 31 Dec 1999 23:59:59 GMT", 0)])
def test_an_overloaded_server_is_asked_again_when_it_says(server, load, value, least):
    policy = load("?n=1")
    headers = {} if value is None else {"Retry-After": value}
    answers = [(429, {"error": {"message": "busy"}}, headers), (503, "starting", {}), [choice("omega")]]
    server.answer = lambda body: answers.pop(0)
    assert ask(policy)[0][0].tactic == "omega"
    first, second = load.waits
    assert max(least, 0.25) <= first <= max(least, 0.5) and 0.5 <= second <= 1.0
    assert policy.describe()["stats"]["retries"] == 2


def test_a_server_that_asks_for_too_long_a_wait(server, load):
    policy = load()
    server.answer = lambda body: (429, {"error": {"message": "quota"}}, {"Retry-After": "3600"})
    with pytest.raises(PolicyError, match="asks to wait 3600 s .*quota"):
        ask(policy)
    assert load.waits == []


@pytest.mark.parametrize("also", [False, True])
def test_a_server_that_goes_away(server, load, also):
    policy = load("?retries=2")
    asked = Merged([load_policy(["portfolio"]), policy]) if also else policy
    server.close()
    with pytest.raises(PolicyError, match=r"the model server at http://127.*/v1 is down .*tried 3 times.*prover serve"):
        ask(asked)
    assert len(load.waits) == 2


def test_a_server_that_keeps_failing_tells_its_reason(server, load):
    policy = load("?retries=1")
    server.answer = lambda body: (500, {"error": {"message": "CUDA went away"}}, {})
    with pytest.raises(PolicyError, match="HTTP 500: CUDA went away; tried 2 times"):
        ask(policy)


def test_nobody_there_at_the_start(server, load):
    server.close()
    with pytest.raises(PolicyError, match="is down or does not answer"):
        load()


def test_models(server, load):
    with pytest.raises(PolicyError, match="no model 'x'; it has m"):
        load(model="#x")
    assert load(model="").name == f"openai:{server.url}#m"
    server.models = {"data": [{"id": "a"}, {"id": "b", "aliases": ["c"]}]}
    with pytest.raises(PolicyError, match="several models: name one; it has a, b"):
        load(model="")
    assert load(model="#c").name.endswith("#c")
    server.models = (404, {"detail": "Not Found"}, {})
    assert load(model="#any").name.endswith("#any")
    with pytest.raises(PolicyError, match="does not list its models: name one"):
        load(model="")


def test_a_model_that_is_taken_away(server, load):
    policy = load()
    server.models = {"data": [{"id": "new"}]}
    server.answer = lambda body: (404, {"error": {"message": "The model `m` does not exist"}}, {})
    with pytest.raises(PolicyError, match="no model 'm'; it has new"):
        ask(policy)


@pytest.mark.parametrize("content", ["<html>hello</html>", "[]", '{"data": 3}', '{"data": [1]}', "{}"])
def test_a_server_of_another_kind(server, load, content):
    server.models = (200, content, {})
    with pytest.raises(PolicyError, match="is this an OpenAI-compatible server"):
        load()


@pytest.mark.parametrize("variable", completions.KEY_VARIABLES)
def test_the_key_is_sent_and_never_told(server, load, monkeypatch, variable, caplog):
    monkeypatch.setenv(variable, " sk-secret\n")
    policy = load()
    ask(policy)
    assert {headers["Authorization"] for headers in server.headers} == {"Bearer sk-secret"}
    server.answer = lambda body: (401, {"error": {"message": "bad"}}, {})
    with pytest.raises(PolicyError, match="does not accept the key in PROVER_API_KEY or OPENAI_API_KEY") as caught:
        ask(policy)
    assert "secret" not in str(caught.value) + str(policy.describe()) + caplog.text
    monkeypatch.setenv(variable, "sk-secret\u00e9 x")
    with pytest.raises(PolicyError, match=f"{variable} holds no key") as caught:
        load()
    assert "secret" not in str(caught.value)


def test_a_server_that_wants_a_key(server, load):
    server.models = (401, {"error": {"message": "no"}}, {})
    with pytest.raises(PolicyError, match="wants a key: set PROVER_API_KEY"):
        load()


def test_a_password_in_the_address_is_not_told(server, load):
    policy = load_policy([f"openai:{server.url.replace('//', '//user:hidden@')}#m"])
    assert "hidden" not in policy.name
    server.close()
    with pytest.raises(PolicyError) as caught:
        ask(policy)
    policy.close()
    assert "hidden" not in str(caught.value)


def test_a_state_that_does_not_fit_loses_its_beginning(server, load):
    def answer(body):
        if len(body["prompt"]) > len(PLAIN.prompt(STATE)) + 200:
            return 400, {"error": {"message": "This model's maximum context length is 100 tokens"}}, {}
        return [choice("omega", index=i) for i in range(body["n"])]

    server.answer = answer
    policy = load("?format=plain")
    long = ProofState("long", ("\n".join(f"h{i} : {i} = {i}" for i in range(300)) + "\n⊢ 1 = 1",))
    assert ask(policy, long)[0][0].tactic == "omega"
    assert server.bodies[-1]["prompt"].endswith("⊢ 1 = 1\nTactic:") and policy.stats.shortened > 1
    server.answer = lambda body: (400, {"error": {"message": "exceeds the available context size"}}, {})
    with pytest.raises(PolicyError, match="context is too small for the prompt format 'plain'"):
        ask(policy)


def test_no_more_requests_at_once_than_allowed(server, load):
    pause = threading.Event()

    def answer(body):
        pause.wait(0.02)
        return [choice("omega", index=i) for i in range(body["n"])]

    server.answer = answer
    ask(load("?concurrency=3"), *[ProofState(str(i), (f"⊢ {i} = {i}",)) for i in range(20)])
    assert len(server.bodies) == 20 and 1 < server.most_at_once <= 3


def test_several_event_loops_and_the_end(server, load):
    policy = load()
    threads = [threading.Thread(target=lambda: answers.append(ask(policy, STATE, OTHER))) for _ in range(4)]
    answers: list = []
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4 and all([len(one) for one in both] == [1, 1] for both in answers)
    assert ask(policy, STATE)[0] == ask(policy)[0] and asyncio.run(policy.propose([])) == []
    policy.close()
    policy.close()
    with pytest.raises(RuntimeError, match="closed"):
        ask(policy)


def test_a_cancelled_call_is_gone_and_harms_no_other(server, load):
    begun, go_on = threading.Event(), threading.Event()

    def answer(body):
        begun.set()
        go_on.wait(30)
        return [choice("omega", index=i) for i in range(body["n"])]

    server.answer = answer
    policy = load("?concurrency=1")

    async def story():
        task = asyncio.ensure_future(policy.propose([STATE]))
        await asyncio.to_thread(begun.wait, 30)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        go_on.set()
        return await policy.propose([OTHER])

    assert asyncio.run(story())[0][0].tactic == "omega"


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("openai:", "unknown policy"),
        ("openai:nowhere#m", "is no address of a server"),
        ("openai:http://#m", "is no address of a server"),
        ("openai:ftp://h#m", "is no address of a server"),
        ("openai:http://h:99999#m", "is no address of a server"),
        ("openai:http://h#m?n=0", "n: "),
        ("openai:http://h#m?batch=3", "batch: "),
        ("openai:http://h#m?n", "options are written"),
    ],
)
def test_specs_that_mean_nothing(spec, said):
    with pytest.raises(PolicyError, match=said):
        load_policy([spec])


def test_other_models_options_are_left_alone(server, load):
    policy = load_policy([f"openai:{server.url}#m"], n=5, threads=3)
    assert policy.options == OpenAiOptions(n=5)
    policy.close()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["choices", "text", "logprobs", "tokens", "token_logprobs", "content", "index"]), inner),
    max_leaves=12,
)


@given(choices=st.lists(st.fixed_dictionaries({"text": st.text() | json_values, "logprobs": json_values})) | json_values)
def test_whatever_a_server_answers_it_is_an_answer_or_an_error_that_says_so(choices):
    async def ask_(*_, **__):
        return {"choices": choices}

    async def story():
        client = completions.CompletionsClient("p", "http://h", "m", concurrency=1, timeout=1, retries=0)
        client._ask = ask_
        try:
            got = await client.complete("x", 2, max_tokens=1, temperature=1, top_k=0, stop=(), seed=0)
            assert len(got) == 2 and all(v <= 0 for one in got for v in one.logprobs or ())
        except PolicyError as error:
            assert "is this an OpenAI-compatible server" in str(error)
        finally:
            await client.close()

    asyncio.run(story())
