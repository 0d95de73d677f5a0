"""A model server of the test's that answers as it is told to."""

from __future__ import annotations

import asyncio
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from search.game import ProofState

STATE = ProofState("k", ("m n : ℕ\nh : m < n\n⊢ m + 1 ≤ n",))
OTHER = ProofState("l", ("p : Prop\n⊢ p ∨ ¬p",))


def ask(policy, *states):
    return asyncio.run(policy.propose(states or [STATE]))


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
