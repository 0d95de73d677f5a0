"""The view's server without a browser: who is let in, what it tells, what it obeys."""

from __future__ import annotations

import asyncio
import json
import socket
import threading

import httpx2
import pytest
from report_runs import make_run
from toy_games import Game

from benchmarks.run.recorded import RecordedRun
from prover.result import ProofResult
from prover.web import LiveSearch, ViewServer
from search import Budget, EventWriter, Search
from search.events import NodeCreated, SearchStarted


@pytest.fixture(autouse=True)
def without_libraries(monkeypatch):
    monkeypatch.setattr("prover.web.server.libraries", dict)


@pytest.fixture
def run_folder(tmp_path):
    path = make_run(tmp_path / "x", "+-")
    with EventWriter(path / "events/p0.jsonl.zst") as log:
        log(SearchStarted(seq=0, t=0.0, policy="toy", budget=Budget()))
        for seq in range(1, 9):
            log(NodeCreated(seq=seq, t=seq / 4, node=seq - 1, key=f"s{seq}", goals=["⊢ p <b>"]))
    return path


def asked(server, address, **options):
    return httpx2.get(server.url + address, timeout=30, **options)


def lines(answer):
    return [json.loads(line) for line in answer.text.splitlines() if line]


def test_nothing_is_served_without_the_token_or_to_another_site(run_folder):
    with ViewServer(RecordedRun(run_folder)) as server:
        base, token = server.url.rstrip("/").rsplit("/", 1)
        for address in ("", "api/run", "api/info", "static/index.html", "api/events?id=p0~0", "lib/force-graph.js"):
            assert httpx2.get(f"{base}/{address}").status_code == 404
            assert httpx2.get(f"{base}/{token[:-1]}/{address}").status_code == 404
            assert httpx2.get(f"{base}/{token}x/{address}").status_code == 404
        for headers in (
            {"Host": "example.org"},
            {"Origin": "http://example.org"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "same-site"},
        ):
            assert asked(server, "api/run", headers=headers).status_code == 403
        allowed = asked(server, "api/run", headers={"Origin": base, "Sec-Fetch-Site": "same-origin"})
        assert allowed.status_code == 200
        assert "default-src 'none'" in allowed.headers["Content-Security-Policy"]
        assert httpx2.get(f"{base}/{token}").headers["Location"] == f"/{token}/"
        assert (
            asked(server, "static/../guard.py").status_code == 404
            and asked(server, "static/%2e%2e/guard.py").status_code == 404
        )


def test_it_listens_on_this_machine_alone(run_folder):
    with ViewServer(RecordedRun(run_folder)) as server:
        port = int(server.url.split(":")[2].split("/")[0])
        with pytest.raises(OSError):
            socket.create_connection(("127.0.0.2", port), timeout=5)


def test_a_run_is_told_as_it_is_on_disk(run_folder):
    with ViewServer(RecordedRun(run_folder)) as server:
        table = asked(server, "api/run").json()
        assert (table["total"], table["done"], table["solved"]) == (2, 2, 1)
        assert [(row["id"], row["status"], row["has_events"]) for row in table["rows"]] == [
            ("p0~0", "proved", True),
            ("p1~0", "failed", False),
        ]
        about = asked(server, "api/search", params={"id": "p0~0"}).json()
        assert about["problem"] == "p0" and about["statement"] == "theorem p0 : True := sorry" and not about["live"]
        told = lines(asked(server, "api/events", params={"id": "p0~0"}))
        assert [one.get("seq") for one in told] == [*range(9), None]
        assert told[-1]["result"]["status"] == "proved" and told[3]["goals"] == ["⊢ p <b>"]
        assert [one.get("seq") for one in lines(asked(server, "api/events", params={"id": "p0~0", "after": 6}))] == [7, 8, None]
        assert lines(asked(server, "api/events", params={"id": "p1~0"}))[0]["result"]["status"] == "failed"
        for unknown in ("p9~0", "p0~1", "p0", "../x~0"):
            answer = asked(server, "api/events", params={"id": unknown})
            assert answer.status_code == 404 and unknown in answer.json()["error"]


