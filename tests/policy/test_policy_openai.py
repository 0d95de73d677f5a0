"""The policy of a model server: what is asked and what is made of the answers."""

from __future__ import annotations

import asyncio
import math
import threading

import pytest
from model_server import OTHER, STATE, ask, choice, legacy

from prover.policy import PolicyError, load_policy
from prover.policy.openai import OpenAiOptions
from prover.policy.prompts import LLEMMA, PLAIN
from search.game import Policy, ProofState


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
        "logprobs": 1, "stop": ["\n"], "stream": False,
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
    assert proposals[1].logprob == -3.0 and proposals[1].source == policy.name


def test_without_log_probabilities_shares_are_counted(server, load):
    texts = ["omega", "simp", "omega ", "linarith -- so", "sorry", "omega", "rw [", "x"]
    ends = ["stop"] * 6 + ["length"] + ["stop"]
    server.answer = lambda body: [choice(t, finish=e, index=i) for i, (t, e) in enumerate(zip(texts, ends, strict=True))]
    policy = load()
    found = {p.tactic: p.logprob for p in ask(policy)[0]}
    assert found == {"omega": math.log(3 / 8), "simp": math.log(1 / 8), "linarith": math.log(1 / 8), "x": math.log(1 / 8)}


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


def test_a_state_that_does_not_fit_loses_its_beginning(server, load):
    def answer(body):
        if len(body["prompt"]) > len(PLAIN.prompt(STATE)) + 200:
            return 400, {"error": {"message": "This model's maximum context length is 100 tokens"}}, {}
        return [choice("omega", index=i) for i in range(body["n"])]

    server.answer = answer
    policy = load("?format=plain")
    long = ProofState("long", ("\n".join(f"h{i} : {i} = {i}" for i in range(300)) + "\n⊢ 1 = 1",))
    assert ask(policy, long)[0][0].tactic == "omega"
    assert server.bodies[-1]["prompt"].endswith("⊢ 1 = 1\nTactic:")
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


def test_other_models_options_are_left_alone(server, load):
    policy = load_policy([f"openai:{server.url}#m"], n=5, threads=3)
    assert policy.options == OpenAiOptions(n=5)
    policy.close()
