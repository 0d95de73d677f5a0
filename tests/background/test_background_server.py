"""The background server's socket: what is asked, who may ask, and whatever else may come in."""

from __future__ import annotations

import json
import os
import socket
import stat

import pytest
from background_serving import TOKEN, FakeWork, Serving, record_for, until
from hypothesis import given
from hypothesis import strategies as st

from prover.background import client, server, server_folder
from prover.background.client import ServerLost, ServerRefused
from prover.background.server_folder import UNIX, ServerFolder

pytestmark = pytest.mark.skipif(not UNIX, reason="no Unix sockets")


@pytest.fixture(scope="module")
def serving(loop_thread, tmp_path_factory):
    with Serving(loop_thread, tmp_path_factory.mktemp("s"), FakeWork(workers=2)) as running:
        yield running


def prove(loop_thread, serving, theorem, listeners=(), **request):
    call = client.begin(serving.found, ask="prove", theorem=theorem, **request)
    return loop_thread.run(call.result(listeners), timeout=20)


def test_a_search_s_events_come_as_they_were_told_and_then_its_result(loop_thread, serving):
    told = []
    limits = {"time_limit": 5.0, "max_tactics": 3, "search": "mcts", "seed": 2}
    result = prove(loop_thread, serving, "x = é", [told.append], name="n", limits=limits)
    assert (result.status, result.proof, result.axioms) == ("proved", "x = é := by\n  rfl\n", ["propext"])
    assert [event.kind for event in told] == ["search_started", "node_created", "search_ended"]
    assert told[1].goals == ["x : ℝ\n⊢ x = x"]
    theorem, options = serving.work.asked[-1]
    assert theorem == "x = é" and options["name"] == "n"
    assert {key: options[key] for key in limits} == limits and options["max_expansions"] is None


def test_verdicts_come_in_the_order_of_the_proofs(loop_thread, serving):
    told = []
    sources = ["a", "b sorry", "c"]
    call = client.begin(serving.found, ask="check", claims=[{"source": source} for source in sources])
    verdicts = loop_thread.run(call.verdicts(3, lambda index, verdict: told.append(index)))
    assert [verdict.accepted for verdict in verdicts] == [True, False, True]
    assert told == [2, 1, 0]


def test_an_algorithm_that_is_none_is_the_user_s_fault_and_a_broken_search_is_not(loop_thread, serving):
    with pytest.raises(ServerRefused, match="astar"):
        prove(loop_thread, serving, "x", limits={"search": "astar"})
    with pytest.raises(ServerLost, match="oops"):
        prove(loop_thread, serving, "break")
    assert serving.lives


def test_a_client_that_goes_ends_its_search(serving):
    before = serving.work.given_up
    call = client.begin(serving.found, ask="prove", theorem="slow")
    until(lambda: serving.status()["running"] == 1)
    call.close()
    until(lambda: serving.status()["running"] == 0)
    assert serving.work.given_up == before + 1


def test_more_searches_than_workers_are_sent_away_at_once(loop_thread, serving):
    calls = [client.begin(serving.found, ask="prove", theorem="slow") for _ in range(2)]
    until(lambda: serving.status()["running"] == 2)
    with pytest.raises(ServerLost, match="busy"):
        prove(loop_thread, serving, "x")
    for call in calls:
        call.close()
    until(lambda: serving.status()["running"] == 0)
    assert prove(loop_thread, serving, "x").proved


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"\n", "not a request"),
        (b"{}\n", "not a request"),
        (b"\xff\xfe\n", "not a request"),
        (b'{"ask":"fly","token":"right"}\n', "not a request"),
        (b'{"ask":"prove","token":"right","theorem":7}\n', "theorem"),
        (b'{"ask":"prove","token":"right","theorem":"x","limits":{"time_limit":-1}}\n', "time_limit"),
        (b'{"ask":"status","token":"wrong"}\n', "wrong token"),
        (b'{"ask":"status","token":"r\xc3\xa9"}\n', "wrong token"),
        (b'{"ask":"status"}\n', "token"),
        (b"[" * 100_000 + b"\n", "not a request"),
    ],
)
def test_what_is_no_request_is_refused_with_the_reason(serving, line, said):
    answer = json.loads(serving.answers(line))
    assert list(answer) == ["refused"] and said in answer["refused"]
    assert TOKEN not in answer["refused"]
    assert serving.lives


@given(st.binary(max_size=300))
def test_garbage_and_half_requests_do_not_hurt(serving, garbage):
    whole = json.dumps({"ask": "stop", "token": TOKEN}).encode()
    serving.answers(garbage, end=True)
    serving.answers(whole[: len(garbage) % len(whole)], end=True)
    assert serving.lives