def test_a_run_that_goes_on_is_told_as_it_grows(tmp_path):
    path = make_run(tmp_path / "x", "+.")
    with ViewServer(RecordedRun(path)) as server:
        assert asked(server, "api/run").json()["done"] == 1
        grown = (path / "results.jsonl").read_text()
        (path / "results.jsonl").write_text(grown + grown.replace('"problem":"p0"', '"problem":"p1"'))
        assert asked(server, "api/run").json()["done"] == 2


class Searching:
    """A live search of a toy game in a thread of its own."""

    def __init__(self, moves, paused=False):
        self.live, self.game = LiveSearch("theorem toy : p", paused), Game(moves)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._search()))

    async def _search(self):
        search = Search(interactive=True)
        self.live.steer(search, self.game)
        found = await search.run(
            self.game.root, self.game, self.game, listeners=[self.live], info={"theorem": "theorem toy : p"}
        )
        self.live.finish(ProofResult(name="toy", statement="theorem toy : p", status="proved" if found.proved else "failed"))

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._thread.join(timeout=60)
        assert not self._thread.is_alive()


def command(server, **what):
    return httpx2.post(server.url + "api/commands", json=what, timeout=30)


def settled(server, **what):
    """The answer to a command, given again until the search has begun."""
    while (answer := command(server, **what)).status_code == 409 and "not" in answer.json()["error"]:
        pass
    return answer


def test_a_live_search_is_steered_and_told_to_its_end():
    with Searching([[("a", -1.0, 1)], [("b", -1.0, "error")]], paused=True) as searching, ViewServer(searching.live) as server:
        told = []
        reader = threading.Thread(target=lambda: told.extend(lines(asked(server, "api/events", params={"id": "live"}))))
        reader.start()
        tried = settled(server, do="try", node=0, tactic=" a ").json()["attempts"]
        assert [(one["tactic"], one["outcome"], one["child"], one["source"]) for one in tried] == [
            ("a", "new_state", 1, "user")
        ]
        assert command(server, do="pin", node=1).json() == {"attempts": []}
        assert [one["outcome"] for one in command(server, do="propose", node=1).json()["attempts"]] == ["tactic_error"]
        assert command(server, do="resume").status_code == 200
        assert command(server, do="try", node=7, tactic="a").status_code == 404
        for mistake in (
            {"do": "try", "node": 0, "tactic": "  "},
            {"do": "dance"},
            {"do": "pin", "node": "x"},
            {"do": "stop", "more": 1},
        ):
            answer = command(server, **mistake)
            assert answer.status_code == 422 and answer.json()["error"]
        searching.game.moves[1].append(("c", -2.0, "proved"))
        assert command(server, do="try", node=1, tactic="c").json()["attempts"][0]["outcome"] == "proved"
        reader.join(timeout=30)
        kinds = [one["kind"] for one in told]
        assert kinds[0] == "search_started" and kinds[-2:] == ["search_ended", "result"] and "node_pinned" in kinds
        assert [one["seq"] for one in told[:-1]] == list(range(len(told) - 1))
        assert told[-1]["result"]["status"] == "proved"
        gone = command(server, do="resume")
        assert gone.status_code == 409 and "not running" in gone.json()["error"]
        again = lines(asked(server, "api/events", params={"id": "live", "after": told[-2]["seq"] - 1}))
        assert [one["kind"] for one in again] == ["search_ended", "result"]


def test_a_reader_that_takes_nothing_holds_up_neither_the_search_nor_the_end():
    chain = [[(f"t{i}", -0.1, i + 1), ("x" * 20_000, -9.0, "error")] for i in range(400)] + [[("done", -0.1, "proved")]]
    searching = Searching(chain, paused=True)
    server = ViewServer(searching.live)
    server.start()
    with socket.create_connection(("127.0.0.1", int(server.url.split(":")[2].split("/")[0]))) as idle:
        host, path = server.url.removeprefix("http://").split("/", 1)
        idle.sendall(f"GET /{path}api/events?id=live HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        with searching:
            assert settled(server, do="resume").status_code == 200
        server.stop()
