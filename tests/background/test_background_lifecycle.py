"""Servers as processes of their own, over work that needs no Lean: started twice, killed, ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from background_serving import record_for, until

from prover.background import identity, lifecycle
from prover.background.place import UNIX, Place

pytestmark = pytest.mark.skipif(not UNIX, reason="no Unix sockets")
ROOT = Path(__file__).resolve().parents[2]

SERVER = """
import sys
from pathlib import Path
from background_serving import FakeWork
from prover.background.lifecycle import Settings, run
from prover.background.place import Place
from prover.lean.errors import LeanNotAvailable

class Work(FakeWork):
    async def start(self):
        if sys.argv[2:] == ["broken"]:
            raise LeanNotAvailable("install Lean")
        if sys.argv[2:] == ["slow"]:
            import asyncio
            await asyncio.sleep(600)

sys.exit(run(Settings(specs=["portfolio"]), Place(Path(sys.argv[1])), Work()))
"""


@pytest.fixture
def place(tmp_path):
    found = Place(tmp_path / "s")
    found.make()
    yield found
    lifecycle.end(found)


def start(place, *how):
    """A server's process as ``lifecycle.launch`` starts it, but for its work."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(Path(__file__).parent)])}
    with place.log_path.open("ab") as log:
        command = [sys.executable, "-c", SERVER, str(place.folder), *how]
        return subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)


def test_two_started_at_once_are_one_server_and_both_find_it(place):
    both = [start(place), start(place)]
    records = [lifecycle.wait_until_ready(place, process) for process in both]
    until(lambda: any(process.poll() is not None for process in both))
    codes = sorted(process.poll() is None for process in both)
    assert codes == [False, True], "one of them runs"
    (winner,) = [process for process in both if process.poll() is None]
    (loser,) = [process for process in both if process.poll() is not None]
    assert loser.returncode == lifecycle.RUNNING_ALREADY
    assert {record.pid for record in records} == {winner.pid}
    assert records[0].specs == ["portfolio"]
    ended = lifecycle.end(place)
    assert ended.pid == winner.pid and winner.wait(10) == 0
    assert sorted(path.name for path in place.folder.iterdir()) == ["server.lock", "server.log"]
    assert lifecycle.end(place) is None


def test_what_a_killed_server_leaves_is_recognised_and_replaced(place):
    process = start(place)
    killed = lifecycle.wait_until_ready(place, process)
    assert lifecycle.alive(killed)
    process.kill()
    process.wait()
    assert place.read() == killed and place.socket_path.exists(), "nothing was cleaned up"
    assert not lifecycle.alive(killed) and lifecycle.status(place) is None
    process = start(place)
    until(lambda: (found := place.read()) is not None and found.pid == process.pid)
    assert lifecycle.wait_until_ready(place, process).pid == process.pid


@pytest.mark.parametrize("how", [[], ["slow"]])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_and_it_cleans_up(place, number, how):
    process = start(place, *how)
    until(lambda: (found := place.read()) is not None and found.stage == ("starting" if how else "ready"))
    process.send_signal(number)
    assert process.wait(15) == 0
    assert place.read() is None and not place.socket_path.exists()


def test_one_that_is_still_starting_can_be_ended(place):
    process = start(place, "slow")
    until(lambda: place.read() is not None)
    assert lifecycle.end(place).stage == "starting"
    assert process.wait(10) == 0


def test_one_that_does_not_come_up_says_why(place):
    with pytest.raises(lifecycle.StartFailed, match="install Lean"):
        lifecycle.wait_until_ready(place, start(place, "broken"))


def test_one_that_hangs_is_killed(place, monkeypatch):
    monkeypatch.setattr(lifecycle, "END_SECONDS", 0.5)
    process = start(place)
    lifecycle.wait_until_ready(place, process)
    process.send_signal(signal.SIGSTOP)
    monkeypatch.setattr(lifecycle, "ask", lambda record, what: {"done": True})  # the real one would wait its time
    assert lifecycle.end(place).pid == process.pid
    assert process.wait(10) == -signal.SIGKILL
    assert place.read() is None


def test_a_process_that_only_has_the_number_is_not_taken_for_it(place):
    assert lifecycle.alive(record_for())
    other = record_for()
    assert not lifecycle.alive(type(other)(**{**other.__dict__, "created": other.created - 100}))


def test_a_change_of_the_program_or_of_the_weights_makes_another_server_of_it(tmp_path, monkeypatch):
    (tmp_path / "prover").mkdir()
    (tmp_path / "search").mkdir()
    (tmp_path / "lean_project").mkdir()
    for file in (
        "prover/a.py",
        "search/b.py",
        "lean_project/C.lean",
        "lean_project/readings.txt",
        "lean_project/lean-toolchain",
    ):
        (tmp_path / file).write_text("x")
    monkeypatch.setattr(identity, "_ROOT", tmp_path)
    seen = {identity.code_hash()}
    for file in ("prover/a.py", "search/b.py", "lean_project/C.lean", "lean_project/readings.txt"):
        (tmp_path / file).write_text("y")
        seen.add(identity.code_hash())
    assert len(seen) == 5
    model = tmp_path / "model"
    model.mkdir()
    (model / "model.safetensors").write_bytes(b"1")
    monkeypatch.chdir(tmp_path)
    before = identity.policy_keys(["hf:model?n=4", "portfolio"])
    assert before == identity.policy_keys([f"hf:{model}?n=4", "portfolio", "portfolio"]), "written otherwise, the same policy"
    (model / "model.safetensors").write_bytes(b"22")
    assert before != identity.policy_keys(["hf:model?n=4", "portfolio"])
    assert identity.policy_keys([]) == identity.policy_keys(["default"])