def test_a_request_that_never_ends_is_refused_at_its_limit(serving, monkeypatch):
    assert b"longer than" in serving.answers(b"x" * (server.REQUEST_LIMIT + 2))
    assert serving.lives
    monkeypatch.setattr(server, "ASK_LIMIT", 0.2)
    assert b"no request came" in serving.answers(b'{"ask":')
    assert serving.lives


def test_a_client_that_reads_nothing_is_let_go(serving, monkeypatch):
    monkeypatch.setattr(server, "BACKLOG_LIMIT", 1000)
    before = serving.work.given_up
    with serving.connect() as connected:
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        line = {"ask": "prove", "token": TOKEN, "theorem": "slow" * 1_000_000}
        connected.sendall(json.dumps(line).encode() + b"\n")
        until(lambda: serving.work.asked and serving.work.asked[-1][0].startswith("slowslow"))
        until(lambda: serving.work.given_up == before + 1)
    assert serving.lives


def test_another_user_is_turned_away_unheard(serving, monkeypatch):
    ours = os.getuid()
    monkeypatch.setattr(server_folder, "peer_uid", lambda connected: ours + 1)
    with socket.socket(socket.AF_UNIX) as connected:  # not the client's own, which looks whose the server is
        connected.connect(str(serving.place.socket_path))
        connected.settimeout(20)
        said = b""
        try:
            connected.sendall(json.dumps({"ask": "status", "token": TOKEN}).encode() + b"\n")
            said = connected.recv(100)
        except ConnectionError:
            pass
    assert said == b""
    with pytest.raises(ServerLost, match="another user's"):
        client.begin(serving.found, ask="status")
    monkeypatch.undo()
    assert serving.lives


def test_everything_is_its_user_s_alone(serving):
    modes = {path.name: stat.S_IMODE(path.lstat().st_mode) for path in [serving.place.folder, *serving.place.folder.iterdir()]}
    assert modes == {serving.place.folder.name: 0o700, "server.json": 0o600, "socket": 0o600}
    serving.place.folder.chmod(0o750)
    try:
        assert serving.found is None, "a folder others can read is not trusted"
    finally:
        serving.place.folder.chmod(0o700)


def test_it_ends_when_idle_but_not_while_it_works(loop_thread, tmp_path):
    with Serving(loop_thread, tmp_path / "s", record=record_for(idle_minutes=0.4 / 60)) as serving:
        call = client.begin(serving.found, ask="prove", theorem="slow")
        until(lambda: serving.status()["running"] == 1)
        with pytest.raises(TimeoutError):
            serving.over.result(timeout=1.2)
        call.close()
        assert "idle" in serving.over.result(timeout=10)
        assert list(serving.place.folder.iterdir()) == []


@pytest.mark.parametrize("what", ["socket removed", "record removed", "socket replaced", "record replaced"])
def test_it_ends_when_its_files_are_no_longer_its_own(loop_thread, tmp_path, monkeypatch, what):
    monkeypatch.setattr(server, "LOOK_SECONDS", 0.05)
    with Serving(loop_thread, tmp_path / "s") as serving:
        path = serving.place.socket_path if "socket" in what else serving.place.record_path
        kept = path.with_name("kept")
        path.rename(kept)
        if what == "socket replaced":
            path.write_text("another's")
        elif what == "record replaced":
            path.write_text(kept.read_text().replace(TOKEN, "another"))
        assert "removed or replaced" in serving.over.result(timeout=10)
        assert path.exists() == ("replaced" in what), "what is another's stays"


def test_without_unix_sockets_the_token_guards(loop_thread, tmp_path):
    with Serving(loop_thread, tmp_path / "s", unix=False) as serving:
        assert serving.found.address[0] == "tcp" and serving.lives
        assert b"wrong token" in serving.answers(b'{"ask":"status","token":"guess"}\n')
        assert prove(loop_thread, serving, "x").proved


def test_the_socket_of_a_killed_server_is_replaced(loop_thread, tmp_path):
    folder = tmp_path / "s"
    ServerFolder(folder).make()
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(folder / "socket"))
    with Serving(loop_thread, folder) as serving:
        assert serving.lives


def test_a_folder_whose_path_is_too_long_for_a_socket_is_stood_in_for(monkeypatch, tmp_path):
    monkeypatch.setenv("PROVER_RUNTIME", str(tmp_path / ("long" * 40)))
    one = server_folder.default_folder()
    assert len(os.fsencode(one / "socket")) <= 100
    monkeypatch.setenv("PROVER_RUNTIME", str(tmp_path / ("long" * 41)))
    assert server_folder.default_folder() != one
