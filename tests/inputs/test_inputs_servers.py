"""Model servers as they are: each proves, by real Lean, or its own words are shown; none is called down that answered."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time

import pytest
from habits import (
    BOTH,
    LOST,
    TACTIC,
    HabitServer,
    Reply,
    always,
    answers,
    chatting,
    date_in,
    first,
    in_pieces,
    no,
    prove_by,
    refusing,
    saying,
    sent_on,
    streaming,
    streaming_unless_told,
    under,
    usual,
    without_waiting,
    zipped,
)

from prover.policy import PolicyError, load_policy

THINKING = "<think>\nLet me look at `hp`.\n```lean\nexact nonsense\n```\n</think>\n\n"


@pytest.fixture
def quick(monkeypatch):
    without_waiting(monkeypatch)


def outcome(server, async_prover, loop_thread, path="", query=""):
    """``proved``, or what is said; and the policy."""
    try:
        policy = load_policy([f"openai:{server.url}{path}#m?n=4{query if 'retries' in query else '&retries=2' + query}"])
    except PolicyError as error:
        return str(error), None
    try:
        result = prove_by(policy, async_prover, loop_thread)
        return ("proved" if result.proved else result.error or result.status), policy
    finally:
        policy.close()


# ------------------------------------------------------------------------- servers where all is well in the end


def fail_with_logprobs(request):
    return no(500, "Internal Server Error") if "logprobs" in request.body else answers(request)


def fail_with_infinite_logprobs(request):
    return no(500, "Out of range float values are not JSON compliant") if "logprobs" in request.body else answers(request)


def one_at_a_time(request):
    return answers(request, [TACTIC])


def only_one(words, status=400):
    return lambda request: no(status, words) if request.body.get("n", 1) > 1 else answers(request)


def nothing_named(*fields):
    return lambda request: no(400, "Bad Request") if set(fields) & set(request.body) else answers(request)


def few_stops(request):
    return no(400, "Invalid 'stop': at most 1 sequence") if len(request.body.get("stop", ())) > 1 else answers(request)


def other_name_for_the_limit(request):
    words = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
    return no(400, words) if "max_tokens" in request.body else answers(request)


def small_room(request):
    if request.body["max_tokens"] > 300:
        return no(400, f"This model's maximum context length is 900 tokens, you asked for {request.body['max_tokens']}")
    return answers(request)


def no_system(request):
    if any(turn["role"] == "system" for turn in request.body["messages"]):
        return no(400, "System role not supported")
    return answers(request)


def thinking_long(request):
    if request.body["max_tokens"] < 4000:
        return answers(request, {"role": "assistant", "content": None, "reasoning_content": "hm"}, end="length")
    return answers(request, THINKING + TACTIC)


def strict(request):
    """Knows what OpenAI's chat documents, and no more."""
    known = {"model", "messages", "max_completion_tokens", "n", "seed", "stop", "logprobs", "stream"}
    wrong = next((key for key in request.body if key not in known), None)
    if wrong == "max_tokens":
        return other_name_for_the_limit(request)
    return no(400, f"Unknown parameter: '{wrong}'.") if wrong else answers(request)


def chat_only(reply):
    return lambda request: usual(request) or (answers(request, f"```lean\n{TACTIC}\n```") if request.chat else reply)


def chat(behaviour):
    return lambda request: usual(request, apis=("/chat/completions",)) or behaviour(request)


def error_in_200(code):
    return Reply(content={"id": "gen", "error": {"message": "an upstream is busy", "code": code}})


def one_error(request):
    reply = answers(request)
    reply.content["choices"][0] = {"index": 0, "error": {"code": 502, "message": "lost"}, "finish_reason": "error"}
    return reply


def stopping_at_line_ends(request):
    """A model that fences its answers, behind a server that obeys stop strings."""
    whole = f"```lean\n{TACTIC}\n```"
    return answers(request, whole.partition("\n")[0] if "\n" in request.body.get("stop", ()) else whole)


