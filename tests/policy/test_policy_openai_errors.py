"""The policy of a model server that is overloaded, down, wants a key, or is none."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_server import ask, choice

from prover.policy import Merged, PolicyError, address, completions, load_policy


@pytest.mark.parametrize(("value", "least"), [("7", 7), ("0", 0), (None, 0), ("soon", 0), ("Fri, 31 Dec 1999 23:59:59 GMT", 0)])
def test_an_overloaded_server_is_asked_again_when_it_says(server, load, value, least):
    policy = load("?n=1")
    headers = {} if value is None else {"Retry-After": value}
    answers = [(429, {"error": {"message": "busy"}}, headers), (503, "starting", {}), [choice("omega")]]
    server.answer = lambda body: answers.pop(0)
    assert ask(policy)[0][0].tactic == "omega"
    first, second = load.waits
    assert max(least, 0.25) <= first <= max(least, 0.5) and 0.5 <= second <= 1.0


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
    with pytest.raises(PolicyError, match="answers with an error .HTTP 500: CUDA went away; tried 3 times"):
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


def test_the_key_is_sent_and_never_told(server, load, monkeypatch, caplog):
    monkeypatch.setenv("PROVER_API_KEY", " sk-secret\n")
    policy = load()
    ask(policy)
    assert {headers["Authorization"] for headers in server.headers} == {"Bearer sk-secret"}
    server.answer = lambda body: (401, {"error": {"message": "bad"}}, {})
    with pytest.raises(PolicyError, match="does not accept the key in PROVER_API_KEY") as caught:
        ask(policy)
    assert "secret" not in str(caught.value) + policy.name + caplog.text
    monkeypatch.setenv("PROVER_API_KEY", "sk-secret\u00e9 x")
    with pytest.raises(PolicyError, match="PROVER_API_KEY holds no key") as caught:
        load()
    assert "secret" not in str(caught.value)


def test_openai_s_key_goes_over_https_only(server, load, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-openai")
    ask(load())
    assert server.headers and not any("Authorization" in headers for headers in server.headers)
    for url in ("http://api.openai.com/v1", "http://127.0.0.1:8000/v1"):
        assert address.api_key(url) == (None, None)
    for url in ("https://api.openai.com/v1", "HTTPS://h:8000/v1"):
        assert address.api_key(url) == ("OPENAI_API_KEY", "sk-openai")
    server.models = (401, {"error": {"message": "no"}}, {})
    with pytest.raises(PolicyError, match="wants a key: set PROVER_API_KEY .OPENAI_API_KEY is sent over https only") as caught:
        load()
    assert "sk-openai" not in str(caught.value)
    monkeypatch.setenv("PROVER_API_KEY", "sk-own")
    for url in ("http://h/v1", "https://h/v1"):
        assert address.api_key(url) == ("PROVER_API_KEY", "sk-own")


def test_a_server_that_wants_a_key(server, load):
    server.models = (401, {"error": {"message": "no"}}, {})
    with pytest.raises(PolicyError, match="wants a key: set PROVER_API_KEY"):
        load()


@pytest.mark.parametrize("variable", address.KEY_VARIABLES)
def test_over_https_either_key_is_sent(monkeypatch, load, variable):
    monkeypatch.setenv(variable, "sk-secret")

    async def story():
        client = completions.CompletionsClient("p", "https://h", "m", concurrency=1, timeout=1, retries=0)
        try:
            return client._http.key_from, client._http.client.headers["Authorization"]
        finally:
            await client.close()

    assert asyncio.run(story()) == (variable, "Bearer sk-secret")


def test_a_password_in_the_address_is_not_told(server, load):
    policy = load_policy([f"openai:{server.url.replace('//', '//user:hidden@')}#m"])
    assert "hidden" not in policy.name
    server.close()
    with pytest.raises(PolicyError) as caught:
        ask(policy)
    policy.close()
    assert "hidden" not in str(caught.value)


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


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["choices", "text", "logprobs", "tokens", "token_logprobs", "content", "index"]), inner
        )
    ),
    max_leaves=12,
)


@given(choices=st.lists(st.fixed_dictionaries({"text": st.text() | json_values, "logprobs": json_values})) | json_values)
def test_whatever_a_server_answers_it_is_an_answer_or_an_error_that_says_so(choices):
    async def send(*_):
        return {"choices": choices}

    async def story():
        client = completions.CompletionsClient("p", "http://h", "m", concurrency=1, timeout=1, retries=0)
        client._http.send = send
        try:
            got = await client.sample(completions.Question("x", [], 1, 1, 1.0, logprobs=True), 2, 0)
            assert len(got) == 2 and all(v <= 0 for one in got for v in one.logprobs or ())
        except PolicyError as error:
            assert "is this an OpenAI-compatible server" in str(error) or "only empty answers" in str(error)
        finally:
            await client.close()

    asyncio.run(story())
