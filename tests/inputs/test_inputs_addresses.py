"""Addresses of model servers as people write them; passwords and keys stay unsaid."""

from __future__ import annotations

import re
import socket

import pytest
from habits import TACTIC, HabitServer, Reply, no, prove_by, saying, under, without_waiting

from prover.informal.writers import load_writer
from prover.policy import PolicyError, load_policy
from prover.policy.address import read_address, without_password


@pytest.fixture
def quick(monkeypatch):
    without_waiting(monkeypatch)


def here_is_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as one:
            one.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.lean
@pytest.mark.parametrize("written", ["[::1]", "user:p%40ss@", "no scheme"])
def test_addresses_as_people_write_them(written, quick, async_prover, loop_thread):
    if written == "[::1]" and not here_is_ipv6():
        pytest.skip("no IPv6 on this machine")
    with HabitServer(under("/v1"), "::1" if written == "[::1]" else "127.0.0.1") as server:
        address = {"[::1]": server.url, "no scheme": server.place}.get(written, f"http://user:p%40ss@{server.place}")
        policy = load_policy([f"openai:{address}#m?n=1"])
        assert prove_by(policy, async_prover, loop_thread).proved
        assert "p%40ss" not in policy.name
        if "@" in written:
            assert {request.headers["Authorization"] for request in server.requests} == {"Basic dXNlcjpwQHNz"}
        policy.close()


@pytest.mark.parametrize(
    ("url", "bases"),
    [
        ("http://h", ["http://h/v1", "http://h"]),
        ("http://h/v1/", ["http://h/v1", "http://h/v1/v1"]),
        ("https://h/api/v3", ["https://h/api/v3", "https://h/api/v3/v1"]),
        ("https://h/v1beta/openai/chat/completions", ["https://h/v1beta/openai", "https://h/v1beta/openai/v1"]),
        ("h.example:80/api", ["http://h.example:80/api/v1", "http://h.example:80/api"]),
        ("http://user:pw@[::1]:8/v1", ["http://[::1]:8/v1", "http://[::1]:8/v1/v1"]),
    ],
)
def test_where_an_address_points(url, bases):
    assert list(read_address(url).bases) == bases


@pytest.mark.parametrize(
    "spec",
    ["http://u:sec#ret@h/v1#m", "http://u:sec/ret@h#m", "http://u:sec?ret@h#m", "http://u:se@cret@h:x#m", "http://u:secret#m",
     "ftp://u:secret@h#m", "http://u:secret@h#m?n=x", "http://u:secret@h#m?n"],
)  # fmt: skip
def test_no_message_tells_a_password(spec, quick):
    with pytest.raises(PolicyError) as caught:
        load_policy([f"openai:{spec}"])
    assert not re.search(r"sec\b|secr|\bret\b|cret", str(caught.value))
    with pytest.raises(PolicyError) as caught:
        load_writer(f"openai:{spec}")
    assert not re.search(r"sec\b|secr|\bret\b|cret", str(caught.value))


def test_names_with_an_at_sign_are_kept():
    assert without_password("openai:http://h:8000/v1#org/m@rev") == "openai:http://h:8000/v1#org/m@rev"
    assert without_password("openai:http://u:p@h:8000/v1#org/m@rev") == "openai:http://h:8000/v1#org/m@rev"


def test_a_server_that_repeats_the_key_or_the_password(quick, monkeypatch):
    monkeypatch.setenv("PROVER_API_KEY", "sk-hush")
    with HabitServer(lambda r: no(401, f"bad: {r.headers.get('Authorization')}, hidden-word")) as server:
        with pytest.raises(PolicyError, match="does not accept the key in PROVER_API_KEY .*bad: Bearer …") as caught:
            load_policy([f"openai:{server.url}#m"])
        assert "hush" not in str(caught.value)
        with pytest.raises(PolicyError, match="does not accept the user and password") as caught:
            load_policy([f"openai:http://u:hidden-word@{server.place}#m"])
        assert "hidden" not in str(caught.value)


def test_no_key_goes_to_another_host(quick, monkeypatch):
    monkeypatch.setenv("PROVER_API_KEY", "sk-hush")
    with HabitServer(saying(TACTIC)) as other:
        with HabitServer(lambda r: Reply(307, "", {"Location": other.url + r.path})) as server:
            with pytest.raises(PolicyError, match="has moved to"):
                load_policy([f"openai:{server.url}#m"])
        assert not other.requests
