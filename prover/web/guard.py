"""Who may talk to the view: whoever knows its secret address, from this machine, and no other site's page."""

from __future__ import annotations

import hmac
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Guard:
    """Serves ``app`` under ``/TOKEN/`` to requests for one of ``hosts`` (``127.0.0.1:PORT``), and nothing to any other.

    A page of another site neither knows the token nor gets past the checks of ``Origin`` and ``Sec-Fetch-Site``; a name
    made to point at this machine (DNS rebinding) fails at ``Host``.  ``styles``: hashes of inline style sheets allowed.
    """

    def __init__(self, app: ASGIApp, token: str, hosts: Iterable[str], styles: Iterable[str] = ()) -> None:
        self._app, self._token, self._hosts = app, token, frozenset(hosts)
        allowed = " ".join(["'self'", *(f"'{style}'" for style in styles)])
        self._policy = (
            f"default-src 'none'; script-src 'self'; style-src {allowed}; img-src 'self' data: blob:; font-src 'self'; "
            "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        token, slash, rest = scope["path"].removeprefix("/").partition("/")
        answer: ASGIApp = self._app
        if not hmac.compare_digest(token.encode(), self._token.encode()):
            answer = PlainTextResponse("not found: open the whole address that the command printed\n", 404)
        elif (refusal := self._refusal(Headers(scope=scope))) is not None:
            answer = refusal
        elif not slash:
            answer = RedirectResponse(f"/{self._token}/")
        else:
            path = "/" + rest
            scope = {**scope, "path": path, "raw_path": path.encode(), "root_path": ""}

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = self._policy
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                headers["Cross-Origin-Resource-Policy"] = "same-origin"
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await answer(scope, receive, guarded)

    def _refusal(self, headers: Headers) -> Response | None:
        host = headers.get("Host", "")
        if host not in self._hosts:
            return PlainTextResponse("wrong host\n", 403)
        if headers.get("Origin", f"http://{host}") != f"http://{host}":
            return PlainTextResponse("wrong origin\n", 403)
        if headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            return PlainTextResponse("asked for by another site\n", 403)
        return None
