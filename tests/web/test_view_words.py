"""What the view's sources tell of a proof with words, without a browser."""

from __future__ import annotations

import asyncio
import json

import httpx2
import pytest
import zstandard
from typer.testing import CliRunner
from words_recording import GOOD_HOLES, HOSTILE_GOAL, NAME, PROOF, act, make_words_run, result

from benchmarks.run.recorded import RecordedRun
from benchmarks.run.results import RunError
from benchmarks.run.run_folder import events_path
from prover.cli import app
from prover.informal import record as rec
from prover.informal.problem import InformalProblem
from prover.web import LiveInformal, ViewServer
from prover.web.source import NoSuchSearch
from search import read_events

WHOLE = f"{NAME}~0"


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory):
    return make_words_run(tmp_path_factory.mktemp("words"))


def told(source, id: str, after: int = -1) -> list[dict]:
    async def read() -> bytes:
        return b"".join([chunk async for chunk in source.events(id, after)])

    return [json.loads(line) for line in asyncio.run(read()).splitlines() if line]


def live_informal() -> LiveInformal:
    return LiveInformal(InformalProblem(name=NAME, formal_statement="theorem sum : p := by", informal_stmt="?"))


def test_an_attempt_with_words_has_its_stages_and_others_have_none(run_folder):
    run = RecordedRun(run_folder)
    stages = run.details(WHOLE)["stages"]
    assert [event["seq"] for event in stages] == list(range(len(stages)))
    assert stages[0]["informal_proof"] == PROOF and stages[0]["time_limit"] is None
    assert stages[-1] == {**stages[-1], "kind": "words_ended", "won_by": "sketch"}
    assert "stages" not in run.details("plain~0")
    table = run.table()
    assert table["mode"] == "i2f" and [row["won_by"] for row in table["rows"]] == ["sketch", "facts"]
    json.dumps(stages, allow_nan=False)


def test_a_hole_s_search_is_replayed_under_an_id_of_its_own(run_folder):
    run = RecordedRun(run_folder)
    about = run.details(f"{WHOLE}~1_1")
    assert (about["parent"], about["problem"], about["statement"]) == (WHOLE, NAME, HOSTILE_GOAL)
    assert (about["sketch"], about["hole"], about["line"]) == (1, 1, 5)
    assert about["informal_proof"] is None and "stages" not in about
    lines = told(run, f"{WHOLE}~1_1")
    logged = list(read_events(events_path(run_folder, NAME, 0, "1_1")))
    assert [line.get("seq") for line in lines] == [*range(len(logged)), None]
    assert (lines[-1]["result"]["status"], lines[-1]["result"]["ended"]) == ("failed", logged[-1].reason)
    closed = told(run, f"{WHOLE}~2_1", after=5)
    assert closed[0]["seq"] == 6 and closed[-1]["result"]["status"] == "proved"
    proof = next(line for line in closed if line["kind"] == "proof_found")
    assert closed[-1]["result"]["tactics"] == proof["tactics"]


@pytest.mark.parametrize("part", ["words", "2_0", "1_2", "9_0", "00_0", "root", "1_0~1_0", "1", "../x", "¹_0"])
def test_there_is_no_other_search(run_folder, part):
    run = RecordedRun(run_folder)
    with pytest.raises(NoSuchSearch):
        run.details(f"{WHOLE}~{part}")
    with pytest.raises(NoSuchSearch):
        told(run, f"{WHOLE}~{part}")
    with pytest.raises(NoSuchSearch):
        run.details("plain~0~1_0")


def test_a_stream_of_stages_that_is_none_is_told(tmp_path):
    path = make_words_run(tmp_path)
    events_path(path, NAME, 0, "words").write_bytes(zstandard.compress(b'{"kind":"nonsense"}\n'))
    with pytest.raises(RunError, match="no stream of stages"):
        RecordedRun(path).details(WHOLE)


def test_a_proof_under_way_is_told_as_it_comes():
    live = live_informal()
    scenes = act(live)
    assert live.details("live")["stages"] == []
    with pytest.raises(NoSuchSearch):
        live.details("live~1_0")
    next(scenes), next(scenes)
    about = live.details("live")
    assert about["problem"] == NAME and about["live"] and not about["interactive"] and "not steered" in about["note"]
    assert about["informal_proof"] == PROOF and about["stages"][-1]["kind"] == "sketch_read" and not about["ended"]
    with pytest.raises(NoSuchSearch):
        live.details("live~1_0")  # a hole, but no search yet
    next(scenes)
    hole = live.details("live~1_0")
    assert (hole["parent"], hole["statement"], hole["live"]) == ("live", GOOD_HOLES[0].goals[0], True)
    lines = told(live, "live~1_0")
    assert lines[0]["kind"] == "search_started" and lines[-1]["result"]["status"] == "proved"
    list(scenes)
    live.finish(result())
    assert live.details("live")["ended"]
    root = told(live, "live")
    assert root[-1]["result"]["proof"] == result().proof and root[-2]["kind"] == "search_ended"
    for unknown in ("live~2_0", "live~words", "other", "other~1_0"):
        with pytest.raises(NoSuchSearch):
            told(live, unknown)


def test_a_search_begun_again_is_the_later_one_and_one_cut_short_comes_to_an_end():
    live = live_informal()
    scenes = act(live)
    for _ in range(3):
        next(scenes)
    count = len(live.details("live")["stages"])
    live.stage(rec.PartSearchBegun(seq=count, t=1.0, search="1_0", sketch=1, hole=0))
    with pytest.raises(asyncio.CancelledError), live.search("1_0") as listeners:
        assert len(listeners) == 1
        raise asyncio.CancelledError
    assert told(live, "live~1_0") == [{"kind": "result", "result": None}]
    live.stage(rec.PartSearchBegun(seq=count + 1, t=1.0, search="1_0", sketch=1, hole=0))
    live.finish(None)
    assert told(live, "live~1_0")[-1] == told(live, "live")[-1] == {"kind": "result", "result": None}


def test_the_server_shows_it_and_takes_no_commands(monkeypatch):
    monkeypatch.setattr("prover.web.server.libraries", dict)
    live = live_informal()
    list(act(live))
    live.finish(result())
    with ViewServer(live) as server:
        assert httpx2.get(f"{server.url}api/info").json() == {"mode": "live", "title": NAME}
        assert httpx2.get(f"{server.url}api/search", params={"id": "live"}).json()["stages"][0]["time_limit"] is None
        answer = httpx2.get(f"{server.url}api/events", params={"id": "live~2_1"})
        assert '"kind":"result"' in answer.text
        missing = httpx2.get(f"{server.url}api/events", params={"id": "live~7_1"})
        assert missing.status_code == 404 and "7_1" in missing.json()["error"]
        assert httpx2.post(f"{server.url}api/commands", json={"do": "stop"}).status_code in (404, 405)


def test_a_proof_with_words_cannot_begin_paused(tmp_path):
    problem = tmp_path / "problem.json"
    problem.write_text(json.dumps({"formal_statement": "theorem t : True"}))
    told = CliRunner().invoke(app, ["prove", "--informal", str(problem), "--view", "--paused"])
    assert told.exit_code == 2 and "leave it out with --informal" in told.stderr
