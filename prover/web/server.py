"""The view's server: a thread of its own, on this machine's own address only, under a secret path."""

from __future__ import annotations

import secrets
import threading

import uvicorn

from prover.serving.server import bind
from prover.web.app import create_app
from prover.web.guard import Guard
from prover.web.libraries import FORCE_GRAPH_STYLES, libraries
from prover.web.source import ViewSource

HOST = "127.0.0.1"


class ViewServer:
    """Serves a source from ``start`` to ``stop``; ``url`` is the address to open.  A context manager.

    Raises on ``start``: ``FetchError`` (the page's libraries cannot be had), ``ServingError`` (the port is taken).
    """

    def __init__(self, source: ViewSource, port: int = 0) -> None:
        self._source, self._port = source, port
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self.url = ""

    def start(self) -> None:
        files = libraries()
        taken = bind(HOST, self._port)
        port, token = taken.getsockname()[1], secrets.token_urlsafe(24)
        guarded = Guard(create_app(self._source, files), token, [f"{HOST}:{port}", f"localhost:{port}"], FORCE_GRAPH_STYLES)
        config = uvicorn.Config(
            guarded, log_level="error", access_log=False, lifespan="off", ws="none", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([taken],), name="view", daemon=True)
        self._thread.start()
        self.url = f"http://{HOST}:{port}/{token}/"

    def stop(self) -> None:
        """End it, whoever is still reading."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(timeout=5)
        self._server = self._thread = None

    def __enter__(self) -> ViewServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
