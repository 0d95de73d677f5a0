"""Run folders, event logs and problems whose files have been damaged: a line that says so, never a traceback."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import pytest
from hostile import mutated
from hypothesis import given
from hypothesis import strategies as st
from trying import tries
from typer.testing import CliRunner

from benchmarks.run.recorded import RecordedRun
from benchmarks.run.run_folder import events_path
from prover.cli import app, common
from prover.errors import ExpectedError
from prover.training.errors import TrainingDataError
from prover.training.traces import read_any
from prover.web.app import create_app
from search import read_events, replay

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "benchmarks")]
from report_runs import make_run, write_events  # noqa: E402
from test_cli import ACCEPTED, FakeProver  # noqa: E402

LIMIT = 60.0


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A run of four attempts with events, plain and compressed."""
    path = make_run(tmp_path_factory.mktemp("runs") / "run", "+-+-")
    for number in range(4):
        write_events(events_path(path, f"p{number}"), [("portfolio", "tactic_error"), ("portfolio", "gave_up")])
    return path


def invoked(*arguments):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), (arguments, result.exc_info)
    assert result.exit_code in (0, 1, 2) and "Traceback" not in result.output
    return result


FILES = (
    "config.json",
    "results.jsonl",
    "summary.json",
    "load.jsonl",
    "events/p0.jsonl.zst",
    "events/p1.jsonl.zst",
    "proofs/p0.lean",
)


@pytest.mark.filterwarnings("ignore")
def test_a_damaged_run(run, count):
    import httpx2

    whole = {name: (run / name).read_bytes() for name in FILES if (run / name).exists()}

    @tries(25)
    @given(st.data())
    def fuzz(data):
        name = data.draw(st.sampled_from(sorted(whole)))
        damaged = data.draw(mutated(whole[name]))
        (run / name).write_bytes(damaged)
        try:
            if data.draw(st.integers(0, 4)) == 0:
                with count("damaged run folders: report").one(LIMIT):
                    invoked("report", run, "--out", run.parent / "report.html")
            with count("damaged run folders: view").one(LIMIT):
                try:
                    source = RecordedRun(run)
                except Exception as error:
                    assert isinstance(error, ExpectedError), error
                    return
                _views(httpx2, source)
        finally:
            (run / name).write_bytes(whole[name])

    fuzz()


def _views(httpx2, source) -> None:
    import asyncio

    async def scenario():
        transport = httpx2.ASGITransport(app=create_app(source, {}), raise_app_exceptions=True)
        async with httpx2.AsyncClient(transport=transport, base_url="http://h") as client:
            for path in ("api/info", "api/run", "api/search?id=p0~0", "api/events?id=p0~0", "api/events?id=p1~0&after=2"):
                answer = await client.get("/" + path)
                assert answer.status_code in (200, 404, 409), (path, answer.text)

    asyncio.run(scenario())


def test_a_damaged_event_log(run, tmp_path, count):
    from pydantic import ValidationError
    from zstandard import ZstdCompressor, ZstdError

    lines = b"".join(event.model_dump_json().encode() + b"\n" for event in read_events(events_path(run, "p0")))

    @tries(100)
    @given(mutated(lines), st.booleans())
    def fuzz(data, compressed):
        path = tmp_path / ("e.jsonl.zst" if compressed else "e.jsonl")
        path.write_bytes(ZstdCompressor().compress(data) if compressed else data)
        with count("event logs").one(LIMIT):
            try:
                replay(read_events(path))
            except (ValidationError, ValueError, ZstdError, KeyError):
                pass  # documented: for whoever reads a log; the commands say it in words
            with contextlib.suppress(TrainingDataError):
                list(read_any(path))

    fuzz()


PROBLEM = '{"name": "t", "split": "valid", "formal_statement": "theorem t (a : ℕ) : a = a := by\\n  sorry", "header": "open Nat", "informal_stmt": "Show $a=a$.", "informal_proof": "Clear.", "tags": ["x"]}'


def test_a_damaged_problem(tmp_path, monkeypatch, count):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "f"
    folder.mkdir()

    @tries(80)
    @given(mutated(PROBLEM.encode()), st.booleans())
    def fuzz(data, words):
        prover = FakeProver(checks=[ACCEPTED] * 3)
        prover.draws = False
        monkeypatch.setattr(common, "open_prover", prover)
        monkeypatch.setattr("prover.cli.prove.WithWords", lambda prover, *_: prover)
        (folder / "p.json").write_bytes(data)
        (folder / "p.jsonl").write_bytes(data + b"\n")
        with count("problem files").one(LIMIT):
            if words:
                invoked("prove", "--informal", folder / "p.json")
            else:
                invoked("bench", folder / "p.jsonl", "--out", tmp_path / "run" / str(hash(data)), "--time-limit", "1")

    fuzz()


def test_a_damaged_proof(tmp_path, monkeypatch, count):
    @tries(60)
    @given(st.one_of(st.binary(max_size=200), mutated("theorem t (a : ℕ) : a = a := by\n  rfl\n".encode())))
    def fuzz(data):
        monkeypatch.setattr(common, "open_prover", FakeProver(checks=[ACCEPTED] * 3))
        (tmp_path / "F.lean").write_bytes(data)
        with count("proof files").one(LIMIT):
            invoked("check", tmp_path / "F.lean")

    fuzz()
