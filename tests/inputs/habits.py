"""A model server with one habit: each function here answers a request as some server does."""

from __future__ import annotations

import email.utils
import gzip
import json
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from prover.policy import transport
from prover.policy.address import KEY_VARIABLES

BOTH = "theorem both (p q : Prop) (hp : p) (hq : q) : p ∧ q"
TACTIC = "exact ⟨hp, hq⟩"
LOST = "the cable to rack nine is unplugged"


@dataclass
class Request:
    """``number`` counts the requests that post, from 1."""

    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    number: int = 0

    @property
    def chat(self) -> bool:
        return self.path.endswith("/chat/completions")


@dataclass
class Reply:
    """``cut``: bytes after which the connection ends early.  ``delay``: seconds before the first byte."""

    status: int = 200
    content: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    chunked: bool = False
    cut: int | None = None
    delay: float = 0.0


Habit = Callable[[Request], Reply]


def no(status: int, words: str, **headers: str) -> Reply:
    return Reply(status, {"error": {"message": words}}, {name.replace("_", "-"): value for name, value in headers.items()})


def answers(request: Request, texts: Any = TACTIC, end: str = "stop", **more: Any) -> Reply:
    """As many answers as are asked for; ``texts``: one for all, or a list of them."""
    texts = texts if isinstance(texts, list) else [texts] * request.body.get("n", 1)
    choices = []
    for index, text in enumerate(texts):
        said = {"message": text if isinstance(text, dict) else {"role": "assistant", "content": text}}
        choices.append({"index": index, "finish_reason": end, **(said if request.chat else {"text": text}), **more})
    return Reply(content={"id": "c", "choices": choices})


def usual(request: Request, base: str = "/v1", apis: tuple[str, ...] = ("/completions", "/chat/completions")) -> Reply | None:
    """What is not about completions: the models, and 404; ``None`` where there are completions."""
    if request.method == "GET" and request.path == base + "/models":
        return Reply(content={"object": "list", "data": [{"id": "m"}]})
    if request.method == "POST" and request.path in [base + api for api in apis]:
        return None
    return no(404, "no such path")


def saying(texts: Any, **options: Any) -> Habit:
    return lambda request: usual(request) or answers(request, texts, **options)


def chatting(texts: Any, **options: Any) -> Habit:
    return lambda request: usual(request, apis=("/chat/completions",)) or answers(request, texts, **options)


def under(base: str, *, listed: bool = True, apis: tuple[str, ...] = ("/completions",)) -> Habit:
    def habit(request: Request) -> Reply:
        if not listed and request.method == "GET":
            return no(404, "no such path")
        return usual(request, base, apis) or answers(request)

    return habit


def refusing(field: str, status: int = 400, words: str = "Unrecognized request argument supplied: {}") -> Habit:
    """Refuses a field wherever it stands in a request."""
    return lambda request: usual(request) or (
        no(status, words.format(field)) if field in request.body else answers(request)
    )  # fmt: skip


def first(*replies: Reply | Callable[[Request], Reply]) -> Habit:
    """The first requests are answered so, the others well."""

    def habit(request: Request) -> Reply:
        if (other := usual(request)) is not None:
            return other
        if request.number > len(replies):
            return answers(request)
        reply = replies[request.number - 1]
        return reply(request) if callable(reply) else reply

    return habit


def always(reply: Reply | Callable[[Request], Reply]) -> Habit:
    return lambda request: usual(request) or (reply(request) if callable(reply) else reply)


def streaming(request: Request) -> Reply:
    """Server-sent events, a word at a time, whatever is asked."""
    if (other := usual(request)) is not None:
        return other
    pieces = [": a comment\r\n\r\n"]
    for index in range(request.body.get("n", 1)):
        words = TACTIC.split(" ")
        for word in [words[0], *(" " + word for word in words[1:])]:
            said = {"delta": {"content": word}} if request.chat else {"text": word}
            pieces.append("data: " + json.dumps({"choices": [{"index": index, **said, "finish_reason": None}]}) + "\r\n\r\n")
        last = {"delta": {}} if request.chat else {"text": ""}
        pieces.append("data: " + json.dumps({"choices": [{"index": index, **last, "finish_reason": "stop"}]}) + "\r\n\r\n")
    return Reply(content="".join(pieces) + "data: [DONE]\r\n\r\n", headers={"Content-Type": "text/event-stream"}, chunked=True)