GOOD = {
    "a stream whatever is asked": (streaming, {}),
    "a stream unless told not to": (streaming_unless_told, {}),
    "a stream in chat": (lambda r: usual(r, apis=("/chat/completions",)) or streaming(r), {}),
    "a stream said to be JSON": (lambda r: (s := streaming(r), s.headers.update({"Content-Type": "application/json"}))[0], {}),
    "log-probabilities fail": (always(fail_with_logprobs), {}),
    "log-probabilities fail and nothing is repeated": (always(fail_with_logprobs), {"query": "&retries=0"}),
    "log-probabilities cannot be written": (always(fail_with_infinite_logprobs), {}),
    "log-probabilities refused": (refusing("logprobs"), {}),
    "log-probabilities refused by a validator": (refusing("logprobs", 422, "body.{}: Extra inputs are not permitted"), {}),
    "top_k refused": (refusing("top_k"), {}),
    "seed refused": (refusing("seed", 422), {}),
    "stop refused": (refusing("stop"), {}),
    "temperature refused": (refusing("temperature", words="'{}' does not support 0.7 with this model"), {}),
    "stream refused": (refusing("stream"), {}),
    "a refusal that names nothing": (always(nothing_named("top_k", "seed")), {}),
    "n refused and nothing named": (always(nothing_named("n")), {}),
    "too many stops": (always(few_stops), {"query": "&format=llemma"}),
    "max_completion_tokens": (chat(other_name_for_the_limit), {}),
    "a small context": (chat(small_room), {}),
    "a reasoning model": (chat(strict), {}),
    "no system's turn": (chat(no_system), {}),
    "thinks past the limit": (chat(thinking_long), {}),
    "n ignored": (always(one_at_a_time), {}),
    "n refused": (always(only_one("n > 1 is not supported")), {}),
    "n refused in other words": (always(only_one("multiple completions are not supported", 422)), {}),
    "best_of below n": (always(only_one("best_of must be at least n")), {}),
    "429": (first(no(429, "slow down"), no(429, "slow down")), {}),
    "429 with seconds": (first(no(429, "slow down", Retry_After="0.2")), {}),
    "429 with milliseconds": (first(no(429, "slow down", retry_after_ms="150")), {}),
    "503 while it loads": (first(no(503, "Loading model", Retry_After="0")), {}),
    "a gateway's page": (first(Reply(502, "<html><title>502 Bad Gateway</title></html>", {"Content-Type": "text/html"})), {}),
    "a busy upstream, in 200": (first(error_in_200(502), error_in_200(429)), {}),
    "cut off in the middle": (first(lambda r: Reply(content=answers(r).content, cut=30)), {}),
    "slow first byte": (first(lambda r: Reply(content=answers(r).content, delay=1.5)), {}),
    "too slow once": (first(lambda r: Reply(content=answers(r).content, delay=3)), {"query": "&timeout=1"}),
    "gzip": (zipped, {}),
    "chunked": (in_pieces, {}),
    "moved, 307": (sent_on(307), {}),
    "moved, 301": (sent_on(301), {}),
    "/api/v3": (under("/api/v3"), {"path": "/api/v3"}),
    "/v1beta/openai": (under("/v1beta/openai", apis=("/chat/completions",)), {"path": "/v1beta/openai/"}),
    "/api/v1 named by /api": (under("/api/v1"), {"path": "/api"}),
    "no version anywhere": (under(""), {}),
    "no version under a path": (under("/openai"), {"path": "/openai"}),
    "chat's address pasted": (under("/v2", apis=("/chat/completions",)), {"path": "/v2/chat/completions"}),
    "completions' address pasted": (under("/llm"), {"path": "/llm/completions/"}),
    "the list's address pasted": (under("/v1"), {"path": "/v1/models"}),
    "no list of models": (under("/v1", listed=False), {}),
    "no list and no version": (under("", listed=False), {}),
    "chat only, 404": (chat_only(no(404, "Not Found")), {}),
    "chat only, 405": (chat_only(no(405, "Method Not Allowed")), {}),
    "chat only, 400": (chat_only(no(400, "This is a chat model and not supported in the v1/completions endpoint")), {}),
    "chat only, 501": (chat_only(no(501, "unsupported operation")), {}),
    "chat only, a page in 200": (chat_only(Reply(content="<!doctype html><p>welcome", headers={"Content-Type": "text/html"})), {}),
    "empty answers among good ones": (saying(["", TACTIC, None, ""]), {}),
    "null in chat, it went into thinking": (chatting([{"content": None, "reasoning": "hm"}, {"content": TACTIC}]), {}),
    "content in parts": (chatting({"content": [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": TACTIC}]}), {}),
    "an error among choices": (always(one_error), {}),
    "the prompt repeated": (lambda r: usual(r) or answers(r, r.body["prompt"] + TACTIC), {}),
    "line ends of Windows": (saying("constructor\r\n· exact hp\r\n· exact hq\r\n"), {"query": "&format=default"}),
    "a fence": (saying(f"```lean\n{TACTIC}\n```\nThis works, as both are given."), {}),
    "a fence that a stop cuts off": (always(stopping_at_line_ends), {}),
    "a fence of tildes": (chatting(f"~~~lean4\n{TACTIC}\n~~~"), {}),
    "words and a fence": (chatting(f"Sure! Here is the next tactic:\n\n```lean4\n{TACTIC}\n```\n"), {}),
    "a whole theorem": (chatting(f"```lean\n{BOTH} := by\n  constructor\n  · exact hp\n  · exact hq\n```"), {}),
    "thinking": (chatting(THINKING + TACTIC), {}),
    "thinking begun by the template": (chatting("So hp and hq.</think>" + TACTIC), {}),
    "by": (chatting("by\n  refine ⟨?_, ?_⟩\n  · exact hp\n  · exact hq"), {"query": "&format=default"}),
    "a list": (chatting(f"1. exact hq\n2. {TACTIC}\n3. omega"), {}),
    "one of a list": (saying(f"1. {TACTIC}"), {}),
    "a label": (chatting(f"**Tactic:** `{TACTIC}`"), {}),
    "in a sentence": (chatting(f"The next tactic is `{TACTIC}`."), {}),
}  # fmt: skip


@pytest.mark.lean
@pytest.mark.parametrize("habit", GOOD)
def test_a_server_with_this_habit_proves(habit, quick, async_prover, loop_thread):
    behaviour, asked = GOOD[habit]
    with HabitServer(behaviour) as server:
        came, _ = outcome(server, async_prover, loop_thread, **asked)
        assert came == "proved", came
        assert len(server.posts) <= 16


# --------------------------------------------------------------------------- servers whose words are shown


PAGE = f"<html><head><style>p {{}}</style></head><body><h1>Sorry</h1><p>{LOST} &amp; gone</p></body></html>"

BAD = {
    "an error in 200": (always(Reply(content={"error": {"message": LOST}})), LOST, {}),
    "an error in 200 that stays": (always(Reply(content={"error": {"message": LOST, "code": 502}})), f"HTTP 502: {LOST}", {}),
    "an error in every choice": (saying("", error={"message": LOST, "code": 400}), LOST, {}),
    "an error in a stream": (always(Reply(content='data: {"error": {"message": "' + LOST + '"}}\n\n')), LOST, {}),
    "500 always": (always(no(500, LOST)), f"HTTP 500: {LOST}", {}),
    "a page with 500": (always(Reply(500, PAGE, {"Content-Type": "text/html"})), LOST + " & gone", {}),
    "a page with 200": (always(Reply(200, PAGE, {"Content-Type": "text/html"})), LOST + " & gone", {}),
    "no model, says the asked": (always(no(404, f"model 'm' is not loaded: {LOST}")), LOST, {}),
    "403": (always(no(403, LOST)), f"PROVER_API_KEY.*{LOST}", {}),
    "401": (lambda r: no(401, LOST), f"PROVER_API_KEY.*{LOST}", {}),
    "quota": (always(no(429, f"You exceeded your current quota: {LOST}")), LOST, {}),
    "a long wait": (always(no(429, LOST, Retry_After="4000")), f"wait 4000 s.*{LOST}", {}),
    "429 always": (always(no(429, LOST)), f"HTTP 429: {LOST}", {}),
    "payment": (always(no(402, LOST)), f"HTTP 402: {LOST}", {}),
    "no context for the prompt": (always(no(400, f"maximum context length is 12 tokens, {LOST}")), LOST, {}),
    "a list as error": (always(Reply(422, {"detail": [{"loc": ["body", "model"], "msg": LOST}]})), LOST, {}),
    "a bare text": (always(Reply(400, LOST)), LOST, {}),
    "cut off always": (always(lambda r: Reply(content=answers(r).content, cut=30)), "nothing whole", {}),
    "too slow always": (always(lambda r: Reply(content="", delay=3)), "no answer in 0.5 s", {"query": "&timeout=0.5"}),
    "only thinking": (chatting({"content": None}, end="length"), "empty answers.*length.*max_new_tokens", {}),
    "filtered": (chatting("", end="content_filter"), "empty answers.*content_filter", {}),
    "moved to another host": (lambda r: Reply(308, "", {"Location": "http://u:pw@localhost:1/v1"}), "moved to http://localhost:1", {}),
    "round and round": (lambda r: Reply(302, "", {"Location": r.path}), "from place to place", {}),
    "chat wanted, none there": (under("/v1"), "no such path", {"query": "&api=chat"}),
    "nothing there at all": (lambda r: no(404, LOST), LOST, {}),
    "another program": (lambda r: Reply(200, PAGE, {"Content-Type": "text/html"}), LOST, {}),
    "a list that is empty, then no": (lambda r: no(404, LOST) if r.method == "POST" else Reply(content={"data": []}), LOST, {}),
    "not an answer": (always(Reply(content={"choices": [{"x": 1}]})), "gives no completions", {}),
    "JSON without answers": (always(Reply(content={"choices": []})), "gives no completions", {}),
}  # fmt: skip


@pytest.mark.lean
@pytest.mark.parametrize("habit", BAD)
def test_the_words_of_a_server_with_this_habit_are_shown(habit, quick, async_prover, loop_thread):
    behaviour, words, asked = BAD[habit]
    with HabitServer(behaviour) as server:
        came, _ = outcome(server, async_prover, loop_thread, **asked)
        assert re.search(words, came), came
        assert "is down" not in came and "pw" not in came and len(came) < 700
        assert len(server.posts) <= 24


def test_the_models_there_are_are_listed(quick):
    names = [f"org/model-{i}" for i in range(300)] + ["org/deepseek-prover-v2"]
    with HabitServer(lambda r: Reply(content={"data": [{"id": name} for name in names]})) as server:
        with pytest.raises(PolicyError, match=r"no model 'deepseek-prover'; it has org/deepseek-prover-v2, .* and 289 others"):
            load_policy([f"openai:{server.url}#deepseek-prover"])


@pytest.mark.parametrize("entries", [[{"id": "m"}], {"data": [{"id": "models/m"}]}, {"data": [{"id": "m:latest"}]}, {"data": None}])
def test_lists_of_models_are_written_in_several_ways(quick, entries):
    with HabitServer(lambda r: Reply(content=entries)) as server:
        load_policy([f"openai:{server.url}#m"]).close()


# ------------------------------------------------------------------------------ what is learnt, and waits


@pytest.mark.lean
def test_what_is_learnt_is_not_asked_again(quick, async_prover, loop_thread):
    with HabitServer(lambda r: usual(r, "", ("/chat/completions",)) or strict(r)) as server:
        policy = load_policy([f"openai:{server.url}#m?n=3"])
        assert prove_by(policy, async_prover, loop_thread).proved
        learnt = len(server.posts)
        assert prove_by(policy, async_prover, loop_thread).proved
        assert len(server.posts) == learnt + 1 and policy._client.api == "chat"
        policy.close()


@pytest.mark.lean
def test_one_failure_does_not_cost_the_log_probabilities(quick, async_prover, loop_thread):
    with HabitServer(first(no(500, "a hiccup"))) as server:
        policy = load_policy([f"openai:{server.url}#m?n=1"])
        for _ in range(2):
            assert prove_by(policy, async_prover, loop_thread).proved
        assert ["logprobs" in request.body for request in server.posts] == [True, False, True]
        policy.close()


@pytest.mark.lean
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_waited_for(form, async_prover, loop_thread):
    def busy(_):
        return no(429, "slow down", Retry_After="2" if form == "seconds" else date_in(3))

    with HabitServer(first(busy)) as server:
        assert outcome(server, async_prover, loop_thread)[0] == "proved"
        waited = server.times[-1] - server.times[-2]
        assert (2.0 if form == "seconds" else 1.5) <= waited < 8


@pytest.mark.lean
def test_a_long_wait_ends_with_the_search(async_prover, loop_thread, caplog):
    with HabitServer(always(no(429, LOST, Retry_After="100"))) as server:
        policy = load_policy([f"openai:{server.url}#m"])
        begun = time.monotonic()
        result = prove_by(policy, async_prover, loop_thread, time_limit=2)
        assert not result.proved and time.monotonic() - begun < 20 and LOST in caplog.text
        policy.close()


@pytest.mark.parametrize("where", ["start", "search"])
def test_an_interrupt_ends_a_long_wait_at_once(where, tmp_path):
    busy = no(503, "loading", Retry_After="100")
    with HabitServer(always(busy) if where == "search" else lambda r: busy) as server:
        program = (
            "import asyncio; from prover.policy import load_policy; from search.game import ProofState\n"
            "from prover.cli import common\n"
            "async def work():\n"
            f"    policy = await asyncio.to_thread(load_policy, ['openai:{server.url}#m'])\n"
            "    await policy.propose([ProofState('k', ('⊢ True',))])\n"
            "def main():\n"
            "    with common.reporting(): common.run_async(work)\n"
            "import typer; typer.run(main)\n"
        )
        asking = subprocess.Popen([sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": os.getcwd()})
        deadline = time.monotonic() + 60
        while not (server.posts if where == "search" else server.requests) and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.3)
        begun = time.monotonic()
        asking.send_signal(signal.SIGINT)
        assert asking.wait(30) == 130
        assert time.monotonic() - begun < 5
