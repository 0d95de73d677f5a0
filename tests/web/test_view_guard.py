"""Who is served: those with the address, from this machine; and no more than the view's own files."""

from __future__ import annotations

import http.client
import json
import re
from urllib.parse import quote, urlsplit

import pytest
from recordings import LARGE

from benchmarks.run.recorded import serve_run

ROUTES = [
    "",
    "static/index.html",
    "lib/force-graph.js",
    "api/info",
    "api/run",
    f"api/search?id={LARGE}~0",
    f"api/events?id={LARGE}~0",
]


class Site:
    """The served run, asked without a browser: no tidying of paths, any headers."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host, self.port, self.token = parts.hostname, parts.port, parts.path.strip("/")

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> tuple[int, bytes, dict[str, str]]:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        try:
            skip = "Host" in headers
            connection.putrequest(method, path, skip_host=skip)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.putheader("Content-Length", str(len(body or b"")))
            connection.endheaders(body)
            answer = connection.getresponse()
            return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}
        finally:
            connection.close()

    def route(self, path: str) -> str:
        return f"/{self.token}/{path}"


@pytest.fixture(scope="module")
def site(run, tmp_path_factory):
    library = tmp_path_factory.mktemp("lib") / "force-graph.js"
    library.write_text("var ForceGraph\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("prover.web.server.libraries", lambda: {"force-graph.js": library})
        with serve_run(run) as serving:
            yield Site(serving.url)


def test_with_the_address_everything_is_served(site):
    for route in (ROUTES[0], *ROUTES[2:]):
        status, body, _ = site.ask(site.route(route))
        assert status == 200 and body, route


@pytest.mark.parametrize("route", ROUTES)
def test_without_the_token_nothing_is_served(site, route):
    wrong = site.token[:-1] + ("A" if site.token[-1] != "A" else "B")
    longer, shorter = site.token + "A", site.token[:-1]
    for path in (f"/{route}", f"//{route}", *(f"/{token}/{route}" for token in (wrong, longer, shorter, "é", "%00", ".."))):
        status, body, _ = site.ask(quote(path, safe="/?=&%~"))
        assert status in (403, 404), path
        assert site.token.encode() not in body and LARGE.encode() not in body
        for other in ("POST", "HEAD", "OPTIONS"):
            assert site.ask(quote(path, safe="/?=&%~"), other)[0] in (403, 404, 405)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://example.org"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "https://127.0.0.1"},
        {"Host": "example.org"},
        {"Host": "127.0.0.1"},
        {"Host": ""},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
    ids=str,
)
def test_foreign_pages_and_names_are_refused(site, route, headers):
    status, body, answered = site.ask(site.route(route), **headers)
    assert status == 403 and len(body) < 100
    assert not any(name.startswith("access-control") for name in answered)


def test_an_unusual_request_is_no_way_in(site):
    status, body, _ = site.ask("*", "OPTIONS")
    assert status in (400, 403, 404, 405) and site.token.encode() not in body


@pytest.mark.parametrize("up", ["../", "%2e%2e/", "..%2f", "%2e%2e%2f", "..%5c", "....//"])
@pytest.mark.parametrize("under", ["", "static/", "lib/", "lib/katex/"])
def test_no_file_outside_the_view_s_own_is_served(site, under, up):
    for target in ("app.py", "etc/passwd", "pyproject.toml"):
        for depth in (1, 2, 3, 9):
            status, body, _ = site.ask(site.route(under + up * depth + target))
            assert status in (400, 403, 404, 405), (under, up, target)
            assert b"import" not in body and b"root:" not in body


def test_the_page_may_load_nothing_from_elsewhere_and_run_nothing_inline(site):
    for route in ROUTES:
        _, _, headers = site.ask(site.route(route))
        policy = dict(part.split(None, 1) for part in headers["content-security-policy"].split("; "))
        assert policy["default-src"] == "'none'" and policy["script-src"] == "'self'" and policy["connect-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert "unsafe" not in headers["content-security-policy"] and "http" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"
    _, body, _ = site.ask(site.route(""))
    html = body.decode()
    assert not re.search(r"""\son\w+\s*=|\sstyle\s*=|javascript:|(?:src|href)\s*=\s*["']?(?:https?:)?//""", html)
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)


def test_a_recording_takes_no_commands(site):
    body = json.dumps({"do": "pause"}).encode()
    status, _, _ = site.ask(site.route("api/commands"), "POST", body, Content_Type="application/json")
    assert status in (404, 405)