def streaming_unless_told(request: Request) -> Reply:
    return streaming(request) if request.body.get("stream") is not False else usual(request) or answers(request)


def zipped(request: Request) -> Reply:
    reply = usual(request) or answers(request)
    if isinstance(reply.content, dict):
        reply = Reply(reply.status, gzip.compress(json.dumps(reply.content).encode()), {"Content-Encoding": "gzip"})
    return reply


def in_pieces(request: Request) -> Reply:
    reply = usual(request) or answers(request)
    reply.chunked = True
    return reply


def sent_on(status: int) -> Habit:
    """Everything is at ``/elsewhere``."""

    def habit(request: Request) -> Reply:
        if request.path.startswith("/elsewhere"):
            request.path = request.path.removeprefix("/elsewhere")
            return usual(request) or answers(request)
        return Reply(status, "", {"Location": "/elsewhere" + request.path})

    return habit


def date_in(seconds: float) -> str:
    return email.utils.formatdate(time.time() + seconds, usegmt=True)


class HabitServer:
    """Answers by ``habit`` on 127.0.0.1, or at ``host``; keeps the requests and when they came (``time.monotonic``)."""

    def __init__(self, habit: Habit, host: str = "127.0.0.1") -> None:
        self.habit, self.requests, self.times = habit, [], []
        lock, server = threading.Lock(), self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None: ...

            def do_GET(self) -> None:
                self.answer({})

            def do_POST(self) -> None:
                self.answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

            def answer(self, body: dict[str, Any]) -> None:
                request = Request(self.command, self.path, dict(self.headers), body)
                with lock:
                    server.times.append(time.monotonic())
                    server.requests.append(request)
                    request.number = sum(one.method == "POST" for one in server.requests)
                self.send(server.habit(request))

            def send(self, reply: Reply) -> None:
                content = reply.content
                if not isinstance(content, (str, bytes)):
                    content = json.dumps(content)
                data = content.encode() if isinstance(content, str) else content
                time.sleep(reply.delay)
                self.send_response(reply.status)
                length = {"Transfer-Encoding": "chunked"} if reply.chunked else {"Content-Length": str(len(data))}
                kind = {"Content-Type": "application/json"} if reply.content and not isinstance(reply.content, str) else {}
                for name, value in {**kind, **length, "Connection": "close", **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                if reply.chunked:
                    for start in range(0, len(data), 7):
                        piece = data[start : start + 7]
                        self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                    data = b"0\r\n\r\n"
                self.wfile.write(data[: reply.cut])
                self.wfile.flush()

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True
            address_family = socket.AF_INET6 if ":" in host else socket.AF_INET

            def handle_error(self, *_: object) -> None: ...

        self._http = Quiet((host, 0), Handler)
        shown = f"[{host}]" if ":" in host else host
        self.port = self._http.server_port
        self.place = f"{shown}:{self.port}"
        self.url = f"http://{self.place}"
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def posts(self) -> list[Request]:
        return [request for request in self.requests if request.method == "POST"]

    def __enter__(self) -> HabitServer:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()


def without_waiting(monkeypatch: Any) -> None:
    """Retries wait no longer than the server says, and there is no key."""
    monkeypatch.setattr(transport, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(transport, "LONGEST_WAIT", 0.02)
    for variable in KEY_VARIABLES:
        monkeypatch.delenv(variable, raising=False)


def prove_by(policy: Any, async_prover: Any, loop_thread: Any, time_limit: float = 60) -> Any:
    """A small theorem, proved over the session's Lean with this policy alone."""
    before, async_prover._policy = async_prover.policy, policy
    try:
        return loop_thread.run(async_prover.prove(BOTH, time_limit=time_limit, max_expansions=4))
    finally:
        async_prover._policy = before
