"""An OpenAI-compatible chat server that answers with fixed texts, or as badly as it is told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[str, str, int], "list[str]"]
"""From the system's words, the last user's words and the number of answers asked for, to the answers."""


class ScriptedServer:
    """``answer`` gives the texts; ``raw`` (status, body), if set, is sent instead; ``delay`` seconds come before."""

    def __init__(self, answer: Answer, *, raw: tuple[int, str] | None = None, delay: float = 0.0) -> None:
        self.answer, self.raw, self.delay = answer, raw, delay
        self.asked: list[tuple[str, str]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                self.send(200, json.dumps({"data": [{"id": "scripted"}]}))

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if self.path != "/v1/chat/completions":
                    self.send(404, "{}")
                    return
                time.sleep(server.delay)
                if server.raw is not None:
                    self.send(*server.raw)
                    return
                system, words = body["messages"][0]["content"], body["messages"][-1]["content"]
                server.asked.append((system, words))
                texts = server.answer(system, words, body.get("n", 1))
                choices = [
                    {"index": i, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
                    for i, text in enumerate(texts)
                ]
                self.send(200, json.dumps({"choices": choices}))

            def send(self, status: int, text: str) -> None:
                data = text.encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.send_header("Connection", "close")
                self.end_headers()
                try:
                    self.wfile.write(data)
                except OSError:
                    pass  # whoever asked has gone

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass

        self._http = Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def __enter__(self) -> ScriptedServer:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()


def stage_of(system: str) -> str:
    """Which of the prompts a system's words begin."""
    beginnings = {
        "You are an expert": "draft",
        "You write Lean": "sketch",
        "You mend Lean": "mend",
        "You translate": "formalize",
    }
    return next(stage for begin, stage in beginnings.items() if system.startswith(begin))
